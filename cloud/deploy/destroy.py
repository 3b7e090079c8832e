"""Take a stack down. Media, tables and their buckets stay unless they are named too. Main thread; blocking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.deploy import changes, code_bucket, hosting
from cloud.deploy.account import account_id, error_code
from cloud.deploy.stack import DeployError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.deploy.account import Account
    from cloud.deploy.changes import Clock, Step

_BUCKET, _TABLE = "AWS::S3::Bucket", "AWS::DynamoDB::Table"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that holds media or records."""

    kind: str
    name: str

    @property
    def how(self) -> str:
        """The command that removes it."""
        if self.kind == _BUCKET:
            return f"aws s3 rb s3://{self.name} --force  (empty its versions first: it keeps them)"
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
    """Return the buckets and tables of a stack, by their names; also of one that is gone and left them."""
    found = []
    owner = account_id(account)
    s3, dynamodb = account.client("s3"), account.client("dynamodb")
    for part in ("originals", "derived"):
        name = f"{stack}-{part}-{owner}-{account.region}"
        if _has_bucket(s3, name):
            found.append(Kept(_BUCKET, name))
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
    clock: Clock = changes.USUAL_CLOCK,
) -> Destroyed:  # fmt: skip
    """Delete the stack and its code; with ``with_media`` also everything it kept. Doing it again goes on with it."""
    cloudformation, s3 = account.client("cloudformation"), account.client("s3")
    changes.wait_until_still(cloudformation, stack, show, clock)
    had_stack = changes.look(cloudformation, stack) is not None
    if had_stack:
        changes.remove(cloudformation, stack, show, clock)
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
        else:
            _remove_table(account.client("dynamodb"), holding.name, clock)
    return Destroyed(had_stack, had_code, (), tuple(kept))


def _has_bucket(s3: Any, name: str) -> bool:  # noqa: ANN401 -- boto3's clients have no type
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if error_code(error) in {"404", "NoSuchBucket"}:
            return False
        raise
    return True


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
