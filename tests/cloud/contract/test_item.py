"""The record and its JSON: exact both ways, bounded, and honest about what is not known."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.contract.findings import Analysis, Caption, Sentiment, Tag, TagKind
from cloud.contract.item import Item, feed_day
from cloud.contract.record import BadRecordError, now_text, pack_text, unpack_text
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus, Profile
from cloud.contract.transcript import Transcript, TranscriptSummary, Word

if TYPE_CHECKING:
    from cloud.contract.record import Value

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_tenths = st.integers(0, 1000).map(lambda n: n / 10)
_edges = st.integers(0, 10_000).map(lambda n: n / 10_000)
_tags = st.builds(
    Tag,
    name=_text,
    kind=st.sampled_from(TagKind),
    confidence=st.none() | _tenths,
    source=_text,
    at_ms=st.none() | st.integers(0, 10**7),
    box=st.none() | st.tuples(_edges, _edges, _edges, _edges),
)
_analyses = st.builds(
    Analysis,
    state=st.sampled_from(AnalysisState),
    engine=_text,
    version=st.integers(1, 9),
    reason=_text,
    attempt=st.integers(1, 9),
    cost_microusd=st.integers(0, 10**9),
    job_id=st.none() | _text,
    token=st.none() | _text,
)
_moments = st.just("2026-11-22T12:00:00.000Z")
_items = st.builds(
    Item,
    id=st.just("01JD00000000000000000000AB"),
    library=st.sampled_from(["newsroom", "private-u-1"]),
    owner_id=st.just("u-1"),
    key=_text,
    version_id=_text,
    filename=_text,
    folder=_text,
    size_bytes=st.integers(0, 2**43),
    sha256=_text,
    profile=st.sampled_from(Profile),
    uploaded_at=_moments,
    status=st.sampled_from(ItemStatus),
    version=st.integers(1, 10**6),
    updated_at=_moments,
    status_reason=_text,
    language=_text,
    media_type=st.sampled_from(["", "image", "audio", "video"]),
    mime=_text,
    width=st.none() | st.integers(1, 10**5),
    height=st.none() | st.integers(1, 10**5),
    duration_ms=st.none() | st.integers(0, 10**8),
    captured_at=st.none() | st.just("2026-11-22T12:00:00+01:00"),
    analysis_version=st.integers(1, 9),
    pending=st.frozensets(st.sampled_from([*AnalysisName, "speech:0007"]).map(str)),
    is_open=st.booleans(),
    analyses=st.dictionaries(st.sampled_from(AnalysisName).map(str), _analyses, max_size=5),
    tags=st.lists(_tags, max_size=5).map(tuple),
    transcript=st.none() | st.builds(TranscriptSummary, _text, _text, _text, _text, is_rough=st.booleans()),
    sentiment=st.none() | st.builds(Sentiment, _text, st.dictionaries(_text, _edges, max_size=4), _text),
    search_text=_text,
    caption=st.builds(Caption, *[_text] * 6),
    deleted_at=st.none() | _moments,
)


@settings(deadline=None)
@given(_items)
def test_records_round_trip(item: Item) -> None:
    """An item read from its own record is the same item, and the record holds no float."""
    record = item.to_record()
    assert Item.from_record(record) == item
    assert not _floats(record)
    assert Item.from_record(item.to_record()).to_record() == record


def _floats(value: Value) -> list[float]:
    if isinstance(value, dict):
        return [each for part in value.values() for each in _floats(part)]
    if isinstance(value, list):
        return [each for part in value for each in _floats(part)]
    return [value] if isinstance(value, float) else []


@settings(deadline=None)
@given(_items)
def test_the_json_of_an_item_is_json(item: Item) -> None:
    """What the command line prints is plain JSON with the promised names, and reasons in words."""
    document = json.loads(json.dumps(item.to_json(thumbnail="/a.jpg")))
    assert set(document) >= {"id", "tags", "transcript", "sentiment", "analyses", "caption", "thumbnail", "poster"}
    assert document["thumbnail"] == "/a.jpg"
    assert [Tag.from_json(tag) for tag in document["tags"]] == list(item.tags)


def test_a_reason_code_becomes_a_sentence() -> None:
    """A person reads why, not a code; a duplicate's other id stays a detail."""
    item = _an_item(status_reason="duplicate:01JD")
    assert item.to_json()["status_reason"] == "The library already has these bytes."


