"""What people order, carried out by the embedded cloud with real deliveries and roles."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, new_item_id
from cloud.contract.status import ItemStatus, Profile
from cloud.local import control
from cloud.local.paths import LocalPaths
from cloud.store import edits
from cloud.store.dynamodb import DynamoItems
from cloud.store.items import claim_id
from cloud.store.s3 import S3Objects
from tests import media
from tests.cloud.local.conftest import LocalCloud, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud of this module's own."""
    made = LocalCloud(LocalPaths(tmp_path_factory.mktemp("orders")))
    made.start()
    yield made
    control.stop(made.paths)


def items(cloud: LocalCloud) -> DynamoItems:
    """Return the table, as the engineer sees it."""
    return DynamoItems(cloud.door.client("dynamodb"), cloud.outputs["ItemsTable"])


def item_of(cloud: LocalCloud, item_id: str) -> Item:
    """Return an item as it is."""
    record = items(cloud).get(item_id)
    assert record is not None
    return Item.from_record(record)


def upload(cloud: LocalCloud, number: int) -> str:
    """Upload a picture as the desktop does, and wait until it is analysed."""
    body = media.jpeg(media.quarters(320, 200).rotate(number))
    user = cloud.connection.user.id
    item_id = new_item_id()
    key = OriginalKey.of("newsroom", user, item_id, "a.jpg")
    cloud.client("s3").put_object(
        Bucket=cloud.outputs["OriginalsBucket"],
        Key=str(key),
        Body=body,
        Metadata={
            "sha256": hashlib.sha256(body).hexdigest(),
            "filename": "a.jpg",
            "profile": Profile.BASIC.value,
            "folder": "Card",
        },
    )
    wait_until(lambda: (row := items(cloud).get(item_id)) is not None and "work_state" not in row, 60)
    return item_id


def left(cloud: LocalCloud, item_id: str) -> list[str]:
    """Return the keys that are still of an item, in both buckets."""
    s3 = cloud.door.client("s3")
    buckets = [S3Objects(s3, cloud.outputs[name]) for name in ("OriginalsBucket", "DerivedBucket")]
    return [each.key for bucket in buckets for each in bucket.versions("") if item_id in each.key]


def test_a_deletion_empties_both_buckets(cloud: LocalCloud) -> None:
    """The tombstone is written; the table's stream brings it to the function, whose role may remove versions."""
    item_id = upload(cloud, 10)
    item = item_of(cloud, item_id)
    assert left(cloud, item_id)
    assert edits.bury(items(cloud), item, by="u-1", now=datetime.now(UTC))
    wait_until(lambda: not left(cloud, item_id))
    wait_until(lambda: items(cloud).get(claim_id("newsroom", item.sha256)) is None)
    row = items(cloud).get(item_id)
    assert row is not None
    assert (row["status"], row["work_state"]) == (ItemStatus.DELETED, "delete")


def test_a_reanalysis_begins_and_ends(cloud: LocalCloud) -> None:
    """With the profile that was ordered, as the next analysis version."""
    item_id = upload(cloud, 20)
    ordered = edits.order_analysis(
        items(cloud), item_of(cloud, item_id), by="u-1", profile="private", now=datetime.now(UTC)
    )
    assert ordered is not None
    wait_until(lambda: item_of(cloud, item_id).analysis_version == 2 and item_of(cloud, item_id).status.is_final, 60)
    after = item_of(cloud, item_id)
    assert (after.profile, after.status) == ("private", ItemStatus.COMPLETED)
