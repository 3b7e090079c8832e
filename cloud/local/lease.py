"""How a desktop keeps the embedded cloud running: it holds a kernel lock for its life.

The protocol, for whoever holds a lease (the desktop writes these lines itself; it may not import this package)::

    lease = filelock.FileLock(DATA / "cloud" / "leases" / f"{os.getpid()}.lock")
    lease.acquire(timeout=5)        # before `snapstream-cloud local start --for-client`, and until the process ends
    …
    lease.release()                 # or just end: the kernel drops the lock with the process, kill -9 included

The server that was started ``--for-client`` ends by itself when nobody has held a lease for ``LocalSettings.idle_s``.
It looks by trying each lock for an instant, which is why a holder acquires with a timeout above zero.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process of this number runs."""
    if os.name == "nt":
        return True  # signal 0 would end it there; a stale file is only clutter
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_held(lock_path: Path, patience_s: float = 0.0) -> bool:
    """Whether another process holds this lock; with patience, not one that only looks for an instant, as this does."""
    lock = FileLock(lock_path)
    try:
        lock.acquire(timeout=patience_s, poll_interval=0.01)
    except Timeout:
        return True
    lock.release()
    return False


def held_pids(leases: Path) -> list[int]:
    """Return the numbers of the processes that hold a lease."""
    return sorted(int(path.stem) for path in leases.glob("*.lock") if path.stem.isdigit() and is_held(path, 0.1))


def count_held(leases: Path) -> int:
    """Return how many leases living processes hold; files of processes that are gone are removed."""
    held = 0
    for path in leases.glob("*.lock"):
        if is_held(path):
            held += 1
        elif path.stem.isdigit() and not is_alive(int(path.stem)):
            path.unlink(missing_ok=True)
    return held


class IdleClock:
    """Tells when nobody has held a lease for long enough. Pure: the caller brings count and clock."""

    def __init__(self, idle_s: float, now_s: Callable[[], float]) -> None:
        """Start counting now, so that a fresh server waits for its first desktop."""
        self._idle_s = idle_s
        self._now_s = now_s
        self._last_held_s = now_s()

    def is_over(self, held: int) -> bool:
        """Whether it is time to end, given how many leases are held."""
        if held:
            self._last_held_s = self._now_s()
        return self._now_s() - self._last_held_s >= self._idle_s
