"""Sound out of a recording: pieces for the recognizer, and a picture of its loudness. Any thread."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image, ImageDraw

from cloud.analysis.engines.containers import AV_ERRORS, audio_of, duration_ms_of, opened
from cloud.analysis.engines.pictures import LARGE_PX, SMALL_PX, Thumbnails
from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt
    from av.container import InputContainer

RATE_HZ = 16_000
#: A piece may end this much early, where it is quietest, so that no word is cut.
_CUT_WITHIN_MS = 15_000
_CUT_WINDOW_MS = 200

#: The waveform's colours: ``raised`` and ``text3`` of the dark theme (design tokens).
BACKGROUND, BARS = "#1C1C22", "#9797A4"
#: Bars of the small and of the large picture, so that each is made of whole pixels.
_BARS = {SMALL_PX: 40, LARGE_PX: 96}
_ASPECT = 3 / 2
_MARGIN = 0.07
#: The tallest bar takes this share of the height.
_TALLEST = 0.62
_DRAWN_LARGER = 2
_QUALITY = 90
#: Longer recordings are not decoded whole for their picture: each bar hears this much, at its place.
_WHOLE_MS = 20 * 60 * 1000
_BAR_MS = 500
_PEAK_RATE_HZ = 8_000
_PEAK_MS = 20
#: Below this share of full scale there is nothing to be seen; above, the loudest bar is drawn at full height.
_QUIET = 0.004


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of the sound track: 16 kHz, mono, signed 16-bit little-endian."""

    index: int
    start_ms: int  #: from the beginning of the file
    pcm: bytes


