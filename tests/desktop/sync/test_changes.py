"""The sync loop says how the link stands, backs off, and begins a damaged cache anew."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import LibraryProblem, Offline, SignedOut, StorageFull, Throttled
from desktop.core.events import ItemsChanged, Link, LinkChanged, ProblemRaised, ProblemSolved, Synced, SyncProgress
from desktop.core.words import Problem
from desktop.sync import changes as changes_module
from desktop.sync import feed as feed_module
from desktop.sync.changes import Changes
from tests.fakes.newsroom import CONNECTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cloud.contract.connection import Connection
    from tests.desktop.sync.conftest import Newsroom


class Hold:
    """Keeps the sync thread where it first tells of something, until it is let go."""

    def __init__(self) -> None:
        self.is_there, self.let_go = threading.Event(), threading.Event()


class Wanted:
    """Notes what is to be fetched."""

    def __init__(self) -> None:
        self.hold: Hold | None = None
        self.ids: list[str] = []
        self.retries = 0
        self.left = 0
        self.sought: list[tuple[str, bool]] = []
        self.problem: Exception | None = None

    def want_missing(self, ids: Sequence[str], *, pictures: bool) -> None:
        """Note ids."""
        if self.problem is not None:
            problem, self.problem = self.problem, None
            raise problem
        self.sought += [(item_id, pictures) for item_id in ids]

    def want(self, ids: Iterable[str]) -> None:
        """Note ids."""
        self.ids += ids
        if self.hold is not None:
            self.hold.is_there.set()
            self.hold.let_go.wait(10)

    def retry_missed(self, *, at_once: bool = False) -> None:
        """Count those that wait for nothing."""
        self.retries += at_once


class Loop:
    """A sync loop whose connection the test can break."""

    def __init__(self, newsroom: Newsroom, *, is_local: bool = True) -> None:
        self.problem: Exception | None = None
        self.rebuilds = 0
        self.wanted = Wanted()
        self.work = False
        self.work_problem: Exception | None = None
        self.changes = Changes(
            newsroom.feed,
            newsroom.items,
            self.wanted,
            newsroom.events.append,
            connection=self._connection,
            rebuild=self._rebuild,
            has_work=self._has_work,
            is_local=is_local,
            now=lambda: newsroom.now,
            jitter=lambda: 1.0,
        )
        self._newsroom = newsroom

    def _connection(self) -> Connection:
        if self.problem is not None:
            raise self.problem
        return CONNECTION

    def _has_work(self) -> bool:
        if self.work_problem is not None:
            problem, self.work_problem = self.work_problem, None
            raise problem
        return self.work

    def _rebuild(self) -> str:
        self.rebuilds += 1
        self.problem = None
        return str(self._newsroom.library_db.rebuild())

    def look_until_complete(self) -> None:
        """Look until all that is old is read."""
        for _ in range(10):
            self.changes.look()


def _links(newsroom: Newsroom) -> list[Link]:
    return [event.link for event in newsroom.events if isinstance(event, LinkChanged)]


def test_what_changed_is_told_and_fetched_once(newsroom: Newsroom) -> None:
    """GIVEN new items WHEN sync looks THEN their ids are told once, and what they have is fetched."""
    loop = Loop(newsroom)
    loop.look_until_complete()
    ids = {newsroom.add().id, newsroom.add().id}
    newsroom.events.clear()
    loop.look_until_complete()
    told = [event for event in newsroom.events if isinstance(event, ItemsChanged)]
    assert [set(event.item_ids) for event in told] == [ids]
    assert set(loop.wanted.ids) == ids


def test_a_first_look_streams_in_with_its_progress(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN many items of one old day WHEN sync looks for the first time THEN each few of them are told, and counted.

    Their pictures are asked for with them; when all are here, that is how many there are.
    """
    monkeypatch.setattr(feed_module, "TOLD_ITEMS", 6)
    monkeypatch.setattr(feed_module, "STEP_ITEMS", 9)
    newsroom.wait(days=-3)
    for _ in range(20):
        newsroom.add(library="newsroom")
        newsroom.wait(seconds=1)
    newsroom.wait(days=3)
    loop = Loop(newsroom)
    loop.changes.look()
    assert loop.changes.wait_s() == 0.0  # there is more
    loop.look_until_complete()
    told = [event for event in newsroom.events if isinstance(event, ItemsChanged | SyncProgress)]
    counts = [len(event.item_ids) if isinstance(event, ItemsChanged) else (event.done, event.total) for event in told]
    assert counts[:5] == [6, (6, None), 3, (9, None), (9, None)]
    assert counts[-1] == (20, 20)
    assert set(loop.wanted.ids) == set(newsroom.feed.items)


