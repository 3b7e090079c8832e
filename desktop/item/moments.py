"""Moments as people type them, and as the contract keeps them. Pure; any thread."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d{2})(?!\d)")


def read_moment(text: str, now: datetime) -> datetime | None:
    """Read ``2026-11-21 06:00``, ``2026-11-21`` (its first minute) or ``06:00`` (the next one); None for anything else.

    ``now`` has the zone that the person means.
    """
    text = text.strip()
    day, time = _DAY.search(text), _TIME.search(text)
    rest = _TIME.sub(" ", _DAY.sub(" ", text, count=1), count=1).strip(" ,T")
    if rest or (day is None and time is None):
        return None
    hour, minute = (int(time[1]), int(time[2])) if time else (0, 0)
    try:
        if day is not None:
            bare = datetime(int(day[1]), int(day[2]), int(day[3]), hour, minute)  # noqa: DTZ001 - given its zone below
            return bare.astimezone() if now.tzinfo is None else _in_zone_of(bare, now)
        today = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except (ValueError, OverflowError):
        return None
    return today if today > now else today + timedelta(days=1)


def kept(moment: datetime) -> str:
    """Return a moment as the newsroom keeps it: ISO 8601 in UTC, as its API writes it."""
    return moment.astimezone(UTC).isoformat()


def _in_zone_of(bare: datetime, now: datetime) -> datetime:
    # The zone of this computer by its own rules, where ``now`` is local time: another day may have another offset.
    local = bare.astimezone()
    same_zone = now.astimezone().utcoffset() == now.utcoffset()
    return local if same_zone else bare.replace(tzinfo=now.tzinfo)
