"""The connection document: what a desktop needs to work with a newsroom.

``POST /api/credentials`` answers it, and the embedded cloud writes it to ``DATA/cloud/connection.json`` (mode 0600).
Its credentials are always those of the desktop role.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

#: A label of a host's name, which a region becomes.
_REGION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


class BadConnectionError(ValueError):
    """The document is no connection; the message names the field and what is wrong with it, and shows no value."""


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
        except (ValueError, RecursionError) as error:
            raise BadConnectionError("it is no JSON") from error
        read = _Reader(document)
        user, buckets, credentials = read.part("user"), read.part("buckets"), read.part("credentials")
        return cls(
            newsroom=read.text("newsroom"),
            user=Person(id=user.text("id"), email=user.text("email"), name=user.text("name")),
            role=read.text("role"),
            api_url=read.address("api_url"),
            endpoint=read.address("endpoint"),
            region=read.region("region"),
            buckets=Buckets(buckets.text("originals"), buckets.text("derived")),
            table=read.text("table"),
            index=read.text("index"),
            credentials=Credentials(
                credentials.text("access_key_id"),
                credentials.text("secret_access_key"),
                credentials.text("session_token"),
            ),
            expires_at=read.moment("expires_at"),
            libraries=read.texts("libraries", ("newsroom",)),
            max_file_bytes=read.size("max_file_bytes", 5 * 1024**4),
        )


class _Reader:
    """Reads one object of a document; what is wrong is named by its field, never by its value, which may be secret."""

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, dict):
            raise BadConnectionError(f"{where or 'the document'} is no object")
        self._object = value
        self._where = where

    def part(self, name: str) -> _Reader:
        """Return the object in a field."""
        return _Reader(self._get(name), self._name(name))

    def text(self, name: str) -> str:
        """Return a field that is a text."""
        value = self._get(name)
        if not isinstance(value, str):
            raise BadConnectionError(f"{self._name(name)} is no text")
        return value

    def texts(self, name: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        """Return a field that is a list of texts, and may be left out."""
        value = self._object.get(name, list(otherwise))
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise BadConnectionError(f"{self._name(name)} is no list of texts")
        return tuple(value)

    def size(self, name: str, otherwise: int) -> int:
        """Return a field that is a number of bytes, and may be left out."""
        value = self._object.get(name, otherwise)
        if type(value) is not int or value <= 0:
            raise BadConnectionError(f"{self._name(name)} is no number of bytes")
        return value

    def moment(self, name: str) -> datetime:
        """Return a field that is a moment, of a known time zone."""
        try:
            moment = datetime.fromisoformat(self.text(name))
        except ValueError as error:
            raise BadConnectionError(f"{self._name(name)} is no moment such as 2026-11-22T12:00:00Z") from error
        if moment.tzinfo is None:
            raise BadConnectionError(f"{self._name(name)} names no time zone")
        return moment

    def region(self, name: str) -> str:
        """Return a field that names a region: a part of a host's name."""
        region = self.text(name)
        if not _REGION.fullmatch(region):
            raise BadConnectionError(f"{self._name(name)} is no region such as eu-central-1")
        return region

    def address(self, name: str) -> str | None:
        """Return a field that is an address on the web, or null."""
        if self._get(name) is None:
            return None
        address = self.text(name)
        try:
            url = urlsplit(address)
            is_one = url.scheme in {"http", "https"} and bool(url.hostname) and url.port != 0
        except ValueError:
            is_one = False
        if not is_one or not address.isprintable() or " " in address:
            raise BadConnectionError(f"{self._name(name)} is no address such as https://example.org, and not null")
        return address

    def _get(self, name: str) -> object:
        if name not in self._object:
            raise BadConnectionError(f"{self._name(name)} is missing")
        return self._object[name]

    def _name(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name
