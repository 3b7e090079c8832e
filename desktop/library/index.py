"""What an item is found, counted and ordered by, and how that is written beside it. In the writer's transaction.

Words go into ``found``, an index without content: ``texts`` keeps what was put in, because it must be given again to
take it out. Values (a person, a folder, ``video``) have a number in ``names``; an item's numbers lie in ``keys.facets``
for counting, and in ``found`` as marks that nobody can type, so that words and values meet in one look at the index.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from cloud.contract.findings import TagKind, Verdict
from cloud.contract.status import AnalysisState, ItemStatus, Profile
from desktop.library.folding import fold, has_words, key, readable, spaced
from desktop.library.rows import milliseconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from cloud.contract.item import Item

#: The columns of the index that hold words, in its order; ``marks`` comes after them.
COLUMNS = ("name", "people", "tags", "screen", "caption", "folder", "spoken", "more")
#: Private-use characters are parts of words to the index, and taken out of all that people write.
ALL_MARK = "\ue003"  #: every item has it
_MARK = "\ue000\ue001"
#: Between names, so that no phrase goes from one into the next.
_BARRIER = " \ue002 "
_OWN = re.compile("[\ue000-\ue00f]")
_COLUMN_BREAK = "\x1f"
_DIGITS = re.compile(r"\d+")
#: Longer texts on screen are found by their words, and offered by nobody.
LONGEST_OFFERED = 60
#: An embargo that nobody can read does not end.
NEVER_MS = 1 << 60

#: Fields of ``names`` beside those of the language: who uploaded it, a language with its region, a text on screen.
OWNER, LOCALE, SEEN = "owner", "locale", "seen"
#: A value's number says its field: ``number % FIELD_STEP`` is the place here. Append only.
FIELDS = ("kind", "status", "folder", "by", "lang", LOCALE, OWNER, "is", "has", "person", "logo", "tag", SEEN)
FIELD_STEP = 16
#: What is asked for and never counted lies apart, so that counting has less to read.
UNCOUNTED = frozenset({LOCALE, OWNER, "is", SEEN})
_WORDY = frozenset({SEEN, "folder", "by"})
_SEEN_CODE = FIELDS.index(SEEN)
_NOTHING: Mapping[tuple[str, str], int] = MappingProxyType({})
_TAGS = {TagKind.LABEL, TagKind.KEYWORD, TagKind.ENTITY, TagKind.PHRASE, TagKind.MODERATION}


def mark(name_id: int) -> str:
    """Return the word that stands for a value in the index."""
    return f"{_MARK}{name_id}"


def writable(text: str) -> str:
    """Return text as it goes into the index and into questions to it: none of our own marks, all that UTF-8 takes."""
    return _OWN.sub(" ", readable(text))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one item is found by."""

    words: tuple[str, ...]  #: of ``COLUMNS``
    values: tuple[tuple[str, str, str], ...]  #: field, as written, kind of tag


def describe(item: Item, spoken: str | None) -> Entry:
    """Return what an item is found by; ``spoken`` is the whole transcript, where it is here."""
    rejected = {named for named, verdict in item.verdicts.items() if verdict is Verdict.REJECTED}
    tags = [tag for tag in item.tags if (tag.kind, tag.name) not in rejected]
    names = {
        group: list(dict.fromkeys(writable(tag.name) for tag in tags if tag.kind in kinds))
        for group, kinds in (("people", {TagKind.PERSON}), ("tags", {*_TAGS, TagKind.LOGO}), ("screen", {TagKind.TEXT}))
    }
    said, more = _rest(item, spoken, {key(tag.name) for tag in item.tags})
    caption = item.caption
    written = (caption.headline, caption.caption, caption.byline, caption.credit, caption.rights)
    words = {
        **{group: _BARRIER.join(each) for group, each in names.items()},
        "name": writable(item.filename),
        "caption": writable("\n".join(filter(None, written))),
        "folder": writable(item.folder),
        "spoken": writable(said),
        "more": writable("\n".join(filter(None, (more, *_corrected(item))))),
    }
    values = [("person", name, TagKind.PERSON.value) for name in names["people"]]
    values += [("logo" if tag.kind is TagKind.LOGO else "tag", writable(tag.name), tag.kind.value)
               for tag in tags if tag.kind in _TAGS or tag.kind is TagKind.LOGO]  # fmt: skip
    values += [("has", kind, "") for kind in dict.fromkeys(tag.kind.value for tag in tags)]
    values += [(field, value, "") for field, value in _facts(item, is_tagged=bool(tags), is_spoken=bool(said))]
    values += [(SEEN, name, TagKind.TEXT.value) for name in names["screen"] if len(name) <= LONGEST_OFFERED]
    return Entry(
        tuple(words[column] for column in COLUMNS),
        tuple(value for value in values if value[0] not in _WORDY or has_words(value[1])),
    )


