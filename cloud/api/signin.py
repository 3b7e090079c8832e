"""Signing in, going on, signing out: what the routes and the pages share. Runs within a request.

An attempt takes the same steps whether there is such an account or not: three counters, one look, one hash.
A session goes on while it is refreshed, and ends for good some months after the password was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from cloud.api import audit, chores, letters, outbox
from cloud.api.callers import signed_out
from cloud.api.context import context
from cloud.api.limits import (
    LOGIN_ACCOUNT,
    LOGIN_ADDRESS,
    LOGIN_HERE,
    REFRESH_ADDRESS,
    Limit,
    LimitReachedError,
    address_group,
    client_address,
)
from cloud.api.problems import ApiError
from cloud.api.tokens import PAGE, BadTokenError, hash_secret, new_id, read_refresh_token
from cloud.contract.accounts import AccountState, email_key
from cloud.contract.record import now_text
from cloud.contract.sessions import join_token, new_secret
from cloud.store.accounts import Rotation, Session

if TYPE_CHECKING:
    from cloud.api.callers import Caller
    from cloud.store.accounts import Person


#: Somebody else changed the same row each time: three in a row is nobody's luck.
_TRIES = 3


@dataclass(frozen=True, slots=True, repr=False)
class Grant:
    """What a device that signed in is given."""

    access_token: str
    refresh_token: str
    expires_in_s: int  #: of the access token
    person: Person


def check_password(email: str, password: str) -> Person:
    """Return who has this address and password; raises ``ApiError``: 401, 403 for accounts that may not, 429, 503."""
    here, key, address = context(), email_key(email), address_group(client_address(context().config))
    counted = _counted(key, address)
    attempts = 0
    try:
        for limit, of in counted:
            count = here.limits.spend(limit, *of)
            attempts = attempts or count
    except LimitReachedError as reached:
        if reached.is_first:
            locked = here.ports.accounts.find(email)
            audit.note("locked", locked.account.id if locked else "", actor_id="")
        raise
    person = here.ports.accounts.find(email)
    try:
        is_right = here.passwords.verify(person.password_hash if person else "", password)
    except ApiError:  # too many at once: that was no attempt
        for limit, of in counted:
            here.limits.give_back(limit, *of)
        raise
    if person is None or not is_right:
        audit.note("login_failed", person.account.id if person else "", actor_id="")
        raise ApiError(HTTPStatus.UNAUTHORIZED, "wrong", "The e-mail address or the password is wrong.")
    for limit, of in counted:
        here.limits.give_back(limit, *of, count=attempts if limit is LOGIN_HERE else 1)
    _refresh_hash(person, password)
    return person


def _counted(key: str, address: str) -> list[tuple[Limit, tuple[str, ...]]]:
    """Return what an attempt is counted against, the account last: past the others a stranger costs it nothing more.

    From an address that the account knows it is as many steps: a counter of its own stands in the account's place.
    """
    of = (key, address) if context().limits.is_known(key, address) else (key,)
    return [(LOGIN_HERE, (key, address)), (LOGIN_ADDRESS, (address,)), (LOGIN_ACCOUNT, of)]


def know_address(person: Person) -> None:
    """Remember that this person is where the request comes from: they have just shown who they are."""
    here = context()
    here.limits.know(email_key(person.account.email), address_group(client_address(here.config)))


def require_active(person: Person) -> None:
    """Raise ``ApiError`` (403) for a person who may not sign in; said only to who knows the password."""
    match person.account.state:
        case AccountState.UNCONFIRMED:
            raise ApiError(HTTPStatus.FORBIDDEN, "unconfirmed", "Confirm the e-mail address first.")
        case AccountState.DISABLED:
            audit.note("login_failed", person.account.id, actor_id="", why="disabled")
            raise ApiError(HTTPStatus.FORBIDDEN, "disabled", "This account is disabled. Ask an admin.")


def sign_in(email: str, password: str, client: str) -> Grant:
    """Sign a device in; raises ``ApiError`` as ``check_password`` does."""
    person = check_password(email, password)
    require_active(person)
    know_address(person)
    grant = open_session(person, client)
    audit.note("login", person.account.id, actor_id=person.account.id, client=client)
    return grant


def open_session(person: Person, client: str) -> Grant:
    """Give a person a new session."""
    here, now = context(), context().ports.now()
    session_id, secret = new_id(), new_secret()
    here.ports.accounts.open_session(
        Session(
            id=session_id,
            user_id=person.account.id,
            token_hash=hash_secret(secret),
            created_at=now_text(now),
            expires_at=now_text(now + timedelta(seconds=here.config.refresh_token_s)),
            client=client,
        )
    )
    return _grant(person, session_id, secret)


def go_on(token: str, proposed: str = "") -> Grant:
    """Rotate a refresh token, to one with the secret that is ``proposed``; raises ``ApiError`` (401, 429).

    The access token tells the role that the person has now.
    """
    here, now = context(), context().ports.now()
    here.limits.spend(REFRESH_ADDRESS, address_group(client_address(here.config)))
    try:
        session_id, token_hash = read_refresh_token(token)
    except BadTokenError as error:
        raise _ended() from error
    session = here.ports.accounts.session(session_id, now=now_text(now))
    person = here.ports.accounts.get(session.user_id) if session else None
    if session_id.startswith(PAGE) or session is None or person is None or not person.accepts(session):
        raise _ended()
    last = datetime.fromisoformat(session.created_at) + timedelta(seconds=here.config.session_s)
    if now >= last:
        raise _ended()  # however often it was refreshed
    secret = proposed or new_secret()
    match here.ports.accounts.rotate(
        session_id,
        token_hash,
        hash_secret(secret),
        now=now_text(now),
        expires_at=now_text(min(last, now + timedelta(seconds=here.config.refresh_token_s))),
    ):
        case Rotation.ROTATED:
            return _grant(person, session_id, secret)
        case Rotation.REUSED:
            here.standing.forget_session(session_id)
            audit.note("refresh_reused", person.account.id, actor_id="", client=session.client)
            outbox.send(person.account.email, letters.session_stolen(here.config))
    raise _ended()


def sign_out(caller: Caller, *, everywhere: bool = False) -> None:
    """End the caller's session, or every session of theirs, in one write; raises ``ApiError`` (503)."""
    here = context()
    if everywhere:
        _end_all(caller.id)
    here.ports.accounts.end_session(caller.session_id)
    here.standing.forget_session(caller.session_id)
    audit.note("logout", caller.id, everywhere=everywhere)


