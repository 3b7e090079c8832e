"""An account's whole way on the embedded cloud, by HTTP as any client goes it: nothing stands in for anything."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from cloud.contract.connection import Connection
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, encode_name, new_item_id
from cloud.local import control
from cloud.local.paths import LocalPaths
from cloud.store.snapshot import parse_item_json
from tests import media
from tests.cloud.local.conftest import LocalCloud, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(600)]
PASSWORD, OTHER_PASSWORD = "a long way to Tipperary", "a longer way to Tipperary"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud that really analyses."""
    cloud = LocalCloud(LocalPaths(tmp_path_factory.mktemp("accounts")))
    cloud.start()
    yield cloud
    control.stop(cloud.paths)


@dataclass
class Somebody:
    """A person who registered and confirmed, signed in once."""

    cloud: LocalCloud
    email: str
    tokens: dict[str, Any]

    @classmethod
    def join(cls, cloud: LocalCloud, email: str) -> Somebody:
        """Go the way that a new person goes."""
        wanted = {"email": email, "name": "R. Porter", "password": PASSWORD}
        assert cloud.ask("POST", "/api/register", wanted) == (HTTPStatus.ACCEPTED, {"next": "confirm"})
        known = {"email": email, "password": PASSWORD}
        assert cloud.ask("POST", "/api/login", known)[0] == HTTPStatus.FORBIDDEN  # not confirmed yet
        code = newest_code(cloud, email)
        assert cloud.ask("POST", "/api/confirm", {**known, "code": code})[0] == HTTPStatus.NO_CONTENT
        status, tokens = cloud.ask("POST", "/api/login", known)
        assert status == HTTPStatus.OK, tokens
        return cls(cloud, email, tokens)

    @property
    def id(self) -> str:
        """Who it is."""
        return str(self.tokens["user"]["id"])

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        """Ask with the newest access token."""
        return self.cloud.ask(method, path, body, self.tokens["access_token"])

    def refresh(self) -> None:
        """Go on with the session."""
        status, self.tokens = self.cloud.ask("POST", "/api/refresh", {"refresh_token": self.tokens["refresh_token"]})
        assert status == HTTPStatus.OK, self.tokens

    def credentials(self) -> Connection:
        """Ask for credentials."""
        status, document = self.ask("POST", "/api/credentials")
        assert status == HTTPStatus.OK, document
        return Connection.from_json(json.dumps(document))

    def upload(self, body: bytes, filename: str) -> str:
        """Put an original into the newsroom's library with credentials of one's own; return the item's id."""
        connection, item_id = self.credentials(), new_item_id()
        self.cloud.client_of(connection, "s3").put_object(
            Bucket=connection.buckets.originals,
            Key=str(OriginalKey.of("newsroom", self.id, item_id, filename)),
            Body=body,
            Metadata={
                "sha256": hashlib.sha256(body).hexdigest(),
                "filename": encode_name(filename)[0],
                "profile": "full",
                "folder": "Card",
            },
        )
        return item_id

    def item(self, item_id: str, *statuses: str) -> dict[str, Any]:
        """Wait until an item is in one of these states; return it."""
        seen: dict[str, Any] = {}

        def is_there() -> bool:
            seen.clear()
            seen.update(self.ask("GET", f"/api/media/{item_id}")[1])
            return seen.get("status") in statuses

        wait_until(is_there, 120)
        return seen


