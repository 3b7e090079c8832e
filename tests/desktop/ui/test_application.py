"""The window's life: Welcome, getting ready, one instance, the tray, problems in words, closing and quitting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QSlider

from cloud.contract.reasons import Reason
from cloud.contract.status import Profile
from desktop.core.errors import LibraryProblem, SnapStreamError, StorageFull, UsageProblem
from desktop.core.events import CloudProgress, Link, LinkChanged, ProblemRaised, ProblemSolved, TransferChanged
from desktop.core.model import TransferState
from desktop.core.paths import DataDir
from desktop.core.words import Problem
from desktop.ui.application import WindowApplication
from desktop.ui.single import SingleInstance
from desktop.ui.transfers.totals import Totals
from desktop.ui.tray import Tray, TrayState, state_of, tooltip
from tests.desktop.ui import seeds
from tests.desktop.ui.test_library_page import shown_text
from tests.fakes.application import FakeApplication

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk


# The offscreen platform has no order of windows, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


class Program:
    """The window's whole life on a fake application."""

    def __init__(self, qapp: QApplication, root: Path) -> None:
        self.apps: list[FakeApplication] = []
        self._root = root
        self.refuses = ""
        self.start_problem: SnapStreamError | None = None
        self.save_problem: SnapStreamError | None = None
        self.window = WindowApplication(qapp, DataDir(root), self._make)

    def _make(self, bridge: Bridge) -> FakeApplication:
        if self.refuses:
            raise UsageProblem("open the newsroom", detail=self.refuses)
        app = FakeApplication(self._root, bridge.post, seeds.connection())
        app.link_state = Link.CONNECTING
        app.start_problem, app.save_problem = self.start_problem, self.save_problem
        self.apps.append(app)
        return app

    def close(self) -> None:
        """End it."""
        self.window.stop()
        for app in self.apps:
            app.close()
        self.window.frame.deleteLater()


@pytest.fixture
def program(qapp: QApplication, data_dir: Path) -> Iterator[Program]:
    """Return the program, not started."""
    made = Program(qapp, data_dir)
    yield made
    made.close()


def test_welcome_leads_through_getting_ready_to_the_first_run(qtbot: QtBot, program: Program) -> None:
    """Try it now starts the cloud here, says each step, and ends at choosing a folder."""
    program.window.start(local=False)
    frame = program.window.frame
    assert "Put the card in.\nWalk away." in shown_text(frame)
    ways = {b.text() for b in frame.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()}
    assert ways == {"Try it on this computer", "Try it now", "Sign in to your newsroom", "Create an account"}
    button = next(b for b in frame.findChildren(QAbstractButton) if b.text() == "Try it now")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert program.apps[0].is_running
    program.window.bridge.post(CloudProgress("Starting the library", 2, 3))
    qtbot.waitUntil(lambda: "Step 2 of 3: starting the library." in shown_text(frame))
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: "Choose a folder to watch" in shown_text(frame))
    assert program.apps[0].settings().newsroom == "local"


def test_getting_ready_can_be_cancelled(qtbot: QtBot, program: Program) -> None:
    """Cancel stops what was started and shows the ways in again."""
    program.window.start(local=True)
    frame = program.window.frame
    cancel = next(b for b in frame.findChildren(QAbstractButton) if b.text() == "Cancel")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not program.apps[0].is_running
    assert any(b.text() == "Try it now" and b.isVisible() for b in frame.findChildren(QAbstractButton))


def test_a_cloud_that_does_not_start_says_why(qtbot: QtBot, program: Program) -> None:
    """The sentence, and a button to try again."""
    program.refuses = "Another SnapStream (process 41) uses this data directory."
    program.window.start(local=True)
    frame = program.window.frame
    assert program.refuses in shown_text(frame)
    program.refuses = ""
    again = next(b for b in frame.findChildren(QAbstractButton) if b.text() == "Try again")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert program.apps[0].is_running


def _again(program: Program) -> QAbstractButton:
    return next(b for b in program.window.frame.findChildren(QAbstractButton) if b.text() == "Try again")


