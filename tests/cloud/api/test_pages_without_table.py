"""What pages say when the newsroom's tables do not answer: words, and never what is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from cloud.contract.accounts import Role
from tests.fakes.pages import PagedNewsroom

if TYPE_CHECKING:
    from collections.abc import Callable

DOWN = EndpointConnectionError(endpoint_url="https://dynamodb.secret.example")
DENIED = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "arn:aws:secret"}}, "GetItem")


@pytest.mark.parametrize("error", [DOWN, DENIED], ids=["down", "denied"])
@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize(
    "path",
    ["/", "/about", "/status", "/login", "/logout", "/register", "/confirm", "/forgot", "/reset", "/library",
     "/library/upload", "/library/01JD0000000000000000000001", "/nowhere", "/api/me", "/api/media", "/assets/none"],
)  # fmt: skip
def test_nothing_inside_is_told(
    path: str,
    is_signed_in: bool,  # noqa: FBT001 -- a parameter of the table
    error: Exception,
    caplog: pytest.LogCaptureFixture,
    expected_log: Callable[[str], None],
) -> None:
    """Every page is one: with words, its headers, and nobody's address of anything; a broken one is written down."""
    room = PagedNewsroom()
    account = room.add("eve@herald.example", Role.ADMIN)
    if is_signed_in:
        room.sign_in(account.email)
    accounts: Any = room.memory.accounts
    for name in ("get", "find", "session", "record", "count", "is_marked"):
        setattr(accounts, name, _fails(error))
    room.context.standing.forget(account.id)
    answer = room.client.get(path, base_url="https://localhost")
    if caplog.records:
        expected_log("the cloud did not answer|page failed|request failed|the table of users does not answer")
    assert answer.status_code in {200, 303, 401, 404, 500, 503}
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["Content-Security-Policy"]
    if answer.status_code >= 400 and not path.startswith("/api"):
        assert "<h1" in answer.text
    if error is DOWN:
        assert answer.status_code != 500


def _fails(error: Exception) -> Callable[..., object]:
    def fail(*_arguments: object, **_named: object) -> object:
        raise error

    return fail
