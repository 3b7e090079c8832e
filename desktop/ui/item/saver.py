"""Takes what people write to the newsroom: kept on disk first, sent then, told how it went. Main thread.

::

    save ─▶ draft on disk ─▶ PATCH ─┬─ taken ─▶ draft gone, "Saved"
                                    ├─ the item changed ─▶ sync ─┬─ not where we wrote ─▶ PATCH again
                                    │                            └─ there too ─▶ the person chooses
                                    └─ no connection ─▶ "kept here" ─▶ the next contact ─▶ PATCH again
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import AccountProblem, Offline, Refused, ServiceProblem, SnapStreamError, Throttled
from desktop.core.events import Link
from desktop.item.merge import Standing, standings
from desktop.library.drafts import Draft
from desktop.ui import said as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from desktop.core.events import LinkChanged
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge

#: A newsroom that does not answer is asked again at most this often.
_REST_S = 5.0
#: How often an item that changes all the time is tried at once.
_TURNS = 5


class SaveState(StrEnum):
    """How what was written stands.

    ::

        NOTHING ─▶ SAVING ─┬▶ SAVED
                           ├▶ KEPT     no connection; goes out by itself
                           ├▶ TAKEN    somebody wrote there too: the person chooses
                           └▶ REFUSED  the newsroom does not take it; kept here
    """

    NOTHING = "nothing"
    SAVING = "saving"
    SAVED = "saved"
    KEPT = "kept"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Saving:
    """How one item's caption stands."""

    state: SaveState = SaveState.NOTHING
    why: str = ""  #: of KEPT and REFUSED
    theirs: Mapping[str, str] = field(default_factory=dict)  #: of TAKEN: what somebody else wrote, by field
    is_offline: bool = False  #: of KEPT: nobody answers


@dataclass(slots=True)
class _Running:
    """What is on its way of one item."""

    sent: dict[str, str]
    seen_version: int
    is_again: bool = False  #: more was written meanwhile
    turns: int = 0


