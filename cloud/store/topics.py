"""The topics of item events and of alerts, and SNS as their adapter. One client a process, shared between threads."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cloud.contract.item import Item

#: An alert of the same words is published once in this time by a process: a wrong role fails a thousand pictures alike.
ALERT_PAUSE = timedelta(hours=1)


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


@dataclass(frozen=True, slots=True)
class Alert:
    """Something in the newsroom's cloud that its engineer must mend. Codes and ids alone, as in a notice."""

    code: str  #: of ``reasons.Reason``
    function: str
    analysis: str
    detail: str  #: the service's own code
    item_id: str  #: the first item that suffered from it

    @property
    def subject(self) -> str:
        """The subject of an e-mail: under 100 characters, none of control (Amazon SNS API Reference, "Publish")."""
        words = f"SnapStream: {self.function} {self.code} ({self.analysis})"
        return "".join(each for each in words if " " <= each <= "~")[:99]

    def to_json(self) -> str:
        """Write the message's body."""
        return json.dumps(asdict(self))


class Alerts(Protocol):
    """Where the engineer is called."""

    def publish(self, alert: Alert) -> None:
        """Tell the engineer; the same words again within ``ALERT_PAUSE`` may be left out."""
        ...


class NoAlerts:
    """A newsroom where nobody is called; the log has it all the same."""

    def publish(self, alert: Alert) -> None:
        """Tell nobody."""


NO_ALERTS = NoAlerts()


class SnsAlerts:
    """``Alerts`` in SNS."""

    def __init__(self, client: Any, arn: str, now: Callable[[], datetime]) -> None:  # noqa: ANN401 -- as above
        self._client = client
        self._arn = arn
        self._now = now
        self._told: dict[tuple[str, ...], datetime] = {}

    def publish(self, alert: Alert) -> None:
        """Tell all subscribers."""
        words, now = (alert.code, alert.function, alert.analysis, alert.detail), self._now()
        if words in self._told and now - self._told[words] < ALERT_PAUSE:
            return
        self._client.publish(TopicArn=self._arn, Subject=alert.subject, Message=alert.to_json())
        self._told[words] = now
