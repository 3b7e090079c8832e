"""What an account lacks: rights, services, quotas, the way out of the mail sandbox. Looks only. Main thread."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from cloud.deploy.account import is_denied
from cloud.deploy.findings import NOTE, OK, PROBLEM, Finding, looking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.deploy.account import Account

#: What deploy, outputs, users, smoke, redrive, rebuild and destroy call as the engineer; an action a line of code.
NEEDED = (
    "cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack",
    "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks",
    "cloudformation:ExecuteChangeSet", "cloudformation:GetTemplateSummary",
    "cloudfront:CreateDistribution", "cloudfront:CreateOriginRequestPolicy", "cloudfront:CreateVpcOrigin",
    "cloudfront:UpdateDistribution", "ec2:CreateLaunchTemplate", "ec2:CreateSecurityGroup", "ec2:CreateVpc",
    "ec2:DescribeSecurityGroups", "ec2:RunInstances", "iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile",
    "iam:CreatePolicy", "iam:PutRolePermissionsBoundary", "ssm:DeleteParameter", "ssm:PutParameter",
    "cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm", "dynamodb:CreateTable", "dynamodb:DescribeTable",
    "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive", "events:PutRule", "events:PutTargets",
    "iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:PassRole", "iam:PutRolePolicy",
    "lambda:AddPermission", "lambda:CreateEventSourceMapping", "lambda:CreateFunction", "lambda:GetFunction",
    "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "logs:CreateLogGroup", "logs:PutRetentionPolicy",
    "s3:CreateBucket", "s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:PutObject",
    "sns:CreateTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sqs:CreateQueue", "sqs:GetQueueAttributes",
    "sqs:SetQueueAttributes", "sqs:StartMessageMoveTask", "sts:AssumeRole",
)  # fmt: skip
#: Where nobody may simulate: a call that changes nothing and needs a right of the same service.
_HARMLESS: tuple[tuple[str, str, str], ...] = (
    ("cloudformation", "list_stacks", "cloudformation:ListStacks"),
    ("dynamodb", "list_tables", "dynamodb:ListTables"),
    ("events", "list_rules", "events:ListRules"),
    ("iam", "list_roles", "iam:ListRoles"),
    ("lambda", "list_functions", "lambda:ListFunctions"),
    ("s3", "list_buckets", "s3:ListAllMyBuckets"),
    ("sns", "list_topics", "sns:ListTopics"),
    ("sqs", "list_queues", "sqs:ListQueues"),
)
#: The services that cost money by the call, with one of theirs that costs none.
AI_SERVICES: tuple[tuple[str, str, dict[str, object], str], ...] = (
    ("rekognition", "list_collections", {"MaxResults": 1}, "labels, people, logos and text in pictures"),
    ("transcribe", "list_transcription_jobs", {"MaxResults": 1}, "speech"),
    ("comprehend", "list_entity_recognizers", {"MaxResults": 1}, "language, entities, phrases and sentiment"),
    ("translate", "list_languages", {"MaxResults": 1}, "translation, where a profile asks for it"),
)
#: New accounts begin with 10 at once (AWS Lambda Developer Guide, "Lambda quotas": 1,000, and lower for new accounts).
_ENOUGH_CONCURRENCY = 100
_SIMULATED_AT_ONCE = 50
_QUOTAS = re.compile(r"DetectLabels|DetectText|RecognizeCelebrities|concurrent.*(job|transcription)", re.IGNORECASE)
_SHOWN_QUOTAS = 8


def examine_account(account: Account) -> list[Finding]:
    """Look at credentials, rights, services, quotas and the mail sandbox of an account on AWS."""
    found: list[Finding] = []
    identity = account.client("sts").get_caller_identity()
    arn = str(identity["Arn"])
    found.append(Finding(OK, f"Signed in as {arn}, account {identity['Account']}, region {account.region}."))
    if arn.endswith(":root"):
        found.append(Finding(NOTE, "These are the account's root credentials.",
                             "They may assume no role, so smoke and outputs --connection fail.",
                             "Use a role of IAM Identity Center."))  # fmt: skip
    else:
        found += _rights(account, arn)
    found += _services(account)
    found += _lambda_quota(account)
    for service in ("rekognition", "transcribe"):
        found += _quotas(account, service)
    found += _mail(account)
    return found


def examine_computer() -> list[Finding]:
    """Look at what this computer needs to package and to run the embedded cloud."""
    found = [Finding(OK, f"Python {sys.version.split()[0]}.")]
    if find_spec("pip") is None:
        found.append(Finding(PROBLEM, "This Python has no pip.", "Packages for AWS fetch their libraries with it.",
                             "Run python -m ensurepip."))  # fmt: skip
    if find_spec("ministack") is None:
        found.append(Finding(NOTE, "The embedded cloud is not installed.", "Nothing can be tried without an account.",
                             'Run pip install "snapstream[local]".'))  # fmt: skip
    return found


def _rights(account: Account, arn: str) -> list[Finding]:
    iam = account.client("iam")
    try:
        denied = _simulate(iam, _principal(iam, arn))
    except ClientError as error:
        if not is_denied(error) and "NoSuchEntity" not in str(error) and "InvalidInput" not in str(error):
            raise
        return _try_harmless(account)
    if not denied:
        return [Finding(OK, f"All {len(NEEDED)} rights that deploying needs are there (simulated).")]
    return [
        Finding(PROBLEM, f"{action} is not allowed.", "A deploy, or what looks after it, stops there.",
                f"Allow {action} for {arn}.")
        for action in denied
    ]  # fmt: skip


def _principal(iam: Any, arn: str) -> str:  # noqa: ANN401 -- boto3's clients have no type
    """Return whom to simulate: a session's role, with its path."""
    session = re.fullmatch(r"arn:[^:]+:sts::\d+:assumed-role/([^/]+)/.*", arn)
    return str(iam.get_role(RoleName=session[1])["Role"]["Arn"]) if session else arn


