"""The API under gunicorn, configured as on its instance; and what the instance is told to run."""

from __future__ import annotations

import configparser
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from cloud.api import gunicorn, install

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEADLINE_S = 60.0


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """Return gunicorn as configured, over a newsroom in memory, its address, and its log."""
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:cloud.api.gunicorn", "tests.fakes.served:make()"],
            env={**os.environ, "BIND": f"127.0.0.1:{port}"},
            stdout=out,
            stderr=out,
        )
    yield process, f"http://127.0.0.1:{port}", log
    if process.poll() is None:
        process.kill()
    process.wait(30)


def get(address: str) -> tuple[int, bytes]:
    """Ask until somebody answers."""
    end = time.monotonic() + DEADLINE_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 -- an address of this test's
                return answer.status, answer.read()
        except OSError:
            assert time.monotonic() < end, "nobody answers"
            time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on the instance's Linux")
def test_it_serves_as_configured_and_stops_in_peace(
    served: tuple[subprocess.Popen[bytes], str, Path],
) -> None:
    """It answers with as many workers as configured, and SIGTERM ends all of them with a good exit."""
    process, address, log = served
    assert get(f"{address}/api/health") == (200, b'{"status":"up"}\n')
    end = time.monotonic() + DEADLINE_S
    while log.read_bytes().count(b"Booting worker") < gunicorn.workers:
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(gunicorn.graceful_timeout + 30) == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=5)


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on the instance's Linux")
def test_a_body_that_does_not_come_holds_no_thread(served: tuple[subprocess.Popen[bytes], str, Path]) -> None:
    """More silent clients than there are threads are cut off, and somebody else is answered."""
    _, address, log = served
    assert get(f"{address}/api/health")[0] == 200
    head = (
        b"POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    )
    port = int(address.rpartition(":")[2])
    silent = [socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S) for _ in range(24)]
    try:
        for each in silent:
            each.sendall(head)
        for each in silent:
            each.recv(1000)  # an answer or the end, and not the test's own deadline
        assert get(f"{address}/api/health")[0] == 200
    finally:
        for each in silent:
            each.close()
    assert b"Control socket" not in log.read_bytes()


def test_its_limits_fit_each_other() -> None:
    """Connections outlive CloudFront's, a request is never cut off by us first, a stop is over before systemd's."""
    assert gunicorn.keepalive > 60
    assert gunicorn.timeout > 30
    assert f"TimeoutStopSec={gunicorn.graceful_timeout + 5}" in install.unit()
    assert gunicorn.forwarded_allow_ips == ""


def test_the_unit_runs_gunicorn_as_nobody_in_particular() -> None:
    """With no right that it does not need, started again whatever ends it."""
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign] -- systemd's names have capitals
    unit.read_string(install.unit())
    service = dict(unit["Service"])
    assert service["ExecStart"] == "/opt/snapstream/bin/gunicorn --config python:cloud.api.gunicorn"
    assert (service["User"], service["CapabilityBoundingSet"], service["NoNewPrivileges"]) == ("snapstream", "", "yes")
    assert (service["ProtectSystem"], service["Restart"]) == ("strict", "always")


def test_the_instance_writes_what_it_runs(tmp_path: Path) -> None:
    """Unit, rotation and what is shipped, with the log group that the settings name."""
    settings = tmp_path / install.SETTINGS.lstrip("/")
    settings.parent.mkdir(parents=True)
    settings.write_text("AWS_REGION=eu-central-1\nLOG_GROUP=/snapstream/desk-api\n", encoding="utf-8")
    assert install.main(tmp_path) == 0
    written = {f"/{path.relative_to(tmp_path)}" for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {*install.files(""), install.SETTINGS}
    agent = json.loads((tmp_path / "opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json").read_text())
    (shipped,) = agent["logs"]["logs_collected"]["files"]["collect_list"]
    assert (shipped["file_path"], shipped["log_group_name"]) == (install.LOG, "/snapstream/desk-api")


def test_a_worker_that_ends_sends_its_letters(tmp_path: Path) -> None:
    """What waited to leave when it was told to stop has left when it is gone; no answer waited for any of it."""
    port, sent = free_port(), tmp_path / "sent"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:cloud.api.gunicorn", "tests.fakes.served:make_slow()"],
        env={**os.environ, "BIND": f"127.0.0.1:{port}", "LETTERS": str(sent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        get(f"http://127.0.0.1:{port}/api/health")
        for _ in range(3):
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/api/password/forgot",
                json.dumps({"email": "eve@herald.example"}).encode(),
                {"Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- the same
                assert answer.status == 202
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait(30)
    assert sent.read_text() == "eve@herald.example\n" * 3
