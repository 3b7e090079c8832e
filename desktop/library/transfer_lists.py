"""Asking the durable queue for lists, and putting a person's order into it. Inside a transaction; any thread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from desktop.core.model import TransferState
from desktop.library.folding import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

#: What a person may put in another order.
MOVABLE = (TransferState.WAITING, TransferState.PAUSED)
#: Of a long list no more than this is looked through for a name.
_SEARCHED = 50_000
_MOVABLE = f"is_hidden = 0 AND state IN ('{TransferState.WAITING}', '{TransferState.PAUSED}')"


def find_ids(
    connection: sqlite3.Connection,
    states: Collection[TransferState],
    text: str,
    *,
    newest_first: bool,
    since: float,
    limit: int,
) -> list[str]:
    """Return the shown transfers in these states whose path holds ``text``, ended at ``since`` or later."""
    order = "ended_at DESC, id DESC" if newest_first else "rank"
    marks = ", ".join("?" * len(states))
    rows = connection.execute(
        f"SELECT id, path FROM transfers WHERE is_hidden = 0 AND state IN ({marks}) AND ended_at >= ?"  # noqa: S608 - our own
        f" ORDER BY {order} LIMIT ?",
        (*states, since, _SEARCHED if text else limit),
    )
    wanted = fold(text).split()
    found: list[str] = []
    for transfer_id, path in rows:
        if wanted:
            folded = fold(os.fsdecode(path))
            if not all(word in folded for word in wanted):
                continue
        found.append(transfer_id)
        if len(found) == limit:
            break
    return found


def count_since(connection: sqlite3.Connection, states: Collection[TransferState], since: float) -> int:
    """Return how many shown transfers in these states ended at ``since`` or later."""
    marks = ", ".join("?" * len(states))
    (number,) = connection.execute(
        f"SELECT count(*) FROM transfers WHERE is_hidden = 0 AND state IN ({marks}) AND ended_at >= ?",  # noqa: S608 - our own
        (*states, since),
    ).fetchone()
    return int(number)


def move(connection: sqlite3.Connection, transfer_id: str, before_id: str) -> bool:
    """Put a waiting or paused transfer before another one, with "" after all; False where that cannot be."""
    rows = connection.execute(
        f"SELECT id, rank FROM transfers WHERE {_MOVABLE} AND id IN (?, ?)",  # noqa: S608 - our own
        (transfer_id, before_id),
    )
    known: dict[str, float] = dict(rows.fetchall())
    if transfer_id not in known or (before_id and before_id not in known) or transfer_id == before_id:
        return False
    rank = _rank_before(connection, transfer_id, known.get(before_id))
    if rank is None:
        _number_anew(connection)
        row = connection.execute("SELECT rank FROM transfers WHERE id = ?", (before_id,)).fetchone()
        rank = _rank_before(connection, transfer_id, float(row[0]))
    connection.execute("UPDATE transfers SET rank = ? WHERE id = ?", (rank, transfer_id))
    return True


def _rank_before(connection: sqlite3.Connection, transfer_id: str, high: float | None) -> float | None:
    """Return a rank below ``high`` and above the one before it; None where no number lies between."""
    if high is None:
        (last,) = connection.execute("SELECT coalesce(max(rank), 0) FROM transfers").fetchone()
        return float(last) + 1
    (low,) = connection.execute(
        f"SELECT max(rank) FROM transfers WHERE {_MOVABLE} AND rank < ? AND id <> ?",  # noqa: S608 - our own
        (high, transfer_id),
    ).fetchone()
    if low is None:
        return high - 1
    middle = (low + high) / 2
    return float(middle) if low < middle < high else None


def _number_anew(connection: sqlite3.Connection) -> None:
    """Give all that can be moved whole numbers again, in the order they have."""
    rows = connection.execute(f"SELECT id FROM transfers WHERE {_MOVABLE} ORDER BY rank, id").fetchall()  # noqa: S608 - our own
    (last,) = connection.execute("SELECT coalesce(max(rank), 0) FROM transfers").fetchone()
    connection.executemany(
        "UPDATE transfers SET rank = ? WHERE id = ?",
        ((float(last) + number, row[0]) for number, row in enumerate(rows, start=1)),
    )
