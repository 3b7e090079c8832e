"""A transcript, whoever wrote it down: its objects in the derived bucket, and what is recorded of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud.analysis.words.subtitles import subrip, webvtt
from cloud.analysis.work import plan
from cloud.analysis.work.budgets import EXCERPT_CHARACTERS
from cloud.analysis.work.dispatch import needed_after_speech
from cloud.analysis.work.messages import Work
from cloud.analysis.work.results import Outcome
from cloud.contract.keys import derived_key
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.contract.transcript import TranscriptSummary
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.transcript import Transcript

#: Languages that are written without spaces between words.
_UNSPACED = frozenset({"zh", "ja", "th", "km", "my", "lo"})


def write_transcript(services: Services, item: Item, transcript: Transcript, reason: str = "") -> Outcome:
    """Write a transcript and its subtitles; return what is recorded. ``reason``: parts of it are missing."""
    key = _key(item, "transcript.json")
    body = json.dumps(transcript.to_json(), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    services.derived.write(key, body, "application/json")
    space = "" if transcript.language.partition("-")[0] in _UNSPACED else " "
    subtitles = {
        ("subtitles.vtt", "text/vtt"): webvtt(transcript.words, space),
        ("subtitles.srt", "application/x-subrip"): subrip(transcript.words, space),
    }
    for (name, content_type), text in subtitles.items():
        services.derived.write(_key(item, name), text.encode("utf-8", "replace"), content_type)
    excerpt = transcript.text[:EXCERPT_CHARACTERS]
    summary = TranscriptSummary(transcript.language, transcript.engine, excerpt, key, is_rough=transcript.is_rough)
    return Outcome(
        Name.SPEECH,
        AnalysisState.SUCCEEDED,
        transcript.engine,
        reason,
        values={"transcript": summary.to_record()},
        facts={"words": len(transcript.words)},
    )


def without_transcript(item: Item, state: AnalysisState, reason: str, engine: str) -> list[Outcome]:
    """Return the outcomes of speech that gives no transcript, and of all that would have read it."""
    if state is AnalysisState.NO_DATA:
        after, why = AnalysisState.NO_DATA, reason
    else:
        after, why = AnalysisState.SKIPPED, Reason.NO_TRANSCRIPT.value
    rest = sorted(map(Name, plan.base_names(item.pending) & plan.TEXTUAL))
    return [
        Outcome(Name.SPEECH, state, engine, reason),
        *(Outcome(name, after, plan.NO_ENGINE, why) for name in rest),
    ]


def send_transcript(services: Services, item: Item) -> None:
    """Send an item to be read where its transcript is there and awaited; again does no harm."""
    if needed_after_speech(item):
        services.queues.send(QueueName.TEXT, Work(QueueName.TEXT, item.id, item.analysis_version).to_json())


def _key(item: Item, name: str) -> str:
    return derived_key(item.library, item.id, item.analysis_version, name)
