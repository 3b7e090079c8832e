"""What joins the pages: pauses that end, files added by hand, what is left in each folder, how far a first sync is."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

import pytest

from cloud.contract.reasons import Reason
from desktop.core.errors import StorageFull
from desktop.core.events import FileSkipped, FileTaken, SyncProgress, TransferChanged
from desktop.core.model import TransferState
from desktop.ui.session import Session
from desktop.ui.sidebar_rows import FolderRow
from desktop.ui.tray import Tray, TrayState
from desktop.ui.window import Frame
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

UNTIL = "paused_until"


@pytest.fixture
def restart(qapp: QApplication, theme: Theme, app: FakeApplication, bridge: Bridge) -> Iterator[Callable[[], Session]]:
    """Return what opens the window's session again on the same data."""
    made: list[tuple[Session, Frame]] = []

    def open_again() -> Session:
        frame = Frame(theme, qapp)
        session = Session(theme, frame, app, bridge, Tray(theme))
        frame.show_content(session.window)
        made.append((session, frame))
        return session

    yield open_again
    for session, frame in made:
        session.leave()
        frame.deleteLater()


def _keep(app: FakeApplication, until: float) -> None:
    app.save_settings(dataclasses.replace(app.settings(), extra={UNTIL: until, "other": 1}))


def test_a_pause_for_a_while_is_kept_with_its_end(qtbot: QtBot, desk: Desk, app: FakeApplication) -> None:
    """The tray's half hour is written down, and forgotten once somebody resumes elsewhere."""
    desk.tray.pause_asked.emit(30)
    until = app.settings().extra[UNTIL]
    assert isinstance(until, float)
    assert 1790 < until - time.time() <= 1800
    qtbot.waitUntil(lambda: desk.tray.state is TrayState.PAUSED)
    assert UNTIL in app.settings().extra
    desk.uploads.toggle_pause()
    qtbot.waitUntil(lambda: UNTIL not in app.settings().extra)
    assert not app.transfers.is_paused


def test_a_pause_without_an_end_takes_the_place_of_one_with(desk: Desk, app: FakeApplication) -> None:
    """After a pause for a while, "Until I resume" holds until somebody resumes."""
    desk.tray.pause_asked.emit(30)
    desk.tray.pause_asked.emit(0)
    assert UNTIL not in app.settings().extra
    assert app.transfers.is_paused


def test_a_pause_that_is_over_ends_at_the_start(app: FakeApplication, restart: Callable[[], Session]) -> None:
    """Its end came while SnapStream was closed; other settings stay."""
    app.transfers.set_paused(paused=True)
    _keep(app, time.time() - 5)
    restart()
    assert not app.transfers.is_paused
    assert dict(app.settings().extra) == {"other": 1}


def test_a_pause_ends_after_a_restart(qtbot: QtBot, app: FakeApplication, restart: Callable[[], Session]) -> None:
    """One that is not over goes on, and ends when its time has come."""
    app.transfers.set_paused(paused=True)
    _keep(app, time.time() + 5)
    restart()
    assert app.transfers.is_paused
    qtbot.waitUntil(lambda: not app.transfers.is_paused, timeout=15_000)


def test_an_end_without_a_pause_is_forgotten(app: FakeApplication, restart: Callable[[], Session]) -> None:
    """Resumed from the terminal while the window was closed: nothing resumes by surprise later."""
    _keep(app, time.time() + 1000)
    restart()
    assert dict(app.settings().extra) == {"other": 1}


def test_a_pause_that_cannot_be_kept_still_pauses(desk: Desk, app: FakeApplication) -> None:
    """With a full disk the queue is paused, and the toast says what is missing."""
    app.save_problem = StorageFull("save the settings")
    desk.tray.pause_asked.emit(30)
    assert app.transfers.is_paused
    assert "After a restart the pause has no end" in desk.toast.accessibleName()


def test_a_file_added_by_hand_says_what_became_of_it(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """Nothing is called added before it is; what is skipped is named with the reason."""
    photo, notes = tmp_path / "one.jpg", tmp_path / "notes.txt"
    for path in (photo, notes):
        path.write_bytes(b"x")
    desk.session.take([notes])
    assert desk.toast.accessibleName() == "Looking at 1 file. "
    bridge.post(FileSkipped(str(tmp_path / "unasked.txt"), Reason.OTHER_KIND))
    bridge.post(FileSkipped(str(notes), Reason.OTHER_KIND))
    qtbot.waitUntil(
        lambda: desk.toast.accessibleName() == "notes.txt is not added. It is not a photo, audio or video file."
    )
    desk.session.take([photo, notes])
    one = seeds.transfer(1, TransferState.WAITING, tmp_path)
    app.transfers.add([one])
    bridge.post(FileTaken(str(photo), one.id))
    bridge.post(FileSkipped(str(notes), Reason.EMPTY))
    qtbot.waitUntil(lambda: desk.toast.accessibleName().startswith("1 file is added. notes.txt is not added. "))


def test_a_file_that_was_sent_before_is_not_called_added(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """The queue answers with the transfer of an earlier run: that is said; one that only went fast is new."""
    photo = tmp_path / "one.jpg"
    photo.write_bytes(b"x")
    one = seeds.transfer(1, TransferState.UPLOADED, tmp_path, ended_at=1.0)
    app.transfers.add([one])
    desk.session.take([photo])
    bridge.post(FileTaken(str(photo), one.id))
    qtbot.waitUntil(lambda: desk.toast.accessibleName() == "1 file was sent before. ")
    fresh = dataclasses.replace(seeds.transfer(2, TransferState.UPLOADED, tmp_path), queued_at=time.time() + 5)
    app.transfers.add([fresh])
    desk.session.take([photo])
    bridge.post(FileTaken(str(photo), fresh.id))
    qtbot.waitUntil(lambda: desk.toast.accessibleName() == "1 file is added. ")


def test_what_is_left_in_a_folder_counts_all_of_it(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """The badge of the second folder is right although thousands of the first stand before it."""
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
        app.add_folder(folder)
    made = [seeds.transfer(number, TransferState.WAITING, first) for number in range(2100)]
    late = [seeds.transfer(3000 + number, TransferState.WAITING, second) for number in range(3)]
    app.transfers.add([*made, *late])
    bridge.post(TransferChanged(made[0].id))
    names = lambda: [row.accessibleName() for row in desk.window.sidebar.findChildren(FolderRow)]  # noqa: E731 - said once
    qtbot.waitUntil(lambda: names() == ["one, 2,100 left", "two, 3 left"])


def test_a_first_sync_says_how_far_it_is(desk: Desk, qtbot: QtBot, bridge: Bridge) -> None:
    """While nobody knows how many there are, those that came are counted."""
    bridge.post(SyncProgress(12_400, None))
    qtbot.waitUntil(lambda: "Getting the library: 12,400" in desk.window.status.accessibleName())