def sound_chunks(path: Path, chunk_ms: int = 300_000) -> Iterator[Sound]:
    """Yield the sound in pieces of at most ``chunk_ms``, cut where it is quiet; nothing where there is no sound track.

    Damaged stretches are passed over. Raises ``MediaError`` where nothing at all can be decoded.
    """
    limit = chunk_ms * RATE_HZ // 1000
    with opened(path) as container:
        stream = audio_of(container)
        if stream is None:
            return
        waiting = np.zeros(0, dtype=np.int16)
        index, done, start_ms = 0, 0, 0
        parts: list[npt.NDArray[np.int16]] = []
        size = 0
        for at_s, samples in decode(container, stream, RATE_HZ):
            if index == 0 and not size:
                start_ms = max(0, round((at_s - (container.start_time or 0) / 1_000_000) * 1000))
            parts.append(samples)
            size += len(samples)
            while size >= limit:
                waiting = np.concatenate(parts)
                cut = _find_quiet(waiting[:limit])
                yield Sound(index, start_ms + done * 1000 // RATE_HZ, waiting[:cut].tobytes())
                index, done = index + 1, done + cut
                parts, size = [waiting[cut:]], size - cut
        if size:
            yield Sound(index, start_ms + done * 1000 // RATE_HZ, np.concatenate(parts).tobytes())
        elif index == 0:
            raise MediaError(Reason.DAMAGED, "no sound can be decoded")


def waveform(path: Path) -> Thumbnails:
    """Draw the loudness as bars on a quiet background; width and height are 0, for sound has none.

    Raises ``MediaError``: ``NO_AUDIO``, or ``DAMAGED`` where nothing can be decoded.
    """
    with opened(path) as container:
        duration_ms = duration_ms_of(container) or 0
    with opened(path) as container:
        stream = audio_of(container)
        if stream is None:
            raise MediaError(Reason.NO_AUDIO)
        if duration_ms > _WHOLE_MS:
            peaks = _sample_peaks(container, stream, duration_ms, _BARS[LARGE_PX])
        else:
            peaks = _all_peaks(container, stream)
    if not len(peaks):
        raise MediaError(Reason.DAMAGED, "no sound can be decoded")
    large = draw_waveform(peaks, LARGE_PX)
    return Thumbnails(draw_waveform(peaks, SMALL_PX), large, large, 0, 0)


def decode(
    container: InputContainer, stream: av.AudioStream, rate_hz: int
) -> Iterator[tuple[float, npt.NDArray[np.int16]]]:
    """Yield (time in seconds, mono samples); packets that cannot be decoded are passed over."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate_hz)
    at_s = 0.0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
            decoded = packet.decode()
            at_s = decoded[0].time or 0.0 if decoded else at_s
            resampled = [part for frame in decoded for part in resampler.resample(frame)]
        except StopIteration:
            break
        except av.error.EOFError:
            break
        except AV_ERRORS:
            continue
        for part in resampled:
            yield at_s, part.to_ndarray().reshape(-1).astype(np.int16, copy=False)
    for part in resampler.resample(None):
        yield at_s, part.to_ndarray().reshape(-1).astype(np.int16, copy=False)


def _find_quiet(samples: npt.NDArray[np.int16]) -> int:
    """Return where to cut: the middle of the quietest window near the end."""
    window = _CUT_WINDOW_MS * RATE_HZ // 1000
    within = min(_CUT_WITHIN_MS * RATE_HZ // 1000, len(samples) // 2) // window * window
    if not within:
        return len(samples)
    tail = samples[-within:].astype(np.float32).reshape(-1, window)
    quietest = int(np.argmin((tail**2).mean(axis=1)[::-1]))
    return len(samples) - quietest * window - window // 2


def _all_peaks(container: InputContainer, stream: av.AudioStream) -> npt.NDArray[np.float32]:
    size = _PEAK_RATE_HZ * _PEAK_MS // 1000
    peaks: list[npt.NDArray[np.float32]] = []
    rest = np.zeros(0, dtype=np.int16)
    heard = 0
    for _, samples in decode(container, stream, _PEAK_RATE_HZ):
        heard += len(samples)
        if heard > 2 * _WHOLE_MS * _PEAK_RATE_HZ // 1000:  # longer than it says: this much is drawn
            break
        rest = np.concatenate([rest, samples])
        whole = len(rest) // size * size
        if whole:
            peaks.append(_loudness(rest[:whole].reshape(-1, size)))
            rest = rest[whole:]
    if len(rest):
        peaks.append(_loudness(rest.reshape(1, -1)))
    return np.concatenate(peaks) if peaks else np.zeros(0, dtype=np.float32)


def _sample_peaks(
    container: InputContainer, stream: av.AudioStream, duration_ms: int, bars: int
) -> npt.NDArray[np.float32]:
    peaks = np.zeros(bars, dtype=np.float32)
    heard = False
    for bar in range(bars):
        try:
            container.seek(duration_ms * bar // bars * 1000 + (container.start_time or 0))
        except AV_ERRORS:
            continue
        size = 0
        for _, samples in decode(container, stream, _PEAK_RATE_HZ):
            if len(samples):
                heard = True
                peaks[bar] = max(peaks[bar], float(_loudness(samples.reshape(1, -1))[0]))
            size += len(samples)
            if size >= _BAR_MS * _PEAK_RATE_HZ // 1000:
                break
    return peaks if heard else np.zeros(0, dtype=np.float32)


def _loudness(blocks: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    """Return the root mean square of each row as a share of full scale."""
    return np.asarray(np.sqrt((blocks.astype(np.float32) ** 2).mean(axis=1)) / 32768, dtype=np.float32)


def draw_waveform(peaks: npt.NDArray[np.float32], width_px: int) -> bytes:
    """Draw loudness values as a JPEG of ``SMALL_PX`` or ``LARGE_PX``, three to two, mirrored about the middle."""
    count = _BARS[width_px]
    bars = _into_bars(peaks, count)
    width, height = width_px * _DRAWN_LARGER, round(width_px / _ASPECT) * _DRAWN_LARGER
    pitch = int(width * (1 - 2 * _MARGIN) / count) // 2 * 2
    thick = max(2, round(pitch * 0.55))
    left = (width - pitch * count + pitch - thick) // 2
    picture = Image.new("RGB", (width, height), BACKGROUND)
    draw = ImageDraw.Draw(picture)
    for n, bar in enumerate(bars):
        half = max(thick / 2, bar * height * _TALLEST / 2)
        x = left + n * pitch
        box = (x, height / 2 - half, x + thick - 1, height / 2 + half - 1)
        draw.rounded_rectangle(box, radius=thick / 2, fill=BARS)
    picture = picture.resize((width_px, height // _DRAWN_LARGER), Image.Resampling.BOX)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue()


def _into_bars(peaks: npt.NDArray[np.float32], count: int) -> npt.NDArray[np.float32]:
    """Return the loudest value in each bar's stretch, 0 to 1 of the loudest of all; zeros for silence."""
    edges = np.linspace(0, len(peaks), count + 1)
    bars = np.array(
        [peaks[int(a) : max(int(a) + 1, int(b))].max(initial=0.0) for a, b in pairwise(edges)],
        dtype=np.float32,
    )
    loudest = float(bars.max(initial=0.0))
    if loudest < _QUIET:
        return np.zeros(count, dtype=np.float32)
    return np.asarray((bars / loudest) ** 0.8, dtype=np.float32)
