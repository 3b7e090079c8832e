"""Lambda's runtime API on loopback, and a function's zip started against it as Lambda would start it.

AWS Lambda Developer Guide, "Using the Lambda runtime API": the runtime asks for the next event, and posts its answer
or its error. One event a run; the server's threads end with the block.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_VERSION = "/2018-06-01/runtime"
_REQUEST = "8f5c7f0e-0000-4000-8000-000000000001"
_TIMEOUT_S = 120.0
#: What Lambda's Python brings: boto3 with what it needs, and the runtime with what that needs.
_BROUGHT = ("awslambdaric", "simplejson", "snapshot-restore-py", "boto3", "botocore", "jmespath", "python-dateutil",
            "s3transfer", "six", "urllib3")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """What a function answered, and how long it took."""

    body: Any
    is_error: bool
    init_ms: (
        float  #: from the start of the process until it asks for its first event: the cold start without AWS's part
    )
    handle_ms: float
    log: str


class RuntimeApi(ThreadingHTTPServer):
    """Gives one event to one runtime, and takes its answer."""

    daemon_threads = True

    def __init__(self, event: object) -> None:
        """``event``: what the function is invoked with."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.event = json.dumps(event).encode()
        self.asked_s: list[float] = []
        self.answers: queue.SimpleQueue[tuple[float, bool, Any]] = queue.SimpleQueue()

    @property
    def address(self) -> str:
        """What ``AWS_LAMBDA_RUNTIME_API`` holds."""
        return f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: RuntimeApi
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Give the event; the second time there is none, and the runtime waits until it is ended."""
        assert self.path == f"{_VERSION}/invocation/next"
        self.server.asked_s.append(time.monotonic())
        if len(self.server.asked_s) > 1:
            threading.Event().wait(_TIMEOUT_S)
            return
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", _REQUEST)
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int((time.time() + _TIMEOUT_S) * 1000)))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:tried")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.server.event)))
        self.end_headers()
        self.wfile.write(self.server.event)

    def do_POST(self) -> None:
        """Take an answer, or an error of the start or of the event."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_error = self.path.endswith("/error")
        assert is_error or self.path == f"{_VERSION}/invocation/{_REQUEST}/response"
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.server.answers.put((time.monotonic(), is_error, json.loads(body)))

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def serving(event: object) -> Iterator[RuntimeApi]:
    """Serve the runtime API for one event."""
    server = RuntimeApi(event)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def brought(*more: str) -> Iterator[Path]:
    """Make a folder that holds what Lambda's Python brings, and more that is installed here, by name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for library in (*_BROUGHT, *more):
            files = metadata.files(library) or []
            for top in {file.parts[0] for file in files if not file.parts[0].startswith((".", "_"))}:
                place = Path(str(metadata.distribution(library).locate_file(top)))
                if place.exists() and not (folder / top).exists():
                    (folder / top).symlink_to(place)
        yield folder


def invoke(folder: Path, handler: str, event: object, variables: Mapping[str, str]) -> Answered:
    """Start an unpacked function as Lambda does (``python -m awslambdaric HANDLER`` beside its code), and ask it once.

    It finds its own packages and what Lambda's Python brings, and nothing else that is installed here.
    """
    with serving(event) as server, brought() as packages:
        environment = {
            "PATH": os.environ["PATH"],
            "AWS_LAMBDA_RUNTIME_API": server.address,
            "AWS_LAMBDA_FUNCTION_NAME": "tried",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "LAMBDA_TASK_ROOT": str(folder),
            "AWS_REGION": "us-east-1",
            "PYTHONPATH": f"{folder}{os.pathsep}{packages}",
            "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        }
        began_s = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter
            [sys.executable, "-S", "-m", "awslambdaric", handler],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            answered_s, is_error, body = _wait(server, process)
        finally:
            process.kill()
            log, _ = process.communicate()
        asked_s = server.asked_s[0] if server.asked_s else answered_s
        return Answered(body, is_error, (asked_s - began_s) * 1000, (answered_s - asked_s) * 1000, log)


def _wait(server: RuntimeApi, process: subprocess.Popen[str]) -> tuple[float, bool, Any]:
    end = time.monotonic() + _TIMEOUT_S
    while time.monotonic() < end:
        try:
            return server.answers.get(timeout=0.1)
        except queue.Empty:
            assert process.poll() is None, f"the runtime ended: {process.communicate()[0]}"
    raise AssertionError("the function never answered")
