"""The embedded cloud's demo account: signed in to without typing, by what each launch of it writes down. Any thread.

``sign-in.json`` (mode 0600, of this data directory) names where its API is and a password that was drawn at the launch.
Tokens are in memory alone; a new launch means a new sign-in.
"""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Protocol

from desktop.core.errors import Offline, Refused, SignedOut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.aws.api import NewsroomApi

_MARGIN_S = 30.0
_OPERATION = "sign in on this computer"


class Bearer(Protocol):
    """Somebody who is signed in, as who asks the API sees them."""

    @property
    def api(self) -> NewsroomApi:
        """The newsroom's API."""

    @property
    def is_kept(self) -> bool:
        """Whether it outlives this process."""

    def token(self) -> str:
        """Return an access token that is good; raises ``SnapStreamError``."""

    def drop_access(self, token: str) -> None:
        """Use this access token no more."""


class DemoSignIn:
    """The sign-in of the demo account; ``file`` is what the embedded cloud writes."""

    is_kept = True

    def __init__(
        self, file: Path, make_api: Callable[[str], NewsroomApi], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._file = file
        self._make_api = make_api
        self._clock = clock
        self._lock = threading.Lock()
        self._text = ""
        self._api: NewsroomApi | None = None
        self._access = ""
        self._good_until_s = 0.0

    @property
    def api(self) -> NewsroomApi:
        """Its API; raises ``Offline`` where it never ran."""
        with self._lock:
            return self._load()[0]

    def token(self) -> str:
        """Return an access token; signs in where there is none that is good."""
        with self._lock:
            api, email, password = self._load()
            if not self._access or self._clock() >= self._good_until_s - _MARGIN_S:
                try:
                    tokens = api.login(email, password)
                except Refused as refused:
                    raise SignedOut(_OPERATION, code=refused.code) from refused
                self._access, self._good_until_s = tokens.access_token, self._clock() + tokens.expires_in_s
            return self._access

    def drop_access(self, token: str) -> None:
        """Use this access token no more."""
        with self._lock:
            if self._access == token:
                self._access = ""

    def _load(self) -> tuple[NewsroomApi, str, str]:
        try:
            text = self._file.read_text(encoding="utf-8")
            document = json.loads(text)
            address, email, password = (str(document[name]) for name in ("api_url", "email", "password"))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise Offline(_OPERATION, code="the library on this computer does not run") from error
        if self._api is None or text != self._text:
            self._api, self._text, self._access = self._make_api(address), text, ""
        return self._api, email, password
