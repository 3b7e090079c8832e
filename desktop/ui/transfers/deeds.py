"""What a person does with rows of Uploads: the verbs, the question before what cannot be taken back, the way back.

Main thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.model import TransferState
from desktop.ui import phrases
from desktop.ui.item.panel import show_in_folder
from desktop.ui.library.runs import Said
from desktop.ui.transfers.rows import Act
from desktop.ui.widgets.dialog import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.ui.actions import Actions
    from desktop.ui.theme import Theme


class Deeds(QObject):
    """Does an act with some transfers."""

    offered = Signal(object)  #: Said: what was done, with the way back
    item_asked = Signal(str)
    sent_now = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self._theme, self._actions = theme, actions
        self._window = parent
        self.question: Question | None = None

    def do(self, act: Act, ids: Sequence[str]) -> None:
        """Do an act with these, in their order."""
        queue = self._actions.queue
        verbs: dict[Act, Callable[[str], object]] = {
            Act.PAUSE: queue.pause_one,
            Act.RESUME: queue.resume_one,
            Act.RETRY: queue.retry,
        }
        if act in verbs:
            for one in ids:
                verbs[act](one)
            return
        match act:
            case Act.SEND_NOW:
                # Each is put first: the last one that is put first is the first.
                for one in reversed(ids):
                    self.sent_now.emit(one)
                    queue.send_now(one)
            case Act.CANCEL:
                self._cancel(ids)
            case Act.REMOVE:
                self._remove(ids)
            case _:
                self._show(act, ids[0])

    def _cancel(self, ids: Sequence[str]) -> None:
        """Cancel; what is on the line is asked about first."""
        transfers = self._actions.transfers.get_many(ids)
        moving = [transfer for transfer in transfers if transfer.state is TransferState.SENDING]
        if not moving:
            self._cancel_now(ids)
            return
        title = self.tr("Stop uploading {name}?").format(name=moving[0].filename)
        if len(moving) > 1:
            title = self.tr("Stop uploading {n} files?").format(n=phrases.number(len(moving)))
        self.question = Question(
            self._theme,
            self._window.window(),
            title,
            self.tr("What has gone through is dropped. Nothing in your folders is touched; Try again sends it anew."),
            act=self.tr("Stop uploading"),
            keep=self.tr("Keep uploading"),
        )
        self.question.accepted.connect(lambda: self._cancel_now(ids))
        self.question.open()

    def _cancel_now(self, ids: Sequence[str]) -> None:
        for one in ids:
            self._actions.queue.cancel(one)
        self._offer(
            ids, self.tr("{name} was cancelled"), self.tr("{n} uploads were cancelled"), self._actions.queue.retry
        )

    def _remove(self, ids: Sequence[str]) -> None:
        for one in ids:
            self._actions.queue.remove(one)
        self._offer(
            ids, self.tr("{name} is off the list"), self.tr("{n} files are off the list"), self._actions.queue.put_back
        )

    def _offer(self, ids: Sequence[str], one: str, many: str, undo: Callable[[str], object]) -> None:
        transfers = self._actions.transfers.get_many(ids)
        if not transfers:
            return
        title = one.format(name=transfers[0].filename) if len(ids) == 1 else many.format(n=phrases.number(len(ids)))
        kept = tuple(ids)

        def take_back() -> None:
            for transfer_id in kept:
                undo(transfer_id)

        self.offered.emit(Said(title, action=self.tr("Undo"), act=take_back))

    def _show(self, act: Act, transfer_id: str) -> None:
        for transfer in self._actions.transfers.get_many([transfer_id]):
            if act is Act.SHOW_ITEM:
                self.item_asked.emit(transfer.item_id)
            else:
                show_in_folder(transfer.path)
