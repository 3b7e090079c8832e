"""An embedded cloud in a process of its own, and what tests need to look at it."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from cloud.contract.connection import Connection
from cloud.deploy.package import code_files, pack
from cloud.local import control
from cloud.local.newsroom import Door, read_admin
from cloud.local.paths import LocalPaths
from cloud.local.settings import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def wait_until(is_true: Callable[[], object], deadline_s: float = 30.0) -> None:
    """Poll until something is true; fail when it never is."""
    end = time.monotonic() + deadline_s
    while not is_true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@dataclass
class LocalCloud:
    """One data directory's embedded cloud."""

    paths: LocalPaths
    said: list[tuple[int, str]] = field(default_factory=list)

    def start(self, *, for_client: bool = False, **settings: float) -> control.LocalStatus:
        """Start it as the command does."""
        self.said.clear()
        status, _started = control.start(
            self.paths,
            replace(LocalSettings(), **settings),
            for_client=for_client,
            progress=lambda step, words: self.said.append((step, words)),
        )
        return status

    def status(self) -> control.LocalStatus:
        """Ask it."""
        return control.read_status(self.paths)

    def kill(self) -> None:
        """End the server as a power cut would, and nothing else."""
        pid = self.status().pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.status().is_running)

    @property
    def connection(self) -> Connection:
        """Read the connection document."""
        return Connection.from_json(self.paths.connection.read_text(encoding="utf-8"))

    @property
    def door(self) -> Door:
        """Return the engineer's way in."""
        admin = read_admin(self.paths.admin)
        assert admin is not None
        return admin[0]

    @property
    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs."""
        admin = read_admin(self.paths.admin)
        assert admin is not None
        return admin[1]

    def client(self, service: str) -> Any:  # noqa: ANN401 -- as boto3
        """Return a client with the desktop's credentials."""
        return self.client_of(self.connection, service)

    def client_of(self, connection: Connection, service: str) -> Any:  # noqa: ANN401 -- as boto3
        """Return a client with a connection's credentials."""
        return boto3.client(
            service,
            endpoint_url=connection.endpoint,
            region_name=connection.region,
            aws_access_key_id=connection.credentials.access_key_id,
            aws_secret_access_key=connection.credentials.secret_access_key,
            aws_session_token=connection.credentials.session_token,
            config=Config(
                signature_version="s3v4" if service == "s3" else "v4",
                s3={"addressing_style": "path"},
                proxies={},
                retries={"total_max_attempts": 1},
            ),
        )

    def ask(self, method: str, path: str, body: object = None, token: str = "") -> tuple[int, dict[str, Any]]:
        """Ask the API as a desktop does; return its status and its document."""
        connection = HTTPConnection(urlsplit(self.connection.api_url or "").netloc, timeout=30)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else {}

    def sign_in(self) -> dict[str, Any]:
        """Sign in to the demo account as ``--local`` does; return the tokens."""
        known = json.loads(self.paths.sign_in.read_text(encoding="utf-8"))
        status, tokens = self.ask("POST", "/api/login", {name: known[name] for name in ("email", "password")})
        assert status == HTTPStatus.OK, tokens
        return tokens

    def install(self, function: str, source: str) -> None:
        """Give a function other code beside the rest of ours, so that a test knows what it does."""
        self._install(function, code_files() | {f"cloud/analysis/{function}.py": source.encode()})

    def mend(self, function: str) -> None:
        """Give a function its own code again."""
        self._install(function, code_files())

    def _install(self, function: str, files: dict[str, bytes]) -> None:
        self.door.client("lambda").update_function_code(FunctionName=f"snapstream-{function}", ZipFile=pack(files))


@pytest.fixture(scope="session")
def shared_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud that runs, whose functions do nothing, and that tests share which start and stop none.

    What is in it depends on the tests before: none says that it is empty.
    """
    cloud = LocalCloud(LocalPaths(tmp_path_factory.mktemp("shared")))
    cloud.start()
    quiet(cloud)
    yield cloud
    control.stop(cloud.paths)


@pytest.fixture
def own_cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    """Return an embedded cloud of the test's own, not started."""
    cloud = LocalCloud(LocalPaths(tmp_path / "data"))
    yield cloud
    control.stop(cloud.paths)


def quiet(cloud: LocalCloud) -> None:
    """Let the functions take their messages and do nothing, where a test is about something else."""
    for function in ("ingest", "image", "av", "finalize", "sweep"):
        cloud.install(function, "def handler(event, context):\n    return {'batchItemFailures': []}\n")


def describe(document: object) -> str:
    """Return JSON for a failure's message."""
    return json.dumps(document, indent=2, default=str)
