"""How people, sessions, invitations, the audit and subscriptions lie in the table of users. Pure; any thread.

``until`` is the moment that decides (``now_text``); ``expires_at`` is the same in whole seconds, for the table's TTL.
"""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import TYPE_CHECKING

from cloud.contract.accounts import Account, AccountState, Role, email_key
from cloud.contract.record import int_of, text_of
from cloud.store.accounts import AuditEntry, CodePurpose, Invitation, Person, Session, Subscription

if TYPE_CHECKING:
    from cloud.contract.record import Record

#: What ids begin with, and what the index ``listing`` calls each kind. A person's id is the bare id.
PERSON_LISTING = "user"
SESSION = "session#"
INVITATION = "invitation#"
INVITATION_LISTING = "invitation"
AUDIT = "audit#"
SUBSCRIPTION = "subscription#"


def claim_id(email: str) -> str:
    """Return the id of the row that says who has an address."""
    return f"claim#email#{email_key(email)}"


def code_id(purpose: CodePurpose, user_id: str) -> str:
    """Return the id of the code that a person was mailed for a purpose."""
    return f"code#{purpose.value}#{user_id}"


def count_id(key: str, window_s: int, number: int) -> str:
    """Return the id of the counter of a window."""
    return f"count#{key}#{window_s}#{number}"


def epoch(moment: str) -> int:
    """Return a moment (``now_text``) as the table's TTL takes it: never before its time."""
    return math.ceil(datetime.fromisoformat(moment).timestamp())


def person_row(person: Person) -> Record:
    """Return a person's row."""
    account = person.account
    return {
        "id": account.id,
        "listing": PERSON_LISTING,
        "email": account.email,
        "name": account.name,
        "role": account.role.value,
        "state": account.state.value,
        "created_at": account.created_at,
        "password_hash": person.password_hash,
        "version": person.version,
        "valid_from": person.valid_from,
        "sessions_from": person.sessions_from,
    }


def person_of(row: Record) -> Person:
    """Read ``person_row`` back."""
    account = Account(
        id=text_of(row, "id"),
        email=text_of(row, "email"),
        name=text_of(row, "name"),
        role=Role(text_of(row, "role")),
        state=AccountState(text_of(row, "state")),
        created_at=text_of(row, "created_at"),
    )
    return Person(
        account,
        password_hash=text_of(row, "password_hash"),
        version=int_of(row, "version"),
        valid_from=text_of(row, "valid_from"),
        sessions_from=text_of(row, "sessions_from", ""),
    )


def session_row(session: Session) -> Record:
    """Return a session's row; ``used`` are the hashes of tokens before, oldest first."""
    return {
        "id": f"{SESSION}{session.id}",
        "listing": f"{SESSION}{session.user_id}",
        "user_id": session.user_id,
        "token_hash": session.token_hash,
        "used": [],
        "created_at": session.created_at,
        "until": session.expires_at,
        "expires_at": epoch(session.expires_at),
        "client": session.client,
    }


def session_of(row: Record) -> Session:
    """Read ``session_row`` back."""
    return Session(
        id=text_of(row, "id").removeprefix(SESSION),
        user_id=text_of(row, "user_id"),
        token_hash=text_of(row, "token_hash"),
        created_at=text_of(row, "created_at"),
        expires_at=text_of(row, "until"),
        client=text_of(row, "client"),
    )


def invitation_row(invitation: Invitation) -> Record:
    """Return an invitation's row."""
    return {
        "id": f"{INVITATION}{invitation.token_hash}",
        "listing": INVITATION_LISTING,
        "email": invitation.email,
        "role": invitation.role.value,
        "invited_by": invitation.invited_by,
        "created_at": invitation.created_at,
        "until": invitation.expires_at,
        "expires_at": epoch(invitation.expires_at),
    }


def invitation_of(row: Record) -> Invitation:
    """Read ``invitation_row`` back."""
    return Invitation(
        token_hash=text_of(row, "id").removeprefix(INVITATION),
        email=text_of(row, "email"),
        role=Role(text_of(row, "role")),
        invited_by=text_of(row, "invited_by"),
        created_at=text_of(row, "created_at"),
        expires_at=text_of(row, "until"),
    )


def audit_row(entry: AuditEntry) -> Record:
    """Return an entry's row; its detail is JSON text, so that it comes back as it was."""
    return {
        "id": f"{AUDIT}{entry.id}",
        "listing": f"{AUDIT}{entry.at[:7]}",
        "at": entry.at,
        "actor_id": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "address": entry.address,
        "detail": json.dumps(dict(entry.detail)),
    }


def audit_entry_of(row: Record) -> AuditEntry:
    """Read ``audit_row`` back."""
    return AuditEntry(
        id=text_of(row, "id").removeprefix(AUDIT),
        at=text_of(row, "at"),
        actor_id=text_of(row, "actor_id"),
        action=text_of(row, "action"),
        subject=text_of(row, "subject"),
        address=text_of(row, "address"),
        detail=json.loads(text_of(row, "detail")),
    )


def subscription_row(subscription: Subscription) -> Record:
    """Return a subscription's row."""
    return {
        "id": f"{SUBSCRIPTION}{subscription.id}",
        "listing": f"{SUBSCRIPTION}{subscription.user_id}",
        "user_id": subscription.user_id,
        "email": subscription.email,
        "topics": subscription.topics,
        "arn": subscription.arn,
        "created_at": subscription.created_at,
    }


def subscription_of(row: Record) -> Subscription:
    """Read ``subscription_row`` back."""
    return Subscription(
        id=text_of(row, "id").removeprefix(SUBSCRIPTION),
        user_id=text_of(row, "user_id"),
        email=text_of(row, "email"),
        topics=text_of(row, "topics"),
        arn=text_of(row, "arn"),
        created_at=text_of(row, "created_at"),
    )
