"""Take a stack down. Media, tables and their buckets stay unless they are named too. Main thread; blocking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.deploy import code_bucket, hosting, progress
from cloud.deploy.account import account_id
from cloud.deploy.stack import DeployError
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.deploy.account import Account
    from cloud.deploy.progress import Clock, Step

_BUCKET, _TABLE, _FACES = "AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::Rekognition::Collection"
#: Where the list of people whose faces are kept lies (cloud/analysis writes it), in the derived bucket.
_PEOPLE_KEY = "settings/people.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that holds media or records."""

    kind: str
    name: str

    @property
    def how(self) -> str:
        """The command that removes it."""
        if self.kind == _BUCKET:
            return f"empty the bucket {self.name} of all its versions, then: aws s3 rb s3://{self.name}"
        if self.kind == _FACES:
            return f"aws rekognition delete-collection --collection-id {self.name}"
        if self.kind == _TABLE:
            return f"aws dynamodb delete-table --table-name {self.name}"
        return f"remove it in the console ({self.kind})"

    def to_json(self) -> dict[str, str]:
        """Return what ``destroy --json`` says of it."""
        return {"type": self.kind, "name": self.name, "remove_with": self.how}


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What became of a stack."""

    had_stack: bool
    had_code: bool
    kept: tuple[Kept, ...]
    removed: tuple[Kept, ...]


def holdings(account: Account, stack: str) -> list[Kept]:
    """Return what a stack keeps of people's, by name; also of one that is gone and left it.

    Collections of faces come first: the list that names them lies in a bucket.
    """
    found = []
    owner = account_id(account)
    s3, dynamodb = account.client("s3"), account.client("dynamodb")
    buckets = code_bucket.own_buckets(s3)
    for part in ("originals", "derived"):
        name = f"{stack}-{part}-{owner}-{account.region}"
        if name in buckets:
            found.append(Kept(_BUCKET, name))
            if part == "derived":
                found = [Kept(_FACES, each) for each in _collections(s3, name)] + found
    for part in ("media_items", "users", "ledger"):
        try:
            dynamodb.describe_table(TableName=f"{stack}-{part}")
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException":
                raise
        else:
            found.append(Kept(_TABLE, f"{stack}-{part}"))
    return found


def destroy(
    account: Account, stack: str, *, with_media: bool, tell: Callable[[str], None], show: Callable[[Step], None],
    clock: Clock = progress.USUAL_CLOCK,
) -> Destroyed:  # fmt: skip
    """Delete the stack and its code; with ``with_media`` also everything it kept. Doing it again goes on with it."""
    cloudformation, s3 = account.client("cloudformation"), account.client("s3")
    progress.wait_until_still(cloudformation, stack, show, clock)
    had_stack = progress.look(cloudformation, stack) is not None
    if had_stack:
        progress.remove(cloudformation, stack, show, clock)
    if account.endpoint is None:
        hosting.remove_signing_key(account, stack)
    had_code = code_bucket.remove_bucket(s3, code_bucket.bucket_name(stack, account_id(account), account.region))
    kept = holdings(account, stack)
    if not with_media:
        return Destroyed(had_stack, had_code, tuple(kept), ())
    for holding in kept:
        tell(f"Removing {holding.name} …")
        if holding.kind == _BUCKET:
            code_bucket.remove_bucket(s3, holding.name)
        elif holding.kind == _FACES:
            _remove_collection(account.client("rekognition"), holding.name)
        else:
            _remove_table(account.client("dynamodb"), holding.name, clock)
    return Destroyed(had_stack, had_code, (), tuple(kept))


def _collections(s3: Any, bucket: str) -> list[str]:  # noqa: ANN401 -- boto3's clients are made at run time
    """Return the collections of faces that the newsroom's list of people names."""
    try:
        people = json.loads(s3.get_object(Bucket=bucket, Key=_PEOPLE_KEY)["Body"].read())["people"]
        return sorted({str(person["collection"]) for person in people})
    except ClientError as error:
        if error_code(error) != "NoSuchKey":
            raise
        return []
    except (ValueError, KeyError, TypeError) as error:
        raise DeployError(
            f"The list of people in {bucket}/{_PEOPLE_KEY} cannot be read, so nobody knows whose faces Rekognition "
            "keeps. Remove its collections in the console, then that object, and try again."
        ) from error


def _remove_collection(rekognition: Any, name: str) -> None:  # noqa: ANN401 -- the same
    try:
        rekognition.delete_collection(CollectionId=name)
    except ClientError as error:
        if error_code(error) != "ResourceNotFoundException":
            raise DeployError(f"The collection of faces {name} cannot be removed: {error}") from error


def _remove_table(dynamodb: Any, name: str, clock: Clock) -> None:  # noqa: ANN401 -- as above
    described = dynamodb.describe_table(TableName=name)["Table"]
    if described.get("DeletionProtectionEnabled"):
        dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
        for _ in clock.turns():
            if dynamodb.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE":
                break
    try:
        dynamodb.delete_table(TableName=name)
    except ClientError as error:
        raise DeployError(f"The table {name} cannot be removed: {error}") from error
