"""Amazon Rekognition Video: the requests of its jobs, and what stands on the pages of their results. Pure; any thread.

Each job reads the whole video and is paid by the minute. One of them serves two analyses: text, and the logos that are
told from it. Member names and bounds are those of botocore 1.43's model of the service.

A page comes down to rows, ``Row``, whatever the job: what was seen, from when to when. Times are milliseconds from the
beginning of the video, which is the item's own time axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.limits import VIDEO_PAGE_ROWS
from cloud.analysis.engines.aws.pictures import (
    FACE,
    FACE_MIN_CONFIDENCE,
    LABEL_MIN_CONFIDENCE,
    MODERATION_MIN_CONFIDENCE,
    PERSON_MIN_CONFIDENCE,
    TEXT_MIN_CHARACTERS,
    TEXT_MIN_CONFIDENCE,
)
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cloud.analysis.engines.aws.jobs import Places
    from cloud.analysis.engines.ports import Box
    from cloud.contract.record import Json

REKOGNITION = "rekognition"
#: ``JobStatus``.
IN_PROGRESS, SUCCEEDED = "IN_PROGRESS", "SUCCEEDED"
#: What a row of ``SEGMENTS`` is called where it is a shot; a technical cue is called by its type.
SHOT = "Shot"


@dataclass(frozen=True, slots=True)
class VideoJob:
    """One kind of job."""

    analyses: tuple[Name, ...]  #: that it serves
    start: str  #: the operation that begins it
    get: str  #: the operation that reads its results
    rows: str  #: the member of an answer that lists them
    parameters: Mapping[str, object]  #: of ``start``: what changes the answer
    order: Mapping[str, object]  #: of ``get``: so that rows come in order of time


_BY_TIME: dict[str, object] = {"SortBy": "TIMESTAMP"}
#: A stretch of time a row, instead of a row for each half second: a hundredth of the pages.
_BY_STRETCH: dict[str, object] = {"SortBy": "TIMESTAMP", "AggregateBy": "SEGMENTS"}

JOBS = (
    VideoJob(
        (Name.LABELS,),
        "StartLabelDetection",
        "GetLabelDetection",
        "Labels",
        {"MinConfidence": LABEL_MIN_CONFIDENCE, "Features": ["GENERAL_LABELS"]},
        _BY_STRETCH,
    ),
    VideoJob(
        (Name.TEXT, Name.LOGOS),
        "StartTextDetection",
        "GetTextDetection",
        "TextDetections",
        {"Filters": {"WordFilter": {"MinConfidence": TEXT_MIN_CONFIDENCE}}},
        {},
    ),
    VideoJob(
        (Name.PEOPLE,),
        "StartCelebrityRecognition",
        "GetCelebrityRecognition",
        "Celebrities",
        {},
        _BY_TIME,
    ),
    VideoJob(
        (Name.FACES,),
        "StartFaceDetection",
        "GetFaceDetection",
        "Faces",
        {"FaceAttributes": "DEFAULT"},
        {},
    ),
    VideoJob(
        (Name.MODERATION,),
        "StartContentModeration",
        "GetContentModeration",
        "ModerationLabels",
        {"MinConfidence": MODERATION_MIN_CONFIDENCE},
        _BY_STRETCH,
    ),
    VideoJob(
        (Name.SEGMENTS,),
        "StartSegmentDetection",
        "GetSegmentDetection",
        "Segments",
        {"SegmentTypes": ["TECHNICAL_CUE", "SHOT"]},
        {},
    ),
)
_BY_ANALYSIS = {name: job for job in JOBS for name in job.analyses}


@dataclass(frozen=True, slots=True)
class VideoSource:
    """What a job reads: an object in S3 that Rekognition takes."""

    bucket: str
    key: str
    version_id: str = ""  #: "" in a bucket that keeps no versions


@dataclass(frozen=True, slots=True)
class Row:
    """Something seen in a stretch of the video."""

    from_ms: int
    to_ms: int  #: the same as ``from_ms`` where the service names a moment
    name: str
    confidence: float | None
    box: Box | None = None

    def to_json(self) -> list[Json]:
        """Return the row as it is kept: short, for there may be hundreds of thousands."""
        box: list[Json] | None = [round(edge, 4) for edge in self.box] if self.box else None
        confidence = None if self.confidence is None else round(self.confidence, 1)
        return [self.from_ms, self.to_ms, self.name, confidence, *([box] if box else [])]

    @classmethod
    def from_json(cls, value: Json) -> Row:
        """Read ``to_json`` back."""
        if not isinstance(value, list):
            raise TypeError("a row is no list")
        from_ms, to_ms, name, confidence, *more = value
        box = more[0] if more else None
        edges = tuple(_number(edge) for edge in box) if isinstance(box, list) else None
        return cls(
            int(_number(from_ms)),
            int(_number(to_ms)),
            str(name),
            None if confidence is None else _number(confidence),
            (edges[0], edges[1], edges[2], edges[3]) if edges else None,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a job's ``get``."""

    status: str  #: ``JobStatus``
    message: str  #: why it failed, in the service's words
    rows: tuple[Row, ...]
    next_token: str  #: "" on the last page
    duration_ms: int  #: of the video, as the service measured it; 0 where it does not say


