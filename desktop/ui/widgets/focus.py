"""The ring around the control that has the focus, shown when the keyboard brought it there. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QSlider, QWidget

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_RADIUS = 9.0


class FocusRing(QFocusFrame):
    """One for a window; fields show the focus by their own border, lists by their current row."""

    def __init__(self, theme: Theme, window: QWidget, application: QApplication) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._is_by_key = False
        self.hide()
        application.focusChanged.connect(self._on_focus_changed)

    def follow_input(self) -> None:
        """Watch the native window for keys and clicks; called once it exists."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember what the last input was, before it moves the focus."""
        if event.type() == QEvent.Type.KeyPress:
            self._is_by_key = True
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._is_by_key = False
            self.setWidget(None)  # type: ignore[arg-type]  # Qt takes none for "no widget"; the stub forgets it
        return super().eventFilter(watched, event)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        shown = self._is_by_key and isinstance(new, QAbstractButton | QSlider) and new.window() is self._window
        self.setWidget(new if shown else None)  # type: ignore[arg-type]  # as above

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw 2 px of the selection's colour, 2 px outside the control."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.sel, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
