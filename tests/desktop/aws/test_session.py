"""The connection file, and what becomes of calls when it changes or nobody answers."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from desktop.aws.objects import S3Objects
from desktop.aws.session import ConnectionFile, Session
from desktop.core.errors import Offline, SignedOut, SnapStreamError
from tests.fakes.newsroom import CONNECTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.contract.connection import Connection


class _Writer:
    """Writes connection files, each visibly newer than the last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = 1_700_000_000

    def write(self, connection: Connection) -> None:
        self.path.write_text(connection.to_json(), encoding="utf-8")
        self._stamp += 1
        os.utime(self.path, (self._stamp, self._stamp))


@pytest.fixture
def writer(tmp_path: Path) -> _Writer:
    """Return who writes the file."""
    return _Writer(tmp_path / "connection.json")


@pytest.fixture
def session(writer: _Writer) -> Iterator[Session]:
    """Return a session on that file."""
    made = Session(ConnectionFile(writer.path))
    yield made
    made.close()


def test_connection_is_read_again_when_it_changes(writer: _Writer, session: Session) -> None:
    """A new document counts at once; the same one is read once."""
    writer.write(CONNECTION)
    first = session.connection
    assert session.connection is first
    writer.write(replace(CONNECTION, endpoint="http://127.0.0.1:2"))
    assert session.connection.endpoint == "http://127.0.0.1:2"


def test_no_connection_is_offline(writer: _Writer, session: Session) -> None:
    """No document, or half of one, means that nobody can be asked yet."""
    with pytest.raises(Offline):
        _ = session.connection
    writer.path.write_text("{", encoding="utf-8")
    with pytest.raises(Offline):
        _ = session.connection


def test_ended_credentials_are_signed_out(writer: _Writer, session: Session) -> None:
    """Credentials that are over are not tried."""
    ended = replace(CONNECTION, expires_at=datetime.now(UTC) + timedelta(seconds=5))
    writer.write(replace(ended, newsroom="n1"))
    with pytest.raises(SignedOut):
        _ = session.connection
    writer.write(ended)
    with pytest.raises(Offline):  # nobody signs in to the embedded cloud: it does not run
        _ = session.connection


def _refusal(code: str, status: int = 403) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]  # as much of it as is read
        "PutObject",
    )


@pytest.mark.parametrize(
    "refusal", [_refusal("ExpiredToken"), _refusal("403"), EndpointConnectionError(endpoint_url="http://x.invalid")]
)
def test_refused_call_is_tried_once_more_with_a_newer_connection(
    writer: _Writer, session: Session, refusal: Exception
) -> None:
    """Where the file changed meanwhile (the cloud started again), the call is made once more with it."""
    writer.write(CONNECTION)
    asked: list[str | None] = []

    def ask(_client: Any, connection: Connection) -> str:  # noqa: ANN401 - as Session.call
        asked.append(connection.endpoint)
        if len(asked) == 1:
            writer.write(replace(CONNECTION, endpoint="http://127.0.0.1:2"))
            raise refusal
        return "done"

    assert session.call("ask", "s3", ask) == "done"
    assert asked == ["http://127.0.0.1:1", "http://127.0.0.1:2"]


@pytest.mark.parametrize(("newsroom", "kind"), [("n1", SignedOut), ("local", Offline)])
def test_refused_call_is_not_repeated_without_news(
    writer: _Writer, session: Session, newsroom: str, kind: type[SnapStreamError]
) -> None:
    """With the same connection a refusal is the answer; the embedded cloud's means that it is just starting."""
    writer.write(replace(CONNECTION, newsroom=newsroom))
    asked = 0

    def ask(_client: Any, _connection: Connection) -> str:  # noqa: ANN401 - as Session.call
        nonlocal asked
        asked += 1
        raise _refusal("ExpiredToken")

    with pytest.raises(kind):
        session.call("ask", "s3", ask)
    assert asked == 1


def test_nobody_at_the_port_is_offline_at_once(writer: _Writer, session: Session) -> None:
    """A refused connection is said without waiting and without repeating."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    writer.write(replace(CONNECTION, endpoint=f"http://127.0.0.1:{port}"))
    with pytest.raises(Offline):
        S3Objects.originals(session).head("uploads/x")


def test_proxy_of_the_system_is_not_asked_for_this_computer(
    writer: _Writer, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The embedded cloud is reached directly, whatever proxy the system names."""
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:3128")
    with socket.create_server(("127.0.0.1", 0)) as server:
        writer.write(replace(CONNECTION, endpoint=f"http://127.0.0.1:{server.getsockname()[1]}"))
        server.settimeout(10)

        def ask(client: Any, _connection: Connection) -> Any:  # noqa: ANN401 - as Session.call
            return client.meta.config.proxies

        assert session.call("ask", "s3", ask) == {}
