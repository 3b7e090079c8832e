"""Cuts single faces out of a picture, because Rekognition searches a collection for the largest face alone. Any thread.

(API Reference, "SearchFacesByImage".) Pillow is imported at the first cut: few newsrooms search for faces.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import limits

if TYPE_CHECKING:
    from cloud.analysis.engines.ports import Box

#: Of a face's longer side, on each side of it: hair and chin help to know it again.
_MARGIN = 0.4
_QUALITY = 92


def cut_face(jpeg: bytes, box: Box) -> bytes | None:
    """Return a face with what is around it, at least 80 pixels a side; None where the picture cannot be opened here."""
    try:
        from PIL import Image  # noqa: PLC0415 -- as above

        with Image.open(BytesIO(jpeg)) as picture:
            left, right = _span(box[0], box[2], _longer(box, picture.size), picture.width)
            top, bottom = _span(box[1], box[3], _longer(box, picture.size), picture.height)
            body = BytesIO()
            picture.convert("RGB").crop((left, top, right, bottom)).save(body, "JPEG", quality=_QUALITY)
    except (ImportError, OSError, ValueError, SyntaxError):
        return None
    return body.getvalue()


def _longer(box: Box, size: tuple[int, int]) -> float:
    """Return the longer side of a face, in pixels."""
    return max(box[2] * size[0], box[3] * size[1])


def _span(start: float, extent: float, longer_px: float, size_px: int) -> tuple[int, int]:
    """Return from where to where a cut goes along one side of the picture: whole pixels within it."""
    middle = (start + extent / 2) * size_px
    length = min(size_px, max(limits.PICTURE_MIN_SIDE_PX, round(longer_px * (1 + 2 * _MARGIN))))
    first = round(min(max(0.0, middle - length / 2), size_px - length))
    return first, first + length
