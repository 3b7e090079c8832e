from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from cloud.contract.keys import OriginalKey, new_item_id
from tests.cloud.local.conftest import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded

ID = new_item_id()


def key(library: str, owner: str) -> str:
    """Return an original's key."""
    return str(OriginalKey.of(library, owner, ID, "photo.jpg"))


def feed(day: str, index: str | None = "feed") -> dict[str, Any]:
    """Return a query for one day of the feed."""
    request: dict[str, Any] = {
        "KeyConditionExpression": "feed_day = :day",
        "ExpressionAttributeValues": {":day": {"S": day}},
    }
    return request | ({"IndexName": index} if index else {})


def put(library: str, owner: str) -> Callable[[LocalCloud], object]:
    """Put an original."""
    return lambda cloud: cloud.client("s3").put_object(
        Bucket=cloud.connection.buckets.originals, Key=key(library, owner), Body=b"x"
    )


def get(bucket: str, name: str) -> Callable[[LocalCloud], object]:
    """Get an object of the originals or the derived bucket."""
    return lambda cloud: cloud.client("s3").get_object(Bucket=getattr(cloud.connection.buckets, bucket), Key=name)


def parts(cloud: LocalCloud) -> None:
    """Begin, list, abort a multipart upload."""
    s3, bucket, name = cloud.client("s3"), cloud.connection.buckets.originals, key("private-demo", "demo")
    upload = s3.create_multipart_upload(Bucket=bucket, Key=name)["UploadId"]
    s3.upload_part(Bucket=bucket, Key=name, UploadId=upload, PartNumber=1, Body=b"x")
    assert len(s3.list_parts(Bucket=bucket, Key=name, UploadId=upload)["Parts"]) == 1
    s3.abort_multipart_upload(Bucket=bucket, Key=name, UploadId=upload)


def open_uploads(prefix: str) -> Callable[[LocalCloud], Any]:
    """List the multipart uploads that are open below a prefix."""
    return lambda cloud: cloud.client("s3").list_multipart_uploads(
        Bucket=cloud.connection.buckets.originals, Prefix=prefix
    )


MAY: dict[str, Callable[[LocalCloud], object]] = {
    "put into the newsroom's library": put("newsroom", "demo"),
    "put into its own library": put("private-demo", "demo"),
    "save a copy of a colleague's original": lambda cloud: (
        cloud.door.client("s3").put_object(
            Bucket=cloud.connection.buckets.originals, Key=key("newsroom", "eve"), Body=b"x"
        ),
        get("originals", key("newsroom", "eve"))(cloud),
    ),
    "send in parts": parts,
    "find its own open uploads": lambda cloud: (
        open_uploads(key("newsroom", "demo"))(cloud),
        open_uploads(key("private-demo", "demo"))(cloud),
    ),
    "read the feed": lambda cloud: cloud.client("dynamodb").query(
        TableName=cloud.connection.table, **feed("newsroom#2026-11-22")
    ),
}

