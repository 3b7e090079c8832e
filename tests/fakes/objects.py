"""An object store in memory, for tests of transfer and sync. Passes the same tests as ``desktop.aws.objects``."""

from __future__ import annotations

import base64
import hashlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.core.errors import Throttled
from desktop.core.model import Part
from desktop.core.objects import Interrupted, ObjectFacts, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop.core.objects import Sent


@dataclass
class FakeObject:
    """What lies under a key."""

    body: bytes
    mime: str
    metadata: Mapping[str, str]
    checksum: str


@dataclass
class FakeUpload:
    """An open multipart upload."""

    key: str
    mime: str
    metadata: Mapping[str, str]
    parts: dict[int, tuple[Part, bytes]] = field(default_factory=dict)


def _ignore(_method: str, _key: str) -> None:
    pass


class FakeObjects:
    """One bucket. ``before`` and ``after`` are called around each call, and may raise what they like."""

    def __init__(self) -> None:
        self.objects: dict[str, FakeObject] = {}
        self.uploads: dict[str, FakeUpload] = {}
        self.calls: list[tuple[str, str]] = []
        self.writes: list[str] = []  #: keys in the order in which objects came to be
        self.before: Callable[[str, str], None] = _ignore
        self.after: Callable[[str, str], None] = _ignore
        self._completed: set[str] = set()
        self._lock = threading.Lock()
        self._next_upload = 0

    def put(
        self, key: str, body: bytes, *, checksum: str, mime: str, metadata: Mapping[str, str], sent: Sent
    ) -> Stored:
        """Store an object unless one is there."""
        self._enter("put", key)
        _receive(body, checksum, sent)
        with self._lock:
            stored = self._store(key, FakeObject(bytes(body), mime, dict(metadata), checksum))
        self.after("put", key)
        return stored

    def head(self, key: str) -> ObjectFacts | None:
        """Return what is stored under the key."""
        self._enter("head", key)
        found = self.objects.get(key)
        self.after("head", key)
        return ObjectFacts(len(found.body), found.checksum, found.metadata) if found else None

    def create_upload(self, key: str, *, mime: str, metadata: Mapping[str, str]) -> str:
        """Begin a multipart upload."""
        self._enter("create_upload", key)
        with self._lock:
            self._next_upload += 1
            upload_id = f"upload-{self._next_upload}"
            self.uploads[upload_id] = FakeUpload(key, mime, dict(metadata))
        self.after("create_upload", key)
        return upload_id

    def upload_part(
        self, key: str, upload_id: str, number: int, body: bytes, *, checksum: str, sent: Sent
    ) -> Part | None:
        """Store one part."""
        self._enter("upload_part", key)
        _receive(body, checksum, sent)
        upload = self.uploads.get(upload_id)
        if upload is None:
            return None
        part = Part(number, len(body), f'"{hashlib.md5(body).hexdigest()}"', checksum)  # noqa: S324 - S3's ETag is one
        with self._lock:
            upload.parts[number] = (part, bytes(body))
        self.after("upload_part", key)
        return part

    def complete_upload(self, key: str, upload_id: str, parts: Sequence[Part]) -> Stored:
        """Make the object of its parts; asked again, it says the same again, as S3 does."""
        self._enter("complete_upload", key)
        with self._lock:
            if upload_id in self._completed:
                return Stored.NEW
            upload = self.uploads.get(upload_id)
            if upload is None:
                return Stored.GONE
            held = [upload.parts[part.number] for part in parts]
            assert [part for part, _ in held] == list(parts), "S3 answers InvalidPart"
            digests = b"".join(base64.b64decode(part.checksum) for part, _ in held)
            checksum = f"{base64.b64encode(hashlib.sha256(digests).digest()).decode()}-{len(held)}"
            body = b"".join(body for _, body in held)
            stored = self._store(key, FakeObject(body, upload.mime, upload.metadata, checksum))
            if stored is Stored.NEW:
                del self.uploads[upload_id]
                self._completed.add(upload_id)
        self.after("complete_upload", key)
        return stored

    def abort_upload(self, key: str, upload_id: str) -> None:
        """Drop an upload."""
        self._enter("abort_upload", key)
        with self._lock:
            self.uploads.pop(upload_id, None)
        self.after("abort_upload", key)

    def list_parts(self, key: str, upload_id: str) -> tuple[Part, ...] | None:
        """Return the parts that arrived."""
        self._enter("list_parts", key)
        upload = self.uploads.get(upload_id)
        self.after("list_parts", key)
        return tuple(part for _, (part, _) in sorted(upload.parts.items())) if upload else None

    def open_uploads(self, key: str) -> tuple[str, ...]:
        """Return the open uploads of a key."""
        self._enter("open_uploads", key)
        return tuple(upload_id for upload_id, upload in self.uploads.items() if upload.key == key)

    def get_file(self, key: str, target: Path, *, received: Sent | None = None) -> bool:
        """Fetch an object into a file."""
        self._enter("get_file", key)
        found = self.objects.get(key)
        if found is None:
            return False
        if received is not None and not received(len(found.body)):
            raise Interrupted
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(found.body)
        return True

    def get_bytes(self, key: str) -> bytes | None:
        """Fetch a small object."""
        self._enter("get_bytes", key)
        found = self.objects.get(key)
        return found.body if found else None

    def presign_get(self, key: str, expires_s: int) -> str:
        """Return an address."""
        return f"https://objects.invalid/{key}?expires={expires_s}"

    def _store(self, key: str, made: FakeObject) -> Stored:
        if key in self.objects:
            return Stored.EXISTS
        self.objects[key] = made
        self.writes.append(key)
        return Stored.NEW

    def _enter(self, method: str, key: str) -> None:
        self.calls.append((method, key))
        self.before(method, key)


def _receive(body: bytes, checksum: str, sent: Sent) -> None:
    """Take a body in, in two pieces, and refuse what is not what the checksum says."""
    for at in (len(body) // 2, len(body)):
        if not sent(at):
            raise Interrupted
    if base64.b64encode(hashlib.sha256(body).digest()).decode() != checksum:
        raise Throttled("put", detail="BadDigest")
