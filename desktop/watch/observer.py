"""watchdog, turned into paths: the system's notices about folders, put into one queue.

watchdog calls from threads of its own; all they do here is put.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if sys.platform == "linux":
    from watchdog.observers.inotify import InotifyObserver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from watchdog.observers.api import BaseObserver, ObservedWatch

_log = logging.getLogger(__name__)


class NoticeKind(StrEnum):
    """What happened to a path."""

    TOUCHED = "touched"
    CLOSED = "closed"
    GONE = "gone"
    FOLDER_GONE = "folder_gone"
    FOLDER_CAME = "folder_came"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of the system."""

    kind: NoticeKind
    path: Path


class WatchLimitReached(Exception):
    """The system watches no more folders (``is_instances``: no more programs)."""

    def __init__(self, *, is_instances: bool) -> None:
        super().__init__("the system's limit of watched folders is reached")
        self.is_instances = is_instances


class TreeObserver:
    """Watches folders with all that is below them, until they are dropped. Made and used by one thread."""

    def __init__(self, put: Callable[[Notice], None]) -> None:
        logging.getLogger("watchdog.observers.inotify").addFilter(_is_no_ending)
        self._put = put
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, ObservedWatch] = {}

    def watch(self, folder: Path, *, deep: bool = True) -> None:
        """Watch a folder. Raises ``WatchLimitReached`` or ``OSError``."""
        self.drop(folder)
        real = os.path.realpath(folder)
        try:
            if self._observer is None:
                observer = _new_observer()
                observer.start()
                self._observer = observer
            handler = _Handler(self._put, real, folder)
            watch = self._observer.schedule(handler, real, recursive=deep)
        except OSError as error:
            raise _limit(error) or error from error
        self._watches[folder] = watch

    def is_limited(self, folder: Path) -> bool:
        """Whether the system refuses one more watch: then folders deeper down may have got none.

        watchdog keeps silent about those, so a watch of one folder is tried and dropped, by an observer of its own.
        """
        probe = None
        try:
            probe = _new_observer()
            probe.start()
            probe.schedule(FileSystemEventHandler(), os.path.realpath(folder))
        except OSError as error:
            return _limit(error) is not None
        finally:
            if probe is not None:
                _end(probe)
        return False

    def drop(self, folder: Path) -> None:
        """Stop watching a folder, if it is watched."""
        watch = self._watches.pop(folder, None)
        if watch is None or self._observer is None:
            return
        try:
            self._observer.unschedule(watch)
        except (KeyError, OSError):  # its folder went away first, and watchdog let go of it by itself
            _log.debug("watchdog had let go of %s", folder)

    def stop(self) -> None:
        """Stop all watches and wait for watchdog's threads."""
        if self._observer is not None:
            _end(self._observer)
        self._observer = None
        self._watches.clear()


def _is_no_ending(record: logging.LogRecord) -> bool:
    """Drop the error that watchdog logs when a watch is dropped while its thread looks for events: nothing is wrong."""
    return "called when the thread is inactive" not in record.getMessage()


def _new_observer() -> BaseObserver:
    if sys.platform == "linux":
        # "Full" tells a file that was renamed into the folder from one that begins there.
        return InotifyObserver(generate_full_events=True)
    else:  # noqa: RET505 - mypy takes what follows a platform's return for unreachable
        return Observer()


def _end(observer: BaseObserver) -> None:
    observer.stop()
    if observer.is_alive():
        observer.join(10)


def _limit(error: OSError) -> WatchLimitReached | None:
    """Read inotify's two limits (inotify_init(2), inotify_add_watch(2))."""
    if error.errno in {errno.ENOSPC, errno.EMFILE}:
        return WatchLimitReached(is_instances=error.errno == errno.EMFILE)
    return None


class _Handler(FileSystemEventHandler):
    """Translates watchdog's events; paths are told below the folder as the person named it."""

    def __init__(self, put: Callable[[Notice], None], real: str, shown: Path) -> None:
        self._put = put
        self._real = real
        self._shown = shown

    def dispatch(self, event: FileSystemEvent) -> None:
        source = os.fsdecode(event.src_path)
        match event:
            case DirCreatedEvent():
                self._tell(NoticeKind.FOLDER_CAME, source)
            case DirMovedEvent():
                self._tell(NoticeKind.FOLDER_GONE, source)
                self._tell(NoticeKind.FOLDER_CAME, os.fsdecode(event.dest_path))
            case FileMovedEvent():
                self._tell(NoticeKind.GONE, source)
                self._tell(NoticeKind.CLOSED, os.fsdecode(event.dest_path))
            case FileClosedEvent():
                self._tell(NoticeKind.CLOSED, source)
            case FileCreatedEvent():
                self._tell(NoticeKind.TOUCHED, source)
            case FileModifiedEvent():
                self._tell(NoticeKind.TOUCHED, source)
            case FileDeletedEvent():
                self._tell(NoticeKind.GONE, source)
            case DirDeletedEvent():
                self._tell(NoticeKind.FOLDER_GONE, source)
            case _:
                pass

    def _tell(self, kind: NoticeKind, path: str) -> None:
        if path == self._real:
            self._put(Notice(kind, self._shown))
        elif path.startswith(self._real.rstrip(os.sep) + os.sep):
            self._put(Notice(kind, self._shown / os.path.relpath(path, self._real)))
