"""The sync thread: looks at the newsroom again and again, tells what changed, and says how the link stands."""

from __future__ import annotations

import logging
import random
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from desktop.core.errors import (
    CLOCK_DETAIL,
    AccountProblem,
    LibraryProblem,
    ServiceProblem,
    SnapStreamError,
    StorageFull,
)
from desktop.core.events import (
    ItemsChanged,
    Link,
    LinkChanged,
    ProblemRaised,
    ProblemSolved,
    Synced,
    SyncProgress,
)
from desktop.core.words import Problem
from desktop.sync.feed import Cache, FeedReader, Pulled, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cloud.contract.connection import Connection
    from desktop.core.events import Post
    from desktop.sync.feed import Feed

_log = logging.getLogger(__name__)

#: Between two looks at the embedded cloud.
LOCAL_BUSY_S = 0.5
LOCAL_IDLE_S = 2.0
#: How often the embedded cloud is tried while it does not answer: it is on this computer, and costs nothing.
LOCAL_RETRY_S = 1.0
#: The longest wait for a newsroom that does not answer.
MAX_BACKOFF_S = 60.0
#: How many thumbnails of an old library are fetched ahead; the others when they are looked at.
AHEAD = 5000
#: How many items are asked, after each look, whether all they have is here; not while so many are being fetched.
SEEK_STEP = 500
SEEK_BELOW = 100


class Fetcher(Protocol):
    """Who fetches what lies beside the records (``PictureFetcher``)."""

    @property
    def left(self) -> int:
        """How many are wanted and not fetched yet."""

    def want(self, ids: Iterable[str]) -> None:
        """Fetch what these items have."""

    def want_missing(self, ids: Sequence[str], *, pictures: bool) -> None:
        """Fetch what is not here of what these items have: transcripts, and with ``pictures`` those too."""

    def retry_missed(self, *, at_once: bool = False) -> None:
        """Try again what failed, where its time has come, or all ``at_once``."""


class Rebuildable(Cache, Protocol):
    """The library's cache, and how it is begun anew."""

    def ids(self, *, limit: int | None = None) -> list[str]:
        """Return the items, newest first."""

    def without_transcript(self) -> list[str]:
        """Return the sound and video whose words are not here."""

    def open_ids(self) -> list[str]:
        """Return the items that are still being analysed."""


