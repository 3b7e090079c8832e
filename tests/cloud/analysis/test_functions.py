"""What each function does with what it gets, over memory and scripted engines."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis.av import SHORTEST_CHUNK_MS
from cloud.analysis.shell.logs import JsonLines
from cloud.analysis.words.subtitles import cues, subrip, webvtt
from cloud.analysis.work import plan
from cloud.analysis.work.budgets import TAG_BUDGETS, clip_text, fit_caption, fit_tags
from cloud.analysis.work.messages import BadMessageError, Frame, SpeechWork, VisionWork, Work, parse_message
from cloud.analysis.work.profiles import shipped_profiles
from cloud.contract.findings import Caption, Tag, TagKind
from cloud.contract.keys import OriginalKey
from cloud.contract.media import MediaType
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus, Profile
from cloud.contract.transcript import Word
from cloud.store.events import ObjectCreated
from cloud.store.queues import QueueName
from cloud.store.wire import value_bytes
from tests.fakes.cloud import FakeCloud, event_bridge
from tests.fakes.engines import picture, recording, video

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.findings import Analysis

WORDS = ["the", "minister", "arrived"]


@pytest.mark.parametrize(
    ("filename", "body", "reason"),
    [("text.jpg", b"this is text", "not_media"), ("empty.jpg", b"", "empty"), ("page.mp4", b"<html>", "not_media")],
)
def test_what_is_no_media_is_rejected(filename: str, body: bytes, reason: str) -> None:
    """An object that is no media has a record that says why, a notice, and no analysis."""
    cloud = FakeCloud()
    item_id = cloud.upload(filename, body)
    cloud.run()
    item = cloud.item(item_id)
    assert (item.status, item.status_reason, item.pending, item.is_open) == (ItemStatus.REJECTED, reason, set(), False)
    assert not item.analyses
    assert [notice.status for notice in cloud.topic.notices] == ["REJECTED"]


def test_another_persons_library_is_refused() -> None:
    """A file under somebody else's private library is rejected, and nothing of it is looked at."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.jpg", picture(), library="private-u-2", owner_id="u-1")
    cloud.run()
    assert (cloud.item(item_id).status, cloud.item(item_id).status_reason) == (ItemStatus.REJECTED, "not_owner")
    assert not cloud.scripted.calls


def test_what_the_desktop_says_is_kept() -> None:
    """Name, folder, profile, language and time come from the object's metadata."""
    cloud = FakeCloud()
    item_id = cloud.upload(
        "é.jpg",
        picture(),
        captured_at="2026-11-20T10:00:00+01:00",
        profile="private",
        language="en-GB",
        folder="R%C3%BCckkehr",
    )
    cloud.run()
    item = cloud.item(item_id)
    assert (item.filename, item.folder, item.language) == ("é.jpg", "Rückkehr", "en-GB")
    assert (item.profile, item.captured_at) == (Profile.PRIVATE, "2026-11-20T10:00:00+01:00")
    assert item.uploaded_at == cloud.originals.head(item.key).modified


def test_what_the_file_says_of_its_time_goes_first() -> None:
    """The embedded moment replaces the one that the desktop guessed."""
    cloud = FakeCloud()
    body = picture(captured_at="2026-11-20T10:00:00+01:00")
    item_id = cloud.upload("a.jpg", body, captured_at="2026-11-22T10:00:00Z")
    cloud.run()
    assert cloud.item(item_id).captured_at == "2026-11-20T10:00:00+01:00"


