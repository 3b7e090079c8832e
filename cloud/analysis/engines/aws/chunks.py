"""Text in pieces that a service takes: cut by bytes of UTF-8, every offset led back to the whole. Pure; any thread.

A piece ends where a sentence does, else where a word does, else between two characters as people see them (a letter
and its accents, a flag, a family of emoji); only a character that is itself too large is cut between code points.
Comprehend counts its offsets in code points, as Python does.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cloud.contract.transcript import Word

#: Where a sentence may end: a full stop of some script (Arabic, Urdu, Hindi), what closes after it, and white space;
#: Chinese and Japanese write none. A stop between digits ends nothing.
_SENTENCE_END = re.compile(
    "(?:[.!?\u2026\u061f\u06d4\u0964]+[\"'”’»)\\]]*(?=\\s)|[\u3002\uff01\uff1f\uff61]+[”’\u300d\u300f\uff09]*)\\s*"
)
_ZERO_WIDTH_JOINER = "\u200d"
#: Joined to what stands before, though no mark by category: the non-joiner, halfwidth voicing marks, tags, skin tones.
_EXTENDING = re.compile("[\u200c\u200d\uff9e\uff9f\U000e0020-\U000e007f\U0001f3fb-\U0001f3ff]")
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
_LEADING_JAMO = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_LATER_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")
_HANGUL = re.compile("[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb]")
#: A word that the text writes otherwise is not looked for further on than this.
_SEARCH_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a text."""

    start: int  #: of its first character in the whole text
    text: str

    @property
    def end(self) -> int:
        """Where the next one starts."""
        return self.start + len(self.text)


def cut(text: str, limit_bytes: int) -> Iterator[Chunk]:
    """Cut a text into chunks of at most so many bytes (4 or more); put together they are the text."""
    start = 0
    while start < len(text):
        end = start + _fitting(text, start, limit_bytes)
        if end < len(text):
            end = _sentence_end(text, start, end) or _word_end(text, start, end) or _character_end(text, start, end)
        yield Chunk(start, text[start:end])
        start = end


def sentences(text: str) -> Iterator[Chunk]:
    """Take a text apart into its sentences; put together they are the text."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if is_between_characters(text, match.end()):
            yield Chunk(start, text[start : match.end()])
            start = match.end()
    if start < len(text):
        yield Chunk(start, text[start:])


def speakable(text: str) -> str:
    """Return a text of the same length that UTF-8 can write: lone surrogates become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


class WordTimes:
    """Leads an offset in a transcript's text to the time at which that word is said."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self._starts: list[int] = []
        self._times: list[tuple[int, int]] = []
        at = 0
        for word in words:
            found = text.find(word.text, at, at + len(word.text) + _SEARCH_CHARACTERS)
            if word.text and found >= 0:
                self._starts.append(found)
                self._times.append((word.start_ms, word.end_ms))
                at = found + len(word.text)

    def at_ms(self, offset: int) -> int | None:
        """Return when the word that holds this character begins; None before the first known word."""
        index = bisect.bisect_right(self._starts, offset) - 1
        return self._times[index][0] if index >= 0 else None

    def span_ms(self, start: int, end: int) -> tuple[int, int] | None:
        """Return from when to when the words that begin between two offsets are said; None where none does."""
        first, after = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        return (self._times[first][0], self._times[after - 1][1]) if first < after else None


def is_between_characters(text: str, at: int) -> bool:
    """Whether a text may be cut here without tearing what people see as one character.

    The rules of Unicode Standard Annex 29, "Grapheme Cluster Boundaries", but for its few prepended marks and Indic
    conjuncts.
    """
    if at in {0, len(text)}:
        return True
    before, after = text[at - 1], text[at]
    joined = (
        (before == "\r" and after == "\n")
        or unicodedata.category(after).startswith("M")
        or _EXTENDING.match(after) is not None
        or before == _ZERO_WIDTH_JOINER
        or (_LATER_JAMO.match(after) is not None and _HANGUL.match(before) is not None)
        or (_LEADING_JAMO.match(before) is not None and _HANGUL.match(after) is not None)
    )
    return not joined and not _is_within_flag(text, at)


def _is_within_flag(text: str, at: int) -> bool:
    """Whether an odd number of flag letters stands before one: flags are pairs."""
    if _FLAG_LETTER.match(text[at]) is None:
        return False
    first = at
    while first > 0 and _FLAG_LETTER.match(text[first - 1]):
        first -= 1
    return (at - first) % 2 == 1


def _fitting(text: str, start: int, limit_bytes: int) -> int:
    """Return how many characters from ``start`` take at most so many bytes."""
    encoded = text[start : start + limit_bytes].encode("utf-8", "replace")
    return len(encoded[:limit_bytes].decode("utf-8", "ignore"))


def _sentence_end(text: str, start: int, end: int) -> int:
    """Return the last end of a sentence up to ``end``; 0 where there is none."""
    found = 0
    for match in _SENTENCE_END.finditer(text, start, end + 1):
        at = min(match.end(), end)  # white space after the last one may stay behind
        if (at == match.end() or text[at].isspace()) and is_between_characters(text, at):
            found = at
    return found


def _word_end(text: str, start: int, end: int) -> int:
    """Return the last place beside white space up to ``end``; 0 where there is none."""
    for at in range(end, start, -1):
        if (text[at].isspace() or text[at - 1].isspace()) and is_between_characters(text, at):
            return at
    return 0


def _character_end(text: str, start: int, end: int) -> int:
    for at in range(end, start, -1):
        if is_between_characters(text, at):
            return at
    return end
