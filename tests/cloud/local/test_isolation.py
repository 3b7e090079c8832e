"""What one person's credentials reach, on the embedded cloud, which checks every call: nothing of another's.

The credentials are those that ``POST /api/credentials`` hands out to two people who have accounts of their own. The
two last are held against each other's both ways, so that neither is refused for something that nobody may.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from cloud.contract.connection import Connection
from cloud.contract.keys import OriginalKey, derived_key, new_item_id, private_library
from cloud.store.wire import record_to_wire
from tests.cloud.local.conftest import wait_until
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded
PASSWORD = "a long way to Tipperary"  # noqa: S105 -- of people who do not exist
DAY = "2026-11-22"


@dataclass
class Desk:
    """One person with their credentials, and something private of theirs that is there."""

    cloud: LocalCloud
    connection: Connection
    token: str
    item_id: str

    @property
    def id(self) -> str:
        """Who it is."""
        return self.connection.user.id

    @property
    def original(self) -> str:
        """Return the key of their private original."""
        return str(OriginalKey.of(private_library(self.id), self.id, self.item_id, "secret.jpg"))

    @property
    def thumbnail(self) -> str:
        """Return the key of what was made of it."""
        return derived_key(private_library(self.id), self.item_id, 1, "thumb-256.jpg")

    def client(self, service: str) -> Any:  # noqa: ANN401 -- as boto3
        """Return a client with their credentials."""
        return self.cloud.client_of(self.connection, service)

    def fetch(self, key: str, bucket: str = "originals") -> bytes:
        """Fetch by an address that their own credentials signed."""
        place = {"Bucket": getattr(self.connection.buckets, bucket), "Key": key}
        url = self.client("s3").generate_presigned_url("get_object", Params=place, ExpiresIn=60)
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 -- on loopback
            body: bytes = answer.read()
            return body

    def look(self, library: str, **more: object) -> list[str]:
        """Return the ids of a day of a library's feed."""
        request: dict[str, Any] = {
            "TableName": self.connection.table,
            "IndexName": self.connection.index,
            "KeyConditionExpression": "feed_day = :day",
            "ExpressionAttributeValues": {":day": {"S": f"{library}#{DAY}"}},
            **more,
        }
        return [row["id"]["S"] for row in self.client("dynamodb").query(**request)["Items"]]


def join(cloud: LocalCloud, email: str) -> Desk:
    """Register, confirm, sign in, be given credentials; put something private."""
    known = {"email": email, "password": PASSWORD}
    assert cloud.ask("POST", "/api/register", {**known, "name": "P. Rivate"})[0] == HTTPStatus.ACCEPTED

    def letters() -> list[str]:
        if not cloud.paths.letters.exists():
            return []
        kept = json.loads(cloud.paths.letters.read_text(encoding="utf-8"))["letters"]
        return [letter["text"] for letter in kept if letter["to"] == email]

    wait_until(letters)
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", letters()[-1])
    assert code is not None
    assert cloud.ask("POST", "/api/confirm", {**known, "code": code[0]})[0] == HTTPStatus.NO_CONTENT
    status, tokens = cloud.ask("POST", "/api/login", known)
    assert status == HTTPStatus.OK, tokens
    status, document = cloud.ask("POST", "/api/credentials", token=tokens["access_token"])
    assert status == HTTPStatus.OK, document
    desk = Desk(cloud, Connection.from_json(json.dumps(document)), tokens["access_token"], new_item_id())
    library = private_library(desk.id)
    item = make_item(desk.item_id, owner_id=desk.id, library=library, key=desk.original)
    item = replace(item, uploaded_at=f"{DAY}T10:00:00.000Z", updated_at=f"{DAY}T10:00:00.000Z")
    desk.client("s3").put_object(Bucket=desk.connection.buckets.originals, Key=desk.original, Body=b"secret")
    cloud.door.client("s3").put_object(Bucket=desk.connection.buckets.derived, Key=desk.thumbnail, Body=b"tiny")
    cloud.door.client("dynamodb").put_item(TableName=desk.connection.table, Item=record_to_wire(item.to_record()))
    return desk


@pytest.fixture(scope="module")
def desks(shared_cloud: LocalCloud) -> tuple[Desk, Desk]:
    """Return two people."""
    return join(shared_cloud, "ann@example.org"), join(shared_cloud, "bob@example.org")


def begin(desk: Desk, key: str) -> Any:  # noqa: ANN401 -- as boto3
    """Begin a multipart upload."""
    return desk.client("s3").create_multipart_upload(Bucket=desk.connection.buckets.originals, Key=key)


