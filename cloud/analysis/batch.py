"""The shell around every function: each record of a batch is handled, and only the failing ones are given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.logs import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.record import Json

#: What Lambda hands over, and what a function answers.
Event = dict[str, "Json"]


def run_queue(function: str, event: Event, handle: Callable[[str], None]) -> Event:
    """Handle each message's body; answer which failed (AWS Lambda Developer Guide, "Reporting batch item failures")."""
    return _run(function, event, _message_id, lambda record: handle(str(record["body"])))


def run_stream(function: str, event: Event, handle: Callable[[Event], None]) -> Event:
    """Handle each change of a table's stream in order; a failure gives back that change and all after it."""
    return _run(function, event, _sequence_number, handle, in_order=True)


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
) -> Event:
    failures: list[Json] = []
    for record in records_of(event):
        try:
            handle(record)
        except Exception as error:  # noqa: BLE001 -- the record's boundary: the others of the batch go on
            log_failure("record failed", error, function=function, record=identify(record))
            failures.append({"itemIdentifier": identify(record)})
            if in_order:
                break
    return {"batchItemFailures": failures}


def _message_id(record: Event) -> str:
    return str(record["messageId"])


def _sequence_number(record: Event) -> str:
    change = record["dynamodb"]
    return str(change["SequenceNumber"]) if isinstance(change, dict) else ""
