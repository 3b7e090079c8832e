"""How a transcript is translated: whole sentences, one a line, and subtitles only where the lines match."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis.engines.aws import translation
from cloud.analysis.engines.aws.chunks import WordTimes
from cloud.analysis.engines.aws.errors import RefusedError
from cloud.analysis.engines.aws.limits import TRANSLATE_TEXT_BYTES
from cloud.analysis.work.profiles import parse_profiles, shipped_profiles
from cloud.contract.keys import derived_key
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Word
from tests.fakes.transcripts import ReadingCloud

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.item import Item

SAID = "We met in Paris. It was good & cold!"


def _cloud(*languages: str, **options: Any) -> ReadingCloud:  # noqa: ANN401 -- as FakeCloud's
    """Return a newsroom whose profile ``world`` translates into these languages."""
    wish = {"like": "full", "analyses": ["speech", "translation"], "translate_to": list(languages)}
    profiles = parse_profiles(json.dumps({"profiles": {"world": wish}}), shipped_profiles())

    def read() -> Mapping[str, ProfileRule]:
        return profiles

    return ReadingCloud(profiles=read, **options)


def _translated(cloud: ReadingCloud, said: str, language: str = "en-US") -> Item:
    return cloud.item(cloud.say(said, Name.TRANSLATION, language=language, profile="world"))


def _written(cloud: ReadingCloud, item: Item, name: str) -> str:
    return cloud.derived.read(derived_key("newsroom", item.id, 1, f"translations/{name}")).decode()


def test_a_transcript_is_translated_into_each_language() -> None:
    """The text, its sentences with their times, and subtitles; what it cost stands in the item and in the ledger."""
    cloud = _cloud("fr", "de")
    item = _translated(cloud, SAID)
    assert item.analyses[Name.TRANSLATION].state is AnalysisState.SUCCEEDED
    assert cloud.facts(item.id, Name.TRANSLATION)["facts"]["languages"].keys() == {"fr", "de"}
    document = json.loads(_written(cloud, item, "fr.json"))
    assert (document["language"], document["source"], document["engine"]) == ("fr", "en", "translate")
    assert document["text"] == "WE MET IN PARIS.\nIT WAS GOOD & COLD!"
    times = [(segment["start_ms"], segment["end_ms"]) for segment in document["segments"]]
    assert times == [(0, 1500), (1600, 3500)]
    assert SAID[document["segments"][1]["start"] :] == "It was good & cold!"
    subtitles = _written(cloud, item, "de.vtt")
    assert subtitles.startswith("WEBVTT\n")
    assert "00:00:01.600 --> 00:00:03.500\nIT WAS GOOD &amp; COLD!" in subtitles
    assert cloud.paid() == item.analyses[Name.TRANSLATION].cost_microusd == 2 * 15 * len(SAID)


def test_its_own_language_is_not_translated_into() -> None:
    """Nothing is asked for English from English, whatever the country; alone, it is no failure."""
    cloud = _cloud("en", "de")
    item = _translated(cloud, SAID, "en-GB")
    assert [request["TargetLanguageCode"] for _operation, request in cloud.words.requests] == ["de"]
    assert cloud.facts(item.id, Name.TRANSLATION)["facts"]["languages"].keys() == {"de"}
    alone = _translated(_cloud("en"), SAID, "en-GB")
    assert (alone.status, alone.analyses[Name.TRANSLATION].state) == (ItemStatus.COMPLETED, AnalysisState.NO_DATA)


def test_without_matching_lines_there_are_no_subtitles() -> None:
    """Where a sentence's translation cannot be told from the next one's, the text stands, and says so."""
    cloud = _cloud("fr")
    cloud.words.keeps_lines = False
    item = _translated(cloud, SAID)
    facts = cloud.facts(item.id, Name.TRANSLATION)["facts"]
    assert facts["languages"]["fr"]["subtitles"] is False
    document = json.loads(_written(cloud, item, "fr.json"))
    assert [(each["start_ms"], each["end_ms"]) for each in document["segments"]] == [(0, 3500)]
    assert not [key for key in cloud.derived.list(f"derived/newsroom/{item.id}/") if key.endswith(".vtt")]


def test_a_refused_language_leaves_the_others() -> None:
    """A pair that Translate does not know is named among the facts; the item is PARTIAL, the other language stands."""
    cloud = _cloud("xx", "de")
    cloud.words.errors["TranslateText"] = [RefusedError(Reason.LANGUAGE, "UnsupportedLanguagePairException")]
    item = _translated(cloud, SAID)
    facts = cloud.facts(item.id, Name.TRANSLATION)["facts"]
    assert (facts["languages"].keys(), facts["refused"]) == ({"de"}, {"xx": "language"})
    assert (item.status, item.analyses[Name.TRANSLATION].reason) == (ItemStatus.PARTIAL, "language")


@pytest.mark.parametrize(("language", "targets"), [("und", ["de"]), ("zh-HK", ["de"]), ("en-US", ["german"])])
def test_a_language_without_a_code_is_skipped(language: str, targets: list[str]) -> None:
    """Nothing is asked where Translate could not even be told the languages."""
    cloud = _cloud(*targets)
    analysis = _translated(cloud, SAID, language).analyses[Name.TRANSLATION]
    assert (analysis.state, analysis.reason) == (AnalysisState.SKIPPED, "language")
    assert not cloud.words.calls


def test_invariant_17_no_language_is_begun_above_the_cap() -> None:
    """What there is no money for is left out, with its reason; what was done stands."""
    cloud = _cloud("fr", "de", cap_microusd=15 * len(SAID))
    item = _translated(cloud, SAID)
    assert cloud.facts(item.id, Name.TRANSLATION)["facts"]["languages"].keys() == {"fr"}
    assert item.analyses[Name.TRANSLATION].reason == "spend_cap"
    assert _translated(_cloud("fr", cap_microusd=1), SAID).analyses[Name.TRANSLATION].state is AnalysisState.SKIPPED


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en-US", "en"), ("fr-FR", "fr"), ("fr-CA", "fr-CA"), ("zh-CN", "zh"), ("zh-TW", "zh-TW"), ("zh-Hant", "zh-TW"),
        ("pt-BR", "pt"), ("pt-PT", "pt-PT"), ("nb-NO", "no"), ("zh-HK", None), ("und", None), ("", None),
    ],
)  # fmt: skip
def test_a_language_has_translates_name(language: str, code: str | None) -> None:
    """A country makes a difference only where Translate makes one."""
    assert translation.source_code(language) == code


@given(st.lists(st.sampled_from(["One. ", "Two\r\nlines? ", "漢字。", "é" * 9_000, "a b " * 4_000, "  "]), max_size=12))
def test_invariant_12_a_call_of_translate_keeps_to_its_bytes(parts: list[str]) -> None:
    """Each call is small enough, each line is one, and no word is lost."""
    text = "".join(parts)
    calls = translation.calls(text)
    for lines in calls:
        assert len(translation.joined(lines).encode()) <= TRANSLATE_TEXT_BYTES
        assert len(translation.joined(lines).split("\n")) == len(lines)
        assert all(line.text == line.text.strip() != "" for line in lines)
    together = "".join(line.text for lines in calls for line in lines)
    assert "".join(together.split()) == "".join(text.split())


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_the_cues_of_a_sentence_share_its_time(lengths: list[int]) -> None:
    """They follow each other within the sentence's time, and together hold its words."""
    text = " ".join("x" * length for length in lengths)
    times = WordTimes("said", [Word("said", 1_000, 21_000, 90.0)])
    cues = list(translation.subtitles([translation.Segment(text, 0, 4)], "de", times))
    assert " ".join(cue.text for cue in cues) == text
    moments = [moment for cue in cues for moment in (cue.start_ms, cue.end_ms)]
    assert moments == sorted(moments)
    assert (moments[0], moments[-1] <= 21_000) == (1_000, True)
