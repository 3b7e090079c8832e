"""OpenCV, behind types: decoding and turning to grey. Used by the engines that look at pictures; any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    import numpy.typing as npt

# Several workers share a machine; one core each is what they are given.
cv2.setNumThreads(1)


def decode(jpeg: bytes) -> npt.NDArray[np.uint8]:
    """Return the pixels as rows of blue, green, red; raises ``MediaError`` ``DAMAGED``."""
    if not jpeg:
        raise MediaError(Reason.DAMAGED, "no picture")
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if pixels is None:
        raise MediaError(Reason.DAMAGED, "OpenCV cannot decode it")
    return np.asarray(pixels, dtype=np.uint8)


def clamp(edge: float) -> float:
    """Return a fraction of the frame, within it."""
    return min(1.0, max(0.0, edge))
