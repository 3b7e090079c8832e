"""What is still to be done elsewhere after an account was changed: rows of the table ``users``. Any thread.

::

    owe ── the account's row is changed ── AWS is asked ── settle
                                           it fails, or the worker dies: whoever comes by later finds what is owed

A row is written *before* the change that it follows, so that no crash and no refusal loses it; to do it twice is to do
it once. Rows are ``chore#{id}``, listed as ``chore``, and end by themselves when nothing can be left to do.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from cloud.contract.keys import new_item_id
from cloud.contract.record import now_text, text_of
from cloud.store.account_rows import epoch
from cloud.store.dynamodb_rows import DynamoRows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cloud.contract.record import Record

#: Longer than a request is served: only then is nobody about to do it.
PATIENCE = timedelta(minutes=1)
#: How often a subscription is ended again.
AGAIN = timedelta(minutes=15)
#: No credentials of the desktop role last longer than an hour; one more for those who are late.
_DENIABLE = timedelta(hours=2)
#: SNS forgets what nobody confirmed within two days (Amazon SNS Developer Guide, "Confirming the subscription").
_CONFIRMABLE = timedelta(days=3)
_ROW = "chore#"
_LISTING = "chore"


class ChoreKind(StrEnum):
    """What is to be done."""

    DENY = "deny"  #: credentials of ``user_id`` that were issued before
    UNSUBSCRIBE = "unsubscribe"  #: the subscription ``arn``, again: SNS ends none that awaits its confirmation


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing that is owed."""

    id: str
    kind: ChoreKind
    user_id: str
    since: str  #: ``now_text``
    due: str  #: ``now_text``: not before
    until: str  #: ``now_text``: from then on there is nothing left to do
    arn: str = ""


class ChoreStore(Protocol):
    """What is owed."""

    def owe(self, chore: Chore) -> None:
        """Put a chore, over the one of the same id."""
        ...

    def owed(self, *, now: str) -> Sequence[Chore]:
        """Return what is due; it follows the table by some moments."""
        ...

    def settle(self, chore_id: str) -> None:
        """Remove a chore; nothing happens where there is none."""
        ...


class DynamoChores:
    """A ``ChoreStore`` on the table ``users``. One client a process; boto3 clients are shared between threads."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._rows = DynamoRows(client, table)

    def owe(self, chore: Chore) -> None:
        """Put a chore."""
        self._rows.put(_row(chore))

    def owed(self, *, now: str) -> Sequence[Chore]:
        """Return what is due."""
        listed = self._rows.listed(_LISTING, only="#due <= :now AND #until > :now", now=now)
        return [_chore(row) for row in listed]

    def settle(self, chore_id: str) -> None:
        """Remove a chore."""
        self._rows.delete(f"{_ROW}{chore_id}")


def denial(user_id: str, now: datetime) -> Chore:
    """Return the chore that denies what a person was issued."""
    return Chore(
        id=f"{ChoreKind.DENY}#{new_item_id(now.timestamp())}",
        kind=ChoreKind.DENY,
        user_id=user_id,
        since=now_text(now),
        due=now_text(now + PATIENCE),
        until=now_text(now + _DENIABLE),
    )


def ending(user_id: str, arn: str, now: datetime) -> Chore:
    """Return the chore that ends a subscription again, while somebody may still confirm it."""
    return Chore(
        id=subscription_chore_id(arn),
        kind=ChoreKind.UNSUBSCRIBE,
        user_id=user_id,
        since=now_text(now),
        due=now_text(now + AGAIN),
        until=now_text(now + _CONFIRMABLE),
        arn=arn,
    )


def subscription_chore_id(arn: str) -> str:
    """Return the id of the chore that ends a subscription: there is one of each."""
    return f"{ChoreKind.UNSUBSCRIBE}#{hashlib.sha256(arn.encode()).hexdigest()[:32]}"


def _row(chore: Chore) -> Record:
    return {
        "id": f"{_ROW}{chore.id}",
        "listing": _LISTING,
        "kind": chore.kind.value,
        "user_id": chore.user_id,
        "since": chore.since,
        "due": chore.due,
        "until": chore.until,
        "expires_at": epoch(chore.until),
        "arn": chore.arn,
    }


def _chore(row: Record) -> Chore:
    return Chore(
        id=text_of(row, "id").removeprefix(_ROW),
        kind=ChoreKind(text_of(row, "kind")),
        user_id=text_of(row, "user_id"),
        since=text_of(row, "since"),
        due=text_of(row, "due"),
        until=text_of(row, "until"),
        arn=text_of(row, "arn", ""),
    )
