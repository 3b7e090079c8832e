"""Clients of services that cost money: what is sent once is asked once, whatever becomes of the answer."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import BotoCoreError

from cloud.analysis.engines.aws.errors import QuotaError
from cloud.analysis.engines.aws.port import BotoAi
from cloud.analysis.shell.environment import Environment, connect_ai

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Server(HTTPServer):
    """Does what it is asked, bills it, and lets the answer get lost."""

    requests = 0
    status = 0  #: of what is answered; 0: the connection is closed instead


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Take the request."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests += 1
        if self.server.status:
            body = b'{"__type": "ThrottlingException"}'
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:  # type: ignore[override] # the words are nobody's
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[_Server]:
    """Serve on loopback."""
    server = _Server(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ai(server: _Server, monkeypatch: pytest.MonkeyPatch) -> BotoAi:
    """Return what the functions ask, of this server."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", f"http://127.0.0.1:{server.server_port}")
    environment: Any = Environment.read({})
    return BotoAi(lambda service: connect_ai(service, environment))


def test_an_answer_that_is_lost_is_not_asked_for_unseen(server: _Server, ai: BotoAi) -> None:
    """The service has done its work and bills it; whoever asked hears of it, and charges the next try."""
    with pytest.raises(BotoCoreError):
        ai.call("rekognition", "DetectLabels", {"Image": {"Bytes": b"\xff\xd8"}})
    assert server.requests == 1


def test_a_throttled_call_is_not_waited_for_by_the_client(server: _Server, ai: BotoAi) -> None:
    """Its message waits, and no function is paid for waiting."""
    server.status = 400
    with pytest.raises(QuotaError):
        ai.call("rekognition", "DetectLabels", {"Image": {"Bytes": b"\xff\xd8"}})
    assert server.requests == 1
