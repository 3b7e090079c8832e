"""Items page by page on the embedded cloud: the template's own indexes, read as the API reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cloud.contract.item import Item
from cloud.contract.keys import new_item_id, private_library
from cloud.contract.status import ItemStatus
from cloud.store.dynamodb import DynamoItems
from cloud.store.dynamodb_listing import DynamoListing

if TYPE_CHECKING:
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded
OWNER = "u-listing"
LIBRARY = private_library(OWNER)


def test_a_library_and_its_uploads_are_listed(shared_cloud: LocalCloud) -> None:
    """Newest first over days, in pages, without what is deleted, and summed up by day."""
    client, table = shared_cloud.door.client("dynamodb"), shared_cloud.outputs["ItemsTable"]
    items = DynamoItems(client, table)
    listing = DynamoListing(client, table, lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
    made = [_item(day, ms, status=_STATUS[ms]) for day in (10, 22) for ms in (0, 1, 2)]
    for item in made:
        assert items.create(item.to_record())
    expected = [item.id for item in reversed(made) if item.status is not ItemStatus.DELETED]
    for read in (
        lambda cursor: listing.library(["newsroom-none", LIBRARY], cursor=cursor, limit=3),
        lambda cursor: listing.uploads(OWNER, cursor=cursor, limit=3),
    ):
        first = read("")
        second = read(first.cursor)
        assert [row["id"] for row in (*first.rows, *second.rows)] == expected
        assert second.cursor == ""
    assert first.rows[0] == items.get(made[-1].id)
    summary = listing.day([LIBRARY], "2026-11-22")
    assert summary.by_status == {"COMPLETED": 1, "DELETED": 1, "FAILED": 1}
    assert [row["id"] for row in summary.failures] == [made[-1].id]


_STATUS = (ItemStatus.COMPLETED, ItemStatus.DELETED, ItemStatus.FAILED)


def _item(day: int, ms: int, *, status: ItemStatus) -> Item:
    moment = f"2026-11-{day}T08:00:00.{ms:03d}Z"
    return Item(
        id=new_item_id(),
        library=LIBRARY,
        owner_id=OWNER,
        key="",
        version_id="",
        filename="a.jpg",
        folder="",
        size_bytes=1,
        sha256="",
        profile="full",
        uploaded_at=moment,
        status=status,
        version=1,
        updated_at=moment,
    )
