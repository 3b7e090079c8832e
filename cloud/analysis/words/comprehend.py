"""Asks Amazon Comprehend about a transcript: each question is paid for through the till. One thread an invocation.

A document that Comprehend failed over for now is asked again, alone with its like; one that it does not take leaves
the others standing, and the analysis says that something is missing. Answers are kept, so what was answered once is
not paid for again when the message comes again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import limits, text
from cloud.analysis.engines.aws.chunks import Chunk, WordTimes, cut
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.paid import prices
from cloud.analysis.paid.purse import Purse, digest
from cloud.analysis.paid.till import Question
from cloud.analysis.work.giving_up import state_for
from cloud.analysis.work.results import Outcome
from cloud.contract.findings import TagKind
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cloud.contract.record import Json

_OPERATIONS = {
    Name.ENTITIES: "BatchDetectEntities",
    Name.PHRASES: "BatchDetectKeyPhrases",
    Name.SENTIMENT: "BatchDetectSentiment",
}
#: How many calls one batch may take within an invocation; after that its message waits.
_CALLS_AT_ONCE = 2
#: How often documents are asked in all, before those that Comprehend still fails over are left out.
_CALLS_IN_ALL = 7
#: What stands in neither of an answer's lists.
_NOT_ANSWERED = "NOT_ANSWERED"


class UnreadError(Exception):
    """Comprehend failed over some documents for now; what it answered is kept, and the message comes again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A transcript as it is asked about."""

    text: str
    language: str  #: of the transcript, BCP 47
    times: WordTimes


@dataclass(slots=True)
class _Documents:
    """What was found in each chunk, and the codes of those that were not read."""

    found: list[tuple[Chunk, dict[str, Json]]]
    unread: list[str]


def analyse(purse: Purse, name: Name, reading: Reading) -> Outcome:
    """Do one analysis; raises ``QuotaError``, ``DeniedError`` … as ``errors`` lists them, and ``UnreadError``."""
    try:
        outcome = _analyse(purse, name, reading)
    except MediaError as error:
        outcome = Outcome(name, state_for(error.reason), text.COMPREHEND, error.reason.value)
    return replace(outcome, cost_microusd=purse.cost_microusd)


def _analyse(purse: Purse, name: Name, reading: Reading) -> Outcome:
    if name is Name.LANGUAGE:
        return _language(purse, reading)
    code = text.language_code(reading.language)
    if code is None or (name is Name.PII and code not in limits.COMPREHEND_PII_LANGUAGES):
        raise MediaError(Reason.LANGUAGE)
    if not reading.text.strip():
        return Outcome(name, AnalysisState.NO_DATA, text.COMPREHEND)
    if name is Name.PII:
        return _personal_data(purse, reading, code)
    documents = _Documents([], [])
    for batch in text.batches(reading.text):
        _ask_batch(purse, name, code, batch, documents)
    documents.found.sort(key=lambda each: each[0].start)
    if documents.unread and not documents.found:
        raise MediaError(Reason.SERVICE_REFUSED, documents.unread[0])
    outcome = _sentiment(documents) if name is Name.SENTIMENT else _mentions(name, reading, documents)
    if not documents.unread:
        return outcome
    unread: dict[str, Json] = {"unread": dict(Counter(documents.unread))}
    reason = Reason.SERVICE_REFUSED.value
    return replace(outcome, state=AnalysisState.SUCCEEDED, reason=reason, facts={**outcome.facts, **unread})


def _language(purse: Purse, reading: Reading) -> Outcome:
    """Tell the language by the beginning: one document's worth."""
    sample = next(cut(reading.text.strip(), limits.COMPREHEND_DOCUMENT_BYTES), Chunk(0, "")).text
    if len(sample.strip()) < limits.COMPREHEND_LANGUAGE_CHARACTERS:
        return Outcome(Name.LANGUAGE, AnalysisState.NO_DATA, text.COMPREHEND)
    answer = purse.ask(_question(Name.LANGUAGE, "DetectDominantLanguage", {}, [sample]), {"Text": sample})
    found = text.read_languages(answer)
    if not found:
        return Outcome(Name.LANGUAGE, AnalysisState.NO_DATA, text.COMPREHEND)
    listed: list[Json] = [{"language": code, "confidence": round(confidence, 1)} for code, confidence in found]
    facts: dict[str, Json] = {"language": found[0][0], "confidence": round(found[0][1], 1), "languages": listed}
    return Outcome(Name.LANGUAGE, AnalysisState.SUCCEEDED, text.COMPREHEND, facts=facts)


