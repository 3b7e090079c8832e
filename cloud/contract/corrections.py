"""What people correct in a transcript: names of speakers, and words. Kept beside the machine's words, never over them.

A correction names the word that it corrects by when it begins and by what the machine heard, so that it holds through
every analysis that hears the same there, and says nothing of one that does not. Pure; any thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from cloud.contract.record import as_map, int_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Json, Record, Value
    from cloud.contract.transcript import Transcript, Word

_Key = TypeVar("_Key")
#: How sure a word is that a person wrote.
SURE = 100.0
#: What one item holds: the record has a bound, and whoever corrects more writes a text of their own.
CORRECTED_WORDS = 300
SPEAKERS = 30
NAME_BYTES = 120
WORD_BYTES = 160

#: The word that is meant: when it begins, in ms, and what the machine heard.
WordKey = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that people corrected in one item's transcript."""

    speakers: Mapping[str, str] = field(default_factory=dict)  #: names, by what the machine calls them ("" for no name)
    words: Mapping[WordKey, str] = field(default_factory=dict)  #: what is said there; "" for nothing, several words too

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.speakers or self.words)

    def speaker(self, label: str) -> str:
        """Return a speaker's name, or what the machine calls them."""
        return self.speakers.get(label, label)

    def apply(self, transcript: Transcript) -> Transcript:
        """Return the transcript as corrected."""
        if not self:
            return transcript
        words = tuple(word for word in map(self._corrected, transcript.words) if word.text)
        text = " ".join(word.text for word in words) if self.words and words else transcript.text
        return replace(transcript, words=words, text=text)

    def _corrected(self, word: Word) -> Word:
        text = self.words.get((word.start_ms, word.text))
        speaker = self.speakers.get(word.speaker or "", word.speaker)
        if text is None:
            return replace(word, speaker=speaker) if speaker != word.speaker else word
        return replace(word, text=text, confidence=SURE, speaker=speaker)

    def then(self, speakers: Mapping[str, str | None], words: Mapping[WordKey, str | None]) -> Corrections:
        """Return these with changes; None takes one back."""
        return Corrections(_merged(self.speakers, speakers), _merged(self.words, words))

    def to_record(self) -> Record:
        """Return the map that the table holds."""
        return {
            "speakers": dict(self.speakers),
            "words": [{"at_ms": at_ms, "was": was, "text": text} for (at_ms, was), text in sorted(self.words.items())],
        }

    def to_json(self) -> dict[str, Json]:
        """Return the shape that the API answers."""
        return {
            "speakers": dict(self.speakers),
            "words": [{"at_ms": at_ms, "was": was, "text": text} for (at_ms, was), text in sorted(self.words.items())],
        }

    @classmethod
    def from_record(cls, value: Value) -> Corrections:
        """Read the table's map; raises ``BadRecordError``."""
        record = as_map(value, "corrections")
        named = as_map(record.get("speakers", {}), "corrections.speakers")
        listed = record.get("words")
        words: dict[WordKey, str] = {}
        for each in listed if isinstance(listed, list) else ():
            word = as_map(each, "corrections.words")
            words[int_of(word, "at_ms"), text_of(word, "was")] = text_of(word, "text", "")
        return cls({label: str(name) for label, name in named.items()}, words)


def _merged(before: Mapping[_Key, str], changes: Mapping[_Key, str | None]) -> dict[_Key, str]:
    return {key: text for key, text in {**before, **changes}.items() if text is not None}