def test_trying_again_asks_the_application_that_runs(qtbot: QtBot, program: Program) -> None:
    """A cloud that stopped is started by the application that is there: no second one is made, none is orphaned."""
    program.window.start(local=True)
    program.window.bridge.post(ProblemRaised(Problem.CLOUD_STOPPED, "the port is taken"))
    qtbot.waitUntil(lambda: _again(program).isVisible())
    qtbot.mouseClick(_again(program), Qt.MouseButton.LeftButton)
    assert [app.syncs for app in program.apps] == [1]
    assert "Getting ready on this computer" in shown_text(program.window.frame)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    program.window.stop()
    assert not program.apps[0].is_running


def test_other_problems_wait_for_the_pages(qtbot: QtBot, program: Program) -> None:
    """While it gets ready a damaged settings file offers no second start; it is said once the library is there."""
    program.window.start(local=True)
    program.window.bridge.post(ProblemRaised(Problem.SETTINGS_DAMAGED, "/data/settings.json.damaged-1"))
    program.window.bridge.post(ProblemRaised(Reason.DISK_FULL))
    program.window.bridge.post(ProblemSolved(Reason.DISK_FULL))
    program.window.bridge.post(CloudProgress("Starting the library", 2, 3))
    qtbot.waitUntil(lambda: "Step 2 of 3: starting the library." in shown_text(program.window.frame))
    assert not _again(program).isVisible()
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    session = program.window.session
    assert session is not None
    qtbot.waitUntil(session.window.toast.isVisible)
    assert "The settings could not be read" in session.window.toast.accessibleName()
    assert session.window.panel.banner.current is None


def test_a_start_that_fails_halfway_is_ended(qtbot: QtBot, program: Program) -> None:
    """What was begun is stopped, the sentence is shown, and trying again makes a new one."""
    program.start_problem = UsageProblem("start", detail="No thread can be started.")
    program.window.start(local=True)
    assert [app.is_running for app in program.apps] == [False]
    assert "No thread can be started." in shown_text(program.window.frame)
    program.start_problem = None
    qtbot.mouseClick(_again(program), Qt.MouseButton.LeftButton)
    assert [app.is_running for app in program.apps] == [False, True]


@pytest.mark.expected_log("the choice of this newsroom is not kept")
def test_settings_that_cannot_be_saved_do_not_keep_it_from_starting(qtbot: QtBot, program: Program) -> None:
    """With a full disk the library opens all the same."""
    program.save_problem = StorageFull("save the settings")
    program.window.start(local=True)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    assert program.apps[0].is_running


def test_coming_back_to_the_window_looks_at_the_newsroom_at_once(qapp: QApplication, program: Program) -> None:
    """GIVEN a window that lay behind others WHEN it is in front again THEN what changed meanwhile is looked for."""
    program.window.start(local=True)
    (app,) = program.apps
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    before = app.looks
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert app.looks == before + 1


def test_quitting_asks_only_while_files_are_unsent(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    """Nothing unsent, no question; two unsent, the question counts them and its safe answer has the focus."""
    program.window.start(local=True)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    assert program.window.quit_question() is None
    made = [seeds.transfer(number, TransferState.WAITING, tmp_path) for number in range(2)]
    program.apps[0].transfers.add(made)
    program.window.bridge.post(TransferChanged(made[0].id))
    session = program.window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.unsent == 2)
    question = program.window.quit_question()
    assert question is not None
    assert question.windowTitle() == "2 files are not uploaded yet"
    assert "They go on when SnapStream starts again." in "\n".join(
        label.text() for label in question.findChildren(type(program.window.theme.label("")))
    )
    assert question.keep_button.isDefault()
    question.deleteLater()


def test_closing_without_a_tray_minimises_and_says_so_once(qtbot: QtBot, program: Program) -> None:
    """The program goes on; the window can be had again."""
    program.window.start(local=True)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    session = program.window.session
    assert session is not None
    if program.window.tray.is_there:
        pytest.skip("this desktop has a tray")
    program.window.frame.close()
    assert program.window.frame.isMinimized()
    assert "SnapStream keeps running" in session.window.toast.accessibleName()
    program.window.frame.show_to_person()
    assert not program.window.frame.isMinimized()


