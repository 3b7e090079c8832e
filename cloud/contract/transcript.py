"""What was said: the object ``transcript.json``, and what the record itself holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.record import BadRecordError, as_map, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Json, Record, Value


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float  #: 0 to 100
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was said: the object ``transcript.json``."""

    language: str  #: BCP 47
    engine: str
    text: str
    words: tuple[Word, ...] = ()
    is_rough: bool = False  #: by an on-device engine: to be checked before it is quoted

    def to_json(self, *, words: bool = True) -> dict[str, Json]:
        """Return the shape of ``ITEM.transcript``."""
        document: dict[str, Json] = {
            "language": self.language,
            "engine": self.engine,
            "rough": self.is_rough,
            "text": self.text,
        }
        if words:
            document["words"] = [
                {
                    "text": word.text,
                    "start_ms": word.start_ms,
                    "end_ms": word.end_ms,
                    "confidence": round(word.confidence, 1),
                    **({"speaker": word.speaker} if word.speaker else {}),
                }
                for word in self.words
            ]
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Json]) -> Transcript:
        """Read ``to_json`` back; raises ``BadRecordError``."""
        words = document.get("words") or []
        if not isinstance(words, list):
            raise BadRecordError("transcript.words is no list")
        return cls(
            language=str(document.get("language", "und")),
            engine=str(document.get("engine", "")),
            text=str(document.get("text", "")),
            words=tuple(_word(word) for word in words),
            is_rough=bool(document.get("rough", False)),
        )


@dataclass(frozen=True, slots=True)
class TranscriptSummary:
    """What the record itself holds of a transcript; the words lie in the derived bucket."""

    language: str
    engine: str
    excerpt: str  #: at most 1,000 characters
    key: str  #: of ``transcript.json`` in the derived bucket
    is_rough: bool = False

    def to_record(self) -> Record:
        """Return the map that the table holds."""
        return {
            "language": self.language,
            "engine": self.engine,
            "excerpt": self.excerpt,
            "key": self.key,
            "rough": self.is_rough,
        }

    @classmethod
    def from_record(cls, value: Value) -> TranscriptSummary:
        """Read the table's map; raises ``BadRecordError``."""
        record = as_map(value, "transcript")
        return cls(
            text_of(record, "language"),
            text_of(record, "engine"),
            text_of(record, "excerpt", ""),
            text_of(record, "key"),
            is_rough=bool(record.get("rough", False)),
        )


def _word(document: Json) -> Word:
    if not isinstance(document, dict):
        raise BadRecordError("a word is no map")
    return Word(
        text=str(document["text"]),
        start_ms=int(str(document["start_ms"])),
        end_ms=int(str(document["end_ms"])),
        confidence=float(str(document["confidence"])),
        speaker=str(document["speaker"]) if document.get("speaker") else None,
    )
