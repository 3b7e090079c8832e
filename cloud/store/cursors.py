"""Where a next page begins, as text that means nothing to who carries it. Pure; any thread."""

from __future__ import annotations

import base64
import binascii

#: Longer ones are nobody's.
_CHARACTERS = 512


def make_cursor(*parts: str) -> str:
    """Return the parts, none of which holds a line break, as one opaque text."""
    return base64.urlsafe_b64encode("\n".join(parts).encode()).decode().rstrip("=")


def read_cursor(cursor: str, parts: int) -> tuple[str, ...]:
    """Read ``make_cursor`` back; raises ``ValueError`` for what is none of so many parts."""
    try:
        text = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = tuple(text.decode().split("\n"))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not a cursor") from error
    if len(cursor) > _CHARACTERS or len(found) != parts or not all(found):
        raise ValueError("not a cursor")
    return found
