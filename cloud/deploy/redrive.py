"""Dead letters back to the queues they came from. Main thread; blocking.

SQS moves them itself where it can (``StartMessageMoveTask``). The embedded cloud cannot, so there each is received,
sent and deleted, in this order: what is interrupted comes twice, and functions take that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEAD = "DeadLettersUrl"
_NO_MOVES = {
    "InvalidAction",
    "UnsupportedOperation",
    "AWS.SimpleQueueService.UnsupportedOperation",
    "UnknownOperationException",
}
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """The dead letters of one queue."""

    name: str
    waiting: int
    url: str
    source_url: str | None  #: None where they came from no queue: what finalize could not read of the table's stream
    moved: int = 0

    @property
    def words(self) -> str:
        """What became of them, in a sentence."""
        if self.waiting == 0:
            return "none"
        if self.source_url is None:
            return "cannot go back: they are positions in the table's stream; sweep ends what they left open"
        return f"{self.moved} moved back" if self.moved else "waiting"

    def to_json(self) -> dict[str, str | int | bool]:
        """Return what ``redrive --json`` says of them."""
        return {
            "queue": self.name,
            "waiting": self.waiting,
            "moved": self.moved,
            "can_move": self.source_url is not None,
        }


def count(sqs: Any, outputs: Mapping[str, str]) -> list[DeadLetters]:  # noqa: ANN401 -- boto3's clients have no type
    """Return how many dead letters each queue has, about."""
    found = []
    for output, url in sorted(outputs.items()):
        if output.endswith(_DEAD):
            name = output.removesuffix(_DEAD)
            found.append(DeadLetters(name.lower(), _waiting(sqs, url), url, outputs.get(f"{name}QueueUrl")))
    return found


def move(sqs: Any, letters: DeadLetters) -> DeadLetters:  # noqa: ANN401 -- as above
    """Send the dead letters of one queue back to it."""
    if letters.source_url is None or letters.waiting == 0:
        return letters
    arns = [_arn(sqs, url) for url in (letters.url, letters.source_url)]
    try:
        sqs.start_message_move_task(SourceArn=arns[0], DestinationArn=arns[1])
        moved = letters.waiting
    except ClientError as error:
        if error_code(error) not in _NO_MOVES:
            raise
        moved = _carry(sqs, letters.url, letters.source_url, letters.waiting)
    return DeadLetters(letters.name, letters.waiting, letters.url, letters.source_url, moved)


def _carry(sqs: Any, url: str, source_url: str, waiting: int) -> int:  # noqa: ANN401 -- as above
    """Carry no more than were waiting: what fails again meanwhile is left for next time."""
    moved = 0
    while moved < waiting:
        answer = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=min(_AT_ONCE, waiting - moved), WaitTimeSeconds=0
        )
        messages = answer.get("Messages", [])
        if not messages:
            break
        for message in messages:
            sqs.send_message(QueueUrl=source_url, MessageBody=message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            moved += 1
    return moved


def _waiting(sqs: Any, url: str) -> int:  # noqa: ANN401 -- as above
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


def _arn(sqs: Any, url: str) -> str:  # noqa: ANN401 -- as above
    return str(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"])
