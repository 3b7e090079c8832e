"""One sign-in: the access token in memory, the refresh token in the keyring, and how one follows the other. Any thread.

A refresh token is good once, and one that comes twice looks like a theft. So the next one is proposed by us and kept
before the newsroom is asked (``cloud.contract.sessions``); what is kept is a chain, of which exactly one is good::

    kept            a kill or a lost answer here            the next try
    [a]             nothing was asked                       a
    [a, b]          before the request                      b: never was, ends nothing; a, next b: served
    [a, b]          after the newsroom put b in a's place   b, next c: served
    [b]             all is well

Newest first, so no used one is ever offered while a newer one may be good. Another process of the same data directory
waits at the file lock, and then finds the new one in the keyring.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cloud.contract.sessions import join_token, new_secret, split_token
from desktop.aws.http import NeverSent
from desktop.aws.problems import DISABLED
from desktop.aws.secrets import KeyringSilent
from desktop.core.errors import (
    DISABLED_DETAIL,
    Offline,
    Refused,
    ServiceProblem,
    SignedOut,
    SnapStreamError,
    Throttled,
    is_switched_off,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.aws.api import NewsroomApi, Tokens
    from desktop.aws.secrets import Secrets

_log = logging.getLogger(__name__)

#: An access token that ends within this is taken for ended.
_MARGIN_S = 30.0
_LOCK_TIMEOUT_S = 60.0
#: Proposals that were never answered. A keyring of Windows takes 1,280 characters.
LONGEST_CHAIN = 8
#: How long a person may take to unlock the keyring before the sign-in is asked for instead.
UNLOCK_S = 60.0
_OPERATION = "renew the sign-in"


class SignIn:
    """The tokens of one person in one newsroom. ``name`` is the keyring's; ``lock`` a file beside ``account.json``."""

    def __init__(
        self,
        api: NewsroomApi,
        secrets: Secrets,
        name: str,
        lock: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.api = api
        self._secrets = secrets
        self._name = name
        self._clock = clock
        # Not thread-local: it is always taken under the mutex, by whichever thread comes.
        self._file_lock = FileLock(lock, thread_local=False)
        self._mutex = threading.Lock()
        self._access = ""
        self._former = ""  # the last one, good or not: it may still be told why the session ended
        self._good_until_s = 0.0
        # The last proposal was surely not taken: it serves the next try.
        self._has_spare = False
        self._silent_since_s: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it outlives this process."""
        return not self._secrets.is_only_here(self._name)

    def begin(self, tokens: Tokens) -> bool:
        """Take up what a sign-in gave; False where it is kept for this session alone."""
        with self._mutex, self._exclusive():
            self._has_spare = False
            is_kept = self._keep([tokens.refresh_token])
            self._take(tokens)
        return is_kept

    def token(self) -> str:
        """Return an access token; asks for a new one where it is over. Raises ``SignedOut`` where that is refused."""
        with self._mutex:
            if self._access and self._clock() < self._good_until_s - _MARGIN_S:
                return self._access
            with self._exclusive():
                return self._renew()

    def is_there(self) -> bool:
        """Whether there is anything to sign in with; True while the keyring does not answer."""
        try:
            return bool(self._secrets.get(self._name))
        except KeyringSilent:
            return True

    def drop_access(self, token: str) -> None:
        """Use this access token no more: the newsroom refused it."""
        with self._mutex:
            if self._access == token:
                self._access = ""

    def end(self) -> None:
        """Forget everything."""
        with self._mutex, self._exclusive():
            self._access = ""
            self._secrets.forget(self._name)

    # Under mutex and file lock

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        try:
            self._file_lock.acquire(timeout=_LOCK_TIMEOUT_S)
        except (Timeout, OSError) as error:
            raise Throttled(_OPERATION, code=f"the sign-in cannot be locked: {error}") from error
        try:
            yield
        finally:
            self._file_lock.release()

    def _renew(self) -> str:
        chain = self._read_chain()
        if not (self._has_spare and len(chain) > 1) and len(chain) < LONGEST_CHAIN:
            chain.append(join_token(split_token(chain[-1])[0], new_secret()))
            self._keep(chain)
        self._has_spare = False
        for at in range(len(chain) - 2, -1, -1):
            try:
                tokens = self.api.refresh(chain[at], split_token(chain[at + 1])[1])
            except ServiceProblem as problem:
                # An older one was asked with: the newest proposal is as good as never made.
                self._has_spare = at < len(chain) - 2 or _was_not_taken(problem)
                raise
            except Refused as problem:
                if problem.code == DISABLED:
                    raise SignedOut(_OPERATION, detail=DISABLED_DETAIL) from problem
                if problem.status != HTTPStatus.UNAUTHORIZED:
                    raise Offline(_OPERATION, detail=problem.detail) from problem
            else:
                self._keep([tokens.refresh_token])
                self._take(tokens)
                return tokens.access_token
        self._secrets.forget(self._name)
        raise self._why_ended()

    def _why_ended(self) -> SignedOut:
        """Return that it ended; an account that was switched off is told to who was in, whose sessions are gone."""
        former, self._former = self._former, ""
        try:
            if former:
                self.api.me(former)
        except SignedOut as problem:
            if is_switched_off(problem.detail):
                return SignedOut(_OPERATION, detail=problem.detail)
        except SnapStreamError as problem:
            _log.info("nobody said why the sign-in ended: %s", problem)
        return SignedOut(_OPERATION, code="no token is taken any more")

    def _read_chain(self) -> list[str]:
        try:
            kept = self._secrets.get(self._name)
        except KeyringSilent as silent:
            if self._silent_since_s is None:
                self._silent_since_s = self._clock()
            if self._clock() - self._silent_since_s < UNLOCK_S:
                raise Throttled(_OPERATION, code="the keyring does not answer") from silent
            raise SignedOut(_OPERATION, code="the keyring does not answer") from silent
        self._silent_since_s = None
        session_id, _, secrets = kept.partition(" ")
        chain = [join_token(session_id, secret) for secret in secrets.split()]
        if not chain or any(split_token(token) == ("", "") for token in chain):
            raise SignedOut(_OPERATION, code="nobody is signed in here")
        return chain

    def _keep(self, chain: list[str]) -> bool:
        session_id = split_token(chain[-1])[0]
        return self._secrets.put(self._name, " ".join([session_id, *(split_token(token)[1] for token in chain)]))

    def _take(self, tokens: Tokens) -> None:
        self._access = self._former = tokens.access_token
        self._good_until_s = self._clock() + tokens.expires_in_s


def _was_not_taken(problem: ServiceProblem) -> bool:
    """Whether the newsroom surely did not change the token: nothing arrived, or it asked to come later."""
    return isinstance(problem, NeverSent) or (
        isinstance(problem, Throttled) and problem.retry_after_s > 0 and not problem.is_passing
    )
