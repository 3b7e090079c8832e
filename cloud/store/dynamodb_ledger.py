"""The ledger in DynamoDB: a call's row and its day's row change in one transaction. One client, shared by threads."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cloud.contract.record import int_of, text_of
from cloud.store.ledger import (
    MAX_ATTEMPTS,
    OPEN_STATES,
    BusyError,
    CapReachedError,
    Charge,
    ChargeState,
    Entry,
    Receipt,
    day_id,
    row_id,
)
from cloud.store.refusals import unless_unmet
from cloud.store.transactions import NoTurnError, write_all
from cloud.store.wire import record_from_wire, record_to_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud.contract.record import Record

#: How often a call looks for its row, where others enter the same one at that moment.
_TURNS = 20


class DynamoLedger:
    """A ``Ledger`` on one table, whose index ``day`` lists a day's calls."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 -- botocore makes its clients at run time
        table: str,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._table = table
        self._pause = pause

    def charge(
        self, charge: Charge, *, now: str, stale_before: str, cap_microusd: int | None, repeats: bool
    ) -> Receipt:
        """Enter a charge, as ``Ledger`` says."""
        if cap_microusd is not None and charge.cost_microusd > cap_microusd:
            raise CapReachedError
        for _ in range(_TURNS):
            attempt = 1
            newest = self._newest(charge.call_id)
            if newest is not None:
                receipt, state = _receipt(newest), ChargeState(text_of(newest, "state"))
                if repeats and state is not ChargeState.REFUNDED:
                    return replace(receipt, is_new=False)
                if state is ChargeState.INTENDED:
                    if text_of(newest, "at") >= stale_before:
                        raise BusyError(charge.call_id)
                    self.lose(receipt)
                attempt = receipt.attempt + 1
            if attempt > MAX_ATTEMPTS:
                break
            if self._enter(charge, attempt, now, cap_microusd):
                return Receipt(charge.call_id, attempt, now[:10], charge.cost_microusd)
            # Somebody else has entered that very row since it was looked for.
        raise BusyError(charge.call_id)

    def settle(self, receipt: Receipt) -> None:
        """Note that the service answered."""
        if not self._move(receipt, ChargeState.PAID, OPEN_STATES):
            self._count(receipt, ChargeState.PAID, (ChargeState.REFUNDED,), receipt.cost_microusd)

    def lose(self, receipt: Receipt) -> None:
        """Note that nobody knows."""
        self._move(receipt, ChargeState.UNCERTAIN, (ChargeState.INTENDED,))

    def confirm(self, call_id: str) -> Charge | None:
        """Note that a call's answer is here; return what was charged for it."""
        newest = row = self._newest(call_id)
        while row is not None and row["state"] == ChargeState.REFUNDED:
            row = self._row(row_id(call_id, int_of(row, "attempt") - 1))
        row = row or newest
        if row is not None and row["state"] != ChargeState.PAID:
            self.settle(_receipt(row))
        return None if row is None else _entry(row).charge

    def abandon(self, call_id: str) -> None:
        """Note that nobody will ask about a call any more."""
        newest = self._newest(call_id)
        if newest is not None:
            self.lose(_receipt(newest))

    def refund(self, receipt: Receipt) -> None:
        """Take a charge back."""
        self._count(receipt, ChargeState.REFUNDED, OPEN_STATES, -receipt.cost_microusd)

    def spent(self, day: str) -> int:
        """Return what a day has cost so far."""
        row = self._row(day_id(day))
        return int_of(row, "spent_microusd") if row else 0

    def entries(self, day: str) -> Iterator[Entry]:
        """Return the rows of a day."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName="day",
            KeyConditionExpression="#day = :day",
            ExpressionAttributeNames={"#day": "day"},
            ExpressionAttributeValues=record_to_wire({":day": day}),
        )
        for page in pages:
            for item in page["Items"]:
                yield _entry(record_from_wire(item))

    def _row(self, key: str) -> Record | None:
        answer = self._client.get_item(TableName=self._table, Key={"id": to_wire(key)}, ConsistentRead=True)
        return record_from_wire(answer["Item"]) if "Item" in answer else None

    def _newest(self, call_id: str) -> Record | None:
        """Return the row of a call's last attempt, by doubling and halving: attempts are numbered without gaps."""
        there, beyond, newest = 0, 1, None
        while (row := self._row(row_id(call_id, beyond))) is not None:
            there, beyond, newest = beyond, beyond * 2, row
        while beyond - there > 1:
            middle = (there + beyond) // 2
            row = self._row(row_id(call_id, middle))
            if row is None:
                beyond = middle
            else:
                there, newest = middle, row
        return newest

    def _enter(self, charge: Charge, attempt: int, now: str, cap_microusd: int | None) -> bool:
        """Put the row and add to the day; False where somebody else has put that row."""
        put = {
            "TableName": self._table,
            "Item": record_to_wire(_record(charge, attempt, now)),
            "ConditionExpression": "attribute_not_exists(id)",
        }
        values: Record = {":cost": charge.cost_microusd}
        day: dict[str, object] = {
            "TableName": self._table,
            "Key": {"id": to_wire(day_id(now[:10]))},
            "UpdateExpression": "ADD spent_microusd :cost",
        }
        if cap_microusd is not None:
            values[":left"] = cap_microusd - charge.cost_microusd
            day["ConditionExpression"] = "attribute_not_exists(spent_microusd) OR spent_microusd <= :left"
        day["ExpressionAttributeValues"] = record_to_wire(values)
        refused = self._transact([{"Put": put}, {"Update": day}])
        if refused and refused[0]:
            return False
        if refused and refused[1]:
            raise CapReachedError
        return True

    def _transact(self, items: list[dict[str, object]]) -> list[bool]:
        """Write all or none; return which conditions did not hold ([]: it is written). Raises ``BusyError``."""
        try:
            return write_all(self._client, items, self._pause)
        except NoTurnError:
            raise BusyError from None

    def _count(self, receipt: Receipt, state: ChargeState, before: tuple[ChargeState, ...], microusd: int) -> None:
        """Move a row that is in one of these states, and add to its day; another stays as it is."""
        day = {
            "TableName": self._table,
            "Key": {"id": to_wire(day_id(receipt.day))},
            "UpdateExpression": "ADD spent_microusd :more",
            "ExpressionAttributeValues": record_to_wire({":more": microusd}),
        }
        self._transact([{"Update": self._moved(receipt, state, before)}, {"Update": day}])

    def _move(self, receipt: Receipt, state: ChargeState, before: tuple[ChargeState, ...]) -> bool:
        """Move a row that is in one of these states; another stays as it is, and False is returned."""
        request = self._moved(receipt, state, before)
        return unless_unmet(lambda: self._client.update_item(**request)) is not None

    def _moved(self, receipt: Receipt, state: ChargeState, before: tuple[ChargeState, ...]) -> dict[str, object]:
        names = {f":before{number}": each.value for number, each in enumerate(before)}
        return {
            "TableName": self._table,
            "Key": {"id": to_wire(receipt.row_id)},
            "UpdateExpression": "SET #state = :state",
            "ConditionExpression": f"#state IN ({', '.join(names)})",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": record_to_wire({":state": state.value, **names}),
        }


