"""The round button that plays and pauses. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from desktop.ui import phrases

if TYPE_CHECKING:
    from desktop.ui.theme import Theme


class PlayButton(QAbstractButton):
    """The round button that plays and pauses."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_playing = False
        self.setFixedSize(36, 36)
        self.set_playing(is_playing=False)

    def set_playing(self, *, is_playing: bool) -> None:
        """Show what a click would do."""
        self._is_playing = is_playing
        text = self.tr("Pause") if is_playing else self.tr("Play")
        self.setAccessibleName(text)
        self.setToolTip(phrases.tooltip(self.tr("{text} (Space)").format(text=text)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(36, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a disc and its sign."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.text if self.isEnabled() else self._theme.colors.disabled)
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        icon = "pause-fill" if self._is_playing else "play-fill"
        self._theme.icons.draw(painter, icon, "panel", QRectF(10, 10, 16, 16))
