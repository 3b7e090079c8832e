"""Items page by page: the same tests for DynamoDB's indexes (in moto) and for the fake that the load test stands on."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.item import Item
from cloud.contract.keys import NEWSROOM_LIBRARY, private_library
from cloud.contract.status import ItemStatus
from cloud.store.cursors import make_cursor, read_cursor
from cloud.store.dynamodb import DynamoItems
from cloud.store.dynamodb_listing import DynamoListing
from cloud.store.items import Change
from cloud.store.listing import FAILURES_NAMED
from tests.fakes.listing import MemoryListing
from tests.fakes.store import MemoryItems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.store.accounts import Page
    from cloud.store.items import ItemStore
    from cloud.store.listing import ItemListing

TODAY = "2026-11-22"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINE = private_library("u-1")


class _Unordered:
    """A client whose index has the rows of one moment in an order of its own, as DynamoDB's may have."""

    def __init__(self, inner: Any) -> None:  # noqa: ANN401 -- boto3's client
        self._inner = inner

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- boto3's client
        return getattr(self._inner, name)

    def query(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401 -- boto3's request
        """Answer pages of all rows, put in that order."""
        limit, start = request.pop("Limit"), int(request.pop("ExclusiveStartKey", {"n": "0"})["n"])
        rows = self._inner.query(**request)["Items"]
        moment = "updated_at" if request["IndexName"] == "feed" else "uploaded_at"
        rows.sort(key=lambda row: hashlib.sha256(row["id"]["S"].encode()).digest())
        rows.sort(key=lambda row: str(row[moment]["S"]), reverse=True)
        more = {"LastEvaluatedKey": {"n": str(start + limit)}} if start + limit < len(rows) else {}
        return {"Items": rows[start : start + limit], **more}


@dataclass
class Table:
    """A table of items, and the listing of it."""

    items: ItemStore
    listing: ItemListing

    def put(self, name: str, updated_at: str, **more: Any) -> None:  # noqa: ANN401 -- an item's fields
        """Put an item, named by a letter or a number."""
        assert self.items.create(item(name, updated_at, **more).to_record())

    def write(self, name: str, now: str, **values: Any) -> None:  # noqa: ANN401 -- an item's attributes
        """Change an item of the newsroom's library."""
        assert self.items.change(Change(item_id(name), NEWSROOM_LIBRARY, now, values=values)) is not None


@pytest.fixture(params=["memory", "dynamodb"])
def table(request: pytest.FixtureRequest) -> Table:
    """Give each table in turn."""
    if request.param == "memory":
        items = MemoryItems()
        return Table(items, MemoryListing.following(items))
    return request.getfixturevalue("dynamodb_table")  # type: ignore[no-any-return]  # pytest does not know it


@pytest.fixture
def dynamodb_table(moto_aws: object) -> Table:  # noqa: ARG001 -- moto first
    """Return a table as the template makes it."""
    client = boto3.client("dynamodb", region_name="us-east-1")
    keys = {"feed": ("feed_day", "updated_at"), "owner": ("owner_id", "uploaded_at")}
    client.create_table(
        TableName="items",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("id", *keys["feed"], *keys["owner"])
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": partition, "KeyType": "HASH"},
                    {"AttributeName": sort, "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL" if index == "feed" else "KEYS_ONLY"},
            }
            for index, (partition, sort) in keys.items()
        ],
    )
    return Table(DynamoItems(client, "items"), DynamoListing(client, "items", lambda: NOW))


def item_id(name: str) -> str:
    """Return a ULID that ends so."""
    return f"01JD{name:0>22}"


def item(name: str, updated_at: str, **more: Any) -> Item:  # noqa: ANN401 -- an item's fields
    """Return an item."""
    made = Item(
        id=item_id(name),
        library=NEWSROOM_LIBRARY,
        owner_id="u-1",
        key=f"uploads/newsroom/u-1/2026/11/{item_id(name)}/original.jpg",
        version_id="v1",
        filename=f"{name}.jpg",
        folder="",
        size_bytes=1,
        sha256="",
        profile="full",
        uploaded_at=updated_at,
        status=ItemStatus.COMPLETED,
        version=1,
        updated_at=updated_at,
    )
    return replace(made, **more)


def at(day: int, ms: int = 0, month: int = 11) -> str:
    """Return a moment of a day of 2026."""
    return f"2026-{month:02d}-{day:02d}T12:00:00.{ms:03d}Z"


def names(rows: Sequence[Any]) -> str:
    """Return the last letter of each item's id."""
    return "".join(str(row["id"])[-1] for row in rows)


def all_pages(read: Callable[[str], Page[Any]]) -> list[str]:
    """Return the names on page after page, without the empty ones; a listing that never ends fails."""
    cursor, pages = "", []
    for _ in range(200):
        page = read(cursor)
        pages.append(names(page.rows))
        cursor = page.cursor
        if not cursor:
            return [page for page in pages if page]
    raise AssertionError("the listing never ends")


