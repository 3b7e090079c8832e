"""Code replacements: ``=ho=`` becomes what a file says for ``ho``. Pure; any thread.

The file is a table with tabs, as picture desks have kept them for decades: a code, what it stands for, and further
texts that ``=ho#2=``, ``=ho#3=`` … stand for. Lines without a tab, and those that begin with ``//``, are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: More is no list of codes, but something else by mistake.
FILE_BYTES = 4_000_000
_CODE = re.compile(r"=([^\s=#]{1,64})(?:#(\d{1,2}))?=")


@dataclass(frozen=True, slots=True)
class Codes:
    """What each code stands for, by the code in small letters."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.texts)

    def text_of(self, code: str, number: int = 1) -> str | None:
        """Return what a code stands for; None where it is none."""
        texts = self.texts.get(code.strip().casefold(), ())
        return texts[number - 1] if 0 < number <= len(texts) else None

    def starting(self, beginning: str, limit: int = 8) -> list[tuple[str, str]]:
        """Return codes that begin so, with what they stand for."""
        wanted = beginning.strip().casefold()
        found = sorted(code for code in self.texts if code.startswith(wanted))
        return [(code, self.texts[code][0]) for code in found[:limit]]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A code in a text, and what takes its place."""

    start: int
    end: int
    text: str


def read_codes(body: bytes) -> Codes:
    """Read a file of codes; of two lines of one code the later one holds. ``ValueError``: it is no such file."""
    if len(body) > FILE_BYTES:
        raise ValueError("too large")
    if b"\x00" in body and body[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise ValueError("no text")
    text = _decoded(body)
    texts: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        code, tab, rest = line.partition("\t")
        code = code.strip()
        if not tab or not code or code.startswith("//") or "=" in code:
            continue
        columns = [column.strip() for column in rest.split("\t")]
        while columns and not columns[-1]:
            columns.pop()
        if columns:
            texts[code.casefold()] = tuple(columns)
    if not texts:
        raise ValueError("no codes")
    return Codes(texts)


def _decoded(body: bytes) -> str:
    encodings = ("utf-16",) if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("no text")


def code_before(text: str, cursor: int, codes: Codes) -> Replacement | None:
    """Return the code that was completed by the ``=`` before the cursor, where it is one."""
    if cursor < 3 or text[cursor - 1] != "=":  # noqa: PLR2004 - the shortest is =a=
        return None
    start = text.rfind("=", 0, cursor - 1)
    found = _CODE.fullmatch(text, start, cursor) if start >= 0 else None
    replaced = codes.text_of(found[1], int(found[2] or 1)) if found else None
    return None if replaced is None else Replacement(start, cursor, replaced)


def expand(text: str, codes: Codes) -> tuple[str, list[str]]:
    """Return a text with its codes replaced, and those that nobody knows, which stay as they are."""
    unknown: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        meant = codes.text_of(found[1], int(found[2] or 1))
        if meant is None:
            unknown.append(found[0])
            return found[0]
        return meant

    return _CODE.sub(replaced, text), unknown
