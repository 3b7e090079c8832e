"""A choice among a few, with the family's caret. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from desktop.ui.theme import Theme


class Combo(QComboBox):
    """A combo box with the family's caret."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the caret over the field."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._theme.icons.draw(
            painter, "caret-down", "text2", QRectF(self.width() - 23, self.height() / 2 - 6.5, 13, 13)
        )