def test_a_record_is_listed_as_it_is(table: Table) -> None:
    """A whole record, in a library and of its owner, as a consistent read would give it."""
    table.put("A", at(22))
    for page in (table.listing.library([NEWSROOM_LIBRARY]), table.listing.uploads("u-1")):
        assert list(page.rows) == [table.items.get(item_id("A"))]
        assert page.cursor == ""


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 50])
def test_a_library_comes_last_changed_first(table: Table, limit: int) -> None:
    """Over days, months and gaps, in pages of any length, none missing and none twice."""
    for name, moment in {"C": at(21), "A": at(22, 5), "E": at(2, month=10), "B": at(22), "D": at(20, 9)}.items():
        table.put(name, moment)
    pages = all_pages(lambda cursor: table.listing.library([NEWSROOM_LIBRARY], cursor=cursor, limit=limit))
    assert "".join(pages) == "ABCDE"
    assert max(map(len, pages)) <= limit


@pytest.mark.parametrize("limit", [2, 7, 30])
def test_no_order_within_a_moment_is_relied_on(dynamodb_table: Table, limit: int) -> None:
    """Ids put it right, also where the rows of one moment come in several answers."""
    letters = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"
    for number, name in enumerate(letters):
        dynamodb_table.put(name, at(22, number // 20))
    client = _Unordered(boto3.client("dynamodb", region_name="us-east-1"))
    listing = DynamoListing(client, "items", lambda: NOW)
    expected = "".join(sorted(letters[20:], reverse=True) + sorted(letters[:20], reverse=True))
    read = listing.library
    assert "".join(all_pages(lambda cursor: read([NEWSROOM_LIBRARY], cursor=cursor, limit=limit))) == expected
    assert "".join(all_pages(lambda cursor: listing.uploads("u-1", cursor=cursor, limit=limit))) == expected


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_items_of_one_moment_are_not_lost_between_pages(table: Table, limit: int) -> None:
    """Many are written in one millisecond; their ids put them in order."""
    for name in "CADFBE":
        table.put(name, at(22))
    table.put("G", at(22), library=MINE)
    read = table.listing.library
    pages = all_pages(lambda cursor: read([NEWSROOM_LIBRARY, MINE], cursor=cursor, limit=limit))
    assert "".join(pages) == "GFEDCBA"
    assert "".join(all_pages(lambda cursor: table.listing.uploads("u-1", cursor=cursor, limit=limit))) == "GFEDCBA"


def test_several_libraries_are_one_list(table: Table) -> None:
    """In the order of their changes; a library that nobody named is not in it, and one named twice is there once."""
    for name, moment, library in (
        ("A", at(22, 3), NEWSROOM_LIBRARY),
        ("B", at(22, 2), MINE),
        ("X", at(22, 1), private_library("u-2")),
        ("C", at(22), NEWSROOM_LIBRARY),
        ("D", at(1), MINE),
    ):
        table.put(name, moment, library=library)
    read = table.listing.library
    assert names(read([NEWSROOM_LIBRARY, MINE]).rows) == "ABCD"
    assert names(read([MINE]).rows) == "BD"
    assert names(read([NEWSROOM_LIBRARY, NEWSROOM_LIBRARY]).rows) == "AC"


def test_where_nothing_is_the_page_is_empty_and_the_last(table: Table) -> None:
    """No libraries, libraries without items, and people who uploaded nothing."""
    table.put("A", at(22), library=private_library("u-2"), owner_id="u-2")
    for page in (
        table.listing.library([]),
        table.listing.library([NEWSROOM_LIBRARY, MINE]),
        table.listing.uploads("u-1"),
    ):
        assert (list(page.rows), page.cursor) == ([], "")


def test_deleted_items_are_left_out(table: Table) -> None:
    """Tombstones stay in the table and take no place in a page."""
    for number, name in enumerate("ABCDEF"):
        table.put(name, at(22, number))
    for number, name in enumerate("BDF"):
        table.write(name, at(22, 100 + number), status=ItemStatus.DELETED.value)
    read = table.listing
    assert all_pages(lambda cursor: read.library([NEWSROOM_LIBRARY], cursor=cursor, limit=2)) == ["EC", "A"]
    assert all_pages(lambda cursor: read.uploads("u-1", cursor=cursor, limit=2)) == ["EC", "A"]


def test_what_changes_while_one_pages_is_not_shown_twice(table: Table) -> None:
    """It moves to the front, and who goes on sees the rest once."""
    for number, name in enumerate("DCBA"):
        table.put(name, at(20, number))
    first = table.listing.library([NEWSROOM_LIBRARY], limit=2)
    table.write("A", at(22))
    rest = table.listing.library([NEWSROOM_LIBRARY], cursor=first.cursor, limit=2)
    assert (names(first.rows), names(rest.rows)) == ("AB", "CD")
    assert names(table.listing.library([NEWSROOM_LIBRARY]).rows) == "ABCD"


def test_uploads_come_newest_first_whatever_changed_since(table: Table) -> None:
    """Of one owner, in every library, as they are now."""
    table.put("A", at(22), uploaded_at=at(1))
    table.put("B", at(21), uploaded_at=at(2), library=MINE)
    table.put("C", at(20), uploaded_at=at(3))
    table.put("X", at(22), owner_id="u-2")
    table.write("A", at(22, 9), filename="now.jpg")
    pages = all_pages(lambda cursor: table.listing.uploads("u-1", cursor=cursor, limit=2))
    assert pages == ["CB", "A"]
    assert table.listing.uploads("u-1").rows[2]["filename"] == "now.jpg"


def test_a_hundred_and_more_uploads_fit_a_page(table: Table) -> None:
    """What one request cannot fetch is fetched by the next."""
    for number in range(130):
        table.put(f"{number:03d}", at(20, number))
    page = table.listing.uploads("u-1", limit=120)
    assert [row["id"] for row in page.rows] == [item_id(f"{number:03d}") for number in range(129, 9, -1)]
    assert len(table.listing.uploads("u-1", cursor=page.cursor, limit=120).rows) == 10


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "a b", "x" * 5000, make_cursor("one"), make_cursor("no-moment", "id"), make_cursor("a", "b", "c")],
)
def test_a_cursor_of_somebody_elses_is_refused(table: Table, cursor: str) -> None:
    """It is the client's fault, and said so."""
    table.put("A", at(22))
    for read in (lambda: table.listing.library([NEWSROOM_LIBRARY], cursor=cursor), lambda: _uploads(table, cursor)):
        with pytest.raises(ValueError, match="not a cursor"):
            read()


