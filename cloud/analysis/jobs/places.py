"""Leases of video jobs that were lost: ``sweep`` gives them back as soon as the service says that their job is over.

::

    the item still awaits the job      left alone: sweep looks at the job, and with it at the lease
    it does not, and the job runs      held longer: it takes one of the service's places all the same
    it does not, and the job is over   given back: somebody was killed between recording it and giving the lease back
    given up, and its id unknown       given back after an hour: it was most likely never begun
    deleted, replaced, analysed anew   given back after an hour: nobody knows the job's id any more

One thread an invocation.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.jobs import JobName, JobState
from cloud.analysis.jobs.registry import find_job, name_of, served
from cloud.analysis.shell.logs import log, log_failure
from cloud.contract.item import Item
from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus
from cloud.store.items import UNFINISHED

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services

#: Longer than any function runs (15 minutes is Lambda's limit), so that nobody's lease is taken while it is at work.
PATIENCE = timedelta(minutes=20)
#: A job whose start nobody heard the answer of may run all the same: most are over by then, and two places are spare.
GREAT_PATIENCE = timedelta(hours=1)


def recover_places(services: Services) -> int:
    """Give back the leases of jobs that are over; return how many."""
    recovered = 0
    now = services.now()
    old, very_old = now_text(now - PATIENCE), now_text(now - GREAT_PATIENCE)
    for lease in list(services.leases.held()):
        if lease.taken_at >= old:
            continue
        try:
            if _is_over(services, lease.holder, is_very_old=lease.taken_at < very_old):
                services.leases.release(lease.holder)
                log("lease recovered", holder=lease.holder)
                recovered += 1
        except Exception as error:  # noqa: BLE001 -- the lease's boundary: the others are looked at all the same
            log_failure("lease not recovered", error, holder=lease.holder)
    return recovered


def _is_over(services: Services, holder: str, *, is_very_old: bool) -> bool:
    """Whether a job that nobody awaits any more is over, as far as can be told."""
    name = JobName.parse(holder)
    if name is None:
        return True  # none of ours, and nobody would ever give it back
    record = services.items.get(name.item_id)
    if record is None or record.get("status") == ItemStatus.DELETED:
        return is_very_old
    item = Item.from_record(record)
    entry = item.analyses.get(name.analysis)
    job = find_job(item, name.analysis)
    if entry is None or job is None or (entry.version, entry.attempt) != (name.analysis_version, name.attempt):
        return is_very_old
    is_awaited = item.status in UNFINISHED and bool(served(item, job)) and name_of(item, job) == name
    if is_awaited:
        return False
    if entry.job_id is None:
        return is_very_old
    return job.look(services, item, name, entry.job_id).state is not JobState.RUNNING
