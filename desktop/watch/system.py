"""What only the operating system knows: who holds a file open, and what kind of disk a folder lies on. Any thread."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

if sys.platform == "linux":
    import fcntl

#: File systems on which others write without this system being told (no inotify events; watchdog issues 409, 504).
_REMOTE = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "ceph",
    "glusterfs",
    "davfs",
    "vboxsf",
    "prl_fs",
    "ncpfs",
}


def is_held_open(path: Path) -> bool | None:
    """Whether somebody has the file open for writing; None where the system cannot tell.

    Linux gives a read lease only for a file that nobody has open for writing (fcntl(2), "Leases"). It is given back at
    once; should a writer come in that instant, the kernel's notice is sent as a signal that is ignored by default,
    instead of SIGIO, which would end the process.
    """
    if sys.platform != "linux":
        return None
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:  # EAGAIN: open for writing
        return True
    except OSError:  # another person's file, or a file system without leases
        return None
    else:
        return False
    finally:
        os.close(handle)


def tells_close(folder: Path, mounts: str | None = None) -> bool:
    """Whether this system says when a file in the folder is closed: on Linux, on a disk of its own.

    ``mounts`` is the text of ``/proc/self/mounts`` (proc(5)).
    """
    if sys.platform != "linux":
        return False
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return True
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:  # noqa: PLR2004 - device, place, kind
            continue
        point = fields[1].encode("latin-1", "backslashreplace").decode("unicode_escape")
        is_above = place == point or place.startswith(point.rstrip("/") + "/")
        if is_above and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind not in _REMOTE and not (kind.startswith("fuse.") and kind != "fuse.fuse-overlayfs")


def watch_limit() -> str:
    """Return the setting that bounds how many folders can be watched, as ``name=value``."""
    try:
        value = Path("/proc/sys/fs/inotify/max_user_watches").read_text(encoding="ascii").strip()
    except OSError:
        value = ""
    return f"fs.inotify.max_user_watches={value}"


def instance_limit() -> str:
    """Return the setting that bounds how many programs can watch, as ``name=value``."""
    try:
        value = Path("/proc/sys/fs/inotify/max_user_instances").read_text(encoding="ascii").strip()
    except OSError:
        value = ""
    return f"fs.inotify.max_user_instances={value}"
