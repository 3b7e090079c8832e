"""The evaluator itself: what AWS documents, in small."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.policy import Request, allows, matches


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """Return a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def may(action: str = "s3:GetObject", resource: str = "arn:b/*", **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- a policy's values
    """Return a statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


GET = Request("s3:GetObject", "arn:b/key")


def test_nothing_is_allowed_by_itself() -> None:
    """No policy, no right; one for something else neither."""
    assert not allows([], GET)
    assert not allows([policy(may("s3:PutObject"))], GET)
    assert not allows([policy(may(resource="arn:c/*"))], GET)
    assert allows([policy(may())], GET)


def test_a_deny_wins() -> None:
    """Wherever it stands, in the session policy too."""
    deny = policy({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})
    assert not allows([policy(may()), deny], GET)
    assert not allows([policy(may())], GET, session=deny)


def test_a_session_is_allowed_what_both_allow() -> None:
    """A session policy narrows and never widens."""
    wide, narrow = policy(may("s3:*", "*")), policy(may(resource="arn:b/mine/*"))
    assert not allows([wide], GET, session=narrow)
    assert allows([wide], Request("s3:GetObject", "arn:b/mine/1"), session=narrow)
    assert not allows([narrow], GET, session=wide)


def test_actions_know_no_case_and_resources_do() -> None:
    """As in IAM."""
    assert allows([policy(may("S3:getobject"))], GET)
    assert not allows([policy(may(resource="arn:B/*"))], GET)


def test_not_action_and_not_resource() -> None:
    """All but what is named."""
    others = {"Effect": "Allow", "NotAction": ["s3:Put*"], "NotResource": "arn:c/*"}
    assert allows([policy(others)], GET)
    assert not allows([policy(others)], Request("s3:PutObject", "arn:b/key"))
    assert not allows([policy(others)], Request("s3:GetObject", "arn:c/key"))


@pytest.mark.parametrize(
    ("pattern", "text", "is_like"),
    [
        ("a*c", "abbc", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a.c", "abc", False),
        ("*", "a/b:c", True),
        ("private-ann#*", "private-anna#2026", False),
        ("a*", "a\nb", True),
    ],
)
def test_patterns(pattern: str, text: str, is_like: bool) -> None:  # noqa: FBT001 -- the expected answer
    """A star is any characters, a question mark one, everything else itself."""
    assert matches(pattern, text) is is_like


@pytest.mark.parametrize(
    ("operator", "expected", "value", "holds"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringEquals", "a", None, False),
        ("StringEqualsIfExists", "a", None, True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringNotEquals", "a", None, True),
        ("StringLike", "up/*", "up/1", True),
        ("ArnEquals", "arn:aws:sns:*:1:t", "arn:aws:sns:r:1:t", True),
        ("Bool", "false", "False", True),
        ("Null", "true", None, True),
        ("Null", "false", None, False),
        ("ForAllValues:StringLike", ["a#*", "b#*"], ("a#1", "b#2"), True),
        ("ForAllValues:StringLike", ["a#*"], ("a#1", "b#2"), False),
        ("ForAllValues:StringLike", ["a#*"], None, True),
        ("ForAnyValue:StringEquals", "a", ("a", "b"), True),
        ("ForAnyValue:StringEquals", "a", None, False),
    ],
)
def test_conditions(operator: str, expected: Any, value: Any, holds: bool) -> None:  # noqa: ANN401, FBT001 -- a policy's values, and the answer
    """Each operator as IAM documents it, with a key that is missing too."""
    guarded = policy(may(Condition={operator: {"aws:Key": expected}}))
    context = {} if value is None else {"AWS:key": value}
    assert allows([guarded], Request("s3:GetObject", "arn:b/key", context)) is holds


def test_all_conditions_must_hold() -> None:
    """Of several operators, and of several keys."""
    guarded = policy(may(Condition={"StringEquals": {"a": "1", "b": "2"}, "Bool": {"c": "true"}}))

    def ask(**context: str) -> bool:
        return allows([guarded], Request("s3:GetObject", "arn:b/key", context))

    assert ask(a="1", b="2", c="true")
    assert not ask(a="1", b="2", c="false")
    assert not ask(a="1", c="true")


@pytest.mark.parametrize("statement", [may(Condition={"DateGreaterThan": {"a": "1"}}), may(Principals="*")])
def test_what_it_does_not_know_it_does_not_judge(statement: dict[str, Any]) -> None:
    """An operator or an element that it has never heard of is no answer."""
    with pytest.raises(AssertionError, match="unknown"):
        allows([policy(statement)], Request("s3:GetObject", "arn:b/key", {"a": "1"}))
