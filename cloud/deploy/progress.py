"""A stack as it is, and what happens to it: looked at, followed, waited for, removed. Main thread; blocking."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.deploy.stack import DeployError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: A stack that was never made whole; nothing can be changed in it, it can only be removed.
NEVER_MADE = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"})
UNDER_REVIEW = "REVIEW_IN_PROGRESS"
STUCK = "UPDATE_ROLLBACK_FAILED"
GOOD_ENDS = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A stack as it is."""

    stack_id: str
    status: str
    parameters: Mapping[str, str]
    outputs: Mapping[str, str]

    @property
    def is_busy(self) -> bool:
        """Whether CloudFormation is at work on it."""
        return self.status.endswith("_IN_PROGRESS") and self.status != UNDER_REVIEW


@dataclass(frozen=True, slots=True)
class Step:
    """Something that CloudFormation did."""

    event_id: str
    at: object
    name: str
    kind: str
    status: str
    reason: str
    physical_id: str

    @property
    def is_failure(self) -> bool:
        """Whether this is a resource that failed by itself, not one that was cancelled because of another."""
        return self.status.endswith("_FAILED") and "cancelled" not in self.reason.lower()


@dataclass(frozen=True, slots=True)
class Clock:
    """How long to wait, and how."""

    poll_s: float = 2.0
    timeout_s: float = 3600.0
    pause: Callable[[float], None] = time.sleep

    def turns(self) -> Iterator[int]:
        """Yield a turn, wait, and so on until the time is over."""
        for turn in range(int(self.timeout_s / self.poll_s) + 1):
            yield turn
            self.pause(self.poll_s)


USUAL_CLOCK = Clock()


def look(cloudformation: Any, name: str) -> Standing | None:  # noqa: ANN401 -- boto3's clients have no type
    """Return a stack as it is, by name or id; None where there is none."""
    try:
        stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    if stack["StackStatus"] == "DELETE_COMPLETE":
        return None
    return Standing(
        stack_id=str(stack["StackId"]),
        status=str(stack["StackStatus"]),
        parameters={str(each["ParameterKey"]): str(each.get("ParameterValue", ""))
                    for each in stack.get("Parameters", [])},
        outputs={str(each["OutputKey"]): str(each["OutputValue"]) for each in stack.get("Outputs", [])},
    )  # fmt: skip


def explain(cloudformation: Any, stack_id: str, failures: list[Step]) -> str:  # noqa: ANN401 -- as above
    """Return which resource failed first, and why."""
    if not failures:
        return "no resource says why"
    reason = explain_validation(cloudformation, failures[0].reason, StackName=stack_id)
    return reason if reason != failures[0].reason else f"{failures[0].name}: {reason or 'no reason given'}"


def explain_validation(cloudformation: Any, reason: str, **whose: str) -> str:  # noqa: ANN401 -- as above
    """Return what a validation found, where CloudFormation's reason only says that there was one."""
    if "DescribeEvents" not in reason:
        return reason
    found = [
        f"{event.get('LogicalResourceId')}: {event['ValidationStatusReason']}"
        for event in cloudformation.describe_events(**whose).get("OperationEvents", [])
        if event.get("ValidationStatus") == "FAILED" and event.get("ValidationStatusReason")
    ]
    return "; ".join(dict.fromkeys(found)) or reason


def wait_until_still(
    cloudformation: Any,  # noqa: ANN401 -- as above
    name: str,
    tell: Callable[[Step], None],
    clock: Clock = USUAL_CLOCK,
) -> Standing | None:
    """Wait while CloudFormation is at work on a stack, as an interrupted deploy leaves it; return how it stands."""
    standing = look(cloudformation, name)
    if standing is None or not standing.is_busy:
        return standing
    seen: set[str] = set()
    new_steps(cloudformation, standing.stack_id, seen)
    for _ in clock.turns():
        standing = look(cloudformation, standing.stack_id)
        if standing is None or not standing.is_busy:
            return standing
        for step in new_steps(cloudformation, standing.stack_id, seen):
            tell(step)
    raise DeployError(f"CloudFormation is still at work on the stack {name}.")


def remove(
    cloudformation: Any,  # noqa: ANN401 -- as above
    name: str,
    tell: Callable[[Step], None],
    clock: Clock = USUAL_CLOCK,
) -> list[tuple[str, str]]:
    """Delete a stack; return what it left behind by its policy: type and name. Raises ``DeployError``."""
    standing = look(cloudformation, name)
    if standing is None:
        return []
    seen: set[str] = set()
    new_steps(cloudformation, standing.stack_id, seen)
    cloudformation.delete_stack(StackName=name)
    kept: dict[str, tuple[str, str]] = {}
    failures: list[Step] = []
    for _ in clock.turns():
        for step in new_steps(cloudformation, standing.stack_id, seen):
            failures += [step] if step.is_failure else []
            if step.status == "DELETE_SKIPPED":
                kept[step.name] = (step.kind, step.physical_id)
            tell(step)
        now = look(cloudformation, standing.stack_id)
        if now is None:
            return sorted(kept.values())
        if now.status == "DELETE_FAILED":
            why = explain(cloudformation, standing.stack_id, failures)
            raise DeployError(f"The stack {name} could not be deleted: {why}")
    raise DeployError(f"The stack {name} was not deleted in time.")


def new_steps(cloudformation: Any, stack_id: str, seen: set[str]) -> list[Step]:  # noqa: ANN401 -- as above
    """Return what happened to a stack and was not seen yet, oldest first; from now on it is seen."""
    fresh: list[Step] = []
    token: dict[str, str] = {}
    while True:
        try:
            answer = cloudformation.describe_stack_events(StackName=stack_id, **token)
        except ClientError as error:
            if "does not exist" in str(error):
                break  # a stack under review has none yet
            raise
        page = [_step(event) for event in answer["StackEvents"]]
        unseen = [step for step in page if step.event_id not in seen]
        fresh += unseen
        if len(unseen) < len(page) or not answer.get("NextToken"):
            break
        token = {"NextToken": str(answer["NextToken"])}
    seen |= {step.event_id for step in fresh}
    return fresh[::-1]


def _step(event: Mapping[str, object]) -> Step:
    return Step(
        event_id=str(event["EventId"]),
        at=event.get("Timestamp"),
        name=str(event.get("LogicalResourceId", "")),
        kind=str(event.get("ResourceType", "")),
        status=str(event.get("ResourceStatus", "")),
        reason=str(event.get("ResourceStatusReason", "")),
        physical_id=str(event.get("PhysicalResourceId", "")),
    )
