"""Rows as they change, written down at once: what a kill must not take back between two saves. Any thread.

The state is saved now and then, whole; a table of 100,000 items takes seconds, which nobody should wait for at each
caption. So each request that changes rows adds one line here before it is answered, and a start reads the lines back
over the state that was saved. A line holds a whole request's rows as they are then, so that a transaction is there
whole or not at all, and reading a line twice changes nothing.

::

    change ─▶ line in N ─▶ answered         save: N+1 is opened ─▶ state written whole ─▶ N and before go
    start:    state loaded ─▶ lines of all segments, oldest first ─▶ saved ─▶ segments go

What was written survives the process, not a power cut: the system has it, the disk may not yet.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The attributes of a row, as the emulator keeps them: DynamoDB's own JSON.
Attributes = dict[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it is after a request."""

    table: str
    key: str  #: the partition key's value, as the emulator keeps it
    sort_key: str
    row: Attributes | None  #: None: it is gone


class Journal:
    """The segments in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._descriptor: int | None = None
        self._gathered: list[Change] | None = None

    def read(self) -> Iterator[Change]:
        """Return what all segments say, oldest first; a line that a kill cut off was never answered."""
        for path in self._segments():
            for line in path.read_bytes().split(b"\n"):
                try:
                    listed = json.loads(line)
                except ValueError:
                    continue
                for table, key, sort_key, row in listed:
                    yield Change(str(table), str(key), str(sort_key), cast("Attributes | None", row))

    def note(self, change: Change) -> None:
        """Write down a change, or keep it for the end of ``together``."""
        with self._lock:
            if self._gathered is not None:
                self._gathered.append(change)
            else:
                self._write([change])

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write down what changes within as one line: a transaction's rows. Other threads wait."""
        with self._lock:
            gathered = self._gathered = []
            try:
                yield
            finally:
                self._gathered = None
                if gathered:
                    self._write(gathered)

    def turn(self) -> list[Path]:
        """Write into a segment of its own from now on; return those before, for ``drop``."""
        with self._lock:
            before = self._segments()
            number = int(before[-1].stem) + 1 if before else 1
            if self._descriptor is not None:
                os.close(self._descriptor)
            path = self._folder / f"{number:08}.jsonl"
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            return before

    def drop(self, segments: list[Path]) -> None:
        """Remove segments whose changes the saved state has."""
        for path in segments:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Write down nothing more."""
        with self._lock:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def _segments(self) -> list[Path]:
        return sorted(self._folder.glob("*.jsonl"))

    def _write(self, changes: list[Change]) -> None:
        if self._descriptor is None:
            return  # before the first save nothing is anybody's yet, and after the last all is saved
        rows = [(change.table, change.key, change.sort_key, change.row) for change in changes]
        line = memoryview(json.dumps(rows, separators=(",", ":")).encode() + b"\n")
        while line:
            line = line[os.write(self._descriptor, line) :]
