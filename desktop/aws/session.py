"""The connection to a newsroom and the clients that speak over it. Any thread; one lock.

It comes from a file, which the embedded cloud or an engineer writes, or from the newsroom's API (``renewal``). It is
read again when it changed, when its credentials are over, and after a refused connection or a 403; then the call is
tried once more.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

from cloud.contract.connection import BadConnectionError, Connection
from desktop.aws.errors import translate
from desktop.core.address import is_loopback
from desktop.core.errors import CLOCK_DETAIL, AccountProblem, Offline, SignedOut, SnapStreamError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_Answer = TypeVar("_Answer")

_CONNECT_TIMEOUT_S = 5
_LOCAL_CONNECT_TIMEOUT_S = 2
_READ_TIMEOUT_S = 60
#: Enough for the transfer workers, sync and the thumbnails together.
_POOL_CONNECTIONS = 24
#: Credentials that end within this are taken for ended, so that none ends on its way.
_MARGIN = timedelta(seconds=30)


class Connections(Protocol):
    """Where connections come from: a file, or the newsroom's API."""

    def read(self) -> Connection:
        """Return the connection as it is now; raises ``Offline`` or ``AccountProblem``."""

    def refused(self, connection: Connection) -> None:
        """Say that this connection's credentials were refused."""

    def known(self) -> Connection | None:
        """Return the connection where it is known already; never waits for the network."""


class ConnectionFile:
    """The connection document on disk."""

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._connection: Connection | None = None

    def read(self) -> Connection:
        """Return the connection, read again where the file changed.

        Raises ``Offline`` where there is none to read, ``SignedOut`` where its credentials are over. Nobody signs in to
        the embedded cloud: there, old credentials mean that it does not run.
        """
        with self._lock:
            connection = self._load()
        if connection.expires_at <= self._now() + _MARGIN:
            if connection.is_local:
                raise Offline("use the connection", code="it is of an earlier launch")
            raise SignedOut("use the connection", code=f"expired {connection.expires_at.isoformat()}")
        return connection

    def refused(self, connection: Connection) -> None:
        """Do nothing: the file is looked at for each call anyway."""

    def known(self) -> Connection | None:
        """Return the connection; None where there is none that is good."""
        try:
            return self.read()
        except SnapStreamError:
            return None

    def _load(self) -> Connection:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if self._connection is None or stamp != self._stamp:
                self._connection = Connection.from_json(self._path.read_text(encoding="utf-8"))
                self._stamp = stamp
        except FileNotFoundError as error:
            raise Offline("read the connection", code="there is none") from error
        except (OSError, UnicodeDecodeError, BadConnectionError) as error:
            raise Offline("read the connection", code=str(error)) from error
        return self._connection


class Session:
    """Clients for one newsroom, made anew when the connection changes."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._clients: dict[str, Any] = {}

    @property
    def connection(self) -> Connection:
        """The connection as it is now; raises ``Offline`` or ``SignedOut``."""
        return self._connections.read()

    def call(self, operation: str, service: str, ask: Callable[[Any, Connection], _Answer]) -> _Answer:
        """Ask a service (``s3``, ``dynamodb``); errors come in our tree.

        ``ask`` gets a client and the connection, and may be called twice: where nobody answered or the credentials
        were refused, the file is read again, and a changed connection gets one more try.
        """
        client, connection = self._client(service)
        try:
            with translate(operation):
                return ask(client, connection)
        except (Offline, AccountProblem) as problem:
            if problem.detail.startswith(CLOCK_DETAIL):
                raise
            if isinstance(problem, AccountProblem):
                self._connections.refused(connection)
            renewed, newer = self._client(service)
            if newer is not connection:
                with translate(operation):
                    return ask(renewed, newer)
            if isinstance(problem, SignedOut) and connection.is_local:
                raise Offline(operation, detail=problem.detail, code=str(problem)) from problem
            raise

    def close(self) -> None:
        """Close all sockets."""
        with self._lock:
            clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            client.close()

    def _client(self, service: str) -> tuple[Any, Connection]:
        connection = self._connections.read()
        with self._lock:
            if connection is not self._connection:
                # Not closed here: other threads may be in the middle of a call; they end with their last user.
                self._clients = {}
                self._connection = connection
            client = self._clients.get(service)
            if client is None:
                client = self._clients[service] = _make_client(service, connection)
            return client, connection


def _make_client(service: str, connection: Connection) -> Any:  # noqa: ANN401 - botocore makes its classes at run time
    import boto3  # noqa: PLC0415 - see desktop.aws
    from botocore.config import Config  # noqa: PLC0415 - see desktop.aws

    is_here = connection.endpoint is not None and is_loopback(urlsplit(connection.endpoint).hostname or "")
    config = Config(
        signature_version="s3v4" if service == "s3" else None,
        s3={
            "addressing_style": "path" if connection.endpoint else "auto",
            # Each body's SHA-256 is in a signed header already; hashing it again would double the work.
            "payload_signing_enabled": False,
        },
        proxies={} if is_here else None,
        connect_timeout=_LOCAL_CONNECT_TIMEOUT_S if is_here else _CONNECT_TIMEOUT_S,
        read_timeout=_READ_TIMEOUT_S,
        # One try: the queue has the retry policy.
        retries={"total_max_attempts": 1, "mode": "standard"},
        max_pool_connections=_POOL_CONNECTIONS,
        # We give SHA-256 ourselves; S3-compatible servers may refuse the defaults.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        user_agent_extra="SnapStream",
    )
    credentials = connection.credentials
    # A session of its own: boto3's default one is shared, and making clients from it is not thread-safe.
    return boto3.session.Session().client(
        service,
        region_name=connection.region,
        endpoint_url=connection.endpoint,
        aws_access_key_id=credentials.access_key_id,
        aws_secret_access_key=credentials.secret_access_key,
        aws_session_token=credentials.session_token or None,
        config=config,
    )
