"""The JPEG preview inside a camera's raw file, and which way up it belongs. Any thread.

Every common raw format (NEF, CR2, CR3, ARW, DNG, RAF, RW2, ORF, PEF, SRW) carries one or more baseline JPEGs made by
the camera, each maker under its own tags. They are found by their markers (ITU-T T.81, annex B) instead: one rule for
all, new cameras included, and no second native parser of untrusted files. The sensor's data may itself be a JPEG, a
lossless one (SOF3), which is passed over.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from pathlib import Path

#: Candidates that are looked at; a raw file holds two to five, and sensor data seldom imitates a marker.
_CANDIDATES = 512
#: Smaller than this (either side) is a thumbnail for the camera's own screen, used only where there is no other.
_USEFUL_PX = 160

#: The largest previews, full size at the best quality, take a tenth; so much is searched for a preview's end.
_PREVIEW_BYTES = 256 << 20

_SOI = b"\xff\xd8\xff"
_EOI = b"\xff\xd9"
_SOS = 0xDA
_BASELINE_AND_PROGRESSIVE = (0xC0, 0xC1, 0xC2)
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_ORIENTATION_TAG = 0x0112


@dataclass(frozen=True, slots=True)
class _Jpeg:
    start: int
    end: int
    width: int
    height: int


def read_preview(path: Path) -> bytes:
    """Return the largest JPEG inside a raw file; raises ``MediaError`` ``NO_PREVIEW`` or ``DAMAGED``."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            best = _find_largest(data)
            if best is None:
                raise MediaError(Reason.NO_PREVIEW)
            return data[best.start : best.end]
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise MediaError(Reason.DAMAGED, str(error)) from error


def read_tiff_block(path: Path, limit_bytes: int = 1 << 20) -> bytes:
    """Return the bytes from where the raw file's own TIFF structure begins; b"" where it has none.

    Makers who changed TIFF's magic number (``IIU``, ``IIRO``) kept its structure: the number is set right.
    """
    with path.open("rb") as file:
        head = file.read(limit_bytes)
    if head[4:8] == b"ftyp":
        at = head.find(b"CMT1")
        head = head[at + 4 :] if at >= 0 else b""
    if head[:2] == b"II":
        return b"II*\0" + head[4:]
    return b"MM\0*" + head[4:] if head[:2] == b"MM" else b""


def read_orientation(path: Path) -> int:
    """Return the EXIF orientation (1 to 8) that the raw file's first directory gives; 1 where it gives none."""
    tiff = read_tiff_block(path)
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, at)
        for n in range(entries):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * n)
            if tag == _ORIENTATION_TAG and 1 <= value <= 8:  # noqa: PLR2004 - EXIF 2.32, 4.6.4
                return int(value)
    except struct.error:
        return 1
    return 1


def _find_largest(data: mmap.mmap) -> _Jpeg | None:
    best: _Jpeg | None = None
    at = data.find(_SOI)
    for _ in range(_CANDIDATES):
        if at < 0:
            break
        found = _read_jpeg(data, at)
        if found is not None and (best is None or found.width * found.height > best.width * best.height):
            best = found
        at = data.find(_SOI, found.end if found is not None else at + 1)
    if best is not None and min(best.width, best.height) < _USEFUL_PX:
        return best if max(best.width, best.height) >= _USEFUL_PX // 2 else None
    return best


def _read_jpeg(data: mmap.mmap, start: int) -> _Jpeg | None:
    """Walk the segments from a start marker to the scan, then to the end marker."""
    size: tuple[int, int] | None = None
    at = start + 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every marker begins with it
        marker = data[at + 1]
        if marker == 0xFF or marker in _STANDALONE:  # noqa: PLR2004 - a fill byte
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - the same
            continue
        length = int.from_bytes(data[at + 2 : at + 4])
        if marker in _BASELINE_AND_PROGRESSIVE and data[at + 4] == 8:  # noqa: PLR2004 - bits a sample
            size = (int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7]))
        if marker == _SOS:
            end = data.find(_EOI, at + 2 + length, start + _PREVIEW_BYTES)
            if size is None or not all(size) or not 0 <= end - start < _PREVIEW_BYTES:
                return None
            return _Jpeg(start, end + 2, *size)
        if length < 2:  # noqa: PLR2004 - the length counts itself
            return None
        at += 2 + length
    return None