class Changes:
    """The cursor loop.

    ``connection`` raises ``Offline`` or ``SignedOut`` where there is none; ``rebuild`` sets a damaged cache aside and
    returns where it lies; ``has_work`` tells whether something of ours is on its way; ``is_local``: the embedded cloud.
    """

    def __init__(
        self,
        feed: Feed,
        cache: Rebuildable,
        pictures: Fetcher,
        post: Post,
        *,
        connection: Callable[[], Connection],
        rebuild: Callable[[], str],
        has_work: Callable[[], bool] = lambda: False,
        is_local: bool = False,
        idle_s: float = 15.0,
        busy_s: float = 2.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._reader = FeedReader(feed, cache, now, told=self._tell, is_stopping=lambda: self._stopping)
        self._cache = cache
        self._pictures = pictures
        self._post = post
        self._connection = connection
        self._rebuild = rebuild
        self._has_work = has_work
        self._idle_s = idle_s
        self._busy_s = busy_s
        self._now = now
        self._jitter = jitter
        self._wake = threading.Condition()
        self._poked = False
        self._is_damaged = False
        self._stopping = False
        self._failures = 0
        self._is_local = is_local
        self._seen = 0
        self._ahead = AHEAD
        # What an earlier run did not fetch, or was never asked to: from when the library is whole, newest first.
        self._unsought: list[str] | None = None
        self._sought = 0
        self._was_complete: bool | None = None
        self._trouble = ""
        self._link = Link.CONNECTING
        self._thread: threading.Thread | None = None

    @property
    def link(self) -> Link:
        """How things stand. Any thread."""
        return self._link

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Stop after the look that is being taken; False where it hangs in the network."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def poke(self) -> None:
        """Look at once. Any thread; returns at once."""
        with self._wake:
            self._poked = True
            self._wake.notify_all()

    def rebuild_at_next_look(self) -> None:
        """Set the cache aside and read everything again: a reader met damage that a look need not meet. Any thread."""
        self._is_damaged = True
        self.poke()

    def look(self) -> bool:
        """Look at the newsroom once; returns whether it answered. The sync thread, or a test.

        Raises ``Stopped`` where it is told to end meanwhile.
        """
        if self._is_damaged:
            return self._begin_anew(LibraryProblem("read the library's cache"))
        try:
            connection = self._connection()
            pulled = self._reader.pull(connection.libraries, may_restart=self._is_local)
            self._tell_progress(is_complete=pulled.is_complete)
            if pulled.is_complete:
                self._reader.compare(connection.libraries)
        except LibraryProblem as problem:
            return self._begin_anew(problem)
        except StorageFull as problem:
            self._say_trouble(problem.reason, problem.detail)
            return False
        except AccountProblem as problem:
            self._refused(problem)
            return False
        except ServiceProblem as problem:
            _log.info("the newsroom does not answer: %s", problem)
            self._set_link(Link.OFFLINE)
            return False
        self._was_complete = pulled.is_complete
        if self._trouble:
            self._post(ProblemSolved(self._trouble))
            self._trouble = ""
        is_back = self._link is not Link.ONLINE
        if is_back:
            self._set_link(Link.ONLINE)
        if pulled.is_complete:
            self._post(Synced(self._now().timestamp()))
        self._pictures.retry_missed(at_once=is_back)
        return True

    def _refused(self, problem: AccountProblem) -> None:
        _log.info("the newsroom refused: %s", problem)
        if problem.detail.startswith(CLOCK_DETAIL):
            self._say_trouble(problem.reason, problem.detail)
            self._set_link(Link.OFFLINE)
            return
        # The embedded cloud has other keys at each launch: refused ones mean that it is being started again.
        self._set_link(Link.OFFLINE if self._is_local else Link.SIGNED_OUT)

    def seek(self) -> None:
        """Want some of what is not here of the items that are: an earlier run may have ended before it came."""
        if self._was_complete is not True or self._pictures.left >= SEEK_BELOW:
            return
        if self._unsought is None:
            newest = self._cache.ids(limit=AHEAD)
            known = set(newest)
            self._unsought = newest + [item_id for item_id in self._cache.without_transcript() if item_id not in known]
            self._sought = 0
        if self._sought < len(self._unsought):
            ids = self._unsought[self._sought : self._sought + SEEK_STEP]
            self._pictures.want_missing(ids, pictures=self._sought < AHEAD)
            self._sought += len(ids)

    def wait_s(self) -> float:
        """Return how long to rest before the next look."""
        if self._failures:
            if self._is_local:
                return LOCAL_RETRY_S
            backoff_s: float = min(2.0 ** min(self._failures, 10), MAX_BACKOFF_S)
            return backoff_s * (0.5 + self._jitter() / 2)
        if self._was_complete is False:
            return 0.0
        if self._is_local:
            return LOCAL_BUSY_S if self._is_busy() else LOCAL_IDLE_S
        return self._busy_s if self._is_busy() else self._idle_s

    def _is_busy(self) -> bool:
        try:
            return self._has_work() or bool(self._cache.open_ids())
        except SnapStreamError:
            return True  # the next look meets it too

    def _tell(self, pulled: Pulled) -> None:
        """Tell of some changes, while more may be on their way."""
        self._post(ItemsChanged(pulled.changed))
        old = set(pulled.old)
        ahead = [item_id for item_id in pulled.changed if item_id in old][: self._ahead]
        self._ahead -= len(ahead)
        # Those wanted last are fetched first.
        self._pictures.want(reversed(ahead))
        self._pictures.want(item_id for item_id in pulled.changed if item_id not in old)
        if pulled.old:
            self._seen += len(pulled.old)
            self._tell_progress(is_complete=False)

    def _tell_progress(self, *, is_complete: bool) -> None:
        """Say how many items of an old library came so far; how many it has shows when all are here."""
        if self._seen:
            self._post(SyncProgress(self._seen, self._seen if is_complete else None))
        if is_complete:
            self._seen = 0

    def _begin_anew(self, problem: LibraryProblem) -> bool:
        try:
            aside = self._rebuild()
        except SnapStreamError as worse:  # it may not even be renamed: a person must look at that disk
            _log.info("the cache cannot be set aside: %s", worse)
            self._say_trouble(worse.reason, worse.detail)
            return False
        # Only now: damage that was told of while the cache was set aside is the same damage.
        self._is_damaged = False
        _log.error("the library's cache was damaged and is built anew: %s", problem)
        self._was_complete = False
        self._unsought = None
        self._post(ProblemRaised(Problem.CACHE_REBUILT, aside))
        return True

    def _say_trouble(self, reason: str, detail: str) -> None:
        if self._trouble != reason:
            self._trouble = reason
            self._post(ProblemRaised(reason, detail))

    def _set_link(self, link: Link) -> None:
        if link is not self._link:
            self._link = link
            self._post(LinkChanged(link, self._now().timestamp()))

    # The sync thread

    def _run(self) -> None:
        while True:
            with self._wake:
                if self._stopping:
                    return
                self._poked = False
            rest_s = self._go_round()
            with self._wake:
                self._wake.wait_for(lambda: self._poked or self._stopping, rest_s)

    def _go_round(self) -> float:
        """Look once, and return how long to rest; nothing ends the thread."""
        try:
            answered = self.look()
            self._failures = 0 if answered else self._failures + 1
            if answered:
                self.seek()
            return self.wait_s()
        except Stopped:
            return 0.0
        except LibraryProblem as problem:  # met while seeking: a look need not read what is damaged
            self._begin_anew(problem)
        except SnapStreamError as problem:  # met while seeking or asking what is in work: the next look deals with it
            _log.info("not now: %s", problem)
        except Exception:  # noqa: BLE001 - the top of a thread: the next look may go well
            _log.exception("a look at the newsroom failed")
        self._failures += 1
        return self.wait_s()
