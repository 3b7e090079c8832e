"""Puts terms into a search and takes them out again, as facets and chips do. Pure, any thread.

What a term does not concern stays as it was, to the letter. Chips stand before the free words, as in the search box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.library.folding import key
from desktop.library.lexer import Kind, Token, lex
from desktop.library.tree import Field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

#: An item has one of each: a second choice means *or*.
_SINGLE = frozenset({Field.KIND, Field.BY, Field.FOLDER, Field.LANG, Field.STATUS})
_DAYS = frozenset({Field.DATE, Field.BEFORE, Field.AFTER})
_SPECIAL = frozenset('"“„«()|')


@dataclass(frozen=True, slots=True)
class Term:
    """A chip: ``text[start:end]``, its minus included."""

    field: Field
    values: tuple[str, ...]
    is_negated: bool
    text: str
    start: int
    end: int

    def has(self, value: str) -> bool:
        """Whether it names this value, in whatever spelling."""
        return any(key(value) == key(own) for own in self.values)


def terms(text: str) -> tuple[Term, ...]:
    """Return the terms that hold for the whole search; none where it is a choice between searches (``a OR b``)."""
    tokens = lex(text).tokens
    found: list[Term] = []
    depth = 0
    for at, token in enumerate(tokens):
        if token.kind is Kind.OPEN:
            depth += 1
        elif token.kind is Kind.CLOSE:
            depth = max(depth - 1, 0)
        elif depth:
            continue
        elif token.kind is Kind.OR and not token.is_tight:
            return ()
        elif token.kind is Kind.TERM and token.field is not None and token.parts and not _is_joined(tokens, at):
            begins = _negation(tokens, at)
            start = token.start if begins is None else begins.start
            values = tuple(part.text for part in token.parts)
            found.append(Term(token.field, values, begins is not None, text[start : token.end], start, token.end))
    return tuple(found)


def split(text: str) -> tuple[tuple[Term, ...], str]:
    """Return the chips and the free words that are left."""
    chips = terms(text)
    rest = text
    for term in reversed(chips):
        rest = _cut(rest, term.start, term.end)
    return chips, rest.strip() if chips else text


def join(chips: Sequence[Term], words: str) -> str:
    """Put chips and free words together again."""
    return " ".join([*(term.text for term in chips), *([words] if words else [])])


def spell(field: Field, value: str) -> str:
    """Return ``field:value``, quoted where it must be or where the whole name is meant."""
    clean = " ".join(value.replace('"', "'").split())
    is_name = field in {Field.PERSON, Field.TAG, Field.LOGO, Field.BY, Field.FOLDER}
    if is_name or not clean or any(character.isspace() or character in _SPECIAL for character in clean):
        return f'{field}:"{clean}"'
    return f"{field}:{clean}"


def add(text: str, field: Field, value: str) -> str:
    """Choose a value alone in its group, as a click on a facet does."""
    chosen = spell(field, value)
    if any(term.text == chosen for term in terms(text) if term.field is field):
        return text
    for term in reversed(terms(text)):
        if term.field is field or (field in _DAYS and term.field in _DAYS):
            text = remove(text, term)
    return _insert(text, chosen)


def extend(text: str, field: Field, value: str) -> str:
    """Choose one more value: *or* where an item has only one of the kind, else *and*."""
    own = [term for term in terms(text) if term.field is field and not term.is_negated]
    if any(term.has(value) for term in own):
        return text
    text = drop(text, field, value)
    own = [term for term in terms(text) if term.field is field and not term.is_negated]
    if field in _SINGLE and own:
        wider = f"{own[-1].text}|{spell(field, value).partition(':')[2]}"
        return text[: own[-1].start] + wider + text[own[-1].end :]
    return _insert(text, spell(field, value))


def exclude(text: str, field: Field, value: str) -> str:
    """Leave a value out, as an Alt-click on a facet does."""
    if any(term.is_negated and term.values == (value,) for term in terms(text) if term.field is field):
        return text
    return _insert(drop(text, field, value), f"-{spell(field, value)}")


def remove(text: str, term: Term) -> str:
    """Take a chip out."""
    return _cut(text, term.start, term.end)


def drop(text: str, field: Field, value: str) -> str:
    """Take a value out wherever it is chosen or left out; its term goes with the last of them."""
    for term in reversed(terms(text)):
        if term.field is not field or not term.has(value):
            continue
        if all(key(own) == key(value) for own in term.values):
            text = remove(text, term)
            continue
        token = next(token for token in lex(text).tokens if token.kind is Kind.TERM and token.end == term.end)
        kept = [text[part.start : part.end] for part in token.parts if key(part.text) != key(value)]
        head = text[term.start : token.parts[0].start]
        text = text[: term.start] + head + "|".join(kept) + text[term.end :]
    return text


def negate(text: str, term: Term) -> str:
    """Turn a chip round: leave out what was asked for, or the other way."""
    bare = next(token for token in lex(text).tokens if token.kind is Kind.TERM and token.end == term.end)
    turned = text[bare.start : bare.end] if term.is_negated else f"-{term.text}"
    return text[: term.start] + turned + text[term.end :]


def set_days(text: str, first: date | None, last: date | None) -> str:
    """Keep to these days of upload, both included; None is open. What was said of days before goes."""
    for term in reversed(terms(text)):
        if term.field in _DAYS:
            text = remove(text, term)
    if first is None and last is None:
        return text
    if first == last and first is not None:
        return _insert(text, f"date:{first.isoformat()}")
    return _insert(text, f"date:{first.isoformat() if first else ''}..{last.isoformat() if last else ''}")


def _insert(text: str, term: str) -> str:
    """Put a term behind the chips that stand in front."""
    at = 0
    for chip in terms(text):
        if text[at : chip.start].strip():
            break
        at = chip.end
    if not at and _has_choice(text):
        return f"{term} ({text})"
    if not at:
        return f"{term} {text}" if text.strip() else term
    following = text[at:]
    return f"{text[:at]} {term}{following if not following or following[0].isspace() else ' ' + following}"


def _has_choice(text: str) -> bool:
    depth = 0
    for token in lex(text).tokens:
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.kind is Kind.OR and not depth and not token.is_tight:
            return True
    return False


def _cut(text: str, start: int, end: int) -> str:
    """Take a piece out, and one of the spaces around it."""
    before, after = text[:start], text[end:]
    if after[:1].isspace():
        return before + after[1:]
    if before[-1:].isspace():
        return before[:-1] + after
    return before + after


def _negation(tokens: Sequence[Token], at: int) -> Token | None:
    if at and tokens[at - 1].kind is Kind.NOT and not (at > 1 and tokens[at - 2].kind is Kind.NOT):
        return tokens[at - 1]
    return None


def _is_joined(tokens: Sequence[Token], at: int) -> bool:
    """Whether a term is one side of ``a|b``, or one of several minuses: no chip of its own."""
    around = [tokens[place] for place in (at - 1, at + 1) if 0 <= place < len(tokens)]
    is_twice = at > 1 and tokens[at - 1].kind is Kind.NOT and tokens[at - 2].kind is Kind.NOT
    return is_twice or any(token.kind in {Kind.OR, Kind.AND} for token in around)
