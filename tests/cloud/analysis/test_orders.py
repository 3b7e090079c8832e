"""What people order is carried out: at once, or by the sweep; once, whatever comes twice, late, or is cut off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.analysis import finalize, orders
from cloud.analysis.work.messages import Work
from cloud.contract.findings import Caption, Tag, TagKind, Verdict
from cloud.contract.status import ItemStatus
from cloud.store import edits
from cloud.store.deletion import PATIENCE, TOMBSTONE_STAYS
from cloud.store.items import Change
from cloud.store.queues import QueueName
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.cloud import event_bridge
from tests.fakes.engines import picture
from tests.fakes.store import Crash

if TYPE_CHECKING:
    from cloud.contract.record import Record

BODY = picture(labels=["Dog"], text=["EXIT"])


@pytest.fixture
def cloud() -> AwsCloud:
    """Return a newsroom that asks AWS."""
    return AwsCloud()


@pytest.fixture
def item_id(cloud: AwsCloud) -> str:
    """Return an item whose end is told."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    assert "work_state" not in cloud.items.rows[item_id]
    return item_id


def bury(cloud: AwsCloud, item_id: str) -> Record:
    """Delete as the API does."""
    record = edits.bury(cloud.items, cloud.item(item_id), by="u-1", now=cloud.clock())
    assert record is not None
    return record


def order(cloud: AwsCloud, item_id: str, profile: str | None = None) -> Record:
    """Order a re-analysis as the API does."""
    record = edits.order_analysis(cloud.items, cloud.item(item_id), by="u-1", profile=profile, now=cloud.clock())
    assert record is not None
    return record


def remains(cloud: AwsCloud, item_id: str) -> set[str]:
    """Return the keys of objects that are still of an item, and its claim."""
    buckets = (cloud.originals, cloud.derived)
    keys = {each.key for bucket in buckets for each in bucket.versions("") if item_id in each.key}
    return keys | {key for key, row in cloud.items.rows.items() if row.get("item_id") == item_id}


def test_invariant_24_a_deletion_leaves_a_tombstone(cloud: AwsCloud, item_id: str) -> None:
    """Bytes, derivatives and claim go at once; work_state when nobody can be at work; the row ends by itself."""
    moment = cloud.clock()
    bury(cloud, item_id)
    cloud.run()
    assert remains(cloud, item_id) == set()
    assert cloud.items.rows[item_id]["work_state"] == "delete"
    cloud.clock.advance(PATIENCE)
    cloud.sweep()
    cloud.run()
    row = cloud.items.rows[item_id]
    assert "work_state" not in row
    assert (row["status"], row["deleted_at"] > moment.isoformat()[:10]) == ("DELETED", True)
    assert abs(int(row["expires_at"]) - (moment + TOMBSTONE_STAYS).timestamp()) < 60
    assert cloud.sweep() == 0


def test_invariant_24_a_late_event_does_not_bring_it_back(cloud: AwsCloud) -> None:
    """Deleted while it is analysed: results, its upload's event and a finalize under way leave the tombstone."""
    item_id = cloud.upload("a.jpg", BODY)
    for _ in range(3):
        cloud.step()
    item = cloud.item(item_id)
    bury(cloud, item_id)
    notices = len(cloud.topic.notices)
    cloud.queues.waiting[QueueName.INGEST].append(event_bridge(item.key, item.version_id))
    cloud.run()
    cloud.clock.advance(timedelta(days=1))
    cloud.sweep()
    cloud.run()
    assert remains(cloud, item_id) == set()
    assert cloud.item(item_id).status is ItemStatus.DELETED
    assert len(cloud.topic.notices) == notices


def test_an_item_that_is_deleted_before_its_notice_is_never_told(cloud: AwsCloud, item_id: str) -> None:
    """Whoever read that it was decided, and goes on to tell it, finds a tombstone."""
    told, item = len(cloud.topic.notices), cloud.item(item_id)
    cloud.items.change(Change(item_id, item.library, item.updated_at, values={"work_state": "notify"}))
    bury(cloud, item_id)
    finalize.settle(cloud.services, item_id)
    cloud.run()
    cloud.clock.advance(timedelta(minutes=3))
    cloud.sweep()
    cloud.run()
    assert len(cloud.topic.notices) == told
    assert remains(cloud, item_id) == set()


def test_a_reanalysis_begins_with_its_profile(cloud: AwsCloud, item_id: str) -> None:
    """The order is gone when it has begun, and what people wrote stays."""
    item = cloud.item(item_id)
    human = Tag("Grandmother", TagKind.PERSON, None, "human")
    outside = Tag("Rex", TagKind.LABEL, 90.0, "service:kennel")
    said = {"confirmed": [{"kind": "label", "name": "Dog"}]}
    tags = (human.to_record(), outside.to_record())
    values: Record = {"caption": Caption(headline="By hand").to_record(), "people": said}  # type: ignore[dict-item] # a record
    cloud.items.change(Change(item_id, item.library, item.updated_at, values=values, tags=tags))
    order(cloud, item_id, "private")
    cloud.run()
    after = cloud.item(item_id)
    assert (after.analysis_version, after.profile, after.status) == (2, "private", ItemStatus.COMPLETED)
    assert "order" not in cloud.items.rows[item_id]
    assert {human, outside} <= set(after.tags)
    assert after.caption.headline == "By hand"
    assert after.verdicts == {(TagKind.LABEL, "Dog"): Verdict.CONFIRMED}


