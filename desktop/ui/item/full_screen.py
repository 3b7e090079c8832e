"""The player on the whole screen: it moves there as it is, and back. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from desktop.ui.theme import Theme


class FullScreen(QWidget):
    """A window of its own around a widget that lives elsewhere; F and Escape give it back."""

    pressed = Signal(object)  #: a QKeyEvent that is not this window's

    def __init__(self, theme: Theme, held: QWidget, home: QLayout) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._theme, self._held, self._home = theme, held, home
        self.setWindowTitle(self.tr("SnapStream, full screen"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)

    @property
    def is_on(self) -> bool:
        """Whether the widget is here."""
        return self._held.parentWidget() is self

    def turn(self) -> None:
        """Take the widget here, or give it back."""
        if self.is_on:
            self._home.addWidget(self._held)
            self.hide()
        else:
            self._column.addWidget(self._held)
            self.showFullScreen()
        self._held.show()
        self._held.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def end(self) -> None:
        """Give the widget back, where it is here."""
        if self.is_on:
            self.turn()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End with F and Escape; the other keys are the item's."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F}:
            self.end()
        else:
            self.pressed.emit(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the widget back."""
        self.end()
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.well)
