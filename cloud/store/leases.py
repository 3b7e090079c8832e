"""Leases: who may have a job at a service that does only so many at once. Plain data and a protocol; any thread.

::

    row of a slot   id = lease#rekognition-video#{slot}, holder, taken_at, until_at

    (none, or past until_at) ─▶ take ─▶ held ─▶ take: held longer ─▶ release, by its holder alone ─▶ (none)

A holder is a job's tag. Taking twice is taking once, so a message that comes again finds its own slot. A lease that
nobody gives back is lost: the sweep asks the service about the job and gives it back, or lengthens it; ``until_at`` is
for when even the sweep cannot tell.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Rekognition does 20 jobs on videos at once (Amazon Rekognition Developer Guide, "Guidelines and quotas"); two are
#: left for whatever else the account does, and for a job whose lease was lost while it still ran.
VIDEO_SLOTS = 18


@dataclass(frozen=True, slots=True)
class Lease:
    """One slot that is held."""

    slot: int
    holder: str  #: the job's tag
    taken_at: str  #: ``now_text``
    until_at: str  #: ``now_text``: from then on anybody may take the slot


class Leases(Protocol):
    """The slots of one service."""

    def take(self, holder: str, *, now: str, until: str) -> bool:
        """Take a slot, or hold the one longer that this holder has; False where all are held by others."""
        ...

    def release(self, holder: str) -> None:
        """Give back what this holder has; nothing happens where it has nothing."""
        ...

    def held(self) -> Iterator[Lease]:
        """Return the slots that were taken and not given back, those past their time too."""
        ...


class NoLeases:
    """A newsroom that asks no third party: nobody gets a slot."""

    def take(self, holder: str, *, now: str, until: str) -> bool:
        """Refuse."""
        del holder, now, until
        return False

    def release(self, holder: str) -> None:
        """Do nothing."""

    def held(self) -> Iterator[Lease]:
        """Return nothing."""
        return iter(())


NO_LEASES = NoLeases()


def lease_id(slot: int) -> str:
    """Return the key of a slot's row."""
    return f"lease#rekognition-video#{slot:02d}"


def slots_for(holder: str, slots: int = VIDEO_SLOTS) -> list[int]:
    """Return the slots in the order in which a holder tries them: always the same, and another for each holder.

    So two deliveries of one message meet at one slot, and forty holders at once do not all ask for the first.
    """
    first = zlib.crc32(holder.encode()) % slots
    return [(first + step) % slots for step in range(slots)]
