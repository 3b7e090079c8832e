"""``start``: begins the jobs that AWS does on a whole recording or video. ``collect`` ends them.

::

    the answer is kept already    recorded at once; nothing is started or paid
    take a place                  where only so many run at once; none free: the message comes again
    write the intent              SUBMITTED, the token            a crash from here on: the message comes again,
    charge the ledger             once for this job's name        and asks for the very same job
    Start*                        the same name, the same token   "there is one" is what was wanted
    settle, write the job's id

Where the question has changed since a start that was cut off (the profile asks for other words by now), the job gets a
new name: the service would take the old one for the job that it has, and answer the old question.

A job may end before its id is written: its name says enough for ``collect``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cloud.analysis.collect import finish, finish_without
from cloud.analysis.engines.aws.errors import JobExistsError, QuotaError
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.jobs.registry import entry_of, find_job, name_of, priced, raise_attempt, served, write_entries
from cloud.analysis.paid.till import REFUSALS
from cloud.analysis.shell.batch import Event, run_paid
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.work.giving_up import state_for
from cloud.analysis.work.messages import JobWork, parse_message
from cloud.analysis.work.results import unfinished
from cloud.contract.status import AnalysisState
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from cloud.analysis.engines.aws.jobs import Job, JobName
    from cloud.analysis.paid.till import Question
    from cloud.analysis.work.services import Services
    from cloud.contract.findings import Analysis
    from cloud.contract.item import Item
    from cloud.contract.record import Json


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of ``JobWork``."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_paid(QueueName.START, event, lambda body: handle(ports, body), ports)


def handle(services: Services, body: str) -> None:
    """Handle one message."""
    work = parse_message(body)
    item = unfinished(services, work.item_id, work.analysis_version) if isinstance(work, JobWork) else None
    job = find_job(item, work.analysis) if item is not None and isinstance(work, JobWork) else None
    if item is None or job is None:
        return
    if not served(item, job):
        job.go_on(services, item)  # what was recorded by one that was cut off before it could send it on
    elif entry_of(item, job).job_id is None:
        begin(services, item, job)


def begin(services: Services, item: Item, job: Job) -> None:
    """Start a job that is not known to run, unless its answer is known."""
    name = name_of(item, job)
    try:
        question = job.question(services, item, served(item, job))
        answer = services.till.known(item, question)
    except MediaError as error:
        finish_without(services, item, job, state_for(error.reason), error.reason.value)
        return
    if _asks_otherwise(entry_of(item, job), name.token(question.fingerprint)):
        _begin_anew(services, item, job, name)
        return
    if answer is not None:
        cost = 0
        if entry_of(item, job).token == name.token(question.fingerprint):  # of this job: it was cut off in between
            cost = services.till.confirm_job(item, str(name))
        finish(services, item, job, job.outcomes(services, item, served(item, job), answer), cost)
        return
    job.take_place(services, name)
    intended = _intend(services, item, job, name, name.token(question.fingerprint))
    if intended is None:  # another has begun it, or ended it, meanwhile
        return
    try:
        job_id = _start(services, intended, job, name, question)
    except MediaError as error:
        finish_without(services, intended, job, state_for(error.reason), error.reason.value)
        return
    log("job started", item=item.id, engine=job.engine, analysis=name.analysis.value, attempt=name.attempt)
    _know(services, intended, job, name, job_id)


def _begin_anew(services: Services, item: Item, job: Job, name: JobName) -> None:
    """Start the job by a new name; the old one may run and be paid for, but nobody listens to it."""
    log("job is asked otherwise", item=item.id, analysis=name.analysis.value, attempt=name.attempt)
    services.till.abandon_job(item, str(name))
    raised = raise_attempt(services, item, job, name)
    if raised is not None and raised[1]:
        begin(services, raised[0], job)


def _asks_otherwise(entry: Analysis, token: str) -> bool:
    """Whether a job was begun that was asked something else."""
    return entry.state is AnalysisState.SUBMITTED and entry.token not in {None, token}


def _intend(services: Services, item: Item, job: Job, name: JobName, token: str) -> Item | None:
    """Write what is about to be done; return the item where it is still to be done."""
    is_ours = False

    def submit(entry: Analysis) -> Analysis | None:
        nonlocal is_ours
        is_ours = entry.attempt == name.attempt and entry.job_id is None and not _asks_otherwise(entry, token)
        if not is_ours or (entry.state is AnalysisState.SUBMITTED and entry.token == token):
            return None
        return replace(entry, state=AnalysisState.SUBMITTED, token=token)

    written = write_entries(services, item, job, submit)
    return written[0] if written is not None and is_ours else None


def _start(services: Services, item: Item, job: Job, name: JobName, question: Question) -> str | None:
    """Pay for a job and start it; return what the service calls it."""
    receipt = services.till.charge(item, priced(question, name), repeats=True)
    answer: dict[str, Json] = {}
    try:
        answer = services.ai.call(question.service, question.operation, job.request(services, item, question, name))
    except JobExistsError:
        log("job was started before", item=item.id, analysis=name.analysis.value)
    except REFUSALS:
        services.till.refund(receipt)
        if receipt.is_new:  # another asks for this very job, and may be heard: the place is theirs
            job.give_place(services, name)
        raise
    services.till.settle(receipt)
    if not receipt.is_new:
        _take_again(services, job, name)
    return job.job_id(name, answer)


def _take_again(services: Services, job: Job, name: JobName) -> None:
    """Take back the place of a job that runs, if whoever entered its charge was refused and gave it away."""
    try:
        job.take_place(services, name)
    except QuotaError:
        log("job runs without a place", item=name.item_id, analysis=name.analysis.value)


def _know(services: Services, item: Item, job: Job, name: JobName, job_id: str | None) -> None:
    """Write the job's id, where the job is still awaited."""

    def know(entry: Analysis) -> Analysis | None:
        is_ours = entry.attempt == name.attempt and entry.state is AnalysisState.SUBMITTED
        return replace(entry, job_id=job_id) if is_ours and entry.job_id != job_id else None

    write_entries(services, item, job, know)
