"""How fast uploads may go, in words. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui import phrases

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.timetable import Timetable


def speed_now(timetable: Timetable, now: datetime) -> str:
    """Return how fast uploads may go now, and until when."""
    limit, until = timetable.limit_at(now), timetable.until(now)
    speed = phrases.tr("No limit") if limit is None else phrases.tr("Up to {speed}").format(speed=phrases.speed(limit))
    if until is None:
        return speed
    when = phrases.stamp(until, "HH:mm" if until.date() == now.date() else "ddd HH:mm")
    return phrases.tr("{speed} until {time}").format(speed=speed, time=when)
