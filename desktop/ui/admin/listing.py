"""A section of Admin that is a table of what the newsroom answers page by page. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui.admin.section import Section
from desktop.ui.admin.table import Column, RowsModel, Table
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.account import Page
    from desktop.core.errors import SnapStreamError
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_Row = TypeVar("_Row")


class Listing(Section, Generic[_Row]):
    """The first page takes the place of what is shown, others follow below it when they are asked for."""

    #: What is said where there are no rows: heading and text.
    nothing = ("", "")

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        words: tuple[str, str],
        columns: Sequence[Column[_Row]],
        *,
        icon: str,
    ) -> None:
        super().__init__(theme, bridge, *words, icon=icon)
        self.model: RowsModel[_Row] = RowsModel(theme, columns, self)
        self.table = Table(theme, self.model, words[0])
        self._cursor = ""
        self.more = Button(theme, self.tr("Show more"), kind="link")
        self.more.clicked.connect(self._on_more)
        self.more.setVisible(False)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addWidget(self.more)
        self.foot.addStretch(1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(self.foot)
        self.setFocusProxy(self.table)

    def fetch(self, cursor: str, done: Callable[[Page[_Row] | SnapStreamError], None]) -> None:
        """Ask the newsroom for a page."""
        raise NotImplementedError

    @Slot()
    def refresh(self) -> None:
        """Ask for the first page."""
        self.ask(lambda done: self.fetch("", done), self._show_first)

    def _show_first(self, page: Page[_Row]) -> None:
        chosen = self.table.currentIndex().row()
        self.model.show_rows(page.rows)
        self._show_cursor(page.cursor)
        if not page.rows:
            self.say_empty(*self.nothing)
        elif 0 <= chosen < len(page.rows):
            self.table.selectRow(chosen)

    @Slot()
    def _on_more(self) -> None:
        cursor = self._cursor
        self.more.setEnabled(False)
        self.ask(lambda done: self.fetch(cursor, done), self._show_more)

    def _show_more(self, page: Page[_Row]) -> None:
        self.more.setEnabled(True)
        self.model.append(page.rows)
        self._show_cursor(page.cursor)

    def _show_cursor(self, cursor: str) -> None:
        self._cursor = cursor
        self.more.setVisible(bool(cursor))
        self.more.setEnabled(True)

    def _is_blank(self) -> bool:
        """Whether there are no rows that could stay until others are there."""
        return not self.model.rows

    def start(self) -> None:
        """Put the focus on the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
