"""What a file is, told from its first bytes: never from its name alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: How much of a file's beginning ``sniff`` needs.
HEAD_BYTES = 4096


class MediaType(StrEnum):
    """The three kinds of media the library holds."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Media:
    """What a file is."""

    type: MediaType
    mime: str
    is_raw: bool = False  #: a camera's raw picture; thumbnails come from the preview inside


def sniff(head: bytes, filename: str) -> Media | None:
    """Tell the media from its first ``HEAD_BYTES``; None for what is no media.

    The name only decides between formats that begin alike (a NEF is a TIFF) and vouches for bare MPEG frames.
    """
    raise NotImplementedError


def claims_media(filename: str) -> bool:
    """Whether the name's extension promises media: such a file is rejected, not ignored, when its bytes are none."""
    raise NotImplementedError
