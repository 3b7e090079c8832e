"""What a finished file is, told from name and first bytes: for the queue, or to be ignored. Any thread."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from cloud.contract import media
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from pathlib import Path


def reason_to_skip(path: Path, size_bytes: int) -> Reason | None:
    """Return why a file is no business of the queue's; None where the queue must take it.

    What its name calls media goes to the queue even when it is empty, cannot be read or holds something else: so the
    person sees it refused, with the reason, instead of missing it.
    """
    if media.claims_media(path.name):
        return None
    if size_bytes == 0:
        return Reason.OTHER_KIND
    try:
        head = _head(path)
    except FileNotFoundError:
        return Reason.VANISHED
    except OSError:
        # Without an extension it may be media: a person should hear that it could not be looked at.
        return Reason.OTHER_KIND if path.suffix else None
    return None if head is not None and media.sniff(head, path.name) is not None else Reason.OTHER_KIND


def _head(path: Path) -> bytes | None:
    """Read a regular file's beginning; None for what has become something else since it was listed."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, media.HEAD_BYTES) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    finally:
        os.close(handle)
