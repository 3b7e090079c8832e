"""One file on its way: looked at, fingerprinted, compared, sent, verified. Runs in the worker that claimed it.

::

    look ─▶ sniff ─▶ SHA-256 ─▶ have we got these bytes? ─▶ send (whole, or in parts) ─▶ ask the store what it has
              │                     ├─▶ DUPLICATE                  │
              └─▶ rejected          └─▶ another is just sending    └─ each part is noted on disk before the next
                                        them: wait for that one

Killed at any point, the next try finds out what is there: a fingerprint noted earlier means that bytes may have left,
so it asks the store first; an upload id noted earlier means that parts may have arrived, so it lists them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cloud.contract.keys import FILENAME_METADATA_BYTES, OriginalKey, clip_folder, encode_name
from cloud.contract.media import sniff
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus
from desktop.core.errors import AccessDenied, FileChanged, FileProblem, LibraryProblem, Throttled, UploadRejected
from desktop.core.model import Part, TransferState
from desktop.core.objects import Interrupted, Stored
from desktop.transfer.source import Facts, SourceFile, as_checksum, choose_part_size, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.connection import Connection
    from cloud.contract.item import Item
    from desktop.core.model import Transfer
    from desktop.core.objects import ObjectFacts, ObjectStore
    from desktop.core.settings import Settings
    from desktop.library.transfers import TransferTable
    from desktop.transfer.control import Control
    from desktop.transfer.source import Fingerprint

#: Of a folder's name in the metadata: name, folder and the rest stay within S3's 2 KB.
FOLDER_METADATA_BYTES = 512
#: Of files that wait for the newsroom to answer.
KEPT_FINGERPRINTS = 32


class KnownItems(Protocol):
    """What the upload asks of the library."""

    def by_sha256(self, library: str, sha256: str) -> str | None:
        """Return the item of this library that holds these bytes."""
        ...

    def get(self, item_id: str) -> Item | None:
        """Return one item."""
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bytes are there and verified."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The library has these bytes."""

    item_id: str


@dataclass(frozen=True, slots=True)
class Behind:
    """Another transfer is sending these bytes; this one waits for it, the queue knows."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """Older bytes of this file had arrived under this key, unnoticed; those of now need a key of their own."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The transfer is no longer in this worker's hands: somebody else decided."""


Outcome = Arrived | Duplicate | Behind | Superseded | Lost


