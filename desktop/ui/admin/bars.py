"""Bars, one a day, as on Home: today stands out, each says its amount to the pointer. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.ui import phrases
from desktop.ui.admin.words import dollars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.account import DayCost
    from desktop.ui.theme import Theme

_HEIGHT_PX, _AXIS_PX, _GAP_PX, _WIDEST_PX, _ROUND_PX = 120, 20, 3, 28, 2
#: Days between two dates below the bars.
_EVERY = 7


class DayBars(QWidget):
    """Amounts of days in a row, the last one today."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._days: tuple[DayCost, ...] = ()
        self.setAccessibleName(self.tr("Cost by day"))
        self.setFixedHeight(_HEIGHT_PX + _AXIS_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return what they need."""
        return QSize(480, _HEIGHT_PX + _AXIS_PX)

    def show_days(self, days: Sequence[DayCost]) -> None:
        """Show others."""
        self._days = tuple(days)
        self.setAccessibleDescription(", ".join(self._said(day) for day in days if day.spent_microusd))
        self.update()

    def bar(self, number: int) -> QRectF:
        """Return the place of a day's bar; a day that cost nothing has a line at the bottom."""
        step = min(self.width() / max(1, len(self._days)), _WIDEST_PX + _GAP_PX)
        most = max((day.spent_microusd for day in self._days), default=0)
        part = self._days[number].spent_microusd / most if most else 0
        height = max(2.0, part * (_HEIGHT_PX - 4))
        return QRectF(number * step, _HEIGHT_PX - height, max(2.0, step - _GAP_PX), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bars, the line below them and some dates."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption"))
        last = len(self._days) - 1
        for number, day in enumerate(self._days):
            bar = self.bar(number)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.sel if number == last else table.control if day.spent_microusd else table.press)
            painter.drawRoundedRect(bar, _ROUND_PX, _ROUND_PX)
            if (last - number) % _EVERY == 0:
                painter.setPen(table.text3)
                width = _EVERY * (bar.width() + _GAP_PX)
                place = QRectF(bar.right() - width, _HEIGHT_PX + 4, width, _AXIS_PX - 4)
                if place.left() >= -width / 2:
                    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, _date(day.day))
        if self._days:
            painter.fillRect(QRectF(0, _HEIGHT_PX, self.bar(last).right(), 1), table.line)

    def event(self, event: QEvent) -> bool:
        """Say the amount of the day under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            x = event.pos().x()
            under = next((n for n in range(len(self._days)) if self.bar(n).left() <= x <= self.bar(n).right()), None)
            QToolTip.showText(event.globalPos(), "" if under is None else self._said(self._days[under]), self)
            return True
        return super().event(event)

    @staticmethod
    def _said(day: DayCost) -> str:
        return f"{_date(day.day)}: {dollars(day.spent_microusd)}"


def _date(day: str) -> str:
    when = phrases.parse_time(f"{day}T12:00:00Z")
    return day if when is None else phrases.stamp(when, "d MMM")
