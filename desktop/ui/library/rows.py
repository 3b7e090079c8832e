"""Paints a row of the list: a small picture, the name, where it matches, reporter and date; and the list's head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.library.model import Roles
from desktop.ui.library.paint import Brush
from desktop.ui.library.tiles import MEDIA_ICONS, Tile
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QRect

    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme

ROW_PX: Final = 80
_PICTURE = QSize(96, 64)
_EDGE = 24
_REPORTER_PX, _DATE_PX, _GAP = 96, 92, 16
#: Below this width of the list the reporter is left out.
_REPORTER_FROM_PX = 640
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Columns(NamedTuple):
    """Where the columns of a row stand; a reporter of no width is not shown."""

    picture: QRectF
    text: QRectF
    reporter: QRectF
    date: QRectF


def columns_of(row: QRectF) -> Columns:
    """Divide a row."""
    picture = QRectF(row.x() + _EDGE, row.y() + (row.height() - 64) / 2, 96, 64)
    date = QRectF(row.right() - _EDGE - _DATE_PX, row.y(), _DATE_PX, row.height())
    reporter_px = _REPORTER_PX if row.width() >= _REPORTER_FROM_PX else 0
    reporter = QRectF(date.x() - _GAP - reporter_px, row.y(), reporter_px, row.height())
    left = picture.right() + _GAP
    text = QRectF(left, row.y(), (reporter.x() if reporter_px else date.x()) - _GAP - left, row.height())
    return Columns(picture, text, reporter, date)


class RowDelegate(QStyledItemDelegate):
    """The list's painter."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails = theme, thumbnails
        self.cell = QSize(600, self.height)
        self.brush = Brush(theme)
        #: The row under the pointer.
        self.hovered = -1

    @property
    def height(self) -> int:
        """How high a row is: three lines of text must fit."""
        return max(ROW_PX, round(54 * self._theme.scale) + 20)

    def set_width(self, width: int) -> None:
        """Lay rows out at a width."""
        self.cell = QSize(width, self.height)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row: all are the same."""
        return self.cell

    def picture_rect(self, cell: QRect) -> QRectF:
        """Return where in a row the picture stands."""
        return columns_of(QRectF(cell)).picture

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        shown = index.data(Roles.TILE)
        if not isinstance(shown, Tile):
            return
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        table = self._theme.colors
        row = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, table.selbg)
            painter.fillRect(QRectF(row.x(), row.y(), 3, row.height()), table.sel)
        elif self.hovered == index.row():
            painter.fillRect(row, table.hover)
        painter.fillRect(QRectF(row.x(), row.bottom() - 1, row.width(), 1), table.line)
        place = columns_of(row)
        self._paint_picture(painter, shown, place.picture)
        self._paint_text(painter, shown, place.text, is_new=bool(index.data(Roles.IS_NEW)))
        middle = row.center().y()
        line = 18 * max(1.0, self._theme.scale)
        if place.reporter.width():
            self.brush.text(painter, "small", table.text2, shown.reporter, place.reporter)
        first = QRectF(place.date.x(), middle - line, place.date.width(), line)
        self.brush.text(painter, "small", table.text2, shown.day, first)
        self.brush.text(painter, "small", table.text2, shown.time, first.translated(0, line))
        if option.state & QStyle.StateFlag.State_HasFocus and not option.state & QStyle.StateFlag.State_Selected:
            pen = QPen(table.sel, 2)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawRoundedRect(row.adjusted(3, 2, -3, -3), 6, 6)
        painter.restore()

    def _paint_picture(self, painter: QPainter, shown: Tile, place: QRectF) -> None:
        table = self._theme.colors
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._thumbnails.get(shown, _PICTURE, ratio, radius=5) if shown.has_picture else None
        if pixmap is not None:
            painter.drawPixmap(place.toRect(), pixmap)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.raised if shown.media_type == "audio" else table.well)
            painter.drawRoundedRect(place, 5, 5)
            icon = "warning-circle-fill" if shown.failure else MEDIA_ICONS.get(shown.media_type, "image")
            box = QRectF(place.center() - QPointF(10, 10), QSize(20, 20))
            self._theme.icons.draw(painter, icon, "fail" if shown.failure else "disabled", box)
        if shown.kind is not None:
            metrics = self._theme.metrics("caption")
            width = metrics.horizontalAdvance(shown.kind.text) + 8
            height = max(16.0, metrics.height())
            pill = QRectF(place.right() - 4 - width, place.bottom() - 4 - height, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.pill)
            painter.drawRoundedRect(pill, 4, 4)
            painter.setPen(table.onpill)
            painter.setFont(self._theme.font("caption"))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown.kind.text)

    def _paint_text(self, painter: QPainter, shown: Tile, place: QRectF, *, is_new: bool) -> None:
        table = self._theme.colors
        scale = max(1.0, self._theme.scale)
        heights = [20 * scale, 18 * scale, 16 * scale if shown.more else 0.0]
        y = place.center().y() - sum(heights) / 2 if shown.more else place.center().y() - 20 * scale - 4
        name = QRectF(place.x(), y, place.width(), heights[0])
        if is_new:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.sel)
            painter.drawEllipse(QRectF(name.x(), name.center().y() - 3, 6, 6))
            name.adjust(12, 0, 0, 0)
        name_px = self._theme.metrics("name").horizontalAdvance(shown.name)
        state_px = self._theme.metrics("small").horizontalAdvance(shown.state.text) + 30 if shown.state else 0.0
        room = QRectF(name.x(), name.y(), max(60.0, name.width() - state_px), name.height())
        self.brush.text(painter, "name", table.text, shown.name, room, in_middle=shown.is_filename)
        if shown.state is not None:
            x = name.x() + min(name_px, room.width()) + 10
            tint = {"pillwarn": "warn", "pillfail": "fail"}.get(shown.state.tint, "text2")
            self._theme.icons.draw(painter, shown.state.icon, tint, QRectF(x, name.center().y() - 6.5, 13, 13))
            words = QRectF(x + 18, name.y(), name.right() - x, name.height())
            self.brush.text(painter, "small", table.text2, shown.state.text, words)
        evidence = QRectF(place.x(), y + heights[0], place.width(), heights[1])
        if shown.failure and not shown.evidence:
            self.brush.text(painter, "small", table.fail, shown.failure, evidence)
        else:
            self.brush.evidence(painter, shown.evidence, evidence)
        if shown.more:
            below = QRectF(place.x(), evidence.bottom(), place.width(), heights[2])
            self.brush.text(painter, "caption", table.text2, shown.more, below)


class ListHead(QWidget):
    """The list's head: the count, what the columns hold, and by what they are sorted."""

    turned = Signal()  #: the date was clicked: the other way round

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count, self._is_search, self._is_rising = "", False, False
        self.right_px = 0
        self.setFixedHeight(theme.row(36))
        self.setAccessibleName(tr("Head of the list"))

    def say(self, count: str, *, is_search: bool, is_rising: bool) -> None:
        """Say how many there are and how they are sorted."""
        self._count, self._is_search, self._is_rising = count, is_search, is_rising
        self.setAccessibleDescription(count)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn the order where the date was pressed."""
        if columns_of(QRectF(self.rect()).adjusted(0, 0, -self.right_px, 0)).date.contains(event.position()):
            self.turned.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words and the hairline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        table = self._theme.colors
        place = columns_of(QRectF(self.rect()).adjusted(0, 0, -self.right_px, 0))
        painter.fillRect(0, self.height() - 1, self.width(), 1, table.line)
        painter.setFont(self._theme.font("strong"))
        painter.setPen(table.text)
        painter.drawText(QRectF(place.picture.x(), 0, place.picture.width() + _GAP, self.height()), _LEFT, self._count)
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text2)
        what = tr("Where it matches") if self._is_search else tr("Name")
        painter.drawText(place.text, _LEFT, what)
        if place.reporter.width():
            painter.drawText(place.reporter, _LEFT, tr("Reporter"))
        date = tr("Date")
        painter.drawText(place.date, _LEFT, date)
        x = place.date.x() + self._theme.metrics("small").horizontalAdvance(date) + 5
        icon = "arrow-up" if self._is_rising else "arrow-down"
        self._theme.icons.draw(painter, icon, "text2", QRectF(x, self.height() / 2 - 6, 12, 12))
