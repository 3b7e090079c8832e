"""Amazon Transcribe's jobs: started by name, told of as events, their transcript written to a bucket of ours.

Limits and codes as in the Transcribe Developer Guide, "Guidelines and quotas", "Job queueing", "Monitoring with
EventBridge" and "Transcription output", and botocore's model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tests.fakes.ai.findings import Finder, NotMediaError, Sound
from tests.fakes.ai.service import MARK, AwsError, FakeService

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.ai.service import World

Request = dict[str, Any]
Answer = dict[str, Any]

_SECOND_MICROUSD = 100
_LEAST_SECONDS = 15
_BYTES = 2 * 1024**3
_SHORTEST_MS, _LONGEST_MS = 500, 4 * 3600 * 1000
_CHANNELS = 2
_WORD_MS = 400
_TURN_WORDS = 8  #: words until the other speaker speaks
_PUNCTUATION = frozenset(".,?!")
_REDACTED_IN = frozenset({"en-US", "es-US"})
_RUNNING, _DONE, _FAILED = "IN_PROGRESS", "COMPLETED", "FAILED"
_WAYS = ("LanguageCode", "IdentifyLanguage", "IdentifyMultipleLanguages")


@dataclass
class TranscriptionJob:
    """One job."""

    request: Request
    begun: datetime
    ready: datetime
    status: str = _RUNNING
    reason: str = ""
    ended: datetime | None = None
    language: str = ""
    transcript: dict[str, str] = field(default_factory=dict)


class FakeTranscribe(FakeService):
    """Transcription jobs."""

    name = "transcribe"

    def __init__(self, world: World, finder: Finder | None = None, *, max_jobs: int = 250) -> None:
        super().__init__(world)
        self.finder = finder or Finder()
        self.max_jobs = max_jobs
        self.delay = timedelta()
        self.tells_early = False  #: a job's end is told as it begins
        self.language = "en-US"  #: what is spoken, where a script does not say
        self.vocabularies: set[str] = set()
        self.jobs: dict[str, TranscriptionJob] = {}

    def start_transcription_job(self, request: Request) -> Answer:
        """Begin."""
        name = request["TranscriptionJobName"]
        if name in self.jobs:
            raise AwsError("ConflictException", "The requested job name already exists.")
        self._refuse_bad(request)
        if len(self.running()) >= self.max_jobs:
            raise AwsError("LimitExceededException", "You have too many jobs in progress.")
        bucket, key = _place(request["Media"]["MediaFileUri"])
        try:
            size = len(self.world.buckets.read(bucket, key))
        except KeyError as error:
            raise AwsError("BadRequestException", "The S3 URI that you provided can't be accessed.") from error
        if size > _BYTES:
            raise AwsError("BadRequestException", "The media file is larger than 2 GB.")
        now = self.world.now()
        self.jobs[name] = TranscriptionJob(request, now, now + self.delay)
        if self.tells_early:
            self._tell(name, replace(self.jobs[name], status=_DONE))
        return {"TranscriptionJob": self._describe(name)}

    def get_transcription_job(self, request: Request) -> Answer:
        """Tell how a job stands."""
        name = request["TranscriptionJobName"]
        if name not in self.jobs:
            # Its model has a NotFoundException; what it answers is this (issue trackers of aws-sdk, boto3).
            raise AwsError(
                "BadRequestException", "The requested job couldn't be found. Check the job name and try again."
            )
        return {"TranscriptionJob": self._describe(name)}

    def delete_transcription_job(self, request: Request) -> Answer:
        """Forget a job."""
        self.jobs.pop(request["TranscriptionJobName"], None)
        return {}

    def running(self) -> list[TranscriptionJob]:
        """Return the jobs that have not ended."""
        return [job for job in self.jobs.values() if job.status == _RUNNING]

    def tick(self) -> int:
        """End the jobs whose time has come, and tell; return how many."""
        with self.lock:
            due = {n: j for n, j in self.jobs.items() if j.status == _RUNNING and j.ready <= self.world.now()}
            for name, job in due.items():
                self._end(name, job)
        for name, job in due.items():
            self._tell(name, job)
        return len(due)

    def _refuse_bad(self, request: Request) -> None:
        if sum(bool(request.get(way)) for way in _WAYS) != 1:
            raise AwsError("BadRequestException", f"Exactly one of {', '.join(_WAYS)} is expected.")
        is_identified = "LanguageCode" not in request
        settings = request.get("Settings", {})
        if bool(settings.get("ShowSpeakerLabels")) != ("MaxSpeakerLabels" in settings):
            raise AwsError("BadRequestException", "ShowSpeakerLabels and MaxSpeakerLabels go together.")
        if is_identified and "VocabularyName" in settings:
            raise AwsError(
                "BadRequestException", "With language identification, a vocabulary is in LanguageIdSettings."
            )
        named = {settings.get("VocabularyName")}
        named |= {each.get("VocabularyName") for each in request.get("LanguageIdSettings", {}).values()}
        if not named - {None} <= self.vocabularies:
            raise AwsError("BadRequestException", "The requested vocabulary couldn't be found.")
        if "LanguageOptions" in request and not is_identified:
            raise AwsError("BadRequestException", "LanguageOptions goes with language identification.")
        if request.get("IdentifyLanguage") and len(request.get("LanguageOptions", "xx")) < 2:
            raise AwsError("BadRequestException", "Two languages or more are expected.")
        if "ContentRedaction" in request and not is_identified and request["LanguageCode"] not in _REDACTED_IN:
            raise AwsError("BadRequestException", "Redaction is for en-US and es-US.")
        if "OutputKey" in request and "OutputBucketName" not in request:
            raise AwsError("BadRequestException", "OutputKey goes with OutputBucketName.")

    def _describe(self, name: str) -> Answer:
        job = self.jobs[name]
        described: Answer = {
            "TranscriptionJobName": name,
            "TranscriptionJobStatus": job.status,
            "Media": job.request["Media"],
            "CreationTime": job.begun,
            "StartTime": job.begun,
            "Tags": [{"Key": MARK, "Value": "yes"}],
        }
        for each in ("Settings", "ContentRedaction", "LanguageCode", "MediaFormat", "IdentifyLanguage"):
            if each in job.request:
                described[each] = job.request[each]
        if job.ended is not None:
            described["CompletionTime"] = job.ended
        if job.reason:
            described["FailureReason"] = job.reason
        if job.transcript:
            described["Transcript"] = job.transcript
            described["LanguageCode"] = job.language
            if "LanguageCode" not in job.request:
                described["IdentifiedLanguageScore"] = 0.98
        return described

    def _end(self, name: str, job: TranscriptionJob) -> None:
        job.ended = self.world.now()
        try:
            sound = self.finder.sound(self.world.buckets.read(*_place(job.request["Media"]["MediaFileUri"])))
        except (KeyError, NotMediaError):
            job.status, job.reason = _FAILED, "The data in your input media file isn't valid."
            return
        job.reason = _why_not(sound, job.request)
        if job.reason:
            job.status = _FAILED
            return
        job.language = job.request.get("LanguageCode") or sound.script.get("language", self.language)
        is_redacted = "ContentRedaction" in job.request
        document = _output(name, job.language, sound, job.request, is_redacted=is_redacted)
        bucket = job.request.get("OutputBucketName", "aws-transcribe-synthetic")
        key = _output_key(name, job.request.get("OutputKey", ""))
        if is_redacted:
            folder, _slash, last = key.rpartition("/")
            key = f"{folder}/redacted-{last}" if folder else f"redacted-{last}"
        try:
            self.world.buckets.write(bucket, key, json.dumps(document).encode())
        except KeyError:
            job.status, job.reason = _FAILED, "The output bucket can't be accessed."
            return
        job.status = _DONE
        kind = "RedactedTranscriptFileUri" if is_redacted else "TranscriptFileUri"
        job.transcript = {kind: f"https://s3.us-east-1.amazonaws.com/{bucket}/{key}"}
        seconds = max(-(-sound.duration_ms // 1000), _LEAST_SECONDS)
        self.charge("StartTranscriptionJob", seconds, seconds * _SECOND_MICROUSD)

    def _tell(self, name: str, job: TranscriptionJob) -> None:
        detail = {"TranscriptionJobName": name, "TranscriptionJobStatus": job.status}
        if job.reason:
            detail["FailureReason"] = job.reason
        self.world.tell(
            "events",
            "",
            {
                "version": "0",
                "id": f"{MARK}-{name}",
                "detail-type": "Transcribe Job State Change",
                "source": "aws.transcribe",
                "account": "000000000000",
                "time": self.world.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "region": "us-east-1",
                "resources": [],
                "detail": detail,
            },
        )


def _place(uri: str) -> tuple[str, str]:
    """Return the bucket and the key of ``s3://bucket/key``."""
    bucket, _slash, key = unquote(uri).removeprefix("s3://").partition("/")
    return bucket, key


