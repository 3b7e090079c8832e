"""The speed of the last ten minutes as a line. Main thread; the clock is given."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.theme import Theme

SPAN_S = 600.0
STEP_S = 2.0
HEIGHT_PX = 48
#: A line that is nearly all noise is not drawn to full height.
_LEAST_TOP = 100_000.0


class SpeedHistory:
    """One number for every two seconds of the last ten minutes; a step in which nothing was said is none."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._steps: deque[tuple[int, float]] = deque(maxlen=round(SPAN_S / STEP_S))

    def note(self, bytes_per_s: float) -> bool:
        """Note how fast it goes now; returns whether the line has changed. The fastest of a step holds."""
        step = int(self._clock() // STEP_S)
        if self._steps and self._steps[-1][0] == step:
            if bytes_per_s <= self._steps[-1][1]:
                return False
            self._steps[-1] = (step, bytes_per_s)
            return True
        self._steps.append((step, bytes_per_s))
        return True

    def values(self) -> list[float]:
        """Return the speeds from the oldest to now; a gap is nothing, not a slope."""
        now = int(self._clock() // STEP_S)
        known = dict(self._steps)
        # The step that has just begun may not have been heard of yet: that is no gap.
        known.setdefault(now, known.get(now - 1, 0.0))
        number = round(SPAN_S / STEP_S)
        return [known.get(step, 0.0) for step in range(now - number + 1, now + 1)]


class SpeedLine(QWidget):
    """1.5 px over its ground; it stands still while nothing is said."""

    def __init__(self, theme: Theme, clock: Callable[[], float]) -> None:
        super().__init__()
        self._theme = theme
        self.history = SpeedHistory(clock)
        self.setFixedHeight(HEIGHT_PX)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Speed of the last 10 minutes"))

    def note(self, bytes_per_s: float) -> None:
        """Note how fast it goes now."""
        if self.history.note(bytes_per_s) and self.isVisible():
            top = max(self.history.values(), default=0.0)
            now, fastest = phrases.speed(bytes_per_s), phrases.speed(top)
            text = self.tr("Now {now}, at most {fastest}").format(now=now, fastest=fastest)
            self.setAccessibleDescription(text)
            self.setToolTip(phrases.tooltip(f"{self.accessibleName()}. {text}."))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground below the line, then the line."""
        values = self.history.values()
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 4, 0, -4)
        top = max(_LEAST_TOP, *values) * 1.1
        step = box.width() / (len(values) - 1)
        points = [
            QPointF(box.x() + n * step, box.bottom() - value / top * box.height()) for n, value in enumerate(values)
        ]
        ground = QPolygonF([*points, box.bottomRight(), box.bottomLeft()])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(table.selbg)
        painter.drawPolygon(ground)
        painter.setPen(QPen(table.sel, 1.5))
        painter.drawPolyline(QPolygonF(points))