def _simulate(iam: Any, principal: str) -> list[str]:  # noqa: ANN401 -- as above
    denied: list[str] = []
    for start in range(0, len(NEEDED), _SIMULATED_AT_ONCE):
        pages = iam.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=principal, ActionNames=list(NEEDED[start : start + _SIMULATED_AT_ONCE])
        )
        for page in pages:
            denied += [
                str(each["EvalActionName"]) for each in page["EvaluationResults"] if each["EvalDecision"] != "allowed"
            ]
    return sorted(denied)


def _try_harmless(account: Account) -> list[Finding]:
    found: list[Finding] = []
    for service, operation, action in _HARMLESS:
        try:
            getattr(account.client(service), operation)()
        except ClientError as error:
            if not is_denied(error):
                found.append(Finding(NOTE, f"{service}: {error}", "So nothing can be said about it."))
                continue
            found.append(Finding(PROBLEM, f"{action} is not allowed.", f"So {service} is probably closed to a deploy.",
                                 f"Allow what a deploy needs of {service}: see cloud/README.md."))  # fmt: skip
    todo = "Allow iam:SimulatePrincipalPolicy and iam:GetRole to have each right looked at."
    found.append(Finding(NOTE, "The rights were tried by listing alone.", "A right to make things may be missing.",
                         todo))  # fmt: skip
    return found


def _services(account: Account) -> list[Finding]:
    found: list[Finding] = []
    session = boto3.Session()
    partition = str(session.get_partition_for_region(account.region))
    for service, operation, arguments, purpose in AI_SERVICES:
        regions = session.get_available_regions(service, partition_name=partition)
        if regions and account.region not in regions:
            found.append(Finding(PROBLEM, f"There is no {service} in {account.region}.", f"It does {purpose}.",
                                 "Deploy in another region, or with --engines ondevice."))  # fmt: skip
            continue
        before = len(found)
        with looking(service, f"{service}:{_action(operation)}", found):
            getattr(account.client(service), operation)(**arguments)
        if len(found) == before:
            found.append(Finding(OK, f"{service} answers ({purpose})."))
    return found


def _action(operation: str) -> str:
    return "".join(word.capitalize() for word in operation.split("_"))


def _lambda_quota(account: Account) -> list[Finding]:
    found: list[Finding] = []
    with looking("The quota of Lambda", "lambda:GetAccountSettings", found):
        limits = account.client("lambda").get_account_settings()["AccountLimit"]
        count = int(limits["ConcurrentExecutions"])
        if count < _ENOUGH_CONCURRENCY:
            found.append(Finding(PROBLEM, f"Lambda runs {count} functions at once in this account.",
                                 "Hundreds of files wait in line; throttled functions look like a slow newsroom.",
                                 "Ask for 1,000: Service Quotas, AWS Lambda, Concurrent executions (free of charge)."))  # fmt: skip # noqa: E501 -- one call
        else:
            found.append(Finding(OK, f"Lambda runs {count:,} functions at once."))
    return found


def _quotas(account: Account, service: str) -> list[Finding]:
    found: list[Finding] = []
    with looking(f"The quotas of {service}", "servicequotas:ListServiceQuotas", found):
        pages: Callable[..., Any] = account.client("service-quotas").get_paginator("list_service_quotas").paginate
        listed = [
            f"{quota['QuotaName']}: {quota['Value']:g}"
            for page in pages(ServiceCode=service)
            for quota in page["Quotas"]
            if _QUOTAS.search(quota["QuotaName"])
        ]
        told: Sequence[str] = sorted(listed)[:_SHOWN_QUOTAS]
        if told:
            found.append(Finding(OK, f"Quotas of {service}: {'; '.join(told)}.",
                                 "More than that is postponed, and comes later; nothing fails for it."))  # fmt: skip
    return found


def _mail(account: Account) -> list[Finding]:
    found: list[Finding] = []
    with looking("Amazon SES", "ses:GetAccount", found):
        answer = account.client("sesv2").get_account()
        if answer.get("ProductionAccessEnabled"):
            found.append(Finding(OK, "Amazon SES may write to anybody."))
        else:
            found.append(Finding(NOTE, "Amazon SES is in its sandbox.", "It writes to verified addresses alone.",
                                 "Ask for production access in the SES console."))  # fmt: skip
    return found
