"""A compiled question as SQL: which rows, how many, in which order. Our own columns and bound values alone. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from desktop.library.answers import Order, Sort

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from desktop.library.compiler import Question

Statement: TypeAlias = "tuple[str, tuple[str | int, ...]]"

#: How much a word counts in each column: ``index.COLUMNS``, then the marks.
_WEIGHTS = "8.0, 10.0, 4.0, 5.0, 6.0, 1.0, 2.0, 1.0, 0.0"
_COLUMNS = {
    Sort.CAPTURED: "keys.captured",
    Sort.NAME: "keys.name",
    Sort.SIZE: "keys.size",
    Sort.DURATION: "keys.duration",
}


def select_rows(question: Question, order: Order, limit: int | None = None) -> Statement:
    """Return the statement that answers with rows in order; with the camera's time beside them where it orders."""
    column = _COLUMNS.get(order.sort)
    row, source, where, values = _parts(question, needs_keys=column is not None)
    way = "ASC" if order.is_ascending else "DESC"
    if order.sort is Sort.RELEVANCE and not question.is_any_word:
        by = f"bm25(found, {_WEIGHTS}) {'DESC' if order.is_ascending else 'ASC'}, {row} DESC"
    elif column is not None:
        by = f"{column} IS NULL, {column} {way}, {row} {way}"
    else:
        by = f"{row} {way}"
    selected = f"{row}, keys.captured" if order.sort is Sort.CAPTURED else row
    bound = "" if limit is None else " LIMIT ?"
    return (
        f"SELECT {selected} FROM {source} WHERE {where} ORDER BY {by}{bound}",  # noqa: S608 - our own columns
        values if limit is None else (*values, limit),
    )


def select_among(question: Question, rows: Sequence[int]) -> Statement:
    """Return the statement that answers which of these rows answer."""
    row, source, where, values = _parts(question)
    # A cross join, because SQLite keeps its order: those few are looked up, not all of them filtered.
    return (
        f"SELECT {row} FROM json_each(?) AS asked CROSS JOIN {source} WHERE {where} AND {row} = asked.value",  # noqa: S608 - the same
        (json.dumps(list(rows)), *values),
    )


def select_facets(question: Question) -> Statement:
    """Return the statement that answers with the numbers of the values of each item."""
    _, source, where, values = _parts(question, needs_keys=True)
    return f"SELECT keys.facets FROM {source} WHERE {where}", values  # noqa: S608 - the same


def count_rows(connection: sqlite3.Connection, question: Question) -> int:
    """Count what answers."""
    _, source, where, values = _parts(question)
    (number,) = connection.execute(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()  # noqa: S608 - the same
    return int(number)


def _parts(question: Question, *, needs_keys: bool = False) -> tuple[str, str, str, tuple[str | int, ...]]:
    """Return the column of the row, the tables, the condition and its values.

    Where no word is asked for, ``keys`` alone is read; where there are both, the index leads and ``keys`` is looked up.
    """
    if question.is_any_word and (question.where or needs_keys):
        row, source = "keys.row", "keys"
    elif question.where or needs_keys:
        row, source = "found.rowid", "found CROSS JOIN keys ON keys.row = found.rowid"
    else:
        row, source = "found.rowid", "found"
    conditions: list[str] = []
    values: list[str | int] = []
    if source != "keys":
        conditions.append("found MATCH ?")
        values.append(question.match)
    for sign, edge in ((">=", question.low), ("<", question.high)):
        if edge is not None:
            conditions.append(f"{row} {sign} ?")
            values.append(edge)
    if question.where:
        conditions.append(question.where)
        values += question.values
    return row, source, " AND ".join(conditions) or "TRUE", tuple(values)