def test_a_stranger_without_metadata_is_taken_all_the_same() -> None:
    """An object without our metadata is analysed, with what can be known of it."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.jpg", picture(text=["EXIT"]), sha256="", filename="", profile="", folder="")
    cloud.run()
    item = cloud.item(item_id)
    assert (item.status, item.filename, item.profile) == (ItemStatus.COMPLETED, "original.jpg", Profile.FULL)


@pytest.mark.parametrize("status", ["FAILED", "REJECTED", "DELETED"])
def test_bytes_pass_to_another_when_their_item_is_gone(status: str) -> None:
    """A file sent again after its first item failed, was rejected or deleted is no duplicate."""
    cloud = FakeCloud()
    first = cloud.upload("a.jpg", picture(text=["EXIT"]))
    cloud.run()
    cloud.items.rows[first]["status"] = status
    second = cloud.upload("b.jpg", picture(text=["EXIT"]))
    third = cloud.upload("c.jpg", picture(text=["EXIT"]))
    cloud.run()
    ends = {cloud.item(second).status, cloud.item(third).status}
    assert ends == {ItemStatus.COMPLETED, ItemStatus.REJECTED}


def test_bytes_that_others_took_the_place_of_are_free() -> None:
    """Where an item's bytes were replaced, a file with the first ones is no duplicate of it."""
    cloud = FakeCloud()
    first = cloud.upload("a.jpg", picture())
    cloud.run()
    other = picture() + b"other"
    cloud.upload("a.jpg", other, item_id=first, tells=False)
    key = cloud.item(first).key
    version_id = cloud.originals.head(key).version_id
    cloud.queues.waiting[QueueName.INGEST].append(event_bridge(key, version_id, sequencer="0065A2"))
    cloud.run()
    assert cloud.item(first).sha256 == hashlib.sha256(other).hexdigest()
    second = cloud.upload("b.jpg", picture())
    cloud.run()
    assert cloud.item(second).status is ItemStatus.COMPLETED


@pytest.mark.parametrize("body", [b'{"filename": "' + b"x" * 100_000 + b'"}', b"[" * 60_000])
def test_a_name_that_is_no_name_is_not_read_whole(body: bytes) -> None:
    """What a person puts where a long name belongs costs ingest neither its memory nor its stack."""
    cloud = FakeCloud()
    item_id = cloud.upload("é" * 200 + ".jpg", picture(), tells=False)
    key = OriginalKey.of("newsroom", "u-1", item_id, "a.jpg")
    cloud.originals.upload(key.name_json, body)
    cloud.queues.waiting[QueueName.INGEST].append(event_bridge(str(key)))
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert item.filename.startswith("é")
    assert "…" in item.filename


def test_the_key_of_another_item_is_not_believed() -> None:
    """An event whose key is not that of the item's record changes nothing."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.jpg", picture())
    cloud.run()
    before = cloud.item(item_id)
    cloud.upload("a.png", picture(text=["OTHER"]), item_id=item_id)
    cloud.run()
    assert cloud.item(item_id) == before


RULES = shipped_profiles()
ENGINE_SETS = [
    plan.OWN_ENGINES, plan.EngineSet(aws=True), plan.EngineSet(aws=True, ondevice=False), plan.EngineSet(ondevice=False)
]  # fmt: skip


def _named(analyses: Mapping[str, Analysis]) -> dict[str, str]:
    return {name: each.reason or each.state.value for name, each in analyses.items()}


@pytest.mark.parametrize("media_type", MediaType)
@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("language", ["", "en-US", "fr"])
@pytest.mark.parametrize("engines", ENGINE_SETS)
def test_every_plan_is_whole(media_type: MediaType, profile: Profile, language: str, engines: plan.EngineSet) -> None:
    """What is pending is exactly what is queued; everything else that the media could have says why not."""
    made = plan.plan(media_type, RULES[profile], language, 3, engines)
    queued = {name for name, each in made.analyses.items() if each.state is AnalysisState.QUEUED}
    assert made.pending == queued
    assert {"thumbnails", "metadata"} <= queued
    assert all(each.reason for name, each in made.analyses.items() if name not in queued)
    assert {each.version for each in made.analyses.values()} == {3}


def test_plans_are_what_they_are_said_to_be() -> None:
    """Pictures are never spoken of, on device nobody names people, and speech is English or skipped."""
    image = _named(plan.plan(MediaType.IMAGE, RULES["full"], "", 1).analyses)
    assert image == {
        "thumbnails": "QUEUED", "metadata": "QUEUED", "text": "QUEUED", "faces": "QUEUED",
        "labels": "no_engine", "people": "no_engine", "logos": "no_engine",
    }  # fmt: skip
    french = _named(plan.plan(MediaType.AUDIO, RULES["full"], "fr-FR", 1).analyses)
    assert {french[name] for name in ("speech", "language", "entities", "phrases", "sentiment")} == {"language"}
    basic = plan.plan(MediaType.VIDEO, RULES["basic"], "", 1)
    assert basic.pending == {"thumbnails", "metadata", "text"}
    assert plan.plan(MediaType.VIDEO, RULES["private"], "", 1) == plan.plan(MediaType.VIDEO, RULES["full"], "", 1)


def test_on_aws_each_analysis_has_its_service_and_private_files_have_none() -> None:
    """A profile that lets third parties see its files uses AWS for all it can; a private one never does."""
    aws = plan.EngineSet(aws=True)
    engines = {
        name: each.engine for name, each in plan.plan(MediaType.VIDEO, RULES["full"], "fr", 1, aws).analyses.items()
    }
    assert engines == {
        "thumbnails": "ondevice", "metadata": "ondevice", "text": "rekognition", "faces": "rekognition",
        "labels": "rekognition", "people": "rekognition", "logos": "rekognition", "speech": "transcribe",
        "language": "comprehend", "entities": "comprehend", "phrases": "comprehend", "sentiment": "comprehend",
    }  # fmt: skip
    private = plan.plan(MediaType.VIDEO, RULES["private"], "", 1, aws).analyses
    assert {each.engine for each in private.values()} == {"ondevice", "none"}
    alone = plan.plan(MediaType.VIDEO, RULES["private"], "", 1, plan.EngineSet(aws=True, ondevice=False))
    assert alone.pending == {"thumbnails", "metadata"}


@pytest.mark.parametrize(
    ("language", "is_heard"), [("", True), ("en", True), ("EN_us", True), ("end", False), ("fr", False)]
)
def test_only_english_is_listened_to(language: str, is_heard: bool) -> None:  # noqa: FBT001 -- a table's column
    """The recognizer is US English: it listens to English, and where nobody said."""
    assert plan.speaks_english(language) is is_heard


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ([["one", "two"]], AnalysisState.NO_DATA),
        ([["one", "two"], ["three"]], AnalysisState.SUCCEEDED),
        ([[]], AnalysisState.NO_DATA),
    ],
)
def test_too_few_words_are_no_speech(says: list[list[str]], state: AnalysisState) -> None:
    """Fewer than three words, all parts together, are not shown as a transcript."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.wav", recording(says=says))
    cloud.run()
    item = cloud.item(item_id)
    assert item.analyses["speech"].state is state
    assert (item.transcript is None) is (state is AnalysisState.NO_DATA)


