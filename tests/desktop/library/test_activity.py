"""The log of what happened: bounded, each thing once, what lasts is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.library import activity
from desktop.library.activity import ActivityLog, Happening, What
from desktop.library.database import Database
from desktop.library.schema import QUEUE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY_S = 24 * 3600.0


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Return an empty queue."""
    made = Database(tmp_path / "queue.db", QUEUE, is_durable=True)
    yield made
    made.close()


def test_what_happened_is_told_newest_first_by_the_time_it_happened(db: Database) -> None:
    """GIVEN a note that comes late WHEN the log is read THEN it stands where it belongs."""
    log = ActivityLog(db, lambda: 500.0)
    log.add([Happening(What.UPLOADED, "a", "a.jpg", "Desk", at=300.0), Happening(What.SAID, name="Now")])
    log.add([Happening(What.ANALYSED, "b", at=400.0)])
    assert [(one.what, one.at) for one in log.entries()] == [
        (What.SAID, 500.0),
        (What.ANALYSED, 400.0),
        (What.UPLOADED, 300.0),
    ]
    assert log.entries()[-1] == Happening(What.UPLOADED, "a", "a.jpg", "Desk", at=300.0, id=1)
    assert log.latest_at() == 500.0


def test_the_same_is_written_once(db: Database) -> None:
    """GIVEN an event that comes twice WHEN both are written THEN one is there; without a mark nothing is the same."""
    log = ActivityLog(db, lambda: 2e9)
    one = Happening(What.UPLOADED, "a", at=2e9, mark="uploaded:a:1")
    assert log.add([one, one]) == 1
    assert log.add([one, Happening(What.SAID, at=2e9), Happening(What.SAID, at=2e9)]) == 2
    assert len(log.entries()) == 3


def test_what_lasted_is_solved_once(db: Database) -> None:
    """GIVEN two problems WHEN one is solved THEN it says since when, and the other lasts."""
    log = ActivityLog(db, lambda: 900.0)
    log.add([Happening(What.PROBLEM, "disk_full"), Happening(What.PROBLEM, "watch_limit")])
    assert log.solve(What.PROBLEM, "disk_full")
    assert not log.solve(What.PROBLEM, "disk_full")
    assert {one.ref: one.solved_at for one in log.entries()} == {"disk_full": 900.0, "watch_limit": 0.0}
    assert log.solve(What.PROBLEM)


def test_the_log_is_bounded_by_number_and_by_age(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN more than it may hold WHEN more is added THEN the oldest go."""
    monkeypatch.setattr(activity, "MOST", 100)
    log = ActivityLog(db, lambda: 100 * DAY_S)
    log.add([Happening(What.SAID, name="old", at=5 * DAY_S)])
    for number in range(4):
        log.add([Happening(What.SAID, name=f"{number}-{n}", at=99 * DAY_S) for n in range(64)])
    kept = log.entries()
    assert 100 <= len(kept) <= 164
    assert kept[0].name == "3-63"
    assert all(one.name != "old" for one in kept)


def test_what_a_later_version_wrote_is_left_out(db: Database) -> None:
    """GIVEN a row of a sort that is not known here WHEN the log is read THEN the others are told."""
    log = ActivityLog(db)
    log.add([Happening(What.SAID, name="known")])
    with db.write() as connection:
        connection.execute("UPDATE activity SET what = 'teleported'")
    log.add([Happening(What.SAID, name="known too")])
    assert [one.name for one in log.entries()] == ["known too"]


def test_what_people_had_said_of_an_item_is_kept_beside_the_latest(db: Database) -> None:
    """GIVEN an item that was written about WHEN its digest is noted THEN the next look finds it."""
    log = ActivityLog(db)
    assert log.digest_of("a") is None
    log.add([Happening(What.ANALYSED, "a", digest="1"), Happening(What.LINKED, "a")])
    assert log.digest_of("a") == "1"
    log.note_digest("a", "2")
    assert log.digest_of("a") == "2"
