"""The file under queue and cache: transactions, migrations, damage, a full disk."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from cloud.contract.reasons import Reason
from desktop.core.errors import LibraryProblem, StorageFull
from desktop.library.database import LARGE_BYTES, Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FIRST = "CREATE TABLE notes (text TEXT); CREATE INDEX notes_text ON notes (text);"
SECOND = "ALTER TABLE notes ADD COLUMN mark TEXT NOT NULL DEFAULT 'new';"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database lies."""
    return tmp_path / "a.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    """Return a database with one table."""
    made = Database(path, [FIRST])
    yield made
    made.close()


def _texts(db: Database) -> list[str]:
    with db.read() as connection:
        return [row[0] for row in connection.execute("SELECT text FROM notes ORDER BY text")]


def _note(db: Database, text: str) -> None:
    with db.write() as connection:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))


def test_write_is_all_or_nothing(db: Database) -> None:
    """An error inside a write takes back all of it, also what an inner write did."""

    def stumble() -> None:
        with db.write() as connection:
            connection.execute("INSERT INTO notes (text) VALUES ('a')")
            _note(db, "b")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert _texts(db) == []
    _note(db, "c")
    assert _texts(db) == ["c"]


def test_threads_have_connections_of_their_own(db: Database) -> None:
    """What one thread has not committed another does not see; both may write."""
    seen: list[list[str]] = []
    with db.write() as connection:
        connection.execute("INSERT INTO notes (text) VALUES ('mine')")
        reader = threading.Thread(target=lambda: seen.append(_texts(db)))
        reader.start()
        reader.join()
    writer = threading.Thread(target=_note, args=(db, "theirs"))
    writer.start()
    writer.join()
    assert seen == [[]]
    assert _texts(db) == ["mine", "theirs"]


def test_migrations_run_once_and_keep_what_was_there(path: Path) -> None:
    """A later version adds its part to an existing file, once."""
    first = Database(path, [FIRST])
    _note(first, "old")
    first.close()
    for _ in range(2):
        second = Database(path, [FIRST, SECOND])
        with second.read() as connection:
            assert connection.execute("SELECT text, mark FROM notes").fetchall() == [("old", "new")]
        second.close()


def test_half_a_migration_is_none(path: Path) -> None:
    """A migration that fails leaves the file as it was."""
    Database(path, [FIRST]).close()
    with pytest.raises(sqlite3.OperationalError):
        Database(path, [FIRST, "CREATE TABLE more (x); CREATE NONSENSE;"])
    again = Database(path, [FIRST, SECOND])
    with again.read() as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'more'").fetchall() == []
    again.close()


def test_file_of_a_later_version_is_not_touched(path: Path) -> None:
    """An older program does not write into what it does not know."""
    Database(path, [FIRST, SECOND]).close()
    with pytest.raises(LibraryProblem, match="later version"):
        Database(path, [FIRST])


@pytest.mark.parametrize("spoil", [b"this is no database at all, just some text " * 40, b""])
def test_file_that_is_no_database(path: Path, spoil: bytes) -> None:
    """A foreign file is a library problem; an empty one is simply new."""
    path.write_bytes(spoil)
    if spoil:
        with pytest.raises(LibraryProblem):
            Database(path, [FIRST])
    else:
        Database(path, [FIRST]).close()


def test_damaged_page_is_found_when_it_is_opened(path: Path) -> None:
    """A page overwritten in the middle is found by the check at the start."""
    db = Database(path, [FIRST])
    with db.write() as connection:
        connection.executemany("INSERT INTO notes (text) VALUES (?)", ((f"{n}" * 50,) for n in range(2000)))
    db.close()
    body = bytearray(path.read_bytes())
    body[4096 * 5 : 4096 * 9] = b"\xa5" * 4096 * 4
    path.write_bytes(bytes(body))
    with pytest.raises(LibraryProblem):
        Database(path, [FIRST])


def test_large_file_that_was_closed_in_order_is_not_read_through(path: Path) -> None:
    """A large file opens without being read through, and the damage shows when it is read; a crash has it checked."""
    db = Database(path, [FIRST])
    with db.write() as connection:
        connection.executemany(
            "INSERT INTO notes (text) VALUES (?)", ((f"{n:07}" * 2_000,) for n in range(LARGE_BYTES // 14_000 + 200))
        )
    db.close()
    body = bytearray(path.read_bytes())
    middle = len(body) // 8192 * 4096
    body[middle : middle + 4096 * 40] = b"\xa5" * 4096 * 40
    path.write_bytes(bytes(body))
    opened = Database(path, [FIRST])
    with pytest.raises(LibraryProblem):
        _texts(opened)
    opened.close()
    path.with_name(path.name + "-wal").touch()
    with pytest.raises(LibraryProblem):
        Database(path, [FIRST])


def test_rebuild_sets_the_damaged_file_aside(db: Database) -> None:
    """After a rebuild the file is new, the old one lies beside it, and other threads read the new one."""
    _note(db, "old")
    go_on, seen = threading.Event(), []

    def read_twice() -> None:
        seen.append(_texts(db))
        ready.set()
        go_on.wait(10)
        seen.append(_texts(db))

    ready = threading.Event()
    reader = threading.Thread(target=read_twice)
    reader.start()
    assert ready.wait(10)
    aside = db.rebuild()
    go_on.set()
    reader.join()
    assert seen == [["old"], []]
    assert aside.exists()
    assert aside.name.startswith("a.db.damaged-")


class WatchedDatabase(Database):
    """A database that tells when the new file is there and its schema is not."""

    between: Callable[[], None] = staticmethod(lambda: None)

    def _check(self, connection: sqlite3.Connection) -> None:
        self.between()
        super()._check(connection)


def test_readers_wait_for_the_new_file(path: Path) -> None:
    """A thread that reads while the file is being set aside gets the new one with its schema, then and later."""
    db = WatchedDatabase(path, [FIRST])
    _note(db, "old")
    seen: list[list[str]] = []
    may_read, was_read = threading.Event(), threading.Event()

    def read() -> None:
        seen.append(_texts(db))
        was_read.set()
        assert may_read.wait(10)
        seen.append(_texts(db))
        seen.append(_texts(db))

    def let_them_read() -> None:
        may_read.set()
        fresh.start()
        fresh.join(0.2)  # as long as it may take where nobody makes it wait
        assert fresh.is_alive()

    known, fresh = threading.Thread(target=read), threading.Thread(target=lambda: seen.append(_texts(db)))
    known.start()
    assert was_read.wait(10)
    db.between = let_them_read
    db.rebuild()
    for thread in (known, fresh):
        thread.join(10)
    assert seen == [["old"], [], [], []]
    db.close()


def test_write_that_was_begun_ends_where_it_began(db: Database) -> None:
    """A transaction that is open while another thread sets the file aside ends without a fault, on the old file."""
    with db.write() as connection:
        connection.execute("INSERT INTO notes (text) VALUES ('mine')")
        other = threading.Thread(target=db.rebuild)
        other.start()
        other.join(10)
        assert _texts(db) == ["mine"]
    assert _texts(db) == []


def test_full_disk_is_told_as_such(db: Database) -> None:
    """No room to write is a full disk; when there is room the same database goes on."""
    with db.read() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageFull) as caught, db.write() as connection:
        connection.executemany("INSERT INTO notes (text) VALUES (?)", ((f"{n}" * 500,) for n in range(100)))
    assert caught.value.reason is Reason.DISK_FULL
    assert _texts(db) == []
    with db.read() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    _note(db, "after")
    assert _texts(db) == ["after"]


def test_mistakes_of_ours_are_not_dressed_up(db: Database) -> None:
    """A wrong statement stays sqlite's own error: it is no damage."""
    with pytest.raises(sqlite3.OperationalError), db.read() as connection:
        connection.execute("SELECT nonsense FROM notes")


def test_connections_of_ended_threads_are_closed(db: Database) -> None:
    """Threads that come and go leave no connection behind."""
    for _ in range(5):
        thread = threading.Thread(target=_texts, args=(db,))
        thread.start()
        thread.join()
    assert len(db._open) <= 2  # noqa: SLF001 - what is open can be seen nowhere else
