"""What may be meant while somebody types: words of the language, and values that there are. Any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.contract.findings import TagKind
from desktop.library.answers import Completion, Suggestion, SuggestionGroup
from desktop.library.compiler import compile_search
from desktop.library.edits import spell
from desktop.library.folding import fold, has_words, origins, pattern, tokens
from desktop.library.index import SEEN
from desktop.library.lexer import Kind, Token, lex
from desktop.library.names import NameTable
from desktop.library.parser import choices, parse
from desktop.library.statements import count_rows
from desktop.library.tree import ANYBODY, Field

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from desktop.library.names import Name

#: Shorter beginnings answer with half the library: they are not counted.
_LEAST_COUNTED = 3
#: How many words before the cursor may belong to one name.
_MOST_WORDS = 3
_DAYS = ("today", "yesterday", "7d", "30d")
#: Where values come from, what they are called in a search, and under which heading they stand.
_SOURCES: dict[str, tuple[Field, SuggestionGroup]] = {
    "person": (Field.PERSON, SuggestionGroup.PEOPLE),
    "tag": (Field.TAG, SuggestionGroup.TAGS),
    "logo": (Field.LOGO, SuggestionGroup.LOGOS),
    SEEN: (Field.TEXT, SuggestionGroup.ON_SCREEN),
    "by": (Field.BY, SuggestionGroup.REPORTERS),
    "folder": (Field.FOLDER, SuggestionGroup.FOLDERS),
    "lang": (Field.LANG, SuggestionGroup.LANGUAGES),
}
_SOURCE_OF = {field: source for source, (field, _) in _SOURCES.items()}
_ORDER = list(SuggestionGroup)


def complete(connection: sqlite3.Connection, text: str, cursor: int, recent: Sequence[str], limit: int) -> Completion:
    """Return what may stand in the place of what is being typed."""
    names = NameTable(connection)
    written = [token for token in lex(text).tokens if token.kind is Kind.TERM]
    at = next((number for number, token in enumerate(written) if token.start < cursor <= token.end), None)
    if at is None:
        groups = {SuggestionGroup.FIELDS: _fields(""), SuggestionGroup.RECENT: _recent(recent, text, limit)}
        return _completion(cursor, cursor, groups)
    token = written[at]
    if token.field is not None:
        return _complete_value(names, token, cursor, limit)
    start, words = _complete_words(connection, names, text, written[: at + 1], limit)
    words[SuggestionGroup.RECENT] = _recent(recent, text, limit)
    return _completion(start, token.end, words)


def _complete_value(names: NameTable, token: Token, cursor: int, limit: int) -> Completion:
    """Complete what stands after a field's colon."""
    field = token.field
    assert field is not None
    part = next((part for part in token.parts if part.start < cursor <= part.end), None)
    start, end, typed = (part.start, part.end, part.text) if part else (cursor, cursor, "")
    if field in _SOURCE_OF:
        source = _SOURCE_OF[field]
        found = names.beginning([source], typed, limit)[source] if not typed or has_words(typed) else []
        group = _SOURCES[source][1]
        return _completion(start, end, {group: [_of_name(name, typed, is_value=True) for name in found]})
    if field in {Field.DATE, Field.TAKEN, Field.AFTER, Field.BEFORE}:
        values: Iterable[str] = _DAYS
    else:
        values = choices(field)
    uses = {name.shown.lower(): name.uses for name in names.most_used(field.value, 50)}
    chosen = [
        Suggestion(value, value, ((0, len(typed)),) if typed else (), _uses(uses, value), field)
        for value in values
        if value.startswith(typed.lower())
    ]
    return _completion(start, end, {SuggestionGroup.CHOICES: chosen})


def _complete_words(
    connection: sqlite3.Connection, names: NameTable, text: str, written: Sequence[Token], limit: int
) -> tuple[int, dict[SuggestionGroup, list[Suggestion]]]:
    """Complete a plain word, together with those before it as far as a name begins with all of them.

    Returns where what is completed begins, and what it may be.
    """
    last = written[-1]
    start, found = last.start, dict[str, list["Name"]]()
    for first in _beginnings(text, written):
        typed = text[first.start : last.end]
        if has_words(typed):
            start, found = first.start, names.beginning(list(_SOURCES), typed, limit)
        if any(found.values()):
            break
    typed = text[start : last.end]
    groups: dict[SuggestionGroup, list[Suggestion]] = {}
    for source, values in found.items():
        for name in values:
            group = _SOURCES[source][1]
            if source == "tag" and name.kind == TagKind.ENTITY:
                group = SuggestionGroup.ENTITIES
            groups.setdefault(group, []).append(_of_name(name, typed))
    groups[SuggestionGroup.FIELDS] = _fields(typed)
    if len(typed) >= _LEAST_COUNTED and has_words(typed):
        count = count_rows(connection, compile_search(parse(typed).tree, names, ANYBODY))
        groups[SuggestionGroup.EVERYTHING] = [Suggestion(typed, typed, count=count)]
        said = f"said:{typed}" if typed.isalnum() else spell(Field.SAID, typed)
        heard = count_rows(connection, compile_search(parse(said).tree, names, ANYBODY))
        if heard:
            marks = ((0, len(typed)),)
            groups[SuggestionGroup.SAID] = [Suggestion(said, typed, marks, heard, Field.SAID)]
    return start, groups


def _beginnings(text: str, written: Sequence[Token]) -> list[Token]:
    """Return the words that what is typed may begin with, the longest piece first."""
    found: list[Token] = []
    for token in reversed(written[-_MOST_WORDS:]):
        is_beside = not found or not text[token.end : found[-1].start].strip()
        if token.field is not None or token.parts[0].is_exact or not is_beside:
            break
        found.append(token)
    return found[::-1] or [written[-1]]


def _of_name(name: Name, typed: str, *, is_value: bool = False) -> Suggestion:
    field = _SOURCES[name.field][0]
    inserted = spell(field, name.shown)
    if field is Field.TEXT and not inserted.endswith('"'):
        inserted = f'{field}:"{name.shown}"'
    if is_value:
        inserted = inserted.partition(":")[2]
    return Suggestion(
        inserted, name.shown, _marks(name.shown, typed), name.uses, field, TagKind(name.kind) if name.kind else None
    )


def _marks(shown: str, typed: str) -> tuple[tuple[int, int], ...]:
    """Return where what is typed stands in what is shown."""
    words = tuple(tokens(typed))
    match = pattern(words, is_prefix=True).search(fold(shown)) if words else None
    if match is None:
        return ()
    places = origins(shown)
    return ((places[match.start()], places[match.end() - 1] + 1),)


def _fields(typed: str) -> list[Suggestion]:
    """Return the words of the language that begin so."""
    begun = typed.lower()
    marks = ((0, len(typed)),) if typed else ()
    return [Suggestion(f"{field}:", f"{field}:", marks, field=field) for field in Field if field.startswith(begun)]


def _recent(recent: Sequence[str], text: str, limit: int) -> list[Suggestion]:
    """Return the searches of before that hold what is typed; they replace what is completed, which is all of it."""
    wanted = fold(text.strip())
    held = [query for query in recent if wanted in fold(query) and fold(query) != wanted]
    return [Suggestion(query, query) for query in held[:limit]]


def _uses(uses: dict[str, int], value: str) -> int | None:
    return uses.get({"photo": "image"}.get(value, value), 0) if uses else None


def _completion(start: int, end: int, groups: dict[SuggestionGroup, list[Suggestion]]) -> Completion:
    ordered = tuple((group, tuple(groups[group])) for group in _ORDER if groups.get(group))
    return Completion(start, end, ordered)
