"""The table from the buckets: nothing that was finished is done again, nothing that was not is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud.contract.status import ItemStatus
from cloud.store.queues import QueueName
from cloud.store.rebuild import RebuildReport, Stores, rebuild
from tests.fakes.cloud import BUCKET, FakeCloud
from tests.fakes.engines import picture, recording, video
from tests.fakes.store import Crash

if TYPE_CHECKING:
    from cloud.contract.record import Record

WORDS = ["the", "minister", "arrived"]


def _stores(cloud: FakeCloud) -> Stores:
    return Stores(cloud.items, cloud.originals, cloud.derived, cloud.queues, BUCKET)


def _upload_some(cloud: FakeCloud) -> list[str]:
    return [
        cloud.upload("one.jpg", picture(text=["EXIT"])),
        cloud.upload("two.mp4", video(frames=[{"text": ["NEWS"]}], says=[WORDS])),
        cloud.upload("three.wav", recording(says=[WORDS])),
        cloud.upload("no.jpg", b"text, not media"),
    ]


def _rows(cloud: FakeCloud) -> dict[str, Record]:
    return {key: dict(row) for key, row in cloud.items.rows.items()}


def test_a_lost_table_comes_back_exactly() -> None:
    """With every row gone, all rows and claims are restored from ``item.json``, and nothing is analysed again."""
    cloud = FakeCloud()
    ids = _upload_some(cloud)
    cloud.run()
    before, calls = _rows(cloud), dict(cloud.scripted.calls)
    cloud.items.rows.clear()
    report = rebuild(_stores(cloud))
    assert _rows(cloud) == before
    assert report == RebuildReport(restored=len(ids), claimed=3)
    cloud.stream.clear()
    cloud.run()
    assert cloud.scripted.calls == calls
    assert cloud.topic.notices[len(ids) :] == []


def test_doing_it_twice_changes_nothing() -> None:
    """A second rebuild restores nothing and queues nothing."""
    cloud = FakeCloud()
    _upload_some(cloud)
    cloud.run()
    before = _rows(cloud)
    report = rebuild(_stores(cloud))
    assert _rows(cloud) == before
    assert (report.restored, report.queued) == (0, 0)
    assert cloud.queues.depth(QueueName.INGEST) == 0


def test_originals_without_a_row_are_analysed() -> None:
    """An original whose event and row were lost becomes an item."""
    cloud = FakeCloud()
    lost = cloud.upload("lost.jpg", picture(text=["EXIT"]), tells=False)
    report = rebuild(_stores(cloud))
    assert report.queued == 1
    cloud.run()
    item = cloud.item(lost)
    assert (item.status, item.filename) == (ItemStatus.COMPLETED, "lost.jpg")
    assert item.version_id == cloud.originals.head(item.key).version_id


@pytest.mark.parametrize("steps", range(1, 40, 2))
def test_a_table_saved_at_any_moment_and_no_queues_come_to_the_same_end(steps: int) -> None:
    """Killed at any moment, with a table of some time before and every message gone, all items come to their end."""
    cloud = FakeCloud(seed=steps)
    ids = _upload_some(cloud)
    saved = None
    for step in range(steps):
        if step == steps // 2:
            saved = _rows(cloud)
        cloud.step()
    cloud.items.rows = saved if saved is not None else {}
    for waiting in cloud.queues.waiting.values():
        waiting.clear()
    cloud.stream.clear()
    rebuild(_stores(cloud))
    cloud.run()
    assert [cloud.item(item_id).status for item_id in ids[:3]] == [ItemStatus.COMPLETED] * 3
    assert cloud.item(ids[3]).status is ItemStatus.REJECTED
    names = [sorted(tag.name for tag in cloud.item(item_id).tags) for item_id in ids[:3]]
    assert names == [["EXIT"], ["NEWS", "the minister"], ["the minister"]]


def test_a_rebuild_that_is_cut_off_is_done_again() -> None:
    """A rebuild killed after its first row goes on at the next."""
    cloud = FakeCloud()
    _upload_some(cloud)
    cloud.run()
    before = _rows(cloud)
    cloud.items.rows.clear()
    cloud.writes.crash_after = cloud.writes.count + 2
    with pytest.raises(Crash):
        rebuild(_stores(cloud))
    rebuild(_stores(cloud))
    assert _rows(cloud) == before


def test_a_damaged_snapshot_is_counted_and_its_original_done_again() -> None:
    """One unreadable ``item.json`` does not stop the rest; its item is analysed anew."""
    cloud = FakeCloud()
    ids = _upload_some(cloud)
    cloud.run()
    cloud.items.rows.clear()
    cloud.derived.write(f"derived/newsroom/{ids[0]}/v1/item.json", b"{", "application/json")
    said: list[str] = []
    report = rebuild(_stores(cloud), said.append)
    assert (report.unreadable, report.queued, report.restored) == (1, 1, 3)
    assert said
    cloud.run()
    assert cloud.item(ids[0]).status is ItemStatus.COMPLETED


def test_the_newest_snapshot_counts_and_never_over_a_newer_row() -> None:
    """Of several analysis versions the newest is restored; a row that is newer than its snapshot stays."""
    cloud = FakeCloud()
    item_id = cloud.upload("one.jpg", picture(text=["EXIT"]))
    cloud.run()
    old = cloud.derived.read(f"derived/newsroom/{item_id}/v1/item.json")
    for version, headline in ((2, b"two"), (10, b"ten")):
        body = old.replace(b'"filename": {"S": "one.jpg"}', b'"filename": {"S": "' + headline + b'"}')
        cloud.derived.write(f"derived/newsroom/{item_id}/v{version}/item.json", body, "application/json")
    rebuild(_stores(cloud))
    assert cloud.item(item_id).filename == "one.jpg"
    cloud.items.rows.clear()
    rebuild(_stores(cloud))
    assert cloud.item(item_id).filename == "ten"
