"""How fast uploads may go: a bucket of tokens for all, by the hour of the week, and one for each folder with its own.

Asked by the workers that send, between two pieces of a body. What was allowed is not saved up: after a pause nobody may
send faster than the limit for more than a moment.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.model import Folder
    from desktop.core.settings import Settings

#: How much may be sent at once after a pause.
BURST_S: Final = 0.25
#: The longest sleep at a time: whoever is asked to let go, or whose limit ends with the hour, hears of it so soon.
NAP_S: Final = 0.25


class Bucket:
    """Tokens for bytes. ``rate`` gives bytes a second just now, None for no limit; asked anew at each piece."""

    def __init__(self, rate: Callable[[], float | None], now_s: Callable[[], float]) -> None:
        self._rate = rate
        self._now_s = now_s
        self._lock = threading.Lock()
        self._paid_until_s = 0.0  # what was sent so far is paid for by then

    def take(self, size_bytes: int) -> None:
        """Pay for bytes that go out; ``wait_s`` says when the next may."""
        rate = self._rate()
        if rate is None:
            return
        with self._lock:
            begin_s = max(self._paid_until_s, self._now_s() - BURST_S)
            self._paid_until_s = begin_s + size_bytes / rate

    def wait_s(self) -> float:
        """Return how long until what was sent is paid for; 0 where it is, or where there is no limit any more."""
        if self._rate() is None:
            with self._lock:
                self._paid_until_s = 0.0
            return 0.0
        with self._lock:
            return max(self._paid_until_s - self._now_s(), 0.0)


class Bandwidth:
    """The limits that hold: of the settings' timetable for all, of a folder's rule for its files."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        folders: Callable[[], tuple[Folder, ...]],
        *,
        now_s: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings, self._folders = settings, folders
        self._now_s, self._wall, self._sleep = now_s, wall, sleep
        self._all = Bucket(self._rate, now_s)
        self._lock = threading.Lock()
        self._of_folders: dict[str, Bucket] = {}

    def pace(self, folder: str, size_bytes: int, is_wanted: Callable[[], bool]) -> None:
        """Wait until bytes of a folder's file may go on; returns at once where they are not wanted any more."""
        buckets = (self._all, self._bucket_of(folder))
        for bucket in buckets:
            bucket.take(size_bytes)
        while is_wanted():
            wait_s = max(bucket.wait_s() for bucket in buckets)
            if wait_s <= 0:
                return
            self._sleep(min(wait_s, NAP_S))

    def _rate(self) -> float | None:
        return self._settings().timetable.limit_at(self._wall())

    def _rate_of(self, folder: str) -> float | None:
        rule = next((each for each in self._folders() if str(each.path) == folder), None)
        return rule.bytes_per_s or None if rule is not None else None

    def _bucket_of(self, folder: str) -> Bucket:
        with self._lock:
            found = self._of_folders.get(folder)
            if found is None:
                found = self._of_folders[folder] = Bucket(lambda: self._rate_of(folder), self._now_s)
            return found
