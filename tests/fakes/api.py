"""The API's smaller ports in memory: mail, credentials, links, subscribers, queues. And an application over all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from cloud.api.config import ApiConfig
from cloud.api.ports import ApiPorts
from cloud.contract.connection import Buckets, Connection, Credentials, Person
from tests.fakes.accounts import MemoryAccounts
from tests.fakes.ledger import MemoryLedger
from tests.fakes.listing import MemoryListing
from tests.fakes.store import Clock, MemoryItems, MemoryObjects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cloud.contract.accounts import Account
    from cloud.contract.record import Json


@dataclass
class FakeMail:
    """Keeps letters: (to, subject, text)."""

    letters: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, to: str, subject: str, text: str) -> None:
        """Keep one."""
        self.letters.append((to, subject, text))

    def code(self) -> str:
        """Return the code in the newest letter: the line that is set in."""
        return next(line.strip() for line in self.letters[-1][2].splitlines() if line.startswith("    "))


@dataclass
class FakeIssuer:
    """Hands out credentials that name the person."""

    clock: Clock
    denied: list[tuple[str, datetime]] = field(default_factory=list)

    def issue(self, account: Account) -> Connection:
        """Return a connection."""
        return Connection(
            newsroom="herald",
            user=Person(account.id, account.email, account.name),
            role=account.role.value,
            api_url="https://news.example",
            endpoint=None,
            region="eu-central-1",
            buckets=Buckets("originals", "derived"),
            table="media_items",
            index="feed",
            credentials=Credentials("ASIAFAKE", f"secret-of-{account.id}", "session"),
            expires_at=self.clock() + timedelta(minutes=30),
            libraries=account.libraries,
        )

    def deny_before(self, user_id: str, moment: datetime) -> None:
        """Keep who was denied, and from when."""
        self.denied.append((user_id, moment))


@dataclass
class FakeLinks:
    """Addresses that lead nowhere."""

    def download(self, key: str, version_id: str, filename: str, *, seconds: int) -> str:
        """Return an address."""
        return f"https://originals.example/{key}?versionId={version_id}&as={filename}&for={seconds}"

    def derived(self, key: str, *, seconds: int) -> str:
        """Return an address."""
        return f"https://derived.example/{key}?for={seconds}"

    def upload(self, key: str, metadata: Mapping[str, str], *, max_bytes: int, seconds: int) -> dict[str, Json]:
        """Return a form."""
        fields: dict[str, Json] = {"key": key, "max": max_bytes, "for": seconds, **metadata}
        return {"url": "https://originals.example/", "fields": fields}


@dataclass
class FakeSubscribers:
    """Keeps who is told what, by ARN."""

    subscribed: dict[str, tuple[str, Mapping[str, tuple[str, ...]]]] = field(default_factory=dict)

    def subscribe(self, email: str, attributes: Mapping[str, tuple[str, ...]]) -> str:
        """Keep one."""
        arn = f"arn:aws:sns:eu-central-1:000000000000:items:{len(self.subscribed)}"
        self.subscribed[arn] = (email, attributes)
        return arn

    def unsubscribe(self, arn: str) -> None:
        """Forget one."""
        self.subscribed.pop(arn, None)


@dataclass
class FakeWorks:
    """Queues as a test sets them."""

    waiting: dict[str, tuple[int, int]] = field(default_factory=dict)

    def queues(self) -> Mapping[str, tuple[int, int]]:
        """Return them."""
        return self.waiting


#: Settings under which a hash costs next to nothing.
CONFIG = ApiConfig(
    newsroom="herald",
    newsroom_name="The Herald",
    public_url="https://news.example",
    signing_keys=(b"k" * 32,),
    argon2_memory_kib=8,
    argon2_passes=1,
)


@dataclass
class MemoryPorts:
    """Everything that an application works with, to be looked into."""

    clock: Clock = field(default_factory=Clock)
    accounts: MemoryAccounts = field(default_factory=MemoryAccounts)
    items: MemoryItems = field(default_factory=MemoryItems)
    derived: MemoryObjects = field(default_factory=MemoryObjects)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    mail: FakeMail = field(default_factory=FakeMail)
    links: FakeLinks = field(default_factory=FakeLinks)
    subscribers: FakeSubscribers = field(default_factory=FakeSubscribers)
    works: FakeWorks = field(default_factory=FakeWorks)

    def __post_init__(self) -> None:
        self.issuer = FakeIssuer(self.clock)
        self.listing = MemoryListing(self.items)

    def ports(self) -> ApiPorts:
        """Return them as the application takes them."""
        return ApiPorts(
            accounts=self.accounts,
            items=self.items,
            listing=self.listing,
            derived=self.derived,
            ledger=self.ledger,
            mail=self.mail,
            issuer=self.issuer,
            links=self.links,
            subscribers=self.subscribers,
            works=self.works,
            now=self.clock,
        )
