"""What an IAM policy allows: a small evaluator for what the emulator ignores, such as ``dynamodb:LeadingKeys``.

As AWS decides within one account (AWS Identity and Access Management User Guide, "Policy evaluation logic"): an
explicit Deny anywhere wins; else the role's policies must allow, and where there is a session policy, that one too.
Knows the elements and operators that our policies use, and fails at any other, rather than to let it pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Policy = Mapping[str, Any]
_ELEMENTS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition", "Principal"}


@dataclass(frozen=True, slots=True)
class Request:
    """One call: what is done, to what, and what is known about it. A key of several values is a tuple."""

    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


def allows(policies: Sequence[Policy], request: Request, *, session: Policy | None = None) -> bool:
    """Whether a role with these policies may make a call, within a session policy where there is one."""
    everything = [*policies, *([session] if session is not None else [])]
    if any(_says(policy, "Deny", request) for policy in everything):
        return False
    may = any(_says(policy, "Allow", request) for policy in policies)
    return may and (session is None or _says(session, "Allow", request))


def _says(policy: Policy, effect: str, request: Request) -> bool:
    assert policy["Version"] == "2012-10-17"
    return any(
        statement["Effect"] == effect and _is_about(statement, request) for statement in _listed(policy["Statement"])
    )


def _is_about(statement: Mapping[str, Any], request: Request) -> bool:
    unknown = set(statement) - _ELEMENTS
    assert not unknown, f"unknown element {sorted(unknown)}"
    if "NotAction" in statement:
        is_action = not _any(statement["NotAction"], request.action.lower(), lower=True)
    else:
        is_action = _any(statement["Action"], request.action.lower(), lower=True)
    if "NotResource" in statement:
        is_resource = not _any(statement["NotResource"], request.resource)
    else:
        is_resource = _any(statement["Resource"], request.resource)
    return is_action and is_resource and _conditions_hold(statement.get("Condition", {}), request.context)


def _conditions_hold(conditions: Mapping[str, Mapping[str, Any]], context: Mapping[str, str | tuple[str, ...]]) -> bool:
    known = {key.lower(): value for key, value in context.items()}
    return all(
        _condition_holds(operator, known.get(key.lower()), [str(each) for each in _listed(expected)])
        for operator, wanted in conditions.items()
        for key, expected in wanted.items()
    )


def _condition_holds(operator: str, value: str | tuple[str, ...] | None, expected: list[str]) -> bool:
    every, _, bare = operator.rpartition(":")
    assert every in {"", "ForAllValues", "ForAnyValue"}, f"unknown operator {operator}"
    if bare == "Null":
        return (value is None) == (expected == ["true"])
    if bare.endswith("IfExists"):
        if value is None:
            return True
        bare = bare.removesuffix("IfExists")
    is_negated = "Not" in bare
    assert bare.replace("Not", "") in _COMPARE, f"unknown operator {operator}"
    is_like = _COMPARE[bare.replace("Not", "")]
    values = () if value is None else (value,) if isinstance(value, str) else value

    def holds(one: str) -> bool:
        """Whether one value is like any that is expected, or with a negated operator like none."""
        return any(is_like(each, one) for each in expected) != is_negated

    if every == "ForAllValues":
        return all(map(holds, values))  # none at all will do
    if not values:
        return is_negated and every != "ForAnyValue"
    if every == "ForAnyValue":
        return any(map(holds, values))
    assert len(values) == 1, f"{operator} compares one value, not {values}"
    return holds(values[0])


def matches(pattern: str, text: str) -> bool:
    """Whether a text is like a pattern: ``*`` for any characters, ``?`` for one."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), text, re.DOTALL) is not None


def _is_same(one: str, other: str) -> bool:
    return one == other


def _is_same_word(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _is_earlier(one: str, other: str) -> bool:
    """Compare moments as policies write them: UTC, whole seconds, so that text order is time order."""
    return other < one


_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": _is_same,
    "StringLike": matches,
    "ArnEquals": matches,
    "ArnLike": matches,
    "Bool": _is_same_word,
    "DateLessThan": _is_earlier,
}


def _any(patterns: object, text: str, *, lower: bool = False) -> bool:
    return any(matches(str(each).lower() if lower else str(each), text) for each in _listed(patterns))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 -- a policy's value: one, or a list of them
    return value if isinstance(value, list) else [value]
