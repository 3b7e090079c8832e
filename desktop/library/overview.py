"""How things stand in a few numbers, for the page Home: today, what is analysed, how much there is. Any thread.

Every number is read from the queue and the library's cache as they are; nothing is estimated.
"""

from __future__ import annotations

import json
import os
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName, ItemStatus
from desktop.library.rows import moment_ms, row_floor

if TYPE_CHECKING:
    import sqlite3

    from desktop.library.database import Database

HOURS = 24
#: Analyses of all items that are open are counted; of more than this the newest alone.
_MOST_OPEN = 5_000
#: How many failed items are looked through for those of one person.
_MOST_FAILED = 50
#: What is over in a moment is not worth a line.
_QUIET = {AnalysisName.THUMBNAILS.value, AnalysisName.METADATA.value}
_MEDIA_TYPES = ("image", "video", "audio", "")


@dataclass(frozen=True, slots=True)
class Today:
    """What was uploaded since midnight, by this computer's clock."""

    files: int
    size_bytes: int
    by_hour: tuple[int, ...]  #: 24
    median_s: float | None  #: from being queued to being verified


@dataclass(frozen=True, slots=True)
class LastUpload:
    """The upload that ended last."""

    at: float  #: seconds since the epoch
    folder: str  #: its watched folder's path


@dataclass(frozen=True, slots=True)
class Part:
    """One analysis that items wait for."""

    name: str
    items: int
    oldest_ms: int  #: when the item that waits longest was uploaded


@dataclass(frozen=True, slots=True)
class Work:
    """What is being analysed."""

    items: int
    parts: tuple[Part, ...]  #: most items first


@dataclass(frozen=True, slots=True)
class Storage:
    """How much the library holds."""

    items: int
    size_bytes: int  #: of the originals


class Overview:
    """Reads the numbers of one newsroom."""

    def __init__(self, library: Database, queue: Database) -> None:
        self._library, self._queue = library, queue
        #: What open items wait for, by row and version: their records are read once.
        self._pending: dict[tuple[int, int], frozenset[str]] = {}

    def today(self, now: datetime) -> Today:
        """Count the uploads of today; ``now`` is local time."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        begins = midnight.replace(tzinfo=None).timestamp()
        ends = (midnight.replace(tzinfo=None) + timedelta(days=1)).timestamp()
        with self._queue.read() as connection:
            rows: list[tuple[float, int, float]] = connection.execute(
                "SELECT ended_at, size_bytes, queued_at FROM transfers INDEXED BY transfers_over WHERE is_hidden = 0"
                " AND state IN ('uploaded', 'duplicate', 'rejected', 'failed', 'cancelled') AND state = 'uploaded'"
                " AND ended_at >= ? AND ended_at < ?",
                (begins, ends),
            ).fetchall()
        hours: Counter[int] = Counter()
        is_plain = ends - begins == HOURS * 3600  # not where the clocks change
        for ended_at, _, _ in rows:
            hours[int(ended_at - begins) // 3600 if is_plain else datetime.fromtimestamp(ended_at).hour] += 1  # noqa: DTZ006 - local
        return Today(
            files=len(rows),
            size_bytes=sum(row[1] for row in rows),
            by_hour=tuple(hours[hour] for hour in range(HOURS)),
            median_s=median(max(0.0, ended - queued) for ended, _, queued in rows) if rows else None,
        )

    def last_upload(self) -> LastUpload | None:
        """Return the upload that ended last; None where there was none."""
        with self._queue.read() as connection:
            row = connection.execute(
                "SELECT ended_at, folder FROM transfers INDEXED BY transfers_over WHERE is_hidden = 0"
                " AND state IN ('uploaded', 'duplicate', 'rejected', 'failed', 'cancelled') AND state = 'uploaded'"
                " ORDER BY ended_at DESC LIMIT 1"
            ).fetchone()
        return LastUpload(float(row[0]), os.fsdecode(row[1])) if row else None

    def work(self) -> Work:
        """Count what is being analysed, and by what."""
        with self._library.read() as connection:
            (total,) = connection.execute("SELECT count(*) FROM items INDEXED BY items_open WHERE is_open").fetchone()
            open_rows: list[tuple[int, int]] = connection.execute(
                "SELECT row, version FROM items INDEXED BY items_open WHERE is_open ORDER BY row DESC LIMIT ?",
                (_MOST_OPEN,),
            ).fetchall()
            known = {key: self._pending[key] for key in open_rows if key in self._pending}
            for key in open_rows:
                if key not in known:
                    known[key] = _read_pending(connection, key[0])
        self._pending = known
        items: Counter[str] = Counter()
        oldest: dict[str, int] = {}
        for (row, _), names in known.items():  # newest first: the last one told is the oldest
            items.update(names)
            oldest.update(dict.fromkeys(names, moment_ms(row)))
        parts = (Part(name, number, oldest[name]) for name, number in items.most_common())
        return Work(int(total), tuple(parts))

    def storage(self) -> Storage:
        """Add up what the library holds."""
        with self._library.read() as connection:
            number, size_bytes = connection.execute("SELECT count(*), coalesce(sum(size), 0) FROM keys").fetchone()
        return Storage(int(number), int(size_bytes))

    def failed_items(self, owner_id: str, since_ms: int, limit: int = 3) -> list[str]:
        """Return a person's items that could not be analysed at all, newest first. A duplicate is no failure."""
        found: list[tuple[int, str]] = []
        with self._library.read() as connection:
            rows: list[tuple[int, str, bytes]] = []
            for media_type in _MEDIA_TYPES:
                for status in (ItemStatus.FAILED, ItemStatus.REJECTED):
                    rows += connection.execute(
                        "SELECT row, id, record FROM items INDEXED BY items_tally WHERE media_type = ? AND status = ?"
                        " AND row >= ? ORDER BY row DESC LIMIT ?",
                        (media_type, status.value, row_floor(since_ms), _MOST_FAILED),
                    ).fetchall()
        for row, item_id, packed in sorted(rows, reverse=True):
            record = _read_record(packed)
            reason = str(record.get("status_reason") or "").partition(":")[0]
            if record.get("owner_id") == owner_id and reason != Reason.DUPLICATE:
                found.append((row, item_id))
            if len(found) == limit:
                break
        return [item_id for _, item_id in found]


def _read_pending(connection: sqlite3.Connection, row: int) -> frozenset[str]:
    (packed,) = connection.execute("SELECT record FROM items WHERE row = ?", (row,)).fetchone()
    pending = _read_record(packed).get("pending")
    names = {str(name).partition(":")[0] for name in pending} if isinstance(pending, list) else set()
    return frozenset(names - _QUIET)


def _read_record(packed: bytes) -> dict[str, object]:
    """Return a record without its tags, which are most of it (``desktop.library.stored``); {} where it is damaged."""
    try:
        record: object = json.loads(zlib.decompress(packed).partition(b"\n")[0])
    except (ValueError, zlib.error):  # whoever reads the whole item says so
        return {}
    return record if isinstance(record, dict) else {}
