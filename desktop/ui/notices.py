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
    from collections.abc import Callable

QUIET_S = 10.0
OLDEST_S = 300.0
APART_S = 60.0
#: Files told of are remembered, so that a repeated event tells nobody twice.
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Batch:
    """What one notice tells."""

    title: str
    text: str
    item_ids: tuple[str, ...]
    failed: int


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


class Batches:
    """Collects what has come in and what failed; ``due`` gives the notice when its time has come."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: _Open | None = None
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

    def due(self) -> Batch | None:
        """Return the notice whose time has come, once."""
        batch, now = self._open, self._clock()
        if batch is None or now - self._told_at < APART_S:
            return None
        if now - batch.last_at < QUIET_S and now - batch.began_at < OLDEST_S:
            return None
        self._open, self._told_at = None, now
        return _say(batch)

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
