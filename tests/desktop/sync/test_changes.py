"""The sync loop says how the link stands, backs off, and begins a damaged cache anew."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import LibraryProblem, Offline, SignedOut, StorageFull
from desktop.core.events import ItemsChanged, Link, LinkChanged, ProblemRaised, ProblemSolved, Synced
from desktop.core.words import Problem
from desktop.sync.changes import Changes
from tests.fakes.newsroom import CONNECTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cloud.contract.connection import Connection
    from tests.desktop.sync.conftest import Newsroom


class Wanted:
    """Notes what is to be fetched."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.retries = 0

    def want(self, ids: Iterable[str]) -> None:
        """Note ids."""
        self.ids += ids

    def retry_missed(self) -> None:
        """Count."""
        self.retries += 1


class Loop:
    """A sync loop whose connection the test can break."""

    def __init__(self, newsroom: Newsroom, *, is_local: bool = True) -> None:
        self.problem: Exception | None = None
        self.rebuilds = 0
        self.wanted = Wanted()
        self.work = False
        self.changes = Changes(
            newsroom.feed,
            newsroom.items,
            self.wanted,
            newsroom.events.append,
            connection=self._connection,
            rebuild=self._rebuild,
            has_work=lambda: self.work,
            is_local=is_local,
            now=lambda: newsroom.now,
            jitter=lambda: 1.0,
        )
        self._newsroom = newsroom

    def _connection(self) -> Connection:
        if self.problem is not None:
            raise self.problem
        return CONNECTION

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


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
