"""The ways in: what is asked, what is said beside which field, what comes next. Answers come from a thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from cloud.contract.accounts import AccountState
from desktop.core.errors import Offline, Refused, SnapStreamError, Throttled
from desktop.ui.account.complaints import ADDRESS, CODE, EMAIL, INVITATION, NAME, PASSWORD, complaints
from desktop.ui.account.pane import AccountPane
from tests.desktop.ui.test_library_page import shown_text
from tests.fakes.people import CODE as MAILED
from tests.fakes.people import PASSWORD as RIGHT
from tests.fakes.people import FakeAccounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from desktop.core.account import SignedInAs
    from desktop.core.events import Post
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

CHOSEN, ANOTHER, SHORT = "four quiet piers", "another quiet pier", "four"


class SlowAccounts(FakeAccounts):
    """Answers a sign-in in a thread, when it is let go."""

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self.go = threading.Event()

    def sign_in(
        self, address: str, email: str, password: str, done: Callable[[SignedInAs | SnapStreamError], None]
    ) -> None:
        """Do as ``desktop.ui.actions`` says, later."""
        ask = super().sign_in

        def work() -> None:
            self.go.wait(20)
            ask(address, email, password, done)

        threading.Thread(target=work, daemon=True).start()


@pytest.fixture
def accounts(bridge: Bridge) -> FakeAccounts:
    """Return a newsroom with one person."""
    return FakeAccounts(bridge.post)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, bridge: Bridge, accounts: FakeAccounts) -> Iterator[AccountPane]:
    """Return the forms, shown."""
    yield from _shown(qtbot, theme, bridge, accounts)


def _shown(qtbot: QtBot, theme: Theme, bridge: Bridge, accounts: FakeAccounts) -> Iterator[AccountPane]:
    made = AccountPane(theme, accounts, bridge)
    made.resize(448, 700)
    made.show_sign_in()
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.hide()
    made.deleteLater()


def _fill(pane: AccountPane, **values: str) -> None:
    for key, text in values.items():
        pane.form.fields[key].set_text(text)


def _sign_in(pane: AccountPane, password: str = RIGHT, email: str = "a@example.com") -> None:
    _fill(pane, address="newsroom.example", email=email, password=password)
    pane.form.button.click()


def test_signing_in_tells_who_it_is(qtbot: QtBot, pane: AccountPane) -> None:
    """Address, e-mail and password lead in, and the password stays nowhere."""
    with qtbot.waitSignal(pane.signed_in) as told:
        _sign_in(pane)
    assert told.args[0].account.email == "a@example.com"
    assert pane.sign_in_form.fields[PASSWORD].text == ""


def test_enter_in_a_field_signs_in(qtbot: QtBot, pane: AccountPane) -> None:
    """Nobody has to take the mouse."""
    _fill(pane, address="newsroom.example", email="a@example.com", password=RIGHT)
    with qtbot.waitSignal(pane.signed_in):
        qtbot.keyClick(pane.form.fields[PASSWORD].line, Qt.Key.Key_Return)


def test_what_is_missing_is_said_beside_each_field(pane: AccountPane) -> None:
    """Nothing is asked of anybody, and the first that is wrong has the focus."""
    pane.form.button.click()
    fields = pane.form.fields
    assert fields[ADDRESS].problem == "The newsroom's address is missing."
    assert fields[EMAIL].problem == "Your e-mail address is missing."
    assert fields[PASSWORD].problem == "Your password is missing."
    assert pane.focusWidget() is fields[ADDRESS].line
    assert fields[ADDRESS].line.accessibleDescription() == fields[ADDRESS].problem


def test_a_wrong_password_is_said_at_the_password(qtbot: QtBot, pane: AccountPane) -> None:
    """The sentence stands there until somebody types."""
    _sign_in(pane, "not this one")
    field = pane.form.fields[PASSWORD]
    qtbot.waitUntil(lambda: field.problem == "That password is not right.")
    assert pane.form.fields[EMAIL].problem == ""
    qtbot.keyClick(field.line, Qt.Key.Key_A)
    assert field.problem == ""


@pytest.mark.parametrize(
    ("error", "place", "sentence"),
    [
        (Offline("x", detail="No newsroom answers at this address."), ADDRESS, "No newsroom answers"),
        (Offline("x"), "", "No connection to the newsroom"),
        (Throttled("x", retry_after_s=60), "", "Try again in 1 minute."),
        (Refused("x", code="disabled", detail="no"), "", "Your account was switched off."),
        (Refused("x", code="not_a_newsroom", detail="No newsroom answers."), ADDRESS, "No newsroom answers."),
        (Refused("x", code="password_common", detail="Many people use it."), PASSWORD, "Many people use it."),
        (Refused("x", code="not_invited", detail="An invitation is needed."), INVITATION, "An invitation is needed."),
        (Refused("x", code="invalid", fields=(("name", "bad"),)), NAME, "This name cannot be used."),
        (Refused("x", code="registration_closed", detail="Admins do it."), "", "Admins do it."),
    ],
)
def test_each_error_has_its_place(error: SnapStreamError, place: str, sentence: str) -> None:
    """What is about a field stands beside it; the rest above the button."""
    said = complaints(error, (ADDRESS, NAME, EMAIL, PASSWORD, CODE, INVITATION))
    assert list(said) == [place]
    assert sentence in said[place]


def test_an_error_of_a_field_that_is_not_there_is_still_said(pane: AccountPane) -> None:
    """The form to sign in has no field for an invitation."""
    pane.form.say_problem(Refused("x", code="not_invited", detail="An invitation is needed."))
    assert "An invitation is needed." in shown_text(pane)


def test_an_account_is_created_confirmed_and_signed_in(qtbot: QtBot, pane: AccountPane, accounts: FakeAccounts) -> None:
    """The code from the mail is all that is asked on the way."""
    pane.show_create("newsroom.example")
    _fill(pane, name="Maren Holt", email="maren@example.com", password=CHOSEN)
    pane.form.button.click()
    qtbot.waitUntil(lambda: pane.form is pane.confirm_form)
    assert "maren@example.com" in shown_text(pane)
    _fill(pane, code="000000")
    pane.form.button.click()
    qtbot.waitUntil(lambda: "The code is wrong" in pane.form.fields[CODE].problem)
    accounts.codes["maren@example.com"] = MAILED
    _fill(pane, code=MAILED)
    with qtbot.waitSignal(pane.signed_in) as told:
        pane.form.button.click()
    assert told.args[0].account.name == "Maren Holt"


def test_a_short_password_is_refused_before_anybody_is_asked(pane: AccountPane, accounts: FakeAccounts) -> None:
    """It says how many characters there are, and how many it takes."""
    pane.show_create("newsroom.example")
    _fill(pane, name="Maren", email="maren@example.com", password=SHORT)
    pane.form.button.click()
    assert pane.form.fields[PASSWORD].problem == "Too short: 4 of at least 12 characters."
    assert len(accounts.people) == 1


def test_who_did_not_confirm_is_asked_for_the_code(qtbot: QtBot, pane: AccountPane, accounts: FakeAccounts) -> None:
    """Signing in before the mail was read leads to the code, and then in."""
    accounts.create_account("", "late@example.com", CHOSEN, "Late", lambda _next: None)
    assert accounts.people["u2"].state is AccountState.UNCONFIRMED
    _sign_in(pane, CHOSEN, "late@example.com")
    qtbot.waitUntil(lambda: pane.form is pane.confirm_form)
    _fill(pane, code=MAILED)
    with qtbot.waitSignal(pane.signed_in):
        pane.form.button.click()


def test_the_code_is_sent_again_to_who_only_signed_in(qtbot: QtBot, pane: AccountPane, accounts: FakeAccounts) -> None:
    """The name is asked for then, once, for without it nothing can be sent."""
    accounts.create_account("", "late@example.com", CHOSEN, "Late", lambda _next: None)
    _sign_in(pane, CHOSEN, "late@example.com")
    qtbot.waitUntil(lambda: pane.form is pane.confirm_form)
    assert not pane.confirm_form.name.isVisible()
    accounts.codes.clear()
    pane.confirm_form.again.click()
    assert pane.focusWidget() is pane.confirm_form.name.line
    assert pane.confirm_form.name.problem == "Your name is needed to send it again."
    assert accounts.codes == {}
    _fill(pane, name="Lateran")
    pane.confirm_form.again.click()
    qtbot.waitUntil(lambda: "Sent again." in shown_text(pane))
    assert accounts.codes == {"late@example.com": MAILED}
    assert accounts.people["u2"].name == "Lateran"
    assert not pane.confirm_form.name.isVisible()
    _fill(pane, code=MAILED)
    with qtbot.waitSignal(pane.signed_in):
        pane.form.button.click()


def test_a_forgotten_password_is_chosen_anew(qtbot: QtBot, pane: AccountPane, accounts: FakeAccounts) -> None:
    """Forgot, code, new password, sign in; what was typed is carried along."""
    _fill(pane, address="newsroom.example", email="a@example.com")
    pane.sign_in_form.forgot.click()
    assert pane.form.fields[EMAIL].text == "a@example.com"
    pane.form.button.click()
    qtbot.waitUntil(lambda: pane.form is pane.reset_form)
    _fill(pane, code=MAILED, password=ANOTHER)
    pane.form.button.click()
    qtbot.waitUntil(lambda: pane.form is pane.sign_in_form)
    assert accounts.passwords["u1"] == ANOTHER
    assert "The password is changed." in shown_text(pane)
    with qtbot.waitSignal(pane.signed_in):
        pane.form.button.click()


def test_nothing_is_blocked_while_the_newsroom_is_asked(qtbot: QtBot, theme: Theme, bridge: Bridge) -> None:
    """The button says what is under way, a second Enter asks nothing, Esc does not leave."""
    slow = SlowAccounts(bridge.post)
    shown = _shown(qtbot, theme, bridge, slow)
    pane = next(shown)
    left: list[bool] = []
    pane.left.connect(lambda: left.append(True))
    _sign_in(pane)
    assert pane.form.button.text() == "Signing in…"
    assert not pane.form.fields[EMAIL].isEnabled()
    qtbot.keyClick(pane.form, Qt.Key.Key_Escape)
    assert pane.is_busy
    assert not left
    with qtbot.waitSignal(pane.signed_in):
        slow.go.set()
    assert pane.form.button.text() == "Sign in"
    assert list(shown) == []


def test_esc_goes_back(qtbot: QtBot, pane: AccountPane) -> None:
    """From forgot to sign in, from there out; the password does not stay behind."""
    _fill(pane, password=SHORT)
    pane.sign_in_form.forgot.click()
    qtbot.keyClick(pane.form.fields[EMAIL].line, Qt.Key.Key_Escape)
    assert pane.form is pane.sign_in_form
    with qtbot.waitSignal(pane.left):
        qtbot.keyClick(pane.form.fields[EMAIL].line, Qt.Key.Key_Escape)
    assert pane.sign_in_form.fields[PASSWORD].text == ""


def test_a_password_can_be_pasted_and_shown(qtbot: QtBot, pane: AccountPane) -> None:
    """Password managers work; the eye shows what was typed, to the keyboard too."""
    line = pane.form.fields[PASSWORD].line
    QGuiApplication.clipboard().setText(RIGHT)
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == RIGHT
    assert line.echoMode() == QLineEdit.EchoMode.Password
    eye = next(button for button in line.findChildren(QAbstractButton))
    assert eye.accessibleName() == "Show the password"
    assert eye.focusPolicy() & Qt.FocusPolicy.TabFocus
    eye.click()
    assert line.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide the password"


def test_caps_lock_is_said_while_typing_a_password(qtbot: QtBot, pane: AccountPane) -> None:
    """A capital without Shift is one by caps lock; a small letter takes the hint away."""
    line = pane.form.fields[PASSWORD].line
    qtbot.keyClicks(line, "A")  # keyClicks sends no modifier
    assert "Caps lock is on" in shown_text(pane)
    qtbot.keyClicks(line, "a")
    assert "Caps lock is on" not in shown_text(pane)
