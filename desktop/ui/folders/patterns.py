"""What a folder leaves out: a pattern a line, and beside each how many files it leaves out just now. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop.ui import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.theme import Theme

_LINES, _MOST_LINES = 4, 12


class PatternEdit(QPlainTextEdit):
    """Tab leaves it, as it does any field."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._counts: list[int] = []
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.font("small").pixelSize())
        self.setFont(font)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(8)
        self.textChanged.connect(self._fit)
        self._fit()

    @property
    def patterns(self) -> tuple[str, ...]:
        """What is typed, a line each; empty lines keep their places until it is saved."""
        text = self.toPlainText()
        return tuple(line.strip() for line in text.split("\n")) if text.strip() else ()

    def show_patterns(self, patterns: Sequence[str]) -> None:
        """Show a rule's patterns, where others stand there."""
        if tuple(patterns) != self.patterns:
            self.setPlainText("\n".join(patterns))

    def show_counts(self, counts: Sequence[int]) -> None:
        """Say how many files each line leaves out."""
        self._counts = list(counts)
        lines = self.patterns
        told = [f"{line}: {self._say(count)}" for line, count in zip(lines, self._counts, strict=False) if line]
        self.setAccessibleDescription("; ".join(told))
        self.viewport().update()

    def _say(self, count: int) -> str:
        return phrases.count(count, "{n} file", "{n} files")

    def _fit(self) -> None:
        lines = min(max(self.blockCount() + 1, _LINES), _MOST_LINES)
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing()) + 2 * 8 + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, the line that is typed on, and the counts."""
        table = self._theme.colors
        painter = QPainter(self.viewport())
        block = self.textCursor().block()
        if self.hasFocus():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            line_px = self.fontMetrics().lineSpacing()
            painter.fillRect(QRectF(0, place.y(), self.viewport().width(), line_px), table.hover)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(self._theme.font("caption"))
        one = self.firstVisibleBlock()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        while one.isValid():
            place = self.blockBoundingGeometry(one).translated(self.contentOffset())
            if place.y() > self.viewport().height():
                break
            number = one.blockNumber()
            if number < len(self._counts) and one.text().strip():
                is_current = self.hasFocus() and one == block
                painter.setPen(table.link if is_current else table.text3)
                box = QRectF(0, place.y(), self.viewport().width() - 10, self.fontMetrics().lineSpacing())
                painter.drawText(box, right, self._say(self._counts[number]))
            one = one.next()
