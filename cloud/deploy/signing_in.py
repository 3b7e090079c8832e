"""Whether people can sign in to a stack: an admin, letters, a way from CloudFront. Looks only. Main thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.contract.accounts import AccountState, Role
from cloud.deploy.account import AwsAccount
from cloud.deploy.findings import NOTE, OK, PROBLEM, Finding, looking
from cloud.store.dynamodb_accounts import DynamoAccounts
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.deploy.account import Account

_AT_ONCE = 100


def examine_signing_in(account: Account, parameters: Mapping[str, str], outputs: Mapping[str, str]) -> list[Finding]:
    """Look at the parameters and outputs of a stack that stands."""
    found: list[Finding] = []
    if "UsersTable" in outputs:
        found += _admin(account, outputs["UsersTable"])
    if account.endpoint is not None:
        return found
    if parameters.get("Api") != "yes":
        found.append(Finding(NOTE, "The status API is not hosted.", "Nobody can sign in; connection files still work.",
                             "Deploy it: snapstream-cloud deploy --api"))  # fmt: skip
        return found
    if parameters.get("OriginGroupId"):
        found.append(Finding(OK, f"People sign in at {outputs.get('ApiUrl', '')}."))
    else:
        found.append(Finding(PROBLEM, "CloudFront may not reach the API yet.", "Its address answers with an error.",
                             "Deploy once more: snapstream-cloud deploy"))  # fmt: skip
    return found + _sender(account, parameters)


def _admin(account: Account, table: str) -> list[Finding]:
    found: list[Finding] = []
    with looking("The accounts", "dynamodb:Query", found):
        if _has_admin(DynamoAccounts(account.client("dynamodb"), table)):
            found.append(Finding(OK, "Somebody is an admin."))
        else:
            found.append(Finding(NOTE, "Nobody is an admin yet.", "So nobody can be invited.",
                                 "Make the first: snapstream-cloud users add EMAIL --admin"))  # fmt: skip
    return found


def _has_admin(accounts: DynamoAccounts) -> bool:
    cursor = ""
    while True:
        page = accounts.people(cursor, _AT_ONCE)
        if any(each.account.role is Role.ADMIN and each.account.state is AccountState.ACTIVE for each in page.rows):
            return True
        cursor = page.cursor
        if not cursor:
            return False


def _sender(account: Account, parameters: Mapping[str, str]) -> list[Finding]:
    sender, region = parameters.get("MailFrom", ""), parameters.get("MailRegion", "")
    if not sender:
        return [Finding(NOTE, "The newsroom sends no letters.", "Nobody gets a code or an invitation by mail.",
                        "Name a sender: snapstream-cloud deploy --mail-from ADDRESS")]  # fmt: skip
    there = replace(account, region=region) if region and isinstance(account, AwsAccount) else account
    found: list[Finding] = []
    with looking("The sender of letters", "ses:GetEmailIdentity", found):
        ses = there.client("sesv2")
        if any(_is_verified(ses, identity) for identity in (sender, sender.rpartition("@")[2])):
            found.append(Finding(OK, f"Letters are from {sender}, which SES has verified in {there.region}."))
        else:
            found.append(Finding(PROBLEM, f"SES has not verified {sender} in {there.region}.",
                                 "No code and no invitation leaves the newsroom.",
                                 "Verify the address, or its domain, in the SES console."))  # fmt: skip
    return found


def _is_verified(ses: Any, identity: str) -> bool:  # noqa: ANN401 -- boto3's clients have no type
    try:
        return bool(ses.get_email_identity(EmailIdentity=identity).get("VerificationStatus") == "SUCCESS")
    except ClientError as error:
        if error_code(error) == "NotFoundException":
            return False
        raise
