"""A line to type in that underlines the place that is wrong. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_WAVE_PX = 2.0


class WavyLine(QLineEdit):
    """A line edit with a wavy line under a part of its text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.wrong = (0, 0)

    def underline(self, start: int, end: int) -> None:
        """Underline from one place to another; nothing where they are the same."""
        wrong = (start, max(end, start + 1)) if end > start else (0, 0)
        if wrong != self.wrong:
            self.wrong = wrong
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and the line under what is wrong."""
        super().paintEvent(event)
        start, end = self.wrong
        if end <= start:
            return
        metrics = self.fontMetrics()
        text = self.displayText()
        # The cursor says how far the text is scrolled; Qt keeps that to itself otherwise.
        left = self.cursorRect().center().x() - metrics.horizontalAdvance(text[: self.cursorPosition()])
        x = float(left + metrics.horizontalAdvance(text[:start]))
        right = left + metrics.horizontalAdvance(text[:end] if end <= len(text) else text + "n")
        y = self.height() / 2 + metrics.ascent() / 2 + 3
        points = []
        is_low = False
        while x <= right:
            points.append(QPointF(x, y + (_WAVE_PX if is_low else 0.0)))
            x, is_low = x + _WAVE_PX, not is_low
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.fail, 1.3))
        painter.drawPolyline(QPolygonF(points))
