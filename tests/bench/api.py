"""The status API under load: gunicorn as configured, over memory that holds 100,000 items; and the embedded cloud's.

Loaded by ``wrk`` (Debian has it), which times every answer itself. ``make`` is what each worker of gunicorn runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

from cloud.api.app import create_app
from cloud.api.config import ApiConfig
from cloud.api.passwords import Passwords
from cloud.api.tokens import AccessTokens
from cloud.contract.accounts import Account, AccountState, Role
from cloud.contract.keys import new_item_id
from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus
from cloud.local import control
from cloud.local.paths import LocalPaths
from cloud.local.settings import LocalSettings
from cloud.store.accounts import Person, Session
from tests.fakes.api import CONFIG, MemoryPorts
from tests.fakes.listing import MemoryListing
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ITEMS = 100_000
#: What is asked for of ``GET /api/status`` and ``GET /api/media`` over memory.
LEAST_PER_S, MOST_P99_MS = 300, 100
CONNECTIONS = 8
ACCOUNTS = 32
#: How many sign in at once.
SIGN_INS = 8
PASSWORD = "a long walk home"  # noqa: S105 -- of nobody
SESSION = "bench"
_START_S = 90.0
#: All that counts is real, password hashing above all.
REAL = replace(
    CONFIG,
    argon2_memory_kib=ApiConfig.__dataclass_fields__["argon2_memory_kib"].default,
    argon2_passes=ApiConfig.__dataclass_fields__["argon2_passes"].default,
    access_token_s=24 * 3600,
)
_SIGN_IN = """
local number, seen = 0, {}
function setup(thread) worker = thread end
function init() ok, busy, locked, other = 0, 0, 0, 0 end
function request()
  number = number %% %d + 1
  return wrk.format("POST", "/api/login", {["Content-Type"] = "application/json"},
    string.format('{"email": "p%%d@herald.example", "password": "%s"}', number))
end
function response(status)
  if status == 200 then ok = ok + 1
  elseif status == 503 then busy = busy + 1
  elseif status == 429 then locked = locked + 1
  else other = other + 1 end
end
function done()
  local counts = {worker:get("ok"), worker:get("busy"), worker:get("locked"), worker:get("other")}
  io.write(string.format("signed in %%d busy %%d locked %%d other %%d\\n", unpack(counts)))
end
"""


@dataclass(frozen=True)
class Load:
    """What one load met. ``failed`` counts answers that are neither 2xx nor 3xx."""

    name: str
    per_s: float
    p50_ms: float
    p99_ms: float
    failed: int = 0
    has_aim: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is as fast as asked for; True where nothing is."""
        return not self.has_aim or (self.per_s >= LEAST_PER_S and self.p99_ms <= MOST_P99_MS and self.failed == 0)


def make(items: int = ITEMS) -> Flask:
    """Return the application of a worker: everything in memory, and nothing checked that is not in production."""
    now = datetime.now(UTC)
    ports = MemoryPorts()
    for number in range(items):
        moment = now_text(now - timedelta(seconds=(items - number) * 30))
        item = make_item(
            new_item_id(now.timestamp() - (items - number) * 30),
            owner_id=f"u-{number % 100:02}",
            library="newsroom" if number % 10 else f"private-u-{number % 100:02}",
            status=ItemStatus.FAILED if number % 500 == 0 else ItemStatus.COMPLETED,
            uploaded_at=moment,
            updated_at=moment,
        )
        ports.items.rows[item.id] = item.to_record()
    ports.listing = MemoryListing.following(ports.items)
    password_hash = Passwords(REAL).hash(PASSWORD)
    for number in range(1, ACCOUNTS + 1):
        person = Person(_account(number), password_hash, version=1, valid_from="2026-01-01T00:00:00.000Z")
        assert ports.accounts.create(person)
    ports.accounts.open_session(_session(now))
    return create_app(REAL, replace(ports.ports(), now=lambda: datetime.now(UTC)))


def _account(number: int) -> Account:
    return Account(
        f"u-{number:02}",
        f"p{number}@herald.example",
        f"P. {number}",
        Role.MEMBER,
        AccountState.ACTIVE,
        "2026-01-01T00:00:00.000Z",
    )


def _session(now: datetime) -> Session:
    return Session(
        SESSION, _account(1).id, "", now_text(now), now_text(now + timedelta(days=1)), "SnapStream on a bench"
    )