def _an_item(**more: object) -> Item:
    known = {
        "id": "01JD00000000000000000000AB", "library": "newsroom", "owner_id": "u", "key": "k", "version_id": "",
        "filename": "f", "folder": "", "size_bytes": 1, "sha256": "", "profile": Profile.FULL, "uploaded_at": "u",
        "status": ItemStatus.RECEIVED, "version": 1, "updated_at": "2026-11-22T23:59:59.999Z",
    }  # fmt: skip
    return Item(**(known | more))


@pytest.mark.parametrize("broken", [{"status": "ODD"}, {"version": "x"}, {"tags": [1]}, {"analyses": 1}, {"id": None}])
def test_a_record_that_is_none_is_one_error(broken: dict[str, Value]) -> None:
    """Whatever is wrong with a record, its reader gets ``BadRecordError``."""
    with pytest.raises(BadRecordError):
        Item.from_record(_an_item().to_record() | broken)


def test_what_a_later_version_added_is_ignored() -> None:
    """A reader of today reads the records of tomorrow."""
    record = _an_item().to_record() | {"new": {"x": Decimal(1)}, "schema_version": 9}
    assert Item.from_record(record) == _an_item()


def test_thumbnails_are_where_they_are_only_when_made() -> None:
    """The keys of pictures are told once the thumbnails succeeded; a poster is a video's alone."""
    made = {"thumbnails": Analysis(AnalysisState.SUCCEEDED, "pillow", 2)}
    item = _an_item(analyses=made, analysis_version=2, media_type="video")
    assert item.thumbnail_key == "derived/newsroom/01JD00000000000000000000AB/v2/thumb-256.jpg"
    assert (item.poster_key or "").endswith("/v2/poster.jpg")
    assert _an_item(analyses=made, media_type="image").poster_key is None
    assert _an_item().thumbnail_key is None


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- hypothesis adds the zone
def test_moments_are_of_one_width(moment: datetime) -> None:
    """Text order is time order, and the day is the feed's."""
    text = now_text(moment)
    assert len(text) == len("2026-11-22T12:00:00.000Z")
    assert feed_day("newsroom", text) == f"newsroom#{moment:%Y-%m-%d}"


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000), st.integers(60, 2000))
def test_packed_text_keeps_its_bound_and_its_beginning(text: str, limit: int) -> None:
    """A text is cut so that its compressed form fits, and what is read back is how it begins."""
    packed = pack_text(text, limit)
    assert len(packed) <= limit
    assert text.startswith(unpack_text(packed))
    if len(pack_text(text)) <= limit:
        assert unpack_text(packed) == text


def test_a_lone_surrogate_does_not_break_a_record() -> None:
    """A name that is no UTF-8 on disk keeps its readable part."""
    record = _an_item(filename="a\udcff.jpg").to_record()
    assert str(record["filename"]).encode()
    assert _an_item(filename="a\ud800.jpg").to_record()["filename"]


def test_transcripts_round_trip() -> None:
    """The words, their times and how rough they are come back from JSON."""
    words = (Word("hello", 0, 400, 87.5), Word("there", 400, 900, 50.0, "A"))
    transcript = Transcript("en-US", "pocketsphinx", "hello there", words, is_rough=True)
    assert Transcript.from_json(json.loads(json.dumps(transcript.to_json()))) == transcript
    with pytest.raises(BadRecordError):
        Transcript.from_json({"words": "none"})
