"""Words into subtitles: WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format") and SubRip. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cloud.contract.transcript import Word

#: Two lines of 42 characters, and no longer than people take to read them (Netflix, "Timed Text Style Guide").
CUE_CHARACTERS = 84
CUE_MS = 7_000
#: A silence this long begins a new cue.
PAUSE_MS = 1_000


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at one time."""

    start_ms: int
    end_ms: int
    text: str


def cues(words: Sequence[Word]) -> Iterator[Cue]:
    """Group words into cues."""
    held: list[Word] = []
    for word in words:
        if held and _begins_new(held, word):
            yield _cue(held)
            held = []
        held.append(word)
    if held:
        yield _cue(held)


def webvtt(words: Sequence[Word]) -> str:
    """Return the words as WebVTT."""
    return webvtt_of(cues(words))


def webvtt_of(listed: Iterable[Cue]) -> str:
    """Return cues as WebVTT; what could be markup is escaped."""
    blocks = [f"{_time(cue.start_ms, '.')} --> {_time(cue.end_ms, '.')}\n{_escape(cue.text)}\n" for cue in listed]
    return "\n".join(["WEBVTT\n", *blocks])


def subrip(words: Sequence[Word]) -> str:
    """Return the words as SubRip."""
    return "\n".join(
        f"{number}\n{_time(cue.start_ms, ',')} --> {_time(cue.end_ms, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues(words), start=1)
    )


def _begins_new(held: Sequence[Word], word: Word) -> bool:
    length = sum(len(each.text) + 1 for each in held) + len(word.text)
    is_long = length > CUE_CHARACTERS or word.end_ms - held[0].start_ms > CUE_MS
    return is_long or word.start_ms - held[-1].end_ms >= PAUSE_MS or word.speaker != held[-1].speaker


def _cue(held: Sequence[Word]) -> Cue:
    start_ms = held[0].start_ms
    return Cue(start_ms, max(held[-1].end_ms, start_ms + 1), " ".join(word.text for word in held))


def _time(moment_ms: int, point: str) -> str:
    seconds, ms = divmod(moment_ms, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}{point}{ms:03d}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
