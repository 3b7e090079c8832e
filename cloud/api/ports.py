"""All that the API works with, as ports: so that the same application runs on AWS, embedded, and on memory in tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from cloud.contract.accounts import Account
    from cloud.contract.connection import Connection, Credentials
    from cloud.contract.record import Json
    from cloud.store.accounts import AccountStore
    from cloud.store.chores import ChoreStore
    from cloud.store.items import ItemStore
    from cloud.store.ledger import Ledger
    from cloud.store.listing import ItemListing
    from cloud.store.objects import ObjectStore


class Mail(Protocol):
    """Letters to people."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one letter."""
        ...


class Issuer(Protocol):
    """Short-lived credentials of the desktop role."""

    def issue(self, account: Account) -> Connection:
        """Return the connection document of a person, under a session policy of their own."""
        ...

    def deny_before(self, user_id: str, moment: datetime) -> None:
        """Deny all credentials of a person that were issued before a moment (``aws:TokenIssueTime``)."""
        ...


class Links(Protocol):
    """Presigned addresses."""

    def longest_s(self) -> int | None:
        """Return how long an address that is made now can be good: as the credentials are; None for no bound."""
        ...

    def download(self, key: str, version_id: str, filename: str, *, seconds: int) -> str:
        """Return where one version of an original can be fetched."""
        ...

    def derived(self, key: str, *, seconds: int) -> str:
        """Return where a derived object can be fetched."""
        ...

    def upload(
        self,
        key: str,
        metadata: Mapping[str, str],
        *,
        max_bytes: int,
        seconds: int,
        credentials: Credentials | None = None,
    ) -> dict[str, Json]:
        """Return the form of a presigned POST: ``{"url": …, "fields": {…}}``.

        ``credentials`` are those of the person who uploads (``Issuer.issue``): the API itself may put no original.
        """
        ...


class Subscribers(Protocol):
    """Who is told by e-mail."""

    def subscribe(self, email: str, attributes: Mapping[str, tuple[str, ...]]) -> str:
        """Subscribe an address to notices with these attributes; return the subscription's ARN."""
        ...

    def unsubscribe(self, arn: str) -> None:
        """End a subscription."""
        ...


@dataclass(frozen=True, slots=True)
class Backlog:
    """How one queue stands."""

    waiting: int
    dead: int
    oldest_s: int | None = None  #: how long the oldest message has waited; None where nobody measures it


class Works(Protocol):
    """How the cloud stands."""

    def queues(self) -> Mapping[str, Backlog]:
        """Return how each queue stands, by its name."""
        ...


@dataclass(frozen=True, slots=True)
class ApiPorts:
    """The ports."""

    accounts: AccountStore
    chores: ChoreStore
    items: ItemStore
    listing: ItemListing
    derived: ObjectStore
    ledger: Ledger | None
    mail: Mail
    issuer: Issuer
    links: Links
    subscribers: Subscribers
    works: Works
    now: Callable[[], datetime]
