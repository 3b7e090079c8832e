"""What is kept on this computer for one newsroom: the queue, the library's cache, the way to it, who holds it.

Opened by the running instance and by commands that only look; used by any thread.
"""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cloud.contract.connection import BadConnectionError, Connection
from desktop.account_file import EMBEDDED, NEWSROOM_NAME
from desktop.aws.objects import S3Objects
from desktop.aws.records import Records
from desktop.aws.session import ConnectionFile, Connections, Session
from desktop.core.errors import LibraryProblem, StorageFull, UsageProblem
from desktop.core.words import Problem
from desktop.library.activity import ActivityLog
from desktop.library.database import Database, set_aside
from desktop.library.drafts import DraftTable
from desktop.library.duties import DutyTable
from desktop.library.items import ItemLibrary
from desktop.library.overview import Overview
from desktop.library.saved import SavedSearches
from desktop.library.schema import LIBRARY, QUEUE
from desktop.library.transfers import TransferTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.accounts import Accounts
    from desktop.core.events import Event, Post
    from desktop.core.paths import DataDir, NewsroomDir

_log = logging.getLogger(__name__)

#: The newsroom of the embedded cloud.
LOCAL = EMBEDDED
_LONGEST_CONNECTION = 2**20
_ASK = "Ask your engineer for a fresh one, then give that: --connection FILE."
#: Somebody who only asks whether an instance runs holds the lock for an instant.
_LOCK_TIMEOUT_S = 2.0


def _no_post(_event: Event) -> None:
    """Tell nobody: a command that only looks."""


class Newsroom:
    """The parts of one newsroom. ``set_aside`` tells which damaged files were put aside at opening."""

    def __init__(self, data_dir: DataDir, name: str, accounts: Accounts | None = None, post: Post = _no_post) -> None:
        """``accounts`` knows who is signed in; without it there are connection files alone."""
        self.name = name
        self.dir: NewsroomDir = data_dir.newsroom(name)
        self.set_aside: list[Path] = []
        self._queue_db = self._open(self.dir.queue, QUEUE, is_durable=True)
        self.library_db = self._open(self.dir.library, LIBRARY, is_durable=False)
        self.transfers = TransferTable(self._queue_db)
        self.drafts = DraftTable(self._queue_db)
        self.duties = DutyTable(self._queue_db)
        self.items = ItemLibrary(self.library_db, self.dir.thumbnails)
        self.saved_searches = SavedSearches(self._queue_db, self.items.search)
        self.activity = ActivityLog(self._queue_db)
        self.overview = Overview(self.library_db, self._queue_db)
        renewed = accounts.connections(name, post) if accounts is not None and name != LOCAL else None
        self.connections: Connections = renewed or ConnectionFile(connection_path(data_dir, name))
        self.session = Session(self.connections)
        self.originals = S3Objects.originals(self.session)
        self.derived = S3Objects.derived(self.session)
        self.records = Records(self.session)

    def connection(self) -> Connection:
        """Return the connection as it is now; raises ``Offline`` or ``SignedOut``."""
        return self.session.connection

    def known_connection(self) -> Connection | None:
        """Return the connection that is known, without waiting for anybody; None where there is none."""
        return self.connections.known()

    def damages(self) -> list[tuple[Problem, str]]:
        """Return what a person should hear of damaged files: the problem, and where the file lies now."""
        return [
            (Problem.QUEUE_DAMAGED if path.name.startswith(self.dir.queue.name) else Problem.CACHE_REBUILT, str(path))
            for path in self.set_aside
        ]

    def rebuild_library(self) -> str:
        """Set the damaged cache aside and begin an empty one; returns where the old one lies."""
        return str(self.library_db.rebuild())

    def close(self) -> None:
        """Close databases and sockets."""
        self.session.close()
        self.library_db.close()
        self._queue_db.close()

    def _open(self, path: Path, schema: Sequence[str], *, is_durable: bool) -> Database:
        try:
            return Database(path, schema, is_durable=is_durable)
        except LibraryProblem:
            _log.exception("%s is damaged and is set aside", path.name)
            self.set_aside.append(set_aside(path))
            return Database(path, schema, is_durable=is_durable)


class InstanceLock:
    """Held by the one instance that moves files of a newsroom."""

    def __init__(self, place: NewsroomDir) -> None:
        self._place = place
        self._lock = FileLock(place.lock)

    def acquire(self) -> None:
        """Take it; ``UsageProblem`` names the process that has it."""
        try:
            self._lock.acquire(timeout=_LOCK_TIMEOUT_S)
        except Timeout as error:
            raise UsageProblem(
                "start",
                detail=f"SnapStream already runs here (process {self.holder() or 'unknown'}). "
                "Use that one, or another --data-dir.",
            ) from error
        except OSError as error:
            raise UsageProblem("start", detail=f"The data directory cannot be written ({error}).") from error
        try:
            self._place.pid.write_text(str(os.getpid()), encoding="ascii")
        except OSError as error:
            self._lock.release()
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise StorageFull("start") from error
            raise UsageProblem("start", detail=f"The data directory cannot be written ({error}).") from error

    def release(self) -> None:
        """Give it back."""
        if self._lock.is_locked:
            self._place.pid.unlink(missing_ok=True)
            self._lock.release()

    def holder(self) -> int | None:
        """Return the process number of who has it; None where it wrote none."""
        try:
            return int(self._place.pid.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def is_held(self) -> bool:
        """Whether an instance runs."""
        try:
            self._lock.acquire(timeout=0)
        except (Timeout, OSError):
            return True
        self._lock.release()
        return False


def connection_path(data_dir: DataDir, name: str) -> Path:
    """Return where the connection of a newsroom is written."""
    return data_dir.local_connection if name == LOCAL else data_dir.newsroom(name).connection


def adopt_connection(data_dir: DataDir, file: Path) -> str:
    """Take over a connection file that an engineer wrote; return its newsroom. Raises ``UsageProblem``.

    It is copied to where the newsroom's files lie, for this person alone, so that a fresh one given to any command
    serves a running instance too: that reads its copy again when it changes.
    """
    try:
        with file.open("rb") as opened:  # no further than such a file is long: somebody may name a device
            text = opened.read(_LONGEST_CONNECTION).decode("utf-8")
        connection = Connection.from_json(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem("read the connection", detail=f"{file} cannot be read ({error}).") from error
    except BadConnectionError as error:
        raise UsageProblem("read the connection", detail=f"{file} is no connection file ({error}). {_ASK}") from error
    if connection.newsroom == LOCAL:
        raise UsageProblem("read the connection", detail=f"{file} is the embedded cloud's; use --local instead.")
    if not NEWSROOM_NAME.fullmatch(connection.newsroom):
        raise UsageProblem("read the connection", detail=f"{file} names no newsroom. {_ASK}")
    path = connection_path(data_dir, connection.newsroom)
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as copy:
            copy.write(text)
        Path(name).replace(path)
    except OSError as error:
        raise UsageProblem("keep the connection", detail=f"The connection cannot be kept ({error}).") from error
    return connection.newsroom
