"""``sweep``: on a schedule, ends or starts again whatever was left open, even when every event was lost.

An item is looked at when nothing has been written to it for a while. What its functions' queues still hold is waiting,
not lost, so nothing is sent twice while they are busy, but for an item that has waited a day.

A job of AWS is looked at before anything is started again: one that runs is left alone, of one that has ended
``collect`` is told although no word came, and one that nobody knows is started again.

::

    the places of jobs that are over   18 at most: nobody's job waits because there is much to sweep
    what awaits only its notice        cheap, oldest first
    all else that is open              in another order each time, until the time is up: what is left is as likely the
                                       first of the next sweep as any other
"""

from __future__ import annotations

import itertools
import random
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from cloud.analysis.collect import conclude
from cloud.analysis.engines.aws.completions import Completion
from cloud.analysis.finalize import settle
from cloud.analysis.jobs.places import recover_places
from cloud.analysis.jobs.registry import awaited_jobs, entry_of, name_of, served
from cloud.analysis.shell.attempts import after_failure
from cloud.analysis.shell.batch import Event  # noqa: TC001 -- Lambda's signature reads as it runs
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log, log_failure
from cloud.analysis.work import plan
from cloud.analysis.work.dispatch import functions_for, resume
from cloud.analysis.work.giving_up import give_up
from cloud.analysis.work.messages import JobWork, Work
from cloud.analysis.work.results import unfinished
from cloud.contract.item import Item
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.store.items import ORDERED, UNFINISHED, WORK_NOTIFY, WORK_OPEN, Change
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.engines.aws.jobs import Job
    from cloud.analysis.work.services import Services
    from cloud.contract.record import Record

#: Longer than any function runs (15 minutes is Lambda's limit), so that nobody is overtaken at work.
PATIENCE = timedelta(minutes=20)
#: How long a busy queue is an excuse.
GREAT_PATIENCE = timedelta(days=1)
#: What awaits only its end needs no patience but for the stream.
NOTICE_PATIENCE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
#: How long one sweep begins with new items; its function has two minutes, and one look at a service may take one.
SWEEP_FOR = timedelta(seconds=50)
#: Whose backlog an item may wait in: the queue of its function and those that it sends on to.
_BACKLOG = {
    QueueName.IMAGE: (QueueName.IMAGE, QueueName.VISION, QueueName.RECOGNIZE),
    QueueName.AV: (QueueName.AV, QueueName.VISION, QueueName.RECOGNIZE, QueueName.SPEECH, QueueName.START),
    QueueName.TEXT: (QueueName.TEXT,),
}


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Sweep once."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    return {"swept": sweep(services())}


def sweep(services: Services) -> int:
    """Go through the ``work`` index once; return how many items were ended or started again."""
    began = now = services.now()
    swept = 0
    try:
        swept += _send_orders(services)
    except Exception as error:  # noqa: BLE001 -- the orders' boundary: the items are swept all the same
        log_failure("orders not sent", error)
    try:
        recover_places(services)
    except Exception as error:  # noqa: BLE001 -- the places' boundary: the items are swept all the same
        log_failure("places not recovered", error)
    # Looked at before anything is sent, or the first item's message would be an excuse for all others.
    depths = {queue: services.queues.depth(queue) for queue in frozenset(itertools.chain(*_BACKLOG.values()))}
    untold = services.items.open_items(WORK_NOTIFY, before=now_text(now - NOTICE_PATIENCE))
    undone = list(services.items.open_items(WORK_OPEN, before=now_text(now - NOTICE_PATIENCE)))
    random.Random(now.timestamp()).shuffle(undone)  # noqa: S311 -- chance that nobody gains by guessing
    for number, row in enumerate([*untold, *undone]):
        if services.now() - began > SWEEP_FOR:
            log("sweep is not through", looked_at=number, swept=swept)
            break
        try:
            swept += _look_after(services, row.id, depths)
        except Exception as error:  # noqa: BLE001 -- the item's boundary: the others are swept all the same
            log_failure("sweep failed", error, item=row.id)
    return swept


