"""A question that needs a decision: the title asks, the buttons are verbs, the safe one has the focus. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.theme import Theme


class Question(Sheet):
    """``exec`` answers Accepted for the act, Rejected for the safe way."""

    def __init__(
        self, theme: Theme, parent: QWidget, title: str, text: str, *, act: str, keep: str, is_danger: bool = True
    ) -> None:
        super().__init__(theme, parent, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(8)
        column.addWidget(theme.label(title, "title", wrap=True))
        column.addWidget(theme.label(text, "body", "text2", wrap=True))
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.act_button = Button(theme, act, kind="primary" if is_danger else "secondary")
        self.keep_button = Button(theme, keep, kind="secondary")
        self.act_button.clicked.connect(self.accept)
        self.keep_button.clicked.connect(self.reject)
        for button in (self.act_button, self.keep_button):
            button.setAutoDefault(True)
        row.addWidget(self.keep_button)
        row.addWidget(self.act_button)
        column.addLayout(row)
        self.keep_button.setDefault(True)
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def accept(self) -> None:
        """Do it."""
        super().accept()