#: What somebody does with what is whose: the first is who asks, the second whose it is.
DEEDS: dict[str, Callable[[Desk, Desk], object]] = {
    "put a private original": lambda me, owner: me.client("s3").put_object(
        Bucket=me.connection.buckets.originals, Key=owner.original, Body=b"mine"
    ),
    "begin one in parts": lambda me, owner: begin(me, owner.original),
    "read a private original": lambda me, owner: me.client("s3").get_object(
        Bucket=me.connection.buckets.originals, Key=owner.original
    ),
    "read what was made of it": lambda me, owner: me.client("s3").get_object(
        Bucket=me.connection.buckets.derived, Key=owner.thumbnail
    ),
    "fetch it by a signed address": lambda me, owner: me.fetch(owner.original),
    "fetch what was made of it": lambda me, owner: me.fetch(owner.thumbnail, "derived"),
    "query it the other way round": lambda me, owner: me.look(
        private_library(owner.id), KeyConditionExpression=":day = feed_day AND updated_at <= :day"
    ),
    "query it by another name": lambda me, owner: me.look(
        private_library(owner.id),
        KeyConditionExpression="updated_at >= :low AND (#a=:b)",
        ExpressionAttributeNames={"#a": "feed_day"},
        ExpressionAttributeValues={":b": {"S": f"{private_library(owner.id)}#{DAY}"}, ":low": {"S": "2026"}},
    ),
    "list open uploads": lambda me, owner: me.client("s3").list_multipart_uploads(
        Bucket=me.connection.buckets.originals, Prefix=f"uploads/{private_library(owner.id)}/{owner.id}/"
    ),
    "query the private feed": lambda me, owner: me.look(private_library(owner.id)),
}
#: What nobody may, whosever it is.
NEVER: dict[str, Callable[[Desk, Desk], object]] = {
    "list a private library": lambda me, owner: me.client("s3").list_objects_v2(
        Bucket=me.connection.buckets.originals, Prefix=f"uploads/{private_library(owner.id)}/"
    ),
    "list its versions": lambda me, owner: me.client("s3").list_object_versions(
        Bucket=me.connection.buckets.originals, Prefix=f"uploads/{private_library(owner.id)}/"
    ),
    "delete a private original": lambda me, owner: me.client("s3").delete_object(
        Bucket=me.connection.buckets.originals, Key=owner.original
    ),
    "get the row": lambda me, owner: me.client("dynamodb").get_item(
        TableName=me.connection.table, Key={"id": {"S": owner.item_id}}
    ),
    "read it in PartiQL": lambda me, owner: me.client("dynamodb").execute_statement(
        Statement=f"SELECT * FROM \"{me.connection.table}\" WHERE id = '{owner.item_id}'"  # noqa: S608 -- our own
    ),
    "scan the index": lambda me, _owner: me.client("dynamodb").scan(
        TableName=me.connection.table, IndexName=me.connection.index
    ),
    "copy it to themselves": lambda me, owner: me.client("s3").copy_object(
        Bucket=me.connection.buckets.originals,
        Key=str(OriginalKey.of(private_library(me.id), me.id, new_item_id(), "mine.jpg")),
        CopySource={"Bucket": me.connection.buckets.originals, "Key": owner.original},
    ),
    "read people": lambda me, owner: me.client("dynamodb").get_item(
        TableName=me.cloud.outputs["UsersTable"], Key={"id": {"S": owner.id}}
    ),
    "become them": lambda me, owner: me.client("sts").assume_role(
        RoleArn=me.cloud.outputs["DesktopRoleArn"], RoleSessionName=owner.id
    ),
}


def refused(deed: Callable[[Desk, Desk], object], me: Desk, owner: Desk) -> bool:
    """Whether a deed is denied; any other failure is a fault."""
    try:
        deed(me, owner)
    except ClientError as error:
        assert error.response["Error"]["Code"].startswith("AccessDenied"), error  # noqa: PT017 -- the others are faults
        return True
    except urllib.error.HTTPError as error:
        assert error.code == HTTPStatus.FORBIDDEN  # noqa: PT017 -- the same
        error.close()
        return True
    return False


@pytest.mark.parametrize("deed", DEEDS)
def test_each_may_do_with_their_own_what_the_other_may_not(desks: tuple[Desk, Desk], deed: str) -> None:
    """Both ways: allowed to its owner, denied to the other."""
    ann, bob = desks
    said = {(me.id, owner.id): refused(DEEDS[deed], me, owner) for me in desks for owner in desks}
    assert said == {(ann.id, ann.id): False, (bob.id, bob.id): False, (ann.id, bob.id): True, (bob.id, ann.id): True}


@pytest.mark.parametrize("deed", NEVER)
def test_what_nobody_may(desks: tuple[Desk, Desk], deed: str) -> None:
    """Neither with another's things nor, where it could widen what one sees, with one's own."""
    ann, bob = desks
    assert refused(NEVER[deed], ann, bob)


def test_the_private_feed_holds_its_owners_things_alone(desks: tuple[Desk, Desk]) -> None:
    """And the newsroom's feed nobody's private ones."""
    ann, bob = desks
    assert ann.look(private_library(ann.id)) == [ann.item_id]
    assert not {ann.item_id, bob.item_id} & {*ann.look("newsroom"), *bob.look("newsroom")}


def test_the_api_keeps_them_apart_too(desks: tuple[Desk, Desk]) -> None:
    """What credentials cannot reach, no route gives."""
    ann, bob = desks
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/picture", None),
        ("PATCH", "", {"version": 1, "caption": {"headline": "Mine"}}),
        ("POST", "/link", {}),
        ("POST", "/reanalyze", {}),
        ("DELETE", "", None),
    ):
        status, _ = ann.cloud.ask(method, f"/api/media/{bob.item_id}{path}", body, ann.token)
        assert status == HTTPStatus.NOT_FOUND, (method, path)
    assert bob.cloud.ask("GET", f"/api/media/{bob.item_id}", token=bob.token)[0] == HTTPStatus.OK
    mine = ann.cloud.ask("GET", "/api/media?mine=true", token=ann.token)[1]["items"]
    assert [row["id"] for row in mine] == [ann.item_id]
    listed = ann.cloud.ask("GET", "/api/media?limit=200", token=ann.token)[1]["items"]
    assert bob.item_id not in [row["id"] for row in listed]
