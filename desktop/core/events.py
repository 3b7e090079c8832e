"""What happens, told to whoever shows it: small frozen records, posted from any thread.

A producer gets a ``Post`` and knows nothing of its readers. The window's bridge keeps the latest progress for each
transfer and never drops a change of state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TransferChanged:
    """A transfer is new, has another state, or has another reason."""

    transfer_id: str


@dataclass(frozen=True, slots=True)
class TransferProgress:
    """Bytes went through; the latest for each transfer is enough."""

    transfer_id: str
    sent_bytes: int  #: may go down when a part is sent again
    total_bytes: int
    bytes_per_s: float


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The whole queue was paused, resumed or reordered."""

    paused: bool


@dataclass(frozen=True, slots=True)
class ItemsChanged:
    """Items of the library are new, changed or gone; the cache already says so."""

    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThumbnailReady:
    """A thumbnail lies in the disk cache now."""

    item_id: str


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a first sync is."""

    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class CloudProgress:
    """How far the start of the embedded cloud is; ``step`` 0 when it is ready."""

    text: str
    step: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Synced:
    """The library is as the newsroom has it; the latest is enough."""

    at: float  #: seconds since the epoch


class Link(StrEnum):
    """How things stand between here and the newsroom."""

    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection to the newsroom came or went."""

    link: Link
    since: float  #: seconds since the epoch


@dataclass(frozen=True, slots=True)
class SignInNeeded:
    """The newsroom takes this sign-in no more: transfers wait. Said once, until somebody signs in."""

    newsroom: str
    email: str
    why: str = ""  #: "" for a session that has ended, ``disabled`` where an admin switched the account off


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is signed in; what waited goes on by itself."""

    newsroom: str
    email: str


@dataclass(frozen=True, slots=True)
class FolderChanged:
    """A watched folder was added, removed, went away or came back."""

    path: str
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class FolderScanned:
    """A watched folder has been looked through, and every file that was there is taken, skipped or given up."""

    path: str


@dataclass(frozen=True, slots=True)
class FileTaken:
    """A finished file was handed to the queue; the same transfer again for one that was sent in an earlier run."""

    path: str
    transfer_id: str


@dataclass(frozen=True, slots=True)
class FileHeld:
    """A file was met and is not taken yet; ``FileTaken`` or ``FileSkipped`` follows, or it goes away."""

    path: str
    reason: str = ""  #: why the queue could not take it; "" while it is not known to be finished


@dataclass(frozen=True, slots=True)
class FileSkipped:
    """A file of a watched folder is not taken; said once for each path and reason."""

    path: str
    reason: str  #: a code of ``cloud.contract.reasons.Reason``


@dataclass(frozen=True, slots=True)
class ProblemRaised:
    """Something a person should read, once: a full disk, a rebuilt cache, a limit of the system."""

    reason: str  #: a code of ``cloud.contract.reasons.Reason``, or one of ``desktop.core.words``
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProblemSolved:
    """What ``ProblemRaised`` said no longer holds."""

    reason: str


@dataclass(frozen=True, slots=True)
class ActivityNoted:
    """Something was written down for the page Activity; the latest is enough."""


Event: TypeAlias = (
    TransferChanged
    | TransferProgress
    | QueueChanged
    | ItemsChanged
    | ThumbnailReady
    | SyncProgress
    | Synced
    | CloudProgress
    | LinkChanged
    | SignInNeeded
    | SignedIn
    | FolderChanged
    | FolderScanned
    | FileTaken
    | FileHeld
    | FileSkipped
    | ProblemRaised
    | ProblemSolved
    | ActivityNoted
)
Post: TypeAlias = Callable[[Event], None]
