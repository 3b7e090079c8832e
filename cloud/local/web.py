"""The door in front of the status API: an ASGI application that hands requests of this computer to the WSGI one.

On AWS CloudFront and gunicorn stand here. A browser may come, so what the guard of the emulator refuses outright is
weighed instead: only our own ``Host`` (a rebound DNS name has another), no ``Origin`` but our own, and nothing that a
page of another site sends, but for a link that a person follows. Who asks, the API itself finds out.

The event loop is that of the server; the API runs on threads of its own, since it waits for the emulator, which is
served by the same loop. It is made when the cloud is ready, so that nobody waits for it at the start; who asks before
waits here.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from cloud.local.guard import Headers, Receive, Scope, Send

    Wsgi: TypeAlias = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

_LOG = logging.getLogger(__name__)
#: As gunicorn has on AWS (cloud/api/gunicorn.py): two workers with as many threads.
_THREADS = 8
#: Far more than any body of ours; the API itself has the closer limits.
_MOST_BODY_BYTES = 8 * 1024**2
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


def judge(scope: Scope, *, port: int) -> tuple[int, str]:  # noqa: PLR0911 -- one line a rule reads best
    """Return the status of a refusal and why, or (0, "") where the request may go on."""
    headers: dict[str, list[str]] = {}
    for name, value in cast("Headers", scope["headers"]):
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    hosts = headers.get("host", [])
    if hosts not in ([f"127.0.0.1:{port}"], [f"localhost:{port}"]):
        return 421, "another host name"
    if scope["method"] not in _METHODS:
        return 405, "another method"
    if any(origin != f"http://{hosts[0]}" for origin in headers.get("origin", [])):
        return 403, "another site's page"
    is_followed = scope["method"] in {"GET", "HEAD"} and headers.get("sec-fetch-mode") == ["navigate"]
    if not is_followed and any(site not in {"none", "same-origin"} for site in headers.get("sec-fetch-site", [])):
        return 403, "another site's page"
    lengths = headers.get("content-length", ["0"])
    if len(lengths) != 1 or not lengths[0].isdecimal() or "transfer-encoding" in headers:
        return 411, "no clear length"
    if int(lengths[0]) > _MOST_BODY_BYTES:
        return 413, "too large"
    return 0, ""


class Web:
    """The ASGI application."""

    def __init__(self, *, port: int) -> None:
        self._port = port
        self._application: asyncio.Future[Wsgi | None] = asyncio.get_running_loop().create_future()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="api")

    async def make(self, make: Callable[[], Wsgi]) -> None:
        """Make the application on a thread; what goes wrong is logged, and answered with 503."""
        made: Wsgi | None = None
        try:
            made = await asyncio.get_running_loop().run_in_executor(self._threads, make)
        except Exception:  # noqa: BLE001 -- a thread's top: the library works without its API
            _LOG.exception("the API cannot be made")
        self._application.set_result(made)

    def close(self) -> None:
        """Answer nothing more."""
        if not self._application.done():
            self._application.set_result(None)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, reason = judge(scope, port=self._port)
        if status:
            await _refuse(scope, send, status, reason)
            return
        body = await _read(receive)
        if body is None:
            return
        application = await asyncio.shield(self._application)
        if application is None:
            await _refuse(scope, send, 503, "it could not be started; server.log says why")
            return
        loop = asyncio.get_running_loop()

        def tell(message: dict[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(_send(send, message), loop).result()

        await loop.run_in_executor(self._threads, _run, application, _environ(scope, body), tell)


async def _send(send: Send, message: dict[str, Any]) -> None:
    await send(message)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _read(receive: Receive) -> bytes | None:
    """Return the whole body; None where the client went."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """Return what WSGI tells of a request (PEP 3333)."""
    host, port = scope.get("server") or ("127.0.0.1", 0)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": str(scope["path"]).encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in cast("Headers", scope["headers"]):
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if name == "CONTENT_LENGTH":
            continue
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        # Two of one name are one list, but cookies, whose separator is another (RFC 9113, section 8.2.3).
        environ[key] = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}" if key in environ else value
    return environ


def _run(application: Wsgi, environ: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> None:
    """Run the application on this thread; what it does when the answer is closed comes after the client has it."""
    started: list[tuple[int, list[tuple[bytes, bytes]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        del exc_info
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        started[:] = [(int(status.split(" ", 1)[0]), encoded)]
        return _write_nothing

    answer = application(environ, start_response)
    try:
        body = b"".join(answer)
        ((status, headers),) = started
        tell({"type": "http.response.start", "status": status, "headers": headers})
        tell({"type": "http.response.body", "body": body})
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()


def _write_nothing(_data: bytes) -> None:
    raise NotImplementedError("no application of ours writes so")


async def _refuse(scope: Scope, send: Send, status: int, reason: str) -> None:
    """Answer a problem document (RFC 9457), as the API itself does."""
    body = json.dumps({"type": "about:blank", "title": "Refused", "status": status, "detail": f"Refused: {reason}."})
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body.encode()})
