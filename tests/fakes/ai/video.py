"""Amazon Rekognition's jobs about stored videos: started, told of through a topic, read in pages.

Limits and codes as in the Rekognition Developer Guide, "Guidelines and quotas" and "Calling Amazon Rekognition Video
operations", and botocore's model.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.ai.findings import NotMediaError, Video
from tests.fakes.ai.rekognition import (
    VERSION,
    Answer,
    FakePictures,
    Request,
    box,
    celebrity,
    face_at,
    label,
    moderation_label,
    text_detections,
)
from tests.fakes.ai.service import MARK, AwsError
from tests.fakes.ai.validator import operation_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.fakes.ai.findings import Finder
    from tests.fakes.ai.service import World

_MINUTE_MICROUSD = 100_000
_BYTES = 10 * 1024**3
_LONGEST_MS = 6 * 3600 * 1000
_KEPT = timedelta(days=7)
_MOST_ROWS = 1000
#: What is seen again within this time was there all the while.
_STRETCH_MS = 1000
#: The managed policy AmazonRekognitionServiceRole may publish to topics of such names alone.
_TOPIC = "AmazonRekognition"
_RUNNING, _DONE, _FAILED = "IN_PROGRESS", "SUCCEEDED", "FAILED"


@dataclass
class VideoJob:
    """One job."""

    job_id: str
    operation: str  #: ``StartLabelDetection``
    request: Request
    begun: datetime
    ready: datetime
    status: str = _RUNNING
    message: str = ""
    video: Video | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)


class FakeRekognition(FakePictures):
    """Still pictures, and jobs about videos."""

    def __init__(self, world: World, finder: Finder | None = None, *, max_jobs: int = 20) -> None:
        super().__init__(world, finder)
        self.max_jobs = max_jobs
        self.most_at_once = 0  #: of jobs, ever
        self.delay = timedelta()  #: how long a job takes
        self.page_rows = _MOST_ROWS  #: smaller than what is asked for, as the service may
        self.tells_early = False  #: a job's end is told as it begins, long before it can be read
        self.has_empty_page = True  #: between the first and the second
        self.jobs: dict[str, VideoJob] = {}
        self._tokens: dict[str, str] = {}
        self._pages_from = 0  #: tokens older than this number have expired
        self._page_number = 0

    def expire_pages(self) -> None:
        """Let every token that was handed out be one that has expired."""
        self._pages_from = self._page_number + 1

    def tick(self) -> int:
        """End the jobs whose time has come, and tell; return how many."""
        with self.lock:
            due = [job for job in self.jobs.values() if job.status == _RUNNING and job.ready <= self.world.now()]
            for job in due:
                self._end(job)
        for job in due:
            self._tell(job)
        return len(due)

    def running(self) -> list[VideoJob]:
        """Return the jobs that have not ended."""
        return [job for job in self.jobs.values() if job.status == _RUNNING]

    # ── Start ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def start_label_detection(self, request: Request) -> Answer:
        """Begin."""
        return self._start("StartLabelDetection", request)

    def start_text_detection(self, request: Request) -> Answer:
        """Begin."""
        return self._start("StartTextDetection", request)

    def start_celebrity_recognition(self, request: Request) -> Answer:
        """Begin."""
        return self._start("StartCelebrityRecognition", request)

    def start_face_detection(self, request: Request) -> Answer:
        """Begin."""
        return self._start("StartFaceDetection", request)

    def start_content_moderation(self, request: Request) -> Answer:
        """Begin."""
        return self._start("StartContentModeration", request)

    def start_segment_detection(self, request: Request) -> Answer:
        """Begin."""
        return self._start("StartSegmentDetection", request)

    def _start(self, operation: str, request: Request) -> Answer:
        token = request.get("ClientRequestToken")
        known = self._tokens.get(f"{operation}/{token}") if token else None
        if known is not None:
            if self.jobs[known].request != request:
                raise AwsError("IdempotentParameterMismatchException")
            return {"JobId": known}
        if len(self.running()) >= self.max_jobs:
            raise AwsError("LimitExceededException", f"{self.max_jobs} jobs run already.")
        place = request["Video"].get("S3Object")
        if place is None:
            raise AwsError("InvalidParameterException", "A video is expected.")
        try:
            size = len(self.world.buckets.read(place["Bucket"], place["Name"], place.get("Version", "")))
        except KeyError as error:
            raise AwsError("InvalidS3ObjectException", "Unable to get object metadata from S3.") from error
        if size > _BYTES:
            raise AwsError("VideoTooLargeException")
        now = self.world.now()
        words = f"{MARK}{operation}{token or len(self.jobs)}{now}"
        job_id = f"{MARK}-{hashlib.sha256(words.encode()).hexdigest()[:40]}"
        self.jobs[job_id] = VideoJob(job_id, operation, request, now, now + self.delay)
        if token:
            self._tokens[f"{operation}/{token}"] = job_id
        self.most_at_once = max(self.most_at_once, len(self.running()))
        if self.tells_early:
            self._tell(replace(self.jobs[job_id], status=_DONE))
        return {"JobId": job_id}

    # ── Between ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _end(self, job: VideoJob) -> None:
        place = job.request["Video"]["S3Object"]
        try:
            video = self.finder.video(self.world.buckets.read(place["Bucket"], place["Name"], place.get("Version", "")))
        except (KeyError, NotMediaError):
            job.status, job.message = _FAILED, f"Unsupported format ({MARK})"
            return
        if video.codec != "h264" or "MOV" not in video.container:
            job.status, job.message = _FAILED, f"Unsupported codec/format ({MARK})"
        elif video.duration_ms > _LONGEST_MS:
            job.status, job.message = _FAILED, f"The video is too long ({MARK})"
        else:
            job.status, job.video = _DONE, video
            job.rows = _ROWS[job.operation](video, job.request)
            seconds = -(-video.duration_ms // 1000)
            self.charge(job.operation, seconds, -(-_MINUTE_MICROUSD * seconds // 60))

    def _tell(self, job: VideoJob) -> None:
        topic = job.request.get("NotificationChannel", {}).get("SNSTopicArn", "")
        if not topic.rpartition(":")[2].startswith(_TOPIC):
            return  # published with a role that may not: nobody hears of it
        place = job.request["Video"]["S3Object"]
        message = {
            "JobId": job.job_id,
            "Status": job.status,
            "API": job.operation,
            "Timestamp": round(self.world.now().timestamp() * 1000),
            "Video": {"S3ObjectName": place["Name"], "S3Bucket": place["Bucket"]},
        }
        if "JobTag" in job.request:
            message["JobTag"] = job.request["JobTag"]
        self.world.tell("sns", topic, message)

    # ── Get ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def get_label_detection(self, request: Request) -> Answer:
        """Read a page."""
        return self._get("StartLabelDetection", "Labels", request) | {"LabelModelVersion": VERSION}

    def get_text_detection(self, request: Request) -> Answer:
        """Read a page."""
        return self._get("StartTextDetection", "TextDetections", request) | {"TextModelVersion": VERSION}

    def get_celebrity_recognition(self, request: Request) -> Answer:
        """Read a page."""
        return self._get("StartCelebrityRecognition", "Celebrities", request)

    def get_face_detection(self, request: Request) -> Answer:
        """Read a page."""
        return self._get("StartFaceDetection", "Faces", request)

    def get_content_moderation(self, request: Request) -> Answer:
        """Read a page."""
        return self._get("StartContentModeration", "ModerationLabels", request) | {"ModerationModelVersion": VERSION}

    def get_segment_detection(self, request: Request) -> Answer:
        """Read a page."""
        answer = self._get("StartSegmentDetection", "Segments", request)
        if "VideoMetadata" in answer:
            answer["VideoMetadata"] = [answer["VideoMetadata"]]
            kinds = self.jobs[request["JobId"]].request["SegmentTypes"]
            answer["SelectedSegmentTypes"] = [{"Type": kind, "ModelVersion": VERSION} for kind in kinds]
            answer["AudioMetadata"] = []
        return answer

    def _get(self, operation: str, name: str, request: Request) -> Answer:
        job = self.jobs.get(request["JobId"])
        if job is None or job.operation != operation or self.world.now() - job.begun > _KEPT:
            raise AwsError("ResourceNotFoundException", "Request has invalid Job Id")
        answer: Answer = {"JobStatus": job.status, "JobId": job.job_id, "Video": job.request["Video"]}
        if "JobTag" in job.request:
            answer["JobTag"] = job.request["JobTag"]
        if job.message:
            answer["StatusMessage"] = job.message
        if job.video is None:
            return answer
        answer["VideoMetadata"] = {
            "Codec": job.video.codec,
            "DurationMillis": job.video.duration_ms,
            "Format": job.video.container,
            "FrameRate": job.video.rate,
            "FrameHeight": job.video.height,
            "FrameWidth": job.video.width,
            "ColorRange": "LIMITED",
        }
        if "AggregateBy" in operation_model(self.name, operation.replace("Start", "Get", 1)).input_shape.members:
            known = {"AggregateBy": "TIMESTAMPS", "SortBy": "TIMESTAMP"} | request
            answer["GetRequestMetadata"] = {each: known[each] for each in ("AggregateBy", "SortBy")}
        return answer | self._page(job, name, request)

    def _page(self, job: VideoJob, name: str, request: Request) -> Answer:
        """Return the rows of one page; where there are several, the second is empty, and goes on all the same."""
        start, is_gap = self._read_token(job, request.get("NextToken"))
        found = _stretches(job.rows) if request.get("AggregateBy") == "SEGMENTS" else job.rows
        rows = min(request.get("MaxResults", _MOST_ROWS), _MOST_ROWS, self.page_rows)
        if is_gap:
            return {name: [], "NextToken": self._token(job, start, is_gap=False)}
        end = start + rows
        page: Answer = {name: found[start:end]}
        if end < len(found):
            page["NextToken"] = self._token(job, end, is_gap=self.has_empty_page and start == 0)
        return page

    def _token(self, job: VideoJob, start: int, *, is_gap: bool) -> str:
        self._page_number += 1
        return json.dumps([MARK, job.job_id[-12:], start, is_gap, self._page_number])

    def _read_token(self, job: VideoJob, token: str | None) -> tuple[int, bool]:
        if token is None:
            return 0, False
        try:
            _mark, job_id, start, is_gap, number = json.loads(token)
        except ValueError as error:
            raise AwsError("InvalidPaginationTokenException") from error
        if job_id != job.job_id[-12:] or number < self._pages_from:
            raise AwsError("InvalidPaginationTokenException", "The pagination token has expired.")
        return start, is_gap


def _stretches(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row for each stretch of time in which a thing is seen, without places: as ``SEGMENTS`` asks for."""
    stretches: list[dict[str, Any]] = []
    last: dict[str, dict[str, Any]] = {}
    for row in rows:
        [kind] = row.keys() - {"Timestamp"}
        thing = {name: value for name, value in row[kind].items() if name != "Instances"}
        known = last.get(thing["Name"])
        if known is None or row["Timestamp"] - known["EndTimestampMillis"] > _STRETCH_MS:
            span = {"StartTimestampMillis": row["Timestamp"], "EndTimestampMillis": row["Timestamp"]}
            known = {"Timestamp": row["Timestamp"], kind: thing, **span}
            stretches.append(known)
            last[thing["Name"]] = known
        known["EndTimestampMillis"] = row["Timestamp"]
        known["DurationMillis"] = row["Timestamp"] - known["StartTimestampMillis"]
    return stretches


