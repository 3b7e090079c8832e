"""Searches that a person keeps, and what new answers them; the searches of before. In the durable file, any thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from desktop.library.answers import SavedMatch, SavedSearch
from desktop.library.rows import row_floor
from desktop.library.tree import ANYBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.library.answers import Answer
    from desktop.library.database import Database
    from desktop.library.tree import Viewer

MOST_RECENT = 50
#: What came so long before a search was saved may still be analysed.
_LATE_S = 24 * 3600.0
_SELECT = (
    "SELECT id, name, query, is_notifying,"
    " (SELECT count(*) FROM search_hits WHERE search_id = searches.id AND NOT is_seen) FROM searches"
)


class Finder(Protocol):
    """Says which items answer (``desktop.library.search.Search``)."""

    def find(self, query: str, viewer: Viewer = ...) -> Answer | None:
        """Return the rows that answer."""

    def judge(self, query: str, ids: Sequence[str], viewer: Viewer = ...) -> set[str]:
        """Return which of these items answer."""

    def ids(self, rows: Sequence[int]) -> list[str]:
        """Return the items of rows."""

    def rows(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the rows of items."""


class SavedSearches:
    """The searches of one newsroom. ``db`` is ``queue.db``: the cache may be rebuilt, these may not be lost.

    An item is new to a search once: the first time it answers. What was here when the search was saved is no news,
    however often it changes; but what had come within the day before and answers only later, being analysed, is.
    """

    def __init__(self, db: Database, search: Finder, now: Callable[[], float] = time.time) -> None:
        self._db = db
        self._search = search
        self._now = now

    def all(self) -> tuple[SavedSearch, ...]:
        """Return all of them, by name."""
        with self._db.read() as connection:
            rows = connection.execute(f"{_SELECT} ORDER BY name COLLATE NOCASE, id").fetchall()
        return tuple(_saved(row) for row in rows)

    def add(self, name: str, query: str, *, is_notifying: bool, viewer: Viewer = ANYBODY) -> SavedSearch:
        """Keep a search; what answers it now is no news later."""
        now_s = self._now()
        answer = self._search.find(query, viewer)
        late = [row for row in answer.rows if row >= _row_floor(now_s)] if answer is not None else []
        with self._db.write() as connection:
            number = connection.execute(
                "INSERT INTO searches (name, query, is_notifying, saved_at) VALUES (?, ?, ?, ?)",
                (name, query, is_notifying, now_s),
            ).lastrowid
            connection.executemany(
                "INSERT INTO search_hits VALUES (?, ?, 1)",
                ((number, item_id) for item_id in self._search.ids(late) if item_id),
            )
        return SavedSearch(int(number or 0), name, query, is_notifying)

    def rename(self, search_id: int, name: str) -> None:
        """Give it another name."""
        self._change("UPDATE searches SET name = ? WHERE id = ?", name, search_id)

    def set_notifying(self, search_id: int, *, is_notifying: bool) -> None:
        """Tell of new items, or do not."""
        self._change("UPDATE searches SET is_notifying = ? WHERE id = ?", is_notifying, search_id)

    def remove(self, search_id: int) -> None:
        """Keep it no longer."""
        self._change("DELETE FROM searches WHERE id = ?", search_id)

    def look(self, search_id: int) -> tuple[str, ...]:
        """Note that somebody looks at it; returns the items that are new since the last look."""
        with self._db.write() as connection:
            rows = connection.execute(
                "SELECT item_id FROM search_hits WHERE search_id = ? AND NOT is_seen ORDER BY item_id DESC",
                (search_id,),
            ).fetchall()
            connection.execute("UPDATE search_hits SET is_seen = 1 WHERE search_id = ?", (search_id,))
        return tuple(row[0] for row in rows)

    def matches(self, item_ids: Sequence[str], viewer: Viewer = ANYBODY) -> tuple[SavedMatch, ...]:
        """Return which notifying searches these new or changed items answer for the first time."""
        with self._db.read() as connection:
            saved_at = dict(connection.execute("SELECT id, saved_at FROM searches WHERE is_notifying").fetchall())
        if not saved_at or not item_ids:
            return ()
        rows = self._search.rows(item_ids)
        found: list[SavedMatch] = []
        for saved in self.all():
            floor = _row_floor(saved_at.get(saved.id, 0.0))
            late = [item_id for item_id in item_ids if rows.get(item_id, -1) >= floor]
            if saved.id not in saved_at or not late:
                continue
            answering = self._search.judge(saved.query, late, viewer)
            fresh = self._note(saved.id, [item_id for item_id in late if item_id in answering])
            if fresh:
                found.append(SavedMatch(saved, fresh))
        return tuple(found)

    def note_recent(self, query: str) -> None:
        """Note that somebody searched for this."""
        query = " ".join(query.split())
        if not query:
            return
        with self._db.write() as connection:
            connection.execute("INSERT OR REPLACE INTO recent_searches VALUES (?, ?)", (query, self._now()))
            connection.execute(
                "DELETE FROM recent_searches WHERE query NOT IN"
                " (SELECT query FROM recent_searches ORDER BY used_at DESC LIMIT ?)",
                (MOST_RECENT,),
            )

    def recent(self) -> tuple[str, ...]:
        """Return the searches of before, latest first."""
        with self._db.read() as connection:
            rows = connection.execute("SELECT query FROM recent_searches ORDER BY used_at DESC, query").fetchall()
        return tuple(row[0] for row in rows)

    def forget_recent(self) -> None:
        """Forget the searches of before."""
        self._change("DELETE FROM recent_searches")

    def _note(self, search_id: int, item_ids: Sequence[str]) -> tuple[str, ...]:
        """Keep these as new; returns those that were not known."""
        with self._db.write() as connection:
            return tuple(
                item_id
                for item_id in item_ids
                if connection.execute(
                    "INSERT OR IGNORE INTO search_hits VALUES (?, ?, 0)", (search_id, item_id)
                ).rowcount
            )

    def _change(self, statement: str, *values: str | int) -> None:
        with self._db.write() as connection:
            connection.execute(statement, values)


def _row_floor(saved_at: float) -> int:
    return row_floor(round((saved_at - _LATE_S) * 1000))


def _saved(row: tuple[int, str, str, int, int]) -> SavedSearch:
    number, name, query, is_notifying, unseen = row
    return SavedSearch(number, name, query, bool(is_notifying), unseen)
