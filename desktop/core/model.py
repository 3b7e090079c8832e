"""The desktop's plain data: watched folders, files on disk, transfers and their states."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cloud.contract.keys import NEWSROOM_LIBRARY
from cloud.contract.media import MediaType
from cloud.contract.status import Profile

if TYPE_CHECKING:
    from pathlib import Path


class AfterUpload(StrEnum):
    """What becomes of a file on disk once it is uploaded and verified."""

    LEAVE = "leave"
    MOVE = "move"  #: into a folder of that name in the watched one
    DELETE = "delete"  #: after some days


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What a folder's rule says about files that are in the library. Nothing is changed unless it says so."""

    do: AfterUpload = AfterUpload.LEAVE
    subfolder: str = "Uploaded"  #: for MOVE: one name, not a path
    days: int = 30  #: for DELETE: so many days after the upload, at least 1

    def __post_init__(self) -> None:
        """Refuse what could lead out of the folder, or delete at once: ``ValueError``."""
        name = self.subfolder
        if not name.strip() or name in {".", ".."} or any(letter in name for letter in "/\\:\0"):
            raise ValueError("the folder to move files to is one name")
        if self.days < 1:
            raise ValueError("files stay for a day at least")


@dataclass(frozen=True, slots=True)
class Folder:
    """A watched folder and its rule."""

    path: Path  #: absolute
    library: str = NEWSROOM_LIBRARY
    profile: Profile = Profile.FULL
    language: str = ""  #: BCP 47; "" where nobody said
    include_subfolders: bool = True
    ignore: tuple[str, ...] = ()  #: patterns beside the built-in ones
    kinds: tuple[MediaType, ...] = tuple(MediaType)  #: what of is taken
    bytes_per_s: int = 0  #: this folder's own limit beside that of the settings; 0 for none
    caption: tuple[tuple[str, str], ...] = ()  #: caption fields that are filled where a file brings nothing
    after: Afterwards = field(default_factory=Afterwards)
    saved_at: float = 0.0  #: since when the rule is so: what is done after an upload is done to later ones alone

    @property
    def name(self) -> str:
        """The folder's own name: what the library shows."""
        return self.path.name or str(self.path)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that is finished, as it was when that was decided."""

    path: Path
    folder: Folder
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that is not taken: ignored, or a link that loops."""

    path: Path
    reason: str  #: a code of ``cloud.contract.reasons.Reason``


class TransferState(StrEnum):
    """Where a file on its way stands.

    ::

        WAITING ─▶ SENDING ─▶ CHECKING ─▶ UPLOADED
           │          ├──▶ WAITING       a passing fault (with a time to try again), or the program was killed
           │          └──▶ DUPLICATE     the library has these bytes
           ├──▶ PAUSED ─▶ WAITING        by a person
           └──▶ REJECTED | FAILED | CANCELLED          FAILED, CANCELLED ─▶ WAITING  by a retry
    """

    WAITING = "waiting"
    SENDING = "sending"  #: fingerprinted or on the line; claimed by one worker
    CHECKING = "checking"  #: all bytes are there; verifying that they arrived whole
    PAUSED = "paused"
    UPLOADED = "uploaded"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in _FINAL

    @property
    def is_active(self) -> bool:
        """Whether a worker holds it."""
        return self in {TransferState.SENDING, TransferState.CHECKING}


_FINAL = {
    TransferState.UPLOADED,
    TransferState.DUPLICATE,
    TransferState.REJECTED,
    TransferState.FAILED,
    TransferState.CANCELLED,
}

#: Which state may follow which. Anything else is a bug, and raises.
TRANSITIONS: dict[TransferState, frozenset[TransferState]] = {
    TransferState.WAITING: frozenset(
        {
            TransferState.SENDING,
            TransferState.PAUSED,
            TransferState.REJECTED,
            TransferState.FAILED,
            TransferState.CANCELLED,
        }
    ),
    TransferState.SENDING: frozenset(
        {
            TransferState.CHECKING,
            TransferState.WAITING,
            TransferState.PAUSED,
            TransferState.DUPLICATE,
            TransferState.REJECTED,
            TransferState.FAILED,
            TransferState.CANCELLED,
        }
    ),
    TransferState.CHECKING: frozenset(
        {
            TransferState.UPLOADED,
            TransferState.WAITING,
            TransferState.DUPLICATE,
            TransferState.FAILED,
            TransferState.CANCELLED,
        }
    ),
    TransferState.PAUSED: frozenset({TransferState.WAITING, TransferState.CANCELLED}),
    TransferState.FAILED: frozenset({TransferState.WAITING, TransferState.CANCELLED}),
    TransferState.CANCELLED: frozenset({TransferState.WAITING}),
    TransferState.REJECTED: frozenset({TransferState.WAITING, TransferState.CANCELLED}),
    TransferState.UPLOADED: frozenset({TransferState.DUPLICATE}),
    TransferState.DUPLICATE: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart upload that has arrived."""

    number: int  #: from 1
    size_bytes: int
    etag: str
    checksum: str  #: SHA-256, base64


@dataclass(frozen=True, slots=True)
class Known:
    """What the queue knows of a path: its latest transfer, and how the file was then."""

    size_bytes: int
    mtime_ns: int
    state: TransferState

    def covers(self, size_bytes: int, mtime_ns: int) -> bool:
        """Whether the file, found again like this, needs nothing new: it is unchanged, and did not fail."""
        is_same = (self.size_bytes, self.mtime_ns) == (size_bytes, mtime_ns)
        return is_same and self.state is not TransferState.FAILED


@dataclass(frozen=True, slots=True)
class Transfer:
    """A file on its way, as the queue holds it."""

    id: str  #: the item id (ULID), made when it was queued, stored before anything is sent
    path: Path
    folder: str  #: the watched folder's absolute path
    library: str
    profile: Profile
    language: str
    size_bytes: int
    mtime_ns: int
    state: TransferState
    queued_at: float  #: seconds since the epoch
    reason: str = ""  #: a code of ``cloud.contract.reasons.Reason``
    detail: str = ""  #: a fact for the sentence: the size allowed, the folder that is away
    sha256: str = ""
    duplicate_of: str = ""  #: the item that has the bytes
    upload_id: str = ""  #: of an open multipart upload
    part_size_bytes: int = 0
    parts: tuple[Part, ...] = field(default=())
    sent_bytes: int = 0
    attempts: int = 0  #: failed tries since the person last asked
    not_before: float = 0.0  #: wait until then (seconds since the epoch)
    ended_at: float = 0.0  #: when nothing more happened by itself: ended, or paused by a person

    @property
    def filename(self) -> str:
        """The file's own name."""
        return self.path.name

    @property
    def known(self) -> Known:
        """What it says of its file."""
        return Known(self.size_bytes, self.mtime_ns, self.state)

    @property
    def item_id(self) -> str:
        """The item that holds the bytes: the other's for a duplicate."""
        return self.duplicate_of or self.id
