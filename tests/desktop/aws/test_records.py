"""The feed as the embedded cloud answers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from cloud.contract.findings import Tag, TagKind
from cloud.contract.keys import new_item_id
from cloud.contract.record import now_text
from desktop.aws.records import Records
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.item import Item
    from cloud.contract.record import Record
    from desktop.aws.session import Session
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded


@pytest.fixture
def write(cloud: LocalCloud) -> Callable[[Record], None]:
    """Return a way to write a record, as the functions do."""
    dynamodb: Any = cloud.door.client("dynamodb")
    table = cloud.connection.table
    serializer = TypeSerializer()

    def put(record: Record) -> None:
        dynamodb.put_item(TableName=table, Item={name: serializer.serialize(value) for name, value in record.items()})

    return put


def _items(records: Records, day: date, after: str = "") -> list[Item]:
    return [item for page in records.changes("newsroom", day, after) for item in page]


def _at(day: int, second: int) -> str:
    return now_text(datetime(2031, 5, day, 12, 0, second, tzinfo=UTC))


def test_changes_come_oldest_first_from_where_one_was(session: Session, write: Callable[[Record], None]) -> None:
    """A day's changes come in order, from a moment on and including it, and equal what was written."""
    items = [
        make_item(new_item_id(), updated_at=_at(4, second), tags=(Tag("Flood", TagKind.LABEL, 88.5, "x"),))
        for second in (3, 1, 2)
    ]
    items[0] = replace(items[0], pending=frozenset({"text"}), is_open=True, search_text="found by this")
    for item in items:
        write(item.to_record())
    first, second, third = sorted(items, key=lambda item: item.updated_at)
    records = Records(session)
    assert _items(records, date(2031, 5, 4)) == [first, second, third]
    assert _items(records, date(2031, 5, 4), second.updated_at) == [second, third]
    assert _items(records, date(2031, 5, 5)) == []


def test_long_days_come_in_pages(session: Session, write: Callable[[Record], None]) -> None:
    """More than a page's megabyte of records comes page by page, none missing, none twice."""
    ids = set()
    for number in range(40):
        tags = tuple(Tag(f"{number} {n} " + "long " * 30, TagKind.TEXT, 90.0, "x") for n in range(200))
        item = make_item(new_item_id(), updated_at=_at(6, number), tags=tags)
        ids.add(item.id)
        write(item.to_record())
    pages = list(Records(session).changes("newsroom", date(2031, 5, 6)))
    assert len(pages) > 1
    found = [item.id for page in pages for item in page]
    assert len(found) == len(ids)
    assert set(found) == ids


@pytest.mark.expected_log("cannot be read")
def test_record_that_cannot_be_read_is_left_out(session: Session, write: Callable[[Record], None]) -> None:
    """One bad record stops nothing, and is logged once however often it is met."""
    good = make_item(new_item_id(), updated_at=_at(8, 1))
    bad = make_item(new_item_id(), updated_at=_at(8, 2)).to_record()
    bad["status"] = "NOT_A_STATUS"
    write(good.to_record())
    write(bad)
    records = Records(session)
    assert _items(records, date(2031, 5, 8)) == [good]
    assert _items(records, date(2031, 5, 8)) == [good]
