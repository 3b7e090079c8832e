"""The API's smaller ports in memory: mail, credentials, links, subscribers, queues. And a newsroom over all of them.

``Newsroom`` is the application as its clients see it, with people in it and a clock that tests turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Response, after_this_request, has_request_context
from flask.testing import FlaskClient

from cloud.api.app import create_app
from cloud.api.config import ApiConfig
from cloud.api.context import CONTEXT, Context
from cloud.api.outbox import do
from cloud.api.ports import ApiPorts, Backlog
from cloud.contract.accounts import Account, AccountState, Role
from cloud.contract.connection import Buckets, Connection, Credentials
from cloud.contract.connection import Person as ConnectedPerson
from cloud.contract.keys import new_item_id
from cloud.contract.record import now_text
from cloud.store.accounts import AuditEntry, Person
from tests.fakes.accounts import MemoryAccounts
from tests.fakes.chores import MemoryChores
from tests.fakes.ledger import MemoryLedger
from tests.fakes.listing import MemoryListing
from tests.fakes.store import Clock, MemoryItems, MemoryObjects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from flask_openapi3.openapi import OpenAPI
    from werkzeug.test import TestResponse

    from cloud.contract.record import Json


@dataclass
class FakeMail:
    """Keeps letters: (to, subject, text)."""

    letters: list[tuple[str, str, str]] = field(default_factory=list)
    on_send: Callable[[], object] = lambda: None

    def send(self, to: str, subject: str, text: str) -> None:
        """Keep one."""
        self.on_send()
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
            user=ConnectedPerson(account.id, account.email, account.name),
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

    longest: int | None = None  #: as the credentials that sign are good

    def longest_s(self) -> int | None:
        """Return how long an address can be good."""
        return self.longest

    def download(self, key: str, version_id: str, filename: str, *, seconds: int) -> str:
        """Return an address."""
        return f"https://originals.example/{key}?versionId={version_id}&as={filename}&for={seconds}"

    def derived(self, key: str, *, seconds: int) -> str:
        """Return an address."""
        return f"https://derived.example/{key}?for={seconds}"

    def upload(
        self,
        key: str,
        metadata: Mapping[str, str],
        *,
        max_bytes: int,
        seconds: int,
        credentials: Credentials | None = None,
    ) -> dict[str, Json]:
        """Return a form."""
        signer = credentials.access_key_id if credentials is not None else "the API"
        fields: dict[str, Json] = {"key": key, "max": max_bytes, "for": seconds, "by": signer, **metadata}
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

    waiting: dict[str, Backlog] = field(default_factory=dict)

    def queues(self) -> Mapping[str, Backlog]:
        """Return them."""
        return self.waiting


class AfterAnswers:
    """An ``Outbox`` that does it when the answer was read, so that a test knows when it is done."""

    def start(self) -> None:
        """Make no rounds: a test calls ``chores.go_round``."""

    def put(self, work: Callable[[], None]) -> None:
        """Do something after the answer; at once where it comes after one."""
        if not has_request_context():
            do(work)
            return

        @after_this_request
        def _put(response: Response) -> Response:
            response.call_on_close(lambda: do(work))
            return response


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
    chores: MemoryChores = field(default_factory=MemoryChores)
    items: MemoryItems = field(default_factory=MemoryItems)
    derived: MemoryObjects = field(default_factory=MemoryObjects)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    mail: FakeMail = field(default_factory=FakeMail)
    links: FakeLinks = field(default_factory=FakeLinks)
    subscribers: FakeSubscribers = field(default_factory=FakeSubscribers)
    works: FakeWorks = field(default_factory=FakeWorks)

    def __post_init__(self) -> None:
        self.issuer = FakeIssuer(self.clock)
        self.listing = MemoryListing.following(self.items)

    def ports(self) -> ApiPorts:
        """Return them as the application takes them."""
        return ApiPorts(
            accounts=self.accounts,
            chores=self.chores,
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


#: What people sign in with here.
PASSWORD = "a long walk home"  # noqa: S105 -- of nobody
#: Where a client calls from, unless it says otherwise (RFC 5737).
ADDRESS = "192.0.2.1"


class _Client(FlaskClient):
    """Reads an answer to its end, as a real client does; what is done after an answer is done then."""

    def open(self, *args: Any, **options: Any) -> TestResponse:  # noqa: ANN401 -- werkzeug's signature
        options.setdefault("buffered", True)
        return super().open(*args, **options)


class Newsroom:
    """The application over memory, as its clients see it. Every answer is held to the OpenAPI document."""

    def __init__(self, memory: MemoryPorts | None = None, **settings: Any) -> None:  # noqa: ANN401 -- ``ApiConfig``'s
        self.memory = memory or MemoryPorts()
        self.clock = self.memory.clock
        self.config = replace(CONFIG, **settings)
        self.app: OpenAPI = create_app(self.config, self.memory.ports(), checks_answers=True, outbox=AfterAnswers())
        self.app.testing = True
        self.app.test_client_class = _Client
        self.client = self.app.test_client()

    @property
    def context(self) -> Context:
        """What the application works with."""
        found = self.app.extensions[CONTEXT]
        assert isinstance(found, Context)
        return found

    def add(self, email: str, role: Role = Role.MEMBER, state: AccountState = AccountState.ACTIVE) -> Account:
        """Put a person who signs in with ``PASSWORD``."""
        now = now_text(self.clock())
        account = Account(new_item_id(), email, email.partition("@")[0].title(), role, state, now)
        password_hash = self.context.passwords.hash(PASSWORD)
        assert self.memory.accounts.create(Person(account, password_hash, version=1, valid_from=now))
        return account

    def call(
        self,
        method: str,
        path: str,
        json: object = None,
        *,
        token: str = "",
        address: str = ADDRESS,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Send a request."""
        sent = {**({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})}
        body: dict[str, Any] = {} if json is None else {"json": json}
        return self.client.open(path, method=method, headers=sent, environ_base={"REMOTE_ADDR": address}, **body)

    def post(self, path: str, json: object = None, **options: Any) -> TestResponse:  # noqa: ANN401 -- ``call``'s
        """Send a POST."""
        return self.call("POST", path, json, **options)

    def get(self, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 -- ``call``'s
        """Send a GET."""
        return self.call("GET", path, **options)

    def login(self, email: str, password: str = PASSWORD, **options: Any) -> TestResponse:  # noqa: ANN401 -- ``call``'s
        """Try to sign in."""
        return self.post("/api/login", {"email": email, "password": password}, **options)

    def token(self, email: str) -> str:
        """Sign in; return the access token."""
        answer = self.login(email)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.get_json()["access_token"])

    def signed_in(self, role: Role = Role.MEMBER, email: str = "") -> tuple[Account, str]:
        """Put a person and sign them in; return the account and the access token."""
        account = self.add(email or f"{role.value}@herald.example", role)
        return account, self.token(account.email)

    def disable_elsewhere(self, user_id: str) -> None:
        """Disable a person in another worker: this one may not have heard of it."""
        _, admin = self.signed_in(Role.ADMIN)
        other = Newsroom(self.memory)
        assert other.call("PATCH", f"/api/users/{user_id}", {"state": "disabled"}, token=admin).status_code == 200

    def audited(self) -> list[AuditEntry]:
        """Return the audit of this month, oldest first."""
        return list(reversed(self.memory.accounts.audit(now_text(self.clock())[:7], limit=500).rows))
