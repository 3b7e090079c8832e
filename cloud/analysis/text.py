"""``text``: reads a transcript for its language, entities, key phrases and sentiment, and translates it.

Each analysis is done by the engine that the plan named: our own, Amazon Comprehend, or Amazon Translate.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.chunks import WordTimes, speakable
from cloud.analysis.engines.ports import MediaError, is_sure, sure_text
from cloud.analysis.paid.purse import Purse
from cloud.analysis.shell.attempts import FailuresError
from cloud.analysis.shell.batch import Event, run_paid
from cloud.analysis.shell.invocation import observed
from cloud.analysis.words import comprehend, translating
from cloud.analysis.work import plan
from cloud.analysis.work.giving_up import state_for
from cloud.analysis.work.messages import Work, parse_message
from cloud.analysis.work.results import Outcome, record_outcomes, unfinished
from cloud.contract.findings import Tag, TagKind
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.contract.transcript import Transcript
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from cloud.analysis.engines.ports import Finding, TextAnalyzer
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json, Value


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of ``Work``."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_paid(QueueName.TEXT, event, lambda body: handle(ports, body), ports)


def handle(services: Services, body: str) -> None:
    """Handle one message. What one analysis finds stands, whatever becomes of the others."""
    work = parse_message(body)
    item = unfinished(services, work.item_id, work.analysis_version) if isinstance(work, Work) else None
    if item is None or Name.SPEECH.value in item.pending:
        return
    names = sorted(map(Name, plan.base_names(item.pending) & plan.TEXTUAL))
    if item.transcript is None:
        record_outcomes(services, item, _without_transcript(item, names))
        return
    transcript = Transcript.from_json(json.loads(services.derived.read(item.transcript.key)))
    outcomes: list[Outcome] = []
    failed: dict[Name, Exception] = {}
    for name in names:
        try:
            outcomes.append(read(services, item, name, transcript))
        except Exception as error:  # noqa: BLE001 -- what the others found is not to wait for this one's retry
            failed[name] = error
    record_outcomes(services, item, outcomes)
    if failed:
        raise FailuresError(failed) from next(iter(failed.values()))


def read(services: Services, item: Item, name: Name, transcript: Transcript) -> Outcome:
    """Let the planned engine do one analysis of a transcript."""
    match item.analyses[name].engine:
        case plan.COMPREHEND:
            return comprehend.analyse(Purse(services, item), name, _reading(transcript))
        case plan.TRANSLATE:
            return translating.translate(services, item, transcript)
        case _:
            analyzer = services.engines.text_analyzer()
            text = sure_text(transcript.words) if transcript.is_rough else transcript.text
            try:
                return analyse(analyzer, name, text)
            except MediaError as error:
                return Outcome(name, state_for(error.reason), analyzer.name, error.reason.value)


def _reading(transcript: Transcript) -> comprehend.Reading:
    """Return what is asked about: of a rough transcript, the words that are sure alone."""
    words = [word for word in transcript.words if not transcript.is_rough or is_sure(word)]
    text = speakable(sure_text(transcript.words) if transcript.is_rough else transcript.text)
    return comprehend.Reading(text, transcript.language, WordTimes(text, words))


def analyse(analyzer: TextAnalyzer, name: Name, text: str) -> Outcome:
    """Do one analysis of a transcript."""
    match name:
        case Name.LANGUAGE:
            return _language(analyzer, text)
        case Name.SENTIMENT:
            return _sentiment(analyzer, text)
        case Name.ENTITIES:
            entities = analyzer.entities(text)
            if entities is None:
                return Outcome(name, AnalysisState.SKIPPED, plan.NO_ENGINE, Reason.NO_ENGINE.value)
            return _findings(analyzer, name, TagKind.ENTITY, entities)
        case _:
            return _findings(analyzer, name, TagKind.PHRASE, analyzer.phrases(text))


def _language(analyzer: TextAnalyzer, text: str) -> Outcome:
    found = analyzer.language(text)
    if found is None:
        return Outcome(Name.LANGUAGE, AnalysisState.NO_DATA, analyzer.name)
    language, confidence = found
    facts: dict[str, Json] = {"language": language, "confidence": round(confidence, 1)}
    return Outcome(Name.LANGUAGE, AnalysisState.SUCCEEDED, analyzer.name, facts=facts)


def _sentiment(analyzer: TextAnalyzer, text: str) -> Outcome:
    found = analyzer.sentiment(text)
    if found is None:
        return Outcome(Name.SENTIMENT, AnalysisState.NO_DATA, analyzer.name)
    values: dict[str, Value] = {"sentiment": found.to_record()}
    return Outcome(Name.SENTIMENT, AnalysisState.SUCCEEDED, analyzer.name, values=values, facts=found.to_json())


def _findings(analyzer: TextAnalyzer, name: Name, kind: TagKind, found: tuple[Finding, ...]) -> Outcome:
    tags = tuple(Tag(finding.name, kind, finding.confidence, analyzer.name) for finding in found)
    return Outcome(name, AnalysisState.SUCCEEDED if tags else AnalysisState.NO_DATA, analyzer.name, tags=tags)


def _without_transcript(item: Item, names: list[Name]) -> list[Outcome]:
    """Return what becomes of analyses whose transcript never came."""
    speech = item.analyses.get(Name.SPEECH)
    if speech is not None and speech.state is AnalysisState.NO_DATA:
        return [Outcome(name, AnalysisState.NO_DATA, plan.NO_ENGINE, speech.reason) for name in names]
    return [Outcome(name, AnalysisState.SKIPPED, plan.NO_ENGINE, Reason.NO_TRANSCRIPT.value) for name in names]
