"""A switch: a checkbox that is drawn as one, with a checkbox's keys and accessibility. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_WIDTH, _HEIGHT, _KNOB = 32, 18, 12
#: What can be hit, around it.
_TARGET = 28


class Switch(QCheckBox):
    """On: filled, the knob at the right; off: an outline, the knob at the left."""

    def __init__(self, theme: Theme, name: str, why: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setAccessibleDescription(why)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the target's size."""
        return QSize(_WIDTH, _TARGET)

    def minimumSizeHint(self) -> QSize:
        """Return the same: it is never smaller."""
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        """Take a click anywhere on it: a checkbox takes one on its box alone."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track and knob."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0.5, (self.height() - _HEIGHT) / 2 + 0.5, _WIDTH - 1, _HEIGHT - 1)
        is_on, is_enabled = self.isChecked(), self.isEnabled()
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.brand if is_enabled else table.disabled)
        else:
            painter.setPen(QPen(table.control if is_enabled else table.disabled, 1))
            painter.setBrush(table.hover if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(track, _HEIGHT / 2, _HEIGHT / 2)
        gap = (_HEIGHT - _KNOB) / 2
        at_end = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = _WIDTH - gap - _KNOB if is_on is not at_end else gap
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(table.white if is_on else table.text2 if is_enabled else table.disabled)
        painter.drawEllipse(QRectF(x, (self.height() - _KNOB) / 2, _KNOB, _KNOB))
