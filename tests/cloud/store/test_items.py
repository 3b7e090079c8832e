"""The table: the same tests for DynamoDB (in moto) and for the fake that stands in for it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cloud.store.dynamodb import DynamoItems
from cloud.store.items import WORK_OPEN, Change
from tests.fakes.store import MemoryItems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.contract.record import Record
    from cloud.store.items import ItemStore

ID = "01JD0000000000000000000001"
THEN = "2026-11-22T12:00:00.000Z"
NOW = "2026-11-23T00:00:00.000Z"


@pytest.fixture(params=["memory", "dynamodb"])
def items(request: pytest.FixtureRequest) -> Iterator[ItemStore]:
    """Give each table in turn."""
    if request.param == "memory":
        yield MemoryItems()
        return
    with request.getfixturevalue("moto_aws"):
        client = request.getfixturevalue("dynamodb_client")
        yield DynamoItems(client, "items")


def _record(**more: object) -> Record:
    record: Record = {
        "id": ID,
        "library": "newsroom",
        "status": "RECEIVED",
        "version": 1,
        "analysis_version": 1,
        "updated_at": THEN,
        "feed_day": "newsroom#2026-11-22",
        "analyses": {},
        "tags": [],
        "pending": {"text", "faces"},
        "work_state": WORK_OPEN,
    }
    return record | more


def _change(**more: object) -> Change:
    return Change(ID, "newsroom", NOW, **more)


def test_what_is_not_there_is_none(items: ItemStore) -> None:
    """An unknown id gives no record."""
    assert items.get("nobody") is None


def test_a_record_comes_back_as_it_was_put(items: ItemStore) -> None:
    """Every kind of value round-trips: numbers as Decimal, binary as bytes, sets as sets, nested maps and lists."""
    values = {"n": Decimal("0.25"), "b": b"\x00\xff", "l": [1, {"x": None}], "t": True, "s": "é\n", "e": ""}
    record = _record(**values)
    assert items.create(record)
    assert items.get(ID) == record


def test_create_never_overwrites(items: ItemStore) -> None:
    """A second record of the same id is refused, and the first one stays."""
    assert items.create(_record(filename="one"))
    assert not items.create(_record(filename="two"))
    assert (items.get(ID) or {})["filename"] == "one"


@pytest.mark.parametrize(("version", "is_put"), [(1, False), (2, False), (3, True)])
def test_restore_takes_only_what_is_newer(items: ItemStore, version: int, *, is_put: bool) -> None:
    """A rebuilt record replaces an older one and no other."""
    items.create(_record(version=2))
    assert items.restore(_record(version=version, filename="rebuilt")) is is_put
    assert ("filename" in (items.get(ID) or {})) is is_put


def test_restore_puts_what_is_missing(items: ItemStore) -> None:
    """A rebuilt record fills a gap."""
    assert items.restore(_record(version=7))


def test_replace_wants_exactly_the_version_it_saw(items: ItemStore) -> None:
    """A record is replaced only where nobody wrote in between."""
    items.create(_record(version=2))
    assert not items.replace(_record(version=2, filename="late"), if_version=1)
    assert items.replace(_record(version=3, filename="in time"), if_version=2)
    assert (items.get(ID) or {})["filename"] == "in time"


def test_a_change_does_all_of_it_at_once(items: ItemStore) -> None:
    """One change sets, removes, appends, takes out of pending, and counts the version and the day."""
    items.create(_record(status_reason="x", tags=[{"name": "old"}]))
    changed = items.change(
        _change(
            if_pending=frozenset({"text"}),
            values={"status": "PROCESSING", "width": 10},
            removed=frozenset({"status_reason"}),
            analyses={"text": {"state": "SUCCEEDED"}},
            tags=({"name": "new"},),
            done=frozenset({"text"}),
        )
    )
    expected = _record(
        status="PROCESSING",
        width=10,
        analyses={"text": {"state": "SUCCEEDED"}},
        tags=[{"name": "old"}, {"name": "new"}],
        pending={"faces"},
        version=2,
        updated_at=NOW,
        feed_day="newsroom#2026-11-23",
    )
    assert changed == expected
    assert items.get(ID) == expected


def test_the_last_name_takes_pending_with_it(items: ItemStore) -> None:
    """An empty set is no attribute: nothing pending means that there is none."""
    items.create(_record())
    changed = items.change(_change(done=frozenset({"text", "faces"})))
    assert changed is not None
    assert "pending" not in changed
    assert items.change(_change(if_nothing_pending=True)) is not None


def test_names_are_added_to_pending(items: ItemStore) -> None:
    """Parts join what is pending."""
    items.create(_record())
    changed = items.change(_change(added=frozenset({"text:0000", "text:0001"})))
    assert changed is not None
    assert changed["pending"] == {"text", "faces", "text:0000", "text:0001"}


def test_tags_begin_where_there_were_none(items: ItemStore) -> None:
    """A record without tags gets its first ones."""
    record = _record()
    del record["tags"]
    items.create(record)
    assert (items.change(_change(tags=({"name": "new"},))) or {})["tags"] == [{"name": "new"}]


@pytest.mark.parametrize(
    "condition",
    [
        {"if_version": 2},
        {"if_analysis_version": 2},
        {"if_pending": frozenset({"text", "speech"})},
        {"if_nothing_pending": True},
    ],
)
def test_a_condition_that_does_not_hold_changes_nothing(items: ItemStore, condition: dict[str, object]) -> None:
    """A refused change is no error, and leaves no trace."""
    items.create(_record())
    assert items.change(_change(values={"width": 1}, **condition)) is None
    assert items.get(ID) == _record()


@pytest.mark.parametrize("status", ["COMPLETED", "PARTIAL", "FAILED", "REJECTED", "DELETED"])
def test_what_is_finished_takes_no_result(items: ItemStore, status: str) -> None:
    """A late result never changes an item that has ended or was deleted."""
    items.create(_record(status=status))
    assert items.change(_change(if_unfinished=True)) is None


def test_a_change_makes_no_item(items: ItemStore) -> None:
    """A change of an id that is not there makes none."""
    assert items.change(_change()) is None
    assert items.get(ID) is None


def test_the_first_claim_wins(items: ItemStore) -> None:
    """Bytes belong to who came first; claiming again gives the same answer."""
    assert items.claim("newsroom", "ab", "one") == "one"
    assert items.claim("newsroom", "ab", "two") == "one"
    assert items.claim("newsroom", "ab", "one") == "one"
    assert items.claim("private-1", "ab", "two") == "two"


def test_a_released_claim_is_free(items: ItemStore) -> None:
    """Only its holder gives it back, once or twice."""
    items.claim("newsroom", "ab", "one")
    items.release("newsroom", "ab", "two")
    assert items.claim("newsroom", "ab", "two") == "one"
    items.release("newsroom", "ab", "one")
    items.release("newsroom", "ab", "one")
    assert items.claim("newsroom", "ab", "two") == "two"


def test_a_claim_passes_on_from_whom_it_is_taken(items: ItemStore) -> None:
    """A claim moves only from the holder that was named."""
    items.claim("newsroom", "ab", "one")
    assert items.claim("newsroom", "ab", "two", instead_of="three") == "one"
    assert items.claim("newsroom", "ab", "two", instead_of="one") == "two"
    assert items.claim("newsroom", "ab", "three", instead_of="one") == "two"


def test_open_items_come_oldest_first(items: ItemStore) -> None:
    """The work index lists open items last written before a moment; no claims, no finished items."""
    moments = ["2026-11-22T12:00:02.000Z", "2026-11-22T12:00:01.000Z", "2026-11-22T12:00:03.000Z"]
    for number, moment in enumerate(moments):
        items.create(_record(id=f"item-{number}", updated_at=moment))
    done = _record(id="done")
    del done["work_state"]
    items.create(done)
    items.create(_record(id="telling", work_state="notify"))
    items.claim("newsroom", "ab", "item-0")
    found = items.open_items(WORK_OPEN, before="2026-11-22T12:00:03.000Z")
    assert [row.id for row in found] == ["item-1", "item-0"]
    assert [row.id for row in items.open_items("notify", before=NOW)] == ["telling"]


def test_ending_work_is_seen_by_nobody(items: ItemStore) -> None:
    """Work ends without a new version, and only for the version that was told."""
    items.create(_record(version=3))
    assert not items.end_work(ID, if_version=2)
    assert items.end_work(ID, if_version=3)
    expected = _record(version=3)
    del expected["work_state"]
    assert items.get(ID) == expected
    assert items.end_work(ID, if_version=3)


def test_outlines_are_of_every_item_and_of_no_claim(items: ItemStore) -> None:
    """A scan gives how each item and its analyses stand, and nothing that is large."""
    entry = {"state": "FAILED", "engine": "rekognition", "version": 1}
    items.create(_record(analyses={"labels": entry}, search_text=b"x" * 1000))
    items.create(_record(id="01JD0000000000000000000002", status="COMPLETED"))
    items.claim("newsroom", "ab" * 32, ID)
    found = sorted(items.outlines(), key=lambda outline: str(outline["id"]))
    assert found == [
        {"id": ID, "status": "RECEIVED", "analyses": {"labels": entry}},
        {"id": "01JD0000000000000000000002", "status": "COMPLETED", "analyses": {}},
    ]


def test_a_change_may_replace_what_it_otherwise_adds_to(items: ItemStore) -> None:
    """A re-analysis sets pending, analyses and tags as a whole, and removes what the version before left."""
    items.create(_record(analyses={"labels": {"state": "FAILED"}}, tags=[{"name": "old"}], status_reason="damaged"))
    values = {"pending": {"faces"}, "analyses": {"faces": {"state": "QUEUED"}}, "tags": [], "analysis_version": 2}
    changed = items.change(
        _change(if_version=1, if_analysis_version=1, values=values, removed=frozenset({"status_reason", "transcript"}))
    )
    assert changed is not None
    assert {name: changed[name] for name in values} == values
    assert "status_reason" not in changed
    assert items.change(_change(if_analysis_version=1, values=values)) is None
