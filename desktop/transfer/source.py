"""The file on disk as an upload sees it: looked at, fingerprinted, read in parts, and watched for changes meanwhile.

Runs in the worker that sends the file. Raises ``FileUnreadable`` and ``FileChanged``, never ``OSError``.
"""

from __future__ import annotations

import base64
import hashlib
import math
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.media import HEAD_BYTES
from cloud.contract.reasons import Reason
from desktop.core.errors import FileChanged, FileUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: How much is hashed between two looks at the control.
_READ_BYTES = 4 << 20
#: Amazon S3 User Guide, "Amazon S3 multipart upload limits".
MIN_PART_BYTES = 5 << 20
MAX_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file system says."""

    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The SHA-256 of a file and of each of its parts."""

    digest: bytes
    part_size_bytes: int
    part_digests: tuple[bytes, ...]

    @property
    def sha256(self) -> str:
        """The identity, as records have it."""
        return self.digest.hex()

    @property
    def checksum(self) -> str:
        """What the store says of the object when it was put in one piece."""
        return as_checksum(self.digest)

    @property
    def composite(self) -> str:
        """What the store says when it was put in these parts (S3 User Guide, "Checking object integrity")."""
        joined = hashlib.sha256(b"".join(self.part_digests)).digest()
        return f"{as_checksum(joined)}-{len(self.part_digests)}"


class SourceFile:
    """One file, expected to be as it was when it was queued."""

    def __init__(self, path: Path, expected: Facts) -> None:
        self._path = path
        self._expected = expected

    @property
    def size_bytes(self) -> int:
        """The size it must have."""
        return self._expected.size_bytes

    def check(self) -> None:
        """Raise ``FileChanged`` where it is no longer as expected."""
        if look(self._path) != self._expected:
            raise FileChanged("send the file", detail=str(self._path))

    def read_head(self) -> bytes:
        """Return its beginning, enough to tell what it is."""
        return self._read(0, min(HEAD_BYTES, self.size_bytes))

    def read_part(self, number: int, part_size_bytes: int) -> bytes:
        """Return part ``number``, counted from 1."""
        start = (number - 1) * part_size_bytes
        return self._read(start, min(part_size_bytes, self.size_bytes - start))

    def fingerprint(self, part_size_bytes: int, check: Callable[[], None]) -> Fingerprint:
        """Read all of it once; ``check`` is called in between and may raise."""
        whole = hashlib.sha256()
        digests: list[bytes] = []
        with _readable(self._path), self._path.open("rb", buffering=0) as file:
            left_bytes = self.size_bytes
            while left_bytes:
                part = hashlib.sha256()
                left_in_part = min(part_size_bytes, left_bytes)
                left_bytes -= left_in_part
                while left_in_part:
                    check()
                    piece = file.read(min(_READ_BYTES, left_in_part))
                    if not piece:
                        raise FileChanged("read the file", detail=str(self._path))
                    whole.update(piece)
                    part.update(piece)
                    left_in_part -= len(piece)
                digests.append(part.digest())
        self.check()
        return Fingerprint(whole.digest(), part_size_bytes, tuple(digests))

    def _read(self, start: int, size_bytes: int) -> bytes:
        with _readable(self._path), self._path.open("rb", buffering=0) as file:
            file.seek(start)
            pieces: list[bytes] = []
            left_bytes = size_bytes
            while left_bytes:
                piece = file.read(left_bytes)
                if not piece:
                    raise FileChanged("read the file", detail=str(self._path))
                pieces.append(piece)
                left_bytes -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def look(path: Path) -> Facts:
    """Return what the file system says of a file; raises ``FileUnreadable`` where it is gone, or no file."""
    with _readable(path):
        status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise FileUnreadable("look at the file", reason=Reason.UNREADABLE, detail=f"{path} is no file")
    return Facts(status.st_size, status.st_mtime_ns)


def choose_part_size(size_bytes: int, wished_bytes: int) -> int:
    """Return the wished size of parts, larger where there would be too many of them."""
    # Whole MiB, so that the number says something to whoever reads a log.
    least_mib = math.ceil(size_bytes / MAX_PARTS / (1 << 20))
    return max(wished_bytes, MIN_PART_BYTES, least_mib << 20)


def digest_of(body: bytes) -> bytes:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(body).digest()


def as_checksum(digest: bytes) -> str:
    """Return a digest as the store writes it."""
    return base64.b64encode(digest).decode("ascii")


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileUnreadable("read the file", reason=Reason.VANISHED, detail=os.fspath(path.parent)) from error
    except OSError as error:
        raise FileUnreadable("read the file", reason=Reason.UNREADABLE, detail=error.strerror or "") from error