def _end_all(user_id: str) -> None:
    here = context()
    for _ in range(_TRIES):
        person, now = here.ports.accounts.get(user_id), here.now_text()
        if person is None:
            return
        ended = replace(person, version=person.version + 1, valid_from=now, sessions_from=now)
        owed = chores.owe_denial(user_id)
        if here.ports.accounts.replace(ended, if_version=person.version):
            here.standing.forget(user_id)
            here.ports.accounts.end_sessions(user_id)
            chores.deny(owed)
            return
        chores.forget(owed)
    raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Try again.", {"Retry-After": "1"})


def _grant(person: Person, session_id: str, secret: str) -> Grant:
    here = context()
    return Grant(
        access_token=here.tokens.sign(person.account, session_id),
        refresh_token=join_token(session_id, secret),
        expires_in_s=here.config.access_token_s,
        person=person,
    )


def _refresh_hash(person: Person, password: str) -> None:
    """Hash anew where the parameters have changed; somebody else's write at the same moment wins."""
    here = context()
    if here.passwords.is_outdated(person.password_hash):
        fresh = replace(person, password_hash=here.passwords.hash(password), version=person.version + 1)
        here.ports.accounts.replace(fresh, if_version=person.version)


def _ended() -> ApiError:
    return signed_out("session_ended", "This session has ended. Sign in again.")
