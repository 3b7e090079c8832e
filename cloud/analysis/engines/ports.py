"""What an engine is, whoever makes it: the shapes of findings, the verbs, and the one error. Plain data, any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.findings import Sentiment
    from cloud.contract.reasons import Reason
    from cloud.contract.transcript import Word

#: x, y, width, height as 0 to 1 of the upright frame.
Box = tuple[float, float, float, float]

#: Fewer words than this, or a lower mean posterior (percent), is noise that the recognizer made words of.
SPEECH_MIN_WORDS = 3
SPEECH_MIN_CONFIDENCE = 20.0


class MediaError(Exception):
    """The file cannot be used. Permanent: trying again gives the same."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Finding:
    """Something seen or read."""

    name: str
    confidence: float | None  #: 0 to 100; None where the engine gives no probability
    box: Box | None = None


class TextReader(Protocol):
    """Reads the text in a picture."""

    name: str

    def read(self, jpeg: bytes) -> tuple[Finding, ...]:
        """Return the lines of text that are sure enough, each with its box, from top to bottom."""
        ...


class FaceFinder(Protocol):
    """Finds faces; it does not know whose."""

    name: str

    def find(self, jpeg: bytes) -> tuple[Finding, ...]:
        """Return one finding named "Face" for each face."""
        ...


class SpeechRecognizer(Protocol):
    """Writes down what is said, in US English."""

    name: str

    def recognize(self, pcm_s16le_16khz_mono: bytes) -> tuple[Word, ...]:
        """Return the words in order, with times in ms from the first sample. Silence gives none."""
        ...


class TextAnalyzer(Protocol):
    """Says what a text is about. Offsets are not kept: a finding names the words themselves."""

    name: str

    def language(self, text: str) -> tuple[str, float] | None:
        """Return the BCP 47 tag and its confidence (0 to 100); None where the text is too short or unclear."""
        ...

    def phrases(self, text: str) -> tuple[Finding, ...]:
        """Return the key phrases, best first."""
        ...

    def entities(self, text: str) -> tuple[Finding, ...] | None:
        """Return the places and names; None where no engine for it is installed (``NO_ENGINE``)."""
        ...

    def sentiment(self, text: str) -> Sentiment | None:
        """Return the tone of the text; None where it cannot be told."""
        ...


def is_speech(words: Sequence[Word]) -> bool:
    """Whether what was recognized is speech rather than noise: all parts of a recording taken together."""
    if len(words) < SPEECH_MIN_WORDS:
        return False
    return sum(word.confidence for word in words) / len(words) >= SPEECH_MIN_CONFIDENCE


#: Words of a rough transcript that are less sure than this take no part in what is said about it.
ROUGH_MIN_CONFIDENCE = 60.0


def is_sure(word: Word) -> bool:
    """Whether a word of a rough transcript is sure enough for something to be said about it."""
    return word.confidence >= ROUGH_MIN_CONFIDENCE


def sure_text(words: Sequence[Word]) -> str:
    """Return the words that are sure enough, with a full stop where others were left out, so that none meet falsely."""
    parts: list[str] = []
    for word in words:
        if is_sure(word):
            parts.append(word.text)
        elif parts and parts[-1] != ".":
            parts.append(".")
    return " ".join(parts)
