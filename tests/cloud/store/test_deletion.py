from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from cloud.contract.keys import OriginalKey, derived_prefix
from cloud.contract.status import ItemStatus
from cloud.store.deletion import PATIENCE, TOMBSTONE_STAYS, Places, go_on
from cloud.store.edits import bury
from cloud.store.items import claim_id
from cloud.store.queues import QueueName
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.cloud import event_bridge
from tests.fakes.engines import picture
from tests.fakes.store import Crash

#: So long that it lies in name.json.
FILENAME = "a" * 1300 + ".jpg"
BODY = picture(labels=["Dog"], text=["EXIT"])


@pytest.fixture
def cloud() -> AwsCloud:
    """Return a newsroom that asks AWS, whose answers are kept."""
    return AwsCloud()


def places(cloud: AwsCloud) -> Places:
    """Return what a deletion works with."""
    return Places(cloud.items, cloud.originals, cloud.derived, cloud.clock)


def delete(cloud: AwsCloud, item_id: str) -> None:
    """Delete an item as a person's order does: a tombstone first, then its bytes."""
    assert bury(cloud.items, cloud.item(item_id), by="", now=cloud.clock()) is not None
    go_on(places(cloud), cloud.item(item_id))


def remains(cloud: AwsCloud, item_id: str) -> set[str]:
    """Return the keys and rows that are still of an item, its tombstone not counted."""
    objects = {
        version.key
        for bucket in (cloud.originals, cloud.derived)
        for version in bucket.versions("")
        if item_id in version.key
    }
    return objects | {key for key, row in cloud.items.rows.items() if row.get("item_id") == item_id}


def test_invariant_24_a_deleted_item_leaves_a_tombstone_alone(cloud: AwsCloud) -> None:
    """All versions, name.json, derivatives, kept answers and the claim go; no word of what it was stays."""
    item_id = cloud.upload(FILENAME, BODY, folder="Secret")
    cloud.run()
    before = cloud.item(item_id)
    cloud.originals.upload(before.key, b"an older life")  # a second version
    other = cloud.upload("other.jpg", picture(labels=["Cat"]))
    cloud.run()
    kept = remains(cloud, other)
    assert any("/answers/" in key for key in remains(cloud, item_id))
    assert OriginalKey.parse(before.key).name_json in remains(cloud, item_id)  # type: ignore[union-attr] # it is one
    delete(cloud, item_id)
    assert remains(cloud, item_id) == set()
    assert remains(cloud, other) == kept
    after = cloud.item(item_id)
    assert (after.status, after.version, after.deleted_at) == (ItemStatus.DELETED, before.version + 1, after.updated_at)
    row = cloud.items.rows[item_id]
    ends_at = datetime.fromisoformat(after.updated_at) + TOMBSTONE_STAYS
    assert row["expires_at"] == int(ends_at.timestamp())
    assert not {"Secret", "EXIT", "Dog"} & set(json.dumps(row, default=str).split('"'))


@pytest.mark.parametrize("is_analysed", [True, False])
def test_invariant_24_a_late_event_does_not_bring_it_back(cloud: AwsCloud, *, is_analysed: bool) -> None:
    """Not the event of its upload, not one of later bytes, and not the results that were under way."""
    item_id = cloud.upload("a.jpg", BODY)
    if is_analysed:
        cloud.run()
    else:
        for _ in range(3):
            cloud.step()
    item = cloud.item(item_id)
    delete(cloud, item_id)
    tombstone = dict(cloud.items.rows[item_id])
    cloud.queues.waiting[QueueName.INGEST] += [
        event_bridge(item.key, item.version_id),
        event_bridge(item.key, "another", sequencer="FFFFFF"),
    ]
    cloud.run()
    cloud.clock.advance(timedelta(days=2))
    cloud.sweep()
    cloud.run()
    tombstone.pop("work_state")  # the end of it, when nobody can be at work on it any more
    assert cloud.items.rows[item_id] == tombstone


def test_the_same_bytes_may_be_sent_again(cloud: AwsCloud) -> None:
    """Nobody holds them any more."""
    first = cloud.upload("a.jpg", BODY)
    cloud.run()
    delete(cloud, first)
    second = cloud.upload("a.jpg", BODY)
    cloud.run()
    assert cloud.item(second).status is ItemStatus.COMPLETED
    assert cloud.items.rows[claim_id("newsroom", cloud.item(second).sha256)]["item_id"] == second


def test_what_a_function_at_work_wrote_meanwhile_goes_too(cloud: AwsCloud) -> None:
    """Once no function of that time can be running any more, and not before."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    delete(cloud, item_id)
    assert not go_on(places(cloud), cloud.item(item_id))
    cloud.derived.write(f"{derived_prefix('newsroom', item_id)}v1/thumb-256.jpg", b"late", "image/jpeg")
    cloud.clock.advance(PATIENCE)
    assert go_on(places(cloud), cloud.item(item_id))
    assert remains(cloud, item_id) == set()
    assert "work_state" not in cloud.items.rows[item_id]


def test_a_deletion_that_is_cut_off_anywhere_is_finished(cloud: AwsCloud) -> None:
    """After any single write; by whoever is told of the order once more."""
    for cut in range(1, 60):
        item_id = cloud.upload(FILENAME, picture(labels=["Dog"], number=cut))
        cloud.run()
        cloud.writes.crash_after = cloud.writes.count + cut
        try:
            delete(cloud, item_id)
        except Crash:
            cloud.clock.advance(PATIENCE)
            assert go_on(places(cloud), cloud.item(item_id))
            assert remains(cloud, item_id) == set()
        else:
            cloud.writes.crash_after = None
            assert cut > 5
            return
    pytest.fail("a deletion has no end")


def test_going_on_twice_changes_nothing(cloud: AwsCloud) -> None:
    """The second finds nothing left to remove, and the tombstone stays as it was."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    delete(cloud, item_id)
    tombstone = dict(cloud.items.rows[item_id])
    assert not go_on(places(cloud), cloud.item(item_id))
    assert cloud.items.rows[item_id] == tombstone
