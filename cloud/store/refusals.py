"""How AWS refuses, and the one refusal that is an answer: a write whose condition does not hold. Pure; any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Amazon DynamoDB Developer Guide, "Condition expressions".
_UNMET = "ConditionalCheckFailedException"
_Answer = TypeVar("_Answer")


def error_code(error: ClientError) -> str:
    """Return AWS's code of a refusal."""
    return str(error.response.get("Error", {}).get("Code", ""))


def is_unmet(error: ClientError) -> bool:
    """Whether a write was refused because its condition does not hold."""
    return error_code(error) == _UNMET


def unless_unmet(write: Callable[[], _Answer]) -> _Answer | None:
    """Write; return the answer, or None where the condition does not hold."""
    try:
        return write()
    except ClientError as error:
        if is_unmet(error):
            return None
        raise
