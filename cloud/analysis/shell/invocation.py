"""What stands around every function: its lines name function, request, record and item; its counts leave when it ends.

One thread an invocation.
"""

from __future__ import annotations

import functools
import json
import re
import sys
from itertools import count as counter
from typing import TYPE_CHECKING

from cloud.analysis.shell import logs, metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.record import Json

    Event = dict[str, Json]
    Handler = Callable[[Event, object], Event]

_ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
#: An item's id in a message of ours, in an original's key, in a job's name, in a change of the table's stream.
_ITEM = re.compile(
    rf'\\?"item_id\\?":\s*\\?"({_ULID})'
    rf"|/\d{{4}}(?:/|%2F)\d{{2}}(?:/|%2F)({_ULID})(?:/|%2F)"
    rf"|\b({_ULID})\.v\d+\.[a-z]+\.\d+"
    rf'|"id":\s*{{"S":\s*"({_ULID})"'
)
_invocations = counter()


class InvocationError(Exception):
    """A function failed as a whole; its log says where. The error's own text stays out of what Lambda writes of it."""


def observed(handler: Handler) -> Handler:
    """Wrap a function's handler."""
    function = handler.__module__.rpartition(".")[2]

    @functools.wraps(handler)
    def shell(event: Event, context: object) -> Event:
        logs.start()
        request_id = str(getattr(context, "aws_request_id", ""))
        cold = next(_invocations) == 0
        with logs.about(function=function, request_id=request_id, cold_start=cold), metrics.counted(function) as meter:
            try:
                return handler(event, context)
            except Exception as error:  # noqa: BLE001 -- the function's top
                logs.log_failure("invocation failed", error)
                raise InvocationError(type(error).__name__) from None
            finally:
                for line in meter.lines():
                    sys.stdout.write(line + "\n")
                sys.stdout.flush()

    return shell


def item_of(record: Json) -> str:
    """Return the item that a message or a change is about, "" where it names none."""
    text = record if isinstance(record, str) else json.dumps(record, default=str)
    match = _ITEM.search(text)
    return next((each for each in match.groups() if each), "") if match else ""
