"""Re-analysis: as the next version, for nothing where nothing has changed, and without losing what people wrote."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.analysis.work.profiles import BadProfileError
from cloud.analysis.work.reanalysis import Answer, failed_items, reanalyze, unpaid_items
from cloud.contract.findings import Caption, Tag, TagKind
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus
from cloud.store.items import Change
from cloud.store.queues import QueueName
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.engines import picture, recording, video
from tests.fakes.store import Crash

if TYPE_CHECKING:
    from cloud.contract.item import Item

SAID = ["The", "minister", "arrived", "late", "in", "Berlin", "and", "was", "happy", "about", "a", "wonderful", "day"]
PHOTOGRAPH = picture(
    labels=["Dog", "Tree"], text=["BREAKING NEWS"], people=["Jane Doe"], faces=1, caption={"headline": "Embedded"}
)
FRAMES = [{"labels": ["Dog"], "text": [f"line {number}"], "people": ["Jane Doe"], "faces": 1} for number in range(25)]
SENT = {
    "photograph": ("one.jpg", PHOTOGRAPH),
    "video": ("two.mp4", video(frames=FRAMES, says=[SAID], duration_ms=60_000)),
    "recording": ("three.wav", recording(says=[SAID], duration_ms=60_000)),
}
HUMAN = Tag("Grandmother", TagKind.PERSON, None, "human")


@pytest.fixture
def cloud() -> AwsCloud:
    """Return a newsroom that asks AWS."""
    return AwsCloud()


def _send(cloud: AwsCloud, kind: str = "photograph", profile: str = "full") -> str:
    item_id = cloud.upload(*SENT[kind], profile=profile)
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    return item_id


def _edit(cloud: AwsCloud, item_id: str) -> None:
    """Write what a person writes."""
    item = cloud.item(item_id)
    changed = cloud.items.change(
        Change(
            item.id,
            item.library,
            cloud.services.now_text(),
            if_version=item.version,
            values={"caption": Caption(headline="By hand").to_record()},
            tags=(HUMAN.to_record(),),
        )
    )
    assert changed is not None


def _found(item: Item) -> tuple[object, ...]:
    """Return what machines found, whatever version they found it in."""
    states = {name: (each.state, each.reason, each.engine) for name, each in item.analyses.items()}
    tags = sorted((tag for tag in item.tags if tag != HUMAN), key=repr)
    words = item.transcript.excerpt if item.transcript else None
    return states, tags, words, item.sentiment, item.search_text, item.status


@pytest.mark.parametrize("kind", SENT)
def test_what_has_not_changed_is_found_again_and_not_paid_again(cloud: AwsCloud, kind: str) -> None:
    """The same findings at the next version, with not one call to a paid service."""
    item_id = _send(cloud, kind)
    before, calls, billed = cloud.item(item_id), cloud.aws.calls.copy(), cloud.aws.bill.microusd
    assert billed > 0
    assert reanalyze(cloud.services, item_id) is Answer.STARTED
    cloud.run()
    after = cloud.item(item_id)
    paid = {name: count for name, count in (cloud.aws.calls - calls).items() if ":Get" not in name}
    assert paid == {}
    assert cloud.aws.bill.microusd == billed == sum(cloud.sums().values())
    assert after.analysis_version == before.analysis_version + 1
    assert {each.version for each in after.analyses.values()} == {after.analysis_version}
    assert _found(after) == _found(before)


def test_what_people_wrote_stays(cloud: AwsCloud) -> None:
    """Their caption and tags are there throughout; each machine's tag is there once."""
    item_id = _send(cloud)
    _edit(cloud, item_id)
    reanalyze(cloud.services, item_id)
    begun = cloud.item(item_id)
    assert begun.tags == (HUMAN,)
    assert begun.caption.headline == "By hand"
    assert (begun.transcript, begun.search_text) == (None, "")
    cloud.run()
    after = cloud.item(item_id)
    assert after.caption.headline == "By hand"
    names = [tag.name for tag in after.tags]
    assert HUMAN in after.tags
    assert len(names) == len(set(names))
    assert "Dog" in names