def job_for(name: Name) -> VideoJob:
    """Return the job that serves an analysis."""
    return _BY_ANALYSIS[name]


def start_request(job: VideoJob, source: VideoSource, *, tag: str, token: str, places: Places) -> dict[str, object]:
    """Return the request that begins a job.

    ``token``: the service answers a second request of the same token with the first one's job. ``tag`` comes back in
    the notice. Where no topic is named nobody is told, and the sweep asks.
    """
    thing: dict[str, object] = {"Bucket": source.bucket, "Name": source.key}
    if source.version_id:
        thing["Version"] = source.version_id
    request: dict[str, object] = {
        **job.parameters,
        "Video": {"S3Object": thing},
        "ClientRequestToken": token,
        "JobTag": tag,
    }
    if places.topic_arn and places.role_arn:
        request["NotificationChannel"] = {"SNSTopicArn": places.topic_arn, "RoleArn": places.role_arn}
    return request


def page_request(job: VideoJob, job_id: str, next_token: str = "") -> dict[str, object]:
    """Return the request of one page; ``next_token`` "" is the first."""
    request: dict[str, object] = {"JobId": job_id, "MaxResults": VIDEO_PAGE_ROWS, **job.order}
    if next_token:
        request["NextToken"] = next_token
    return request


def status_request(job_id: str) -> dict[str, object]:
    """Return the request that tells whether a job is over, with as few results as may be."""
    return {"JobId": job_id, "MaxResults": 1}


def read_page(job: VideoJob, answer: Mapping[str, Json]) -> Page:
    """Return what stands on a page."""
    listed = answer.get(job.rows)
    read = _READERS[job.analyses[0]]
    rows = tuple(row for each in _maps(listed) for row in read(each))
    return Page(
        status=str(answer.get("JobStatus") or SUCCEEDED),
        message=str(answer.get("StatusMessage") or ""),
        rows=rows,
        next_token=str(answer.get("NextToken") or ""),
        duration_ms=_duration_ms(answer.get("VideoMetadata")),
    )


def failure_of(message: str) -> Reason:
    """Return why a job failed, as far as the service's sentence tells."""
    words = message.lower()
    if any(word in words for word in ("codec", "format", "container", "unsupported")):
        return Reason.UNSUPPORTED
    if "too long" in words or "duration" in words:
        return Reason.TOO_LONG
    return Reason.TOO_LARGE if "too large" in words or "size" in words else Reason.SERVICE_REFUSED


def is_internal(message: str) -> bool:
    """Whether a job failed by the service's own fault, so that another may succeed."""
    return "internal" in message.lower()


