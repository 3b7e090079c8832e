"""What the window says of what happens: toasts, with the way back; banners; notices of batches. Main thread.

What passes is kept in Activity; what lasts stands under the top bar until it is over.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cloud.contract.reasons import Reason
from desktop.core.model import Transfer, TransferState
from desktop.core.words import Action, Problem
from desktop.library.activity import Happening, What
from desktop.ui.item.panel import show_in_folder
from desktop.ui.notices import Batches
from desktop.ui.said import for_file, for_problem
from desktop.ui.tidings import Tidings, may_tell
from desktop.ui.transfers.rows import media_type_of
from desktop.ui.widgets.banner import Level, Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.events import ProblemRaised
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.runs import Said
    from desktop.ui.notices import Batch
    from desktop.ui.transfers.totals import Totals
    from desktop.ui.tray import Tray
    from desktop.ui.window import Frame, Window

#: What is said once and passes; everything else of ``ProblemRaised`` lasts until it is solved.
PASSING = frozenset({Problem.CACHE_REBUILT, Problem.QUEUE_DAMAGED, Problem.SETTINGS_DAMAGED, Problem.UNFORESEEN})
_LEVELS: dict[str, Level] = {
    Reason.DISK_FULL: "failure",
    Reason.CLOUD_FULL: "failure",
    Problem.CLOUD_STOPPED: "failure",
}


class Telling(QObject):
    """Says it, and remembers the last way back for Ctrl+Z."""

    item_asked = Signal(str)
    batch_asked = Signal(object)  #: Batch: what a notice told of
    failed_asked = Signal()
    cache_rebuilt = Signal()

    def __init__(self, frame: Frame, window: Window, actions: Actions, bridge: Bridge, tray: Tray) -> None:
        super().__init__()
        self._frame, self._window, self._actions, self._tray = frame, window, actions, tray
        self._batches = Batches(time.monotonic)
        self._tidings = Tidings(self._batches, actions, bridge)
        self._last_batch: Batch | None = None
        self._started_at = time.time()
        self._undo: Callable[[], None] | None = None
        bridge.problem_raised.connect(self._on_problem)
        bridge.problem_solved.connect(self._on_solved)

    @Slot(str, str)
    def tell(self, title: str, text: str = "") -> None:
        """Say something that passes."""
        self._window.toast.show_text(title, text)
        self._keep(title, text)

    @Slot(object)
    def offer(self, said: Said) -> None:
        """Say what came of an act, with the way back or on where there is one."""
        icon, tint = ("warning-circle-fill", "fail") if said.is_failure else ("check-circle-fill", "ok")
        act = said.act
        if act is not None and not said.is_failure:
            self._undo = act
            act = self.undo
        self._window.toast.show_text(said.title, said.text, icon=icon, tint=tint, action=said.action, act=act)
        self._keep(said.title, said.text, is_failure=said.is_failure)

    @Slot()
    def undo(self) -> None:
        """Take the last act back that said how; once, whether by its toast or by the key."""
        act, self._undo = self._undo, None
        if act is not None:
            self._window.toast.hide()
            act()

    def note(self, transfer: Transfer) -> None:
        """Take a transfer that has ended into the batch that will be told."""
        if transfer.ended_at < self._started_at:
            return
        if transfer.state is TransferState.UPLOADED:
            folder = Path(transfer.folder).name or transfer.folder
            kind = media_type_of(transfer.path)
            self._batches.arrived(transfer.id, transfer.filename, kind, folder, transfer.item_id)
        elif transfer.state in {TransferState.FAILED, TransferState.REJECTED}:
            self._batches.failed(transfer.id, for_file(transfer.reason, transfer.filename, transfer.detail).line)

    def look(self) -> None:
        """Tell a batch whose time has come."""
        self._tidings.tick()
        batch = self._batches.due()
        if batch is None:
            return
        self._last_batch = batch
        if self._frame.isActiveWindow():
            if batch.state:  # the banner says it, for as long as it lasts
                return
            icon, tint = ("warning-circle-fill", "fail") if not batch.item_ids else ("check-circle-fill", "ok")
            act = self.failed_asked.emit if batch.failed else self.show_batch
            name = self.tr("Show") if batch.failed else self.tr("Open")
            toast = self._window.toast
            toast.show_text(batch.title, batch.text, icon=icon, tint=tint, action=name, act=act, sort="batch")
            self._keep(batch.title, batch.text, is_failure=not batch.item_ids)
        elif may_tell(self._actions.settings()):
            self._tray.tell(batch, self._tidings.picture_of(batch))

    @Slot()
    def show_batch(self) -> None:
        """Show what the last notice was about."""
        batch = self._last_batch
        self._frame.show_to_person()
        if batch is not None and batch.item_ids:
            self.batch_asked.emit(batch)
        elif batch is not None and batch.failed:
            self.failed_asked.emit()

    def follow(self, totals: Totals) -> None:
        """Take the queue in numbers: a line that stands still is told."""
        self._tidings.follow(totals)

    @Slot()
    def try_now(self) -> None:
        """Look at the newsroom at once."""
        self._actions.sync_now()
        self._window.toast.show_text(self.tr("Trying…"))

    def _keep(self, title: str, text: str, *, is_failure: bool = False) -> None:
        what = What.SAID_FAILURE if is_failure else What.SAID
        self._actions.note(Happening(what, name=title, detail=text))

    @Slot(object)
    def _on_problem(self, event: ProblemRaised) -> None:
        words = for_problem(event.reason, event.detail)
        if event.reason == Problem.CACHE_REBUILT:
            self.cache_rebuilt.emit()
        act: Callable[[], None] | None = None
        if words.action is Action.TRY_NOW:
            act = self.try_now
        elif words.action is Action.SHOW_LOG and event.detail:
            act = lambda: show_in_folder(Path(event.detail))  # noqa: E731 - one line of what a button does
        level = _LEVELS.get(event.reason, "warning")
        icon = "warning-circle-fill" if level == "failure" else "warning-fill"
        label = words.action_label if act is not None else ""
        if event.reason in PASSING:
            toast = self._window.toast
            toast.show_text(words.heading, words.text, icon=icon, tint="warn", action=label, act=act)
            return
        self._window.panel.banner.hold(event.reason, Notice(level, icon, words.line, label, act))

    @Slot(str)
    def _on_solved(self, reason: str) -> None:
        self._window.panel.banner.hold(reason, None)
