"""How the newsroom's API is asked: urllib3, and the one place where its faults become ours. Any thread.

TLS but for this computer, no redirects (a token goes to the newsroom's own host or nowhere), short answers alone.
Only what may be asked twice is: a fault on the way, or a server that asks for patience, is tried again a little later.
"""

from __future__ import annotations

import json
import logging
import ssl
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from desktop.aws.problems import not_a_newsroom, to_error
from desktop.core.address import is_loopback
from desktop.core.errors import Offline, Throttled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import urllib3

    from cloud.contract.record import Json

_log = logging.getLogger(__name__)

_CONNECT_TIMEOUT_S = 10.0
_READ_TIMEOUT_S = 30.0
_ANSWER_BYTES = 4 << 20
#: Between the tries of what may be asked twice.
PAUSES_S = (0.3, 1.0)
_PASSING = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
#: A server that asks for a longer wait is not waited for here: whoever asked knows what to do meanwhile.
_LONGEST_WAIT_S = 2.0


class NeverSent(Offline):
    """Nobody answers, and nothing of the request arrived: a single-use token in it is as good as before."""


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One request."""

    operation: str  #: what is being done, for the error
    method: str
    path: str
    body: Mapping[str, Json] | None = None
    token: str = ""  #: the access token
    query: Mapping[str, str] | None = None
    may_repeat: bool = False  #: asking twice is as good as once

    def __repr__(self) -> str:  # bodies hold passwords
        return f"Request({self.method} {self.path})"


class Http:
    """One newsroom's address, as ``parse_address`` returns it."""

    def __init__(
        self,
        address: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], None] = time.sleep,
        read_timeout_s: float = _READ_TIMEOUT_S,
    ) -> None:
        self.address = address
        self._now = now
        self._pause = pause
        parts = urlsplit(address)
        self._host = parts.hostname or ""
        self._pool = make_pool(parts.scheme, self._host, read_timeout_s)
        #: How far the server's clock is ahead of this computer's, in seconds, as its last answer said.
        self.skew_s = 0.0

    def ask(self, request: Request) -> dict[str, Json]:
        """Return the answer's document, {} where it has none. Raises ``SnapStreamError``."""
        pauses = PAUSES_S if request.may_repeat else ()
        for usual_s in pauses:
            pause_s = usual_s
            try:
                return self._ask_once(request)
            except Offline as problem:
                if problem.detail:  # TLS: the next try meets the same certificate
                    raise
                _log.info("asking again: %s", problem)
            except Throttled as problem:
                if not problem.is_passing or problem.retry_after_s > _LONGEST_WAIT_S:
                    raise
                pause_s = max(usual_s, problem.retry_after_s)
            self._pause(pause_s)
        return self._ask_once(request)

    def close(self) -> None:
        """Close all sockets."""
        self._pool.clear()

    def _ask_once(self, request: Request) -> dict[str, Json]:
        from urllib3 import exceptions  # noqa: PLC0415 - see desktop.aws

        never_sent = (
            exceptions.NewConnectionError,
            exceptions.ConnectTimeoutError,
            exceptions.ProxyError,
            exceptions.LocationParseError,
        )
        headers = {"Accept": "application/json", "User-Agent": "SnapStream"}
        if request.token:
            headers["Authorization"] = f"Bearer {request.token}"
        body = None
        if request.body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(request.body).encode()
        query = f"?{urlencode(request.query)}" if request.query else ""
        try:
            response = self._pool.request(
                request.method,
                f"{self.address}{request.path}{query}",
                body=body,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
            )
            try:
                content = response.read(_ANSWER_BYTES + 1, decode_content=True)
            finally:
                response.close()
        except exceptions.SSLError as error:
            raise NeverSent(request.operation, detail=_unsafe(self._host), code=str(error)) from error
        except never_sent as error:
            raise NeverSent(request.operation, code=type(error).__name__) from error
        # Sockets that break while a body is read come as OSError in places.
        except (exceptions.HTTPError, OSError) as error:
            raise Offline(request.operation, code=type(error).__name__) from error
        self._note_clock(response.headers.get("Date", ""))
        return self._read(request, response, content)

    def _read(self, request: Request, response: urllib3.BaseHTTPResponse, content: bytes) -> dict[str, Json]:
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        document: Json = None
        if kind == "application/json" or kind.endswith("+json"):
            try:
                document = json.loads(content) if len(content) <= _ANSWER_BYTES else None
            except ValueError:
                document = None
        status = response.status
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise not_a_newsroom(request.operation)
        if status >= HTTPStatus.BAD_REQUEST:
            raise to_error(
                request.operation,
                status,
                document if isinstance(document, dict) else None,
                retry_after=response.headers.get("Retry-After", ""),
                has_token=bool(request.token),
                is_passing=status in _PASSING,
            )
        if status == HTTPStatus.NO_CONTENT or not content:
            return {}
        if not isinstance(document, dict):
            raise not_a_newsroom(request.operation)
        return document

    def _note_clock(self, date: str) -> None:
        try:
            told = parsedate_to_datetime(date)
        except (TypeError, ValueError):
            return
        if told.tzinfo is not None:
            self.skew_s = (told - self._now()).total_seconds()


def make_pool(scheme: str, host: str, read_timeout_s: float) -> urllib3.PoolManager:
    """Return what opens connections to a host: TLS as it must be, by the system's proxy."""
    import botocore  # noqa: PLC0415 - see desktop.aws
    import urllib3  # noqa: PLC0415 - see desktop.aws

    timeout = urllib3.Timeout(connect=_CONNECT_TIMEOUT_S, read=read_timeout_s)
    if scheme != "https":
        return urllib3.PoolManager(timeout=timeout, maxsize=4)
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not context.cert_store_stats()["x509_ca"]:
        # A built program finds no certificates of the system on some computers: those that come with botocore.
        context.load_verify_locations(f"{botocore.__path__[0]}/cacert.pem")
    proxy = "" if is_loopback(host) else _proxy_for(host)
    if proxy:
        return urllib3.ProxyManager(proxy, timeout=timeout, maxsize=4, ssl_context=context)
    return urllib3.PoolManager(timeout=timeout, maxsize=4, ssl_context=context)


def _proxy_for(host: str) -> str:
    """Return the system's proxy for a host; "" for none."""
    return "" if urllib.request.proxy_bypass(host) else urllib.request.getproxies().get("https", "")


def _unsafe(host: str) -> str:
    return (
        f"{host} could not prove that it is the newsroom (its certificate is not trusted). Nothing was sent. "
        "A hotel's or train's Wi-Fi that wants a sign-in of its own does this too."
    )
