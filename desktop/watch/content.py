"""What a finished file is, told from name and first bytes: for the queue, or to be ignored. Any thread."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, TypeAlias

from cloud.contract import media
from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

#: The kind of media; why it is none; or None for what could not be looked at and may be media.
Content: TypeAlias = MediaType | Reason | None

_BY_EXTENSION: dict[str, MediaType] = {
    **dict.fromkeys(media.IMAGE_EXTENSIONS, MediaType.IMAGE),
    **dict.fromkeys(media.AUDIO_EXTENSIONS, MediaType.AUDIO),
    **dict.fromkeys(media.VIDEO_EXTENSIONS, MediaType.VIDEO),
}


def tell(path: Path, size_bytes: int) -> Content:
    """Tell what a file is: by a name that promises media, else by its first bytes.

    What its name calls media goes to the queue even when it is empty, cannot be read or holds something else: so the
    person sees it refused, with the reason, instead of missing it.
    """
    name = path.name
    by_name = _BY_EXTENSION.get(name[name.rfind(".") :].lower()) if media.claims_media(name) else None
    if by_name is not None:
        return by_name
    if size_bytes == 0:
        return Reason.OTHER_KIND
    try:
        head = _head(path)
    except FileNotFoundError:
        return Reason.VANISHED
    except OSError:
        # Without an extension it may be media: a person should hear that it could not be looked at.
        return Reason.OTHER_KIND if path.suffix else None
    found = media.sniff(head, name) if head is not None else None
    return found.type if found is not None else Reason.OTHER_KIND


def reason_for(content: Content, kinds: Collection[MediaType]) -> Reason | None:
    """Return why what was told is no business of the queue's; None where the queue must take it."""
    if isinstance(content, MediaType):
        return None if content in kinds else Reason.IGNORE_RULE
    return content


def reason_to_skip(path: Path, size_bytes: int, kinds: Collection[MediaType] = tuple(MediaType)) -> Reason | None:
    """Return why a file is no business of the queue's; None where the queue must take it."""
    return reason_for(tell(path, size_bytes), kinds)


def _head(path: Path) -> bytes | None:
    """Read a regular file's beginning; None for what has become something else since it was listed."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, media.HEAD_BYTES) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    finally:
        os.close(handle)
