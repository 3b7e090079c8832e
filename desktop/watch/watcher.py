"""The watcher: one thread that joins observer, walks and settling, and hands finished files on.

For each folder it watches first and walks second, so that a file which comes in between is met at least once; that it
is handed on only once is settled by ``Settle``.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import TYPE_CHECKING, Protocol

from desktop.core.errors import SnapStreamError
from desktop.core.events import FileHeld, FolderChanged, FolderScanned, ProblemRaised, ProblemSolved
from desktop.core.model import FoundFile
from desktop.core.words import Problem
from desktop.watch.content import reason_to_skip
from desktop.watch.folder import FolderWatch
from desktop.watch.observer import Notice, TreeObserver, WatchLimitReached
from desktop.watch.settle import Sign
from desktop.watch.system import instance_limit, watch_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.events import Post
    from desktop.core.model import Folder, SkippedFile
    from desktop.watch.scan import Look

_log = logging.getLogger(__name__)

#: How often a folder is asked whether it is still there, and an absent one whether it is back.
PRESENCE_S = 2.0
#: Where the system tells nothing, or not all: a network disk, or more folders than it watches.
RESCAN_BLIND_S = 30.0
#: Everywhere: heals whatever was lost.
RESCAN_S = 900.0
#: After the queue could not take a file (its disk is full).
PUT_BACK_S = 5.0
#: After a mistake of ours, longer each time; then all folders are looked through again.
AFTER_MISTAKE_S = 1.0
MAX_AFTER_MISTAKE_S = 30.0
#: The longest sleep: the answer to ``stop`` comes at once all the same.
_NAP_S = 1.0


class Observer(Protocol):
    """What the watcher asks of the system (``TreeObserver``)."""

    def watch(self, folder: Path, *, deep: bool = True) -> None:
        """Watch a folder; raises ``WatchLimitReached`` or ``OSError``."""

    def is_limited(self, folder: Path) -> bool:
        """Whether the system refuses one more watch."""

    def drop(self, folder: Path) -> None:
        """Stop watching a folder."""

    def stop(self) -> None:
        """Stop watching."""


class Watcher:
    """Watches folders and calls ``take`` once for each finished file, and ``skip`` once for each that is not taken.

    With ``observe=False`` it walks through the folders once and takes what settles (``watch --once``); ``FileHeld``
    then names each file that is met. Each folder's ``FolderScanned`` is posted when all that was there at first is
    decided. ``own`` is a folder of ours, which is never seen.
    """

    def __init__(
        self,
        take: Callable[[FoundFile], None],
        skip: Callable[[SkippedFile], None],
        post: Post,
        *,
        observe: bool = True,
        own: Path | None = None,
        observer: Callable[[Callable[[Notice], None]], Observer] = TreeObserver,
        now_s: Callable[[], float] = time.monotonic,
        wall_s: Callable[[], float] = time.time,
    ) -> None:
        self._take = take
        self._skip = skip
        self._post = post
        self._observe = observe
        self._own = own
        self._now_s = now_s
        self._wall_s = wall_s
        self._inbox: queue.SimpleQueue[Notice | Callable[[], None] | None] = queue.SimpleQueue()
        self._folders: dict[Path, FolderWatch] = {}
        self._visits: list[FolderWatch] = []
        self._away: frozenset[Path] = frozenset()
        self._observer = observer(self._inbox.put)
        self._presence_at_s = 0.0
        self._limit_said = False
        self._trouble = ""  # why the queue took no file, as it was said
        self._mistakes = 0  # since all was quiet
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def start(self, folders: Sequence[Folder]) -> None:
        """Begin to watch; returns at once."""
        for folder in folders:
            self.add(folder)
        self._thread = threading.Thread(target=self._run, name="watcher")
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait: no file is handed on after this returns."""
        self._stopping.set()
        self._inbox.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def add(self, folder: Folder) -> None:
        """Watch one more folder. Any thread; returns at once."""
        self._inbox.put(lambda: self._add(folder))

    def remove(self, path: Path) -> None:
        """Stop watching a folder. Any thread; returns at once."""
        self._inbox.put(lambda: self._remove(path))

    def visit(self, folder: Folder, file: Path | None = None) -> None:
        """Take the files of a folder, or one file of it, once. Any thread; returns at once."""
        self._inbox.put(lambda: self._visit(folder, file))

    def rescan(self) -> None:
        """Look through all folders again. Any thread; returns at once."""
        self._inbox.put(self._rescan_all)

    def is_away(self, path: Path) -> bool:
        """Whether a folder cannot be seen just now. Any thread."""
        return path in self._away

    # The watcher's thread

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._go_round()
        finally:
            self._observer.stop()

    def _go_round(self) -> None:
        try:
            self._receive(self._nap_s())
            if not self._stopping.is_set():
                self.work()
            if self._mistakes and all(watch.is_away or watch.is_quiet for watch in self._folders.values()):
                self._mistakes = 0
                self._post(ProblemSolved(Problem.UNFORESEEN))
        except Exception:  # noqa: BLE001 - the top of a thread: one odd path must not end the watching of all others
            _log.exception("a round of the watcher failed")
            if not self._mistakes:
                self._post(ProblemRaised(Problem.UNFORESEEN, "watching folders"))
            self._stopping.wait(min(AFTER_MISTAKE_S * 2.0 ** min(self._mistakes, 10), MAX_AFTER_MISTAKE_S))
            self._mistakes += 1
            self._forget_all()

    def _forget_all(self) -> None:
        """Let every folder arrive anew: what was being decided when a round failed is not known any more."""
        for watch in self._folders.values():
            watch.went_away()
        self._presence_at_s = 0.0

    def _receive(self, nap_s: float) -> None:
        """Wait for a notice or an order, then handle all that are there."""
        try:
            message = self._inbox.get(timeout=nap_s) if nap_s > 0 else self._inbox.get_nowait()
            while message is not None:
                if isinstance(message, Notice):
                    self._note(message)
                else:
                    message()
                message = self._inbox.get_nowait()
        except queue.Empty:
            return

    def _nap_s(self) -> float:
        waits = [_NAP_S]
        for watch in (*self._folders.values(), *self._visits):
            if watch.is_walking:
                return 0.0
            due_in_s = watch.settle.due_in_s()
            if due_in_s is not None:
                waits.append(due_in_s)
        return min(waits)

    def work(self) -> None:
        """Do what is due: presence, a step of each walk, finished files, rescans. The watcher's thread, or a test."""
        now_s = self._now_s()
        if now_s >= self._presence_at_s:
            self._presence_at_s = now_s + PRESENCE_S
            for watch in list(self._folders.values()):
                self._check_presence(watch)
        for watch in list(self._folders.values()):
            if watch.is_away:
                continue
            if watch.take_burst() or (self._observe and now_s >= watch.rescan_at_s and not watch.is_walking):
                self._begin_walk(watch)
            self._advance(watch)
            if watch.is_quiet and not watch.was_scanned:
                watch.was_scanned = True
                self._post(FolderScanned(str(watch.folder.path)))
        for watch in self._visits:
            self._advance(watch)
        self._visits = [watch for watch in self._visits if not watch.is_quiet]

    def _advance(self, watch: FolderWatch) -> None:
        for skipped in watch.step():
            self._skip(skipped)
        if not self._observe:
            for path in watch.met:
                self._post(FileHeld(str(path)))
        watch.met.clear()
        self._watch_linked(watch)
        for path, seen in watch.finished():
            self._hand_on(watch, path, seen)

    def _add(self, folder: Folder) -> None:
        watch = FolderWatch(folder, self._now_s, self._wall_s, self._own)
        self._folders[folder.path] = watch
        if not watch.look_for_place():
            self._set_away()
            self._post(FolderChanged(str(folder.path), is_away=True))
            return
        self._arrive(watch)

    def _remove(self, path: Path) -> None:
        watch = self._folders.pop(path, None)
        if watch is not None:
            self._observer.drop(path)
            self._set_away()
            self._post(FolderChanged(str(path)))

    def _visit(self, folder: Folder, file: Path | None) -> None:
        watch = FolderWatch(folder, self._now_s, self._wall_s, self._own)
        self._visits.append(watch)
        if file is None:
            watch.walk()
        elif not watch.is_own(file):
            watch.settle.note(file, Sign.FOUND)

    def _rescan_all(self) -> None:
        self._presence_at_s = 0.0
        for watch in self._folders.values():
            if not watch.is_away:
                self._begin_walk(watch)

    def _check_presence(self, watch: FolderWatch) -> None:
        is_here = watch.look_for_place()
        if is_here and watch.is_away:
            self._arrive(watch)
        elif not is_here and not watch.is_away:
            _log.info("a watched folder went away")
            watch.went_away()
            self._observer.drop(watch.folder.path)
            self._set_away()
            self._post(FolderChanged(str(watch.folder.path), is_away=True))

    def _arrive(self, watch: FolderWatch) -> None:
        """Watch first, then walk."""
        watch.is_away = False
        self._set_away()
        if self._observe:
            self._observe_folder(watch, watch.folder.path)
        self._begin_walk(watch)
        self._post(FolderChanged(str(watch.folder.path)))

    def _observe_folder(self, watch: FolderWatch, path: Path) -> None:
        try:
            self._observer.watch(path, deep=watch.folder.include_subfolders)
        except WatchLimitReached as error:
            self._say_limit(watch, instance_limit() if error.is_instances else watch_limit())
        except OSError:  # gone again: the next look at its presence says so
            _log.info("a folder could not be watched", exc_info=True)

    def _begin_walk(self, watch: FolderWatch) -> None:
        if self._observe and watch.folder.include_subfolders:
            if self._observer.is_limited(watch.folder.path):
                self._say_limit(watch, watch_limit())
            elif watch.is_limited:
                watch.is_limited = False
                self._observe_folder(watch, watch.folder.path)
            if self._limit_said and not any(other.is_limited for other in self._folders.values()):
                self._limit_said = False
                self._post(ProblemSolved(Problem.WATCH_LIMIT))
        is_blind = watch.is_limited or not watch.tells_close
        watch.rescan_at_s = self._now_s() + (RESCAN_BLIND_S if is_blind else RESCAN_S)
        watch.walk()

    def _say_limit(self, watch: FolderWatch, setting: str) -> None:
        watch.is_limited = True
        watch.rescan_at_s = min(watch.rescan_at_s, self._now_s() + RESCAN_BLIND_S)
        if not self._limit_said:
            self._limit_said = True
            _log.info("the system watches no more folders: %s", setting)
            self._post(ProblemRaised(Problem.WATCH_LIMIT, setting))

    def _watch_linked(self, watch: FolderWatch) -> None:
        """Give folders that links lead to a watch of their own: the system does not follow links."""
        while watch.linked:
            linked = watch.linked.pop()
            if self._observe and watch.folder.path in self._folders:
                self._observe_folder(watch, linked.path)

    def _note(self, notice: Notice) -> None:
        for path, watch in self._folders.items():
            if notice.path.is_relative_to(path) and not watch.is_away:
                for skipped in watch.note(notice):
                    self._skip(skipped)

    def _hand_on(self, watch: FolderWatch, path: Path, seen: Look) -> None:
        reason = reason_to_skip(path, seen.size_bytes, watch.folder.kinds)
        if reason is not None:
            for skipped in watch.skip(path, reason):
                self._skip(skipped)
            return
        found = FoundFile(path, watch.folder, seen.size_bytes, seen.mtime_ns)
        try:
            self._take(found)
        except SnapStreamError as error:
            _log.info("the queue could not take a file: %s", error.reason)
            watch.settle.put_back(path, seen, PUT_BACK_S)
            self._post(FileHeld(str(path), error.reason))
            if self._trouble != error.reason:
                self._trouble = error.reason
                self._post(ProblemRaised(error.reason, error.detail))
        else:
            if self._trouble:
                self._post(ProblemSolved(self._trouble))
                self._trouble = ""

    def _set_away(self) -> None:
        self._away = frozenset(path for path, watch in self._folders.items() if watch.is_away)
