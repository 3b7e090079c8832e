"""Why an item answers a search: the quote, the words on screen, the person, and how often more. Any thread."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.findings import TagKind
from desktop.library.folding import fold, key, origins, pattern, tokens
from desktop.library.index import COLUMNS, unpack_words, writable
from desktop.library.stored import read_times
from desktop.library.tree import And, Field, Not, Or, Value, Words

if TYPE_CHECKING:
    import re
    import sqlite3
    from collections.abc import Iterator, Sequence

    from desktop.library.tree import Node

_BATCH = 500
#: How much is quoted around a match, in characters.
_BEFORE, _QUOTE = 40, 120
_TAG_COLUMNS = ("people", "screen", "tags")
_KINDS = {"people": TagKind.PERSON, "screen": TagKind.TEXT}
#: Which place says most about why, best first; and what ``Evidence.field`` calls it.
_PLACES = {"spoken": "transcript", "people": "tags", "screen": "tags", "tags": "tags", "caption": "caption",
           "more": "search_text", "name": "filename", "folder": "folder"}  # fmt: skip
_FIRST_UNSPACED = "\u0e00"
_ALL = frozenset(COLUMNS)
_WHERE: dict[Field, frozenset[str]] = {
    Field.SAID: frozenset({"spoken"}),
    Field.TEXT: frozenset({"screen", "more"}),
    Field.NAME: frozenset({"name"}),
    Field.CAPTION: frozenset({"caption"}),
    Field.PERSON: frozenset({"people"}),
    Field.TAG: frozenset({"tags", "people"}),
    Field.LOGO: frozenset({"tags"}),
    Field.BY: frozenset({"caption"}),
    Field.FOLDER: frozenset({"folder"}),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where an item answers a search."""

    field: str  #: transcript, tags, caption, search_text, filename or folder
    text: str  #: a piece of it, one line
    marks: tuple[tuple[int, int], ...]  #: from and to (exclusive) of each hit in ``text``
    kind: TagKind | None = None  #: of the tag, where it is one
    at_ms: int | None = None  #: when the first hit was said, where that is known
    more: int = 0  #: further hits in the same field


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Words in a row that count as a hit in these columns."""

    finder: re.Pattern[str]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    wanted: int


def find(connection: sqlite3.Connection, ids: Sequence[str], tree: Node | None) -> dict[str, Evidence]:
    """Return the best place of each item that has one."""
    wanted = list(_wanted(tree)) if tree is not None else []
    found: dict[str, Evidence] = {}
    if not wanted:
        return found
    for at in range(0, len(ids), _BATCH):
        batch = ids[at : at + _BATCH]
        rows = connection.execute(
            "SELECT items.id, texts.body FROM items JOIN texts USING (row)"  # noqa: S608 - question marks
            f" WHERE items.id IN ({', '.join('?' * len(batch))})",
            batch,
        ).fetchall()
        for item_id, body in rows:
            evidence = _best(connection, item_id, dict(zip(COLUMNS, unpack_words(body), strict=True)), wanted)
            if evidence is not None:
                found[item_id] = evidence
    return {item_id: found[item_id] for item_id in ids if item_id in found}


def _wanted(node: Node) -> Iterator[_Wanted]:
    """Yield what is looked for; what is left out proves nothing."""
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _wanted(each)
        case Not():
            return
        case Words(text, field=field, is_prefix=is_prefix):
            words = tuple(tokens(writable(text)))
            if words:
                yield _Wanted(pattern(words, is_prefix=is_prefix), _WHERE[field] if field else _ALL)
        case Value(field, values):
            for value, is_exact in zip(values, node.exact, strict=True):
                words = tuple(tokens(writable(value)))
                if words and field in _WHERE:
                    yield _Wanted(pattern(words, is_prefix=not is_exact), _WHERE[field])


def _best(
    connection: sqlite3.Connection, item_id: str, words: dict[str, str], wanted: Sequence[_Wanted]
) -> Evidence | None:
    best: tuple[int, str, list[_Hit]] | None = None
    for column in _PLACES:
        hits = _hits(words[column], column, wanted)
        reach = len({hit.wanted for hit in hits})
        if reach and (best is None or reach > best[0]):
            best = (reach, column, hits)
    if best is None:
        return None
    _, column, hits = best
    if column in _TAG_COLUMNS:
        return _tag(connection, words, wanted)
    text, marks, first, more = _quote(words[column], hits)
    at_ms = _spoken_at(connection, item_id, first) if column == "spoken" else None
    return Evidence(_PLACES[column], text, marks, at_ms=at_ms, more=more)


def _hits(text: str, column: str, wanted: Sequence[_Wanted]) -> list[_Hit]:
    """Return all hits in a text, in its order, none within another."""
    if not text:
        return []
    folded = fold(text)
    found = [
        _Hit(match.start(), match.end(), number)
        for number, each in enumerate(wanted)
        if column in each.columns
        for match in each.finder.finditer(folded)
    ]
    if not found:
        return []
    places = origins(text)
    hits: list[_Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hits and places[hit.start] < hits[-1].end:
            continue
        hits.append(_Hit(places[hit.start], places[hit.end - 1] + 1, hit.wanted))
    return hits


def _quote(text: str, hits: Sequence[_Hit]) -> tuple[str, tuple[tuple[int, int], ...], int, int]:
    """Return the piece that holds most of what is looked for, its marks, where its first hit is, and what is left."""
    first = max(
        range(len(hits)),
        key=lambda at: (len({hit.wanted for hit in hits[at:] if hit.end <= hits[at].start + _QUOTE - _BEFORE}), -at),
    ) if len(hits) > 1 else 0  # fmt: skip
    start = max(hits[first].start - _BEFORE, 0)
    if start:
        space = text.find(" ", start, hits[first].start)
        start = space + 1 if space >= 0 else hits[first].start
    end = max(start + _QUOTE, hits[first].end)
    if end < len(text):
        space = text.rfind(" ", hits[first].end, end)
        end = space if space >= 0 else end
    end = min(end, len(text))
    inside = [hit for hit in hits if hit.start >= start and hit.end <= end]
    head = "…" if start else ""
    # One for one, so that marks stay where they are.
    piece = "".join(" " if character.isspace() else character for character in text[start:end])
    shift = len(head) - start
    marks = tuple((hit.start + shift, _word_end(text, hit.end, end) + shift) for hit in inside)
    return head + piece + ("…" if end < len(text) else ""), marks, hits[first].start, len(hits) - len(inside)


def _word_end(text: str, place: int, end: int) -> int:
    """Return where the word ends of which the beginning was found; writing without spaces has none."""
    while place < end and text[place].isalnum() and text[place] < _FIRST_UNSPACED:
        place += 1
    return place


def _tag(connection: sqlite3.Connection, words: dict[str, str], wanted: Sequence[_Wanted]) -> Evidence:
    """Return the name that holds most of what is looked for, the first of equals; a person's before a thing's."""
    found = [
        (column, name, hits)
        for column in _TAG_COLUMNS
        for name in words[column].split("\n")
        if (hits := _hits(name, column, wanted))
    ]
    column, name, hits = max(found, key=lambda each: len({hit.wanted for hit in each[2]}))
    kind = _KINDS.get(column) or _kind_of(connection, name)
    return Evidence("tags", name, tuple((hit.start, hit.end) for hit in hits), kind, more=len(found) - 1)


def _kind_of(connection: sqlite3.Connection, name: str) -> TagKind | None:
    row = connection.execute(
        "SELECT kind FROM names WHERE field IN ('logo', 'tag') AND key = ? ORDER BY uses DESC", (key(name),)
    ).fetchone()
    return TagKind(row[0]) if row else None


def _spoken_at(connection: sqlite3.Connection, item_id: str, place: int) -> int | None:
    """Return when the word at this place of the transcript was said."""
    row = connection.execute("SELECT times FROM transcripts WHERE item_id = ?", (item_id,)).fetchone()
    if row is None or not row[0]:
        return None
    places, moments = read_times(row[0])
    at = bisect_right(places, place) - 1
    return moments[at] if at >= 0 else None
