"""The list and how its rows are painted: time, icon, what, text; the action stands at the right. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui import phrases
from desktop.ui.activity.model import ROW_ROLE, ActivityModel
from desktop.ui.activity.rows import Head
from desktop.ui.activity.words import Act, Line
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_ROW_PX, _HEAD_PX, _EDGE_PX, _WIDEST_PX = 36, 48, 24, 1120
_GAP_PX = 12


class ActivityRows(QStyledItemDelegate):
    """Paints days and rows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's height."""
        row = index.data(ROW_ROLE)
        return QSize(200, self._theme.row(_HEAD_PX if isinstance(row, Head) else _ROW_PX))

    def action_box(self, line: Line, box: QRectF) -> QRectF:
        """Return where a row's action is written."""
        width = self._theme.metrics("label").horizontalAdvance(line.action) + 24
        right = min(box.right() - _EDGE_PX + 12, box.x() + _WIDEST_PX)
        return QRectF(right - width, box.y() + 4, width, box.height() - 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        row, box = index.data(ROW_ROLE), QRectF(option.rect)
        if isinstance(row, Head):
            self._paint_head(painter, row, box)
        elif isinstance(row, Line):
            self._paint_line(painter, row, box, option.state)
        painter.restore()

    def _paint_head(self, painter: QPainter, head: Head, box: QRectF) -> None:
        theme, table = self._theme, self._theme.colors
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        words = box.adjusted(_EDGE_PX, 0, -_EDGE_PX, -8)
        painter.setFont(theme.font("strong"))
        painter.setPen(table.text)
        painter.drawText(words, flags, head.day)
        x = theme.metrics("strong").horizontalAdvance(head.day) + 10
        painter.setFont(theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(words.adjusted(x, 0, 0, 0), flags, head.date)

    def _paint_line(self, painter: QPainter, line: Line, box: QRectF, state: QStyle.StateFlag) -> None:
        theme, table = self._theme, self._theme.colors
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        is_near = bool(state & QStyle.StateFlag.State_MouseOver)
        edge = box.adjusted(_EDGE_PX - 12, 1, 0, -1)
        edge.setRight(min(box.right() - _EDGE_PX + 12, box.x() + _WIDEST_PX))
        if is_current or is_near:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.selbg if is_current else table.hover)
            painter.drawRoundedRect(edge, 6, 6)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        time_px = max(40.0, theme.metrics("caption").horizontalAdvance("00:00") + 8)
        x = box.x() + _EDGE_PX
        painter.setFont(theme.font("caption"))
        painter.setPen(table.text3)
        painter.drawText(QRectF(x, box.y(), time_px, box.height()), middle, line.time)
        x += time_px
        theme.icons.draw(painter, line.icon, line.tint, QRectF(x, box.center().y() - 8, 16, 16))
        x += 16 + _GAP_PX
        right = edge.right() - 12
        if line.action:
            action = self.action_box(line, box)
            painter.setFont(theme.font("label"))
            painter.setPen(table.link)
            painter.drawText(action, Qt.AlignmentFlag.AlignCenter, line.action)
            right = action.x() - _GAP_PX
        self._paint_words(painter, line, QRectF(x, box.y(), max(0.0, right - x), box.height()))

    def _paint_words(self, painter: QPainter, line: Line, room: QRectF) -> None:
        """Write the name and what happened to it; where there is no room for both the name gives way first."""
        theme, table = self._theme, self._theme.colors
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        name, text = theme.metrics("name"), theme.metrics("small")
        wanted = text.horizontalAdvance(line.text) + _GAP_PX if line.text else 0
        name_px = min(name.horizontalAdvance(line.subject) + 1, max(room.width() - wanted, room.width() / 2))
        painter.setFont(theme.font("name"))
        painter.setPen(table.text)
        painter.drawText(
            QRectF(room.x(), room.y(), name_px, room.height()),
            middle,
            name.elidedText(line.subject, Qt.TextElideMode.ElideMiddle, name_px),
        )
        rest = room.adjusted(name_px + _GAP_PX, 0, 0, 0)
        painter.setFont(theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(rest, middle, text.elidedText(line.text, Qt.TextElideMode.ElideRight, rest.width()))


class ActivityList(QListView):
    """Enter, or a click on the action, does what the row offers."""

    asked = Signal(str, str)  #: ``Act``, what it is about

    def __init__(self, theme: Theme, model: ActivityModel) -> None:
        super().__init__()
        self._painter = ActivityRows(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setAccessibleName(self.tr("What happened"))

    def line_at(self, index: QModelIndex) -> Line | None:
        """Return a row, None for a heading."""
        row = index.data(ROW_ROLE) if index.isValid() else None
        return row if isinstance(row, Line) else None

    def ask(self, index: QModelIndex) -> None:
        """Ask for what a row offers."""
        line = self.line_at(index)
        if line is not None and line.act is not Act.NONE:
            self.asked.emit(line.act.value, line.ref)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the current row offers."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_action(index, event):
            self.ask(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be clicked."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        hand = self._is_on_action(index, event)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def _is_on_action(self, index: QModelIndex, event: QMouseEvent) -> bool:
        line = self.line_at(index)
        if line is None or not line.action:
            return False
        return self._painter.action_box(line, QRectF(self.visualRect(index))).contains(event.position())

    def viewportEvent(self, event: QEvent) -> bool:
        """Give the whole row as the tooltip."""
        if event.type() == QEvent.Type.ToolTip:
            place = self.viewport().mapFromGlobal(self.cursor().pos())
            line = self.line_at(self.indexAt(place))
            self.viewport().setToolTip(phrases.tooltip(f"{line.subject}. {line.text}") if line else "")
        return super().viewportEvent(event)