def test_a_transcript_is_rough_and_in_time() -> None:
    """Words of a later chunk keep their place on the item's time axis; the transcript says that it is rough."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS, WORDS]))
    cloud.run()
    summary = cloud.item(item_id).transcript
    assert summary is not None
    assert summary.is_rough
    document = json.loads(cloud.derived.read(summary.key))
    second = SHORTEST_CHUNK_MS
    assert [word["start_ms"] for word in document["words"]] == [0, 400, 800, second, second + 400, second + 800]
    assert cloud.derived.read(summary.key.replace("transcript.json", "subtitles.vtt")).startswith(b"WEBVTT\n")
    assert not list(cloud.derived.list(summary.key.replace("transcript.json", "sound/")))


@pytest.mark.expected_log("record failed")
def test_a_lost_chunk_leaves_the_rest_of_the_transcript() -> None:
    """Where one chunk of many is given up, the transcript holds the others, and the item is PARTIAL."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS, WORDS, WORDS]))
    while not cloud.queues.waiting[QueueName.SPEECH]:
        cloud.step()
    lost = cloud.queues.waiting[QueueName.SPEECH].pop(1)
    cloud.run()
    cloud.scripted.broken = {"speech"}
    for _ in range(5):
        assert not cloud.deliver(QueueName.SPEECH, lost)
    cloud.dead.append(lost)
    cloud.bury()
    item = cloud.item(item_id)
    assert (item.status, item.status_reason) == (ItemStatus.PARTIAL, "gave_up")
    assert item.transcript is not None
    assert item.transcript.excerpt == " ".join(WORDS * 2)
    assert item.analyses["language"].state is AnalysisState.SUCCEEDED


@pytest.mark.parametrize(("fails", "reason"), [("probe", "damaged"), ("sound", "damaged")])
def test_a_recording_that_cannot_be_opened_says_why(fails: str, reason: str) -> None:
    """A damaged recording fails with its reason; what would have read its transcript is skipped, not pending."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS], fails={fails: reason}))
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is (ItemStatus.FAILED if fails == "probe" else ItemStatus.PARTIAL)
    assert item.status_reason == reason
    assert item.analyses["sentiment"].state is AnalysisState.SKIPPED


def test_a_recording_of_more_than_four_hours_is_not_listened_to() -> None:
    """Over the recognizer's limit speech is SKIPPED(too_long), said so."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS], duration_ms=5 * 3600 * 1000))
    cloud.run()
    item = cloud.item(item_id)
    assert (item.analyses["speech"].state, item.analyses["speech"].reason) == (AnalysisState.SKIPPED, "too_long")
    assert item.status is ItemStatus.COMPLETED


