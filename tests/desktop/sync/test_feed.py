"""Whatever happens in the newsroom, and whenever it becomes readable, the cache ends up saying the same."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus
from desktop.core.errors import Offline
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY
from desktop.sync import feed as feed_module
from desktop.sync.feed import LEAST_DAYS, OVERLAP, STEP_DAYS, Stopped
from tests.desktop.sync.conftest import LIBRARIES, Newsroom
from tests.fakes.feed import FakeFeed
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from random import Random


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


def test_a_full_day_is_told_of_while_it_is_read(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN an old library of one day WHEN a desktop looks THEN it hears of all, once, and early."""
    monkeypatch.setattr(feed_module, "TOLD_ITEMS", 6)
    newsroom.wait(days=-5)
    ids = [newsroom.add(library=LIBRARIES[0]).id for _ in range(20)]
    newsroom.wait(days=5)
    newsroom.pull_all()
    assert [len(pulled.old) for pulled in newsroom.told] == [6, 6, 6, 2]
    assert sorted(item_id for pulled in newsroom.told for item_id in pulled.changed) == sorted(ids)


def test_what_is_new_does_not_wait_for_the_rest_of_a_full_day(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a day with more items than a step reads WHEN something new comes THEN the next step brings it.

    And a process that is killed meanwhile goes on within that day, whose items have all the same two times.
    """
    monkeypatch.setattr(feed_module, "STEP_ITEMS", 4)
    newsroom.wait(days=-5)
    for number in range(40):
        newsroom.add(library=LIBRARIES[0])
        newsroom.wait(seconds=number == 20)
    newsroom.wait(days=5)
    newsroom.reader.pull(LIBRARIES)
    assert 0 < len(newsroom.items.versions()) < 40
    fresh = newsroom.add()
    newsroom.reader = newsroom.open()
    pulled = newsroom.reader.pull(LIBRARIES)
    assert fresh.id in pulled.changed
    newsroom.pull_all()
    assert newsroom.items.versions() == newsroom.versions()


def test_a_look_that_is_to_end_ends_between_two_pages(newsroom: Newsroom) -> None:
    """GIVEN a look at thousands of changes WHEN the program ends THEN it does so at once, and later all come."""
    newsroom.pull_all()
    for _ in range(20):
        newsroom.add()
    newsroom.is_stopping = True
    with pytest.raises(Stopped):
        newsroom.reader.pull(LIBRARIES)
    newsroom.is_stopping = False
    newsroom.pull_all()
    assert newsroom.items.versions() == newsroom.versions()


def test_what_was_applied_before_the_line_broke_is_told_of(newsroom: Newsroom) -> None:
    """GIVEN a line that breaks between two libraries THEN what came before is shown already."""
    newsroom.pull_all()
    newsroom.told.clear()
    came = newsroom.add(library=LIBRARIES[0])
    calls = iter(range(100))

    def fail() -> None:
        if next(calls) == 1:
            raise Offline("query")

    newsroom.feed.fails = fail
    with pytest.raises(Offline):
        newsroom.reader.pull(LIBRARIES)
    assert [pulled.changed for pulled in newsroom.told] == [(came.id,)]


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


def test_a_late_record_is_found_although_others_never_pause(newsroom: Newsroom) -> None:
    """GIVEN a change every second WHEN one becomes readable as late as ever it may THEN a look finds it."""
    newsroom.pull_all()
    late = newsroom.add(is_late=True)
    seen: set[str] = set()
    for second in range(200):
        newsroom.wait(seconds=1)
        newsroom.add()
        if second == OVERLAP.total_seconds() - 2:
            newsroom.feed.surface()
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


#: How far the clock here may be wrong: the newsroom refuses who is further away.
_SKEWS_S = (-600.0, -30.0, 0.0, 30.0, 600.0)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.booleans()),
        st.tuples(st.just("write"), st.booleans()),
        st.tuples(st.just("delete"), st.just(None)),
        st.tuples(st.just("wait"), st.sampled_from([0.3, 5.0, 45.0, 3600.0, 90_000.0])),
        st.tuples(st.just("pull"), st.just(None)),
        st.tuples(st.just("restart"), st.just(None)),
        st.tuples(st.just("break"), st.integers(0, 8)),
        st.tuples(st.just("clock"), st.sampled_from(_SKEWS_S)),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=_STEPS, page=st.integers(1, 4), step_items=st.sampled_from([1, 3, 2000]), choice=st.randoms())
def test_any_order_of_changes_and_looks_ends_the_same(
    steps: list[tuple[str, object]], page: int, step_items: int, choice: Random
) -> None:
    """GIVEN writes (late, many versions on, deletions), looks, broken lines, restarts, a clock that is wrong.

    THEN whatever the pages and their doubles, in the end cache and newsroom agree, and every change was told of.
    """
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(feed_module, "STEP_ITEMS", step_items)
        db = Database(Path(folder) / "library.db", LIBRARY)
        newsroom = Newsroom(db, ItemLibrary(db, Path(folder)), FakeFeed(page))
        newsroom.feed.tells_twice = True
        try:
            _play(newsroom, steps, choice)
        finally:
            db.close()


def _play(newsroom: Newsroom, steps: list[tuple[str, object]], choice: Random) -> None:
    for verb, what in steps:
        known = sorted({**newsroom.feed.items, **newsroom.feed.hidden})
        if verb == "add":
            newsroom.add(library=choice.choice(LIBRARIES), is_late=bool(what))
        elif verb in {"write", "delete"} and known:
            item_id = choice.choice(known)
            item = newsroom.feed.hidden.get(item_id) or newsroom.feed.items[item_id]
            status = ItemStatus.DELETED if verb == "delete" else item.status
            jumped = replace(item, status=status, version=item.version + choice.choice((0, 0, 3)))
            newsroom.feed.write(jumped, newsroom.now, is_late=bool(what))
        elif verb == "wait":
            assert isinstance(what, float)
            if what >= 45:  # nothing is late for longer than the contract says
                newsroom.feed.surface()
                newsroom.reader.pull(LIBRARIES)
            newsroom.wait(seconds=what)
        elif verb == "pull":
            newsroom.reader.pull(LIBRARIES)
        elif verb == "restart":
            newsroom.reader = newsroom.open()
        elif verb == "clock":
            assert isinstance(what, float)
            newsroom.skew = timedelta(seconds=what)
        elif verb == "break":
            assert isinstance(what, int)
            _pull_until_it_breaks(newsroom, what)
    newsroom.feed.surface()
    newsroom.wait(seconds=61)
    newsroom.pull_all()
    alive = {i.id: i.version for i in newsroom.feed.items.values() if i.status is not ItemStatus.DELETED}
    assert newsroom.items.versions() == alive
    assert set(alive) <= {item_id for pulled in newsroom.told for item_id in pulled.changed}


def _pull_until_it_breaks(newsroom: Newsroom, queries: int) -> None:
    left = iter(range(queries))

    def fail() -> None:
        if next(left, None) is None:
            raise Offline("query")

    newsroom.feed.fails = fail
    with contextlib.suppress(Offline):
        newsroom.reader.pull(LIBRARIES)
    newsroom.feed.fails = lambda: None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    changes=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6), st.booleans()), max_size=30), choice=st.randoms()
)
def test_any_order_of_pages_ends_with_the_newest_of_each_item(
    changes: list[tuple[int, int, bool]], choice: Random
) -> None:
    """GIVEN versions of items, each said any number of times WHEN they come in any order, in pages of any size.

    THEN the highest version of each counts: it is here, or stays away where it says that the item is gone.
    """
    said: dict[tuple[int, int], bool] = {}
    for number, version, is_deleted in changes:
        said.setdefault((number, version), is_deleted)
    items = [
        make_item(version=0, uploaded_at=now_text(datetime(2026, 11, 20, number, tzinfo=UTC))) for number in range(5)
    ]
    records = [
        replace(items[number], version=version, status=ItemStatus.DELETED if is_deleted else ItemStatus.COMPLETED)
        for (number, version), is_deleted in said.items()
    ]
    feed = records + [record for record in records if choice.random() < 0.5]
    choice.shuffle(feed)
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "library.db", LIBRARY)
        library = ItemLibrary(db, Path(folder))
        try:
            while feed:
                size = choice.randint(1, 5)
                library.apply(feed[:size])
                del feed[:size]
            newest = {r.id: r for r in sorted(records, key=lambda record: record.version)}
            alive = {r.id: r.version for r in newest.values() if r.status is not ItemStatus.DELETED}
            assert library.versions() == alive
            assert set(library.ids()) == set(alive)
        finally:
            db.close()
