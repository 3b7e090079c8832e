"""Moves or deletes one file that is in the library, if and only if it is still the file that was uploaded.

Nothing is ever written over, and a kill at any point loses nothing::

    note the target ─▶ take its name (an empty file that nobody else can take) ─▶ rename onto it ─▶ note the new path

Runs in the thread that looks after duties.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from typing import TYPE_CHECKING, Final

from desktop.core.errors import FileChanged, FileUnreadable
from desktop.transfer.source import Facts, look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.model import Transfer

_READ_BYTES: Final = 4 << 20
_TRIES: Final = 1000


def is_gone(path: Path) -> bool:
    """Whether nothing lies there any more."""
    return not os.path.lexists(path)


def check_same(path: Path, transfer: Transfer) -> None:
    """Raise ``FileChanged`` or ``FileUnreadable`` where this is not byte for byte what was uploaded, or is a link."""
    if path.is_symlink():
        raise FileChanged("tidy up", detail="a link")
    facts = Facts(transfer.size_bytes, transfer.mtime_ns)
    if look(path) != facts:
        raise FileChanged("tidy up", detail=str(path))
    whole = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_READ_BYTES):
                whole.update(piece)
            status = os.fstat(file.fileno())
    except OSError as error:
        raise FileUnreadable("tidy up", detail=error.strerror or "") from error
    # The same open file was read that now lies there: no other was put in its place meanwhile.
    if whole.hexdigest() != transfer.sha256 or look(path) != facts or not _is_at(path, status):
        raise FileChanged("tidy up", detail=str(path))


def delete(path: Path, transfer: Transfer) -> None:
    """Delete a file; raises ``FileChanged`` where it is another, ``FileUnreadable`` where that is not allowed."""
    check_same(path, transfer)
    try:
        path.unlink()
    except OSError as error:
        raise FileUnreadable("delete the file", detail=error.strerror or "") from error


def choose_target(path: Path, root: Path, subfolder: str) -> Path:
    """Return where a file of a watched folder is moved to: its path, below the subfolder, under a name of its own."""
    wanted = root / subfolder / path.relative_to(root)
    for number in range(1, _TRIES):
        target = wanted if number == 1 else wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        if is_gone(target):
            return target
    raise FileUnreadable("move the file", detail="too many of its name")


def move(path: Path, target: Path, transfer: Transfer, begin: Callable[[Path], None]) -> None:
    """Move a file to a name that nobody has; ``begin`` is told before anything is touched.

    Raises ``FileChanged`` where it is another file, ``FileUnreadable`` where moving is not possible.
    """
    check_same(path, transfer)
    begin(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # The name is taken so that nobody else can; a rename over a file of ours writes over nobody's.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except OSError as error:
        raise FileUnreadable("move the file", detail=error.strerror or "") from error
    try:
        path.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            if target.stat().st_size == 0:
                target.unlink()
        raise FileUnreadable("move the file", detail=error.strerror or "") from error


def has_arrived(target: Path, transfer: Transfer) -> bool:
    """Whether a move that was cut short had come to its end."""
    try:
        return look(target) == Facts(transfer.size_bytes, transfer.mtime_ns)
    except FileUnreadable:
        return False


def clear_place(target: Path) -> None:
    """Remove the empty file of a move that was cut short before its end."""
    with contextlib.suppress(OSError):
        status = target.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size == 0:
            target.unlink()


def _is_at(path: Path, status: os.stat_result) -> bool:
    try:
        here = path.lstat()
    except OSError:
        return False
    return (here.st_dev, here.st_ino) == (status.st_dev, status.st_ino)
