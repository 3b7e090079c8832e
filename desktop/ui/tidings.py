"""What is told beside batches of files: saved searches, a line that stands still, a session that has ended.

Main thread; searches are asked in the bridge's pool. Files that have come in are noted by whoever hears of transfers.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Slot

from desktop.core.events import Link, LinkChanged
from desktop.library.tree import Viewer
from desktop.ui import phrases
from desktop.ui.library.tiles import title

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.settings import Settings
    from desktop.library.answers import SavedMatch
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.page import LibraryPage
    from desktop.ui.notices import Batch, Batches
    from desktop.ui.transfers.totals import Totals

#: So long nothing goes through on a line that is up before it is said, once.
STALLED_S = 600.0
_SIGNED_OUT, _STALLED = "signed_out", "stalled"


class Stall:
    """Watches whether anything goes through; pure, the clock is given."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: tuple[int, int, int] | None = None
        self._since = clock()

    def follow(self, totals: Totals, link: Link) -> bool:
        """Take the queue in numbers; returns whether nothing has gone through for too long."""
        now = self._clock()
        facts = (totals.left_bytes, totals.uploaded, totals.failed)
        is_wanted = totals.unsent > totals.held and not totals.paused and link is Link.ONLINE
        if facts != self._last or not is_wanted:
            self._last, self._since = facts, now
        return is_wanted and now - self._since >= STALLED_S


class Tidings(QObject):
    """Fills the batches with what else is worth a notice."""

    def __init__(
        self, batches: Batches, actions: Actions, bridge: Bridge, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._batches, self._actions, self._bridge = batches, actions, bridge
        self._stall = Stall(clock)
        self._totals: Totals | None = None
        self._link = actions.link()
        bridge.items_changed.connect(self._on_items)
        bridge.link_changed.connect(self._on_link)

    def follow(self, totals: Totals) -> None:
        """Take the queue in numbers; called for every change and now and then."""
        self._totals = totals
        if self._stall.follow(totals, self._link):
            waiting = phrases.count(totals.unsent, "{n} file waits here.", "{n} files wait here.")
            self._batches.lasts(_STALLED, phrases.tr("Nothing has gone through for 10 minutes"), waiting)
        else:
            self._batches.is_over(_STALLED)

    def tick(self) -> None:
        """Look again, though nothing has changed: that is what a line that stands still looks like."""
        if self._totals is not None:
            self.follow(self._totals)

    def picture_of(self, batch: Batch) -> Path | None:
        """Return the picture of a batch's first item, None where it is not here."""
        for item in self._actions.items.get_many(list(batch.item_ids[:1])):
            path = self._actions.items.thumbnail_path(item.id, item.analysis_version, 256)
            return path if path.exists() else None
        return None

    @Slot(object)
    def _on_link(self, event: LinkChanged) -> None:
        self._link = event.link
        if event.link is not Link.SIGNED_OUT:
            self._batches.is_over(_SIGNED_OUT)
            return
        unsent = self._totals.unsent if self._totals is not None else 0
        text = phrases.tr("Your session has ended.")
        if unsent:
            text = phrases.count(
                unsent, "{n} file waits here and goes on by itself.", "{n} files wait here and go on by themselves."
            )
        self._batches.lasts(_SIGNED_OUT, phrases.tr("Sign in again"), text)

    @Slot(tuple)
    def _on_items(self, ids: tuple[str, ...]) -> None:
        connection = self._actions.connection()
        viewer = Viewer(connection.user.id) if connection is not None else Viewer()
        searches = self._actions.saved_searches
        self._bridge.run(lambda: searches.matches(ids, viewer), self._on_matches)

    def _on_matches(self, matches: tuple[SavedMatch, ...]) -> None:
        for match in matches:
            names = {item.id: title(item) for item in self._actions.items.get_many(list(match.item_ids))}
            self._batches.found(match.search.id, match.search.name, match.search.query, names)


def may_tell(settings: Settings, when: datetime | None = None) -> bool:
    """Whether a notice of the system may be shown now: wanted, and not in the quiet hours."""
    return settings.notices and not settings.quiet_hours.hold(when or datetime.now(UTC).astimezone())


def show_batch(library: LibraryPage, batch: Batch) -> None:
    """Show what a notice told of: the saved search, one item open, or all of a batch chosen."""
    if batch.search:
        library.search.set_text(batch.search)
        library.enter()
        return
    library.show_in_library(batch.item_ids[0])
    if len(batch.item_ids) == 1:
        return
    library.close_item()
    chosen = QItemSelection()
    for item_id in batch.item_ids:
        row = library.model.row_of(item_id)
        if row >= 0:
            index = library.model.index(row)
            chosen.select(index, index)
    library.grid.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    library.enter()
