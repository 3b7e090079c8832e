"""Asks the library's search in a worker: the list, its facets, suggestions; what a newer letter overtook is dropped.

::

    find(text) ──▶ worker: parse, find, evidence of nothing ──▶ found(answer)  ── worker: facets ──▶ counted(facets)
    complete(words, cursor) ──▶ worker ──▶ completed(completion)

Main thread, but for the work itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.library.parser import parse
from desktop.library.tree import ANYBODY, Parsed, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.library.answers import Answer, Completion, FacetGroup, Group, Help, Order
    from desktop.library.items import ItemLibrary
    from desktop.ui.bridge import Bridge

_T = TypeVar("_T")
#: Counts of facets follow changes at most so often.
_FACETS_MS = 400
SUGGESTIONS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What a search answered."""

    text: str
    parsed: Parsed
    answer: Answer
    took_ms: float


class Turn:
    """One kind of question: a newer one makes the older ones stale."""

    def __init__(self) -> None:
        self._number = 0

    def begin(self) -> Callable[[], bool]:
        """Begin a newer one; returns what says whether it is overtaken."""
        self._number += 1
        mine = self._number
        return lambda: mine != self._number

    def end(self) -> None:
        """Overtake whatever is under way."""
        self._number += 1


class Finder(QObject):
    """Questions to the search, and their answers in the main thread."""

    found = Signal(object)  #: Found
    counted = Signal(object)  #: FacetCounts
    completed = Signal(object)  #: Completion
    helped = Signal(object)  #: Help

    def __init__(self, items: ItemLibrary, bridge: Bridge) -> None:
        super().__init__()
        self._items, self._bridge = items, bridge
        self._find, self._facets, self._complete, self._values, self._help = (Turn() for _ in range(5))
        self.viewer: Viewer = ANYBODY
        self._text = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._on_later)
        self._counted_at = 0.0

    def leave(self) -> None:
        """Ask no more."""
        self._later.stop()
        for turn in (self._find, self._facets, self._complete, self._values, self._help):
            turn.end()

    def find(self, text: str, order: Order) -> None:
        """Find what a text asks for; a wrong one is read as far as it can be."""
        is_stale = self._find.begin()
        parsed = parse(text)
        viewer = self.viewer

        def work() -> Found | None:
            began = time.perf_counter()
            answer = self._items.search.find(parsed, viewer, order, is_stale)
            took_ms = (time.perf_counter() - began) * 1000
            return Found(text, parsed, answer, took_ms) if answer is not None else None

        self._ask(work, is_stale, self.found.emit)

    def count(self, text: str) -> None:
        """Count what an answer consists of, at once."""
        self._text = text
        self._later.stop()
        self._counted_at = time.monotonic()
        is_stale = self._facets.begin()
        viewer = self.viewer
        self._ask(lambda: self._items.search.facets(text, viewer, is_stale), is_stale, self.counted.emit)

    def count_again(self, text: str) -> None:
        """Count soon: items came or changed."""
        self._text = text
        if not self._later.isActive():
            since_ms = round((time.monotonic() - self._counted_at) * 1000)
            self._later.start(max(0, _FACETS_MS - since_ms))

    @Slot()
    def _on_later(self) -> None:
        self.count(self._text)

    def complete(self, words: str, cursor: int, recent: tuple[str, ...]) -> None:
        """Suggest what may be meant."""
        is_stale = self._complete.begin()

        def work() -> Completion | None:
            return None if is_stale() else self._items.search.complete(words, cursor, recent, SUGGESTIONS)

        self._ask(work, is_stale, self.completed.emit)

    def drop_completion(self) -> None:
        """Nothing is wanted under the box any more."""
        self._complete.end()

    def values(self, group: Group, query: str, text: str, limit: int, done: Callable[[FacetGroup], None]) -> None:
        """Get values of a group."""
        is_stale = self._values.begin()
        viewer = self.viewer

        def work() -> FacetGroup | None:
            return None if is_stale() else self._items.search.values(group, query, viewer, text, limit)

        self._ask(work, is_stale, done)

    def help(self, text: str) -> None:
        """Say what would find something."""
        is_stale = self._help.begin()
        viewer = self.viewer

        def work() -> Help | None:
            return None if is_stale() else self._items.search.help(text, viewer)

        self._ask(work, is_stale, self.helped.emit)

    def _ask(self, work: Callable[[], _T | None], is_stale: Callable[[], bool], done: Callable[[_T], None]) -> None:
        def told(result: _T | None) -> None:
            if result is not None and not is_stale():
                done(result)

        self._bridge.run(work, told)
