"""The caption's fields: one line, and several lines. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.item.codes import code_before
from desktop.ui import phrases
from desktop.ui.theme import on_change
from desktop.ui.widgets.field import Complaint, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from desktop.item.codes import Codes
    from desktop.ui.theme import Theme

_FEWEST_LINES, _MOST_LINES = 4, 12
_MOMENT = "ddd d MMM yyyy, HH:mm"


class CaptionLine(Field):
    """One line of the caption."""

    edited = Signal()
    left = Signal()

    def __init__(self, theme: Theme, name: str, *, proposals: Sequence[str] = (), placeholder: str = "") -> None:
        super().__init__(theme, name, placeholder=placeholder)
        self.line.textEdited.connect(self.edited)
        self.line.installEventFilter(self)
        if proposals:
            self._propose(proposals)

    @property
    def widget(self) -> QLineEdit:
        """What is typed in."""
        return self.line

    def show_text(self, text: str) -> None:
        """Show another text; the caret stays where it was, as far as there is text."""
        if text != self.line.text():
            at = self.line.cursorPosition()
            self.line.setText(text)
            self.line.setCursorPosition(min(at, len(text)) if self.line.hasFocus() else 0)

    def replace_code(self, codes: Codes) -> None:
        """Put what a code stands for in the place of one that was just completed; Ctrl+Z takes it back."""
        found = code_before(self.line.text(), self.line.cursorPosition(), codes)
        if found is not None:
            self.line.setSelection(found.start, found.end - found.start)
            self.line.insert(found.text)

    def _propose(self, proposals: Sequence[str]) -> None:
        """Offer what is often written; anything else may be written too."""
        completer = QCompleter(list(proposals), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self.edited)
        self.line.setCompleter(completer)
        self._caret = QAction(self)
        self._caret.setText(self.tr("What is often written"))
        self._caret.setToolTip(phrases.tooltip(self._caret.text()))
        self._caret.triggered.connect(self._on_caret)
        self.line.addAction(self._caret, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.line.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the Down key opens the same list
            button.setAccessibleName(self._caret.text())
        on_change(self._theme, self._show_caret)

    @Slot()
    def _show_caret(self) -> None:
        self._caret.setIcon(self._theme.icons.icon("caret-down", 13, "text2"))

    @Slot()
    def _on_caret(self) -> None:
        completer = self.line.completer()
        completer.setCompletionPrefix("")
        completer.complete()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say when the field is left; not for a popup of its own."""
        if event.type() == QEvent.Type.FocusOut and not self._is_popup(event):
            self.left.emit()
        return super().eventFilter(watched, event)

    @staticmethod
    def _is_popup(event: QEvent) -> bool:
        reason = getattr(event, "reason", None)
        return reason is not None and reason() == Qt.FocusReason.PopupFocusReason


class _Text(QPlainTextEdit):
    """Several lines, as high as they are, within bounds; Tab goes on."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(theme.font("body"))
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(7)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        line = round(self._theme.metrics("body").lineSpacing())
        lines = max(_FEWEST_LINES, min(_MOST_LINES, round(self.document().size().height())))
        self.setFixedHeight(lines * line + 2 * 7 + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and be as high as that."""
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that it is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class CaptionText(QWidget):
    """Several lines of the caption."""

    edited = Signal()
    left = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.box = _Text(theme)
        self.box.setAccessibleName(name)
        self.box.left.connect(self.left)
        self.box.textChanged.connect(self._on_changed)
        self._hint = theme.label("", "caption", "text3")
        self._complaint = Complaint(theme)
        self._is_filling = False
        label = theme.label(name, "label", "text2")
        label.setBuddy(self.box)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.box)
        column.addWidget(self._complaint)

    @property
    def widget(self) -> QPlainTextEdit:
        """What is typed in."""
        return self.box

    @property
    def text(self) -> str:
        """What was typed, as it was typed."""
        return self.box.toPlainText()

    def show_text(self, text: str) -> None:
        """Show another text; the caret stays where it was, as far as there is text."""
        if text == self.text:
            return
        cursor = self.box.textCursor()
        at = min(cursor.position(), len(text))
        self._is_filling = True
        self.box.setPlainText(text)
        self._is_filling = False
        cursor = self.box.textCursor()
        cursor.setPosition(at if self.box.hasFocus() else 0)
        self.box.setTextCursor(cursor)

    def replace_code(self, codes: Codes) -> None:
        """Put what a code stands for in the place of one that was just completed; Ctrl+Z takes it back."""
        cursor = self.box.textCursor()
        found = code_before(self.text, cursor.position(), codes)
        if found is not None:
            cursor.setPosition(found.start)
            cursor.setPosition(found.end, QTextCursor.MoveMode.KeepAnchor)
            self._is_filling = True  # what a code stands for may end like a code: it is not replaced again
            cursor.insertText(found.text)
            self._is_filling = False

    def say_hint(self, text: str) -> None:
        """Say something beside the label."""
        self._hint.setText(text)

    def say_problem(self, text: str) -> None:
        """Say what is wrong with it; "" when nothing is any more."""
        self._complaint.say(text)
        self.box.setAccessibleDescription(text)

    def lock(self, *, is_locked: bool) -> None:
        """Show it without letting it be changed."""
        self.box.setReadOnly(is_locked)

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_filling:
            self.edited.emit()