@pytest.mark.parametrize(("moment", "expected"), [("9999-12-31T00", "A"), ("0001-01-01T00", ""), ("2026-11-22", "")])
def test_a_place_that_nothing_is_at_is_a_place(table: Table, moment: str, expected: str) -> None:
    """A cursor of the far future begins at the beginning, one of long ago ends at once: neither walks for ever."""
    table.put("A", at(22))
    cursor = make_cursor(moment, "~")
    assert names(table.listing.library([NEWSROOM_LIBRARY], cursor=cursor).rows) == expected
    assert names(_uploads(table, cursor).rows) == expected


def test_a_day_is_summed_up(table: Table) -> None:
    """How items of some libraries stand that changed last on that day, what came on it, and what failed."""
    table.put("A", at(22, 1))
    table.put("B", at(22, 2), uploaded_at=at(20), status=ItemStatus.PARTIAL)
    table.put("C", at(22, 3), status=ItemStatus.FAILED, status_reason="damaged")
    table.put("D", at(22, 4), library=MINE, status=ItemStatus.REJECTED)
    table.put("E", at(21), status=ItemStatus.FAILED)
    table.put("X", at(22), library=private_library("u-2"), status=ItemStatus.FAILED)
    summary = table.listing.day([NEWSROOM_LIBRARY, MINE, MINE], TODAY)
    assert summary.by_status == {"COMPLETED": 1, "PARTIAL": 1, "FAILED": 1, "REJECTED": 1}
    assert summary.uploaded == 3
    assert names(summary.failures) == "DC"
    assert summary.failures[1] == {
        "id": item_id("C"),
        "library": NEWSROOM_LIBRARY,
        "owner_id": "u-1",
        "filename": "C.jpg",
        "status": "FAILED",
        "status_reason": "damaged",
        "updated_at": at(22, 3),
    }


def test_a_summary_follows_what_happens(table: Table) -> None:
    """A failure that is repaired the same day is none; what changes the day after belongs to that day."""
    table.put("A", at(21), status=ItemStatus.FAILED)
    assert table.listing.day([NEWSROOM_LIBRARY], "2026-11-21").by_status == {"FAILED": 1}
    table.write("A", at(21, 1), status=ItemStatus.COMPLETED.value)
    assert table.listing.day([NEWSROOM_LIBRARY], "2026-11-21").failures == []
    table.write("A", at(22), status=ItemStatus.DELETED.value)
    assert table.listing.day([NEWSROOM_LIBRARY], "2026-11-21").by_status == {}
    assert table.listing.day([NEWSROOM_LIBRARY], TODAY).by_status == {"DELETED": 1}
    assert table.listing.day([NEWSROOM_LIBRARY], TODAY).uploaded == 0


