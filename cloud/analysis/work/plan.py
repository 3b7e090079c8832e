"""Which analyses a file gets, and from which engine: by its media, its folder's profile and language. Pure; any thread.

What a kind of media can never have (speech in a photograph) is not recorded at all. What it could have and does not
get is ``SKIPPED`` from the start, with its reason. While an analysis is awaited, its ``engine`` names who is to do it:

=================  =======================  ==================================================================
engine             function                 does
=================  =======================  ==================================================================
ondevice           image, av                thumbnails, metadata
ondevice           vision, speech, text     text, faces, speech and what is said about it, with code of our own
rekognition        recognize                text, faces, labels, people, logos, moderation, in pictures and frames
rekognition-video  start, then collect      the same and segments, as jobs on a whole video
transcribe         start, then collect      speech
comprehend         text                     language, entities, phrases, sentiment, pii
translate          text                     translation
=================  =======================  ==================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.findings import Analysis
from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.item import Item

#: Written as the engine where no engine was asked.
NO_ENGINE = "none"
ONDEVICE = "ondevice"
REKOGNITION = "rekognition"
REKOGNITION_VIDEO = "rekognition-video"
TRANSCRIBE = "transcribe"
COMPREHEND = "comprehend"
TRANSLATE = "translate"
#: Engines whose work is a job: begun by ``start``, ended by ``collect``.
JOBS = frozenset({REKOGNITION_VIDEO, TRANSCRIBE})

FIRST = frozenset({Name.THUMBNAILS, Name.METADATA})
#: What is seen in a picture, or in a video's frames.
VISUAL = frozenset({Name.TEXT, Name.FACES, Name.LABELS, Name.PEOPLE, Name.LOGOS, Name.MODERATION})
#: What only a job on the whole video can tell.
FILMIC = frozenset({Name.SEGMENTS})
#: What is found in a transcript; all of it waits for speech.
TEXTUAL = frozenset({Name.LANGUAGE, Name.ENTITIES, Name.PHRASES, Name.SENTIMENT, Name.PII, Name.TRANSLATION})

_POSSIBLE = {
    MediaType.IMAGE: FIRST | VISUAL,
    MediaType.VIDEO: FIRST | VISUAL | FILMIC | {Name.SPEECH} | TEXTUAL,
    MediaType.AUDIO: FIRST | {Name.SPEECH} | TEXTUAL,
}
#: Analyses that are done only where a profile asks for them by name; nobody misses what nobody asked for.
_OPT_IN = frozenset({Name.MODERATION, Name.SEGMENTS, Name.PII, Name.TRANSLATION})
#: What code of our own can do.
_ON_DEVICE = FIRST | {Name.TEXT, Name.FACES, Name.SPEECH, Name.LANGUAGE, Name.ENTITIES, Name.PHRASES, Name.SENTIMENT}
_ON_AWS = {
    **dict.fromkeys(VISUAL, REKOGNITION),
    Name.SEGMENTS: REKOGNITION_VIDEO,
    Name.SPEECH: TRANSCRIBE,
    **dict.fromkeys(TEXTUAL, COMPREHEND),
    Name.TRANSLATION: TRANSLATE,
}


@dataclass(frozen=True, slots=True)
class EngineSet:
    """Which engines a newsroom's cloud has."""

    aws: bool = False  #: Rekognition, Transcribe and Comprehend may be asked
    ondevice: bool = True  #: ``vision`` and ``speech`` are deployed with our own


#: What the embedded cloud has.
OWN_ENGINES = EngineSet()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to come, and how every analysis stands at the start."""

    pending: frozenset[str]
    analyses: Mapping[str, Analysis]


def plan(
    media_type: MediaType, rule: ProfileRule, language: str, analysis_version: int, engines: EngineSet = OWN_ENGINES
) -> Plan:
    """Say what is to come for a file."""
    analyses = {}
    for name in sorted(_POSSIBLE[media_type]):
        if name in _OPT_IN and name not in rule.analyses:
            continue
        engine, reason = _who(name, media_type, rule, language, engines)
        analyses[name.value] = Analysis(
            state=AnalysisState.SKIPPED if reason else AnalysisState.QUEUED,
            engine=engine,
            version=analysis_version,
            reason=reason,
        )
    pending = frozenset(name for name, analysis in analyses.items() if not analysis.state.is_final)
    return Plan(pending, analyses)


def speaks_english(language: str) -> bool:
    """Whether the on-device recognizer, US English, may listen: to English of any kind, and where nobody said."""
    return language == "" or language.lower().replace("_", "-").split("-")[0] == "en"


def base_names(pending: frozenset[str]) -> frozenset[str]:
    """Return the analyses that pending names belong to: ``speech:0007`` is part of ``speech``."""
    return frozenset(name.partition(":")[0] for name in pending)


def awaited_from(item: Item, *engines: str) -> frozenset[Name]:
    """Return the analyses of an item that are still to come from these engines."""
    return frozenset(
        Name(name)
        for name in base_names(item.pending)
        if name in item.analyses and item.analyses[name].engine in engines
    )


def _who(name: Name, media_type: MediaType, rule: ProfileRule, language: str, engines: EngineSet) -> tuple[str, str]:
    """Return the engine of an analysis and "", or none and why."""
    if name in FIRST:
        return ONDEVICE, ""
    if name not in rule.analyses:
        return NO_ENGINE, Reason.NOT_IN_PROFILE.value
    if engines.aws and not rule.is_private:
        is_job = media_type is MediaType.VIDEO and rule.video == "jobs" and name in VISUAL
        return (REKOGNITION_VIDEO if is_job else _ON_AWS[name]), ""
    reason = _why_not_on_device(name, language, engines)
    return (NO_ENGINE, reason.value) if reason else (ONDEVICE, "")


def _why_not_on_device(name: Name, language: str, engines: EngineSet) -> Reason | None:
    if name not in _ON_DEVICE or not engines.ondevice:
        return Reason.NO_ENGINE
    if name in TEXTUAL | {Name.SPEECH} and not speaks_english(language):
        return Reason.LANGUAGE
    return None
