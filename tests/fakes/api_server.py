"""The newsroom's real application over memory, served on loopback, with faults on the way when told to.

``fail(path, fault)`` lets the next request of that path meet a fault:

- ``LOST_REQUEST``: the line breaks before the newsroom saw it
- ``LOST_ANSWER``: the newsroom did it, and the line breaks before the answer
- a callable: answers in the newsroom's place, as a WSGI application
"""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.fakes.api import Newsroom

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from wsgiref.types import StartResponse, WSGIEnvironment

    Answer = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

LOST_REQUEST = "lost request"
LOST_ANSWER = "lost answer"


class ApiServer:
    """One newsroom that answers on loopback until ``close``. ``date`` is what its clock says; None for the real one."""

    def __init__(self, room: Newsroom | None = None, *, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.room = room or Newsroom()
        self.asked: list[str] = []  #: "METHOD /path", as they came
        self.headers: list[dict[str, str]] = []
        self.date: datetime | None = None
        self.hold: threading.Event | None = None  #: where set to an event, requests wait for it
        self._faults: dict[str, list[str | Answer]] = defaultdict(list)
        self._lock = threading.Lock()
        self._server = make_server(
            "127.0.0.1",
            port,
            self._answer,
            threaded=True,
            ssl_context=tls,
            request_handler=self._make_handler(),
        )
        self.port = self._server.server_port
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def fail(self, path: str, *faults: str | Answer) -> None:
        """Let the next requests of a path meet these faults, one each."""
        with self._lock:
            self._faults[path].extend(faults)

    def count(self, asked: str) -> int:
        """Return how often ``METHOD /path`` came."""
        return self.asked.count(asked)

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        with self._lock:
            self.asked.append(f"{environ['REQUEST_METHOD']} {path}")
            self.headers.append({name: str(value) for name, value in environ.items() if name.startswith("HTTP_")})
            fault = self._faults[path].pop(0) if self._faults[path] else None
        if self.hold is not None:
            self.hold.wait(20)
        if fault is not None and fault != LOST_ANSWER:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if fault == LOST_REQUEST:
            raise ConnectionResetError
        if callable(fault):
            return fault(environ, start)
        pieces = self.room.app.wsgi_app(environ, start)
        answer = b"".join(pieces)
        # What the newsroom does after an answer, as sending a letter, is done then.
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
        if fault == LOST_ANSWER:
            raise ConnectionResetError
        return [answer]

    def _make_handler(self) -> type[WSGIRequestHandler]:
        server = self

        class Handler(WSGIRequestHandler):
            """Tells the newsroom's time, and hangs up where the line breaks."""

            def date_time_string(self, timestamp: float | None = None) -> str:
                moment = server.date.timestamp() if server.date is not None else timestamp
                return super().date_time_string(moment)

            def connection_dropped(self, error: BaseException, environ: WSGIEnvironment | None = None) -> None:
                del error, environ
                self.close_connection = True

        return Handler


def answering(status: str, body: bytes = b"", **headers: str) -> Answer:
    """Return a fault that answers this; in header names ``_`` stands for ``-``."""

    def answer(_environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start(status, [(name.replace("_", "-"), value) for name, value in headers.items()])
        return [body]

    return answer
