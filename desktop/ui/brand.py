"""The mark and the wordmark, drawn. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.icons import draw_mark

if TYPE_CHECKING:
    from desktop.ui.theme import Theme


class Brand(QWidget):
    """The mark and the wordmark; the mark alone on the rail."""

    def __init__(self, theme: Theme, mark_px: int = 24, word_px: int = 15) -> None:
        super().__init__()
        self._theme, self._mark_px = theme, mark_px
        self.with_word = True
        self._font = QFont(theme.font("body"))
        self._font.setPixelSize(word_px)
        self._font.setWeight(QFont.Weight.ExtraBold)
        self._font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104.5)
        self.setAccessibleName("SnapStream")
        self.setFixedHeight(max(mark_px, word_px + 8))

    def sizeHint(self) -> QSize:
        """Return the size of mark and word."""
        return QSize(self._mark_px + 10 + 160, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        table = self._theme.colors
        painter = QPainter(self)
        y = (self.height() - self._mark_px) / 2
        draw_mark(painter, QRectF(0, y, self._mark_px, self._mark_px), table.brand, table.white)
        if not self.with_word:
            return
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        x = self._mark_px + self._mark_px * 0.42
        baseline = self.height() / 2 + metrics.capHeight() / 2
        for text, color in (("SNAP", table.text), ("STREAM", table.word)):
            painter.setPen(color)
            painter.drawText(QPointF(x, baseline), text)
            x += metrics.horizontalAdvance(text)
