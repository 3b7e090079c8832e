"""The envelopes in which AWS says that a job has ended, each with its own decoder. Pure.

Rekognition tells an SNS topic; the queue gets its words as they are (raw message delivery) or in SNS's envelope (Amazon
Rekognition Developer Guide, "Reference: Video analysis results notification"). Amazon Transcribe tells EventBridge, by
best effort (Amazon Transcribe Developer Guide, "Using Amazon EventBridge with Amazon Transcribe"). Neither is believed:
how the job stands is asked of the service. A test event names no job; a job that is none of ours has no name of ours.

The sweep says the same in words of its own, where none came:

    {"source": "snapstream.sweep", "job": "01JD….v1.speech.1", "job_id": "…"}
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.jobs import JobName
from cloud.analysis.work.messages import BadMessageError, JobWork

if TYPE_CHECKING:
    from cloud.contract.record import Json

_SWEEP = "snapstream.sweep"
_TRANSCRIBE = "aws.transcribe"
_STATE_CHANGE = "Transcribe Job State Change"
#: The states of a job that has ended, as each service calls them.
_ENDED = frozenset({"COMPLETED", "SUCCEEDED", "FAILED", "ERROR"})


@dataclass(frozen=True, slots=True)
class Completion:
    """A job has ended, in whatever way."""

    name: JobName
    job_id: str | None  #: where the service has an id of its own

    def to_json(self) -> str:
        """Write it as the sweep does."""
        return json.dumps({"source": _SWEEP, "job": str(self.name), "job_id": self.job_id})


def parse_completions(body: str) -> list[Completion]:
    """Return what a message says has ended; nothing for a test event, another state, or a stranger's job.

    Raises ``ValueError`` where the body is no JSON.
    """
    document = json.loads(body)
    if not isinstance(document, dict):
        return []
    if document.get("source") == _SWEEP:
        return _own(document)
    if isinstance(document.get("detail"), dict):
        return _event_bridge(document)
    if document.get("Type") == "Notification":
        try:
            document = json.loads(str(document.get("Message", "")))
        except ValueError:
            return []  # words of somebody who tries the topic
    return _rekognition(document) if isinstance(document, dict) else []


def parse_work(body: str) -> JobWork:
    """Return which job a message is about, as ``start`` was asked for it; raises ``BadMessageError``: about none."""
    try:
        completions = parse_completions(body)
    except ValueError as error:
        raise BadMessageError(f"no JSON: {error}") from error
    if not completions:
        raise BadMessageError("about no job of ours")
    name = completions[0].name
    return JobWork(name.item_id, name.analysis_version, name.analysis)


def _event_bridge(document: dict[str, Json]) -> list[Completion]:
    detail = document["detail"]
    is_ours = document.get("source") == _TRANSCRIBE and document.get("detail-type") == _STATE_CHANGE
    if not is_ours or not isinstance(detail, dict) or detail.get("TranscriptionJobStatus") not in _ENDED:
        return []
    name = JobName.parse(str(detail.get("TranscriptionJobName", "")))
    return [Completion(name, None)] if name is not None else []


def _own(document: dict[str, Json]) -> list[Completion]:
    name, job_id = JobName.parse(str(document.get("job", ""))), document.get("job_id")
    return [Completion(name, job_id if isinstance(job_id, str) else None)] if name is not None else []


def _rekognition(notice: dict[str, Json]) -> list[Completion]:
    if notice.get("Status") not in _ENDED or not isinstance(notice.get("JobId"), str):
        return []
    name = JobName.parse(str(notice.get("JobTag", "")))
    return [Completion(name, str(notice["JobId"]))] if name is not None else []
