"""Rekognition Video: requests that the service's model takes, and what its pages come down to."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis.engines.aws.appearances import GAP_MS, MOST, find_appearances
from cloud.analysis.engines.aws.jobs import JobName, Places
from cloud.analysis.engines.aws.sightings import SHOT, Row, read_page
from cloud.analysis.engines.aws.video import (
    JOBS,
    VideoJob,
    VideoSource,
    failure_of,
    is_internal,
    job_for,
    page_request,
    start_request,
    status_request,
)
from cloud.contract.findings import TagKind
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from tests.fakes.ai.validator import find_faults, operation_model

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = Places(
    "originals",
    "derived",
    "arn:aws:sns:eu-west-1:123456789012:AmazonRekognition-snapstream",
    "arn:aws:iam::123456789012:role/snapstream-rekognition",
)
TAG = str(JobName("01JD0000000000000000000001", 2, Name.LABELS, 1))
TOKEN = "ab" * 32
SOURCE = VideoSource("originals", "uploads/newsroom/u-1/2024/11/x/original.mp4", "v1")
BOX = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}


def faults(operation: str, request: dict[str, object]) -> list[str]:
    """Return what the service's own model has against a request."""
    return find_faults(operation_model("rekognition", operation).input_shape, request, operation)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.start)
def test_invariant_09_every_request_passes_the_services_model(job: VideoJob) -> None:
    """Start, first page, later page and status: bounds, patterns and enums hold; tag and token go with the start."""
    start = start_request(job, SOURCE, tag=TAG, token=TOKEN, places=PLACES)
    assert faults(job.start, start) == []
    assert (start["JobTag"], start["ClientRequestToken"]) == (TAG, TOKEN)
    assert start["NotificationChannel"] == {"SNSTopicArn": PLACES.topic_arn, "RoleArn": PLACES.role_arn}
    for request in (page_request(job, "a1"), page_request(job, "a1", "next"), status_request("a1")):
        assert faults(job.get, request) == []


def test_without_a_topic_nobody_is_told() -> None:
    """The sweep asks then; an empty ARN would be refused."""
    request = start_request(JOBS[0], VideoSource("derived", "k"), tag=TAG, token=TOKEN, places=Places("o", "d"))
    assert "NotificationChannel" not in request
    assert request["Video"] == {"S3Object": {"Bucket": "derived", "Name": "k"}}
    assert faults(JOBS[0].start, request) == []


def test_each_analysis_has_one_job_and_text_shares_its_own() -> None:
    """Logos are told from text, so nobody pays for them."""
    assert job_for(Name.LOGOS) is job_for(Name.TEXT)
    assert len({job.start for job in JOBS}) == len(JOBS) == 6


def page(name: Name, *rows: dict[str, Any], **more: Any) -> Any:  # noqa: ANN401 -- an answer of the service
    """Read a page of these rows."""
    job = job_for(name)
    return read_page(job, {"JobStatus": "SUCCEEDED", job.rows: list(rows), **more})


def test_a_moment_and_a_stretch_are_both_read() -> None:
    """The service names a time, or a beginning and an end where it was asked to aggregate."""
    label = {"Name": "Dog", "Confidence": 91.25}
    read = page(
        Name.LABELS,
        {"Timestamp": 500, "Label": label},
        {"Timestamp": 0, "StartTimestampMillis": 0, "EndTimestampMillis": 4000, "DurationMillis": 4000, "Label": label},
    )
    assert [(row.from_ms, row.to_ms, row.name) for row in read.rows] == [(500, 500, "Dog"), (0, 4000, "Dog")]


def test_lines_of_text_are_read_that_are_sure_and_more_than_a_smudge() -> None:
    """Words come again as rows of their own; a line of one sign, or an unsure one, is left out."""

    def text(words: str, kind: str = "LINE", confidence: float = 95.0) -> dict[str, Any]:
        found = {"DetectedText": words, "Type": kind, "Confidence": confidence, "Geometry": {"BoundingBox": BOX}}
        return {"Timestamp": 1, "TextDetection": found}

    read = page(Name.TEXT, text("EXIT NOW"), text("EXIT", "WORD"), text("8"), text("fog", confidence=79.9))
    assert [row.name for row in read.rows] == ["EXIT NOW"]
    assert read.rows[0].box == pytest.approx((0.1, 0.2, 0.3, 0.4))


def test_a_person_is_where_the_face_is() -> None:
    """The box of a celebrity's body, or none, gives way to the face's."""
    celebrity = {"Name": "Ada", "Confidence": 98.0, "BoundingBox": {**BOX, "Left": 0.9}, "Face": {"BoundingBox": BOX}}
    (row,) = page(Name.PEOPLE, {"Timestamp": 7, "Celebrity": celebrity}).rows
    assert (row.name, row.confidence) == ("Ada", 98.0)
    assert row.box == pytest.approx((0.1, 0.2, 0.3, 0.4))


