"""The queue as the rest of the program sees it: files taken in, and what a person orders. Any thread.

Every verb is durable before it returns and tells ``post`` what changed. A transfer that a worker of this process holds
is asked through its ``Control``; the worker then makes the step, so that what has arrived is never called cancelled.
"""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING

from cloud.contract.keys import new_item_id
from cloud.contract.reasons import Reason
from desktop.core.errors import SnapStreamError
from desktop.core.events import QueueChanged, TransferChanged
from desktop.core.model import Transfer, TransferState
from desktop.library.transfers import Verb
from desktop.transfer.control import Control, Halt
from desktop.transfer.job import arrived_wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.core.events import Post
    from desktop.core.model import FoundFile
    from desktop.library.transfers import TransferTable

_ARRIVED = {TransferState.CHECKING, TransferState.UPLOADED, TransferState.DUPLICATE}
_ENDED_BADLY = {TransferState.FAILED, TransferState.CANCELLED, TransferState.REJECTED}


class TransferQueue:
    """The queue of one newsroom. ``clock`` gives seconds since the epoch."""

    def __init__(self, table: TransferTable, post: Post, clock: Callable[[], float] = time.time) -> None:
        self.table = table
        self._post = post
        self._clock = clock
        # Between a claim and its control nobody may ask: that wish would be lost.
        self._lock = threading.RLock()
        self._controls: dict[str, Control] = {}
        # What was found of a file while a worker had it: the worker may be through before it hears.
        self._newer: dict[str, FoundFile] = {}
        self._wake: Callable[[], None] = lambda: None

    def on_work(self, wake: Callable[[], None]) -> None:
        """Name who is told that there may be something to do."""
        self._wake = wake

    # ── files

    def take(self, found: FoundFile) -> Transfer:
        """Take in a finished file; returns its transfer: a new one, or the one it has.

        A path that was sent and did not change since is returned as it is; so is one that was rejected or cancelled.
        A changed file gets a new transfer where the old bytes arrived, else it goes on with the new ones.
        """
        return self.take_many([found])[0]

    def take_many(self, found: Iterable[FoundFile]) -> list[Transfer]:
        """Take in many files in one step on disk."""
        changed: list[str] = []
        with self._lock, self.table.transaction():
            taken = [self._take(file, changed) for file in found]
        self._tell(changed)
        return taken

    def found_duplicate(self, item_id: str, other_id: str) -> None:
        """Say that the newsroom gave these bytes to another item: theirs came first."""
        with self._lock:
            transfer = self.table.get(item_id)
            if transfer is None or transfer.state not in {*_ARRIVED, TransferState.SENDING}:
                return
            if transfer.state is TransferState.DUPLICATE:
                return
            self.table.update(
                item_id, TransferState.DUPLICATE, duplicate_of=other_id, reason=Reason.DUPLICATE, ended_at=self._clock()
            )
        self._tell([item_id])

    # ── orders for all

    @property
    def is_paused(self) -> bool:
        """Whether the whole queue is paused."""
        return self.table.is_paused

    def pause(self) -> None:
        """Pause everything; what is on the line lets go, and goes on later where it was."""
        with self._lock:
            self.table.set_paused(paused=True)
            for control in self._controls.values():
                control.ask(Halt.STOP)
        self._post(QueueChanged(paused=True))

    def resume(self) -> None:
        """Go on."""
        self.table.set_paused(paused=False)
        self._post(QueueChanged(paused=False))
        self._wake()

    def retry(self, transfer_id: str | None = None) -> int:
        """Try again: this one, or all that failed; returns how many.

        One that is named may also have been cancelled or rejected, or be uploaded: then the file is sent as a new
        item, for where the newsroom rejected the first. Where it did not, that ends as a duplicate. What arrived with
        other bytes than were sent becomes a new item too, in place of the old transfer: its key is taken.
        """
        failed = self.table.ids([TransferState.FAILED]) if transfer_id is None else [transfer_id]
        changed: dict[str, None] = {}
        retried = 0
        with self._lock, self.table.transaction():
            for transfer in self.table.get_many(failed):
                if transfer.state is TransferState.UPLOADED:
                    changed[self._add_again(transfer, transfer.size_bytes, transfer.mtime_ns).id] = None
                elif transfer.state in _ENDED_BADLY:
                    changed |= dict.fromkeys((transfer.id, self._requeue(transfer)))
                else:
                    continue
                retried += 1
        self._tell(changed)
        return retried

    def follow_orders(self) -> None:
        """Do what other processes have ordered."""
        for order in self.table.take_orders():
            match order.verb:
                case Verb.PAUSE:
                    self.pause()
                case Verb.RESUME:
                    self.resume()
                case Verb.RETRY:
                    self.retry(order.transfer_id or None)

    # ── orders for one

    def cancel(self, transfer_id: str) -> bool:
        """Drop this one; False where it has arrived already. What is on the line lets go in a moment."""
        with self._lock:
            control = self._controls.get(transfer_id)
            transfer = self.table.get(transfer_id)
            if transfer is None or transfer.state in _ARRIVED | {TransferState.CANCELLED}:
                return False
            if control is not None:
                control.ask(Halt.CANCEL)
                return True
            self.table.update(
                transfer_id, TransferState.CANCELLED, reason=Reason.CANCELLED, detail="", ended_at=self._clock()
            )
        self._tell([transfer_id])
        return True

    def pause_one(self, transfer_id: str) -> bool:
        """Pause this one; False where it is over or has arrived."""
        with self._lock:
            control = self._controls.get(transfer_id)
            transfer = self.table.get(transfer_id)
            if transfer is None or transfer.state not in {TransferState.WAITING, TransferState.SENDING}:
                return False
            if control is not None:
                control.ask(Halt.PAUSE)
                return True
            self.table.update(transfer_id, TransferState.PAUSED, ended_at=self._clock())
        self._tell([transfer_id])
        return True

    def resume_one(self, transfer_id: str) -> bool:
        """Let a paused one go on."""
        with self._lock:
            transfer = self.table.get(transfer_id)
            if transfer is None or transfer.state is not TransferState.PAUSED:
                return False
            self.table.update(transfer_id, TransferState.WAITING, reason="", detail="", not_before=0.0, ended_at=0.0)
        self._tell([transfer_id])
        return True

    def send_now(self, transfer_id: str) -> bool:
        """Let this one be the next; a paused or failed one too."""
        with self._lock, self.table.transaction():
            transfer = self.table.get(transfer_id)
            if transfer is None or transfer.state in _ARRIVED | {TransferState.SENDING}:
                return False
            moved_id = transfer_id if transfer.state is TransferState.WAITING else self._requeue(transfer)
            self.table.move_first(moved_id)
        self._tell(dict.fromkeys((transfer_id, moved_id)))
        self._post(QueueChanged(paused=self.is_paused))
        return True

    def move(self, transfer_ids: Sequence[str], before_id: str = "") -> bool:
        """Put these, in their order, before another one that waits, with "" after all; False where none can be."""
        with self._lock, self.table.transaction():
            moved = [transfer_id for transfer_id in transfer_ids if self.table.move(transfer_id, before_id)]
        if moved:
            self._tell(moved)
            self._post(QueueChanged(paused=self.is_paused))
        return bool(moved)

    def put_back(self, transfer_id: str) -> None:
        """Put one that was taken off the list back on it."""
        self.table.show(transfer_id)
        self._tell([transfer_id])

    def remove(self, transfer_id: str) -> bool:
        """Take an ended one off the list; its file is not sent again for that."""
        is_hidden = self.table.hide(transfer_id)
        if is_hidden:
            self._tell([transfer_id])
        return is_hidden

    # ── the worker's side

    def claim(self, owner: str) -> tuple[Transfer, Control] | None:
        """Take the next transfer into a worker's hands."""
        with self._lock:
            transfer = self.table.claim_next(self._clock(), owner)
            if transfer is None:
                return None
            control = self._controls[transfer.id] = Control()
        self._post(TransferChanged(transfer.id))
        return transfer, control

    def release(self, transfer_id: str, control: Control | None) -> None:
        """Say that the worker is done with it, and tell everybody.

        ``control`` is the one of its claim: since its step was written another worker may have claimed the transfer,
        whose control stays. None where it was given back before.
        """
        changed = [transfer_id]
        with self._lock:
            if control is not None and self._controls.get(transfer_id) is control:
                del self._controls[transfer_id]
            newer = self._newer.pop(transfer_id, None)
            if newer is not None:
                try:
                    with self.table.transaction():
                        self._take(newer, changed)
                except SnapStreamError:
                    self._newer[transfer_id] = newer
                    raise
        self._tell(changed)

    def stop_all(self) -> None:
        """Ask all workers to let go: the program ends."""
        with self._lock:
            for control in self._controls.values():
                control.ask(Halt.STOP)

    def take_again(self, transfer: Transfer, size_bytes: int, mtime_ns: int) -> Transfer:
        """Queue the path's present bytes as a new transfer: the old one's key holds older bytes."""
        again = self._add_again(transfer, size_bytes, mtime_ns)
        self._tell([again.id])
        return again

    def _add_again(self, transfer: Transfer, size_bytes: int, mtime_ns: int) -> Transfer:
        again = Transfer(
            id=new_item_id(self._clock()),
            path=transfer.path,
            folder=transfer.folder,
            library=transfer.library,
            profile=transfer.profile,
            language=transfer.language,
            size_bytes=size_bytes,
            mtime_ns=mtime_ns,
            state=TransferState.WAITING,
            queued_at=max(self._clock(), math.nextafter(transfer.queued_at, math.inf)),
        )
        self.table.add([again])
        return again

    def _take(self, found: FoundFile, changed: list[str]) -> Transfer:
        known = self.table.find_path(found.path)
        is_same = known is not None and (known.size_bytes, known.mtime_ns) == (found.size_bytes, found.mtime_ns)
        if known is None or (known.state in _ARRIVED and not is_same) or arrived_wrong(known):
            if known is not None and arrived_wrong(known):
                self.table.hide(known.id)
                changed.append(known.id)
            transfer = self._new(found, after=known)
            self.table.add([transfer])
            changed.append(transfer.id)
            return transfer
        # A file that failed was unreadable or away: found again, it has another chance. The others are as they were.
        if known.known.covers(found.size_bytes, found.mtime_ns):
            return known
        changed.append(known.id)
        if known.state is TransferState.SENDING:
            control = self._controls.get(known.id)
            if control is not None:
                control.ask(Halt.CHANGED)
            self._newer[known.id] = found
            return known
        self.table.update(known.id, size_bytes=found.size_bytes, mtime_ns=found.mtime_ns, sha256="", not_before=0.0)
        if known.state in _ENDED_BADLY:
            self._requeue(known)
        return self.table.get(known.id) or known

    def _new(self, found: FoundFile, after: Transfer | None = None) -> Transfer:
        now_s = self._clock()
        # The latest of a path is found by this time, on a clock that stands still or went back too.
        queued_at = max(now_s, math.nextafter(after.queued_at, math.inf)) if after else now_s
        return Transfer(
            id=new_item_id(now_s), path=found.path, folder=str(found.folder.path), library=found.folder.library,
            profile=found.folder.profile, language=found.folder.language, size_bytes=found.size_bytes,
            mtime_ns=found.mtime_ns, state=TransferState.WAITING, queued_at=queued_at,
        )  # fmt: skip

    def _requeue(self, transfer: Transfer) -> str:
        """Let an ended or paused transfer go again; returns its id, or that of the new one in its place."""
        if arrived_wrong(transfer):
            self.table.hide(transfer.id)
            return self._add_again(transfer, transfer.size_bytes, transfer.mtime_ns).id
        self.table.show(transfer.id)
        self.table.update(
            transfer.id, TransferState.WAITING, reason="", detail="", attempts=0, not_before=0.0, ended_at=0.0,
            waits_for="",
        )  # fmt: skip
        return transfer.id

    def _tell(self, ids: Iterable[str]) -> None:
        for transfer_id in ids:
            self._post(TransferChanged(transfer_id))
        self._wake()
