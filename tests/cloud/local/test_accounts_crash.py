"""A kill right after the API's answer takes back nothing that it answered, however long ago the last save was."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from cloud.contract.item import Item
from cloud.contract.status import ItemStatus
from cloud.store.snapshot import item_json, item_key, parse_item_json
from cloud.store.wire import record_to_wire
from tests.cloud.local.conftest import quiet, wait_until
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded
EMAIL, PASSWORD = "reporter@example.org", "a long way to Tipperary"


@pytest.fixture
def cloud(own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalCloud]:
    """Return a cloud that saves at its start and at its end alone."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_SAVE", "3600")
    own_cloud.start()
    quiet(own_cloud)
    return own_cloud


def restart(cloud: LocalCloud) -> None:
    """Kill the server as a power cut would, and start it again."""
    cloud.kill()
    cloud.start()


def letter_to(cloud: LocalCloud, email: str) -> str:
    """Return the newest letter, which leaves after the answer."""

    def letters() -> list[dict[str, Any]]:
        if not cloud.paths.letters.exists():
            return []
        found: list[dict[str, Any]] = json.loads(cloud.paths.letters.read_text(encoding="utf-8"))["letters"]
        return [letter for letter in found if letter["to"] == email]

    wait_until(letters)
    return str(letters()[-1]["text"])


def confirm(cloud: LocalCloud) -> int:
    """Confirm the address with the code that was mailed."""
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", letter_to(cloud, EMAIL))
    assert code is not None
    status, _ = cloud.ask("POST", "/api/confirm", {"email": EMAIL, "code": code[0], "password": PASSWORD})
    return status


def sign_in(cloud: LocalCloud, password: str = PASSWORD) -> tuple[int, dict[str, Any]]:
    """Sign in with what somebody typed."""
    return cloud.ask("POST", "/api/login", {"email": EMAIL, "password": password})


def test_every_step_of_a_new_account_survives_kill_9(cloud: LocalCloud) -> None:
    """Registered, confirmed, signed in, its password changed: killed after each, and each holds."""
    status, _ = cloud.ask("POST", "/api/register", {"email": EMAIL, "name": "R. Porter", "password": PASSWORD})
    assert status == HTTPStatus.ACCEPTED
    letter_to(cloud, EMAIL)
    restart(cloud)
    assert confirm(cloud) in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}
    restart(cloud)
    status, tokens = sign_in(cloud)
    assert status == HTTPStatus.OK, tokens
    restart(cloud)
    status, me = cloud.ask("GET", "/api/me", token=tokens["access_token"])
    assert status == HTTPStatus.OK, me
    status, fresh = cloud.ask("POST", "/api/refresh", {"refresh_token": tokens["refresh_token"]})
    assert status == HTTPStatus.OK, fresh
    restart(cloud)
    # The rotation held: what was used before is known to have been used.
    assert cloud.ask("POST", "/api/refresh", {"refresh_token": tokens["refresh_token"]})[0] == HTTPStatus.UNAUTHORIZED
    restart(cloud)
    assert cloud.ask("POST", "/api/refresh", {"refresh_token": fresh["refresh_token"]})[0] == HTTPStatus.UNAUTHORIZED


def test_a_disabled_person_stays_so_after_kill_9(cloud: LocalCloud) -> None:
    """What an admin takes away is not given back by a crash."""
    cloud.ask("POST", "/api/register", {"email": EMAIL, "name": "R. Porter", "password": PASSWORD})
    confirm(cloud)
    status, tokens = sign_in(cloud)
    assert status == HTTPStatus.OK, tokens
    _, me = cloud.ask("GET", "/api/me", token=tokens["access_token"])
    admin = cloud.sign_in()["access_token"]
    status, told = cloud.ask("PATCH", f"/api/users/{me['user']['id']}", {"state": "disabled"}, admin)
    assert status == HTTPStatus.OK, told
    restart(cloud)
    assert sign_in(cloud)[0] != HTTPStatus.OK
    assert cloud.ask("GET", "/api/me", token=tokens["access_token"])[0] == HTTPStatus.UNAUTHORIZED


def test_a_caption_and_a_deletion_survive_kill_9(cloud: LocalCloud) -> None:
    """In the table, in the answer of the API, and in ``item.json``; the deletion is an order that is still to do."""
    item = make_item(owner_id="demo", status=ItemStatus.COMPLETED)
    record = item.to_record()
    buckets, table = cloud.connection.buckets, cloud.connection.table
    cloud.door.client("dynamodb").put_item(TableName=table, Item=record_to_wire(record))
    cloud.door.client("s3").put_object(Bucket=buckets.derived, Key=item_key(record), Body=item_json(record))
    token = cloud.sign_in()["access_token"]
    edit = {"version": item.version, "caption": {"headline": "Ships at dawn"}}
    status, edited = cloud.ask("PATCH", f"/api/media/{item.id}", edit, token)
    assert status == HTTPStatus.OK, edited
    restart(cloud)
    token = cloud.sign_in()["access_token"]
    status, shown = cloud.ask("GET", f"/api/media/{item.id}", token=token)
    assert (status, shown["caption"]["headline"], shown["version"]) == (200, "Ships at dawn", edited["version"])
    kept = cloud.door.client("s3").get_object(Bucket=buckets.derived, Key=item_key(record))["Body"].read()
    assert Item.from_record(parse_item_json(kept)).caption.headline == "Ships at dawn"
    assert cloud.ask("DELETE", f"/api/media/{item.id}", token=token)[0] == HTTPStatus.OK
    restart(cloud)
    row = cloud.door.client("dynamodb").get_item(TableName=table, Key={"id": {"S": item.id}})["Item"]
    assert row["status"]["S"] == ItemStatus.DELETED
    assert cloud.ask("GET", f"/api/media/{item.id}", token=cloud.sign_in()["access_token"])[0] == HTTPStatus.NOT_FOUND


def test_the_password_of_the_demo_account_is_drawn_anew_at_each_start(cloud: LocalCloud) -> None:
    """What the file said yesterday opens nothing; what it says now does."""
    before = json.loads(cloud.paths.sign_in.read_text(encoding="utf-8"))
    restart(cloud)
    assert json.loads(cloud.paths.sign_in.read_text(encoding="utf-8")) != before
    yesterday = {"email": before["email"], "password": before["password"]}
    assert cloud.ask("POST", "/api/login", yesterday)[0] == HTTPStatus.UNAUTHORIZED
    assert cloud.sign_in()["access_token"]
