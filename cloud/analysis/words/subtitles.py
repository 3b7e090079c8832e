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
    speaker: str | None = None


def cues(words: Sequence[Word], space: str = " ") -> Iterator[Cue]:
    """Group words into cues, each of one speaker; ``space`` stands between two words."""
    held: list[Word] = []
    for word in words:
        if held and _begins_new(held, word):
            yield _cue(held, space)
            held = []
        held.append(word)
    if held:
        yield _cue(held, space)


def webvtt(words: Sequence[Word], space: str = " ") -> str:
    """Return the words as WebVTT, speakers as its voices; what could be markup is escaped."""
    return webvtt_of(cues(words, space))


def webvtt_of(listed: Iterable[Cue]) -> str:
    """Return cues as WebVTT."""
    blocks = [
        f"{_time(cue.start_ms, '.')} --> {_time(cue.end_ms, '.')}\n{_voice(cue)}{_escape(cue.text)}\n" for cue in listed
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def subrip(words: Sequence[Word], space: str = " ") -> str:
    """Return the words as SubRip; who speaks is said where somebody else begins."""
    blocks: list[str] = []
    speaking: str | None = None
    for number, cue in enumerate(cues(words, space), start=1):
        said = f"{cue.speaker}: {cue.text}" if cue.speaker and cue.speaker != speaking else cue.text
        speaking = cue.speaker
        blocks.append(f"{number}\n{_time(cue.start_ms, ',')} --> {_time(cue.end_ms, ',')}\n{said}\n")
    return "\n".join(blocks)


def _begins_new(held: Sequence[Word], word: Word) -> bool:
    length = sum(len(each.text) + 1 for each in held) + len(word.text)
    is_long = length > CUE_CHARACTERS or word.end_ms - held[0].start_ms > CUE_MS
    return is_long or word.start_ms - held[-1].end_ms >= PAUSE_MS or word.speaker != held[-1].speaker


def _cue(held: Sequence[Word], space: str) -> Cue:
    start_ms = held[0].start_ms
    text = space.join(word.text for word in held)
    return Cue(start_ms, max(held[-1].end_ms, start_ms + 1), text, held[0].speaker)


def _voice(cue: Cue) -> str:
    return f"<v {_escape(cue.speaker)}>" if cue.speaker else ""


def _time(moment_ms: int, point: str) -> str:
    seconds, ms = divmod(moment_ms, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}{point}{ms:03d}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
