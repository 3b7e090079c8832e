"""What happened on this computer and in the newsroom, as far as it was seen here: a bounded, durable log. Any thread.

Facts alone are kept, codes and names; the window says them in the language that holds when they are read.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desktop.library.database import Database

#: The log holds no more than this, and nothing older.
MOST = 10_000
LONGEST_S = 90 * 24 * 3600.0
#: Trimming looks at the oldest rows: not at each write.
_TRIM_EVERY = 64


class What(StrEnum):
    """What happened."""

    UPLOADED = "uploaded"
    DUPLICATE = "duplicate"
    FAILED = "failed"  #: a transfer; detail: ``reason|fact``
    REFUSED = "refused"  #: the same, where trying again would not help
    ANALYSED = "analysed"
    INCOMPLETE = "incomplete"  #: an item that is PARTIAL; detail: the reason
    NOT_ANALYSED = "not_analysed"  #: an item that is FAILED or REJECTED; detail: the reason
    EDITED = "edited"  #: by the person here; detail: the names of the fields
    CHANGED = "changed"  #: by somebody else in the newsroom
    DELETED = "deleted"
    ASKED_AGAIN = "asked_again"  #: to be analysed again
    LINKED = "linked"  #: a link was made; detail: until when
    SIGNED_IN = "signed_in"
    SIGN_IN_NEEDED = "sign_in_needed"
    FOLDER_ADDED = "folder_added"
    FOLDER_REMOVED = "folder_removed"
    FOLDER_CHANGED = "folder_changed"
    FOLDER_AWAY = "folder_away"
    MOVED = "moved"  #: a file, by its folder's rule, once it was uploaded; ref: the item; detail: into which folder
    REMOVED = "removed"  #: the same, deleted; ref: the item
    KEPT = "kept"  #: it was to be moved or deleted, and stayed; detail: why, ``changed`` or ``unreadable``
    OFFLINE = "offline"
    PROBLEM = "problem"  #: detail: that of ``ProblemRaised``
    SAID = "said"  #: a toast; detail: its second line
    SAID_FAILURE = "said_failure"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened."""

    what: What
    ref: str = ""  #: the transfer, item, folder or reason that it is about
    name: str = ""  #: of the file, the person, the folder
    place: str = ""  #: the folder's own name
    detail: str = ""
    at: float = 0.0  #: seconds since the epoch; 0 is now
    digest: str = ""  #: what people had said of the item by then
    solved_at: float = 0.0  #: 0 while it lasts, or where it is nothing that lasts
    mark: str = ""  #: two of the same mark are one
    id: int = 0


class ActivityLog:
    """The log of one newsroom. ``db`` is ``queue.db``: the cache may be rebuilt, this may not be lost."""

    def __init__(self, db: Database, now: Callable[[], float] = time.time) -> None:
        self._db = db
        self._now = now
        self._until_trim = 0

    def add(self, happenings: Iterable[Happening]) -> int:
        """Write these down; returns how many were new."""
        added = 0
        with self._db.write() as connection:
            for one in happenings:
                added += connection.execute(
                    "INSERT OR IGNORE INTO activity (at, what, ref, name, place, detail, digest, solved_at, mark)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (one.at or self._now(), one.what.value, one.ref, one.name, one.place, one.detail, one.digest,
                     one.solved_at, one.mark or None),
                ).rowcount  # fmt: skip
            self._until_trim -= added
            if self._until_trim <= 0:
                self._until_trim = _TRIM_EVERY
                (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM activity").fetchone()
                connection.execute(
                    "DELETE FROM activity WHERE id <= ? OR at < ?", (last - MOST, self._now() - LONGEST_S)
                )
        return added

    def solve(self, what: What, ref: str = "") -> bool:
        """Note that what lasted is over: of this ``ref``, or with "" of any; returns whether something was open."""
        with self._db.write() as connection:
            return bool(
                connection.execute(
                    "UPDATE activity SET solved_at = ?1 WHERE what = ?2 AND (ref = ?3 OR ?3 = '') AND solved_at = 0",
                    (self._now(), what.value, ref),
                ).rowcount
            )

    def entries(self, limit: int = MOST) -> list[Happening]:
        """Return what happened, newest first."""
        with self._db.read() as connection:
            rows = connection.execute(
                "SELECT what, ref, name, place, detail, at, digest, solved_at, coalesce(mark, ''), id FROM activity"
                " ORDER BY at DESC, id DESC LIMIT ?",
                (limit,),
            ).fetchall()
        known = set(What)
        return [Happening(What(row[0]), *row[1:]) for row in rows if row[0] in known]

    def digest_of(self, ref: str) -> str | None:
        """Return what people had said of an item when it was last written about; None where it never was."""
        with self._db.read() as connection:
            row = connection.execute(
                "SELECT digest FROM activity WHERE ref = ? AND digest <> '' ORDER BY id DESC LIMIT 1", (ref,)
            ).fetchone()
        return None if row is None else str(row[0])

    def note_digest(self, ref: str, digest: str) -> None:
        """Note what people say of an item now, with the latest that was written about it."""
        with self._db.write() as connection:
            connection.execute(
                "UPDATE activity SET digest = ?1 WHERE id = (SELECT max(id) FROM activity WHERE ref = ?2)",
                (digest, ref),
            )

    def latest_at(self) -> float:
        """Return when the last thing happened; 0 where nothing did."""
        with self._db.read() as connection:
            (at,) = connection.execute("SELECT coalesce(max(at), 0) FROM activity").fetchone()
        return float(at)
