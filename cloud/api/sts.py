"""Credentials of the desktop role, from STS, and taking them back. Clients are shared between threads.

A session of STS cannot be ended. It can be denied: a policy on the role, for what one person was issued before a
moment (AWS Identity and Access Management User Guide, "Revoking IAM role temporary security credentials"). It is
removed when nothing can be left that it denies, because a role holds only so much policy.
"""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cloud.contract.accounts import libraries_of
from cloud.contract.connection import Buckets, Connection, Credentials, Person
from cloud.store.desktop_policy import session_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.api.config import ApiConfig
    from cloud.contract.accounts import Account

#: The longest that a session of the role lasts: its ``MaxSessionDuration``, and what STS gives where roles are chained.
LONGEST = timedelta(hours=1)
#: The shortest that STS gives (AWS Security Token Service API Reference, "AssumeRole").
SHORTEST_S = 900
_DENY = "deny-"
_EVERYONE = "*"
_DENY_EVERYONE = f"{_DENY}everyone"
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class StsIssuer:
    """``Issuer`` by STS and IAM. ``outputs`` are the stack's; ``endpoint`` is None on AWS itself."""

    def __init__(
        self,
        sts: Any,  # noqa: ANN401 -- botocore makes its clients at run time
        iam: Any,  # noqa: ANN401 -- the same
        config: ApiConfig,
        outputs: Mapping[str, str],
        *,
        region: str,
        endpoint: str | None,
        now: Callable[[], datetime],
    ) -> None:
        self._sts = sts
        self._iam = iam
        self._config = config
        self._outputs = outputs
        self._region = region
        self._endpoint = endpoint
        self._now = now
        self._role = outputs["DesktopRoleArn"].rpartition("/")[2]

    def issue(self, account: Account) -> Connection:
        """Return a person's connection, with fresh credentials."""
        config, outputs = self._config, self._outputs
        answer = self._sts.assume_role(
            RoleArn=outputs["DesktopRoleArn"],
            RoleSessionName=account.id,  # a part of ``aws:userid``, and of every line in CloudTrail
            Policy=session_policy(outputs, account.id),
            DurationSeconds=max(SHORTEST_S, min(config.credentials_s, int(LONGEST.total_seconds()))),
            Tags=[{"Key": "user", "Value": account.id}, {"Key": "role", "Value": account.role.value}],
        )["Credentials"]
        return Connection(
            newsroom=config.newsroom,
            user=Person(id=account.id, email=account.email, name=account.name),
            role=account.role.value,
            api_url=config.public_url,
            endpoint=self._endpoint,
            region=self._region,
            buckets=Buckets(outputs["OriginalsBucket"], outputs["DerivedBucket"]),
            table=outputs["ItemsTable"],
            index="feed",
            credentials=Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"]),
            expires_at=answer["Expiration"],
            libraries=libraries_of(account.id, account.role),
            max_file_bytes=config.max_file_bytes,
        )

    def deny_before(self, user_id: str, moment: datetime) -> None:
        """Deny what a person was issued until a moment; IAM takes some seconds to tell all its places.

        Where the role holds no more policies, everybody's credentials of before are denied instead: theirs are renewed.

        ::

            deny-a deny-b deny-c          full
            (deny-a: everyone) …          written over one that is there, and shorter: it always fits
            (deny-a: everyone)            the others go: what they denied is denied
            … deny-everyone               under its own name, which nobody's own denial is written over
            deny-everyone                 at every step, and after a crash at any, all are denied who were before
        """
        held = self._tidy()
        try:
            self._put(user_id, user_id, moment)
        except self._iam.exceptions.LimitExceededException:
            if not held:
                raise  # it is not full of ours
            first, *others = held
            self._put(first.removeprefix(_DENY), _EVERYONE, moment)
            for name in others:
                if name != _DENY_EVERYONE:
                    self._delete(name)
            self._put(_DENY_EVERYONE.removeprefix(_DENY), _EVERYONE, moment)
            if first != _DENY_EVERYONE:
                self._delete(first)

    def _put(self, name: str, user_id: str, moment: datetime) -> None:
        self._iam.put_role_policy(
            RoleName=self._role,
            PolicyName=f"{_DENY}{name}",
            PolicyDocument=json.dumps(deny_policy(user_id, moment), separators=(",", ":")),
        )

    def _delete(self, name: str) -> None:
        with contextlib.suppress(self._iam.exceptions.NoSuchEntityException):  # another worker tidies too
            self._iam.delete_role_policy(RoleName=self._role, PolicyName=name)

    def _tidy(self) -> list[str]:
        """Remove the policies that deny only what has ended by itself; return the names of those that stay."""
        listed = self._iam.get_paginator("list_role_policies").paginate(RoleName=self._role)
        stay = []
        for name in [name for page in listed for name in page["PolicyNames"] if name.startswith(_DENY)]:
            try:
                document = self._iam.get_role_policy(RoleName=self._role, PolicyName=name)["PolicyDocument"]
            except self._iam.exceptions.NoSuchEntityException:
                continue  # another worker tidies too
            if denied_before(document) + LONGEST < self._now():
                self._delete(name)
            else:
                stay.append(name)
        return stay


def deny_policy_name(user_id: str) -> str:
    """Return what the policy is called that denies a person's sessions: there is one a person."""
    return f"{_DENY}{user_id}"


def deny_policy(user_id: str, moment: datetime) -> dict[str, object]:
    """Return the policy that denies a person's sessions of before a moment everything.

    ``aws:userid`` is the role's id and the session's name. A token's issue time has whole seconds, so the second of the
    moment itself is denied too.
    """
    until = moment.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    condition = {
        "StringLike": {"aws:userid": f"*:{user_id}"},
        "DateLessThan": {"aws:TokenIssueTime": until.strftime(_MOMENT)},
    }
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}],
    }


def denied_before(document: Mapping[str, Any] | str) -> datetime:
    """Read the moment back."""
    policy = json.loads(document) if isinstance(document, str) else document
    text = policy["Statement"][0]["Condition"]["DateLessThan"]["aws:TokenIssueTime"]
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
