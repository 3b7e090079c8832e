"""The job that writes down speech with Amazon Transcribe, from the sound that ``av`` has kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import speech
from cloud.analysis.engines.aws.errors import JobMissingError
from cloud.analysis.engines.aws.jobs import JobState, JobView
from cloud.analysis.jobs.sounds import drop_sound, find_sound, has_sound, sound_key
from cloud.analysis.paid import prices
from cloud.analysis.paid.till import Question
from cloud.analysis.words.transcripts import send_transcript, without_transcript, write_transcript
from cloud.analysis.work import plan
from cloud.analysis.work.profiles import find_rule
from cloud.contract.keys import derived_key
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cloud.analysis.engines.aws.jobs import JobName
    from cloud.analysis.work.results import Outcome
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json

_SERVICE = "transcribe"


class TranscriptionJob:
    """``Job`` of Amazon Transcribe, which calls a job by our own name for it."""

    engine = plan.TRANSCRIBE
    analyses: tuple[Name, ...] = (Name.SPEECH,)

    def is_ready(self, services: Services, item: Item) -> bool:
        """Whether the sound is there."""
        return has_sound(services, item)

    def question(self, services: Services, item: Item, names: Sequence[Name]) -> Question:
        """Return what is asked about the sound."""
        del names
        sound = find_sound(services, item)
        speech.check_sound(sound.duration_ms, sound.size_bytes)
        seconds = -(-sound.duration_ms // 1000)
        return Question(
            analysis=Name.SPEECH,
            service=_SERVICE,
            operation="StartTranscriptionJob",
            request=speech.parameters(find_rule(services.profiles(), item.profile), item.language),
            about=sound.sha256,
            units=seconds,
            cost_microusd=prices.transcribe(seconds),
        )

    def request(self, services: Services, item: Item, question: Question, name: JobName) -> dict[str, object]:
        """Return the request; what Transcribe writes stays in the derived bucket."""
        bucket = services.places.derived_bucket
        return speech.start_request(str(name), question.request, bucket, sound_key(item), _output_key(item))

    def job_id(self, name: JobName, answer: Mapping[str, Json]) -> str:
        """Return the job's name."""
        del answer
        return str(name)

    def take_place(self, services: Services, name: JobName) -> None:
        """Take none: Transcribe queues by itself what is too much at once."""

    def give_place(self, services: Services, name: JobName) -> None:
        """Give none back."""

    def look(self, services: Services, item: Item, name: JobName, job_id: str | None) -> JobView:
        """Ask how the job stands."""
        del job_id
        try:
            answer = _get(services, name)
        except JobMissingError:
            return JobView(JobState.MISSING)
        return speech.view_of(answer, find_sound(services, item).duration_ms)

    def read(self, services: Services, item: Item, name: JobName, job_id: str | None) -> dict[str, Json]:
        """Read what Transcribe wrote into the derived bucket."""
        del job_id
        answer = _get(services, name)
        key = speech.output_key(answer, services.places.derived_bucket) or _output_key(item)
        return speech.slim(json.loads(services.derived.read(key)), answer)

    def outcomes(
        self, services: Services, item: Item, names: Sequence[Name], answer: Mapping[str, Json]
    ) -> list[Outcome]:
        """Write the transcript, or say that nobody speaks. The sound goes: whoever comes again has the answer."""
        transcript = speech.read_transcript(answer, find_sound(services, item).start_ms)
        drop_sound(services, item)
        if not transcript.words:
            return self.without(item, names, AnalysisState.NO_DATA, "")
        return [write_transcript(services, item, transcript)]

    def without(self, item: Item, names: Sequence[Name], state: AnalysisState, reason: str) -> list[Outcome]:
        """Return what becomes of speech, and of all that would have read it."""
        return without_transcript(item, state, reason, self.engine) if names else []

    def go_on(self, services: Services, item: Item) -> None:
        """Send the transcript on. The sound goes here too: where there was no answer, nobody hears it either."""
        drop_sound(services, item)
        send_transcript(services, item)


def _get(services: Services, name: JobName) -> dict[str, Json]:
    return services.ai.call(_SERVICE, "GetTranscriptionJob", {"TranscriptionJobName": str(name)})


def _output_key(item: Item) -> str:
    return derived_key(item.library, item.id, item.analysis_version, "analysis/transcribe.json")
