"""Leases in DynamoDB: one row a slot, in the ledger's table. One client, shared by threads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.contract.record import text_of
from cloud.store.leases import VIDEO_SLOTS, Lease, lease_id, slots_for
from cloud.store.refusals import is_unmet, unless_unmet
from cloud.store.wire import record_from_wire, record_to_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.contract.record import Record


class DynamoLeases:
    """``Leases`` on one table."""

    def __init__(self, client: Any, table: str, slots: int = VIDEO_SLOTS) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._table = table
        self._slots = slots

    def take(self, holder: str, *, now: str, until: str) -> bool:
        """Take a slot, or hold one longer.

        The rows are read only to ask for likely slots; each put has its own condition, so who comes late goes on to
        the next.
        """
        there = {lease.slot: lease for lease in self.held()}
        for slot, lease in there.items():
            if lease.holder == holder and self._hold_longer(slot, holder, until):
                return True
        for slot in slots_for(holder, self._slots):
            lease_there = there.get(slot)
            is_likely = lease_there is None or lease_there.until_at < now
            if is_likely and self._put(slot, holder, now, until):
                return True
        return False

    def release(self, holder: str) -> None:
        """Give back what this holder has."""
        for lease in [lease for lease in self.held() if lease.holder == holder]:
            request = {
                "TableName": self._table,
                "Key": _key(lease.slot),
                "ConditionExpression": "holder = :holder",
                "ExpressionAttributeValues": record_to_wire({":holder": holder}),
            }
            unless_unmet(partial(self._client.delete_item, **request))

    def held(self) -> Iterator[Lease]:
        """Return the slots that are held."""
        asked: dict[str, Any] = {
            self._table: {"Keys": [_key(slot) for slot in range(self._slots)], "ConsistentRead": True}
        }
        while asked:  # at most 18 small rows; what a busy table leaves out is asked for again
            answer = self._client.batch_get_item(RequestItems=asked)
            for row in answer["Responses"].get(self._table, []):
                yield _lease(record_from_wire(row))
            asked = answer.get("UnprocessedKeys") or {}

    def _put(self, slot: int, holder: str, now: str, until: str) -> bool:
        row: Record = {
            "id": lease_id(slot),
            "holder": holder,
            "taken_at": now,
            "until_at": until,
        }
        try:
            self._client.put_item(
                TableName=self._table,
                Item=record_to_wire(row),
                ConditionExpression="attribute_not_exists(id) OR until_at < :now",
                ExpressionAttributeValues=record_to_wire({":now": now}),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            # The other delivery of this very message came first: the slot is ours all the same.
            other = error.response.get("Item")
            return bool(other) and record_from_wire(other).get("holder") == holder
        return True

    def _hold_longer(self, slot: int, holder: str, until: str) -> bool:
        held = unless_unmet(
            lambda: self._client.update_item(
                TableName=self._table,
                Key=_key(slot),
                UpdateExpression="SET until_at = :until",
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues=record_to_wire({":until": until, ":holder": holder}),
            )
        )
        return held is not None


def _key(slot: int) -> dict[str, object]:
    return {"id": to_wire(lease_id(slot))}


def _lease(row: Record) -> Lease:
    return Lease(
        slot=int(text_of(row, "id").rpartition("#")[2]),
        holder=text_of(row, "holder"),
        taken_at=text_of(row, "taken_at"),
        until_at=text_of(row, "until_at"),
    )
