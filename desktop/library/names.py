"""The values there are: people, tags, folders, languages, texts on screen, with their numbers. Any thread."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.library.folding import pattern, spaced, tokens

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

_BATCH = 500
#: What is offered for one letter is looked for among this many of the most used of a field.
_MOST_USED = 2_000
#: From so many letters on the index of names answers with few.
_LEAST_INDEXED = 3


@dataclass(frozen=True, slots=True)
class Name:
    """One value."""

    id: int
    field: str  #: of ``desktop.library.index``
    key: str
    shown: str  #: as it was written first
    kind: str  #: of a tag, else ""
    uses: int  #: items that have it


class NameTable:
    """Values as they are in one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def exact(self, fields: Sequence[str], folded: str) -> Sequence[int]:
        """Return the numbers of the value of this key in these fields."""
        found = [
            self._connection.execute("SELECT id FROM names WHERE field = ? AND key = ?", (field, folded)).fetchone()
            for field in fields
        ]
        return [int(row[0]) for row in found if row is not None]

    def holding(self, field: str, words: Sequence[str], limit: int) -> Sequence[int]:
        """Return the numbers of the values that hold these words in a row, the last as a prefix; most used first."""
        if not words:
            return []
        wanted = pattern(tuple(words), is_prefix=True)
        rows = self._connection.execute("SELECT id, key FROM names WHERE field = ? ORDER BY uses DESC", (field,))
        return [int(number) for number, folded in rows if wanted.search(folded)][:limit]

    def get(self, numbers: Iterable[int]) -> Mapping[int, Name]:
        """Return values by number."""
        asked = list(numbers)
        found: dict[int, Name] = {}
        for at in range(0, len(asked), _BATCH):
            batch = asked[at : at + _BATCH]
            for row in self._connection.execute(
                f"SELECT id, field, key, shown, kind, uses FROM names WHERE id IN ({', '.join('?' * len(batch))})",  # noqa: S608 - question marks
                batch,
            ):
                found[row[0]] = Name(*row)
        return found

    def most_used(self, field: str, limit: int) -> list[Name]:
        """Return the values that most items have."""
        rows = self._connection.execute(
            "SELECT id, field, key, shown, kind, uses FROM names WHERE field = ? AND uses > 0"
            " ORDER BY uses DESC, id LIMIT ?",
            (field, limit),
        )
        return [Name(*row) for row in rows]

    def all_uses(self, fields: Sequence[str]) -> Counter[int]:
        """Return how many items have each value of these fields."""
        return Counter(
            dict(
                self._connection.execute(
                    f"SELECT id, uses FROM names WHERE field IN ({', '.join('?' * len(fields))}) AND uses > 0",  # noqa: S608 - question marks
                    fields,
                ).fetchall()
            )
        )

    def beginning(self, fields: Sequence[str], typed: str, limit: int) -> dict[str, list[Name]]:
        """Return by field the most used values that hold what is typed: whole words, then the beginning of one."""
        words = tokens(typed)
        if not words:
            return {field: self.most_used(field, limit) for field in fields}
        if len(words[-1]) < _LEAST_INDEXED and words[-1].isascii() and len(words) == 1:
            return {field: self._among_most_used(field, words[0], limit) for field in fields}
        phrase = '"' + spaced(" ".join(words)).replace('"', '""') + '" *'
        found: dict[str, list[Name]] = {field: [] for field in fields}
        marks = ", ".join("?" * len(fields))
        rows = self._connection.execute(
            "SELECT names.id, field, names.key, shown, kind, uses FROM named CROSS JOIN names ON names.id = named.rowid"  # noqa: S608 - question marks
            f" WHERE named MATCH ? AND uses > 0 AND field IN ({marks})"
            " ORDER BY uses DESC, names.id LIMIT ?",
            (phrase, *fields, limit * 40),
        )
        for row in rows:
            name = Name(*row)
            if len(found[name.field]) < limit:
                found[name.field].append(name)
        return found

    def _among_most_used(self, field: str, begun: str, limit: int) -> list[Name]:
        """Return the values with a word that begins so; as there are many of those, the first are soon found."""
        rows = self._connection.execute(
            "SELECT id, field, key, shown, kind, uses FROM"
            " (SELECT * FROM names WHERE field = ?1 AND uses > 0 ORDER BY uses DESC LIMIT ?2)"
            " WHERE key GLOB ?3 OR key GLOB ?4 LIMIT ?5",
            (field, _MOST_USED, f"{begun}*", f"* {begun}*", limit),  # a word of letters and numbers: no pattern in it
        )
        return [Name(*row) for row in rows]
