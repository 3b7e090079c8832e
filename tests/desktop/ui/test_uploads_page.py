"""Uploads: where each file stands, in words; what can be done; nothing jumps when something changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QAbstractItemModelTester

from cloud.contract.reasons import Reason
from desktop.core.events import TransferChanged, TransferProgress
from desktop.core.model import TransferState
from desktop.ui.places import Place
from desktop.ui.transfers.model import Roles, UploadsModel
from desktop.ui.transfers.rows import Act, Row, row_of
from desktop.ui.transfers.sections import Asked
from tests.desktop.ui import seeds
from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

S = TransferState


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


def test_sections_stand_in_the_order_of_need(app: FakeApplication, tmp_path: Path) -> None:
    """What needs the person is first, then what moves, waits, is done; each under its heading."""
    _add(app, tmp_path, S.UPLOADED, S.WAITING, S.SENDING, S.FAILED)
    assert _lines(_watched(app)) == [
        "Needs you", "DSC_2283.NEF", "Uploading", "DSC_2282.NEF", "Waiting", "DSC_2281.NEF",
        "Done today", "DSC_2280.NEF",
    ]  # fmt: skip


def test_a_transfer_moves_between_sections_without_a_reset(app: FakeApplication, tmp_path: Path) -> None:
    """One row goes, one comes; the ten thousand waiting ones are not touched."""
    ids = _add(app, tmp_path, S.SENDING, *[S.WAITING] * 300)
    model = _watched(app)
    model.show(Asked(is_unfolded=True))
    moved: list[tuple[str, int]] = []
    model.modelReset.connect(lambda: moved.append(("reset", 0)))
    model.rowsRemoved.connect(lambda _p, first, last: moved.append(("gone", last - first + 1)))
    model.rowsInserted.connect(lambda _p, first, last: moved.append(("came", last - first + 1)))
    app.transfers.update(ids[0], S.CHECKING)
    app.transfers.update(ids[0], S.UPLOADED, ended_at=time.time())
    app.transfers.update(ids[1], S.SENDING)
    model.refresh([ids[0], ids[1]])
    assert moved == [("gone", 1), ("came", 1), ("gone", 1), ("came", 2)]
    assert _lines(model)[:3] == ["Uploading", "DSC_2281.NEF", "Waiting"]
    assert _lines(model)[-2:] == ["Done today", "DSC_2280.NEF"]


def test_progress_moves_one_row(app: FakeApplication, tmp_path: Path) -> None:
    """A step changes the bar, the speed and the time left of its row alone."""
    ids = _add(app, tmp_path, S.SENDING, S.SENDING, S.WAITING)
    model = _watched(app)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last, _roles: changed.append(first.row()))
    model.progressed([TransferProgress(ids[1], 23_500_000, 47_000_000, 2_350_000)])
    assert changed == [2]
    row = model.index(2).data(Roles.ROW)
    assert isinstance(row, Row)
    assert (row.part, row.speed, row.left) == (0.5, "2.4 MB/s", "10 s left")
    assert model.totals().bytes_per_s == 2_350_000


@pytest.mark.parametrize(
    ("state", "changes", "said"),
    [
        (S.WAITING, {}, "Waiting"),
        (S.WAITING, {"reason": "offline", "not_before": 1042.0},
         "The newsroom could not be reached. It goes on by itself. Next try in 42 s."),
        (S.SENDING, {}, "Starting"),
        (S.SENDING, {"sent_bytes": 20_000_000, "part_size_bytes": 8_000_000}, "Part 3 of 6"),
        (S.SENDING, {"sent_bytes": 23_500_000}, "Sending, 50 %"),
        (S.CHECKING, {}, "Checking that it arrived whole"),
        (S.PAUSED, {}, "Paused by you"),
        (S.DUPLICATE, {"ended_at": 1.0}, "Already in the library, not uploaded again"),
    ],
)  # fmt: skip
def test_every_state_is_said_in_words(
    tmp_path: Path, state: TransferState, changes: dict[str, object], said: str
) -> None:
    """No state rests on a colour or a bar alone."""
    assert row_of(seeds.transfer(1, state, tmp_path, **changes), None, 1000.0).state == said


def test_uploaded_is_said_only_when_it_is_verified(tmp_path: Path) -> None:
    """All bytes sent is not done: done follows the check."""
    sent = seeds.transfer(1, S.CHECKING, tmp_path, sent_bytes=47_000_000)
    assert "ploaded" not in row_of(sent, None, 1000.0).state
    assert row_of(seeds.transfer(1, S.UPLOADED, tmp_path, ended_at=1.0), None, 0).state.startswith(
        "Uploaded and verified"
    )


def test_a_failure_says_why_and_offers_the_remedy(tmp_path: Path) -> None:
    """A vanished file can be tried again; one that is too large is shown in its folder."""
    gone = row_of(seeds.transfer(1, S.FAILED, tmp_path, reason="vanished"), None, 0)
    assert gone.failure == "Failed: the file is gone"
    assert gone.remedy.startswith("It was deleted or moved before it could be uploaded. Put it back")
    assert [action.act for action in gone.actions] == [Act.REMOVE, Act.RETRY]
    large = row_of(seeds.transfer(1, S.REJECTED, tmp_path, reason="too_large", detail="50 GB"), None, 0)
    assert large.remedy == (
        "47 MB is more than your newsroom takes for one file (50 GB)."
        " Send a shorter cut, or ask an admin to raise the limit."
    )
    assert [action.act for action in large.actions] == [Act.REMOVE, Act.SHOW_FILE]
    unread = row_of(seeds.transfer(1, S.FAILED, tmp_path, reason="unreadable"), None, 0)
    assert [action.act for action in unread.actions] == [Act.REMOVE, Act.SHOW_FILE, Act.RETRY]


@pytest.mark.parametrize("reason", [*Reason, "of a later version", ""])
def test_every_failure_says_what_happened_and_what_to_do(tmp_path: Path, reason: str) -> None:
    """Whatever the reason, there is a headline, a sentence, and a way to deal with it."""
    row = row_of(seeds.transfer(1, S.FAILED, tmp_path, reason=reason), None, 0)
    assert row.failure.startswith(("Failed", "Refused"))
    assert row.remedy.endswith((".", ")"))
    assert row.action(Act.REMOVE) is not None
    assert row.action(Act.RETRY, Act.SHOW_FILE) is not None


def test_a_card_that_was_taken_out_is_called_that(tmp_path: Path) -> None:
    """A file that is gone with its folder is not said to be deleted."""
    card = seeds.transfer(1, S.FAILED, tmp_path / "KB-04", reason="vanished")
    row = row_of(card, None, 0, is_away=True)
    assert row.failure == "Failed: its folder went away"
    assert row.remedy.startswith("KB-04 was taken out or cut off")


def test_the_keys_act_on_the_current_row(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """P pauses and resumes, Del cancels, R tries again."""
    (one,) = _add(app, tmp_path, S.WAITING)
    bridge.post(TransferChanged(one))
    qtbot.waitUntil(lambda: desk.uploads.model.rowCount() == 2)
    desk.window.show_page(Place.UPLOADS)
    uploads = desk.uploads.list

    def press(key: Qt.Key) -> TransferState:
        uploads.setCurrentIndex(desk.uploads.model.index(1))
        qtbot.keyClick(uploads, key)
        found = app.transfers.get(one)
        assert found is not None
        state = found.state
        qtbot.waitUntil(lambda: desk.uploads.model.index(1).data(Roles.ROW) is not None)
        desk.uploads.model.refresh([one])
        return state

    assert press(Qt.Key.Key_P) is S.PAUSED
    assert press(Qt.Key.Key_P) is S.WAITING
    assert press(Qt.Key.Key_Delete) is S.CANCELLED
    assert press(Qt.Key.Key_R) is S.WAITING


def test_the_remedy_is_a_real_button_on_the_current_row(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """The failed row's button has a name that says for which file, and does what it says."""
    (one,) = _add(app, tmp_path, S.FAILED)
    bridge.post(TransferChanged(one))
    qtbot.waitUntil(lambda: desk.uploads.model.rowCount() == 2)
    desk.window.show_page(Place.UPLOADS)
    desk.uploads.enter()
    again = next(
        button
        for button in desk.uploads.list.findChildren(type(desk.folders.add_button))
        if button.isVisible() and button.accessibleName() == "Try again: DSC_2280.NEF"
    )
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    found = app.transfers.get(one)
    assert found is not None
    assert found.state is S.WAITING


