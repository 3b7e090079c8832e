"""A bucket as the functions see it. Plain data and a protocol; any thread.

``s3.py`` is the real bucket; ``tests/fakes`` has one in memory that passes the same tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class ObjectMissingError(Exception):
    """There is no such object, or no such version of it."""


@dataclass(frozen=True, slots=True)
class ObjectHead:
    """What is known of an object without reading it."""

    key: str
    size_bytes: int
    modified: str  #: ``now_text``
    version_id: str = ""  #: "" in a bucket that keeps no versions
    metadata: Mapping[str, str] = field(default_factory=dict)  #: names in lower case


@dataclass(frozen=True, slots=True)
class ObjectVersion:
    """One version of an object."""

    key: str
    version_id: str


class ObjectStore(Protocol):
    """One bucket."""

    def head(self, key: str, version_id: str = "") -> ObjectHead:
        """Return what is known of an object; raises ``ObjectMissingError``."""
        ...

    def read(self, key: str, version_id: str = "", *, limit_bytes: int | None = None) -> bytes:
        """Return an object, or its first bytes; raises ``ObjectMissingError``."""
        ...

    def fetch(self, key: str, path: Path, version_id: str = "") -> str:
        """Copy an object to a file; return the SHA-256 (hexadecimal) of its bytes; raises ``ObjectMissingError``."""
        ...

    def write(self, key: str, body: bytes, content_type: str) -> None:
        """Put an object, over one that is there."""
        ...

    def write_file(self, key: str, path: Path, content_type: str) -> None:
        """Put a file of at most 5 GB, without holding it in memory."""
        ...

    def remove(self, key: str) -> None:
        """Remove an object; nothing happens where there is none."""
        ...

    def remove_version(self, key: str, version_id: str) -> None:
        """Remove one version of an object for good; nothing happens where there is none."""
        ...

    def list(self, prefix: str) -> Iterator[str]:
        """Return the keys that begin so, in order."""
        ...

    def versions(self, prefix: str) -> Iterator[ObjectVersion]:
        """Return all versions of the objects whose keys begin so, newest first within a key."""
        ...
