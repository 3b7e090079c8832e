"""A large file in parts: begun once, each part noted on disk, resumed after a kill, joined. Runs in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import AccessDenied, Throttled
from desktop.core.objects import Interrupted, Stored
from desktop.transfer.source import as_checksum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.model import Part
    from desktop.core.objects import ObjectStore
    from desktop.library.transfers import TransferTable
    from desktop.transfer.job import Job


class PartSender:
    """Sends files in parts to one bucket."""

    def __init__(self, objects: ObjectStore, table: TransferTable) -> None:
        self._objects = objects
        self._table = table

    def send(self, job: Job, metadata: Mapping[str, str]) -> bool:
        """Bring the bytes there; False where an object is there already."""
        upload_id, parts = self._resume(job)
        if not upload_id:
            upload_id, parts = self._begin(job, metadata), {}
        job.control.answered()
        sent_bytes = sum(part.size_bytes for part in parts.values())
        job.control.progress(sent_bytes)
        for number, digest in enumerate(job.fingerprint.part_digests, start=1):
            if number in parts:
                continue
            body = job.read_part(number)
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

    def _resume(self, job: Job) -> tuple[str, dict[int, Part]]:
        """Return the open upload and those of its parts that hold our bytes; ("", {}) to begin anew."""
        transfer = job.transfer
        if not transfer.upload_id:
            return "", {}
        if transfer.sha256 != job.fingerprint.sha256:
            # Its metadata says other bytes.
            self._objects.abort_upload(str(job.key), transfer.upload_id)
            self._table.forget_upload(transfer.id, transfer.upload_id)
            return "", {}
        listed = self._objects.list_parts(str(job.key), transfer.upload_id)
        if listed is None:
            self._table.forget_upload(transfer.id, transfer.upload_id)
            return "", {}
        digests = job.fingerprint.part_digests
        good = [p for p in listed if p.number <= len(digests) and p.checksum == as_checksum(digests[p.number - 1])]
        self._table.replace_parts(transfer.id, good)
        return transfer.upload_id, {part.number: part for part in good}

    def _begin(self, job: Job, metadata: Mapping[str, str]) -> str:
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

    def _is_gone(self, job: Job) -> bool:
        """Find out what a vanished upload means: completed before, or dropped; then it begins anew, later."""
        self._table.update(job.transfer.id, owner=job.owner, upload_id="", sent_bytes=0)
        if has_arrived(self._objects, job):
            return True
        raise Throttled("send a part", code="the upload is gone")


def has_arrived(objects: ObjectStore, job: Job) -> bool:
    """Whether the key holds our bytes already."""
    try:
        facts = objects.head(str(job.key))
    except AccessDenied:
        # Where the bucket may not be listed, S3 says 403 for a key that is not there.
        return False
    return facts is not None and facts.metadata.get("sha256") == job.fingerprint.sha256
