# ruff: noqa: ANN401 -- ASGI's messages are open mappings

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from cloud.local.guard import Guard, Pass, Refusal, judge

PORT = 4321
KEY = "ASIA" + "7" * 28
SIGNED = (
    f"AWS4-HMAC-SHA256 Credential={KEY}/20261122/us-east-1/s3/aws4_request, "
    f"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={'ab' * 32}"
)
OBJECT = "/snapstream-originals-000000000000-us-east-1/uploads/newsroom/demo/2026/11/x/original.jpg"


def request(path: str = OBJECT, method: str = "GET", query: str = "", **headers: str | None) -> dict[str, Any]:
    """Return an honest request's scope; headers given as None are left out."""
    lines = {"host": f"127.0.0.1:{PORT}", "authorization": SIGNED} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in lines.items() if value is not None],
    }


def presigned(key: str = KEY, algorithm: str = "AWS4-HMAC-SHA256") -> str:
    """Return the query of a presigned URL."""
    return (
        f"X-Amz-Algorithm={algorithm}&X-Amz-Credential={key}%2F20261122%2Fus-east-1%2Fs3%2Faws4_request"
        f"&X-Amz-Date=20261122T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature={'ab' * 32}"
    )


def for_service(service: str) -> str:
    """Return a signature for another service."""
    return SIGNED.replace("/s3/", f"/{service}/")


HONEST = {
    "get": request(),
    "by the other name of loopback": request(host=f"localhost:{PORT}"),
    "put": request(method="PUT", content_length="5"),
    "list buckets": request("/"),
    "presigned, as players use it": request(query=presigned(), authorization=None),
    "typed into the address bar": request(query=presigned(), authorization=None, sec_fetch_site="none"),
    "dynamodb": request("/", "POST", authorization=for_service("dynamodb"), x_amz_target="DynamoDB_20120810.Query"),
    "invoke": request("/2015-03-31/functions/f/invocations", "POST", authorization=for_service("lambda")),
    "queue": request("/000000000000/snapstream-ingest", "POST", authorization=for_service("sqs")),
}

HOSTILE = {
    "unsigned": request(authorization=None),
    "a rebound DNS name": request(host=f"evil.example:{PORT}"),
    "a rebound DNS name on our port's default": request(host="evil.example"),
    "loopback without the port": request(host="127.0.0.1"),
    "a bucket's virtual host": request(host=f"bucket.localhost:{PORT}"),
    "no host": request(host=None),
    "cross-origin fetch": request(origin="https://evil.example"),
    "fetch from a sandboxed frame": request(origin="null"),
    "fetch from our own address": request(origin=f"http://127.0.0.1:{PORT}"),
    "image tag": request(query=presigned(), authorization=None, sec_fetch_site="cross-site"),
    "same-site page": request(sec_fetch_site="same-site"),
    "same-origin page": request(sec_fetch_site="same-origin"),
    "preflight": request(method="OPTIONS", authorization=None, access_control_request_method="PUT"),
    "signed preflight": request(method="OPTIONS"),
    "form post": request("/", "POST", authorization=None, content_type="application/x-www-form-urlencoded"),
    "12-digit key": request(authorization=SIGNED.replace(KEY, "000000000000")),
    "long digits as a key": request(authorization=SIGNED.replace(KEY, "0" * 20)),
    "the key test": request(authorization=SIGNED.replace(KEY, "test")),
    "a body in chunks, as long as it likes": request(method="PUT", transfer_encoding="chunked", content_length=None),
    "chunks and a length": request(method="PUT", transfer_encoding="chunked", content_length="5"),
    "HTTP/2, whose bodies need no length": request(method="PUT") | {"http_version": "2"},
    "no key at all": request(authorization=SIGNED.replace(KEY, "")),
    "a stranger's key": request(authorization=SIGNED.replace(KEY, "AKIA" + "9" * 16)),
    "presigned with a stranger's key": request(query=presigned("AKIA" + "9" * 16), authorization=None),
    "presigned with 12 digits": request(query=presigned("000000000000"), authorization=None),
    "presigned by another algorithm": request(query=presigned(algorithm="AWS4-ECDSA-P256-SHA256"), authorization=None),
    "two keys in a query": request(query=presigned() + "&" + presigned("0" * 12), authorization=None),
    "two keys in a query, spelt differently": request(
        query=presigned() + "&x-amz-credential=000000000000%2F20261122%2Fus-east-1%2Fs3%2Faws4_request",
        authorization=None,
    ),
    "signed twice": request(query=presigned("0" * 12)),
    "old signature in a query": request(query="AWSAccessKeyId=000000000000&Signature=x&Expires=9", authorization=None),
    "old signature in a header": request(authorization="AWS 000000000000:c2ln"),
    "old signature beside a new one": request(query="AWSAccessKeyId=000000000000"),
    "basic": request(authorization="Basic dGVzdDp0ZXN0"),
    "bearer": request(authorization="Bearer " + KEY),
    "reset": request("/_ministack/reset", "POST"),
    "reset, unsigned": request("/_ministack/reset", "POST", authorization=None),
    "configure": request("/_ministack/config", "POST"),
    "health": request("/health"),
    "its health": request("/_ministack/health"),
    "its other health": request("/_localstack/health"),
    "mail": request("/_ministack/ses/messages"),
    "queues": request("/_ministack/sqs/messages"),
    "code": request("/_ministack/lambda-code/snapstream-ingest"),
    "execute-api": request("/_aws/execute-api/x/y"),
    "load balancer": request("/_alb/x"),
    "oauth": request("/oauth2/token", "POST"),
    "well-known": request("/.well-known/jwks.json"),
    "another service's path": request("/2015-03-31/functions"),
    "a path through a bucket": request("/other-bucket/x"),
    "a service that is not ours": request("/", "POST", authorization=for_service("ec2")),
    "no clear length": request(method="PUT", content_length="-1"),
}


