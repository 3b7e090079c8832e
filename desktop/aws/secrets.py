"""Where refresh tokens are kept: in the system's keyring, or for this session alone. Never in a file of ours.

A keyring may ask the person to unlock it, or hang: it is asked in a thread of its own (``keyring``), for a few seconds
at a time. An answer that comes too late is there for the next question.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

SERVICE = "snapstream"
WAIT_S = 5.0
#: Keyrings that are files, in clear or behind a password that they ask at the terminal; and those that keep nothing.
_UNUSABLE = ("keyrings.alt.", "keyring.backends.null", "keyring.backends.fail")


class Keyring(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, None where there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret over the one before."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret; raises where there is none."""


class KeyringSilent(Exception):
    """The keyring does not answer; it may yet."""


class Secrets:
    """Secrets by name. ``find`` chooses the keyring, None for none."""

    def __init__(self, find: Callable[[], Keyring | None] | None = None, *, wait_s: float = WAIT_S) -> None:
        self._find = find or find_keyring
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._here: dict[str, str] = {}  # what the keyring could not take: this session's
        self._late: dict[str, Future[str | None]] = {}
        self._ring: Keyring | None = None
        self._is_chosen = False

    def get(self, name: str) -> str:
        """Return a secret, "" where there is none. Raises ``KeyringSilent`` where that is not known in time."""
        with self._lock:
            held = self._here.get(name)
            late = self._late.get(name)
        if held is not None:
            return held
        # A question that is still open is not asked again: the person may be in front of its dialog.
        asked = late or _begin(lambda: self._read(name))
        with self._lock:
            self._late[name] = asked
        try:
            found = asked.result(self._wait_s)
        except FutureTimeout as error:
            raise KeyringSilent from error
        except Exception:  # noqa: BLE001 - backends raise what they like, even errors of their own libraries
            _log.info("the keyring cannot be read", exc_info=True)
            found = None
        with self._lock:
            self._late.pop(name, None)
        return found or ""

    def put(self, name: str, secret: str) -> bool:
        """Keep a secret; False where it is kept for this session alone."""
        with self._lock:
            self._here[name] = secret
            self._late.pop(name, None)
        asked = _begin(lambda: self._write(name, secret))
        try:
            is_kept = asked.result(self._wait_s)
        except FutureTimeout:
            is_kept = False
        except Exception:  # noqa: BLE001 - as above
            _log.info("the keyring cannot be written", exc_info=True)
            is_kept = False
        if is_kept:
            with self._lock:
                if self._here.get(name) == secret:
                    del self._here[name]
        return is_kept

    def forget(self, name: str) -> None:
        """Forget a secret."""
        with self._lock:
            self._here.pop(name, None)
            self._late.pop(name, None)
        asked = _begin(lambda: self._delete(name))
        try:
            asked.result(self._wait_s)
        except FutureTimeout:
            _log.info("the keyring does not answer; what it kept is of no use any more")
        except Exception:  # noqa: BLE001 - as above; there may be none
            _log.debug("nothing was forgotten", exc_info=True)

    def is_only_here(self, name: str) -> bool:
        """Whether a secret ends with this process."""
        with self._lock:
            return name in self._here

    # In the keyring's thread

    def _choose(self) -> Keyring | None:
        with self._lock:
            if self._is_chosen:
                return self._ring
        ring = self._find()
        with self._lock:
            self._ring, self._is_chosen = ring, True
        return ring

    def _read(self, name: str) -> str | None:
        ring = self._choose()
        return ring.get_password(SERVICE, name) if ring is not None else None

    def _write(self, name: str, secret: str) -> bool:
        ring = self._choose()
        if ring is None:
            return False
        ring.set_password(SERVICE, name, secret)
        # Some keyrings take everything and keep nothing.
        return ring.get_password(SERVICE, name) == secret

    def _delete(self, name: str) -> None:
        ring = self._choose()
        if ring is not None:
            ring.delete_password(SERVICE, name)


def find_keyring() -> Keyring | None:
    """Return the system's keyring; None where there is none that keeps secrets secret."""
    import keyring  # noqa: PLC0415 - see desktop.aws
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415 - see desktop.aws

    chosen = keyring.get_keyring()
    rings: list[KeyringBackend] = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    return next((ring for ring in rings if not f"{type(ring).__module__}.".startswith(_UNUSABLE)), None)


def _begin(ask: Callable[[], _Answer]) -> Future[_Answer]:
    future: Future[_Answer] = Future()

    def run() -> None:
        try:
            future.set_result(ask())
        except BaseException as error:  # noqa: BLE001 - the top of a thread: whoever asked gets it
            future.set_exception(error)

    # Not a pool: a keyring that hangs must not keep the program from ending, nor the next question from being asked.
    threading.Thread(target=run, name="keyring", daemon=True).start()
    return future
