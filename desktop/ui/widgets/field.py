"""A field of a form: its label above, a hint beside it, what is wrong below. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.ui.theme import on_change

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_ICON_PX = 13


class Complaint(QWidget):
    """What is wrong: the icon of a failure and the sentence; it takes no room while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON_PX + 2, 16)
        self._text = theme.label("", "small", "fail", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.setVisible(False)
        on_change(theme, self._on_theme_changed)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Say what is wrong; "" for nothing."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    @Slot()
    def _on_theme_changed(self) -> None:
        icons = self._theme.icons
        self._icon.setPixmap(icons.pixmap("warning-circle-fill", _ICON_PX, "fail", self.devicePixelRatioF()))


class Field(QWidget):
    """One line to type; whatever a password manager or the clipboard puts in is taken."""

    entered = Signal()  #: Enter was pressed

    def __init__(self, theme: Theme, name: str, *, hint: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self.line = QLineEdit()
        self.line.setFont(theme.font("body"))
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(name)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self._on_edited)
        self._hint = theme.label(hint, "caption", "text3")
        self._complaint = Complaint(theme)
        label = theme.label(name, "label", "text2")
        label.setBuddy(self.line)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self._hint)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self._complaint)

    @property
    def text(self) -> str:
        """What was typed, as it was typed."""
        return self.line.text()

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._complaint.text

    def set_text(self, text: str) -> None:
        """Fill it in."""
        self.line.setText(text)

    def say_hint(self, text: str) -> None:
        """Say something beside the label."""
        self._hint.setText(text)

    def say_problem(self, text: str) -> None:
        """Say what is wrong with it; "" when nothing is any more."""
        self._complaint.say(text)
        self.line.setAccessibleDescription(text)
        if bool(self.line.property("wrong")) is not bool(text):
            self.line.setProperty("wrong", bool(text))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def lock(self, *, is_locked: bool) -> None:
        """Show it without letting it be changed."""
        self.line.setReadOnly(is_locked)
        if is_locked and not self.line.actions():
            icon = QAction(self._theme.icons.icon("lock-simple", 16, "text3"), self.tr("Cannot be changed here"), self)
            self.line.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
            for button in self.line.findChildren(QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.line.setProperty("locked", is_locked)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus if is_locked else Qt.FocusPolicy.StrongFocus)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def go(self) -> None:
        """Put the focus here, with everything chosen."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    @Slot()
    def _on_edited(self) -> None:
        self.say_problem("")


class PasswordField(Field):
    """A password: hidden until somebody wants to see it; says when caps lock seems to be on."""

    def __init__(self, theme: Theme, name: str, *, hint: str = "") -> None:
        super().__init__(theme, name, hint=hint)
        self._usual_hint = hint
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.line.installEventFilter(self)
        self._reveal = QAction(self)
        self._reveal.triggered.connect(self._on_reveal)
        self.line.addAction(self._reveal, QLineEdit.ActionPosition.TrailingPosition)
        self._eye().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        on_change(theme, self._show_eye)

    def _eye(self) -> QToolButton:
        # Asked for each time: it is the line's own, and what PySide gave for it at first does not stay valid.
        return next(iter(self.line.findChildren(QToolButton)))

    def hide_again(self) -> None:
        """Empty it, and hide what is typed next."""
        self.line.clear()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Guess from the letters whether caps lock is on: no system tells it in the same way."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            typed = event.text()
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() == Qt.Key.Key_CapsLock:
                self.say_hint(self._usual_hint)
            elif len(typed) == 1 and typed.isalpha() and typed.lower() != typed.upper():
                self.say_hint(self.tr("Caps lock is on") if typed.isupper() is not has_shift else self._usual_hint)
        return super().eventFilter(watched, event)

    @Slot()
    def _on_reveal(self) -> None:
        is_hidden = self.line.echoMode() == QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_hidden else QLineEdit.EchoMode.Password)
        self._show_eye()

    @Slot()
    def _show_eye(self) -> None:
        is_hidden = self.line.echoMode() == QLineEdit.EchoMode.Password
        text = self.tr("Show the password") if is_hidden else self.tr("Hide the password")
        self._reveal.setText(text)
        self._reveal.setToolTip(text)
        self._eye().setAccessibleName(text)
        self._reveal.setIcon(self._theme.icons.icon("eye" if is_hidden else "eye-slash", 16, "text2"))
