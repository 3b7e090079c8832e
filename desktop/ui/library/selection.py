"""The bar that floats over the items while some are selected, and shows how far an act on them is. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QWidget

from desktop.ui import phrases
from desktop.ui.library.keys import Verb
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import Bar

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

HEIGHT = 48
ABOVE_EDGE = 16


class SelectionBar(QWidget):
    """Count, size, and what can be done with all of them; or the progress of what is being done."""

    asked = Signal(str)  #: a verb
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("selectionBar")
        self.setFixedHeight(max(HEIGHT, theme.row(HEIGHT)))
        self.setAccessibleName(self.tr("Selected items"))
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._make_choice())
        self._stack.addWidget(self._make_progress())
        self._count_wanted = 0
        self.hide()

    def _make_choice(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        self._count = self._theme.label("", "strong")
        self._size = self._theme.label("", "body", "text3")
        row.addWidget(self._count)
        row.addSpacing(4)
        row.addWidget(self._size)
        row.addSpacing(8)
        row.addWidget(_line())
        row.addSpacing(4)
        for verb, text, icon, key in (
            (Verb.CAPTION, self.tr("Caption"), "pencil-simple", "C"),
            (Verb.TAG, self.tr("Tag"), "tag", "T"),
            (Verb.COPY, self.tr("Copy to…"), "copy", ""),
            (Verb.EXPORT, self.tr("Export"), "export", "Ctrl+E"),
            (Verb.LINK, self.tr("Link"), "link-simple", ""),
        ):
            button = Button(self._theme, text, icon, "quiet")
            button.setObjectName(f"selection-{verb.value}")
            if key:
                button.say(text, key)
            button.clicked.connect(lambda _checked=False, name=verb.value: self.asked.emit(name))
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(_line())
        row.addSpacing(4)
        close = Button(self._theme, "", "x", "icon")
        close.say(self.tr("Choose nothing"), "Esc")
        close.clicked.connect(lambda: self.asked.emit(Verb.NONE.value))
        row.addWidget(close)
        return page

    def _make_progress(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        self._doing = self._theme.label("", "strong")
        self._bar = Bar(self._theme, self.tr("Progress"))
        self._bar.setFixedWidth(160)
        cancel = Button(self._theme, "", "x", "icon")
        cancel.say(self.tr("Stop here"))
        cancel.setObjectName("selection-cancel")
        cancel.clicked.connect(self.cancelled)
        row.addWidget(self._doing)
        row.addStretch(1)
        row.addWidget(self._bar)
        row.addWidget(cancel)
        return page

    def say(self, count: int, size: str) -> None:
        """Say how many are selected, and how large they are together where that is known."""
        self._count_wanted = count
        self._count.setText(self.tr("{n} selected").format(n=phrases.number(count)))
        self._size.setText(size)
        self._size.setVisible(bool(size))
        self.setAccessibleDescription(f"{self._count.text()}, {size}" if size else self._count.text())
        self.place()

    def show_progress(self, text: str, part: float) -> None:
        """Show how far an act is; it can be stopped."""
        self._stack.setCurrentIndex(1)
        self._doing.setText(text)
        self._bar.show_part(part)
        self.setAccessibleDescription(text)
        self.show()
        self.raise_()
        self.place()

    def end_progress(self) -> None:
        """Show again what can be done: the act is over."""
        self._stack.setCurrentIndex(0)
        self.place()

    @property
    def is_busy(self) -> bool:
        """Whether an act is under way."""
        return self._stack.currentIndex() == 1

    def place(self) -> None:
        """Float above the lower edge, in the middle."""
        parent = self.parentWidget()
        if parent is None:
            return
        shown = self._stack.currentWidget() or self
        width = min(shown.sizeHint().width() + 8, parent.width() - 32)
        x = (parent.width() - width) // 2
        self.setGeometry(x, parent.height() - self.height() - ABOVE_EDGE, width, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the floating surface."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.line2, 1))
        painter.setBrush(self._theme.colors.popup)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)


def _line() -> QFrame:
    made = QFrame()
    made.setObjectName("hairline")
    made.setFixedSize(1, 20)
    return made