MAY_NOT: dict[str, Callable[[LocalCloud], object]] = {
    "put as somebody else": put("newsroom", "eve"),
    "put into somebody's library": put("private-eve", "demo"),
    "put derived objects": lambda cloud: cloud.client("s3").put_object(
        Bucket=cloud.connection.buckets.derived, Key=f"derived/newsroom/{ID}/v1/item.json", Body=b"{}"
    ),
    "see somebody's private original": get("originals", key("private-eve", "eve")),
    "see somebody's private thumbnail": get("derived", f"derived/private-eve/{ID}/v1/thumb-256.jpg"),
    "find somebody's open uploads": open_uploads(key("newsroom", "eve")),
    "find somebody's open private uploads": open_uploads(key("private-eve", "eve")),
    "find everybody's open uploads": open_uploads(""),
    "list originals": lambda cloud: cloud.client("s3").list_objects_v2(Bucket=cloud.connection.buckets.originals),
    "list derived objects": lambda cloud: cloud.client("s3").list_objects_v2(Bucket=cloud.connection.buckets.derived),
    "delete": lambda cloud: cloud.client("s3").delete_object(
        Bucket=cloud.connection.buckets.originals, Key=key("newsroom", "demo")
    ),
    "scan the table": lambda cloud: cloud.client("dynamodb").scan(TableName=cloud.connection.table),
    "get from the table": lambda cloud: cloud.client("dynamodb").get_item(
        TableName=cloud.connection.table, Key={"id": {"S": ID}}
    ),
    "write to the table": lambda cloud: cloud.client("dynamodb").put_item(
        TableName=cloud.connection.table, Item={"id": {"S": ID}}
    ),
    "read another index": lambda cloud: cloud.client("dynamodb").query(
        TableName=cloud.connection.table,
        IndexName="owner",
        KeyConditionExpression="owner_id = :me",
        ExpressionAttributeValues={":me": {"S": "demo"}},
    ),
    "send to a queue": lambda cloud: cloud.client("sqs").send_message(
        QueueUrl=cloud.outputs["IngestQueueUrl"], MessageBody="{}"
    ),
    "run a function": lambda cloud: cloud.client("lambda").invoke(FunctionName="snapstream-ingest"),
    "change a function": lambda cloud: cloud.client("lambda").update_function_code(
        FunctionName="snapstream-ingest", ZipFile=b"PK"
    ),
    "read the stack": lambda cloud: cloud.client("cloudformation").describe_stacks(StackName="snapstream"),
    "become somebody else": lambda cloud: cloud.client("sts").assume_role(
        RoleArn=cloud.outputs["DesktopRoleArn"], RoleSessionName="eve"
    ),
    "list roles": lambda cloud: cloud.client("iam").list_roles(),
}


@pytest.mark.parametrize("action", MAY)
def test_the_demo_account_may(shared_cloud: LocalCloud, action: str) -> None:
    """What the desktop does is allowed."""
    MAY[action](shared_cloud)


@pytest.mark.parametrize("action", MAY_NOT)
def test_the_demo_account_may_not(shared_cloud: LocalCloud, action: str) -> None:
    """Everything else is denied, by its code and by its status."""
    with pytest.raises(ClientError) as denied:
        MAY_NOT[action](shared_cloud)
    assert denied.value.response["Error"]["Code"].startswith("AccessDenied")


def test_a_thumbnail_that_is_not_made_yet_is_missing_not_denied(shared_cloud: LocalCloud) -> None:
    """So that the desktop waits for it instead of asking the person to sign in."""
    with pytest.raises(shared_cloud.client("s3").exceptions.ClientError) as missing:
        get("derived", f"derived/newsroom/{ID}/v1/thumb-256.jpg")(shared_cloud)
    assert missing.value.response["Error"]["Code"] == "NoSuchKey"


def test_an_upload_that_a_killed_sender_opened_is_found(shared_cloud: LocalCloud) -> None:
    """By exactly its key, so that it goes on instead of beginning a second one."""
    s3, bucket, name = shared_cloud.client("s3"), shared_cloud.connection.buckets.originals, key("newsroom", "demo")
    upload_id = s3.create_multipart_upload(Bucket=bucket, Key=name)["UploadId"]
    found = open_uploads(name)(shared_cloud)["Uploads"]
    assert [(upload["Key"], upload["UploadId"]) for upload in found] == [(name, upload_id)]
    s3.abort_multipart_upload(Bucket=bucket, Key=name, UploadId=upload_id)


def test_credentials_are_renewed_long_before_they_end(own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document is replaced whole; the credentials before still work."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_REFRESH", "1")
    own_cloud.start()
    before, old = own_cloud.connection, own_cloud.client("dynamodb")
    wait_until(lambda: own_cloud.connection.credentials != before.credentials)
    for client in (old, own_cloud.client("dynamodb")):
        client.query(TableName=before.table, **feed("newsroom#2026-11-22"))
