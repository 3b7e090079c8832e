"""How an act runs over many items: what it asks, how far it is, what came of it, the way back. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.ui import phrases
from desktop.ui.library.bulk import Bulk
from desktop.ui.phrases import tr
from desktop.ui.said import for_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QDialog

    from cloud.contract.item import Item
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.bulk import Act

    #: Takes an act back on the items where it was done.
    Undo = Callable[[list[str]], None]


@dataclass(frozen=True, slots=True)
class Said:
    """What is told when an act is over: two lines, and perhaps the way back."""

    title: str
    text: str = ""
    action: str = ""
    act: Callable[[], None] | None = None
    is_failure: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """How an act is called while it is under way, and when it is over."""

    doing: str  #: with {done} and {all}
    done: str  #: with {items}
    failed: str  #: with {n} and {all}


class Runs(QObject):
    """One act at a time."""

    told = Signal(object)  #: Said
    progressed = Signal(str, float)  #: a line, and how far (0 to 1)
    ended = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.running: Bulk | None = None
        self.dialog: QDialog | None = None

    def cancel(self) -> None:
        """Stop after what is under way."""
        if self.running is not None:
            self.running.cancel()

    def ask(self, dialog: QDialog, then: Callable[[], object]) -> None:
        """Ask before an act, in a dialog that says what it needs."""
        self.dialog = dialog
        dialog.accepted.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self) -> None:
        self.dialog = None

    def run(
        self,
        ids: Sequence[str],
        act: Act,
        words: Words,
        undo: Undo | None = None,
        *,
        refused: int = 0,
    ) -> Bulk | None:
        """Run an act over items, telling how far it is and what came of it."""
        if not ids:
            if refused:
                self.told.emit(Said(self.refused(refused), is_failure=True))
            return None
        run = self.running = Bulk(self.bridge, ids, act)
        run.progressed.connect(
            lambda done, total: self.progressed.emit(
                words.doing.format(done=phrases.number(done), all=phrases.number(total)), done / total
            )
        )
        run.ended.connect(lambda: self._on_ended(run, act, words, undo, refused))
        if len(ids) > 1:
            self.progressed.emit(words.doing.format(done="0", all=phrases.number(len(ids))), 0.0)
        run.start()
        return run

    def _on_ended(self, run: Bulk, act: Act, words: Words, undo: Undo | None, refused: int) -> None:
        if self.running is not run:
            return
        self.running = None
        self.ended.emit()
        done = list(run.answers)
        failures = run.failures
        if failures:
            title = words.failed.format(n=phrases.number(len(failures)), all=phrases.number(run.total))
            text = for_error(next(iter(failures.values()))).line
            again = lambda: self._again(list(failures), act, words, undo)  # noqa: E731 - one line of what a button does
            self.told.emit(Said(title, text, tr("Try again"), again, is_failure=True))
            return
        if not done:
            return
        many = phrases.count(len(done), "{n} item", "{n} items")
        action = tr("Undo") if undo is not None else ""
        back = (lambda: undo(done)) if undo is not None else None
        self.told.emit(Said(words.done.format(items=many), self.refused(refused), action, back))

    def _again(self, ids: list[str], act: Act, words: Words, undo: Undo | None) -> None:
        if self.running is None:
            self.run(ids, act, words, undo)

    def without_embargo(self, items: Sequence[Item]) -> list[Item]:
        """Return those that may leave the newsroom now."""
        now = datetime.now(UTC)
        return [item for item in items if not item.caption.is_embargoed(now)]

    def refused(self, refused: int) -> str:
        """Say how many stay because of an embargo; "" for none."""
        if not refused:
            return ""
        return phrases.count(
            refused,
            "{n} item is locked by an embargo and stays here.",
            "{n} items are locked by an embargo and stay here.",
        )
