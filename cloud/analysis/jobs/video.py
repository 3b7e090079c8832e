"""Rekognition's jobs on a whole video, as ``start`` and ``collect`` see them. One thread an invocation.

::

    take a lease          one of 18; none free: the message comes again, and nothing is counted
    Start*                reads the original or the copy (``film``); the same token is the same job
    Get*, all pages       to ``answers/{job id}/`` (``jobpages``); the kept answer names them
    outcomes              one tag for each appearance, and its times; shots and cues as facts alone
    give the lease back
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.appearances import MOST, find_appearances
from cloud.analysis.engines.aws.errors import JobMissingError, QuotaError
from cloud.analysis.engines.aws.jobs import JobName, JobState, JobView
from cloud.analysis.engines.aws.sightings import SHOT, Row, read_page
from cloud.analysis.engines.aws.video import (
    IN_PROGRESS,
    JOBS,
    REKOGNITION,
    SUCCEEDED,
    failure_of,
    is_internal,
    start_request,
    status_request,
)
from cloud.analysis.jobs.film import drop_proxy, read_note, source_of
from cloud.analysis.jobs.pages import KeptPages, fetch_pages, read_rows
from cloud.analysis.paid import prices
from cloud.analysis.paid.till import Question
from cloud.analysis.work import plan
from cloud.analysis.work.giving_up import state_for
from cloud.analysis.work.results import Outcome
from cloud.contract.findings import TagKind
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cloud.analysis.engines.aws.brands import BrandList
    from cloud.analysis.engines.aws.video import VideoJob
    from cloud.analysis.jobs.film import FilmNote
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json

#: Longer than a job on the longest video takes. A lease that nobody gives back is given back by the sweep, as soon as
#: the service says that its job is over; this is for when nobody can say.
LEASED_FOR = timedelta(hours=8)
_KINDS = {
    Name.LABELS: TagKind.LABEL,
    Name.TEXT: TagKind.TEXT,
    Name.LOGOS: TagKind.LOGO,
    Name.PEOPLE: TagKind.PERSON,
    Name.FACES: TagKind.LABEL,
    Name.MODERATION: TagKind.MODERATION,
}


class FilmJob:
    """One kind of job on a whole video: a ``jobs.Job``."""

    engine = plan.REKOGNITION_VIDEO

    def __init__(self, job: VideoJob) -> None:
        self._job = job
        self.analyses = job.analyses

    def is_ready(self, services: Services, item: Item) -> bool:
        """Whether it is known what the job can read."""
        return read_note(services, item) is not None

    def question(self, services: Services, item: Item, names: Sequence[Name]) -> Question:
        """Return what is asked: the same whichever of its analyses is awaited.

        Raises ``QuotaError`` where ``av`` has not prepared the video: it will, or the sweep sees to it.
        """
        del names
        note = read_note(services, item)
        if note is None:
            raise QuotaError(f"{item.id}: it is not yet known what a job can read")
        return self.question_of(item, note)

    def question_of(self, item: Item, note: FilmNote) -> Question:
        """Return what is asked about an item of which ``av`` found out so much."""
        about = item.sha256 or hashlib.sha256(f"{item.key}#{item.version_id}".encode()).hexdigest()
        return Question(
            analysis=self.analyses[0],
            service=REKOGNITION,
            operation=self._job.start,
            request={**self._job.parameters, "of": note.recipe},
            about=about,
            units=-(-note.duration_ms // 1000),
            cost_microusd=prices.video_call(self._job.start, note.duration_ms),
        )

    def request(self, services: Services, item: Item, question: Question, name: JobName) -> Mapping[str, object]:
        """Return the whole request."""
        note = read_note(services, item)
        if note is None:
            raise QuotaError(f"{item.id}: it is not known any more what a job can read")
        return start_request(
            self._job,
            source_of(services, item, note),
            tag=str(name),
            token=name.token(question.fingerprint),
            places=services.places,
        )

    def job_id(self, name: JobName, answer: Mapping[str, Json]) -> str | None:
        """Return the service's own id; it is not known of a job that was started with other parameters."""
        del name
        return str(answer["JobId"]) if answer.get("JobId") else None

    def take_place(self, services: Services, name: JobName) -> None:
        """Take a lease, or hold it longer; raises ``QuotaError``."""
        if not hold_place(services, name):
            raise QuotaError("as many video jobs run as may")

    def give_place(self, services: Services, name: JobName) -> None:
        """Give the lease back."""
        services.leases.release(str(name))

    def look(self, services: Services, item: Item, name: JobName, job_id: str | None) -> JobView:
        """Ask how the job stands; the lease of one that runs is held longer."""
        del item
        if job_id is None:
            return JobView(JobState.MISSING)
        try:
            answer = services.ai.call(REKOGNITION, self._job.get, status_request(job_id))
        except JobMissingError:
            return JobView(JobState.MISSING)
        page = read_page(self._job, answer)
        if page.status == IN_PROGRESS:
            hold_place(services, name)
            return JobView(JobState.RUNNING)
        if page.status == SUCCEEDED:
            return JobView(JobState.DONE)
        reason = failure_of(page.message)
        return JobView(JobState.FAILED, state_for(reason), reason.value, is_internal=is_internal(page.message))

    def read(self, services: Services, item: Item, name: JobName, job_id: str | None) -> dict[str, Json]:
        """Bring all pages to the derived bucket; return where they are."""
        del name
        if job_id is None:
            raise JobMissingError(item.id)
        return fetch_pages(services, item, self._job, job_id).to_json()

    def outcomes(
        self, services: Services, item: Item, names: Sequence[Name], answer: Mapping[str, Json]
    ) -> list[Outcome]:
        """Return what was seen, for each analysis; the pages are gone through once for each."""
        kept = KeptPages.from_json(dict(answer))
        outcomes = []
        for name in names:
            rows: Iterable[Row] = read_rows(services, item, kept)
            if name is Name.SEGMENTS:
                outcomes.append(_segments(rows))
                continue
            if name is Name.LOGOS:
                rows = _brand_rows(rows, services.brands())
            outcomes.append(_seen(name, rows, kept))
        return outcomes

    def without(self, item: Item, names: Sequence[Name], state: AnalysisState, reason: str) -> list[Outcome]:
        """Return what becomes of the analyses where there is no answer."""
        del item
        return [Outcome(name, state, plan.REKOGNITION_VIDEO, reason) for name in names]

    def go_on(self, services: Services, item: Item) -> None:
        """Remove the copy that was made for jobs, after the last of them."""
        drop_proxy(services, item)


