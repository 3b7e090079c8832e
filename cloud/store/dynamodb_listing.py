"""The indexes ``feed`` and ``owner`` in DynamoDB, page by page. One client a process, shared by threads.

A library is read a day at a time, back from today to its first day. Rows of one moment lie in an index in no order, so
they are put in the order of their ids here; a place in a listing is a moment and an id, and a page ends between two.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeAlias

from cloud.contract.record import text_of
from cloud.contract.status import ItemStatus
from cloud.store.accounts import Page
from cloud.store.cursors import make_cursor, read_cursor
from cloud.store.listing import FAILED, FAILURE, FAILURES_NAMED, DaySummary, first_day_id
from cloud.store.wire import record_from_wire, record_to_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from cloud.contract.record import Record

#: How many days one request looks at. Empty ones cost a query each: about 5 ms on AWS (Amazon DynamoDB Developer Guide,
#: "single-digit millisecond"), so a request that only crosses a gap takes about 0.3 s for two libraries.
_DAYS = 31
#: How many rows one request looks at, where most of them are deleted.
ROWS_AT_ONCE = 1000
#: How many times one request fetches records of uploads, for the same reason.
_FETCHES = 10
#: How many rows a query reads at least, so that deleted ones do not make many of it.
_FEWEST = 25
#: What BatchGetItem takes (Amazon DynamoDB API Reference).
_BATCH = 100
#: Clocks of who writes may be ahead of ours by this.
_SKEW = timedelta(minutes=2)
#: After every id, and after every moment.
_LAST = "~"
_Place: TypeAlias = "tuple[str, str]"


class DynamoListing:
    """An ``ItemListing`` on one table."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 -- botocore makes its clients at run time
        table: str,
        now: Callable[[], datetime],
        rows_at_once: int = ROWS_AT_ONCE,
    ) -> None:
        self._client = client
        self._table = table
        self._now = now
        self._rows_at_once = rows_at_once

    def library(self, libraries: Sequence[str], *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return a page; after so many days or deleted items it ends short of ``limit``, with a cursor that goes on."""
        place = _place(cursor) if cursor else (_LAST, _LAST)
        latest = (self._now() + _SKEW).date()
        day = min(_day(place[0]), latest) if cursor else latest
        first_days = self._first_days(libraries)
        found: list[Record] = []
        looked_at = 0
        for _ in range(_DAYS):
            there = [library for library in first_days if first_days[library] <= day]
            if not there:
                return Page(found, "")
            # One more than a page, to see that another follows, and one more to see that no other has its moment.
            days = [self._changed(f"{library}#{day}", place, limit + 2 - len(found)) for library in there]
            for row in merge(*days, key=_changed_place, reverse=True):
                looked_at += 1
                if not _is_deleted(row):
                    if len(found) == limit:
                        return Page(found, make_cursor(*_changed_place(found[-1])))
                    found.append(row)
                if looked_at == self._rows_at_once:
                    return Page(found, make_cursor(*_changed_place(row)))
            day -= timedelta(days=1)
        return Page(found, make_cursor(f"{day}T23:59:59.999Z", _LAST))

    def uploads(self, owner_id: str, *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return a page: the index has keys alone, so each is fetched as it is now."""
        place = _place(cursor) if cursor else (_LAST, _LAST)
        keys = self._ordered("owner", ("owner_id", owner_id), "uploaded_at", place, min(limit + 2, _BATCH))
        found: list[Record] = []
        for _ in range(_FETCHES):
            batch = list(islice(keys, min(limit + 1, _BATCH)))
            if not batch:
                return Page(found, "")
            found += self._live(text_of(key, "id") for key in batch)
            if len(found) > limit:
                last = found[limit - 1]
                return Page(found[:limit], make_cursor(text_of(last, "uploaded_at"), text_of(last, "id")))
            place = (text_of(batch[-1], "uploaded_at"), text_of(batch[-1], "id"))
        return Page(found, make_cursor(*place))

    def day(self, libraries: Sequence[str], day: str) -> DaySummary:
        """Sum up every row of the day."""
        by_status: Counter[str] = Counter()
        uploaded = 0
        failures: list[Record] = []
        names = {f"#{name}": name for name in (*FAILURE, "uploaded_at", "feed_day")}
        for library in dict.fromkeys(libraries):
            rows = self._query(
                IndexName="feed",
                KeyConditionExpression="#feed_day = :day",
                ProjectionExpression=", ".join(name for name in names if name != "#feed_day"),
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=record_to_wire({":day": f"{library}#{day}"}),
                ScanIndexForward=False,
            )
            for row in rows:
                by_status[text_of(row, "status")] += 1
                uploaded += text_of(row, "uploaded_at", "").startswith(day)
                if row["status"] in FAILED:
                    failures.append({name: row[name] for name in FAILURE if name in row})
        failures.sort(key=_changed_place, reverse=True)
        return DaySummary(dict(by_status), uploaded, failures[:FAILURES_NAMED])

    def _first_days(self, libraries: Iterable[str]) -> dict[str, date]:
        """Return the first day of each library that has one: the others never held anything."""
        rows = self._fetch([first_day_id(library) for library in dict.fromkeys(libraries)])
        known = {text_of(row, "id"): date.fromisoformat(text_of(row, "day")) for row in rows}
        return {library: known[first_day_id(library)] for library in libraries if first_day_id(library) in known}

    def _changed(self, feed_day: str, place: _Place, wanted: int) -> Iterator[Record]:
        """Return the items of a library's day that come after a place, last changed first."""
        return self._ordered("feed", ("feed_day", feed_day), "updated_at", place, max(wanted, _FEWEST))

    def _ordered(
        self, index: str, partition: tuple[str, str], sort: str, place: _Place, limit: int
    ) -> Iterator[Record]:
        """Return an index's rows of a partition that come after a place, newest first; a request reads so many."""
        rows = self._query(
            IndexName=index,
            KeyConditionExpression="#partition = :partition AND #sort <= :moment",
            ExpressionAttributeNames={"#partition": partition[0], "#sort": sort},
            ExpressionAttributeValues=record_to_wire({":partition": partition[1], ":moment": place[0]}),
            ScanIndexForward=False,
            Limit=limit,
        )
        for moment, same in groupby(rows, key=lambda row: text_of(row, sort)):
            for row in sorted(same, key=lambda row: text_of(row, "id"), reverse=True):
                if (moment, text_of(row, "id")) < place:
                    yield row

    def _query(self, **request: object) -> Iterator[Record]:
        start: dict[str, object] = {}
        while True:
            answer = self._client.query(TableName=self._table, **request, **start)
            yield from map(record_from_wire, answer["Items"])
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _live(self, item_ids: Iterable[str]) -> list[Record]:
        """Return those items that are there and not deleted, in this order."""
        ids = list(item_ids)
        records = {text_of(row, "id"): row for row in self._fetch(ids)}
        there = [records[item_id] for item_id in ids if item_id in records]
        return [record for record in there if not _is_deleted(record)]

    def _fetch(self, row_ids: Sequence[str]) -> Iterator[Record]:
        asked: dict[str, Any] = {self._table: {"Keys": [{"id": to_wire(row_id)} for row_id in row_ids]}}
        while asked and row_ids:  # what is too much for one answer is asked for again
            answer = self._client.batch_get_item(RequestItems=asked)
            yield from map(record_from_wire, answer["Responses"].get(self._table, []))
            asked = answer.get("UnprocessedKeys") or {}


def _is_deleted(record: Record) -> bool:
    return record["status"] == ItemStatus.DELETED.value


def _changed_place(record: Record) -> _Place:
    return text_of(record, "updated_at"), text_of(record, "id")


def _place(cursor: str) -> _Place:
    moment, row_id = read_cursor(cursor, 2)
    _day(moment)
    return moment, row_id


def _day(moment: str) -> date:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        raise ValueError("not a cursor") from None
