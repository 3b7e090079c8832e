"""A form of an account: heading, fields, complaints beside them, one red button that shows its own progress.

Main thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.account.complaints import ADDRESS, FORM, complaints
from desktop.ui.account.paragraph import Paragraph
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.field import Complaint, Field

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from desktop.core.errors import SnapStreamError
    from desktop.ui.theme import Theme


class Form(QWidget):
    """Enter in a field sends it, or goes to the first field that is wrong; Esc goes back."""

    submitted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, heading: str, text: str, act: str, doing: str) -> None:
        super().__init__()
        self.theme = theme
        self.fields: dict[str, Field] = {}
        self._act, self._doing = act, doing
        self.is_busy = False
        self.setAccessibleName(heading)
        self._heading = theme.label(heading, "page", wrap=True)
        self._text = Paragraph(theme, text)
        self._text.setVisible(bool(text))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._complaint = Complaint(theme)
        self.button = Button(theme, act, kind="primary")
        self.button.clicked.connect(self._on_asked)
        self.back = Button(theme, self.tr("Back"), kind="quiet")
        self.back.clicked.connect(self._on_back)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addWidget(self.button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addSpacing(6)
        column.addWidget(self._text)
        column.addSpacing(16)
        column.addLayout(self.body)
        column.addSpacing(16)
        column.addWidget(self._complaint)
        column.addSpacing(8)
        column.addLayout(self.foot)
        column.addStretch(1)

    def add(self, key: str, field: Field) -> Field:
        """Add a field below the others, under the name that the API gives it."""
        self.fields[key] = field
        field.entered.connect(self._on_asked)
        self.body.addWidget(field)
        return field

    def add_link(self, text: str) -> Button:
        """Add another way on, right of the red button."""
        made = Button(self.theme, text, kind="quiet")
        self.foot.insertWidget(self.foot.count() - 2, made)
        return made

    def say(self, heading: str, text: str) -> None:
        """Say something else at the top."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def value(self, key: str) -> str:
        """Return what a field holds, without blanks at its ends."""
        return self.fields[key].text.strip()

    def check(self) -> dict[str, str]:
        """Return what can be seen to be wrong before anybody is asked. Forms say their own."""
        return {}

    def missing_address(self) -> dict[str, str]:
        """Return the complaint of an empty address."""
        field = self.fields.get(ADDRESS)
        if field is None or field.text.strip():
            return {}
        return {ADDRESS: self.tr("The newsroom's address is missing.")}

    def say_problem(self, error: SnapStreamError) -> None:
        """Say what went wrong, at the field that it is about."""
        self.complain(complaints(error, self.fields))

    def complain(self, said: dict[str, str]) -> None:
        """Say what is wrong at each field, and go to the first of them."""
        for key, field in self.fields.items():
            field.say_problem(said.get(key, ""))
        self._complaint.say(said.get(FORM, ""))
        wrong = next((field for key, field in self.fields.items() if said.get(key)), None)
        if wrong is not None:
            wrong.go()
        elif said:  # what was switched off while it ran has lost the focus
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that it is under way: the button says so and keeps its width, nothing can be changed."""
        if is_busy is self.is_busy:
            return
        self.is_busy = is_busy
        if is_busy:
            self.button.setMinimumWidth(self.button.width())
        self.button.say(self._doing if is_busy else self._act)
        for part in (*self.fields.values(), *self.findChildren(Button)):
            part.setEnabled(not is_busy)

    def start(self) -> None:
        """Begin anew: nothing is wrong, and the first field that is empty has the focus, or the last one."""
        self.complain({})
        self.go_first()

    def go_first(self) -> None:
        """Put the focus on the first field that is still empty."""
        shown = [field for field in self.fields.values() if not field.isHidden()]
        open_fields = [field for field in shown if not field.line.isReadOnly()]
        if open_fields:
            next((field for field in open_fields if not field.text), open_fields[-1]).go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready to type."""
        super().showEvent(event)
        self.go_first()

    @Slot()
    def _on_asked(self) -> None:
        if self.is_busy:
            return
        said = {**self.missing_address(), **self.check()}
        self.complain(said)
        if not said:
            self.submitted.emit()

    @Slot()
    def _on_back(self) -> None:
        if not self.is_busy:
            self.left.emit()