def _look_after(services: Services, item_id: str, depths: Mapping[QueueName, int]) -> bool:
    record = services.items.get(item_id)
    if record is None or record.get("work_state") not in {WORK_OPEN, WORK_NOTIFY}:
        return False
    item = Item.from_record(record)
    if item.status not in UNFINISHED or not item.pending:
        return settle(services, item.id)
    now = services.now()
    if item.updated_at >= now_text(now - PATIENCE):
        return False
    is_late = item.updated_at < now_text(now - GREAT_PATIENCE)
    if _look_at_jobs(services, item, may_be_unsent=is_late or depths[QueueName.START] == 0):
        return True  # what else it awaits was written to just now, and is looked at later
    if not is_late and _is_waiting(item, depths):
        return False
    return _start_again(services, item, record)


def _send_orders(services: Services) -> int:
    """Send what people ordered, and what is still not carried out, to the function that does; return how much.

    A deletion is among it until nobody can be writing any more what is of its item.
    """
    before = now_text(services.now() - NOTICE_PATIENCE)
    left = [row for state in sorted(ORDERED) for row in services.items.open_items(state, before=before)]
    for row in left:
        services.queues.send(QueueName.ORDERS, Work(QueueName.ORDERS, row.id, 0).to_json())
    return len(left)


def _look_at_jobs(services: Services, item: Item, *, may_be_unsent: bool) -> bool:
    """Look at the jobs that were begun; say whether anything has changed: the others run, and are left alone."""
    has_changed = False
    for job in awaited_jobs(item):
        known = unfinished(services, item.id, item.analysis_version) if has_changed else item
        if known is None or not served(known, job) or not _is_begun(known, job):
            continue
        job_id = entry_of(known, job).job_id
        if job_id is None and not may_be_unsent:
            continue  # it waits for its place, or for money
        try:
            has_changed |= conclude(services, known, job, job_id, read=partial(_tell, services, known, job, job_id))
        except Exception as error:  # noqa: BLE001 -- the job's boundary; counted, so that it ends one day
            log_failure("job not looked at", error, item=item.id, engine=job.engine)
            after_failure(services, JobWork(item.id, item.analysis_version, served(known, job)[0]), error, 0)
            has_changed = True
    return has_changed


def _tell(services: Services, item: Item, job: Job, job_id: str | None) -> None:
    """Tell ``collect`` that a job has ended, as the service would have.

    The item counts as written to, so that it is told again only after everybody's patience.
    """
    services.queues.send(QueueName.COLLECT, Completion(name_of(item, job), job_id).to_json())
    services.items.change(
        Change(
            item_id=item.id,
            library=item.library,
            now=services.now_text(),
            if_analysis_version=item.analysis_version,
            if_unfinished=True,
        )
    )


def _is_begun(item: Item, job: Job) -> bool:
    return entry_of(item, job).state is AnalysisState.SUBMITTED


def _is_waiting(item: Item, depths: Mapping[QueueName, int]) -> bool:
    return any(depths[queue] > 0 for function in functions_for(item) for queue in _BACKLOG[function])


def _start_again(services: Services, item: Item, record: Record) -> bool:
    """Count one more attempt and send the work again; after the last, give up what is still awaited.

    A job that was begun, and what waits for it, is no part of this: its attempt is part of its name.
    """
    begun = {name.value for job in awaited_jobs(item) if _is_begun(item, job) for name in served(item, job)}
    if Name.SPEECH.value in begun:
        begun |= plan.TEXTUAL
    names = plan.base_names(item.pending) - begun
    if not names:
        return False
    spent = [name for name in names if item.analyses[name].attempt >= MAX_ATTEMPTS]
    if spent:
        log("gave up", item=item.id, function="sweep", analyses=len(spent))
        after = give_up(services, item, spent)
        return after is not None
    entries = record.get("analyses")
    counted: dict[str, Record] = {}
    for name in names:
        entry = entries.get(name) if isinstance(entries, dict) else None
        counted[name] = (entry if isinstance(entry, dict) else {}) | {"attempt": item.analyses[name].attempt + 1}
    changed = services.items.change(
        Change(
            item_id=item.id,
            library=item.library,
            now=services.now_text(),
            if_version=item.version,
            if_unfinished=True,
            analyses=counted,
        )
    )
    if changed is None:
        return False
    log("started again", item=item.id, pending=len(item.pending))
    resume(services, Item.from_record(changed))
    return True
