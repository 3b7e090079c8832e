"""The watched folders as a list: a model of what is known of each, and how a row is painted. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.ui.theme import Theme

ROW_PX = 56
_Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One folder: its name, how it stands, and the sign at its end."""

    path: Path
    name: str
    text: str
    icon: str = "folder-simple"
    tint: str = "text2"  #: of the text
    sign: str = ""  #: an icon
    sign_tint: str = "text3"
    is_unsaved: bool = False


class FolderRows(QAbstractListModel):
    """Folders in the order they are watched; one that is not saved yet comes first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FolderRow] = []

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return name, tooltip, what a screen reader says, or the row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return phrases.tooltip(str(row.path))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.name}, {row.text}"
            case _:
                return row if role == ROW_ROLE else None

    def row(self, number: int) -> FolderRow | None:
        """Return a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place(self, path: Path) -> int:
        """Return where a folder stands; -1 where it does not."""
        return next((number for number, row in enumerate(self._rows) if row.path == path), -1)

    def show(self, rows: Sequence[FolderRow]) -> None:
        """Show these: what stays is only told how it is, so that the choice stays too."""
        wanted = {row.path for row in rows}
        for number in reversed(range(len(self._rows))):
            if self._rows[number].path not in wanted:
                self.beginRemoveRows(QModelIndex(), number, number)
                del self._rows[number]
                self.endRemoveRows()
        for number, row in enumerate(rows):
            at = self.place(row.path)
            if at < 0:
                self.beginInsertRows(QModelIndex(), number, number)
                self._rows.insert(number, row)
                self.endInsertRows()
                continue
            if at != number:
                self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), number)
                self._rows.insert(number, self._rows.pop(at))
                self.endMoveRows()
            if self._rows[number] != row:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number), self.index(number))


class FolderDelegate(QStyledItemDelegate):
    """Icon, name over how it stands, a sign at the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return a row's size."""
        return QSize(200, max(ROW_PX, round(ROW_PX * self._theme.scale)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, FolderRow):
            return
        theme, table = self._theme, self._theme.colors
        state, rect = option.state, option.rect
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(rect).adjusted(0, 1, 0, -1)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.selbg if is_chosen else table.hover)
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(table.sel, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        middle = box.center().y()
        icon = f"{row.icon}-fill" if is_chosen else row.icon
        theme.icons.draw(painter, icon, "link" if is_chosen else "text2", QRectF(box.x() + 14, middle - 10, 20, 20))
        end = QRectF(box.right() - 30, middle - 8, 16, 16)
        if row.is_unsaved:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.sel)
            painter.drawEllipse(QRectF(end.center().x() - 3, middle - 3, 6, 6))
        elif row.sign:
            theme.icons.draw(painter, row.sign, row.sign_tint, end)
        x = box.x() + 42
        room = end.x() - x - 8
        name_px, text_px = theme.metrics("name").height(), theme.metrics("small").height()
        top = middle - (name_px + text_px + 2) / 2
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("name"))
        painter.setPen(table.text)
        shown = theme.metrics("name").elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, top, room, name_px), left, shown)
        painter.setFont(theme.font("small"))
        painter.setPen(table.named("text2" if is_chosen and row.tint == "text3" else row.tint))
        shown = theme.metrics("small").elidedText(row.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, top + name_px + 2, room, text_px), left, shown)
        painter.restore()
