"""Search over the cache: what answers, in which order, on which days; counts, evidence, completion. Any thread.

Each method reads once, in its thread's own connection; what one answers holds for that moment.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from desktop.library import completion, evidence, facets, hints
from desktop.library.answers import NO_MOMENT, Answer, Order, Section, Sort
from desktop.library.compiler import compile_search
from desktop.library.names import NameTable
from desktop.library.parser import parse
from desktop.library.rows import day_of, day_row
from desktop.library.statements import count_rows, select_among, select_rows
from desktop.library.tree import ANYBODY, Parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from desktop.library.answers import Completion, FacetCounts, FacetGroup, Group, Help
    from desktop.library.compiler import Question
    from desktop.library.database import Database
    from desktop.library.evidence import Evidence
    from desktop.library.tree import Viewer

_BATCH = 500
_EVERY_STEPS = 20_000
#: So many rows are judged one by one.
_FEW = 8
_EPOCH = date(1970, 1, 1)
_DAY_MS = 86_400_000
_Read = TypeVar("_Read")
NEWEST = Order()


class Search:
    """The seam of search: ``desktop.library`` says what each part is for."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(
        self,
        query: str | Parsed,
        viewer: Viewer = ANYBODY,
        order: Order = NEWEST,
        is_stale: Callable[[], bool] | None = None,
        limit: int | None = None,
    ) -> Answer | None:
        """Return the rows that answer; None where it was stale before it was done."""
        with self._db.read() as connection:
            question = self._compile(connection, query, viewer)

            def read() -> Answer:
                cursor = connection.execute(*select_rows(question, order, limit))
                if order.sort is not Sort.CAPTURED:
                    return Answer(array("q", chain.from_iterable(cursor)), order)
                pairs = cursor.fetchall()
                moments = array("q", (NO_MOMENT if moment is None else moment for _, moment in pairs))
                return Answer(array("q", (row for row, _ in pairs)), order, moments)

            return _unless(connection, is_stale, read)

    def count(self, query: str | Parsed, viewer: Viewer = ANYBODY) -> int:
        """Count what answers."""
        with self._db.read() as connection:
            return count_rows(connection, self._compile(connection, query, viewer))

    def judge(self, query: str | Parsed, ids: Sequence[str], viewer: Viewer = ANYBODY) -> set[str]:
        """Return which of these items answer: the few that came are looked up, many are looked for in their days."""
        parsed = parse(query) if isinstance(query, str) else query
        rows = self.rows(ids)
        if parsed.tree is None:
            return set(rows)
        by_row = {row: item_id for item_id, row in rows.items()}
        if not by_row:
            return set()
        with self._db.read() as connection:
            question = self._compile(connection, parsed, viewer)
            if len(by_row) <= _FEW:
                found = connection.execute(*select_among(question, list(by_row)))
            else:
                # One look at the index for all of them: each of its own would set up the same search again.
                span = question.between(min(by_row), max(by_row) + 1)
                found = connection.execute(*select_rows(span, NEWEST))
            return {by_row[row] for (row,) in found if row in by_row}

    def ids(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of these rows in their order, "" where one is gone."""
        found: dict[int, str] = {}
        with self._db.read() as connection:
            for at in range(0, len(rows), _BATCH):
                batch = list(rows[at : at + _BATCH])
                found.update(
                    connection.execute(
                        f"SELECT row, id FROM items WHERE row IN ({_marks(batch)})",  # noqa: S608 - question marks
                        batch,
                    ).fetchall()
                )
        return [found.get(row, "") for row in rows]

    def rows(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the row of each of these items that is here."""
        found: dict[str, int] = {}
        with self._db.read() as connection:
            for at in range(0, len(ids), _BATCH):
                batch = ids[at : at + _BATCH]
                found.update(
                    connection.execute(
                        f"SELECT id, row FROM items WHERE id IN ({_marks(batch)})",  # noqa: S608 - the same
                        batch,
                    ).fetchall()
                )
        return found

    def weigh(self, rows: Sequence[int]) -> int:
        """Return how large the originals of these rows are together, in bytes; no record is read."""
        with self._db.read() as connection:
            (total,) = connection.execute(
                "SELECT coalesce(sum(keys.size), 0) FROM json_each(?) AS asked"
                " CROSS JOIN keys ON keys.row = asked.value",
                (json.dumps(list(rows)),),
            ).fetchone()
        return int(total)

    def sections(self, answer: Answer, zone: tzinfo | None = None) -> tuple[Section, ...]:
        """Return the days of an answer, in its order; nothing is read."""
        if answer.order.sort is Sort.CAPTURED:
            return _captured_sections(answer)
        return _uploaded_sections(answer, zone) if answer.order.sort is Sort.UPLOADED else ()

    def evidence(self, ids: Sequence[str], query: str | Parsed, viewer: Viewer = ANYBODY) -> dict[str, Evidence]:
        """Return where each of these items answers, for those that do so by a word or a name."""
        del viewer  # what a person may see is the same for all words
        parsed = parse(query) if isinstance(query, str) else query
        with self._db.read() as connection:
            return evidence.find(connection, ids, parsed.tree)

    def facets(
        self, query: str | Parsed, viewer: Viewer = ANYBODY, is_stale: Callable[[], bool] | None = None, top: int = 5
    ) -> FacetCounts | None:
        """Return what the answer consists of; None where it was stale before it was done."""
        with self._db.read() as connection:
            question = self._compile(connection, query, viewer)
            return _unless(connection, is_stale, lambda: facets.count_all(connection, question, viewer, top))

    def values(
        self, group: Group, query: str | Parsed, viewer: Viewer = ANYBODY, text: str = "", limit: int = 200
    ) -> FacetGroup:
        """Return the values of one group, most items first; ``text`` is looked for in them."""
        with self._db.read() as connection:
            return facets.list_values(connection, self._compile(connection, query, viewer), group, text, limit)

    def complete(self, text: str, cursor: int, recent: Sequence[str] = (), limit: int = 5) -> Completion:
        """Return what may be meant where the cursor stands."""
        with self._db.read() as connection:
            return completion.complete(connection, text, cursor, recent, limit)

    def help(self, query: str | Parsed, viewer: Viewer = ANYBODY) -> Help:
        """Return what to do where nothing was found."""
        parsed = parse(query) if isinstance(query, str) else query
        with self._db.read() as connection:
            return hints.find(connection, parsed, viewer)

    def _compile(self, connection: sqlite3.Connection, query: str | Parsed, viewer: Viewer) -> Question:
        parsed = parse(query) if isinstance(query, str) else query
        return compile_search(parsed.tree, NameTable(connection), viewer)


def _unless(
    connection: sqlite3.Connection, is_stale: Callable[[], bool] | None, read: Callable[[], _Read]
) -> _Read | None:
    """Return what is read, and break off once it is stale."""
    if is_stale is None:
        return read()
    connection.set_progress_handler(is_stale, _EVERY_STEPS)
    try:
        return read()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return None
    finally:
        connection.set_progress_handler(None, 0)


def _uploaded_sections(answer: Answer, zone: tzinfo | None) -> tuple[Section, ...]:
    """Bisect the rows at the edges of the days: as many steps as there are days, however many rows."""
    sections: list[Section] = []
    rows = answer.rows
    first = 0
    while first < len(rows):
        day = day_of(rows[first], zone)
        if answer.order.is_ascending:
            end = bisect_left(rows, day_row(day.toordinal() + 1, zone), first)
        else:
            end = bisect_left(rows, -day_row(day.toordinal(), zone) + 1, first, key=lambda row: -row)
        end = max(end, first + 1)
        sections.append(Section(day, first, end - first))
        first = end
    return tuple(sections)


def _captured_sections(answer: Answer) -> tuple[Section, ...]:
    sections: list[Section] = []
    moments = answer.moments or array("q")
    first = 0
    for at in range(1, len(moments) + 1):
        number = moments[first] // _DAY_MS if moments[first] != NO_MOMENT else None
        if at < len(moments) and (None if moments[at] == NO_MOMENT else moments[at] // _DAY_MS) == number:
            continue
        day = None if number is None else _EPOCH + timedelta(days=number)
        sections.append(Section(day, first, at - first))
        first = at
    return tuple(sections)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
