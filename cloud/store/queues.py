"""The queues between functions, and SQS as their adapter. One client a process, shared between threads."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class QueueName(StrEnum):
    """The function that a queue feeds."""

    INGEST = "ingest"
    IMAGE = "image"
    AV = "av"
    VISION = "vision"  #: looks at pictures with engines of our own
    RECOGNIZE = "recognize"  #: looks at pictures with Amazon Rekognition
    SPEECH = "speech"  #: listens with an engine of our own
    START = "start"  #: starts jobs of Amazon Transcribe and Rekognition Video
    COLLECT = "collect"  #: fetches what such jobs found
    TEXT = "text"
    ORDERS = "orders"  #: carries out again what people ordered


class Queues(Protocol):
    """Where work is sent. Delivery is at least once and in no order."""

    def send(self, queue: QueueName, body: str) -> None:
        """Put one message."""
        ...

    def postpone(self, queue: QueueName, receipt: str, delay_s: int) -> None:
        """Let a message that was received, and not done with, come again after so many seconds, counted from now."""
        ...

    def depth(self, queue: QueueName) -> int:
        """Return about how many messages wait, are being handled, or are delayed."""
        ...


class SqsQueues:
    """``Queues`` in SQS, by their addresses."""

    def __init__(self, client: Any, urls: Mapping[QueueName, str]) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._urls = urls

    def send(self, queue: QueueName, body: str) -> None:
        """Put one message."""
        self._client.send_message(QueueUrl=self._urls[queue], MessageBody=body)

    def postpone(self, queue: QueueName, receipt: str, delay_s: int) -> None:
        """Set the visibility of a message that was received."""
        self._client.change_message_visibility(
            QueueUrl=self._urls[queue], ReceiptHandle=receipt, VisibilityTimeout=delay_s
        )

    def depth(self, queue: QueueName) -> int:
        """Return about how many messages there are."""
        names = (
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
        )
        answer = self._client.get_queue_attributes(QueueUrl=self._urls[queue], AttributeNames=list(names))
        return sum(int(answer.get("Attributes", {}).get(name, 0)) for name in names)
