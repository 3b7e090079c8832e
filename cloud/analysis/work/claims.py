"""Whose bytes are whose: one living item a library for each SHA-256. One thread an invocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.shell.logs import log
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus
from cloud.store.items import LETS_GO, WORK_NOTIFY, Change

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item


def claim_bytes(services: Services, item: Item) -> str:
    """Claim an item's bytes, taking over from one that has let go; return who holds them."""
    if not item.sha256:  # put by something that is not our desktop: nothing to compare
        return item.id
    holder = services.items.claim(item.library, item.sha256, item.id)
    if holder == item.id:
        return holder
    record = services.items.get(holder)
    has_these = record is not None and record.get("sha256") == item.sha256  # not where others were put in their place
    if record is not None and has_these and ItemStatus(str(record["status"])) not in LETS_GO:
        return holder
    return services.items.claim(item.library, item.sha256, item.id, instead_of=holder)


def refuse_duplicate(services: Services, item: Item, holder: str) -> None:
    """Reject an item whose bytes another holds. ``finalize`` tells it."""
    reason = f"{Reason.DUPLICATE.value}:{holder}"
    services.items.change(
        Change(
            item_id=item.id,
            library=item.library,
            now=services.now_text(),
            if_unfinished=True,
            if_analysis_version=item.analysis_version,
            values={
                "status": ItemStatus.REJECTED.value,
                "status_reason": reason,
                "work_state": WORK_NOTIFY,
                "analyses": {},
            },
            removed=frozenset({"pending"}),
        )
    )
    log("item rejected", item=item.id, reason=reason)