class Uploader:
    """Sends files to one bucket. ``connection`` is asked anew for each file; so are the ``settings``.

    ``name_bytes`` is a name's share of the metadata; a longer one is stored beside the original.
    """

    def __init__(
        self,
        objects: ObjectStore,
        items: KnownItems,
        table: TransferTable,
        connection: Callable[[], Connection],
        settings: Callable[[], Settings],
        *,
        name_bytes: int = FILENAME_METADATA_BYTES,
    ) -> None:
        self._objects = objects
        self._items = items
        self._table = table
        self._connection = connection
        self._settings = settings
        self._name_bytes = name_bytes
        self._fingerprints: dict[tuple[str, int, int, int], Fingerprint] = {}

    def upload(self, transfer: Transfer, owner: str, control: Control) -> Outcome:
        """Send a claimed transfer; raises ``SnapStreamError``, or ``Interrupted`` where the control said stop."""
        try:
            return self._upload(transfer, owner, control)
        except FileChanged:
            self._fingerprints.clear()
            raise

    def _upload(self, transfer: Transfer, owner: str, control: Control) -> Outcome:
        control.check()
        source = SourceFile(transfer.path, Facts(transfer.size_bytes, transfer.mtime_ns))
        source.check()
        connection = self._connection()
        mime = _check_takeable(transfer, source, connection)
        fingerprint = self._fingerprint(transfer, source, control)
        key = OriginalKey.of(transfer.library, connection.user.id, transfer.id, transfer.filename)
        holder = self._table.hold_sha256(transfer.id, owner, fingerprint.sha256)
        if holder != "":
            return Lost() if holder is None else Behind()
        duplicate = self._find_duplicate(transfer, fingerprint.sha256)
        if duplicate:
            return Duplicate(duplicate)
        job = _Job(transfer, owner, control, source, fingerprint, key, mime)
        if (transfer.sha256 and self._has_arrived(job)) or self._send(job):
            return self._verify(job)
        # Nothing was stored because something is there.
        return self._verify(job) if self._has_arrived(job) else Superseded()

    def abort(self, transfer: Transfer) -> None:
        """Drop what a transfer has open in the store, and note it; raises ``SnapStreamError``."""
        if transfer.upload_id:
            owner_id = self._connection().user.id
            key = OriginalKey.of(transfer.library, owner_id, transfer.id, transfer.filename)
            self._objects.abort_upload(str(key), transfer.upload_id)
            self._table.update(transfer.id, upload_id="", sent_bytes=0)

    def _fingerprint(self, transfer: Transfer, source: SourceFile, control: Control) -> Fingerprint:
        """Read the file; a large one not again at each try while nobody answers."""
        key = (transfer.id, transfer.size_bytes, transfer.mtime_ns, self._part_size(transfer))
        known = self._fingerprints.pop(key, None)
        if known is None:
            known = source.fingerprint(key[-1], control.check)
        self._fingerprints[key] = known
        while len(self._fingerprints) > KEPT_FINGERPRINTS:
            # Workers may do this at the same time; the one that comes second finds nothing to drop.
            self._fingerprints.pop(next(iter(list(self._fingerprints)), key), None)
        return known

    def _part_size(self, transfer: Transfer) -> int:
        """Return the size of parts: that of the upload that is open, else chosen; a small file is one part."""
        if transfer.upload_id and transfer.part_size_bytes:
            return transfer.part_size_bytes
        settings = self._settings()
        if transfer.size_bytes <= settings.multipart_from_bytes:
            return transfer.size_bytes
        return choose_part_size(transfer.size_bytes, settings.part_size_bytes)

    def _find_duplicate(self, transfer: Transfer, sha256: str) -> str:
        """Return the item that has these bytes already, "" for none."""
        earlier = self._table.find_sha256(transfer.library, sha256)
        try:
            if earlier is not None and earlier.id != transfer.id:
                item = self._items.get(earlier.item_id)
                if item is None or item.status is not ItemStatus.REJECTED:
                    return earlier.item_id
            known = self._items.by_sha256(transfer.library, sha256)
        except LibraryProblem:
            # A damaged cache stops nothing: the newsroom itself finds duplicates too.
            return earlier.item_id if earlier is not None else ""
        return known if known and known != transfer.id else ""

    def _send(self, job: _Job) -> bool:
        """Bring the bytes there; False where an object is there already."""
        name, is_shortened = encode_name(job.transfer.filename, self._name_bytes)
        if is_shortened:
            self._put_name(job)
        metadata = _metadata(job, name)
        if job.is_whole and not job.transfer.upload_id:
            body = job.source.read_part(1, job.transfer.size_bytes)
            # The checksum is that of the fingerprint: bytes that changed since are refused, here and there.
            if job.fingerprint.digest != digest_of(body):
                raise FileChanged("send the file", detail=str(job.transfer.path))
            job.source.check()
            stored = self._objects.put(
                str(job.key),
                body,
                checksum=job.fingerprint.checksum,
                mime=job.mime,
                metadata=metadata,
                sent=job.told_from(0),
            )
            return stored is Stored.NEW
        return self._send_parts(job, metadata)

    def _send_parts(self, job: _Job, metadata: dict[str, str]) -> bool:
        upload_id, parts = self._resume(job)
        if not upload_id:
            upload_id, parts = self._begin(job, metadata), {}
        sent_bytes = sum(part.size_bytes for part in parts.values())
        job.control.progress(sent_bytes)
        for number, digest in enumerate(job.fingerprint.part_digests, start=1):
            if number in parts:
                continue
            job.control.check()
            job.source.check()
            body = job.source.read_part(number, job.fingerprint.part_size_bytes)
            if digest_of(body) != digest:
                raise FileChanged("send the file", detail=str(job.transfer.path))
            part = self._objects.upload_part(
                str(job.key), upload_id, number, body, checksum=as_checksum(digest), sent=job.told_from(sent_bytes)
            )
            if part is None:
                return self._is_gone(job)
            sent_bytes += part.size_bytes
            parts[number] = part
            if not self._table.add_part(job.transfer.id, job.owner, part, sent_bytes):
                raise Interrupted
        job.source.check()
        stored = self._objects.complete_upload(str(job.key), upload_id, [parts[number] for number in sorted(parts)])
        return self._is_gone(job) if stored is Stored.GONE else stored is Stored.NEW

    def _resume(self, job: _Job) -> tuple[str, dict[int, Part]]:
        """Return the open upload and those of its parts that hold our bytes; ("", {}) to begin anew."""
        transfer = job.transfer
        if not transfer.upload_id:
            return "", {}
        if transfer.sha256 != job.fingerprint.sha256:
            # Its metadata says other bytes.
            self.abort(transfer)
            return "", {}
        listed = self._objects.list_parts(str(job.key), transfer.upload_id)
        if listed is None:
            self._table.update(transfer.id, upload_id="", sent_bytes=0)
            return "", {}
        digests = job.fingerprint.part_digests
        good = [p for p in listed if p.number <= len(digests) and p.checksum == as_checksum(digests[p.number - 1])]
        self._table.replace_parts(transfer.id, good)
        return transfer.upload_id, {part.number: part for part in good}

    def _begin(self, job: _Job, metadata: dict[str, str]) -> str:
        """Open an upload, the only one of its key: one that a kill left unnoted is dropped."""
        for stranger in self._objects.open_uploads(str(job.key)):
            self._objects.abort_upload(str(job.key), stranger)
        upload_id = self._objects.create_upload(str(job.key), mime=job.mime, metadata=metadata)
        noted = self._table.update(
            job.transfer.id,
            owner=job.owner,
            upload_id=upload_id,
            part_size_bytes=job.fingerprint.part_size_bytes,
            sent_bytes=0,
        )
        if noted is None:
            self._objects.abort_upload(str(job.key), upload_id)
            raise Interrupted
        return upload_id

    def _is_gone(self, job: _Job) -> bool:
        """Find out what a vanished upload means: completed before, or dropped; then it begins anew, later."""
        self._table.update(job.transfer.id, owner=job.owner, upload_id="", sent_bytes=0)
        if self._has_arrived(job):
            return True
        raise Throttled("send a part", detail="the upload is gone")

    def _put_name(self, job: _Job) -> None:
        """Store the whole name beside the original, where the metadata cannot hold it."""
        text = job.transfer.filename.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        body = json.dumps({"filename": text}).encode()
        self._objects.put(
            job.key.name_json,
            body,
            checksum=as_checksum(digest_of(body)),
            mime="application/json",
            metadata={},
            sent=lambda _sent: True,
        )

    def _has_arrived(self, job: _Job) -> bool:
        """Whether the key holds our bytes already."""
        try:
            facts = self._objects.head(str(job.key))
        except AccessDenied:
            # Where the bucket may not be listed, S3 says 403 for a key that is not there.
            return False
        return facts is not None and facts.metadata.get("sha256") == job.fingerprint.sha256

    def _verify(self, job: _Job) -> Outcome:
        """Ask the store what it has, and compare: size, checksum, identity."""
        size_bytes = job.transfer.size_bytes
        checking = self._table.update(
            job.transfer.id, TransferState.CHECKING, owner=job.owner, upload_id="", sent_bytes=size_bytes
        )
        if checking is None:
            return Lost()
        job.control.progress(size_bytes)
        facts = self._objects.head(str(job.key))
        if facts is None:
            raise Throttled("verify the file", detail="not there")
        if not _is_same(facts, job):
            raise FileProblem("verify the file", reason=Reason.CHECKSUM, detail=str(job.key))
        return Arrived()


@dataclass(frozen=True, slots=True)
class _Job:
    """All that is known while one file is sent."""

    transfer: Transfer
    owner: str
    control: Control
    source: SourceFile
    fingerprint: Fingerprint
    key: OriginalKey
    mime: str

    @property
    def is_whole(self) -> bool:
        return len(self.fingerprint.part_digests) == 1

    def told_from(self, before_bytes: int) -> Callable[[int], bool]:
        def told(sent_bytes: int) -> bool:
            self.control.progress(before_bytes + sent_bytes)
            return self.control.halt is None

        return told


def _check_takeable(transfer: Transfer, source: SourceFile, connection: Connection) -> str:
    """Return the media's type; raises ``UploadRejected`` for what the newsroom will not take."""
    if transfer.size_bytes == 0:
        raise UploadRejected("check the file", reason=Reason.EMPTY)
    if transfer.size_bytes > connection.max_file_bytes:
        raise UploadRejected("check the file", reason=Reason.TOO_LARGE, detail=str(connection.max_file_bytes))
    media = sniff(source.read_head(), transfer.filename)
    if media is None:
        raise UploadRejected("check the file", reason=Reason.NOT_MEDIA)
    return media.mime


def _metadata(job: _Job, name: str) -> dict[str, str]:
    """Return the object's metadata (contract: "Originals bucket"); all of it ASCII."""
    transfer = job.transfer
    folder, _ = encode_name(clip_folder(Path(transfer.folder).name), FOLDER_METADATA_BYTES)
    metadata = {
        "sha256": job.fingerprint.sha256,
        "filename": name,
        "profile": transfer.profile.value,
        "folder": folder,
        "language": transfer.language,
    }
    return {header: value for header, value in metadata.items() if value}


def _is_same(facts: ObjectFacts, job: _Job) -> bool:
    expected = job.fingerprint.composite if "-" in facts.checksum else job.fingerprint.checksum
    return (
        facts.size_bytes == job.transfer.size_bytes
        and facts.metadata.get("sha256") == job.fingerprint.sha256
        # A store that keeps no checksums has compared them when the bytes came.
        and facts.checksum in {"", expected}
    )
