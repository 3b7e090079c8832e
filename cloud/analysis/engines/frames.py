"""Pictures out of a video: its poster, and the frames that differ. Any thread, one container each."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from cloud.analysis.engines.containers import (
    AV_ERRORS,
    decoded_frames,
    duration_ms_of,
    opened,
    rotation_of,
    upright_size,
    video_of,
)
from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import av
    import numpy.typing as npt
    from av.container import InputContainer

    Fingerprint = npt.NDArray[np.int16]

POSTER_PX = 1920
FRAME_PX = 1600
_QUALITY = 88

#: Where a poster is looked for, as shares of the length; the first that shows something is taken.
_POSTER_PLACES = (0.1, 0.2, 0.35, 0.5, 0.75, 0.0)
#: If no keyframe shows anything: so many frames from the beginning, one in so many.
_POSTER_FRAMES, _POSTER_STRIDE = 300, 10
#: A picture darker than this on average, or flatter, shows nothing (0 to 255).
_DARK, _FLAT = 20.0, 8.0

#: Up to so many pixels a video is decoded whole (four minutes of 1080p at 30: about a minute on one core); beyond, one
#: keyframe is looked up for each place, so that two hours cost seconds.
_WHOLE_PIXELS = 15e9
_FPS_UNKNOWN = 30.0

_SIDE = 16
#: A step that changes by less is noise (0 to 255).
_STEP = 6
#: Of 480 steps. Measured: noise and strong compression move none, a changed line of text 8 (30 px high of 720) to 30, a
#: name in the lower third 65, the camera's own movement 100 and more.
_DIFFERENT = 8
#: A frame is compared with the last ones kept, so that cutting between two speakers is not new each time.
_REMEMBERED = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a video, upright."""

    at_ms: int
    jpeg: bytes


def poster(path: Path) -> bytes:
    """Return a JPEG of a frame that shows something, about a tenth in, upright, at most ``POSTER_PX`` long.

    Raises ``MediaError`` where no frame can be decoded.
    """
    with opened(path) as container:
        stream = _prepared(container)
        best: tuple[float, Image.Image] | None = None
        for frame in _poster_candidates(container, stream):
            picture = _upright(frame, stream, POSTER_PX)
            grey = np.asarray(picture.convert("L").resize((32, 32)), dtype=np.float32)
            shows = float(grey.std()) if grey.mean() > _DARK else 0.0
            if best is None or shows > best[0]:
                best = (shows, picture)
            if shows > _FLAT:
                break
        if best is None:
            raise MediaError(Reason.DAMAGED, "no frame can be decoded")
        return _encode(best[1])


def distinct_frames(path: Path, at_most_one_every_ms: int = 2000, limit: int = 120) -> Iterator[Frame]:
    """Yield the frames that differ from those before, spread over the whole length, in order of time.

    At most one in ``at_most_one_every_ms``, and at most ``limit``: of a long video the spacing grows instead of the end
    being left out. Raises ``MediaError`` where no frame can be decoded.
    """
    with opened(path) as container:
        duration_ms = duration_ms_of(container) or 0
    with opened(path) as container:
        stream = _prepared(container)
        step_ms = max(at_most_one_every_ms, duration_ms // max(1, limit))
        fps = float(stream.average_rate or _FPS_UNKNOWN)
        is_short = stream.width * stream.height * fps * duration_ms / 1000 <= _WHOLE_PIXELS
        candidates = (
            _each(container, stream, step_ms) if is_short else _keyframes(container, stream, step_ms, duration_ms)
        )
        kept: list[Fingerprint] = []
        number = 0
        for at_ms, frame in candidates:
            picture = _upright(frame, stream, FRAME_PX)
            fingerprint = fingerprint_of(picture)
            if all(distance(fingerprint, other) >= _DIFFERENT for other in kept[-_REMEMBERED:]):
                kept.append(fingerprint)
                number += 1
                yield Frame(at_ms, _encode(picture))
            if number >= limit:
                return


def fingerprint_of(picture: Image.Image) -> Fingerprint:
    """Return how much brighter each of 16 x 16 places is than its neighbours, to the right and downwards.

    The idea is Neal Krawetz's dHash ("Kind of Like That", hackerfactor.com, 2013); the steps are kept whole rather than
    as bits, because noise turns bits over in flat places.
    """
    grey = np.asarray(picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX), dtype=np.int16)
    return np.concatenate([np.diff(grey, axis=1).ravel(), np.diff(grey, axis=0).ravel()])


