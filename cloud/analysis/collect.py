"""``collect``: fetches what a job has found when word of its end comes; ``sweep`` does the same where no word came.

::

    look (Get*)              it runs still: nothing          it failed inside the service: another attempt
    read all pages
    keep the answer          by the fingerprint of its question, so that it is never paid for again
    write all of it          analysis/{name}.json.gz
    one conditional update   everything that the job served
    give its place back, and send on what hangs on it

A crash after any of these: the word comes again, or the sweep looks, and each step is the same as before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.completions import parse_completions, parse_work
from cloud.analysis.engines.aws.jobs import JobState
from cloud.analysis.jobs.registry import entry_of, find_job, name_of, send_start, served, start_again, write_entries
from cloud.analysis.shell.batch import Event, run_paid
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.work.results import record_outcomes, unfinished
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisState
from cloud.store.ledger import BusyError
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.analysis.engines.aws.completions import Completion
    from cloud.analysis.engines.aws.jobs import Job, JobName, JobView
    from cloud.analysis.work.results import Outcome
    from cloud.analysis.work.services import Services
    from cloud.contract.findings import Analysis
    from cloud.contract.item import Item

#: Jobs of one analysis, the first one counted.
MAX_JOBS = 5
#: What a question about speech has where personal data is to be left out: an answer of before that is not shown.
_REDACTION = "ContentRedaction"


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of words that jobs have ended."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_paid(QueueName.COLLECT, event, lambda body: handle(ports, body), ports, parse_work)


def handle(services: Services, body: str) -> None:
    """Handle one message. Test events, and jobs that are none of ours or of an older version, are let go."""
    for completion in parse_completions(body):
        collect(services, completion)


def collect(services: Services, completion: Completion) -> None:
    """End the job that has ended."""
    name = completion.name
    item = unfinished(services, name.item_id, name.analysis_version)
    job = find_job(item, name.analysis) if item is not None else None
    is_awaited = item is not None and job is not None and bool(served(item, job)) and name_of(item, job) == name
    if not is_awaited:
        services.leases.release(str(name))  # whatever became of its item: it was deleted, replaced, or given up
    if item is None or job is None or job.analyses[0] is not name.analysis:
        return
    if not served(item, job):
        job.go_on(services, item)
    elif is_awaited:
        if not conclude(services, item, job, completion.job_id or entry_of(item, job).job_id, is_told=True):
            raise BusyError(str(name))  # the service says so before it knows so itself
    elif entry_of(item, job).state is AnalysisState.QUEUED:
        send_start(services, item, job)  # one that was cut off meant to start another


def conclude(
    services: Services,
    item: Item,
    job: Job,
    job_id: str | None,
    *,
    is_told: bool = False,
    read: Callable[[], None] | None = None,
) -> bool:
    """Look at the job that serves an item, and end it where it has ended; say whether it runs no more.

    ``is_told``: the service has just said that it has ended, so one that it cannot find yet is not started again.
    ``read``: what is done instead where there is something to be read, by one who has no time for it.
    """
    name = name_of(item, job)
    if entry_of(item, job).state is not AnalysisState.SUBMITTED:
        return True  # not begun
    view = job.look(services, item, name, job_id)
    match view.state:
        case JobState.RUNNING:
            return False
        case JobState.DONE if read is not None:
            read()
        case JobState.DONE:
            _finish_read(services, item, job, name, job_id)
        case JobState.FAILED:
            _failed(services, item, job, name, view)
        case JobState.MISSING if is_told:
            log("job is not found yet", item=item.id, analysis=name.analysis.value)
        case JobState.MISSING:
            _missing(services, item, job, name)
    return True


def finish(services: Services, item: Item, job: Job, outcomes: Sequence[Outcome], cost_microusd: int = 0) -> None:
    """Record what a job came to, give its place back, and go on."""
    name = name_of(item, job)
    paid = [replace(outcomes[0], cost_microusd=cost_microusd), *outcomes[1:]] if cost_microusd else outcomes
    after = record_outcomes(services, item, paid)
    job.give_place(services, name)
    job.go_on(services, item if after is None else after)


def finish_without(services: Services, item: Item, job: Job, state: AnalysisState, reason: str) -> None:
    """Record that there is no answer, and why, and go on."""
    log("job gives nothing", item=item.id, engine=job.engine, analysis=job.analyses[0].value, reason=reason)
    services.till.abandon_job(item, str(name_of(item, job)))
    finish(services, item, job, job.without(item, served(item, job), state, reason))


def _finish_read(services: Services, item: Item, job: Job, name: JobName, job_id: str | None) -> None:
    question = job.question(services, item, served(item, job))
    answer = job.read(services, item, name, job_id)
    is_asked = entry_of(item, job).token == name.token(question.fingerprint)
    if is_asked:
        # Where the folder's profile has changed meanwhile, this is no answer to what would be asked now.
        services.till.keep(item, question, answer)
    cost = services.till.confirm_job(item, str(name))
    if not is_asked and _REDACTION in question.request and name.attempt < MAX_JOBS:
        log("job is asked otherwise", item=item.id, analysis=name.analysis.value, attempt=name.attempt)
        job.give_place(services, name)
        start_again(services, item, job, name)
        return
    finish(services, item, job, job.outcomes(services, item, served(item, job), answer), cost)


def _failed(services: Services, item: Item, job: Job, name: JobName, view: JobView) -> None:
    if not view.is_internal:
        finish_without(services, item, job, view.outcome, view.reason)
    elif name.attempt >= MAX_JOBS:
        finish_without(services, item, job, AnalysisState.FAILED, Reason.GAVE_UP.value)
    else:
        log("job failed", item=item.id, analysis=name.analysis.value, attempt=name.attempt)
        job.give_place(services, name)
        start_again(services, item, job, name)


def _missing(services: Services, item: Item, job: Job, name: JobName) -> None:
    """Start a job that nobody knows: by its own name where it may never have begun, else by a new one."""
    entry = entry_of(item, job)
    if max(name.attempt, entry.failures + 1) >= MAX_JOBS:
        finish_without(services, item, job, AnalysisState.FAILED, Reason.GAVE_UP.value)
    elif entry.job_id is not None:
        log("job is missing", item=item.id, analysis=name.analysis.value, attempt=name.attempt)
        job.give_place(services, name)
        start_again(services, item, job, name)
    else:
        written = write_entries(services, item, job, _count_failure)
        if written is not None:
            send_start(services, written[0], job)


def _count_failure(entry: Analysis) -> Analysis:
    return replace(entry, failures=entry.failures + 1)
