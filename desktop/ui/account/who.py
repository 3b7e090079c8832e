"""Who am I: the account as the newsroom knows it, in a small dialog. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.admin.words import may, role_name
from desktop.ui.said import for_error
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.field import Complaint
from desktop.ui.widgets.sheet import Sheet
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from desktop.core.account import SignedInAs
    from desktop.ui.theme import Theme


class WhoAmI(Sheet):
    """Shown at once; filled when the newsroom answers."""

    def __init__(self, theme: Theme, parent: QWidget, newsroom: str) -> None:
        title = phrases.tr("Who am I")
        super().__init__(theme, parent, title)
        self._theme = theme
        self._heading = theme.label(title, "title", wrap=True)
        asking = self.tr("Asking {newsroom}…").format(newsroom=newsroom)
        self._text = theme.label(asking, "body", "text2", wrap=True)
        self._complaint = Complaint(theme)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        close = Button(theme, self.tr("Close"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addWidget(self._complaint)
        column.addLayout(self._grid)
        column.addSpacing(8)
        column.addLayout(row)

    def show_answer(self, answer: SignedInAs | SnapStreamError) -> None:
        """Show who it is, or why that is not known."""
        if isinstance(answer, SnapStreamError):
            self._text.setVisible(False)
            self._complaint.say(for_error(answer).line)
            return
        account = answer.account
        self._heading.setText(account.name or account.email)
        self._text.setText(may(account.role))
        kept = (
            self.tr("Until you sign out")
            if answer.is_kept
            else self.tr("Until SnapStream is closed: this computer has no keyring that can be used")
        )
        rows = (
            (self.tr("E-mail"), account.email),
            (self.tr("Role"), role_name(account.role)),
            (self.tr("Newsroom"), answer.newsroom_name),
            (self.tr("Address"), answer.address),
            (self.tr("Since"), phrases.moment(account.created_at)),
            (self.tr("Signed in"), kept),
        )
        for number, (name, text) in enumerate(row for row in rows if row[1]):
            self._grid.addWidget(self._theme.label(name, "small", "text3"), number, 0, Qt.AlignmentFlag.AlignTop)
            long = number == len(rows) - 1
            value = self._theme.label(text, wrap=True) if long else ElidedLabel(self._theme, text)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(value, number, 1)
