"""The newsroom's own profiles in a stack: those in force, what a file would change in them, and putting it there.

Main thread; blocking.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.analysis.work.profiles import PROFILES_KEY, BadProfileError, ProfileRule, parse_profiles, shipped_profiles
from cloud.commands.exits import WrongUsageError
from cloud.commands.terminal import read_text
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What becomes of one profile."""

    action: str  #: add, modify, remove
    name: str
    what: tuple[str, ...]  #: the fields that change

    def to_json(self) -> dict[str, str | list[str]]:
        """Return what ``deploy --json`` says of it."""
        return {"action": self.action, "profile": self.name, "fields": list(self.what)}


@dataclass(frozen=True, slots=True)
class OwnProfiles:
    """A file of profiles that was looked through."""

    text: str
    rules: Mapping[str, ProfileRule]


def read_profiles(path: Path) -> OwnProfiles:
    """Return a newsroom's own profiles; raises ``WrongUsageError`` where they cannot be used."""
    text = read_text(path, "profiles")
    try:
        return OwnProfiles(text, parse_profiles(text, shipped_profiles()))
    except BadProfileError as error:
        raise WrongUsageError(f"The profiles in {path} cannot be used: {error}") from error


def in_force(s3: Any, outputs: Mapping[str, str]) -> dict[str, ProfileRule]:  # noqa: ANN401 -- boto3's clients have no type
    """Return the profiles that a stack's functions know; those that ship where it has none of its own, or bad ones."""
    if not outputs:
        return shipped_profiles()
    try:
        text = s3.get_object(Bucket=outputs["DerivedBucket"], Key=PROFILES_KEY)["Body"].read().decode("utf-8")
        return parse_profiles(text, shipped_profiles())
    except ClientError as error:
        if error_code(error) not in {"NoSuchKey", "404"}:
            raise
    except (BadProfileError, UnicodeDecodeError):  # the functions refuse them too
        pass
    return shipped_profiles()


def compare(before: Mapping[str, ProfileRule], after: Mapping[str, ProfileRule]) -> list[ProfileChange]:
    """Return what changes from one set of profiles to another, by name."""
    changes = []
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            changes.append(ProfileChange("add", name, ()))
        elif name not in after:
            changes.append(ProfileChange("remove", name, ()))
        elif before[name] != after[name]:
            what = [
                each.name
                for each in fields(ProfileRule)
                if getattr(before[name], each.name) != getattr(after[name], each.name)
            ]
            changes.append(ProfileChange("modify", name, tuple(what)))
    return changes


def put(s3: Any, outputs: Mapping[str, str], text: str) -> None:  # noqa: ANN401 -- as above
    """Put a newsroom's profiles where the functions read them."""
    s3.put_object(Bucket=outputs["DerivedBucket"], Key=PROFILES_KEY, Body=text.encode(), ContentType="application/json")