#: One of each kind.
FILM_JOBS = tuple(FilmJob(job) for job in JOBS)


def are_answered(services: Services, item: Item, note: FilmNote) -> bool:
    """Whether the answers of all the jobs that an item awaits are kept."""
    awaited = plan.awaited_from(item, plan.REKOGNITION_VIDEO)
    jobs = [job for job in FILM_JOBS if awaited & set(job.analyses)]
    return all(services.till.has(item, job.question_of(item, note)) for job in jobs)


def hold_place(services: Services, name: JobName) -> bool:
    """Take a lease for a job, or hold it longer; False where none is free."""
    now = services.now()
    return services.leases.take(str(name), now=now_text(now), until=now_text(now + LEASED_FOR))


def _seen(name: Name, rows: Iterable[Row], kept: KeptPages) -> Outcome:
    """Return an outcome of one tag an appearance, and when each was in sight."""
    found = find_appearances(rows)
    source = "brands" if name is Name.LOGOS else REKOGNITION
    tags = tuple(each.to_tag(_KINDS[name], source) for each in found.kept)
    facts: dict[str, Json] = {
        "appearances": [each.to_json() for each in found.kept],
        "left_out": found.left_out,
        "rows": found.rows,
        "job_id": kept.job_id,
        "pages": kept.pages,
    }
    state = AnalysisState.SUCCEEDED if tags else AnalysisState.NO_DATA
    return Outcome(name, state, plan.REKOGNITION_VIDEO, tags=tags, facts=facts)


def _brand_rows(rows: Iterable[Row], brands: BrandList) -> Iterator[Row]:
    """Return a row for each brand in each line of text; a sign is read again and again, so lines are remembered."""
    find = lru_cache(maxsize=4096)(brands.find)
    for row in rows:
        for brand in find(row.name):
            yield Row(row.from_ms, row.to_ms, brand, row.confidence, row.box)


def _segments(rows: Iterable[Row]) -> Outcome:
    """Return the shots and the technical cues, as times alone."""
    shots: list[Json] = []
    cues: dict[str, Json] = {}
    left_out = 0
    for row in rows:
        stretch: dict[str, Json] = {"from_ms": row.from_ms, "to_ms": row.to_ms, "confidence": row.confidence}
        listed = shots if row.name == SHOT else cues.setdefault(row.name, [])
        if isinstance(listed, list) and len(listed) < MOST:
            listed.append(stretch)
        else:
            left_out += 1
    state = AnalysisState.SUCCEEDED if shots or cues else AnalysisState.NO_DATA
    facts: dict[str, Json] = {"shots": shots, "cues": cues, "left_out": left_out}
    return Outcome(Name.SEGMENTS, state, plan.REKOGNITION_VIDEO, facts=facts)
