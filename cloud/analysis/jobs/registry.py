"""Which job does what, and how an item's entries stand with it. One thread an invocation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.jobs import JobName
from cloud.analysis.jobs.transcription import TranscriptionJob
from cloud.analysis.jobs.video import FILM_JOBS
from cloud.analysis.work import plan
from cloud.analysis.work.messages import JobWork
from cloud.analysis.work.results import unfinished
from cloud.contract.item import Item
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.store.items import Change
from cloud.store.ledger import BusyError
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.analysis.engines.aws.jobs import Job
    from cloud.analysis.paid.till import Question
    from cloud.analysis.work.services import Services
    from cloud.contract.findings import Analysis

JOBS: tuple[Job, ...] = (TranscriptionJob(), *FILM_JOBS)
#: How often a write is tried beside others that write to the same item.
_TURNS = 10


def find_job(item: Item, analysis: Name) -> Job | None:
    """Return the job that an analysis of this item is to be had from, or was; None where no job does it."""
    for job in JOBS:
        if analysis in job.analyses and any(
            name in item.analyses and item.analyses[name].engine == job.engine for name in job.analyses
        ):
            return job
    return None


def awaited_jobs(item: Item) -> list[Job]:
    """Return the jobs of which anything is still to come."""
    return [job for job in JOBS if served(item, job)]


def served(item: Item, job: Job) -> list[Name]:
    """Return what a job is to do for an item: the first of it holds how the job stands."""
    awaited = plan.awaited_from(item, job.engine)
    return [name for name in job.analyses if name in awaited]


def name_of(item: Item, job: Job) -> JobName:
    """Return the name of the job that is to be started, or runs."""
    return JobName(item.id, item.analysis_version, job.analyses[0], entry_of(item, job).attempt)


def entry_of(item: Item, job: Job) -> Analysis:
    """Return how a job stands that serves anything."""
    return item.analyses[served(item, job)[0]]


def priced(question: Question, name: JobName) -> Question:
    """Return the question as the ledger knows it: each job is a call of its own."""
    return replace(question, job=str(name))


def write_entries(
    services: Services, item: Item, job: Job, change: Callable[[Analysis], Analysis | None]
) -> tuple[Item, bool] | None:
    """Change the entries of all that a job serves, in one update.

    ``change`` gets the entry as it is at that moment, and may say None: nothing is to be written. Returns the item as
    it is then and whether it was written; None where the job's analyses are over. Raises ``BusyError`` where others
    keep writing.
    """
    known: Item | None = item
    for turn in range(_TURNS):
        if turn:
            known = unfinished(services, item.id, item.analysis_version)
        names = [] if known is None else served(known, job)
        if known is None or not names:
            return None
        entry = change(known.analyses[names[0]])
        if entry is None:
            return known, False
        written = services.items.change(
            Change(
                item_id=known.id,
                library=known.library,
                now=services.now_text(),
                if_version=known.version,
                if_analysis_version=known.analysis_version,
                if_unfinished=True,
                if_pending=frozenset(name.value for name in names),
                analyses={name.value: entry.to_record() for name in names},
            )
        )
        if written is not None:
            return Item.from_record(written), True
    raise BusyError(item.id)


def raise_attempt(services: Services, item: Item, job: Job, lost: JobName) -> tuple[Item, bool] | None:
    """Let the next job have another name than one that is lost; return as ``write_entries``."""

    def queue(entry: Analysis) -> Analysis | None:
        if entry.attempt != lost.attempt:
            return None
        return replace(entry, state=AnalysisState.QUEUED, attempt=lost.attempt + 1, job_id=None, token=None)

    return write_entries(services, item, job, queue)


def start_again(services: Services, item: Item, job: Job, lost: JobName) -> Item | None:
    """Ask for another job in place of one that is lost; return the item as it is then (None: it is over)."""
    written = raise_attempt(services, item, job, lost)
    if written is None:
        return None
    send_start(services, written[0], job)
    return written[0]


def send_start(services: Services, item: Item, job: Job) -> None:
    """Ask ``start`` for a job."""
    names: Sequence[Name] = served(item, job)
    if names:
        message = JobWork(item.id, item.analysis_version, names[0])
        services.queues.send(QueueName.START, message.to_json())


def send_starts(services: Services, item: Item) -> None:
    """Ask ``start`` for every job that an item awaits, that is not known to run, and that has what it reads."""
    for job in awaited_jobs(item):
        if entry_of(item, job).job_id is None and job.is_ready(services, item):
            send_start(services, item, job)
