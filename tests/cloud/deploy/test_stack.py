from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cloud.deploy.stack import DeployError, deploy


class FakeCloudFormation:
    """CloudFormation in memory: each describe takes the stack one state further."""

    def __init__(self, states: list[str], *, exists: bool = False, refuse: str = "") -> None:
        """``states`` are told one after the other once the stack is asked for."""
        self.calls: list[str] = []
        self._states = list(states)
        self._exists = exists
        self._refuse = refuse

    def create_stack(self, **request: Any) -> None:  # noqa: ANN401 -- as boto3
        """Begin."""
        self.calls.append("create")
        self._change(request)

    def update_stack(self, **request: Any) -> None:  # noqa: ANN401 -- as boto3
        """Begin."""
        self.calls.append("update")
        self._change(request)

    def _change(self, request: dict[str, Any]) -> None:
        assert request["Capabilities"] == ["CAPABILITY_IAM"]
        if self._refuse:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": self._refuse}}, "Stack")
        self._exists = True

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803 -- as boto3
        """Tell the next state."""
        if not self._exists:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")
        state = self._states.pop(0) if len(self._states) > 1 else self._states[0]
        if state == "GONE":
            self._exists = False
            return self.describe_stacks(StackName)
        return {"Stacks": [{"StackStatus": state, "Outputs": [{"OutputKey": "Table", "OutputValue": "t"}]}]}

    def describe_stack_events(self, StackName: str) -> dict[str, Any]:  # noqa: N803 -- as boto3
        """Tell what failed, newest first."""
        assert StackName
        return {
            "StackEvents": [
                {"LogicalResourceId": "Other", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "cancelled"},
                {"LogicalResourceId": "Table", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "no room"},
                {"LogicalResourceId": "Table", "ResourceStatus": "CREATE_IN_PROGRESS"},
            ]
        }


def bring_up(fake: FakeCloudFormation, **more: Any) -> Any:  # noqa: ANN401 -- as deploy
    """Deploy a tiny template without waiting."""
    pauses: list[float] = []
    return deploy(fake, "newsroom", {"A": "b"}, template=json.dumps({}), pause=pauses.append, **more)


def test_a_new_stack_is_created_and_waited_for() -> None:
    """Until it is complete."""
    fake = FakeCloudFormation(["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
    stack = bring_up(fake)
    assert (fake.calls, stack.outputs, stack.changed) == (["create"], {"Table": "t"}, True)


def test_a_stack_that_is_there_is_updated() -> None:
    """And its outputs are read anew."""
    fake = FakeCloudFormation(["CREATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"], exists=True)
    assert bring_up(fake).changed
    assert fake.calls == ["update"]


def test_nothing_to_update_is_no_failure() -> None:
    """The same template and parameters twice."""
    fake = FakeCloudFormation(["CREATE_COMPLETE"], exists=True, refuse="No updates are to be performed.")
    assert not bring_up(fake).changed


@pytest.mark.parametrize("end", ["ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "CREATE_FAILED", "GONE"])
def test_a_failed_stack_names_the_first_resource_that_failed(end: str) -> None:
    """Not the ones that were cancelled because of it."""
    fake = FakeCloudFormation(["CREATE_IN_PROGRESS", end])
    with pytest.raises(DeployError, match="Table: no room"):
        bring_up(fake)


def test_a_refused_template_says_why() -> None:
    """AWS's own words are kept."""
    with pytest.raises(DeployError, match="Unresolved resource"):
        bring_up(FakeCloudFormation(["CREATE_COMPLETE"], refuse="Unresolved resource dependencies"))


def test_a_stack_that_never_ends_is_given_up() -> None:
    """After the time allowed."""
    with pytest.raises(DeployError, match="CREATE_IN_PROGRESS"):
        bring_up(FakeCloudFormation(["CREATE_IN_PROGRESS"]), poll_s=1, timeout_s=5)
