"""Refresh tokens: ``{session_id}.{secret}``, each good for one use. Pure; any thread.

The desktop proposes its next token's secret with ``POST /api/refresh`` (``next``) and keeps it *before* it asks, so
that no crash and no lost answer leaves it with a used token, which would look like a theft and end the session::

    desktop   keep [a, b] ── a, next b ──▶ server: b in a's place ── ✂ the answer is lost
              ⋮ later: keep [a, b, c] ── b, next c ──▶ served: nobody ever offers a, which is used
              (where the first request was lost: b never was, which ends nothing; then a, next b, is served)

A thief who has ``a`` alone does not know ``b``: offered after the desktop's rotation it is reuse, as ever. A client
that proposes nothing is given a secret of the server's.
"""

from __future__ import annotations

import re
import secrets

#: 256 bits, by ``secrets.token_urlsafe``: 43 characters.
SECRET_BYTES = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """Return a secret for a new token."""
    return secrets.token_urlsafe(SECRET_BYTES)


def is_secret(text: str) -> bool:
    """Whether a proposed secret has the form of one."""
    return _SECRET.fullmatch(text) is not None


def join_token(session_id: str, secret: str) -> str:
    """Return the refresh token."""
    return f"{session_id}.{secret}"


def split_token(token: str) -> tuple[str, str]:
    """Return session id and secret; ("", "") where it is no refresh token."""
    session_id, dot, secret = token.rpartition(".")
    return (session_id, secret) if dot and session_id and is_secret(secret) else ("", "")
