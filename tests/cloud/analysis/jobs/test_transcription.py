"""Amazon Transcribe: what it is asked, what its answers mean, and what a recording becomes by it."""

from __future__ import annotations

import gzip
import json
import wave
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis.engines.aws import speech
from cloud.analysis.engines.aws.jobs import JobState
from cloud.analysis.engines.aws.limits import TRANSCRIBE_LANGUAGES, TRANSCRIBE_LONGEST_MS
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.shell.toolbox import OnDeviceEngines
from cloud.analysis.words.subtitles import subrip, webvtt
from cloud.analysis.work.profiles import parse_profiles, shipped_profiles
from cloud.contract.keys import derived_key
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, Word
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.engines import recording, video

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cloud.analysis.work.profiles import ProfileRule

WORDS = ["Good", "evening", ".", "This", "is", "Berlin", ",", "and", "the", "minister", "was", "late", "."]


def profiles(**fields: object) -> Mapping[str, ProfileRule]:
    """Return the profiles that ship, and ``own``: like full, but for these fields."""
    return parse_profiles(json.dumps({"profiles": {"own": {"like": "full", **fields}}}), shipped_profiles())


def asked(cloud: AwsCloud) -> dict[str, object]:
    """Return the one request that started a job."""
    [request] = [each for operation, each in cloud.aws.transcribe.requests if operation == "StartTranscriptionJob"]
    return request


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en-GB", "en-GB"), ("EN_gb", "en-GB"), ("en", "en-US"), ("en-CA", "en-US"), ("de", "de-DE"),
        ("de-AT", "de-DE"), ("de-CH", "de-CH"), ("fr", "fr-FR"), ("es-AR", "es-ES"),
        ("pt", "pt-BR"), ("ja", "ja-JP"), ("nb-NO", "no-NO"),
        ("fil", "tl-PH"), ("zh-Hant", "zh-TW"), ("zh-Hant-HK", "zh-TW"), ("uk", "uk-UA"), ("", None), ("xx", None),
        ("english", None),
    ],
)  # fmt: skip
def test_a_folders_language_is_named_as_transcribe_names_it(language: str, code: str | None) -> None:
    """A region that Transcribe does not know is taken for the usual one; a language it does not know is found out."""
    assert speech.language_code(language) == code


@pytest.mark.parametrize("code", sorted(TRANSCRIBE_LANGUAGES))
def test_every_language_is_known_by_its_own_name(code: str) -> None:
    """A code means itself, and its language alone means one of the same language."""
    assert speech.language_code(code) == code
    base = code.partition("-")[0]
    assert (speech.language_code(base) or "").startswith(f"{base}-")


def test_where_nobody_said_the_language_is_found_out() -> None:
    """IdentifyLanguage, speakers told apart, and no vocabulary, which belongs to one language."""
    assert speech.parameters(profiles(vocabulary="names")["own"], "") == {
        "IdentifyLanguage": True,
        "Settings": {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 10},
    }


def test_a_folders_language_and_a_profiles_wishes_are_asked_for() -> None:
    """The language, the vocabulary and the number of speakers are what the newsroom said."""
    rule = profiles(vocabulary="names", max_speakers=2)["own"]
    assert speech.parameters(rule, "de") == {
        "LanguageCode": "de-DE",
        "Settings": {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2, "VocabularyName": "names"},
    }
    assert speech.parameters(profiles(max_speakers=0)["own"], "fr") == {"LanguageCode": "fr-FR"}


@pytest.mark.parametrize(("language", "code"), [("en-GB", "en-US"), ("es", "es-US"), ("", "en-US")])
def test_personal_data_is_left_out_where_it_can_be(language: str, code: str) -> None:
    """Redaction is asked for with US English or US Spanish, never with language identification."""
    wish = speech.parameters(profiles(redact_pii=True)["own"], language)
    assert wish["LanguageCode"] == code
    assert wish["ContentRedaction"] == {"RedactionType": "PII", "RedactionOutput": "redacted"}
    assert "IdentifyLanguage" not in wish


@pytest.mark.parametrize("language", ["de", "xx", "pt-BR"])
def test_a_transcript_that_would_hold_personal_data_is_not_made(language: str) -> None:
    """Where it cannot be left out, nothing is written down at all, and the reason is the language."""
    with pytest.raises(MediaError) as refused:
        speech.parameters(profiles(redact_pii=True)["own"], language)
    assert refused.value.reason is Reason.LANGUAGE


