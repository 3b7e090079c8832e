"""One watched folder: what is to be looked through, what may be finished, whether it is there.

Used by the watcher's thread.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from desktop.core.model import SkippedFile
from desktop.watch.observer import NoticeKind
from desktop.watch.rule import FolderRule
from desktop.watch.scan import LinkedFolder, Scan, SeenFile, look
from desktop.watch.settle import Settle, Sign
from desktop.watch.system import is_held_open, tells_close

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.core.model import Folder
    from desktop.watch.observer import Notice
    from desktop.watch.scan import Look, Seen

#: More notices than this at once, and the folder is looked through again: some may have been lost (inotify's queue
#: holds 16,384 and then drops; Syncthing rescans from 512).
BURST = 4096


@dataclass(frozen=True, slots=True)
class _Place:
    """Which folder it is: another disk under the same path is another place."""

    identity: tuple[int, int]
    is_mount: bool


class FolderWatch:
    """The state of one watched folder. Nothing in ``own``, a folder of ours, is seen."""

    def __init__(
        self, folder: Folder, now_s: Callable[[], float], wall_s: Callable[[], float], own: Path | None = None
    ) -> None:
        self.folder = folder
        self.tells_close = tells_close(folder.path)
        self.settle = Settle(look, is_held_open, now_s, wall_s, tells_close=self.tells_close)
        self.met: list[Path] = []  #: by the walk: files that wait to be finished
        self.linked: list[LinkedFolder] = []  #: found by the walk, not watched yet
        self.is_away = True  #: until it was seen for the first time
        self.is_limited = False  #: the system does not watch all of it
        self.rescan_at_s = 0.0
        self.was_scanned = False
        self._rule = FolderRule(folder)
        self._own = own
        self._real_own = os.path.realpath(own) if own is not None else ""
        self._walks: list[Iterator[Seen]] = []
        self._place: _Place | None = None
        self._told: dict[Path, str] = {}
        self._notices = 0

    @property
    def is_walking(self) -> bool:
        """Whether a walk is not at its end."""
        return bool(self._walks)

    @property
    def is_quiet(self) -> bool:
        """Whether all that was there is decided."""
        return not self._walks and not self.settle.waiting

    def look_for_place(self) -> bool:
        """Whether the folder is there, and still the same one.

        A folder that was a disk's mount point and is none any more is away, though the empty directory stays.
        """
        path = self.folder.path
        try:
            status = path.stat()
            with os.scandir(path):
                pass
            place = _Place((status.st_dev, status.st_ino), path.is_mount())
        except OSError:
            return False
        if self._place is not None and self._place.is_mount and not place.is_mount:
            return False
        is_same = self._place is None or self.is_away or self._place == place
        if is_same:
            self._place = place
        return is_same

    def went_away(self) -> None:
        """Forget what was being decided: nothing in an absent folder is deleted, changed or finished."""
        self.is_away = True
        self._walks.clear()
        self.linked.clear()
        self.settle.forget_below(self.folder.path)

    def walk(self, start: Path | None = None) -> None:
        """Begin to look through the folder, or one below it."""
        if start is None:
            self._walks.clear()
        deep = self.folder.include_subfolders
        self._walks.append(iter(Scan(self.folder.path, self._rule, start=start, deep=deep, own=self._own)))

    def step(self, steps: int = 500) -> list[SkippedFile]:
        """Walk on a little; return what is skipped, each path and reason said once."""
        skipped: list[SkippedFile] = []
        for _ in range(steps):
            if not self._walks:
                break
            seen = next(self._walks[0], None)
            if seen is None:
                self._walks.pop(0)
            elif isinstance(seen, SeenFile):
                self.settle.note(seen.path, Sign.FOUND, seen.look)
                self.met.append(seen.path)
            elif isinstance(seen, LinkedFolder):
                self.linked.append(seen)
            else:
                skipped += self._say_once(seen)
        return skipped

    def note(self, notice: Notice) -> list[SkippedFile]:
        """Take a notice of the system; return what is skipped because of it."""
        path = notice.path
        if self.is_own(path):
            return []  # before it is counted: what we write ourselves must not ask for a walk
        self._notices += 1
        if path == self.folder.path:
            return []  # whether the folder itself is there is asked regularly
        if notice.kind is NoticeKind.GONE:
            self._told.pop(path, None)
            self.settle.forget(path)
        elif notice.kind is NoticeKind.FOLDER_GONE:
            self.settle.forget_below(path)
        elif notice.kind is NoticeKind.FOLDER_CAME or _is_folder(path):
            if self.folder.include_subfolders:
                self.walk(path)
        elif self.folder.include_subfolders or path.parent == self.folder.path:
            return self._note_file(path, Sign.CLOSED if notice.kind is NoticeKind.CLOSED else Sign.TOUCHED)
        return []

    def _note_file(self, path: Path, sign: Sign) -> list[SkippedFile]:
        reason = self._rule.for_path(path.relative_to(self.folder.path).as_posix())
        if reason is None and _is_special(path):
            reason = Reason.OTHER_KIND
        if reason is not None:
            return self._say_once(SkippedFile(path, reason))
        if _is_refused(path):
            return self._say_once(SkippedFile(path, Reason.UNREADABLE))
        self.settle.note(path, sign)
        return []

    def is_own(self, path: Path) -> bool:
        """Whether a path lies in the folder of ours, by links too."""
        if not self._real_own:
            return False
        real = os.path.realpath(path)
        return real == self._real_own or real.startswith(self._real_own + os.sep)

    def take_burst(self) -> bool:
        """Whether so much came at once that notices may be missing; asked once the burst is over."""
        was_burst, self._notices = self._notices > BURST, 0
        return was_burst

    def finished(self) -> list[tuple[Path, Look]]:
        """Return some of the files that are finished now."""
        return self.settle.finished()

    def skip(self, path: Path, reason: str) -> list[SkippedFile]:
        """Say that a file is not taken, once."""
        return self._say_once(SkippedFile(path, reason))

    def _say_once(self, skipped: SkippedFile) -> list[SkippedFile]:
        if self._told.get(skipped.path) == skipped.reason:
            return []
        self._told[skipped.path] = skipped.reason
        return [skipped]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # not to be asked: pathlib answers for what is gone, and raises for what is refused
        return False


def _is_refused(path: Path) -> bool:
    """Whether the system will not say what this is; what is gone is no such thing."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return False


def _is_special(path: Path) -> bool:
    try:
        return path.is_fifo() or path.is_socket() or path.is_block_device() or path.is_char_device()
    except OSError:
        return False