def newest_code(cloud: LocalCloud, email: str, but: str = "") -> str:
    """Return the code of the newest letter to somebody, which leaves after the answer."""

    def codes() -> list[str]:
        if not cloud.paths.letters.exists():
            return []
        letters = json.loads(cloud.paths.letters.read_text(encoding="utf-8"))["letters"]
        texts = [letter["text"] for letter in letters if letter["to"] == email]
        found = [re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", text) for text in texts]
        return [code[0] for code in found if code is not None and code[0] != but]

    wait_until(codes)
    return codes()[-1]


def fetch(url: str) -> tuple[int, bytes]:
    """Fetch an address as whoever was given it."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 -- on loopback
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def photograph(folder: Path, text: str) -> bytes:
    """Return a photograph of a sign."""
    return media.write_jpeg(folder / "sign.jpg", media.sign([text], 1600, 1200)).read_bytes()


def test_from_register_to_delete(cloud: LocalCloud, tmp_path: Path) -> None:
    """Register, confirm, sign in, upload, see the item, write its caption, link, delete: one way through it all."""
    eve = Somebody.join(cloud, "eve@example.org")
    body = photograph(tmp_path, "GATE 7")
    item_id = eve.upload(body, "gate.jpg")
    item = eve.item(item_id, "COMPLETED", "PARTIAL", "FAILED", "REJECTED")
    assert (item["status"], item["filename"], item["owner_id"]) == ("COMPLETED", "gate.jpg", eve.id)
    assert fetch(item["pictures"]["thumbnail"])[0] == HTTPStatus.OK

    edit = {"version": item["version"], "caption": {"headline": "Ships at dawn"}, "tags": {"add": [PIER]}}
    status, edited = eve.ask("PATCH", f"/api/media/{item_id}", edit)
    assert (status, edited["caption"]["headline"], edited["version"]) == (200, "Ships at dawn", item["version"] + 1)
    assert eve.ask("PATCH", f"/api/media/{item_id}", edit)[0] == HTTPStatus.CONFLICT
    connection = eve.credentials()
    s3 = cloud.client_of(connection, "s3")
    prefix = cloud.door.client("s3").list_objects_v2(
        Bucket=connection.buckets.derived, Prefix=f"derived/newsroom/{item_id}/"
    )
    (snapshot,) = [each["Key"] for each in prefix["Contents"] if each["Key"].endswith("item.json")]
    kept = s3.get_object(Bucket=connection.buckets.derived, Key=snapshot)["Body"].read()
    assert Item.from_record(parse_item_json(kept)).caption.headline == "Ships at dawn"

    status, link = eve.ask("POST", f"/api/media/{item_id}/link", {"seconds": 300})
    assert status == HTTPStatus.OK, link
    assert fetch(link["url"]) == (HTTPStatus.OK, body)

    status, receipt = eve.ask("DELETE", f"/api/media/{item_id}")
    assert (status, receipt["item_id"], receipt["sha256"]) == (200, item_id, hashlib.sha256(body).hexdigest())
    assert eve.ask("GET", f"/api/media/{item_id}")[0] == HTTPStatus.NOT_FOUND
    wait_until(lambda: fetch(link["url"])[0] == HTTPStatus.NOT_FOUND, 60)
    where = {"Bucket": connection.buckets.derived, "Prefix": f"derived/newsroom/{item_id}/"}
    wait_until(lambda: not cloud.door.client("s3").list_objects_v2(**where).get("Contents"), 60)
    admin = cloud.sign_in()["access_token"]
    entries = cloud.ask("GET", "/api/audit?limit=100", token=admin)[1]["entries"]
    done = {entry["action"] for entry in entries if item_id in (entry["subject"], entry["detail"].get("item_id"))}
    assert done == {"item_deleted", "link_made"}, entries


PIER = {"kind": "label", "name": "Pier"}


def test_a_forgotten_password(cloud: LocalCloud) -> None:
    """A code by mail, once; every session of before has ended."""
    bob = Somebody.join(cloud, "bob@example.org")
    first = newest_code(cloud, bob.email)
    assert cloud.ask("POST", "/api/password/forgot", {"email": "BOB@example.org"})[0] == HTTPStatus.ACCEPTED
    code = newest_code(cloud, bob.email, but=first)
    chosen = {"email": bob.email, "password": OTHER_PASSWORD, "code": code}
    assert cloud.ask("POST", "/api/password/reset", {**chosen, "code": first})[0] == HTTPStatus.FORBIDDEN
    assert cloud.ask("POST", "/api/password/reset", chosen)[0] == HTTPStatus.NO_CONTENT
    assert cloud.ask("POST", "/api/password/reset", chosen)[0] == HTTPStatus.FORBIDDEN
    assert bob.ask("GET", "/api/me")[0] == HTTPStatus.UNAUTHORIZED
    spent = {"refresh_token": bob.tokens["refresh_token"]}
    assert cloud.ask("POST", "/api/refresh", spent)[0] == HTTPStatus.UNAUTHORIZED
    assert cloud.ask("POST", "/api/login", {"email": bob.email, "password": PASSWORD})[0] == HTTPStatus.UNAUTHORIZED
    assert cloud.ask("POST", "/api/login", {"email": bob.email, "password": OTHER_PASSWORD})[0] == HTTPStatus.OK


def test_a_new_role_holds_at_the_next_refresh(cloud: LocalCloud, tmp_path: Path) -> None:
    """A member may not write what is somebody else's; made desk, they may, without signing in again."""
    ann, eve = Somebody.join(cloud, "ann@example.org"), Somebody.join(cloud, "evelyn@example.org")
    item_id = eve.upload(photograph(tmp_path, "GATE 8"), "gate-8.jpg")
    item = ann.item(item_id, "COMPLETED")
    edit = {"version": item["version"], "caption": {"headline": "By the desk"}}
    assert ann.ask("PATCH", f"/api/media/{item_id}", edit)[0] == HTTPStatus.FORBIDDEN
    admin = cloud.sign_in()["access_token"]
    assert cloud.ask("PATCH", f"/api/users/{ann.id}", {"role": "desk"}, admin)[0] == HTTPStatus.OK
    assert ann.ask("GET", "/api/me")[0] == HTTPStatus.UNAUTHORIZED  # the token tells a role that is no more
    ann.refresh()
    assert ann.ask("GET", "/api/me")[1]["user"]["role"] == "desk"
    assert ann.ask("PATCH", f"/api/media/{item_id}", edit)[0] == HTTPStatus.OK
    assert cloud.ask("PATCH", f"/api/users/{ann.id}", {"role": "member"}, admin)[0] == HTTPStatus.OK
    ann.refresh()
    edit["version"] += 1
    assert ann.ask("PATCH", f"/api/media/{item_id}", edit)[0] == HTTPStatus.FORBIDDEN


def test_a_disabled_persons_credentials_stop_at_once(cloud: LocalCloud) -> None:
    """Tokens, sessions, and credentials that were given before; a colleague's go on."""
    dan, colleague = Somebody.join(cloud, "dan@example.org"), Somebody.join(cloud, "carla@example.org")
    theirs, others = dan.credentials(), colleague.credentials()

    def put(somebody: Somebody, connection: Connection) -> str:
        """Put an original; return the code of the error, "" where there is none."""
        key = str(OriginalKey.of("newsroom", somebody.id, new_item_id(), "a.txt"))
        try:
            cloud.client_of(connection, "s3").put_object(Bucket=connection.buckets.originals, Key=key, Body=b"x")
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return ""

    assert put(dan, theirs) == ""
    admin = cloud.sign_in()["access_token"]
    assert cloud.ask("PATCH", f"/api/users/{dan.id}", {"state": "disabled"}, admin)[0] == HTTPStatus.OK
    assert put(dan, theirs) == "AccessDenied"
    assert put(colleague, others) == ""
    assert dan.ask("GET", "/api/me")[0] == HTTPStatus.UNAUTHORIZED
    assert dan.ask("POST", "/api/credentials")[0] == HTTPStatus.UNAUTHORIZED
    spent = {"refresh_token": dan.tokens["refresh_token"]}
    assert cloud.ask("POST", "/api/refresh", spent)[0] == HTTPStatus.UNAUTHORIZED
    assert cloud.ask("POST", "/api/login", {"email": dan.email, "password": PASSWORD})[0] == HTTPStatus.FORBIDDEN