def test_quitting_ends_the_program(qapp: QApplication, qtbot: QtBot, program: Program) -> None:
    """With nothing unsent Ctrl+Q leaves the event loop with success, though closing the window would not."""
    program.window.start(local=True)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    QTimer.singleShot(0, program.window.ask_to_quit)
    deadline = QTimer()
    deadline.setSingleShot(True)
    deadline.timeout.connect(lambda: qapp.exit(7))
    deadline.start(20_000)
    assert qapp.exec() == 0
    deadline.stop()


def test_a_second_start_shows_the_first(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """The first is woken; the second knows that it is not the one; another data directory is another program."""
    assert qapp is not None
    first = SingleInstance(tmp_path)
    assert first.claim()
    woken: list[bool] = []
    first.woken.connect(lambda: woken.append(True))
    second = SingleInstance(tmp_path)
    assert not second.claim()
    qtbot.waitUntil(lambda: woken == [True])
    other = SingleInstance(tmp_path / "other")
    assert other.claim()
    first.release()
    other.release()
    assert second.claim()
    second.release()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason.DISK_FULL, "This computer's disk is full. Free some space; everything goes on by itself."),
        (
            Problem.CLOUD_STOPPED,
            "The library on this computer does not start. Files wait here and go on by themselves.",
        ),
    ],
)
def test_a_lasting_problem_is_a_banner_until_it_is_solved(
    qtbot: QtBot, desk: Desk, bridge: Bridge, reason: str, sentence: str
) -> None:
    """A full disk and a cloud that is down are said under the top bar for as long as they last."""
    bridge.post(ProblemRaised(reason))
    qtbot.waitUntil(desk.window.panel.banner.isVisible)
    shown = desk.window.panel.banner.current
    assert shown is not None
    assert shown.text == sentence
    bridge.post(ProblemSolved(reason))
    qtbot.waitUntil(lambda: not desk.window.panel.banner.isVisible())


def test_being_offline_says_since_when_and_what_waits(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """The banner counts what waits, tries again on request, and goes when the line is back."""
    app.transfers.add([seeds.transfer(1, TransferState.WAITING, tmp_path)])
    bridge.post(TransferChanged("x"))
    bridge.post(LinkChanged(Link.OFFLINE, time.time()))
    qtbot.waitUntil(desk.window.panel.banner.isVisible)
    shown = desk.window.panel.banner.current
    assert shown is not None
    assert "1 file waits here." in shown.text
    assert shown.act is not None
    shown.act()
    assert app.syncs == 1
    assert "No connection since" in desk.window.status.accessibleName()
    bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: not desk.window.panel.banner.isVisible())
    assert desk.window.status.accessibleName().startswith("Connected to this computer")


def test_a_rebuilt_cache_is_said_once_and_read_again(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge
) -> None:
    """The library shows what the new cache holds, and a toast says what happened."""
    app.items.apply([seeds.item(1)])
    bridge.post(ProblemRaised(Problem.CACHE_REBUILT))
    qtbot.waitUntil(desk.toast.isVisible)
    assert "The local library is being rebuilt" in desk.toast.accessibleName()
    assert desk.library.model.rowCount() == 1


def _totals(**changes: object) -> Totals:
    plain: dict[str, object] = {
        "uploading": 0, "waiting": 0, "failed": 0, "uploaded": 0, "paused": False, "left_bytes": 0, "bytes_per_s": 0.0,
    }  # fmt: skip
    return Totals(**{**plain, **changes})  # type: ignore[arg-type]  # names of fields


@pytest.mark.parametrize(
    ("changes", "link", "state", "said"),
    [
        ({}, Link.ONLINE, TrayState.IDLE, "Everything is in. Watching 6 folders."),
        ({"uploading": 4, "waiting": 34, "left_bytes": 420_000_000, "bytes_per_s": 1_000_000.0}, Link.ONLINE,
         TrayState.UPLOADING, "Uploading 4 of 38, about 7 min left."),
        ({"failed": 2, "paused": True}, Link.OFFLINE, TrayState.NEEDS_YOU, "2 files were not uploaded."),
        ({"paused": True, "waiting": 3}, Link.ONLINE, TrayState.PAUSED, "Paused. Nothing is lost."),
        ({"waiting": 38, "paused": True}, Link.OFFLINE, TrayState.OFFLINE, "No connection. 38 files wait here."),
        ({"waiting": 3}, Link.SIGNED_OUT, TrayState.NEEDS_YOU, "Sign in again. 3 files wait here."),
    ],
)  # fmt: skip
def test_the_tray_shows_what_matters_most(changes: dict[str, object], link: Link, state: TrayState, said: str) -> None:
    """Needs you, offline, paused, uploading, idle: the first that holds, with one sentence."""
    assert state_of(_totals(**changes), link) is state
    assert tooltip(_totals(**changes), link, 6) == said


