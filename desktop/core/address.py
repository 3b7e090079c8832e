"""A newsroom's address as people type it. Pure; any thread."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from desktop.core.errors import UsageProblem
from desktop.core.text import say

_HTTPS, _HTTP = "https", "http"


def parse_address(text: str) -> str:
    """Return ``https://host[:port]`` of what somebody typed; plain http is for this computer alone.

    What follows the host (a page that was copied from a browser) is left out. Raises ``UsageProblem``.
    """
    typed = text.strip()
    if not typed:
        raise UsageProblem("read the address", detail=say("The newsroom's address is missing."))
    try:
        parts = urlsplit(typed if "://" in typed else f"{_HTTPS}://{typed}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _unusable(typed) from error
    if not host or parts.username is not None or parts.password is not None or any(c.isspace() for c in typed):
        raise _unusable(typed)
    if parts.scheme == _HTTP and not is_loopback(host):
        raise UsageProblem(
            "read the address",
            detail=say("A newsroom's address begins with https://, so that no password travels open."),
        )
    if parts.scheme not in {_HTTPS, _HTTP}:
        raise _unusable(typed)
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port else "")


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _unusable(typed: str) -> UsageProblem:
    return UsageProblem(
        "read the address", detail=say("“{typed}” is no address of a newsroom, as https://news.example.", typed=typed)
    )
