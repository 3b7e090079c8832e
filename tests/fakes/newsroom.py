"""One desktop before a newsroom in memory: queue and library on real SQLite, the store a fake. Restarts on demand."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cloud.contract.connection import Buckets, Connection, Credentials, Person
from cloud.contract.item import Item
from cloud.contract.keys import FILENAME_METADATA_BYTES, OriginalKey, new_item_id
from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus, Profile
from desktop.core.model import Folder, FoundFile, Transfer, TransferState
from desktop.core.settings import Settings
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY, QUEUE
from desktop.library.transfers import TransferTable
from desktop.transfer.engine import TransferEngine
from desktop.transfer.queue import TransferQueue
from desktop.transfer.upload import Uploader
from tests.fakes.clock import FakeClock
from tests.fakes.objects import FakeObjects

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.events import Event
    from desktop.core.objects import ObjectStore

JPEG = b"\xff\xd8\xff\xe0"
MIB = 1 << 20
OWNER_ID = "u1"
CONNECTION = Connection(
    newsroom="local",
    user=Person(OWNER_ID, "a@example.com", "A"),
    role="member",
    api_url=None,
    endpoint="http://127.0.0.1:1",
    region="us-east-1",
    buckets=Buckets("originals", "derived"),
    table="media_items",
    index="feed",
    credentials=Credentials("a", "b", "c"),
    expires_at=datetime.now(UTC) + timedelta(hours=12),
    max_file_bytes=64 * MIB,
)


def make_item(item_id: str = "", **changes: object) -> Item:
    """Return an item with these attributes; the others are plain."""
    item = Item(
        id=item_id or new_item_id(),
        library="newsroom",
        owner_id=OWNER_ID,
        key="k",
        version_id="v",
        filename="a.jpg",
        folder="Desk",
        size_bytes=5,
        sha256="",
        profile=Profile.FULL,
        uploaded_at=now_text(datetime(2026, 11, 22, tzinfo=UTC)),
        status=ItemStatus.COMPLETED,
        version=1,
        updated_at=now_text(datetime(2026, 11, 22, tzinfo=UTC)),
        media_type="image",
    )
    return replace(item, **changes)  # type: ignore[arg-type]  # the caller names attributes of Item


class Desk:
    """A desktop's moving parts on one data directory. ``open_database`` may give a database that fails."""

    def __init__(
        self,
        root: Path,
        objects: ObjectStore | None = None,
        open_database: Callable[[Path, Sequence[str]], Database] = Database,
        connection: Connection = CONNECTION,
        name_bytes: int = FILENAME_METADATA_BYTES,
    ) -> None:
        self.root = root
        self.files = root / "Picture desk"
        self.files.mkdir(exist_ok=True)
        self.clock = FakeClock()
        self.store = FakeObjects()
        self.objects = objects or self.store
        self.settings = Settings(multipart_from_bytes=6 * MIB, part_size_bytes=5 * MIB)
        self.connection = connection
        self.events: list[Event] = []
        self._open_database = open_database
        self._name_bytes = name_bytes
        self.start()

    def start(self) -> None:
        """Open everything anew, as a fresh process does."""
        self.queue_db = self._open_database(self.root / "queue.db", QUEUE)
        self.library_db = Database(self.root / "library.db", LIBRARY)
        self.items = ItemLibrary(self.library_db, self.root / "thumbnails")
        self.table = TransferTable(self.queue_db)
        self.queue = TransferQueue(self.table, self.events.append, self.clock)
        self.uploader = Uploader(
            self.objects,
            self.items,
            self.table,
            lambda: self.connection,
            lambda: self.settings,
            name_bytes=self._name_bytes,
        )
        self.engine = TransferEngine(self.queue, self.uploader, lambda: self.settings, self.events.append, self.clock)

    def close(self) -> None:
        """Stop what runs and close the databases."""
        assert self.engine.stop()
        self.queue_db.close()
        self.library_db.close()

    def restart(self) -> None:
        """Do what a kill and a new start do: nothing of the old process is left but what is on disk."""
        self.close()
        self.start()
        self.engine.recover()

    def write(self, name: str | bytes, body: bytes) -> FoundFile:
        """Write a file and return it as the watcher finds it."""
        path = self.files / os.fsdecode(name)
        path.write_bytes(body)
        # Two writes within a tick of the file system's clock would look the same.
        stamp = (self.clock.now_s, self.clock.now_s)
        os.utime(path, stamp)
        self.clock.advance(1)
        return self.find(path)

    def find(self, path: Path, **folder: object) -> FoundFile:
        """Return a file that is there as the watcher finds it."""
        status = path.stat()
        rule = Folder(self.files, **folder)  # type: ignore[arg-type]  # the caller names attributes of Folder
        return FoundFile(path, rule, status.st_size, status.st_mtime_ns)

    def take(self, name: str | bytes, body: bytes) -> Transfer:
        """Write a file and queue it."""
        return self.queue.take(self.write(name, body))

    def run(self, *, at_most: int = 200) -> None:
        """Move transfers in this thread until nothing is left to do now; time passes where all wait."""
        for _ in range(at_most):
            if self.engine.run_once():
                continue
            due_s = self.table.next_due()
            if due_s is None or self.table.is_paused:
                return
            self.clock.now_s = max(self.clock.now_s, due_s)
        raise AssertionError("the queue does not come to rest")

    def get(self, transfer: Transfer) -> Transfer:
        """Return a transfer as it is now."""
        found = self.table.get(transfer.id)
        assert found is not None
        return found

    def state(self, transfer: Transfer) -> TransferState:
        """Return a transfer's state as it is now."""
        return self.get(transfer).state

    def key(self, transfer: Transfer) -> str:
        """Return the key of a transfer's object."""
        return str(OriginalKey.of(transfer.library, OWNER_ID, transfer.id, transfer.filename))

    def body(self, transfer: Transfer) -> bytes:
        """Return what arrived of a transfer."""
        return self.store.objects[self.key(transfer)].body
