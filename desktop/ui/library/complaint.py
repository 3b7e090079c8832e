"""What is wrong with a search, floating under the box so that nothing moves for it. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.library import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.library.tree import Mistake
    from desktop.ui.theme import Theme
    from desktop.ui.widgets.search import SearchBox

#: What is only not finished is said once the keys have rested for so long.
_PATIENCE_MS = 900


class FloatingComplaint(QWidget):
    """An icon and a sentence under the search box."""

    said = Signal()  #: it is there: whatever lies over it should go

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.label = theme.label("", "small", "fail")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(12 + 13 + 7, 6, 12, 6)
        row.addWidget(self.label)
        self._later: tuple[str, int, int] | None = None
        self._box: SearchBox | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_over)
        self.hide()

    @property
    def text(self) -> str:
        """What is said, "" for nothing."""
        return self.label.text() if self.isVisible() else ""

    def show_mistakes(self, mistakes: Sequence[Mistake], box: SearchBox) -> None:
        """Say the first mistake and underline its place; nothing where there is none."""
        self._patience.stop()
        self._box = box
        if not mistakes:
            box.show_mistake(0, 0)
            self.hide()
            return
        worst = next((each for each in mistakes if not each.is_unfinished), mistakes[0])
        self._later = (terms.sentence(worst, box.words_start), worst.start, worst.end)
        if worst.is_unfinished:
            self.hide()
            self._patience.start()
        else:
            self._on_patience_over()

    @Slot()
    def _on_patience_over(self) -> None:
        if self._later is None or self._box is None:
            return
        text, start, end = self._later
        self._box.show_mistake(start, end)
        self._box.edit.setAccessibleDescription(text)
        self.label.setText(text)
        self.setAccessibleName(text)
        self.place(self._box)
        self.show()
        self.raise_()
        self.said.emit()

    def place(self, box: SearchBox) -> None:
        """Stand under the box."""
        parent = self.parentWidget()
        if parent is not None and box.isVisible():
            left = parent.mapFromGlobal(box.mapToGlobal(QPoint(0, 0))).x()
            self.adjustSize()
            self.move(max(8, left), 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the floating surface and the icon of a failure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.line2, 1))
        painter.setBrush(self._theme.colors.failbg)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        box = QRectF(12, self.height() / 2 - 6.5, 13, 13)
        self._theme.icons.draw(painter, "warning-circle-fill", "fail", box)
