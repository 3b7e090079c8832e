"""What the template takes: its parameters and the values they may have, read from the file itself. Pure.

So that a wrong one is named at once, not when libraries are fetched and AWS was asked. What reads is no YAML reader:
the test beside it holds it to what one finds in our template.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cloud.deploy.stack import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEXT = re.compile(r"^\w", re.MULTILINE)
_NAME = re.compile(r"  (\w+):")
_FIELD = re.compile(r"    (AllowedValues|AllowedPattern|MinValue|MaxValue): (.*)")


class BadParameterError(ValueError):
    """The template does not take this; the message says what it takes."""


def limits(template: str) -> dict[str, dict[str, str]]:
    """Return the template's parameters, and what of each is limited, as it is written there."""
    found: dict[str, dict[str, str]] = {}
    block = _NEXT.split(template.partition("\nParameters:\n")[2], maxsplit=1)[0]
    name = ""
    for line in block.splitlines():
        if begun := _NAME.fullmatch(line):
            name = begun[1]
            found[name] = {}
        elif field := _FIELD.fullmatch(line):
            found[name][field[1]] = field[2]
    return found


def allowed_values(limit: Mapping[str, str]) -> list[str]:
    """Return the values that a parameter may have; none where others than listed are allowed."""
    listed = limit.get("AllowedValues", "").strip("[]")
    return [value.strip().strip('"') for value in listed.split(",") if value]


def check(parameters: Mapping[str, str], ours: frozenset[str] = frozenset()) -> None:
    """Raise ``BadParameterError`` where the template knows no such parameter or value; ``ours`` are not offered."""
    known = limits(TEMPLATE.read_text(encoding="utf-8"))
    for name, value in parameters.items():
        if name not in known:
            raise BadParameterError(
                f"The template knows no parameter {name}; there are {', '.join(sorted(known.keys() - ours))}."
            )
        limit, values = known[name], allowed_values(known[name])
        if values and value not in values:
            raise BadParameterError(f"{name} is one of {', '.join(values)}, not {value!r}.")
        least, most = limit.get("MinValue"), limit.get("MaxValue")
        if least and most and not (value.isdecimal() and int(least) <= int(value) <= int(most)):
            raise BadParameterError(f"{name} is a number from {least} to {most}, not {value!r}.")
        pattern = limit.get("AllowedPattern")
        if pattern and not re.fullmatch(pattern.strip("\"'"), value):
            raise BadParameterError(f"{name} cannot be {value!r}; it must look like {pattern.strip(chr(34))}.")
