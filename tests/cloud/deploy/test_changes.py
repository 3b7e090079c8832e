from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cloud.deploy.changes import Change, carry_out, propose
from cloud.deploy.progress import Clock, Step, look, remove, wait_until_still
from cloud.deploy.stack import DeployError

NAME, ARN = "snapstream", "arn:stack"
Told = list[Step]


class FakeCloudFormation:
    """CloudFormation in memory: a stack, its change set, and what happens to it, a step each time it is asked."""

    def __init__(self, status: str | None = None, *, parameters: dict[str, str] | None = None) -> None:
        """``status`` None: there is no stack."""
        self.status = status
        self.parameters = parameters or {}
        self.asked: dict[str, Any] = {}
        self.discarded = 0
        #: What happens once something is begun: (stack's status, resource, its status, reason), one at each look.
        self.script: list[tuple[str, str, str, str]] = []
        self.begun = False
        self.events: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []
        self.refusal = ""
        self.validation = ""

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803 -- as boto3
        """Tell the stack, one step further."""
        assert StackName in {NAME, ARN}
        if self.begun and self.script:
            self.status, resource, state, reason = self.script.pop(0)
            self._happen(resource, state, reason)
        if self.status is None or (self.status == "DELETE_COMPLETE" and StackName == NAME):
            raise ClientError({"Error": {"Code": "ValidationError", "Message": f"Stack {NAME} does not exist"}}, "D")
        told = [{"ParameterKey": key, "ParameterValue": value} for key, value in self.parameters.items()]
        outputs = [{"OutputKey": "Table", "OutputValue": "t"}]
        stack = {"StackId": ARN, "StackStatus": self.status, "Parameters": told, "Outputs": outputs}
        return {"Stacks": [stack]}

    def _happen(self, resource: str, state: str, reason: str) -> None:
        self.events.insert(0, {
            "EventId": f"event-{len(self.events)}", "Timestamp": datetime(2026, 11, 22, tzinfo=UTC),
            "LogicalResourceId": resource, "ResourceType": "AWS::S3::Bucket", "ResourceStatus": state,
            "ResourceStatusReason": reason, "PhysicalResourceId": f"physical-{resource}",
        })  # fmt: skip

    def describe_stack_events(self, StackName: str, NextToken: str = "0") -> dict[str, Any]:  # noqa: N803 -- as boto3
        """Tell what happened, newest first, two a page."""
        assert StackName == ARN
        start = int(NextToken)
        page = {"StackEvents": self.events[start : start + 2]}
        return page | ({"NextToken": str(start + 2)} if start + 2 < len(self.events) else {})

    def get_template_summary(self, TemplateURL: str) -> dict[str, Any]:  # noqa: N803 -- as boto3
        """Tell the template's parameters."""
        assert TemplateURL == "https://template"
        return {"Parameters": [{"ParameterKey": key} for key in ("CodePrefix", "DailyCapUsd", "Engines")]}

    def create_change_set(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401 -- as boto3
        """Take it."""
        self.asked = request
        if self.refusal:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": self.refusal}}, "CreateChangeSet")
        return {"Id": "arn:change-set", "StackId": ARN}

    def describe_change_set(self, StackName: str, ChangeSetName: str, NextToken: str = "") -> dict[str, Any]:  # noqa: N803 -- as boto3
        """Tell what would change, in two pages."""
        assert (StackName, ChangeSetName) == (NAME, "arn:change-set")
        if not self.changes:
            return {"Status": "FAILED", "StatusReason": "The submitted information didn't contain changes."}
        half = len(self.changes) // 2
        if NextToken:
            return {"Status": "CREATE_COMPLETE", "Changes": self.changes[half:]}
        return {"Status": "CREATE_COMPLETE", "Changes": self.changes[:half], "NextToken": "2"}

    def delete_change_set(self, StackName: str, ChangeSetName: str) -> None:  # noqa: N803 -- as boto3
        """Throw it away; there may be none."""
        assert (StackName, ChangeSetName) == (NAME, "snapstream-deploy")
        self.discarded += 1
        if self.status is None:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "Stack does not exist"}}, "D")

    def execute_change_set(self, **request: Any) -> None:  # noqa: ANN401 -- as boto3
        """Begin."""
        assert request["ChangeSetName"] == "arn:change-set"
        self.begun = True

    def describe_events(self, StackName: str) -> dict[str, Any]:  # noqa: N803 -- as boto3
        """Tell what a validation found."""
        assert StackName == ARN
        found = {"LogicalResourceId": "B", "ValidationStatus": "FAILED", "ValidationStatusReason": self.validation}
        return {"OperationEvents": [found, {"LogicalResourceId": NAME, "EventType": "PROVISIONING_ERROR"}]}

    def delete_stack(self, StackName: str) -> None:  # noqa: N803 -- as boto3
        """Begin."""
        assert StackName == NAME
        self.begun = True


