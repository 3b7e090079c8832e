"""How fast uploads may go at which hour of the week, and when nobody is to be disturbed. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS: Final = 7
HOURS: Final = 24
_MINUTES: Final = HOURS * 60
_MB: Final = 1_000_000


class Speed(IntEnum):
    """One of the three levels that an hour can have."""

    SLOW = 0
    MIDDLE = 1
    FREE = 2


@dataclass(frozen=True, slots=True)
class Timetable:
    """A level for each hour of the week, Monday's first; local time."""

    cells: str = str(int(Speed.FREE)) * (DAYS * HOURS)
    slow_bytes_per_s: int = 2 * _MB
    middle_bytes_per_s: int = 8 * _MB

    def __post_init__(self) -> None:
        """Refuse what is no week: ``ValueError``."""
        if len(self.cells) != DAYS * HOURS or set(self.cells) - {str(int(speed)) for speed in Speed}:
            raise ValueError("a timetable has 168 hours of three levels")
        if self.slow_bytes_per_s <= 0 or self.middle_bytes_per_s <= 0:
            raise ValueError("a speed is more than nothing")

    def at(self, day: int, hour: int) -> Speed:
        """Return the level of an hour; ``day`` 0 is Monday."""
        return Speed(int(self.cells[day * HOURS + hour]))

    def painted(self, places: Iterable[tuple[int, int]], speed: Speed) -> Timetable:
        """Return the table with these hours, each (day, hour), at a level."""
        cells = list(self.cells)
        for day, hour in places:
            cells[day * HOURS + hour] = str(int(speed))
        return replace(self, cells="".join(cells))

    def bytes_per_s(self, speed: Speed) -> int | None:
        """Return what a level means; None is no limit."""
        return {Speed.SLOW: self.slow_bytes_per_s, Speed.MIDDLE: self.middle_bytes_per_s}.get(speed)

    def limit_at(self, when: datetime) -> int | None:
        """Return how many bytes a second may go at a local time; None is no limit."""
        return self.bytes_per_s(self.at(when.weekday(), when.hour))

    def until(self, when: datetime) -> datetime | None:
        """Return when the level of a local time ends; None where all the week is the same."""
        now = self.at(when.weekday(), when.hour)
        hour = when.replace(minute=0, second=0, microsecond=0)
        for ahead in range(1, DAYS * HOURS):
            then = hour + timedelta(hours=ahead)
            if self.at(then.weekday(), then.hour) is not now:
                return then
        return None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When no notice is shown: each day from one minute of the day to another, over midnight too."""

    is_on: bool = False
    from_minute: int = 22 * 60
    to_minute: int = 7 * 60

    def __post_init__(self) -> None:
        """Refuse what is no minute of a day: ``ValueError``."""
        if not (0 <= self.from_minute < _MINUTES and 0 <= self.to_minute < _MINUTES):
            raise ValueError("a day has 1,440 minutes")

    def hold(self, when: datetime) -> bool:
        """Whether a local time lies in them; the same minute twice is the whole day."""
        if not self.is_on:
            return False
        minute = when.hour * 60 + when.minute
        if self.from_minute < self.to_minute:
            return self.from_minute <= minute < self.to_minute
        return minute >= self.from_minute or minute < self.to_minute
