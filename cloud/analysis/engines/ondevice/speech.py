"""Speech, written down by Pocketsphinx: US English, rough. One thread at a time.

First the stretches with speech are found, so that silence costs nothing; then each is recognized by itself, a little
wider than found, because the endpointer wakes after the first sound.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from pocketsphinx import Decoder, Endpointer, Vad

from cloud.contract.transcript import Word

_RATE_HZ = 16_000
_BYTES_PER_S = _RATE_HZ * 2
_PAD_S = 0.3
#: Longer stretches are cut where they are quietest: the decoder's memory grows with each.
_LONGEST_S = 25.0
_CUT_WINDOW_S = 0.1
_FRAME_MS = 10
#: The decoder's names for a second pronunciation, as in ``read(2)``.
_VARIANT = re.compile(r"\(\d+\)$")


class SphinxRecognizer:
    """``SpeechRecognizer`` on Pocketsphinx and the model in its wheel."""

    name = "pocketsphinx"

    def __init__(self) -> None:
        self._decoder = Decoder(samprate=_RATE_HZ, loglevel="FATAL")

    def recognize(self, pcm_s16le_16khz_mono: bytes) -> tuple[Word, ...]:
        """Return the words with times from the first sample, and posteriors as confidence."""
        words: list[Word] = []
        for start_s, end_s in find_speech(pcm_s16le_16khz_mono):
            words += self._recognize_stretch(pcm_s16le_16khz_mono, start_s, end_s)
        return tuple(words)

    def _recognize_stretch(self, pcm: bytes, start_s: float, end_s: float) -> list[Word]:
        first = int(start_s * _RATE_HZ) * 2
        # Mean and noise estimates outlive an utterance: with them, the same message twice would give other words.
        self._decoder.reinit_feat()
        self._decoder.start_utt()
        self._decoder.process_raw(pcm[first : int(end_s * _RATE_HZ) * 2], full_utt=True)
        self._decoder.end_utt()
        segments = self._decoder.seg() if self._decoder.hyp() is not None else None
        offset_ms = round(start_s * 1000)
        return [
            Word(
                text=_VARIANT.sub("", segment.word),
                start_ms=offset_ms + segment.start_frame * _FRAME_MS,
                end_ms=offset_ms + (segment.end_frame + 1) * _FRAME_MS,
                confidence=min(100.0, max(0.0, float(segment.prob) * 100)),
            )
            for segment in segments or ()
            if segment.word[0] not in "<[+"
        ]


def find_speech(pcm: bytes) -> list[tuple[float, float]]:
    """Return the stretches, in seconds, where somebody may be speaking; none longer than the decoder should take."""
    stretches: list[tuple[float, float]] = []
    total_s = len(pcm) / _BYTES_PER_S
    for start_s, end_s in _voiced(pcm):
        wide = (max(0.0, start_s - _PAD_S), min(total_s, end_s + _PAD_S))
        if stretches and wide[0] <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], wide[1])
        else:
            stretches.append(wide)
    return [piece for start_s, end_s in stretches for piece in _cut(pcm, start_s, end_s)]


def _voiced(pcm: bytes) -> list[tuple[float, float]]:
    endpointer = Endpointer(vad_mode=Vad.LOOSE, sample_rate=_RATE_HZ)
    size = endpointer.frame_bytes
    whole = len(pcm) // size * size
    found: list[tuple[float, float]] = []
    was_speech = False
    for at in range(0, whole, size):
        endpointer.process(pcm[at : at + size])
        if was_speech and not endpointer.in_speech:
            found.append((float(endpointer.speech_start), float(endpointer.speech_end)))
        was_speech = endpointer.in_speech
    if was_speech:
        found.append((float(endpointer.speech_start), len(pcm) / _BYTES_PER_S))
    return found


def _cut(pcm: bytes, start_s: float, end_s: float) -> list[tuple[float, float]]:
    """Cut a stretch into pieces short enough, each in the second half of what is allowed, where it is quietest."""
    edges = [start_s]
    while end_s - edges[-1] > _LONGEST_S:
        earliest = edges[-1] + _LONGEST_S / 2
        first = int(earliest * _RATE_HZ) * 2
        samples = np.frombuffer(pcm[first : first + int(_LONGEST_S / 2 * _RATE_HZ) * 2], dtype="<i2")
        window = int(_CUT_WINDOW_S * _RATE_HZ)
        windows = samples[: len(samples) // window * window].reshape(-1, window).astype(np.float32)
        edges.append(earliest + (int((windows**2).mean(axis=1).argmin()) + 0.5) * _CUT_WINDOW_S)
    return list(pairwise([*edges, end_s]))
