"""``finalize``: reads the table's stream and brings to its end every item that awaits nothing more.

::

    pending empty, work_state open     status, reason, search_text; work_state notify       one conditional update
    work_state notify                  item.json, then the notice, then work_state removed
    no work_state                      nothing: it is over

A crash between any two of these leaves a ``work_state`` that the stream's redelivery, or ``sweep``, goes on from.
``item.json`` is written after the update, so it never holds what the table did not, and before the notice, so whoever
follows the notice finds it. The removal adds no version: nothing that readers see changes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud.analysis.shell import metrics
from cloud.analysis.shell.batch import Event, run_stream
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.work.results import read_full_tags
from cloud.contract.item import Item
from cloud.contract.keys import is_item_id
from cloud.contract.record import pack_text
from cloud.contract.status import AnalysisName, AnalysisState, decide
from cloud.contract.transcript import Transcript
from cloud.store.edits import room_for_words
from cloud.store.items import UNFINISHED, WORK_NOTIFY, WORK_OPEN, Change
from cloud.store.objects import ObjectMissingError
from cloud.store.snapshot import item_json, item_key
from cloud.store.topics import Notice
from cloud.store.wire import from_wire

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services
    from cloud.contract.record import Json, Record

#: Analyses whose tags are words to be found by.
_WORDS = (AnalysisName.METADATA, AnalysisName.TEXT, AnalysisName.PHRASES, AnalysisName.ENTITIES)
#: How often ``settle`` reads again after somebody else's write; people do not edit faster.
_TURNS = 10


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of the table's changes."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_stream("finalize", event, lambda record: handle(ports, record))


def handle(services: Services, change: Event) -> None:
    """Handle one change: only those that leave an item with nothing pending cost a read of the table."""
    item_id = changed_item(change)
    if item_id is not None:
        settle(services, item_id)


def changed_item(change: Event) -> str | None:
    """Return the item that a change of the stream leaves to be ended or told; None for every other change."""
    body = change.get("dynamodb")
    image = body.get("NewImage") if isinstance(body, dict) else None
    if not isinstance(image, dict):
        return None
    item_id, state = _text(image, "id"), _text(image, "work_state")
    if not is_item_id(item_id):
        return None
    return item_id if state == WORK_NOTIFY or (state == WORK_OPEN and "pending" not in image) else None


def settle(services: Services, item_id: str) -> bool:
    """Do all that is left to do for an item that awaits nothing; say whether it has come to its end."""
    for _ in range(_TURNS):
        record = services.items.get(item_id)
        if record is None or record.get("work_state") not in {WORK_OPEN, WORK_NOTIFY}:
            return True  # over, or ordered away
        item = Item.from_record(record)
        if item.is_open and item.pending:
            return False
        if item.is_open:
            decided = services.items.change(_end(services, item, record))
            if decided is None:
                continue
            record, item = decided, Item.from_record(decided)
            log("item ended", item=item.id, status=item.status.value, reason=item.status_reason)
            metrics.count(metrics.ITEMS_ENDED, dimension="status", name=item.status.value)
        if _tell(services, record, item):
            return True
    return False


def _tell(services: Services, record: Record, item: Item) -> bool:
    key = item_key(record)
    services.derived.write(key, item_json(record), "application/json")
    if not item.caption.is_embargoed(services.now()):  # it never leaves the newsroom: not now, and not told later
        services.topic.publish(Notice.of(item, key))
    return services.items.end_work(item.id, if_version=item.version)


def _end(services: Services, item: Item, record: Record) -> Change:
    """Return the update that ends an item. One that is final already (rejected) keeps its status."""
    if item.status not in UNFINISHED:
        values: Record = {"work_state": WORK_NOTIFY}
        return Change(item.id, item.library, services.now_text(), if_version=item.version, values=values)
    status, reason = decide(item.analyses)
    values = {"status": status.value, "work_state": WORK_NOTIFY}
    if reason:
        values["status_reason"] = reason
    words = search_words(services, item)
    if words:
        values["search_text"] = pack_text(words, room_for_words(record))
    return Change(
        item_id=item.id,
        library=item.library,
        now=services.now_text(),
        if_version=item.version,
        if_unfinished=True,
        if_nothing_pending=True,
        values=values,
    )


def search_words(services: Services, item: Item) -> str:
    """Return all words that an item is to be found by: its transcript's first, then its tags', each once."""
    spoken = _transcript(services, item)
    names: dict[str, None] = {}
    for name in _WORDS:
        analysis = item.analyses.get(name)
        if analysis is not None and analysis.state is AnalysisState.SUCCEEDED:
            names.update(dict.fromkeys(_tag_names(services, item, name)))
    return "\n".join(part for part in (spoken, *names) if part)


def _transcript(services: Services, item: Item) -> str:
    if item.transcript is None:
        return ""
    try:
        document: dict[str, Json] = json.loads(services.derived.read(item.transcript.key))
    except ObjectMissingError:
        return item.transcript.excerpt
    return Transcript.from_json(document).text


def _tag_names(services: Services, item: Item, name: AnalysisName) -> list[str]:
    try:
        return [tag.name for tag in read_full_tags(services, item, name)]
    except ObjectMissingError:
        return []


def _text(image: dict[str, Json], name: str) -> str:
    value = image.get(name)
    return str(from_wire(value)) if isinstance(value, dict) else ""
