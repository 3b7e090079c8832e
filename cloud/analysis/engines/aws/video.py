"""Amazon Rekognition Video: its jobs, what is asked of them, and why one failed. Pure; any thread.

Each job reads the whole video and is paid by the minute. One of them serves two analyses: text, and the logos that are
told from it. Member names and bounds are those of botocore 1.43's model of the service. What stands on the pages of a
job's results is read in ``sightings``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.limits import VIDEO_PAGE_ROWS
from cloud.analysis.engines.aws.pictures import (
    LABEL_MIN_CONFIDENCE,
    MODERATION_MIN_CONFIDENCE,
    TEXT_MIN_CONFIDENCE,
)
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.engines.aws.jobs import Places

REKOGNITION = "rekognition"
#: ``JobStatus``.
IN_PROGRESS, SUCCEEDED = "IN_PROGRESS", "SUCCEEDED"


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
