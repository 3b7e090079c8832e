"""What is written down of what happens: each thing once, nothing of a library that is read for the first time."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cloud.contract.findings import Caption
from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus
from desktop.core.events import (
    ActivityNoted,
    FolderChanged,
    ItemsChanged,
    Link,
    LinkChanged,
    ProblemRaised,
    ProblemSolved,
    SignedIn,
    SignInNeeded,
    TransferChanged,
)
from desktop.core.model import TransferState
from desktop.core.paths import DataDir
from desktop.journal import Journal
from desktop.library.activity import Happening, What
from desktop.newsroom import Newsroom
from tests.desktop.ui import seeds
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.contract.item import Item
    from desktop.core.events import Event

ENOUGH = 60


class Desk:
    """A journal on a newsroom's own files; ``told`` ends it, so that all is written, and starts it again."""

    def __init__(self, data_dir: DataDir) -> None:
        self.newsroom = Newsroom(data_dir, "local")
        self.posted: list[Event] = []
        self.now = time.time()
        self.journal = self._make()

    def _make(self) -> Journal:
        parts = self.newsroom
        made = Journal(parts.activity, parts.transfers, parts.items, self.posted.append, lambda: self.now)
        made.start()
        return made

    def told(self, *events: Event | Happening) -> list[tuple[What, str]]:
        """Tell these and return what stands in the log then, newest first."""
        for event in events:
            self.journal.note(event) if isinstance(event, Happening) else self.journal.tell(event)
        self.restart()
        return [(one.what, one.ref) for one in self.newsroom.activity.entries()]

    def restart(self) -> None:
        """End the journal and start another one on the same files."""
        assert self.journal.stop(5)
        self.journal = self._make()


@pytest.fixture
def desk(data_dir: Path) -> Iterator[Desk]:
    """Return a journal that is ended afterwards."""
    made = Desk(DataDir.find(str(data_dir)))
    yield made
    assert made.journal.stop(5)
    made.newsroom.close()


def _now_item(item_id: str = "", **changes: object) -> Item:
    now = now_text(datetime.now(UTC))
    return make_item(item_id, **{"uploaded_at": now, "updated_at": now, "status": ItemStatus.COMPLETED, **changes})


def test_ends_of_transfers_are_written_once(desk: Desk, tmp_path: Path) -> None:
    """GIVEN a transfer that is told of again and again WHEN it has ended THEN there is one row, after a restart too."""
    moving = seeds.transfer(1, TransferState.SENDING, tmp_path)
    failed = seeds.transfer(2, TransferState.FAILED, tmp_path, reason="vanished", ended_at=desk.now)
    desk.newsroom.transfers.add([moving, failed])
    both = (TransferChanged(moving.id), TransferChanged(failed.id))
    assert desk.told(*both, *both) == [(What.FAILED, failed.id)]
    (entry,) = desk.newsroom.activity.entries()
    assert (entry.name, entry.place, entry.detail) == (failed.filename, tmp_path.name, "vanished|")
    desk.newsroom.transfers.update(moving.id, TransferState.CHECKING)
    desk.newsroom.transfers.update(moving.id, TransferState.UPLOADED, ended_at=desk.now)
    assert desk.told(*both) == [(What.UPLOADED, moving.id), (What.FAILED, failed.id)]
    assert ActivityNoted() in desk.posted


def test_an_item_is_told_when_its_analysis_is_over(desk: Desk) -> None:
    """GIVEN an item that opens and ends WHEN it is analysed anew THEN each end is told once."""
    item = _now_item(status=ItemStatus.PROCESSING, is_open=True)
    desk.newsroom.items.apply([item])
    assert desk.told(ItemsChanged((item.id,))) == []
    done = dataclasses.replace(item, status=ItemStatus.COMPLETED, is_open=False, version=2)
    desk.newsroom.items.apply([done])
    again = ItemsChanged((item.id,))
    assert desk.told(again, again) == [(What.ANALYSED, item.id)]
    desk.newsroom.items.apply([dataclasses.replace(done, analysis_version=2, version=5, status=ItemStatus.PARTIAL)])
    assert [what for what, _ in desk.told(again)] == [What.INCOMPLETE, What.ANALYSED]


