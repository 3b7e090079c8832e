"""Admin, health: each queue's state in words, how much waits, and how old the oldest is. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.status import ItemStatus
from desktop.core.account import Page
from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.admin.listing import Listing
from desktop.ui.admin.table import Column
from desktop.ui.admin.words import age, queue_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.record import Json
    from desktop.ui.actions import Accounts
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

#: Older than this, what waits is behind: a step takes a minute, a service's job some.
_BEHIND_S = 900
_NONE = "—"
_OPEN = (ItemStatus.RECEIVED, ItemStatus.PROCESSING)


@dataclass(frozen=True, slots=True)
class Line:
    """How one queue stands."""

    name: str
    waiting: int
    dead: int = 0
    oldest_s: int | None = None  #: None where nobody measures it
    is_whole: bool = False  #: the newsroom's items, not a queue

    @property
    def state(self) -> str:
        """Say it in words."""
        if self.dead:
            return phrases.count(self.dead, "{n} job was given up", "{n} jobs were given up")
        if self.oldest_s is not None and self.oldest_s >= _BEHIND_S and (self.waiting or self.is_whole):
            return phrases.tr("Behind")
        return phrases.tr("At work") if self.waiting else phrases.tr("Nothing waits")

    @property
    def tint(self) -> str:
        """Return the colour of the words."""
        if self.dead:
            return "fail"
        if self.oldest_s is not None and self.oldest_s >= _BEHIND_S and (self.waiting or self.is_whole):
            return "warn"
        return "ok"


class Health(Listing[Line]):
    """A row for what is open in all, and a row a queue; what was given up stands first."""

    def __init__(self, theme: Theme, accounts: Accounts, bridge: Bridge) -> None:
        columns: list[Column[Line]] = [
            Column(phrases.tr("What"), lambda row: row.name, tint=lambda _row: "text"),
            Column(phrases.tr("State"), lambda row: row.state, tint=lambda row: row.tint),
            Column(phrases.tr("Waiting"), lambda row: phrases.number(row.waiting) if row.waiting else _NONE, width=110),
            Column(phrases.tr("Oldest"), _oldest, width=130),
        ]
        words = (phrases.tr("Health"), phrases.tr("What waits to be analysed, and what did not work."))
        super().__init__(theme, bridge, words, columns, icon="heartbeat")
        self._accounts = accounts
        self.nothing = (self.tr("The newsroom names no queues"), "")

    def fetch(self, cursor: str, done: Callable[[Page[Line] | SnapStreamError], None]) -> None:
        """Ask how things stand; all of it is one page."""
        del cursor

        def take(answer: Mapping[str, Json] | SnapStreamError) -> None:
            done(answer if isinstance(answer, SnapStreamError) else Page(lines(answer)))

        self._accounts.newsroom_status(take)


def lines(status: Mapping[str, Json]) -> tuple[Line, ...]:
    """Return the rows of a status document."""
    queues = status.get("queues")
    found = [
        Line(
            queue_name(str(queue.get("name", ""))),
            _number(queue.get("waiting")) or 0,
            _number(queue.get("dead")) or 0,
            _number(queue.get("oldest_s")),
        )
        for queue in (queues if isinstance(queues, list) else [])
        if isinstance(queue, dict)
    ]
    found.sort(key=lambda line: (not line.dead, line.name))
    by_status = status.get("by_status")
    count = sum(_number(by_status.get(name)) or 0 for name in _OPEN) if isinstance(by_status, dict) else 0
    oldest_s = _number(status.get("oldest_open_s"))
    if not found and oldest_s is None and not count:
        return ()
    return (Line(phrases.tr("Items in work today"), count, 0, oldest_s, is_whole=True), *found)


def _number(value: Json) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _oldest(line: Line) -> str:
    if line.oldest_s is None or not (line.waiting or line.is_whole):
        return _NONE
    return age(line.oldest_s)