def test_a_box_over_the_edge_is_cut_at_it() -> None:
    """Rekognition's boxes may reach out of the frame."""
    face = {"BoundingBox": {"Left": -0.1, "Top": 0.9, "Width": 0.3, "Height": 0.4}, "Confidence": 99.0}
    (row,) = page(Name.FACES, {"Timestamp": 7, "Face": face}).rows
    assert row.box == pytest.approx((0.0, 0.9, 0.2, 0.1))


def test_shots_and_cues_are_told_apart() -> None:
    """A shot is a shot; a cue is called by its type."""
    span = {"StartTimestampMillis": 0, "EndTimestampMillis": 960}
    read = page(
        Name.SEGMENTS,
        {"Type": "SHOT", **span, "ShotSegment": {"Index": 0, "Confidence": 99.0}},
        {"Type": "TECHNICAL_CUE", **span, "TechnicalCueSegment": {"Type": "BlackFrames", "Confidence": 90.0}},
        VideoMetadata=[{"DurationMillis": 6000}],
    )
    assert [row.name for row in read.rows] == [SHOT, "BlackFrames"]
    assert read.duration_ms == 6000


def test_an_empty_page_in_the_middle_is_a_page() -> None:
    """No rows and a token: more is to come."""
    read = page(Name.LABELS, NextToken="more")
    assert (read.rows, read.next_token) == ((), "more")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Unsupported codec/format", Reason.UNSUPPORTED),
        ("The video is too long", Reason.TOO_LONG),
        ("Video size exceeds the limit", Reason.TOO_LARGE),
        ("", Reason.SERVICE_REFUSED),
    ],
)
def test_a_failure_is_said_as_far_as_the_service_says_it(message: str, reason: Reason) -> None:
    """Its sentences are for people, and so is the reason."""
    assert failure_of(message) is reason
    assert not is_internal(message)


@given(
    st.builds(
        Row,
        from_ms=st.integers(0, 10**8),
        to_ms=st.integers(0, 10**8),
        name=st.text(),
        confidence=st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10),
        box=st.none() | st.tuples(*[st.integers(0, 10_000).map(lambda part: part / 10_000)] * 4),
    )
)
def test_a_row_is_read_back_as_it_was_kept(row: Row) -> None:
    """With and without a box or a confidence."""
    assert Row.from_json(row.to_json()) == row


def test_what_stays_in_sight_is_one_appearance() -> None:
    """A gap of up to two seconds joins, a longer one parts; the best confidence and the first box are kept."""
    box = (0.1, 0.1, 0.2, 0.2)
    rows = [
        Row(0, 0, "Dog", 80.0, box),
        Row(GAP_MS, GAP_MS, "Dog", 95.0, (0.5, 0.5, 0.1, 0.1)),
        Row(3 * GAP_MS, 3 * GAP_MS, "Dog", 70.0),
        Row(3 * GAP_MS, 9 * GAP_MS, "Cat", 70.0),
        Row(10 * GAP_MS, 10 * GAP_MS, "Cat", 71.0),
    ]
    found = find_appearances(rows)
    seen = [(each.name, each.from_ms, each.to_ms, each.confidence, each.rows) for each in found.kept]
    assert seen == [
        ("Dog", 0, GAP_MS, 95.0, 2),
        ("Cat", 3 * GAP_MS, 10 * GAP_MS, 71.0, 2),
        ("Dog", 3 * GAP_MS, 3 * GAP_MS, 70.0, 1),
    ]
    tag = found.kept[0].to_tag(TagKind.LABEL, "rekognition")
    assert (tag.at_ms, tag.box) == (0, box)
    assert (found.rows, found.left_out) == (5, 0)


def test_of_too_many_appearances_the_longest_are_kept_and_the_rest_counted() -> None:
    """Noise that is read as a new word in each frame does not push out the sign that stays."""
    rows = [Row(0, 600_000, "STAYS", 90.0)]
    rows += [Row(n * 100, n * 100, f"noise {n}", 99.0) for n in range(50)]
    found = find_appearances(rows, most=10)
    assert len(found.kept) == 10
    assert found.kept[0].name == "STAYS"
    assert found.left_out == 41


def noise(count: int) -> Iterator[Row]:
    """Return rows of two hours: forty a moment, of which one is new each time."""
    for n in range(count):
        at_ms = n // 40 * 500
        yield Row(at_ms, at_ms, f"text {n}" if n % 40 == 0 else f"thing {n % 40}", 90.0, (0.1, 0.1, 0.2, 0.2))


def test_half_a_million_rows_fit_in_little_memory() -> None:
    """Two hours of forty things each half second: what is held stays far below what one page of them takes."""
    tracemalloc.start()
    found = find_appearances(noise(576_000))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.rows == 576_000
    assert len(found.kept) == MOST
    assert found.left_out == 576_000 // 40 + 39 - MOST
    assert peak_bytes < 8 * 1024**2
