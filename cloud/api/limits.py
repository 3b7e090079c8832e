"""How often somebody may try: counters that all workers share, by account and by address. Any thread.

An attempt is counted *before* it is looked at, so that a hundred at once are a hundred; one that succeeds is
given back. Counters are of fixed windows of time, so a lock ends with its window.

Sources: OWASP Application Security Verification Standard 4.0.3, 2.2.1 (no more than 100 failed attempts an hour on
one account); NIST SP 800-63B, 3.2.2 (the same, in a row); PCI DSS 4.0, 8.3.4 (no more than ten before a lock). An
account is locked for one address long before it is for all, so that a stranger cannot keep its owner out cheaply
(OWASP Authentication Cheat Sheet, "Account Lockout").

Nor at any price: an address from which somebody signed in, or used a code that was mailed, is known for that account
for half a year, and what is tried from there is counted against itself alone. So who tries from a thousand networks
keeps out those that are not known, but not the owner at home; on the road, the owner lets a code be mailed, for a new
password, and with it the new place is known.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request

from cloud.api.config import MINUTE_S
from cloud.api.problems import ApiError
from cloud.contract.record import now_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cloud.api.config import ApiConfig
    from cloud.store.accounts import AccountStore

HOUR_S = 60 * MINUTE_S
#: What one household or one machine is given of IPv6 (RFC 6177): the rest of the address is for the taking.
_IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a window of time."""

    name: str
    most: int
    window_s: int


#: Failed sign-ins.
LOGIN_HERE = Limit("login-here", 10, 15 * MINUTE_S)  #: one account from one address
LOGIN_ACCOUNT = Limit("login-account", 100, HOUR_S)  #: one account from all addresses that it does not know
LOGIN_ADDRESS = Limit("login-address", 100, 15 * MINUTE_S)  #: one address, which may be a whole newsroom's
#: Tries with codes; each code bears some wrong ones of its own (``WRONG_CODES``), more than one address has.
CODE_HERE = Limit("code-here", 10, HOUR_S)
CODE_ACCOUNT = Limit("code-account", 200, HOUR_S)
CODE_ADDRESS = Limit("code-address", 100, HOUR_S)
#: Letters that strangers can have sent.
MAIL_ACCOUNT = Limit("mail-account", 5, HOUR_S)
MAIL_ADDRESS = Limit("mail-address", 50, HOUR_S)
REGISTER_ADDRESS = Limit("register-address", 50, HOUR_S)
#: What costs writes or calls of AWS and no password.
REFRESH_ADDRESS = Limit("refresh-address", 1000, 15 * MINUTE_S)
CREDENTIALS_PERSON = Limit("credentials-person", 100, 15 * MINUTE_S)


#: How long an address is known for an account.
KNOWN = timedelta(days=180)


class LimitReachedError(ApiError):
    """Somebody tried too often; ``is_first`` for the first time in this window."""

    def __init__(self, retry_after_s: int, *, is_first: bool) -> None:
        super().__init__(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too_often",
            "This was tried too often. Try again later.",
            {"Retry-After": str(retry_after_s)},
        )
        self.is_first = is_first


class Limits:
    """The counters."""

    def __init__(self, accounts: AccountStore, now: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._now = now

    def spend(self, limit: Limit, *of: str) -> int:
        """Count one attempt; return how many there were. Raises ``LimitReachedError`` (429) past the limit."""
        now_s = self._now().timestamp()
        count = self._accounts.count(_key(limit, of), window_s=limit.window_s, now_s=now_s)
        if count > limit.most:
            left_s = limit.window_s - int(now_s) % limit.window_s
            raise LimitReachedError(left_s, is_first=count == limit.most + 1)
        return count

    def give_back(self, limit: Limit, *of: str, count: int = 1) -> None:
        """Take attempts off the counter: they were no failures."""
        now_s = self._now().timestamp()
        self._accounts.count(_key(limit, of), window_s=limit.window_s, now_s=now_s, by=-count)

    def know(self, account: str, address: str) -> None:
        """Remember that the owner of an account was at an address."""
        self._accounts.mark(_name("known", (account, address)), until=now_text(self._now() + KNOWN))

    def is_known(self, account: str, address: str) -> bool:
        """Whether the owner of an account was at an address: one read, whether there is such an account or not."""
        return self._accounts.is_marked(_name("known", (account, address)), now=now_text(self._now()))


def _key(limit: Limit, of: tuple[str, ...]) -> str:
    return _name(limit.name, of)


def _name(kind: str, of: tuple[str, ...]) -> str:
    """Return the name of a counter or a mark: of fixed length, and nobody's e-mail address in clear."""
    return f"{kind}#{hashlib.sha256(chr(0).join(of).encode()).hexdigest()[:32]}"


def client_address(config: ApiConfig) -> str:
    """Return where this request comes from: what CloudFront says where it stands in front, else the peer.

    Everything else that a request says of its origin (``X-Forwarded-For`` and its like) anyone can write.
    """
    told = request.headers.get(config.address_header, "") if config.address_header else ""
    return _without_port(told) or _read_address(request.remote_addr or "") or "unknown"


def _without_port(text: str) -> str:
    """Return the address of ``CloudFront-Viewer-Address``, which has a port; "" for what is none.

    The port is cut first: after an IPv6 address it reads like one more group, and each would be a client of its own.
    """
    return _read_address(text.rpartition(":")[0]) or _read_address(text)


def _read_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip().strip("[]")))
    except ValueError:
        return ""


def address_group(address: str) -> str:
    """Return what is counted as one address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((parsed, _IPV6_PREFIX), strict=False))
