"""A ledger in memory, for tests of the functions. Safe to use from several threads."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cloud.store.ledger import (
    MAX_ATTEMPTS,
    OPEN_STATES,
    BusyError,
    CapReachedError,
    Charge,
    ChargeState,
    Entry,
    Receipt,
)
from tests.fakes.store import Writes

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class MemoryLedger:
    """``Ledger`` in memory."""

    writes: Writes = field(default_factory=Writes)

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        self._calls: dict[str, list[Entry]] = defaultdict(list)
        self._spent: dict[str, int] = defaultdict(int)

    def charge(
        self, charge: Charge, *, now: str, stale_before: str, cap_microusd: int | None, repeats: bool
    ) -> Receipt:
        """Enter a charge."""
        with self._lock:
            attempts = self._calls[charge.call_id]
            if attempts:
                newest = attempts[-1]
                if repeats and newest.state is not ChargeState.REFUNDED:
                    return replace(_receipt(newest), is_new=False)
                if newest.state is ChargeState.INTENDED:
                    if newest.at >= stale_before:
                        raise BusyError(charge.call_id)
                    self.lose(_receipt(newest))
            if len(attempts) >= MAX_ATTEMPTS:
                raise BusyError(charge.call_id)
            day = now[:10]
            if cap_microusd is not None and self._spent[day] + charge.cost_microusd > cap_microusd:
                raise CapReachedError
            entry = Entry(charge, len(attempts) + 1, day, now, ChargeState.INTENDED)
            attempts.append(entry)
            self._spent[day] += charge.cost_microusd
        self.writes.happened()
        return _receipt(entry)

    def settle(self, receipt: Receipt) -> None:
        """Note that the service answered."""
        self._move(receipt, ChargeState.PAID, OPEN_STATES)
        self._move(receipt, ChargeState.PAID, (ChargeState.REFUNDED,), more=receipt.cost_microusd)

    def refund(self, receipt: Receipt) -> None:
        """Take a charge back."""
        self._move(receipt, ChargeState.REFUNDED, OPEN_STATES, more=-receipt.cost_microusd)

    def lose(self, receipt: Receipt) -> None:
        """Note that nobody knows."""
        self._move(receipt, ChargeState.UNCERTAIN, (ChargeState.INTENDED,))

    def confirm(self, call_id: str) -> Charge | None:
        """Note that a call's answer is here; return what was charged for it."""
        with self._lock:
            rows = self._calls.get(call_id, [])
            kept = [row for row in rows if row.state is not ChargeState.REFUNDED] or rows
        if not kept:
            return None
        if kept[-1].state is not ChargeState.PAID:
            self.settle(_receipt(kept[-1]))
        return kept[-1].charge

    def abandon(self, call_id: str) -> None:
        """Note that nobody will ask about a call any more."""
        with self._lock:
            rows = list(self._calls.get(call_id, []))
        if rows:
            self.lose(_receipt(rows[-1]))

    def spent(self, day: str) -> int:
        """Return what a day has cost so far."""
        with self._lock:
            return self._spent[day]

    def entries(self, day: str) -> Iterator[Entry]:
        """Return the rows of a day."""
        with self._lock:
            rows = [entry for attempts in self._calls.values() for entry in attempts if entry.day == day]
        yield from rows

    def all_entries(self) -> list[Entry]:
        """Return every row there is, for a test to add up."""
        with self._lock:
            return [entry for attempts in self._calls.values() for entry in attempts]

    def _move(self, receipt: Receipt, state: ChargeState, before: tuple[ChargeState, ...], more: int = 0) -> None:
        with self._lock:
            attempts = self._calls[receipt.call_id]
            entry = attempts[receipt.attempt - 1]
            if entry.state not in before:
                return
            attempts[receipt.attempt - 1] = replace(entry, state=state)
            self._spent[receipt.day] += more
        self.writes.happened()


def _receipt(entry: Entry) -> Receipt:
    return Receipt(entry.charge.call_id, entry.attempt, entry.day, entry.charge.cost_microusd)
