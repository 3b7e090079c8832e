"""From one newsroom to another: Welcome, signed in, switched, signed out; each with an application of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton

from desktop.core.account import KnownNewsroom
from desktop.core.events import ItemsChanged, Link
from desktop.core.paths import DataDir
from desktop.ui.account.complaints import ADDRESS, EMAIL, PASSWORD
from desktop.ui.account.pane import AccountPane
from desktop.ui.application import WindowApplication
from tests.desktop.ui import account_screens
from tests.desktop.ui.test_library_page import shown_text
from tests.fakes.application import FakeApplication
from tests.fakes.people import ADDRESS as NEWSROOM_ADDRESS
from tests.fakes.people import NEWSROOM, FakeAccounts
from tests.fakes.people import PASSWORD as RIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.events import Event
    from desktop.ui.bridge import Bridge

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
HARBOUR = KnownNewsroom(
    "harbour", "Harbour Post", "https://harbour.example", "a@example.com", "h1", is_signed_in=True, is_current=False
)


class Program:
    """The window's whole life on fake applications, one a newsroom."""

    def __init__(self, qapp: QApplication, root: Path, newsroom: str = "") -> None:
        self.opened: list[tuple[str, FakeApplication]] = []
        self._root = root
        self.accounts = FakeAccounts(self._post)
        self.window = WindowApplication(qapp, DataDir(root), self._make, newsroom=newsroom, accounts=self.accounts)

    def _post(self, event: Event) -> None:
        self.window.bridge.post(event)

    def _make(self, bridge: Bridge) -> FakeApplication:
        folder = self._root / f"app-{len(self.opened)}"
        folder.mkdir()
        app = FakeApplication(folder, bridge.post, account_screens.connection(), self.accounts)
        app.link_state = Link.ONLINE
        self.opened.append((self.window.newsroom, app))
        return app

    @property
    def pane(self) -> AccountPane:
        """The forms of Welcome."""
        return self.window.frame.findChildren(AccountPane)[-1]

    def close(self) -> None:
        """End it."""
        self.window.stop()
        for _, app in self.opened:
            app.close()
        self.window.frame.deleteLater()


@pytest.fixture
def program(qapp: QApplication, data_dir: Path) -> Iterator[Program]:
    """Return the program, not started."""
    made = Program(qapp, data_dir)
    yield made
    made.close()


def _click(program: Program, text: str) -> None:
    next(b for b in program.window.frame.findChildren(QAbstractButton) if b.text() == text and b.isVisible()).click()


def _sign_in(qtbot: QtBot, program: Program) -> None:
    program.window.start(local=False)
    _click(program, "Sign in to your newsroom")
    fields = program.pane.form.fields
    for key, text in ((ADDRESS, "newsroom.example"), (EMAIL, "a@example.com"), (PASSWORD, RIGHT)):
        fields[key].set_text(text)
    program.pane.form.button.click()
    qtbot.waitUntil(lambda: program.window.session is not None)


def test_signing_in_opens_the_newsroom(qtbot: QtBot, program: Program) -> None:
    """From Welcome to the pages, with the newsroom's name at the lower left."""
    _sign_in(qtbot, program)
    assert [newsroom for newsroom, _ in program.opened] == [NEWSROOM]
    assert "Connected to Kestrel Bay" in program.window.session.window.status.accessibleName()  # type: ignore[union-attr]  # it is there


def test_a_sign_in_that_is_not_kept_says_so(qtbot: QtBot, program: Program) -> None:
    """Where there is no keyring, the pages begin with that sentence."""
    program.accounts.is_kept = False
    _sign_in(qtbot, program)
    qtbot.waitUntil(program.window.session.window.panel.banner.isVisible)  # type: ignore[union-attr]  # it is there


def test_another_newsroom_takes_the_place_of_this_one(qtbot: QtBot, program: Program) -> None:
    """The first application ends before the second begins, and what it still says reaches nobody."""
    _sign_in(qtbot, program)
    program.accounts.known["harbour"] = HARBOUR
    before = program.window.bridge
    program.window.session.switch_asked.emit("harbour")  # type: ignore[union-attr]  # it is there
    assert "One moment" in shown_text(program.window.frame)
    qtbot.waitUntil(lambda: len(program.opened) == 2)
    assert [newsroom for newsroom, _ in program.opened] == [NEWSROOM, "harbour"]
    assert [app.is_running for _, app in program.opened] == [False, True]
    assert program.window.bridge is not before
    before.post(ItemsChanged(("x",)))
    qtbot.waitUntil(lambda: program.window.session is not None)
    current = program.accounts.current()
    assert current is not None
    assert current.id == "harbour"


def test_signing_out_ends_at_the_form_with_what_is_remembered(qtbot: QtBot, program: Program) -> None:
    """Address and e-mail stand there, the password does not; signing in opens it again."""
    _sign_in(qtbot, program)
    program.window.session.window.sidebar.account.sign_out_asked.emit(False)  # type: ignore[union-attr]  # it is there
    qtbot.waitUntil(lambda: program.window.session is None and not program.opened[0][1].is_running)
    qtbot.waitUntil(lambda: "Sign in to your newsroom" in shown_text(program.window.frame))
    fields = program.pane.form.fields
    assert [fields[key].text for key in (ADDRESS, EMAIL, PASSWORD)] == ["newsroom.example", "a@example.com", ""]
    fields[PASSWORD].set_text(RIGHT)
    program.pane.form.button.click()
    qtbot.waitUntil(lambda: len(program.opened) == 2)


def test_sign_in_elsewhere_begins_with_an_empty_form(qtbot: QtBot, program: Program) -> None:
    """Esc leads to the ways in, from where the newsroom on this computer can be had."""
    _sign_in(qtbot, program)
    program.window.session.elsewhere_asked.emit()  # type: ignore[union-attr]  # it is there
    qtbot.waitUntil(lambda: "Sign in to your newsroom" in shown_text(program.window.frame))
    assert program.pane.form.fields[ADDRESS].text == ""
    _click(program, "Back")
    _click(program, "Try it now")
    qtbot.waitUntil(lambda: len(program.opened) == 2)
    assert program.opened[1][0] == "local"


def test_a_start_after_signing_out_asks_to_sign_in(qtbot: QtBot, qapp: QApplication, data_dir: Path) -> None:
    """Nothing is opened for somebody who signed out; the form knows the newsroom."""
    program = Program(qapp, data_dir, newsroom=NEWSROOM)
    program.accounts.known[NEWSROOM] = KnownNewsroom(
        NEWSROOM, "Kestrel Bay", NEWSROOM_ADDRESS, "a@example.com", "u1", is_signed_in=False, is_current=True
    )
    program.window.start(local=False)
    qtbot.waitUntil(lambda: "Sign in to your newsroom" in shown_text(program.window.frame))
    assert program.opened == []
    assert program.pane.form.fields[EMAIL].text == "a@example.com"
    program.close()
