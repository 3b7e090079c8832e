"""The invariants of the analysis, by their numbers in the list that the design keeps (AWS: invariants to test)."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.analysis import ingest
from cloud.analysis.shell.batch import run_queue
from cloud.analysis.work.results import read_full_tags
from cloud.contract.item import ITEM_BYTES, Item
from cloud.contract.keys import OriginalKey, encode_name
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus
from cloud.store.events import parse_events
from cloud.store.queues import QueueName
from cloud.store.snapshot import parse_item_json
from cloud.store.wire import record_bytes
from tests.fakes.cloud import FakeCloud, event_bridge, notification
from tests.fakes.engines import picture, recording, video

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.record import Record, Value

EVENTS = Path(__file__).parents[2] / "aws_events"
WORDS = ["the", "minister", "arrived", "late"]


def _upload_one_of_each(cloud: FakeCloud) -> list[str]:
    frames = [{"text": [f"line {number}"], "faces": number % 2} for number in range(25)]
    return [
        cloud.upload("one.jpg", picture(text=["EXIT"], faces=2, keywords=["Berlin"], caption={"headline": "H"})),
        cloud.upload("two.mp4", video(frames=frames, says=[WORDS, WORDS])),
        cloud.upload("three.wav", recording(says=[WORDS])),
        cloud.upload("four.wav", recording(says=[[]])),
    ]


def _timeless(item: Item) -> Record:
    """Return all of an item but which it is, when and how often it was written, and whose tags came first."""
    record = replace(item, tags=tuple(sorted(item.tags, key=repr))).to_record()
    transcript = record.get("transcript")
    if isinstance(transcript, dict):
        transcript.pop("key")
    return {name: value for name, value in record.items() if name not in _OWN}


def _ends(cloud: FakeCloud, ids: list[str]) -> list[Record]:
    return [_timeless(cloud.item(item_id)) for item_id in ids]


@pytest.fixture(scope="module")
def undisturbed() -> list[Record]:
    """Return how the four items end when nothing goes wrong."""
    cloud = FakeCloud()
    ids = _upload_one_of_each(cloud)
    cloud.run()
    assert [cloud.item(item_id).status for item_id in ids] == [ItemStatus.COMPLETED] * 4
    return _ends(cloud, ids)


_OWN = ("id", "key", "version", "updated_at", "feed_day", "uploaded_at", "version_id")


@pytest.mark.parametrize("seed", range(8))
def test_invariant_01_doubled_and_shuffled_messages_change_nothing(seed: int, undisturbed: list[Record]) -> None:
    """Whatever comes twice and in any order ends in the same items, with one call of each engine, and one notice."""
    cloud = FakeCloud(seed=seed)
    ids = _upload_one_of_each(cloud)
    cloud.queues.waiting[QueueName.INGEST] *= 3
    cloud.doubles = 0.4
    cloud.run()
    assert _ends(cloud, ids) == undisturbed
    assert cloud.scripted.calls["text"] == 1 + 25
    assert cloud.scripted.calls["faces"] == 1 + 25
    assert cloud.scripted.calls["speech"] == 2 + 1 + 1
    assert cloud.scripted.calls["sentiment"] == 2
    assert len({notice.dedupe_id for notice in cloud.topic.notices}) == len(ids)
    assert cloud.receives, "nothing was doubled"


def test_invariant_01_the_same_event_at_once_makes_one_item() -> None:
    """Eight functions at once with the same event make one item, and one set of tags."""
    cloud = FakeCloud()
    item_id = cloud.upload("one.jpg", picture(text=["EXIT"], keywords=["Berlin"]))
    body = cloud.queues.waiting[QueueName.INGEST].pop()
    _at_once(8, lambda: cloud.deliver(QueueName.INGEST, body))
    for queue in (QueueName.IMAGE, QueueName.VISION):
        bodies = cloud.queues.waiting.pop(queue)
        _at_once(8, lambda queue=queue, bodies=bodies: cloud.deliver(queue, bodies[0]))
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert Counter(tag.name for tag in item.tags) == {"EXIT": 1, "Berlin": 1}
    assert {notice.dedupe_id for notice in cloud.topic.notices} == {f"{item_id}:{item.version}"}


def _at_once(count: int, act: Callable[[], object]) -> None:
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        act()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_invariant_01_the_same_bytes_under_another_name_are_a_duplicate() -> None:
    """A second item of the same bytes is rejected, names the first, and costs no analysis."""
    cloud = FakeCloud()
    first = cloud.upload("one.jpg", picture(text=["EXIT"]))
    cloud.run()
    calls = dict(cloud.scripted.calls)
    second = cloud.upload("two.jpg", picture(text=["EXIT"]))
    elsewhere = cloud.upload("three.jpg", picture(text=["EXIT"]), library="private-u-1")
    cloud.run()
    item = cloud.item(second)
    assert (item.status, item.status_reason) == (ItemStatus.REJECTED, f"duplicate:{first}")
    assert not item.is_open
    assert cloud.item(elsewhere).status is ItemStatus.COMPLETED
    assert cloud.scripted.calls["text"] == calls["text"] + 1


@pytest.mark.expected_log("record failed")
def test_invariant_02_only_what_fails_is_given_back() -> None:
    """Of a batch, every record is handled, and only those that fail are named."""
    cloud = FakeCloud()
    ids = [cloud.upload(f"{number}.jpg", picture(text=[str(number)])) for number in range(3)]
    bodies = cloud.queues.waiting[QueueName.INGEST]
    records = [{"messageId": f"m{number}", "body": body} for number, body in enumerate(bodies)]
    records.insert(1, {"messageId": "bad", "body": "no JSON"})
    records.insert(0, {"messageId": "test", "body": (EVENTS / "test_event.json").read_text()})
    answer = run_queue("ingest", {"Records": records}, lambda body: ingest.handle(cloud.services, body))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert all(cloud.item(item_id).status is ItemStatus.RECEIVED for item_id in ids)


def test_invariant_02_test_events_and_strangers_are_ignored() -> None:
    """Test events, other events, and keys that are no original's make no item."""
    cloud = FakeCloud()
    strangers = ["uploads/newsroom/u-1/2026/11/x/original.jpg", "derived/a/b", "", f"{'a' * 2000}"]
    bodies = [event_bridge(key) for key in strangers] + [notification(key) for key in strangers]
    bodies += [(EVENTS / "test_event.json").read_text(), "{}", '{"Records": []}', "[]", "null"]
    bodies.append(json.dumps({"detail-type": "Object Deleted", "detail": {"bucket": {}, "object": {}}}))
    event = {"Records": [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]}
    answer = run_queue("ingest", event, lambda body: ingest.handle(cloud.services, body))
    assert answer == {"batchItemFailures": []}
    assert not cloud.items.rows
    assert run_queue("ingest", {"Event": "s3:TestEvent"}, lambda _body: None) == {"batchItemFailures": []}


