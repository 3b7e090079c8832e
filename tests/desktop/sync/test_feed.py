"""Whatever happens in the newsroom, and whenever it becomes readable, the cache ends up saying the same."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.contract.status import ItemStatus
from desktop.core.errors import Offline
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY
from desktop.sync.feed import LEAST_DAYS, STEP_DAYS
from tests.desktop.sync.conftest import LIBRARIES, Newsroom

if TYPE_CHECKING:
    from desktop.sync.feed import FeedReader


def test_an_old_library_is_found_whole(newsroom: Newsroom) -> None:
    """GIVEN items of every age in two libraries WHEN a desktop looks for the first time THEN it has them all."""
    newsroom.wait(days=-49)
    for number in range(50):
        newsroom.add(library=LIBRARIES[number % 2])
        newsroom.wait(days=1)
    assert newsroom.pull_all() == set(newsroom.feed.items)
    assert newsroom.items.versions() == newsroom.versions()


def test_what_is_new_does_not_wait_for_what_is_old(newsroom: Newsroom) -> None:
    """GIVEN a first look at an old library WHEN something new comes THEN the next step brings it."""
    newsroom.reader.pull(LIBRARIES)
    fresh = newsroom.add()
    pulled = newsroom.reader.pull(LIBRARIES)
    assert not pulled.is_complete
    assert fresh.id in pulled.changed


def test_a_first_look_that_was_cut_off_goes_on_where_it_was(newsroom: Newsroom) -> None:
    """GIVEN a kill in the first look WHEN a new process looks THEN it goes on, and nothing is missing."""
    newsroom.wait(days=-45)
    old = newsroom.add()
    newsroom.wait(days=45)
    newsroom.reader.pull(LIBRARIES)
    before = newsroom.feed.queries
    newsroom.reader = newsroom.open()
    assert old.id in newsroom.pull_all()
    assert newsroom.feed.queries - before < len(LIBRARIES) * (LEAST_DAYS - STEP_DAYS + 10)


def test_a_quiet_day_costs_few_queries(newsroom: Newsroom) -> None:
    """GIVEN a newsroom in which nothing happened for a week WHEN sync looks THEN it asks for today alone."""
    newsroom.pull_all()
    newsroom.wait(days=7)
    newsroom.reader.pull(LIBRARIES)
    before = newsroom.feed.queries
    newsroom.reader.pull(LIBRARIES)
    assert newsroom.feed.queries - before <= 2 * len(LIBRARIES)


def test_changes_over_midnight_are_found(newsroom: Newsroom) -> None:
    """GIVEN a change on either side of midnight UTC WHEN sync looks after it THEN both are there."""
    newsroom.pull_all()
    before = newsroom.add()
    newsroom.wait(minutes=10)
    after = newsroom.add()
    assert {before.id, after.id} <= newsroom.pull_all()


def test_a_change_that_becomes_readable_two_minutes_late_is_found(newsroom: Newsroom) -> None:
    """GIVEN a record that the index shows late WHEN others came through before it THEN it is found all the same."""
    newsroom.pull_all()
    late = newsroom.add(is_late=True)
    for _ in range(110):
        newsroom.wait(seconds=1)
        newsroom.add()
        newsroom.reader.pull(LIBRARIES)
    newsroom.feed.surface()
    seen: set[str] = set()
    for _ in range(70):
        newsroom.wait(seconds=1)
        seen.update(newsroom.reader.pull(LIBRARIES).changed)
    assert late.id in seen


def test_applying_again_changes_nothing(newsroom: Newsroom) -> None:
    """GIVEN a synced cache WHEN sync looks again and again THEN nothing is said to have changed."""
    newsroom.add()
    newsroom.pull_all()
    assert newsroom.pull_all() == set()


def test_a_clock_far_ahead_in_the_cloud_hides_nothing(newsroom: Newsroom) -> None:
    """GIVEN one writer whose clock is a year ahead WHEN others write THEN their changes are found."""
    newsroom.pull_all()
    item = newsroom.add()
    newsroom.feed.items[item.id] = replace(item, updated_at="2027-12-20T00:00:00.000Z")
    newsroom.pull_all()
    newsroom.wait(seconds=5)
    other = newsroom.add()
    assert other.id in newsroom.pull_all()


def test_a_clock_that_is_wrong_here_hides_nothing(newsroom: Newsroom) -> None:
    """GIVEN a computer whose clock is ten minutes slow WHEN the newsroom changes THEN that is found."""
    newsroom.pull_all()
    newsroom.wait(minutes=10)
    item = newsroom.add()
    newsroom.wait(minutes=-10)
    assert item.id in newsroom.pull_all()


def test_an_interrupted_look_loses_nothing(newsroom: Newsroom) -> None:
    """GIVEN a line that breaks in the middle of a look WHEN it is back THEN what was missed comes."""
    newsroom.pull_all()
    added = [newsroom.add(library=library).id for library in LIBRARIES]
    calls = iter(range(100))

    def fail() -> None:
        if next(calls) == 1:
            raise Offline("query")

    newsroom.feed.fails = fail
    with pytest.raises(Offline):
        newsroom.reader.pull(LIBRARIES)
    newsroom.pull_all()
    assert set(added) <= set(newsroom.items.versions())


def test_a_record_made_again_by_a_killed_cloud_takes_the_place_of_ours(newsroom: Newsroom) -> None:
    """GIVEN an item known at version 5 WHEN the cloud was killed and begins it anew THEN the new one counts."""
    item = newsroom.add(status=ItemStatus.PROCESSING)
    newsroom.feed.items[item.id] = replace(item, version=5)
    newsroom.pull_all(may_restart=True)
    newsroom.wait(seconds=30)
    again = newsroom.feed.write(replace(item, version=2, status=ItemStatus.COMPLETED), newsroom.now)
    assert item.id in newsroom.pull_all(may_restart=True)
    (ours,) = newsroom.items.get_many([item.id])
    assert (ours.version, ours.status) == (again.version, ItemStatus.COMPLETED)


def test_on_aws_an_older_version_never_comes_back(newsroom: Newsroom) -> None:
    """GIVEN an index that answers with an older record WHEN sync reads it THEN ours stays."""
    item = newsroom.add()
    newsroom.feed.items[item.id] = replace(item, version=5)
    newsroom.pull_all()
    newsroom.wait(seconds=30)
    newsroom.feed.write(replace(item, version=2), newsroom.now)
    newsroom.pull_all()
    assert newsroom.items.versions()[item.id] == 5


def test_the_daily_comparison_heals_and_drops(newsroom: Newsroom) -> None:
    """GIVEN a record that sync missed and one that is gone WHEN a day has passed THEN both are put right, once."""
    gone, missed = newsroom.add(), newsroom.add()
    newsroom.pull_all()
    newsroom.wait(hours=1)
    newsroom.pull_all()
    newsroom.feed.items[missed.id] = replace(missed, version=9)  # without a new time: no cursor finds it
    del newsroom.feed.items[gone.id]
    newsroom.wait(days=1)
    newsroom.pull_all()
    assert set(newsroom.reader.compare(LIBRARIES).changed) == {gone.id, missed.id}
    assert newsroom.items.versions() == {missed.id: 9}
    assert newsroom.reader.compare(LIBRARIES).changed == ()


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.booleans()),
        st.tuples(st.just("write"), st.booleans()),
        st.tuples(st.just("delete"), st.just(None)),
        st.tuples(st.just("wait"), st.sampled_from([0.3, 5.0, 45.0, 3600.0, 90_000.0])),
        st.tuples(st.just("pull"), st.just(None)),
        st.tuples(st.just("restart"), st.just(None)),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=_STEPS, choice=st.randoms(use_true_random=False))
def test_any_order_of_changes_and_looks_ends_the_same(steps: list[tuple[str, object]], choice: object) -> None:
    """GIVEN any order of writes (some readable late), looks and restarts THEN in the end cache and newsroom agree."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "library.db", LIBRARY)
        try:
            _play(Newsroom(db, ItemLibrary(db, Path(folder))), steps, choice)
        finally:
            db.close()


