"""What a deploy does for the API's host beside the template: its key, its package, its revision, CloudFront's group.

::

    package sent ─▶ signing key there ─▶ revision: the same ─▶ the same slot
                                                   another ─▶ the other slot: a new instance, CloudFront led there,
                                                              the old one gone
    after the stack stands: CloudFront's security group is found ─▶ deployed once more with it, the first time alone

Main thread; blocking.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.deploy.account import account_id
from cloud.deploy.application import key_of
from cloud.deploy.stack import TEMPLATE
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.deploy.account import Account

#: What makes the instance besides its package: the template's parameters, with its own defaults.
DEFAULTS: Mapping[str, str] = {
    "ApiInstanceType": "t4g.small",
    "ApiSubnetId": "",
    "ApiVpcId": "",
    "DailyCapUsd": "25",
    "MailFrom": "",
    "MailRegion": "",
    "NewsroomName": "SnapStream",
    "Registration": "invitation",
}
#: How CloudFront calls the group of its origins in a VPC (Amazon CloudFront Developer Guide, "Restrict access with VPC
#: origins").
_ORIGIN_GROUP = "CloudFront-VPCOrigins-Service-SG"
#: RFC 7518, section 3.2: as long as the hash at least; it is read by cloud.api.wsgi.
_KEY_BYTES = 48


def key_parameter(stack: str) -> str:
    """Return the name of the signing key's parameter in SSM."""
    return f"/{stack}/api/signing-key"


def make_signing_key(account: Account, stack: str) -> bool:
    """Make the key that signs access tokens, where there is none; whether one was made. It is shown to nobody."""
    try:
        account.client("ssm").put_parameter(
            Name=key_parameter(stack),
            Description="Signs the access tokens of the newsroom's API: keys in base 64, a line each, newest first",
            Value=base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode(),
            Type="SecureString",
            Overwrite=False,
        )
    except ClientError as error:
        if error_code(error) == "ParameterAlreadyExists":
            return False
        raise
    return True


def remove_signing_key(account: Account, stack: str) -> None:
    """Remove the key, when the newsroom goes."""
    try:
        account.client("ssm").delete_parameter(Name=key_parameter(stack))
    except ClientError as error:
        if error_code(error) != "ParameterNotFound":
            raise


def send_package(account: Account, bucket: str, package: bytes) -> str:
    """Put the API's package into the code bucket; return its key."""
    s3, key, owner = account.client("s3"), key_of(package), account_id(account)
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error_code(error) not in {"404", "NoSuchKey", "403"}:
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=package, ExpectedBucketOwner=owner)
    return key


def tidy_packages(account: Account, bucket: str, *kept: str) -> int:
    """Remove the API's packages of earlier deploys, but these; return how many."""
    s3, removed = account.client("s3"), 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="api/"):
        old = [{"Key": each["Key"]} for each in page.get("Contents", []) if each["Key"] not in kept]
        if old:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": old, "Quiet": True})
            removed += len(old)
    return removed


def parameters(asked: Mapping[str, str], before: Mapping[str, str], key: str, template: str = "") -> dict[str, str]:
    """Return the parameters of the host: what is asked, else what the stack has; and the slot that follows from it."""
    wanted = {name: asked.get(name, before.get(name, usual)) for name, usual in DEFAULTS.items()}
    made_of = {**wanted, "ApiPackage": key, "template": _instance_text(template or TEMPLATE.read_text("utf-8"))}
    revision = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]
    slot = before.get("ApiSlot", "A")
    if before.get("Api") == "yes" and before.get("ApiRevision", revision) != revision:
        slot = "B" if slot == "A" else "A"
    # A group belongs to its VPC.
    group = before.get("OriginGroupId", "") if wanted["ApiVpcId"] == before.get("ApiVpcId", "") else ""
    return wanted | {
        "Api": "yes", "ApiPackage": key, "ApiRevision": revision, "ApiSlot": slot, "OriginGroupId": group,
    }  # fmt: skip


def _instance_text(template: str) -> str:
    """Return the part of the template that an instance is made by; how it is written does not count."""
    found = re.search(r"^  ApiLaunchTemplate:\n.*?(?=^  ApiInstanceA:)", template, re.DOTALL | re.MULTILINE)
    assert found is not None, "the template names no ApiLaunchTemplate before ApiInstanceA"
    return found[0]


def find_origin_group(account: Account, vpc: str) -> str:
    """Return the id of CloudFront's group in a VPC; "" where there is none yet."""
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": [_ORIGIN_GROUP]}]
    groups: list[dict[str, Any]] = account.client("ec2").describe_security_groups(Filters=filters)["SecurityGroups"]
    return str(groups[0]["GroupId"]) if groups else ""


def caller_pattern(account: Account) -> str:
    """Return who is deploying, as a pattern of the trust policy: a session's role, whatever its path."""
    arn = str(account.client("sts").get_caller_identity()["Arn"])
    session = re.fullmatch(r"(arn:[^:]+):sts::(\d+):assumed-role/([^/]+)/.*", arn)
    if session is None:
        return arn
    # ``aws:PrincipalArn`` of a session is its role's ARN, which has a path that the session's own leaves out.
    return f"{session[1]}:iam::{session[2]}:role/*{session[3]}"
