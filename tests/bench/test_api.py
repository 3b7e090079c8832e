from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cloud.api.tokens import AccessTokens
from tests.bench import api

SAID = """Running 6s test @ http://127.0.0.1:8080/api/media
  1 threads and 8 connections
  Latency Distribution
     50%  812.00us
     75%   18.54ms
     90%   22.50ms
     99%    1.04s\x20
  2846 requests in 6.01s, 33.14MB read
  Socket errors: connect 0, read 1, write 0, timeout 2
  Non-2xx or 3xx responses: 4
Requests/sec:    473.70
"""


@pytest.mark.parametrize("path", ["/api/status", "/api/media"])
def test_what_is_loaded_answers(path: str) -> None:
    """A worker answers with its items, to a token that another process signed."""
    token = AccessTokens(api.REAL, lambda: datetime.now(UTC)).sign(api._account(1), api.SESSION)  # noqa: SLF001 -- its own test
    answer = api.make(200).test_client().get(path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    if path == "/api/media":
        assert len(answer.get_json()["items"]) == 50


def test_people_sign_in_there() -> None:
    """With the password that the load sends."""
    body = {"email": f"p{api.ACCOUNTS}@herald.example", "password": api.PASSWORD}
    assert api.make(1).test_client().post("/api/login", json=body).status_code == 200


def test_wrk_is_read() -> None:
    """Times in every unit, a short one with a space after it; whatever was no good answer is a failure."""
    load = api.read(SAID, "GET /api/media", has_aim=True)
    assert (load.per_s, load.p50_ms, load.p99_ms, load.failed) == (473.7, pytest.approx(0.812), 1040.0, 7)
    assert not load.is_met
    assert api.Load("fast", 301, 1, 99, has_aim=True).is_met
