"""What a file would cost, before it is sent: by its media, its length and a profile. Pure; any thread.

An estimate, made of the same plan and the same prices as the analysis itself, and of assumptions about what nobody can
know before: how many frames of a video differ, how much is said in a recording. They are stated with every estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.limits import COMPREHEND_DOCUMENT_BYTES, COMPREHEND_LANGUAGE_CHARACTERS
from cloud.analysis.engines.aws.video import JOBS
from cloud.analysis.paid import prices
from cloud.analysis.work import plan
from cloud.analysis.work.budgets import FRAMES_A_MESSAGE, MAX_FRAME_PARTS, MAX_SOUND_MS
from cloud.contract.media import MediaType
from cloud.contract.status import AnalysisName as Name

if TYPE_CHECKING:
    from cloud.analysis.work.plan import EngineSet
    from cloud.analysis.work.profiles import ProfileRule

#: By operation, as in the ledger (``rekognition:DetectLabels``): microdollars.
Costs = Mapping[str, int]

MINUTE_MS = 60_000
#: What is asked about a picture; ``recognize`` asks for two analyses at once where one call serves both.
_PICTURE_CALLS = {
    Name.LABELS: "DetectLabels",
    Name.PEOPLE: "RecognizeCelebrities",
    Name.FACES: "RecognizeCelebrities",
    Name.TEXT: "DetectText",
    Name.LOGOS: "DetectText",
    Name.MODERATION: "DetectModerationLabels",
}
_TEXT_CALLS = {
    Name.ENTITIES: "BatchDetectEntities",
    Name.PHRASES: "BatchDetectKeyPhrases",
    Name.SENTIMENT: "BatchDetectSentiment",
    Name.PII: "DetectPiiEntities",
}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What cannot be known before."""

    frames_a_minute: float = 6.0  #: of a video, that differ; at most 30 a minute are kept
    characters_a_minute: int = 900  #: of speech: 150 words
    #: Where a file does not say how long it is.
    unknown_duration_ms: int = 10 * MINUTE_MS

    def sentences(self) -> list[str]:
        """Return them for people."""
        return [
            f"{self.frames_a_minute:g} distinct frames a minute of video, at most {_MAX_FRAMES:,} of one video",
            f"{self.characters_a_minute:,} characters a minute of sound, as if somebody spoke all the time",
            "a face in every picture, where a collection of faces is searched",
            f"{self.unknown_duration_ms / MINUTE_MS:g} minutes, where a file does not say how long it is",
            "list prices of us-east-1 of 22 November 2026, first tiers, no free tiers",
        ]


_MAX_FRAMES = MAX_FRAME_PARTS * FRAMES_A_MESSAGE
USUAL = Assumptions()
AWS = plan.EngineSet(aws=True)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What must be known of one file."""

    media_type: MediaType
    duration_ms: int | None = None  #: None for pictures, and where nobody knows
    has_audio: bool = True


def estimate_file(
    facts: FileFacts,
    rule: ProfileRule,
    *,
    language: str = "",
    engines: EngineSet = AWS,
    assumptions: Assumptions = USUAL,
) -> Costs:
    """Return what one file would cost, by operation; what our own engines do costs nothing here."""
    planned = plan.plan(facts.media_type, rule, language, 1, engines)
    awaited = {Name(name): planned.analyses[name].engine for name in planned.pending}
    duration_ms = assumptions.unknown_duration_ms if facts.duration_ms is None else facts.duration_ms
    costs: Counter[str] = Counter()
    looked_at = frozenset(name for name, engine in awaited.items() if engine == plan.REKOGNITION)
    pictures = 1 if facts.media_type is MediaType.IMAGE else _frames(duration_ms, assumptions)
    costs.update(_pictures(looked_at, rule, pictures))
    by_job = {name for name, engine in awaited.items() if engine == plan.REKOGNITION_VIDEO}
    for job in JOBS:
        if by_job & set(job.analyses):
            costs[f"rekognition:{job.start}"] += prices.video_call(job.start, duration_ms)
    if awaited.get(Name.SPEECH) == plan.TRANSCRIBE and facts.has_audio and duration_ms <= MAX_SOUND_MS:
        costs["transcribe:StartTranscriptionJob"] += prices.transcribe(duration_ms / 1000)
        characters = round(duration_ms / MINUTE_MS * assumptions.characters_a_minute)
        costs.update(_texts(awaited, rule, characters))
    return {operation: cost for operation, cost in sorted(costs.items()) if cost}


def _pictures(names: frozenset[Name], rule: ProfileRule, pictures: int) -> dict[str, int]:
    calls = {_PICTURE_CALLS[name] for name in names}
    if Name.PEOPLE in names and rule.collection:
        calls.add("SearchFacesByImage")
    if Name.LOGOS in names and rule.custom_labels:
        calls.add("DetectCustomLabels")
    return {f"rekognition:{call}": pictures * prices.picture_call(call) for call in calls}


def _frames(duration_ms: int, assumptions: Assumptions) -> int:
    """Return how many frames of a video are looked at: one at least."""
    return min(max(round(duration_ms / MINUTE_MS * assumptions.frames_a_minute), 1), _MAX_FRAMES)


def _texts(awaited: Mapping[Name, str], rule: ProfileRule, characters: int) -> dict[str, int]:
    """Return what is asked about a transcript: documents as long as they may be, one after the other."""
    costs: dict[str, int] = {}
    if awaited.get(Name.LANGUAGE) == plan.COMPREHEND and characters >= COMPREHEND_LANGUAGE_CHARACTERS:
        sample = min(characters, COMPREHEND_DOCUMENT_BYTES)
        costs["comprehend:DetectDominantLanguage"] = prices.comprehend("DetectDominantLanguage", sample)
    for name, call in _TEXT_CALLS.items():
        if awaited.get(name) == plan.COMPREHEND and characters:
            costs[f"comprehend:{call}"] = prices.comprehend(call, characters)
    if awaited.get(Name.TRANSLATION) == plan.TRANSLATE:
        costs["translate:TranslateText"] = len(rule.translate_to) * prices.translate(characters)
    return costs
