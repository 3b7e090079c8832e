"""The table of items in DynamoDB. One client a process; boto3 clients are safe to share between threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.contract.item import feed_day
from cloud.store.items import OUTLINE, UNFINISHED, Change, OpenItem, claim_id
from cloud.store.listing import first_day_id
from cloud.store.refusals import is_unmet, unless_unmet
from cloud.store.wire import from_wire, record_from_wire, record_to_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cloud.contract.record import Record, Value

_NEVER = "9999-99-99"


class DynamoItems:
    """An ``ItemStore`` on one table."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._table = table
        self._first_days: dict[str, str] = {}  #: of each library, one that is noted: the first, or a later one

    def get(self, item_id: str) -> Record | None:
        """Return the record as it is now."""
        answer = self._client.get_item(TableName=self._table, Key={"id": {"S": item_id}}, ConsistentRead=True)
        return record_from_wire(answer["Item"]) if "Item" in answer else None

    def create(self, record: Record) -> bool:
        """Put a record where there is none of that id."""
        self._note_day(record)
        return self._put(record, "attribute_not_exists(id)", {})

    def restore(self, record: Record) -> bool:
        """Put a record where there is none or an older one."""
        self._note_day(record)
        return self._put(record, "attribute_not_exists(id) OR #version < :version", {":version": record["version"]})

    def replace(self, record: Record, *, if_version: int) -> bool:
        """Put a record over one of exactly this version."""
        return self._put(record, "#version = :version", {":version": if_version})

    def change(self, change: Change) -> Record | None:
        """Update one item under its conditions."""
        expression = _Expression(change)
        return self._update(
            change.item_id,
            UpdateExpression=expression.update,
            ConditionExpression=expression.condition,
            ExpressionAttributeNames=expression.names,
            ExpressionAttributeValues=record_to_wire(expression.values),
            ReturnValues="ALL_NEW",
        )

    def end_work(self, item_id: str, *, if_version: int) -> bool:
        """Remove ``work_state``."""
        done = self._update(
            item_id,
            UpdateExpression="REMOVE work_state",
            ConditionExpression="#version = :version",
            ExpressionAttributeNames={"#version": "version"},
            ExpressionAttributeValues={":version": to_wire(if_version)},
            ReturnValues="ALL_NEW",
        )
        return done is not None

    def claim(self, library: str, sha256: str, item_id: str, *, instead_of: str | None = None) -> str:
        """Claim these bytes for an item."""
        row: Record = {"id": claim_id(library, sha256), "item_id": item_id}
        condition, values = "attribute_not_exists(id) OR item_id = :me", dict[str, "Value"]({":me": item_id})
        if instead_of is not None:
            condition += " OR item_id = :other"
            values[":other"] = instead_of
        try:
            self._client.put_item(
                TableName=self._table,
                Item=record_to_wire(row),
                ConditionExpression=condition,
                ExpressionAttributeValues=record_to_wire(values),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            holder = error.response.get("Item")
            held = record_from_wire(holder) if holder else self.get(str(row["id"])) or {}
            return str(held.get("item_id", ""))
        return item_id

    def release(self, library: str, sha256: str, item_id: str) -> None:
        """Give back an item's claim."""
        unless_unmet(
            lambda: self._client.delete_item(
                TableName=self._table,
                Key={"id": to_wire(claim_id(library, sha256))},
                ConditionExpression="attribute_not_exists(id) OR item_id = :me",
                ExpressionAttributeValues=record_to_wire({":me": item_id}),
            )
        )

    def open_items(self, work_state: str, *, before: str) -> Iterator[OpenItem]:
        """Return the items in this ``work_state``, oldest write first."""
        start: dict[str, object] = {}
        while True:
            answer = self._client.query(
                TableName=self._table,
                IndexName="work",
                KeyConditionExpression="work_state = :state AND updated_at < :before",
                ExpressionAttributeValues=record_to_wire({":state": work_state, ":before": before}),
                **start,
            )
            for row in answer["Items"]:
                yield OpenItem(str(from_wire(row["id"])), str(from_wire(row["updated_at"])))
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def outlines(self) -> Iterator[Record]:
        """Return an outline of every item."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            ProjectionExpression="#id, #status, #analyses",
            FilterExpression="attribute_exists(#status)",  # rows of claims have none
            ExpressionAttributeNames={f"#{name}": name for name in OUTLINE},
        )
        for page in pages:
            yield from map(record_from_wire, page["Items"])

    def _note_day(self, record: Record) -> None:
        """Note a library's first day before anything is put on it, so that who lists it knows where to stop.

        A process asks once for most; what two note at once ends as the earlier, whichever comes last.
        """
        library, _, day = str(record["feed_day"]).rpartition("#")
        if self._first_days.get(library, _NEVER) <= day:
            return
        row: Record = {"id": first_day_id(library), "day": day}
        unless_unmet(
            lambda: self._client.put_item(
                TableName=self._table,
                Item=record_to_wire(row),
                ConditionExpression="attribute_not_exists(id) OR #day > :day",
                ExpressionAttributeNames={"#day": "day"},
                ExpressionAttributeValues=record_to_wire({":day": day}),
            )
        )
        self._first_days[library] = day

    def _put(self, record: Record, condition: str, values: Mapping[str, Value]) -> bool:
        more: dict[str, object] = {}
        if values:
            more = {
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": record_to_wire(values),
            }
        put = unless_unmet(
            lambda: self._client.put_item(
                TableName=self._table, Item=record_to_wire(record), ConditionExpression=condition, **more
            )
        )
        return put is not None

    def _update(self, item_id: str, **request: object) -> Record | None:
        answer = unless_unmet(
            lambda: self._client.update_item(TableName=self._table, Key={"id": {"S": item_id}}, **request)
        )
        return None if answer is None else record_from_wire(answer["Attributes"])


class _Expression:
    """A ``Change`` in DynamoDB's expression language. Every name is a placeholder: none can be a reserved word."""

    def __init__(self, change: Change) -> None:
        self.names: dict[str, str] = {}
        self.values: dict[str, Value] = {}
        self.condition = " AND ".join(self._conditions(change))
        self.update = " ".join(self._clauses(change))

    def _name(self, name: str) -> str:
        placeholder = f"#n{len(self.names)}"
        for known, already in self.names.items():
            if already == name:
                return known
        self.names[placeholder] = name
        return placeholder

    def _value(self, value: Value) -> str:
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = value
        return placeholder

    def _conditions(self, change: Change) -> Iterator[str]:
        yield f"attribute_exists({self._name('id')})"
        if change.if_version is not None:
            yield f"{self._name('version')} = {self._value(change.if_version)}"
        if change.if_analysis_version is not None:
            yield f"{self._name('analysis_version')} = {self._value(change.if_analysis_version)}"
        if change.if_unfinished:
            statuses = ", ".join(self._value(status.value) for status in UNFINISHED)
            yield f"{self._name('status')} IN ({statuses})"
        for name in sorted(change.if_pending):
            yield f"contains({self._name('pending')}, {self._value(name)})"
        if change.if_nothing_pending:
            yield f"attribute_not_exists({self._name('pending')})"

    def _clauses(self, change: Change) -> Iterator[str]:
        values = {**change.values, "updated_at": change.now, "feed_day": feed_day(change.library, change.now)}
        assignments = [f"{self._name(name)} = {self._value(value)}" for name, value in sorted(values.items())]
        assignments += [
            f"{self._name('analyses')}.{self._name(name)} = {self._value(entry)}"
            for name, entry in sorted(change.analyses.items())
        ]
        if change.tags:
            tags, empty, more = self._name("tags"), self._value([]), self._value([dict(tag) for tag in change.tags])
            assignments.append(f"{tags} = list_append(if_not_exists({tags}, {empty}), {more})")
        yield "SET " + ", ".join(assignments)
        if change.removed:
            yield "REMOVE " + ", ".join(self._name(name) for name in sorted(change.removed))
        additions = [f"{self._name('version')} {self._value(1)}"]
        if change.added:
            additions.append(f"{self._name('pending')} {self._value(set(change.added))}")
        yield "ADD " + ", ".join(additions)
        if change.done:
            yield f"DELETE {self._name('pending')} {self._value(set(change.done))}"
