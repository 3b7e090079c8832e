"""What an earlier run saved, looked at before the emulator believes it. Runs in the server's main thread.

The emulator reads one file after another and stops at the first that it cannot: whatever comes after is silently
missing, and its next save would write that down. So what is damaged never gets to it. All of it is set aside, never a
part (a queue that knows a table of another day is worse than none), and the records come back from the buckets.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Saved last: a stack that is remembered without its parts could not be mended, the other way round it is.
STACK_PART = "cloudformation"
#: The parts that hold the stack's resources; each was written before the stack was.
_NEEDED = ("s3", "sqs", "sns", "dynamodb", "eventbridge", "lambda", "iam", STACK_PART)
#: All that is saved of the emulator: what the template uses, and the mail.
PARTS = (*_NEEDED[:-1], "ses", "ses_v2", STACK_PART)
#: How many damaged states are kept for whoever wants to look into them.
_KEPT = 3


def look_after(state: Path) -> str:
    """Leave only what can be loaded; return what was wrong with it when it was set aside, else an empty text."""
    # Where the first save was cut off, parts without their stack would stand in the way of a new one.
    known = PARTS if (state / f"{STACK_PART}.json").exists() else ()
    for path in state.glob("*.json"):
        if path.stem not in known:  # earlier versions let the emulator save all the services it ever loaded
            path.unlink()
    if not known:
        return ""
    damage = find_damage(state)
    if damage:
        set_aside(state)
    return damage


def find_damage(state: Path) -> str:
    """Return which of the saved files is missing or not whole, in words; an empty text when all is well."""
    for name in _NEEDED:
        if not (state / f"{name}.json").is_file():
            return f"{name}.json is missing"
    for path in sorted(state.glob("*.json")):
        try:
            document = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return f"{path.name} cannot be read"
        if not isinstance(document, dict) or not isinstance(document.get("payload"), dict):
            return f"{path.name} holds something else"
    return ""


def set_aside(state: Path) -> None:
    """Rename the folder to ``state.damaged-N``, of which the last few are kept, and make an empty one."""
    earlier = sorted(
        (path for path in state.parent.glob(f"{state.name}.damaged-*") if _number(path)), key=_number, reverse=True
    )
    state.rename(state.with_name(f"{state.name}.damaged-{_number(earlier[0]) + 1 if earlier else 1}"))
    state.mkdir(mode=0o700)
    for old in earlier[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _number(path: Path) -> int:
    digits = path.name.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