def test_a_look_at_a_large_library_ends_when_the_program_does(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a first look that takes minutes WHEN the program ends THEN the thread ends after the page in hand."""
    monkeypatch.setattr(feed_module, "TOLD_ITEMS", 6)
    newsroom.wait(days=-3)
    for _ in range(40):
        newsroom.add()
    newsroom.wait(days=3)
    loop = Loop(newsroom)
    loop.wanted.hold = Hold()
    loop.changes.start()
    assert loop.wanted.hold.is_there.wait(10)
    stopping = threading.Thread(target=loop.changes.stop)
    stopping.start()
    _wait(lambda: loop.changes._stopping)  # noqa: SLF001 - told, and not ended yet
    loop.wanted.hold.let_go.set()
    stopping.join(10)
    assert 0 < len(newsroom.items.versions()) < 40
    newsroom.pull_all()
    assert newsroom.items.versions() == newsroom.versions()


def test_every_look_that_ends_says_when(newsroom: Newsroom) -> None:
    """GIVEN nothing new WHEN it looks THEN it is still said that the library is up to date; not while offline."""
    loop = Loop(newsroom)
    loop.look_until_complete()
    newsroom.events.clear()
    loop.changes.look()
    assert Synced(newsroom.now.timestamp()) in newsroom.events
    newsroom.events.clear()
    loop.problem = Offline("read the feed")
    loop.changes.look()
    assert not [event for event in newsroom.events if isinstance(event, Synced)]


@pytest.mark.parametrize(
    ("problem", "is_local", "link"),
    [
        (Offline("x"), True, Link.OFFLINE),
        (SignedOut("x"), True, Link.OFFLINE),  # a cloud that is being started again has other keys
        (SignedOut("x"), False, Link.SIGNED_OUT),
    ],
)
def test_the_link_is_told_when_it_changes(
    newsroom: Newsroom, problem: Exception, link: Link, *, is_local: bool
) -> None:
    """GIVEN a newsroom that goes away and comes back THEN that is said once each, and missed pictures are tried."""
    loop = Loop(newsroom, is_local=is_local)
    assert loop.changes.link is Link.CONNECTING
    loop.changes.look()
    loop.problem = problem
    assert not loop.changes.look()
    assert not loop.changes.look()
    before = loop.wanted.retries
    loop.problem = None
    assert loop.changes.look()
    assert _links(newsroom) == [Link.ONLINE, link, Link.ONLINE]
    assert loop.wanted.retries == before + 1


def test_a_damaged_cache_is_begun_anew_and_read_again(newsroom: Newsroom, expected_log: Callable[[str], None]) -> None:
    """GIVEN a cache that is damaged WHEN sync meets it THEN it is set aside, said once, and everything comes back."""
    item = newsroom.add()
    loop = Loop(newsroom)
    loop.look_until_complete()
    loop.problem = LibraryProblem("read", detail="malformed")
    expected_log("damaged")
    loop.changes.look()
    assert newsroom.items.versions() == {}
    loop.look_until_complete()
    assert set(newsroom.items.versions()) == {item.id}
    raised = [event for event in newsroom.events if isinstance(event, ProblemRaised)]
    assert [event.reason for event in raised] == [Problem.CACHE_REBUILT]
    assert loop.rebuilds == 1


def test_damage_that_only_a_reader_met_is_rebuilt_once(newsroom: Newsroom, expected_log: Callable[[str], None]) -> None:
    """Told that the cache cannot be read, the next look begins it anew although looking goes well, once."""
    loop = Loop(newsroom)
    assert loop.changes.look()
    loop.changes.rebuild_at_next_look()
    loop.changes.rebuild_at_next_look()
    assert loop.changes.look()
    expected_log("was damaged and is built anew")
    assert loop.changes.look()
    assert loop.rebuilds == 1


def test_a_full_disk_is_said_once_and_solved(newsroom: Newsroom) -> None:
    """GIVEN no room for the cache WHEN there is room again THEN both are said, once each."""
    loop = Loop(newsroom)
    loop.problem = StorageFull("write")
    loop.changes.look()
    loop.changes.look()
    loop.problem = None
    loop.changes.look()
    assert [event for event in newsroom.events if isinstance(event, ProblemRaised | ProblemSolved)] == [
        ProblemRaised("disk_full"),
        ProblemSolved("disk_full"),
    ]


def test_it_looks_often_while_something_is_in_work(newsroom: Newsroom) -> None:
    """GIVEN the embedded cloud WHEN something is in work THEN sync looks twice a second, else every 2 s."""
    loop = Loop(newsroom)
    loop.look_until_complete()
    assert loop.changes.wait_s() == 2.0
    loop.work = True
    assert loop.changes.wait_s() == 0.5


def test_it_looks_rarely_at_an_idle_newsroom_on_aws(newsroom: Newsroom) -> None:
    """GIVEN a newsroom on AWS THEN sync looks every 2 s while something is in work, else every 15 s."""
    loop = Loop(newsroom, is_local=False)
    loop.look_until_complete()
    assert loop.changes.wait_s() == 15.0
    loop.work = True
    assert loop.changes.wait_s() == 2.0


def test_a_poke_is_answered_at_once(newsroom: Newsroom) -> None:
    """GIVEN a resting thread WHEN it is poked THEN it looks at once, and it stops when told."""
    loop = Loop(newsroom, is_local=False)
    loop.changes.start()
    try:
        _wait(lambda: _links(newsroom) == [Link.ONLINE] and loop.changes.wait_s() == 15.0)
        loop.problem = Offline("x")
        loop.changes.poke()
        _wait(lambda: _links(newsroom)[-1] is Link.OFFLINE)
    finally:
        assert loop.changes.stop()


def test_what_an_earlier_run_left_is_sought_once_newest_first(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a library of an earlier run THEN its items are asked for a few at a time; old ones for words."""
    monkeypatch.setattr(changes_module, "SEEK_STEP", 2)
    monkeypatch.setattr(changes_module, "AHEAD", 2)
    ids: list[str] = []
    newsroom.add()  # an old photo: neither among the newest, nor has it words
    for _ in range(5):
        newsroom.wait(seconds=1)
        ids.append(newsroom.add(media_type="video").id)
    newsroom.pull_all()
    loop = Loop(newsroom)
    loop.changes.seek()
    assert loop.wanted.sought == []  # not before it was looked whether the library is whole
    loop.look_until_complete()
    loop.changes.seek()
    newest = ids[::-1]
    assert loop.wanted.sought == [(newest[0], True), (newest[1], True)]
    loop.wanted.left = changes_module.SEEK_BELOW
    loop.changes.seek()
    assert len(loop.wanted.sought) == 2
    loop.wanted.left = 0
    for _ in range(5):
        loop.changes.seek()
    assert loop.wanted.sought[2:] == [(item_id, False) for item_id in newest[2:]]


@pytest.mark.parametrize("is_seeking", [False, True])
@pytest.mark.parametrize("problem", [StorageFull("read"), Throttled("read"), ZeroDivisionError()])
def test_nothing_met_between_two_looks_ends_the_thread(
    newsroom: Newsroom, expected_log: Callable[[str], None], problem: Exception, *, is_seeking: bool
) -> None:
    """GIVEN a queue or a cache that cannot be asked just now THEN sync goes on looking."""
    item = newsroom.add()
    loop = Loop(newsroom)
    if is_seeking:
        loop.wanted.problem = problem
    else:
        loop.work_problem = problem
    if isinstance(problem, ZeroDivisionError):
        expected_log("a look at the newsroom failed")
    loop.changes.start()
    try:
        _wait(lambda: loop.wanted.problem is None and loop.work_problem is None)
        loop.changes.poke()
        _wait(lambda: (item.id, True) in loop.wanted.sought)
    finally:
        assert loop.changes.stop()


def test_a_newsroom_that_is_away_for_days_is_still_asked(newsroom: Newsroom) -> None:
    """GIVEN thousands of looks that failed THEN the next one comes within a minute."""
    loop = Loop(newsroom, is_local=False)
    loop.changes._failures = 5000  # noqa: SLF001 - days of them
    assert loop.changes.wait_s() == 60.0


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
