"""What is owed, in memory. Safe to use from several threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.store.chores import Chore


class MemoryChores:
    """``ChoreStore`` in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[str, Chore] = {}

    def owe(self, chore: Chore) -> None:
        """Put a chore."""
        with self._lock:
            self._rows[chore.id] = chore

    def owed(self, *, now: str) -> Sequence[Chore]:
        """Return what is due."""
        with self._lock:
            return [each for _, each in sorted(self._rows.items()) if each.due <= now < each.until]

    def settle(self, chore_id: str) -> None:
        """Remove a chore."""
        with self._lock:
            self._rows.pop(chore_id, None)
