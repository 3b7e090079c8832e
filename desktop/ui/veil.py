"""What lies over the window while files hover over it: it says what a drop would do. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_EDGE_PX, _RADIUS, _ICON_PX, _COVER = 12, 12, 36, 232


class Veil(QWidget):
    """Covers its parent; takes no input of its own."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._text = theme, ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_text(self, text: str) -> None:
        """Cover the parent and say this."""
        self._text = text
        self.setAccessibleName(text)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cover, the line that says that a drop is taken, and the words."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        cover = QColor(table.selbg)
        cover.setAlpha(_COVER)
        painter.setPen(QPen(table.sel, 2))
        painter.setBrush(cover)
        edge = QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        middle = edge.center()
        box = QRectF(middle.x() - _ICON_PX / 2, middle.y() - _ICON_PX - 8, _ICON_PX, _ICON_PX)
        self._theme.icons.draw(painter, "tray", "link", box)
        painter.setFont(self._theme.font("page"))
        painter.setPen(table.text)
        words = QRectF(edge.x() + 24, middle.y() + 8, edge.width() - 48, edge.height() / 2 - 8)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, int(flags) | int(Qt.TextFlag.TextWordWrap), self._text)
