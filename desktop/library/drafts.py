"""What a person wrote about an item and the newsroom does not have yet: kept on disk until it does. Any thread.

A promise, not a cache: it lies in ``queue.db``, which waits for the disk at each commit and is never rebuilt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.library.database import Database


@dataclass(frozen=True, slots=True)
class Draft:
    """One field of one item: what it held when the person began, and what it shall hold."""

    base: str
    text: str


class DraftTable:
    """Drafts by item and field; and by item what is wished of its tags and words (``desktop.item.wishes``)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, item_id: str, drafts: Mapping[str, Draft]) -> None:
        """Keep drafts of an item, each in the place of an older one of its field."""
        with self._db.write() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)",
                [(item_id, field, draft.base, draft.text) for field, draft in drafts.items()],
            )

    def of(self, item_id: str) -> dict[str, Draft]:
        """Return what waits for an item, by field."""
        with self._db.read() as connection:
            rows = connection.execute("SELECT field, base, text FROM drafts WHERE item_id = ?", (item_id,)).fetchall()
        return {field: Draft(base, text) for field, base, text in rows}

    def item_ids(self) -> list[str]:
        """Return the items that something waits for."""
        with self._db.read() as connection:
            rows = connection.execute("SELECT DISTINCT item_id FROM drafts ORDER BY item_id").fetchall()
        return [row[0] for row in rows]

    def settle(self, item_id: str, field: str, text: str) -> None:
        """Note that the newsroom has a text: its draft goes; one that was written meanwhile stands on it from now."""
        with self._db.write() as connection:
            connection.execute(
                "DELETE FROM drafts WHERE item_id = ? AND field = ? AND text = ?", (item_id, field, text)
            )
            connection.execute("UPDATE drafts SET base = ? WHERE item_id = ? AND field = ?", (text, item_id, field))

    def drop(self, item_id: str, field: str) -> None:
        """Forget a draft: the person takes what is there, or the item is gone."""
        with self._db.write() as connection:
            connection.execute("DELETE FROM drafts WHERE item_id = ? AND field = ?", (item_id, field))

    def keep_wish(self, item_id: str, text: str) -> None:
        """Keep what is wished of an item, in the place of what was; "" where nothing is any more."""
        with self._db.write() as connection:
            if text:
                connection.execute("INSERT OR REPLACE INTO wishes VALUES (?, ?)", (item_id, text))
            else:
                connection.execute("DELETE FROM wishes WHERE item_id = ?", (item_id,))

    def wishes(self) -> dict[str, str]:
        """Return what is wished and not granted yet, by item."""
        with self._db.read() as connection:
            return dict(connection.execute("SELECT item_id, body FROM wishes ORDER BY item_id").fetchall())
