"""Passwords: argon2id, bounded, and the same work for accounts that there are and that there are not. Any thread.

Hashing is meant to be slow, and sign-in is open to anyone: so no more than ``hashes_at_once`` run in a worker, as many
wait a moment, and who comes then is told to come again. The worker's other threads stay free for everybody else.
"""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from contextlib import contextmanager
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cloud.api.problems import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.api.config import ApiConfig

#: How long somebody waits for a place: a few hashes' time, far less than anyone's patience.
WAIT_S = 1.0
RETRY_AFTER_S = 2
#: Fewer different characters than this in 12 are a pattern on the keyboard.
_FEWEST_DIFFERENT = 5
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class Passwords:
    """Hashes and verifies. One a worker."""

    def __init__(self, config: ApiConfig) -> None:
        self._hasher = PasswordHasher(
            time_cost=config.argon2_passes, memory_cost=config.argon2_memory_kib, parallelism=1
        )
        self._running = threading.BoundedSemaphore(config.hashes_at_once)
        self._inside = threading.BoundedSemaphore(2 * config.hashes_at_once)
        self._counting = threading.Lock()
        #: How many hashes were made since the start.
        self.made = 0
        #: What an unknown account's password is compared with.
        self._decoy = self._hasher.hash(secrets.token_urlsafe(32))

    def hash(self, password: str) -> str:
        """Return what is kept of a password; raises ``ApiError`` (503) where too many wait."""
        with self._place():
            made = self._hasher.hash(_plain(password))
            self._count()
            return made

    def verify(self, password_hash: str, password: str) -> bool:
        """Whether this is the password; "" (no account, or none chosen) takes as long and says no."""
        with self._place():
            try:
                self._hasher.verify(password_hash or self._decoy, _plain(password))
            except InvalidHashError:
                return False
            except VerificationError:
                self._count()
                return False
            self._count()
            return bool(password_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def _count(self) -> None:
        with self._counting:
            self.made += 1

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._inside.acquire(blocking=False):
            raise _busy()
        try:
            if not self._running.acquire(timeout=WAIT_S):
                raise _busy()
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._inside.release()


def _busy() -> ApiError:
    return ApiError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "busy",
        "Too many people are signing in at this moment.",
        {"Retry-After": str(RETRY_AFTER_S)},
    )


def _plain(password: str) -> bytes:
    """Return one form of each letter (NIST SP 800-63B, section 3.1.1.2), so that every keyboard types the same."""
    return unicodedata.normalize("NFKC", password).encode()


def refuse_common(password: str, *known: str) -> None:
    """Raise ``ApiError`` (422) for what everybody tries first: common ones, patterns, what is ``known`` of a person.

    Length is the request's own rule (``PASSWORD_CHARACTERS``).
    """
    text = unicodedata.normalize("NFKC", password).casefold()
    stem = _ENDS.sub("", text)
    if (
        text in _COMMON
        or stem in _COMMON
        or len(set(text)) < _FEWEST_DIFFERENT
        or any(len(each) > 2 and each.casefold() in {text, stem} for each in known)  # noqa: PLR2004 -- initials say little
    ):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "password_common", "Many people use this password. Choose another."
        )


_COMMON = frozenset(
    line
    for line in files("cloud.api").joinpath("common_passwords.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
