"""Other people's emulator of the same services: what it has of them takes our requests, and our readers its answers.

moto 5 has of what we ask DetectLabels, DetectText, DetectCustomLabels, text jobs, DetectPiiEntities and Transcribe's
jobs; all canned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from moto import mock_aws

from cloud.analysis.engines.aws import pictures, sightings, speech, text, video
from cloud.analysis.engines.aws.chunks import cut
from cloud.analysis.engines.aws.jobs import JobState, Places
from cloud.analysis.engines.aws.port import BotoAi
from cloud.analysis.shell.environment import Environment, connect_ai
from cloud.analysis.work.profiles import shipped_profiles
from cloud.contract.findings import TagKind
from cloud.contract.status import AnalysisName as Name
from tests.fakes.engines import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL = "arn:aws:rekognition:us-east-1:000000000000:project/logos/version/one/1"
PLACES = Places(
    "originals",
    "derived",
    "arn:aws:sns:us-east-1:000000000000:AmazonRekognition-snapstream",
    "arn:aws:iam::000000000000:role/rekognition",
)


@pytest.fixture
def ai(monkeypatch: pytest.MonkeyPatch) -> Iterator[BotoAi]:
    """Give the functions' own clients, in moto."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield BotoAi(lambda service: connect_ai(service, Environment.read({})))


def test_what_moto_sees_in_a_picture_is_read(ai: BotoAi) -> None:
    """Labels with their places, lines of text, custom labels: each as tags with a confidence of 0 to 100."""
    jpeg = picture()
    looks = [
        (pictures.LABELS, pictures.read_labels, TagKind.LABEL),
        (pictures.TEXT, pictures.read_text, TagKind.TEXT),
        (pictures.own_logos(MODEL), pictures.read_own_logos, TagKind.LOGO),
    ]
    for look, read, kind in looks:
        answer = ai.call("rekognition", look.operation, look.request(jpeg))
        tags = list(read(answer, None))
        assert tags, look.operation
        assert {tag.kind for tag in tags} == {kind}
        assert all(tag.name and tag.confidence is not None and 0 <= tag.confidence <= 100 for tag in tags)


def test_what_motos_job_on_a_video_found_is_read(ai: BotoAi) -> None:
    """It is over as soon as it has begun; its one page is the last."""
    job = video.job_for(Name.TEXT)
    source = video.VideoSource("originals", "v.mp4")
    request = video.start_request(job, source, tag="01JD.v1.text.1", token="a" * 64, places=PLACES)
    job_id = str(ai.call("rekognition", job.start, request)["JobId"])
    page = sightings.read_page(job, ai.call("rekognition", job.get, video.page_request(job, job_id)))
    assert page.status == video.SUCCEEDED
    assert page.rows
    assert all(row.name for row in page.rows)


def test_the_personal_data_that_moto_finds_is_read(ai: BotoAi) -> None:
    """Where its canned offsets lie within the text."""
    [chunk] = cut("I am Jane Doe, and my account at the bank is 1234567890, since last year or so. " * 3, 5000)
    answer = ai.call("comprehend", "DetectPiiEntities", {"Text": chunk.text, "LanguageCode": "en"})
    mentions = text.read_mentions(chunk, answer)
    assert mentions
    assert all(0 <= each.start < each.end <= len(chunk.text) for each in mentions)


def test_the_job_that_moto_transcribes_is_done(ai: BotoAi) -> None:
    """Started with our whole request, and looked at until it is."""
    wish = speech.parameters(shipped_profiles()["full"], "en-US")
    request = speech.start_request("01JD.v1.speech.1", wish, "derived", "a/sound.flac", "a/transcribe.json")
    ai.call("transcribe", "StartTranscriptionJob", request)
    for _ in range(10):
        answer = ai.call("transcribe", "GetTranscriptionJob", {"TranscriptionJobName": "01JD.v1.speech.1"})
        view = speech.view_of(answer, 5000)
        if view.state is JobState.DONE:
            break
    assert view.state is JobState.DONE
    assert speech.output_key(answer, "derived") == "a/transcribe.json"
