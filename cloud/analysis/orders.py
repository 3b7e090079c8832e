"""``orders``: carries out what people ordered of an item through the API, which may not do it itself.

::

    work_state delete      the tombstone stands: its versions, derivatives and claim are removed; work_state goes when
                           nobody can be writing any more what is of it (cloud/store/deletion.py)
    work_state reanalyze   its next analysis begins, with the profile of ``order`` (cloud/analysis/work/reanalysis.py);
                           what cannot be done is dismissed: work_state and ``order`` go, the item stays as it is

The order is in the table before anybody is told "yes", so none is lost: the table's stream brings it here at once, and
``sweep`` sends it again through a queue while it is not carried out. Doing it twice is doing it once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.shell.batch import Event, records_of, run_stream, run_work
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.work.messages import BadMessageError, parse_message
from cloud.analysis.work.profiles import BadProfileError
from cloud.analysis.work.reanalysis import Answer, reanalyze
from cloud.contract.item import Item
from cloud.contract.keys import is_item_id
from cloud.store.deletion import Places, go_on
from cloud.store.items import ORDERED, UNFINISHED, WORK_DELETE, WORK_OPEN, Change
from cloud.store.queues import QueueName
from cloud.store.wire import from_wire

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services
    from cloud.contract.record import Json, Record, Value

#: How often an order is begun again after somebody else's write; people do not edit faster.
_TURNS = 10
#: What became of a wish that was neither begun nor is to be tried again.
_BAD_PROFILE = "bad_profile"


class ContestedError(Exception):
    """Others keep writing the same record; nothing is done yet."""


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch: of the table's changes, or of what ``sweep`` sends again."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    if any("dynamodb" in record for record in records_of(event)):
        return run_stream("orders", event, lambda change: handle_change(ports, change))
    return run_work(QueueName.ORDERS, event, lambda body: handle(ports, body), ports.queues)


def handle_change(services: Services, change: Event) -> None:
    """Handle one change of the table."""
    body = change.get("dynamodb")
    image = body.get("NewImage") if isinstance(body, dict) else None
    if not isinstance(image, dict):
        return
    item_id = _text(image, "id")
    if is_item_id(item_id) and _text(image, "work_state") in ORDERED:
        carry_out(services, item_id)


def handle(services: Services, body: str) -> None:
    """Handle one message; what is none of ours (a position in the stream, sent back by redrive) is let go."""
    try:
        message = parse_message(body)
    except BadMessageError:
        log("unreadable order")
        return
    carry_out(services, message.item_id)


def carry_out(services: Services, item_id: str) -> None:
    """Do what is ordered of an item just now; nothing where nothing is. Raises ``ContestedError``."""
    for _ in range(_TURNS):
        record = services.items.get(item_id)
        state = record.get("work_state") if record is not None else None
        if record is None or state not in ORDERED:
            return
        if state == WORK_DELETE:
            places = Places(services.items, services.originals, services.derived, services.now)
            go_on(places, Item.from_record(record))
            return
        if _begin(services, record):
            return
    raise ContestedError(item_id)


def _begin(services: Services, record: Record) -> bool:
    """Begin the next analysis, or dismiss the wish; say whether that is done."""
    item = Item.from_record(record)
    try:
        answer = reanalyze(services, item.id, profile=_profile(record), if_version=item.version).value
    except BadProfileError:
        answer = _BAD_PROFILE
    if answer == Answer.STARTED:
        return True
    return answer != Answer.OVERTAKEN and _dismiss(services, item, answer)


def _dismiss(services: Services, item: Item, answer: str) -> bool:
    """Leave the item as it was before the wish; say whether it is so now."""
    is_open = item.status in UNFINISHED
    values: dict[str, Value] = {"work_state": WORK_OPEN} if is_open else {}
    changed = services.items.change(
        Change(
            item_id=item.id,
            library=item.library,
            now=services.now_text(),
            if_version=item.version,
            values=values,
            removed=frozenset({"order"} if is_open else {"order", "work_state"}),
        )
    )
    log("order dismissed", item=item.id, reason=answer)
    return changed is not None


def _profile(record: Record) -> str | None:
    order = record.get("order")
    profile = order.get("profile") if isinstance(order, dict) else None
    return str(profile) if profile else None


def _text(image: dict[str, Json], name: str) -> str:
    value = image.get(name)
    return str(from_wire(value)) if isinstance(value, dict) else ""
