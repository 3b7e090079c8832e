"""What is to be done once a file is uploaded, by its folder's rule: kept on disk until it is done. Any thread."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.library.database import Database


class DutyKind(StrEnum):
    """What is to be done."""

    CAPTION = "caption"  #: fill the caption's fields that are empty
    MOVE = "move"
    DELETE = "delete"


class DutyState(StrEnum):
    """How it stands: OPEN until it is done, or dropped because it must not be done any more."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do for one transfer."""

    transfer_id: str
    kind: DutyKind
    due_at: float  #: not before then; seconds since the epoch
    target: Path | None = None  #: of a move that has begun: noted before the file is touched


class DutyTable:
    """The duties of one newsroom. ``db`` is ``queue.db``: durable."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, duties: Iterable[Duty]) -> int:
        """Note duties; returns how many are new: what was done or dropped once is not done again."""
        with self._db.write() as connection:
            return sum(
                connection.execute(
                    "INSERT OR IGNORE INTO duties (transfer_id, kind, due_at) VALUES (?, ?, ?)",
                    (duty.transfer_id, duty.kind.value, duty.due_at),
                ).rowcount
                for duty in duties
            )

    def due(self, now_s: float, limit: int = 100) -> list[Duty]:
        """Return what is due, the earliest first."""
        with self._db.read() as connection:
            rows = connection.execute(
                "SELECT transfer_id, kind, due_at, target FROM duties WHERE state = 'open' AND due_at <= ?"
                " ORDER BY due_at LIMIT ?",
                (now_s, limit),
            ).fetchall()
        return [
            Duty(transfer_id, DutyKind(kind), due_at, Path(os.fsdecode(target)) if target else None)
            for transfer_id, kind, due_at, target in rows
        ]

    def next_due(self) -> float | None:
        """Return when the next is due; None where there is none."""
        with self._db.read() as connection:
            (due_at,) = connection.execute("SELECT min(due_at) FROM duties WHERE state = 'open'").fetchone()
        return None if due_at is None else float(due_at)

    def begin(self, duty: Duty, target: Path) -> None:
        """Note where a file is about to be moved."""
        self._set(duty, "target = ?", os.fsencode(target))

    def later(self, duty: Duty, due_at: float) -> None:
        """Come back to it."""
        self._set(duty, "due_at = ?", due_at)

    def end(self, duty: Duty, state: DutyState) -> None:
        """Note that it is over."""
        self._set(duty, "state = ?", state.value)

    def _set(self, duty: Duty, clause: str, value: object) -> None:
        with self._db.write() as connection:
            connection.execute(
                f"UPDATE duties SET {clause} WHERE transfer_id = ? AND kind = ?",  # noqa: S608 - our own clauses
                (value, duty.transfer_id, duty.kind.value),
            )
