"""Home: one sentence that is true, what needs the person, what moves, what has come in; nothing that is not there."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from cloud.contract.accounts import Role
from cloud.contract.status import ItemStatus
from desktop.core.account import Costs, DayCost
from desktop.core.events import TransferChanged
from desktop.core.model import TransferState
from desktop.library.overview import Storage, Today, Work
from desktop.ui.home import words
from desktop.ui.home.moving import MovingRow
from desktop.ui.home.needs import NeedRow
from desktop.ui.home.recent import RecentTile
from desktop.ui.home.snapshot import Snapshot
from desktop.ui.places import Place
from desktop.ui.widgets.buttons import Button
from tests.desktop.ui import account_screens, seeds

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

WAIT_MS = 15_000


def _snapshot(files: int = 0, left: int = 0) -> Snapshot:
    today = Today(files, 0, (0,) * 24, None)
    return Snapshot(today, None, Work(0, ()), Storage(0, 0), (), 0, (), (), left, (), (), is_paused=False)


def test_the_sentence_says_what_is_true() -> None:
    """GIVEN days of all sorts THEN the sentence counts what came, else what comes, else that all is in."""
    assert words.sentence(_snapshot(212), 3) == ("212 files are in.", "3 things need you.")
    assert words.sentence(_snapshot(1), 1) == ("1 file is in.", "1 thing needs you.")
    assert words.sentence(_snapshot(0, 5), 0) == ("5 files are on their way.", "")
    assert words.sentence(_snapshot(), 2)[0] == "Nothing has come in today."
    assert words.sentence(_snapshot(), 0) == ("Everything is in.", "")


def test_the_second_sentence_cannot_be_html() -> None:
    """GIVEN words with angle brackets THEN they are shown as they are."""
    assert words.html_of("<b>", "", "#fff") == "&lt;b&gt;"
    assert "&lt;i&gt;" in words.html_of("a", "<i>", "#fff")


def test_times_are_said_in_their_largest_unit() -> None:
    """GIVEN spans THEN each is one figure and one unit."""
    assert [words.span(s) for s in (9, 130, 7300, 40 * 3600, 4 * 86400)] == ["9 s", "2 min", "2 h", "40 h", "4 days"]
    assert words.oldest(1_000_000, now_s=1040.0) == "oldest 40 s"


def test_a_month_that_is_not_told_whole_is_left_out() -> None:
    """GIVEN thirty days THEN the month whose first day is among them is summed, the one before is not."""
    days = tuple(DayCost(f"2026-10-{day:02}", 10) for day in range(20, 32))
    days += tuple(DayCost(f"2026-11-{day:02}", 100) for day in range(1, 4))
    assert words.months(Costs(days, {}, None)) == [("2026-11", 300)]
    assert words.month_name("2026-11") == "November"


def test_the_day_and_the_last_upload_are_named() -> None:
    """GIVEN no upload yet THEN the day alone is said."""
    said = words.subtitle(_snapshot(), datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert said == "Friday 20 November."


def test_an_empty_home_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    """GIVEN no folder and no item THEN the way to the first one is all there is."""
    desk.window.show_page(Place.HOME)
    home = desk.session.home
    qtbot.waitUntil(home.first_run.isVisible, timeout=WAIT_MS)
    assert not home.left_column.isVisible()
    assert home.add_button.isHidden()


def test_home_shows_what_is_there_and_nothing_else(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """GIVEN items, a failure, an absent folder and a transfer THEN each has its place; spend is for admins."""
    app.away.add(tmp_path / "Picture desk drop")
    failed = seeds.transfer(1, TransferState.FAILED, tmp_path, reason="vanished", ended_at=time.time())
    moving = seeds.transfer(2, TransferState.SENDING, tmp_path, sent_bytes=23_500_000)
    done = seeds.transfer(3, TransferState.UPLOADED, tmp_path, ended_at=time.time(), queued_at=time.time() - 9)
    app.transfers.add([failed, moving, done])
    desk.window.show_page(Place.HOME)
    home = desk.session.home
    qtbot.waitUntil(lambda: "1 file is in. 3 things" in home.left_column.sentence.accessibleName(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: all(row.isVisible() for row in home.findChildren(NeedRow)), timeout=WAIT_MS)
    rows = [row.accessibleName() for row in home.findChildren(NeedRow)]
    assert rows[0].startswith("DSC_2281.NEF was not uploaded.")
    assert rows[1].startswith("notes.jpg was refused.")
    assert rows[2].startswith("Picture desk drop is away.")
    (row,) = home.findChildren(MovingRow)
    assert row.accessibleDescription().startswith("50 %")
    tiles = [tile for tile in home.findChildren(RecentTile) if tile.isVisible()]
    assert tiles[0].item_id == filled[0]
    assert home.today.isVisible()
    assert home.work.isVisible()
    assert not home.spend.isVisible()
    assert home.status.endswith("24 items")


def test_what_needs_the_person_can_be_dealt_with_here(  # noqa: PLR0917 - fixtures
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """GIVEN a failed file WHEN its button is pressed THEN it waits again, and the row goes."""
    assert filled
    failed = seeds.transfer(1, TransferState.FAILED, tmp_path, reason="vanished", ended_at=time.time())
    app.transfers.add([failed])
    desk.window.show_page(Place.HOME)
    home = desk.session.home
    qtbot.waitUntil(lambda: any(row.isVisible() for row in home.findChildren(NeedRow)), timeout=WAIT_MS)
    (button,) = [b for b in home.left_column.needs.findChildren(Button) if b.text() == "Try again"]
    button.click()
    assert app.transfers.get_many([failed.id])[0].state is TransferState.WAITING
    qtbot.waitUntil(
        lambda: all("DSC_" not in row.accessibleName() for row in home.findChildren(NeedRow)), timeout=WAIT_MS
    )
    app.transfers.update(failed.id, TransferState.SENDING)
    bridge.post(TransferChanged(failed.id))
    qtbot.waitUntil(home.left_column.moving.isVisible, timeout=WAIT_MS)


def test_an_item_that_could_not_be_analysed_is_shown_in_the_library(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication
) -> None:
    """GIVEN a failed item of one's own WHEN it is asked for THEN the library shows it."""
    assert filled
    failed = seeds.item(0, status=ItemStatus.FAILED, status_reason="damaged", filename="broken.mov")
    app.items.apply([failed])
    desk.window.show_page(Place.HOME)
    home = desk.session.home
    qtbot.waitUntil(
        lambda: any("broken.mov could not be analysed" in r.accessibleName() for r in home.findChildren(NeedRow)),
        timeout=WAIT_MS,
    )
    home.left_column.need_asked.emit("show_item", failed.id)
    assert desk.window.page is desk.library