def test_with_another_profile_only_what_is_new_is_paid(cloud: AwsCloud) -> None:
    """From ``basic`` (text) to ``full``: labels and people are asked for, the text is known."""
    item_id = _send(cloud, profile="basic")
    assert cloud.aws.calls == {"rekognition:DetectText": 1}
    assert reanalyze(cloud.services, item_id, profile="full") is Answer.STARTED
    cloud.run()
    assert cloud.aws.calls == {
        "rekognition:DetectText": 1, "rekognition:DetectLabels": 1, "rekognition:RecognizeCelebrities": 1,
    }  # fmt: skip
    item = cloud.item(item_id)
    assert item.profile == "full"
    assert item.analyses["labels"].state is AnalysisState.SUCCEEDED


def test_a_file_that_becomes_private_is_shown_to_nobody_again(cloud: AwsCloud) -> None:
    """What Rekognition found is dropped; only our own code looks at it from then on."""
    item_id = _send(cloud)
    calls = cloud.aws.calls.copy()
    reanalyze(cloud.services, item_id, profile="private")
    cloud.run()
    item = cloud.item(item_id)
    assert cloud.aws.calls == calls
    assert {tag.source for tag in item.tags}.isdisjoint({"rekognition"})
    assert item.analyses["labels"].state is AnalysisState.SKIPPED


def test_invariant_06_the_status_goes_down_only_with_the_next_analysis_version(cloud: AwsCloud) -> None:
    """COMPLETED becomes RECEIVED in one update, together with analysis version + 1 and version + 1."""
    item_id = _send(cloud)
    before = cloud.item(item_id)
    reanalyze(cloud.services, item_id)
    begun = cloud.item(item_id)
    assert begun.status is ItemStatus.RECEIVED
    assert (begun.version, begun.analysis_version) == (before.version + 1, before.analysis_version + 1)
    assert begun.is_open
    ranks = []
    while cloud.step():
        ranks.append(cloud.item(item_id).status.rank)
    assert ranks == sorted(ranks)
    assert cloud.item(item_id).status is ItemStatus.COMPLETED


def test_asking_twice_is_asking_once(cloud: AwsCloud) -> None:
    """While it is under way its work is sent again, and no third version begins."""
    item_id = _send(cloud)
    assert reanalyze(cloud.services, item_id) is Answer.STARTED
    assert reanalyze(cloud.services, item_id) is Answer.UNDER_WAY
    cloud.run()
    assert cloud.item(item_id).analysis_version == 2


def test_a_wish_about_an_older_version_is_not_followed(cloud: AwsCloud) -> None:
    """``if_version`` is what the person saw."""
    item_id = _send(cloud)
    version = cloud.item(item_id).version
    _edit(cloud, item_id)
    assert reanalyze(cloud.services, item_id, if_version=version) is Answer.OVERTAKEN
    assert reanalyze(cloud.services, item_id, if_version=version + 1) is Answer.STARTED


def test_a_word_of_the_old_version_changes_nothing(cloud: AwsCloud) -> None:
    """Messages that come late are of a version that is no more."""
    item_id = cloud.upload(*SENT["photograph"])
    late: list[tuple[QueueName, str]] = []
    while cloud.step():
        late += [(queue, body) for queue, bodies in cloud.queues.waiting.items() for body in bodies]
    reanalyze(cloud.services, item_id)
    cloud.queues.waiting.clear()
    begun = cloud.item(item_id)
    for queue, body in late:
        if queue is not QueueName.INGEST:
            cloud.deliver(queue, body)
    assert cloud.item(item_id) == begun


def test_what_cannot_be_analysed_anew_says_why(cloud: AwsCloud) -> None:
    """Nobody's, rejected, deleted, or without its original: each is left as it is."""
    text = cloud.upload("notes.jpg", b"no picture")
    gone, deleted = _send(cloud), cloud.upload("other.jpg", picture(labels=["Other"]))
    cloud.run()
    cloud.originals._objects.pop(cloud.item(gone).key)  # noqa: SLF001 -- no function may; a lifecycle rule does
    item = cloud.item(deleted)
    cloud.items.change(Change(item.id, item.library, cloud.services.now_text(), values={"status": "DELETED"}))
    before = dict(cloud.items.rows)
    assert reanalyze(cloud.services, "01JD0000000000000000000009") is Answer.UNKNOWN
    assert reanalyze(cloud.services, f"claim#newsroom#{item.sha256}") is Answer.UNKNOWN
    assert reanalyze(cloud.services, text) is Answer.REJECTED
    assert reanalyze(cloud.services, deleted) is Answer.DELETED
    assert reanalyze(cloud.services, gone) is Answer.NO_ORIGINAL
    with pytest.raises(BadProfileError, match="there are basic, full, private"):
        reanalyze(cloud.services, deleted, profile="nihgt")
    assert cloud.items.rows == before


