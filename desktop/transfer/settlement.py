"""What is written down of one try: the next state and its reason. Decided by pure functions, written by the engine.

Apart from the try itself, so that it can be written later where there is no room on the disk now.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from desktop.core.errors import (
    AccountProblem,
    FileProblem,
    FileUnreadable,
    LibraryProblem,
    Offline,
    SnapStreamError,
    StorageFull,
    UploadRejected,
)
from desktop.core.model import TransferState
from desktop.library.transfers import Changes
from desktop.transfer.control import Halt
from desktop.transfer.gate import backoff_s
from desktop.transfer.source import look
from desktop.transfer.upload import Behind, Duplicate, Lost, Outcome, Superseded

if TYPE_CHECKING:
    from desktop.core.model import Transfer
    from desktop.transfer.queue import TransferQueue

#: A file that changed is tried again after this; the watcher says earlier when it is quiet.
QUIET_S = 3.0


@dataclass(frozen=True, slots=True)
class Settlement:
    """The step to write for a transfer; ``state`` None writes nothing: it is no longer this worker's."""

    transfer: Transfer
    state: TransferState | None
    changes: Changes = field(default_factory=Changes)
    drops_upload: bool = False  #: what is open in the store is not wanted any more
    takes_again: bool = False  #: the file's present bytes need a transfer of their own

    @classmethod
    def failed(cls, transfer: Transfer, reason: str, detail: str, now_s: float) -> Settlement:
        """Return the step to FAILED."""
        return cls(
            transfer,
            TransferState.FAILED,
            {"reason": reason, "detail": detail, "ended_at": now_s},
            drops_upload=True,
        )

    def write(self, queue: TransferQueue, owner: str) -> Transfer | None:
        """Write the step, and return the transfer as it is by that; None where somebody else has decided meanwhile."""
        if self.state is None:
            return None
        with queue.table.transaction():
            if self.takes_again:
                # It did arrive, with the bytes of then.
                queue.table.update(self.transfer.id, TransferState.CHECKING, owner=owner)
            written = queue.table.update(self.transfer.id, self.state, owner=owner, **self.changes)
            if written is None:
                return None
            again = self.takes_again and look(self.transfer.path)
        if again:
            queue.take_again(self.transfer, again.size_bytes, again.mtime_ns)
        return written


def settle_outcome(transfer: Transfer, outcome: Outcome, now_s: float) -> Settlement:
    """Return the step for a try that ended well."""
    match outcome:
        case Lost() | Behind():
            return Settlement(transfer, None)
        case Duplicate(item_id):
            changes: Changes = {"duplicate_of": item_id, "reason": Reason.DUPLICATE, "detail": "", "ended_at": now_s}
            return Settlement(transfer, TransferState.DUPLICATE, changes, drops_upload=bool(transfer.upload_id))
        case Superseded():
            # Its fingerprint is that of the new bytes: kept, it would make their own transfer a duplicate of this one.
            arrived: Changes = {"sha256": "", "reason": "", "detail": "", "ended_at": now_s}
            return Settlement(transfer, TransferState.UPLOADED, arrived, takes_again=True)
        case _:
            return Settlement(transfer, TransferState.UPLOADED, {"reason": "", "detail": "", "ended_at": now_s})


def settle_halt(transfer: Transfer, halt: Halt, now_s: float) -> Settlement:
    """Return the step for a try that was asked to let go."""
    match halt:
        case Halt.CANCEL:
            changes: Changes = {"reason": Reason.CANCELLED, "detail": "", "ended_at": now_s}
            return Settlement(transfer, TransferState.CANCELLED, changes, drops_upload=True)
        case Halt.PAUSE:
            return Settlement(transfer, TransferState.PAUSED, {"ended_at": now_s})
        case Halt.CHANGED:
            # Whoever said so has seen it quiet.
            return settle_changed(transfer, now_s, quiet_s=0.0)
        case Halt.STOP:
            return Settlement(transfer, TransferState.WAITING)


def settle_changed(transfer: Transfer, now_s: float, *, quiet_s: float = QUIET_S) -> Settlement:
    """Return the step for a file that is not as it was: it starts over with what it is now."""
    try:
        facts = look(transfer.path)
    except FileUnreadable as problem:
        return settle_problem(transfer, problem, now_s)
    changes: Changes = {
        "size_bytes": facts.size_bytes,
        "mtime_ns": facts.mtime_ns,
        "sha256": "",
        "sent_bytes": 0,
        "reason": Reason.CHANGED,
        "detail": "",
        "not_before": now_s + quiet_s,
    }
    return Settlement(transfer, TransferState.WAITING, changes, drops_upload=True)


def settle_problem(transfer: Transfer, problem: SnapStreamError, now_s: float) -> Settlement:
    """Return the step for a try that met a problem; its type decides."""
    match problem:
        case UploadRejected():
            changes: Changes = {"reason": problem.reason, "detail": problem.detail, "ended_at": now_s}
            return Settlement(transfer, TransferState.REJECTED, changes, drops_upload=True)
        case FileProblem():
            return Settlement.failed(transfer, problem.reason, problem.detail, now_s)
        case Offline() | StorageFull() | AccountProblem() | LibraryProblem():
            # All wait for that: it is no failure of this one.
            return Settlement(transfer, TransferState.WAITING, {"reason": problem.reason, "detail": problem.detail})
        case _:
            attempts = transfer.attempts + 1
            later: Changes = {
                "reason": problem.reason,
                "detail": problem.detail,
                "attempts": attempts,
                "not_before": now_s + backoff_s(attempts, random.random()),  # noqa: S311 - no secret
            }
            return Settlement(transfer, TransferState.WAITING, later)
