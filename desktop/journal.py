"""Writes down what happens, for the page Activity: listens to the events that join the parts, in a thread of its own.

::

    any thread ── tell(event), note(…) ──▶ mailbox ──▶ the journal's thread: reads what it is about, writes in batches
                                                           └──▶ ActivityNoted

Whoever tells does not wait: transfers that end by the thousand are written many at a time.
"""

from __future__ import annotations

import hashlib
import json
import logging
import queue
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from cloud.contract.findings import HUMAN
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus
from desktop.core.errors import SnapStreamError
from desktop.core.events import (
    ActivityNoted,
    FolderChanged,
    ItemsChanged,
    Link,
    LinkChanged,
    ProblemRaised,
    ProblemSolved,
    SignedIn,
    SignInNeeded,
    TransferChanged,
)
from desktop.core.model import TransferState
from desktop.library.activity import Happening, What
from desktop.library.rows import milliseconds, row_floor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cloud.contract.item import Item
    from desktop.core.events import Event, Post
    from desktop.core.model import Transfer
    from desktop.library.activity import ActivityLog
    from desktop.library.items import ItemLibrary
    from desktop.library.transfers import TransferTable

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

_BATCH: Final = 500
#: A line that is away for a shorter time is not worth a word.
OFFLINE_S: Final = 30.0
#: What sync reads of the time before it was told of (``desktop.sync.feed`` reads so far back).
_OVERLAP_S: Final = 120.0
#: More than this at a time is a library that is read for the first time, or again.
_MANY: Final = 50
_DAY_S: Final = 24 * 3600.0
_ENDED: Final[dict[TransferState, What]] = {
    TransferState.UPLOADED: What.UPLOADED,
    TransferState.DUPLICATE: What.DUPLICATE,
    TransferState.FAILED: What.FAILED,
    TransferState.REJECTED: What.REFUSED,
}
_FOUND: Final[dict[ItemStatus, What]] = {
    ItemStatus.COMPLETED: What.ANALYSED,
    ItemStatus.PARTIAL: What.INCOMPLETE,
    ItemStatus.FAILED: What.NOT_ANALYSED,
    ItemStatus.REJECTED: What.NOT_ANALYSED,
}
_HEARD = (
    TransferChanged | ItemsChanged | LinkChanged | SignedIn | SignInNeeded | FolderChanged
    | ProblemRaised | ProblemSolved
)  # fmt: skip
_Letter: TypeAlias = "Event | Happening | None"