AWKWARD = ["a b.jpg", "1+1.jpg", "100 %.jpg", "%2B%20.jpg", "é.jpg", "R&D.jpg", "a(1).jpg", "🎉.jpg", "two\nlines.jpg"]


@pytest.mark.parametrize("envelope", ["object_created_eventbridge.json", "object_created_notification.json"])
@pytest.mark.parametrize("key", [*AWKWARD, "plain"])
def test_invariant_03_each_envelope_gives_back_the_key_that_was_put(envelope: str, key: str) -> None:
    """A key with any character is read from AWS's own events as it was put: one decoder for each envelope."""
    sent = quote_plus(key, safe="/") if "notification" in envelope else key
    body = (EVENTS / envelope).read_text().replace('"KEY"', json.dumps(sent))
    (event,) = parse_events(body)
    assert (event.key, event.bucket) == (key, "KEYBUCKET")
    assert event.version_id
    assert event.sequencer


@pytest.mark.parametrize("filename", [*AWKWARD, "x" * 246 + ".jpg", "名" * 250 + ".jpg"])
@pytest.mark.parametrize("envelope", [event_bridge, notification])
def test_invariant_03_names_round_trip(filename: str, envelope: Callable[..., str]) -> None:
    """A file's own name comes out as it went in, whatever is in it and however long it is."""
    cloud = FakeCloud()
    item_id = cloud.upload(filename, picture(), tells=False)
    key = str(OriginalKey.of("newsroom", "u-1", item_id, filename))
    assert cloud.deliver(QueueName.INGEST, envelope(key, cloud.originals.head(key).version_id))
    assert cloud.item(item_id).filename == filename
    assert encode_name(filename)[0].isascii()


