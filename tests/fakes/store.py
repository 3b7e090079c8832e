"""A table, buckets, queues and a topic in memory, for tests of the functions. Safe to use from several threads."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cloud.contract.item import feed_day
from cloud.contract.record import now_text
from cloud.store.items import OUTLINE, UNFINISHED, Change, OpenItem, claim_id
from cloud.store.objects import ObjectHead, ObjectMissingError, ObjectVersion
from cloud.store.wire import record_from_wire, record_to_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from cloud.contract.record import Record
    from cloud.store.queues import QueueName
    from cloud.store.topics import Notice


class Clock:
    """A clock that tests turn: each look adds a millisecond, so that no two moments are equal."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """Return a moment later than the last."""
        with self._lock:
            self._now += timedelta(milliseconds=1)
            return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        with self._lock:
            self._now += by


class Crash(BaseException):
    """The process was killed."""


class Writes:
    """Counts writes, whatever they go to, and kills the process right after the n-th."""

    def __init__(self) -> None:
        self.count = 0
        self.crash_after: int | None = None

    def happened(self) -> None:
        """Count one write that has reached its place."""
        self.count += 1
        if self.crash_after is not None and self.count == self.crash_after:
            self.crash_after = None
            raise Crash


@dataclass
class MemoryItems:
    """``ItemStore`` in memory; ``on_write`` gets every new image in wire form, as a stream does."""

    writes: Writes = field(default_factory=Writes)
    on_write: Callable[[dict[str, object]], None] | None = None
    rows: dict[str, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.RLock()

    def get(self, item_id: str) -> Record | None:
        """Return a copy of a row."""
        with self._lock:
            return deepcopy(self.rows.get(item_id))

    def create(self, record: Record) -> bool:
        """Put a row where there is none."""
        return self._put(record, lambda there: there is None)

    def restore(self, record: Record) -> bool:
        """Put a row where there is none or an older one."""
        return self._put(record, lambda there: there is None or there["version"] < record["version"])

    def replace(self, record: Record, *, if_version: int) -> bool:
        """Put a row over one of exactly this version."""
        return self._put(record, lambda there: there is not None and there["version"] == if_version)

    def change(self, change: Change) -> Record | None:
        """Update one row under its conditions."""
        with self._lock:
            row = self.get(change.item_id)
            if row is None or not _holds(row, change):
                return None
            _apply(row, change)
            self._keep(row)
        self.writes.happened()
        return self.get(change.item_id)

    def end_work(self, item_id: str, *, if_version: int) -> bool:
        """Remove ``work_state``."""
        with self._lock:
            row = self.get(item_id)
            if row is None or row["version"] != if_version:
                return False
            row.pop("work_state", None)
            self._keep(row)
        self.writes.happened()
        return True

    def claim(self, library: str, sha256: str, item_id: str, *, instead_of: str | None = None) -> str:
        """Claim bytes."""
        with self._lock:
            row = self.rows.get(claim_id(library, sha256))
            if row is not None and row["item_id"] not in (item_id, instead_of):
                return str(row["item_id"])
            self._keep({"id": claim_id(library, sha256), "item_id": item_id})
        self.writes.happened()
        return item_id

    def release(self, library: str, sha256: str, item_id: str) -> None:
        """Give back a claim."""
        with self._lock:
            row = self.rows.get(claim_id(library, sha256))
            if row is not None and row["item_id"] == item_id:
                del self.rows[claim_id(library, sha256)]
        self.writes.happened()

    def open_items(self, work_state: str, *, before: str) -> Iterator[OpenItem]:
        """Return the rows of the ``work`` index."""
        with self._lock:
            rows = [row for row in self.rows.values() if row.get("work_state") == work_state]
        found = sorted((str(row["updated_at"]), str(row["id"])) for row in rows)
        yield from (OpenItem(item_id, updated_at) for updated_at, item_id in found if updated_at < before)

    def outlines(self) -> Iterator[Record]:
        """Return an outline of every item."""
        with self._lock:
            rows = [deepcopy(row) for row in self.rows.values() if "status" in row]
        yield from ({name: row[name] for name in OUTLINE if name in row} for row in rows)

    def _put(self, record: Record, may: Callable[[Record | None], bool]) -> bool:
        with self._lock:
            if not may(self.rows.get(str(record["id"]))):
                return False
            self._keep(record)
        self.writes.happened()
        return True

    def _keep(self, row: Record) -> None:
        wire = record_to_wire(row)
        self.rows[str(row["id"])] = record_from_wire(deepcopy(wire))
        if self.on_write is not None:
            self.on_write(deepcopy(wire))


def _holds(row: Record, change: Change) -> bool:
    pending = row.get("pending", set())
    return (
        (change.if_version is None or row["version"] == change.if_version)
        and (change.if_analysis_version is None or row.get("analysis_version") == change.if_analysis_version)
        and (not change.if_unfinished or row.get("status") in {status.value for status in UNFINISHED})
        and change.if_pending <= pending
        and (not change.if_nothing_pending or not pending)
    )


def _apply(row: Record, change: Change) -> None:
    assert not (change.added and change.done), "one update cannot both ADD to and DELETE from one set"
    row.update(change.values)
    for name in change.removed:
        row.pop(name, None)
    if change.analyses:
        row["analyses"].update(change.analyses)  # a missing parent fails, as in DynamoDB
    if change.tags:
        row["tags"] = [*row.get("tags", []), *change.tags]
    pending = (row.get("pending", set()) | change.added) - change.done
    row.pop("pending", None)
    if pending:
        row["pending"] = pending
    row["version"] = row["version"] + 1
    row["updated_at"] = change.now
    row["feed_day"] = feed_day(change.library, change.now)


@dataclass
class _Stored:
    body: bytes
    head: ObjectHead


@dataclass
class MemoryObjects:
    """``ObjectStore`` in memory."""

    writes: Writes = field(default_factory=Writes)
    clock: Callable[[], datetime] = field(default_factory=Clock)
    has_versions: bool = True
    is_read_only: bool = False  #: like the originals bucket, to every function
    is_unreadable: bool = False  #: heads are answered, bodies are not

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        self._objects: dict[str, list[_Stored]] = defaultdict(list)

    def upload(self, key: str, body: bytes, metadata: Mapping[str, str] | None = None) -> ObjectHead:
        """Put an object as the desktop does, with metadata."""
        with self._lock:
            versions = self._objects[key]
            version_id = f"v{len(versions) + 1}-{len(self._objects)}" if self.has_versions else ""
            named = {name.lower(): value for name, value in (metadata or {}).items()}
            head = ObjectHead(key, len(body), now_text(self.clock()), version_id, named)
            if not self.has_versions:
                versions.clear()
            versions.append(_Stored(bytes(body), head))
            return head

    def head(self, key: str, version_id: str = "") -> ObjectHead:
        """Return what is known of an object."""
        return self._find(key, version_id).head

    def read(self, key: str, version_id: str = "", *, limit_bytes: int | None = None) -> bytes:
        """Return an object, or its first bytes."""
        if self.is_unreadable:
            raise OSError(key)
        return self._find(key, version_id).body[:limit_bytes]

    def fetch(self, key: str, path: Path, version_id: str = "") -> str:
        """Copy an object to a file."""
        body = self._find(key, version_id).body
        path.write_bytes(body)
        return hashlib.sha256(body).hexdigest()

    def write(self, key: str, body: bytes, content_type: str) -> None:
        """Put an object."""
        assert not self.is_read_only, f"a function wrote {key} into the originals"
        assert content_type
        self.upload(key, body)
        self.writes.happened()

    def write_file(self, key: str, path: Path, content_type: str) -> None:
        """Put a file."""
        self.write(key, path.read_bytes(), content_type)

    def remove(self, key: str) -> None:
        """Remove an object."""
        assert not self.is_read_only, f"a function removed {key} from the originals"
        with self._lock:
            self._objects.pop(key, None)
        self.writes.happened()

    def remove_version(self, key: str, version_id: str) -> None:
        """Remove one version: people delete originals, functions do not."""
        with self._lock:
            self._objects[key] = [each for each in self._objects[key] if each.head.version_id != version_id]
        self.writes.happened()

    def list(self, prefix: str) -> Iterator[str]:
        """Return the keys that begin so."""
        with self._lock:
            keys = sorted(key for key, versions in self._objects.items() if versions and key.startswith(prefix))
        yield from keys

    def versions(self, prefix: str) -> Iterator[ObjectVersion]:
        """Return all versions, newest first within a key."""
        for key in self.list(prefix):
            for stored in list(reversed(self._objects[key])):
                yield ObjectVersion(key, stored.head.version_id)

    def bodies(self, prefix: str = "") -> dict[str, bytes]:
        """Return all that is there, for a test to compare."""
        return {key: self._objects[key][-1].body for key in self.list(prefix)}

    def _find(self, key: str, version_id: str) -> _Stored:
        with self._lock:
            versions = self._objects.get(key, [])
            found = [stored for stored in versions if version_id in ("", stored.head.version_id)]
        if not found:
            raise ObjectMissingError(key)
        return found[-1]


@dataclass
class MemoryQueues:
    """``Queues`` in memory; a test takes the messages out as it likes."""

    writes: Writes = field(default_factory=Writes)
    waiting: dict[QueueName, list[str]] = field(default_factory=lambda: defaultdict(list))
    drops: bool = False  #: every message is lost, as if its events never came
    postponed: list[tuple[QueueName, str, int]] = field(default_factory=list)  #: queue, receipt, seconds

    def send(self, queue: QueueName, body: str) -> None:
        """Put one message."""
        if not self.drops:
            self.waiting[queue].append(body)
        self.writes.happened()

    def postpone(self, queue: QueueName, receipt: str, delay_s: int) -> None:
        """Keep what was asked for."""
        self.postponed.append((queue, receipt, delay_s))

    def depth(self, queue: QueueName) -> int:
        """Return how many messages wait."""
        return len(self.waiting[queue])


@dataclass
class MemoryTopic:
    """``Topic`` in memory."""

    writes: Writes = field(default_factory=Writes)
    notices: list[Notice] = field(default_factory=list)

    def publish(self, notice: Notice) -> None:
        """Keep a notice."""
        self.notices.append(notice)
        self.writes.happened()
