"""The shell around every function: each record of a batch is handled, and only the failing ones are given back.

A message that failed comes again soon, then less and less soon, not after its queue's visibility: that is six times
the function's timeout, and nobody should wait twelve minutes because one PUT was refused for a second. The visibility
still stands behind a function that is cut off and cannot say anything. After the last receive the message is let go at
once, to the dead letters, whose reader tells people.

::

    receive   1        2         3            4             5
    again in  5-10 s   30-60 s   3-6 minutes  15-30 minutes  dead letter

Functions that ask paid services (``run_paid``) count failures, not receives: ``attempts`` says what becomes of each.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from cloud.analysis.shell import metrics
from cloud.analysis.shell.attempts import after_failure, faults_in, wait_s
from cloud.analysis.shell.invocation import item_of
from cloud.analysis.shell.logs import about, log_failure
from cloud.analysis.work.messages import BadMessageError, parse_message

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from cloud.analysis.work.messages import Message
    from cloud.analysis.work.services import Services
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
                with _about(queue, record):
                    log_failure("not postponed", error)
    return _answer(failed)


def run_paid(
    queue: QueueName,
    event: Event,
    handle: Callable[[str], None],
    services: Services,
    parse: Callable[[str], Message] = parse_message,
) -> Event:
    """Do as ``run_work`` for a function that asks paid services; ``parse`` says what a body is about.

    A message is given back only to come again: what failed for good, or too often, is recorded in the item. ``handle``
    may raise ``attempts.FailuresError`` where its analyses failed differently; what it raises else is of them all.
    """
    failed: list[str] = []
    for record in records_of(event):
        with _about(queue, record):
            try:
                handle(str(record["body"]))
            except Exception as error:  # noqa: BLE001 -- the record's boundary: the others of the batch go on
                delay_s = _paid_delay_s(services, record, error, parse)
                if delay_s is None:
                    continue
                failed.append(_message_id(record))
                try:
                    services.queues.postpone(queue, str(record["receiptHandle"]), delay_s)
                except Exception as unheard:  # noqa: BLE001 -- it comes again after its visibility
                    log_failure("not postponed", unheard)
    return _answer(failed)


def _paid_delay_s(services: Services, record: Event, error: Exception, parse: Callable[[str], Message]) -> int | None:
    """Return after how many seconds a message that failed comes again; None: it is over."""
    receives = _receives(record)
    try:
        message = parse(str(record["body"]))
    except BadMessageError as unreadable:
        log_failure("message refused", unreadable)
        return None
    for fault in faults_in(error):
        log_failure("record failed", fault)
        metrics.count(metrics.RECORD_FAILED)
    try:
        comes_again, failures = after_failure(services, message, error, receives)
    except Exception as uncounted:  # noqa: BLE001 -- the table is out of reach, or busy: all of it comes again
        log_failure("not counted", uncounted)
        comes_again, failures = True, 0
    if not comes_again:
        return None
    if failures:
        return retry_delay_s(min(failures, len(RETRY_DELAYS_S)))
    metrics.count(metrics.POSTPONED)
    return wait_s(receives)


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
        with _about(function, record):
            try:
                handle(record)
            except Exception as error:  # noqa: BLE001 -- the record's boundary: the others of the batch go on
                log_failure("record failed", error)
                metrics.count(metrics.RECORD_FAILED)
                failed.append(identify(record))
                if in_order:
                    break
    return failed


def _about(function: str, record: Event) -> AbstractContextManager[None]:
    """Let every line that is written meanwhile name the function, the record and its item."""
    identifier = record.get("messageId") or record.get("eventID")
    return about(function=str(function), record=str(identifier or ""), item=item_of(record.get("body", record)))


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