def measure(seconds: int = 6) -> list[Load]:
    """Load both routes over memory, both again while many sign in, and both on the embedded cloud."""
    wrk = shutil.which("wrk")
    if wrk is None:
        print("the API is not loaded: wrk is not installed", file=sys.stderr)  # noqa: T201 -- on a command line
        return []
    token = AccessTokens(REAL, lambda: datetime.now(UTC)).sign(_account(1), SESSION)
    loads: list[Load] = []
    with serve() as address:
        for path in ("/api/status", "/api/media"):
            load(wrk, f"{address}{path}", 2, token)  # each worker looks once
            loads.append(load(wrk, f"{address}{path}", seconds, token, has_aim=True))
        loads.append(sign_in(wrk, address, seconds))
        loads += starve(wrk, address, seconds, token)
    return loads + measure_embedded(wrk, seconds)


@contextmanager
def serve() -> Iterator[str]:
    """Run gunicorn as configured, over memory, until it is no longer needed; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:cloud.api.gunicorn", "tests.bench.api:make()"],
        env={**os.environ, "BIND": place},
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://{place}/api/health")
        yield f"http://{place}"
    finally:
        process.terminate()
        process.wait(60)


def _wait(address: str) -> None:
    end = time.monotonic() + _START_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 -- on loopback
                return
        except (URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def load(wrk: str, address: str, seconds: int, token: str, *, name: str = "", has_aim: bool = False) -> Load:
    """Ask for an address over and over."""
    header = f"Authorization: Bearer {token}"
    said = _run([wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", header, address])
    return read(said, name or f"GET {address.partition('/api')[1]}{address.partition('/api')[2]}", has_aim=has_aim)


def sign_in(wrk: str, address: str, seconds: int) -> Load:
    """Sign in over and over."""
    process = _hammer(wrk, address, seconds)
    return _hammered(process)


def starve(wrk: str, address: str, seconds: int, token: str) -> list[Load]:
    """Ask for the status while many sign in."""
    hammer = _hammer(wrk, address, seconds + 2)
    time.sleep(1)
    status = load(wrk, f"{address}/api/status", seconds, token, name="GET /api/status while many sign in")
    beside = _hammered(hammer)
    return [status, replace(beside, name=f"{beside.name}, beside it")]


def _hammer(wrk: str, address: str, seconds: int) -> subprocess.Popen[str]:
    script = Path(os.environ.get("TMPDIR", "/tmp")) / f"sign-in-{os.getpid()}.lua"  # noqa: S108 -- no secret in it
    script.write_text(_SIGN_IN % (ACCOUNTS, PASSWORD), encoding="ascii")
    words = [wrk, "-t1", f"-c{SIGN_INS}", f"-d{seconds}s", "--timeout", "30s", "--latency", "-s", str(script), address]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- wrk


def _hammered(process: subprocess.Popen[str]) -> Load:
    said, _ = process.communicate(timeout=120)
    found = re.search(r"signed in (\d+) busy (\d+) locked (\d+) other (\d+)", said)
    assert found is not None, said
    done, busy, locked, other = map(int, found.groups())
    all_of_it = read(said, f"POST /api/login, signed in ({busy} others told to come again)")
    share = done / max(done + busy + locked + other, 1)
    return replace(all_of_it, per_s=all_of_it.per_s * share, failed=locked + other)


def measure_embedded(wrk: str, seconds: int) -> list[Load]:
    """Load the embedded cloud's, which has no aim: it is one process with everything else of it."""
    with_data = Path(os.environ.get("TMPDIR", "/tmp")) / f"snapstream-bench-{os.getpid()}"  # noqa: S108 -- 0700 below
    with_data.mkdir(mode=0o700)
    paths = LocalPaths(with_data)
    control.start(paths, LocalSettings(), for_client=False, progress=lambda _step, _words: None)
    try:
        known = json.loads(paths.sign_in.read_text(encoding="utf-8"))
        body = json.dumps({name: known[name] for name in ("email", "password")}).encode()
        request = urllib.request.Request(  # noqa: S310 -- on loopback
            f"{known['api_url']}/api/login", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- the same
            token = json.loads(answer.read())["access_token"]
        return [
            load(wrk, f"{known['api_url']}{path}", seconds, token, name=f"GET {path}, embedded")
            for path in ("/api/status", "/api/media")
        ]
    finally:
        control.stop(paths)
        shutil.rmtree(with_data, ignore_errors=True)


def _run(words: list[str]) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=120).stdout  # noqa: S603 -- wrk


def read(said: str, name: str, *, has_aim: bool = False) -> Load:
    """Read what ``wrk --latency`` says."""
    per_s = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p50, p99 = (re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s) *$", said, re.MULTILINE) for percent in (50, 99))
    assert per_s is not None, said
    assert p50 is not None, said
    assert p99 is not None, said
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    faults = int(failed[1]) if failed else 0
    faults += sum(map(int, broken.groups())) if broken else 0
    return Load(name, float(per_s[1]), _ms(p50), _ms(p99), faults, has_aim)


def _ms(found: re.Match[str]) -> float:
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]
