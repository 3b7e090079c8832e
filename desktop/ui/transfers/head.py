"""The head of Uploads: the queue in one line, its speed as a line and a number, how long still. Main thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.transfers.delegate import EDGE, WIDEST
from desktop.ui.transfers.speed import SpeedLine

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.ui.theme import Theme
    from desktop.ui.transfers.totals import Totals

_HEIGHT_PX = 88
#: With less room the line goes: the numbers say it.
_LINE_FROM_PX = 900


class Head(QWidget):
    """Three columns and the line between them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(max(_HEIGHT_PX, round(_HEIGHT_PX * theme.scale)))
        self._title, self._text = theme.label("", "page"), theme.label("", "small", "text3")
        self._speed, self._limit = theme.label("", "page"), theme.label("", "small", "text3")
        self._duration, self._rest = theme.label("", "page"), theme.label("", "small", "text3")
        self.line = SpeedLine(theme, time.monotonic)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(40)
        for upper, lower, align in (
            (self._title, self._text, Qt.AlignmentFlag.AlignLeft),
            (self._speed, self._limit, Qt.AlignmentFlag.AlignRight),
            (self._duration, self._rest, Qt.AlignmentFlag.AlignRight),
        ):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addStretch(1)
            column.addWidget(upper, 0, align)
            column.addWidget(lower, 0, align)
            column.addStretch(1)
            row.addLayout(column)
            if upper is self._title:
                row.addWidget(self.line, 1)
        self._place()

    def say(self, totals: Totals, limit: str = "") -> None:
        """Say how things are; ``limit`` is what holds the speed down."""
        self._title.setText(totals.headline)
        self._text.setText(totals.second_line)
        self._speed.setText(totals.speed)
        self._limit.setText(limit if totals.unsent else "")
        self._duration.setText(totals.duration)
        left = self.tr("{size} left").format(size=phrases.size(totals.left_bytes)) if totals.left_bytes else ""
        self._rest.setText(left)
        self.line.note(totals.bytes_per_s if totals.uploading and not totals.paused else 0.0)
        parts = (totals.headline, totals.second_line, totals.speed, totals.duration, left)
        self.setAccessibleName(". ".join(part for part in parts if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what it says above the rows that it is about."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        right = max(24, self.width() - WIDEST - EDGE + 8)
        self._row.setContentsMargins(24, 12, right, 13)
        self.line.setVisible(self.width() - right >= _LINE_FROM_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, self._theme.colors.line)
