"""The audit: who did what to whom, and from where. Written before the answer that tells of it. Any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.api.callers import find_caller
from cloud.api.context import context
from cloud.api.limits import client_address
from cloud.contract.keys import new_item_id
from cloud.store.accounts import AuditEntry

if TYPE_CHECKING:
    from cloud.contract.record import Json


def note(action: str, subject: str = "", *, actor_id: str | None = None, **detail: Json) -> str:
    """Write that the caller (or ``actor_id``, who is just signing in) did something. Ids and words; never a secret.

    Returns the entry's id. ``subject`` is the id of the person or item that it is about.
    """
    made = entry(action, subject, actor_id=actor_id, **detail)
    context().ports.accounts.record(made)
    return made.id


def entry(action: str, subject: str = "", *, actor_id: str | None = None, **detail: Json) -> AuditEntry:
    """Return what ``note`` writes, to be written when the request is over."""
    here = context()
    caller = find_caller() if actor_id is None else None
    return AuditEntry(
        id=new_item_id(here.ports.now().timestamp()),
        at=here.now_text(),
        actor_id=actor_id if actor_id is not None else caller.account.id if caller else "",
        action=action,
        subject=subject,
        address=client_address(here.config),
        detail=detail,
    )