def test_a_summary_names_the_last_failures_alone(table: Table) -> None:
    """A day on which everything failed does not make a long answer."""
    for number in range(FAILURES_NAMED + 5):
        table.put(f"{number:03d}", at(22, number), status=ItemStatus.FAILED)
    summary = table.listing.day([NEWSROOM_LIBRARY], TODAY)
    assert summary.by_status == {"FAILED": FAILURES_NAMED + 5}
    assert [row["id"] for row in summary.failures] == [item_id(f"{n:03d}") for n in range(14, 4, -1)]


# What DynamoDB alone has to do


def test_a_long_gap_is_crossed_in_several_requests(dynamodb_table: Table) -> None:
    """A page may be empty, and its cursor goes on; the first day ends it, however long ago it was."""
    dynamodb_table.put("A", at(22))
    dynamodb_table.put("B", at(1, month=1))
    sizes: list[int] = []

    def read(cursor: str) -> Page[Any]:
        page = dynamodb_table.listing.library([NEWSROOM_LIBRARY], cursor=cursor)
        sizes.append(len(page.rows))
        return page

    assert all_pages(read) == ["A", "B"]
    assert sizes == [1, *[0] * 9, 1]


def test_the_first_day_is_the_earliest_that_was_put(dynamodb_table: Table) -> None:
    """A rebuild puts items in any order, and another process notes later days after."""
    for name, moment in {"A": at(22), "B": at(10), "C": at(15)}.items():
        assert dynamodb_table.items.restore(item(name, moment).to_record())
    other = DynamoItems(boto3.client("dynamodb", region_name="us-east-1"), "items")
    assert other.create(item("D", at(20)).to_record())
    assert names(dynamodb_table.listing.library([NEWSROOM_LIBRARY]).rows) == "ADCB"


def test_clocks_a_little_ahead_lose_nothing(dynamodb_table: Table) -> None:
    """What was written just after midnight by somebody's clock is there, though ours says that it is today."""
    client = boto3.client("dynamodb", region_name="us-east-1")
    dynamodb_table.put("A", "2026-11-23T00:00:30.000Z")
    before_midnight = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    listing = DynamoListing(client, "items", lambda: before_midnight)
    assert names(listing.library([NEWSROOM_LIBRARY]).rows) == "A"


def test_a_library_that_was_emptied_is_read_in_bounded_requests(dynamodb_table: Table) -> None:
    """Deleted items by the thousand make pages short, not requests long."""
    client = _Counting(boto3.client("dynamodb", region_name="us-east-1"))
    for number in range(130):
        dynamodb_table.put(f"{number:03d}", at(22, number), status=ItemStatus.DELETED)
    dynamodb_table.put("Z", at(21))
    listing = DynamoListing(client, "items", lambda: NOW, rows_at_once=100)
    first = listing.library([NEWSROOM_LIBRARY])
    assert (list(first.rows), first.cursor != "") == ([], True)
    assert client.calls["query"] == 2
    assert all_pages(lambda cursor: listing.library([NEWSROOM_LIBRARY], cursor=cursor)) == ["Z"]
    assert all_pages(lambda cursor: listing.uploads("u-1", cursor=cursor)) == ["Z"]


def test_nothing_is_ever_scanned(dynamodb_table: Table) -> None:
    """A page is a few queries, and two libraries' first days are one request."""
    client = _Counting(boto3.client("dynamodb", region_name="us-east-1"))
    for number in range(60):
        dynamodb_table.put(f"{number:02d}", at(22, number))
    listing = DynamoListing(client, "items", lambda: NOW)
    assert len(listing.library([NEWSROOM_LIBRARY, MINE]).rows) == 50
    assert client.calls == {"batch_get_item": 1, "query": 1}
    client.calls.clear()
    assert len(listing.uploads("u-1").rows) == 50
    assert client.calls == {"query": 1, "batch_get_item": 1}


class _Counting:
    """A client that counts what it is asked."""

    def __init__(self, inner: Any) -> None:  # noqa: ANN401 -- boto3's client
        self._inner = inner
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- boto3's client
        self.calls[name] += 1
        return getattr(self._inner, name)


# Cursors


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\n"), min_size=1, max_size=9),
        min_size=1,
        max_size=5,
    )
)
def test_a_cursor_reads_back(parts: list[str]) -> None:
    """Whatever the parts are, and never as another number of them."""
    cursor = make_cursor(*parts)
    assert read_cursor(cursor, len(parts)) == tuple(parts)
    with pytest.raises(ValueError, match="not a cursor"):
        read_cursor(cursor, len(parts) + 1)


@given(st.text(max_size=40))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    """Nothing that a client sends makes another error."""
    try:
        assert len(read_cursor(text, 2)) == 2
    except ValueError as error:
        assert str(error) == "not a cursor"  # noqa: PT017 -- either way is right


def _uploads(table: Table, cursor: str) -> Page[Any]:
    return table.listing.uploads("u-1", cursor=cursor)
