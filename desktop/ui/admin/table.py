"""Rows of a newsroom in a table: a model that is given pages of them, and the view. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.ui import phrases
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from desktop.ui.theme import Theme

_Row = TypeVar("_Row")
_Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _HEAD_PX = 44, 32


class Column(Generic[_Row]):
    """One column: its head, what a row shows there, and in which colour."""

    def __init__(
        self,
        name: str,
        text: Callable[[_Row], str],
        *,
        tint: Callable[[_Row], str] = lambda _row: "text2",
        width: int = 0,
    ) -> None:
        """``width`` 0: the column shares what is left."""
        self.name, self.text, self.tint, self.width = name, text, tint, width


class RowsModel(QAbstractTableModel, Generic[_Row]):
    """Rows as they came, page after page."""

    def __init__(self, theme: Theme, columns: Sequence[Column[_Row]], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self.columns = theme, tuple(columns)
        self._rows: list[_Row] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, colour or tooltip of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return phrases.tooltip(column.text(row))
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.colors.named(column.tint(row))
            case Qt.ItemDataRole.FontRole:
                return self._theme.font("name" if index.column() == 0 else "body")
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's head."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.columns[section].name
            case Qt.ItemDataRole.FontRole:
                return self._theme.font("caption")
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    @property
    def rows(self) -> Sequence[_Row]:
        """What is shown."""
        return self._rows

    def row(self, index: _Index) -> _Row | None:
        """Return the row that an index is of."""
        return self._rows[index.row()] if index.isValid() else None

    def show_rows(self, rows: Sequence[_Row]) -> None:
        """Show others."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[_Row]) -> None:
        """Show some more below."""
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()

    def replace(self, number: int, row: _Row) -> None:
        """Show one row as it is now."""
        self._rows[number] = row
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))


class Table(QTableView):
    """Whole rows are chosen; Tab leaves the table, Enter and a double click mean the row."""

    def __init__(self, theme: Theme, model: RowsModel[_Row], name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFont(theme.font("body"))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(theme.row(_ROW_PX))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFixedHeight(theme.row(_HEAD_PX, "caption"))
        head.setMinimumSectionSize(40)
        for number, column in enumerate(model.columns):
            if column.width:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                head.resizeSection(number, round(column.width * theme.scale))
            else:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