@pytest.mark.parametrize("key", ["a/b", "a/é.json", "a b.json", "x" * 1020 + ".json", ""])
def test_an_output_key_that_transcribe_refuses_is_a_bug_of_ours(key: str) -> None:
    """Keys are made of ids, so this never happens; it would be seen at once."""
    with pytest.raises(ValueError, match=r"^"):
        speech.start_request("n", {}, "b", "s", key)


def test_every_request_passes_the_services_model() -> None:
    """For every way of asking, the strict validator finds no fault, and the output stays in our bucket."""
    for fields in ({}, {"max_speakers": 30}, {"vocabulary": "names"}, {"redact_pii": True}):
        for language in ("", "en-GB", "de"):
            cloud = AwsCloud(profiles=lambda fields=fields: profiles(**fields))
            cloud.aws.transcribe.vocabularies.add("names")
            item_id = cloud.upload(
                "a.wav", recording(says=[WORDS], duration_ms=8_000), profile="own", language=language
            )
            cloud.run()
            assert not cloud.aws.malformed
            if fields == {"redact_pii": True} and language == "de":
                assert not cloud.aws.transcribe.requests
                assert cloud.item(item_id).analyses["speech"].reason == "language"
                continue
            request = asked(cloud)
            assert request["OutputBucketName"] == "derived"
            assert request["OutputKey"] == derived_key("newsroom", item_id, 1, "analysis/transcribe.json")
            assert request["TranscriptionJobName"] == f"{item_id}.v1.speech.1"
            assert cloud.item(item_id).analyses["speech"].state is AnalysisState.SUCCEEDED


def test_a_recording_becomes_a_transcript_with_speakers() -> None:
    """Words with their punctuation, times, certainty and speaker; the text as Transcribe wrote it; nothing rough."""
    cloud = AwsCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS], duration_ms=8_000))
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert item.transcript is not None
    assert (item.transcript.engine, item.transcript.language, item.transcript.is_rough) == (
        "transcribe",
        "en-US",
        False,
    )
    transcript = Transcript.from_json(json.loads(cloud.derived.read(item.transcript.key)))
    assert transcript.text == item.transcript.excerpt == "Good evening. This is Berlin, and the minister was late."
    assert [word.text for word in transcript.words][:3] == ["Good", "evening.", "This"]
    assert transcript.words[1] == Word("evening.", 400, 700, 98.7, "Speaker 1")
    assert transcript.words[-1].speaker == "Speaker 2"
    folder = item.transcript.key.rpartition("/")[0]
    subtitles = cloud.derived.read(f"{folder}/subtitles.vtt").decode()
    assert "<v Speaker 1>Good evening. This is Berlin, and the minister" in subtitles
    assert "Speaker 2: was late." in cloud.derived.read(f"{folder}/subtitles.srt").decode()
    assert item.sentiment is not None
    assert {item.analyses[name].engine for name in ("language", "entities", "phrases", "sentiment")} == {"comprehend"}


def test_the_sound_is_gone_when_it_was_heard() -> None:
    """The FLAC file is there while the job runs, and removed with the transcript; what it was stays known."""
    cloud = AwsCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS], duration_ms=8_000))
    cloud.aws.delay(timedelta(hours=1))
    cloud.run()
    key = derived_key("newsroom", item_id, 1, "sound.flac")
    assert key in list(cloud.derived.list(key))
    cloud.clock.advance(timedelta(hours=1))
    cloud.run()
    assert not list(cloud.derived.list(key))
    assert cloud.item(item_id).status is ItemStatus.COMPLETED


def test_what_is_redacted_is_what_is_shown() -> None:
    """Under a profile that leaves personal data out, the transcript that is read is the redacted one."""
    cloud = AwsCloud(profiles=lambda: profiles(redact_pii=True))
    said = ["Write", "to", "jo@example.com", "."]
    item_id = cloud.upload("a.wav", recording(says=[said], duration_ms=8_000), profile="own")
    cloud.run()
    item = cloud.item(item_id)
    assert item.transcript is not None
    assert item.transcript.excerpt == "Write to [PII]."
    for key, body in cloud.derived.bodies().items():
        assert b"jo@example.com" not in (gzip.decompress(body) if key.endswith(".gz") else body), key


def test_silence_is_no_data() -> None:
    """A recording in which nobody speaks is COMPLETED, with no transcript and nothing to read."""
    cloud = AwsCloud()
    item_id = cloud.upload("a.wav", recording(says=[[]], duration_ms=8_000))
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert {item.analyses[name].state for name in ("speech", "language", "sentiment")} == {AnalysisState.NO_DATA}
    assert item.transcript is None


