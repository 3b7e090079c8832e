"""A library's days and a person's uploads in memory: quick with 100,000 items. Safe to use from several threads."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from cloud.contract.status import ItemStatus
from cloud.store.accounts import Page
from cloud.store.cursors import make_cursor, read_cursor
from cloud.store.listing import FAILED, FAILURE, FAILURES_NAMED, DaySummary
from cloud.store.wire import record_from_wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cloud.contract.record import Record
    from tests.fakes.store import MemoryItems

_Place: TypeAlias = "tuple[str, str]"
_LAST: _Place = ("~", "~")


class MemoryListing:
    """``ItemListing`` in memory. Rows are shared with who reads them: nobody changes one."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._lock = threading.RLock()
        self._rows: dict[str, Record] = {}
        self._libraries: dict[str, list[_Place]] = defaultdict(list)  #: of items that are not deleted, oldest first
        self._owners: dict[str, list[_Place]] = defaultdict(list)  #: the same
        self._days: dict[str, set[str]] = defaultdict(set)  #: ids of items, deleted ones too
        self._summaries: dict[str, DaySummary] = {}
        for record in records:
            self.put(record)

    @classmethod
    def following(cls, items: MemoryItems) -> MemoryListing:
        """Return a listing of what is in a table now, and of what is written to it from now on."""
        listing = cls(record for record in items.rows.values() if "status" in record)
        told_before = items.on_write

        def on_write(wire: dict[str, object]) -> None:
            record = record_from_wire(wire)  # type: ignore[arg-type]  # a row's image is in wire form
            if "status" in record:  # rows of claims have none
                listing.put(record)
            if told_before is not None:
                told_before(wire)

        items.on_write = on_write
        return listing

    def put(self, record: Record) -> None:
        """Put a record in the place of the one of its id."""
        item_id = str(record["id"])
        with self._lock:
            there = self._rows.get(item_id)
            if there is not None:
                self._index(there, is_there=False)
            self._rows[item_id] = record
            self._index(record, is_there=True)

    def library(self, libraries: Sequence[str], *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return a page of libraries."""
        place = _place(cursor)
        with self._lock:
            found = sorted(
                (each for library in set(libraries) for each in _before(self._libraries[library], place, limit + 1)),
                reverse=True,
            )
            return self._page(found, limit)

    def uploads(self, owner_id: str, *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return a page of a person's uploads."""
        place = _place(cursor)
        with self._lock:
            return self._page(_before(self._owners[owner_id], place, limit + 1)[::-1], limit)

    def day(self, libraries: Sequence[str], day: str) -> DaySummary:
        """Sum up a day; what nobody changed since is not counted again."""
        with self._lock:
            parts = [self._summary(f"{library}#{day}", day) for library in set(libraries)]
        by_status: Counter[str] = Counter()
        for part in parts:
            by_status.update(part.by_status)
        failures = [failure for part in parts for failure in part.failures]
        failures.sort(key=lambda record: (str(record["updated_at"]), str(record["id"])), reverse=True)
        return DaySummary(dict(by_status), sum(part.uploaded for part in parts), failures[:FAILURES_NAMED])

    def _summary(self, feed_day: str, day: str) -> DaySummary:
        if feed_day not in self._summaries:
            rows = [self._rows[item_id] for item_id in self._days[feed_day]]
            failures = [
                {name: row[name] for name in FAILURE if name in row}
                for row in sorted(rows, key=lambda row: (str(row["updated_at"]), str(row["id"])), reverse=True)
                if row["status"] in FAILED
            ]
            self._summaries[feed_day] = DaySummary(
                Counter(str(row["status"]) for row in rows),
                sum(str(row["uploaded_at"]).startswith(day) for row in rows),
                failures[:FAILURES_NAMED],
            )
        return self._summaries[feed_day]

    def _index(self, record: Record, *, is_there: bool) -> None:
        item_id, feed_day = str(record["id"]), str(record["feed_day"])
        self._summaries.pop(feed_day, None)
        day = self._days[feed_day]
        if is_there:
            day.add(item_id)
        else:
            day.discard(item_id)
        if record["status"] == ItemStatus.DELETED.value:
            return
        for places, moment in (
            (self._libraries[str(record["library"])], str(record["updated_at"])),
            (self._owners[str(record["owner_id"])], str(record["uploaded_at"])),
        ):
            if is_there:
                insort(places, (moment, item_id))
            else:
                del places[bisect_left(places, (moment, item_id))]

    def _page(self, found: list[_Place], limit: int) -> Page[Record]:
        rows = [dict(self._rows[item_id]) for _, item_id in found[:limit]]
        return Page(rows, make_cursor(*found[limit - 1]) if len(found) > limit else "")


def _before(places: list[_Place], place: _Place, count: int) -> list[_Place]:
    end = bisect_left(places, place)
    return places[max(end - count, 0) : end]


def _place(cursor: str) -> _Place:
    if not cursor:
        return _LAST
    moment, item_id = read_cursor(cursor, 2)
    try:
        date.fromisoformat(moment[:10])
    except ValueError:
        raise ValueError("not a cursor") from None
    return moment, item_id
