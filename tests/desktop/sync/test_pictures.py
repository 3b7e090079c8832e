"""Thumbnails, posters and transcripts come beside the records, once, and again after a failure."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from cloud.contract.findings import Analysis
from cloud.contract.keys import derived_key, new_item_id
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from desktop.core.errors import Offline
from desktop.core.events import ItemsChanged, ThumbnailReady
from desktop.sync.pictures import PictureFetcher
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
def fetcher(newsroom: Newsroom, derived: FakeObjects) -> Iterator[PictureFetcher]:
    """Return a pool that ends with the test."""
    fetcher = PictureFetcher(derived, newsroom.items, newsroom.events.append)
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


def test_what_failed_is_tried_again(newsroom: Newsroom, derived: FakeObjects, fetcher: PictureFetcher) -> None:
    """GIVEN a line that is down WHEN it is back and sync says so THEN the pictures come."""
    item = _video(derived)
    newsroom.items.apply([item])

    def fail(_method: str, _key: str) -> None:
        raise Offline("fetch")

    derived.before = fail
    fetcher.start()
    fetcher.want([item.id])
    assert fetcher.wait_idle(10)
    derived.before = lambda _method, _key: None
    fetcher.retry_missed()
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