def _receipt(row: Record) -> Receipt:
    return Receipt(text_of(row, "call_id"), int_of(row, "attempt"), text_of(row, "day"), int_of(row, "cost_microusd"))


def _record(charge: Charge, attempt: int, now: str) -> Record:
    return {
        "id": row_id(charge.call_id, attempt),
        "call_id": charge.call_id,
        "attempt": attempt,
        "day": now[:10],
        "at": now,
        "state": ChargeState.INTENDED.value,
        "item_id": charge.item_id,
        "library": charge.library,
        "analysis_version": charge.analysis_version,
        "analysis": charge.analysis,
        "profile": charge.profile,
        "operation": charge.operation,
        "units": charge.units,
        "cost_microusd": charge.cost_microusd,
    }


def _entry(row: Record) -> Entry:
    return Entry(
        charge=Charge(
            call_id=text_of(row, "call_id"),
            item_id=text_of(row, "item_id"),
            library=text_of(row, "library"),
            analysis_version=int_of(row, "analysis_version"),
            analysis=text_of(row, "analysis"),
            profile=text_of(row, "profile"),
            operation=text_of(row, "operation"),
            units=int_of(row, "units"),
            cost_microusd=int_of(row, "cost_microusd"),
        ),
        attempt=int_of(row, "attempt"),
        day=text_of(row, "day"),
        at=text_of(row, "at"),
        state=ChargeState(text_of(row, "state")),
    )
