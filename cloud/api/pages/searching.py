"""Search as pages do it: through the pages of the index, newest first, some at a time. Within a request.

The desktop has a whole library at hand and ranks it; here a request looks through so many items and says how far back
it came, so that no search ever costs more than a page of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.api.callers import caller
from cloud.api.context import context
from cloud.api.pages.tiles import Chip, Tile, chip, tile
from cloud.contract.findings import Verdict
from cloud.contract.item import Item
from cloud.contract.record import BadRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.record import Record

#: Tiles a page shows; a search may show up to as many again, for it ends with a page of the index.
PAGE = 48
#: Items that one request looks through.
MOST = 1_000
QUERY_CHARACTERS = 200
_TERMS = 12
_WORDS = re.compile(r'"([^"]+)"|“([^”]+)”|(\S+)')
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What a page of the library shows."""

    tiles: Sequence[Tile]
    cursor: str  #: where the next page begins; "" at the end
    looked_at: int
    back_to: str = ""  #: when the oldest item that was looked at came (``now_text``)


def look(query: str, kind: str, cursor: str) -> Found:
    """Return items of the caller's libraries that match; raises ``ValueError`` for a cursor that is none of ours."""
    terms = terms_of(query)
    listing, libraries = context().ports.listing, caller().libraries
    tiles: list[Tile] = []
    looked_at = 0
    back_to = ""
    while len(tiles) < PAGE and looked_at < MOST:
        page = listing.library(libraries, cursor=cursor, limit=PAGE)
        for record in page.rows:
            looked_at += 1
            back_to = str(record.get("updated_at", ""))
            shown = _shown(record, terms, kind)
            if shown is not None:
                tiles.append(shown)
        cursor = page.cursor
        if not cursor:
            break
    return Found(tiles, cursor, looked_at, back_to)


def terms_of(query: str) -> list[str]:
    """Return the words and the phrases in quotes that are looked for."""
    found = ["".join(match).casefold() for match in _WORDS.findall(query[:QUERY_CHARACTERS])]
    return [term for term in found if term.strip('"“” ')][:_TERMS]


def _shown(record: Record, terms: list[str], kind: str) -> Tile | None:
    if record.get("library") not in caller().libraries or (kind and record.get("media_type") != kind):
        return None
    try:
        item = Item.from_record(record)
    except BadRecordError:
        return None  # what a page cannot read, it does not show; the desktop's log says more
    if not terms:
        return tile(item)
    match = _match(item, terms)
    return None if match is None else tile(item, *match)


def _match(item: Item, terms: list[str]) -> tuple[tuple[Chip, ...], str] | None:
    """Return the tags and the words said in which the terms are; None unless every term is somewhere."""
    caption = item.caption
    written = (item.filename, item.folder, caption.headline, caption.caption, caption.byline, caption.credit)
    plain = "\n".join(written).casefold()
    tags = [tag for tag in item.tags if item.verdict_of(tag) is not Verdict.REJECTED]
    said = item.transcript.excerpt if item.transcript else ""
    spoken = said.casefold()
    search_text = item.search_text.casefold()
    found: dict[str, Chip] = {}
    quote = ""
    for term in terms:
        tagged = next((tag for tag in tags if term in tag.name.casefold()), None)
        if tagged is not None:
            found.setdefault(tagged.name, chip(tagged))
        elif term in plain:
            continue
        elif term in spoken or term in search_text:
            quote = quote or _around(said if term in spoken else item.search_text, term)
        else:
            return None
    return tuple(found.values())[:2], quote


def _around(text: str, term: str) -> str:
    """Return the words about the first place of a term."""
    at = text.casefold().find(term)
    start = max(at - _AROUND, 0)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = at + len(term) + _AROUND
    ends = text.find(" ", end) if end < len(text) else len(text)
    cut = " ".join(text[start : ends if ends > 0 else len(text)].split())
    return f"{'…' if start else ''}{cut}{'…' if 0 < ends < len(text) else ''}"
