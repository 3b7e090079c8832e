"""Uploads: views, finding a file, putting the queue in order, what is asked before it is done, the way back."""

from __future__ import annotations

import dataclasses
import time
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester

from desktop.core.events import TransferChanged, TransferProgress
from desktop.core.model import TransferState
from desktop.core.timetable import Speed, Timetable
from desktop.ui.places import Place
from desktop.ui.transfers.announce import Milestones
from desktop.ui.transfers.model import Roles, UploadsModel
from desktop.ui.transfers.page import limit_text
from desktop.ui.transfers.rows import Act, Row
from desktop.ui.transfers.sections import Asked, View
from desktop.ui.transfers.speed import SpeedHistory
from desktop.ui.transfers.totals import Totals
from tests.desktop.ui import seeds
from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
S = TransferState
_MANY = 10_000


def _add(app: FakeApplication, root: Path, *states: TransferState) -> list[str]:
    now_s = time.time()
    made = [
        seeds.transfer(number, state, root / "Card KB-04", ended_at=now_s + number if state.is_final else 0.0)
        for number, state in enumerate(states)
    ]
    app.transfers.add(made)
    return [transfer.id for transfer in made]


def _watched(app: FakeApplication) -> UploadsModel:
    model = UploadsModel(app.transfers)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def _lines(model: UploadsModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def _open(qtbot: QtBot, desk: Desk, bridge: Bridge, one: str) -> None:
    bridge.post(TransferChanged(one))
    qtbot.waitUntil(lambda: desk.uploads.model.rowCount() > 1)
    desk.window.show_page(Place.UPLOADS)
    desk.uploads.enter()


def test_what_waits_folds_so_that_what_is_done_is_seen(app: FakeApplication, tmp_path: Path) -> None:
    """Three of many, and a line that says how many more; it neither folds nor unfolds by itself."""
    _add(app, tmp_path, *[S.WAITING] * 34)
    model = _watched(app)
    assert model.rowCount() == 5
    _add_done(app, tmp_path)
    model.refresh(())
    assert _lines(model)[4:7] == ["31 more waiting", "Done today", "DSC_2370.NEF"]
    assert model.index(4).data(Roles.MORE) == (31, True)
    model.show(Asked(is_unfolded=True))
    assert model.rowCount() == 37


def _add_done(app: FakeApplication, root: Path) -> None:
    app.transfers.add([seeds.transfer(90, S.UPLOADED, root, ended_at=time.time())])


def test_the_views_show_what_failed_and_what_was_before_today(app: FakeApplication, tmp_path: Path) -> None:
    """The queue ends with today; History goes on, and a view changes nothing in the queue."""
    _add(app, tmp_path, S.FAILED, S.WAITING, S.UPLOADED)
    old = seeds.transfer(50, S.UPLOADED, tmp_path, ended_at=time.time() - 3 * 86400)
    app.transfers.add([old])
    model = _watched(app)
    assert "DSC_2330.NEF" not in _lines(model)
    model.show(Asked(View.FAILED))
    assert _lines(model) == ["Needs you", "DSC_2280.NEF"]
    model.show(Asked(View.HISTORY))
    assert _lines(model) == ["Done", "DSC_2282.NEF", "DSC_2330.NEF"]
    app.transfers.update(old.id, S.DUPLICATE)
    model.refresh([old.id])
    assert model.rowCount() == 3


def test_a_file_is_found_by_its_name(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """Typing narrows the list; what is not found is said, and Escape brings the queue back."""
    ids = _add(app, tmp_path, *[S.WAITING] * 12)
    _open(qtbot, desk, bridge, ids[0])
    qtbot.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.uploads.tools.field.hasFocus()
    qtbot.keyClicks(desk.uploads.tools.field, "dsc 2291")
    qtbot.waitUntil(lambda: _lines(desk.uploads.model) == ["Waiting", "DSC_2291.NEF"])
    qtbot.keyClicks(desk.uploads.tools.field, "x")
    qtbot.waitUntil(lambda: "No file is called “dsc 2291x”" in shown_text(desk.uploads))
    desk.uploads.escape()
    qtbot.waitUntil(lambda: _lines(desk.uploads.model)[-1] == "9 more waiting")


def test_alt_and_arrows_move_a_row(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """Earlier, later, and again: the row stays the current one wherever it goes."""
    one, two, three, four = _add(app, tmp_path, *[S.WAITING] * 4)
    _open(qtbot, desk, bridge, one)
    uploads = desk.uploads.list
    uploads.setCurrentIndex(desk.uploads.model.index(3))

    def press(key: Qt.Key) -> list[str]:
        qtbot.keyClick(uploads, key, Qt.KeyboardModifier.AltModifier)
        order = app.transfers.ids([S.WAITING])
        qtbot.waitUntil(lambda: [desk.uploads.model.id_at(row) for row in range(1, 5)] == order)
        assert uploads.row_at(uploads.currentIndex()).id == three  # type: ignore[union-attr]  # there is one
        return order

    assert press(Qt.Key.Key_Up) == [one, three, two, four]
    assert press(Qt.Key.Key_Up) == [three, one, two, four]
    assert press(Qt.Key.Key_Up) == [three, one, two, four]
    assert press(Qt.Key.Key_Down) == [one, three, two, four]
    assert press(Qt.Key.Key_Down) == [one, two, three, four]
    assert press(Qt.Key.Key_Down) == [one, two, four, three]


def test_a_dragged_row_goes_where_it_is_dropped(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """Among what waits alone; anywhere else nothing happens."""
    moving, one, two, three = _add(app, tmp_path, S.SENDING, *[S.WAITING] * 3)
    _open(qtbot, desk, bridge, moving)
    uploads, model = desk.uploads.list, desk.uploads.model
    uploads.setCurrentIndex(model.index(model.row_of_id(three)))

    def drop(target: str) -> list[str]:
        place = uploads.visualRect(model.index(model.row_of_id(target))).topLeft()
        data = QMimeData()
        event = QDropEvent(
            QPointF(place.x() + 20, place.y() + 4), Qt.DropAction.MoveAction, data,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        uploads.dropEvent(event)
        return app.transfers.ids([S.WAITING])

    assert drop(moving) == [one, two, three]
    assert drop(one) == [three, one, two]


def test_cancelling_what_moves_is_asked_first(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """The safe answer has the focus; what only waits is cancelled at once, with a way back."""
    moving, waiting = _add(app, tmp_path, S.SENDING, S.WAITING)
    _open(qtbot, desk, bridge, moving)
    desk.uploads.list.choose([moving])
    qtbot.keyClick(desk.uploads.list, Qt.Key.Key_Delete)
    question = desk.uploads.deeds.question
    assert question is not None
    assert "Stop uploading DSC_2280.NEF?" in shown_text(question)
    question.keep_button.click()
    assert app.transfers.ids([S.SENDING]) == [moving]
    desk.uploads.deeds.do(Act.CANCEL, [moving])
    again = desk.uploads.deeds.question
    assert again is not None
    again.act_button.click()
    assert app.transfers.ids([S.CANCELLED]) == [moving]
    desk.uploads.deeds.do(Act.CANCEL, [waiting])
    assert app.transfers.ids([S.WAITING]) == []
    assert "DSC_2281.NEF was cancelled" in shown_text(desk.toast)
    desk.toast.press()
    assert app.transfers.ids([S.WAITING]) == [waiting]


def test_a_key_acts_on_all_chosen_rows(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """Three chosen rows are paused by one key, and sent now in the order they have."""
    ids = _add(app, tmp_path, *[S.WAITING] * 5)
    _open(qtbot, desk, bridge, ids[0])
    uploads = desk.uploads.list
    uploads.choose(ids[2:])
    qtbot.keyClick(uploads, Qt.Key.Key_N)
    assert app.transfers.ids([S.WAITING]) == [*ids[2:], *ids[:2]]
    qtbot.waitUntil(lambda: desk.uploads.model.id_at(1) == ids[2])
    assert [row.id for row in uploads.chosen_rows] == ids[2:]
    qtbot.keyClick(uploads, Qt.Key.Key_P)
    assert set(app.transfers.ids([S.PAUSED])) == set(ids[2:])


def test_ten_thousand_waiting_rows_cost_nothing(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """No widget for each, no row read that is not looked at, and a step of progress takes no time."""
    app.transfers.add([seeds.transfer(number, S.WAITING, tmp_path) for number in range(_MANY)])
    moving = seeds.transfer(_MANY + 1, S.SENDING, tmp_path)
    app.transfers.add([moving])
    _open(qtbot, desk, bridge, moving.id)
    widgets = len(desk.uploads.list.findChildren(type(desk.folders.add_button)))
    assert widgets <= 8
    began_s = time.perf_counter()
    for step in range(100):
        desk.uploads.model.progressed([TransferProgress(moving.id, step * 100_000, 47_000_000, 1_000_000)])
    assert (time.perf_counter() - began_s) / 100 < 0.016


def test_numbers_change_at_most_twice_a_second(app: FakeApplication, tmp_path: Path) -> None:
    """The bar moves with every step; the words keep still long enough to be read."""
    (one,) = _add(app, tmp_path, S.SENDING)
    now = [100.0]
    model = UploadsModel(app.transfers, clock=lambda: now[0])

    def after(step_s: float, sent: int, speed: float) -> Row:
        now[0] += step_s
        model.progressed([TransferProgress(one, sent, 47_000_000, speed)])
        row = model.index(1).data(Roles.ROW)
        assert isinstance(row, Row)
        return row

    assert after(0.0, 4_700_000, 1e6).speed == "1.0 MB/s"
    still = after(0.1, 23_500_000, 9e6)
    assert (still.part, still.speed) == (0.5, "1.0 MB/s")
    assert after(0.4, 23_500_000, 9e6).speed == "9.0 MB/s"


def test_the_speed_line_drops_to_nothing_in_a_gap() -> None:
    """Ten minutes in steps of two seconds; where nothing was said there is nothing, not a slope."""
    now = [1000.0]
    history = SpeedHistory(lambda: now[0])
    history.note(5e6)
    now[0] += 20
    history.note(3e6)
    values = history.values()
    assert len(values) == 300
    assert values[-1] == 3e6
    assert values[-11] == 5e6
    assert set(values[-10:-1]) == {0.0}


def test_progress_is_announced_in_quarters() -> None:
    """At 25, 50, 75 and 100 %, each once; files that come in meanwhile say nothing again."""

    def at(left: int) -> Totals:
        return Totals(1 if left else 0, 0, 0, 0, paused=False, left_bytes=left, bytes_per_s=1.0)

    marks = Milestones()
    said = [marks.follow(at(left)) for left in (100, 80, 74, 60, 49, 200, 90, 20, 0, 0)]
    assert [text for text in said if text] == [
        "25 % uploaded, 1 file left",
        "50 % uploaded, 1 file left",
        "75 % uploaded, 1 file left",
        "100 %. Everything is in.",
    ]


def test_the_limit_says_until_when_it_holds() -> None:
    """The speed of the timetable's hour, and the hour in which it changes."""
    nine = datetime(2026, 11, 20, 9, 20).astimezone()  # a Friday
    slow = Timetable().painted([(4, hour) for hour in range(8, 22)], Speed.MIDDLE)
    assert limit_text(slow, nine).split("until ")[1] == "22:00"
    assert limit_text(slow, nine).startswith("limit 8")
    assert limit_text(slow, nine.replace(hour=23)) == ""
    always = Timetable().painted([(day, hour) for day in range(7) for hour in range(24)], Speed.MIDDLE)
    assert "until" not in limit_text(always, nine)


def test_letters_are_no_keys_where_somebody_turned_them_off(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """P does nothing then, and the line of keys below does not name it; Del goes on to work."""
    (one,) = _add(app, tmp_path, S.WAITING)
    app.save_settings(dataclasses.replace(app.settings(), has_letter_keys=False))
    _open(qtbot, desk, bridge, one)
    qtbot.keyClick(desk.uploads.list, Qt.Key.Key_P)
    assert app.transfers.ids([S.WAITING]) == [one]
    assert desk.uploads.status == ""
    qtbot.keyClick(desk.uploads.list, Qt.Key.Key_Delete)
    assert app.transfers.ids([S.CANCELLED]) == [one]
