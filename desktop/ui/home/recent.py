"""What has just come in, as a few pictures. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.ui import phrases
from desktop.ui.library import tiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.item import Item
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.library.tiles import Badge, Tile
    from desktop.ui.theme import Theme

_LEAST_PX, _GAP_PX, _ROW_GAP_PX, _ROWS = 160, 16, 16, 2
#: Between the picture and the name, and the two lines below.
_SPACE_PX = 8


class RecentTile(QAbstractButton):
    """One item: the whole picture in its well, name, reporter and time."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails = theme, thumbnails
        self.item_id = ""
        self._tile: Tile | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_item(self, item: Item) -> None:
        """Show an item."""
        self.item_id = item.id
        self._tile = tiles.tile(item)
        self.setAccessibleName(self._tile.accessible)
        self.setToolTip(phrases.tooltip(self._tile.name))
        self.update()

    def height_for(self, width: int) -> int:
        """Return how high a tile of this width is."""
        name, when = self._theme.metrics("name").height(), self._theme.metrics("caption").height()
        return round(width * 2 / 3) + _SPACE_PX + round(name) + round(when) + 6

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw picture, badges and words."""
        tile = self._tile
        if tile is None:
            return
        table, theme = self._theme.colors, self._theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(0, 0, self.width(), round(self.width() * 2 / 3))
        size = frame.size().toSize()
        picture = self._thumbnails.get(tile, size, self.devicePixelRatioF()) if tile.has_picture else None
        if picture is not None:
            painter.drawPixmap(frame, picture, QRectF(picture.rect()))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.well)
            painter.drawRoundedRect(frame, 8, 8)
            icon = "warning-circle-fill" if tile.failure else tiles.MEDIA_ICONS.get(tile.media_type, "image")
            tint = "fail" if tile.failure else "disabled"
            theme.icons.draw(painter, icon, tint, QRectF(0, 0, 28, 28).translated(frame.center() - QPointF(14, 14)))
        for badge, top in ((tile.kind, False), (tile.state, True)):
            if badge is not None:
                self._paint_badge(painter, badge, frame, is_top=top)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(table.sel if self.hasFocus() else table.control, 2 if self.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 8, 8)
        self._paint_words(painter, tile, frame.bottom() + _SPACE_PX)

    def _paint_badge(self, painter: QPainter, badge: Badge, frame: QRectF, *, is_top: bool) -> None:
        theme = self._theme
        width = theme.metrics("caption").horizontalAdvance(badge.text) + 8 + 13 + 4 + 7
        if width > frame.width() - 12:
            return
        height = max(20.0, theme.metrics("caption").height() + 4)
        box = QRectF(frame.right() - 6 - width, 6 if is_top else frame.bottom() - 6 - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colors.pill)
        painter.drawRoundedRect(box, 5, 5)
        theme.icons.draw(painter, badge.icon, badge.tint, QRectF(box.x() + 7, box.center().y() - 6.5, 13, 13))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colors.onpill)
        painter.drawText(
            box.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, badge.text
        )

    def _paint_words(self, painter: QPainter, tile: Tile, top: float) -> None:
        theme, table = self._theme, self._theme.colors
        name_px, who_px = theme.metrics("name").height(), theme.metrics("caption").height()
        mode = Qt.TextElideMode.ElideMiddle if tile.is_filename else Qt.TextElideMode.ElideRight
        painter.setFont(theme.font("name"))
        painter.setPen(table.text)
        shown = theme.metrics("name").elidedText(tile.name, mode, self.width())
        painter.drawText(QRectF(0, top, self.width(), name_px), Qt.AlignmentFlag.AlignLeft, shown)
        painter.setFont(theme.font("caption"))
        painter.setPen(table.text3)
        who = theme.metrics("caption").elidedText(tile.who, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRectF(0, top + name_px + 2, self.width(), who_px), Qt.AlignmentFlag.AlignLeft, who)


class Recent(QWidget):
    """Two rows of them, as many as there is room for."""

    chosen = Signal(str)  #: item id

    def __init__(self, theme: Theme, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._theme, self._thumbnails = theme, thumbnails
        self._tiles: list[RecentTile] = []
        self._count = 0
        thumbnails.came.connect(self._on_came)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these, newest first."""
        while len(self._tiles) < len(items):
            made = RecentTile(self._theme, self._thumbnails, self)
            made.clicked.connect(self._on_clicked)
            self._tiles.append(made)
        for tile, item in zip(self._tiles, items, strict=False):
            tile.show_item(item)
        self._count = len(items)
        self._place()

    def forget(self, item_ids: Sequence[str]) -> None:
        """Look for the pictures of these again."""
        for tile in self._tiles:
            if tile.item_id in item_ids:
                tile.update()

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        least = _LEAST_PX * self._theme.scale
        return max(1, int((self.width() + _GAP_PX) // (least + _GAP_PX)))

    def _place(self) -> None:
        columns = min(self.columns, 6)
        shown = min(self._count, columns * _ROWS)
        width = (self.width() - _GAP_PX * (columns - 1)) // columns
        height = self._tiles[0].height_for(width) if self._tiles else 0
        for number, tile in enumerate(self._tiles):
            row, column = divmod(number, columns)
            tile.setVisible(number < shown)
            tile.setGeometry(QRect(column * (width + _GAP_PX), row * (height + _ROW_GAP_PX), width, height))
        rows = -(-shown // columns)
        self.setFixedHeight(max(0, rows * (height + _ROW_GAP_PX) - _ROW_GAP_PX))

    def sizeHint(self) -> QSize:
        """Return the room it takes."""
        return QSize(320, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place them anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self._place()

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, RecentTile):
            self.chosen.emit(sender.item_id)

    @Slot(str)
    def _on_came(self, item_id: str) -> None:
        self.forget([item_id])
