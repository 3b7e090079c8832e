"""What the doctor says of signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from cloud.contract.accounts import Account, AccountState, Role
from cloud.deploy.account import AwsAccount
from cloud.deploy.findings import NOTE, OK, PROBLEM
from cloud.deploy.signing_in import examine_signing_in
from cloud.store.accounts import Person
from cloud.store.dynamodb_accounts import DynamoAccounts

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTPUTS = {"UsersTable": "desk-users", "ApiUrl": "https://d1.cloudfront.net"}
HOSTED = {"Api": "yes", "OriginGroupId": "sg-0123456789abcdef0", "MailFrom": "news@example.org"}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsAccount]:
    """Return an account with a table of users, as moto plays it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with mock_aws():
        made = AwsAccount(boto3.Session(region_name="eu-central-1"), "eu-central-1")
        made.client("dynamodb").create_table(
            TableName="desk-users",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("id", "listing")],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "listing",
                    "KeySchema": [
                        {"AttributeName": "listing", "KeyType": "HASH"},
                        {"AttributeName": "id", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        yield made


def said(account: AwsAccount, parameters: dict[str, str]) -> dict[str, str]:
    """Return what is said, and how grave it is."""
    return {finding.what: finding.level for finding in examine_signing_in(account, parameters, OUTPUTS)}


def test_there_must_be_an_admin_who_may_sign_in(account: AwsAccount) -> None:
    """A member is none, and one who is disabled neither."""
    accounts = DynamoAccounts(account.client("dynamodb"), "desk-users")
    now = "2026-11-22T12:00:00.000Z"
    for number, (role, state) in enumerate(
        [(Role.MEMBER, AccountState.ACTIVE), (Role.ADMIN, AccountState.DISABLED), (Role.ADMIN, AccountState.ACTIVE)]
    ):
        assert said(account, HOSTED)["Nobody is an admin yet."] == NOTE
        them = Account(f"01A{number}", f"{number}@example.org", "X", role, state, now)
        assert accounts.create(Person(them, "", version=1, valid_from=now))
    assert said(account, HOSTED)["Somebody is an admin."] == OK


def test_the_sender_must_be_verified(account: AwsAccount) -> None:
    """By its address or its domain, in the region that letters are sent from."""
    assert said(account, HOSTED)["SES has not verified news@example.org in eu-central-1."] == PROBLEM
    account.client("sesv2").create_email_identity(EmailIdentity="news@example.org")
    elsewhere = HOSTED | {"MailRegion": "eu-west-1"}
    assert said(account, elsewhere)["SES has not verified news@example.org in eu-west-1."] == PROBLEM
    assert "SES has not verified news@example.org in eu-central-1." not in said(account, HOSTED)
    assert said(account, HOSTED | {"MailFrom": ""})["The newsroom sends no letters."] == NOTE


def test_cloudfront_must_be_let_in(account: AwsAccount) -> None:
    """Else its address answers nobody; a newsroom without the API is told so."""
    assert said(account, HOSTED)["People sign in at https://d1.cloudfront.net."] == OK
    assert said(account, HOSTED | {"OriginGroupId": ""})["CloudFront may not reach the API yet."] == PROBLEM
    assert said(account, {"Api": "no"})["The status API is not hosted."] == NOTE
