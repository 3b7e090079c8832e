"""The issuer against STS and IAM as moto has them; what its policies say is asked of the policy evaluator."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from cloud.api.sts import LONGEST, StsIssuer, denied_before, deny_policy
from cloud.contract.accounts import Account, AccountState, Role
from tests.fakes.api import CONFIG
from tests.fakes.policy import Request, allows
from tests.fakes.store import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

EVE = Account("01EVE", "eve@herald.example", "Eve", Role.DESK, AccountState.ACTIVE, "2026-11-22T12:00:00.000Z")
ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Return clients of an account that has the desktop role."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        made = {name: boto3.client(name, region_name="eu-central-1") for name in ("sts", "iam")}
        made["iam"].create_role(RoleName="desktop", AssumeRolePolicyDocument=json.dumps(ALL))
        made["iam"].put_role_policy(RoleName="desktop", PolicyName="desktop", PolicyDocument=json.dumps(ALL))
        yield made


@pytest.fixture
def clock() -> Clock:
    """Return the issuer's clock."""
    return Clock()


@pytest.fixture
def issuer(clients: dict[str, Any], clock: Clock) -> StsIssuer:
    """Return the issuer."""
    outputs = {
        "OriginalsBucket": "herald-originals",
        "DerivedBucket": "herald-derived",
        "ItemsTable": "herald-items",
        "ItemsTableArn": "arn:aws:dynamodb:eu-central-1:000000000000:table/herald-items",
        "DesktopRoleArn": "arn:aws:iam::000000000000:role/desktop",
    }
    return StsIssuer(clients["sts"], clients["iam"], CONFIG, outputs, region="eu-central-1", endpoint=None, now=clock)


def test_a_connection_is_a_persons_own(issuer: StsIssuer) -> None:
    """It says who, where, and for half an hour."""
    connection = issuer.issue(EVE)
    assert (connection.user.id, connection.role, connection.newsroom) == (EVE.id, "desk", "herald")
    assert connection.api_url == CONFIG.public_url
    assert connection.libraries == EVE.libraries
    assert connection.credentials.session_token
    left = connection.expires_at - datetime.now(UTC)
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)


def test_a_disabled_persons_sessions_are_denied(issuer: StsIssuer, clients: dict[str, Any], clock: Clock) -> None:
    """What the person was issued before is denied everything; later sessions, and other people's, are not."""
    moment = clock()
    issuer.deny_before(EVE.id, moment)
    stored = clients["iam"].get_role_policy(RoleName="desktop", PolicyName=f"deny-{EVE.id}")["PolicyDocument"]

    def may(user_id: str, issued: datetime) -> bool:
        context = {
            "aws:userid": f"AROAEXAMPLE:{user_id}",
            "aws:TokenIssueTime": issued.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        return allows([ALL, stored], Request("s3:GetObject", "arn:aws:s3:::herald-originals/x", context))

    assert not may(EVE.id, moment - timedelta(minutes=20))
    assert not may(EVE.id, moment)
    assert may(EVE.id, moment + timedelta(seconds=2))
    assert may("01ADAM", moment - timedelta(minutes=20))


def test_denials_that_are_over_are_removed(issuer: StsIssuer, clients: dict[str, Any], clock: Clock) -> None:
    """A role holds 10,240 characters of policy: what denies nothing any more goes, and the role's own policy stays."""
    issuer.deny_before("01OLD", clock())
    clock.advance(LONGEST / 2)
    issuer.deny_before("01NEWER", clock())
    clock.advance(LONGEST / 2 + timedelta(seconds=2))
    issuer.deny_before("01NEW", clock())
    names = clients["iam"].list_role_policies(RoleName="desktop")["PolicyNames"]
    assert sorted(names) == ["deny-01NEW", "deny-01NEWER", "desktop"]


def test_a_full_role_denies_everybody(issuer: StsIssuer, clients: dict[str, Any], clock: Clock) -> None:
    """Where no more policies fit, one for all takes their place, and the role's own stays."""
    issuer.deny_before("01OLD", clock())
    _fill(clients)
    moment = clock()
    issuer.deny_before(EVE.id, moment)
    names = clients["iam"].list_role_policies(RoleName="desktop")["PolicyNames"]
    assert sorted(names) == ["deny-everyone", "desktop"]
    stored = clients["iam"].get_role_policy(RoleName="desktop", PolicyName="deny-everyone")["PolicyDocument"]
    context = {"aws:userid": f"AROAEXAMPLE:{EVE.id}", "aws:TokenIssueTime": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert not allows([ALL, stored], Request("s3:GetObject", "arn:aws:s3:::herald-originals/x", context))


@pytest.mark.parametrize("calls", range(6))
def test_who_was_denied_stays_so_wherever_it_breaks_off(
    issuer: StsIssuer, clients: dict[str, Any], clock: Clock, calls: int
) -> None:
    """One for all takes the place of many: at no step is anybody let in again who was denied before."""
    old = ["01ANN", "01BOB", "01CAT"]
    for user_id in old:
        issuer.deny_before(user_id, clock())
    _fill(clients)
    left = iter([None] * calls)

    def stop(**_: object) -> None:
        try:
            next(left)
        except StopIteration:
            raise EndpointConnectionError(endpoint_url="https://iam.example") from None

    for verb in ("PutRolePolicy", "DeleteRolePolicy"):
        clients["iam"].meta.events.register(f"before-call.iam.{verb}", stop)
    with contextlib.suppress(EndpointConnectionError):
        issuer.deny_before(EVE.id, clock())
    policies = [
        clients["iam"].get_role_policy(RoleName="desktop", PolicyName=name)["PolicyDocument"]
        for name in clients["iam"].list_role_policies(RoleName="desktop")["PolicyNames"]
    ]
    issued = (clock() - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for user_id in old:
        context = {"aws:userid": f"AROAEXAMPLE:{user_id}", "aws:TokenIssueTime": issued}
        assert not allows(policies, Request("s3:GetObject", "arn:aws:s3:::herald-originals/x", context))


def test_two_workers_tidy_at_once(issuer: StsIssuer, clients: dict[str, Any], clock: Clock) -> None:
    """What the other has removed already is no fault."""
    issuer.deny_before("01OLD", clock())
    clock.advance(2 * LONGEST)
    iam = clients["iam"]

    def removed(**_: object) -> None:
        iam.meta.events.unregister("before-call.iam.GetRolePolicy", removed)
        iam.delete_role_policy(RoleName="desktop", PolicyName="deny-01OLD")

    iam.meta.events.register("before-call.iam.GetRolePolicy", removed)
    issuer.deny_before(EVE.id, clock())
    assert sorted(iam.list_role_policies(RoleName="desktop")["PolicyNames"]) == [f"deny-{EVE.id}", "desktop"]


def _fill(clients: dict[str, Any]) -> None:
    """Let the next policy be refused, for the role is full."""
    answers = iter([(_Refused(), {"Error": {"Code": "LimitExceeded", "Message": "full"}})])
    clients["iam"].meta.events.register("before-call.iam.PutRolePolicy", lambda **_: next(answers, None))


class _Refused:
    """How botocore sees an answer that refuses."""

    status_code = 409


def test_the_moment_of_a_denial_reads_back() -> None:
    """It is told in whole seconds, rounded up: the second itself is denied."""
    moment = datetime(2026, 11, 22, 12, 0, 0, 1000, tzinfo=UTC)
    assert denied_before(deny_policy("eve", moment)) == datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)
