"""One SQLite file: a connection for each thread, write-ahead log, migrations, and errors by our tree. Any thread."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from desktop.core.errors import LibraryProblem, SnapStreamError, StorageFull, Throttled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: How long a write waits for another process's write.
BUSY_TIMEOUT_S = 30.0
#: Below this an I/O error of SQLite is taken for a full disk: the log's shared memory fails so, not with SQLITE_FULL.
FULL_DISK_BYTES = 1 << 20
#: Larger files are checked only where they were not closed in order: the log still lies there.
LARGE_BYTES = 32 << 20
#: Pages that each thread's connection keeps: the upper levels of the indices of a large library.
_PAGES_KIB = 8 * 1024
#: SQLite's files beside the database (SQLite documentation, "Write-Ahead Logging").
_SIDE_FILES = ("", "-wal", "-shm")


class Database:
    """A SQLite file with a schema.

    ``migrations`` are scripts, applied in order and counted in ``user_version``. ``is_durable`` waits for the disk at
    each commit (a queue); without it a power cut may lose the last commits, never the file (a cache).
    Every method raises ``LibraryProblem`` where the file is damaged and ``StorageFull`` where there is no room.
    """

    def __init__(self, path: Path, migrations: Sequence[str], *, is_durable: bool = False) -> None:
        self.path = path
        self._migrations = tuple(migrations)
        self._synchronous = "FULL" if is_durable else "NORMAL"
        self._local = threading.local()
        self._lock = threading.RLock()
        self._open: dict[sqlite3.Connection, threading.Thread] = {}
        self._generation = 0
        self._prepare()

    @property
    def generation(self) -> int:
        """Return how often the file was set aside and begun anew: what was remembered of another is of no use."""
        return self._generation

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend this thread's connection for reading; inside a ``write`` it sees that write."""
        with _translated(f"read {self.path.name}", self.path):
            yield self._connection()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Lend this thread's connection in a transaction: all or nothing. A write inside a write joins it."""
        with _translated(f"write {self.path.name}", self.path):
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise

    def rebuild(self) -> Path:
        """Set the damaged file aside and begin an empty one; returns where the old one lies now.

        Other threads get a connection to the new file at their next use, and wait for it until its schema is there::

            A  rebuild: generation + 1 ── rename ── migrate ──▶
            B      reads: another generation ── waits ───────▶ connects to the new file
        """
        with self._lock:
            self._generation += 1
            self._close_own()
            aside = set_aside(self.path)
            self._prepare()
        return aside

    def close(self) -> None:
        """Close the connections of all threads; those threads must be done with it."""
        with self._lock:
            self._generation += 1
            connections = list(self._open)
            self._open.clear()
        for connection in connections:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (self._local.generation == self._generation or _is_writing(connection)):
            return connection
        self._close_own()
        # Under the lock from the opening on: a file that is being set aside must not be opened as the new one.
        with self._lock:
            connection = sqlite3.connect(
                self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False, cached_statements=64
            )
            self._open[connection] = threading.current_thread()
            ended = [other for other, thread in self._open.items() if not thread.is_alive()]
            for other in ended:
                del self._open[other]
            self._local.connection, self._local.generation = connection, self._generation
            for other in ended:
                other.close()
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_PAGES_KIB}")
        return connection

    def _close_own(self) -> None:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            with self._lock:
                self._open.pop(connection, None)
            connection.close()
            del self._local.connection

    def _prepare(self) -> None:
        """Check the file and bring its schema up to date.

        A large file that was closed in order is not read through: that took a second for 100,000 items, at every start.
        What is damaged in it shows when it is read.
        """
        is_in_order = not self.path.with_name(self.path.name + "-wal").exists()
        is_checked = not (is_in_order and self.path.exists() and self.path.stat().st_size > LARGE_BYTES)
        try:
            with _translated(f"open {self.path.name}", self.path):
                connection = self._connection()
                if is_checked:
                    self._check(connection)
                self._migrate(connection)
        except BaseException:
            self._close_own()
            raise

    def _check(self, connection: sqlite3.Connection) -> None:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise LibraryProblem(f"check {self.path.name}", detail=str(verdict))

    def _migrate(self, connection: sqlite3.Connection) -> None:
        latest = len(self._migrations)
        # Looked at again under the lock: another process may have migrated meanwhile.
        if _user_version(connection) == latest:
            return
        with self.write():
            version = _user_version(connection)
            if version > latest:
                raise LibraryProblem(f"open {self.path.name}", detail="a later version of SnapStream made it")
            for script in self._migrations[version:]:
                # Not executescript: it would commit what came before, and half a migration could stay.
                for statement in _statements(script):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {latest}")


def set_aside(path: Path) -> Path:
    """Rename a damaged database and its side files to ``NAME.damaged-TIME``; returns the new path."""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{number}")
    try:
        for suffix in _SIDE_FILES:
            side = path.with_name(path.name + suffix)
            if side.exists():
                side.rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise LibraryProblem(f"set {path.name} aside", detail=str(error)) from error
    return aside


def _is_writing(connection: sqlite3.Connection) -> bool:
    """Whether a transaction is open: it ends on the file where it began."""
    try:
        return connection.in_transaction
    except sqlite3.ProgrammingError:  # closed by another thread
        return False


def _roll_back(connection: sqlite3.Connection) -> None:
    # A full disk may have rolled back by itself already.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def _translated(operation: str, path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        problem = _problem(operation, path, error)
        if problem is None:
            raise
        raise problem from error


def _problem(operation: str, path: Path, error: sqlite3.DatabaseError) -> SnapStreamError | None:
    """Return our error for one of SQLite's ("Result and Error Codes"); None for a mistake of ours."""
    code = str(error)
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StorageFull(operation, reason=Reason.DISK_FULL, code=code)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN if _is_disk_full(path):
            return StorageFull(operation, reason=Reason.DISK_FULL, code=code)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Throttled(operation, code=code)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return LibraryProblem(operation, code=code)
        case sqlite3.SQLITE_READONLY:
            return LibraryProblem(operation, reason=Reason.ACCESS_DENIED, code=code)
    return None


def _is_disk_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < FULL_DISK_BYTES
    except OSError:
        return False
