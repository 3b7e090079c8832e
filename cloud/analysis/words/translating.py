"""Has a transcript translated into the languages that its folder's profile names. One thread an invocation.

Each becomes ``translations/{language}.json`` in the derived bucket, and ``.vtt`` where the sentences can be matched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import translation
from cloud.analysis.engines.aws.chunks import WordTimes, speakable
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.paid import prices
from cloud.analysis.paid.purse import Purse, digest
from cloud.analysis.paid.till import Question
from cloud.analysis.words.subtitles import webvtt_of
from cloud.analysis.work.giving_up import state_for
from cloud.analysis.work.profiles import find_rule
from cloud.analysis.work.results import Outcome
from cloud.contract.keys import derived_key
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from cloud.contract.transcript import Transcript


def translate(services: Services, item: Item, transcript: Transcript) -> Outcome:
    """Translate into every language of the profile but the transcript's own; one that is refused leaves the others.

    Raises ``QuotaError``, ``DeniedError`` … as ``errors`` lists them.
    """
    purse = Purse(services, item)
    targets = find_rule(services.profiles(), item.profile).translate_to
    source = translation.source_code(transcript.language)
    done: dict[str, Json] = {}
    refused: dict[str, Json] = {}
    if not targets:
        return _ended(Reason.NOT_IN_PROFILE.value, purse)
    if source is None:
        return _ended(Reason.LANGUAGE.value, purse)
    for target in targets:
        if not translation.is_same_language(source, target):
            try:
                done[target] = _into(purse, transcript, source, target)
            except MediaError as error:
                refused[target] = error.reason.value
    reason = str(next(iter(refused.values()), ""))
    if reason and not done:
        return _ended(reason, purse)
    facts: dict[str, Json] = {"source": source, "languages": done}
    if refused:
        facts["refused"] = refused
    state = AnalysisState.SUCCEEDED if done else AnalysisState.NO_DATA
    return Outcome(
        Name.TRANSLATION, state, translation.TRANSLATE, reason, facts=facts, cost_microusd=purse.cost_microusd
    )


def translation_name(language: str, kind: str) -> str:
    """Return the name of a translation in the derived bucket; ``kind``: ``json`` or ``vtt``."""
    return f"translations/{language}.{kind}"


def _into(purse: Purse, transcript: Transcript, source: str, target: str) -> dict[str, Json]:
    """Translate into one language and write it down; return what was written."""
    if not translation.is_code(target):
        raise MediaError(Reason.LANGUAGE, target)
    text = speakable(transcript.text)
    times = WordTimes(text, transcript.words)
    segments: list[translation.Segment] = []
    is_matched = True
    for lines in translation.calls(text):
        request = translation.request(lines, source, target)
        question = Question(
            analysis=Name.TRANSLATION,
            service=translation.TRANSLATE,
            operation="TranslateText",
            request={"SourceLanguageCode": source, "TargetLanguageCode": target},
            about=digest(translation.joined(lines)),
            units=len(translation.joined(lines)),
            cost_microusd=prices.translate(len(translation.joined(lines))),
        )
        found, matches = translation.read(lines, purse.ask(question, request))
        segments += found
        is_matched &= matches
    document = translation.document(segments, source, target, times)
    body = json.dumps(document, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    derived = purse.services.derived
    derived.write(_key(purse.item, target, "json"), body, "application/json")
    cues = list(translation.subtitles(segments, target, times)) if is_matched else []
    if cues:
        derived.write(_key(purse.item, target, "vtt"), webvtt_of(cues).encode("utf-8", "replace"), "text/vtt")
    return {"characters": len(str(document["text"])), "subtitles": bool(cues)}


def _ended(reason: str, purse: Purse) -> Outcome:
    """Return the outcome of a translation that there is none of."""
    is_left_out = reason == Reason.NOT_IN_PROFILE
    state = AnalysisState.SKIPPED if is_left_out else state_for(reason)
    return Outcome(Name.TRANSLATION, state, translation.TRANSLATE, reason, cost_microusd=purse.cost_microusd)


def _key(item: Item, language: str, kind: str) -> str:
    return derived_key(item.library, item.id, item.analysis_version, translation_name(language, kind))
