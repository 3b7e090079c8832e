"""Reads the newsroom's feed into the local library: day by day, from where it stopped, applied by version.

Cursors, kept in the library's cache for each library of the newsroom:

``feed:{library}``      up to when (``now_text``) all changes were read
``back:{library}``      the first look at an old library goes back day by day: the next day to read, within a day
                        ``{day}@{up to when}``, or ``done``
``compared:{library}``  the day on which ids and versions were compared last

The sync thread alone uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from cloud.contract.record import now_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cloud.contract.item import Item

#: A change may become readable this much later than its time says: the index is eventually consistent, and writers
#: take the time before they write.
OVERLAP = timedelta(seconds=120)
#: How often the whole overlap is read; until then other changes may have moved the cursor on by as much.
FULL_EVERY = timedelta(seconds=60)
#: Between two looks with the whole overlap, this much is enough: almost all changes are readable at once.
QUICK_OVERLAP = timedelta(seconds=10)
#: How far clocks may differ: S3 refuses requests beyond 15 minutes (Amazon S3 API, "RequestTimeTooSkewed").
SKEW = timedelta(minutes=15)
#: The month in which this contract began: no item of any newsroom is older.
FIRST_DAY = date(2026, 11, 1)
#: Where this computer's clock is behind that, at least this many days are looked through.
LEAST_DAYS = 90
#: Days of an old library read in one step, and after how many items it ends: what is new never waits long for what is
#: old, and a first look that is cut off goes on about there.
STEP_DAYS = 30
STEP_ITEMS = 2000
#: Changes told of together, while more are being read.
TOLD_ITEMS = 500
DONE = "done"


class Stopped(Exception):
    """Reading ended before its end, because it was asked to."""


class Feed(Protocol):
    """What changed in the newsroom (``desktop.aws.records.Records``)."""

    def changes(self, library: str, day: date, after: str = "") -> Iterator[tuple[Item, ...]]:
        """Yield pages of items last changed on this UTC day, at ``after`` or later, oldest first."""

    def versions(self, library: str, day: date) -> Iterator[tuple[tuple[str, int], ...]]:
        """Yield pages of (id, version) of items last changed on this UTC day."""


class Cache(Protocol):
    """What the feed is read into (``desktop.library.items.ItemLibrary``)."""

    def apply(self, items: Sequence[Item]) -> tuple[str, ...]:
        """Take in items by version; returns the ids that changed."""

    def get_many(self, ids: Sequence[str]) -> list[Item]:
        """Return the items that are here."""

    def cursor(self, name: str) -> str | None:
        """Return a cursor."""

    def set_cursor(self, name: str, value: str) -> None:
        """Keep a cursor."""

    def versions(self) -> dict[str, int]:
        """Return the version of each item."""

    def remove_missing(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Drop items."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one step brought."""

    changed: tuple[str, ...]
    old: tuple[str, ...] = ()  #: of those, what was found while going back
    is_complete: bool = True  #: whether all that is old has been read


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page of the feed brought."""

    changed: tuple[str, ...]
    latest: str  #: when the last of it was written
    size: int


class FeedReader:
    """Pulls changes, and tells of them while it does.

    ``now`` is the time in UTC; ``told`` hears what changed, many at a time, each once; where ``is_stopping`` says so
    between two pages, ``Stopped`` is raised, and the next look goes on from there. ``may_restart`` says that the
    newsroom may have lost its last writes.

    Only the embedded cloud may: killed, it makes records again from its objects, and their versions begin anew. There
    a record that is later by its time than ours, but not by its version, takes the place of ours.
    """

    def __init__(
        self,
        feed: Feed,
        cache: Cache,
        now: Callable[[], datetime],
        *,
        told: Callable[[Pulled], None] = lambda _pulled: None,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._feed = feed
        self._cache = cache
        self._now = now
        self._told = told
        self._is_stopping = is_stopping
        self._full_at = datetime.min.replace(tzinfo=UTC)

    def pull(self, libraries: Sequence[str], *, may_restart: bool = False) -> Pulled:
        """Read what is new, and one step of what is old. Raises what the feed and the cache raise."""
        now = self._now()
        is_full = now >= self._full_at or now < self._full_at - 2 * FULL_EVERY  # the clock was put back
        overlap = OVERLAP + FULL_EVERY if is_full else QUICK_OVERLAP
        changed: list[str] = []
        old: list[str] = []
        is_complete = True
        for library in libraries:
            if self._cache.cursor(f"feed:{library}") is None:
                # The old days come after this, so that nothing falls between.
                self._cache.set_cursor(f"back:{library}", (now + SKEW).date().isoformat())
                self._cache.set_cursor(f"compared:{library}", now.date().isoformat())
                self._cache.set_cursor(f"feed:{library}", now_text(now - SKEW))
            for page in self._pull_new(library, now, overlap, may_restart=may_restart):
                changed += page
            for page in self._pull_old(library, now, may_restart=may_restart):
                old += page
            is_complete = is_complete and self._cache.cursor(f"back:{library}") == DONE
        if is_full:
            self._full_at = now + FULL_EVERY
        return Pulled(tuple(dict.fromkeys([*changed, *old])), tuple(dict.fromkeys(old)), is_complete)

    def compare(self, libraries: Sequence[str]) -> Pulled:
        """Compare ids and versions, once a day: heals whatever was lost, and drops what is no longer there."""
        today = self._now().date()
        if all(self._cache.cursor(f"compared:{library}") == today.isoformat() for library in libraries):
            return Pulled(())
        changed: list[str] = []
        before = self._cache.versions()
        known: set[str] = set()
        for library in libraries:
            for day in _days(_floor(today), (self._now() + SKEW).date()):
                listed = [pair for page in self._feed.versions(library, day) for pair in page]
                known.update(item_id for item_id, _ in listed)
                if any(before.get(item_id, 0) < version for item_id, version in listed):
                    for page in self._telling(self._read_day(library, day, "", may_restart=False), is_old=False):
                        changed += page
        # What changed meanwhile moved to a day that was read already; it is not missing.
        missing = [item_id for item_id in before if item_id not in known]
        for library in libraries:
            for page in self._pull_new(library, self._now(), OVERLAP, may_restart=False):
                changed += page
        fresh = {item.id for item in self._cache.get_many(missing) if _is_fresh(item, self._now())}
        gone = self._cache.remove_missing([item_id for item_id in missing if item_id not in fresh])
        if gone:
            self._told(Pulled(gone))
        for library in libraries:
            self._cache.set_cursor(f"compared:{library}", today.isoformat())
        return Pulled(tuple(dict.fromkeys([*changed, *gone])))

    def _pull_new(self, library: str, now: datetime, overlap: timedelta, *, may_restart: bool) -> Iterator[list[str]]:
        cursor = _moment(self._cache.cursor(f"feed:{library}"), now - SKEW)
        newest = cursor

        def read() -> Iterator[_Page]:
            nonlocal newest
            for day in _days((cursor - overlap).date(), (now + SKEW).date()):
                for page in self._read_day(library, day, now_text(cursor - overlap), may_restart=may_restart):
                    newest = max(newest, _moment(page.latest, newest))
                    yield page

        yield from self._telling(read(), is_old=False)
        # A writer whose clock is far ahead must not make us skip the others.
        reached = min(max(newest, now - SKEW), now + SKEW)
        if reached > cursor and (newest > cursor or reached - cursor > SKEW / 10):
            self._cache.set_cursor(f"feed:{library}", now_text(reached))

    def _pull_old(self, library: str, now: datetime, *, may_restart: bool) -> Iterator[list[str]]:
        back = self._cache.cursor(f"back:{library}")
        if back is None or back == DONE:
            return
        # Each page is told of by itself: going back is what a person waits for.
        yield from self._telling(self._read_step(library, back, _floor(now.date()), may_restart=may_restart))

    def _read_step(self, library: str, back: str, last: date, *, may_restart: bool) -> Iterator[_Page]:
        """Read some of what is old, newest day first, and note how far that was."""
        text, _, after = back.partition("@")
        day = date.fromisoformat(text)
        count = 0
        for _ in range(STEP_DAYS):
            if day < last:
                self._cache.set_cursor(f"back:{library}", DONE)
                return
            for page in self._read_day(library, day, after, may_restart=may_restart):
                yield page
                count += page.size
                # Never at the time it began with: the next step would begin there again.
                if count >= STEP_ITEMS and page.latest > after:
                    self._cache.set_cursor(f"back:{library}", f"{day.isoformat()}@{page.latest}")
                    return
            after = ""
            day -= timedelta(days=1)
        self._cache.set_cursor(f"back:{library}", day.isoformat())

    def _read_day(self, library: str, day: date, after: str, *, may_restart: bool) -> Iterator[_Page]:
        """Apply one day's changes page by page; yields what changed, and the latest time seen."""
        for page in self._feed.changes(library, day, after):
            if self._is_stopping():
                raise Stopped
            if not page:
                continue
            if may_restart:
                self._drop_former_lives(page)
            yield _Page(self._cache.apply(page), max(item.updated_at for item in page), len(page))

    def _telling(self, pages: Iterable[_Page], *, is_old: bool = True) -> Iterator[list[str]]:
        """Tell of what changed as it comes, many small pages together; what was applied is told of, come what may."""
        waiting: list[str] = []

        def tell() -> None:
            ids = tuple(dict.fromkeys(waiting))
            waiting.clear()
            if ids:
                self._told(Pulled(ids, ids if is_old else (), is_complete=not is_old))

        try:
            for page in pages:
                waiting.extend(page.changed)
                if len(waiting) >= TOLD_ITEMS:
                    tell()
                yield list(page.changed)
        finally:
            tell()

    def _drop_former_lives(self, page: Sequence[Item]) -> None:
        ours = {item.id: item for item in self._cache.get_many([item.id for item in page])}
        former = [
            item.id
            for item in page
            if item.id in ours and item.version <= ours[item.id].version and item.updated_at > ours[item.id].updated_at
        ]
        if former:
            self._cache.remove_missing(former)


def _floor(today: date) -> date:
    return min(FIRST_DAY, today - timedelta(days=LEAST_DAYS))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _moment(text: str | None, default: datetime) -> datetime:
    try:
        return datetime.fromisoformat(text) if text else default
    except ValueError:
        return default


def _is_fresh(item: Item, now: datetime) -> bool:
    return _moment(item.updated_at, now) > now - timedelta(hours=1)
