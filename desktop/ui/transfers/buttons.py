"""The real buttons of one row of Uploads; there are two such widgets, moved about. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QListView, QWidget

from desktop.ui.widgets.buttons import Button, Kind

if TYPE_CHECKING:
    from desktop.ui.theme import Theme
    from desktop.ui.transfers.rows import Act, Row


class RowButtons(QWidget):
    """The real buttons of one row; there are two such widgets, moved about."""

    asked = Signal(str, str)  #: the act, the transfer

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view.viewport())
        self._theme = theme
        self.row: Row | None = None
        self._buttons: list[tuple[Act, Button]] = []
        self.hide()

    def place(self, row: Row | None, places: list[tuple[int, int, int, int]]) -> None:
        """Stand on a row, or nowhere; the buttons are made anew only where others are needed."""
        if row is None or not places:
            self.row = None
            self.hide()
            return
        if self.row is None or row.actions != self.row.actions:
            self._make(row)
        self.row = row
        left, top = places[0][0], places[0][1]
        right = places[-1][0] + places[-1][2]
        self.setGeometry(left, top, right - left, places[0][3])
        for (_, button), (x, _y, width, height) in zip(self._buttons, places, strict=True):
            button.setGeometry(x - left, 0, width, height)
        for action, (_, button) in zip(row.actions, self._buttons, strict=True):
            button.setAccessibleName(self.tr("{act}: {file}").format(act=action.name, file=row.name))
        self.show()
        self.raise_()

    def _make(self, row: Row) -> None:
        for _, button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for action in row.actions:
            kind: Kind = "icon" if not action.has_text else "quiet" if action.is_quiet else "secondary"
            button = Button(self._theme, action.name, action.icon, kind, small=True)
            button.say(action.name, action.key)
            button.setParent(self)
            button.clicked.connect(self._on_clicked)
            button.show()
            self._buttons.append((action.act, button))

    @Slot()
    def _on_clicked(self) -> None:
        act = next((act for act, button in self._buttons if button is self.sender()), None)
        if act is not None and self.row is not None:
            self.asked.emit(act.value, self.row.id)
