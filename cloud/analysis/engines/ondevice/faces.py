"""Faces in pictures, found by OpenCV's cascade; whose they are it cannot know. One thread at a time."""

from __future__ import annotations

from pathlib import Path

import cv2

from cloud.analysis.engines.ondevice.vision import decode
from cloud.analysis.engines.ports import Finding

#: Measured at these settings: it finds 97 of the 100 faces of scikit-image's ``lfw_subset`` and the astronaut's, and
#: none in 16 pictures without (brick, coins, coffee, gravel …), in most of which the ``default`` cascade sees some.
_CASCADE = "haarcascade_frontalface_alt.xml"
_SIDE_PX = 800
_SCALE = 1.15
_NEIGHBOURS = 4
_SMALLEST_PX = 30


class CascadeFaceFinder:
    """``FaceFinder`` on a Viola-Jones cascade, which gives no probability."""

    name = "opencv"

    def __init__(self) -> None:
        self._cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / _CASCADE))

    def find(self, jpeg: bytes) -> tuple[Finding, ...]:
        """Return the faces that look into the camera, the largest first."""
        grey = cv2.cvtColor(decode(jpeg), cv2.COLOR_BGR2GRAY)
        scale = min(1.0, _SIDE_PX / max(grey.shape))
        if scale < 1.0:
            grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height, width = grey.shape
        found = self._cascade.detectMultiScale(
            cv2.equalizeHist(grey), _SCALE, _NEIGHBOURS, minSize=(_SMALLEST_PX, _SMALLEST_PX)
        )
        boxes = sorted(((int(x), int(y), int(w), int(h)) for x, y, w, h in found), key=lambda box: -box[2])
        return tuple(Finding("Face", None, (x / width, y / height, w / width, h / height)) for x, y, w, h in boxes)