def test_pausing_all_is_said_everywhere(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """The button, the head, the card and the tray say the same."""
    ids = _add(app, tmp_path, S.WAITING, S.WAITING)
    bridge.post(TransferChanged(ids[0]))
    qtbot.waitUntil(lambda: desk.session.unsent == 2)
    qtbot.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: app.transfers.is_paused and desk.tray.state.value == "paused")
    desk.window.show_page(Place.UPLOADS)
    assert "Paused, 2 waiting" in shown_text(desk.uploads)
    assert desk.window.sidebar.items[Place.UPLOADS].accessibleName() == "Uploads, 2"


def test_an_empty_queue_says_that_everything_is_in(desk: Desk) -> None:
    """Nothing to do is said, not shown as an empty list."""
    desk.window.show_page(Place.UPLOADS)
    assert "Everything is in" in shown_text(desk.uploads)


def test_a_long_queue_is_read_in_part(app: FakeApplication, tmp_path: Path) -> None:
    """The heading counts all that wait; the list holds the next ones, and more come up as these go."""
    made = [seeds.transfer(number, S.WAITING, tmp_path) for number in range(2300)]
    app.transfers.add(made)
    model = _watched(app)
    model.show(Asked(is_unfolded=True))
    assert model.rowCount() == 2002
    assert model.index(2001).data() == "300 more come up as these go"
    head = model.index(0).data(Roles.HEAD)
    assert isinstance(head, tuple)
    assert head[1] == 2300
    for transfer in made[:10]:
        app.transfers.update(transfer.id, S.CANCELLED, ended_at=1.0)
    model.refresh([transfer.id for transfer in made[:10]])
    assert model.id_at(1) == made[10].id
    assert model.id_at(2000) == made[2009].id


def test_a_storm_of_changes_is_read_a_few_times(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """Each change of a transfer, one a turn of the event loop, costs no reading of its own; the last one is seen."""
    ids = _add(app, tmp_path, *[S.WAITING] * 60)
    read: list[object] = []
    desk.uploads.totals_changed.connect(read.append)
    for transfer_id in ids:
        app.transfers.update(transfer_id, S.CANCELLED, ended_at=time.time())
        bridge.post(TransferChanged(transfer_id))
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: _lines(desk.uploads.model)[:1] == ["Done today"] and desk.uploads.model.rowCount() == 61)
    qtbot.waitUntil(lambda: desk.session.unsent == 0)
    assert len(read) < 30
