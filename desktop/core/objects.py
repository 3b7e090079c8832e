"""The seam to object storage: what transfer and sync need of it.

Implemented by ``desktop.aws.objects`` and, for tests, by ``tests.fakes.objects``.

Methods block and may be called from any thread. They raise ``ServiceProblem`` and ``AccountProblem``; what is an answer
and no fault (it is there already, it is gone) is returned. Checksums are SHA-256 in base64: the store compares what it
received with them and refuses anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from desktop.core.model import Part

#: Told how many bytes of this call went through so far; answers whether to go on.
Sent: TypeAlias = Callable[[int], bool]


class Interrupted(Exception):
    """The caller asked to stop in the middle."""


class Stored(StrEnum):
    """What became of storing an object."""

    NEW = "new"
    EXISTS = "exists"  #: there is an object of this key already; nothing was stored
    GONE = "gone"  #: the multipart upload is over: completed before, aborted, or unknown


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What the store says about an object."""

    size_bytes: int
    checksum: str  #: SHA-256 in base64; ``…-N`` for N parts; "" where there is none
    metadata: Mapping[str, str]


class ObjectStore(Protocol):
    """One bucket."""

    def put(
        self, key: str, body: bytes, *, checksum: str, mime: str, metadata: Mapping[str, str], sent: Sent
    ) -> Stored:
        """Store a small object unless one is there: NEW or EXISTS."""
        ...

    def head(self, key: str) -> ObjectFacts | None:
        """Return what is stored under the key; None where nothing is."""
        ...

    def create_upload(self, key: str, *, mime: str, metadata: Mapping[str, str]) -> str:
        """Begin a multipart upload; returns its id."""
        ...

    def upload_part(
        self, key: str, upload_id: str, number: int, body: bytes, *, checksum: str, sent: Sent
    ) -> Part | None:
        """Store one part; None where the upload is gone."""
        ...

    def complete_upload(self, key: str, upload_id: str, parts: Sequence[Part]) -> Stored:
        """Make the object of its parts unless one is there: NEW, EXISTS or GONE."""
        ...

    def abort_upload(self, key: str, upload_id: str) -> None:
        """Drop an upload and its parts; that it is gone already is fine."""
        ...

    def list_parts(self, key: str, upload_id: str) -> tuple[Part, ...] | None:
        """Return the parts that arrived; None where the upload is gone."""
        ...

    def open_uploads(self, key: str) -> tuple[str, ...]:
        """Return the ids of the multipart uploads open for exactly this key; () where listing them is not allowed."""
        ...

    def get_file(self, key: str, target: Path, *, received: Sent | None = None) -> bool:
        """Fetch an object into a file, whole or not at all; False where there is none. ``StorageFull`` for no room."""
        ...

    def get_bytes(self, key: str) -> bytes | None:
        """Fetch a small object; None where there is none."""
        ...

    def presign_get(self, key: str, expires_s: int) -> str:
        """Return an address from which the object can be read for a while, without credentials."""
        ...
