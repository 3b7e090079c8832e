"""What must be denied to a desktop, asked with its rights; and the little beside it that must not.

Main thread; blocking. The embedded cloud does not look at every condition that AWS does: such a check says so, and is
no fault there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from cloud.contract.keys import OriginalKey, new_item_id, private_library
from cloud.deploy.account import is_denied
from cloud.deploy.checks import FAILED, NOT_ENFORCED, NOTE, OK, Check, desktop_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud.contract.connection import Connection


class Denials:
    """What one person's credentials are refused."""

    def __init__(self, connection: Connection, user_id: str, library: str, *, is_local: bool) -> None:
        """``library``: the person's own."""
        self._connection = connection
        self._user_id = user_id
        self._library = library
        self._is_local = is_local
        self._s3 = desktop_client(connection, "s3")

    def look(self) -> Iterator[Check]:
        """Yield what is denied before anything is put, and the rights that go with it."""
        connection, s3 = self._connection, self._s3
        dynamodb = desktop_client(connection, "dynamodb")
        originals, derived, table = connection.buckets.originals, connection.buckets.derived, connection.table
        other = "somebody-else"
        theirs = str(OriginalKey.of(private_library(other), other, new_item_id(), "x.jpg"))
        day = f"{private_library(other)}#{datetime.now(UTC):%Y-%m-%d}"
        yield self._denied(
            "another's feed", "LeadingKeys: nobody reads another's private library in the feed index",
            lambda: dynamodb.query(TableName=table, IndexName="feed", KeyConditionExpression="feed_day = :day",
                                   ExpressionAttributeValues={":day": {"S": day}}),
            enforced_locally=False,
        )  # fmt: skip
        yield self._denied("one record", "no GetItem: a desktop sees records through the feed alone",
                           lambda: dynamodb.get_item(TableName=table, Key={"id": {"S": new_item_id()}}))  # fmt: skip
        yield self._denied("all records", "no Scan of the table or its index",
                           lambda: dynamodb.scan(TableName=table, IndexName="feed", Limit=1))  # fmt: skip
        yield self._denied("another's key", "nobody uploads as somebody else",
                           lambda: s3.put_object(Bucket=originals, Key=theirs, Body=b"x"))  # fmt: skip
        yield self._denied("another's picture", "nobody gets another's derived objects",
                           lambda: s3.get_object(Bucket=derived, Key=f"derived/{private_library(other)}/x/v1/thumb-256.jpg"))  # fmt: skip # noqa: E501 -- one call
        yield self._denied("the settings", "nobody reads the newsroom's profiles and people",
                           lambda: s3.get_object(Bucket=derived, Key="settings/people.json"))  # fmt: skip
        yield from self._open_uploads(originals, theirs)
        yield self._tls()

    def delete(self, key: str) -> Check:
        """Return whether a desktop can delete what it put there itself."""
        bucket = self._connection.buckets.originals
        return self._denied("delete", "a desktop cannot delete what it uploaded",
                            lambda: self._s3.delete_object(Bucket=bucket, Key=key))  # fmt: skip

    def _open_uploads(self, bucket: str, theirs: str) -> Iterator[Check]:
        s3 = self._s3
        own = str(OriginalKey.of(self._library, self._user_id, new_item_id(), "x.jpg"))
        yield self._denied("another's open uploads", "s3:prefix: nobody finds what another began to send",
                           lambda: s3.list_multipart_uploads(Bucket=bucket, Prefix=theirs))  # fmt: skip
        name, proves = "own open uploads", "s3:prefix: a killed sender finds what it began"
        upload_id = s3.create_multipart_upload(Bucket=bucket, Key=own)["UploadId"]
        try:
            found = s3.list_multipart_uploads(Bucket=bucket, Prefix=own).get("Uploads", [])
            is_found = upload_id in {upload["UploadId"] for upload in found}
            yield Check(name, proves, OK if is_found else FAILED, "" if is_found else "it is not listed")
        except ClientError as error:
            if not is_denied(error):
                raise
            yield Check(name, proves, NOTE, "denied: S3 gives no prefix here, so a desktop begins a new upload instead")
        finally:
            s3.abort_multipart_upload(Bucket=bucket, Key=own, UploadId=upload_id)

    def _tls(self) -> Check:
        connection = self._connection
        name, proves = "without TLS", "the buckets refuse a request that is not encrypted"
        if connection.endpoint is not None:
            return Check(name, proves, NOT_ENFORCED, "this endpoint has no TLS at all")
        plain = str(self._s3.meta.endpoint_url).replace("https://", "http://", 1)
        s3 = desktop_client(connection, "s3", endpoint=plain)
        own = str(OriginalKey.of(self._library, self._user_id, new_item_id(), "x.jpg"))
        return self._denied(name, proves, lambda: s3.get_object(Bucket=connection.buckets.originals, Key=own))

    def _denied(self, name: str, proves: str, ask: Callable[[], object], *, enforced_locally: bool = True) -> Check:
        try:
            ask()
        except ClientError as error:
            if is_denied(error):
                return Check(name, proves, OK, "denied")
            return Check(name, proves, FAILED, f"not denied, but: {error}")
        except BotoCoreError as error:
            return Check(name, proves, FAILED, str(error))
        if self._is_local and not enforced_locally:
            return Check(name, proves, NOT_ENFORCED, "the embedded cloud does not look at this condition")
        return Check(name, proves, FAILED, "it was allowed")
