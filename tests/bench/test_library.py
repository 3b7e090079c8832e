"""What the library's bench measures with is what it says."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from desktop.library.parser import parse
from tests.bench.library import NOW, VIEWER, Newsroom, Spent, Timed, measure

if TYPE_CHECKING:
    from pathlib import Path


def test_newsroom_is_the_same_for_the_same_seed_and_follows_zipf() -> None:
    """Two are equal; the most frequent word comes many times as often as one in the middle; all came before now."""
    one, other = list(Newsroom(300).make()), list(Newsroom(300).make())
    assert one == other
    assert one != list(Newsroom(300, seed=1).make())
    room = Newsroom(1)
    taken = room.words.take(20_000)
    assert taken.count(room.words.words[0]) > 50 * taken.count(room.words.words[5_000])
    assert max(item.uploaded_at for item in one) < NOW.astimezone(UTC).isoformat()


def test_its_searches_are_right_and_of_every_sort() -> None:
    """Each search is one that the language takes, and each sort is there as often as another."""
    queries = Newsroom(10).queries(64)
    assert all(parse(text).is_right for _, text in queries)
    sorts = [sort for sort, _ in queries]
    assert {sorts.count(sort) for sort in set(sorts)} == {4}


def test_p95_and_aims() -> None:
    """One slow time in a hundred does not miss an aim, one in ten does."""
    fast, slow = Spent(1.0, 1.0), Spent(90.0, 2.0)
    assert Timed("x", 1, (fast,) * 99 + (slow,), 50.0).is_met
    missed = Timed("x", 1, (fast,) * 90 + (slow,) * 10, 50.0)
    assert not missed.is_met
    assert missed.processor_p95_ms == 2.0


def test_small_library_is_measured_through(tmp_path: Path) -> None:
    """Every figure is taken, of items that are really there."""
    said: list[str] = []
    (measured,) = measure(tmp_path, (400,), said.append)
    names = {each.name for each in measured.timed}
    assert {"search", "facets", "completion", "all rows", "opening 2 h with 20,000 detections"} <= names
    assert measured.size_bytes > 400 * 500
    assert all(each.runs for each in measured.timed)
    assert VIEWER.now == NOW
    assert said