class CaptionSaver(QObject):
    """Saves captions, of as many items as were written; one request an item at a time."""

    changed = Signal(str)  #: an item's id: its ``Saving`` is another
    settled = Signal(str, object)  #: an item's id and {field: text} that the newsroom has now

    def __init__(self, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._actions, self._bridge = actions, bridge
        self._running: dict[str, _Running] = {}
        self._waiting: dict[str, _Running] = {}  # for sync to bring what somebody else changed
        self._said: dict[str, Saving] = {}
        #: What was saved and sync has not brought yet: the version that has it, and the fields.
        self._ahead: dict[str, tuple[int, dict[str, str]]] = {}
        self._not_before_s = 0.0
        bridge.link_changed.connect(self._on_link)
        bridge.synced.connect(self._on_synced)
        bridge.items_changed.connect(self._on_items)

    def of(self, item_id: str) -> Saving:
        """Return how an item's caption stands."""
        return self._said.get(item_id, Saving())

    def fields(self, item: Item) -> dict[str, str]:
        """Return the caption as the newsroom has it, with what it took from here a moment ago."""
        known = item.caption.to_json()
        there = {name: str(value or "") for name, value in known.items()}
        version, saved = self._ahead.get(item.id, (0, {}))
        if item.version >= version:
            self._ahead.pop(item.id, None)
            return there
        return there | saved

    def save(self, item_id: str, drafts: Mapping[str, Draft]) -> None:
        """Keep what was written, and send it."""
        self._actions.drafts.keep(item_id, drafts)
        self.send(item_id)

    def send(self, item_id: str) -> None:
        """Send what is kept of an item, where somebody else's words do not stand in its place."""
        running = self._running.get(item_id)
        if running is not None:
            running.is_again = True
            return
        drafts = self._actions.drafts.of(item_id)
        item = self._actions.items.get(item_id)
        if not drafts or item is None:
            return
        there = replace(item.caption, **self.fields(item))
        how = standings(drafts, there)
        done = {name: draft.text for name, draft in drafts.items() if how[name] is Standing.DONE}
        for name, text in done.items():
            self._actions.drafts.settle(item_id, name, text)
        if done:
            self.settled.emit(item_id, done)
        sent = {name: draft.text for name, draft in drafts.items() if how[name] is Standing.FREE}
        theirs = {name: str(getattr(there, name)) for name in drafts if how[name] is Standing.TAKEN}
        if theirs:
            self._say(item_id, Saving(SaveState.TAKEN, theirs=theirs))
        elif not sent:
            self._say(item_id, Saving(SaveState.SAVED))
        if not sent:
            return
        waiting = self._waiting.pop(item_id, None)
        self._running[item_id] = _Running(sent, item.version, turns=waiting.turns if waiting else 0)
        if not theirs:
            self._say(item_id, Saving(SaveState.SAVING))
        deliver = self._bridge.in_main(self._on_answer)
        changes: dict[str, Json] = {name: text or None for name, text in sent.items()}
        self._actions.edit_item(item_id, {"caption": changes}, lambda answer: deliver((item_id, answer)))

    def take_theirs(self, item_id: str, name: str) -> None:
        """Give up one's own text of a field: the other's stays."""
        self._actions.drafts.drop(item_id, name)
        self._resolve(item_id, name)

    def keep_mine(self, item_id: str, name: str) -> None:
        """Write one's own text over the other's, knowing it."""
        theirs = self.of(item_id).theirs.get(name, "")
        draft = self._actions.drafts.of(item_id).get(name)
        if draft is not None:
            self._actions.drafts.keep(item_id, {name: Draft(theirs, draft.text)})
        self._resolve(item_id, name)

    def _resolve(self, item_id: str, name: str) -> None:
        left = {other: text for other, text in self.of(item_id).theirs.items() if other != name}
        self._say(item_id, Saving(SaveState.TAKEN, theirs=left) if left else Saving())
        self.send(item_id)

    def _say(self, item_id: str, saving: Saving) -> None:
        if saving != self.of(item_id):
            self._said[item_id] = saving
            self.changed.emit(item_id)

    def _on_answer(self, answer: tuple[str, int | SnapStreamError]) -> None:
        item_id, result = answer
        running = self._running.pop(item_id)
        if isinstance(result, int):
            self._take(item_id, running, result)
        elif isinstance(result, Refused) and result.code == "conflict":
            self._look_again(item_id, running)
        else:
            self._hold(item_id, result)

    def _take(self, item_id: str, running: _Running, version: int) -> None:
        for name, text in running.sent.items():
            self._actions.drafts.settle(item_id, name, text)
        _, before = self._ahead.get(item_id, (0, {}))
        self._ahead[item_id] = version, before | running.sent
        self.settled.emit(item_id, dict(running.sent))
        if self._actions.drafts.of(item_id):
            self.send(item_id)
        else:
            self._say(item_id, Saving(SaveState.SAVED))

    def _look_again(self, item_id: str, running: _Running) -> None:
        """See where the item changed, and go on where that was elsewhere."""
        running.turns += 1
        self._waiting[item_id] = running
        item = self._actions.items.get(item_id)
        if item is not None and item.version > running.seen_version and running.turns < _TURNS:
            self.send(item_id)
        else:
            self._actions.sync_now()

    def _hold(self, item_id: str, error: SnapStreamError) -> None:
        """Keep it here: sent again at the next contact where the way failed, else when somebody writes again."""
        if isinstance(error, Throttled):
            self._not_before_s = time.monotonic() + max(_REST_S, error.retry_after_s)
        elif isinstance(error, ServiceProblem):
            self._not_before_s = time.monotonic() + _REST_S
        is_kept = isinstance(error, ServiceProblem | AccountProblem)
        told = words.for_error(error)
        why = (told.heading or told.text).rstrip(".")
        state = SaveState.KEPT if is_kept else SaveState.REFUSED
        self._say(item_id, Saving(state, why=why, is_offline=isinstance(error, Offline)))

    def send_kept(self) -> None:
        """Send all that is kept of earlier, of an earlier run too."""
        for item_id in self._actions.drafts.item_ids():
            if self.of(item_id).state in {SaveState.NOTHING, SaveState.KEPT}:
                self.send(item_id)

    @Slot(object)
    def _on_link(self, event: LinkChanged) -> None:
        if event.link is Link.ONLINE:
            self._not_before_s = 0.0
            self.send_kept()

    @Slot(float)
    def _on_synced(self, _at: float) -> None:
        for item_id in list(self._waiting):
            self.send(item_id)
        if time.monotonic() >= self._not_before_s:
            self.send_kept()

    @Slot(tuple)
    def _on_items(self, item_ids: tuple[str, ...]) -> None:
        for item_id in item_ids:
            if item_id in self._waiting or self.of(item_id).state is SaveState.TAKEN:
                self.send(item_id)