def _labels(video: Video, request: Request) -> list[dict[str, Any]]:
    least = request.get("MinConfidence", 50)
    return [
        {"Timestamp": at_ms, "Label": found}
        for at_ms, script in video.frames
        for found in map(label, script.get("labels", ()))
        if found["Confidence"] >= least
    ]


def _texts(video: Video, request: Request) -> list[dict[str, Any]]:
    least = request.get("Filters", {}).get("WordFilter", {}).get("MinConfidence", 0)
    return [
        {"Timestamp": at_ms, "TextDetection": found}
        for at_ms, script in video.frames
        for found in text_detections(script)
        if found["Confidence"] >= least
    ]


def _celebrities(video: Video, _request: Request) -> list[dict[str, Any]]:
    rows = []
    for at_ms, script in video.frames:
        for at, wish in enumerate(script.get("people", ())):
            found = celebrity(wish, at)
            confidence = found.pop("MatchConfidence")
            rows.append({"Timestamp": at_ms, "Celebrity": found | {"Confidence": confidence, "BoundingBox": box(at)}})
    return rows


def _faces(video: Video, _request: Request) -> list[dict[str, Any]]:
    return [
        {"Timestamp": at_ms, "Face": face_at(at)}
        for at_ms, script in video.frames
        for at in range(max(script.get("faces", 0), len(script.get("people", ()))))
    ]


