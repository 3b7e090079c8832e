"""A connection document for one person: the desktop role's rights, narrowed to that person, for an hour at most.

Until a newsroom has accounts, ``snapstream-cloud outputs --connection`` writes it; the embedded cloud writes its own.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from cloud.contract.connection import Buckets, Connection, Credentials, Person
from cloud.deploy.account import account_id
from cloud.store.desktop_policy import libraries_of, session_policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cloud.deploy.account import Account

#: What STS gives where roles are chained, and what the role's ``MaxSessionDuration`` says.
LONGEST_S = 3600
#: An owner's id is a part of keys, and of the session's name.
_PERSON = re.compile(r"[A-Za-z0-9-]{2,64}")
_PARTS_LARGEST = 5 * 1024**4


class BadPersonError(ValueError):
    """The person cannot be named so; the message says why."""


def person(user_id: str, email: str = "", name: str = "") -> Person:
    """Return a person; raises ``BadPersonError``."""
    if not _PERSON.fullmatch(user_id):
        raise BadPersonError(f"{user_id!r} is no person's id: 2 to 64 letters, digits and hyphens")
    return Person(id=user_id, email=email, name=name or user_id)


def newsroom_id(account: Account, stack: str) -> str:
    """Return the name under which desktops keep what belongs to a stack: another account's is another newsroom."""
    return f"{stack}-{account_id(account)}-{account.region}"


def issue(
    account: Account,
    outputs: Mapping[str, str],
    user: Person,
    *,
    newsroom: str,
    duration_s: int = LONGEST_S,
    max_file_bytes: int = _PARTS_LARGEST,
) -> Connection:
    """Return a connection with fresh credentials of the desktop role."""
    answer = account.client("sts").assume_role(
        RoleArn=outputs["DesktopRoleArn"],
        RoleSessionName=user.id,
        Policy=session_policy(outputs, user.id),
        DurationSeconds=min(duration_s, LONGEST_S),
    )["Credentials"]
    return Connection(
        newsroom=newsroom,
        user=user,
        role="member",
        api_url=None,
        endpoint=account.endpoint,
        region=account.region,
        buckets=Buckets(outputs["OriginalsBucket"], outputs["DerivedBucket"]),
        table=outputs["ItemsTable"],
        index="feed",
        credentials=Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"]),
        expires_at=answer["Expiration"],
        libraries=libraries_of(user.id),
        max_file_bytes=max_file_bytes,
    )


def write_fresh(path: Path, connection: Connection) -> None:
    """Write a connection where nothing is yet, for this user alone (mode 0600); raises ``FileExistsError``."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(connection.to_json())