def test_invariant_05_originals_are_left_as_they_are() -> None:
    """Analysis changes no byte of any original, writes nothing beside them, and looks at the version it was told of."""
    cloud = FakeCloud()
    _upload_one_of_each(cloud)
    before = cloud.originals.bodies()
    versions = list(cloud.originals.versions("uploads/"))
    cloud.run()
    assert cloud.originals.bodies() == before
    assert list(cloud.originals.versions("uploads/")) == versions


def test_invariant_05_bytes_that_are_not_those_sent_are_not_analysed() -> None:
    """Where the stored bytes do not have the SHA-256 that the uploader says, the item fails with that reason."""
    cloud = FakeCloud()
    ids = [
        cloud.upload("one.jpg", picture(text=["EXIT"]), sha256="0" * 64),
        cloud.upload("two.wav", recording(says=[WORDS]), sha256="1" * 64),
    ]
    cloud.run()
    for item_id in ids:
        item = cloud.item(item_id)
        assert (item.status, item.status_reason) == (ItemStatus.FAILED, "checksum")
    assert cloud.scripted.calls == Counter()


@pytest.mark.parametrize("seed", range(5))
def test_invariant_06_rank_never_goes_down(seed: int) -> None:
    """No write takes an item's status back, whatever is doubled, late or cut off; versions only grow."""
    cloud = FakeCloud(seed=seed)
    _upload_one_of_each(cloud)
    cloud.upload("no.jpg", b"this is text")
    ranks: dict[str, tuple[int, int]] = {}
    seen: list[tuple[str, int, int]] = []

    def watch(image: dict[str, object]) -> None:
        cloud.stream.append(image)
        if "status" in image:
            item_id, rank = image["id"]["S"], ItemStatus(image["status"]["S"]).rank
            version = int(image["version"]["N"])
            before = ranks.get(item_id, (0, 0))
            assert (rank, version) >= before, f"{item_id} went from {before} to {rank, version}"
            ranks[item_id] = (rank, version)
            seen.append((item_id, rank, version))

    cloud.items.on_write = watch
    cloud.doubles = 0.3
    cloud.run()
    assert seen
    assert all(rank == ItemStatus.COMPLETED.rank for rank, _version in ranks.values())


def test_invariant_06_a_deleted_item_takes_no_late_result() -> None:
    """A result or an event that comes after the deletion does not bring the item back."""
    cloud = FakeCloud()
    item_id = cloud.upload("one.jpg", picture(text=["EXIT"]))
    body = cloud.queues.waiting[QueueName.INGEST].pop()
    cloud.deliver(QueueName.INGEST, body)
    row = cloud.items.rows[item_id]
    row["status"] = "DELETED"
    before = dict(row)
    cloud.queues.waiting[QueueName.INGEST].append(body)
    cloud.run()
    cloud.clock.advance(timedelta(days=2))
    cloud.sweep()
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.DELETED
    assert cloud.item(item_id).pending == Item.from_record(before).pending


def test_invariant_06_new_bytes_under_the_same_key_are_analysed_again() -> None:
    """Bytes put over others are a new analysis version; an older event that comes late changes nothing."""
    cloud = FakeCloud()
    item_id = cloud.upload("one.jpg", picture(text=["OLD"]))
    cloud.run()
    first = cloud.item(item_id)
    key = first.key
    body = picture(text=["NEW"])
    head = cloud.originals.upload(key, body, {"sha256": sha256(body).hexdigest(), "filename": "one.jpg"})
    cloud.queues.waiting[QueueName.INGEST].append(event_bridge(key, head.version_id, sequencer="0065A1FF"))
    cloud.run()
    second = cloud.item(item_id)
    assert (second.analysis_version, second.status) == (2, ItemStatus.COMPLETED)
    assert second.version > first.version
    assert [tag.name for tag in second.tags] == ["NEW"]
    cloud.queues.waiting[QueueName.INGEST].append(event_bridge(key, first.version_id, sequencer="0065A0"))
    cloud.run()
    assert cloud.item(item_id) == second


