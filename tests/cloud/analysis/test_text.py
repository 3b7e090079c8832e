"""What ``text`` makes of a transcript with Comprehend and Translate, over memory and a small stand-in for the two."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis.engines.aws import text
from cloud.analysis.engines.aws.errors import DeniedError, QuotaError, RefusedError
from cloud.analysis.shell.attempts import TRIES
from cloud.analysis.work import plan
from cloud.analysis.work.messages import Work
from cloud.analysis.work.results import read_full_tags, unpack_json
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.store.ledger import ChargeState
from cloud.store.queues import QueueName
from tests.fakes.transcripts import ReadingCloud

SENTENCE = "Angela Merkel met Emmanuel Macron in Paris on Friday."
READ = (Name.ENTITIES, Name.LANGUAGE, Name.PHRASES, Name.SENTIMENT)


def test_a_transcript_is_read() -> None:
    """Language, entities, phrases and sentiment of what Transcribe wrote, each at the time it is said."""
    cloud = ReadingCloud()
    item = cloud.item(cloud.say(f"It was good. {SENTENCE}", *READ))
    assert item.status is ItemStatus.COMPLETED
    tags = {(tag.kind.value, tag.name): tag for tag in item.tags}
    merkel = tags["entity", "Merkel"]
    assert (merkel.source, merkel.confidence, merkel.at_ms) == ("comprehend", 99.0, 4 * 400)
    assert ("phrase", "Paris") in tags
    assert item.sentiment is not None
    assert item.sentiment.label == "POSITIVE"
    assert cloud.facts(item.id, Name.LANGUAGE)["facts"]["language"] == "en"
    assert {name: analysis.engine for name, analysis in item.analyses.items()} == dict.fromkeys(READ, "comprehend")


def test_a_person_who_is_talked_about_is_an_entity() -> None:
    """Nobody was seen, so no tag says person; days and numbers are kept, but are no tags."""
    cloud = ReadingCloud()
    item = cloud.item(cloud.say(SENTENCE, Name.ENTITIES))
    assert {tag.kind.value for tag in item.tags} == {"entity"}
    assert "Friday" not in {tag.name for tag in item.tags}
    entities = cloud.facts(item.id, Name.ENTITIES)["facts"]["entities"]
    assert {"name": "Friday", "type": "DATE"}.items() <= next(e for e in entities if e["name"] == "Friday").items()


def test_mentions_of_the_same_words_are_one_tag() -> None:
    """The tag stands at the first mention; every mention, over all chunks, stands among the facts."""
    cloud = ReadingCloud()
    said = " ".join(["Merkel spoke, and they all listened for a while." for _ in range(300)])
    item_id = cloud.say(said, Name.ENTITIES)
    [tag] = read_full_tags(cloud.services, cloud.item(item_id), Name.ENTITIES)
    assert (tag.name, tag.at_ms) == ("Merkel", 0)
    [entity] = cloud.facts(item_id, Name.ENTITIES)["facts"]["entities"]
    assert entity["count"] == len(entity["mentions"]) == 300
    assert [said[each["start"] : each["end"]] for each in entity["mentions"]] == ["Merkel"] * 300
    assert [each["at_ms"] for each in entity["mentions"]] == [at * 9 * 400 for at in range(300)]
    assert cloud.words.calls["BatchDetectEntities"] == 1


def test_a_long_transcript_goes_in_batches() -> None:
    """No more than 25 documents a call, and the ledger holds each call at its price."""
    cloud = ReadingCloud()
    said = " ".join(["Merkel spoke, and they all listened for a while." for _ in range(3_000)])
    item = cloud.item(cloud.say(said, Name.ENTITIES))
    sizes = [len(request["TextList"]) for _operation, request in cloud.words.requests]
    assert len(sizes) == 2
    assert sizes[0] == 25
    rows = list(cloud.ledger.entries(cloud.services.now_text()[:10]))
    assert [row.state for row in rows] == [ChargeState.PAID] * 2
    units = sum(-(-len(each) // 100) for _operation, request in cloud.words.requests for each in request["TextList"])
    assert sum(row.charge.units for row in rows) == units
    assert cloud.paid() == item.analyses[Name.ENTITIES].cost_microusd == units * 100


def test_the_tone_of_a_chunk_counts_by_its_length() -> None:
    """Two long bad chunks outweigh a short good one."""
    cloud = ReadingCloud()
    bad, good = "It is all very sad. ", "It is good."
    item = cloud.item(cloud.say(bad * 500 + good, Name.SENTIMENT))
    [(_operation, request)] = cloud.words.requests
    lengths = {"good" in each: 0 for each in request["TextList"]}
    for each in request["TextList"]:
        lengths["good" in each] += len(each)
    assert item.sentiment is not None
    assert item.sentiment.label == "NEGATIVE"
    assert item.sentiment.scores["positive"] == pytest.approx(lengths[True] / sum(lengths.values()), abs=1e-4)
    assert sum(item.sentiment.scores.values()) == pytest.approx(1.0, abs=1e-3)


@given(st.lists(st.tuples(st.integers(1, 5_000), st.floats(0, 1)), min_size=1, max_size=9))
def test_a_weighed_tone_lies_between_those_of_its_chunks(tones: list[tuple[int, float]]) -> None:
    """Each score is a mean, so it is never above the highest nor below the lowest."""
    found = text.weigh([text.Tone(length, {"positive": share, "negative": 1 - share}) for length, share in tones])
    assert found is not None
    shares = [share for _length, share in tones]
    assert min(shares) - 1e-9 <= found.scores["positive"] <= max(shares) + 1e-9
    assert text.weigh([]) is None


def test_a_document_that_fails_for_now_is_asked_again_alone() -> None:
    """An internal error of one document of a batch costs one more call about that one, and nothing is missing."""
    cloud = ReadingCloud()
    cloud.words.unread = {"Omega": ["INTERNAL_SERVER_ERROR"]}
    said = "Alpha spoke for a very long time. " * 200 + "Omega was good."
    item = cloud.item(cloud.say(said, Name.ENTITIES))
    assert {tag.name for tag in item.tags} == {"Alpha", "Omega"}
    assert (item.status, item.analyses[Name.ENTITIES].reason) == (ItemStatus.COMPLETED, "")
    assert [len(request["TextList"]) for _operation, request in cloud.words.requests] == [2, 1]


@pytest.mark.expected_log("record failed")
def test_a_document_that_fails_for_long_is_left_out() -> None:
    """Its message waits and comes again, at last the rest stands; nothing that was answered is paid for twice."""
    cloud = ReadingCloud()
    cloud.words.unread = {"Omega": ["INTERNAL_SERVER_ERROR"] * 99}
    said = "Alpha spoke for a very long time. " * 200 + "Omega was good."
    item = cloud.item(cloud.say(said, Name.ENTITIES))
    assert {tag.name for tag in item.tags} == {"Alpha"}
    assert item.status is ItemStatus.PARTIAL
    assert cloud.facts(item.id, Name.ENTITIES)["facts"]["unread"] == {"INTERNAL_SERVER_ERROR": 1}
    assert [len(request["TextList"]) for _operation, request in cloud.words.requests] == [2, 1, 1, 1, 1, 1, 1]


def test_a_document_that_is_not_taken_leaves_the_others() -> None:
    """A document refused for good is not asked about again; the analysis says that something is missing."""
    cloud = ReadingCloud()
    cloud.words.unread = {"Omega": ["TEXT_SIZE_LIMIT_EXCEEDED"]}
    item = cloud.item(cloud.say("Alpha spoke for a very long time. " * 200 + "Omega was good.", Name.ENTITIES))
    assert {tag.name for tag in item.tags} == {"Alpha"}
    analysis = item.analyses[Name.ENTITIES]
    assert (analysis.state, analysis.reason) == (AnalysisState.SUCCEEDED, "service_refused")
    assert cloud.words.calls["BatchDetectEntities"] == 1


def test_an_analysis_of_which_nothing_is_taken_has_failed() -> None:
    """Where no document is read at all, there is no result."""
    cloud = ReadingCloud()
    cloud.words.unread = {"Omega": ["INVALID_REQUEST"]}
    item = cloud.item(cloud.say("Omega was good.", Name.PHRASES, Name.SENTIMENT))
    states = {name: (each.state.value, each.reason) for name, each in item.analyses.items()}
    assert states == {"phrases": ("FAILED", "service_refused"), "sentiment": ("SUCCEEDED", "")}


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en-US", "en"), ("en", "en"), ("pt-BR", "pt"), ("zh-CN", "zh"), ("zh-TW", "zh-TW"), ("zh-Hant", "zh-TW"),
        ("zh-HK", None), ("sv-SE", None), ("und", None), ("", None), ("yue", None),
    ],
)  # fmt: skip
def test_a_language_has_comprehends_name(language: str, code: str | None) -> None:
    """A region makes no difference but for Chinese, of which Cantonese is not read."""
    assert text.language_code(language) == code


def test_a_language_that_is_not_read_is_skipped() -> None:
    """Of Swedish the language is told, and nothing else is asked; personal data is found in English and Spanish."""
    cloud = ReadingCloud()
    swedish = cloud.item(cloud.say("Det var en gång en liten flicka", *READ, language="sv-SE"))
    assert swedish.analyses[Name.LANGUAGE].state is AnalysisState.SUCCEEDED
    skipped = {(swedish.analyses[name].state, swedish.analyses[name].reason) for name in READ if name != Name.LANGUAGE}
    assert skipped == {(AnalysisState.SKIPPED, "language")}
    french = cloud.item(cloud.say("Il est parti hier soir avec Marie", Name.PII, language="fr-FR"))
    assert french.analyses[Name.PII].reason == "language"
    assert cloud.words.calls == {"DetectDominantLanguage": 1}


def test_a_short_text_tells_no_language() -> None:
    """Fewer than twenty characters are not asked about."""
    cloud = ReadingCloud()
    item = cloud.item(cloud.say("Hello there, you", Name.LANGUAGE))
    assert item.analyses[Name.LANGUAGE].state is AnalysisState.NO_DATA
    assert not cloud.words.calls


def test_personal_data_is_counted_and_never_repeated() -> None:
    """How often which kind, and where; no word of it, neither in the facts nor in the kept answer."""
    cloud = ReadingCloud()
    item = cloud.item(cloud.say(SENTENCE, Name.PII))
    document = cloud.facts(item.id, Name.PII)
    assert document["facts"]["counts"] == {"NAME": 6}
    assert {"start": 7, "end": 13, "at_ms": 400, "type": "NAME", "confidence": 99.0} in document["facts"]["places"]
    assert not item.tags
    kept = [unpack_json(cloud.derived.read(key)) for key in cloud.derived.list(f"derived/newsroom/{item.id}/answers/")]
    assert kept
    assert not [word for word in ("Merkel", "Macron", "Paris") if word in json.dumps([document, *kept])]


def test_invariant_15_a_refused_analysis_leaves_the_others() -> None:
    """One operation that is refused for good ends at once; what the others found stands."""
    cloud = ReadingCloud()
    cloud.words.errors["BatchDetectSentiment"] = [RefusedError(Reason.SERVICE_REFUSED, "InvalidRequestException")]
    item = cloud.item(cloud.say(SENTENCE, *READ))
    assert item.status is ItemStatus.PARTIAL
    assert item.analyses[Name.SENTIMENT].state is AnalysisState.FAILED
    assert {item.analyses[name].state for name in READ if name != Name.SENTIMENT} == {AnalysisState.SUCCEEDED}
    assert cloud.words.calls["BatchDetectSentiment"] == 1


@pytest.mark.expected_log("record failed")
def test_invariant_15_a_broken_analysis_is_tried_alone() -> None:
    """What fails for no known reason is tried as often as anything; the others are neither lost nor paid for again."""
    cloud = ReadingCloud()
    cloud.words.errors["BatchDetectSentiment"] = [OSError("reset") for _ in range(TRIES)]
    item = cloud.item(cloud.say(SENTENCE, *READ))
    assert (item.status, item.analyses[Name.SENTIMENT].reason) == (ItemStatus.PARTIAL, "gave_up")
    assert cloud.words.calls == {
        "BatchDetectSentiment": TRIES,
        "BatchDetectEntities": 1,
        "BatchDetectKeyPhrases": 1,
        "DetectDominantLanguage": 1,
    }


def test_a_busy_service_costs_no_try() -> None:
    """Throttled a hundred times, the analysis waits, and comes to its end all the same."""
    cloud = ReadingCloud()
    cloud.words.errors["BatchDetectEntities"] = [QuotaError("ThrottlingException") for _ in range(100)]
    item = cloud.item(cloud.say(SENTENCE, *READ))
    assert item.status is ItemStatus.COMPLETED
    assert item.analyses[Name.ENTITIES].failures == 0
    assert cloud.paid() == sum(each.cost_microusd for each in item.analyses.values())


@pytest.mark.expected_log("record failed")
@pytest.mark.expected_log("not allowed")
def test_what_is_not_allowed_is_tried_twice() -> None:
    """A role that lacks an action is said so; the rest goes on."""
    cloud = ReadingCloud()
    cloud.words.errors["BatchDetectEntities"] = [DeniedError("AccessDeniedException") for _ in range(9)]
    item = cloud.item(cloud.say(SENTENCE, *READ))
    assert (item.status, item.analyses[Name.ENTITIES].reason) == (ItemStatus.PARTIAL, "not_allowed")
    assert cloud.words.calls["BatchDetectEntities"] == 2


def test_invariant_17_nothing_is_asked_above_the_cap() -> None:
    """What the day has no money for is skipped, with its reason; what it has money for is done."""
    cloud = ReadingCloud(cap_microusd=650)
    item = cloud.item(cloud.say(SENTENCE, *READ))
    ends = Counter((each.state.value, each.reason) for each in item.analyses.values())
    assert ends == {("SUCCEEDED", ""): 2, ("SKIPPED", "spend_cap"): 2}
    assert item.status is ItemStatus.COMPLETED
    assert cloud.paid() == 600
    assert sum(cloud.words.calls.values()) == 2


def test_invariant_18_what_was_read_is_not_paid_for_again() -> None:
    """A message that comes twice, or a second reading of the same transcript, asks nothing."""
    cloud = ReadingCloud()
    cloud.doubles = 0.7
    item_id = cloud.say(SENTENCE, *READ)
    calls, paid = cloud.words.calls.copy(), cloud.paid()
    record = dict(cloud.item(item_id).to_record())
    record |= {"pending": {"entities"}, "status": "PROCESSING", "work_state": "open", "version": 99}
    assert cloud.items.restore(record)
    cloud.queues.send(QueueName.TEXT, Work(QueueName.TEXT, item_id, 1).to_json())
    cloud.run()
    assert cloud.item(item_id).analyses[Name.ENTITIES].state is AnalysisState.SUCCEEDED
    assert (cloud.words.calls, cloud.paid()) == (calls, paid)


def test_our_own_engines_read_as_they_did() -> None:
    """Where the plan names our own engine, nobody else is asked."""
    cloud = ReadingCloud()
    item = cloud.item(cloud.say(SENTENCE, *READ, engine=plan.ONDEVICE))
    assert item.analyses[Name.PHRASES].engine == "analyzer"
    assert not cloud.words.calls
    assert cloud.paid() == 0