def test_a_video_container_without_pictures_is_a_recording() -> None:
    """An MP4 with sound alone gets a waveform, a transcript, and the media type of what it is."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.mp4", video(frames=[], says=[WORDS], blind=True))
    cloud.run()
    item = cloud.item(item_id)
    assert (item.media_type, item.status) == ("audio", ItemStatus.COMPLETED)
    assert item.analyses["text"].state is AnalysisState.NO_DATA
    assert item.transcript is not None


def test_frames_are_looked_at_by_twenties() -> None:
    """No message to vision holds more than twenty frames, and every frame is in one of them."""
    cloud = FakeCloud()
    cloud.upload("a.mp4", video(frames=[{"text": [str(number)]} for number in range(45)], silent=True))
    while not cloud.queues.waiting[QueueName.VISION]:
        cloud.step()
    messages = [parse_message(body) for body in cloud.queues.waiting[QueueName.VISION]]
    assert [len(message.frames) for message in messages if isinstance(message, VisionWork)] == [20, 20, 5]
    frames = {frame.at_ms for message in messages if isinstance(message, VisionWork) for frame in message.frames}
    assert frames == {number * 1000 for number in range(45)}


def test_what_does_not_fit_is_still_found() -> None:
    """Text over the budget is not in the tags, but in the search text."""
    cloud = FakeCloud()
    lines = [f"line {number}" for number in range(300)]
    item_id = cloud.upload("a.jpg", picture(text=lines))
    cloud.run()
    item = cloud.item(item_id)
    assert len(item.tags) == TAG_BUDGETS[AnalysisName.TEXT].tags
    assert set(lines) <= set(item.search_text.splitlines())


@pytest.mark.parametrize("key", ["uploads", ""])
@pytest.mark.expected_log("record failed")
def test_an_upload_that_cannot_be_ingested_is_seen_to_fail(key: str) -> None:
    """Where ingest is given up, the item is FAILED(gave_up), not missing; a dead letter of nothing is let go."""
    cloud = FakeCloud()
    if not key:
        cloud.dead = ["{}", "no JSON", json.dumps({"detail-type": "x", "detail": {}})]
        cloud.bury()
        assert not cloud.items.rows
        cloud.deliver(QueueName.INGEST, "no JSON")
        return
    item_id = cloud.upload("a.jpg", picture())
    body = cloud.queues.waiting[QueueName.INGEST].pop()
    original = OriginalKey.of("newsroom", "u-1", item_id, "a.jpg")
    cloud.originals.is_unreadable = True
    assert not cloud.deliver(QueueName.INGEST, body)
    cloud.dead.append(body)
    cloud.bury()
    item = cloud.item(item_id)
    assert (item.status, item.status_reason, item.key) == (ItemStatus.FAILED, "gave_up", str(original))
    assert [notice.item_id for notice in cloud.topic.notices] == [item_id]


def test_invariant_21_and_23_notices_and_logs_hold_no_words(caplog: pytest.LogCaptureFixture) -> None:
    """Neither a notice nor a log line holds what was said or read, or a file's name."""
    caplog.set_level(logging.DEBUG)
    cloud = FakeCloud()
    cloud.upload("SECRETNAME.mp4", video(frames=[{"text": ["SECRETSIGN"]}], says=[["SECRETWORD", *WORDS]]))
    cloud.upload("b.jpg", picture(fails={"text": "damaged"}, text=["SECRETSIGN"]))
    cloud.run()
    notices = [notice.to_json() + json.dumps(notice.attributes()) for notice in cloud.topic.notices]
    lines = [JsonLines().format(record) for record in caplog.records]
    assert len(notices) == 2
    assert len(lines) > 2
    assert not [each for each in notices + lines if "SECRET" in each]
    assert all(json.loads(line)["message"] for line in lines)


