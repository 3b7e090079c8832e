"""The status API over the embedded cloud: the very application that runs on AWS, with the same adapters.

It asks the embedded cloud for everything over HTTP through the guard, as the role that it has on AWS. Runs on threads
of the server.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from argon2 import PasswordHasher

from cloud.api.config import ApiConfig
from cloud.contract.accounts import Account, AccountState, Registration, Role
from cloud.contract.record import now_text
from cloud.local.files import write_document, write_private
from cloud.local.newsroom import Door
from cloud.store.accounts import Person
from cloud.store.dynamodb_accounts import DynamoAccounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.local.emulator import Emulator
    from cloud.local.paths import LocalPaths
    from cloud.local.settings import LocalSettings
    from cloud.local.web import Wsgi

#: The one account that is there from the beginning. It is an admin's: who owns the computer owns the newsroom.
DEMO_ID, DEMO_EMAIL, DEMO_NAME = "demo", "demo@snapstream.local", "Demo"
_KEY_BYTES = 32


class DemoBusyError(RuntimeError):
    """The demo account was changed by somebody else again and again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one embedded cloud is."""

    paths: LocalPaths
    settings: LocalSettings
    door: Door
    url: str  #: the API's own


def make(place: Place, emulator: Emulator, outputs: Mapping[str, str]) -> Wsgi:
    """Return the application."""
    from cloud.api.app import create_app  # noqa: PLC0415 -- half a second that the start need not wait for
    from cloud.api.assembly import assemble  # noqa: PLC0415 -- the same
    from cloud.api.context import CONTEXT  # noqa: PLC0415 -- the same
    from cloud.api.mail import FileMail  # noqa: PLC0415 -- the same

    door = Door(place.door.endpoint, emulator.role_key(outputs["ApiRoleArn"].rpartition("/")[2], "api"))
    config, ports = assemble(
        door.client,
        configure(place),
        outputs,
        FileMail(place.paths.letters, _now),
        region=door.region,
        endpoint=door.endpoint,
        now=_now,
    )
    app = create_app(config, ports)
    app.extensions[CONTEXT].outbox.start()
    return app


def _now() -> datetime:
    return datetime.now(UTC)


def configure(place: Place) -> ApiConfig:
    """Return the API's settings here: loopback without TLS, and accounts for whoever asks."""
    return ApiConfig(
        newsroom="local",
        newsroom_name="This computer",
        public_url=place.url,
        signing_keys=(_signing_key(place.paths),),
        registration=Registration.OPEN,
        max_file_bytes=place.settings.max_file_bytes,
        max_browser_upload_bytes=place.settings.max_file_bytes,
        is_secure=False,
        # Browsers keep cookies by host alone (RFC 6265, section 8.5): two of these on one computer would share them.
        cookie_names={kind: f"{kind}-{urlsplit(place.url).port}" for kind in ("session", "csrf")},
    )


def demo(place: Place, outputs: Mapping[str, str]) -> Account | None:
    """Return the demo account, while it may sign in."""
    found = _accounts(place, outputs).get(DEMO_ID)
    return found.account if found is not None and found.account.state is AccountState.ACTIVE else None


def sign_in_demo(place: Place, outputs: Mapping[str, str]) -> None:
    """Make the demo account if there is none, and draw its password anew; ``sign-in.json`` tells it to desktops.

    So a desktop signs in as a person does, without anybody typing, and what the file of yesterday says opens nothing.
    """
    accounts, config = _accounts(place, outputs), configure(place)
    password = secrets.token_urlsafe(24)
    hasher = PasswordHasher(config.argon2_passes, config.argon2_memory_kib, parallelism=1)
    password_hash, now = hasher.hash(password), now_text(_now())
    account = Account(DEMO_ID, DEMO_EMAIL, DEMO_NAME, Role.ADMIN, AccountState.ACTIVE, now)
    made = Person(account, password_hash, version=1, valid_from=now)
    for _ in range(3):
        known = accounts.get(DEMO_ID)
        if known is None:
            is_done = accounts.create(made)
        else:
            again = replace(known, password_hash=password_hash, version=known.version + 1)
            is_done = accounts.replace(again, if_version=known.version)
        if is_done:
            sign_in = {"api_url": place.url, "email": (known or made).account.email, "password": password}
            write_document(place.paths.sign_in, dict(sign_in))
            return
    raise DemoBusyError("the demo account cannot be signed in")


def _accounts(place: Place, outputs: Mapping[str, str]) -> DynamoAccounts:
    return DynamoAccounts(place.door.client("dynamodb"), outputs["UsersTable"])


def _signing_key(paths: LocalPaths) -> bytes:
    """Return the key that access tokens are signed with, drawn once a data directory."""
    try:
        key = bytes.fromhex(paths.signing_key.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) < _KEY_BYTES:
        key = secrets.token_bytes(_KEY_BYTES)
        write_private(paths.signing_key, key.hex())
    return key
