"""Activity: days and rows, batches as one row, what can still be done; nothing is reset."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.core.model import TransferState
from desktop.library.activity import Happening, What
from desktop.ui.activity.model import ActivityModel
from desktop.ui.activity.rows import Head, build, grouped
from desktop.ui.activity.words import SORTS, Act, Line, Now, Sort, line_of
from desktop.ui.places import Place
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

NOON = 1_795_262_400.0
NOBODY = Now({}, frozenset(), frozenset())
WAIT_MS = 15_000


def _up(number: int, at: float, place: str = "Card KB-04") -> Happening:
    return Happening(What.UPLOADED, f"t{number}", f"DSC_{number}.NEF", place, at=at, id=number)


def test_every_sort_of_event_can_be_said() -> None:
    """GIVEN one of each THEN each has an icon, a subject and a place among the filters."""
    for number, what in enumerate(What):
        one = Happening(what, "disk_full", "name.jpg", "Desk", "vanished|", at=NOON, solved_at=NOON + 60, id=number)
        line = line_of([one], NOBODY)
        assert line.subject
        assert line.icon
        assert SORTS[what] is not Sort.ALL


def test_a_batch_is_one_row() -> None:
    """GIVEN fifty files of one folder with another file between THEN they are one row, the other its own."""
    batch = [_up(number, NOON - number) for number in range(50)]
    other = Happening(What.FAILED, "x", "a.jpg", "Card KB-04", "vanished|", at=NOON - 20.5, id=99)
    entries = sorted([*batch, other], key=lambda one: -one.at)
    assert [len(group) for group in grouped(entries)] == [50, 1]
    line = line_of(grouped(entries)[0], NOBODY)
    assert (line.subject, line.text) == ("50 files", "Uploaded and verified · Card KB-04")


def test_two_files_stand_for_themselves_and_so_do_batches_far_apart() -> None:
    """GIVEN two files, and a batch an hour later THEN nothing is put together that was not together."""
    early, late = [_up(1, NOON), _up(2, NOON - 1)], [_up(number, NOON + 3600 - number) for number in range(3, 7)]
    assert [len(group) for group in grouped([*late, *early])] == [4, 1, 1]
    places = [_up(number, NOON - number, f"Folder {number % 4}") for number in range(12)]
    assert sorted(len(group) for group in grouped(places)) == [3, 3, 3, 3]


def test_each_day_has_a_heading() -> None:
    """GIVEN two days THEN there are two headings, and a search leaves the empty one out."""
    groups = [[_up(1, NOON)], [_up(2, NOON - 86_400)]]
    rows = build(groups, NOBODY)
    assert [isinstance(row, Head) for row in rows] == [True, False, True, False]
    found = build(groups, NOBODY, "dsc_2")
    assert [isinstance(row, Head) for row in found] == [True, False]
    assert isinstance(found[1], Line)
    assert found[1].subject == "DSC_2.NEF"


def test_a_failure_says_what_became_of_it() -> None:
    """GIVEN a file that failed WHEN it is uploaded later THEN the row says so and offers no second try."""
    one = Happening(What.FAILED, "t", "a.jpg", "Desk", "vanished|", at=NOON)
    line = line_of([one], Now({"t": (TransferState.FAILED, NOON, "t")}, frozenset(), frozenset()))
    assert (line.act, line.action) == (Act.RETRY, "Try again")
    waiting = line_of([one], Now({"t": (TransferState.WAITING, 0.0, "t")}, frozenset(), frozenset()))
    assert (waiting.act, waiting.text) == (Act.NONE, "On its way again")
    later = line_of([one], Now({"t": (TransferState.UPLOADED, NOON + 60, "t")}, frozenset({"t"}), frozenset()))
    assert later.text.startswith("Uploaded later")
    assert (later.act, later.ref) == (Act.SHOW_ITEM, "t")


def test_a_problem_that_lasts_can_be_dealt_with_and_one_that_is_over_says_so() -> None:
    """GIVEN a stopped cloud THEN it can be tried at once; solved, it says since when."""
    one = Happening(What.PROBLEM, "cloud_stopped", at=NOON)
    assert line_of([one], NOBODY).act is Act.TRY_NOW
    solved = line_of([Happening(What.PROBLEM, "cloud_stopped", at=NOON, solved_at=NOON + 60)], NOBODY)
    assert (solved.act, solved.text.startswith("Over since")) == (Act.NONE, True)
    away = Happening(What.FOLDER_AWAY, "/mnt/share", "share", at=NOON)
    assert line_of([away], Now({}, frozenset(), frozenset({"/mnt/share"}))).action == "Check now"


def test_what_is_new_is_inserted(qapp: QApplication) -> None:
    """GIVEN a list WHEN something comes, changes or goes THEN the rest stays where it is, and nothing is reset."""
    assert qapp
    model = ActivityModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[None] = []
    inserted: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    groups = [[_up(number, NOON - number)] for number in range(10, 20)]
    model.show_rows(build(groups, NOBODY))
    assert model.rowCount() == 11
    model.show_rows(build([[_up(1, NOON)], *groups], NOBODY))
    assert inserted == [(0, 10), (1, 1)]
    model.show_rows(build(groups[:3], NOBODY))
    assert model.rowCount() == 4
    model.show_rows([])
    assert model.rowCount() == 0
    assert resets == []
    del tester


def test_the_page_shows_what_was_written_down(qtbot: QtBot, desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """GIVEN toasts and a failure WHEN Activity is opened THEN both stand there, and Enter tries the file again."""
    failed = seeds.transfer(1, TransferState.FAILED, tmp_path, reason="vanished", ended_at=time.time())
    app.transfers.add([failed])
    app.activity.add([Happening(What.FAILED, failed.id, failed.filename, "Desk", "vanished|", at=time.time() - 5)])
    desk.session.tell("12 captions saved")
    desk.window.show_page(Place.ACTIVITY)
    page = desk.session.activity
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=WAIT_MS)
    said = [page.model.index(row).data() for row in range(3)]
    assert "12 captions saved" in said[1]
    assert "DSC_2281.NEF was not uploaded" in said[2]
    page.list.setCurrentIndex(page.model.index(2))
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert app.transfers.get_many([failed.id])[0].state is TransferState.WAITING
    qtbot.waitUntil(lambda: "On its way again" in str(page.model.index(2).data()), timeout=WAIT_MS)
    page.buttons[Sort.MESSAGES].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT_MS)
    page.find_box.setText("nothing like it")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=WAIT_MS)
    page.escape()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT_MS)