BUCKET = "/snapstream-originals-000000000000-us-east-1"
PAGES = frozenset({"http://127.0.0.1:9000"})


def form(path: str = BUCKET, method: str = "POST", query: str = "", **headers: str | None) -> dict[str, Any]:
    """Return an upload's form from a page of the API, as a browser sends it."""
    sent: dict[str, str | None] = {
        "authorization": None,
        "origin": "http://127.0.0.1:9000",
        "sec_fetch_site": "same-site",
        "content_type": "multipart/form-data; boundary=x",
        "content_length": "500",
    }
    return request(path, method, query, **(sent | headers))


STRANGE_FORMS = {
    "of another port": form(origin="http://127.0.0.1:9001"),
    "of another site": form(origin="https://evil.example"),
    "of a page without an origin": form(origin="null"),
    "by another host name": form(host=f"evil.example:{PORT}"),
    "into the other bucket": form("/snapstream-derived-000000000000-us-east-1"),
    "into the functions' code": form("/snapstream-code-000000000000-us-east-1"),
    "at an object": form(OBJECT),
    "to the root": form("/"),
    "to the emulator's own": form("/_ministack/reset"),
    "that deletes": form(query="delete"),
    "that is another call": form(query="uploads"),
    "by another method": form(method="PUT"),
    "that is no form": form(content_type="application/xml"),
    "of the other kind": form(content_type="application/x-www-form-urlencoded"),
    "that is signed by a header too": form(authorization=SIGNED),
    "of no length": form(content_length=None),
    "in chunks": form(transfer_encoding="chunked"),
}


def test_a_form_of_our_pages_passes() -> None:
    """It counts as an original, so that a full disk refuses it; without pages there are no forms."""
    verdict = judge(form(), port=PORT, knows_key=knows, pages=PAGES)
    assert verdict == Pass("s3", 500, writes=True, is_original=True)
    assert isinstance(judge(form(), port=PORT, knows_key=knows), Refusal)


@pytest.mark.parametrize("name", STRANGE_FORMS)
def test_any_other_form_is_refused(name: str) -> None:
    """From elsewhere, to elsewhere, or for something else than an upload."""
    assert isinstance(judge(STRANGE_FORMS[name], port=PORT, knows_key=knows, pages=PAGES), Refusal)


def knows(key: str) -> bool:
    """Know one key."""
    return key == KEY


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_request_passes(name: str) -> None:
    """What AWS clients and players send is let through."""
    assert isinstance(judge(HONEST[name], port=PORT, knows_key=knows), Pass)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_is_refused(name: str) -> None:
    """What a web page, a rebound name or another program could send is refused."""
    assert isinstance(judge(HOSTILE[name], port=PORT, knows_key=knows), Refusal)


