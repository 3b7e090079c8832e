"""The connection document: what a desktop needs to work with a newsroom.

``POST /api/credentials`` answers it, and the embedded cloud writes it to ``DATA/cloud/connection.json`` (mode 0600).
Its credentials are always those of the desktop role.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime


class BadConnectionError(ValueError):
    """The document is no connection; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Buckets:
    """The names of the two buckets."""

    originals: str
    derived: str


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Short-lived STS credentials of the desktop role."""

    access_key_id: str
    secret_access_key: str
    session_token: str

    def __repr__(self) -> str:  # never into a log
        return "Credentials(…)"


@dataclass(frozen=True, slots=True)
class Connection:
    """One newsroom, one person, for a while."""

    newsroom: str  #: an id that is a safe folder name, ``local`` for the embedded cloud
    user: Person
    role: str  #: member, desk, admin or service
    api_url: str | None
    endpoint: str | None  #: None on AWS itself
    region: str
    buckets: Buckets
    table: str
    index: str  #: the index that sync reads: ``feed``
    credentials: Credentials
    expires_at: datetime
    libraries: tuple[str, ...] = ("newsroom",)  #: what this person may see
    max_file_bytes: int = 5 * 1024**4  #: S3's largest object (Amazon S3 User Guide, "Uploading objects")

    @property
    def is_local(self) -> bool:
        """Whether this is the embedded cloud on this computer."""
        return self.newsroom == "local"

    def to_json(self) -> str:
        """Write the document."""
        document = asdict(self)
        document["expires_at"] = self.expires_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return json.dumps(document, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Connection:
        """Read the document, ignoring what a later version added; raises ``BadConnectionError``."""
        try:
            document = json.loads(text)
            return cls(
                newsroom=str(document["newsroom"]),
                user=Person(**{key: str(document["user"][key]) for key in ("id", "email", "name")}),
                role=str(document["role"]),
                api_url=document["api_url"],
                endpoint=document["endpoint"],
                region=str(document["region"]),
                buckets=Buckets(str(document["buckets"]["originals"]), str(document["buckets"]["derived"])),
                table=str(document["table"]),
                index=str(document["index"]),
                credentials=Credentials(
                    str(document["credentials"]["access_key_id"]),
                    str(document["credentials"]["secret_access_key"]),
                    str(document["credentials"]["session_token"]),
                ),
                expires_at=datetime.fromisoformat(document["expires_at"]),
                libraries=tuple(str(name) for name in document.get("libraries", ("newsroom",))),
                max_file_bytes=int(document.get("max_file_bytes", 5 * 1024**4)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadConnectionError(f"not a connection document: {error}") from error
