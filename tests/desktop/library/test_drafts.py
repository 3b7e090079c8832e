"""What was written and is not saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.library.database import Database
from desktop.library.drafts import Draft, DraftTable
from desktop.library.schema import QUEUE

if TYPE_CHECKING:
    from pathlib import Path


def test_drafts_are_there_after_a_restart(tmp_path: Path) -> None:
    """What was kept is read by the next run."""
    first = Database(tmp_path / "queue.db", QUEUE, is_durable=True)
    DraftTable(first).keep("A", {"headline": Draft("", "Dock strike"), "caption": Draft("x", "y")})
    first.close()
    second = Database(tmp_path / "queue.db", QUEUE, is_durable=True)
    table = DraftTable(second)
    assert table.item_ids() == ["A"]
    assert table.of("A") == {"headline": Draft("", "Dock strike"), "caption": Draft("x", "y")}
    second.close()


def test_what_was_written_meanwhile_stays_and_stands_on_what_was_saved(tmp_path: Path) -> None:
    """A save settles exactly the text that it sent."""
    db = Database(tmp_path / "queue.db", QUEUE, is_durable=True)
    table = DraftTable(db)
    table.keep("A", {"headline": Draft("", "Dock")})
    table.keep("A", {"headline": Draft("", "Dock strike")})
    table.settle("A", "headline", "Dock")
    assert table.of("A") == {"headline": Draft("Dock", "Dock strike")}
    table.settle("A", "headline", "Dock strike")
    assert table.item_ids() == []
    db.close()
