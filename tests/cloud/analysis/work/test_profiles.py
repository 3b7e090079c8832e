"""Profiles are data: read, checked, and never a way out of privacy."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from cloud.analysis.work.profiles import (
    PROFILES_KEY,
    BadProfileError,
    NewsroomProfiles,
    find_rule,
    parse_profiles,
    shipped_profiles,
)
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import Profile
from tests.fakes.store import Clock, MemoryObjects


def _document(**profiles: object) -> str:
    return json.dumps({"profiles": profiles})


def test_every_newsroom_has_the_three_that_ship() -> None:
    """full, basic and private are there, and private alone keeps third parties out."""
    shipped = shipped_profiles()
    assert set(shipped) == set(Profile)
    assert [name for name, rule in shipped.items() if rule.is_private] == ["private"]
    assert shipped["private"].analyses == shipped["full"].analyses
    assert shipped["basic"].analyses == {Name.THUMBNAILS, Name.METADATA, Name.TEXT}


def test_a_newsroom_adds_its_own() -> None:
    """A profile says only how it differs from the one that it is like."""
    rules = parse_profiles(
        _document(night={"like": "full", "video": "jobs", "analyses": ["text", "moderation"], "translate_to": ["de"]}),
        shipped_profiles(),
    )
    night = rules["night"]
    assert night.analyses == {Name.THUMBNAILS, Name.METADATA, Name.TEXT, Name.MODERATION}
    assert (night.video, night.translate_to, night.max_speakers, night.name) == ("jobs", ("de",), 10, "night")
    assert find_rule(rules, "night") is night


def test_a_name_that_nobody_knows_is_private() -> None:
    """Whoever gave it may have meant so, and its profile may be gone; only where nobody said anything it is full."""
    rules = parse_profiles(_document(night={"like": "full"}), shipped_profiles())
    assert find_rule(rules, "gone").is_private
    assert find_rule(rules, "Night").is_private
    assert find_rule(rules, "").name == "full"


def test_a_profile_that_is_stated_again_changes_only_what_it_says() -> None:
    """What it leaves out stays as it was, its analyses and its privacy too; ``like`` begins elsewhere."""
    shipped = shipped_profiles()
    rules = parse_profiles(
        _document(full={"video": "jobs"}, private={"max_speakers": 2}, basic={"like": "full", "redact_pii": True}),
        shipped,
    )
    assert rules["full"] == replace(shipped["full"], video="jobs")
    assert rules["private"] == replace(shipped["private"], max_speakers=2)
    assert rules["basic"] == replace(rules["full"], name="basic", redact_pii=True)
    night = parse_profiles(_document(night={"like": "basic"}), shipped)
    assert parse_profiles(_document(night={"max_speakers": 2}), night)["night"].analyses == shipped["basic"].analyses


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON"),
        ("[]", "expected"),
        (_document(Night={}), "Night"),
        (_document(night=[]), "night: an object"),
        (_document(night={}), "night: is new"),
        (_document(night={"video": "jobs"}), '"like": "full", or "analyses": ["text"]'),
        (_document(night={"like": ["full"]}), "night.like: there is no profile"),
        ("[" * 100_000, "no JSON"),
        (_document(night={"like": "day"}), "night.like: there is no profile 'day'"),
        (_document(night={"vidio": "jobs"}), "night.vidio: there is no such field"),
        (_document(night={"video": "all"}), 'night.video: "frames" or "jobs"'),
        (_document(night={"video": 1}), "night.video: str is expected"),
        (_document(night={"max_speakers": True}), "night.max_speakers: int is expected"),
        (_document(night={"max_speakers": 31}), "night.max_speakers: 0, or 2 to 30"),
        (_document(night={"analyses": ["smell"]}), "there is no analysis 'smell'"),
        (_document(night={"analyses": "text"}), "a list of texts"),
        (_document(private={"like": "full"}), "private: third_parties must stay false"),
    ],
)
def test_a_mistake_is_named_where_it_is(text: str, says: str) -> None:
    """Whoever wrote the profiles is told which one, which field, and what is wrong with it."""
    with pytest.raises(BadProfileError) as refused:
        parse_profiles(text, shipped_profiles())
    assert says in str(refused.value)


@pytest.mark.expected_log("profiles refused")
def test_what_was_read_last_stands_while_the_newsrooms_own_are_wrong() -> None:
    """Profiles are read again after a minute; a mistake in them changes nothing."""
    derived, clock = MemoryObjects(), Clock()
    profiles = NewsroomProfiles(derived, clock)
    assert set(profiles()) == set(Profile)
    derived.write(PROFILES_KEY, _document(night={"like": "basic"}).encode(), "application/json")
    assert "night" not in profiles()
    clock.advance(timedelta(minutes=2))
    assert "night" in profiles()
    derived.write(PROFILES_KEY, b"{", "application/json")
    clock.advance(timedelta(minutes=2))
    assert "night" in profiles()
