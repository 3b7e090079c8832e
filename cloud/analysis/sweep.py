"""``sweep``: on a schedule, ends or starts again whatever was left open, even when every event was lost.

An item is looked at when nothing has been written to it for a while. What its functions' queues still hold is waiting,
not lost, so nothing is sent twice while they are busy, but for an item that has waited a day.
"""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

from cloud.analysis import plan
from cloud.analysis.batch import Event  # noqa: TC001 -- Lambda's signature reads as it runs
from cloud.analysis.dispatch import functions_for, resume
from cloud.analysis.finalize import settle
from cloud.analysis.giving_up import give_up
from cloud.analysis.logs import log, log_failure
from cloud.contract.item import Item
from cloud.contract.record import now_text
from cloud.store.items import UNFINISHED, WORK_NOTIFY, WORK_OPEN, Change
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.services import Services
    from cloud.contract.record import Record

#: Longer than any function runs (15 minutes is Lambda's limit), so that nobody is overtaken at work.
PATIENCE = timedelta(minutes=20)
#: How long a busy queue is an excuse.
GREAT_PATIENCE = timedelta(days=1)
#: What awaits only its end needs no patience but for the stream.
NOTICE_PATIENCE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
#: Whose backlog an item may wait in: the queue of its function and those that it sends on to.
_BACKLOG = {
    QueueName.IMAGE: (QueueName.IMAGE, QueueName.VISION, QueueName.RECOGNIZE),
    QueueName.AV: (QueueName.AV, QueueName.VISION, QueueName.RECOGNIZE, QueueName.SPEECH, QueueName.START),
    QueueName.TEXT: (QueueName.TEXT,),
}


def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Sweep once."""
    from cloud.analysis.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    return {"swept": sweep(services())}


def sweep(services: Services) -> int:
    """Go through the ``work`` index once; return how many items were ended or started again."""
    now = services.now()
    swept = 0
    # Looked at before anything is sent, or the first item's message would be an excuse for all others.
    depths = {queue: services.queues.depth(queue) for queue in frozenset(itertools.chain(*_BACKLOG.values()))}
    untold = services.items.open_items(WORK_NOTIFY, before=now_text(now - NOTICE_PATIENCE))
    undone = services.items.open_items(WORK_OPEN, before=now_text(now - NOTICE_PATIENCE))
    for row in [*untold, *undone]:
        try:
            swept += _look_after(services, row.id, depths)
        except Exception as error:  # noqa: BLE001 -- the item's boundary: the others are swept all the same
            log_failure("sweep failed", error, item=row.id)
    return swept


def _look_after(services: Services, item_id: str, depths: Mapping[QueueName, int]) -> bool:
    record = services.items.get(item_id)
    if record is None or not record.get("work_state"):
        return False
    item = Item.from_record(record)
    if item.status not in UNFINISHED or not item.pending:
        return settle(services, item.id)
    now = services.now()
    if item.updated_at >= now_text(now - PATIENCE):
        return False
    if item.updated_at >= now_text(now - GREAT_PATIENCE) and _is_waiting(item, depths):
        return False
    return _start_again(services, item, record)


def _is_waiting(item: Item, depths: Mapping[QueueName, int]) -> bool:
    return any(depths[queue] > 0 for function in functions_for(item) for queue in _BACKLOG[function])


def _start_again(services: Services, item: Item, record: Record) -> bool:
    """Count one more attempt and send the work again; after the last, give up what is still awaited."""
    names = plan.base_names(item.pending)
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