def _moderation(video: Video, request: Request) -> list[dict[str, Any]]:
    least = request.get("MinConfidence", 50)
    return [
        {"Timestamp": at_ms, "ModerationLabel": found}
        for at_ms, script in video.frames
        for found in map(moderation_label, script.get("moderation", ()))
        if found["Confidence"] >= least
    ]


def _segments(video: Video, request: Request) -> list[dict[str, Any]]:
    """Return a shot for each second, and a technical cue where the script names one (``cue="BlackFrames"``)."""
    rows = []
    for at, (start_ms, script) in enumerate(video.frames):
        end_ms = video.frames[at + 1][0] if at + 1 < len(video.frames) else video.duration_ms
        span = {
            "StartTimestampMillis": start_ms,
            "EndTimestampMillis": max(end_ms, start_ms),
            "DurationMillis": max(end_ms - start_ms, 0),
            "StartTimecodeSMPTE": f"00:00:{start_ms // 1000 % 60:02d}:00",
            "EndTimecodeSMPTE": f"00:00:{end_ms // 1000 % 60:02d}:00",
            "DurationSMPTE": "00:00:01:00",
        }
        if "SHOT" in request["SegmentTypes"]:
            rows.append({"Type": "SHOT", **span, "ShotSegment": {"Index": at, "Confidence": 99.0}})
        if "cue" in script and "TECHNICAL_CUE" in request["SegmentTypes"]:
            cue = {"Type": script["cue"], "Confidence": 95.0}
            rows.append({"Type": "TECHNICAL_CUE", **span, "TechnicalCueSegment": cue})
    return rows


_ROWS: dict[str, Callable[[Video, Request], list[dict[str, Any]]]] = {
    "StartLabelDetection": _labels,
    "StartTextDetection": _texts,
    "StartCelebrityRecognition": _celebrities,
    "StartFaceDetection": _faces,
    "StartContentModeration": _moderation,
    "StartSegmentDetection": _segments,
}
