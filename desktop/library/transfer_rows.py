"""Transfers as rows of ``queue.db`` and back. Pure but for reading parts; any thread."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cloud.contract.status import Profile
from desktop.core.model import Part, Transfer, TransferState

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

#: In the order of ``to_values`` and ``to_transfer``.
COLUMNS = (
    "id, path, folder, library, profile, language, size_bytes, mtime_ns, state, queued_at, reason, detail, sha256,"
    " duplicate_of, upload_id, part_size_bytes, sent_bytes, attempts, not_before, ended_at"
)

#: A row as sqlite3 gives it: its types are those of the schema.
Row = tuple[Any, ...]


def to_values(transfer: Transfer) -> Row:
    """Return the row of a transfer, without its parts."""
    return (
        transfer.id, os.fsencode(transfer.path), os.fsencode(transfer.folder), transfer.library, transfer.profile,
        transfer.language, transfer.size_bytes, transfer.mtime_ns, transfer.state, transfer.queued_at, transfer.reason,
        storable(transfer.detail), transfer.sha256, transfer.duplicate_of, transfer.upload_id,
        transfer.part_size_bytes, transfer.sent_bytes, transfer.attempts, transfer.not_before, transfer.ended_at,
    )  # fmt: skip


def to_transfer(row: Row, parts: tuple[Part, ...]) -> Transfer:
    """Read a row back."""
    (
        identity, path, folder, library, profile, language, size_bytes, mtime_ns, state, queued_at, reason, detail,
        sha256, duplicate_of, upload_id, part_size_bytes, sent_bytes, attempts, not_before, ended_at,
    ) = row  # fmt: skip
    return Transfer(
        id=identity,
        path=Path(os.fsdecode(path)),
        folder=os.fsdecode(folder),
        library=library,
        profile=Profile(profile),
        language=language,
        size_bytes=size_bytes,
        mtime_ns=mtime_ns,
        state=TransferState(state),
        queued_at=queued_at,
        reason=reason,
        detail=detail,
        sha256=sha256,
        duplicate_of=duplicate_of,
        upload_id=upload_id,
        part_size_bytes=part_size_bytes,
        parts=parts,
        sent_bytes=sent_bytes,
        attempts=attempts,
        not_before=not_before,
        ended_at=ended_at,
    )


def read_transfers(connection: sqlite3.Connection, rows: list[Row]) -> list[Transfer]:
    """Read rows back with the parts of those that have an open upload."""
    parts = {row[0]: _read_parts(connection, row[0]) for row in rows if row[14]}
    return [to_transfer(row, parts.get(row[0], ())) for row in rows]


def storable(text: str) -> str:
    """Return text that SQLite takes: a detail may quote a name that is no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def to_assignment(changes: Mapping[str, object]) -> tuple[str, list[object]]:
    """Return the SET clause of changes and its values."""
    values = [storable(value) if isinstance(value, str) else value for value in changes.values()]
    return ", ".join(f"{name} = ?" for name in changes), values


def _read_parts(connection: sqlite3.Connection, transfer_id: str) -> tuple[Part, ...]:
    rows = connection.execute(
        "SELECT number, size_bytes, etag, checksum FROM parts WHERE transfer_id = ? ORDER BY number", (transfer_id,)
    ).fetchall()
    return tuple(Part(*row) for row in rows)
