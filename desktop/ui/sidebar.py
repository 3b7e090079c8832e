"""The sidebar: mark, pages, watched folders, what is on its way, who is signed in; a rail where room is scarce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.account.row import AccountRow
from desktop.ui.brand import Brand
from desktop.ui.help.keys import PAGES, Cmd, key_of
from desktop.ui.sidebar_rows import WIDTH, FolderRow, FolderState, PageItem, Ring, TransfersCard
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.theme import Theme

RAIL: Final = 56


class Sidebar(QWidget):
    """All of it. ``chosen`` tells which page, by its number."""

    chosen = Signal(int)
    add_folder_asked = Signal()
    folder_chosen = Signal(str)
    pause_asked = Signal()
    settings_asked = Signal()

    def __init__(self, theme: Theme, pages: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Pages"))
        self._brand = Brand(theme)
        self.items = [
            PageItem(theme, icon, text, key_of(command)) for command, (text, icon) in zip(PAGES, pages, strict=False)
        ]
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(2)
        brand_row = QHBoxLayout()
        brand_row.setContentsMargins(8, 8, 0, 14)
        brand_row.addWidget(self._brand, 1)
        self._brand_row = brand_row
        column.addLayout(brand_row)
        for item in self.items:
            item.clicked.connect(self._on_item_clicked)
            column.addWidget(item)
        column.addSpacing(16)
        self._head = self._make_head()
        column.addWidget(self._head)
        self._folders: dict[str, FolderRow] = {}
        self._folder_area = self._make_folder_area()
        column.addWidget(self._folder_area, 1)
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        self.card = TransfersCard(theme)
        self.card.pause_asked.connect(self.pause_asked)
        self.ring = Ring(theme)
        self._wants_card = False
        column.addWidget(self.card)
        column.addWidget(self.ring)
        self.account = AccountRow(theme)
        self.gear = Button(theme, self.tr("Settings"), "gear-six", "icon")
        self.gear.say(self.tr("Settings"), key_of(Cmd.SETTINGS))
        self.gear.setCheckable(True)
        self.gear.clicked.connect(self._on_gear)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(0)
        column.addSpacing(4)
        column.addLayout(self._foot)
        self.is_rail = False
        self.set_rail(is_rail=False)

    def _make_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 0, 0, 0)
        row.addWidget(self._theme.label(self.tr("Watched folders"), "caption", "text3"), 1)
        add = Button(self._theme, self.tr("Add a folder to watch"), "plus", "icon")
        add.say(self.tr("Add a folder to watch"), key_of(Cmd.ADD_FOLDER))
        add.clicked.connect(self.add_folder_asked)
        row.addWidget(add)
        return head

    def _make_folder_area(self) -> QScrollArea:
        box = QWidget()
        box.setObjectName("canvas")
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._folder_column = QVBoxLayout()
        self._folder_column.setSpacing(0)
        outer.addLayout(self._folder_column)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBar(QuietScrollBar())
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setAccessibleName(self.tr("Watched folders"))
        area.setWidget(box)
        return area

    def set_rail(self, *, is_rail: bool) -> None:
        """Fold to a rail or unfold."""
        self.is_rail = is_rail
        self.setFixedWidth(RAIL if is_rail else WIDTH)
        self._brand.with_word = not is_rail
        self._brand.update()
        self._column.setContentsMargins(10 if is_rail else 8, 0, 10 if is_rail else 8, 0)
        self._brand_row.setContentsMargins(6 if is_rail else 8, 8, 0, 14)
        for item in self.items:
            item.set_rail(is_rail=is_rail)
        self._head.setVisible(not is_rail)
        self._folder_area.setVisible(not is_rail)
        self._filler.setVisible(is_rail)
        self.account.set_rail(is_rail=is_rail)
        # On the rail the gear stands over the person, else beside them; who comes last is last in the tab order too.
        self._foot.removeWidget(self.gear)
        self._foot.removeWidget(self.account)
        vertical = QHBoxLayout.Direction.TopToBottom if is_rail else QHBoxLayout.Direction.LeftToRight
        self._foot.setDirection(vertical)
        centre = Qt.AlignmentFlag.AlignHCenter
        for widget in (self.gear, self.account) if is_rail else (self.account, self.gear):
            if widget is self.gear:
                self._foot.addWidget(widget, 0, centre if is_rail else Qt.AlignmentFlag.AlignVCenter)
            else:
                self._foot.addWidget(widget, 0 if is_rail else 1)
        self.show_card(is_shown=self._wants_card)

    def show_card(self, *, is_shown: bool) -> None:
        """Show how far transfers are: as a card, or as a ring where there is no room for one."""
        self._wants_card = is_shown
        self.card.setVisible(is_shown and not self.is_rail)
        self.ring.setVisible(is_shown and self.is_rail)

    def say_transfers(self, title: str, part: float, speed: str, left: str, *, is_paused: bool) -> None:
        """Say how far they are."""
        self.card.say(title, part, speed, left, is_paused=is_paused)
        self.ring.say(title, part, is_paused=is_paused)

    def choose(self, number: int | None) -> None:
        """Mark a page as the one in front; None for one that has no place here."""
        for at, item in enumerate(self.items):
            item.setAutoExclusive(False)
            item.setChecked(at == number)
            item.setAutoExclusive(True)

    def show_folders(self, states: Sequence[FolderState]) -> None:
        """Show the watched folders; rows that stay are only told their state."""
        paths = [state.path for state in states]
        for path in [path for path in self._folders if path not in paths]:
            row = self._folders.pop(path)
            self._folder_column.removeWidget(row)
            row.deleteLater()
        for state in states:
            known = self._folders.get(state.path)
            if known is not None:
                known.show_state(state)
                continue
            made = FolderRow(self._theme, state)
            made.clicked.connect(self._on_folder_clicked)
            self._folders[state.path] = made
            self._folder_column.addWidget(made)

    @Slot()
    def _on_item_clicked(self) -> None:
        self.chosen.emit(next(number for number, item in enumerate(self.items) if item is self.sender()))

    @Slot()
    def _on_gear(self) -> None:
        self.gear.setChecked(False)  # the page that comes says whether it is chosen
        self.settings_asked.emit()

    @Slot()
    def _on_folder_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, FolderRow):
            self.folder_chosen.emit(sender.state.path)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the window's ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.window)
