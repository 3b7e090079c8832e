"""Amazon Translate: a transcript in lines of one sentence, packed into calls, and what comes back. Pure; any thread.

Cues of subtitles are pieces of sentences, and translated one by one they would be wrong where the grammar differs. So
whole sentences are sent, one a line, and the lines that come back are matched by their number. Within a sentence the
cues share its time by their length; where the lines of any call do not match, there are no subtitles.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import limits
from cloud.analysis.engines.aws.chunks import Chunk, cut, sentences
from cloud.analysis.words.subtitles import CUE_CHARACTERS, CUE_MS, Cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cloud.analysis.engines.aws.chunks import WordTimes
    from cloud.contract.record import Json

TRANSLATE = "translate"
#: What Translate may be asked for (Developer Guide, "Supported languages and language codes").
_CODE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
#: Countries whose variant has a code of its own there.
_VARIANTS = {
    ("zh", "tw"): "zh-TW", ("zh", "hant"): "zh-TW", ("fr", "ca"): "fr-CA",
    ("es", "mx"): "es-MX", ("pt", "pt"): "pt-PT", ("fa", "af"): "fa-AF",
}  # fmt: skip
#: Other names of what it knows.
_NAMES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}
#: Written in Chinese characters, but Cantonese, which Translate does not know.
_CANTONESE = frozenset({("zh", "hk"), ("zh", "mo")})
#: Written without spaces: their subtitles are cut between characters, and shorter.
_DENSE = frozenset({"zh", "ja", "th"})
_DENSE_CUE_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the translation, and what it is of."""

    text: str
    start: int  #: in characters of the transcript's text
    end: int


def source_code(tag: str) -> str | None:
    """Return how Translate names a transcript's language (BCP 47); None for one that it cannot know."""
    language, *rest = tag.lower().replace("_", "-").split("-")
    language = _NAMES.get(language, language)
    pairs = [(language, part) for part in rest]
    if len(language) != 2 or any(pair in _CANTONESE for pair in pairs):  # noqa: PLR2004 -- ISO 639-1
        return None
    return next((_VARIANTS[pair] for pair in pairs if pair in _VARIANTS), language)


def is_code(code: str) -> bool:
    """Whether a language may be asked for."""
    return _CODE.fullmatch(code) is not None


def is_same_language(code: str, other: str) -> bool:
    """Whether two codes name one language; between its variants Translate does not translate."""
    return code.partition("-")[0] == other.partition("-")[0]


def calls(text: str) -> list[list[Chunk]]:
    """Return the lines of each call."""
    packed: list[list[Chunk]] = []
    size = 0
    for line in _lines(text):
        taken = len(line.text.encode()) + 1
        if not packed or size + taken > limits.TRANSLATE_TEXT_BYTES:
            packed.append([])
            size = 0
        packed[-1].append(line)
        size += taken
    return packed


def request(lines: Sequence[Chunk], source: str, target: str) -> dict[str, object]:
    """Return the request of one call."""
    return {"Text": joined(lines), "SourceLanguageCode": source, "TargetLanguageCode": target}


def joined(lines: Sequence[Chunk]) -> str:
    """Return the text of one call."""
    return "\n".join(line.text for line in lines)


def read(lines: Sequence[Chunk], answer: Mapping[str, Json]) -> tuple[list[Segment], bool]:
    """Return what lines became, and whether one came back for each; if not, they are one segment."""
    text = str(answer.get("TranslatedText", ""))
    found = [line.strip() for line in text.split("\n")]
    if len(found) == len(lines):
        return [Segment(words, line.start, line.end) for words, line in zip(found, lines, strict=True)], True
    return [Segment(text.strip(), lines[0].start, lines[-1].end)], False


def document(segments: Sequence[Segment], source: str, target: str, times: WordTimes) -> dict[str, Json]:
    """Return ``translations/{language}.json``."""
    listed: list[Json] = []
    for segment in segments:
        span = times.span_ms(segment.start, segment.end)
        entry: dict[str, Json] = {"text": segment.text, "start": segment.start, "end": segment.end}
        if span is not None:
            entry |= {"start_ms": span[0], "end_ms": span[1]}
        listed.append(entry)
    text = "\n".join(segment.text for segment in segments)
    return {"language": target, "source": source, "engine": TRANSLATE, "text": text, "segments": listed}


def subtitles(segments: Iterable[Segment], target: str, times: WordTimes) -> Iterator[Cue]:
    """Return the cues of segments that are a sentence each."""
    width = _DENSE_CUE_CHARACTERS if target.partition("-")[0] in _DENSE else CUE_CHARACTERS
    for segment in segments:
        span = times.span_ms(segment.start, segment.end)
        if span is not None and segment.text:
            yield from _shared(textwrap.wrap(segment.text, width), *span)


def _shared(texts: Sequence[str], start_ms: int, end_ms: int) -> Iterator[Cue]:
    """Share a time among texts by their length."""
    length, done = sum(map(len, texts)), 0
    for text in texts:
        begin_ms = start_ms + (end_ms - start_ms) * done // length
        done += len(text)
        until_ms = start_ms + (end_ms - start_ms) * done // length
        yield Cue(begin_ms, max(min(until_ms, begin_ms + CUE_MS), begin_ms + 1), text)


def _lines(text: str) -> Iterator[Chunk]:
    """Return the sentences as lines, without white space around them; one that is too long is cut."""
    for sentence in sentences(text):
        for piece in cut(sentence.text, limits.TRANSLATE_TEXT_BYTES - 1):
            words = piece.text.strip()
            if words:
                start = sentence.start + piece.start + piece.text.index(words)
                yield Chunk(start, " ".join(words.splitlines()))
