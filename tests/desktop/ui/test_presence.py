"""Who is signed in, in the middle of work: asked once, what waits is counted, the menu leads elsewhere."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cloud.contract.record import now_text
from desktop.core.errors import Offline
from desktop.core.events import Link, LinkChanged, SignInNeeded, TransferChanged
from desktop.core.model import TransferState
from desktop.ui.account.complaints import EMAIL, PASSWORD
from desktop.ui.account.dialog import ChangePasswordDialog
from desktop.ui.account.out import out_words
from desktop.ui.account.who import WhoAmI
from desktop.ui.places import Place
from tests.desktop.ui import account_screens, seeds
from tests.desktop.ui.test_library_page import shown_text
from tests.fakes.application import FakeApplication
from tests.fakes.people import NEWSROOM
from tests.fakes.people import PASSWORD as RIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.fixture
def app(tmp_path: Path, bridge: Bridge) -> Iterator[FakeApplication]:
    """Return an application whose newsroom has accounts; an admin is signed in."""
    made = FakeApplication(tmp_path, bridge.post, account_screens.connection(), account_screens.people(bridge.post))
    made.accounts.passwords["u1"] = RIGHT
    yield made
    made.close()


def _wait(app: FakeApplication, bridge: Bridge, root: Path, number: int) -> None:
    made = [seeds.transfer(each, TransferState.WAITING, root) for each in range(number)]
    app.transfers.add(made)
    bridge.post(TransferChanged(made[0].id))


def _banner(desk: Desk) -> str:
    shown = desk.window.panel.banner.current
    return shown.text if shown is not None else ""


def test_a_session_that_ended_is_said_and_asked_for_once(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """The form comes up by itself once; later the banner counts what waits and offers it again."""
    _wait(app, bridge, tmp_path, 3)
    qtbot.waitUntil(lambda: desk.session.unsent == 3)
    bridge.post(SignInNeeded(NEWSROOM, "maren.holt@kestrelbay.example"))
    qtbot.waitUntil(lambda: desk.session.presence.dialog is not None)
    dialog = desk.session.presence.dialog
    assert dialog is not None
    assert "3 files wait here and go on by themselves." in shown_text(dialog)
    assert dialog.pane.form.fields[EMAIL].text == "maren.holt@kestrelbay.example"
    dialog.reject()
    assert _banner(desk).startswith("Sign in again. Your session has ended. 3 files wait here")
    bridge.post(SignInNeeded(NEWSROOM, "maren.holt@kestrelbay.example"))
    bridge.post(LinkChanged(Link.SIGNED_OUT, 0.0))
    qtbot.waitUntil(lambda: "Signed out" in desk.window.status.accessibleName())
    assert desk.session.presence.dialog is None


def test_who_is_refused_while_signed_in_is_not_asked_to_sign_in(qtbot: QtBot, desk: Desk, bridge: Bridge) -> None:
    """It would not help: what helps is an admin, or the newsroom that gives other rights."""
    bridge.post(LinkChanged(Link.SIGNED_OUT, 0.0))
    qtbot.waitUntil(lambda: _banner(desk).startswith("This account may not do that. Ask an admin"))
    assert desk.session.presence.dialog is None
    bridge.post(LinkChanged(Link.ONLINE, 0.0))
    qtbot.waitUntil(lambda: not _banner(desk))


def test_signing_in_again_takes_the_banner_away(qtbot: QtBot, desk: Desk, bridge: Bridge) -> None:
    """Right password, and all is as before."""
    bridge.post(SignInNeeded(NEWSROOM, ""))
    qtbot.waitUntil(lambda: desk.session.presence.dialog is not None)
    dialog = desk.session.presence.dialog
    assert dialog is not None
    dialog.pane.form.fields[PASSWORD].set_text(RIGHT)
    dialog.pane.form.button.click()
    qtbot.waitUntil(lambda: desk.session.presence.dialog is None)
    qtbot.waitUntil(lambda: desk.window.panel.banner.current is None)
    assert "Signed in as maren.holt@kestrelbay.example" in desk.toast.accessibleName()


def test_without_a_keyring_it_says_how_long_it_lasts(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge
) -> None:
    """Until SnapStream is closed; the sentence stays until it is understood."""
    app.accounts.is_kept = False
    bridge.post(SignInNeeded(NEWSROOM, ""))
    qtbot.waitUntil(lambda: desk.session.presence.dialog is not None)
    dialog = desk.session.presence.dialog
    assert dialog is not None
    dialog.pane.form.fields[PASSWORD].set_text(RIGHT)
    dialog.pane.form.button.click()
    qtbot.waitUntil(lambda: "lasts until SnapStream is closed" in _banner(desk))
    shown = desk.window.panel.banner.current
    assert shown is not None
    assert shown.act is not None
    shown.act()
    assert desk.window.panel.banner.current is None


def test_an_account_that_was_switched_off_says_what_is_still_here(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """No form comes up, for signing in would not help; it is said once in front, and the files are a click away."""
    _wait(app, bridge, tmp_path, 3)
    qtbot.waitUntil(lambda: desk.session.unsent == 3)
    since = datetime.now(UTC)
    bridge.post(SignInNeeded(NEWSROOM, "", f"disabled:{now_text(since)}"))
    text = f"An admin did this today at {since.astimezone():%H:%M}."
    text += " 3 files were not uploaded and are still on this computer."
    qtbot.waitUntil(lambda: _banner(desk) == f"Your account was switched off. {text}")
    presence = desk.session.presence
    assert presence.dialog is None
    assert presence.question is not None
    assert text in shown_text(presence.question)
    presence.question.keep_button.click()
    bridge.post(LinkChanged(Link.SIGNED_OUT, 0.0))
    qtbot.waitUntil(lambda: "Signed out" in desk.window.status.accessibleName())
    assert presence.question is None
    shown = desk.window.panel.banner.current
    assert shown is not None
    assert shown.act is not None
    shown.act()
    assert desk.window.page is desk.uploads


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("disabled", "An admin did this."),
        ("disabled:2021-03-04T12:00:00.000Z", "An admin did this on Thu 4 Mar 2021, "),
        ("disabled:who knows", "An admin did this."),
    ],
)
def test_since_when_an_account_is_off_is_said_where_it_is_known(why: str, text: str) -> None:
    """A moment of another day with its date; none that nobody told."""
    assert out_words(why, 0, is_out=True)[1].startswith(text)


def test_a_new_role_is_told_and_brings_the_page_of_admins(qtbot: QtBot, desk: Desk, app: FakeApplication) -> None:
    """Without a restart, both ways; who stands on the page when it goes is led to Home."""
    admin = desk.window.sidebar.items[Place.ADMIN]
    qtbot.waitUntil(admin.isVisible)
    desk.window.show_page(Place.ADMIN)
    first = app.connection()
    assert first is not None
    app._connection = dataclasses.replace(first, role="desk")  # noqa: SLF001 - as the newsroom gives it next
    qtbot.waitUntil(lambda: not admin.isVisible())
    assert desk.window.page is desk.session.home
    assert "Your role is Desk now" in shown_text(desk.toast)
    app._connection = dataclasses.replace(first, role="admin")  # noqa: SLF001 - as the newsroom gives it next
    qtbot.waitUntil(admin.isVisible)
    assert "Your role is Admin now" in shown_text(desk.toast)


def _menu(desk: Desk) -> dict[str, object]:
    row = desk.window.sidebar.account
    row.menu_asked.emit()
    return {action.text(): action for action in row._menu.actions()}  # noqa: SLF001 - what a click opens


def test_the_menu_switches_newsrooms(qtbot: QtBot, desk: Desk) -> None:
    """The one that is open is ticked; choosing another asks the application for it."""
    actions = _menu(desk)
    assert [name for name, action in actions.items() if action.isChecked()] == ["Kestrel Bay Courier"]  # type: ignore[attr-defined]  # of QAction
    with qtbot.waitSignal(desk.session.switch_asked) as told:
        actions["Harbour Post (signed out)"].trigger()  # type: ignore[attr-defined]  # of QAction
    assert told.args == ["harbour"]
    with qtbot.waitSignal(desk.session.switch_asked) as told:
        actions["This computer"].trigger()  # type: ignore[attr-defined]  # of QAction
    assert told.args == ["local"]


def test_signing_out_leads_to_the_form(qtbot: QtBot, desk: Desk, app: FakeApplication) -> None:
    """It holds here even where the newsroom does not answer."""
    app.accounts.problem = Offline("sign out")
    with qtbot.waitSignal(desk.session.signed_out) as told:
        _menu(desk)["Sign out"].trigger()  # type: ignore[attr-defined]  # of QAction
    assert told.args == ["https://newsroom.example", "maren.holt@kestrelbay.example"]
    assert app.accounts.signed_in == ""


def test_who_am_i_asks_the_newsroom(qtbot: QtBot, desk: Desk) -> None:
    """Name, role in words, newsroom, and how long the sign-in lasts."""
    desk.window.sidebar.account.who_asked.emit()
    dialog = desk.frame.findChild(WhoAmI)
    assert dialog is not None
    qtbot.waitUntil(lambda: "Maren Holt" in shown_text(dialog))
    qtbot.waitUntil(lambda: "Until you sign out" in shown_text(dialog))
    dialog.accept()


def test_a_changed_password_needs_the_old_one(qtbot: QtBot, desk: Desk, app: FakeApplication) -> None:
    """A wrong one is said at its own field; the right one changes it."""
    desk.window.sidebar.account.password_asked.emit()
    dialog = desk.frame.findChild(ChangePasswordDialog)
    assert dialog is not None
    fields = dialog.form.fields
    fields["old"].set_text("wrong")
    fields[PASSWORD].set_text("another quiet pier")
    dialog.form.button.click()
    qtbot.waitUntil(lambda: fields["old"].problem == "That password is not right.")
    fields["old"].set_text(RIGHT)
    dialog.form.button.click()
    qtbot.waitUntil(lambda: app.accounts.passwords["u1"] == "another quiet pier")
    qtbot.waitUntil(lambda: "The password is changed" in desk.toast.accessibleName())