def change(action: str, name: str, kind: str, replacement: str = "False") -> dict[str, Any]:
    """Return a change as CloudFormation tells it."""
    resource = {"Action": action, "LogicalResourceId": name, "ResourceType": kind, "Replacement": replacement}
    return {"Type": "Resource", "ResourceChange": resource}


@pytest.fixture
def clock() -> Clock:
    """Return a clock that waits for nobody, and gives up after ten turns."""
    return Clock(poll_s=1, timeout_s=10, pause=lambda _s: None)


def test_a_new_stack_gets_a_change_set_of_its_own_kind(clock: Clock) -> None:
    """So does one that an interrupted deploy left under review; what an earlier stack left behind is taken in."""
    for status in (None, "REVIEW_IN_PROGRESS"):
        fake = FakeCloudFormation(status)
        fake.changes = [change("Add", "A", "AWS::SQS::Queue"), change("Add", "B", "AWS::S3::Bucket")]
        proposed = propose(fake, NAME, {"CodePrefix": "p"}, "https://template", clock)
        assert fake.asked["ChangeSetType"] == "CREATE"
        assert fake.asked["ImportExistingResources"] is True
        assert fake.asked["Parameters"] == [{"ParameterKey": "CodePrefix", "ParameterValue": "p"}]
        assert [each.name for each in proposed.changes] == ["A", "B"]


def test_what_is_not_named_keeps_its_value(clock: Clock) -> None:
    """A deploy that says nothing of the daily cap does not lift it."""
    fake = FakeCloudFormation("UPDATE_COMPLETE", parameters={"CodePrefix": "old", "DailyCapUsd": "25", "Gone": "x"})
    fake.changes = [change("Modify", "A", "AWS::Lambda::Function"), change("Modify", "B", "AWS::Lambda::Function")]
    propose(fake, NAME, {"CodePrefix": "new"}, "https://template", clock)
    assert fake.asked["ChangeSetType"] == "UPDATE"
    assert fake.asked["Parameters"] == [
        {"ParameterKey": "CodePrefix", "ParameterValue": "new"},
        {"ParameterKey": "DailyCapUsd", "UsePreviousValue": True},
    ]


def test_a_parameter_that_nobody_knows_is_refused_by_name(clock: Clock) -> None:
    """Before a change set is made."""
    fake = FakeCloudFormation()
    with pytest.raises(DeployError, match="no parameter Speed"):
        propose(fake, NAME, {"Speed": "high"}, "https://template", clock)
    assert fake.asked == {}


def test_nothing_to_change_is_no_failure(clock: Clock) -> None:
    """And the change set that says so is not left lying."""
    fake = FakeCloudFormation("CREATE_COMPLETE")
    assert propose(fake, NAME, {}, "https://template", clock).changes == ()
    assert fake.discarded == 2


@pytest.mark.parametrize(
    ("action", "kind", "replacement", "verb", "words"),
    [
        ("Modify", "AWS::DynamoDB::Table", "True", "replace", "makes the table Thing anew, empty"),
        ("Modify", "AWS::S3::Bucket", "Conditional", "may replace", "may make the bucket Thing anew"),
        ("Remove", "AWS::S3::Bucket", "", "remove", "takes the bucket Thing out of the stack"),
        ("Modify", "AWS::S3::Bucket", "False", "modify", ""),
        ("Modify", "AWS::Lambda::Function", "True", "replace", ""),
        ("Add", "AWS::DynamoDB::Table", "", "add", ""),
    ],
)
def test_a_change_that_could_lose_something_is_said_in_words(
    action: str, kind: str, replacement: str, verb: str, words: str
) -> None:
    """What holds media or records, and would be made anew or taken out; nothing else."""
    one = Change(action, "Thing", kind, replacement)
    assert one.verb == verb
    assert words in one.warning
    assert bool(one.warning) == bool(words)


def test_a_deploy_tells_each_step_once(clock: Clock) -> None:
    """However many there are between two looks, oldest first; what happened before is not told."""
    fake = FakeCloudFormation("REVIEW_IN_PROGRESS")
    fake.changes = [change("Add", "A", "AWS::SQS::Queue"), change("Add", "B", "AWS::SQS::Queue")]
    proposed = propose(fake, NAME, {}, "https://template", clock)
    for number in range(5):
        fake._happen(f"Before{number}", "CREATE_COMPLETE", "")  # noqa: SLF001 -- its own test
    fake.script = [
        ("CREATE_IN_PROGRESS", "A", "CREATE_IN_PROGRESS", ""),
        ("CREATE_IN_PROGRESS", "A", "CREATE_COMPLETE", ""),
        ("CREATE_COMPLETE", NAME, "CREATE_COMPLETE", ""),
    ]
    told: Told = []
    stack = carry_out(fake, proposed, told.append, clock)
    assert [(step.name, step.status) for step in told] == [
        ("A", "CREATE_IN_PROGRESS"),
        ("A", "CREATE_COMPLETE"),
        (NAME, "CREATE_COMPLETE"),
    ]
    assert stack.outputs == {"Table": "t"}


