"""Estimates: by the analysis's own plan and prices, per file and per folder, with what was assumed."""

from __future__ import annotations

import json
import os
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud.analysis.paid.estimate import Assumptions, FileFacts, estimate_file
from cloud.analysis.paid.folders import estimate_folder, estimate_json, render_estimate
from cloud.analysis.work import plan
from cloud.analysis.work.profiles import parse_profiles, shipped_profiles
from cloud.contract.media import MediaType
from tests.media import quarters

if TYPE_CHECKING:
    from cloud.analysis.work.profiles import ProfileRule

HOUR_MS = 3_600_000
PHOTOGRAPH = FileFacts(MediaType.IMAGE)
#: As long as nobody speaks: pictures alone.
SILENT_HOUR = FileFacts(MediaType.VIDEO, HOUR_MS, has_audio=False)
RECORDING = FileFacts(MediaType.AUDIO, HOUR_MS)


def rule(name: str = "full", **fields: object) -> ProfileRule:
    """Return a profile, changed."""
    if not fields:
        return shipped_profiles()[name]
    document = {"profiles": {"mine": {"like": name, **fields}}}
    return parse_profiles(json.dumps(document), shipped_profiles())["mine"]


def test_a_photograph_costs_three_calls() -> None:
    """Labels, people (who bring the faces) and text (which brings the logos): $3.00 for a thousand."""
    costs = estimate_file(PHOTOGRAPH, rule())
    assert costs == dict.fromkeys(
        ("rekognition:DetectLabels", "rekognition:DetectText", "rekognition:RecognizeCelebrities"), 1_000
    )


def test_an_hour_of_video_costs_its_distinct_frames() -> None:
    """Six a minute, three calls each: $1.08."""
    assert sum(estimate_file(SILENT_HOUR, rule()).values()) == 1_080_000


def test_an_hour_of_video_by_jobs_costs_ten_times_as_much() -> None:
    """Labels, text (with logos), celebrities and faces are four jobs of $6 each."""
    costs = estimate_file(SILENT_HOUR, rule(video="jobs"))
    assert sum(costs.values()) == 24_000_000
    assert set(costs) == {
        "rekognition:StartLabelDetection",
        "rekognition:StartTextDetection",
        "rekognition:StartCelebrityRecognition",
        "rekognition:StartFaceDetection",
    }


def test_an_hour_of_speech_costs_its_seconds_and_its_characters() -> None:
    """3,600 s at $0.0001, then 54,000 characters in three analyses, and one document to tell the language."""
    assert estimate_file(RECORDING, rule()) == {
        "comprehend:BatchDetectEntities": 54_000,
        "comprehend:BatchDetectKeyPhrases": 54_000,
        "comprehend:BatchDetectSentiment": 54_000,
        "comprehend:DetectDominantLanguage": 5_000,
        "transcribe:StartTranscriptionJob": 360_000,
    }


def test_what_a_profile_opts_into_is_counted() -> None:
    """A collection of faces, moderation, personal data and two languages."""
    mine = rule(
        analyses=["people", "moderation", "speech", "pii", "translation"],
        collection="newsroom",
        translate_to=["de", "fr"],
    )
    assert set(estimate_file(PHOTOGRAPH, mine)) == {
        "rekognition:RecognizeCelebrities",
        "rekognition:SearchFacesByImage",
        "rekognition:DetectModerationLabels",
    }
    assert estimate_file(RECORDING, mine)["translate:TranslateText"] == 2 * 54_000 * 15
    assert "comprehend:DetectPiiEntities" in estimate_file(RECORDING, mine)


@pytest.mark.parametrize("facts", [PHOTOGRAPH, SILENT_HOUR, RECORDING])
def test_what_no_third_party_sees_costs_nothing(facts: FileFacts) -> None:
    """The private profile, and a newsroom with engines of its own."""
    assert estimate_file(facts, rule("private")) == {}
    assert estimate_file(facts, rule(), engines=plan.OWN_ENGINES) == {}


def test_sound_that_is_too_long_and_frames_that_are_too_many_are_not_counted() -> None:
    """Five hours: nothing is transcribed, and no more frames than are looked at."""
    costs = estimate_file(FileFacts(MediaType.VIDEO, 5 * HOUR_MS), rule())
    assert "transcribe:StartTranscriptionJob" not in costs
    assert costs["rekognition:DetectLabels"] == 600_000


