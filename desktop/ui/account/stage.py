"""Welcome's right half: what a library looks like, in outline. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Stage(QWidget):
    """The right half: what a library looks like, in outline; no invented pictures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the panel's ground, its hairline, and tiles with the kinds of findings."""
        table, icons = self._theme.colors, self._theme.icons
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), table.panel)
        painter.fillRect(0, 0, 1, self.height(), table.line)
        kinds = (
            ("image", "text-t", "k_text", self.tr("words on screen")),
            ("film-strip", "chat-text", "text3", self.tr("what was said")),
            ("microphone", "chat-text", "text3", self.tr("what was said")),
            ("image", "quotes", "k_phrase", self.tr("keywords")),
            ("film-strip", "cube", "k_entity", self.tr("places and names")),
            ("image", "tag", "k_label", self.tr("faces")),
        )
        tile_w, gap_x, gap_y = 304.0, 24.0, 72.0
        tile_h = tile_w * 2 / 3
        top = max(40.0, (self.height() - 3 * tile_h - 2 * gap_y - 24) / 2)
        for number in range(9):
            kind, icon, tint, text = kinds[(number * 5 + number // 3) % len(kinds)]
            x = 72 + (number % 3) * (tile_w + gap_x)
            y = top + (number // 3) * (tile_h + gap_y)
            place = QRectF(x, y, tile_w, tile_h)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.well if kind != "microphone" else table.raised)
            painter.drawRoundedRect(place, 8, 8)
            box = QRectF(place.center().x() - 18, place.center().y() - 18, 36, 36)
            icons.draw(painter, kind, "line2", box)
            if number == 4:  # noqa: PLR2004 - the one in the middle is chosen
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(table.sel, 2))
                painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 10, 10)
            icons.draw(painter, icon, tint, QRectF(x, y + tile_h + 12, 14, 14))
            painter.setFont(self._theme.font("small"))
            painter.setPen(table.text3)
            painter.drawText(QRectF(x + 20, y + tile_h + 8, tile_w - 20, 22), _LEFT_MIDDLE, text)
