"""The topic of item events, and SNS as its adapter. One client a process, shared between threads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from cloud.contract.item import Item


@dataclass(frozen=True, slots=True)
class Notice:
    """An item has come to its end. Ids and keys alone: a notice leaves the newsroom by e-mail."""

    item_id: str
    version: int
    status: str
    reason: str  #: a code of ``reasons.Reason``
    library: str
    owner_id: str
    media_type: str
    item_key: str  #: of ``item.json`` in the derived bucket
    thumbnail_key: str  #: "" where there is none

    @classmethod
    def of(cls, item: Item, item_key: str) -> Notice:
        """Return the notice of an item's end."""
        return cls(
            item_id=item.id,
            version=item.version,
            status=item.status.value,
            reason=item.status_reason,
            library=item.library,
            owner_id=item.owner_id,
            media_type=item.media_type,
            item_key=item_key,
            thumbnail_key=item.thumbnail_key or "",
        )

    @property
    def dedupe_id(self) -> str:
        """What readers drop repeats by."""
        return f"{self.item_id}:{self.version}"

    def to_json(self) -> str:
        """Write the message's body."""
        return json.dumps(
            {
                "dedupe_id": self.dedupe_id,
                "item_id": self.item_id,
                "version": self.version,
                "status": self.status,
                "reason": self.reason,
                "library": self.library,
                "owner_id": self.owner_id,
                "media_type": self.media_type,
                "links": {"item": self.item_key, "thumbnail": self.thumbnail_key},
            }
        )

    def attributes(self) -> dict[str, str]:
        """Return what subscriptions filter by; none is empty (Amazon SNS API Reference, "MessageAttributeValue")."""
        named = {
            "status": self.status,
            "library": self.library,
            "owner_id": self.owner_id,
            "media_type": self.media_type,
            "dedupe_id": self.dedupe_id,
        }
        return {name: value for name, value in named.items() if value}


class Topic(Protocol):
    """Where ends are told."""

    def publish(self, notice: Notice) -> None:
        """Tell all subscribers, at least once."""
        ...


class SnsTopic:
    """``Topic`` in SNS."""

    def __init__(self, client: Any, arn: str) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._arn = arn

    def publish(self, notice: Notice) -> None:
        """Tell all subscribers."""
        self._client.publish(
            TopicArn=self._arn,
            Message=notice.to_json(),
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in notice.attributes().items()
            },
        )
