"""The search box: a field with chips before the words; says what is searched for shortly after the last key.

The whole search is one text of the search language: what chips stand for comes first, then what is typed. Main thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chips import ChipData, ChipRow
from desktop.ui.widgets.line import WavyLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.theme import Theme

#: How long the keys must rest before a search begins.
_REST_MS = 120
_ICON_ROOM = 12 + 16 + 10
#: The words keep at least so much room beside the chips.
_WORDS_PX = 140


@dataclass(frozen=True, slots=True)
class Split:
    """A text as chips and the words that are left."""

    chips: tuple[ChipData, ...]
    rest: str


class SearchBox(QFrame):
    """A magnifier, chips, the words, and × to be rid of them."""

    searched = Signal(str)
    left = Signal()  #: Arrow down or Enter: on to what was found
    typed = Signal(str, int)  #: a letter was typed: the words, and where the cursor is
    key_pressed = Signal(object)  #: a key that a list under the box may take: QKeyEvent
    focus_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        placeholder: str,
        key: str,
        split: Callable[[str], Split] | None = None,
        is_choice: Callable[[str], bool] | None = None,
    ) -> None:
        """``split`` reads a text into chips and words; ``is_choice`` says that words need brackets behind chips."""
        super().__init__()
        self._theme, self._key, self._split, self._is_choice = theme, key, split, is_choice
        self.setFixedHeight(theme.row(36))
        self.setMinimumWidth(160)
        self.edit = WavyLine(theme)
        self.edit.setObjectName("bare")
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.textEdited.connect(self._on_edited)
        self.chips = ChipRow(theme)
        self.chips.changed.connect(self._on_chips_changed)
        self._clear = Button(theme, self.tr("Clear the search"), "x", "icon")
        self._clear.clicked.connect(self.clear)
        self._clear.setVisible(False)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(_ICON_ROOM, 0, 6, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.chips)
        self.row.addWidget(self.edit, 1)
        self.row.addWidget(self._clear)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest)
        self._said = ""
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """The whole search: chips and words."""
        words = self.edit.text().strip()
        if self._has_brackets:
            words = f"({words})"
        return " ".join(part for part in (self.chips.text, words) if part)

    @property
    def _has_brackets(self) -> bool:
        return bool(self.chips.text) and self._is_choice is not None and self._is_choice(self.edit.text().strip())

    @property
    def words(self) -> str:
        """What is typed, without the chips."""
        return self.edit.text()

    @property
    def words_start(self) -> int:
        """Where in ``text`` the words begin."""
        leading = len(self.edit.text()) - len(self.edit.text().lstrip())
        start = len(self.chips.text) + 1 + self._has_brackets if self.chips.text else 0
        return start - leading

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right end."""
        self.row.addWidget(button)

    def take_focus(self) -> None:
        """Be ready for typing."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def set_text(self, text: str) -> None:
        """Search for something at once."""
        self._show(text)
        self._on_rest()

    def complete(self, words: str, cursor: int) -> None:
        """Take a suggestion in the place of the words; what is a value by then becomes a chip."""
        self.edit.setText(words)
        self.edit.setCursorPosition(cursor)
        self._make_chips()
        self._on_rest()

    def show_mistake(self, start: int, end: int) -> None:
        """Underline a place of ``text`` that is wrong; nothing where both are the same."""
        offset = self.words_start
        self.edit.underline(max(0, start - offset), max(0, end - offset))

    @Slot()
    def clear(self) -> None:
        """Search for nothing, at once."""
        self.chips.show_chips(())
        self.edit.clear()
        self._on_rest()

    def _show(self, text: str) -> None:
        split = self._split(text) if self._split is not None else Split((), text)
        self.chips.show_chips(split.chips)
        self.edit.setText(split.rest)
        self._fit()

    def _make_chips(self) -> None:
        """Take whole values out of the words and show them as chips."""
        if self._split is None:
            return
        split = self._split(self.edit.text())
        if split.chips:
            self.chips.show_chips((*self.chips.chips, *split.chips))
            self.edit.setText(split.rest + (" " if split.rest else ""))
            self._fit()

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._clear.setVisible(bool(self.text))
        self.edit.underline(0, 0)
        self._rest.start(_REST_MS)
        self.update()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.chips.mark_last(is_marked=False)
        if text.endswith(" ") and self.edit.cursorPosition() == len(text):
            self._make_chips()
        self.typed.emit(self.edit.text(), self.edit.cursorPosition())

    @Slot()
    def _on_chips_changed(self) -> None:
        self._clear.setVisible(bool(self.text))
        self._fit()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_rest()

    @Slot()
    def _on_rest(self) -> None:
        self._rest.stop()
        if self.text != self._said:
            self._said = self.text
            self.searched.emit(self._said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint with the focus; let a list under the box have its keys; then what keys mean here."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
            self.focus_changed.emit(event.type() == QEvent.Type.FocusIn)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            event.ignore()
            self.key_pressed.emit(event)
            if event.isAccepted():
                return True
            event.accept()
            if self._take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Escape clears, then leaves; Down and Enter go on to the results; Backspace marks a chip, then removes it."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text:
                self.clear()
            else:
                self.left.emit()
            return True
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._make_chips()
            self._on_rest()
            self.left.emit()
            return True
        is_at_start = self.edit.cursorPosition() == 0 and not self.edit.hasSelectedText()
        if event.key() == Qt.Key.Key_Backspace and is_at_start and self.chips.chips:
            if self.chips.is_last_marked:
                self.chips.remove_last()
            else:
                self.chips.mark_last(is_marked=True)
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the chips what the words do not need."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.chips.fit(max(0, self.width() - _ICON_ROOM - 48 - _WORDS_PX))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Type wherever in the box one clicks."""
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, the magnifier and, while it is empty, its key."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        has_focus = self.edit.hasFocus()
        width = 2 if has_focus else 1
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(table.sel if has_focus else table.control, width))
        painter.setBrush(table.raised if self._theme.is_dark else table.panel)
        painter.drawRoundedRect(edge, 6, 6)
        middle = self.height() / 2
        self._theme.icons.draw(painter, "magnifying-glass", "text2", QRectF(12, middle - 8, 16, 16))
        if not self.edit.text() and not has_focus and self._key:
            metrics = self._theme.metrics("caption")
            text_width = metrics.horizontalAdvance(self._key)
            right = self.edit.geometry().right() - 4
            pill = QRectF(right - text_width - 10, middle - 10, text_width + 10, 20)
            painter.setPen(QPen(table.line2, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, 4, 4)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(table.text3)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._key)
