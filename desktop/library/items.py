"""The items a person may see, as this computer last heard of them, and the search over them. Any thread.

A cache: all of it can be had again from the newsroom. Applying a change twice, or late, changes nothing.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cloud.contract.record import BadRecordError
from cloud.contract.status import ItemStatus
from desktop.core.errors import LibraryProblem
from desktop.library.folding import readable
from desktop.library.index import Tally, put, remove
from desktop.library.parser import parse
from desktop.library.rows import find_row, milliseconds, moment_ms
from desktop.library.search import Search
from desktop.library.stored import pack_item, pack_times, pack_transcript, unpack_item, unpack_transcript
from desktop.library.tree import And, Field, Parsed, Value

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from cloud.contract.transcript import Transcript
    from desktop.library.database import Database
    from desktop.library.evidence import Evidence
    from desktop.library.tree import Node

#: SQLite's default bound on variables is 32,766; smaller statements are prepared once and kept.
_BATCH = 500
_MOST_NUMBERS = 30_000
_Stored = TypeVar("_Stored")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items there are."""

    total: int
    by_media_type: Mapping[str, int]
    by_status: Mapping[ItemStatus, int]


class ItemLibrary:
    """The cache of items. ``thumbnails_dir`` is where their pictures lie; it need not exist."""

    def __init__(self, db: Database, thumbnails_dir: Path) -> None:
        self._db = db
        self.search = Search(db)
        self._numbers: dict[tuple[str, str], int] = {}  # of values, kept between the steps of a first sync
        self._generation = db.generation
        self._thumbnails_dir = thumbnails_dir

    def apply(self, items: Iterable[Item]) -> tuple[str, ...]:
        """Take in what the newsroom says, by version; returns the ids that changed. DELETED ones go, and stay away."""
        given = list(items)
        changed: set[str] = set()
        with self._db.write() as connection:
            generation = self._db.generation
            tally = Tally(connection, self._numbers if generation == self._generation else {})
            # In the order of their rows, which the index takes in many at a time.
            for item in sorted(given, key=lambda item: (item.uploaded_at, item.id, item.version)):
                if _apply_one(connection, item, tally):
                    changed.add(item.id)
            tally.write()
        # Only now: numbers of a transaction that was taken back are nobody's.
        if generation != self._generation or len(self._numbers) > _MOST_NUMBERS:
            self._numbers, self._generation = {}, generation
        self._numbers.update(tally.fresh)
        return tuple(dict.fromkeys(item.id for item in given if item.id in changed))

    def put_transcript(self, item_id: str, analysis_version: int, transcript: Transcript) -> bool:
        """Keep the whole transcript of an item that is here; returns whether anything changed."""
        body = pack_transcript(transcript)
        with self._db.write() as connection:
            row = connection.execute("SELECT row FROM items WHERE id = ?", (item_id,)).fetchone()
            known = connection.execute(
                "SELECT analysis_version, body FROM transcripts WHERE item_id = ?", (item_id,)
            ).fetchone()
            if row is None or (known and (known[0] > analysis_version or known == (analysis_version, body))):
                return False
            connection.execute(
                "INSERT OR REPLACE INTO transcripts (item_id, analysis_version, body, text, times)"
                " VALUES (?, ?, ?, ?, ?)",
                (item_id, analysis_version, body, readable(transcript.text), pack_times(transcript)),
            )
            item = self.get(item_id)
            if item is not None:
                tally = Tally(connection)
                _index(connection, int(row[0]), item, tally)
                tally.write()
        return True

    def transcript(self, item_id: str) -> Transcript | None:
        """Return the whole transcript, where it was fetched."""
        with self._db.read() as connection:
            row = connection.execute("SELECT body FROM transcripts WHERE item_id = ?", (item_id,)).fetchone()
        return _unpacked(partial(unpack_transcript, row[0])) if row else None

    def has_transcript(self, item_id: str, analysis_version: int) -> bool:
        """Whether the transcript of this analysis, or a later one, is here."""
        with self._db.read() as connection:
            row = connection.execute(
                "SELECT 1 FROM transcripts WHERE item_id = ? AND analysis_version >= ?", (item_id, analysis_version)
            ).fetchone()
        return row is not None

    def without_transcript(self) -> list[str]:
        """Return the sound and video whose words are not here, newest first; some of them have none to fetch."""
        with self._db.read() as connection:
            rows = connection.execute(
                "SELECT id FROM items WHERE media_type IN ('audio', 'video')"
                " AND NOT EXISTS (SELECT 1 FROM transcripts WHERE item_id = items.id)"
                " ORDER BY row DESC"
            ).fetchall()
        return [row[0] for row in rows]

    def get(self, item_id: str) -> Item | None:
        """Return one item."""
        return next(iter(self.get_many([item_id])), None)

    def get_many(self, ids: Sequence[str]) -> list[Item]:
        """Return items in the order asked for; what is not here is left out."""
        found: dict[str, Item] = {}
        with self._db.read() as connection:
            for batch in _batches(ids):
                rows = connection.execute(
                    f"SELECT id, record, search_text FROM items WHERE id IN ({_marks(batch)})",  # noqa: S608 - question marks
                    batch,
                ).fetchall()
                for item_id, record, search_text in rows:
                    found[item_id] = _unpacked(partial(unpack_item, record, search_text))
        return [found[item_id] for item_id in ids if item_id in found]

    def ids(
        self,
        query: str = "",
        *,
        kinds: Collection[str] = (),
        statuses: Collection[ItemStatus] = (),
        folders: Collection[str] = (),
        within: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """Return the ids that answer what can be read of a query (``desktop.library.parser``), newest upload first.

        ``kinds`` are media types. An empty collection does not restrict; but ``within``, where it is given, names the
        only items to judge: so what just came is judged by the very query, in a time of its own number.
        """
        parsed = parse(query)
        if query.strip() and parsed.tree is None:
            return []
        chosen = ((Field.KIND, kinds), (Field.STATUS, statuses), (Field.FOLDER, folders))
        nodes: list[Node] = [Value(field, tuple(each), 0, 0, (True,) * len(each)) for field, each in chosen if each]
        if parsed.tree is not None:
            nodes.append(parsed.tree)
        asked = Parsed(query, And(tuple(nodes), 0, 0) if nodes else None)
        if within is not None:
            held = self.search.rows(list(self.search.judge(asked, list(dict.fromkeys(within)))))
            return sorted(held, key=lambda item_id: held[item_id], reverse=True)[:limit]
        answer = self.search.find(asked, limit=limit)
        return self.search.ids(answer.rows) if answer is not None else []

    def matches(self, ids: Sequence[str], query: str) -> dict[str, Evidence]:
        """Return where each of these items answers the query: the best place first heard, seen or written."""
        return self.search.evidence(ids, query)

    def counts(self) -> Counts:
        """Count the items."""
        by_media_type: dict[str, int] = {}
        by_status: dict[ItemStatus, int] = {}
        with self._db.read() as connection:
            for media_type, status, number in connection.execute(
                "SELECT media_type, status, count(*) FROM items GROUP BY media_type, status"
            ):
                by_media_type[media_type] = by_media_type.get(media_type, 0) + number
                by_status[ItemStatus(status)] = by_status.get(ItemStatus(status), 0) + number
        return Counts(sum(by_status.values()), by_media_type, by_status)

    def resolve(self, prefix: str) -> list[str]:
        """Return the ids that begin so, two at most: one is unique, two say that it is not."""
        start = readable(prefix).upper()
        with self._db.read() as connection:
            rows = connection.execute(
                "SELECT id FROM items WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", (start, start + "\uffff")
            ).fetchall()
        return [row[0] for row in rows]

    def by_sha256(self, library: str, sha256: str) -> str | None:
        """Return the oldest item of this library that holds these bytes; rejected ones hold nothing."""
        with self._db.read() as connection:
            row = connection.execute(
                "SELECT id FROM items WHERE sha256 = ? AND library = ? AND status <> ? ORDER BY id LIMIT 1",
                (sha256, library, ItemStatus.REJECTED),
            ).fetchone()
        return row[0] if row else None

    def thumbnail_path(self, item_id: str, analysis_version: int, size_px: int) -> Path:
        """Return where the thumbnail of 256 or 1024 px lies, or will."""
        return self._picture(item_id, analysis_version, f"thumb-{size_px}")

    def poster_path(self, item_id: str, analysis_version: int) -> Path:
        """Return where a video's poster lies, or will."""
        return self._picture(item_id, analysis_version, "poster")

    def versions(self) -> dict[str, int]:
        """Return the version of every item: what the daily comparison needs."""
        with self._db.read() as connection:
            return dict(connection.execute("SELECT id, version FROM items").fetchall())

    def open_ids(self) -> list[str]:
        """Return the items that are still being analysed."""
        with self._db.read() as connection:
            return [row[0] for row in connection.execute("SELECT id FROM items WHERE is_open ORDER BY id").fetchall()]

    def cursor(self, name: str) -> str | None:
        """Return how far sync has read, by a name of its own choosing."""
        with self._db.read() as connection:
            row = connection.execute("SELECT value FROM cursors WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_cursor(self, name: str, value: str) -> None:
        """Note how far sync has read."""
        with self._db.write() as connection:
            connection.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?)", (name, value))

    def remove_missing(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Drop items that the newsroom no longer has; returns those that were here. They may come back."""
        with self._db.write() as connection:
            tally = Tally(connection)
            gone = tuple(item_id for item_id in ids if _remove(connection, item_id, tally))
            tally.write()
        return gone

    def item_json(self, item_id: str, *, words: bool = True) -> dict[str, Json] | None:
        """Return the ``ITEM`` of the command line with the pictures that are here, with or without spoken words."""
        item = self.get(item_id)
        if item is None:
            return None
        version = item.analysis_version
        small, large = (self.thumbnail_path(item.id, version, size_px) for size_px in (256, 1024))
        poster = self.poster_path(item.id, version)
        document = item.to_json(
            transcript=self.transcript(item.id) if item.transcript else None,
            thumbnail=next((str(path) for path in (small, large) if path.is_file()), None),
            poster=str(poster) if poster.is_file() else None,
        )
        if not words and isinstance(document["transcript"], dict):
            document["transcript"].pop("words", None)
        return document

    def _picture(self, item_id: str, analysis_version: int, name: str) -> Path:
        # The last characters of a ULID are chance: 1,024 folders at most, evenly filled.
        return self._thumbnails_dir / item_id[-2:] / f"{item_id}-v{analysis_version}-{name}.jpg"


def _apply_one(connection: sqlite3.Connection, item: Item, tally: Tally) -> bool:
    known = connection.execute("SELECT row, version FROM items WHERE id = ?", (item.id,)).fetchone()
    version = known[1] if known else _tombstone(connection, item.id)
    if version is not None and version >= item.version:
        return False
    if item.status is ItemStatus.DELETED:
        connection.execute("INSERT OR REPLACE INTO tombstones VALUES (?, ?)", (item.id, item.version))
        return _remove(connection, item.id, tally)
    if known is not None and moment_ms(known[0]) != milliseconds(item.uploaded_at):
        # Rows are numbered by the upload; a record that was made again may tell another time.
        _forget(connection, int(known[0]), tally)
        known = None
    row = int(known[0]) if known else find_row(connection, item.id, item.uploaded_at)
    record, search_text = pack_item(item)
    values = (
        item.id, item.version, item.library, item.sha256, item.status, item.media_type,
        item.is_open or not item.status.is_final, record, search_text, row,
    )  # fmt: skip
    if known:
        connection.execute(
            "UPDATE items SET id = ?, version = ?, library = ?, sha256 = ?, status = ?, media_type = ?, is_open = ?,"
            " record = ?, search_text = ? WHERE row = ?",
            values,
        )
    else:
        connection.execute(
            "INSERT INTO items (id, version, library, sha256, status, media_type, is_open, record, search_text, row)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    _index(connection, row, item, tally)
    return True


def _index(connection: sqlite3.Connection, row: int, item: Item, tally: Tally) -> None:
    kept = connection.execute(
        "SELECT text FROM transcripts WHERE item_id = ? AND analysis_version >= ?", (item.id, item.analysis_version)
    ).fetchone()
    put(connection, row, item, kept[0] if kept else None, tally)


def _forget(connection: sqlite3.Connection, row: int, tally: Tally) -> None:
    remove(connection, row, tally)
    connection.execute("DELETE FROM items WHERE row = ?", (row,))


def _remove(connection: sqlite3.Connection, item_id: str, tally: Tally) -> bool:
    row = connection.execute("SELECT row FROM items WHERE id = ?", (item_id,)).fetchone()
    if row is None:
        return False
    _forget(connection, int(row[0]), tally)
    connection.execute("DELETE FROM transcripts WHERE item_id = ?", (item_id,))
    return True


def _tombstone(connection: sqlite3.Connection, item_id: str) -> int | None:
    row = connection.execute("SELECT version FROM tombstones WHERE item_id = ?", (item_id,)).fetchone()
    return int(row[0]) if row else None


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _unpacked(read: Callable[[], _Stored]) -> _Stored:
    try:
        return read()
    except (BadRecordError, ValueError, KeyError, zlib.error) as error:
        raise LibraryProblem("read an item of the cache", detail=str(error)) from error
