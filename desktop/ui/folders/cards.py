"""How deeply a folder's files are analysed: one card for each profile. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_CARD_PX = 54


class ProfileCard(QAbstractButton):
    """A dot, a name, what it does, and at the right what it costs where that is known."""

    def __init__(self, theme: Theme, name: str, text: str) -> None:
        super().__init__()
        self._theme, self._detail, self._aside = theme, text, ""
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.setFixedHeight(max(_CARD_PX, round(_CARD_PX * theme.scale)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say_aside(self, text: str) -> None:
        """Say something at the right."""
        self._aside = text
        self.setAccessibleDescription(f"{self._detail}. {text}" if text else self._detail)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the card's size."""
        return QSize(320, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        theme, table = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_chosen = self.isChecked()
        painter.setPen(QPen(table.sel if is_chosen else table.line2, 1))
        painter.setBrush(table.selbg if is_chosen else table.hover if self.underMouse() else table.panel)
        painter.drawRoundedRect(box, 6, 6)
        name_px, text_px = theme.metrics("name").height(), theme.metrics("small").height()
        top = box.center().y() - (name_px + text_px + 2) / 2
        dot = QRectF(13, top + (name_px - 16) / 2, 16, 16)
        painter.setPen(QPen(table.sel if is_chosen else table.control, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot.adjusted(0.5, 0.5, -0.5, -0.5))
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.sel)
            painter.drawEllipse(dot.adjusted(4, 4, -4, -4))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        x, room = 39.0, box.width() - 39 - 12
        aside_px = theme.metrics("small").horizontalAdvance(self._aside)
        painter.setFont(theme.font("small"))
        painter.setPen(table.text2 if is_chosen else table.text3)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, top, room, name_px), right, self._aside)
        shown = theme.metrics("small").elidedText(self._detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, top + name_px + 2, room, text_px), left, shown)
        painter.setFont(theme.font("name"))
        painter.setPen(table.text)
        shown = theme.metrics("name").elidedText(self.text(), Qt.TextElideMode.ElideRight, room - aside_px - 8)
        painter.drawText(QRectF(x, top, room, name_px), left, shown)
