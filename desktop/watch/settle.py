"""Is it finished? Decides when a file is no longer being written. Pure: clock and eyes are brought along.

A timeline of a copy on a local disk::

    created   written   written   closed                      taken
    ───┬─────────┬─────────┬─────────┬──────────── 1 s ─────────┬──▶
       └ any new sign starts the wait again, and so does another size or time of change at its end

Where the system does not say that a file was closed, 3 s without another size or time of change must do.
Used by one thread.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.watch.scan import Look

#: After the last close, or a rename into place.
CLOSED_QUIET_S = 1.0
#: Where nobody says that the file was closed.
UNSURE_QUIET_S = 3.0
#: How often a file is looked at that somebody still holds open for writing.
HELD_OPEN_S = 1.0


class Sign(StrEnum):
    """What was noticed about a file."""

    TOUCHED = "touched"  #: made or written; more may come
    CLOSED = "closed"  #: closed by its writer, or renamed into place
    FOUND = "found"  #: lay there when the folder was looked through


@dataclass(frozen=True, slots=True)
class _Candidate:
    look: Look
    due_s: float


class Settle:
    """The files that may be finished soon, and those that were handed on.

    ``see`` looks at a file (None where it is gone), ``is_held_open`` tells whether somebody has it open for writing
    (None where the system cannot tell). ``now_s`` never goes back; ``wall_s`` is what times of change compare with.
    """

    def __init__(
        self,
        see: Callable[[Path], Look | None],
        is_held_open: Callable[[Path], bool | None],
        now_s: Callable[[], float],
        wall_s: Callable[[], float],
        *,
        tells_close: bool = True,
    ) -> None:
        self._see = see
        self._is_held_open = is_held_open
        self._now_s = now_s
        self._wall_s = wall_s
        self._tells_close = tells_close
        self._waiting: dict[Path, _Candidate] = {}
        # What is due when; an entry whose candidate has another time by now is stale and skipped.
        self._due: list[tuple[float, Path]] = []
        self._taken: dict[Path, Look] = {}

    @property
    def waiting(self) -> int:
        """How many files are not decided yet."""
        return len(self._waiting)

    def note(self, path: Path, sign: Sign, seen: Look | None = None) -> None:
        """Note a sign of life. A file that was handed on and has not changed since is no news."""
        seen = seen or self._see(path)
        if seen is None:
            self.forget(path)
            return
        known = self._waiting.get(path)
        if known is None and self._taken.get(path) == seen:
            return
        if sign is Sign.FOUND and known is not None and known.look == seen:
            return  # a second walk says nothing new
        self._wait(path, seen, self._wait_s(sign, seen))

    def forget(self, path: Path) -> None:
        """Drop a file that is gone: should it come back, it is news."""
        self._waiting.pop(path, None)
        self._taken.pop(path, None)

    def forget_below(self, folder: Path) -> None:
        """Drop all files of a folder that is gone."""
        for path in [path for path in (*self._waiting, *self._taken) if path.is_relative_to(folder)]:
            self.forget(path)

    def put_back(self, path: Path, seen: Look, delay_s: float) -> None:
        """Take a file again later: it could not be handed on."""
        self._taken.pop(path, None)
        self._wait(path, seen, delay_s)

    def due_in_s(self) -> float | None:
        """Return how long until the next decision, 0 when one is due; None while nothing waits."""
        self._drop_stale()
        return max(self._due[0][0] - self._now_s(), 0.0) if self._due else None

    def finished(self, limit: int = 200) -> list[tuple[Path, Look]]:
        """Return files that are finished now, after at most ``limit`` looks; each once for each of its contents."""
        now_s = self._now_s()
        done = []
        for _ in range(limit):
            self._drop_stale()
            if not self._due or self._due[0][0] > now_s:
                break
            _, path = heapq.heappop(self._due)
            seen = self._decide(path)
            if seen is not None:
                done.append((path, seen))
        return done

    def _wait(self, path: Path, seen: Look, delay_s: float) -> None:
        candidate = _Candidate(seen, self._now_s() + delay_s)
        self._waiting[path] = candidate
        heapq.heappush(self._due, (candidate.due_s, path))

    def _drop_stale(self) -> None:
        while self._due:
            due_s, path = self._due[0]
            candidate = self._waiting.get(path)
            if candidate is not None and candidate.due_s == due_s:
                return
            heapq.heappop(self._due)

    def _decide(self, path: Path) -> Look | None:
        candidate = self._waiting[path]
        seen = self._see(path)
        if seen is None:
            self.forget(path)
        elif seen != candidate.look:
            self._wait(path, seen, UNSURE_QUIET_S)
        elif self._is_held_open(path):
            self._wait(path, seen, HELD_OPEN_S)
        else:
            del self._waiting[path]
            if self._taken.get(path) == seen:
                return None
            self._taken[path] = seen
            return seen
        return None

    def _wait_s(self, sign: Sign, seen: Look) -> float:
        if sign is Sign.CLOSED and self._tells_close:
            return CLOSED_QUIET_S
        if sign is Sign.FOUND:
            return 0.0 if is_quiet(seen.mtime_ns, self._wall_s()) else UNSURE_QUIET_S
        return UNSURE_QUIET_S


def is_quiet(mtime_ns: int, wall_s: float) -> bool:
    """Whether a file that was just found was written long enough ago.

    A time in the future says nothing about when that was.
    """
    return wall_s - mtime_ns / 1e9 >= UNSURE_QUIET_S
