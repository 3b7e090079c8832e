"""Credentials for the caller: counted, issued, and given away only to who still may have them. Runs within a request.

::

    this worker     caller remembered ── issued ───────────── read anew: disabled ── 401, and nobody sees them
    another                    disabled, and denied what was issued before

Issued before the denial, they are denied; issued after it, the row already says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.api.callers import caller, look_again
from cloud.api.context import context
from cloud.api.limits import CREDENTIALS_PERSON

if TYPE_CHECKING:
    from cloud.contract.connection import Connection


def issue() -> Connection:
    """Return the caller's connection. Raises ``ApiError``: 401 for who was refused meanwhile, 429."""
    here, who = context(), caller()
    here.limits.spend(CREDENTIALS_PERSON, who.id)
    connection = here.ports.issuer.issue(who.account)
    look_again()
    return connection
