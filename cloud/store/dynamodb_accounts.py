"""The table of users in DynamoDB. One client a process; boto3 clients are safe to share between threads.

Each verb is one conditional write or one transaction. What a condition refuses is looked at again, never assumed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from cloud.contract.accounts import email_key
from cloud.contract.record import int_of, text_of
from cloud.store.account_rows import (
    AUDIT,
    INVITATION,
    INVITATION_LISTING,
    PERSON_LISTING,
    SESSION,
    SUBSCRIPTION,
    audit_entry_of,
    audit_row,
    claim_id,
    code_id,
    count_id,
    epoch,
    invitation_of,
    invitation_row,
    person_of,
    person_row,
    session_of,
    session_row,
    subscription_of,
    subscription_row,
)
from cloud.store.accounts import REMEMBERED_TOKENS, WRONG_CODES, AccountsBusyError, CodeUse, Page, Rotation
from cloud.store.dynamodb_rows import DynamoRows
from cloud.store.transactions import NoTurnError, write_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.contract.record import Value
    from cloud.store.accounts import AuditEntry, CodePurpose, Invitation, Person, Session, Subscription

_ABSENT = "attribute_not_exists(#id)"
_IS_OPEN = "#until > :now"
#: No person has this id.
_NOBODY = "nobody"
_MARK = "mark#"


class DynamoAccounts:
    """An ``AccountStore`` on one table with the index ``listing``."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 -- botocore makes its clients at run time
        table: str,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._rows = DynamoRows(client, table)
        self._pause = pause

    # People

    def create(self, person: Person, *, invitation_hash: str = "") -> bool:
        """Put a person and claim the address, and use up the invitation, all in one transaction."""
        account = person.account
        writes: list[dict[str, object]] = [
            {"Put": self._rows.putting(person_row(person), _ABSENT)},
            {"Put": self._rows.putting({"id": claim_id(account.email), "user_id": account.id}, _ABSENT)},
        ]
        if invitation_hash:
            invitation_id = f"{INVITATION}{invitation_hash}"
            writes.append({"Delete": self._rows.deleting(invitation_id, _IS_OPEN, now=account.created_at)})
        try:
            return not write_all(self._client, writes, self._pause)
        except NoTurnError:
            raise AccountsBusyError from None

    def get(self, user_id: str) -> Person | None:
        """Return a person."""
        row = self._rows.get(user_id)
        return person_of(row) if row is not None and row.get("listing") == PERSON_LISTING else None

    def find(self, email: str) -> Person | None:
        """Return who has this address."""
        claim = self._rows.get(claim_id(email))
        person = self.get(text_of(claim, "user_id") if claim is not None else _NOBODY)  # two reads in any case
        return person if claim is not None else None

    def replace(self, person: Person, *, if_version: int) -> bool:
        """Put a person over one of exactly this version and address.

        A condition compares spellings, not addresses: one that is spelt otherwise is looked at, and put where it still
        is what was seen.
        """
        row, condition = person_row(person), "#version = :version AND #email = :email"
        if self._rows.put(row, condition, version=if_version, email=person.account.email):
            return True
        there = self.get(person.account.id)
        if there is None or there.version != if_version:
            return False
        spelt = there.account.email
        if spelt == person.account.email or email_key(spelt) != email_key(person.account.email):
            return False
        return self._rows.put(row, condition, version=if_version, email=spelt)

    def people(self, cursor: str = "", limit: int = 50) -> Page[Person]:
        """Return people."""
        return self._rows.page(PERSON_LISTING, person_of, cursor=cursor, limit=limit)

    # Sessions

    def open_session(self, session: Session) -> None:
        """Put a session."""
        self._rows.put(session_row(session))

    def session(self, session_id: str, *, now: str) -> Session | None:
        """Return a session."""
        row = self._rows.get(f"{SESSION}{session_id}")
        return session_of(row) if row is not None and text_of(row, "until") > now else None

    def rotate(self, session_id: str, token_hash: str, new_hash: str, *, now: str, expires_at: str) -> Rotation:
        """Put the new hash in the place of the old one.

        ::

            this    read (hash = a) ─────────── put b where a ── refused ── read again: a is used: REUSED, the end
            other         read (hash = a) ── put c where a ── ROTATED

        What is read cannot change unseen, as each write puts another hash: so the list of used ones is whole.
        """
        row_id = f"{SESSION}{session_id}"
        while (row := self._rows.get(row_id)) is not None and text_of(row, "until") > now:
            used: list[Value] = row["used"] if isinstance(row["used"], list) else []
            if token_hash in used:
                self.end_session(session_id)
                return Rotation.REUSED
            if token_hash != row["token_hash"]:
                return Rotation.GONE
            rotated = self._rows.update(
                row_id,
                "SET #token_hash = :new, #used = :used, #until = :until, #expires_at = :ttl",
                "#token_hash = :old",
                old=token_hash,
                new=new_hash,
                used=[*used, token_hash][-REMEMBERED_TOKENS:],
                until=expires_at,
                ttl=epoch(expires_at),
            )
            if rotated is not None:
                return Rotation.ROTATED
        return Rotation.GONE

    def end_session(self, session_id: str) -> None:
        """Remove a session."""
        self._rows.delete(f"{SESSION}{session_id}")

    def end_sessions(self, user_id: str) -> int:
        """Remove the sessions that the index lists."""
        listed = [text_of(row, "id") for row in self._rows.listed(f"{SESSION}{user_id}")]
        return sum(self._rows.delete(row_id) is not None for row_id in listed)

    # Codes and counters

    def put_code(self, purpose: CodePurpose, user_id: str, code_hash: str, *, expires_at: str) -> None:
        """Put a code; what was wrong with the one before is forgotten with it."""
        self._rows.put(
            {
                "id": code_id(purpose, user_id),
                "code_hash": code_hash,
                "wrong": 0,
                "until": expires_at,
                "expires_at": epoch(expires_at),
            }
        )

    def use_code(self, purpose: CodePurpose, user_id: str, code_hash: str, *, now: str) -> CodeUse:
        """Remove the code where it is this one; else count."""
        row_id = code_id(purpose, user_id)
        is_open = f"{_IS_OPEN} AND #wrong < :most"
        values: dict[str, Value] = {"hash": code_hash, "now": now, "most": WRONG_CODES}
        if self._rows.delete(row_id, f"#code_hash = :hash AND {is_open}", **values) is not None:
            return CodeUse.ACCEPTED
        counted = self._rows.update(row_id, "ADD #wrong :one", f"#code_hash <> :hash AND {is_open}", one=1, **values)
        return CodeUse.WRONG if counted is not None and int_of(counted, "wrong") < WRONG_CODES else CodeUse.GONE

    def count(self, key: str, *, window_s: int, now_s: float, by: int = 1) -> int:
        """Add to the counter in one atomic update."""
        number = int(now_s // window_s)
        row_id = count_id(key, window_s, number)
        if by:
            ends = (number + 1) * window_s
            row = self._rows.update(row_id, "SET #expires_at = :ends ADD #n :by", ends=ends, by=by)
        else:
            row = self._rows.get(row_id)
        return int_of(row, "n") if row is not None else 0

    def mark(self, name: str, *, until: str) -> None:
        """Put a mark."""
        self._rows.put({"id": f"{_MARK}{name}", "until": until, "expires_at": epoch(until)})

    def is_marked(self, name: str, *, now: str) -> bool:
        """Whether a mark still holds."""
        row = self._rows.get(f"{_MARK}{name}")
        return row is not None and text_of(row, "until") > now

    # Invitations

    def invite(self, invitation: Invitation) -> None:
        """Put an invitation."""
        self._rows.put(invitation_row(invitation))

    def invitation(self, token_hash: str, *, now: str) -> Invitation | None:
        """Return an invitation."""
        row = self._rows.get(f"{INVITATION}{token_hash}")
        return invitation_of(row) if row is not None and text_of(row, "until") > now else None

    def use_invitation(self, token_hash: str, *, now: str) -> Invitation | None:
        """Remove an invitation that is open."""
        row = self._rows.delete(f"{INVITATION}{token_hash}", _IS_OPEN, now=now)
        return invitation_of(row) if row is not None else None

    def invitations(self, *, now: str, cursor: str = "", limit: int = 50) -> Page[Invitation]:
        """Return open invitations."""
        return self._rows.page(
            INVITATION_LISTING, invitation_of, cursor=cursor, limit=limit, prefix=INVITATION, only=_IS_OPEN, now=now
        )

    # Audit and subscriptions

    def record(self, entry: AuditEntry) -> None:
        """Put an entry."""
        self._rows.put(audit_row(entry))

    def audit(self, month: str, cursor: str = "", limit: int = 50) -> Page[AuditEntry]:
        """Return a month's entries."""
        return self._rows.page(
            f"{AUDIT}{month}", audit_entry_of, cursor=cursor, limit=limit, prefix=AUDIT, is_forward=False
        )

    def subscribe(self, subscription: Subscription) -> None:
        """Put a subscription."""
        self._rows.put(subscription_row(subscription))

    def subscriptions(self, user_id: str) -> Sequence[Subscription]:
        """Return a person's subscriptions."""
        return [subscription_of(row) for row in self._rows.listed(f"{SUBSCRIPTION}{user_id}")]

    def unsubscribe(self, user_id: str, subscription_id: str) -> Subscription | None:
        """Remove a subscription where it is this person's."""
        row = self._rows.delete(f"{SUBSCRIPTION}{subscription_id}", "#user_id = :me", me=user_id)
        return subscription_of(row) if row is not None else None