def _is_shown_as_unfinished(row: Record) -> bool:
    return str(row["id"]).startswith("claim#") or ItemStatus(str(row["status"])).is_final or "work_state" in row


@pytest.mark.parametrize("seed", range(3))
def test_invariant_07_sweep_ends_items_whose_events_were_all_lost(seed: int) -> None:
    """With every message and every change of the stream lost, sweep alone brings all items to an end."""
    cloud = FakeCloud(seed=seed)
    ids = _upload_one_of_each(cloud)
    cloud.queues.drops = True
    cloud.run()
    cloud.stream.clear()
    assert all(cloud.item(item_id).status is ItemStatus.RECEIVED for item_id in ids)
    assert all(_is_shown_as_unfinished(row) for row in cloud.items.rows.values())
    cloud.queues.drops = False
    for _ in range(12):
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        # Each function runs once, and what it sends on is lost again; the stream is never heard.
        for queue in QueueName:
            bodies = cloud.queues.waiting[queue]
            cloud.queues.waiting[queue] = []
            for body in bodies:
                cloud.deliver(queue, body)
        if cloud.random.random() < 0.3:
            cloud.queues.waiting.clear()
        cloud.stream.clear()
        assert all(_is_shown_as_unfinished(row) for row in cloud.items.rows.values())
    states = [cloud.item(item_id).status for item_id in ids]
    assert all(state.is_final for state in states), states
    assert all("work_state" not in row for row in cloud.items.rows.values())
    assert {notice.item_id for notice in cloud.topic.notices} == set(ids)


def test_invariant_07_sweep_ends_what_nobody_can_do() -> None:
    """An item whose functions never answer is ended after a stated number of attempts, as given up."""
    cloud = FakeCloud()
    ids = _upload_one_of_each(cloud)
    cloud.queues.drops = False
    while cloud.queues.waiting[QueueName.INGEST]:
        cloud.deliver(QueueName.INGEST, cloud.queues.waiting[QueueName.INGEST].pop())
    for _ in range(8):
        cloud.queues.waiting.clear()
        cloud.stream.clear()
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
    for item_id in ids:
        assert (cloud.item(item_id).status, cloud.item(item_id).status_reason) == (ItemStatus.FAILED, "gave_up")
    assert len(cloud.topic.notices) == len(ids)


def test_invariant_07_sweep_leaves_what_is_only_waiting() -> None:
    """While a function's queue is long, its items are waiting, not lost: nothing is sent twice or given up."""
    cloud = FakeCloud()
    item_id = cloud.upload("one.jpg", picture())
    cloud.deliver(QueueName.INGEST, cloud.queues.waiting[QueueName.INGEST].pop())
    for _ in range(20):
        cloud.clock.advance(timedelta(hours=1))
        cloud.sweep()
    assert cloud.queues.depth(QueueName.IMAGE) == 1
    assert cloud.item(item_id).analyses["text"].attempt == 1
    cloud.clock.advance(timedelta(hours=12))
    cloud.sweep()
    assert cloud.queues.depth(QueueName.IMAGE) == 2


def _writes_in_all() -> int:
    cloud = FakeCloud()
    _upload_one_of_each(cloud)
    cloud.run()
    return cloud.writes.count


WRITES = _writes_in_all()


@pytest.mark.parametrize("after", range(1, WRITES + 1))
def test_invariant_08_a_crash_after_any_write_changes_nothing(after: int, undisturbed: list[Record]) -> None:
    """Killed right after its n-th write, for every n, the cloud ends as if nothing had happened, and says so once."""
    cloud = FakeCloud()
    ids = _upload_one_of_each(cloud)
    cloud.writes.crash_after = after
    cloud.run()
    assert cloud.crashes == 1
    assert not cloud.dead
    assert _ends(cloud, ids) == undisturbed
    assert all("work_state" not in row for row in cloud.items.rows.values())
    assert {notice.dedupe_id for notice in cloud.topic.notices} == {f"{i}:{cloud.item(i).version}" for i in ids}
    for item_id in ids:
        item = cloud.item(item_id)
        snapshot = parse_item_json(cloud.derived.read(f"derived/newsroom/{item_id}/v1/item.json"))
        assert snapshot == cloud.items.get(item_id), f"item.json of {item.filename} is not the row"