def _personal_data(purse: Purse, reading: Reading, code: str) -> Outcome:
    """Count personal data by its kind, and say where it is: never what it is."""
    found: list[text.Mention] = []
    for chunk in cut(reading.text, limits.COMPREHEND_TEXT_BYTES):
        if chunk.text.strip():
            question = _question(Name.PII, "DetectPiiEntities", {"LanguageCode": code}, [chunk.text])
            answer = purse.ask(question, {"Text": chunk.text, "LanguageCode": code})
            found += [each for each in text.read_mentions(chunk, answer) if each.confidence >= text.MIN_CONFIDENCE]
    if not found:
        return Outcome(Name.PII, AnalysisState.NO_DATA, text.COMPREHEND)
    places: list[Json] = [
        text.place(each, reading.times) | {"type": each.kind, "confidence": round(each.confidence, 1)} for each in found
    ]
    counts: dict[str, Json] = dict(sorted(Counter(each.kind for each in found).items()))
    return Outcome(Name.PII, AnalysisState.SUCCEEDED, text.COMPREHEND, facts={"counts": counts, "places": places})


def _ask_batch(purse: Purse, name: Name, code: str, batch: Sequence[Chunk], documents: _Documents) -> None:
    """Ask about a batch until each of its documents is read, or known not to be taken.

    ::

        call 1 of 25 documents   3 fail for now   ─▶ call 2 of those 3   ─▶ still 1: UnreadError, the message waits
        the message again        calls 1 and 2 are answered from what was kept   ─▶ call 3 of that 1 …
    """
    waiting, calls_before = tuple(batch), purse.calls
    for turn in range(_CALLS_IN_ALL):
        words: dict[str, object] = {"LanguageCode": code} | ({"Turn": turn} if turn else {})
        question = _question(name, _OPERATIONS[name], words, [chunk.text for chunk in waiting])
        answer = purse.ask(question, text.batch_request(waiting, code))
        results = text.read_results(answer)
        lasting, passing = text.read_errors(answer)
        documents.found += [(chunk, results[at]) for at, chunk in enumerate(waiting) if at in results]
        known = results.keys() | passing.keys()
        documents.unread += [lasting.get(at, _NOT_ANSWERED) for at in range(len(waiting)) if at not in known]
        waiting = tuple(chunk for at, chunk in enumerate(waiting) if at in passing and at not in results)
        if not waiting:
            return
        if turn + 1 == _CALLS_IN_ALL:
            documents.unread += passing.values()
        elif purse.calls - calls_before >= _CALLS_AT_ONCE:
            raise UnreadError(next(iter(passing.values())))


def _sentiment(documents: _Documents) -> Outcome:
    found = text.weigh([text.read_tone(chunk, result) for chunk, result in documents.found])
    if found is None:
        return Outcome(Name.SENTIMENT, AnalysisState.NO_DATA, text.COMPREHEND)
    return Outcome(
        Name.SENTIMENT,
        AnalysisState.SUCCEEDED,
        text.COMPREHEND,
        values={"sentiment": found.to_record()},
        facts=found.to_json(),
    )


def _mentions(name: Name, reading: Reading, documents: _Documents) -> Outcome:
    groups = text.gather(mention for chunk, result in documents.found for mention in text.read_mentions(chunk, result))
    kind = TagKind.ENTITY if name is Name.ENTITIES else TagKind.PHRASE
    tags = text.tags(groups, kind, reading.times)
    facts: Mapping[str, Json] = {name.value: text.facts(groups, reading.times)}
    state = AnalysisState.SUCCEEDED if tags else AnalysisState.NO_DATA
    return Outcome(name, state, text.COMPREHEND, tags=tags, facts=facts)


def _question(name: Name, operation: str, words: Mapping[str, object], texts: Sequence[str]) -> Question:
    return Question(
        analysis=name,
        service=text.COMPREHEND,
        operation=operation,
        request=words,
        about=digest(*texts),
        units=sum(prices.comprehend_units(len(each)) for each in texts),
        cost_microusd=sum(prices.comprehend(operation, len(each)) for each in texts),
    )
