"""Takes a search apart into terms, brackets and connectives, with their places. Pure, any thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from desktop.library.tree import Field, Mistake, MistakeCode

_FIELDS = {each.value: each for each in Field}
#: Each opening quotation mark with what closes it: what a telephone or a text processor types counts too.
_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_CONNECTIVES = {"AND", "OR", "NOT"}
_LEAST_FIELD = 2


class Kind(Enum):
    """What a token is."""

    TERM = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """One word, phrase or value of a term."""

    text: str
    start: int
    end: int
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """``text[start:end]``. A term has parts: one, or for a field several values with ``|`` between."""

    kind: Kind
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    field: Field | None = None
    is_tight: bool = False  #: a ``|`` without spaces around it, or a ``-``


@dataclass(slots=True)
class Lexed:
    """The tokens of a text, and what is wrong with its words."""

    tokens: list[Token] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def lex(text: str) -> Lexed:
    """Take a text apart; any text will do."""
    lexed = Lexed()
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _read(text, place, lexed.mistakes)
        lexed.tokens.append(token)
        place = token.end
    return lexed


def _read(text: str, start: int, mistakes: list[Mistake]) -> Token:
    character = text[start]
    if character in "()":
        return Token(Kind.OPEN if character == "(" else Kind.CLOSE, start, start + 1)
    if character == "|":
        end = start
        while end < len(text) and text[end] == "|":
            end += 1
        return Token(Kind.OR, start, end, is_tight=_is_tight(text, start, end))
    if character in "-−" and start + 1 < len(text) and not text[start + 1].isspace() and text[start + 1] not in "-−|)":
        return Token(Kind.NOT, start, start + 1, is_tight=True)
    if character in _QUOTES:
        part = _quoted(text, start, mistakes)
        return Token(Kind.TERM, start, part.end, (part,))
    end = _end_of_word(text, start)
    word = text[start:end]
    if word in _CONNECTIVES:
        return Token(Kind[word], start, end)
    return _term(text, start, end, mistakes)


def _term(text: str, start: int, end: int, mistakes: list[Mistake]) -> Token:
    """Read ``word`` or ``field:value``."""
    name, colon, rest = text[start:end].partition(":")
    known = _FIELDS.get(name.lower())
    if colon and known is not None:
        return _valued(text, start, start + len(name) + 1, known, mistakes)
    is_like_field = len(name) >= _LEAST_FIELD and name.isascii() and name.isalpha()
    follows = text[start + len(name) + 1 : start + len(name) + 2]
    if colon and is_like_field and not rest.startswith("//") and follows and not follows.isspace():
        mistakes.append(Mistake(MistakeCode.WORD_UNKNOWN, start, start + len(name), name, tuple(_FIELDS)))
    return Token(Kind.TERM, start, end, (Part(text[start:end], start, end),))


def _valued(text: str, start: int, place: int, known: Field, mistakes: list[Mistake]) -> Token:
    parts: list[Part] = []
    while True:
        if place < len(text) and text[place] in _QUOTES:
            part = _quoted(text, place, mistakes)
        else:
            end = _end_of_word(text, place)
            part = Part(text[place:end], place, end)
        place = part.end
        if part.text.strip():
            parts.append(part)
        else:
            mistakes.append(
                Mistake(
                    MistakeCode.VALUE_MISSING,
                    start,
                    max(place, start + 1),
                    known.value,
                    is_unfinished=not text[place:].strip(),
                )
            )
        # A bar that touches both sides goes on with the values.
        if not (place + 1 < len(text) and text[place] == "|" and _is_tight(text, place, place + 1)):
            return Token(Kind.TERM, start, place, tuple(parts), known)
        place += 1


def _quoted(text: str, start: int, mistakes: list[Mistake]) -> Part:
    closing = _QUOTES[text[start]]
    end = start + 1
    while end < len(text) and text[end] not in closing:
        end += 1
    if end == len(text):
        mistakes.append(Mistake(MistakeCode.QUOTE_NOT_CLOSED, start, end, is_unfinished=True))
        return Part(text[start + 1 :], start, end, is_exact=True)
    return Part(text[start + 1 : end], start, end + 1, is_exact=True)


def _end_of_word(text: str, start: int) -> int:
    end = start
    while end < len(text) and not (text[end].isspace() or text[end] in "()|" or text[end] in _QUOTES):
        end += 1
    return end


def _is_tight(text: str, start: int, end: int) -> bool:
    """Whether nothing but what it joins stands around a bar."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and not (before.isspace() or after.isspace() or before == "(" or after == ")")
