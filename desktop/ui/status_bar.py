"""The line under everything: am I connected, is everything in; at the right the page's own words. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_STATUS_PX = 28


class StatusBar(QWidget):
    """Am I connected, and is everything in; at the right the page's own words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tint, self._left, self._right = "text3", "", ""
        self.setFixedHeight(max(_STATUS_PX, theme.row(_STATUS_PX, "caption") - 6))

    def say_left(self, tint: str, text: str) -> None:
        """Say how the connection is; the dot has a colour, the words say it too."""
        if (tint, text) != (self._tint, self._left):
            self._tint, self._left = tint, text
            self.setAccessibleName(text)
            self.update()

    def say_right(self, text: str) -> None:
        """Say what the page says."""
        self._right = text
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw dot and words."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), table.window)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(table.named(self._tint))
        painter.drawEllipse(QPointF(19, middle), 3, 3)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.text3)
        box = QRectF(self.rect()).adjusted(30, 0, -16, 0)
        right_px = self._theme.metrics("caption").horizontalAdvance(self._right)
        left = self._theme.metrics("caption").elidedText(
            self._left, Qt.TextElideMode.ElideRight, box.width() - right_px - 24
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, left)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._right)