def put(connection: sqlite3.Connection, row: int, item: Item, spoken: str | None, tally: Tally) -> None:
    """Write what an item is found by; nothing where it is the same already: most changes only move a status."""
    entry = describe(item, spoken)
    facets = tally.numbers([value for value in entry.values if value[0] not in UNCOUNTED])
    others = tally.numbers([value for value in entry.values if value[0] in UNCOUNTED])
    body = zlib.compress(_COLUMN_BREAK.join(entry.words).encode(), 1)
    known = _known(connection, row)
    if known != (body, others.tobytes(), facets.tobytes()):
        if known is not None:
            _take_out(connection, row, known, tally)
        _insert(connection, "", row, entry.words, chain(facets, others))
        values = (body, others.tobytes(), row)
        if known is None:
            connection.execute("INSERT INTO texts (body, others, row) VALUES (?, ?, ?)", values)
        else:
            connection.execute("UPDATE texts SET body = ?, others = ? WHERE row = ?", values)
        tally.count(facets, 1)
        tally.count(others, 1)
    columns = (
        captured_ms(item.captured_at), name_key(item.filename), item.size_bytes, item.duration_ms,
        _embargo_ms(item.caption.embargo_until), facets.tobytes(), row,
    )  # fmt: skip
    # No INSERT OR REPLACE: it makes SQLite take savepoints, and at each of them FTS5 writes out all it has gathered.
    if known is None:
        connection.execute(
            "INSERT INTO keys (captured, name, size, duration, embargo, facets, row) VALUES (?, ?, ?, ?, ?, ?, ?)",
            columns,
        )
    else:
        connection.execute(
            "UPDATE keys SET captured = ?, name = ?, size = ?, duration = ?, embargo = ?, facets = ? WHERE row = ?",
            columns,
        )


def remove(connection: sqlite3.Connection, row: int, tally: Tally) -> None:
    """Take an item out of everything it is found by."""
    known = _known(connection, row)
    if known is not None:
        _take_out(connection, row, known, tally)
    connection.execute("DELETE FROM texts WHERE row = ?", (row,))
    connection.execute("DELETE FROM keys WHERE row = ?", (row,))


def unpack_words(body: bytes) -> tuple[str, ...]:
    """Return the words of an item by ``COLUMNS``, names apart by line."""
    text = zlib.decompress(body).decode()
    return tuple(column.replace(_BARRIER, "\n") for column in text.split(_COLUMN_BREAK))