def test_an_order_whose_event_is_lost_is_swept(cloud: AwsCloud, item_id: str) -> None:
    """After two minutes, by a message of its own; not before."""
    order(cloud, item_id)
    cloud.stream.clear()
    assert cloud.sweep() == 0
    cloud.clock.advance(timedelta(minutes=3))
    assert cloud.sweep() == 1
    cloud.run()
    assert cloud.item(item_id).analysis_version == 2


@pytest.mark.parametrize("write", range(1, 5))
def test_invariant_08_a_reanalysis_that_is_cut_off_is_begun_once(cloud: AwsCloud, item_id: str, write: int) -> None:
    """Killed after any write, its messages lost: the redelivery or the sweep goes on."""
    order(cloud, item_id)
    cloud.writes.crash_after = cloud.writes.count + write
    try:
        orders.carry_out(cloud.services, item_id)
    except Crash:
        cloud.queues.waiting.clear()
    cloud.writes.crash_after = None
    cloud.run()
    cloud.clock.advance(timedelta(hours=1))
    cloud.sweep()
    cloud.run()
    assert cloud.item(item_id).analysis_version == 2
    assert cloud.item(item_id).status is ItemStatus.COMPLETED


def test_invariant_08_a_deletion_that_is_cut_off_is_ended(cloud: AwsCloud) -> None:
    """Killed after any write; the sweep's message ends it."""
    for cut in range(1, 60):
        item_id = cloud.upload("a.jpg", picture(labels=["Dog"], number=cut))
        cloud.run()
        bury(cloud, item_id)
        cloud.stream.clear()
        cloud.writes.crash_after = cloud.writes.count + cut
        try:
            orders.carry_out(cloud.services, item_id)
        except Crash:
            cloud.clock.advance(PATIENCE)
            cloud.sweep()
            cloud.run()
            assert remains(cloud, item_id) == set()
            assert "work_state" not in cloud.items.rows[item_id]
        else:
            cloud.writes.crash_after = None
            assert cut > 5
            return
    pytest.fail("a deletion has no end")


def test_doing_it_twice_is_doing_it_once(cloud: AwsCloud, item_id: str) -> None:
    """The same message again, and a message about an item of which nothing is ordered, change nothing."""
    order(cloud, item_id)
    message = Work(QueueName.ORDERS, item_id, 0).to_json()
    cloud.queues.waiting[QueueName.ORDERS] += [message, message]
    cloud.run()
    assert cloud.item(item_id).analysis_version == 2
    row = dict(cloud.items.rows[item_id])
    assert cloud.deliver(QueueName.ORDERS, message)
    assert cloud.deliver(QueueName.ORDERS, Work(QueueName.ORDERS, "nobody", 0).to_json())
    assert cloud.deliver(QueueName.ORDERS, '{"a position": "in the stream"}')
    assert cloud.items.rows[item_id] == row


@pytest.mark.parametrize("profile", ["nihgt", None])
def test_what_cannot_be_done_is_dismissed(cloud: AwsCloud, item_id: str, profile: str | None) -> None:
    """A profile that is no more, an original that is gone: the item stays as it was, and nothing is left to do."""
    before = cloud.item(item_id)
    if profile is None:
        cloud.originals._objects.pop(before.key)  # noqa: SLF001 -- no function may; a lifecycle rule does
    order(cloud, item_id, profile)
    cloud.run()
    after = cloud.item(item_id)
    assert not {"order", "work_state"} & cloud.items.rows[item_id].keys()
    assert (after.status, after.analysis_version, after.tags) == (before.status, 1, before.tags)


def test_an_order_survives_other_writes(cloud: AwsCloud, item_id: str) -> None:
    """Somebody writes a caption between the order and its being carried out."""
    order(cloud, item_id)
    item = cloud.item(item_id)
    caption: Record = {"caption": Caption(headline="Meanwhile").to_record()}
    cloud.items.change(Change(item_id, item.library, item.updated_at, if_version=item.version, values=caption))
    cloud.run()
    assert (cloud.item(item_id).analysis_version, cloud.item(item_id).caption.headline) == (2, "Meanwhile")


@pytest.mark.parametrize(("until", "notices"), [("2099-01-01T00:00:00+00:00", 0), ("2020-01-01T00:00:00+00:00", 1)])
def test_an_embargoed_item_sends_no_notice(cloud: AwsCloud, until: str, notices: int) -> None:
    """Its end is decided and kept in item.json all the same."""
    item_id = cloud.upload("a.jpg", picture(labels=["Dog"], caption={"headline": "h", "embargo_until": until}))
    cloud.run()
    assert len(cloud.topic.notices) == notices
    assert "work_state" not in cloud.items.rows[item_id]
    assert any(key.endswith("item.json") for key in cloud.derived.list("derived/"))
