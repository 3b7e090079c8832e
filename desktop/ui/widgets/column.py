"""A column of text or forms that scrolls: never wider than can be read. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from typing import Final

#: Forms never grow past this.
WIDEST_PX: Final = 720
_EDGE_PX = 40


def scrolled(content: QWidget, widest_px: int = WIDEST_PX) -> QScrollArea:
    """Return a scroll area with the content at its left."""
    content.setMaximumWidth(widest_px)
    canvas = QWidget()
    canvas.setObjectName("canvas")
    row = QHBoxLayout(canvas)
    row.setContentsMargins(_EDGE_PX, 32, _EDGE_PX, 32)
    row.addWidget(content, 1000)
    row.addStretch(1)
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollBar(QuietScrollBar())
    made.setWidget(canvas)
    return made
