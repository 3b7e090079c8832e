"""What is shown while a newsroom gets ready, and why it did not. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.account.paragraph import Paragraph
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import Bar

if TYPE_CHECKING:
    from desktop.core.events import CloudProgress
    from desktop.ui.theme import Theme


class Ready(QWidget):
    """Getting ready: the step, its bar, what it is, and a way back; or why it did not work."""

    cancelled = Signal()
    retried = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._heading = theme.label("", "page", wrap=True)
        self._text = Paragraph(theme)
        self._bar = Bar(theme, self.tr("Getting ready"))
        self._cancel = Button(theme, self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        self._again = Button(theme, self.tr("Try again"), "arrow-clockwise", "primary")
        self._again.clicked.connect(self.retried)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._again)
        row.addWidget(self._cancel)
        row.addStretch(1)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addWidget(self._bar)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(1)
        self.say_step(None)

    def say_step(self, progress: CloudProgress | None) -> None:
        """Say how far it is."""
        self._heading.setText(self.tr("Getting ready on this computer"))
        self._again.setVisible(False)
        self._cancel.setVisible(True)
        self._bar.setVisible(True)
        if progress is None or not progress.steps:
            self._text.setText(self.tr("This takes about 20 seconds, once."))
            self._bar.show_part(0.0)
            return
        step = self.tr("Step {n} of {all}: {what}. This takes about 20 seconds, once.")
        what = progress.text[:1].lower() + progress.text[1:]
        self._text.setText(step.format(n=progress.step, all=progress.steps, what=what.rstrip(".")))
        self._bar.show_part((progress.step - 0.5) / progress.steps)

    def say_wait(self, heading: str, text: str) -> None:
        """Say what is waited for, where nobody can tell how far it is."""
        self._heading.setText(heading)
        self._text.setText(text)
        for part in (self._again, self._cancel, self._bar):
            part.setVisible(False)

    def say_failure(self, heading: str, text: str) -> None:
        """Say why it did not work."""
        self._heading.setText(heading)
        self._text.setText(text)
        self._again.setVisible(True)
        self._cancel.setVisible(True)
        self._bar.setVisible(False)
