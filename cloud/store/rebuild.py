"""The table from the buckets: for an engineer whose table is lost, and after the embedded cloud was killed.

::

    every item.json (its newest v{n})     the row, where there is none or an older one; its claim, where nobody has it
    every original without a finished row  to the ingest queue, as if it had just been put

Doing it twice, or while uploads go on, changes nothing more: rows are put by version, claims by condition, and
``ingest`` goes on with what is begun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.keys import OriginalKey
from cloud.contract.record import BadRecordError
from cloud.contract.status import ItemStatus
from cloud.store.events import synthetic_event
from cloud.store.items import LETS_GO, UNFINISHED, WORK_DELETE, WORK_OPEN
from cloud.store.queues import QueueName
from cloud.store.snapshot import ITEM_JSON, parse_item_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud.contract.record import Record
    from cloud.store.items import ItemStore
    from cloud.store.objects import ObjectStore
    from cloud.store.queues import Queues

_SNAPSHOT = re.compile(r"(?P<prefix>derived/[^/]+/[^/]+/)v(?P<version>\d+)/" + re.escape(ITEM_JSON))


#: What is left to do for an item that a snapshot shows before its end.
_WORK = dict.fromkeys(UNFINISHED, WORK_OPEN) | {ItemStatus.DELETED: WORK_DELETE}


@dataclass(frozen=True, slots=True)
class Stores:
    """What a rebuild reads and writes."""

    items: ItemStore
    originals: ObjectStore
    derived: ObjectStore
    queues: Queues
    originals_bucket: str  #: its name, as events tell it


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did."""

    restored: int = 0  #: rows put back
    claimed: int = 0  #: claims that are in place again
    unreadable: int = 0  #: snapshots that are none
    queued: int = 0  #: originals sent to ``ingest``


@dataclass(slots=True)
class _Counts:
    restored: int = 0
    claimed: int = 0
    unreadable: int = 0
    queued: int = 0


def rebuild(stores: Stores, progress: Callable[[str], None] = lambda _line: None) -> RebuildReport:
    """Bring the table back from the buckets; ``progress`` gets a sentence now and then."""
    counts = _Counts()
    progress("Reading what is known of each item …")
    for key in _newest_snapshots(stores.derived):
        _restore(stores, key, counts)
    progress(f"{counts.restored} items restored. Looking for originals that are not finished …")
    for key in stores.originals.list("uploads/"):
        original = OriginalKey.parse(key)
        if original is not None and not _is_finished(stores.items.get(original.item_id)):
            stores.queues.send(QueueName.INGEST, synthetic_event(stores.originals_bucket, key))
            counts.queued += 1
    progress(f"{counts.queued} originals queued.")
    return RebuildReport(counts.restored, counts.claimed, counts.unreadable, counts.queued)


def _newest_snapshots(derived: ObjectStore) -> Iterator[str]:
    """Return the key of each item's newest ``item.json``; an item's keys come one after another."""
    prefix, newest, found = "", -1, ""
    for key in derived.list("derived/"):
        match = _SNAPSHOT.fullmatch(key)
        if match is None:
            continue
        if match["prefix"] != prefix:
            if found:
                yield found
            prefix, newest = match["prefix"], -1
        if int(match["version"]) > newest:
            newest, found = int(match["version"]), key
    if found:
        yield found


def _restore(stores: Stores, key: str, counts: _Counts) -> None:
    try:
        record = parse_item_json(stores.derived.read(key))
        item_id, library, status = str(record["id"]), str(record["library"]), ItemStatus(str(record["status"]))
    except (BadRecordError, KeyError, ValueError):
        counts.unreadable += 1
        return
    state = _WORK.get(status)
    if state is not None:  # it was written when a person edited, or deleted, before the item came to its end
        record["work_state"] = state
    counts.restored += stores.items.restore(record)
    sha256 = str(record.get("sha256") or "")
    if sha256 and status not in LETS_GO:
        counts.claimed += stores.items.claim(library, sha256, item_id) == item_id


def _is_finished(record: Record | None) -> bool:
    """Whether nothing is left to do for an original; a rejected one is finished too."""
    return record is not None and ItemStatus(str(record["status"])).is_final
