"""Problem documents of the newsroom's API (RFC 9457) as errors of our tree. Pure; any thread.

========================  =============================================================================
answer                    becomes
========================  =============================================================================
401 to a token            ``SignedOut``; ``Refused`` where a password in the form is wrong
403 to a token            ``AccessDenied`` for the role, ``SignedOut`` (``disabled``) for an account that is off, else
                          ``Refused``: not this item, not yet
401, 403 to a form        ``Refused``: the password or the code is wrong, the account is not confirmed
404, 409, 410, 412 …      ``Refused`` with the document's code
422                       ``Refused`` with the fields that are wrong
429, 503                  ``Throttled`` with ``retry_after_s``
500 …                     ``Throttled``
no problem document       ``Refused``: it is no newsroom that answers
========================  =============================================================================
"""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import TYPE_CHECKING

from desktop.core.errors import DISABLED_DETAIL, AccessDenied, Refused, SignedOut, SnapStreamError, Throttled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Json

NOT_A_NEWSROOM = "not_a_newsroom"
_URN = "urn:snapstream:"
_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}
#: The code of an account that an admin switched off.
DISABLED = "disabled"
#: A password in a form is wrong: of somebody who is signed in too, who changes it.
WRONG = "wrong"
#: Codes of a role that may not; other refusals are of one item, and say why.
_ROLE = {"role", "forbidden", "token_needed"}
#: Codes where the document does not name one, by status.
_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: "signed_out",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.PRECONDITION_FAILED: "conflict",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "invalid",
}
#: Sentences where the document has none.
_SENTENCES = {
    NOT_A_NEWSROOM: "No newsroom answers at this address. Check the spelling, or ask who set it up.",
    WRONG: "This e-mail address and password do not belong together.",
    "forbidden": "This newsroom does not allow that.",
    "not_found": "The newsroom does not have it any more.",
    "conflict": "Somebody changed it meanwhile. Look at it again, then try again.",
    "too_large": "That is more than the newsroom takes at once.",
    "invalid": "Some fields cannot be used.",
}


def to_error(
    operation: str,
    status: int,
    document: Mapping[str, Json] | None,
    *,
    retry_after: str = "",
    has_token: bool = False,
    is_passing: bool = False,
) -> SnapStreamError:
    """Return what an answer of 400 and above means; ``has_token``: an access token was sent."""
    code = _code(status, document)
    if (
        status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        return Throttled(
            operation, code=code or str(status), retry_after_s=_seconds(retry_after), is_passing=is_passing
        )
    if document is None:
        return not_a_newsroom(operation)
    if has_token and code == DISABLED:
        since = document.get("since")
        return SignedOut(operation, detail=f"{DISABLED_DETAIL}:{since}" if isinstance(since, str) else DISABLED_DETAIL)
    if has_token and status == HTTPStatus.UNAUTHORIZED and code != WRONG:
        return SignedOut(operation, code=code)
    if has_token and status == HTTPStatus.FORBIDDEN and code in _ROLE:
        return AccessDenied(operation, code=code)
    detail = document.get("detail")
    sentence = detail if isinstance(detail, str) and detail else _SENTENCES.get(code, "The newsroom refused it.")
    return Refused(operation, code=code, detail=sentence, status=status, fields=_fields(document))


def not_a_newsroom(operation: str) -> Refused:
    """Return what to say of an answer that no newsroom gives."""
    return Refused(operation, code=NOT_A_NEWSROOM, detail=_SENTENCES[NOT_A_NEWSROOM])


def _code(status: int, document: Mapping[str, Json] | None) -> str:
    kind = (document or {}).get("type")
    if isinstance(kind, str) and kind.startswith(_URN):
        return kind.removeprefix(_URN).replace("-", "_")
    return _BY_STATUS.get(HTTPStatus(status), str(status)) if status in set(HTTPStatus) else str(status)


def _fields(document: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    listed = document.get("fields")
    if not isinstance(listed, list):
        return ()
    return tuple(
        (str(field.get("field", "")), str(field.get("detail", ""))) for field in listed if isinstance(field, dict)
    )


def _seconds(retry_after: str) -> float:
    """Read ``Retry-After`` in seconds; the form with a date is not what our API gives."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0
