"""When to tell the person: one notice for a batch, never a flood. No Qt here; the clock is given.

::

    file in ── file in ── … ── quiet for 10 s, or the batch is 5 min old ──▶ one notice, at most one a minute
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.ui.phrases import count, joined, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

QUIET_S = 10.0
OLDEST_S = 300.0
APART_S = 60.0
#: Files told of are remembered, so that a repeated event tells nobody twice.
_REMEMBERED = 10_000
#: Items that a notice names.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """What one notice tells."""

    title: str
    text: str
    item_ids: tuple[str, ...]
    failed: int
    search: str = ""  #: the query of the saved search that found them
    state: str = ""  #: what lasts, where it tells of that


@dataclass(slots=True)
class _Open:
    """A batch that still grows."""

    began_at: float
    last_at: float
    names: list[str] = field(default_factory=list)
    item_ids: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    folders: dict[str, None] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What is new to one saved search, while it still grows."""

    name: str
    query: str
    began_at: float
    last_at: float
    items: dict[str, str] = field(default_factory=dict)  #: their names


class Batches:
    """Collects what has come in and what failed; ``due`` gives the notice when its time has come."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: _Open | None = None
        self._found: dict[int, _Found] = {}
        self._lasting: dict[str, Batch] = {}
        self._said: set[str] = set()
        self._told_at = -APART_S
        self._known: dict[str, None] = {}

    def arrived(self, transfer_id: str, name: str, media_type: str, folder: str, item_id: str) -> None:
        """Note a verified upload; a second time it says nothing new."""
        if self._is_known(transfer_id):
            return
        batch = self._grow()
        batch.failures.pop(transfer_id, None)
        batch.names.append(name)
        batch.item_ids.append(item_id)
        batch.kinds[media_type] += 1
        batch.folders[folder] = None

    def failed(self, transfer_id: str, why: str) -> None:
        """Note that a file needs the person."""
        if not self._is_known(f"{transfer_id} failed"):
            self._grow().failures[transfer_id] = why

    def found(self, search_id: int, name: str, query: str, items: Mapping[str, str]) -> None:
        """Note items, by id with their names, that a saved search finds for the first time."""
        now = self._clock()
        found = self._found.setdefault(search_id, _Found(name, query, now, now))
        found.last_at = now
        found.items.update(items)

    def lasts(self, state: str, title: str, text: str) -> None:
        """Note something that lasts and that the person can end: told once, until ``is_over``."""
        if state not in self._said:
            self._said.add(state)
            self._lasting[state] = Batch(title, text, (), 0, state=state)

    def is_over(self, state: str) -> None:
        """Note that it no longer lasts: what was not told yet is not told."""
        self._said.discard(state)
        self._lasting.pop(state, None)

    def due(self) -> Batch | None:
        """Return the notice whose time has come, once: what lasts first, then files, then searches."""
        now = self._clock()
        if now - self._told_at < APART_S:
            return None
        batch = self._take_due(now)
        if batch is not None:
            self._told_at = now
        return batch

    def _take_due(self, now: float) -> Batch | None:
        for state in list(self._lasting):
            return self._lasting.pop(state)
        if self._open is not None and _is_ripe(self._open, now):
            batch, self._open = self._open, None
            return _say(batch)
        for number, found in list(self._found.items()):
            if _is_ripe(found, now):
                del self._found[number]
                return _say_found(found)
        return None

    def _grow(self) -> _Open:
        now = self._clock()
        if self._open is None:
            self._open = _Open(now, now)
        self._open.last_at = now
        return self._open

    def _is_known(self, key: str) -> bool:
        if key in self._known:
            return True
        self._known[key] = None
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return False


def _is_ripe(batch: _Open | _Found, now: float) -> bool:
    return now - batch.last_at >= QUIET_S or now - batch.began_at >= OLDEST_S


def _say_found(found: _Found) -> Batch:
    number = len(found.items)
    title = count(number, "{n} new item matches “{name}”", "{n} new items match “{name}”").replace("{name}", found.name)
    names = list(found.items.values())
    text = joined(names[:_NAMED])
    if number > _NAMED:
        more = count(number - _NAMED, "and {n} more", "and {n} more")
        text = f"{', '.join(names[:_NAMED])} {more}"
    return Batch(title, text, tuple(found.items), 0, search=found.query)


def _say(batch: _Open) -> Batch:
    failed = len(batch.failures)
    if not batch.names:
        why = next(iter(batch.failures.values()), "")
        title = count(failed, "{n} file was not uploaded", "{n} files were not uploaded")
        return Batch(title, why, (), failed)
    folders = list(batch.folders)
    where = joined(folders) if len(folders) <= 2 else count(len(folders), "{n} folder", "{n} folders")  # noqa: PLR2004 - two can be named
    needs = " " + count(failed, "{n} needs you.", "{n} need you.") if failed else ""
    if len(batch.names) == 1:
        title = tr("{name} is in the library").format(name=batch.names[0])
        return Batch(title, tr("From {where}, verified.").format(where=where) + needs, tuple(batch.item_ids), failed)
    title = count(len(batch.names), "{n} file is in the library", "{n} files are in the library")
    kinds = [
        said
        for kind, said in (
            ("image", count(batch.kinds["image"], "{n} photo", "{n} photos")),
            ("video", count(batch.kinds["video"], "{n} video", "{n} videos")),
            ("audio", count(batch.kinds["audio"], "{n} recording", "{n} recordings")),
        )
        if batch.kinds[kind]
    ]
    text = tr("{kinds} from {where}, each one verified.").format(kinds=joined(kinds), where=where)
    return Batch(title, text + needs, tuple(batch.item_ids), failed)