@pytest.mark.parametrize(
    "message",
    [
        Work(QueueName.AV, "01JD", 2),
        VisionWork("01JD", 1, (Frame("k", None),)),
        VisionWork("01JD", 1, (Frame("k", 0), Frame("l", 20)), 3),
        SpeechWork("01JD", 1, 7, "k", 300_000),
    ],
)
def test_messages_round_trip(message: Work | VisionWork | SpeechWork) -> None:
    """What one function sends, another reads."""
    assert parse_message(message.to_json()) == message


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"function": "odd"}', '{"function": "vision", "item_id": "x"}', "null"]
)
def test_what_is_no_message_is_one_error(body: str) -> None:
    """Whatever is wrong with a message, its reader gets ``BadMessageError``."""
    with pytest.raises(BadMessageError):
        parse_message(body)


@pytest.mark.parametrize(
    ("mine", "seen", "is_older"),
    [
        ("01", "02", True),
        ("02", "01", False),
        ("", "01", True),
        ("01", "", False),
        ("0A", "0a00", False),
        ("9", "80", False),
    ],
)
def test_sequencers_of_unequal_length_are_compared_padded_right(mine: str, seen: str, is_older: bool) -> None:  # noqa: FBT001 -- a table's column
    """The shorter sequencer is as if it ended in zeros, and case does not count."""
    assert ObjectCreated("b", "k", "v", mine).is_older_than(seen) is is_older


def _words(*texts: str, every_ms: int = 400) -> list[Word]:
    return [Word(each, at * every_ms, at * every_ms + 300, 80.0) for at, each in enumerate(texts)]


def test_subtitles_are_short_and_in_order() -> None:
    """A cue holds at most 84 characters and 7 seconds, and a pause begins a new one."""
    found = list(cues(_words(*["word"] * 60)))
    assert all(len(cue.text) <= 84 and cue.end_ms - cue.start_ms <= 7000 for cue in found)
    assert " ".join(cue.text for cue in found) == " ".join(["word"] * 60)
    assert len(list(cues(_words("a", "b", every_ms=5000)))) == 2
    assert list(cues([])) == []


def test_subtitles_are_written_as_their_formats_want() -> None:
    """WebVTT escapes markup and uses points, SubRip numbers and uses commas."""
    words = [Word("R&D", 3_600_000, 3_600_500, 90.0), Word("<b>", 3_600_500, 3_601_250, 90.0)]
    assert webvtt(words) == "WEBVTT\n\n01:00:00.000 --> 01:00:01.250\nR&amp;D &lt;b&gt;\n"
    assert subrip(words) == "1\n01:00:00,000 --> 01:00:01,250\nR&D <b>\n"


@given(
    st.lists(
        st.builds(
            Tag,
            st.text(max_size=400),
            st.just(TagKind.TEXT),
            st.none() | st.floats(0, 100),
            st.just("reader"),
            st.none() | st.integers(0, 10**7),
        ),
        max_size=200,
    )
)
def test_fitted_tags_keep_their_order_and_bounds(tags: list[Tag]) -> None:
    """Whatever is found, what goes into the record is within its budget, in order, and the surest are in it."""
    budget = TAG_BUDGETS[AnalysisName.TEXT]
    fitted = fit_tags(AnalysisName.TEXT, tags)
    assert len(fitted) <= budget.tags
    assert sum(1 + value_bytes(tag.to_record()) for tag in fitted) <= budget.size_bytes
    if tags:
        surest = max(tags, key=lambda tag: tag.confidence or 0.0)
        assert clip_text(surest.name, 240) in {tag.name for tag in fitted}


def test_each_sign_is_kept_once_before_any_is_kept_twice() -> None:
    """A sign that stays in view for minutes does not push out the others."""
    stays = [Tag("LIVE", TagKind.TEXT, 99.0, "reader", at) for at in range(200)]
    other = Tag("EXIT", TagKind.TEXT, 81.0, "reader", 500)
    fitted = fit_tags(AnalysisName.TEXT, [*stays, other])
    assert other in fitted
    assert fitted.count(other) == 1


@given(st.text(max_size=300), st.integers(3, 200))
def test_clipped_text_is_bounded_and_whole(text: str, limit: int) -> None:
    """A clipped text takes no more bytes than it may and ends on a whole character."""
    clipped = clip_text(text, limit)
    assert len(clipped.encode()) <= limit
    if len(text.encode()) <= limit:
        assert clipped == text


def test_a_long_caption_is_cut_and_says_so() -> None:
    """Each field of a caption has its budget; what is cut ends in an ellipsis."""
    fitted = fit_caption(Caption(caption="x" * 10_000, byline="K. Reporter"))
    assert fitted.caption.endswith("…")
    assert fitted.byline == "K. Reporter"
