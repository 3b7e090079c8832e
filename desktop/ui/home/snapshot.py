"""What Home shows, read at once in a worker; and how often it may be read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.core.model import TransferState

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.core.model import Folder, Transfer
    from desktop.library.overview import LastUpload, Storage, Today, Work
    from desktop.ui.actions import Actions

#: Rows of what needs somebody, and of what moves; the rest is a number and a way to it.
MOST_ROWS = 4
MOST_RECENT = 12
_FAILED_SINCE_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How things stood at one moment."""

    today: Today
    last: LastUpload | None
    work: Work
    storage: Storage
    failed: tuple[Transfer, ...]  #: the latest ones
    failed_count: int
    failed_items: tuple[Item, ...]
    moving: tuple[Transfer, ...]
    left: int  #: files still to go, moving ones too
    away: tuple[Folder, ...]
    recent: tuple[Item, ...]
    is_paused: bool


def read(actions: Actions) -> Snapshot:
    """Read all of it; in a worker, it may take a tenth of a second. Raises ``SnapStreamError``."""
    overview, transfers, items = actions.overview, actions.transfers, actions.items
    counts = transfers.counts().by_state
    failed = [TransferState.FAILED, TransferState.REJECTED]
    moving = [TransferState.SENDING, TransferState.CHECKING]
    connection = actions.connection()
    since_ms = round((time.time() - _FAILED_SINCE_S) * 1000)
    failed_ids = overview.failed_items(connection.user.id, since_ms) if connection is not None else []
    left = (*moving, TransferState.WAITING, TransferState.PAUSED)
    return Snapshot(
        today=overview.today(datetime.now().astimezone()),
        last=overview.last_upload(),
        work=overview.work(),
        storage=overview.storage(),
        failed=tuple(transfers.get_many(transfers.ids(failed, newest_first=True, limit=MOST_ROWS))),
        failed_count=sum(counts.get(state, 0) for state in failed),
        failed_items=tuple(items.get_many(failed_ids)),
        moving=tuple(transfers.get_many(transfers.ids(moving, limit=MOST_ROWS))),
        left=sum(counts.get(state, 0) for state in left),
        away=tuple(folder for folder in actions.folders() if actions.is_away(folder.path)),
        recent=tuple(items.get_many(items.ids(limit=MOST_RECENT))),
        is_paused=transfers.is_paused,
    )