def test_assumptions_may_be_others() -> None:
    """Break-even with the video APIs is far above what is assumed."""
    one_in_two_seconds = Assumptions(frames_a_minute=30)
    ten_minutes = FileFacts(MediaType.VIDEO, 600_000, has_audio=False)
    assert sum(estimate_file(ten_minutes, rule(), assumptions=one_in_two_seconds).values()) == 300 * 3 * 1_000


def _sound(path: Path, seconds: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(16_000 * seconds))


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Return a folder with one of everything."""
    folder = tmp_path / "Card"
    (folder / "DCIM").mkdir(parents=True)
    quarters().save(folder / "one.jpg")
    quarters(300, 200).save(folder / "DCIM" / "two.jpg")
    (folder / "copy of one.jpg").write_bytes((folder / "one.jpg").read_bytes())
    _sound(folder / "three.wav", 90)
    (folder / "broken.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(100))
    (folder / "notes.jpg").write_text("no picture")
    (folder / "empty.png").touch()
    (folder / "sent.jpg.part").write_bytes(b"x")
    (folder / ".hidden.jpg").write_bytes(b"x")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    return folder


def test_a_folder_is_looked_into_and_added_up(card: Path) -> None:
    """Two photographs and 90 s of sound; the copy is not paid twice; what is no media is counted, not charged."""
    found = estimate_folder(card, rule())
    assert found.files == {"image": 2, "audio": 1}
    assert found.left_out == {"duplicate": 1, "damaged": 1, "not_media": 1, "empty": 1}
    assert found.duration_ms == 90_000
    assert found.costs["rekognition:DetectLabels"] == 2_000
    assert found.costs["transcribe:StartTranscriptionJob"] == 9_000
    assert found.total_microusd == 2 * 3_000 + 9_000 + 4 * 1_400


def test_one_file_is_a_batch_of_one(card: Path) -> None:
    """A path to a file is estimated as it is."""
    assert estimate_folder(card / "one.jpg", rule()).total_microusd == 3_000


def test_the_text_says_what_it_costs_and_what_was_assumed(card: Path) -> None:
    """Counts, operations, the sum, what was left out, each assumption, and that the day's limit will be met."""
    found = estimate_folder(card, rule())
    said = render_estimate(found, cap_microusd=10_000)
    assert said.startswith("1 audio, 2 image, 1.5 minutes; profile full")
    assert "$0.0206" in said
    assert "left out: 1 damaged, 1 duplicate, 1 empty, 1 not picture, sound or video" in said
    assert "about 3 days' worth" in said
    assert all(sentence in said for sentence in found.assumptions.sentences())
    assert "limit" not in render_estimate(found, cap_microusd=10 * 1_000_000)
    assert estimate_json(found)["total_microusd"] == 20_600
    assert "days" not in estimate_json(found)
    capped = estimate_json(found, cap_microusd=10_000)
    assert (capped["daily_cap_microusd"], capped["days"]) == (10_000, 3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes that have names are Unix's")
def test_what_is_no_file_is_counted_and_never_opened(card: Path) -> None:
    """A pipe that nobody writes into would be waited for; the device without end would be read."""
    os.mkfifo(card / "pipe.jpg")
    found = estimate_folder(card, rule())
    assert found.left_out["special"] == 1
    assert "1 not files (pipes, devices)" in render_estimate(found)
    assert estimate_folder(Path("/dev/zero"), rule()).left_out == {"special": 1}


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="folders are opened by descriptor on Unix")
def test_a_folder_that_cannot_be_listed_is_counted(card: Path) -> None:
    """What is in it may cost something too."""
    place = os.open(card, os.O_RDONLY)
    for _ in range(25):  # deeper than a path may be long: nobody can list the last, whatever they may read
        os.mkdir("x" * 200, dir_fd=place)
        inner = os.open("x" * 200, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    found = estimate_folder(card, rule())
    assert found.left_out["unreadable_folder"] == 1
    assert "1 folders that cannot be read" in render_estimate(found)


def test_a_language_that_nobody_knows_is_said(card: Path) -> None:
    """It may be a slip; one that Transcribe knows is not worth a word."""
    assert "no language 'klingon'" in render_estimate(estimate_folder(card, rule(), language="klingon"))
    assert estimate_json(estimate_folder(card, rule(), language="fr"))["notes"] == []


def test_an_empty_folder_costs_nothing(tmp_path: Path) -> None:
    """There is nothing to pay for, and no error."""
    assert estimate_folder(tmp_path, rule()).total_microusd == 0
    assert "no media" in render_estimate(estimate_folder(tmp_path, rule()))