def test_edits_of_here_and_of_others_are_told_apart(desk: Desk) -> None:
    """GIVEN an item that was told of WHEN I change it THEN it is mine; a change that I did not make is another's."""
    item = _now_item()
    desk.newsroom.items.apply([item])
    changed = ItemsChanged((item.id,))
    assert desk.told(changed) == [(What.ANALYSED, item.id)]
    desk.journal.edited(item.id, ["headline", "byline"], item.version + 1)
    mine = dataclasses.replace(item, caption=Caption(headline="A"), version=item.version + 1)
    desk.newsroom.items.apply([mine])
    assert desk.told(changed) == [(What.EDITED, item.id), (What.ANALYSED, item.id)]
    assert desk.newsroom.activity.entries()[0].detail == "byline,headline"
    other = dataclasses.replace(
        mine, caption=Caption(headline="B"), version=item.version + 2, updated_at=now_text(datetime.now(UTC))
    )
    desk.newsroom.items.apply([other])
    assert sorted(what for what, _ in desk.told(changed)) == [What.ANALYSED, What.CHANGED, What.EDITED]


def test_a_library_that_is_read_for_the_first_time_is_no_news(desk: Desk) -> None:
    """GIVEN thousands of old items at once WHEN they come THEN nothing is written; a fresh one among them is."""
    old = {"uploaded_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z"}
    items = [make_item(status=ItemStatus.COMPLETED, **old) for _ in range(ENOUGH)]
    fresh = _now_item()
    desk.newsroom.items.apply([*items, fresh])
    ids = tuple(item.id for item in (*items, fresh))
    assert desk.told(ItemsChanged(ids)) == [(What.ANALYSED, fresh.id)]


def test_a_problem_lasts_until_it_is_solved(desk: Desk) -> None:
    """GIVEN a full disk WHEN it is solved THEN the row says so; what an earlier run said lasts no longer."""
    desk.told(ProblemRaised("disk_full"), ProblemSolved("disk_full"), ProblemRaised("watch_limit", "a=1"))
    assert all(one.solved_at for one in desk.newsroom.activity.entries())
    desk.journal.tell(SignInNeeded("n", "a@b.example"))
    assert desk.told(SignedIn("n", "a@b.example"))[:2] == [
        (What.SIGNED_IN, "a@b.example"),
        (What.SIGN_IN_NEEDED, "a@b.example"),
    ]


def test_a_short_gap_in_the_line_is_not_worth_a_word(desk: Desk) -> None:
    """GIVEN a line that comes back at once THEN nothing is told; after a while it is, with both ends."""
    began = desk.now
    assert desk.told(LinkChanged(Link.OFFLINE, began), LinkChanged(Link.ONLINE, began)) == []
    desk.now = began + 300
    assert desk.told(LinkChanged(Link.OFFLINE, began), LinkChanged(Link.ONLINE, desk.now)) == [(What.OFFLINE, "")]
    (entry,) = desk.newsroom.activity.entries()
    assert (entry.at, entry.solved_at) == (began, desk.now)


def test_a_folder_that_is_away_is_told_once(desk: Desk) -> None:
    """GIVEN a share that is looked for again and again THEN its going is one row, and over when it is back."""
    away, back = FolderChanged("/mnt/share", is_away=True), FolderChanged("/mnt/share")
    assert desk.told(back, away, away) == [(What.FOLDER_AWAY, "/mnt/share")]


def test_what_is_noted_comes_through(desk: Desk) -> None:
    """GIVEN something that a toast said THEN it is kept."""
    assert desk.told(Happening(What.SAID, name="12 captions saved")) == [(What.SAID, "")]


def test_what_was_done_to_an_item_is_told_where_it_succeeded(desk: Desk) -> None:
    """GIVEN an item that is deleted WHEN the newsroom says yes THEN its name is kept; a refusal writes nothing."""
    item = _now_item(caption=Caption(headline="Dock strike"))
    desk.newsroom.items.apply([item])
    answers: list[object] = []
    done = desk.journal.noting(What.DELETED, item.id, answers.append)
    desk.newsroom.items.remove_missing([item.id])
    done(None)
    assert desk.told() == [(What.DELETED, item.id)]
    assert desk.newsroom.activity.entries()[0].name == "Dock strike"
    assert answers == [None]
