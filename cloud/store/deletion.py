"""An item is deleted: its bytes, all that was made of them, and its claim; a tombstone stays. One thread a call.

::

    tombstone (DELETED, work_state "delete", ends by itself after 90 days)   from here on no late event changes it
    every version of the original and of name.json                           gone for good
    every version below derived/{library}/{item_id}/, answers/ too           gone for good
    the claim on the bytes                                                   others may send them again
    ── 20 minutes later, once more ──                                        what a function at work wrote meanwhile
    work_state is taken away                                                 the end

Each step may be a repetition, so whoever is cut off begins again. ``edits.bury`` puts the tombstone; who carries out
orders goes on from there, and the sweep orders again what was left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, derived_prefix
from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus
from cloud.store.items import WORK_DELETE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cloud.contract.record import Record
    from cloud.store.items import ItemStore
    from cloud.store.objects import ObjectStore

#: Every desktop looks at the feed within this time; one that was away longer compares all ids.
TOMBSTONE_STAYS = timedelta(days=90)
#: Longer than any function runs (15 minutes is Lambda's limit): from then on nobody writes what is of a deleted item.
PATIENCE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Places:
    """What a deletion reads, writes and removes."""

    items: ItemStore
    originals: ObjectStore
    derived: ObjectStore
    now: Callable[[], datetime]


def go_on(places: Places, item: Item) -> bool:
    """Remove what there still is of a deleted item; say whether that was the end of it."""
    _remove_all(places, item)
    is_over = item.updated_at < now_text(places.now() - PATIENCE)
    return is_over and places.items.end_work(item.id, if_version=item.version)


def tombstone(item: Item, now: datetime, *, by: str = "") -> Record:
    """Return what is left: enough for desktops to drop the item, and to remove again what belongs to it.

    To put it over the item's record is what deletes; whoever may not remove the bytes leaves that to others, who find
    it by its ``work_state``. ``by`` is the id of who deletes.
    """
    left = Item(
        id=item.id,
        library=item.library,
        owner_id=item.owner_id,
        key=item.key,
        version_id="",
        filename="",
        folder="",
        size_bytes=0,
        sha256=item.sha256,
        profile=item.profile,
        uploaded_at=item.uploaded_at,
        status=ItemStatus.DELETED,
        version=item.version + 1,
        updated_at=now_text(now),
        analysis_version=item.analysis_version,
        deleted_at=now_text(now),
    )
    ends_at = int((now + TOMBSTONE_STAYS).timestamp())
    todo: Record = {"work_state": WORK_DELETE, "expires_at": ends_at}
    return left.to_record() | todo | ({"deleted_by": by} if by else {})


def _remove_all(places: Places, item: Item) -> None:
    original = OriginalKey.parse(item.key)
    if original is not None:
        _remove_below(places.originals, original.folder)
    _remove_below(places.derived, derived_prefix(item.library, item.id))
    if item.sha256:
        places.items.release(item.library, item.sha256, item.id)


def _remove_below(bucket: ObjectStore, prefix: str) -> None:
    for version in list(bucket.versions(prefix)):
        bucket.remove_version(version.key, version.version_id)