def _play(newsroom: Newsroom, steps: list[tuple[str, object]], choice: object) -> None:
    reader: FeedReader = newsroom.reader
    for verb, what in steps:
        known = sorted({**newsroom.feed.items, **newsroom.feed.hidden})
        if verb == "add":
            newsroom.add(is_late=bool(what))
        elif verb in {"write", "delete"} and known:
            item_id = choice.choice(known)  # type: ignore[attr-defined]  # hypothesis' Random
            item = newsroom.feed.hidden.get(item_id) or newsroom.feed.items[item_id]
            status = ItemStatus.DELETED if verb == "delete" else item.status
            newsroom.feed.write(replace(item, status=status), newsroom.now, is_late=bool(what))
        elif verb == "wait":
            assert isinstance(what, float)
            if what >= 100:  # nothing is late for longer than the contract says
                newsroom.feed.surface()
            newsroom.wait(seconds=what)
        elif verb == "pull":
            reader.pull(LIBRARIES)
        elif verb == "restart":
            reader = newsroom.open()
        if verb == "wait" and what == 45.0:
            newsroom.feed.surface()
            reader.pull(LIBRARIES)
    newsroom.feed.surface()
    newsroom.wait(seconds=61)
    newsroom.reader = reader
    newsroom.pull_all()
    alive = {i.id: i.version for i in newsroom.feed.items.values() if i.status is not ItemStatus.DELETED}
    assert newsroom.items.versions() == alive
