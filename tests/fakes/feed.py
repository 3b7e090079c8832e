"""The newsroom's feed in memory, with an index that lags: what was written becomes readable later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cloud.contract.record import now_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from cloud.contract.item import Item

PAGE = 3


class FakeFeed:
    """What ``desktop.aws.records.Records`` reads. ``fails`` is called before each query, and may raise.

    ``page`` is how many items a page has; ``tells_twice`` says that every page begins with what ended the one before,
    and with what that item was a version ago.
    """

    def __init__(self, page: int = PAGE) -> None:
        self.page = page
        self.tells_twice = False
        self.items: dict[str, Item] = {}
        self.hidden: dict[str, Item] = {}  #: written, not readable yet
        self.fails: Callable[[], None] = lambda: None
        self.queries = 0

    def write(self, item: Item, now: datetime, *, is_late: bool = False) -> Item:
        """Write an item as a function does at this moment."""
        written = replace(item, version=item.version + 1, updated_at=now_text(now))
        if is_late:
            self.hidden[item.id] = written
        else:
            self.hidden.pop(item.id, None)
            self.items[item.id] = written
        return written

    def surface(self) -> None:
        """Make everything readable."""
        self.items |= self.hidden
        self.hidden.clear()

    def changes(self, library: str, day: date, after: str = "") -> Iterator[tuple[Item, ...]]:
        """Yield pages, an empty one among them."""
        self.fails()
        self.queries += 1
        found = sorted(
            (
                item
                for item in self.items.values()
                if item.library == library and item.updated_at[:10] == day.isoformat() and item.updated_at >= after
            ),
            key=lambda item: item.updated_at,
        )
        yield ()
        for at in range(0, len(found), self.page):
            again = found[at - 1] if self.tells_twice and at else None
            yield (*([again, replace(again, version=again.version - 1)] if again else []), *found[at : at + self.page])

    def versions(self, library: str, day: date) -> Iterator[tuple[tuple[str, int], ...]]:
        """Yield pages of (id, version)."""
        for page in self.changes(library, day):
            yield tuple({item.id: item.version for item in sorted(page, key=lambda item: item.version)}.items())


def at(moment: datetime) -> str:
    """Return a moment as the contract writes it."""
    return now_text(moment)