class Journal:
    """One newsroom's. ``start`` and ``stop`` by the main thread; ``tell`` and ``note`` by any."""

    def __init__(
        self,
        log: ActivityLog,
        transfers: TransferTable,
        items: ItemLibrary,
        post: Post,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._log, self._transfers, self._items, self._post, self._now = log, transfers, items, post, now
        self._mailbox: queue.SimpleQueue[_Letter] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        # All below: the journal's thread alone.
        self._floor_s = 0.0  #: what changed before then was told by an earlier run, or is history
        self._offline_since = 0.0
        self._away: set[str] = set()
        self._mine: dict[str, int] = {}  #: the version that an edit of here made, by item

    def start(self) -> None:
        """Start the thread."""
        # Changed items of the time that nobody listened are told, but for a log that begins now: no history is made up.
        self._floor_s = (self._log.latest_at() or self._now()) - _OVERLAP_S
        for what in (What.PROBLEM, What.SIGN_IN_NEEDED, What.FOLDER_AWAY):
            self._log.solve(what)  # what still holds is told anew
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Write what waits and end; returns whether it did in time."""
        thread = self._thread
        if thread is None:
            return True
        self._mailbox.put(None)
        thread.join(timeout_s)
        return not thread.is_alive()

    def tell(self, event: Event) -> None:
        """Take an event; returns at once."""
        if isinstance(event, _HEARD):
            self._mailbox.put(event)

    def note(self, happening: Happening) -> None:
        """Write down what is no event; returns at once."""
        self._mailbox.put(happening)

    def noting(
        self, what: What, item_id: str, done: Callable[[_Answer | SnapStreamError], None]
    ) -> Callable[[_Answer | SnapStreamError], None]:
        """Return ``done`` so that what was done to an item is written down where that succeeded."""
        happening = self._of(what, item_id)  # now: a deleted item says its name no more

        def noted(answer: _Answer | SnapStreamError) -> None:
            if not isinstance(answer, SnapStreamError):
                self.note(happening)
            done(answer)

        return noted

    def edited(self, item_id: str, fields: Iterable[str], version: int) -> None:
        """Write down that somebody here changed these fields of an item, which made this version of it."""
        mark = f"{What.EDITED}:{item_id}:{version}"
        self.note(replace(self._of(What.EDITED, item_id), detail=",".join(sorted(fields)), mark=mark))

    def _of(self, what: What, item_id: str) -> Happening:
        item = self._items.get(item_id)
        return Happening(what, item_id, _name(item) if item else "", item.folder if item else "")

    def _run(self) -> None:
        is_over = False
        while not is_over:
            letters = [self._mailbox.get()]
            while len(letters) < _BATCH and not self._mailbox.empty():
                letters.append(self._mailbox.get())
            is_over = None in letters
            try:
                self._write([letter for letter in letters if letter is not None], is_over=is_over)
            except SnapStreamError:  # a full disk or a damaged file: the parts that own them say so
                _log.info("what happened could not be written down", exc_info=True)
            except Exception:  # noqa: BLE001 - the top of a thread
                _log.exception("the journal met something unforeseen")

    def _write(self, letters: Sequence[Event | Happening], *, is_over: bool) -> None:
        transfers = {letter.transfer_id: None for letter in letters if isinstance(letter, TransferChanged)}
        changed: dict[str, None] = {}
        added: list[Happening] = []
        is_solved = False
        for letter in letters:
            if isinstance(letter, ItemsChanged):
                ids = letter.item_ids
                changed |= dict.fromkeys(self._recent(ids) if len(ids) > _MANY else ids)
            elif isinstance(letter, Happening):
                added.append(self._noted(letter))
            else:
                is_solved |= self._solve(letter)
                added += self._tell(letter)
        added = [*map(self._ended, self._transfers.get_many(list(transfers))), *self._changed(list(changed)), *added]
        if is_over and self._offline_since:
            added += self._link(Link.ONLINE, self._now())
        fresh = self._log.add(one for one in added if one.at >= 0) if added else 0
        if fresh or is_solved:
            self._post(ActivityNoted())

    def _solve(self, event: Event) -> bool:
        """Note what is over with this event; returns whether something was."""
        match event:
            case ProblemSolved(reason):
                return self._log.solve(What.PROBLEM, reason)
            case SignedIn():
                return self._log.solve(What.SIGN_IN_NEEDED)
            case FolderChanged(path, is_away) if not is_away:
                return self._log.solve(What.FOLDER_AWAY, path)
            case _:
                return False

    def _tell(self, event: Event) -> list[Happening]:
        match event:
            case LinkChanged(link, since):
                return self._link(link, since)
            case SignedIn(_, email):
                return [Happening(What.SIGNED_IN, email, email)]
            case SignInNeeded(_, email, why):
                return [Happening(What.SIGN_IN_NEEDED, email, email, detail=why)]
            case FolderChanged(path, is_away):
                return self._folder(path, is_away=is_away)
            case ProblemRaised(reason, detail):
                return [Happening(What.PROBLEM, reason, detail=detail)]
            case _:
                return []

    def _noted(self, happening: Happening) -> Happening:
        if happening.what is What.EDITED and happening.mark:
            self._mine[happening.ref] = int(happening.mark.rpartition(":")[2])
        return happening

    def _ended(self, transfer: Transfer) -> Happening:
        what = _ENDED.get(transfer.state)
        if what is None or transfer.ended_at < self._floor_s:
            return _NOTHING
        return Happening(
            what,
            transfer.id,
            transfer.filename,
            Path(transfer.folder).name,
            f"{transfer.reason}|{transfer.detail}" if what in {What.FAILED, What.REFUSED} else "",
            at=transfer.ended_at,
            mark=f"{what}:{transfer.id}:{transfer.ended_at:.3f}",
        )

    def _recent(self, item_ids: Sequence[str]) -> list[str]:
        """Return those of many items that were uploaded lately: the others are a library that is read anew."""
        floor = row_floor(round(self._floor_s * 1000))
        return [item_id for item_id, row in self._items.search.rows(list(item_ids)).items() if row >= floor]

    def _changed(self, item_ids: list[str]) -> list[Happening]:
        found = []
        for item in self._items.get_many(item_ids):
            what = _FOUND.get(item.status)
            if what is not None and not item.is_open and milliseconds(item.updated_at) / 1000 >= self._floor_s:
                found.append(self._item(item, what))
        return found

    def _item(self, item: Item, what: What) -> Happening:
        """Tell an item that was analysed once for each analysis; afterwards, what people change of it."""
        if item.status is ItemStatus.REJECTED and item.status_reason.partition(":")[0] == Reason.DUPLICATE:
            return _NOTHING  # its transfer says so
        digest, before = _digest(item), self._log.digest_of(item.id)
        mine = self._mine.get(item.id) == item.version
        if before is not None and before != digest and mine:
            self._log.note_digest(item.id, digest)  # the edit was noted when it was made
            return _NOTHING
        at = milliseconds(item.updated_at) / 1000
        is_old = at - milliseconds(item.uploaded_at) / 1000 > _DAY_S and item.analysis_version == 1
        if (before is not None and before != digest) or (before is None and is_old and not mine):
            mark = f"{What.CHANGED}:{item.id}:{item.version}"
            return Happening(What.CHANGED, item.id, _name(item), item.folder, at=at, digest=digest, mark=mark)
        reason = item.status_reason if what is not What.ANALYSED else ""
        mark = f"{What.ANALYSED}:{item.id}:{item.analysis_version}"
        return Happening(what, item.id, _name(item), item.folder, reason, at=at, digest=digest, mark=mark)

    def _folder(self, path: str, *, is_away: bool) -> list[Happening]:
        if is_away is (path in self._away):
            return []
        if not is_away:
            self._away.discard(path)
            return []
        self._away.add(path)
        return [Happening(What.FOLDER_AWAY, path, Path(path).name)]

    def _link(self, link: Link, since: float) -> list[Happening]:
        if link is Link.OFFLINE:
            self._offline_since = self._offline_since or since
            return []
        began, self._offline_since = self._offline_since, 0.0
        if link is not Link.ONLINE or not began or self._now() - began < OFFLINE_S:
            return []
        return [Happening(What.OFFLINE, at=began, solved_at=self._now())]


#: Stands where there is nothing to tell.
_NOTHING: Final = Happening(What.SAID, at=-1.0)


def _name(item: Item) -> str:
    return item.caption.headline or item.filename


def _digest(item: Item) -> str:
    """Return a short mark of what people say of an item: fields, tags, corrections."""
    said = [
        item.caption.to_record(),
        sorted((kind.value, name, verdict.value) for (kind, name), verdict in item.verdicts.items()),
        sorted((tag.kind.value, tag.name) for tag in item.tags if tag.source == HUMAN),
        item.corrections.to_json(),
    ]
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:16]
