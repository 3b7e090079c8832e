"""Counts what an answer consists of: kinds, people, tags, days. In the reader's connection, any thread.

Of everything, the counts are kept with the values. Of an answer, the numbers of its items' values are counted; of
one that is more than half of everything, those of the rest are, and taken away.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from datetime import timedelta
from heapq import nlargest
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from cloud.contract.findings import TagKind
from desktop.library.answers import Bar, FacetCounts, FacetGroup, FacetValue, Group, Order
from desktop.library.folding import pattern, tokens
from desktop.library.index import FIELD_STEP, FIELDS, UNCOUNTED
from desktop.library.names import NameTable
from desktop.library.rows import day_row
from desktop.library.statements import count_rows, select_facets, select_rows
from desktop.library.tree import Field

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from desktop.library.compiler import Question
    from desktop.library.tree import Viewer

DAYS = 30
_WEEK = 7
#: Which values a group has, and what they are called in a search.
_GROUPS = {
    Group.KIND: ("kind", Field.KIND),
    Group.PERSON: ("person", Field.PERSON),
    Group.TAG: ("tag", Field.TAG),
    Group.REPORTER: ("by", Field.BY),
    Group.FOLDER: ("folder", Field.FOLDER),
    Group.LANGUAGE: ("lang", Field.LANG),
    Group.STATUS: ("status", Field.STATUS),
}
#: Groups with few values have all of them.
_WHOLE = {Group.KIND, Group.STATUS}
_MOST_WHOLE = 20
_KIND_WORDS = {"image": "photo"}
#: Texts on screen are looked for, not counted; nor is what only the compiler asks for.
_COUNTED = [field for field in FIELDS if field not in UNCOUNTED]
_OLDEST = Order(is_ascending=True)


def count_all(connection: sqlite3.Connection, question: Question, viewer: Viewer, top: int) -> FacetCounts:
    """Count all groups of an answer."""
    names = NameTable(connection)
    counts = _count(connection, names, question)
    by_field: dict[str, list[tuple[int, int]]] = {field: [] for field in FIELDS}
    for number, count in counts.items():
        if count > 0:
            by_field[FIELDS[number % FIELD_STEP]].append((number, count))
    groups: dict[Group, FacetGroup] = {}
    for group, (field, _) in _GROUPS.items():
        most = nlargest(_MOST_WHOLE if group in _WHOLE else top, by_field[field], key=_by_count)
        groups[group] = FacetGroup(_values(group, names, most), len(by_field[field]))
    known = names.get(number for number, _ in by_field["has"])
    kinds = {kind.value for kind in TagKind}
    has = {TagKind(name.key): counts[name.id] for name in known.values() if name.key in kinds}
    bars = _bars(connection, question, viewer)
    return FacetCounts(
        total=sum(count for _, count in by_field["kind"]),  # each item is of one kind
        groups=groups,
        has=has,
        days=bars,
        week=sum(bar.count for bar in bars[-_WEEK:]),
        month=sum(bar.count for bar in bars),
    )


def list_values(connection: sqlite3.Connection, question: Question, group: Group, text: str, limit: int) -> FacetGroup:
    """Return the values of one group that hold ``text``, most items first."""
    names = NameTable(connection)
    counts = _count(connection, names, question)
    code = FIELDS.index(_GROUPS[group][0])
    own = [(number, count) for number, count in counts.items() if number % FIELD_STEP == code and count > 0]
    words = tokens(text)
    if words:
        wanted = pattern(tuple(words), is_prefix=True)
        holding = {number for number, name in names.get(number for number, _ in own).items() if wanted.search(name.key)}
        own = [(number, count) for number, count in own if number in holding]
    first = nlargest(limit, own, key=_by_count)
    return FacetGroup(_values(group, names, first), len(own))


def _count(connection: sqlite3.Connection, names: NameTable, question: Question) -> Counter[int]:
    """Return how many items of the answer have each value."""
    if question.is_everything:
        return names.all_uses(_COUNTED)
    rest = question.rest()
    if rest is not None and count_rows(connection, question) * 2 > _total(names):
        counts = names.all_uses(_COUNTED)
        counts.subtract(_tally(connection, rest))
        return counts
    return _tally(connection, question)


def _tally(connection: sqlite3.Connection, question: Question) -> Counter[int]:
    numbers = array("I")
    numbers.frombytes(b"".join(chain.from_iterable(connection.execute(*select_facets(question)))))
    return Counter(numbers)


def _total(names: NameTable) -> int:
    return sum(names.all_uses(["kind"]).values())


def _by_count(pair: tuple[int, int]) -> tuple[int, int]:
    """Most first, and of equals the one that was here first."""
    return pair[1], -pair[0]


def _values(group: Group, names: NameTable, most: Sequence[tuple[int, int]]) -> tuple[FacetValue, ...]:
    known = names.get(number for number, _ in most)
    field = _GROUPS[group][1]
    return tuple(
        FacetValue(field, _spelled(group, known[number].shown), count, _kind(known[number].kind))
        for number, count in most
    )


def _spelled(group: Group, shown: str) -> str:
    """Return a value as a search has it."""
    return _KIND_WORDS.get(shown, shown.lower()) if group in _WHOLE else shown


def _kind(kind: str) -> TagKind | None:
    return TagKind(kind) if kind else None


def _bars(connection: sqlite3.Connection, question: Question, viewer: Viewer) -> tuple[Bar, ...]:
    """Count the last 30 days, by the viewer's midnight."""
    today = viewer.moment().date()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    edges = [day_row(day.toordinal(), viewer.zone) for day in [*days, today + timedelta(days=1)]]
    recent = question.between(edges[0], edges[-1])
    rows = array("q", chain.from_iterable(connection.execute(*select_rows(recent, _OLDEST))))
    places = [bisect_left(rows, edge) for edge in edges]
    return tuple(Bar(day, after - before) for day, (before, after) in zip(days, pairwise(places), strict=True))
