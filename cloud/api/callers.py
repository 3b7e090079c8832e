"""Who is calling: a bearer token, or a page's cookie. Checked before anything of a request is read. Any thread.

Every view says who may: ``@anyone``, ``@require()`` (anyone signed in) or ``@require(Role.ADMIN)``. A view that says
nothing asks for somebody signed in. Nothing else of a request decides rights: the token does, and the person's row,
which is read (``standing``) and must agree with it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app, g, request

from cloud.api import cookies
from cloud.api.context import context
from cloud.api.problems import ApiError
from cloud.api.standing import Standing
from cloud.api.tokens import PAGE, BadTokenError, Claims, read_refresh_token, text_to_ms
from cloud.contract.accounts import AccountState

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from cloud.contract.accounts import Account, Role
    from cloud.store.accounts import Person

_View = TypeVar("_View", bound="Callable[..., Any]")
_ACCESS = "snapstream_access"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a view."""

    is_open: bool = False
    roles: frozenset[Role] = frozenset()  #: empty: every role
    by_cookie: bool = True  #: whether a page's cookie will do


_SIGNED_IN = Access()


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in."""

    person: Person
    session_id: str
    by_cookie: bool

    @property
    def account(self) -> Account:
        """The person, as everyone may see them."""
        return self.person.account

    @property
    def id(self) -> str:
        """The person's id."""
        return self.person.account.id

    @property
    def role(self) -> Role:
        """What the person may do."""
        return self.person.account.role

    @property
    def libraries(self) -> tuple[str, ...]:
        """What the person may see."""
        return self.person.account.libraries


def anyone(view: _View) -> _View:
    """Let everybody call a view; who is signed in is there all the same (``find_caller``)."""
    setattr(view, _ACCESS, Access(is_open=True))
    return view


def require(*roles: Role, by_cookie: bool = True) -> Callable[[_View], _View]:
    """Let only these roles call a view (none named: all); stands *below* the route's decorator."""

    def mark(view: _View) -> _View:
        setattr(view, _ACCESS, Access(roles=frozenset(roles), by_cookie=by_cookie))
        return view

    return mark


def access_of(view: Callable[..., Any]) -> Access:
    """Return who may call a view."""
    found = getattr(view, _ACCESS, _SIGNED_IN)
    assert isinstance(found, Access)
    return found


def caller() -> Caller:
    """Return who is calling, in a view that requires somebody; elsewhere raises ``ApiError`` (401)."""
    found = find_caller()
    if found is None:
        raise signed_out("signed_out", "Sign in first.")
    return found


def find_caller() -> Caller | None:
    """Return who is calling; None where nobody is signed in, or no longer."""
    try:
        return _identify()
    except ApiError:
        return None


def look_again() -> Caller:
    """Return the caller as the table has them now, with nothing remembered. Raises ``ApiError`` (401).

    For what is given away and outlives the answer: another worker may have disabled them a moment ago.
    """
    here, before = context(), caller()
    standing = Standing(here.ports.accounts, here.ports.now)
    now = _by_cookie(standing) if before.by_cookie else _by_token(standing)
    if now is None or now.id != before.id or now.role is not before.role:
        raise _refused()
    return now


def signed_out(code: str, detail: str) -> ApiError:
    """Return the error of somebody who must sign in (again)."""
    return ApiError(HTTPStatus.UNAUTHORIZED, code, detail)


def guard(app: Flask) -> None:
    """Check every request before its view, its body and its parameters are looked at."""

    @app.before_request
    def _check() -> None:
        if request.url_rule is None or request.endpoint is None:
            return
        access = access_of(current_app.view_functions[request.endpoint])
        if access.is_open:
            return
        who = _identify()
        if who is None:
            raise signed_out("signed_out", "Sign in first.")
        if access.roles and who.role not in access.roles:
            raise ApiError(HTTPStatus.FORBIDDEN, "role", "Your role may not do this.")
        if who.by_cookie and not access.by_cookie:
            raise ApiError(HTTPStatus.FORBIDDEN, "token_needed", "This is for programs with a token.")
        if who.by_cookie and request.method not in _SAFE:
            cookies.check_csrf()


def _identify() -> Caller | None:
    """Return who is calling, looked up once a request; raises ``ApiError`` (401) for a token that is no good."""
    if "caller" not in g:
        standing = context().standing
        g.caller = _by_token(standing) if "Authorization" in request.headers else _by_cookie(standing)
    found = g.caller
    assert found is None or isinstance(found, Caller)
    return found


def _by_token(standing: Standing) -> Caller:
    here = context()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise _refused()
    try:
        claims = here.tokens.read(token.strip())
    except BadTokenError as error:
        if error.expired is None:
            raise _refused() from error
        _say_switched_off(standing.person(error.expired.user_id))
        raise _expired() from error
    person = _person_of(claims, standing)
    return Caller(person, claims.session_id, by_cookie=False)


def _person_of(claims: Claims, standing: Standing) -> Person:
    session = standing.session(claims.session_id)
    person = standing.person(claims.user_id)
    _say_switched_off(person)
    if (
        session is None
        or person is None
        or session.user_id != claims.user_id
        or session.expires_at <= context().now_text()
        or not person.accepts(session)
        or person.account.role is not claims.role
        or claims.issued_ms < text_to_ms(person.valid_from)
    ):
        raise _refused()
    return person


def _by_cookie(standing: Standing) -> Caller | None:
    here, token = context(), cookies.session_token()
    try:
        session_id, token_hash = read_refresh_token(token)
    except BadTokenError:
        return None
    session = standing.session(session_id) if session_id.startswith(PAGE) else None
    if session is None or session.expires_at <= here.now_text():
        return None
    if not hmac.compare_digest(session.token_hash, token_hash):
        return None
    person = standing.person(session.user_id)
    if person is None or not person.accepts(session):
        return None
    return Caller(person, session_id, by_cookie=True)


def _say_switched_off(person: Person | None) -> None:
    """Say so to whoever carries a token of an account that is off: it was signed by us, for that person."""
    if person is not None and person.account.state is AccountState.DISABLED:
        detail = "An admin switched this account off."
        raise ApiError(HTTPStatus.UNAUTHORIZED, "disabled", detail, since=person.valid_from)


def _refused() -> ApiError:
    return signed_out("token_refused", "This token is not good here, or no longer. Sign in again.")


def _expired() -> ApiError:
    return signed_out("token_expired", "This token's time is over. Refresh it.")