def test_the_five_tray_icons_differ_in_shape(theme: object, qapp: QApplication) -> None:
    """In grey alone each state can be told from the others."""
    assert qapp is not None
    tray = Tray(theme)  # type: ignore[arg-type]  # the fixture's theme
    shapes = set()
    for icon in tray._icons.values():  # noqa: SLF001 - the drawn icons
        image = icon.pixmap(22, 22).toImage()
        shapes.add(tuple(image.pixelColor(x, y).alpha() // 64 for x in range(22) for y in range(22)))
    assert len(shapes) >= 4  # a disc of one shape carries three signs
    grays = {
        tuple(i.pixelColor(x, y).lightness() // 48 for x in range(22) for y in range(22))
        for i in (icon.pixmap(22, 22).toImage() for icon in tray._icons.values())  # noqa: SLF001 - the same
    }
    assert len(grays) == 5


def test_every_control_has_a_name(filled: list[str], desk: Desk) -> None:
    """Whatever takes the focus tells a screen reader what it is."""
    desk.library.open_item(filled[0])
    for number in range(5):
        desk.window.show_page(number)
        nameless = [
            widget
            for sort in (QAbstractButton, QLineEdit, QComboBox, QSlider, QListView)
            for widget in desk.frame.findChildren(sort)
            if widget.isVisible() and not widget.accessibleName() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        ]
        assert nameless == []


def test_a_screen_has_one_red_button_at_most(filled: list[str], desk: Desk) -> None:
    """The primary action is one."""
    assert filled
    for number in range(5):
        desk.window.show_page(number)
        red = [b for b in desk.frame.findChildren(QAbstractButton) if b.isVisible() and b.property("kind") == "primary"]
        assert len(red) <= 1


def test_the_pages_have_their_keys(qtbot: QtBot, desk: Desk) -> None:
    """Ctrl+1 to Ctrl+5 bring the pages to the front, and the title names them."""
    for number, name in enumerate(("Home", "Library", "Uploads", "Folders", "Activity")):
        qtbot.keyClick(desk.window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier)
        assert desk.frame.windowTitle() == f"{name} - SnapStream"


@pytest.mark.expected_log("the library's cache cannot be read")
def test_a_cache_that_cannot_be_read_is_left_to_sync(qtbot: QtBot, program: Program) -> None:
    """A slot that meets the damage does not end the window; sync is told of it, and rebuilds the cache."""
    program.window.start(local=True)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    program.window.catch(LibraryProblem, LibraryProblem("read library.db"), None)
    assert program.apps[0].damages == 1


def test_what_nobody_foresaw_is_said(qtbot: QtBot, program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    """Any other exception goes to the log and is said once, with the way to it."""
    program.window.start(local=True)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    program.window.catch(ValueError, ValueError("a mistake"), None)
    session = program.window.session
    assert session is not None
    qtbot.waitUntil(session.window.toast.isVisible)
    assert "Something went wrong here. It is written down." in session.window.toast.accessibleName()
    assert "a mistake" in capsys.readouterr().err


def test_folders_of_the_command_line_are_watched_once(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    """A folder named at the start is watched; named again at the next start it says nothing."""
    folder = tmp_path / "Card KB-04"
    folder.mkdir()
    program.window.start(local=True, folders=[folder], profile=Profile.BASIC)
    program.apps[0].add_folder(folder, profile=Profile.BASIC)
    program.window.bridge.post(LinkChanged(Link.ONLINE, time.time()))
    qtbot.waitUntil(lambda: program.window.session is not None)
    session = program.window.session
    assert session is not None
    assert [watched.profile for watched in program.apps[0].folders()] == [Profile.BASIC]
    assert not session.window.toast.isVisible()