def test_a_film_without_sound_asks_nobody() -> None:
    """No sound track: NO_DATA(no_audio), and no job."""
    cloud = AwsCloud()
    item_id = cloud.upload("v.mp4", video(frames=[{"text": ["EXIT"]}], silent=True))
    cloud.run()
    item = cloud.item(item_id)
    assert (item.analyses["speech"].state, item.analyses["speech"].reason) == (AnalysisState.NO_DATA, "no_audio")
    assert item.status is ItemStatus.COMPLETED
    assert not cloud.aws.transcribe.requests


@pytest.mark.parametrize(
    ("duration_ms", "reason"), [(499, "too_short"), (TRANSCRIBE_LONGEST_MS + 1, "too_long"), (500, ""), (8_000, "")]
)
def test_what_transcribe_would_refuse_is_not_sent(duration_ms: int, reason: str) -> None:
    """Under half a second or over four hours: skipped with its reason, and nothing is asked or paid."""
    cloud = AwsCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS], duration_ms=duration_ms))
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert item.analyses["speech"].reason == reason
    assert bool(cloud.aws.transcribe.requests) == (not reason)
    assert bool(cloud.entries()) == (not reason)


@pytest.mark.parametrize(
    ("said", "duration_ms", "state", "reason"),
    [
        ("The media format provided does not match the detected media format.", 8_000, "FAILED", "unsupported"),
        ("Invalid file size: file size too large.", 8_000, "SKIPPED", "too_large"),
        ("Something that nobody has thought of.", 8_000, "FAILED", "service_refused"),
        ("Your audio file must have a speech segment long enough in duration.", 60_000, "NO_DATA", ""),
        ("Your audio file must have a speech segment long enough in duration.", 8_000, "SKIPPED", "too_short"),
    ],
)
def test_why_a_job_failed_is_said_in_our_words(said: str, duration_ms: int, state: str, reason: str) -> None:
    """A job that the service refuses is not tried again; its reason is one of ours."""
    cloud = AwsCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS], duration_ms=duration_ms, refuses=said))
    cloud.run()
    speech_ = cloud.item(item_id).analyses["speech"]
    assert (speech_.state, speech_.reason, speech_.attempt) == (AnalysisState(state), reason, 1)
    assert len(cloud.aws.transcribe.jobs) == 1


@pytest.mark.parametrize("reason", ["", "Internal error. Please try again."])
def test_an_internal_failure_may_pass(reason: str) -> None:
    """Where the service gives no reason, or blames itself, another attempt is made."""
    view = speech.view_of({"TranscriptionJob": {"TranscriptionJobStatus": "FAILED", "FailureReason": reason}}, 1)
    assert (view.state, view.is_internal) == (JobState.FAILED, True)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://s3.eu-central-1.amazonaws.com/news-derived/a/b.json", "a/b.json"),
        ("https://news-derived.s3.eu-central-1.amazonaws.com/a/b.json", "a/b.json"),
        ("s3://news-derived/a/b.json", "a/b.json"),
        ("http://127.0.0.1:4566/news-derived/a/b%20c.json", "a/b c.json"),
        ("https://s3.eu-central-1.amazonaws.com/others/a/b.json", None),
        ("https://news-derived.s3.amazonaws.com/", None),
    ],
)
def test_an_output_is_found_however_its_address_is_written(address: str, key: str | None) -> None:
    """With the bucket in the path or in the host; another bucket's is none of ours."""
    answer = {"TranscriptionJob": {"Transcript": {"TranscriptFileUri": address}}}
    assert speech.output_key(answer, "news-derived") == key


def _item(content: str, start: str = "", end: str = "", **more: object) -> dict[str, object]:
    kind = "pronunciation" if start else "punctuation"
    known = {"type": kind, "alternatives": [{"confidence": "0.5", "content": content}]}
    return known | ({"start_time": start, "end_time": end} if start else {}) | more


def test_speakers_of_older_answers_are_found_in_their_segments() -> None:
    """Where words do not say who speaks, the segments do, by the moment."""
    results = {
        "items": [_item("Yes", "1.0", "1.5"), _item("."), _item("No", "2.25", "2.5")],
        "speaker_labels": {
            "segments": [
                {"speaker_label": "spk_1", "items": [{"start_time": "1.0", "speaker_label": "spk_1"}]},
                {"speaker_label": "spk_0", "items": [{"start_time": "2.25", "speaker_label": "spk_0"}]},
            ]
        },
    }
    transcript = speech.read_transcript({"results": results}, 0)
    assert [(word.text, word.start_ms, word.end_ms, word.speaker) for word in transcript.words] == [
        ("Yes.", 1000, 1500, "Speaker 2"),
        ("No", 2250, 2500, "Speaker 1"),
    ]
    assert transcript.text == "Yes. No"


