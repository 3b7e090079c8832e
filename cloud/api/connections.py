"""Credentials for the caller: counted, issued, and given away only to who still may have them. Runs within a request.

::

    this worker     caller remembered ── issued ───────────── read anew: disabled ── 401, and nobody sees them
    another                    disabled, and denied what was issued before

Issued before the denial, they are denied; issued after it, the row already says so.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from cloud.api.callers import caller, look_again
from cloud.api.context import context
from cloud.api.limits import CREDENTIALS_PERSON
from cloud.api.problems import ApiError
from cloud.api.tokens import text_to_ms

if TYPE_CHECKING:
    from cloud.contract.connection import Connection


def issue() -> Connection:
    """Return the caller's connection. Raises ``ApiError``: 401 for who was refused meanwhile, 429, 503."""
    here, who = context(), caller()
    here.limits.spend(CREDENTIALS_PERSON, who.id)
    started = here.ports.now()
    connection = here.ports.issuer.issue(who.account)
    person = look_again().person
    if person.valid_from > person.account.created_at and text_to_ms(person.valid_from) // 1000 >= int(
        started.timestamp()
    ):  # denials hold for whole seconds: these would be denied as long as they last
        raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "too_soon", "Try again in a second.", {"Retry-After": "1"})
    return connection
