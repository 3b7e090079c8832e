"""Searches that a person keeps: they last, and what is new is told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.contract.record import now_text
from cloud.contract.transcript import Transcript
from desktop.library.database import Database
from desktop.library.saved import MOST_RECENT, SavedSearches
from desktop.library.schema import QUEUE
from tests.fakes.clock import FakeClock
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.contract.item import Item
    from desktop.library.items import ItemLibrary


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock."""
    return FakeClock()


@pytest.fixture
def queue_db(tmp_path: Path) -> Iterator[Database]:
    """Return the durable database."""
    db = Database(tmp_path / "queue.db", QUEUE, is_durable=True)
    yield db
    db.close()


@pytest.fixture
def saved(queue_db: Database, library: ItemLibrary, clock: FakeClock) -> SavedSearches:
    """Return the saved searches of an empty library."""
    return SavedSearches(queue_db, library.search, lambda: clock.now_s)


def arrive(library: ItemLibrary, clock: FakeClock, filename: str, *, hours_ago: float = 0, **changes: object) -> Item:
    """Let an item come."""
    moment = datetime.fromtimestamp(clock.now_s, UTC) - timedelta(hours=hours_ago)
    item = make_item(filename=filename, uploaded_at=now_text(moment), **changes)
    library.apply([item])
    return item


def test_searches_are_kept_and_changed(saved: SavedSearches, queue_db: Database, library: ItemLibrary) -> None:
    """Searches outlive the program, are listed by name, and can be renamed and removed."""
    second = saved.add("strike", "strike OR walkout", is_notifying=True)
    first = saved.add("Budget", "budget kind:video", is_notifying=False)
    assert SavedSearches(queue_db, library.search).all() == (first, second)
    saved.rename(first.id, "Zoo")
    saved.set_notifying(first.id, is_notifying=True)
    assert [(each.name, each.is_notifying) for each in saved.all()] == [("strike", True), ("Zoo", True)]
    saved.remove(first.id)
    assert saved.all() == (second,)


def test_new_items_are_told_once(saved: SavedSearches, library: ItemLibrary, clock: FakeClock) -> None:
    """What comes and answers is told to the search that asks, once, and counted until somebody looks."""
    search = saved.add("Floods", "flood kind:photo", is_notifying=True)
    saved.add("Quiet", "flood", is_notifying=False)
    flood, fire = arrive(library, clock, "flood.jpg"), arrive(library, clock, "fire.jpg")
    (match,) = saved.matches([flood.id, fire.id])
    assert (match.search.id, match.item_ids) == (search.id, (flood.id,))
    assert saved.matches([flood.id]) == ()
    assert {each.name: each.unseen for each in saved.all()} == {"Floods": 1, "Quiet": 0}
    assert saved.look(search.id) == (flood.id,)
    assert saved.look(search.id) == ()
    assert [each.unseen for each in saved.all()] == [0, 0]


def test_what_was_here_is_no_news(saved: SavedSearches, library: ItemLibrary, clock: FakeClock) -> None:
    """What answered when the search was saved, or came long before, is not told; what is heard only later is."""
    here = arrive(library, clock, "flood.jpg", hours_ago=1)
    old = arrive(library, clock, "recording.wav", hours_ago=90, media_type="audio")
    late = arrive(library, clock, "interview.wav", hours_ago=2, media_type="audio")
    saved.add("Floods", "flood", is_notifying=True)
    for item in (old, late):
        library.put_transcript(item.id, 1, Transcript("en", "x", "the flood came"))
    (match,) = saved.matches([here.id, old.id, late.id, "unknown"])
    assert match.item_ids == (late.id,)


def test_searches_of_before_are_kept_latest_first(saved: SavedSearches, clock: FakeClock) -> None:
    """The latest searches come first, each once; the oldest are forgotten; all can be."""
    for query in ("a", "b", " a ", ""):
        saved.note_recent(query)
        clock.advance(1)
    assert saved.recent() == ("a", "b")
    for number in range(MOST_RECENT + 5):
        saved.note_recent(f"q{number}")
        clock.advance(1)
    assert len(saved.recent()) == MOST_RECENT
    assert saved.recent()[0] == f"q{MOST_RECENT + 4}"
    saved.forget_recent()
    assert saved.recent() == ()