def distance(one: Fingerprint, other: Fingerprint) -> int:
    """Return in how many places two fingerprints differ."""
    return int(np.count_nonzero(np.abs(one - other) > _STEP))


def _prepared(container: InputContainer) -> av.VideoStream:
    stream = video_of(container)
    if stream is None:
        raise MediaError(Reason.UNSUPPORTED, "no picture track")
    stream.thread_type = "AUTO"
    return stream


def _poster_candidates(container: InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    duration_us = container.duration or 0
    for place in _POSTER_PLACES if duration_us else (0.0,):
        frame = _seek(container, stream, int(duration_us * place))
        if frame is not None:
            yield frame
    try:
        container.seek(container.start_time or 0)
        for number, frame in enumerate(container.decode(stream)):
            if number % _POSTER_STRIDE == 0:
                yield frame
            if number >= _POSTER_FRAMES:
                return
    except AV_ERRORS:
        return


def _seek(container: InputContainer, stream: av.VideoStream, at_us: int) -> av.VideoFrame | None:
    """Return the first frame from the keyframe at or before a moment; None where none can be decoded."""
    try:
        container.seek(at_us + (container.start_time or 0))
        return next(container.decode(stream))
    except (StopIteration, *AV_ERRORS):
        return None


def _each(container: InputContainer, stream: av.VideoStream, step_ms: int) -> Iterator[tuple[int, av.VideoFrame]]:
    """Decode all that other frames rest on, and hand out one a step; a damaged stretch is passed over.

    A video that is longer than it says is left where twice as much was decoded as a whole one may take.
    """
    stream.codec_context.skip_frame = "NONREF"
    next_ms, decoded = 0, 0
    for frame in decoded_frames(container, stream):
        decoded += frame.width * frame.height
        if decoded > 2 * _WHOLE_PIXELS:
            return
        at_ms = _at_ms(container, frame)
        if at_ms >= next_ms:
            next_ms = at_ms - at_ms % step_ms + step_ms
            yield at_ms, frame


def _keyframes(
    container: InputContainer, stream: av.VideoStream, step_ms: int, duration_ms: int
) -> Iterator[tuple[int, av.VideoFrame]]:
    stream.codec_context.skip_frame = "NONKEY"
    last_ms = -1
    for target_ms in range(0, max(1, duration_ms), step_ms):
        frame = _seek(container, stream, target_ms * 1000)
        at_ms = _at_ms(container, frame) if frame is not None else last_ms
        if frame is not None and at_ms > last_ms:
            last_ms = at_ms
            yield at_ms, frame


def _at_ms(container: InputContainer, frame: av.VideoFrame) -> int:
    start_s = (container.start_time or 0) / 1_000_000
    return max(0, round(((frame.time or 0.0) - start_s) * 1000))


def _upright(frame: av.VideoFrame, stream: av.VideoStream, longest_px: int) -> Image.Image:
    """Return the frame as it is shown: square pixels, turned by its display matrix, no longer than asked."""
    rotation = rotation_of(frame)
    width, height = upright_size(stream, 0)
    scale = min(1.0, longest_px / max(width, height))
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    pixels = frame.reformat(width=size[0], height=size[1], format="rgb24").to_ndarray()
    picture = Image.fromarray(pixels)
    method = _TURNS.get(rotation)
    return picture if method is None else picture.transpose(method)


_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def _encode(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
