"""The numbers of Home, read from the queue and the cache as they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud.contract.keys import new_item_id
from cloud.contract.status import ItemStatus, Profile
from desktop.core.model import Transfer, TransferState
from desktop.library.database import Database
from desktop.library.overview import LastUpload, Overview, Part, Storage
from desktop.library.rows import milliseconds
from desktop.library.schema import QUEUE
from desktop.library.transfers import TransferTable
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.contract.item import Item
    from desktop.library.items import ItemLibrary

NOW = datetime(2026, 11, 20, 21, 14).astimezone()


@pytest.fixture
def queue_db(tmp_path: Path) -> Iterator[Database]:
    """Return an empty queue."""
    made = Database(tmp_path / "queue.db", QUEUE)
    yield made
    made.close()


def _transfer(number: int, state: TransferState, ended: datetime, took_s: float = 9.0) -> Transfer:
    return Transfer(
        id=new_item_id(1_700_000_000 + number),
        path=Path(f"/desk/{number}.jpg"),
        folder="/desk" if number % 2 else "/card",
        library="newsroom",
        profile=Profile.FULL,
        language="",
        size_bytes=1000 + number,
        mtime_ns=1,
        state=state,
        queued_at=ended.timestamp() - took_s,
        ended_at=ended.timestamp(),
    )


def _item(number: int, **changes: object) -> Item:
    """Return an item of the minute ``number``; the same number is the same item."""
    return make_item(
        f"01HF7YAT{number:018}",
        **{"uploaded_at": f"2026-11-20T12:{number:02}:00.000Z", "version": 1, **changes},
    )


def test_today_counts_what_was_uploaded_since_midnight(library_db: Database, queue_db: Database) -> None:
    """GIVEN uploads of today and yesterday, failures and duplicates THEN today's uploads alone count, by their hour."""
    nine = NOW.replace(hour=9, minute=30)
    TransferTable(queue_db).add(
        [
            _transfer(1, TransferState.UPLOADED, nine, took_s=4),
            _transfer(2, TransferState.UPLOADED, nine + timedelta(minutes=20), took_s=9),
            _transfer(3, TransferState.UPLOADED, NOW, took_s=30),
            _transfer(4, TransferState.UPLOADED, nine - timedelta(days=1)),
            _transfer(5, TransferState.FAILED, nine),
            _transfer(6, TransferState.DUPLICATE, nine),
        ]
    )
    overview = Overview(library_db, queue_db)
    today = overview.today(NOW)
    assert (today.files, today.size_bytes, today.median_s) == (3, 3006, 9.0)
    assert {hour: number for hour, number in enumerate(today.by_hour) if number} == {9: 2, 21: 1}
    assert overview.last_upload() == LastUpload(NOW.timestamp(), "/desk")


def test_an_empty_day_has_no_median(library_db: Database, queue_db: Database) -> None:
    """GIVEN nothing THEN every number says so."""
    overview = Overview(library_db, queue_db)
    assert overview.today(NOW).files == 0
    assert overview.today(NOW).median_s is None
    assert overview.last_upload() is None
    assert overview.work().items == 0
    assert overview.storage() == Storage(0, 0)


def test_work_counts_each_analysis_and_its_oldest(
    library: ItemLibrary, library_db: Database, queue_db: Database
) -> None:
    """GIVEN open items WHEN one changes THEN the parts follow; pictures to come are no line of their own."""
    old = _item(1, is_open=True, status=ItemStatus.PROCESSING, pending=frozenset({"speech:0001", "speech:0002"}))
    new = _item(2, is_open=True, status=ItemStatus.PROCESSING, pending=frozenset({"speech", "text", "thumbnails"}))
    library.apply([old, new, _item(3)])
    overview = Overview(library_db, queue_db)
    work = overview.work()
    first = min(milliseconds(old.uploaded_at), milliseconds(new.uploaded_at))
    assert work.items == 2
    assert work.parts == (Part("speech", 2, first), Part("text", 1, milliseconds(new.uploaded_at)))
    library.apply([_item(2, version=2)])
    assert [(part.name, part.items) for part in overview.work().parts] == [("speech", 1)]


def test_storage_adds_up_the_originals(library: ItemLibrary, library_db: Database, queue_db: Database) -> None:
    """GIVEN items THEN their sizes are added."""
    library.apply([_item(1, size_bytes=10), _item(2, size_bytes=32)])
    assert Overview(library_db, queue_db).storage() == Storage(2, 42)


def test_failed_items_are_ones_own_and_no_duplicates(
    library: ItemLibrary, library_db: Database, queue_db: Database
) -> None:
    """GIVEN failures of several people and refused duplicates THEN one's own failures alone are told."""
    mine = _item(1, status=ItemStatus.FAILED, status_reason="damaged", owner_id="me")
    library.apply(
        [
            mine,
            _item(2, status=ItemStatus.FAILED, owner_id="you"),
            _item(3, status=ItemStatus.REJECTED, status_reason="duplicate:x", owner_id="me"),
            _item(4, status=ItemStatus.COMPLETED, owner_id="me"),
        ]
    )
    overview = Overview(library_db, queue_db)
    assert overview.failed_items("me", 0) == [mine.id]
    assert overview.failed_items("me", milliseconds(mine.uploaded_at) + 60_000) == []
