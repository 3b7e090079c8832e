"""A paragraph with the line height of the type table: a label's own lines stand as close as the font lets them."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy

if TYPE_CHECKING:
    from desktop.ui.theme import Theme


class Paragraph(QLabel):
    """Wrapped text, ``size_px`` high on lines of ``line_px``; it is shown as it is, whatever stands in it."""

    def __init__(self, theme: Theme, text: str = "", *, size_px: int = 13, line_px: int = 20) -> None:
        super().__init__()
        self._line_px = round(line_px * theme.scale)
        font = QFont(theme.font("body"))
        font.setPixelSize(round(size_px * theme.scale))
        self.setFont(font)
        self.setProperty("tone", "text2")
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show another text."""
        shown = html.escape(text, quote=False).replace("\n", "<br>")
        super().setText(f'<p style="line-height: {self._line_px}px; margin: 0">{shown}</p>' if text else "")
