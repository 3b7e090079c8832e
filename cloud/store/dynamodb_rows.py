"""One table whose rows of many kinds an index lists: single conditional requests, in our own terms. Any thread.

In expressions ``#name`` is the attribute of that name and ``:name`` the value given for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from cloud.contract.record import text_of
from cloud.store.accounts import Page
from cloud.store.cursors import make_cursor, read_cursor
from cloud.store.refusals import unless_unmet
from cloud.store.wire import record_from_wire, record_to_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cloud.contract.record import Record, Value

_NAME = re.compile(r"#(\w+)")
#: Amazon DynamoDB Developer Guide, "Constraints": a partition key is 1 to 2048 bytes. A row of any other is none.
_KEY_BYTES = range(1, 2049)
_LISTING = "#listing = :listing"
_T = TypeVar("_T")


class DynamoRows:
    """A table with the partition key ``id`` and the index ``listing`` (listing, id)."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._table = table

    def get(self, row_id: str) -> Record | None:
        """Return a row (a consistent read)."""
        if not _is_key(row_id):
            return None
        answer = self._client.get_item(**self._keyed(row_id), ConsistentRead=True)
        return record_from_wire(answer["Item"]) if "Item" in answer else None

    def put(self, row: Record, condition: str = "", **values: Value) -> bool:
        """Put a row; False where the condition does not hold."""
        request = self.putting(row, condition, **values)
        return unless_unmet(lambda: self._client.put_item(**request)) is not None

    def update(self, row_id: str, update: str, condition: str = "", **values: Value) -> Record | None:
        """Update a row, or make it; return it as it is then, or None where the condition does not hold."""
        request = {
            **self._keyed(row_id),
            **_expressions(values, UpdateExpression=update, ConditionExpression=condition),
            "ReturnValues": "ALL_NEW",
        }
        answer = unless_unmet(lambda: self._client.update_item(**request))
        return record_from_wire(answer["Attributes"]) if answer is not None else None

    def delete(self, row_id: str, condition: str = "", **values: Value) -> Record | None:
        """Remove a row; return what it was, or None where there was none or the condition does not hold."""
        if not _is_key(row_id):
            return None
        request = {**self.deleting(row_id, condition, **values), "ReturnValues": "ALL_OLD"}
        answer = unless_unmet(lambda: self._client.delete_item(**request)) or {}
        return record_from_wire(answer["Attributes"]) if answer.get("Attributes") else None

    def putting(self, row: Record, condition: str = "", **values: Value) -> dict[str, object]:
        """Return the request that puts a row, as a transaction takes it."""
        return {
            "TableName": self._table,
            "Item": record_to_wire(row),
            **_expressions(values, ConditionExpression=condition),
        }

    def deleting(self, row_id: str, condition: str = "", **values: Value) -> dict[str, object]:
        """Return the request that removes a row, as a transaction takes it."""
        return {**self._keyed(row_id), **_expressions(values, ConditionExpression=condition)}

    def listed(
        self,
        listing: str,
        *,
        after: str = "",
        only: str = "",
        is_forward: bool = True,
        limit: int | None = None,
        **values: Value,
    ) -> Iterator[Record]:
        """Return the rows of a kind by their ids, from after one on; ``limit`` is how many a request reads."""
        request: dict[str, object] = {
            "TableName": self._table,
            "IndexName": "listing",
            "ScanIndexForward": is_forward,
            **_expressions({"listing": listing, **values}, KeyConditionExpression=_LISTING, FilterExpression=only),
        }
        if limit is not None:
            request["Limit"] = limit
        if after:
            request["ExclusiveStartKey"] = record_to_wire({"listing": listing, "id": after})
        while True:
            answer = self._client.query(**request)
            yield from map(record_from_wire, answer["Items"])
            if not answer.get("LastEvaluatedKey"):
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def page(
        self,
        listing: str,
        read: Callable[[Record], _T],
        *,
        cursor: str,
        limit: int,
        prefix: str = "",
        only: str = "",
        is_forward: bool = True,
        **values: Value,
    ) -> Page[_T]:
        """Return a page of a kind, whose ids begin with ``prefix``.

        One row more than a page holds is read, so that a cursor is given only where something follows.
        """
        after = f"{prefix}{read_cursor(cursor, 1)[0]}" if cursor else ""
        found: list[Record] = []
        for row in self.listed(listing, after=after, only=only, is_forward=is_forward, limit=limit + 1, **values):
            found.append(row)
            if len(found) > limit:
                last = text_of(found[limit - 1], "id").removeprefix(prefix)
                return Page([read(each) for each in found[:limit]], make_cursor(last))
        return Page([read(each) for each in found], "")

    def _keyed(self, row_id: str) -> dict[str, object]:
        return {"TableName": self._table, "Key": {"id": to_wire(row_id)}}


def _is_key(row_id: str) -> bool:
    return len(row_id.encode("utf-8", "replace")) in _KEY_BYTES


def _expressions(values: Mapping[str, Value], **expressions: str) -> dict[str, object]:
    """Return the expressions that are not empty, with the names and values that they use."""
    used = {kind: text for kind, text in expressions.items() if text}
    names = {f"#{name}": name for text in used.values() for name in _NAME.findall(text)}
    request: dict[str, object] = dict(used)
    if names:
        request["ExpressionAttributeNames"] = names
    if values:
        request["ExpressionAttributeValues"] = {f":{name}": to_wire(value) for name, value in values.items()}
    return request
