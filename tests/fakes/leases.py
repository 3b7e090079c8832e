"""Leases in memory, for tests of the functions. Safe to use from several threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cloud.store.leases import VIDEO_SLOTS, Lease, slots_for
from tests.fakes.store import Writes

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class MemoryLeases:
    """``Leases`` in memory."""

    writes: Writes = field(default_factory=Writes)
    slots: int = VIDEO_SLOTS

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[int, Lease] = {}

    def take(self, holder: str, *, now: str, until: str) -> bool:
        """Take a slot, or hold one longer."""
        with self._lock:
            slot = self._slot_for(holder, now)
            if slot is None:
                return False
            there = self._held.get(slot)
            is_ours = there is not None and there.holder == holder
            taken = replace(there, until_at=until) if there and is_ours else Lease(slot, holder, now, until)
            self._held[slot] = taken
        self.writes.happened()
        return True

    def release(self, holder: str) -> None:
        """Give back what this holder has."""
        with self._lock:
            self._held = {slot: lease for slot, lease in self._held.items() if lease.holder != holder}
        self.writes.happened()

    def held(self) -> Iterator[Lease]:
        """Return the slots that are held."""
        with self._lock:
            leases = sorted(self._held.values(), key=lambda lease: lease.slot)
        yield from leases

    def _slot_for(self, holder: str, now: str) -> int | None:
        for slot, lease in self._held.items():
            if lease.holder == holder:
                return slot
        for slot in slots_for(holder, self.slots):
            lease_there = self._held.get(slot)
            if lease_there is None or lease_there.until_at < now:
                return slot
        return None
