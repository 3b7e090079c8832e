"""Amazon Comprehend: requests, and what its answers say, as places in the whole text. Pure; any thread.

A batch is answered document by document: what was found in ``ResultList``, what was not to be read in ``ErrorList``, at
HTTP 200, each with the document's index in the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import limits
from cloud.analysis.engines.aws.answers import map_in, maps_in
from cloud.analysis.engines.aws.chunks import Chunk, cut
from cloud.contract.findings import Sentiment, Tag, TagKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cloud.analysis.engines.aws.chunks import WordTimes
    from cloud.contract.record import Json

COMPREHEND = "comprehend"
#: What is less sure than this (percent) is no tag; it stays among the facts.
MIN_CONFIDENCE = 50.0
#: Said all the time, and no name of anything: kept among the facts, but no tag.
_NO_TAG = frozenset({"DATE", "QUANTITY"})
#: What stands among the facts, at most; a recording of four hours has some ten thousand.
_MAX_MENTIONS = 5_000
#: Codes in ``ErrorList`` that may pass by themselves (Comprehend's ``InternalServerException`` and throttling).
_PASSING = ("INTERNAL", "THROTTL", "UNAVAILABLE", "TOO_MANY", "TOOMANY")


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that is said, where it is said."""

    name: str
    kind: str  #: ``PERSON``, ``LOCATION`` … of an entity, ``NAME``, ``PHONE`` … of personal data, "" of a phrase
    confidence: float  #: 0 to 100
    start: int  #: in characters of the whole text
    end: int


@dataclass(frozen=True, slots=True)
class Tone:
    """The sentiment of one chunk."""

    length: int  #: in characters
    scores: Mapping[str, float]


def language_code(tag: str) -> str | None:
    """Return how Comprehend names a transcript's language (BCP 47); None for one that it does not read.

    Of Chinese it reads Mandarin in both scripts; Cantonese (``zh-HK``, ``yue``) is another language.
    """
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] == "zh":
        if "hk" in parts or "mo" in parts:
            return None
        return "zh-TW" if "tw" in parts or "hant" in parts else "zh"
    return parts[0] if parts[0] in limits.COMPREHEND_LANGUAGES else None


def batches(text: str) -> list[tuple[Chunk, ...]]:
    """Cut a text into documents of a batch call, and those into batches; what is blank is left out."""
    chunks = [chunk for chunk in cut(text, limits.COMPREHEND_DOCUMENT_BYTES) if chunk.text.strip()]
    size = limits.COMPREHEND_BATCH_DOCUMENTS
    return [tuple(chunks[at : at + size]) for at in range(0, len(chunks), size)]


def batch_request(chunks: Sequence[Chunk], language: str) -> dict[str, object]:
    """Return the request of any of the batch operations."""
    return {"TextList": [chunk.text for chunk in chunks], "LanguageCode": language}


def read_errors(answer: Mapping[str, Json]) -> tuple[dict[int, str], dict[int, str]]:
    """Return which documents of a batch were not read, with their codes: for good, and for now."""
    lasting: dict[int, str] = {}
    passing: dict[int, str] = {}
    for error in maps_in(answer, "ErrorList"):
        code = str(error.get("ErrorCode", ""))
        (passing if any(word in code.upper() for word in _PASSING) else lasting)[_whole(error, "Index")] = code
    return lasting, passing


def read_results(answer: Mapping[str, Json]) -> dict[int, dict[str, Json]]:
    """Return what was found in each document of a batch, by its index."""
    return {_whole(result, "Index"): result for result in maps_in(answer, "ResultList")}


def read_mentions(chunk: Chunk, result: Mapping[str, Json]) -> list[Mention]:
    """Return the entities, key phrases or personal data of one chunk, in the order in which they are said.

    The words are those of our text at the offsets; where Comprehend names other words there, they are looked for.
    """
    found = []
    for entry in [*maps_in(result, "Entities"), *maps_in(result, "KeyPhrases")]:
        begin, end = _whole(entry, "BeginOffset"), _whole(entry, "EndOffset")
        words = entry.get("Text")
        if isinstance(words, str) and chunk.text[begin:end] != words:
            begin = chunk.text.find(words)
            end = begin + len(words)
        if 0 <= begin < end <= len(chunk.text):
            kind, confidence = str(entry.get("Type", "")), _percent(entry.get("Score"))
            found.append(Mention(chunk.text[begin:end], kind, confidence, chunk.start + begin, chunk.start + end))
    return sorted(found, key=lambda mention: mention.start)


def read_tone(chunk: Chunk, result: Mapping[str, Json]) -> Tone:
    """Return the sentiment of one chunk."""
    known = map_in(result, "SentimentScore")
    names = ("Positive", "Negative", "Neutral", "Mixed")
    return Tone(len(chunk.text), {name.lower(): _percent(known.get(name)) / 100 for name in names})


def read_languages(answer: Mapping[str, Json]) -> list[tuple[str, float]]:
    """Return the languages of a text with their confidence (0 to 100), the surest first."""
    found = [(str(entry["LanguageCode"]), _percent(entry.get("Score"))) for entry in maps_in(answer, "Languages")]
    return sorted(found, key=lambda each: -each[1])


def weigh(tones: Sequence[Tone]) -> Sentiment | None:
    """Return the sentiment of the whole: the mean over its chunks, each by its length; None of nothing."""
    length = sum(tone.length for tone in tones)
    if not length:
        return None
    scores = {name: sum(tone.scores[name] * tone.length for tone in tones) / length for name in tones[0].scores}
    return Sentiment(max(scores, key=lambda name: scores[name]).upper(), scores, COMPREHEND)


def gather(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Put mentions of the same words together: first what is said most, then what is said first."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(" ".join(mention.name.split()).casefold(), []).append(mention)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].start))


def tags(groups: Iterable[Sequence[Mention]], kind: TagKind, times: WordTimes) -> tuple[Tag, ...]:
    """Return one tag a group, at its first mention. A person who is talked about is an entity: nobody was seen."""
    found = []
    for group in groups:
        best = max(group, key=lambda mention: mention.confidence)
        if best.confidence >= MIN_CONFIDENCE and best.kind not in _NO_TAG:
            name = " ".join(group[0].name.split())
            found.append(Tag(name, kind, round(best.confidence, 1), COMPREHEND, times.at_ms(group[0].start)))
    return tuple(found)


def facts(groups: Iterable[Sequence[Mention]], times: WordTimes) -> list[Json]:
    """Return all mentions of each group, for ``analysis/{name}.json.gz``."""
    listed: list[Json] = []
    left = _MAX_MENTIONS
    for group in groups:
        best = max(group, key=lambda mention: mention.confidence)
        entry: dict[str, Json] = {
            "name": " ".join(group[0].name.split()),
            "count": len(group),
            "confidence": round(best.confidence, 1),
            "mentions": [place(mention, times) for mention in group[:left]],
        }
        listed.append(entry | ({"type": best.kind} if best.kind else {}))
        left = max(left - len(group), 0)
    return listed


def place(mention: Mention, times: WordTimes) -> dict[str, Json]:
    """Return where something is said, without the words."""
    found: dict[str, Json] = {"start": mention.start, "end": mention.end}
    at_ms = times.at_ms(mention.start)
    return found if at_ms is None else found | {"at_ms": at_ms}


def _whole(document: Mapping[str, Json], name: str) -> int:
    value = document.get(name)
    return value if isinstance(value, int) else -1


def _percent(score: Json) -> float:
    return min(max(float(score) * 100, 0.0), 100.0) if isinstance(score, int | float) else 0.0
