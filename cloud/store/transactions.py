"""Several rows of DynamoDB written at once, or none, with patience for others who write them too. Any thread."""

from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CANCELLED = "TransactionCanceledException"
_REFUSED = "ConditionalCheckFailed"
#: The SDK's repetition of a request that is still being done; the same token asks for it again.
_IN_PROGRESS = "TransactionInProgressException"
#: Reasons of a cancelled transaction that pass: others changed the same row at that moment, or the table is busy.
_PASSING = frozenset({"None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
#: How often a write waits for its turn, and for how long at most.
_TURNS = 20
_LONGEST_PAUSE_S = 0.4


class NoTurnError(Exception):
    """Others changed the same rows at every try; nothing is written."""


def write_all(
    client: Any,  # noqa: ANN401 -- botocore makes its clients at run time
    writes: Sequence[dict[str, object]],
    pause: Callable[[float], None],
) -> list[bool]:
    """Write all or none; return of each write whether its condition did not hold ([]: all is written).

    ``writes`` are members of ``TransactItems``. Raises ``NoTurnError``.
    """
    token = uuid.uuid4().hex
    for turn in range(_TURNS):
        try:
            client.transact_write_items(TransactItems=list(writes), ClientRequestToken=token)
        except ClientError as error:
            code = error_code(error)
            if code == _CANCELLED:
                reasons = [str(each.get("Code", "None")) for each in error.response.get("CancellationReasons", [])]
                if _REFUSED in reasons:
                    return [reason == _REFUSED for reason in reasons]
                if not set(reasons) <= _PASSING:
                    raise
                token = uuid.uuid4().hex
            elif code != _IN_PROGRESS:
                raise
            pause(random.uniform(0, min(_LONGEST_PAUSE_S, 0.01 * 2**turn)))  # noqa: S311 -- chance that nobody gains by guessing
        else:
            return []
    raise NoTurnError
