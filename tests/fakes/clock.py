"""A clock in seconds since the epoch that only tests turn."""

from __future__ import annotations


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now_s: float = 1_795_000_000.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds
