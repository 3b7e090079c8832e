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
from typing import TYPE_CHECKING, Protocol

from cloud.contract.keys import FILENAME_METADATA_BYTES, OriginalKey, encode_name
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus
from desktop.core.errors import FileChanged, FileProblem, LibraryProblem, Throttled
from desktop.core.model import TransferState
from desktop.core.objects import Stored
from desktop.transfer.job import Job, arrived_wrong, check_takeable, is_same, make_metadata
from desktop.transfer.parts import PartSender, has_arrived
from desktop.transfer.source import Facts, SourceFile, as_checksum, choose_part_size, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.connection import Connection
    from cloud.contract.item import Item
    from desktop.core.model import Transfer
    from desktop.core.objects import ObjectStore
    from desktop.core.settings import Settings
    from desktop.library.transfers import TransferTable
    from desktop.transfer.control import Control
    from desktop.transfer.source import Fingerprint

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
        self._parts = PartSender(objects, table)
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
        mime = check_takeable(transfer, source, connection)
        fingerprint = self._fingerprint(transfer, source, control)
        key = OriginalKey.of(transfer.library, connection.user.id, transfer.id, transfer.filename)
        holder = self._table.hold_sha256(transfer.id, owner, fingerprint.sha256)
        if holder != "":
            return Lost() if holder is None else Behind()
        duplicate = self._find_duplicate(transfer, fingerprint.sha256)
        if duplicate:
            return Duplicate(duplicate)
        job = Job(transfer, owner, control, source, fingerprint, key, mime)
        if (transfer.sha256 and has_arrived(self._objects, job)) or self._send(job):
            return self._verify(job)
        # Nothing was stored because something is there.
        return self._verify(job) if has_arrived(self._objects, job) else Superseded()

    def abort(self, transfer: Transfer) -> None:
        """Drop what a transfer has open in the store, and note it; raises ``SnapStreamError``."""
        if transfer.upload_id:
            owner_id = self._connection().user.id
            key = OriginalKey.of(transfer.library, owner_id, transfer.id, transfer.filename)
            self._objects.abort_upload(str(key), transfer.upload_id)
            # Meanwhile it may be on its way again, with an upload of its own.
            self._table.forget_upload(transfer.id, transfer.upload_id)

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
        if not known or known == transfer.id:
            return ""
        brought = self._table.get(known)
        # The item that came of other bytes than ours says ours, because its metadata does.
        return "" if brought is not None and arrived_wrong(brought) else known

    def _send(self, job: Job) -> bool:
        """Bring the bytes there; False where an object is there already."""
        name, is_shortened = encode_name(job.transfer.filename, self._name_bytes)
        if is_shortened:
            self._put_name(job)
        metadata = make_metadata(job, name)
        if job.is_whole and not job.transfer.upload_id:
            body = job.read_part(1)
            stored = self._objects.put(
                str(job.key),
                body,
                checksum=job.fingerprint.checksum,
                mime=job.mime,
                metadata=metadata,
                sent=job.told_from(0),
            )
            return stored is Stored.NEW
        return self._parts.send(job, metadata)

    def _put_name(self, job: Job) -> None:
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

    def _verify(self, job: Job) -> Outcome:
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
            raise Throttled("verify the file", code="not there")
        if not is_same(facts, job):
            raise FileProblem("verify the file", reason=Reason.CHECKSUM, code=str(job.key))
        return Arrived()
