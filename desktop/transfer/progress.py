"""How fast it goes and how long it takes. Pure; each meter belongs to one thread."""

from __future__ import annotations

from collections import deque

#: The speed is that of the last seconds: long enough to be calm, short enough to be true.
WINDOW_S = 5.0
#: More often than this nobody can see.
TELL_EVERY_S = 0.1


class Meter:
    """The speed of one transfer, from what was sent when."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()
        self._told_s = float("-inf")

    def add(self, now_s: float, sent_bytes: int) -> None:
        """Note how much was sent in all. Less than before means that a part goes again: the window starts over."""
        if self._samples and (sent_bytes < self._samples[-1][1] or now_s < self._samples[-1][0]):
            self._samples.clear()
        self._samples.append((now_s, sent_bytes))
        while len(self._samples) > 2 and self._samples[1][0] <= now_s - WINDOW_S:  # noqa: PLR2004 - two make a speed
            self._samples.popleft()

    @property
    def bytes_per_s(self) -> float:
        """The speed over the window; 0 where nothing can be said yet."""
        if not self._samples:
            return 0.0
        (from_s, from_bytes), (to_s, to_bytes) = self._samples[0], self._samples[-1]
        return (to_bytes - from_bytes) / (to_s - from_s) if to_s > from_s else 0.0

    def is_time_to_tell(self, now_s: float) -> bool:
        """Whether it is long enough since the last time this said yes."""
        if 0 <= now_s - self._told_s < TELL_EVERY_S:
            return False
        self._told_s = now_s
        return True
