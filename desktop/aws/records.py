"""The table's feed: what changed in a library on a day. Any thread."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from cloud.contract.item import Item
from cloud.contract.record import BadRecordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cloud.contract.connection import Connection
    from desktop.aws.session import Session

_log = logging.getLogger(__name__)


class Records:
    """The newsroom's items as the index ``feed`` has them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: set[str] = set()

    def changes(self, library: str, day: date, after: str = "") -> Iterator[tuple[Item, ...]]:
        """Yield pages of items last changed on this UTC day at ``after`` (``now_text``) or later, oldest first.

        A page may be empty. A record that cannot be read is left out, and logged once.
        """
        for answer in self._pages(library, day, after):
            yield tuple(self._items(answer.get("Items", [])))

    def versions(self, library: str, day: date) -> Iterator[tuple[tuple[str, int], ...]]:
        """Yield pages of (id, version) of the items last changed on this UTC day: what the daily comparison needs."""
        for answer in self._pages(library, day, "", only="id, #version"):
            records = answer.get("Items", [])
            yield tuple((str(record["id"]["S"]), int(record["version"]["N"])) for record in records)

    def _pages(self, library: str, day: date, after: str, *, only: str = "") -> Iterator[dict[str, Any]]:
        options = {"ProjectionExpression": only, "ExpressionAttributeNames": {"#version": "version"}} if only else {}
        start: dict[str, Any] | None = None
        while True:
            answer = self._query(f"{library}#{day.isoformat()}", after, start, options)
            yield answer
            start = answer.get("LastEvaluatedKey")
            if not start:
                return

    def _query(
        self, feed_day: str, after: str, start: dict[str, Any] | None, options: dict[str, Any]
    ) -> dict[str, Any]:
        def ask(dynamodb: Any, connection: Connection) -> dict[str, Any]:  # noqa: ANN401 - see session
            # The sort key may not be empty text; a space sorts before every digit.
            values = {":day": {"S": feed_day}, ":after": {"S": after or " "}}
            more = {"ExclusiveStartKey": start} if start else {}
            answer: dict[str, Any] = dynamodb.query(
                TableName=connection.table,
                IndexName=connection.index,
                KeyConditionExpression="feed_day = :day AND updated_at >= :after",
                ExpressionAttributeValues=values,
                **more,
                **options,
            )
            return answer

        return self._session.call("read the library's changes", "dynamodb", ask)

    def _items(self, records: list[dict[str, Any]]) -> Iterator[Item]:
        from boto3.dynamodb.types import TypeDeserializer  # noqa: PLC0415 - see desktop.aws

        deserialize = TypeDeserializer().deserialize
        for record in records:
            identity = str(record.get("id", {}).get("S", ""))
            try:
                yield Item.from_record({name: deserialize(value) for name, value in record.items()})
            except BadRecordError:
                if identity not in self._told:
                    self._told.add(identity)
                    _log.warning("the record of item %s cannot be read; it is left out", identity, exc_info=True)
