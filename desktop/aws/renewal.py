"""Connections of a newsroom with accounts: asked of its API, and asked again before they end. Any thread; one asks.

::

    a thread    read ── 4 min left: asks ─────────────────── keeps the new one
    others      read ── the old one is still good: at once ── the new one
    others      read ── it is over: wait for who asks ─────── the new one, or the same error

Where the newsroom takes the sign-in no more, that is said once (``SignInNeeded``), and nothing is asked until somebody
signs in: here, or in another process, which the account's file shows (``stamp``).
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.core.errors import (
    CLOCK_DETAIL,
    AccessDenied,
    ServiceProblem,
    SignedOut,
    SnapStreamError,
    Throttled,
    is_switched_off,
)
from desktop.core.events import SignedIn, SignInNeeded

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.connection import Connection
    from desktop.aws.signin import SignIn
    from desktop.core.events import Post

_log = logging.getLogger(__name__)

#: Asked again when this much is left; sooner only where they are given for less than twice that.
AHEAD_S = 300.0
#: Credentials that end within this are taken for ended, so that none ends on its way.
_MARGIN_S = 30.0
#: S3 refuses what is signed by a clock further off (Amazon S3 User Guide, "RequestTimeTooSkewed").
CLOCK_S = 900.0
#: After an error, nobody asks for so long.
_AFTER_ERROR_S = 1.0
#: New ones in the place of refused ones are asked for so often at most: others would be refused too.
_REFUSED_TIMES, _REFUSED_S = 3, 60.0


class RenewedConnections:
    """The connections of one sign-in. ``newsroom`` and ``user_id`` are what they must be of.

    ``stamp`` returns something that changes with every sign-in, in whichever process.
    """

    def __init__(
        self,
        sign_in: SignIn,
        *,
        newsroom: str,
        user_id: str,
        email: str,
        folder: str,
        stamp: Callable[[], object],
        post: Post,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sign_in = sign_in
        self._newsroom = newsroom
        self._user_id = user_id
        self._email = email
        self._folder = folder
        self._stamp = stamp
        self._post = post
        self._now = now
        self._clock = clock
        self._changed = threading.Condition()
        self._is_asking = False
        self._connection: Connection | None = None
        self._refused_s: list[float] = []
        self._ahead_s = AHEAD_S
        self._problem: SnapStreamError | None = None
        self._not_before_s = 0.0
        self._signed_out_at: object = None

    def read(self) -> Connection:
        """Return the connection; raises ``Offline``, ``Throttled``, ``SignedOut``, or ``AccessDenied`` (the clock)."""
        with self._changed:
            while True:
                known, left_s = self._connection, self._left_s()
                if known is not None and left_s > self._ahead_s:
                    return known
                if not self._is_asking and self._may_ask():
                    self._is_asking = True
                    break
                if known is not None and left_s > _MARGIN_S:
                    return known
                if not self._is_asking and self._problem is not None:
                    raise self._problem.with_traceback(None)
                self._changed.wait()
        return self._renew(known if known is not None and left_s > _MARGIN_S else None)

    def known(self) -> Connection | None:
        """Return what was given last, though it may be over; None before the first, or where nobody is signed in."""
        with self._changed:
            return self._connection

    def refused(self, connection: Connection) -> None:
        """Have the next ``read`` ask anew: a role was changed, or the account switched off."""
        with self._changed:
            if self._connection is not connection:
                return
            since_s = self._clock() - _REFUSED_S
            self._refused_s = [each for each in self._refused_s if each > since_s]
            if len(self._refused_s) < _REFUSED_TIMES:
                self._refused_s.append(self._clock())
                self._connection = None

    def _left_s(self) -> float:
        if self._connection is None:
            return 0.0
        # By the newsroom's clock: it says when they end.
        return (self._connection.expires_at - self._now()).total_seconds() - self._sign_in.api.skew_s

    def _may_ask(self) -> bool:
        if isinstance(self._problem, SignedOut):
            return self._stamp() != self._signed_out_at
        return self._clock() >= self._not_before_s

    def _renew(self, old: Connection | None) -> Connection:
        stamp = self._stamp()
        try:
            connection = self._ask()
        except SnapStreamError as problem:
            return self._failed(problem, old, stamp)
        except BaseException:
            with self._changed:
                self._is_asking = False
                self._changed.notify_all()
            raise
        with self._changed:
            was_signed_out = isinstance(self._problem, SignedOut)
            self._connection, self._problem = connection, None
            self._ahead_s = min(AHEAD_S, self._left_s() / 2)
            self._is_asking = False
            self._changed.notify_all()
        if was_signed_out:
            self._post(SignedIn(self._folder, self._email))
        return connection

    def _failed(self, problem: SnapStreamError, old: Connection | None, stamp: object) -> Connection:
        wait_s = _AFTER_ERROR_S
        if isinstance(problem, Throttled):
            wait_s = max(wait_s, problem.retry_after_s)
        is_passing = old is not None and isinstance(problem, ServiceProblem)
        with self._changed:
            is_news = not isinstance(self._problem, SignedOut)
            self._problem = problem
            # While the old one is good there is time.
            self._not_before_s = self._clock() + (max(wait_s, 15.0) if is_passing else wait_s)
            self._signed_out_at = stamp
            if not is_passing:
                self._connection = None
            self._is_asking = False
            self._changed.notify_all()
        if is_passing and old is not None:
            _log.info("the credentials could not be renewed yet: %s", problem)
            return old
        if isinstance(problem, SignedOut) and is_news:
            self._post(SignInNeeded(self._folder, self._email, problem.detail))
        raise problem

    def _ask(self) -> Connection:
        api, token = self._sign_in.api, self._sign_in.token()
        try:
            connection = api.credentials(token)
        except SignedOut as problem:
            if is_switched_off(problem.detail):
                raise
            # It may have ended on its way, or a new role made it old: the refresh token decides.
            self._sign_in.drop_access(token)
            connection = api.credentials(self._sign_in.token())
        if abs(api.skew_s) > CLOCK_S:
            raise AccessDenied("use the newsroom", detail=f"{CLOCK_DETAIL}:{round(api.skew_s)}")
        if (connection.newsroom, connection.user.id) != (self._newsroom, self._user_id):
            raise SignedOut("use the newsroom", code=f"{connection.newsroom} is another newsroom, or another person")
        return connection
