"""What becomes of a message to a function that asks a paid service, when it failed. One thread an invocation.

==============================  ===================================================================================
what it failed with             what becomes of it
==============================  ===================================================================================
``QuotaError``, ``BusyError``   comes again in 30 s to 15 minutes, as often as need be; no failure is counted
``MediaError``                  the analysis is over at once: SKIPPED by a rule (too large, the day's limit), or FAILED
``DeniedError``                 once more; then FAILED(not_allowed), and the engineer is called
anything else                   four times more, less and less soon; then FAILED(gave_up)
==============================  ===================================================================================

Failures are counted in the item (``analyses.{name}.failures``), because SQS counts every receive, waiting ones too;
where an analysis is done in parts, for each part (``failures_of``): one bad minute fails thirty of them at once.
They are not its ``attempt``: that is part of a job's name, and the same job must keep its name when it is asked for
again, or it would be paid for twice.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.errors import DeniedError, QuotaError
from cloud.analysis.engines.aws.jobs import JobName
from cloud.analysis.engines.aws.video import job_for
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.shell.logs import log, log_failure
from cloud.analysis.work import plan
from cloud.analysis.work.dispatch import LOOKERS
from cloud.analysis.work.giving_up import give_up
from cloud.analysis.work.messages import JobWork, SpeechWork, VisionWork
from cloud.analysis.work.parts import part_name
from cloud.analysis.work.results import unfinished
from cloud.contract.item import Item
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.store.items import Change
from cloud.store.ledger import BusyError
from cloud.store.topics import Alert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cloud.analysis.work.messages import Message
    from cloud.analysis.work.services import Services
    from cloud.contract.record import Record

#: Tries of an analysis, the first one counted.
TRIES = 5
#: A role that is wrong now will be wrong in an hour; once more, for a change of it takes a while to be heard of.
TRIES_WHEN_DENIED = 2
#: How long a message waits for a service that is too busy: from the least to the most, by chance.
SHORTEST_WAIT_S = 30
LONGEST_WAIT_S = 900
#: In an analysis's entry: failures by part, for the parts that have failed.
FAILURES_OF = "failures_of"
#: Turns at writing a count beside others that write to the same item.
_TURNS = 8


class FailuresError(Exception):
    """Some of a message's analyses failed, each in its own way; what the others found is recorded."""

    def __init__(self, errors: Mapping[Name, Exception]) -> None:
        super().__init__(", ".join(f"{name.value}: {type(error).__name__}" for name, error in sorted(errors.items())))
        self.errors = dict(errors)


def awaited_of(item: Item, message: Message) -> list[Name]:
    """Return the analyses that a message is about and that are still to come."""
    match message:
        case VisionWork(part=part, function=function):
            names = plan.awaited_from(item, LOOKERS[function]) & plan.VISUAL
            return sorted(name for name in names if part is None or part_name(name, part) in item.pending)
        case JobWork(analysis=name):
            is_film = name in item.analyses and item.analyses[name].engine == plan.REKOGNITION_VIDEO
            served = job_for(name).analyses if is_film else (name,)  # one job may serve two
            return [each for each in served if each in item.pending]
        case SpeechWork(part=part):
            return [Name.SPEECH] if part_name(Name.SPEECH, part) in item.pending else []
        case _:
            return sorted(map(Name, plan.base_names(item.pending) & plan.TEXTUAL))


def after_failure(services: Services, message: Message, error: Exception, receives: int) -> tuple[bool, int]:
    """Count what failed, and end what failed too often.

    Returns whether the message is to come again, and how often what it is about has failed (0: it only waits).
    """
    item = unfinished(services, message.item_id, message.analysis_version)
    names = [] if item is None else awaited_of(item, message)
    if item is None or not names:
        return receives < TRIES, receives  # it failed over something else, and nobody awaits it
    errors = error.errors if isinstance(error, FailuresError) else dict.fromkeys(names, error)
    errors = {name: errors[name] for name in names if name in errors}
    waiting = {name for name, each in errors.items() if isinstance(each, QuotaError | BusyError)}
    for name, each in errors.items():
        if isinstance(each, MediaError):
            give_up(services, item, [name], each.reason)
    part = message.part if isinstance(message, VisionWork | SpeechWork) else None
    counted = _count(services, item, {name for name, each in errors.items() if faults_in(each)}, part)
    again = set(waiting)
    for name, failures in counted.items():
        if not _end_spent(services, item, name, errors[name], failures):
            again.add(name)
    if isinstance(message, JobWork) and not again:
        services.till.abandon_job(item, str(_job_name(item, names[0])))
    if waiting:
        log("waits for a service", item=item.id, analyses=len(waiting))
    return bool(again), max((counted[name] for name in again - waiting), default=0)


