"""Copies of originals by addresses that the newsroom gave: a GET, taken up again where the line broke. Any thread.

The address alone opens the original, so it goes into no log and no error.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.aws.http import make_pool
from desktop.aws.objects import write_whole
from desktop.core.errors import AccessDenied, Offline, Throttled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import urllib3

    from desktop.core.objects import Sent

_OPERATION = "fetch a copy"
_READ_BYTES = 1 << 20
_READ_TIMEOUT_S = 30.0
#: How often in a row a line may break without a byte more.
_BREAKS = 3


def fetch(address: str, target: Path, received: Sent | None) -> bool:
    """Fetch into a file, whole or not at all; False where there is nothing. Raises ``SnapStreamError``."""
    parts = urlsplit(address)
    pool = make_pool(parts.scheme, parts.hostname or "", _READ_TIMEOUT_S)
    try:
        first = _open(pool, address, 0, "")
        if first is None:
            return False
        write_whole(target, _pieces(pool, address, first), received)
    finally:
        pool.clear()
    return True


def _pieces(pool: urllib3.PoolManager, address: str, answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - see desktop.aws

    etag = answer.headers.get("ETag", "")
    whole_bytes = int(answer.headers.get("Content-Length", "-1"))
    got_bytes, breaks = 0, 0
    while True:
        try:
            while piece := answer.read(_READ_BYTES, decode_content=False):
                got_bytes += len(piece)
                breaks = 0
                yield piece
            if whole_bytes in {got_bytes, -1}:
                return
        except (HTTPError, OSError):
            pass  # what was on the line is lost; what came is kept
        finally:
            answer.close()
        breaks += 1
        if breaks > _BREAKS or not etag:
            raise Offline(_OPERATION, code="broken off")
        again = _open(pool, address, got_bytes, etag)
        if again is None:
            raise Offline(_OPERATION, code="gone meanwhile")
        answer = again


def _open(pool: urllib3.PoolManager, address: str, from_bytes: int, etag: str) -> urllib3.BaseHTTPResponse | None:
    """Begin to read, or go on from there if it is still the same; None where there is nothing."""
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - see desktop.aws

    headers = {"Accept-Encoding": "identity", "User-Agent": "SnapStream"}
    if from_bytes:
        headers |= {"Range": f"bytes={from_bytes}-", "If-Match": etag}
    try:
        answer = pool.request("GET", address, headers=headers, redirect=False, retries=False, preload_content=False)
    except (HTTPError, OSError) as error:
        raise Offline(_OPERATION, code=type(error).__name__) from None  # its text has the address
    if answer.status == (HTTPStatus.PARTIAL_CONTENT if from_bytes else HTTPStatus.OK):
        return answer
    answer.close()
    if answer.status == HTTPStatus.NOT_FOUND:
        return None
    if answer.status == HTTPStatus.FORBIDDEN:
        raise AccessDenied(_OPERATION, code=str(answer.status))
    raise Throttled(_OPERATION, code=str(answer.status))
