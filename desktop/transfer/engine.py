"""The workers that move files: claim, upload, write down what became of it. Owns its threads.

``concurrency`` workers, and a keeper that follows orders of other processes and drops uploads nobody wants any more.
What a fault means is told by its type alone::

    FileChanged       that file starts over when it is quiet     Throttled        that file waits, longer each time
    FileUnreadable    failed                                     Offline          ╮ all wait; one at a time tries,
    UploadRejected    rejected                                   StorageFull      │ after a delay that grows to a
    FileProblem       failed                                     AccountProblem   ╯ minute; the first success opens

Where nobody had answered, the first answer is such a success: the others do not wait until a large file is through.

Stop order: no more claims, uploads let go between two pieces, threads are joined. What does not end in time is a daemon
thread, and ``recover`` gives its transfer back at the next start.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from desktop.core.errors import (
    AccountProblem,
    FileChanged,
    FileProblem,
    FileUnreadable,
    LibraryProblem,
    Offline,
    SignedOut,
    SnapStreamError,
    StorageFull,
    UploadRejected,
)
from desktop.core.events import Link, LinkChanged, ProblemRaised, ProblemSolved, TransferProgress
from desktop.core.objects import Interrupted
from desktop.core.words import Problem
from desktop.transfer.control import Halt
from desktop.transfer.gate import Gate, backoff_s
from desktop.transfer.progress import Meter
from desktop.transfer.settlement import Settlement, settle_changed, settle_halt, settle_outcome, settle_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.events import Post
    from desktop.core.model import Transfer
    from desktop.core.settings import Settings
    from desktop.transfer.bandwidth import Bandwidth
    from desktop.transfer.control import Control
    from desktop.transfer.queue import TransferQueue
    from desktop.transfer.upload import Uploader

_log = logging.getLogger(__name__)

#: How often the keeper looks for orders of other processes.
KEEP_EVERY_S = 0.5
AFTER_MISTAKE_S = 1.0
#: Problems that hold for every file.
_OF_THE_DISK = {Reason.DISK_FULL, Reason.DAMAGED}
_FOR_ALL = (Offline, StorageFull, AccountProblem, LibraryProblem)


class TransferEngine:
    """Moves what the queue holds. ``clock`` gives seconds since the epoch."""

    def __init__(
        self,
        queue: TransferQueue,
        uploader: Uploader,
        settings: Callable[[], Settings],
        post: Post,
        clock: Callable[[], float] = time.time,
        *,
        bandwidth: Bandwidth | None = None,
    ) -> None:
        self._queue = queue
        self._uploader = uploader
        self._settings = settings
        self._bandwidth = bandwidth
        self._post = post
        self._clock = clock
        self._gate = Gate()
        self._changed = threading.Condition()
        self._stirs = 0
        self._shuts = 0
        self._is_stopping = False
        self._link = Link.CONNECTING
        self._threads: list[threading.Thread] = []
        self._owner = uuid.uuid4().hex
        # What could not be written down for want of room; written before anything else is tried.
        self._unwritten: list[tuple[Settlement, str]] = []
        # Where mistakes of ours happen just now; said when the first does, solved when none does any more.
        self._mistakes: set[str] = set()

    def start(self) -> None:
        """Give back what a dead instance held, and begin."""
        self._is_stopping = False
        # A worker of an earlier start that never ended is as good as dead.
        self._owner = uuid.uuid4().hex
        self.recover()
        self._queue.on_work(self.wake)
        keeper = threading.Thread(target=self._keep, name="transfer-keeper", daemon=True)
        self._threads = [keeper]
        keeper.start()
        self.fit()

    def fit(self) -> None:
        """Have as many workers as the settings say by now; those too many end after the file that they hold."""
        with self._changed:
            if self._is_stopping:
                return
            running = {thread.name for thread in self._threads if thread.is_alive()}
            names = [f"transfer-{number}" for number in range(1, self._settings().concurrency + 1)]
            fresh = [
                threading.Thread(target=self._work, name=name, daemon=True) for name in names if name not in running
            ]
            self._threads.extend(fresh)
        for thread in fresh:
            thread.start()
        self.wake()

    def recover(self) -> None:
        """Give back what a dead instance held; ``start`` does it."""
        self._queue.table.recover(self._owner)

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Stop claiming, let uploads let go, wait for the threads; returns whether all have ended."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        self._queue.stop_all()
        deadline_s = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(deadline_s - time.monotonic(), 0.0))
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        return not self._threads

    def wake(self) -> None:
        """Say that there may be something to do."""
        with self._changed:
            self._stirs += 1
            self._changed.notify_all()

    def go_on(self) -> None:
        """Say that the link is back, or somebody signed in: try at once, whatever was being waited for."""
        with self._changed:
            self._gate.hurry()
        self._queue.table.hurry()
        self.wake()

    def run_once(self) -> bool:
        """Claim and move one transfer in the calling thread; False where there is none to claim."""
        try:
            self._write_unwritten()
            owner = self._owner
            claimed = self._queue.claim(owner)
        except SnapStreamError as problem:
            self._shut(problem)
            return False
        self._disk_has_room()
        if claimed:
            self._move(*claimed, owner)
        return claimed is not None

    @property
    def link(self) -> Link:
        """How things stand between here and the newsroom, as the last transfer saw it."""
        return self._link

    # ── threads

    def _work(self) -> None:
        name = threading.current_thread().name
        number = int(name.rpartition("-")[2])
        failures = 0
        while not self._is_stopping and number <= self._settings().concurrency:
            try:
                self._work_once()
            except Exception:  # noqa: BLE001 - the top of a thread: a mistake of ours ends no worker
                _log.exception("a transfer worker failed")
                self._leave_gate()
                self._say_mistake(name)
                failures += 1
                self._rest(AFTER_MISTAKE_S * backoff_s(failures, 1.0))
            else:
                failures = 0
                self._mend(name)

    def _work_once(self) -> None:
        if not self._wait_for_gate():
            return
        with self._changed:
            stirs, shuts = self._stirs, self._shuts
        if self.run_once():
            return
        due_s = self._due_s()
        with self._changed:
            if self._shuts != shuts:
                return  # the queue could not be asked: the gate says when to ask again
            if self._gate.problem is not None:
                self._gate.leave()
                self._changed.notify_all()
            self._changed.wait_for(
                lambda: self._stirs != stirs or self._is_stopping,
                None if due_s is None else max(due_s - self._clock(), 0.01),
            )

    def _due_s(self) -> float | None:
        try:
            return None if self._queue.is_paused else self._queue.table.next_due()
        except SnapStreamError as problem:
            self._shut(problem)
            return None

    def _wait_for_gate(self) -> bool:
        """Wait until this worker may try; False where the engine stops."""
        with self._changed:
            while not self._is_stopping:
                wait_s = self._gate.wait_s(self._clock())
                if wait_s == 0.0:
                    self._gate.enter()
                    return True
                self._changed.wait(wait_s)
        return False

    def _keep(self) -> None:
        failures = 0
        while not self._is_stopping:
            try:
                self._queue.follow_orders()
                if self._gate.problem is None:
                    for transfer in self._queue.table.stale_uploads():
                        self._uploader.abort(transfer)
            except SnapStreamError as problem:
                _log.info("not now: %s", problem)
            except Exception:  # noqa: BLE001 - the top of a thread
                _log.exception("the keeper failed")
                self._say_mistake("keeper")
                failures += 1
            else:
                failures = 0
                self._mend("keeper")
            self._rest(backoff_s(failures, 1.0) if failures else KEEP_EVERY_S)

    def _rest(self, at_most_s: float) -> None:
        with self._changed:
            if not self._is_stopping:
                self._changed.wait(at_most_s)

    # ── one transfer

    def _move(self, transfer: Transfer, control: Control, owner: str) -> None:
        control.progress = self._teller(transfer)
        control.answered = self._answered
        bandwidth = self._bandwidth
        if bandwidth is not None:
            control.pace = lambda more: bandwidth.pace(transfer.folder, more, lambda: control.halt is None)
        _log.info("sending %s", transfer.id)
        try:
            settlement = self._try(transfer, control, owner)
            written = self._write(settlement, owner)
        finally:
            # At once: it may be another worker's by now, who is not to wait for what is dropped over the network.
            self._release(transfer, control)
        if written is not None and settlement.drops_upload:
            self._drop_upload(written)

    def _try(self, transfer: Transfer, control: Control, owner: str) -> Settlement:  # noqa: PLR0911 - one for each kind of end
        now_s = self._clock
        try:
            outcome = self._uploader.upload(transfer, owner, control)
        except Interrupted:
            self._leave_gate()
            return settle_halt(transfer, control.halt or Halt.STOP, now_s())
        except FileChanged:
            self._leave_gate()
            return settle_changed(transfer, now_s())
        except _FOR_ALL as problem:
            self._shut(problem)
            return settle_problem(transfer, problem, now_s())
        except (FileUnreadable, UploadRejected, FileProblem) as problem:
            self._leave_gate()
            return settle_problem(transfer, problem, now_s())
        except SnapStreamError as problem:
            # Somebody answered: the link is there.
            self._opened()
            return settle_problem(transfer, problem, now_s())
        except Exception as error:  # noqa: BLE001 - the top of a transfer: its mistake is not the others'
            _log.exception("the transfer %s failed", transfer.id)
            self._leave_gate()
            self._say_mistake("file")
            return Settlement.failed(transfer, Problem.UNFORESEEN, type(error).__name__, now_s())
        self._opened()
        self._mend("file")
        return settle_outcome(transfer, outcome, now_s())

    def _release(self, transfer: Transfer, control: Control) -> None:
        try:
            self._queue.release(transfer.id, control)
        except SnapStreamError as problem:
            # A change of the file that could not be noted: the next scan finds it.
            self._shut(problem)

    def _write(self, settlement: Settlement, owner: str) -> Transfer | None:
        try:
            return settlement.write(self._queue, owner)
        except SnapStreamError as problem:
            with self._changed:
                self._unwritten.append((settlement, owner))
            self._shut(problem)
            return None

    def _drop_upload(self, transfer: Transfer) -> None:
        try:
            self._uploader.abort(transfer)
        except SnapStreamError as problem:
            # The keeper comes back to it; a transfer that starts over sees to it itself.
            _log.info("an upload stays open for now: %s", problem)

    def _write_unwritten(self) -> None:
        while True:
            with self._changed:
                if not self._unwritten:
                    return
                settlement, owner = self._unwritten.pop(0)
            try:
                settlement.write(self._queue, owner)
            except SnapStreamError:
                with self._changed:
                    self._unwritten.insert(0, (settlement, owner))
                raise
            self._queue.release(settlement.transfer.id, None)

    def _teller(self, transfer: Transfer) -> Callable[[int], None]:
        meter = Meter()

        def tell(sent_bytes: int) -> None:
            now_s = self._clock()
            meter.add(now_s, sent_bytes)
            if meter.is_time_to_tell(now_s) or sent_bytes == transfer.size_bytes:
                self._post(TransferProgress(transfer.id, sent_bytes, transfer.size_bytes, meter.bytes_per_s))

        return tell

    # ── how things stand

    def _shut(self, problem: SnapStreamError) -> None:
        with self._changed:
            self._shuts += 1
            before = self._gate.problem
            is_news = self._gate.shut(problem, self._clock())
            self._changed.notify_all()
        if not is_news:
            return
        _log.info("transfers wait: %s", problem)
        if before is not None and not isinstance(before, Offline):
            self._post(ProblemSolved(before.reason))
        if isinstance(problem, Offline):
            self._say_link(Link.OFFLINE)
            return
        if isinstance(problem, SignedOut):
            self._say_link(Link.SIGNED_OUT)
        self._post(ProblemRaised(problem.reason, problem.detail))

    def _answered(self) -> None:
        """Let the others go too, where nobody answered before; whether there is room and leave, only success says."""
        if isinstance(self._gate.problem, Offline | SignedOut):
            self._opened()

    def _say_mistake(self, place: str) -> None:
        with self._changed:
            is_news = not self._mistakes
            self._mistakes.add(place)
        if is_news:
            self._post(ProblemRaised(Problem.UNFORESEEN))

    def _mend(self, place: str) -> None:
        """Say that it went well there; where it had been the last such place, the problem is over."""
        with self._changed:
            if place not in self._mistakes:
                return
            self._mistakes.discard(place)
            is_over = not self._mistakes
        if is_over:
            self._post(ProblemSolved(Problem.UNFORESEEN))

    def _opened(self) -> None:
        with self._changed:
            solved = self._gate.open()
            self._changed.notify_all()
        self._say_link(Link.ONLINE)
        if solved is not None:
            _log.info("transfers go on after: %s", solved)
            if not isinstance(solved, Offline):
                self._post(ProblemSolved(solved.reason))

    def _disk_has_room(self) -> None:
        """Open the gate where the disk was the problem: the queue was just read and written."""
        with self._changed:
            problem = self._gate.problem
            if problem is None or problem.reason not in _OF_THE_DISK:
                return
            self._gate.open()
            self._changed.notify_all()
        self._post(ProblemSolved(problem.reason))

    def _leave_gate(self) -> None:
        with self._changed:
            self._gate.leave()
            self._changed.notify_all()

    def _say_link(self, link: Link) -> None:
        with self._changed:
            if self._link is link:
                return
            self._link = link
        self._post(LinkChanged(link, self._clock()))