@pytest.mark.expected_log("record failed")
def test_what_failed_may_succeed(cloud: AwsCloud) -> None:
    """An item of which nothing could be made is made when the engine is mended; its bytes are its own still."""
    cloud.scripted.broken.add("thumbnails")
    item_id = cloud.upload(*SENT["photograph"])
    cloud.run()
    cloud.bury()
    assert cloud.item(item_id).status is ItemStatus.FAILED
    assert list(failed_items(cloud.services)) == [item_id]
    cloud.scripted.broken.clear()
    assert reanalyze(cloud.services, item_id) is Answer.STARTED
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    assert cloud.item(item_id).status_reason == ""
    assert list(failed_items(cloud.services)) == []
    twin = cloud.upload("again.jpg", PHOTOGRAPH)
    cloud.run()
    assert cloud.item(twin).status_reason == f"duplicate:{item_id}"


@pytest.mark.expected_log("record failed")
def test_a_failed_item_whose_bytes_were_sent_again_stays_failed(cloud: AwsCloud) -> None:
    """There are never two living items of the same bytes in one library."""
    cloud.scripted.broken.add("thumbnails")
    first = cloud.upload(*SENT["photograph"])
    cloud.run()
    cloud.bury()
    cloud.scripted.broken.clear()
    second = cloud.upload("again.jpg", PHOTOGRAPH)
    cloud.run()
    assert cloud.item(second).status is ItemStatus.COMPLETED
    assert reanalyze(cloud.services, first) is Answer.DUPLICATE
    assert cloud.item(first).status is ItemStatus.FAILED


@pytest.mark.parametrize("write", range(1, 6))
def test_a_kill_after_any_write_loses_nothing(cloud: AwsCloud, write: int) -> None:
    """Killed after the claim, the update or a message: the wish is done once, by asking again or by the sweep."""
    item_id = _send(cloud)
    before = cloud.item(item_id)
    cloud.writes.crash_after = cloud.writes.count + write
    try:
        reanalyze(cloud.services, item_id)
    except Crash:
        cloud.queues.waiting.clear()  # what it had sent is lost as well
    cloud.writes.crash_after = None
    if cloud.item(item_id).analysis_version == 1:
        reanalyze(cloud.services, item_id)
    cloud.run()
    cloud.clock.advance(timedelta(hours=1))
    cloud.sweep()
    cloud.run()
    after = cloud.item(item_id)
    assert after.analysis_version == 2
    assert _found(after) == _found(before)


def test_what_the_day_had_no_money_for_is_made_up_for_the_next() -> None:
    """Two calls fit under the cap; on the next day the third alone is paid."""
    cloud = AwsCloud(cap_microusd=2_000)
    item_id = cloud.upload(*SENT["photograph"])
    cloud.run()
    assert cloud.aws.bill.microusd == 2_000
    assert list(unpaid_items(cloud.services)) == [item_id]
    cloud.clock.advance(timedelta(days=1))
    assert reanalyze(cloud.services, item_id) is Answer.STARTED
    cloud.run()
    assert cloud.aws.bill.microusd == 3_000
    assert list(unpaid_items(cloud.services)) == []
    wanted = (AnalysisName.LABELS, AnalysisName.PEOPLE, AnalysisName.TEXT)
    assert [cloud.item(item_id).analyses[name].state for name in wanted] == [AnalysisState.SUCCEEDED] * 3


@pytest.mark.parametrize("status", ["DELETED", "REJECTED", "PROCESSING"])
def test_items_that_cannot_be_mended_are_not_listed(cloud: AwsCloud, status: str) -> None:
    """A tombstone is no failure, and what is under way may still come right."""
    item_id = _send(cloud)
    item = cloud.item(item_id)
    entry = item.analyses["labels"].to_record() | {"state": "FAILED", "reason": "spend_cap"}
    for now in ("PARTIAL", status):
        assert list(failed_items(cloud.services)) == ([] if now == "PARTIAL" else [item_id])
        cloud.items.change(
            Change(item.id, item.library, cloud.services.now_text(), values={"status": now}, analyses={"labels": entry})
        )
    assert list(failed_items(cloud.services)) == []
    assert list(unpaid_items(cloud.services)) == []
