"""The session of a browser: one cookie that scripts cannot read, and a seal in every form. Runs within a request.

A session's seal is made of its own token, so a form of one session is no good in another; before sign-in it is made of
a cookie with a random number, so nobody can sign a visitor in as somebody else (OWASP Cross-Site Request Forgery
Prevention Cheat Sheet, "Signed Double-Submit Cookie").
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import g, request

from cloud.api.context import context
from cloud.api.problems import ApiError
from cloud.api.tokens import PAGE, hash_secret, new_id
from cloud.contract.record import now_text
from cloud.contract.sessions import join_token, new_secret
from cloud.store.accounts import Session

if TYPE_CHECKING:
    from flask import Response

    from cloud.api.config import ApiConfig
    from cloud.store.accounts import Person

#: A browser's session ends with the working day.
PAGE_SESSION_S = 12 * 3600
CSRF_FIELD, CSRF_HEADER = "csrf_token", "X-CSRF-Token"
_CLIENT_CHARACTERS = 120


def cookie_name(config: ApiConfig, kind: str) -> str:
    """Return a cookie's name: over TLS one that no other host or path can set (RFC 6265bis, section 4.1.3.2)."""
    return f"__Host-{config.cookie_names[kind]}" if config.is_secure else config.cookie_names[kind]


def session_token() -> str:
    """Return the token in the session's cookie; "" where there is none."""
    return request.cookies.get(cookie_name(context().config, "session"), "")


def open_page_session(response: Response, person: Person) -> None:
    """Sign a browser in, with a session that is new: one from before sign-in is never kept."""
    here, now = context(), context().ports.now()
    session_id = PAGE + new_id()
    secret = new_secret()
    here.ports.accounts.open_session(
        Session(
            id=session_id,
            user_id=person.account.id,
            token_hash=hash_secret(secret),
            created_at=now_text(now),
            expires_at=now_text(now + timedelta(seconds=PAGE_SESSION_S)),
            client=(request.user_agent.string or "Browser")[:_CLIENT_CHARACTERS],
        )
    )
    _set(response, "session", join_token(session_id, secret), PAGE_SESSION_S)
    clear_cookie(response, "csrf")


def clear_cookie(response: Response, kind: str = "session") -> None:
    """Take a cookie back."""
    config = context().config
    response.delete_cookie(cookie_name(config, kind), path="/", secure=config.is_secure, httponly=True, samesite="Lax")


def csrf_token() -> str:
    """Return the seal for this page's forms; ``keep_csrf`` puts the cookie it may need on the answer."""
    binding = session_token() or _visitor()
    return context().tokens.seal("csrf", binding)


def keep_csrf(response: Response) -> Response:
    """Put the visitor's cookie on an answer with a form, where ``csrf_token`` made one."""
    if fresh := g.get("fresh_visitor"):
        _set(response, "csrf", str(fresh), None)
    return response


def check_csrf() -> None:
    """Raise ``ApiError`` (403) unless this request comes from a form, or a script, of our own pages."""
    here = context()
    origin = request.headers.get("Origin")
    public = urlsplit(here.config.public_url)
    is_foreign = origin is not None and origin != f"{public.scheme}://{public.netloc}"
    is_cross_site = request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
    sent = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    binding = session_token() or request.cookies.get(cookie_name(here.config, "csrf"), "")
    if is_foreign or is_cross_site or not binding or not here.tokens.is_seal(sent, "csrf", binding):
        raise ApiError(HTTPStatus.FORBIDDEN, "csrf", "This did not come from a page of this newsroom. Load it again.")


def _visitor() -> str:
    known = request.cookies.get(cookie_name(context().config, "csrf"), "") or str(g.get("fresh_visitor", ""))
    if not known:
        g.fresh_visitor = known = secrets.token_urlsafe(32)
    return known


def _set(response: Response, kind: str, value: str, max_age_s: int | None) -> None:
    config = context().config
    response.set_cookie(
        cookie_name(config, kind),
        value,
        max_age=max_age_s,
        path="/",
        secure=config.is_secure,
        httponly=True,
        samesite="Lax",  # links in letters lead to pages
    )
