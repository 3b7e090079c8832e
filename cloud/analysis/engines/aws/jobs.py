"""Jobs of AWS that end later: what one is, how it is named, and what can be seen of it. Pure; any thread.

A job's name says all that must be known when word of it comes: ``{item_id}.v{analysis_version}.{analysis}.{attempt}``.
Amazon Transcribe calls the job so; Rekognition carries it as ``JobTag``. The token makes a repeated
Start* the same job.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from cloud.contract.keys import is_item_id
from cloud.contract.status import AnalysisName, AnalysisState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cloud.analysis.paid.till import Question
    from cloud.analysis.work.results import Outcome
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json

#: ``TranscriptionJobName`` (botocore's model of transcribe): at most 200 of these. A name is far shorter.
NAME_CHARACTERS = re.compile(r"[0-9a-zA-Z._-]{1,200}")
_NAME = re.compile(r"(?P<item_id>[0-9A-Z]{26})\.v(?P<version>[1-9]\d{0,8})\.(?P<analysis>[a-z]+)\.(?P<attempt>\d{1,4})")


@dataclass(frozen=True, slots=True)
class JobName:
    """Which job it is."""

    item_id: str
    analysis_version: int
    analysis: AnalysisName  #: the first of those that the job serves
    attempt: int  #: as in the analysis's entry: one more for each job that was lost or given up by the service

    def __str__(self) -> str:
        return f"{self.item_id}.v{self.analysis_version}.{self.analysis.value}.{self.attempt}"

    @classmethod
    def parse(cls, text: str) -> JobName | None:
        """Read a name back; None for a job that is none of ours."""
        match = _NAME.fullmatch(text)
        if match is None or match["analysis"] not in set(AnalysisName) or not is_item_id(match["item_id"]):
            return None
        return cls(match["item_id"], int(match["version"]), AnalysisName(match["analysis"]), int(match["attempt"]))

    def token(self, fingerprint: str) -> str:
        """Return the token of this job about this question: the same for the same parameters alone."""
        return hashlib.sha256(f"{self}\n{fingerprint}".encode()).hexdigest()[:64]


class JobState(Enum):
    """What a look at a job shows."""

    RUNNING = auto()
    DONE = auto()
    FAILED = auto()  #: the service gave it up
    MISSING = auto()  #: there is no such job, or it is not known how to ask for it


@dataclass(frozen=True, slots=True)
class JobView:
    """What is seen of a job."""

    state: JobState
    #: Of one that FAILED: what is recorded.
    outcome: AnalysisState = AnalysisState.FAILED
    reason: str = ""
    is_internal: bool = False  #: the service's own fault: another attempt may go well


@dataclass(frozen=True, slots=True)
class Places:
    """Where jobs find what they are about, and whom they tell. Empty in a newsroom that asks no third party."""

    originals_bucket: str = ""
    derived_bucket: str = ""
    topic_arn: str = ""  #: that Rekognition tells when a job has ended
    role_arn: str = ""  #: that it does so with


class Job(Protocol):
    """One kind of job: ``start`` and ``collect`` do with it what is the same for all."""

    @property
    def engine(self) -> str:
        """Whose job it is, as ``plan`` calls it."""
        ...

    @property
    def analyses(self) -> tuple[AnalysisName, ...]:
        """What it can serve; the first gives the job its name."""
        ...

    def is_ready(self, services: Services, item: Item) -> bool:
        """Whether what the job reads has been prepared by ``av``: before that, nobody asks for it to be started."""
        ...

    def question(self, services: Services, item: Item, names: Sequence[AnalysisName]) -> Question:
        """Return what the job is to answer, with all that changes the answer, and what it costs.

        ``operation`` is the Start*. The same before the start and when the answer is kept. Raises ``MediaError`` where
        the service would refuse.
        """
        ...

    def request(self, services: Services, item: Item, question: Question, name: JobName) -> Mapping[str, object]:
        """Return the whole request of the Start*, with the job's name and ``name.token(question.fingerprint)``."""
        ...

    def job_id(self, name: JobName, answer: Mapping[str, Json]) -> str | None:
        """Return what the service calls the job; ``answer`` is empty where it was started before."""
        ...

    def take_place(self, services: Services, name: JobName) -> None:
        """Take one of the places for jobs that run at once; the same name takes one. Raises ``QuotaError``: none."""
        ...

    def give_place(self, services: Services, name: JobName) -> None:
        """Give the place back; doing it twice does no harm."""
        ...

    def look(self, services: Services, item: Item, name: JobName, job_id: str | None) -> JobView:
        """Ask the service how the job stands."""
        ...

    def read(self, services: Services, item: Item, name: JobName, job_id: str | None) -> dict[str, Json]:
        """Read all that a job that is DONE has found, to the last page: what is kept as the answer."""
        ...

    def outcomes(
        self, services: Services, item: Item, names: Sequence[AnalysisName], answer: Mapping[str, Json]
    ) -> list[Outcome]:
        """Return what the answer means for these analyses."""
        ...

    def without(self, item: Item, names: Sequence[AnalysisName], state: AnalysisState, reason: str) -> list[Outcome]:
        """Return what becomes of these analyses, and of those that hang on them, where there is no answer."""
        ...

    def go_on(self, services: Services, item: Item) -> None:
        """Do what follows when the job's analyses are recorded; may be repeated."""
        ...