@pytest.mark.parametrize("header", ["host", "authorization", "content-length"])
def test_a_header_given_twice_is_refused(header: str) -> None:
    """No two readers can take different lines for the one that counts."""
    scope = request(content_length="5")
    value = dict(scope["headers"])[header.encode()]
    scope["headers"].append((header.encode(), value))
    assert isinstance(judge(scope, port=PORT, knows_key=knows), Refusal)


class Behind:
    """The application behind the guard: remembers what reached it."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        """Answer everything with 200."""
        self.scopes.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def ask(
    scope: dict[str, Any], *, free_bytes: int = 10**9, max_body_bytes: int = 10**6
) -> tuple[int, bytes, Behind, int]:
    """Send one request through a guard; return status, body, what is behind, and how much body was taken in."""
    behind = Behind()
    guard = Guard(
        behind,
        port=PORT,
        knows_key=knows,
        free_bytes=lambda: free_bytes,
        keep_free_bytes=1000,
        keep_free_for_results_bytes=100,
        max_body_bytes=max_body_bytes,
    )
    sent: list[dict[str, Any]] = []
    parts = [{"type": "http.request", "body": b"12345", "more_body": True}, {"type": "http.request", "body": b"6"}]
    taken = 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    return sent[0].get("status", sent[0].get("code")), sent[-1].get("body", b""), behind, taken


def test_a_refused_request_reaches_nothing() -> None:
    """The answer is 403 in XML, and the emulator never hears of it."""
    status, body, behind, _ = ask(HOSTILE["reset"])
    assert (status, behind.scopes) == (403, [])
    assert b"<Code>InvalidAccessKeyId</Code>" in body


def test_a_refusal_speaks_the_clients_language() -> None:
    """Services with targets get JSON, so that the SDK can name the error."""
    scope = request("/", "POST", authorization=None, x_amz_target="DynamoDB_20120810.Query")
    status, body, _, _ = ask(scope)
    assert (status, json.loads(body)["__type"]) == (403, "InvalidAccessKeyId")


def test_a_websocket_is_refused() -> None:
    """Nothing of ours speaks it; a page could."""
    status, _, behind, _ = ask({"type": "websocket", "headers": [], "path": "/"})
    assert (status, behind.scopes) == (1008, [])


def test_a_full_disk_refuses_the_body_but_hears_it_out() -> None:
    """507 with a code of its own, after the client could send everything, so that it reads the answer."""
    status, body, behind, taken = ask(request(method="PUT", content_length="6"), free_bytes=1005)
    assert (status, behind.scopes, taken) == (507, [], 2)
    assert b"<Code>XStorageFull</Code>" in body


@pytest.mark.parametrize(
    ("bucket", "free_bytes", "status"),
    [
        ("originals", 1006, 200),
        ("originals", 1005, 507),
        ("derived", 1005, 200),
        ("derived", 106, 200),
        ("derived", 105, 507),
    ],
)
def test_results_may_use_the_room_that_uploads_leave(bucket: str, free_bytes: int, status: int) -> None:
    """An original that was accepted can be analysed; a little is kept free even so."""
    path = OBJECT.replace("originals", bucket)
    assert ask(request(path, "PUT", content_length="6"), free_bytes=free_bytes)[0] == status


def test_a_client_that_waits_for_leave_is_not_made_to_send() -> None:
    """With Expect: 100-continue the refusal comes before the body."""
    scope = request(method="PUT", content_length="6", expect="100-continue")
    status, _, _, taken = ask(scope, free_bytes=0)
    assert (status, taken) == (507, 0)


def test_a_full_disk_does_not_stop_reading() -> None:
    """Only what brings bytes is refused."""
    assert ask(request(), free_bytes=0)[0] == 200


def test_a_body_over_the_limit_is_refused() -> None:
    """The emulator holds a body in memory twice; what it cannot hold never gets to it."""
    status, body, behind, _ = ask(request(method="PUT", content_length="2000000"))
    assert (status, behind.scopes) == (400, [])
    assert b"EntityTooLarge" in body


def test_what_a_client_says_about_tls_is_not_believed() -> None:
    """The guard's word replaces every forwarded header."""
    _, _, behind, _ = ask(request(x_forwarded_proto="http", x_forwarded_for="10.0.0.1"))
    forwarded = [line for line in behind.scopes[0]["headers"] if line[0].startswith(b"x-forwarded")]
    assert forwarded == [(b"x-forwarded-proto", b"https")]
