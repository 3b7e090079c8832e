"""Whether it makes sense to try: shut by a fault that concerns all transfers, opened again by one that gets through.

Pure; the engine calls it under its lock. While it is shut, one worker at a time may try, after a delay that grows.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.core.errors import SnapStreamError

FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 60.0


def backoff_s(failures: int, chance: float) -> float:
    """Return how long to wait after so many failures in a row; ``chance`` is 0 to 1 and spreads the crowd.

    Doubling, half of it by chance (Amazon Builders' Library, "Timeouts, retries and backoff with jitter").
    """
    longest = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** min(failures - 1, 10))
    return longest * (0.5 + chance / 2)


class Gate:
    """Open, or shut by a problem until a time."""

    def __init__(self) -> None:
        self.problem: SnapStreamError | None = None
        self._failures = 0
        self._until_s = 0.0
        self._is_probed = False

    def wait_s(self, now_s: float) -> float | None:
        """Return 0 where one may try, else how long to wait; None: until somebody says more."""
        if self.problem is None:
            return 0.0
        if self._is_probed:
            return None
        return max(self._until_s - now_s, 0.0)

    def enter(self) -> None:
        """Say that a worker tries: while there is a problem, it is the only one."""
        self._is_probed = self.problem is not None

    def leave(self) -> None:
        """Say that the worker did not get as far as to know."""
        self._is_probed = False

    def shut(self, problem: SnapStreamError, now_s: float) -> bool:
        """Shut it; returns whether this problem is news. Workers that fail at the same time count as one failure."""
        is_news = self.problem is None or (type(self.problem), self.problem.reason) != (type(problem), problem.reason)
        if is_news or self._is_probed:
            self._failures = 1 if is_news else self._failures + 1
            self._until_s = now_s + backoff_s(self._failures, random.random())  # noqa: S311 - no secret
        self.problem = problem
        self._is_probed = False
        return is_news

    def open(self) -> SnapStreamError | None:
        """Open it; returns the problem that is over."""
        solved, self.problem = self.problem, None
        self._failures, self._is_probed = 0, False
        return solved

    def hurry(self) -> None:
        """Let the next try be now."""
        self._until_s = 0.0
