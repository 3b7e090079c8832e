"""What the doctor says: findings, and how a look that is refused becomes one. Pure."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from cloud.deploy.account import is_denied
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Iterator

OK, NOTE, PROBLEM = "ok", "note", "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what is so, why it matters, what to do about it."""

    level: str
    what: str
    why: str = ""
    todo: str = ""

    def to_json(self) -> dict[str, str]:
        """Return what ``doctor --json`` says of it."""
        return {"level": self.level, "what": self.what, "why": self.why, "do": self.todo}


@contextmanager
def looking(what: str, action: str, found: list[Finding]) -> Iterator[None]:
    """Let a look that is refused, or that nobody answers, be a finding of its own; the others go on."""
    try:
        yield
    except ClientError as error:
        if is_denied(error):
            found.append(
                Finding(NOTE, f"{what}: may not be looked at.", "These credentials lack the right.", f"Allow {action}.")
            )
        elif error_code(error) in {"SubscriptionRequiredException", "OptInRequired"}:
            found.append(
                Finding(PROBLEM, f"{what}: not activated for this account.", "Nothing can be asked of it.",
                        "Finish the account's sign-up in the AWS console (billing), then look again.")
            )  # fmt: skip
        else:
            found.append(Finding(NOTE, f"{what}: {error}", "So nothing can be said about it."))
    except BotoCoreError as error:
        found.append(Finding(NOTE, f"{what}: {error}", "So nothing can be said about it."))
