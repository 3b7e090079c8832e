"""One act on many items: a few at a time, told as it goes, ended where asked, failures kept apart. Main thread.

::

    ids ──▶ waiting ── 4 at once ──▶ act(item, done) ──▶ succeeded | failed (with the error)
                        └─ cancel: what waits is left alone, what is under way ends by itself
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import SnapStreamError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.ui.bridge import Bridge

    #: Does it to one item and tells what came of it, from any thread.
    Act = Callable[[str, Callable[[object], None]], None]

_AT_ONCE = 4


class Bulk(QObject):
    """One run."""

    progressed = Signal(int, int)  #: done, of how many
    ended = Signal(object)  #: this run

    def __init__(self, bridge: Bridge, item_ids: Sequence[str], act: Act) -> None:
        super().__init__()
        self._bridge, self._act = bridge, act
        self._waiting = deque(item_ids)
        self._under_way = 0
        self.total = len(item_ids)
        self.answers: dict[str, object] = {}
        self.failures: dict[str, SnapStreamError] = {}
        self.is_cancelled = False

    @property
    def done(self) -> int:
        """How many were dealt with."""
        return len(self.answers) + len(self.failures)

    def start(self) -> None:
        """Begin."""
        self._go_on()

    def cancel(self) -> None:
        """Begin with no other one."""
        self.is_cancelled = True
        self._waiting.clear()
        if not self._under_way:
            self.ended.emit(self)

    def _go_on(self) -> None:
        while self._waiting and self._under_way < _AT_ONCE:
            item_id = self._waiting.popleft()
            self._under_way += 1
            self._begin(item_id)

    def _begin(self, item_id: str) -> None:
        def told(answer: object) -> None:
            self._on_told(item_id, answer)

        self._act(item_id, self._bridge.in_main(told))

    def _on_told(self, item_id: str, answer: object) -> None:
        self._under_way -= 1
        if isinstance(answer, SnapStreamError):
            self.failures[item_id] = answer
        else:
            self.answers[item_id] = answer
        self.progressed.emit(self.done, self.total)
        self._go_on()
        if not self._under_way and not self._waiting:
            self.ended.emit(self)
