"""Turns a search's tree into one question to the index. Never a syntax error; all that was typed is a bound parameter.

Words and values become one expression of FTS5, because every item has marks for its values and one that all items
have: so *not* and *or* stay in the index, which answers by row number, newest first. Days are ranges of row numbers.
Durations, sizes and the camera's time are columns of ``keys``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from desktop.library.folding import fold, has_words, key, spaced, tokens
from desktop.library.index import ALL_MARK, LOCALE, OWNER, mark, writable
from desktop.library.rows import day_row, milliseconds
from desktop.library.tree import And, Field, Flag, FlagName, Not, Or, Range, Value, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.library.tree import Node, Viewer

#: No item has it.
_NOBODY = "\ue004"
_WORD_COLUMNS = {
    Field.SAID: "spoken",
    Field.TEXT: "screen more",
    Field.NAME: "name",
    Field.CAPTION: "caption",
    Field.PERSON: "people",
    Field.TAG: "tags people",
    Field.LOGO: "tags",
    Field.FOLDER: "folder",
    Field.BY: "caption",
}
_NAMED: dict[Field, tuple[str, ...]] = {
    Field.TAG: ("tag", "logo", "person"),
    Field.KIND: ("kind",),
    Field.STATUS: ("status",),
    Field.HAS: ("has",),
    Field.PERSON: ("person",),
    Field.LOGO: ("logo",),
    Field.BY: ("by",),
    Field.FOLDER: ("folder",),
    Field.LANG: ("lang",),
}
_DAY_MS = 86_400_000
#: 1970-01-01 as ``date.toordinal``.
_EPOCH_DAY = 719_163
#: A name that holds fewer letters than this is matched whole: its beginnings would be half the library.
_LEAST_PREFIX = 2
#: More names than this are not told apart: the words themselves are looked for.
_MOST_NAMES = 300


class Names(Protocol):
    """What values there are (``desktop.library.names``)."""

    def exact(self, fields: Sequence[str], folded: str) -> Sequence[int]:
        """Return the numbers of the value of this key in these fields."""

    def holding(self, field: str, words: Sequence[str], limit: int) -> Sequence[int]:
        """Return the numbers of the values that hold these words in a row, the last as a prefix."""


ALL_MARK_QUOTED = f'"{ALL_MARK}"'


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask: an expression of FTS5, bounds of the row number, and a condition on ``keys``."""

    match: str
    low: int | None = None
    high: int | None = None
    where: str = ""
    values: tuple[str | int, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether every item answers."""
        return self.is_any_word and self.low is None and self.high is None and not self.where

    @property
    def is_any_word(self) -> bool:
        """Whether the index need not be asked."""
        return self.match == ALL_MARK_QUOTED

    def rest(self) -> Question | None:
        """Return the question that all others answer; None where that is not asked of the index alone."""
        if self.low is not None or self.high is not None or self.where:
            return None
        return Question(f"({ALL_MARK_QUOTED} NOT {self.match})")

    def between(self, low: int, high: int) -> Question:
        """Return the same question among rows from ``low`` up to ``high`` (exclusive)."""
        return replace(
            self,
            low=low if self.low is None else max(low, self.low),
            high=high if self.high is None else min(high, self.high),
        )


@dataclass(frozen=True, slots=True)
class _Match:
    """Of the index: what has it, or what has it not."""

    expression: str
    is_negated: bool = False

    def __str__(self) -> str:
        return f"({ALL_MARK_QUOTED} NOT {self.expression})" if self.is_negated else self.expression


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of the row number, from (inclusive) to (exclusive)."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class _Where:
    """Of the columns of ``keys``."""

    condition: str
    values: tuple[str | int, ...] = field(default=())


_Piece: TypeAlias = _Match | _Rows | _Where


def compile_search(tree: Node | None, names: Names, viewer: Viewer) -> Question:
    """Return the question that a tree asks: what is side by side at its root is asked side by side."""
    if tree is None:
        return Question(ALL_MARK_QUOTED)
    compiler = _Compiler(names, viewer)
    pieces = [compiler.compile(each) for each in (tree.nodes if isinstance(tree, And) else (tree,))]
    matches = [piece for piece in pieces if isinstance(piece, _Match)]
    rows = [piece for piece in pieces if isinstance(piece, _Rows)]
    wheres = [piece for piece in pieces if isinstance(piece, _Where)]
    return Question(
        str(_all_of(matches)) if matches else ALL_MARK_QUOTED,
        max((piece.low for piece in rows if piece.low is not None), default=None),
        min((piece.high for piece in rows if piece.high is not None), default=None),
        " AND ".join(f"({piece.condition})" for piece in wheres),
        tuple(value for piece in wheres for value in piece.values),
    )


class _Compiler:
    def __init__(self, names: Names, viewer: Viewer) -> None:
        self._names = names
        self._viewer = viewer

    def compile(self, node: Node) -> _Piece:
        """Compile one node."""
        match node:
            case And(nodes) | Or(nodes):
                return _joined([self.compile(each) for each in nodes], is_any=isinstance(node, Or))
            case Not(inner):
                return _negated(self.compile(inner))
            case Words():
                return self._words(node)
            case Value():
                pairs = zip(node.values, node.exact, strict=True)
                return _any_of([_Match(self._value(node.field, text, is_exact=exact)) for text, exact in pairs])
            case Range():
                return self._range(node)
            case Flag(name):
                return self._flag(name)

    def _words(self, node: Words) -> _Piece:
        text = writable(node.text)
        if not has_words(text):  # an emoji: no word to the index, but it may stand in the name
            return _Where("instr(keys.name, ?)", (fold(text),))
        quoted = _phrase(text, is_prefix=node.is_prefix)
        return _Match(f"{{{_WORD_COLUMNS[node.field]}}} : {quoted}" if node.field else quoted)

    def _value(self, wanted: Field, text: str, *, is_exact: bool) -> str:
        text = writable(text)
        if wanted is Field.LANG:
            fields = (LOCALE,) if "-" in text or "_" in text else ("lang",)
            return _marks(self._names.exact(fields, key(text)))
        if is_exact:
            return _marks(self._names.exact(_NAMED[wanted], key(text)))
        if wanted is Field.BY:
            # Bylines stand in the caption's column with all that is written; only reporters' names count.
            reporters = self._names.holding("by", tokens(text), _MOST_NAMES + 1)
            if len(reporters) <= _MOST_NAMES:
                return _marks(reporters)
        return f"{{{_WORD_COLUMNS[wanted]}}} : {_phrase(text, is_prefix=True)}"

    def _range(self, node: Range) -> _Piece:
        low, high = node.low, node.high
        if node.is_relative:
            today = self._viewer.moment().date().toordinal()
            low, high = (None if edge is None else today + edge for edge in (low, high))
        match node.field:
            case Field.DURATION:
                return _between("keys.duration", low, high)
            case Field.SIZE:
                return _between("keys.size", low, high)
            case Field.TAKEN:
                return _between(
                    "keys.captured", *(None if day is None else (day - _EPOCH_DAY) * _DAY_MS for day in (low, high))
                )
        zone = self._viewer.zone
        return _Rows(*(None if day is None else day_row(day, zone) for day in (low, high)))

    def _flag(self, name: FlagName) -> _Piece:
        match name:
            case FlagName.EMBARGOED:
                now_ms = milliseconds(self._viewer.moment().isoformat())
                return _Where("keys.embargo > ?", (now_ms,))
            case FlagName.MINE:
                return _Match(_marks(self._names.exact((OWNER,), key(self._viewer.user_id))))
        return _Match(_marks(self._names.exact(("is",), name.value)))


def _phrase(text: str, *, is_prefix: bool) -> str:
    quoted = '"' + spaced(text).replace('"', '""') + '"'
    last = next(reversed(tokens(text)), "")
    # One Latin letter begins half of all words; it is taken as a word until the next one is typed.
    return f"{quoted} *" if is_prefix and not (len(last) < _LEAST_PREFIX and last.isascii()) else quoted


def _marks(numbers: Sequence[int]) -> str:
    return str(_any_of([_Match(f'"{mark(number)}"') for number in numbers] or [_Match(f'"{_NOBODY}"')]))


def _joined(pieces: Sequence[_Piece], *, is_any: bool) -> _Piece:
    matches = [piece for piece in pieces if isinstance(piece, _Match)]
    if len(matches) == len(pieces):
        return _any_of(matches) if is_any else _all_of(matches)
    wheres = [_as_where(piece) for piece in pieces]
    return _Where(
        (" OR " if is_any else " AND ").join(f"({piece.condition})" for piece in wheres),
        tuple(value for piece in wheres for value in piece.values),
    )


def _negated(piece: _Piece) -> _Piece:
    if isinstance(piece, _Match):
        return _Match(piece.expression, not piece.is_negated)
    inner = _as_where(piece)
    return _Where(f"({inner.condition}) IS NOT TRUE", inner.values)


def _any_of(matches: Sequence[_Match]) -> _Match:
    return matches[0] if len(matches) == 1 else _Match(f"({' OR '.join(map(str, matches))})")


def _all_of(matches: Sequence[_Match]) -> _Match:
    """Join by AND; what is left out is taken from what is asked for, not from all items one by one."""
    if len(matches) == 1:
        return matches[0]
    wanted = [match for match in matches if not match.is_negated]
    unwanted = [_Match(match.expression) for match in matches if match.is_negated]
    if not wanted:
        return _Match(str(_any_of(unwanted)), is_negated=True)
    body = wanted[0].expression if len(wanted) == 1 else f"({' AND '.join(map(str, wanted))})"
    return _Match(f"({body} NOT {_any_of(unwanted)})" if unwanted else body)


def _between(column: str, low: int | None, high: int | None) -> _Where:
    edges = [(f"{column} {sign} ?", edge) for sign, edge in ((">=", low), ("<", high)) if edge is not None]
    return _Where(" AND ".join(text for text, _ in edges), tuple(edge for _, edge in edges))


def _as_where(piece: _Piece) -> _Where:
    """Return a piece as a condition beside others that are none of the index."""
    match piece:
        case _Match():
            return _Where("keys.row IN (SELECT rowid FROM found WHERE found MATCH ?)", (str(piece),))
        case _Rows(low, high):
            return _between("keys.row", low, high)
        case _Where():
            return piece
