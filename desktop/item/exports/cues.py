"""Words as subtitles: how long a line, how many lines, how fast they may be read. Pure; any thread.

Sources of the numbers: Netflix, "Timed Text Style Guide: General Requirements" (minimum duration 5/6 s, maximum 7 s,
two frames between cues) and its "English (USA) Timed Text Style Guide" (42 characters a line, two lines, 20 characters
a second for adults). BBC, "Subtitle Guidelines" (at most two lines as a rule, 160 to 180 words a minute, a line break
at a natural pause) and EBU Tech 3380 (EBU-TT-D), whose 37 to 40 characters a line are narrower; 42 is what most
players show. A cue begins with its first word, to the millisecond; only its end may wait for slow readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.transcript import Word

LINE_CHARACTERS = 42
LINES = 2
SHORTEST_MS = 833
LONGEST_MS = 7_000
CHARACTERS_A_SECOND = 20
#: Two frames at 25 a second.
GAP_MS = 80
#: A pause of this length ends a cue: nobody speaks, so nothing stands there.
PAUSE_MS = 1_000
_ENDS = (".", "?", "!", "…")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle."""

    start_ms: int
    end_ms: int
    speaker: str  #: "" where nobody knows
    lines: tuple[str, ...]


def cues_of(words: Sequence[Word], *, with_names: bool = False) -> list[Cue]:
    """Return subtitles for words; ``with_names`` writes ``Name: `` where another speaker begins."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and _fits(groups, word, with_names=with_names):
            groups[-1].append(word)
        else:
            groups.append([word])
    cues: list[Cue] = []
    speaker = ""
    for number, group in enumerate(groups):
        named = group[0].speaker or ""
        said = named if named != speaker else ""
        speaker = named
        text = _prefix(said, with_names=with_names) + " ".join(word.text for word in group)
        next_ms = groups[number + 1][0].start_ms if number + 1 < len(groups) else None
        cues.append(Cue(group[0].start_ms, _end(group, text, next_ms), named, _lines(text)))
    return cues


def _prefix(speaker: str, *, with_names: bool) -> str:
    return f"{speaker}: " if with_names and speaker else ""


def _fits(groups: list[list[Word]], word: Word, *, with_names: bool) -> bool:
    """Whether a word belongs to the cue that is being made."""
    group = groups[-1]
    before = groups[-2][0].speaker if len(groups) > 1 else None
    last = group[-1]
    if word.speaker != last.speaker or word.start_ms - last.end_ms >= PAUSE_MS:
        return False
    if word.end_ms - group[0].start_ms > LONGEST_MS:
        return False
    named = group[0].speaker or "" if group[0].speaker != before else ""
    text = _prefix(named, with_names=with_names) + " ".join(each.text for each in group)
    if last.text.endswith(_ENDS) and len(text) >= LINE_CHARACTERS * _HALF * LINES:
        return False  # a sentence that fills half of the room stands alone
    return len(_lines(f"{text} {word.text}")) <= LINES


def _end(group: Sequence[Word], text: str, next_ms: int | None) -> int:
    """Return when a cue ends: with its last word, later where it would be gone too soon to be read."""
    start_ms, spoken_ms = group[0].start_ms, max(word.end_ms for word in group)
    read_ms = start_ms + max(SHORTEST_MS, len(text) * 1000 // CHARACTERS_A_SECOND)
    wanted = max(spoken_ms, min(read_ms, start_ms + LONGEST_MS))
    if next_ms is not None:
        free = next_ms - GAP_MS if next_ms - GAP_MS > start_ms else next_ms
        wanted = min(wanted, free)
    return max(wanted, start_ms + 1)


def _lines(text: str) -> tuple[str, ...]:
    """Break text into lines: two of nearly one length where two are enough, else as many as it needs."""
    if len(text) <= LINE_CHARACTERS:
        return (text,)
    places = [at for at, letter in enumerate(text) if letter == " "]
    halves = [at for at in places if at <= LINE_CHARACTERS and len(text) - at - 1 <= LINE_CHARACTERS]
    if halves:
        at = min(halves, key=lambda place: (text[place - 1] not in ",.;:?!", abs(2 * place - len(text))))
        best = min(halves, key=lambda place: abs(2 * place - len(text)))
        at = at if abs(2 * at - len(text)) <= LINE_CHARACTERS * _HALF else best
        return text[:at], text[at + 1 :]
    lines, held = [], ""
    for word in text.split(" "):
        if held and len(held) + 1 + len(word) > LINE_CHARACTERS:
            lines.append(held)
            held = word
        else:
            held = f"{held} {word}" if held else word
    return (*lines, held)