def _job_name(item: Item, analysis: Name) -> JobName:
    """Return the name of the job that was to do an analysis."""
    entry = item.analyses[analysis]
    first = job_for(analysis).analyses[0] if entry.engine == plan.REKOGNITION_VIDEO else analysis
    return JobName(item.id, item.analysis_version, first, entry.attempt)


def faults_in(error: Exception) -> list[Exception]:
    """Return what is a fault of ours or of the service in an error, rather than a full queue or an unfit file."""
    errors = error.errors.values() if isinstance(error, FailuresError) else [error]
    return [each for each in errors if not isinstance(each, QuotaError | BusyError | MediaError)]


def wait_s(receives: int) -> int:
    """Return for how long a message waits that was received so often, when a service is too busy: by chance."""
    longest = min(LONGEST_WAIT_S, SHORTEST_WAIT_S * 2 ** min(receives, 10))
    return round(random.uniform(SHORTEST_WAIT_S, longest))  # noqa: S311 -- chance that nobody gains by guessing


def _end_spent(services: Services, item: Item, name: Name, error: Exception, failures: int) -> bool:
    """End an analysis that has no try left; say whether it is over."""
    if isinstance(error, DeniedError):
        if failures < TRIES_WHEN_DENIED:
            return False
        engine = item.analyses[name].engine
        try:
            services.alerts.publish(Alert(Reason.NOT_ALLOWED.value, engine, name.value, str(error), item.id))
        except Exception as unheard:  # noqa: BLE001 -- an alert that cannot be sent is logged; the analysis ends
            log_failure("alert not sent", unheard, item=item.id)
        log_failure("not allowed", error, item=item.id, engine=engine, analysis=name.value)
        give_up(services, item, [name], Reason.NOT_ALLOWED)
        return True
    if failures < TRIES:
        return False
    log("gave up", item=item.id, function=item.analyses[name].engine, analyses=1)
    give_up(services, item, [name])
    return True


def _count(services: Services, item: Item, names: Iterable[Name], part: int | None) -> dict[Name, int]:
    """Count one more failure of each analysis, or of this part; return how many each has that is still awaited."""
    known: Item | None = item
    for _ in range(_TURNS):
        awaited = [] if known is None else [name for name in names if name in known.pending]
        record = services.items.get(item.id) if awaited else None
        if record is None:
            return {}
        known = Item.from_record(record)
        entries = record.get("analyses")
        counts: dict[Name, int] = {}
        counted: dict[str, Record] = {}
        for name in awaited:
            entry = entries.get(name.value) if isinstance(entries, dict) else None
            counted[name.value], counts[name] = _one_more(entry if isinstance(entry, dict) else {}, part)
        change = Change(
            item_id=item.id,
            library=item.library,
            now=services.now_text(),
            if_version=known.version,
            if_analysis_version=item.analysis_version,
            if_unfinished=True,
            analyses=counted,
        )
        if services.items.change(change) is not None:
            return counts
        known = unfinished(services, item.id, item.analysis_version)
    raise BusyError


def _one_more(entry: Record, part: int | None) -> tuple[Record, int]:
    """Return an analysis's entry with one more failure, and how many there are."""
    if part is None:
        failures = int(str(entry.get("failures", 0))) + 1
        return entry | {"failures": failures}, failures
    known = entry.get(FAILURES_OF)
    parts = known if isinstance(known, dict) else {}
    failures = int(str(parts.get(str(part), 0))) + 1
    return entry | {FAILURES_OF: parts | {str(part): failures}}, failures
