"""A desktop's library beside a newsroom in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.contract.record import now_text
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY
from desktop.sync.feed import FeedReader
from tests.fakes.feed import FakeFeed
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.contract.item import Item
    from desktop.core.events import Event
    from desktop.sync.feed import Pulled

LIBRARIES = ("newsroom", "private-u1")


@dataclass
class Newsroom:
    """A feed, a cache, and a clock that only the test turns."""

    library_db: Database
    items: ItemLibrary
    feed: FakeFeed = field(default_factory=FakeFeed)
    now: datetime = datetime(2026, 12, 20, 23, 55, tzinfo=UTC)
    events: list[Event] = field(default_factory=list)
    #: How far the clock of this computer is from the newsroom's.
    skew: timedelta = timedelta()
    told: list[Pulled] = field(default_factory=list)
    is_stopping: bool = False

    def __post_init__(self) -> None:
        self.reader = self.open()

    def open(self) -> FeedReader:
        """Return a reader as a fresh process has it."""
        return FeedReader(
            self.feed,
            self.items,
            lambda: self.now + self.skew,
            told=self.told.append,
            is_stopping=lambda: self.is_stopping,
        )

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def add(self, *, library: str = "newsroom", is_late: bool = False, **changes: object) -> Item:
        """Let an item begin now."""
        moment = now_text(self.now)
        item = make_item(library=library, version=0, uploaded_at=moment, updated_at=moment, **changes)
        return self.feed.write(item, self.now, is_late=is_late)

    def pull_all(self, *, may_restart: bool = False) -> set[str]:
        """Pull until nothing old is left; returns what changed."""
        changed: set[str] = set()
        for _ in range(200):
            pulled = self.reader.pull(LIBRARIES, may_restart=may_restart)
            changed.update(pulled.changed)
            if pulled.is_complete:
                return changed
        raise AssertionError("the first look never ends")

    def versions(self) -> dict[str, int]:
        """Return what the newsroom has."""
        return {item.id: item.version for item in self.feed.items.values()}


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """Return an empty newsroom and an empty cache, five minutes before midnight UTC."""
    db = Database(tmp_path / "library.db", LIBRARY)
    yield Newsroom(db, ItemLibrary(db, tmp_path / "thumbnails"))
    db.close()
