"""What is said between two times, as one quotes it. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.item.exports.spoken import short_timecode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.item.speech import Line


@dataclass(frozen=True, slots=True)
class Marks:
    """In and out."""

    begin_ms: int | None = None
    end_ms: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is marked."""
        return self.begin_ms is not None or self.end_ms is not None

    def beginning(self, at_ms: int) -> Marks:
        """Return these with another beginning; an end before it goes."""
        return Marks(at_ms, self.end_ms if self.end_ms is not None and self.end_ms > at_ms else None)

    def ending(self, at_ms: int) -> Marks:
        """Return these with another end; a beginning after it goes."""
        return Marks(self.begin_ms if self.begin_ms is not None and self.begin_ms < at_ms else None, at_ms)


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A word of a transcript: the line, and which word of it."""

    line: int
    word: int


def quote(lines: Sequence[Line], marks: Marks) -> str:
    """Return the words that begin between in and out, with both times; "" where not both are marked."""
    if marks.begin_ms is None or marks.end_ms is None:
        return ""
    said: list[tuple[str, list[str]]] = []
    for line in lines:
        words = [word.text for word in line.words if marks.begin_ms <= word.start_ms < marks.end_ms]
        if words:
            _add(said, line.speaker, words)
    when = f"[{short_timecode(marks.begin_ms)}-{short_timecode(marks.end_ms)}]"
    return "\n".join([f"{when} {_told(*said[0])}", *(_told(*each) for each in said[1:])]) if said else when


def quote_words(lines: Sequence[Line], first: Spot, last: Spot) -> str:
    """Return words from one spot to another, with who says them and when the first begins."""
    said: list[tuple[str, list[str]]] = []
    for number in range(first.line, last.line + 1):
        line = lines[number]
        begin = first.word if number == first.line else 0
        end = last.word if number == last.line else len(line.words)
        _add(said, line.speaker, [word.text for word in line.words[begin : end + 1]])
    when = f"[{short_timecode(lines[first.line].words[first.word].start_ms)}]"
    return "\n".join([f"{when} {_told(*said[0])}", *(_told(*each) for each in said[1:])])


def _add(said: list[tuple[str, list[str]]], speaker: str, words: list[str]) -> None:
    if said and said[-1][0] == speaker:
        said[-1][1].extend(words)
    else:
        said.append((speaker, list(words)))


def _told(speaker: str, words: list[str]) -> str:
    text = " ".join(words)
    return f"{speaker}: {text}" if speaker else text
