"""Edits at the moments that matter: between a function's read and its write, before the end, and after a deletion."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cloud.analysis.work.results import Outcome, record_outcomes
from cloud.contract.findings import Caption
from cloud.contract.item import ITEM_BYTES, Item
from cloud.contract.record import SEARCH_TEXT_BYTES
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus
from cloud.store import edits
from cloud.store.items import WORK_DELETE, WORK_OPEN
from cloud.store.rebuild import Stores, rebuild
from cloud.store.snapshot import item_json, item_key, parse_item_json
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.engines import picture
from tests.fakes.store import Crash

BODY = picture(labels=["Dog"], caption={"headline": "Embedded"})


@pytest.fixture
def cloud() -> AwsCloud:
    """Return a newsroom that asks AWS."""
    return AwsCloud()


def stores(cloud: AwsCloud) -> edits.Stores:
    """Return what an edit writes to."""
    return edits.Stores(cloud.items, cloud.derived)


def write_headline(cloud: AwsCloud, item_id: str, words: str) -> None:
    """Edit as the API does."""
    record = cloud.items.get(item_id)
    assert record is not None
    wish = edits.Edit(caption={"headline": words})
    assert edits.edit(stores(cloud), record, wish, now=cloud.clock()) is not None


def test_a_files_own_caption_never_takes_the_place_of_what_people_wrote(cloud: AwsCloud) -> None:
    """Not even where they wrote between the moment that ``image`` read the item and the moment that it writes."""
    item_id = cloud.upload("a.jpg", BODY)
    while cloud.items.get(item_id) is None:
        cloud.step()
    read = cloud.item(item_id)
    write_headline(cloud, item_id, "By hand")
    found = Outcome(
        AnalysisName.METADATA, AnalysisState.SUCCEEDED, "exif", values={"caption": Caption("Embedded").to_record()}
    )
    assert record_outcomes(cloud.services, read, [found]) is not None
    assert cloud.item(item_id).caption.headline == "By hand"
    cloud.run()
    item = cloud.item(item_id)
    assert (item.caption.headline, item.status) == ("By hand", ItemStatus.COMPLETED)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Pier\x00 9\x1b[31m", "Pier 9[31m"),
        ("two\nlines\tand\u2028more", "two\nlines\tand\u2028more"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u200f\u05d0\u05d1\u200f", "\u200f\u05d0\u05d1\u200f"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_what_nobody_sees_is_not_kept(cloud: AwsCloud, typed: str, kept: str) -> None:
    """Neither control characters nor orders that turn a text's direction; what languages need stays."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    write_headline(cloud, item_id, typed)
    assert cloud.item(item_id).caption.headline == kept


def test_an_edit_at_any_moment_is_in_item_json_in_the_end(cloud: AwsCloud) -> None:
    """While it is analysed, while its end is told, and afterwards."""
    for steps in range(12):
        item_id = cloud.upload("a.jpg", picture(labels=["Dog"], number=steps))
        for _ in range(steps):
            cloud.step()
        if cloud.items.get(item_id) is None:
            cloud.run()
        write_headline(cloud, item_id, f"After {steps}")
        cloud.run()
        record = cloud.items.get(item_id)
        assert record is not None
        kept = Item.from_record(parse_item_json(cloud.derived.read(item_key(record))))
        assert kept == cloud.item(item_id)
        assert kept.caption.headline == f"After {steps}"


def test_an_edit_that_is_cut_off_before_item_json_is_in_it_with_the_next(cloud: AwsCloud) -> None:
    """The table has it; whoever writes next brings item.json up."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    cloud.writes.crash_after = cloud.writes.count + 1
    with pytest.raises(Crash):
        write_headline(cloud, item_id, "First")
    assert cloud.item(item_id).caption.headline == "First"
    record = cloud.items.get(item_id)
    assert record is not None
    assert edits.edit(stores(cloud), record, edits.Edit(caption={"byline": "Ann"}), now=cloud.clock()) is not None
    kept = Item.from_record(parse_item_json(cloud.derived.read(item_key(record))))
    assert (kept.caption.headline, kept.caption.byline) == ("First", "Ann")


def test_an_edit_of_an_unfinished_item_survives_the_loss_of_the_table(cloud: AwsCloud) -> None:
    """Its item.json brings the row back as unfinished work, which then comes to its end with what people wrote."""
    item_id = cloud.upload("a.jpg", BODY)
    for _ in range(2):
        cloud.step()
    write_headline(cloud, item_id, "By hand")
    cloud.items.rows.clear()
    cloud.stream.clear()
    cloud.queues.waiting.clear()
    rebuild(Stores(cloud.items, cloud.originals, cloud.derived, cloud.queues, "originals"))
    assert cloud.items.rows[item_id]["work_state"] == WORK_OPEN
    cloud.run()
    cloud.clock.advance(timedelta(hours=1))
    cloud.sweep()
    cloud.run()
    item = cloud.item(item_id)
    assert (item.status, item.caption.headline) == (ItemStatus.COMPLETED, "By hand")


def test_a_tombstone_that_comes_back_is_still_to_be_carried_out(cloud: AwsCloud) -> None:
    """Where its item.json says that it is deleted, so does the row, with the work that is left."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    record = edits.bury(cloud.items, cloud.item(item_id), by="u-1", now=cloud.clock())
    assert record is not None
    cloud.derived.write(item_key(record), item_json(record), "application/json")
    cloud.items.rows.clear()
    cloud.stream.clear()
    rebuild(Stores(cloud.items, cloud.originals, cloud.derived, cloud.queues, "originals"))
    assert cloud.items.rows[item_id]["work_state"] == WORK_DELETE
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.DELETED
    assert not list(cloud.originals.list("uploads/"))


def test_an_edit_that_is_late_leaves_a_deleted_item_alone(cloud: AwsCloud) -> None:
    """It was read before the deletion and comes after it: nothing is written."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    record = cloud.items.get(item_id)
    assert record is not None
    edits.bury(cloud.items, cloud.item(item_id), by="u-1", now=cloud.clock())
    cloud.run()
    assert edits.edit(stores(cloud), record, edits.Edit(caption={"headline": "x"}), now=cloud.clock()) is None
    assert list(cloud.derived.list("derived/")) == []


def test_invariant_13_words_take_the_room_that_is_left(cloud: AwsCloud) -> None:
    """All of it where there is plenty, less where people and services wrote much."""
    item_id = cloud.upload("a.jpg", BODY)
    cloud.run()
    record = cloud.items.get(item_id)
    assert record is not None
    assert edits.room_for_words(record) == SEARCH_TEXT_BYTES
    crowded = record | {"tags": ["x" * 1_000 for _ in range(45)]}
    assert 0 < edits.room_for_words(crowded) < ITEM_BYTES - 45_000
