"""A video as Rekognition takes it: whether it is that already, and a copy where it is not. Any thread.

The copy is H.264 without sound, upright, at most 720p and 30 frames a second, and keeps the time axis: a moment in it
is the same moment in the item, so that nothing found in it has to be mapped back. It begins with a frame at zero, holds
no frames that are shown before they are decoded, and drops frames, never moves them.

Making one costs much: on one core about as long as the video lasts where it is 4K. After a few seconds it is plain how
long the whole would take, and a copy that cannot be had within the limit is not begun in earnest.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
from av.video.frame import PictureType

from cloud.analysis.engines.aws.limits import VIDEO_BYTES, VIDEO_CODECS, VIDEO_MIMES, VIDEO_MS
from cloud.analysis.engines.containers import (
    AV_ERRORS,
    decoded_frames,
    duration_ms_of,
    find_cut,
    opened,
    rotation_of,
    upright_size,
    video_of,
)
from cloud.analysis.engines.ports import MediaError
from cloud.contract.media import HEAD_BYTES, sniff
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from av.container import InputContainer, OutputContainer

RECIPE = "h264-720p30"
#: How long the last frame may be shown.
_LAST_FRAME_MS = 100
#: Longest and shortest side of a picture.
LONG_PX, SHORT_PX = 1280, 720
#: Half the frames of 60 a second, and of 50; all of 30, with a little room for clocks that jitter.
_STEP_S = Fraction(31, 1000)
#: ``av`` has fifteen minutes for all it does.
LIMIT_S = 480.0
LIMIT_BYTES = 1024**3
#: What is extrapolated from less says little.
_TRIAL_S = 6.0
#: A fair guess that is a fifth over the limit is let go on.
_MARGIN = 1.2
_AXIS = Fraction(1, 90_000)
_OPTIONS = {"preset": "veryfast", "crf": "23", "bf": "0"}
#: What every decoder of H.264 reads; others are its professional profiles.
_PLAIN_FORMATS = frozenset({"yuv420p", "yuvj420p"})


class CopyNotWrittenError(Exception):
    """The disk is full, or gives errors: nothing is wrong with the video, and it may pass."""


@dataclass(frozen=True, slots=True)
class Film:
    """What decides whether Rekognition takes a video."""

    duration_ms: int
    misfit: str  #: why it does not, for the log; "" where it does


@dataclass(frozen=True, slots=True)
class Proxy:
    """A copy that was made."""

    recipe: str  #: part of what a question is about: another recipe may give other answers
    duration_ms: int  #: a little more than it lasts, for it is what a job is charged by


def look_at_film(path: Path) -> Film:
    """Look into a video. Raises ``MediaError``: ``TOO_LONG`` where no copy could help, ``UNSUPPORTED``: no picture."""
    with path.open("rb") as file:
        media = sniff(file.read(HEAD_BYTES), path.name)
    with opened(path) as container:
        stream = video_of(container)
        if stream is None:
            raise MediaError(Reason.UNSUPPORTED, "no picture track")
        codec, pixels = stream.codec_context.name, str(stream.codec_context.pix_fmt)
        rotation = _rotation(container, stream)
    with opened(path) as container:  # a second time: finding the length of a stream may read it to its end
        duration_ms = duration_ms_of(container) or 0
    if duration_ms > VIDEO_MS:
        raise MediaError(Reason.TOO_LONG, f"{duration_ms} ms")
    misfits = [
        f"container {media.mime if media else 'unknown'}" if media is None or media.mime not in VIDEO_MIMES else "",
        f"codec {codec}" if codec not in VIDEO_CODECS else "",
        f"pixels {pixels}" if pixels not in _PLAIN_FORMATS else "",
        f"turned by {rotation}" if rotation else "",
        "cut off" if find_cut(path) else "",
        f"{path.stat().st_size} bytes" if path.stat().st_size > VIDEO_BYTES else "",
    ]
    return Film(duration_ms, ", ".join(filter(None, misfits)))


def make_proxy(
    path: Path,
    target: Path,
    *,
    limit_s: float = LIMIT_S,
    limit_bytes: int = LIMIT_BYTES,
    clock: Callable[[], float] = time.monotonic,
) -> Proxy:
    """Write the copy of a video to ``target``, an MP4.

    Raises ``MediaError``: ``TOO_LONG`` or ``TOO_LARGE`` where it would take more time or room than it may, ``DAMAGED``
    where no frame can be decoded. Damaged stretches are passed over.
    """
    with opened(path) as container:
        duration_ms = duration_ms_of(container) or 0
    started = clock()
    with opened(path) as container, _written(target) as made:
        stream = video_of(container)
        if stream is None:
            raise MediaError(Reason.UNSUPPORTED, "no picture track")
        stream.thread_type = "AUTO"
        writer = _Writer(made, stream)
        for at_s, frame in _frames(container, stream):
            writer.write(at_s, frame)
            _check(writer, duration_ms / 1000, clock() - started, limit_s, limit_bytes)
        writer.close()
    return Proxy(RECIPE, round(float(writer.last_s) * 1000) + _LAST_FRAME_MS)


@contextmanager
def _written(target: Path) -> Iterator[OutputContainer]:
    try:
        made = av.open(str(target), "w", format="mp4", options={"movflags": "faststart"})
    except AV_ERRORS as error:
        raise CopyNotWrittenError from error
    try:
        yield made
    except BaseException:
        with suppress(*AV_ERRORS):  # what kept it from being written is the error to be seen
            made.close()
        raise
    try:
        made.close()
    except AV_ERRORS as error:
        raise CopyNotWrittenError from error


class _Writer:
    """Encodes frames as they come."""

    def __init__(self, made: OutputContainer, source: av.VideoStream) -> None:
        self._made = made
        self._source = source
        self._stream: av.VideoStream | None = None
        self._size = (0, 0)
        self.last_s = Fraction(0)
        self.size_bytes = 0

    def write(self, at_s: Fraction, frame: av.VideoFrame) -> None:
        """Encode one frame; the first is shown from the very beginning."""
        picture = self._upright(frame)
        if self._stream is None:
            self._stream = self._open(picture)
            if at_s >= _STEP_S:
                self._encode(self._stream, Fraction(0), picture)
        self._encode(self._stream, at_s, picture)
        self.last_s = at_s

    def close(self) -> None:
        """Write what is still to come. Raises ``MediaError`` where there was no frame at all."""
        if self._stream is None:
            raise MediaError(Reason.DAMAGED, "no frame can be decoded")
        self._mux(self._stream, None)

    def _open(self, picture: av.VideoFrame) -> av.VideoStream:
        stream = self._made.add_stream("libx264", rate=30, options=dict(_OPTIONS))
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = _AXIS
        self._size = (picture.width, picture.height)
        return stream

    def _upright(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return the frame as it is shown: square pixels, turned, no larger than the copy may be."""
        rotation = rotation_of(frame)
        width, height = upright_size(self._source, 0)
        scale = min(1.0, LONG_PX / max(width, height), SHORT_PX / min(width, height))
        even = (max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2))
        if not rotation:
            size = self._size if self._size[0] else even
            return frame.reformat(width=size[0], height=size[1], format="yuv420p")
        pixels = frame.reformat(width=even[0], height=even[1], format="rgb24").to_ndarray()
        turned = np.ascontiguousarray(np.rot90(pixels, k=-(rotation // 90)), dtype=np.uint8)
        upright = av.VideoFrame.from_ndarray(turned, format="rgb24")
        size = self._size if self._size[0] else (upright.width, upright.height)
        return upright.reformat(width=size[0], height=size[1], format="yuv420p")

    def _encode(self, stream: av.VideoStream, at_s: Fraction, picture: av.VideoFrame) -> None:
        picture.pts = round(at_s / _AXIS)
        picture.time_base = _AXIS
        picture.pict_type = PictureType.NONE  # else the encoder would copy the source's choice of keyframes
        self._mux(stream, picture)

    def _mux(self, stream: av.VideoStream, picture: av.VideoFrame | None) -> None:
        try:
            for packet in stream.encode(picture):
                self.size_bytes += packet.size
                self._made.mux(packet)
        except AV_ERRORS as error:
            raise CopyNotWrittenError from error


def _frames(container: InputContainer, stream: av.VideoStream) -> Iterator[tuple[Fraction, av.VideoFrame]]:
    """Yield the frames that the copy keeps, with their time in seconds from the file's beginning, ever later."""
    start_s = Fraction(container.start_time or 0, 1_000_000)
    last_s = Fraction(-1)
    for frame in decoded_frames(container, stream):
        if frame.pts is None or frame.time_base is None:
            continue
        at_s = max(Fraction(0), frame.pts * frame.time_base - start_s)
        if at_s - last_s >= _STEP_S:
            last_s = at_s
            yield at_s, frame


def _check(writer: _Writer, duration_s: float, spent_s: float, limit_s: float, limit_bytes: int) -> None:
    """Stop where the copy is over a limit, or will be, as far as can be told."""
    share = float(writer.last_s) / duration_s if duration_s > 0 else 1.0
    is_tried = spent_s >= _TRIAL_S and 0 < share < 1
    if spent_s > limit_s or (is_tried and spent_s / share > limit_s * _MARGIN):
        raise MediaError(Reason.TOO_LONG, f"a copy takes {spent_s / max(share, 0.001):.0f} s")
    if writer.size_bytes > limit_bytes or (is_tried and writer.size_bytes / share > limit_bytes * _MARGIN):
        raise MediaError(Reason.TOO_LARGE, f"a copy takes {writer.size_bytes / max(share, 0.001):.0f} bytes")


def _rotation(container: InputContainer, stream: av.VideoStream) -> int:
    try:
        return rotation_of(next(container.decode(stream)))
    except (StopIteration, *AV_ERRORS):
        return 0
