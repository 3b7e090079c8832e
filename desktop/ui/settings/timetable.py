"""The speed timetable: seven days of 24 hours in three levels, painted by dragging or by keys. Main thread."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.timetable import DAYS, HOURS, Speed, Timetable
from desktop.ui import phrases
from desktop.ui.settings.rows import Row
from desktop.ui.settings.speeds import speed_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.theme import Theme

_CELL_PX, _GAP_PX, _DAYS_PX, _HEAD_PX = 18, 2, 46, 20
_TINTS: Final = {Speed.SLOW: "hover", Speed.MIDDLE: "selbg2", Speed.FREE: "sel"}
_LEVELS: Final = (Speed.SLOW, Speed.MIDDLE, Speed.FREE)
_TICK_MS: Final = 30_000
_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


def day_name(day: int) -> str:
    """Return a day's short name, 0 is Monday."""
    return phrases.locale().dayName(day + 1, phrases.locale().FormatType.ShortFormat)


def level_name(table: Timetable, speed: Speed) -> str:
    """Return what a level means."""
    limit = table.bytes_per_s(speed)
    return phrases.tr("No limit") if limit is None else phrases.speed(limit)


class TimetableGrid(QWidget):
    """168 cells. Dragging paints a block with the level after that of its first cell; so does Space."""

    painted = Signal(object, str)  #: Timetable, and what was painted, in words

    def __init__(self, theme: Theme, now: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone()) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self.table = Timetable()
        self._cell = (0, 0)
        self._corner: tuple[int, int] | None = None  # the other end of what is chosen
        self._brush: Speed | None = None  # while the pointer paints
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row_px = max(_CELL_PX, round(_CELL_PX * theme.scale))
        self.setFixedHeight(round(_HEAD_PX * theme.scale) + DAYS * (self._row_px + _GAP_PX))
        self.setAccessibleName(self.tr("Speed by time of day"))
        self._tick = QTimer(self)
        self._tick.timeout.connect(self.update)
        self._tick.start(_TICK_MS)
        self._say()

    def show_table(self, table: Timetable) -> None:
        """Show another table."""
        self.table = table
        self._say()
        self.update()

    @property
    def cell(self) -> tuple[int, int]:
        """Where the keys are: day and hour."""
        return self._cell

    def sizeHint(self) -> QSize:
        """Return the room that hours can be told apart in."""
        return QSize(560, self.height())

    # ── geometry

    def _left(self) -> float:
        return _DAYS_PX * self._theme.scale

    def _place(self, day: int, hour: int) -> QRectF:
        room = self.width() - self._left() - 4
        width = (room - _GAP_PX * (HOURS - 1)) / HOURS
        at = HOURS - 1 - hour if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else hour
        begin = 4.0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self._left()
        y = self.height() - (DAYS - day) * (self._row_px + _GAP_PX)
        return QRectF(begin + at * (width + _GAP_PX), y, width, self._row_px)

    def _cell_at(self, x: float, y: float) -> tuple[int, int]:
        best, nearest = (0, 0), float("inf")
        for day in range(DAYS):
            for hour in range(HOURS):
                center = self._place(day, hour).center()
                away = abs(center.x() - x) + abs(center.y() - y)
                if away < nearest:
                    best, nearest = (day, hour), away
        return best

    def _block(self) -> list[tuple[int, int]]:
        """Return the chosen cells: the current one, or all between it and the corner."""
        (day, hour), (other_day, other_hour) = self._cell, self._corner or self._cell
        days = range(min(day, other_day), max(day, other_day) + 1)
        hours = range(min(hour, other_hour), max(hour, other_hour) + 1)
        return [(d, h) for d in days for h in hours]

    # ── pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to paint with the next level."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._corner = None
        self._cell = self._cell_at(event.position().x(), event.position().y())
        self._corner = self._cell
        self._brush = _next(self.table.at(*self._cell))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what would be painted."""
        if self._brush is not None:
            self._cell = self._cell_at(event.position().x(), event.position().y())
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Paint it."""
        brush, self._brush = self._brush, None
        if brush is not None:
            self._paint_block(brush)
        self._corner = None
        self.update()

    # ── keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, choose a block with Shift, change it with Space or with 1, 2 and 3."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step, is_choosing=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._move((0, -HOURS if event.key() == Qt.Key.Key_Home else HOURS), is_choosing=False)
        elif event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._paint_block(_next(self.table.at(*self._cell)))
        elif event.text() in {"1", "2", "3"}:
            self._paint_block(_LEVELS[int(event.text()) - 1])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self._say()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self._corner = None
        self.update()

    def _move(self, step: tuple[int, int], *, is_choosing: bool) -> None:
        self._corner = (self._corner or self._cell) if is_choosing else None
        day = min(max(self._cell[0] + step[0], 0), DAYS - 1)
        hour = min(max(self._cell[1] + step[1], 0), HOURS - 1)
        self._cell = day, hour
        self._say()
        self.update()

    def _paint_block(self, speed: Speed) -> None:
        block = self._block()
        table = self.table.painted(block, speed)
        if table != self.table:
            said = self.tr("{when} is now: {speed}").format(when=_when(block), speed=level_name(table, speed))
            self.show_table(table)
            self.painted.emit(table, said)

    def _say(self) -> None:
        """Tell a screen reader which hour it is, and its speed."""
        day, hour = self._cell
        text = self.tr("{day}, {from_h} to {to_h}: {speed}").format(
            day=phrases.locale().dayName(day + 1),
            from_h=hour,
            to_h=hour + 1,
            speed=level_name(self.table, self.table.at(day, hour)),
        )
        self.setAccessibleDescription(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw names, cells, the present hour and what is chosen."""
        theme, table = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        painter.setPen(table.text3)
        head_px = theme.metrics("caption").height()
        for hour in range(0, HOURS, 3):
            place = self._place(0, hour)
            painter.drawText(QRectF(place.x(), 0, 40, head_px), Qt.AlignmentFlag.AlignLeft, phrases.number(hour))
        for day in range(DAYS):
            place = self._place(day, 0)
            box = QRectF(0, place.y(), self._left() - 4, place.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, day_name(day))
        block = set(self._block()) if self._brush is not None or self._corner is not None else set()
        for day in range(DAYS):
            for hour in range(HOURS):
                is_brushed = self._brush is not None and (day, hour) in block
                speed = self._brush if is_brushed and self._brush is not None else self.table.at(day, hour)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(table.named(_TINTS[speed]))
                painter.drawRoundedRect(self._place(day, hour), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        now = self._now()
        painter.setPen(QPen(table.text, 2))
        painter.drawRoundedRect(self._place(now.weekday(), now.hour), 3, 3)
        if self.hasFocus():
            painter.setPen(QPen(table.link, 2))
            for cell in block or {self._cell}:
                painter.drawRoundedRect(self._place(*cell).adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)


def _next(speed: Speed) -> Speed:
    return _LEVELS[(_LEVELS.index(speed) + 1) % len(_LEVELS)]


def _when(block: list[tuple[int, int]]) -> str:
    """Return which hours were painted."""
    days = sorted({day for day, _ in block})
    hours = sorted({hour for _, hour in block})
    names = day_name(days[0]) if len(days) == 1 else f"{day_name(days[0])} – {day_name(days[-1])}"  # noqa: RUF001 - a dash between days
    return f"{names}, {hours[0]}:00 – {hours[-1] + 1}:00"  # noqa: RUF001 - the same


class Swatch(QLabel):
    """The colour of a level."""

    def __init__(self, theme: Theme, tint: str) -> None:
        super().__init__()
        self._theme, self._tint = theme, tint
        self.setFixedSize(12, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.named(self._tint))
        painter.drawRoundedRect(QRect(0, 2, 12, 12), 3, 3)


class TimetableRow(Row):
    """The grid under its heading, with what the colours mean below."""

    def __init__(self, theme: Theme, name: str) -> None:
        self._now = theme.label("", "small", "text3")
        super().__init__(theme, name, "", self._now)
        self._theme = theme
        self.words += f" {phrases.tr('limit bandwidth night hours week')}".casefold()
        self.grid = TimetableGrid(theme)
        self._levels = [theme.label("", "small", "text2") for _ in _LEVELS]
        legend = QHBoxLayout()
        legend.setSpacing(6)
        for speed, label in zip(_LEVELS, self._levels, strict=True):
            legend.addWidget(Swatch(theme, _TINTS[speed]))
            legend.addWidget(label)
            legend.addSpacing(12)
        legend.addStretch(1)
        hint = self.tr("Drag to paint. Arrow keys move, Shift chooses, Space changes.")
        legend.addWidget(theme.label(hint, "small", "text3"))
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, 4, 20)
        below.setSpacing(8)
        below.addWidget(self.grid)
        below.addLayout(legend)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(below)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._say_now)
        self._tick.start(_TICK_MS)

    def show_table(self, table: Timetable) -> None:
        """Show another table."""
        self.grid.show_table(table)
        for speed, label in zip(_LEVELS, self._levels, strict=True):
            label.setText(level_name(table, speed))
        self._say_now()

    @Slot()
    def _say_now(self) -> None:
        self._now.setText(speed_now(self.grid.table, datetime.now(UTC).astimezone()))
