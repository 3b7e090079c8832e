"""How a deployed stack is: state, drift, buckets, alerts, dead letters, the day's cap. Looks only. Main thread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.deploy import progress, redrive
from cloud.deploy.findings import NOTE, OK, PROBLEM, Finding, looking
from cloud.deploy.signing_in import examine_signing_in
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.deploy.account import Account
    from cloud.deploy.progress import Clock, Standing

_DRIFTED = ("MODIFIED", "DELETED")


def examine_stack(account: Account, stack: str, *, with_drift: bool, clock: Clock) -> list[Finding]:
    """Look at a stack and at what is in it."""
    standing = progress.look(account.client("cloudformation"), stack)
    if standing is None:
        return [
            Finding(NOTE, f"There is no stack {stack} in {account.region}.", "", "Deploy it: snapstream-cloud deploy")
        ]
    found = [_state(stack, standing)]
    outputs = standing.outputs
    for output in ("OriginalsBucket", "DerivedBucket"):
        if output in outputs:
            found += _bucket(account, outputs[output], is_original=output == "OriginalsBucket")
    found += _dead_letters(account, outputs)
    found += _money(standing)
    found += _alerts(account, standing)
    found += examine_signing_in(account, standing.parameters, outputs)
    if with_drift:
        found += _drift(account, stack, clock)
    return found


def _state(stack: str, standing: Standing) -> Finding:
    if standing.status in progress.NEVER_MADE:
        return Finding(PROBLEM, f"The stack {stack} is in {standing.status}.", "Nothing can be changed in it.",
                       "Deploy again: it offers to remove what is left, and keeps the media.")  # fmt: skip
    if standing.status == progress.STUCK:
        return Finding(PROBLEM, f"The stack {stack} is in {standing.status}.", "An update could not be undone.",
                       "Deploy again: it tries to undo it first.")  # fmt: skip
    if standing.is_busy:
        return Finding(NOTE, f"The stack {stack} is in {standing.status}.", "CloudFormation is at work on it.")
    return Finding(OK, f"The stack {stack} is in {standing.status}.")


def _bucket(account: Account, name: str, *, is_original: bool) -> list[Finding]:
    s3 = account.client("s3")
    found: list[Finding] = []
    missing: list[tuple[str, str]] = []
    before = len(found)
    with looking(f"The bucket {name}", "s3:GetBucket*, s3:GetEncryptionConfiguration", found):
        if s3.get_bucket_versioning(Bucket=name).get("Status") != "Enabled":
            missing.append(("keeps no versions", "what is overwritten or deleted is gone"))
        block = _setting(s3.get_public_access_block, "PublicAccessBlockConfiguration", name)
        if not block or not all(block.values()):
            missing.append(("can be made public", "a policy or a list could show media to anybody"))
        if not _setting(s3.get_bucket_encryption, "ServerSideEncryptionConfiguration", name):
            missing.append(("names no encryption", "nobody can show that media are encrypted"))
        policy = _setting(s3.get_bucket_policy, "Policy", name)
        if not _demands_tls(str(policy or "{}")):
            missing.append(("takes requests without TLS", "media could be read on their way"))
        if is_original and "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(Bucket=name):
            missing.append(("tells EventBridge nothing", "new uploads are never analysed"))
    for what, why in missing:
        found.append(Finding(PROBLEM, f"The bucket {name} {what}.", f"So {why}.", "Deploy again, or mend it by hand."))
    if len(found) == before:
        found.append(Finding(OK, f"The bucket {name} is private, encrypted, versioned, and demands TLS."))
    return found


def _setting(ask: Any, part: str, name: str) -> Any:  # noqa: ANN401 -- an operation of boto3, and its answer
    """Return one setting of a bucket; None where it was never set, which S3 answers with an error."""
    try:
        return ask(Bucket=name).get(part)
    except ClientError as error:
        if error_code(error).startswith("NoSuch") or "NotFound" in error_code(error):
            return None
        raise


def _demands_tls(policy: str) -> bool:
    statements = json.loads(policy).get("Statement", [])
    return any(
        each.get("Effect") == "Deny"
        and str(each.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")).lower() == "false"
        for each in statements
    )


def _dead_letters(account: Account, outputs: Mapping[str, str]) -> list[Finding]:
    found: list[Finding] = []
    with looking("The dead letters", "sqs:GetQueueAttributes", found):
        waiting = [each for each in redrive.count(account.client("sqs"), outputs) if each.waiting]
        if waiting:
            listed = ", ".join(f"{each.name} {each.waiting}" for each in waiting)
            found.append(Finding(PROBLEM, f"Dead letters are waiting: {listed}.",
                                 "Something could not be done five times, nor its end be written down.",
                                 "Read the log of deadletter, then: snapstream-cloud redrive"))  # fmt: skip
        else:
            found.append(Finding(OK, "No dead letters are waiting."))
    return found


def _money(standing: Standing) -> list[Finding]:
    if standing.parameters.get("Engines") != "aws":
        return []
    cap = standing.parameters.get("DailyCapUsd", "")
    if cap:
        return [Finding(OK, f"A day costs at most ${cap} in paid calls.")]
    return [Finding(NOTE, "There is no daily cap.", "A large batch may cost as much as it costs.",
                    "Set one: snapstream-cloud deploy --daily-cap-usd 25")]  # fmt: skip


def _alerts(account: Account, standing: Standing) -> list[Finding]:
    address = standing.parameters.get("AlertsEmail", "")
    topic = standing.outputs.get("AlertsTopicArn")
    if not address or not topic:
        return [Finding(NOTE, "Nobody is told when something is wrong with this cloud.", "Alarms go unheard.",
                        "Name somebody: snapstream-cloud deploy --alerts-email ADDRESS")]  # fmt: skip
    found: list[Finding] = []
    with looking("The alerts", "sns:ListSubscriptionsByTopic", found):
        subscriptions = account.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        if any(each["SubscriptionArn"] == "PendingConfirmation" for each in subscriptions):
            found.append(Finding(NOTE, f"{address} has not confirmed the alerts yet.", "Until then alarms go unheard.",
                                 "Open the mail of AWS Notifications and follow its link."))  # fmt: skip
        else:
            found.append(Finding(OK, f"Alerts go to {address}."))
    return found


def _drift(account: Account, stack: str, clock: Clock) -> list[Finding]:
    found: list[Finding] = []
    cloudformation = account.client("cloudformation")
    with looking("Drift of the stack", "cloudformation:DetectStackDrift", found):
        detection = cloudformation.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
        answer: dict[str, Any] = {}
        for _ in clock.turns():
            answer = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=detection)
            if answer["DetectionStatus"] != "DETECTION_IN_PROGRESS":
                break
        if answer.get("StackDriftStatus") == "IN_SYNC":
            return [Finding(OK, "The stack is as the template says.")]
        drifts = cloudformation.describe_stack_resource_drifts(
            StackName=stack, StackResourceDriftStatusFilters=list(_DRIFTED)
        )["StackResourceDrifts"]
        for each in drifts:
            what = f"{each['LogicalResourceId']} was {each['StackResourceDriftStatus'].lower()} outside the stack."
            found.append(Finding(NOTE, what, "The next deploy may not put it right.",
                                 "Look at it in the CloudFormation console: Drifts."))  # fmt: skip
        if not drifts:
            found.append(Finding(OK, "Nothing that can be compared has drifted from the template."))
    return found
