"""Brand names in what is read in pictures. Pure, but for the newsroom's own list, which is read once a minute.

The list ships as ``brands.txt`` beside this module; a newsroom adds to it, or takes from it, with a file of the same
form as ``settings/brands.txt`` in the derived bucket. What counts as a logo, in a line of text that was read:

- the brand's words, whole and next to each other, whatever their accents, capitals, hyphens and apostrophes;
- a name of up to three characters (HP, UPS, Kia) only in capitals, or exactly as the list writes it;
- a name that is a word of everyday language too (marked ``?``: Apple, Shell, Gap) only where it is alone in its line
  and begins with a capital, for "apple pie" and "Target the causes" are no logos.

A longer name takes its words: "Dior" is not found once more within "Christian Dior".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.contract.findings import Tag, TagKind
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from cloud.store.objects import ObjectStore

#: The source of a tag that was found so.
BRANDS = "brands"
#: Where a newsroom keeps its own, in the derived bucket; no desktop can read it.
BRANDS_KEY = "settings/brands.txt"
#: Names of so many characters are taken by their capitals.
SHORT_CHARACTERS = 3
#: How long what was read is kept.
_KEPT = timedelta(minutes=1)
_SHIPPED = Path(__file__).with_name("brands.txt")
_APOSTROPHES = re.compile("['\u2019\u2018`\u00b4]")
#: ``&`` is a word: H&M is not "h m".
_WORDS = re.compile(r"[^\W_]+|&")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One way in which a brand is written."""

    brand: str
    words: tuple[str, ...]  #: folded
    written: str  #: as the list has it
    is_common: bool  #: a word of everyday language


class BrandList:
    """Brands, ready to be looked for."""

    def __init__(self, spellings: Iterable[_Spelling] = ()) -> None:
        self._by_first: dict[str, list[_Spelling]] = {}
        self._spellings = tuple(spellings)
        for spelling in sorted(self._spellings, key=lambda each: -len(each.words)):
            self._by_first.setdefault(spelling.words[0], []).append(spelling)

    @classmethod
    def parse(cls, text: str, base: BrandList | None = None) -> BrandList:
        """Read a list, over one that it adds to or takes from. A line without a word in it says nothing."""
        known = list(base._spellings) if base is not None else []  # noqa: SLF001 -- its own class
        for each in text.splitlines():
            line = each.partition("#")[0].strip()
            is_gone = line.startswith("- ")
            names = [name.strip() for name in line.removeprefix("- ").split("|")]
            brand = names[0].removeprefix("? ")
            known = [spelling for spelling in known if spelling.brand.casefold() != brand.casefold()]
            spelled = [] if is_gone else [_spelling(brand, name) for name in names]
            known += [spelling for spelling in spelled if spelling is not None]
        return cls(known)

    @property
    def names(self) -> tuple[str, ...]:
        """The brands, each once."""
        return tuple(dict.fromkeys(spelling.brand for spelling in self._spellings))

    def find(self, line: str) -> tuple[str, ...]:
        """Return the brands in a line of text, each once, in their order."""
        words, found, at = _words_of(line), dict[str, None](), 0
        while at < len(words):
            spelling = self._spelling_at(words, at)
            if spelling is not None:
                found[spelling.brand] = None
            at += len(spelling.words) if spelling is not None else 1
        return tuple(found)

    def logos(self, lines: Iterable[Tag]) -> tuple[Tag, ...]:
        """Return a tag for each brand in lines that were read, at the line's place, time and confidence."""
        return tuple(
            replace(line, name=brand, kind=TagKind.LOGO, source=BRANDS)
            for line in lines
            for brand in self.find(line.name)
        )

    def _spelling_at(self, words: Sequence[tuple[str, str]], at: int) -> _Spelling | None:
        """Return the longest name that begins with this word."""
        for spelling in self._by_first.get(words[at][0], ()):
            there = words[at : at + len(spelling.words)]
            if tuple(folded for folded, _ in there) == spelling.words and _is_logo(spelling, there, len(words)):
                return spelling
        return None


def _spelling(brand: str, name: str) -> _Spelling | None:
    written = name.removeprefix("? ")
    words = tuple(folded for folded, _ in _words_of(written))
    return _Spelling(brand, words, written, is_common=written != name) if words else None


def _is_logo(spelling: _Spelling, there: Sequence[tuple[str, str]], words_in_line: int) -> bool:
    if spelling.is_common:
        return len(there) == words_in_line and there[0][1][0].isupper()
    if len("".join(spelling.words)) <= SHORT_CHARACTERS:
        written = "".join(original for _, original in there)
        return written.isupper() or written == _APOSTROPHES.sub("", spelling.written)
    return True


def _words_of(text: str) -> list[tuple[str, str]]:
    """Return the words of a text, folded and as they stand."""
    joined = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text))
    return [(folded, word) for word in _WORDS.findall(joined) if (folded := _fold(word))]


def _fold(word: str) -> str:
    """Return a word without accents and capitals."""
    apart = unicodedata.normalize("NFKD", word)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


@cache
def shipped_brands() -> BrandList:
    """Return the list that every newsroom has."""
    return BrandList.parse(_SHIPPED.read_text(encoding="utf-8"))


class NewsroomBrands:
    """The brands of one newsroom: those that ship and its own, read again once a minute."""

    def __init__(self, derived: ObjectStore, now: Callable[[], datetime]) -> None:
        self._derived = derived
        self._now = now
        self._read_at: datetime | None = None
        self._brands = BrandList()

    def __call__(self) -> BrandList:
        """Return the brands."""
        now = self._now()
        if self._read_at is None or now - self._read_at > _KEPT:
            self._brands = self._read()
            self._read_at = now
        return self._brands

    def _read(self) -> BrandList:
        try:
            own = self._derived.read(BRANDS_KEY).decode("utf-8", "replace")
        except ObjectMissingError:
            return shipped_brands()
        return BrandList.parse(own, shipped_brands())
