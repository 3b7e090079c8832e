"""What a person types in the search box, as terms, and as an FTS5 expression that is never a syntax error. Pure.

Words are ANDed and the last one is a prefix; ``"an exact phrase"``; ``-word`` excludes; anything else is literal.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
#: Writing without spaces between words: each character is a word of its own, on both sides.
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f])")
_SPACED_OUT = re.compile(f"(?<={_UNSPACED.pattern[1:-1]})[ ]+(?={_UNSPACED.pattern[1:-1]})")
#: Longer queries are cut: nobody types them, and a pasted article would make a slow one.
MAX_CHARACTERS = 500
MAX_TERMS = 32


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart. ``match`` and ``exclude`` are FTS5 expressions, "" where there is none."""

    words: tuple[str, ...]  #: what must be found, folded, phrases whole: to find evidence by
    match: str
    exclude: str
    literals: tuple[str, ...]  #: parts without a letter or digit (an emoji): looked for in the name

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, so that everything answers."""
        return not (self.match or self.exclude or self.literals)


def parse(text: str) -> Query:
    """Take a query apart; any text will do."""
    text = readable(text[:MAX_CHARACTERS])
    wanted: list[tuple[str, bool]] = []  # the text, and whether it may be a prefix
    excluded: list[str] = []
    literals: list[str] = []
    for minus, phrase, word in _TERM.findall(text)[:MAX_TERMS]:
        term, is_excluded = (phrase, bool(minus)) if phrase else _unsigned(word)
        if not any(_is_token_character(character) for character in term):
            if term.strip() and not is_excluded and not term.isascii():
                literals.append(term.strip())
        elif is_excluded:
            excluded.append(_quoted(term))
        else:
            wanted.append((term, not phrase))
    expressions = [_quoted(term) for term, _ in wanted]
    if wanted and wanted[-1][1]:
        expressions[-1] += "*"
    return Query(
        words=tuple(" ".join(tokens(term)) for term, _ in wanted),
        match=" AND ".join(expressions),
        exclude=" OR ".join(excluded),
        literals=tuple(literals),
    )


def readable(text: str) -> str:
    """Return text that SQLite and UTF-8 take: no lone surrogate, no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def spaced(text: str) -> str:
    """Set characters of writing without spaces apart, so that each is found."""
    return _UNSPACED.sub(r" \1 ", text) if not text.isascii() else text


def unspaced(text: str) -> str:
    """Undo ``spaced`` for showing."""
    return text if text.isascii() else _SPACED_OUT.sub("", text)


def fold(text: str) -> str:
    """Lower the case and drop the accents, as the index does."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).lower()


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, as the index sees them."""
    return "".join(c if _is_token_character(c) else " " for c in fold(spaced(text))).split()


def _unsigned(word: str) -> tuple[str, bool]:
    return (word[1:], True) if word.startswith("-") and len(word) > 1 else (word, False)


def _quoted(term: str) -> str:
    return '"' + spaced(term).replace('"', '""') + '"'


def _is_token_character(character: str) -> bool:
    # unicode61's default: letters, numbers and private use (SQLite documentation, "FTS5", 4.3.1).
    return unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co"
