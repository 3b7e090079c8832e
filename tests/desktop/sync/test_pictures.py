"""Thumbnails, posters and transcripts come beside the records, once, and again after a failure."""

from __future__ import annotations

import base64
import errno
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from cloud.contract.findings import Analysis
from cloud.contract.keys import derived_key, new_item_id
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from desktop.core.errors import Offline
from desktop.core.events import ItemsChanged, ProblemRaised, ProblemSolved, ThumbnailReady
from desktop.core.words import Problem
from desktop.sync.pictures import PictureFetcher
from tests.fakes.clock import FakeClock
from tests.fakes.newsroom import make_item
from tests.fakes.objects import FakeObjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.contract.item import Item
    from tests.desktop.sync.conftest import Newsroom

DONE = Analysis(AnalysisState.SUCCEEDED, "pillow", 1)
TRANSCRIPT = Transcript("en-US", "pocketsphinx", "the bridge is open", (Word("the", 0, 100, 50.0),), is_rough=True)


@pytest.fixture
def derived() -> FakeObjects:
    """Return an empty bucket."""
    return FakeObjects()


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that only the test turns."""
    return FakeClock()


@pytest.fixture
def fetcher(newsroom: Newsroom, derived: FakeObjects, clock: FakeClock) -> Iterator[PictureFetcher]:
    """Return a pool that ends with the test."""
    fetcher = PictureFetcher(derived, newsroom.items, newsroom.events.append, clock)
    yield fetcher
    assert fetcher.stop()


def _put(derived: FakeObjects, key: str, body: bytes) -> None:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    derived.put(key, body, checksum=digest, mime="image/jpeg", metadata={}, sent=lambda _bytes: True)


def _video(derived: FakeObjects) -> Item:
    item_id = new_item_id()
    key = derived_key("newsroom", item_id, 1, "transcript.json")
    for name in ("thumb-256.jpg", "poster.jpg"):
        _put(derived, derived_key("newsroom", item_id, 1, name), name.encode())
    _put(derived, key, json.dumps(TRANSCRIPT.to_json()).encode())
    return make_item(
        item_id,
        media_type="video",
        analyses={"thumbnails": DONE, "speech": DONE},
        transcript=TranscriptSummary("en-US", "pocketsphinx", "the bridge", key, is_rough=True),
    )


def test_all_that_an_item_has_is_fetched_once(
    newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher
) -> None:
    """GIVEN a video with pictures and speech WHEN it is wanted THEN all is here, said, and not fetched again."""
    item = _video(derived)
    newsroom.items.apply([item])
    fetcher.start()
    fetcher.want([item.id])
    assert fetcher.wait_idle(10)
    assert newsroom.items.thumbnail_path(item.id, 1, 256).read_bytes() == b"thumb-256.jpg"
    assert newsroom.items.poster_path(item.id, 1).read_bytes() == b"poster.jpg"
    assert newsroom.items.transcript(item.id) == TRANSCRIPT
    assert newsroom.events == [ThumbnailReady(item.id), ItemsChanged((item.id,))]
    calls = len(derived.calls)
    fetcher.want([item.id])
    assert fetcher.wait_idle(10)
    assert len(derived.calls) == calls


def test_what_failed_is_tried_again_ever_more_rarely(
    newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher, clock: FakeClock
) -> None:
    """GIVEN a line that is down THEN each item is tried after a delay that doubles; and when it is back."""
    item = _video(derived)
    newsroom.items.apply([item])

    def fail(_method: str, _key: str) -> None:
        raise Offline("fetch")

    derived.before = fail
    derived.calls.clear()
    fetcher.start()
    fetcher.want([item.id])
    tries = []
    for _ in range(16):
        assert fetcher.wait_idle(10)
        tries.append(len(derived.calls))
        clock.advance(1)
        fetcher.retry_missed()
        fetcher.want([item.id])
    assert fetcher.wait_idle(10)
    assert tries == [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5]
    derived.before = lambda _method, _key: None
    fetcher.retry_missed(at_once=True)
    assert fetcher.wait_idle(10)
    assert newsroom.items.thumbnail_path(item.id, 1, 256).is_file()


def test_an_item_that_has_nothing_yet_costs_nothing(
    newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher
) -> None:
    """GIVEN an item that was only received WHEN it is wanted THEN the bucket is not asked."""
    item = make_item(status=ItemStatus.RECEIVED)
    newsroom.items.apply([item])
    assert not fetcher.fetch(item.id)
    assert derived.calls == []


def test_what_is_missing_is_found_on_the_disk(
    newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher
) -> None:
    """GIVEN items of an earlier run THEN only those that lack something are fetched, for old ones their words alone."""
    whole, bare, silent = _video(derived), _video(derived), _video(derived)
    newsroom.items.apply([whole, bare, silent])
    fetcher.fetch(whole.id)
    fetcher.fetch(silent.id)
    newsroom.items.thumbnail_path(silent.id, 1, 256).unlink()
    derived.calls.clear()
    ids = [whole.id, bare.id, silent.id]
    fetcher.want_missing(ids, pictures=False)
    assert fetcher.left == 1
    fetcher.want_missing(ids, pictures=True)
    assert fetcher.left == 2
    fetcher.start()
    assert fetcher.wait_idle(10)
    assert newsroom.items.thumbnail_path(silent.id, 1, 256).is_file()
    assert newsroom.items.transcript(bare.id) == TRANSCRIPT
    assert not [key for _, key in derived.calls if whole.id in key]


def test_a_picture_that_is_not_there_yet_is_asked_for_again(
    newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher, clock: FakeClock
) -> None:
    """GIVEN a record that came before its thumbnail WHEN that is there THEN it comes too; the words came at once."""
    item = _video(derived)
    thumbnail = derived.objects.pop(item.thumbnail_key or "")
    newsroom.items.apply([item])
    fetcher.start()
    fetcher.want([item.id])
    assert fetcher.wait_idle(10)
    assert newsroom.items.transcript(item.id) == TRANSCRIPT
    derived.objects[item.thumbnail_key or ""] = thumbnail
    clock.advance(2)
    fetcher.retry_missed()
    assert fetcher.wait_idle(10)
    assert newsroom.items.thumbnail_path(item.id, 1, 256).is_file()


@pytest.mark.parametrize(("number", "reason"), [(errno.ENOSPC, Reason.DISK_FULL), (errno.EROFS, Problem.UNFORESEEN)])
def test_a_disk_that_takes_no_pictures_is_said_once(
    newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher, number: int, reason: str
) -> None:
    """GIVEN a disk that cannot be written WHEN many pictures fail THEN it is said once, and solved once."""
    videos = [_video(derived) for _ in range(3)]
    newsroom.items.apply(videos)

    def refuse(method: str, _key: str) -> None:
        if method == "get_file":
            raise OSError(number, "refused")

    derived.before = refuse
    fetcher.start()
    fetcher.want([video.id for video in videos])
    fetcher.want([make_item().id])  # one that has nothing to write says nothing about the disk
    assert fetcher.wait_idle(10)
    assert [event.reason for event in newsroom.events if isinstance(event, ProblemRaised)] == [reason]
    assert ProblemSolved(reason) not in newsroom.events
    derived.before = lambda _method, _key: None
    fetcher.retry_missed(at_once=True)
    assert fetcher.wait_idle(10)
    assert newsroom.events.count(ProblemSolved(reason)) == 1


def test_a_damaged_transcript_is_left_out(newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher) -> None:
    """GIVEN a transcript that is no JSON WHEN it is fetched THEN the pictures come and nothing breaks."""
    item = _video(derived)
    assert item.transcript is not None
    del derived.objects[item.transcript.key]
    _put(derived, item.transcript.key, b"[1, 2")
    newsroom.items.apply([item])
    assert fetcher.fetch(item.id)
    assert newsroom.items.transcript(item.id) is None


def test_the_pictures_of_a_deleted_item_go(newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher) -> None:
    """GIVEN a fetched thumbnail WHEN its item is deleted THEN the picture is too."""
    item = _video(derived)
    newsroom.items.apply([item])
    fetcher.fetch(item.id)
    newsroom.items.remove_missing([item.id])
    fetcher.fetch(item.id)
    assert not newsroom.items.thumbnail_path(item.id, 1, 256).exists()
