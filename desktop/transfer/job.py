"""All that is known while one file is sent, and the rules that need nothing else. Runs in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.contract.keys import clip_folder, encode_name, may_write
from cloud.contract.media import claims_media, sniff
from cloud.contract.reasons import Reason
from desktop.core.errors import FileChanged, FileProblem, UploadRejected
from desktop.core.model import TransferState
from desktop.transfer.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.connection import Connection
    from cloud.contract.keys import OriginalKey
    from desktop.core.model import Transfer
    from desktop.core.objects import ObjectFacts
    from desktop.transfer.control import Control
    from desktop.transfer.source import Fingerprint, SourceFile

#: Of a folder's name in the metadata: name, folder and the rest stay within S3's 2 KB.
FOLDER_METADATA_BYTES = 512


@dataclass(frozen=True, slots=True)
class Job:
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
        """Whether it is sent in one piece."""
        return len(self.fingerprint.part_digests) == 1

    def read_part(self, number: int) -> bytes:
        """Return one part with the bytes that were fingerprinted; raises ``FileChanged`` for any others."""
        self.control.check()
        self.source.check()
        body = self.source.read_part(number, self.fingerprint.part_size_bytes)
        if digest_of(body) != self.fingerprint.part_digests[number - 1]:
            raise FileChanged("send the file", detail=str(self.transfer.path))
        self.source.check()
        return body

    def told_from(self, before_bytes: int) -> Callable[[int], bool]:
        """Return what the store tells of one request, after so many bytes of earlier ones."""
        paced_bytes = 0

        def told(sent_bytes: int) -> bool:
            nonlocal paced_bytes
            self.control.progress(before_bytes + sent_bytes)
            # A body may be read twice, to be signed and to be sent: it is paid for once.
            if sent_bytes > paced_bytes:
                self.control.pace(sent_bytes - paced_bytes)
                paced_bytes = sent_bytes
            return self.control.halt is None

        return told


def check_takeable(transfer: Transfer, source: SourceFile, connection: Connection) -> str:
    """Return the media's type; raises ``FileProblem`` for what the newsroom will not take."""
    if not may_write(transfer.library, connection.user.id):
        # A folder of somebody who was signed in before: its files are not this person's, and stop nobody else's.
        raise FileProblem("check the file", reason=Reason.ACCESS_DENIED, detail=transfer.library)
    if transfer.size_bytes == 0:
        raise UploadRejected("check the file", reason=Reason.EMPTY)
    if transfer.size_bytes > connection.max_file_bytes:
        raise UploadRejected("check the file", reason=Reason.TOO_LARGE, detail=str(connection.max_file_bytes))
    media = sniff(source.read_head(), transfer.filename)
    if media is None:
        reason = Reason.NOT_MEDIA if claims_media(transfer.filename) else Reason.OTHER_KIND
        raise UploadRejected("check the file", reason=reason)
    return media.mime


def arrived_wrong(transfer: Transfer) -> bool:
    """Whether other bytes than the file's lie under its key: nothing may be put there again, nor be deleted."""
    return transfer.state is TransferState.FAILED and transfer.reason == Reason.CHECKSUM


def make_metadata(job: Job, name: str) -> dict[str, str]:
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


def is_same(facts: ObjectFacts, job: Job) -> bool:
    """Whether the store holds what was sent: size, identity, and its own checksum."""
    expected = job.fingerprint.composite if "-" in facts.checksum else job.fingerprint.checksum
    return (
        facts.size_bytes == job.transfer.size_bytes
        and facts.metadata.get("sha256") == job.fingerprint.sha256
        # A store that keeps no checksums has compared them when the bytes came.
        and facts.checksum in {"", expected}
    )
