"""The shell around every function: each record of a batch is handled, and only the failing ones are given back.

A message that failed comes again soon, then less and less soon, not after its queue's visibility: that is six times
the function's timeout, and nobody should wait twelve minutes because one PUT was refused for a second. The visibility
still stands behind a function that is cut off and cannot say anything. After the last receive the message is let go at
once, to the dead letters, whose reader tells people.

::

    receive   1        2         3            4             5
    again in  5-10 s   30-60 s   3-6 minutes  15-30 minutes  dead letter
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from cloud.analysis.logs import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.record import Json
    from cloud.store.queues import QueueName, Queues

#: What Lambda hands over, and what a function answers.
Event = dict[str, "Json"]


#: Seconds until a message comes again, by how often it was received; the wait is up to twice that, by chance, so that
#: what failed together does not come back together. A message of more receives is a dead letter.
RETRY_DELAYS_S = (5, 30, 180, 900)


def run_queue(function: str, event: Event, handle: Callable[[str], None]) -> Event:
    """Handle each message's body; answer which failed (AWS Lambda Developer Guide, "Reporting batch item failures")."""
    return _answer(_run(function, event, _message_id, lambda record: handle(str(record["body"]))))


def run_work(queue: QueueName, event: Event, handle: Callable[[str], None], queues: Queues) -> Event:
    """Do as ``run_queue`` for the queue of a function, and let what failed come again soon."""
    failed = _run(queue, event, _message_id, lambda record: handle(str(record["body"])))
    for record in records_of(event):
        if _message_id(record) in failed:
            try:
                queues.postpone(queue, str(record["receiptHandle"]), retry_delay_s(_receives(record)))
            except Exception as error:  # noqa: BLE001 -- the record's boundary: it comes again after its visibility
                log_failure("not postponed", error, function=queue, record=_message_id(record))
    return _answer(failed)


def retry_delay_s(receives: int) -> int:
    """Return after how many seconds a message that was received so often comes again; 0: it is to be a dead letter."""
    if receives > len(RETRY_DELAYS_S):
        return 0
    return round(RETRY_DELAYS_S[receives - 1] * random.uniform(1, 2))  # noqa: S311 -- chance that nobody gains by guessing


def run_stream(function: str, event: Event, handle: Callable[[Event], None]) -> Event:
    """Handle each change of a table's stream in order; a failure gives back that change and all after it."""
    return _answer(_run(function, event, _sequence_number, handle, in_order=True))


def records_of(event: Event) -> list[Event]:
    """Return an event's records; a test event has none."""
    records = event.get("Records")
    return [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []


def _run(
    function: str,
    event: Event,
    identify: Callable[[Event], str],
    handle: Callable[[Event], None],
    *,
    in_order: bool = False,
) -> list[str]:
    """Handle the records; return which failed."""
    failed: list[str] = []
    for record in records_of(event):
        try:
            handle(record)
        except Exception as error:  # noqa: BLE001 -- the record's boundary: the others of the batch go on
            log_failure("record failed", error, function=function, record=identify(record))
            failed.append(identify(record))
            if in_order:
                break
    return failed


def _answer(failed: list[str]) -> Event:
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def _message_id(record: Event) -> str:
    return str(record["messageId"])


def _receives(record: Event) -> int:
    attributes = record["attributes"]
    return int(str(attributes["ApproximateReceiveCount"])) if isinstance(attributes, dict) else 1


def _sequence_number(record: Event) -> str:
    change = record["dynamodb"]
    return str(change["SequenceNumber"]) if isinstance(change, dict) else ""