def test_admins_see_what_it_costs(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, bridge: Bridge
) -> None:
    """GIVEN an admin WHEN Home is opened THEN today and the month are said, as the newsroom counts them."""
    assert filled
    connection = account_screens.connection()
    assert connection.role == Role.ADMIN
    app._connection = connection  # noqa: SLF001 - a fake's own
    app.accounts = account_screens.people(bridge.post)
    app.accounts.cost = Costs((DayCost("2026-11-22", 4_120_000),), {}, 20_000_000)
    desk.window.show_page(Place.HOME)
    home = desk.session.home
    qtbot.waitUntil(home.spend.isVisible, timeout=WAIT_MS)
    said = [label.text() for label in home.spend.findChildren(QLabel)]
    assert "$4.12 today" in said
    assert "cap $20.00 a day" in said


def test_the_numbers_stand_below_where_there_is_no_room_beside(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """GIVEN a narrow window THEN the right column goes under the left one."""
    assert filled
    desk.window.show_page(Place.HOME)
    home = desk.session.home
    qtbot.waitUntil(lambda: home.isAncestorOf(home.storage) and home.storage.isVisible(), timeout=WAIT_MS)
    assert home.storage.mapTo(home, home.storage.rect().topLeft()).x() > home.width() / 2
    desk.frame.resize(1280, 800)
    below = lambda: home.storage.mapTo(home.left_column.parentWidget(), home.storage.rect().topLeft()).y()  # noqa: E731 - said once
    qtbot.waitUntil(lambda: below() > home.left_column.height(), timeout=WAIT_MS)