def test_times_are_on_the_items_own_axis() -> None:
    """Sound that begins later than the picture is heard later."""
    transcript = speech.read_transcript({"results": {"items": [_item("Yes", "1.0", "1.5")]}}, 250)
    assert (transcript.words[0].start_ms, transcript.words[0].end_ms) == (1250, 1750)


@pytest.mark.parametrize(
    "document", [{}, {"results": {}}, {"results": {"items": []}}, {"results": {"items": [_item(".")]}}]
)
def test_an_answer_without_words_has_no_text(document: dict[str, object]) -> None:
    """Whatever is missing, nothing breaks."""
    transcript = speech.read_transcript(document, 0)
    assert (transcript.words, transcript.text) == ((), "")


_said = st.lists(
    st.tuples(st.text(min_size=1, max_size=20), st.integers(0, 100_000), st.integers(0, 3)), min_size=1, max_size=60
)


@given(said=_said)
def test_any_answer_becomes_words_in_order(said: list[tuple[str, int, int]]) -> None:
    """However odd the words: one word each, never ending before it begins, with a speaker, and valid subtitles."""
    moment, items = 0, []
    for content, lasts_ms, speaker in said:
        start, moment = moment, moment + lasts_ms
        items.append(_item(content, f"{start / 1000}", f"{moment / 1000}", speaker_label=f"spk_{speaker}"))
    transcript = speech.read_transcript({"results": {"items": items}}, 0)
    assert [word.text for word in transcript.words] == [content for content, _lasts, _speaker in said]
    assert all(word.start_ms <= word.end_ms for word in transcript.words)
    assert [word.speaker for word in transcript.words] == [f"Speaker {each + 1}" for _c, _l, each in said]
    assert transcript.words[-1].end_ms == moment
    assert webvtt(transcript.words).startswith("WEBVTT\n")


def test_who_speaks_is_said_where_it_changes() -> None:
    """SubRip names a speaker once; WebVTT names one in every cue, as its voice, with markup escaped."""
    words = [
        Word("Yes.", 0, 500, 90, "A<b>"),
        Word("Well.", 2_000, 2_500, 90, "A<b>"),
        Word("No.", 3_000, 3_500, 90, "B"),
        Word("Hm.", 5_000, 5_500, 90),
    ]
    assert [line for line in subrip(words).split("\n") if line.endswith(".")] == [
        "A<b>: Yes.",
        "Well.",
        "B: No.",
        "Hm.",
    ]
    voices = [line for line in webvtt(words).split("\n") if line.endswith(".")]
    assert voices == ["<v A&lt;b&gt;>Yes.", "<v A&lt;b&gt;>Well.", "<v B>No.", "Hm."]


def test_a_real_recording_is_heard_as_flac(tmp_path: Path) -> None:
    """A WAV of 24 bits and 48 kHz goes through the real engines: Transcribe opens FLAC of 16 kHz, one channel."""
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(3)
        file.setframerate(48_000)
        file.writeframes(bytes([0, 0, 40] * 480 + [0, 0, 216] * 480) * 200)
    cloud = AwsCloud(OnDeviceEngines())
    item_id = cloud.upload("tone.wav", path.read_bytes())
    cloud.aws.delay(timedelta(hours=1))
    cloud.run()
    sound = cloud.aws.finder.sound(cloud.derived.read(derived_key("newsroom", item_id, 1, "sound.flac")))
    assert (sound.container, sound.channels) == ("flac", 1)
    assert sound.duration_ms == 2_000
    cloud.clock.advance(timedelta(hours=1))
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    assert cloud.item(item_id).transcript is not None
    assert asked(cloud)["MediaSampleRateHertz"] == 16_000


def test_chinese_has_no_spaces_between_words() -> None:
    """Words of a language that is written without spaces stand together in subtitles."""
    cloud = AwsCloud()
    item_id = cloud.upload("a.wav", recording(says=[["晚上", "好"]], duration_ms=8_000), language="zh")
    cloud.run()
    folder = derived_key("newsroom", item_id, 1, "")
    assert "晚上好" in cloud.derived.read(f"{folder}subtitles.vtt").decode()
