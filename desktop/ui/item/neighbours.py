"""The items before and after, as a strip of pictures under the one that is shown. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui import phrases

if TYPE_CHECKING:
    from desktop.ui.library.model import LibraryModel
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme

HEIGHT_PX = 100
_TILE = QSize(102, 68)
_GAP_PX = 8
_EDGE_PX = 16


class Neighbours(QWidget):
    """As many as there is room for, the current one among them; a click goes there."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, model: LibraryModel, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._theme, self._model, self._thumbnails = theme, model, thumbnails
        self._item_id = ""
        self._row = -1
        self.setFixedHeight(HEIGHT_PX)
        self.setAccessibleName(self.tr("Items before and after"))
        thumbnails.came.connect(self._on_came)

    def show_around(self, item_id: str) -> None:
        """Show an item among its neighbours."""
        self._item_id, self._row = item_id, self._model.row_of(item_id)
        place = self.tr("{n} of {all}").format(
            n=phrases.number(self._row + 1), all=phrases.number(self._model.rowCount())
        )
        self.setAccessibleDescription(place if self._row >= 0 else "")
        self.update()

    def _rows(self) -> range:
        room = max(1, (self.width() - 2 * _EDGE_PX + _GAP_PX) // (_TILE.width() + _GAP_PX))
        first = max(0, min(self._row - room // 2, self._model.rowCount() - room))
        return range(first, min(self._model.rowCount(), first + room)) if self._row >= 0 else range(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pictures, and the ring around the one that is shown."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        table = self._theme.colors
        painter.fillRect(self.rect(), table.panel)
        painter.fillRect(0, 0, self.width(), 1, table.line)
        for at, row in enumerate(self._rows()):
            tile = self._model.tile(row)
            place = self._place(at)
            if tile is None:
                continue
            pixmap = self._thumbnails.get(tile, _TILE, self.devicePixelRatioF(), 6) if tile.has_picture else None
            if pixmap is not None:
                painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(table.well)
                painter.drawRoundedRect(place, 6, 6)
                middle = place.center()
                self._theme.icons.draw(painter, "image", "disabled", QRectF(middle.x() - 10, middle.y() - 10, 20, 20))
            if row == self._row:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(table.sel, 2))
                painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 9, 9)

    def _place(self, at: int) -> QRectF:
        y = (self.height() - _TILE.height()) / 2
        return QRectF(_EDGE_PX + at * (_TILE.width() + _GAP_PX), y, _TILE.width(), _TILE.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the item that was clicked."""
        for at, row in enumerate(self._rows()):
            if self._place(at).contains(event.position()):
                self.chosen.emit(self._model.id_at(row))
                return

    @Slot(str)
    def _on_came(self, _item_id: str) -> None:
        self.update()
