"""The bucket that holds a stack's packages and template: made private and encrypted, filled, tidied, removed.

Main thread. What lies in it is named after its bytes, so sending it again does nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.deploy.account import account_id, partition
from cloud.deploy.package import digest
from cloud.deploy.stack import TEMPLATE, DeployError
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.deploy.account import Account

_PREFIX = "packages/"


@dataclass(frozen=True, slots=True)
class Published:
    """Where a deploy finds what it needs."""

    bucket: str
    prefix: str
    template_url: str


def bucket_name(stack: str, account: str, region: str) -> str:
    """Return the bucket's name."""
    return f"{stack}-code-{account}-{region}"


def publish(
    account: Account, stack: str, packages: Mapping[str, bytes], tell: Callable[[str], None] = lambda _words: None
) -> Published:
    """Put packages and template into the stack's code bucket; raises ``DeployError``."""
    owner = account_id(account)
    bucket = bucket_name(stack, owner, account.region)
    s3 = account.client("s3")
    _make(s3, bucket, account.region, partition(account))
    template = TEMPLATE.read_bytes()
    prefix = f"{_PREFIX}{digest({**packages, TEMPLATE.name: template})}"
    files = {f"{name}.zip": archive for name, archive in packages.items()} | {TEMPLATE.name: template}
    for name, data in files.items():
        key = f"{prefix}/{name}"
        if not _is_there(s3, bucket, key, len(data)):
            tell(f"Sending {name} ({len(data) / 2**20:.1f} MiB) …")
            s3.put_object(Bucket=bucket, Key=key, Body=data, ExpectedBucketOwner=owner)
    # The address that the client itself would use; path addressing, which CloudFormation understands everywhere.
    return Published(bucket, prefix, f"{str(s3.meta.endpoint_url).rstrip('/')}/{bucket}/{prefix}/{TEMPLATE.name}")


def tidy(account: Account, published: Published, before: str = "") -> int:
    """Remove packages of earlier deploys, but the last one's (``before``): a rollback needs them. Return how many."""
    s3, removed = account.client("s3"), 0
    kept = tuple(f"{prefix}/" for prefix in (published.prefix, before) if prefix)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=published.bucket, Prefix=_PREFIX):
        old = [{"Key": each["Key"]} for each in page.get("Contents", []) if not each["Key"].startswith(kept)]
        if old:
            s3.delete_objects(Bucket=published.bucket, Delete={"Objects": old, "Quiet": True})
            removed += len(old)
    return removed


def empty(s3: Any, bucket: str, prefix: str = "") -> int:  # noqa: ANN401 -- boto3's clients have no type
    """Remove all objects below a prefix, with all versions; return how many, or 0 where there is no such bucket."""
    removed = 0
    try:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            found = [{"Key": each["Key"], "VersionId": each["VersionId"]}
                     for each in (*page.get("Versions", []), *page.get("DeleteMarkers", []))]  # fmt: skip
            if found:
                answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": found, "Quiet": True})
                errors = answer.get("Errors", [])
                if errors:
                    first, why = errors[0].get("Key"), errors[0].get("Message")
                    raise DeployError(f"{first} in {bucket} cannot be removed: {why}")
                removed += len(found)
    except ClientError as error:
        if error_code(error) == "NoSuchBucket":
            return 0
        raise
    return removed


def remove_bucket(s3: Any, bucket: str) -> bool:  # noqa: ANN401 -- as above
    """Remove a bucket with everything in it; return whether there was one."""
    empty(s3, bucket)
    try:
        for page in s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket):
            for upload in page.get("Uploads", []):
                s3.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
        s3.delete_bucket(Bucket=bucket)
    except ClientError as error:
        if error_code(error) == "NoSuchBucket":
            return False
        raise
    return True


def _make(s3: Any, bucket: str, region: str, partition: str) -> None:  # noqa: ANN401 -- as above
    """Make the bucket if there is none, and its settings in any case: an interrupted deploy may have left some."""
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        s3.create_bucket(Bucket=bucket, **place)
    except ClientError as error:
        if error_code(error) == "BucketAlreadyExists" and bucket not in own_buckets(s3):
            raise DeployError(f"The name {bucket} is taken by somebody else: use another --stack.") from error
        if error_code(error) not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
            raise
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True,
        },
    )  # fmt: skip
    s3.put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    arn = f"arn:{partition}:s3:::{bucket}"
    statement = {
        "Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }  # fmt: skip
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "abort-stale-multiparts", "Status": "Enabled", "Filter": {"Prefix": ""},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                }
            ]
        },
    )  # fmt: skip


def own_buckets(s3: Any) -> set[str]:  # noqa: ANN401 -- as above
    """Return the names of the account's buckets."""
    return {str(bucket["Name"]) for bucket in s3.list_buckets()["Buckets"]}


def _is_there(s3: Any, bucket: str, key: str, size_bytes: int) -> bool:  # noqa: ANN401 -- as above
    try:
        return int(s3.head_object(Bucket=bucket, Key=key)["ContentLength"]) == size_bytes
    except ClientError as error:
        if error_code(error) in {"404", "NoSuchKey", "403"}:  # 403: it may not be listed, so it is sent again
            return False
        raise
