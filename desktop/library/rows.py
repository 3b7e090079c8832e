"""The numbers of rows: the time of upload in milliseconds, and a place among those of the same millisecond. Pure.

So the index, which answers by row number, answers newest first; days are ranges of numbers; and sections of a list
are found by bisection, with nothing read::

    row = milliseconds since 1970 << 12 | place
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from datetime import tzinfo

_BITS = 12
_PLACES = 1 << _BITS
#: Room is left on both sides, so that what comes later finds its place by id.
_STEP = 64
_LAST_MS = (1 << (62 - _BITS)) - 1


def row_floor(moment_ms: int) -> int:
    """Return the first row number of a millisecond."""
    return min(max(moment_ms, 0), _LAST_MS) << _BITS


def moment_ms(row: int) -> int:
    """Return when the item of a row was uploaded, in milliseconds since 1970."""
    return row >> _BITS


def day_of(row: int, zone: tzinfo | None) -> date:
    """Return the day of the upload; ``zone`` None is this computer's."""
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=moment_ms(row))).astimezone(zone).date()


def day_row(day: int, zone: tzinfo | None) -> int:
    """Return the first row number of a day (``date.toordinal``)."""
    try:
        begins = datetime.combine(date.fromordinal(day), time(), zone)
        return row_floor(round(begins.timestamp() * 1000))
    except (ValueError, OverflowError, OSError):  # before 1970 or after 9999, where some systems know no time
        return 0 if day < date(1970, 1, 2).toordinal() else row_floor(_LAST_MS)


def milliseconds(text: str) -> int:
    """Read ``now_text``, or anything of ISO 8601; 0 where it is no time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def find_row(connection: sqlite3.Connection, item_id: str, uploaded_at: str) -> int:
    """Return a free row number for a new item: by the time of upload, then by id.

    Where many come in one millisecond their order among themselves may give way.
    """
    first = row_floor(milliseconds(uploaded_at))
    last = first + _PLACES - 1
    (below,) = connection.execute(
        "SELECT max(row) FROM items WHERE row BETWEEN ? AND ? AND id < ?", (first, last, item_id)
    ).fetchone()
    (above,) = connection.execute(
        "SELECT min(row) FROM items WHERE row BETWEEN ? AND ? AND id > ?", (first, last, item_id)
    ).fetchone()
    if below is None and above is None:
        return first + _PLACES // 2
    low = first - 1 if below is None else int(below)
    high = last + 1 if above is None else int(above)
    if above is None:
        row = low + min(_STEP, (high - low) // 2)
    elif below is None:
        row = high - min(_STEP, (high - low) // 2)
    else:
        row = (low + high) // 2
    return row if low < row < high else _free_after(connection, low)


def _free_after(connection: sqlite3.Connection, row: int) -> int:
    """Return the first number after this one that nobody has."""
    while connection.execute("SELECT 1 FROM items WHERE row = ?", (row + 1,)).fetchone():
        row += 1
    return row + 1
