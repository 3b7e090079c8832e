"""A transcript as lines that can be read and clicked. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cloud.contract.transcript import Transcript, Word

#: A silence this long begins a new line, as in subtitles (cloud/analysis/words/subtitles.py).
_PAUSE_MS = 1_000
#: About two lines of the column; the next end of a sentence closes it.
_CHARACTERS = 90
_MOST_CHARACTERS = 200
_ENDS = (".", "?", "!", "。", "؟", "।")
#: Languages written without spaces (the same module's rule).
_UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my"})


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown beside one time."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""  #: only where somebody else begins to speak


def lines_of(transcript: Transcript) -> list[Line]:
    """Return the lines; none where it is not known when each word was said."""
    space = "" if transcript.language.partition("-")[0] in _UNSPACED else " "
    made: list[Line] = []
    speaking = ""
    for words in _groups(transcript.words):
        speaker = words[0].speaker or ""
        text = space.join(word.text for word in words)
        made.append(Line(words[0].start_ms, words[-1].end_ms, text, speaker if speaker != speaking else ""))
        speaking = speaker
    return made


def _groups(words: Sequence[Word]) -> Iterator[list[Word]]:
    held: list[Word] = []
    length = 0
    for word in words:
        if held and _begins_new(held[-1], word, length):
            yield held
            held, length = [], 0
        held.append(word)
        length += len(word.text) + 1
    if held:
        yield held


def _begins_new(before: Word, word: Word, length: int) -> bool:
    return (
        word.speaker != before.speaker
        or word.start_ms - before.end_ms >= _PAUSE_MS
        or length > _MOST_CHARACTERS
        or (length > _CHARACTERS and before.text.endswith(_ENDS))
    )
