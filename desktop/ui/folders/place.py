"""A frame that looks like a field, for a path with what can be done to it. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_ICON_PX = 16


class PlaceField(QWidget):
    """A folder's icon, then whatever is put into ``row``."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(max(32, theme.row(32)))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(10 + _ICON_PX + 8, 0, 10, 0)
        self.row.setSpacing(12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, border and icon."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(table.control, 1))
        painter.setBrush(table.raised if self._theme.is_dark else table.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        place = QRectF(10, (self.height() - _ICON_PX) / 2, _ICON_PX, _ICON_PX)
        self._theme.icons.draw(painter, "folder-simple", "text2", place)
