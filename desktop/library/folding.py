"""How text is compared: without case and accents, word by word; writing without spaces by character. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSPACED_SET = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f"
#: Writing without spaces between words: each character is a word of its own, on both sides.
_UNSPACED = re.compile(f"([{_UNSPACED_SET}])")


def readable(text: str) -> str:
    """Return text that SQLite and UTF-8 take: no lone surrogate, no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def spaced(text: str) -> str:
    """Set characters of writing without spaces apart, so that each is found."""
    return _UNSPACED.sub(r" \1 ", text) if not text.isascii() else text


class _Folded(dict[int, str]):
    """What each character becomes, worked out when it is first met: ``str.translate`` does the rest in C."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code))
        folded = "".join(character for character in decomposed if not unicodedata.combining(character)).lower()
        self[code] = folded
        return folded


class _Separated(dict[int, int]):
    """What is no part of a word becomes a space."""

    def __missing__(self, code: int) -> int:
        self[code] = code if is_token_character(chr(code)) else 0x20
        return self[code]


_FOLDED, _SEPARATED = _Folded(), _Separated()


def fold(text: str) -> str:
    """Lower the case and drop the accents, as the index does."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, as the index sees them."""
    return fold(spaced(text)).translate(_SEPARATED).split()


def key(text: str) -> str:
    """Return what two spellings of one name have in common: folded words, one space between."""
    folded = fold(text)
    return " ".join(folded.translate(_SEPARATED).split()) or " ".join(folded.split())


def origins(text: str) -> Sequence[int]:
    """Return for each character of ``fold(text)`` the place in ``text`` that it came from, and the end."""
    if text.isascii():
        return range(len(text) + 1)
    places: list[int] = []
    is_plain = True
    for place, character in enumerate(text):
        size = len(_FOLDED[ord(character)])
        is_plain = is_plain and size == 1
        places += [place] * size
    return range(len(text) + 1) if is_plain else [*places, len(text)]


def is_token_character(character: str) -> bool:
    """Whether unicode61 takes it for a part of a word: letters, numbers, private use, and marks on them.

    SQLite documentation, "FTS5 Extension", 4.3.1; marks are dropped with ``remove_diacritics``.
    """
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def has_words(text: str) -> bool:
    """Whether there is anything in it that the index can find."""
    return any(map(is_token_character, text))


@lru_cache(maxsize=256)
def pattern(words: tuple[str, ...], *, is_prefix: bool) -> re.Pattern[str]:
    """Return what finds these folded words in a row in folded text; the last may go on where it is a prefix."""
    between = r"[\W_]*" if any(_UNSPACED.match(word) for word in words) else r"[\W_]+"
    body = between.join(re.escape(word) for word in words)
    first, last = words[0], words[-1]
    start = "" if _UNSPACED.match(first) else r"(?<![^\W_])"
    end = "" if is_prefix or _UNSPACED.match(last) else r"(?![^\W_])"
    # A prefix is marked as far as it was typed.
    return re.compile(start + body + end)
