"""What is done beside the answers: letters, and the rounds of what is owed. One thread a worker.

::

    request ── put ──▶ [ at most 500 ] ──▶ thread "outbox" ──▶ SES, the table
                                           each minute: the round (cloud/api/chores.py)

Nothing of it is on a request's thread, nor waits for one: neither an answer's time nor that of the next one on the
same connection tells whether a letter was sent. What waits when the process ends is sent within some seconds, or lost:
whoever misses a letter asks for another. What must not be lost is in the table before (``cloud.store.chores``).
"""

from __future__ import annotations

import atexit
import logging
import queue
import threading
import time
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from cloud.api.context import context

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.api.letters import Letter

_log = logging.getLogger(__name__)

#: What waits; a letter takes a tenth of a second, so that is a minute's. More than these are nobody's registrations.
MOST = 500
ROUND_S = 60.0
#: How long the end of the process waits for what is still there.
FLUSH_S = 10.0


class Outbox(Protocol):
    """Does things beside the answers."""

    def start(self) -> None:
        """Begin; from then on rounds are made too, unless it has begun."""
        ...

    def put(self, work: Callable[[], None]) -> None:
        """Do something soon; it must not need the request."""
        ...


class ThreadedOutbox:
    """The outbox of a worker. Its thread begins with the first thing to do, or with ``start``."""

    def __init__(
        self, go_round: Callable[[], None] = lambda: None, *, most: int = MOST, round_s: float = ROUND_S
    ) -> None:
        self._go_round = go_round
        self._round_s = round_s
        self._waiting: queue.Queue[Callable[[], None] | None] = queue.Queue(most)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it has begun: in the process that serves, after it was forked."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
                self._thread.start()
                atexit.register(self.stop)

    def put(self, work: Callable[[], None]) -> None:
        """Do something soon; where too much waits it is left out, and the log says so."""
        self.start()
        try:
            self._waiting.put_nowait(work)
        except queue.Full:
            _log.error("a letter was not sent: too many wait")

    def stop(self, timeout_s: float = FLUSH_S) -> None:
        """Do what waits, for so long, and end."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is None:
            return
        atexit.unregister(self.stop)
        deadline = time.monotonic() + timeout_s
        try:
            self._waiting.put(None, timeout=timeout_s)
        except queue.Full:
            return
        thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self) -> None:
        next_s = time.monotonic()  # the first round is at once: an earlier worker may have left something
        while True:
            left_s = next_s - time.monotonic()
            try:
                work = self._waiting.get(timeout=left_s) if left_s > 0 else self._waiting.get_nowait()
            except queue.Empty:
                do(self._go_round, "a round failed")
                next_s = time.monotonic() + self._round_s
                continue
            if work is None:
                return
            do(work)


def do(work: Callable[[], None], what: str = "a letter was not sent") -> None:
    """Do something; what AWS refuses is logged without its text, which quotes addresses."""
    try:
        work()
    except (BotoCoreError, ClientError) as error:
        _log.error("%s: %s", what, type(error).__name__)
    except Exception:  # noqa: BLE001 -- the top of the thread's work: the next letter is to leave all the same
        _log.exception("%s", what)


def send(to: str, letter: Letter) -> None:
    """Send a letter, beside the answer."""
    mail = context().ports.mail
    do_after(lambda: mail.send(to, letter.subject, letter.text))


def do_after(work: Callable[[], None]) -> None:
    """Do something beside the answer; it must not need the request."""
    context().outbox.put(work)
