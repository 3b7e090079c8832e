"""Looks through a folder: every file once, links followed but never in a circle, our own data unseen, nothing opened.

A generator, so that the watcher's thread can do other things between its steps.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cloud.contract.reasons import Reason
from desktop.core.model import SkippedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.watch.ignore import IgnoreRule


@dataclass(frozen=True, slots=True)
class Look:
    """What the system says about a file at one moment."""

    size_bytes: int
    mtime_ns: int
    identity: tuple[int, int]  #: device and inode: another file under the same name has another

    @classmethod
    def of(cls, status: os.stat_result) -> Look:
        """Keep what matters of a ``stat``."""
        return cls(status.st_size, status.st_mtime_ns, (status.st_dev, status.st_ino))


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A regular file that no rule leaves out."""

    path: Path
    look: Look


@dataclass(frozen=True, slots=True)
class LinkedFolder:
    """A folder outside the watched one that a link inside it leads to: it needs a watch of its own."""

    path: Path  #: the link
    target: Path  #: where it leads, without links


@dataclass(frozen=True, slots=True)
class _Branch:
    """A folder to be walked."""

    path: Path
    is_ignored: bool
    is_outside: bool  #: reached through a link that leads out of the watched folder


Seen: TypeAlias = SeenFile | SkippedFile | LinkedFolder


def look(path: Path) -> Look | None:
    """Look at a regular file through links; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Look.of(status) if stat.S_ISREG(status.st_mode) else None


class Scan:
    """One walk through a watched folder, or through a part of it (``start``), as if ``own`` were not there."""

    def __init__(
        self, root: Path, rule: IgnoreRule, *, start: Path | None = None, deep: bool = True, own: Path | None = None
    ) -> None:
        self._root = root
        self._real_root = os.path.realpath(root)
        self._rule = rule
        self._start = start or root
        self._deep = deep
        self._own = _identity(own) if own is not None else None
        self._outside: set[tuple[int, int]] = set()  # folders that were reached through links

    def __iter__(self) -> Iterator[Seen]:
        # A stack of our own: a tree may be deeper than Python's.
        is_outside = not _is_within(os.path.realpath(self._start), self._real_root)
        is_ignored = self._why_ignored(self._start) is not None
        stack = [_Branch(self._start, is_ignored=is_ignored, is_outside=is_outside)]
        while stack:
            branch = stack.pop()
            try:
                with os.scandir(branch.path) as entries:
                    listed = sorted(entries, key=lambda entry: entry.name)
            except FileNotFoundError:
                continue
            except OSError:
                if not branch.is_ignored:
                    yield SkippedFile(branch.path, Reason.UNREADABLE)
                continue
            below: list[_Branch] = []
            for entry in listed:
                yield from self._entry(entry, branch, below)
            stack.extend(reversed(below))

    def _why_ignored(self, folder: Path) -> Reason | None:
        relative = self._relative(folder)
        parts = relative.split("/") if relative else []
        reasons = (self._rule.for_folder("/".join(parts[: n + 1])) for n in range(len(parts)))
        return next((reason for reason in reasons if reason is not None), None)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path != self._root else ""

    def _entry(self, entry: os.DirEntry[str], branch: _Branch, below: list[_Branch]) -> Iterator[Seen]:
        path = Path(entry.path)
        try:
            is_link = entry.is_symlink()
            status = entry.stat()
        except FileNotFoundError:
            if is_link:
                left_out = Reason.TEMPORARY if branch.is_ignored else self._rule.for_file(self._relative(path))
                yield SkippedFile(path, left_out or Reason.DANGLING)
            return  # gone since it was listed
        except OSError as error:
            looped = error.errno == errno.ELOOP
            yield SkippedFile(path, Reason.SYMLINK_LOOP if looped else Reason.UNREADABLE)
            return
        if stat.S_ISDIR(status.st_mode):
            if self._deep:
                yield from self._folder(path, status, branch, below, is_link=is_link)
            return
        reason = Reason.TEMPORARY if branch.is_ignored else self._rule.for_file(self._relative(path))
        if reason is not None:
            yield SkippedFile(path, reason)
        elif stat.S_ISREG(status.st_mode):
            yield SeenFile(path, Look.of(status))
        else:  # pipes, sockets and devices are never opened: opening one may block or act
            yield SkippedFile(path, Reason.OTHER_KIND)

    def _folder(
        self, path: Path, status: os.stat_result, branch: _Branch, below: list[_Branch], *, is_link: bool
    ) -> Iterator[Seen]:
        if (status.st_dev, status.st_ino) == self._own:
            return
        is_ignored = branch.is_ignored or self._rule.for_folder(self._relative(path)) is not None
        is_outside = branch.is_outside
        if is_link:
            if is_ignored:
                return
            target = os.path.realpath(path)
            if _is_within(target, self._real_root) or _is_within(self._real_root, target):
                yield SkippedFile(path, self._why_not_followed(path, target))
                return
            is_outside = True
        if is_outside:
            # Beyond a link each folder is walked once: further links there may meet again.
            identity = (status.st_dev, status.st_ino)
            if identity in self._outside:
                is_loop = _is_within(os.path.realpath(branch.path), os.path.realpath(path))
                yield SkippedFile(path, Reason.SYMLINK_LOOP if is_loop else Reason.LINKED_ALREADY)
                return
            self._outside.add(identity)
        if is_link:
            yield LinkedFolder(path, Path(target))
        below.append(_Branch(path, is_ignored=is_ignored, is_outside=is_outside))

    def _why_not_followed(self, path: Path, target: str) -> Reason:
        """Tell why a link that leads into the watched folder, or to one around it, is not walked."""
        if _is_within(os.path.realpath(path.parent), target) or _is_within(self._real_root, target):
            return Reason.SYMLINK_LOOP
        # What a rule leaves out is not looked at by way of a link either.
        inside = self._root / os.path.relpath(target, self._real_root)
        return self._why_ignored(inside) or Reason.LINKED_ALREADY


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
