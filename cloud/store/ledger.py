"""The ledger: what the analyses cost, one row a paid call, and what a day has cost so far. A protocol; any thread.

::

    row of a call     id = call#{call_id}#{attempt}, day, item, analysis, profile, operation, units, cost, state
    row of a day      id = day#{yyyy-mm-dd}, spent_microusd                    both change in one transaction

    charge ─▶ INTENDED ─▶ settle  PAID         the service answered
                       ─▶ refund  REFUNDED     it refused, and does not charge for that; the day gets it back
                       ─▶ lose    UNCERTAIN    nobody knows: the connection broke, or the function was killed
              UNCERTAIN ─▶ settle or refund    whoever made the call was only slow, and knows after all
              REFUNDED  ─▶ settle  PAID        of two that asked for one job, one was refused and the other was not:
                                               the day pays once more what it got back
              any       ─▶ confirm PAID        the answer is found where it was kept, so the call was made

A call is charged before it is made, so a day's sum is never below what AWS will bill. A row that stays INTENDED longer
than any function runs belongs to one that was killed: the next charge of the same call makes it UNCERTAIN. The attempts
of a call are numbered without gaps, and only the newest can still be INTENDED.

The cap is a condition of the very write that enters the charge. So it holds for each call by itself, however many ask
at the same moment: a batch stops in its middle when the day is spent, and goes on the next day (UTC).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


MICROUSD = 1_000_000
#: Longer than any function runs (15 minutes is Lambda's limit): who intended a call this long ago was killed.
STALE = timedelta(minutes=16)


class ChargeState(StrEnum):
    """What became of a paid call."""

    INTENDED = "INTENDED"
    PAID = "PAID"
    REFUNDED = "REFUNDED"
    UNCERTAIN = "UNCERTAIN"


#: States that somebody who knows more may still change.
OPEN_STATES = (ChargeState.INTENDED, ChargeState.UNCERTAIN)
#: More attempts of one call than this are a loop, not bad luck.
MAX_ATTEMPTS = 1_000


class CapReachedError(Exception):
    """The call would cost more than the day has left."""


class BusyError(Exception):
    """Another function is making this very call just now."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One paid call to come."""

    call_id: str  #: the same for the same question about the same item
    item_id: str
    library: str
    analysis_version: int
    analysis: str
    profile: str
    operation: str  #: ``rekognition:DetectLabels``
    units: int  #: images, seconds, or units of 100 characters
    cost_microusd: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A charge that was entered."""

    call_id: str
    attempt: int  #: from 1
    day: str  #: UTC, yyyy-mm-dd
    cost_microusd: int
    #: Whether it was entered for whoever holds this: another's (``repeats``) is not theirs to take back.
    is_new: bool = field(default=True, compare=False)

    @property
    def row_id(self) -> str:
        """The key of its row."""
        return row_id(self.call_id, self.attempt)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger."""

    charge: Charge
    attempt: int
    day: str
    at: str  #: ``now_text``: when it was entered
    state: ChargeState


class Ledger(Protocol):
    """The table of charges."""

    def charge(
        self, charge: Charge, *, now: str, stale_before: str, cap_microusd: int | None, repeats: bool
    ) -> Receipt:
        """Enter a charge, if the day has that much left.

        ``stale_before``: an INTENDED row of the same call that was entered before this moment becomes UNCERTAIN, and
        the charge is a new attempt; a younger one raises ``BusyError``. With ``repeats`` (the service knows a repeated
        call by its token, and charges once) nothing is charged beside a row that was not refunded: its receipt comes
        back, and is not ``is_new``. ``cap_microusd`` None: no cap. Raises ``CapReachedError``.
        """
        ...

    def settle(self, receipt: Receipt) -> None:
        """Note that the service answered; what was given back meanwhile counts again."""
        ...

    def refund(self, receipt: Receipt) -> None:
        """Take a charge back; doing it twice gives back once."""
        ...

    def lose(self, receipt: Receipt) -> None:
        """Note that nobody knows whether the call was made."""
        ...

    def confirm(self, call_id: str) -> Charge | None:
        """Note that a call's answer is here: the newest row that was not given back is PAID, else the newest of all.

        Returns what that row charged; None where there is none.
        """
        ...

    def abandon(self, call_id: str) -> None:
        """Note that nobody will ask about a call any more: its newest row, where it is INTENDED, is UNCERTAIN."""
        ...

    def spent(self, day: str) -> int:
        """Return what a day has cost so far, in millionths of a dollar."""
        ...

    def entries(self, day: str) -> Iterator[Entry]:
        """Return the rows of a day, in no order."""
        ...


def row_id(call_id: str, attempt: int) -> str:
    """Return the key of a call's row."""
    return f"call#{call_id}#{attempt:03d}"


def day_id(day: str) -> str:
    """Return the key of a day's row."""
    return f"day#{day}"


def dollars(microusd: int) -> str:
    """Return an amount for people: to the cent, to the hundredth of a cent below a dollar."""
    return f"${microusd / MICROUSD:,.2f}" if abs(microusd) >= MICROUSD else f"${microusd / MICROUSD:.4f}"
