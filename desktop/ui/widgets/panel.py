"""The one panel that lies on the window: its ground, hairline and corners, a top bar, a banner, pages. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

RADIUS = 10.0
BAR_PX = 56


class TopBar(QWidget):
    """A page's title or search, its actions, and one red button, over a hairline."""

    def __init__(self, theme: Theme, title: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(max(BAR_PX, theme.row(BAR_PX)))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24 if title else 16, 0, 16, 1)
        self.row.setSpacing(12)
        if title:
            self.row.addWidget(theme.label(title, "title"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colors.line)


class Page(QWidget):
    """What the panel shows: the content is the widget itself, the top bar goes above it."""

    #: The right half of the status bar is the page's.
    said = Signal(str)

    def __init__(self, theme: Theme, bar: TopBar, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.bar = bar
        self.setAccessibleName(name)
        self.status = ""

    def say(self, text: str) -> None:
        """Say something at the right of the status bar."""
        if text != self.status:
            self.status = text
            self.said.emit(text)

    def start_search(self) -> None:
        """Put the focus where this page searches; nothing on a page without search."""

    def escape(self) -> None:
        """Take the last step back; nothing on a page without any."""

    def enter(self) -> None:
        """Put the focus on the page's content."""
        self.setFocus()

    def areas(self) -> list[QWidget]:
        """Return the areas that F6 goes through, in order; the page itself where it has but one."""
        return [self]


class CornerCover(QWidget):
    """Paints the four corners outside the radius, so that any page may fill the panel to its edges."""

    def __init__(
        self, theme: Theme, parent: QWidget, radius: float, ground: str = "window", line: str = "line"
    ) -> None:
        super().__init__(parent)
        self._theme, self._radius, self._ground, self._line = theme, radius, ground, line
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground outside the rounded rectangle, and its line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        inside.addRoundedRect(edge, self._radius, self._radius)
        painter.fillPath(outside.subtracted(inside), self._theme.colors.named(self._ground))
        if self._line:
            painter.setPen(QPen(self._theme.colors.named(self._line), 1))
            painter.drawPath(inside)


class Panel(QWidget):
    """Top bar, banner and page of whatever was chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.banner = Banner(theme)
        self._bars = QStackedWidget()
        self._bars.setFixedHeight(max(BAR_PX, theme.row(BAR_PX)))
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bars)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        self._cover = CornerCover(theme, self, RADIUS)

    def add(self, page: Page) -> None:
        """Take a page and its bar."""
        self._bars.addWidget(page.bar)
        self._pages.addWidget(page)

    def show_page(self, page: Page) -> None:
        """Bring a page to the front."""
        self._bars.setCurrentWidget(page.bar)
        self._pages.setCurrentWidget(page)

    @property
    def page(self) -> Page | None:
        """The page in front."""
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, Page) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the corners on top and in place."""
        super().resizeEvent(event)
        self._cover.setGeometry(self.rect())
        self._cover.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.panel)
