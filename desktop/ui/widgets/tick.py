"""A checkbox of the family: 16 by 16, filled with a white check where it is on. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_BOX, _GAP, _TARGET = 16, 10, 28


class Tick(QCheckBox):
    """A box and its words; all of it can be hit."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        self.setFont(theme.font("body"))
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for box and words."""
        return QSize(_BOX + _GAP + self.fontMetrics().horizontalAdvance(self.text()) + 4, self._theme.row(_TARGET))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        """Take a click anywhere on it."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, check and words."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        is_on, is_enabled = self.isChecked(), self.isEnabled()
        at_end = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - _BOX if at_end else 0
        box = QRectF(x, (self.height() - _BOX) / 2, _BOX, _BOX)
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.brand if is_enabled else table.disabled)
            painter.drawRoundedRect(box, 4, 4)
            self._theme.icons.draw(painter, "check-bold", "white", box.adjusted(2, 2, -2, -2))
        else:
            painter.setPen(QPen(table.control if is_enabled else table.disabled, 1))
            painter.setBrush(table.hover if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(table.text if is_enabled else table.disabled)
        painter.setFont(self.font())
        words = QRectF(self.rect()).adjusted(0 if at_end else _BOX + _GAP, 0, -(_BOX + _GAP) if at_end else 0, 0)
        side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, self.text())
