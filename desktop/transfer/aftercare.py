"""What a folder's rule says about a file once it is uploaded: fill its caption, move it, delete it after some days.

Owns one thread. A file on disk is touched only where all of this holds, asked anew at that moment::

    the folder's rule says so ── the transfer ended UPLOADED or DUPLICATE, verified ── the library shows the item, with
    these bytes, and the newsroom did not reject it ── nobody writes to the file ── it is byte for byte what was sent

Anything else leaves it where it is.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from cloud.contract.status import ItemStatus
from desktop.core.errors import FileChanged, FileProblem, SnapStreamError
from desktop.core.model import AfterUpload, TransferState
from desktop.library.activity import Happening, What
from desktop.library.duties import Duty, DutyKind, DutyState
from desktop.transfer.disposal import choose_target, clear_place, delete, has_arrived, is_gone, move

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from desktop.core.model import Folder, Transfer
    from desktop.library.duties import DutyTable
    from desktop.library.transfers import TransferTable

_log = logging.getLogger(__name__)

_DAY_S: Final = 24 * 3600.0
#: How soon it is asked again for what cannot be done yet: the item is not here, somebody has the file open.
AGAIN_S: Final = 10.0
#: An item that never came is no longer looked for.
GIVE_UP_S: Final = 30 * _DAY_S
_NAP_S: Final = 60.0
_ENDED: Final = {TransferState.UPLOADED, TransferState.DUPLICATE}
_AFTER: Final = {AfterUpload.MOVE: DutyKind.MOVE, AfterUpload.DELETE: DutyKind.DELETE}


class Items(Protocol):
    """What is asked of the library."""

    def get(self, item_id: str) -> Item | None:
        """Return one item."""
        ...


class Aftercare:
    """Looks after files and items once they are uploaded. ``clock`` gives seconds since the epoch."""

    def __init__(
        self,
        duties: DutyTable,
        transfers: TransferTable,
        items: Items,
        folders: Callable[[], tuple[Folder, ...]],
        *,
        edit: Callable[[str, Mapping[str, Json], Callable[[int | SnapStreamError], None]], None],
        note: Callable[[Happening], None],
        is_held_open: Callable[[Path], bool | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._duties, self._transfers, self._items, self._folders = duties, transfers, items, folders
        self._edit, self._note, self._is_held_open, self._clock = edit, note, is_held_open, clock
        self._changed = threading.Condition()
        self._stirs = 0
        self._is_stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="aftercare", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """End; returns whether it did in time."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def ended(self, transfers: Iterable[Transfer]) -> None:
        """Note what is to be done for transfers that have ended. Any thread; the same twice is once."""
        rules = {str(folder.path): folder for folder in self._folders()}
        fresh: list[Duty] = []
        for transfer in transfers:
            rule = rules.get(transfer.folder)
            if rule is None or transfer.state not in _ENDED or transfer.ended_at < rule.saved_at:
                continue
            kind = _AFTER.get(rule.after.do)
            if kind is not None:
                days = rule.after.days if kind is DutyKind.DELETE else 0
                fresh.append(Duty(transfer.id, kind, transfer.ended_at + days * _DAY_S))
            if rule.caption and transfer.state is TransferState.UPLOADED:
                fresh.append(Duty(transfer.id, DutyKind.CAPTION, transfer.ended_at))
        if fresh and self._duties.add(fresh):
            with self._changed:
                self._stirs += 1
                self._changed.notify_all()

    def work(self) -> None:
        """Do what is due. The thread's, or a test's."""
        rules = {str(folder.path): folder for folder in self._folders()}
        for duty in self._duties.due(self._clock()):
            if self._is_stopping:
                return
            try:
                self._do(duty, rules)
            except FileProblem as problem:
                self._keep(duty, problem)

    def _run(self) -> None:
        while not self._is_stopping:
            with self._changed:
                stirs = self._stirs
            nap_s = _NAP_S
            try:
                self.work()
                due_at = self._duties.next_due()
                nap_s = min(max((due_at or 0) - self._clock(), 1.0), _NAP_S) if due_at is not None else _NAP_S
            except SnapStreamError:  # a full disk or a damaged file: the parts that own them say so
                _log.info("what is to be done after uploads waits", exc_info=True)
            except Exception:  # noqa: BLE001 - the top of a thread
                _log.exception("a round of aftercare failed")
            with self._changed:
                if self._stirs == stirs and not self._is_stopping:
                    self._changed.wait(nap_s)

    def _do(self, duty: Duty, rules: Mapping[str, Folder]) -> None:
        transfer = self._transfers.get(duty.transfer_id)
        rule = rules.get(transfer.folder) if transfer is not None else None
        if transfer is None or rule is None or transfer.state not in _ENDED or not _still_says(rule, duty.kind):
            self._duties.end(duty, DutyState.DROPPED)
            return
        if duty.kind is DutyKind.DELETE and self._clock() < transfer.ended_at + rule.after.days * _DAY_S:
            self._duties.later(duty, transfer.ended_at + rule.after.days * _DAY_S)  # the rule says longer by now
            return
        item = self._items.get(transfer.item_id)
        if item is None or item.is_open:
            self._wait(duty, transfer)
        elif item.status in {ItemStatus.REJECTED, ItemStatus.DELETED} or item.sha256 != transfer.sha256:
            self._duties.end(duty, DutyState.DROPPED)  # the library does not have it: it stays where it is
        elif duty.kind is DutyKind.CAPTION:
            self._fill(duty, item, rule)
        else:
            self._dispose(duty, transfer, rule)

    def _wait(self, duty: Duty, transfer: Transfer) -> None:
        now_s = self._clock()
        if now_s - max(duty.due_at, transfer.ended_at) > GIVE_UP_S:
            self._duties.end(duty, DutyState.DROPPED)
        else:
            self._duties.later(duty, now_s + AGAIN_S)

    # ── captions

    def _fill(self, duty: Duty, item: Item, rule: Folder) -> None:
        """Write the rule's words into the caption's fields that are empty."""
        fields: dict[str, Json] = {name: text for name, text in rule.caption if getattr(item.caption, name, None) == ""}
        if not fields:
            self._duties.end(duty, DutyState.DONE)
            return
        # Until the answer: the edit may take a moment, and goes out once.
        self._duties.later(duty, self._clock() + AGAIN_S * 6)

        def answered(answer: int | SnapStreamError) -> None:
            if isinstance(answer, int):
                self._duties.end(duty, DutyState.DONE)
            else:
                _log.info("a caption is not filled yet: %s", answer)

        self._edit(item.id, {"caption": fields}, answered)

    # ── files

    def _dispose(self, duty: Duty, transfer: Transfer, rule: Folder) -> None:
        if duty.target is not None and self._finish(duty, transfer, rule):
            return
        path = transfer.path
        if is_gone(path) or not path.is_relative_to(rule.path):
            # Somebody was quicker; or the disk is away, and then the folder is too.
            self._wait(duty, transfer) if is_gone(rule.path) else self._duties.end(duty, DutyState.DROPPED)
            return
        if self._is_held_open(path):
            self._duties.later(duty, self._clock() + AGAIN_S)
            return
        if duty.kind is DutyKind.DELETE:
            delete(path, transfer)
            self._duties.end(duty, DutyState.DONE)
            self._tell(What.REMOVED, transfer)
            return
        target = choose_target(path, rule.path, rule.after.subfolder)
        move(path, target, transfer, lambda place: self._duties.begin(duty, place))
        self._moved(duty, transfer, target, rule)

    def _finish(self, duty: Duty, transfer: Transfer, rule: Folder) -> bool:
        """End a move that was cut short; False where it has to begin again."""
        target = duty.target
        assert target is not None
        if is_gone(transfer.path) and has_arrived(target, transfer):
            self._moved(duty, transfer, target, rule)
            return True
        clear_place(target)
        return False

    def _moved(self, duty: Duty, transfer: Transfer, target: Path, rule: Folder) -> None:
        self._transfers.moved(transfer.id, target)
        self._duties.end(duty, DutyState.DONE)
        self._tell(What.MOVED, transfer, rule.after.subfolder)

    def _keep(self, duty: Duty, problem: FileProblem) -> None:
        """Leave a file where it is, and say so."""
        _log.info("a file stays where it is: %s", problem)
        self._duties.end(duty, DutyState.DROPPED)
        transfer = self._transfers.get(duty.transfer_id)
        if transfer is not None:
            self._tell(What.KEPT, transfer, "changed" if isinstance(problem, FileChanged) else "unreadable")

    def _tell(self, what: What, transfer: Transfer, detail: str = "") -> None:
        place = Path(transfer.folder).name
        mark = f"{what}:{transfer.id}"
        self._note(Happening(what, transfer.item_id, transfer.filename, place, detail, mark=mark))


def _still_says(rule: Folder, kind: DutyKind) -> bool:
    if kind is DutyKind.CAPTION:
        return bool(rule.caption)
    return _AFTER.get(rule.after.do) is kind