def _output_key(name: str, wish: str) -> str:
    if wish.endswith(".json"):
        return wish
    return f"{wish.rstrip('/')}/{name}.json" if wish else f"{name}.json"


def _why_not(sound: Sound, request: Request) -> str:
    if sound.script.get("refuses"):
        return str(sound.script["refuses"])
    if request.get("MediaFormat", sound.container) != sound.container:
        return "The media format provided does not match the detected media format."
    if sound.duration_ms < _SHORTEST_MS:
        return "Your audio file must have a length between 0.5 seconds and 4 hours."
    if sound.duration_ms > _LONGEST_MS:
        return "Invalid file size: file size too large. Maximum audio duration is 4.000000 hours."
    return "Only two channels are supported." if sound.channels > _CHANNELS else ""


def _output(name: str, language: str, sound: Sound, request: Request, *, is_redacted: bool) -> Answer:
    """Return the transcript as Transcribe writes it."""
    has_speakers = bool(request.get("Settings", {}).get("ShowSpeakerLabels"))
    most = request.get("Settings", {}).get("MaxSpeakerLabels", 1)
    items: list[Answer] = []
    segments: list[Answer] = []
    spoken = 0
    for content in sound.words:
        speaker = f"spk_{spoken // _TURN_WORDS % min(2, most)}"
        if content in _PUNCTUATION:
            item: Answer = {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": content}]}
        else:
            shown = "[PII]" if is_redacted and "@" in content else content
            start, end = _seconds(spoken * _WORD_MS), _seconds(spoken * _WORD_MS + 300)
            item = {
                "type": "pronunciation",
                "alternatives": [{"confidence": "0.987", "content": shown}],
                "start_time": start,
                "end_time": end,
            }
            spoken += 1
            if has_speakers:
                if not segments or segments[-1]["speaker_label"] != speaker:
                    segments.append({"start_time": start, "end_time": end, "speaker_label": speaker, "items": []})
                segments[-1]["end_time"] = end
                segments[-1]["items"].append({"speaker_label": speaker, "start_time": start, "end_time": end})
        item["id"] = len(items)
        if has_speakers:
            item["speaker_label"] = speaker
        items.append(item)
    results: Answer = {"transcripts": [{"transcript": _sentence(items)}], "items": items, "audio_segments": []}
    if has_speakers:
        speakers = len({segment["speaker_label"] for segment in segments})
        results["speaker_labels"] = {"segments": segments, "channel_label": "ch_0", "speakers": speakers}
    if "LanguageCode" not in request:
        results["language_code"] = language
        results["language_identification"] = [{"score": "0.98", "code": language}, {"score": "0.02", "code": "de-DE"}]
    document: Answer = {"jobName": name, "accountId": MARK, "status": _DONE, "results": results}
    return document | ({"isRedacted": True} if is_redacted else {})


def _sentence(items: list[Answer]) -> str:
    text = ""
    for item in items:
        content = item["alternatives"][0]["content"]
        text += content if item["type"] == "punctuation" or not text else f" {content}"
    return text


def _seconds(at_ms: int) -> str:
    """Return a time as Transcribe writes it: seconds, as text."""
    return f"{at_ms / 1000:.3f}".rstrip("0").ljust(3, "0") if at_ms % 1000 else f"{at_ms // 1000}.0"
