"""A stack's change set: what a deploy would do, made, shown and carried out. The same on AWS and on the embedded cloud.

::

    no stack, or one under review ─▶ change set CREATE ─┐
    a stack that stands           ─▶ change set UPDATE ─┼─▶ shown ─▶ asked ─▶ executed, watched ─▶ outputs
    something goes on             ─▶ waited for first   ┘
    a creation that failed        ─▶ removed first, when asked

An interrupted deploy is resumed by another one: packages that lie in the bucket already are not sent again, a change
set that was never executed is made anew, and one that is being executed is waited for. Main thread; blocking.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.deploy.progress import (
    GOOD_ENDS,
    UNDER_REVIEW,
    USUAL_CLOCK,
    Clock,
    Step,
    explain,
    explain_validation,
    look,
    new_steps,
)
from cloud.deploy.stack import DeployError, Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What holds state: replacing one loses what is in it.
STATEFUL = frozenset({"AWS::S3::Bucket", "AWS::DynamoDB::Table"})
_CHANGE_SET = "snapstream-deploy"
_NOTHING = ("didn't contain changes", "no updates are to be performed")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one resource."""

    action: str  #: Add, Modify, Remove, Import, Dynamic
    name: str
    kind: str
    replacement: str  #: True, False, Conditional, or ""

    @property
    def verb(self) -> str:
        """What happens to it, in a word."""
        replaced = {"True": "replace", "Conditional": "may replace"}
        return replaced.get(self.replacement, self.action.lower()) if self.action == "Modify" else self.action.lower()

    @property
    def warning(self) -> str:
        """What an engineer must know before saying yes; "" where nothing can be lost."""
        if self.kind not in STATEFUL:
            return ""
        thing = f"the {'bucket' if self.kind == 'AWS::S3::Bucket' else 'table'} {self.name}"
        match self.verb:
            case "replace":
                return f"It makes {thing} anew, empty; what is in the old one stays there and is not moved."
            case "may replace":
                return f"It may make {thing} anew, empty; what is in the old one would stay there."
            case "remove":
                return f"It takes {thing} out of the stack; what is in it is kept, where its policy says Retain."
            case _:
                return ""

    def to_json(self) -> dict[str, str]:
        """Return what ``deploy --json`` says of it."""
        return {"action": self.verb, "resource": self.name, "type": self.kind, "warning": self.warning}


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a deploy would do."""

    stack: str
    arn: str
    stack_id: str
    changes: tuple[Change, ...]


def propose(
    cloudformation: Any,  # noqa: ANN401 -- as above
    name: str,
    parameters: Mapping[str, str],
    template_url: str,
    clock: Clock = USUAL_CLOCK,
) -> ChangeSet:
    """Make the change set that brings a stack to the template; without changes it is empty, and thrown away.

    A parameter that is not given keeps the value it has. What an earlier stack of this name left behind (its buckets
    and tables are kept when it is destroyed) is taken in again. Raises ``DeployError``.
    """
    standing = look(cloudformation, name)
    is_new = standing is None or standing.status == UNDER_REVIEW
    declared = cloudformation.get_template_summary(TemplateURL=template_url)["Parameters"]
    known = {str(each["ParameterKey"]) for each in declared}
    unknown = sorted(parameters.keys() - known)
    if unknown:
        raise DeployError(
            f"The template knows no parameter {', '.join(unknown)}; there are {', '.join(sorted(known))}."
        )
    given: list[dict[str, object]] = [
        {"ParameterKey": key, "ParameterValue": value} for key, value in sorted(parameters.items())
    ]
    if standing is not None and not is_new:
        kept = sorted((known & standing.parameters.keys()) - parameters.keys())
        given += [{"ParameterKey": key, "UsePreviousValue": True} for key in kept]
    _discard(cloudformation, name)
    try:
        made = cloudformation.create_change_set(
            StackName=name,
            ChangeSetName=_CHANGE_SET,
            ChangeSetType="CREATE" if is_new else "UPDATE",
            TemplateURL=template_url,
            Parameters=given,
            Capabilities=["CAPABILITY_IAM"],
            ImportExistingResources=True,
        )
    except ClientError as error:
        raise DeployError(f"The stack {name} was refused: {error}") from error
    answer = _await_change_set(cloudformation, name, str(made["Id"]), clock)
    changes = _changes(cloudformation, name, str(made["Id"])) if answer else []
    if not answer:
        _discard(cloudformation, name)
    return ChangeSet(name, str(made["Id"]), str(made["StackId"]), tuple(changes))


def _await_change_set(cloudformation: Any, name: str, arn: str, clock: Clock) -> bool:  # noqa: ANN401 -- as above
    """Wait until a change set is made; whether it has changes."""
    for _ in clock.turns():
        answer = cloudformation.describe_change_set(StackName=name, ChangeSetName=arn)
        status, reason = str(answer["Status"]), str(answer.get("StatusReason", ""))
        if status == "CREATE_COMPLETE":
            return True
        if status == "FAILED":
            if any(words in reason.lower() for words in _NOTHING):
                return False
            reason = explain_validation(cloudformation, reason, ChangeSetName=arn) or "no reason given"
            raise DeployError(f"The changes to the stack {name} cannot be made: {reason}")
    raise DeployError(f"CloudFormation did not say in time what would change in the stack {name}.")


def _changes(cloudformation: Any, name: str, arn: str) -> list[Change]:  # noqa: ANN401 -- as above
    changes: list[Change] = []
    token: dict[str, str] = {}
    while True:
        answer = cloudformation.describe_change_set(StackName=name, ChangeSetName=arn, **token)
        for each in answer.get("Changes", []):
            resource = each.get("ResourceChange", {})
            changes.append(
                Change(
                    action=str(resource.get("Action", "")),
                    name=str(resource.get("LogicalResourceId", "")),
                    kind=str(resource.get("ResourceType", "")),
                    replacement=str(resource.get("Replacement", "")),
                )
            )
        if not answer.get("NextToken"):
            return sorted(changes, key=lambda change: (not change.warning, change.verb, change.name))
        token = {"NextToken": answer["NextToken"]}


def discard(cloudformation: Any, change_set: ChangeSet) -> None:  # noqa: ANN401 -- as above
    """Throw a change set away; a stack that exists for it alone goes too."""
    _discard(cloudformation, change_set.stack)
    standing = look(cloudformation, change_set.stack)
    if standing is not None and standing.status == UNDER_REVIEW:
        cloudformation.delete_stack(StackName=change_set.stack)


def _discard(cloudformation: Any, name: str) -> None:  # noqa: ANN401 -- as above
    try:
        cloudformation.delete_change_set(StackName=name, ChangeSetName=_CHANGE_SET)
    except ClientError as error:
        if "does not exist" not in str(error) and "ChangeSetNotFound" not in str(error):
            raise


def carry_out(
    cloudformation: Any,  # noqa: ANN401 -- as above
    change_set: ChangeSet,
    tell: Callable[[Step], None],
    clock: Clock = USUAL_CLOCK,
) -> Stack:
    """Execute a change set, tell each step, wait; raises ``DeployError`` naming the resource that failed first."""
    seen: set[str] = set()
    new_steps(cloudformation, change_set.stack_id, seen)
    try:
        cloudformation.execute_change_set(
            StackName=change_set.stack, ChangeSetName=change_set.arn, ClientRequestToken=secrets.token_hex(16)
        )
    except ClientError as error:
        raise DeployError(f"The stack {change_set.stack} was refused: {error}") from error
    failures: list[Step] = []
    standing = None
    for _ in clock.turns():
        standing = look(cloudformation, change_set.stack_id)
        for step in new_steps(cloudformation, change_set.stack_id, seen):
            failures += [step] if step.is_failure else []
            tell(step)
        if standing is None or not (standing.is_busy or standing.status == UNDER_REVIEW):
            break
    if standing is None or standing.status not in GOOD_ENDS:
        why = explain(cloudformation, change_set.stack_id, failures)
        raise DeployError(f"The stack {change_set.stack} ended as {standing.status if standing else 'removed'}: {why}")
    return Stack(change_set.stack, dict(standing.outputs), changed=True)