@pytest.mark.parametrize("after", range(1, WRITES + 1, 3))
def test_invariant_08_a_crash_and_no_redelivery_is_mended_by_sweep(after: int, undisturbed: list[Record]) -> None:
    """Killed after any write with its message lost, an item still comes to the same end."""
    cloud = FakeCloud()
    ids = _upload_one_of_each(cloud)
    waiting = list(cloud.queues.waiting[QueueName.INGEST])
    cloud.writes.crash_after = after
    while cloud.step():
        if cloud.crashes:
            cloud.crashes = 0
            for bodies in cloud.queues.waiting.values():
                bodies.clear()
            cloud.stream.clear()
            cloud.queues.waiting[QueueName.INGEST] += waiting  # S3 tells at least once; what follows may be lost
    for _ in range(4):
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        cloud.run()
    assert list(map(_without_attempts, _ends(cloud, ids))) == list(map(_without_attempts, undisturbed))


def _without_attempts(record: Record) -> Record:
    analyses = record["analyses"]
    assert isinstance(analyses, dict)
    return record | {"analyses": {n: {**a, "attempt": 1} for n, a in analyses.items() if isinstance(a, dict)}}


def _has_float(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(_has_float, value.values()))
    if isinstance(value, list):
        return any(map(_has_float, value))
    return isinstance(value, float)


_text = st.text(min_size=1, max_size=300)
_findings = st.lists(_text, max_size=400)


@settings(max_examples=25, deadline=None)
@given(
    lines=_findings,
    keywords=st.lists(_text, max_size=300),
    faces=st.integers(0, 200),
    headline=st.text(max_size=6000),
    filename=st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=250),
)
def test_invariant_13_pictures_stay_within_the_budget(
    lines: list[str], keywords: list[str], faces: int, headline: str, filename: str
) -> None:
    """However much is found, the item stays ≤ 64 KB and ≤ 300 tags, holds no float, and the rest reads back equal."""
    cloud = FakeCloud()
    caption = dict.fromkeys(("headline", "caption", "byline", "credit", "rights", "embargo_until"), headline)
    item_id = cloud.upload(filename, picture(text=lines, keywords=keywords, faces=faces, caption=caption))
    cloud.run()
    _assert_bounded(cloud, item_id)
    item = cloud.item(item_id)
    if lines:
        assert [tag.name for tag in read_full_tags(cloud.services, item, AnalysisName.TEXT)] == lines


@settings(max_examples=10, deadline=None)
@given(
    frames=st.lists(st.lists(_text, min_size=1, max_size=20), min_size=1, max_size=60),
    words=st.lists(st.lists(_text, min_size=3, max_size=400), min_size=1, max_size=48),
)
def test_invariant_13_videos_stay_within_the_budget(frames: list[list[str]], words: list[list[str]]) -> None:
    """So does a video's item, between its parts too; its transcript reads back whole."""
    cloud = FakeCloud()
    sizes: list[int] = []

    def watch(image: dict[str, object]) -> None:
        cloud.stream.append(image)
        row = cloud.items.get(str(image["id"]["S"]))
        sizes.append(record_bytes(row or {}))

    cloud.items.on_write = watch
    item_id = cloud.upload("v.mp4", video(frames=[{"text": each} for each in frames], says=words))
    cloud.run()
    assert max(sizes) <= ITEM_BYTES
    _assert_bounded(cloud, item_id)
    item = cloud.item(item_id)
    assert item.transcript is not None
    document = json.loads(cloud.derived.read(item.transcript.key))
    assert [word["text"] for word in document["words"]] == [word for chunk in words for word in chunk]


