"""Whether people and sessions still stand: what a request asks the table for, remembered for a moment. Any thread.

::

    0 s   request: reads person and session, remembers both
    3 s   an admin takes a role away in another worker
    4 s   request: answered from memory, for the last time
    5 s   request: reads again, and refuses

A worker that changes a person says so with ``forget``; there it holds at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

from cloud.contract.record import now_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cloud.store.accounts import AccountStore, Person, Session

#: How long an answer of the table is believed.
KEEP_S = 5.0
#: How many people and sessions are remembered; the longest unused goes first.
MOST = 10_000
_Row = TypeVar("_Row")


class _Memory(Generic[_Row]):
    def __init__(self, read: Callable[[str], _Row | None], now: Callable[[], datetime]) -> None:
        self._read = read
        self._now = now
        self._rows: OrderedDict[str, tuple[float, _Row]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> _Row | None:
        now_s = self._now().timestamp()
        with self._lock:
            known = self._rows.get(name)
            if known is not None and 0 <= now_s - known[0] < KEEP_S:
                self._rows.move_to_end(name)
                return known[1]
        row = self._read(name)  # outside the lock: one slow read holds up nobody else
        with self._lock:
            self._rows.pop(name, None)
            if row is not None:
                self._rows[name] = (now_s, row)
                while len(self._rows) > MOST:
                    self._rows.popitem(last=False)
        return row

    def forget(self, name: str) -> None:
        with self._lock:
            self._rows.pop(name, None)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()


class Standing:
    """The memory of one worker."""

    def __init__(self, accounts: AccountStore, now: Callable[[], datetime]) -> None:
        self._people: _Memory[Person] = _Memory(accounts.get, now)
        self._sessions: _Memory[Session] = _Memory(
            lambda session_id: accounts.session(session_id, now=now_text(now())), now
        )

    def person(self, user_id: str) -> Person | None:
        """Return a person as they were at most ``KEEP_S`` ago."""
        return self._people.get(user_id)

    def session(self, session_id: str) -> Session | None:
        """Return a session that had not ended ``KEEP_S`` ago."""
        return self._sessions.get(session_id)

    def forget(self, user_id: str) -> None:
        """Read a person anew, and all sessions, theirs among them: something about them was changed."""
        self._people.forget(user_id)
        self._sessions.clear()

    def forget_session(self, session_id: str) -> None:
        """Read a session anew: it was ended."""
        self._sessions.forget(session_id)
