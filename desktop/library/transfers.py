"""The durable queue: files on their way, their parts, orders from other processes. Any thread, any process.

Every method is one transaction, waited for on disk. What a kill leaves behind, ``recover`` puts right. One rule keeps
two identical files from being sent at once: of the transfers with the same library and SHA-256, one is the *holder*
(claimed, or waiting for its turn) and the others name it in ``waits_for`` until it ends or lets go::

    A  SENDING ── sha256 known ──────────────────────▶ UPLOADED          wakes B
    B      SENDING ── same sha256 ─▶ WAITING(for A)            ─▶ SENDING ─▶ DUPLICATE of A
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict, Unpack

from desktop.core.model import TRANSITIONS, Known, TransferState
from desktop.library import transfer_lists
from desktop.library.transfer_rows import COLUMNS, Row, read_transfers, to_assignment, to_values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from desktop.core.model import Part, Transfer
    from desktop.library.database import Database

_BATCH = 500
_ACTIVE = (TransferState.SENDING, TransferState.CHECKING)
_HOLDING = (TransferState.WAITING, *_ACTIVE)
_DONE = (TransferState.UPLOADED, TransferState.DUPLICATE)
#: The conditions of the partial indices, word for word.
_OVER = "is_hidden = 0 AND state IN ('uploaded', 'duplicate', 'rejected', 'failed', 'cancelled')"
_LEFT = "is_hidden = 0 AND state IN ('waiting', 'sending', 'checking', 'paused')"
_PAUSED_SWITCH = "paused"


class TransitionError(ValueError):
    """A state was asked for that may not follow: a mistake in the program."""


class Verb(StrEnum):
    """What another process may order of the running instance."""

    PAUSE = "pause"
    RESUME = "resume"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Order:
    """One order; ``transfer_id`` is "" where it concerns all."""

    verb: Verb
    transfer_id: str = ""


@dataclass(frozen=True, slots=True)
class TransferCounts:
    """How many transfers stand where."""

    by_state: Mapping[TransferState, int]
    left_bytes: int  #: still to be sent by those that are waiting, active or paused

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())

    @property
    def unsent(self) -> int:
        """Those that still want to go."""
        return sum(number for state, number in self.by_state.items() if not state.is_final)


class Changes(TypedDict, total=False):
    """What ``update`` may change beside the state."""

    library: str
    profile: str
    language: str
    folder: bytes
    size_bytes: int
    mtime_ns: int
    reason: str
    detail: str
    sha256: str
    duplicate_of: str
    upload_id: str
    part_size_bytes: int
    sent_bytes: int
    attempts: int
    not_before: float
    ended_at: float
    waits_for: str


class TransferTable:
    """The queue of one newsroom, on a durable ``Database`` with the schema ``QUEUE``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the calls inside one step on disk: all or none."""
        with self._db.write():
            yield

    # ── adding and finding

    def add(self, transfers: Iterable[Transfer]) -> None:
        """Append transfers; thousands in one call are one transaction."""
        with self._db.write() as connection:
            (last,) = connection.execute("SELECT coalesce(max(rank), 0) FROM transfers").fetchone()
            connection.executemany(
                f"INSERT INTO transfers ({COLUMNS}, rank) VALUES ({', '.join('?' * 21)})",  # noqa: S608 - our own columns
                ((*to_values(transfer), last + number) for number, transfer in enumerate(transfers, start=1)),
            )

    def get(self, transfer_id: str) -> Transfer | None:
        """Return one transfer with its parts."""
        return next(iter(self.get_many([transfer_id])), None)

    def get_many(self, ids: Sequence[str]) -> list[Transfer]:
        """Return transfers in the order asked for; unknown ids are left out."""
        found: dict[str, Transfer] = {}
        with self._db.read() as connection:
            for at in range(0, len(ids), _BATCH):
                batch = ids[at : at + _BATCH]
                found |= {t.id: t for t in _select(connection, f"id IN ({_marks(batch)})", batch)}
        return [found[transfer_id] for transfer_id in ids if transfer_id in found]

    def ids(
        self, states: Collection[TransferState], *, newest_first: bool = False, limit: int | None = None
    ) -> list[str]:
        """Return the transfers in these states: in the order of sending, or the latest ended first."""
        if not states:
            return []
        order = "ended_at DESC, id DESC" if newest_first else "rank"
        # SQLite takes a partial index where its condition stands in the query as it stands there.
        is_over = newest_first and all(state.is_final for state in states)
        source = f"transfers INDEXED BY transfers_over WHERE {_OVER}" if is_over else "transfers WHERE TRUE"
        with self._db.read() as connection:
            rows = connection.execute(
                f"SELECT id FROM {source} AND state IN ({_marks(states)}) AND is_hidden = 0"  # noqa: S608 - our own
                f" ORDER BY {order} LIMIT ?",
                (*states, -1 if limit is None else limit),
            ).fetchall()
        return [row[0] for row in rows]

    def find(
        self,
        states: Collection[TransferState],
        text: str = "",
        *,
        newest_first: bool = False,
        since: float = 0.0,
        limit: int = 1000,
    ) -> list[str]:
        """Return the transfers in these states whose path holds all words of ``text``, case and accents aside.

        In the order of sending, or the latest ended first; with ``since`` only what ended then or later.
        """
        with self._db.read() as connection:
            return transfer_lists.find_ids(
                connection, states, text, newest_first=newest_first, since=since, limit=limit
            )

    def count_since(self, states: Collection[TransferState], since: float) -> int:
        """Return how many transfers in these states ended then or later."""
        with self._db.read() as connection:
            return transfer_lists.count_since(connection, states, since)

    def counts(self) -> TransferCounts:
        """Count the transfers."""
        by_state: dict[TransferState, int] = {}
        left_bytes = 0
        with self._db.read() as connection:
            for name, number, size_bytes, sent_bytes in connection.execute(
                "SELECT state, count(*), sum(size_bytes), sum(sent_bytes) FROM transfers WHERE NOT is_hidden"
                " GROUP BY state"
            ):
                state = TransferState(name)
                by_state[state] = number
                left_bytes += 0 if state.is_final else max(size_bytes - sent_bytes, 0)
        return TransferCounts(by_state, left_bytes)

    def left_by_folder(self) -> dict[str, int]:
        """Return how many files of each folder are still to go (a paused one too); a folder with none is left out."""
        with self._db.read() as connection:
            rows = connection.execute(
                f"SELECT folder, count(*) FROM transfers INDEXED BY transfers_left WHERE {_LEFT} GROUP BY folder"  # noqa: S608 - ours
            ).fetchall()
        return {os.fsdecode(folder): number for folder, number in rows}

    def find_path(self, path: Path) -> Transfer | None:
        """Return the latest transfer of this path."""
        with self._db.read() as connection:
            found = _select(connection, "path = ? ORDER BY queued_at DESC, id DESC LIMIT 1", (os.fsencode(path),))
        return found[0] if found else None

    def known_below(self, folder: Path) -> dict[str, Known]:
        """Return what is known of each path below a folder, as its latest transfer says."""
        begin = os.fsencode(folder).rstrip(b"/") + b"/"
        with self._db.read() as connection:
            rows = connection.execute(
                "SELECT path, size_bytes, mtime_ns, state FROM transfers WHERE path > ? AND path < ?"
                " ORDER BY queued_at, id",
                (begin, begin[:-1] + b"0"),
            ).fetchall()
        return {os.fsdecode(path): Known(size, mtime, TransferState(state)) for path, size, mtime, state in rows}

    def moved(self, transfer_id: str, path: Path) -> None:
        """Note where the file of an ended transfer lies now."""
        with self._db.write() as connection:
            connection.execute("UPDATE transfers SET path = ? WHERE id = ?", (os.fsencode(path), transfer_id))

    def find_sha256(self, library: str, sha256: str) -> Transfer | None:
        """Return the first transfer that brought these bytes into this library."""
        with self._db.read() as connection:
            found = _select(
                connection,
                f"sha256 = ? AND sha256 <> '' AND library = ? AND state IN ({_marks(_DONE)}) ORDER BY id LIMIT 1",
                (sha256, library, *_DONE),
            )
        return found[0] if found else None

    # ── moving on

    def update(
        self,
        transfer_id: str,
        state: TransferState | None = None,
        *,
        owner: str | None = None,
        **changes: Unpack[Changes],
    ) -> Transfer | None:
        """Change a transfer, and its state where one is given; returns it as it is now.

        None where it does not exist, or ``owner`` no longer holds it. Raises ``TransitionError`` for a step that
        ``TRANSITIONS`` does not have. Leaving the worker's hands ends the claim.
        """
        with self._db.write() as connection:
            row = connection.execute("SELECT state, owner FROM transfers WHERE id = ?", (transfer_id,)).fetchone()
            if row is None or (owner is not None and row[1] != owner):
                return None
            assigned: dict[str, object] = dict(changes)
            if state is not None:
                if state not in TRANSITIONS[TransferState(row[0])]:
                    raise TransitionError(f"{transfer_id}: {row[0]} to {state}")
                assigned["state"] = state
                if not state.is_active:
                    assigned["owner"] = ""
            if assigned:
                clause, values = to_assignment(assigned)
                connection.execute(f"UPDATE transfers SET {clause} WHERE id = ?", (*values, transfer_id))  # noqa: S608 - our own columns
            if assigned.get("upload_id") == "":
                connection.execute("DELETE FROM parts WHERE transfer_id = ?", (transfer_id,))
            _wake(connection, transfer_id)
            return next(iter(_select(connection, "id = ?", (transfer_id,))), None)

    def claim_next(self, now_s: float, owner: str) -> Transfer | None:
        """Take the next transfer whose turn it is into the hands of ``owner``; None where there is none, or a pause."""
        with self._db.write() as connection:
            row = connection.execute(
                "SELECT id FROM transfers INDEXED BY transfers_claim WHERE state = 'waiting' AND waits_for = ''"
                " AND not_before <= ? AND NOT EXISTS (SELECT 1 FROM switches WHERE name = ? AND is_on)"
                " ORDER BY rank LIMIT 1",
                (now_s, _PAUSED_SWITCH),
            ).fetchone()
            if row is None:
                return None
            connection.execute(
                "UPDATE transfers SET state = ?, owner = ? WHERE id = ?", (TransferState.SENDING, owner, row[0])
            )
            return _select(connection, "id = ?", row)[0]

    def next_due(self) -> float | None:
        """Return when the next transfer may be claimed (seconds since the epoch); None where none waits."""
        with self._db.read() as connection:
            (due,) = connection.execute(
                "SELECT min(not_before) FROM transfers WHERE state = 'waiting' AND waits_for = ''"
            ).fetchone()
        return None if due is None else float(due)

    def hold_sha256(self, transfer_id: str, owner: str, sha256: str) -> str | None:
        """Note the fingerprint of a claimed transfer; returns "" where it is the holder of these bytes now.

        Else the id of the holder, and the transfer waits for that one. None where ``owner`` no longer has it.
        """
        with self._db.write() as connection:
            row = connection.execute(
                "SELECT library FROM transfers WHERE id = ? AND owner = ?", (transfer_id, owner)
            ).fetchone()
            if row is None:
                return None
            holder = connection.execute(
                "SELECT id FROM transfers WHERE sha256 = ? AND sha256 <> '' AND library = ? AND id <> ?"  # noqa: S608 - ours
                f" AND waits_for = '' AND state IN ({_marks(_HOLDING)}) ORDER BY state = 'waiting', rank LIMIT 1",
                (sha256, row[0], transfer_id, *_HOLDING),
            ).fetchone()
            if holder is None:
                connection.execute("UPDATE transfers SET sha256 = ? WHERE id = ?", (sha256, transfer_id))
                return ""
            connection.execute(
                "UPDATE transfers SET sha256 = ?, state = ?, owner = '', waits_for = ? WHERE id = ?",
                (sha256, TransferState.WAITING, holder[0], transfer_id),
            )
            _wake(connection, transfer_id)
            return str(holder[0])

    def add_part(self, transfer_id: str, owner: str, part: Part, sent_bytes: int) -> bool:
        """Note a part that has arrived; False where ``owner`` no longer holds the transfer."""
        with self._db.write() as connection:
            changed = connection.execute(
                "UPDATE transfers SET sent_bytes = ? WHERE id = ? AND owner = ?", (sent_bytes, transfer_id, owner)
            ).rowcount
            if changed:
                connection.execute(
                    "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)",
                    (transfer_id, part.number, part.size_bytes, part.etag, part.checksum),
                )
        return bool(changed)

    def forget_upload(self, transfer_id: str, upload_id: str) -> bool:
        """Note that this upload is no longer open; False where the transfer has another by now."""
        with self._db.write() as connection:
            changed = connection.execute(
                "UPDATE transfers SET upload_id = '', sent_bytes = 0 WHERE id = ? AND upload_id = ?",
                (transfer_id, upload_id),
            ).rowcount
            if changed:
                connection.execute("DELETE FROM parts WHERE transfer_id = ?", (transfer_id,))
        return bool(changed)

    def replace_parts(self, transfer_id: str, parts: Iterable[Part]) -> None:
        """Note which parts there really are, as the newsroom lists them."""
        with self._db.write() as connection:
            connection.execute("DELETE FROM parts WHERE transfer_id = ?", (transfer_id,))
            connection.executemany(
                "INSERT INTO parts VALUES (?, ?, ?, ?, ?)",
                ((transfer_id, part.number, part.size_bytes, part.etag, part.checksum) for part in parts),
            )

    def recover(self, owner: str) -> list[str]:
        """Give back what a dead owner held: those transfers wait for their turn again. Returns their ids."""
        with self._db.write() as connection:
            held = f"state IN ({_marks(_ACTIVE)}) AND owner <> ?"
            rows = connection.execute(f"SELECT id FROM transfers WHERE {held}", (*_ACTIVE, owner)).fetchall()  # noqa: S608 - our own
            connection.execute(f"UPDATE transfers SET state = 'waiting', owner = '' WHERE {held}", (*_ACTIVE, owner))  # noqa: S608 - our own
        return [row[0] for row in rows]

    # ── what a person orders

    def move_first(self, transfer_id: str) -> None:
        """Let this one be the next to be sent, without waiting out a delay."""
        with self._db.write() as connection:
            connection.execute(
                "UPDATE transfers SET not_before = 0, rank = (SELECT coalesce(min(rank), 0) - 1 FROM transfers)"
                " WHERE id = ?",
                (transfer_id,),
            )

    def move(self, transfer_id: str, before_id: str) -> bool:
        """Put one that waits or is paused before another such, with "" after all; False where that cannot be."""
        with self._db.write() as connection:
            return transfer_lists.move(connection, transfer_id, before_id)

    def hurry(self) -> int:
        """Let all that wait out a delay go at once (the link is back); returns how many."""
        with self._db.write() as connection:
            return connection.execute(
                "UPDATE transfers SET not_before = 0 WHERE state = 'waiting' AND not_before > 0"
            ).rowcount

    def hide(self, transfer_id: str) -> bool:
        """Take an ended transfer off the list. It stays known, so that its file is not sent again."""
        ended = [state for state in TransferState if state.is_final]
        with self._db.write() as connection:
            return bool(
                connection.execute(
                    f"UPDATE transfers SET is_hidden = 1 WHERE id = ? AND state IN ({_marks(ended)})",  # noqa: S608 - our own
                    (transfer_id, *ended),
                ).rowcount
            )

    def show(self, transfer_id: str) -> None:
        """Put a hidden transfer back on the list: it moves again."""
        with self._db.write() as connection:
            connection.execute("UPDATE transfers SET is_hidden = 0 WHERE id = ?", (transfer_id,))

    def stale_uploads(self) -> list[Transfer]:
        """Return ended transfers whose multipart upload is still open in the newsroom."""
        ended = [state for state in TransferState if state.is_final]
        with self._db.read() as connection:
            return _select(connection, f"upload_id <> '' AND state IN ({_marks(ended)})", ended)

    @property
    def is_paused(self) -> bool:
        """Whether the whole queue is paused; survives a restart."""
        with self._db.read() as connection:
            row = connection.execute("SELECT is_on FROM switches WHERE name = ?", (_PAUSED_SWITCH,)).fetchone()
        return bool(row and row[0])

    def set_paused(self, *, paused: bool) -> None:
        """Pause or resume the whole queue."""
        with self._db.write() as connection:
            connection.execute("INSERT OR REPLACE INTO switches VALUES (?, ?)", (_PAUSED_SWITCH, paused))

    def add_order(self, order: Order) -> None:
        """Leave an order for the running instance, or for the next start."""
        with self._db.write() as connection:
            connection.execute("INSERT INTO orders (verb, transfer_id) VALUES (?, ?)", (order.verb, order.transfer_id))

    def orders(self) -> list[Order]:
        """Return the orders that nobody has taken yet, oldest first."""
        with self._db.read() as connection:
            rows = connection.execute("SELECT verb, transfer_id FROM orders ORDER BY number").fetchall()
        return [Order(Verb(verb), transfer_id) for verb, transfer_id in rows]

    def take_orders(self) -> list[Order]:
        """Take the orders, so that nobody else does."""
        if not self.orders():  # asked often: no write lock for nothing
            return []
        with self._db.write() as connection:
            taken = self.orders()
            connection.execute("DELETE FROM orders")
        return taken


def _select(connection: sqlite3.Connection, where: str, values: Iterable[object]) -> list[Transfer]:
    rows: list[Row] = connection.execute(
        f"SELECT {COLUMNS} FROM transfers WHERE {where}",  # noqa: S608 - our own columns
        tuple(values),
    ).fetchall()
    return read_transfers(connection, rows)


def _wake(connection: sqlite3.Connection, transfer_id: str) -> None:
    """Let those that wait for this transfer go on, unless it still holds its bytes."""
    connection.execute(
        "UPDATE transfers SET waits_for = '' WHERE waits_for = ?1 AND NOT EXISTS"  # noqa: S608 - our own states
        " (SELECT 1 FROM transfers AS holder"
        f" WHERE holder.id = ?1 AND holder.waits_for = '' AND holder.state IN ({_quoted(_HOLDING)})"
        " AND holder.sha256 = transfers.sha256)",
        (transfer_id,),
    )


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _quoted(states: Iterable[TransferState]) -> str:
    return ", ".join(f"'{state}'" for state in states)