def test_a_failed_deploy_names_the_resource_that_failed_first(clock: Clock) -> None:
    """Not those that were cancelled for it, whichever CloudFormation tells first."""
    fake = FakeCloudFormation("UPDATE_COMPLETE")
    fake.changes = [change("Add", "A", "AWS::SQS::Queue"), change("Add", "B", "AWS::SQS::Queue")]
    proposed = propose(fake, NAME, {}, "https://template", clock)
    fake.script = [
        ("UPDATE_IN_PROGRESS", "Other", "CREATE_FAILED", "Resource creation cancelled"),
        ("UPDATE_IN_PROGRESS", "Bucket", "CREATE_FAILED", "snapstream-originals already exists"),
        ("UPDATE_ROLLBACK_IN_PROGRESS", NAME, "UPDATE_ROLLBACK_IN_PROGRESS", "The following failed: Bucket"),
        ("UPDATE_ROLLBACK_COMPLETE", NAME, "UPDATE_ROLLBACK_COMPLETE", ""),
    ]
    with pytest.raises(DeployError, match="UPDATE_ROLLBACK_COMPLETE: Bucket: snapstream-originals already exists"):
        carry_out(fake, proposed, lambda _step: None, clock)


def test_what_a_validation_found_is_told_instead_of_where_to_ask(clock: Clock) -> None:
    """CloudFormation's own reason names no resource then."""
    fake = FakeCloudFormation("REVIEW_IN_PROGRESS")
    fake.changes = [change("Add", "A", "AWS::SQS::Queue"), change("Add", "B", "AWS::S3::Bucket")]
    fake.validation = "Resource of type 'AWS::S3::Bucket' already exists."
    proposed = propose(fake, NAME, {}, "https://template", clock)
    fake.script = [("ROLLBACK_COMPLETE", NAME, "CREATE_FAILED", "Validation failed. Call DescribeEvents to see why.")]
    with pytest.raises(DeployError, match=r"ROLLBACK_COMPLETE: B: Resource of type .* already exists"):
        carry_out(fake, proposed, lambda _step: None, clock)


def test_a_refused_change_set_keeps_awss_own_words(clock: Clock) -> None:
    """Such as a template that is wrong."""
    fake = FakeCloudFormation("CREATE_COMPLETE")
    fake.refusal = "Template format error"
    with pytest.raises(DeployError, match="Template format error"):
        propose(fake, NAME, {}, "https://template", clock)


def test_an_interrupted_deploy_is_waited_for(clock: Clock) -> None:
    """The next one goes on when CloudFormation is done, and tells what it missed."""
    fake = FakeCloudFormation("UPDATE_IN_PROGRESS")
    fake.begun = True
    fake.script = [
        ("UPDATE_IN_PROGRESS", "A", "UPDATE_IN_PROGRESS", ""),
        ("UPDATE_IN_PROGRESS", "A", "UPDATE_COMPLETE", ""),
        ("UPDATE_COMPLETE", NAME, "UPDATE_COMPLETE", ""),
    ]
    standing = wait_until_still(fake, NAME, lambda _step: None, clock)
    assert standing is not None
    assert standing.status == "UPDATE_COMPLETE"


def test_one_that_never_ends_is_given_up(clock: Clock) -> None:
    """After the time allowed."""
    with pytest.raises(DeployError, match="still at work"):
        wait_until_still(FakeCloudFormation("UPDATE_IN_PROGRESS"), NAME, lambda _step: None, clock)


def test_a_removed_stack_tells_what_it_left(clock: Clock) -> None:
    """Whatever its policy keeps, by type and name; a stack that is not there leaves nothing."""
    fake = FakeCloudFormation("CREATE_COMPLETE")
    fake.script = [
        ("DELETE_IN_PROGRESS", "Originals", "DELETE_SKIPPED", ""),
        ("DELETE_IN_PROGRESS", "Queue", "DELETE_COMPLETE", ""),
        ("DELETE_COMPLETE", NAME, "DELETE_COMPLETE", ""),
    ]
    assert remove(fake, NAME, lambda _step: None, clock) == [("AWS::S3::Bucket", "physical-Originals")]
    assert look(fake, NAME) is None
    assert remove(FakeCloudFormation(), NAME, lambda _step: None, clock) == []


def test_a_stack_that_cannot_be_removed_names_what_holds_it(clock: Clock) -> None:
    """The resource and its reason."""
    fake = FakeCloudFormation("CREATE_COMPLETE")
    fake.script = [
        ("DELETE_IN_PROGRESS", "Role", "DELETE_FAILED", "it is used elsewhere"),
        ("DELETE_FAILED", NAME, "DELETE_FAILED", "The following failed: Role"),
    ]
    with pytest.raises(DeployError, match="Role: it is used elsewhere"):
        remove(fake, NAME, lambda _step: None, clock)
