"""Why an item answers a query: the quote, the words on screen, the person. Pure, any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.library.query import fold, tokens, unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.findings import Tag, TagKind
    from cloud.contract.item import Item
    from desktop.library.query import Query

#: The columns of the index, in its order.
COLUMNS = ("filename", "tags", "caption", "folder", "transcript", "search_text")
#: Which place says most about why, best first.
_ORDER = ("transcript", "tags", "caption", "search_text", "filename", "folder")
#: Set around hits by SQLite; no text that people write holds them.
MARK_START, MARK_END = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where an item answers a query."""

    field: str  #: transcript, tags, caption, search_text, filename or folder
    text: str  #: a piece of it, one line
    marks: tuple[tuple[int, int], ...]  #: from and to (exclusive) of each hit in ``text``
    kind: TagKind | None = None  #: of the tag, where it is one


def find_evidence(item: Item, snippets: Sequence[str], query: Query) -> Evidence | None:
    """Choose the place that says most, from the snippets of each column; None where none is marked."""
    for field in _ORDER:
        snippet = snippets[COLUMNS.index(field)] or ""
        if MARK_START not in snippet:
            continue
        if field == "tags":
            tag = _best_tag(item.tags, query.words)
            if tag is not None:
                start, end = _span(tag.name, query.words)
                return Evidence(field, tag.name, ((start, end),), tag.kind)
        text, marks = _take_marks(snippet)
        return Evidence(field, text, marks)
    return None


def _take_marks(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Take the marks out of a snippet and return their places in what is left."""
    text = ""
    marks: list[tuple[int, int]] = []
    for piece in " ".join(unspaced(snippet).split()).split(MARK_START):
        hit, mark_end, rest = piece.rpartition(MARK_END)
        if mark_end:
            marks.append((len(text), len(text) + len(hit)))
        text += hit + rest
    return text, tuple(marks)


def _best_tag(tags: Sequence[Tag], words: Sequence[str]) -> Tag | None:
    """Return the tag that holds most of the words, the first of equals."""
    held = [(sum(_holds(tokens(tag.name), word) for word in words), tag) for tag in tags]
    best = max(held, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] else None


def _holds(text_tokens: Sequence[str], word: str) -> bool:
    wanted = word.split()
    return any(
        all(token.startswith(part) for token, part in zip(text_tokens[at:], wanted, strict=False))
        for at in range(len(text_tokens) - len(wanted) + 1)
    )


def _span(text: str, words: Sequence[str]) -> tuple[int, int]:
    """Return where the first of the words stands in a short text; all of it where it stands nowhere as one piece."""
    folded = ""
    origins: list[int] = []  # for each folded character the one it came from
    for place, character in enumerate(text):
        piece = fold(character)
        folded += piece
        origins += [place] * len(piece)
    for word in words:
        start = folded.find(word)
        if start >= 0:
            return origins[start], origins[start + len(word) - 1] + 1
    return 0, len(text)