def _assert_bounded(cloud: FakeCloud, item_id: str) -> None:
    record = cloud.items.get(item_id)
    assert record is not None
    assert record_bytes(record) <= ITEM_BYTES
    tags = record["tags"]
    assert isinstance(tags, list)
    assert len(tags) <= 300
    assert not _has_float(record)
    snapshot = parse_item_json(cloud.derived.read(f"derived/newsroom/{item_id}/v1/item.json"))
    assert snapshot == record
    assert all(not isinstance(value, float) for value in snapshot.values())
    assert isinstance(snapshot["size_bytes"], Decimal)


@pytest.mark.parametrize(
    ("script", "failed"),
    [
        ({"fails": {"text": "damaged"}}, "text"),
        ({"fails": {"faces": "damaged"}}, "faces"),
        ({"fails": {"metadata": "damaged"}}, "metadata"),
    ],
)
def test_invariant_15_a_failing_analysis_leaves_the_others(script: dict[str, object], failed: str) -> None:
    """A picture that one engine refuses is PARTIAL: what the others found stands."""
    cloud = FakeCloud()
    item_id = cloud.upload("one.jpg", picture(text=["EXIT"], faces=1, keywords=["Berlin"], **script))
    cloud.run()
    item = cloud.item(item_id)
    assert (item.status, item.status_reason) == (ItemStatus.PARTIAL, "damaged")
    others = {name: each.state for name, each in item.analyses.items() if each.state is not AnalysisState.SKIPPED}
    assert others.pop(failed) is AnalysisState.FAILED
    assert set(others.values()) == {AnalysisState.SUCCEEDED}


@pytest.mark.expected_log("record failed")
@pytest.mark.parametrize("broken", ["text", "faces", "metadata", "thumbnails"])
def test_invariant_15_a_broken_engine_is_given_up_alone(broken: str) -> None:
    """An engine that breaks every time is dead-lettered: its analysis is given up, and the others' findings stand."""
    cloud = FakeCloud()
    item_id = cloud.upload("one.jpg", picture(text=["EXIT"], faces=1, keywords=["Berlin"], breaks=[broken]))
    cloud.run()
    cloud.bury()
    item = cloud.item(item_id)
    assert item.analyses[broken].state is AnalysisState.FAILED
    assert item.analyses[broken].reason == "gave_up"
    assert item.status is (ItemStatus.FAILED if broken == "thumbnails" else ItemStatus.PARTIAL)
    if broken != "thumbnails":
        stands = {"text", "faces", "metadata", "thumbnails"} - {broken}
        assert all(item.analyses[name].state is AnalysisState.SUCCEEDED for name in stands)


@pytest.mark.expected_log("record failed")
@pytest.mark.parametrize("broken", ["text", "faces", "speech", "phrases", "poster", "frames", "sound", "probe"])
def test_invariant_15_a_video_keeps_what_its_other_engines_found(broken: str) -> None:
    """A video with one broken engine comes to an end; every engine that does not hang on it has its findings."""
    cloud = FakeCloud()
    frames = [{"text": ["EXIT"], "faces": 1, "breaks": [broken]}] * 3
    item_id = cloud.upload("v.mp4", video(frames=frames, says=[WORDS], breaks=[broken]))
    if broken == "phrases":
        cloud.scripted.broken = {broken}
    cloud.run()
    cloud.bury()
    item = cloud.item(item_id)
    assert item.status in {ItemStatus.PARTIAL, ItemStatus.FAILED}
    found = {name for name, each in item.analyses.items() if each.state is AnalysisState.SUCCEEDED}
    hangs_on = {
        "text": {"text"},
        "faces": {"faces"},
        "speech": {"speech", "language", "phrases", "sentiment"},
        "phrases": {"phrases"},
        "poster": {"thumbnails"},
        "frames": {"text", "faces"},
        "sound": {"speech", "language", "phrases", "sentiment"},
        "probe": {"thumbnails", "metadata", "text", "faces", "speech", "language", "phrases", "sentiment"},
    }[broken]
    everything = {"thumbnails", "metadata", "text", "faces", "speech", "language", "phrases", "sentiment"}
    assert found == everything - hangs_on
