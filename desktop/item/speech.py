"""A transcript as lines that people read, search and correct. Pure; any thread."""

from __future__ import annotations

import bisect
import difflib
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cloud.contract.corrections import SURE, Corrections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.corrections import WordKey
    from cloud.contract.transcript import Transcript, Word

#: A pause of this length, or so many words, ends a line.
PAUSE_MS = 700
WORDS = 18


@dataclass(frozen=True, slots=True)
class Line:
    """What was said in one breath."""

    start_ms: int
    text: str
    words: tuple[Word, ...]  #: as shown: corrected, with the speaker's name
    offsets: tuple[int, ...]  #: where in ``text`` each word begins
    heard: tuple[Word, ...] = ()  #: what the machine heard for each of ``words``
    label: str = ""  #: what the machine calls the speaker
    names_speaker: bool = False  #: another speaker than in the line before

    @property
    def speaker(self) -> str:
        """Who speaks, "" where nobody knows."""
        return self.words[0].speaker or ""

    @property
    def end_ms(self) -> int:
        """When it ends."""
        return max(word.end_ms for word in self.words)

    def word_at(self, position_ms: int) -> int | None:
        """Return the number of the word that is being said."""
        for number, word in enumerate(self.words):
            if word.start_ms <= position_ms < word.end_ms:
                return number
        return None

    def word_at_character(self, character: int) -> int:
        """Return the number of the word that holds a character."""
        return max(0, bisect.bisect_right(self.offsets, character) - 1)


@dataclass(frozen=True, slots=True)
class Match:
    """Where what is searched for stands."""

    line: int
    start: int  #: character of the line's text
    length: int


@dataclass(slots=True)
class _Open:
    words: list[Word] = field(default_factory=list)
    heard: list[Word] = field(default_factory=list)


def lines_of(transcript: Transcript, corrections: Corrections | None = None) -> list[Line]:
    """Break the words into lines at pauses, at another speaker, and before they grow long."""
    corrections = corrections or Corrections()
    lines: list[Line] = []
    held = _Open()
    for heard in transcript.words:
        shown = _shown(heard, corrections)
        if held.heard and _ends(held, heard):
            _close(lines, held)
            held = _Open()
        if shown is not None:
            held.words.append(shown)
            held.heard.append(heard)
    _close(lines, held)
    return lines


def _shown(heard: Word, corrections: Corrections) -> Word | None:
    text = corrections.words.get((heard.start_ms, heard.text))
    speaker = corrections.speakers.get(heard.speaker or "", heard.speaker)
    if text is None:
        return heard if speaker == heard.speaker else replace(heard, speaker=speaker)
    return replace(heard, text=text, confidence=SURE, speaker=speaker) if text else None


def _ends(held: _Open, heard: Word) -> bool:
    last = held.heard[-1]
    return heard.start_ms - last.end_ms >= PAUSE_MS or len(held.heard) >= WORDS or heard.speaker != last.speaker


def _close(lines: list[Line], held: _Open) -> None:
    if not held.words:
        return
    offsets: list[int] = []
    text = ""
    for word in held.words:
        text += " " if text else ""
        offsets.append(len(text))
        text += word.text
    speaker = held.words[0].speaker or ""
    lines.append(
        Line(
            start_ms=held.words[0].start_ms,
            text=text,
            words=tuple(held.words),
            offsets=tuple(offsets),
            heard=tuple(held.heard),
            label=held.heard[0].speaker or "",
            names_speaker=bool(speaker) and (not lines or lines[-1].speaker != speaker),
        )
    )


def corrected(line: Line, text: str) -> dict[WordKey, str | None]:
    """Return what to correct so that a line reads so: None where the machine was right after all.

    What is added belongs to the word before it, and what takes the place of several words stands at their times.
    """
    before = [(token, owner) for owner, word in enumerate(line.words) for token in word.text.split()]
    after = text.split()
    told: list[list[str]] = [[] for _ in line.words]
    matcher = difflib.SequenceMatcher(None, [token for token, _ in before], after, autojunk=False)
    for action, first, last, new_first, new_last in matcher.get_opcodes():
        new = after[new_first:new_last]
        if action == "insert":
            told[before[first - 1][1] if first else 0].extend(new)
            continue
        owners = [owner for _, owner in before[first:last]]
        for at, token in enumerate(new):
            told[owners[min(at, len(owners) - 1)]].append(token)
    changes: dict[WordKey, str | None] = {}
    for heard, shown, tokens in zip(line.heard, line.words, told, strict=True):
        said = " ".join(tokens)
        if said != shown.text:
            changes[heard.start_ms, heard.text] = None if said == heard.text else said
    return changes


def find(lines: Sequence[Line], wanted: str) -> list[Match]:
    """Return where a text stands, without regard to case and accents."""
    needle, _ = _folded(" ".join(wanted.split()))
    if not needle:
        return []
    found: list[Match] = []
    for number, line in enumerate(lines):
        text, places = _folded(line.text)
        at = text.find(needle)
        while at >= 0:
            start, end = places[at], places[at + len(needle) - 1] + 1
            found.append(Match(number, start, end - start))
            at = text.find(needle, at + len(needle))
    return found


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, and for each of its letters where it stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)
    return "".join(letters), places
