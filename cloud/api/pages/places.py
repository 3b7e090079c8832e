"""Where somebody is led after signing in: only to a page of ours. Pure, but for the request's own routes.

An address that is not one of these leads to the library: ``next`` is in a link that anyone can send (OWASP Unvalidated
Redirects and Forwards Cheat Sheet).
"""

from __future__ import annotations

import re
from urllib.parse import quote

HOME = "/library"
_CHARACTERS = 600
#: A path of ours and a query. No slash or backslash can begin a host, and nothing needs decoding.
_OURS = re.compile(r"/(?:library(?:/[0-9A-Z]{26}|/upload)?|status|about)(?:\?[A-Za-z0-9_.~%=&+-]*)?")


def safe_next(path: str) -> str:
    """Return the path where it is one of our pages, else the library's."""
    path = path.rstrip("?")
    return path if len(path) <= _CHARACTERS and _OURS.fullmatch(path) else HOME


def sign_in_path(wanted: str) -> str:
    """Return where to sign in, coming back to what was wanted."""
    path = safe_next(wanted)
    return "/login" if path == HOME else f"/login?next={quote(path, safe='')}"