class Tally:
    """The numbers of values within one transaction, and how many items more or less use each.

    ``known`` are numbers from transactions before, which hold for good; ``fresh`` are those of this one.
    """

    def __init__(self, connection: sqlite3.Connection, known: Mapping[tuple[str, str], int] = _NOTHING) -> None:
        self._connection = connection
        self._known = known
        self.fresh: dict[tuple[str, str], int] = {}
        self._changes: Counter[int] = Counter()

    def numbers(self, values: Iterable[tuple[str, str, str]]) -> array[int]:
        """Return the numbers of these values, new ones where there are none; each once, ascending."""
        found = {self._number(field, shown, kind) for field, shown, kind in values}
        return array("I", sorted(found))

    def count(self, numbers: Iterable[int], change: int) -> None:
        """Note that so many items more use these values."""
        for number in numbers:
            self._changes[number] += change

    def write(self) -> None:
        """Write the changes of use; at the end of the transaction."""
        self._connection.executemany(
            "UPDATE names SET uses = uses + ? WHERE id = ?",
            ((change, number) for number, change in self._changes.items() if change),
        )
        self._changes.clear()

    def _number(self, field: str, shown: str, kind: str) -> int:
        shown = " ".join(shown.split())
        folded = key(shown)
        known = self._known.get((field, folded)) or self.fresh.get((field, folded))
        if known is not None:
            return known
        row = self._connection.execute("SELECT id FROM names WHERE field = ? AND key = ?", (field, folded)).fetchone()
        if row is None:
            (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM names").fetchone()
            row = ((last // FIELD_STEP + 1) * FIELD_STEP + FIELDS.index(field),)
            self._connection.execute(
                "INSERT INTO names (id, field, key, shown, kind, uses) VALUES (?, ?, ?, ?, ?, 0)",
                (*row, field, folded, shown, kind),
            )
            self._connection.execute("INSERT INTO named (rowid, key) VALUES (?, ?)", (*row, spaced(folded)))
        self.fresh[field, folded] = int(row[0])
        return int(row[0])


def captured_ms(captured_at: str | None) -> int | None:
    """Return the camera's wall clock as milliseconds: a picture's day is the day it was there."""
    if not captured_at:
        return None
    try:
        moment = datetime.fromisoformat(captured_at)
    except ValueError:
        return None
    return milliseconds(moment.replace(tzinfo=UTC).isoformat())


def name_key(filename: str) -> str:
    """Return what names are ordered by: IMG_9 before IMG_10, whatever their case."""
    return _DIGITS.sub(lambda digits: digits.group().lstrip("0").rjust(12, "0"), fold(writable(filename)))


def _facts(item: Item, *, is_tagged: bool, is_spoken: bool) -> Iterable[tuple[str, str]]:
    """Yield the values that are not tags: field, value."""
    yield "owner", item.owner_id
    yield "kind", item.media_type or "other"
    yield "status", item.status.value
    yield "folder", writable(item.folder)
    yield "by", writable(item.caption.byline)
    language = (item.transcript.language if item.transcript else "") or item.language
    if language and language.lower() != "und":
        yield "lang", language.partition("-")[0].lower()
        yield LOCALE, language
    if is_spoken:
        yield "has", "speech"
    flags = {
        "untagged": not is_tagged,
        "private": item.profile == Profile.PRIVATE or item.library.startswith("private-"),
        "failed": item.status.is_failure or any(a.state is AnalysisState.FAILED for a in item.analyses.values()),
        "analysing": item.is_open or item.status in {ItemStatus.RECEIVED, ItemStatus.PROCESSING},
        "captioned": bool(item.caption.headline or item.caption.caption),
        "confirmed": Verdict.CONFIRMED in item.verdicts.values(),
    }
    for name, holds in flags.items():
        if holds:
            yield "is", name


def _corrected(item: Item) -> list[str]:
    """Return what people wrote into the transcript: its own words stay as the machine heard them, and are found too."""
    return [*item.corrections.speakers.values(), *filter(None, item.corrections.words.values())]


def _rest(item: Item, spoken: str | None, known: set[str]) -> tuple[str, str]:
    """Return what was said, and what of ``search_text`` stands nowhere else.

    ``search_text`` is the transcript, then the name of every tag, a line each; it repeats what the record holds.
    """
    excerpt = item.transcript.excerpt if item.transcript else ""
    lines = item.search_text.split("\n") if item.search_text else []
    said = spoken if spoken is not None else excerpt
    if excerpt and lines and lines[0].startswith(excerpt.partition("\n")[0][:200]):
        whole = lines.pop(0)
        said = spoken if spoken is not None else max(whole, excerpt, key=len)
    return said, "\n".join(line for line in lines if key(line) not in known)


def _embargo_ms(until: str) -> int | None:
    return (milliseconds(until) or NEVER_MS) if until else None


def _known(connection: sqlite3.Connection, row: int) -> tuple[bytes, bytes, bytes] | None:
    """Return what an item is found by so far: words, values that are not counted, and those that are."""
    known: tuple[bytes, bytes, bytes] | None = connection.execute(
        "SELECT body, others, facets FROM texts JOIN keys USING (row) WHERE row = ?", (row,)
    ).fetchone()
    return known


def _take_out(connection: sqlite3.Connection, row: int, known: tuple[bytes, bytes, bytes], tally: Tally) -> None:
    body, others, facets = known
    words = tuple(zlib.decompress(body).decode().split(_COLUMN_BREAK))
    numbers = array("I", others + facets)
    _insert(connection, "delete", row, words, numbers)
    tally.count(numbers, -1)


def _insert(connection: sqlite3.Connection, verb: str, row: int, words: Sequence[str], numbers: Iterable[int]) -> None:
    """Put words and marks into the index, or by ``delete`` out of it (SQLite documentation, "FTS5", 6.3)."""
    # Texts on screen are in the index as words; as values they are only offered.
    marks = " ".join([ALL_MARK, *(mark(number) for number in numbers if number % FIELD_STEP != _SEEN_CODE)])
    columns = (*map(spaced, words), marks)
    if verb:
        connection.execute(
            "INSERT INTO found (found, rowid, name, people, tags, screen, caption, folder, spoken, more, marks)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (verb, row, *columns),
        )
        return
    connection.execute(
        "INSERT INTO found (rowid, name, people, tags, screen, caption, folder, spoken, more, marks)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row, *columns),
    )
