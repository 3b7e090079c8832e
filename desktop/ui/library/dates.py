"""Bars of the last thirty days: drag over them, or move either end by keys, to keep to some days. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from desktop.ui import phrases
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.library.answers import Bar
    from desktop.ui.theme import Theme

_HEIGHT = 40
_GAP = 2
_LEFT, _RIGHT = 24, 16
_GRIP = 10


class Edge(QSlider):
    """One end of the days that are kept to: a slider for the keyboard and for screen readers."""

    def __init__(self, theme: Theme, parent: QWidget, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setPageStep(7)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the end only while keys move it."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colors.sel, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class DateBars(QWidget):
    """One bar a day."""

    chosen = Signal(object, object)  #: first and last day, both included; None and None for all

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self._range: tuple[int, int] | None = None
        self._pressed = -1
        self.setFixedHeight(_HEIGHT + 12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Days"))
        self.first, self.last = Edge(theme, self, tr("From")), Edge(theme, self, tr("Until"))
        for edge in (self.first, self.last):
            edge.valueChanged.connect(self._on_edge_moved)

    def sizeHint(self) -> QSize:
        """Return the room of thirty bars."""
        return QSize(240, self.height())

    def show_days(self, bars: Sequence[Bar], first: date | None, last: date | None) -> None:
        """Show the counts, and which days are kept to (None and None: all of them)."""
        self._bars = tuple(bars)
        self._range = None
        if self._bars and (first is not None or last is not None):
            days = [bar.day for bar in self._bars]
            low = next((n for n, day in enumerate(days) if first is None or day >= first), len(days))
            high = max((n for n, day in enumerate(days) if last is None or day <= last), default=-1)
            self._range = (low, high) if low <= high else None
        self._show_edges()
        self.update()

    def _show_edges(self) -> None:
        last = max(0, len(self._bars) - 1)
        low, high = self._range or (0, last)
        for edge, value in ((self.first, low), (self.last, high)):
            edge.blockSignals(True)
            edge.setRange(0, last)
            edge.setValue(value)
            edge.blockSignals(False)
            if self._bars:
                edge.setAccessibleDescription(_told(self._bars[value]))
        self._place_edges()

    def _place_edges(self) -> None:
        for edge in (self.first, self.last):
            box = self._box(edge.value())
            x = round(box.center().x() - _GRIP / 2)
            edge.setGeometry(x, 4, _GRIP, _HEIGHT + 4)

    def _box(self, number: int) -> QRectF:
        """Return a bar's whole column."""
        count = max(1, len(self._bars))
        step = (self.width() - _LEFT - _RIGHT + _GAP) / count
        return QRectF(_LEFT + number * step, 6, max(1.0, step - _GAP), _HEIGHT)

    def _number_at(self, x: float) -> int:
        count = max(1, len(self._bars))
        step = (self.width() - _LEFT - _RIGHT + _GAP) / count
        return min(count - 1, max(0, int((x - _LEFT) // step)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ends at their bars."""
        super().resizeEvent(event)
        self._place_edges()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose."""
        if event.button() == Qt.MouseButton.LeftButton and self._bars:
            self._pressed = self._number_at(event.position().x())
            self._range = (self._pressed, self._pressed)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on to another day."""
        if self._pressed >= 0:
            here = self._number_at(event.position().x())
            self._range = (min(here, self._pressed), max(here, self._pressed))
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Keep to what was dragged over."""
        if self._pressed >= 0:
            self._pressed = -1
            self._show_edges()
            self._tell()

    def event(self, event: QEvent) -> bool:
        """Say a day and its count where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._bars:
            QToolTip.showText(event.globalPos(), _told(self._bars[self._number_at(event.pos().x())]), self)
            return True
        return super().event(event)

    @Slot()
    def _on_edge_moved(self) -> None:
        low, high = sorted((self.first.value(), self.last.value()))
        self._range = (low, high)
        for edge in (self.first, self.last):
            edge.setAccessibleDescription(_told(self._bars[edge.value()]) if self._bars else "")
        self._place_edges()
        self.update()
        self._tell()

    def _tell(self) -> None:
        if self._range is not None and self._bars:
            low, high = self._range
            self.chosen.emit(self._bars[low].day, self._bars[high].day)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        table = self._theme.colors
        most = max((bar.count for bar in self._bars), default=0) or 1
        for number, bar in enumerate(self._bars):
            is_in = self._range is not None and self._range[0] <= number <= self._range[1]
            box = self._box(number)
            height = max(2.0, _HEIGHT * bar.count / most)
            painter.setBrush(table.sel if is_in else table.line2)
            painter.drawRoundedRect(QRectF(box.x(), box.bottom() - height, box.width(), height), 1, 1)


def _told(bar: Bar) -> str:
    return f"{phrases.stamp(bar.day, 'ddd d MMM')}, {phrases.count(bar.count, '{n} item', '{n} items')}"
