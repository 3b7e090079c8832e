"""Create or update the newsroom's stack through CloudFormation, and read its outputs. The same on AWS and locally."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.deploy.account import Account

TEMPLATE = Path(__file__).parent.parent / "template.yaml"
_BAD_ENDS = ("FAILED", "ROLLBACK_COMPLETE")


class DeployError(RuntimeError):
    """The stack did not come up; the message names the first resource that failed and why."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A deployed stack."""

    name: str
    outputs: dict[str, str]
    changed: bool  #: False when it already was as asked


def deploy(
    cloudformation: Any,  # noqa: ANN401 boto3's clients are made at run time and have no type
    name: str,
    parameters: dict[str, str],
    *,
    template: str | None = None,
    template_url: str | None = None,
    poll_s: float = 2.0,
    timeout_s: float = 900.0,
    pause: Callable[[float], None] = time.sleep,
) -> Stack:
    """Bring the stack to the template and parameters; wait until it is there. Raises ``DeployError``.

    The template is given itself, or as an address in S3, which ours needs: CloudFormation takes 51,200 characters in a
    request, and 1 MB from a bucket (AWS CloudFormation User Guide, "Quotas").
    """
    where = {"TemplateBody": template} if template_url is None else {"TemplateURL": template_url}
    request = {
        "StackName": name,
        **where,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in sorted(parameters.items())],
        "Capabilities": ["CAPABILITY_IAM"],
    }
    status = _status(cloudformation, name)
    changed = True
    try:
        if status is None:
            cloudformation.create_stack(**request, OnFailure="DELETE")
        else:
            cloudformation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise DeployError(f"The stack {name} was refused: {error}") from error
        changed = False
    polls = int(timeout_s / poll_s) + 1
    for _ in range(polls):
        status = _status(cloudformation, name)
        if status is None or not status.endswith("_IN_PROGRESS"):
            break
        pause(poll_s)
    if status is None or status.endswith(("_IN_PROGRESS", *_BAD_ENDS)):
        raise DeployError(f"The stack {name} ended as {status}: {_first_failure(cloudformation, name)}")
    return Stack(name, outputs(cloudformation, name), changed)


def outputs(cloudformation: Any, name: str) -> dict[str, str]:  # noqa: ANN401 as above
    """Return the stack's outputs by name."""
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    return {str(output["OutputKey"]): str(output["OutputValue"]) for output in stack.get("Outputs", [])}


def outputs_of(account: Account, name: str) -> dict[str, str]:
    """Return the outputs of an account's stack; raises ``DeployError`` where there is none."""
    try:
        return outputs(account.client("cloudformation"), name)
    except ClientError as error:
        if "does not exist" in str(error):
            raise DeployError(
                f"There is no stack {name} in {account.region}. Deploy it (snapstream-cloud deploy), "
                "or name another with --stack or --region."
            ) from error
        raise


def _status(cloudformation: Any, name: str) -> str | None:  # noqa: ANN401 as above
    try:
        return str(cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise DeployError(f"The stack {name} cannot be read: {error}") from error


def _first_failure(cloudformation: Any, name: str) -> str:  # noqa: ANN401 as above
    try:
        events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    except ClientError:
        return "its events are gone"
    for event in reversed(events):
        if str(event.get("ResourceStatus", "")).endswith("FAILED"):
            return f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason', 'no reason given')}"
    return "no resource says why"