def _label(found: Mapping[str, Json]) -> Iterator[Row]:
    label = _map(found.get("Label"))
    yield _row(found, str(label.get("Name") or ""), label.get("Confidence"), None)


def _text(found: Mapping[str, Json]) -> Iterator[Row]:
    """Return a line; its words come again as detections of their own, and a lone sign is more often a smudge."""
    text = _map(found.get("TextDetection"))
    words = str(text.get("DetectedText") or "").strip()
    confidence = text.get("Confidence")
    is_text = text.get("Type") == "LINE" and len(words) >= TEXT_MIN_CHARACTERS
    if is_text and _is_sure(confidence, TEXT_MIN_CONFIDENCE):
        yield _row(found, words, confidence, _map(text.get("Geometry")).get("BoundingBox"))


def _celebrity(found: Mapping[str, Json]) -> Iterator[Row]:
    person = _map(found.get("Celebrity"))
    # ``Celebrity.BoundingBox`` is of the body, or missing; the face's own says where to look.
    box = _map(person.get("Face")).get("BoundingBox") or person.get("BoundingBox")
    if person.get("Name") and _is_sure(person.get("Confidence"), PERSON_MIN_CONFIDENCE):
        yield _row(found, str(person["Name"]), person.get("Confidence"), box)


def _face(found: Mapping[str, Json]) -> Iterator[Row]:
    face = _map(found.get("Face"))
    if _is_sure(face.get("Confidence"), FACE_MIN_CONFIDENCE):
        yield _row(found, FACE, face.get("Confidence"), face.get("BoundingBox"))


def _moderation(found: Mapping[str, Json]) -> Iterator[Row]:
    label = _map(found.get("ModerationLabel"))
    yield _row(found, str(label.get("Name") or ""), label.get("Confidence"), None)


def _segment(found: Mapping[str, Json]) -> Iterator[Row]:
    is_shot = found.get("Type") == "SHOT"
    said = _map(found.get("ShotSegment" if is_shot else "TechnicalCueSegment"))
    yield _row(found, SHOT if is_shot else str(said.get("Type") or "Cue"), said.get("Confidence"), None)


_READERS = {
    Name.LABELS: _label,
    Name.TEXT: _text,
    Name.PEOPLE: _celebrity,
    Name.FACES: _face,
    Name.MODERATION: _moderation,
    Name.SEGMENTS: _segment,
}


def _is_sure(confidence: Json, least: float) -> bool:
    return isinstance(confidence, int | float) and confidence >= least


def _row(found: Mapping[str, Json], name: str, confidence: Json, box: Json) -> Row:
    """Make a row; a stretch names its beginning and end, a moment its time alone."""
    start = found.get("StartTimestampMillis")
    from_ms = max(0, int(_number(start if start is not None else found.get("Timestamp") or 0)))
    end = found.get("EndTimestampMillis")
    to_ms = max(from_ms, int(_number(end))) if end is not None else from_ms
    return Row(from_ms, to_ms, name, None if confidence is None else _number(confidence), _box(box))


def _box(value: Json) -> Box | None:
    """Return a box within the frame: the service's may reach over its edges."""
    sides = _map(value)
    if not {"Left", "Top", "Width", "Height"} <= set(sides):
        return None
    left, top, width, height = (_number(sides[side]) for side in ("Left", "Top", "Width", "Height"))
    x, y = min(max(left, 0.0), 1.0), min(max(top, 0.0), 1.0)
    right, bottom = min(max(left + width, x), 1.0), min(max(top + height, y), 1.0)
    return (x, y, right - x, bottom - y)


def _duration_ms(metadata: Json) -> int:
    """Return the video's length; segments' answers hold a list of metadata, one a video track."""
    first = metadata[0] if isinstance(metadata, list) and metadata else metadata
    return int(_number(_map(first).get("DurationMillis") or 0))


def _maps(value: Json) -> Iterator[Mapping[str, Json]]:
    yield from (each for each in (value if isinstance(value, list) else []) if isinstance(each, dict))


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(f"not a number: {value!r}")
    return float(value)
