"""The door in front of the emulator: an ASGI application that lets only signed requests of ours through.

An emulator on loopback is open to every web page the person visits: pages can send requests to 127.0.0.1, a rebound
DNS name can read the answers, and the emulator itself takes a 12-digit access key for root. So here: only our own
``Host``; no ``Origin``; no cross-site ``Sec-Fetch-Site``; no path but those the AWS clients use (which leaves out all
of the emulator's own); and a signature that names a key of this launch or one that STS issued. Who the key is and
whether the signature is right, the emulator checks behind this (IAM is on).

Two things are let in for the API's own pages, which come from another port and so are another origin to a browser: a
picture or a video by an address that was signed for it, and a form that was signed for an upload. Whoever has such an
address or form was given it; the emulator checks both signatures.

It also keeps room on the disk: originals are refused while less than ``keep_free_bytes`` would be left. What the
functions write of an original that was accepted is small, and refusing it would leave the original half analysed for
good, so everything that is no original may use that reserve, down to ``keep_free_for_results_bytes``. A request's
bucket tells which it is: IAM lets nobody but the functions write to the other buckets.

Runs on the server's event loop. Knows nothing of the emulator but the callables it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

# The ASGI specification types scope and messages as open mappings.
Message: TypeAlias = MutableMapping[str, Any]
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers: TypeAlias = "Iterable[tuple[bytes, bytes]]"

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 +"
    r"Credential=(?P<key>[A-Za-z0-9]{16,128})/\d{8}/[a-z0-9-]+/(?P<service>[a-z0-9-]+)/aws4_request, *"
    r"SignedHeaders=[a-z0-9;-]+, *Signature=[0-9a-f]{64}"
)
_CREDENTIAL = re.compile(r"(?P<key>[A-Za-z0-9]{16,128})/\d{8}/[a-z0-9-]+/(?P<service>[a-z0-9-]+)/aws4_request")
#: Query fields that carry a signature; a request may be signed in one way only.
_QUERY_SIGNED = {"x-amz-algorithm", "x-amz-credential", "x-amz-signature", "awsaccesskeyid", "signature"}
#: The bucket that takes uploads; see the template.
_ORIGINALS = re.compile(r"/snapstream-originals-[^/]*/.*", re.DOTALL)
#: Where signed forms are sent: the bucket itself.
_FORMS = re.compile(r"/snapstream-originals-[a-z0-9-]+/?")
_JSON_AT_ROOT = re.compile(r"/")
#: The paths that AWS clients use, by the service a request is signed for. Everything else is the emulator's own.
_PATHS = {
    "s3": re.compile(r"/(snapstream-[a-z0-9-]+(/.*)?)?", re.DOTALL),
    "sqs": re.compile(r"/(\d{12}/[A-Za-z0-9_.-]+)?"),
    "lambda": re.compile(r"/20\d\d-\d\d-\d\d/.*"),
    "ses": re.compile(r"/|/v2/email/.*"),
    "dynamodb": _JSON_AT_ROOT,
    "sns": _JSON_AT_ROOT,
    "events": _JSON_AT_ROOT,
    "cloudformation": _JSON_AT_ROOT,
    "sts": _JSON_AT_ROOT,
    "iam": _JSON_AT_ROOT,
    "transcribe": _JSON_AT_ROOT,  # off, but where a setting asks for it
    "logs": _JSON_AT_ROOT,
}
#: What only reads, so that the state need not be saved for it.
_READS = re.compile(r"\.(Get|BatchGet|Query|Scan|Describe|List)")


@dataclass(frozen=True, slots=True)
class Pass:
    """A request that may go on."""

    service: str
    body_bytes: int
    writes: bool
    is_original: bool  #: bytes of an upload, rather than what is made of one


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that may not, and why; the words go to the answer and the log, never a header's value."""

    reason: str


def judge(  # noqa: PLR0911 one line a rule reads best
    scope: Scope, *, port: int, knows_key: Callable[[str], bool], pages: frozenset[str] = frozenset()
) -> Pass | Refusal:
    """Decide about one HTTP request from its line and headers alone; ``pages`` are the origins of the API's pages."""
    headers: dict[str, list[str]] = {}
    for name, value in cast("Headers", scope["headers"]):
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    method = str(scope["method"])
    path = str(scope["path"])

    if headers.get("host") not in ([f"127.0.0.1:{port}"], [f"localhost:{port}"]):
        return Refusal("another host name")
    query = str(scope.get("query_string", b""), "latin-1")
    if not query and _is_form(method, path, headers, pages):  # with a query it would be another call of S3's
        length = headers.get("content-length", [""])[0]
        is_clear = length.isdecimal() and "transfer-encoding" not in headers
        return Pass("s3", int(length), writes=True, is_original=True) if is_clear else Refusal("no clear length")
    if "origin" in headers or method not in {"GET", "HEAD", "PUT", "POST", "DELETE"}:
        return Refusal("a web page's request")
    # A page of another port of this computer is the same site; what it can show, it was given a signed address of.
    is_shown = method in {"GET", "HEAD"} and "authorization" not in headers and path.startswith("/snapstream-")
    sites = {"none", "same-site"} if is_shown else {"none"}
    if any(site not in sites for site in headers.get("sec-fetch-site", [])):
        return Refusal("a web page's request")

    signer = _signer(headers, query)
    if signer is None:
        return Refusal("no signature")
    key, service = signer
    if not knows_key(key):
        return Refusal("a key that was not issued here")
    allowed = _PATHS.get(service)
    if allowed is None or allowed.fullmatch(path) is None:
        return Refusal("not a path of the service it is signed for")
    lengths = headers.get("content-length", ["0"])
    # A body in chunks, or in frames of HTTP/2, need not say how long it is, and would get past the limits below.
    is_measured = "transfer-encoding" not in headers and str(scope.get("http_version", "1.1")) in {"1.0", "1.1"}
    if len(lengths) != 1 or not lengths[0].isdecimal() or not is_measured:
        return Refusal("no clear length")
    target = headers.get("x-amz-target", [""])[0]
    return Pass(
        service,
        int(lengths[0]),
        writes=method not in {"GET", "HEAD"} and not _READS.search(target),
        is_original=service == "s3" and _ORIGINALS.fullmatch(path) is not None,
    )


