"""What to do where nothing was found: which smaller search finds something, and what is still to come. Any thread."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

from desktop.library.answers import Help, Way
from desktop.library.compiler import compile_search
from desktop.library.names import NameTable
from desktop.library.parser import parse
from desktop.library.statements import count_rows
from desktop.library.tree import And, Field, Flag, FlagName, Node, Not, Parsed, Range, Value, Words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from desktop.library.tree import Viewer

#: How many ways are said, and how many are tried.
_MOST_WAYS = 3
_MOST_TRIED = 24


def find(connection: sqlite3.Connection, parsed: Parsed, viewer: Viewer) -> Help:
    """Return what would match with something dropped: the dates, one term, then two; and what is not heard yet."""
    if parsed.tree is None:
        return Help()
    nodes = parsed.tree.nodes if isinstance(parsed.tree, And) else (parsed.tree,)

    def count(tree: Node) -> int:
        return count_rows(connection, compile_search(tree, NameTable(connection), viewer))

    ways: list[Way] = []
    for dropped in islice(_tries(nodes), _MOST_TRIED):
        way = _way(parsed, nodes, dropped, count)
        if way is not None and all(way.query != other.query for other in ways):
            ways.append(way)
        if len(ways) == _MOST_WAYS:
            break
    return Help(tuple(ways), _unheard(nodes, count))


def _tries(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    dates = [node for node in nodes if _is_date(node)]
    others = [node for node in nodes if not _is_date(node)]
    if dates:
        yield dates
    for node in others:
        yield [node]
    for node in others:
        yield [*dates, node]
    yield from combinations(others, 2)


def _way(parsed: Parsed, nodes: Sequence[Node], dropped: Sequence[Node], count: Callable[[Node], int]) -> Way | None:
    kept = [node for node in nodes if node not in dropped]
    if not kept:
        return None
    text = parsed.text
    for node in sorted(dropped, key=lambda node: node.start, reverse=True):
        text = f"{text[: node.start].rstrip()} {text[node.end :].lstrip()}"
    text = text.strip()
    smaller = parse(text)
    if smaller.mistakes or smaller.tree is None:
        return None
    matching = count(smaller.tree)
    if not matching:
        return None
    words = [node for node in kept if isinstance(node, Words)]
    return Way(
        query=text,
        count=matching,
        kept=" ".join(parsed.text[node.start : node.end] for node in words),
        dropped=" ".join(parsed.text[node.start : node.end] for node in dropped),
        is_date=all(_is_date(node) for node in dropped),
    )


def _unheard(nodes: Sequence[Node], count: Callable[[Node], int]) -> int:
    """Count the recordings within the same bounds that are still being analysed and have no words yet."""
    if not any(isinstance(node, Words) for node in nodes):
        return 0
    bounds = [node for node in nodes if not isinstance(node, Words)]
    waiting: list[Node] = [
        Flag(FlagName.ANALYSING, 0, 0),
        Value(Field.KIND, ("audio", "video"), 0, 0, (True, True)),
        Not(Value(Field.HAS, ("speech",), 0, 0, (True,)), 0, 0),
    ]
    return count(And((*bounds, *waiting), 0, 0))


def _is_date(node: Node) -> bool:
    return isinstance(node, Range) and node.field in {Field.DATE, Field.TAKEN}
