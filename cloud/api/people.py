"""People as admins look after them: names, roles, access, invitations. Runs within a request.

::

    new role     row: role, valid_from       tokens and credentials of before are refused; sessions go on, and the next
                                             refresh brings the new role
    disabled     row: state, valid_from, sessions_from      then, whatever happened before: credentials denied, sessions
                                                            removed, notices ended; a crash is mended by asking again

There is always an admin who can sign in. The check is made before the change, and again after it, with the change taken
back: two admins who take each other's role away at the same moment both fail, rather than both succeed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from cloud.api import audit, chores, letters, notices, outbox
from cloud.api.callers import caller
from cloud.api.context import context
from cloud.api.problems import ApiError
from cloud.api.tokens import hash_secret
from cloud.contract.accounts import AccountState, Role
from cloud.contract.record import now_text
from cloud.contract.sessions import new_secret
from cloud.store.accounts import Invitation, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.store.chores import Chore

_TRIES = 5
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What an admin wants changed; None stays."""

    name: str | None = None
    role: Role | None = None
    state: AccountState | None = None


def change(user_id: str, wish: Wish) -> Person:
    """Change a person. Raises ``ApiError``: 404, 409 for the last admin and for unconfirmed addresses, 503."""
    here = context()
    for _ in range(_TRIES):
        before = _find(user_id)
        after = _changed(before, wish)
        if _is_admin(before) and not _is_admin(after) and not _others(user_id):
            raise _last_admin()
        owed = chores.owe_denial(user_id) if _is_denied(before, after) else None
        if after.account != before.account and not here.ports.accounts.replace(after, if_version=before.version):
            _forget(owed)
            continue
        here.standing.forget(user_id)
        if _is_admin(before) and not _is_admin(after) and not _others(user_id):
            _take_back(before, after)
            _forget(owed)
            raise _last_admin()
        _follow(before, after, owed)
        return after if after.account != before.account else before
    raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Others keep changing it. Try again.", {"Retry-After": "2"})


def invite(email: str, role: Role) -> Invitation:
    """Mail somebody an invitation. Raises ``ApiError`` (409) where the address has an account."""
    here = context()
    known = here.ports.accounts.find(email)
    if known is not None and known.account.state is not AccountState.UNCONFIRMED:
        raise ApiError(HTTPStatus.CONFLICT, "taken", "This address has an account.")
    token, now = new_secret(), here.ports.now()
    invitation = Invitation(
        token_hash=hash_secret(token),
        email=email,
        role=role,
        invited_by=caller().id,
        created_at=now_text(now),
        expires_at=now_text(now + timedelta(seconds=here.config.invitation_s)),
    )
    here.ports.accounts.invite(invitation)
    audit.note("invited", known.account.id if known else "", email=email, role=role.value)
    outbox.send(email, letters.invitation(here.config, token))
    return invitation


def _changed(before: Person, wish: Wish) -> Person:
    here, account = context(), before.account
    state = wish.state or account.state
    if state is not account.state and account.state is AccountState.UNCONFIRMED:
        detail = "The address is not confirmed: nobody can sign in with it yet."
        raise ApiError(HTTPStatus.CONFLICT, "unconfirmed", detail)
    after = replace(account, name=wish.name or account.name, role=wish.role or account.role, state=state)
    now = here.now_text()
    has_new_rights = (after.role, after.state) != (account.role, account.state)
    is_disabled = after.state is AccountState.DISABLED is not account.state
    return replace(
        before,
        account=after,
        version=before.version + 1,
        valid_from=now if has_new_rights else before.valid_from,
        sessions_from=now if is_disabled else before.sessions_from,
    )


def _follow(before: Person, after: Person, owed: Chore | None) -> None:
    """Do what follows from a change; for a disabled person also where there was none, lest a crash left it undone."""
    here, old, new = context(), before.account, after.account
    if new.role is not old.role:
        audit.note("role_changed", new.id, before=old.role.value, after=new.role.value)
    if new.state is not old.state:
        audit.note("disabled" if new.state is AccountState.DISABLED else "enabled", new.id)
    if new.name != old.name:
        audit.note("renamed", new.id)
    is_denied = owed is None or chores.deny(owed)
    if new.state is AccountState.DISABLED:
        here.ports.accounts.end_sessions(new.id)
        notices.end_all(new.id)
    elif Role.SERVICE in {old.role, new.role} and new.role is not old.role:
        notices.end_all(new.id)  # they were of libraries that this role does not see
    if not is_denied:
        raise _denied_later()


def _is_denied(before: Person, after: Person) -> bool:
    """Whether credentials of before are to be denied: they are of another role, or of nobody any more."""
    return after.account.role is not before.account.role or after.account.state is AccountState.DISABLED


def _forget(owed: Chore | None) -> None:
    if owed is not None:
        chores.forget(owed)


def _denied_later() -> ApiError:
    detail = (
        "The change is made and holds here. AWS did not take back the credentials that were issued before; "
        "that is tried again each minute, and they end by themselves within an hour."
    )
    return ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "denial_late", detail, {"Retry-After": "60"})


def _take_back(before: Person, after: Person) -> None:
    """Undo a change that would leave nobody to look after people."""
    undone = replace(after, account=before.account, version=after.version + 1)
    context().ports.accounts.replace(undone, if_version=after.version)
    context().standing.forget(before.account.id)


def _find(user_id: str) -> Person:
    person = context().ports.accounts.get(user_id)
    if person is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "no_person", "There is no such person.")
    return person


def _is_admin(person: Person) -> bool:
    return person.account.role is Role.ADMIN and person.account.state is AccountState.ACTIVE


def _others(user_id: str) -> bool:
    """Whether somebody else is an admin who may sign in: found in the index, and looked at in the table itself."""
    accounts = context().ports.accounts
    for person in _people():
        if person.account.id != user_id and _is_admin(person):
            now = accounts.get(person.account.id)
            if now is not None and _is_admin(now):
                return True
    return False


def _people() -> Iterator[Person]:
    cursor = ""
    while True:
        page = context().ports.accounts.people(cursor, _AT_ONCE)
        yield from page.rows
        if not page.cursor:
            return
        cursor = page.cursor


def _last_admin() -> ApiError:
    detail = "Nobody else is an admin: make somebody else one first."
    return ApiError(HTTPStatus.CONFLICT, "last_admin", detail)
