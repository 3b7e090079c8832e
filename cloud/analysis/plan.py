"""Which analyses a file gets: by its media, its folder's profile and language. Pure; any thread.

=========  ==========================================  =========================================================
profile    what is analysed                            why
=========  ==========================================  =========================================================
full       all that an engine is there for
basic      thumbnails, metadata, text in pictures      what a picture desk finds files by, for almost nothing;
                                                       speech and faces are most of the time (or the bill)
private    as full, with on-device engines alone       no third party sees the file; on device nobody else ever does
=========  ==========================================  =========================================================

What a kind of media can never have (speech in a photograph) is not recorded at all. What it could have and does not
get is ``SKIPPED`` from the start, with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.findings import Analysis
from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Written as the engine where no engine was asked.
NO_ENGINE = "none"
ONDEVICE = "ondevice"

VISUAL = frozenset({Name.TEXT, Name.FACES})
#: What is found in a transcript; all of it waits for speech.
TEXTUAL = frozenset({Name.LANGUAGE, Name.ENTITIES, Name.PHRASES, Name.SENTIMENT})
FIRST = frozenset({Name.THUMBNAILS, Name.METADATA})
#: Analyses of a picture that nothing on device can do.
_WITHOUT_ENGINE = frozenset({Name.LABELS, Name.PEOPLE, Name.LOGOS, Name.MODERATION})
_BASIC = FIRST | {Name.TEXT}

_POSSIBLE = {
    MediaType.IMAGE: FIRST | VISUAL | _WITHOUT_ENGINE,
    MediaType.VIDEO: FIRST | VISUAL | _WITHOUT_ENGINE | {Name.SPEECH} | TEXTUAL,
    MediaType.AUDIO: FIRST | {Name.SPEECH} | TEXTUAL,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to come, and how every analysis stands at the start."""

    pending: frozenset[str]
    analyses: Mapping[str, Analysis]


def plan(media_type: MediaType, profile: Profile, language: str, analysis_version: int) -> Plan:
    """Say what is to come for a file."""
    analyses = {}
    for name in sorted(_POSSIBLE[media_type]):
        reason = _why_not(name, profile, language)
        analyses[name.value] = Analysis(
            state=AnalysisState.SKIPPED if reason else AnalysisState.QUEUED,
            engine=NO_ENGINE if reason else ONDEVICE,
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


def _why_not(name: Name, profile: Profile, language: str) -> str:
    if profile is Profile.BASIC and name not in _BASIC:
        return Reason.NOT_IN_PROFILE.value
    if name in _WITHOUT_ENGINE:
        return Reason.NO_ENGINE.value
    if name in TEXTUAL | {Name.SPEECH} and not speaks_english(language):
        return Reason.LANGUAGE.value
    return ""