def _is_form(method: str, path: str, headers: dict[str, list[str]], pages: frozenset[str]) -> bool:
    """Whether this is an upload's form from a page of the API."""
    kinds = headers.get("content-type", [])
    return (
        method == "POST"
        and len(headers.get("origin", [])) == 1
        and headers["origin"][0] in pages
        and _FORMS.fullmatch(path) is not None
        and len(kinds) == 1
        and kinds[0].startswith("multipart/form-data;")
        and "authorization" not in headers
    )


def _signer(headers: dict[str, list[str]], query_string: str) -> tuple[str, str] | None:
    """Return the access key and the service a request is signed for; None unless it is signed in exactly one way."""
    query = {name.lower(): values for name, values in parse_qs(query_string, keep_blank_values=True).items()}
    signed_in_query = bool(_QUERY_SIGNED & query.keys())
    authorization = headers.get("authorization", [])
    if authorization:
        if len(authorization) != 1 or signed_in_query:
            return None
        match = _AUTHORIZATION.fullmatch(authorization[0])
    else:
        fields = [
            query.get(f"x-amz-{name}", []) for name in ("algorithm", "credential", "signature", "date", "expires")
        ]
        if any(len(values) != 1 for values in fields) or fields[0] != ["AWS4-HMAC-SHA256"]:
            return None
        match = _CREDENTIAL.fullmatch(fields[1][0])
    return None if match is None else (match["key"], match["service"])


class Guard:
    """The ASGI application that stands in front of another one."""

    def __init__(
        self,
        application: Application,
        *,
        port: int,
        knows_key: Callable[[str], bool],
        free_bytes: Callable[[], int],
        keep_free_bytes: int,
        keep_free_for_results_bytes: int,
        max_body_bytes: int,
        pages: frozenset[str] = frozenset(),
    ) -> None:
        """``free_bytes`` tells the room left on the disk that takes the objects."""
        self._keep_free_for_results_bytes = keep_free_for_results_bytes
        self._application = application
        self._port = port
        self._knows_key = knows_key
        self._free_bytes = free_bytes
        self._keep_free_bytes = keep_free_bytes
        self._max_body_bytes = max_body_bytes
        self._pages = pages
        #: How many requests that may have changed something were let through.
        self.writes = 0
        self.refusals = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS" and (page := self._asking_page(scope)):
            await _let_form_come(send, page)
            return
        verdict = judge(scope, port=self._port, knows_key=self._knows_key, pages=self._pages)
        if isinstance(verdict, Refusal):
            self.refusals += 1
            await _answer(scope, send, 403, "InvalidAccessKeyId", f"Refused: {verdict.reason}.")
            return
        if verdict.service == "s3" and verdict.body_bytes:
            if verdict.body_bytes > self._max_body_bytes:
                await _answer(scope, send, 400, "EntityTooLarge", "It is larger than the embedded cloud takes.")
                return
            kept = self._keep_free_bytes if verdict.is_original else self._keep_free_for_results_bytes
            if self._free_bytes() - verdict.body_bytes < kept:
                await _drain(scope, receive)
                await _answer(scope, send, 507, "XStorageFull", "The disk that holds the embedded cloud is full.")
                return
        if verdict.writes:
            self.writes += 1
        # The emulator takes this header's word for TLS, which the buckets' policies demand. Loopback never leaves the
        # machine, so the guard vouches for it; what a client says about itself is dropped.
        scope["headers"] = [
            (name, value) for name, value in scope["headers"] if not name.lower().startswith(b"x-forwarded-")
        ] + [(b"x-forwarded-proto", b"https")]
        await self._application(scope, receive, send)

    def _asking_page(self, scope: Scope) -> bytes:
        """Return the origin of a page of the API that asks whether its form may come; b"" for any other."""
        headers = {name.lower(): value for name, value in cast("Headers", scope["headers"])}
        origin = headers.get(b"origin", b"")
        is_ours = origin.decode("latin-1") in self._pages and _FORMS.fullmatch(str(scope["path"])) is not None
        return origin if is_ours and headers.get(b"access-control-request-method") == b"POST" else b""


async def _let_form_come(send: Send, origin: bytes) -> None:
    """Answer a browser that asks before it sends a form and watches how far it is (Fetch, "CORS-preflight fetch")."""
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-methods", b"POST"),
        (b"access-control-max-age", b"600"),
        (b"content-length", b"0"),
        (b"vary", b"origin"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _drain(scope: Scope, receive: Receive) -> None:
    """Take in a body nobody wants, so that a client that sends before it listens hears the answer."""
    if any(name.lower() == b"expect" for name, _ in cast("Headers", scope["headers"])):
        return  # it waits for our word before it sends
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def _answer(scope: Scope, send: Send, status: int, code: str, message: str) -> None:
    """Answer in the form that AWS clients read: JSON to services with targets, XML to the others."""
    if any(name.lower() == b"x-amz-target" for name, _ in cast("Headers", scope["headers"])):
        kind = b"application/x-amz-json-1.0"
        body = json.dumps({"__type": code, "message": message}).encode()
    else:
        kind = b"application/xml"
        body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>".encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
