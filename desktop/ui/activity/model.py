"""The list of what happened: days and rows; what is new is inserted, nothing is reset. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.ui.activity.words import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.activity.rows import Row

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_NO_PARENT = QModelIndex()


class ActivityModel(QAbstractListModel):
    """Rows as ``rows.read`` made them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, or what a screen reader says of it."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.accessible
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let rows be current; headings are only read."""
        if index.isValid() and isinstance(self.rows[index.row()], Line):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these: what stands at the beginning and at the end as before stays as it is."""
        fresh, old = list(rows), self.rows
        start = 0
        while start < min(len(old), len(fresh)) and old[start].key == fresh[start].key:
            start += 1
        end = 0
        while end < min(len(old), len(fresh)) - start and old[-1 - end].key == fresh[-1 - end].key:
            end += 1
        if len(old) - end > start:
            self.beginRemoveRows(QModelIndex(), start, len(old) - end - 1)
            self.rows = old[:start] + old[len(old) - end :]
            self.endRemoveRows()
        if len(fresh) - end > start:
            self.beginInsertRows(QModelIndex(), start, len(fresh) - end - 1)
            self.rows = [*self.rows[:start], *fresh[start : len(fresh) - end], *self.rows[start:]]
            self.endInsertRows()
        changed = [number for number, row in enumerate(fresh) if row != self.rows[number]]
        self.rows = fresh
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
