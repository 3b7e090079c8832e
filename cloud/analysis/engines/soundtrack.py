"""The sound of a recording as one file that a speech service takes: FLAC, 16 kHz, one channel, 16 bit. Any thread.

Decoded and encoded piece by piece: four hours of sound take no more memory than a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import av
import numpy as np

from cloud.analysis.engines.containers import AV_ERRORS, audio_of, opened
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.engines.sound import RATE_HZ, decode
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy.typing as npt

#: Samples of one FLAC frame; the encoder of FFmpeg takes any number, and this one costs little.
_BLOCK = 4096


class TrackNotWrittenError(Exception):
    """The disk is full, or gives errors: nothing is wrong with the recording, and it may pass."""


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """What was written."""

    start_ms: int  #: where on the file's own time axis it begins
    duration_ms: int  #: more than the limit where there was more sound than that


def sound_track(path: Path, target: Path, limit_ms: int) -> SoundTrack:
    """Write the sound of a file to ``target``; it ends soon after ``limit_ms`` where there is more.

    Damaged stretches are passed over. Raises ``MediaError``: ``NO_AUDIO``, or ``DAMAGED`` where nothing can be decoded.
    """
    with opened(path) as container:
        stream = audio_of(container)
        if stream is None:
            raise MediaError(Reason.NO_AUDIO)
        pieces = iter(decode(container, stream, RATE_HZ))
        at_s, first = next(pieces, (0.0, None))
        if first is None:
            raise MediaError(Reason.DAMAGED, "no sound can be decoded")
        start_ms = max(0, round((at_s - (container.start_time or 0) / 1_000_000) * 1000))

        def samples() -> Iterable[npt.NDArray[np.int16]]:
            yield first
            yield from (piece for _at_s, piece in pieces)

        written = _encode(target, samples(), limit_ms * RATE_HZ // 1000)
    return SoundTrack(start_ms, written * 1000 // RATE_HZ)


def _encode(target: Path, pieces: Iterable[npt.NDArray[np.int16]], limit: int) -> int:
    """Write samples as FLAC until one more than ``limit`` is there; return how many were written."""
    written = 0
    try:
        with av.open(str(target), "w", format="flac") as output:
            stream = output.add_stream("flac", rate=RATE_HZ, layout="mono", format="s16")
            for block in _blocks(pieces):
                frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
                frame.sample_rate = RATE_HZ
                frame.pts = written
                output.mux(stream.encode(frame))
                written += len(block)
                if written > limit:
                    break
            output.mux(stream.encode(None))
    except AV_ERRORS as error:  # those of the recording itself are passed over where it is decoded
        raise TrackNotWrittenError(str(error)) from error
    return written


def _blocks(pieces: Iterable[npt.NDArray[np.int16]]) -> Iterable[npt.NDArray[np.int16]]:
    """Yield the samples in blocks of one size, for decoders give a few hundred at a time."""
    held: list[npt.NDArray[np.int16]] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            whole = np.concatenate(held)
            for at in range(0, size - _BLOCK + 1, _BLOCK):
                yield whole[at : at + _BLOCK]
            held = [whole[size // _BLOCK * _BLOCK :]]
            size = len(held[0])
    if size:
        yield np.concatenate(held)
