"""``deadletter``: reads what five receives could not get done, and ends those analyses, so that the item ends too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis import speech, vision
from cloud.analysis.jobs.registry import find_job, served
from cloud.analysis.shell.batch import Event, run_queue
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.work import plan
from cloud.analysis.work.budgets import FILENAME_BYTES, clip_text
from cloud.analysis.work.dispatch import LOOKERS
from cloud.analysis.work.giving_up import give_up
from cloud.analysis.work.messages import BadMessageError, JobWork, Message, SpeechWork, VisionWork, parse_message
from cloud.analysis.work.parts import finish_parts, part_name, planned_parts
from cloud.analysis.work.results import unfinished
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, decode_name
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import ItemStatus, Profile
from cloud.store.events import parse_events
from cloud.store.items import UNFINISHED, WORK_NOTIFY
from cloud.store.objects import ObjectHead, ObjectMissingError
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services
    from cloud.contract.record import Json, Record

_GAVE_UP: dict[str, Json] = {"failed": Reason.GAVE_UP.value}


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of dead letters, of all queues alike."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_queue("deadletter", event, lambda body: handle(ports, body))


def handle(services: Services, body: str) -> None:
    """Handle one dead letter; one that nobody can read is logged and let go."""
    try:
        message = parse_message(body)
    except BadMessageError:
        _uningested(services, body)
        return
    item = unfinished(services, message.item_id, message.analysis_version)
    if item is None:
        return
    log("gave up", item=item.id, function=_function(message))
    match message:
        case VisionWork(part=int() as part):
            theirs = plan.awaited_from(item, LOOKERS[message.function]) & plan.VISUAL
            after = finish_parts(services, item, part, dict.fromkeys(_awaited(item, part, theirs), _GAVE_UP))
            if after is not None:
                vision.merge_ready(services, after)
        case SpeechWork(part=part):
            after = finish_parts(services, item, part, dict.fromkeys(_awaited(item, part, {Name.SPEECH}), _GAVE_UP))
            if after is not None:
                speech.go_on(services, after)
        case VisionWork():
            give_up(services, item, plan.awaited_from(item, LOOKERS[message.function]) & plan.VISUAL)
        case JobWork(analysis=analysis):
            job = find_job(item, analysis)
            give_up(services, item, [analysis] if job is None else served(item, job))
        case _:
            give_up(services, item, _given_up(services, item, message.function))


def _awaited(item: Item, part: int, names: frozenset[Name] | set[Name]) -> list[Name]:
    return [Name(name) for name in sorted(names) if part_name(Name(name), part) in item.pending]


def _given_up(services: Services, item: Item, function: QueueName) -> list[str]:
    """Return what a function leaves undone; parts that it planned already are their workers' to end."""
    if function is QueueName.TEXT:
        return [name.value for name in plan.TEXTUAL]
    names = map(Name, plan.base_names(item.pending) - plan.TEXTUAL)
    return [name.value for name in names if planned_parts(services, item, name) is None]


def _function(message: Message) -> str:
    match message:
        case SpeechWork():
            return QueueName.SPEECH
        case JobWork():
            return QueueName.START
        case _:
            return message.function


def _uningested(services: Services, body: str) -> None:
    """End an upload that could not even be made an item: people see that it came, and that it failed."""
    try:
        events = parse_events(body)
    except ValueError:
        log("unreadable dead letter")
        return
    for event in events:
        key = OriginalKey.parse(event.key)
        if key is None:
            continue
        log("gave up", item=key.item_id, function="ingest")
        record = services.items.get(key.item_id)
        if record is None:
            _record_failure(services, key)
        else:
            item = Item.from_record(record)
            if item.status in UNFINISHED:
                give_up(services, item, plan.base_names(item.pending))


def _record_failure(services: Services, key: OriginalKey) -> None:
    """Make the record of an original that nothing can be made of."""
    try:
        head = services.originals.head(str(key))
    except ObjectMissingError:
        return
    services.items.create(_failed_record(services, key, head))


def _failed_record(services: Services, key: OriginalKey, head: ObjectHead) -> Record:
    item = Item(
        id=key.item_id,
        library=key.library,
        owner_id=key.owner_id,
        key=str(key),
        version_id=head.version_id,
        filename=clip_text(decode_name(head.metadata.get("filename", "")) or f"original{key.ext}", FILENAME_BYTES),
        folder="",
        size_bytes=head.size_bytes,
        sha256="",
        profile=Profile.FULL.value,
        uploaded_at=head.modified,
        status=ItemStatus.FAILED,
        status_reason=Reason.GAVE_UP.value,
        version=1,
        updated_at=services.now_text(),
    )
    return item.to_record() | {"work_state": WORK_NOTIFY}
