"""Admin: for admins alone; people, invitations, audit, cost and health as the newsroom answers, with its faults."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView

from cloud.contract.accounts import AccountState, Role
from desktop.core.account import AuditRow, Costs, Page
from desktop.core.errors import Offline, Refused
from desktop.core.events import Link, LinkChanged
from desktop.ui.account.complaints import EMAIL
from desktop.ui.admin import words
from desktop.ui.admin.health import lines
from desktop.ui.widgets.dialog import Question
from tests.desktop.ui import account_screens
from tests.desktop.ui.test_library_page import shown_text
from tests.fakes.application import FakeApplication

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.admin.page import AdminPage
    from desktop.ui.admin.table import RowsModel
    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk

ADMIN = 5
PEOPLE, INVITATIONS, ROLES, AUDIT, COST, HEALTH = range(6)
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.fixture
def app(tmp_path: Path, bridge: Bridge) -> Iterator[FakeApplication]:
    """Return an application of an admin."""
    made = FakeApplication(tmp_path, bridge.post, account_screens.connection(), account_screens.people(bridge.post))
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, bridge: Bridge) -> AdminPage:
    """Return the page, in front, with people in it."""
    bridge.post(LinkChanged(Link.ONLINE, 0.0))
    qtbot.waitUntil(lambda: not desk.window.sidebar.items[ADMIN].isHidden())
    desk.window.show_page(ADMIN)
    qtbot.waitUntil(lambda: len(desk.session.admin.people.model.rows) == 7)
    return desk.session.admin


def _cells(model: RowsModel[object], row: int) -> list[str]:
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def _question(page: AdminPage) -> Question:
    return next(each for each in page.people.findChildren(Question) if each.isVisible())


def test_it_is_there_for_admins_alone(qtbot: QtBot, desk: Desk, page: AdminPage, bridge: Bridge) -> None:
    """With another role the item and the page go; its key does nothing."""
    assert page.isVisible()
    app = desk.session._actions  # noqa: SLF001 - the fake application
    assert isinstance(app, FakeApplication)
    app._connection = dataclasses.replace(account_screens.connection(), role="member")  # noqa: SLF001 - as renewed
    bridge.post(LinkChanged(Link.ONLINE, 1.0))
    qtbot.waitUntil(desk.window.sidebar.items[ADMIN].isHidden)
    assert desk.window.page is desk.session.home
    qtbot.keyClick(desk.window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.page is desk.session.home


def test_the_embedded_clouds_own_admin_has_it(qtbot: QtBot, desk: Desk, bridge: Bridge) -> None:
    """Without an account on this computer it is there where the embedded cloud has an API that can be asked."""
    app = desk.session._actions  # noqa: SLF001 - the fake application
    assert isinstance(app, FakeApplication)
    app.accounts.known = {}
    desk.session.presence._known = None  # noqa: SLF001 - as in a window of --local
    item = desk.window.sidebar.items[ADMIN]
    local = dataclasses.replace(account_screens.connection(), newsroom="local", role="member")
    for connection, is_there in (
        (local, False),
        (dataclasses.replace(local, role="admin", api_url="http://127.0.0.1:1"), True),
        (dataclasses.replace(local, role="desk", api_url="http://127.0.0.1:1"), False),
        (dataclasses.replace(local, role="admin", api_url=None), False),
    ):
        app._connection = connection  # noqa: SLF001 - as the embedded cloud writes it
        bridge.post(LinkChanged(Link.ONLINE, 1.0))
        qtbot.waitUntil(lambda: desk.session._role == app._connection.role)  # type: ignore[union-attr]  # noqa: SLF001
        assert item.isHidden() is not is_there


def test_who_was_chosen_stays_chosen(page: AdminPage) -> None:
    """Whoever came or went meanwhile: what is done next is done to the same person, or to nobody."""
    people = page.people
    people.table.selectRow(2)
    chosen, rows = people.chosen, people.model.rows
    assert chosen is not None
    people._show_first(Page((rows[2], rows[0])))  # noqa: SLF001 - as the newsroom answers
    assert people.chosen == chosen
    assert people.chosen_name.text() == chosen.name
    people._show_first(Page((rows[0], rows[1])))  # noqa: SLF001 - as the newsroom answers
    assert people.chosen is None
    assert not people.switch_button.isEnabled()


def test_on_a_wide_screen_the_sections_stay_at_the_left(qtbot: QtBot, desk: Desk, page: AdminPage) -> None:
    """The list stands at the page's edge and the table beside it; what is left over is at the right."""
    desk.frame.resize(2560, 1440)
    qtbot.waitUntil(lambda: page.width() > 2000)
    assert page.items[0].mapTo(page, QPoint(0, 0)).x() == 8
    assert page.people.mapTo(page, QPoint(0, 0)).x() == 208 + 56
    assert page.people.width() == 1160


def test_people_are_rows(page: AdminPage) -> None:
    """Name, e-mail, role and state in words; the model keeps Qt's rules."""
    assert _cells(page.people.model, 3)[:4] == ["Joon Bae", "joon.bae@kestrelbay.example", "Member", "Switched off"]
    QAbstractItemModelTester(page.people.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.people.model.append(page.people.model.rows[:1])
    page.people.model.show_rows(())


def test_a_role_is_changed_after_a_question(qtbot: QtBot, desk: Desk, page: AdminPage, app: FakeApplication) -> None:
    """The question says what the role may; the row shows it, and a toast says so."""
    page.people.table.selectRow(1)
    menu = page.people.role_menu(page.people.model.rows[1])
    next(action for action in menu.actions() if action.text() == "Desk").trigger()
    question = _question(page)
    assert question.windowTitle() == "Give Idris Falk the role Desk?"
    assert question.keep_button.isDefault()
    question.act_button.click()
    qtbot.waitUntil(lambda: _cells(page.people.model, 1)[2] == "Desk")
    assert app.accounts.people["u2"].role is Role.DESK
    assert "Idris Falk is changed" in desk.toast.accessibleName()


def test_an_account_is_switched_off_and_on(qtbot: QtBot, page: AdminPage, app: FakeApplication) -> None:
    """Off asks first, and the safe answer changes nothing; on does not ask."""
    page.people.table.selectRow(1)
    page.people.switch_button.click()
    _question(page).keep_button.click()
    assert app.accounts.people["u2"].state is AccountState.ACTIVE
    page.people.switch_button.click()
    _question(page).act_button.click()
    qtbot.waitUntil(lambda: _cells(page.people.model, 1)[3] == "Switched off")
    assert page.people.switch_button.text() == "Switch on"
    page.people.switch_button.click()
    qtbot.waitUntil(lambda: _cells(page.people.model, 1)[3] == "On")


def test_a_change_that_is_refused_is_told(qtbot: QtBot, desk: Desk, page: AdminPage, app: FakeApplication) -> None:
    """The last admin stays one: the newsroom's sentence is read, the row stays."""
    app.accounts.problem = Refused("x", code="last_admin", detail="Somebody must stay an admin.")
    page.people.ask_for_role(page.people.model.rows[0], Role.MEMBER)
    _question(page).act_button.click()
    qtbot.waitUntil(lambda: "Somebody must stay an admin." in desk.toast.accessibleName())
    assert _cells(page.people.model, 0)[2] == "Admin"


def test_somebody_is_invited(qtbot: QtBot, page: AdminPage, app: FakeApplication) -> None:
    """E-mail and role; what is no address is said beside the field; then it stands in the list."""
    dialog = page.invitations.invite()
    dialog.form.fields[EMAIL].set_text("no address")
    dialog.form.button.click()
    assert "no e-mail address" in dialog.form.fields[EMAIL].problem
    dialog.form.fields[EMAIL].set_text("fresh@example.com")
    dialog.form.roles.setCurrentIndex(list(Role).index(Role.DESK))
    dialog.form.button.click()
    qtbot.waitUntil(lambda: app.accounts.invited[-1].email == "fresh@example.com")
    assert app.accounts.invited[-1].role is Role.DESK
    page.items[INVITATIONS].click()
    qtbot.waitUntil(lambda: len(page.invitations.model.rows) == 3)


def test_nothing_and_a_fault_are_said(qtbot: QtBot, page: AdminPage, app: FakeApplication) -> None:
    """An empty list says so; where nobody answers, it says that, and tries again on request."""
    app.accounts.invited.clear()
    page.items[INVITATIONS].click()
    qtbot.waitUntil(lambda: "No invitation is open" in shown_text(page))
    app.accounts.problem = Offline("list invitations")
    page.refresh_button.click()
    qtbot.waitUntil(lambda: "No connection to the newsroom" in shown_text(page))
    app.accounts.problem = None
    app.accounts.invite("a@b.example", Role.MEMBER, lambda _invited: None)
    again = next(b for b in page.invitations.findChildren(QAbstractButton) if b.text() == "Try again")
    assert again.isVisible()
    again.click()
    qtbot.waitUntil(lambda: len(page.invitations.model.rows) == 1)
    qtbot.waitUntil(page.invitations.table.isVisible)


def test_more_rows_come_below(qtbot: QtBot, page: AdminPage) -> None:
    """A page that has a next one offers it; the rows that are there stay."""
    first = page.people.model.rows[:]
    page.people._show_first(Page(tuple(first), "next"))  # noqa: SLF001 - as the newsroom answers
    assert page.people.more.isVisible()
    page.people.more.click()
    qtbot.waitUntil(lambda: len(page.people.model.rows) == 14)
    assert not page.people.more.isVisible()


def test_the_audit_names_people(qtbot: QtBot, page: AdminPage) -> None:
    """Who and whom by their names, deeds in words, another month on request."""
    page.items[AUDIT].click()
    qtbot.waitUntil(lambda: len(page.audit.model.rows) > 0)
    assert _cells(page.audit.model, 0)[1:5] == ["Maren Holt", "Changed a role", "Priya Raman", "Member to Desk"]
    page.audit.months.setCurrentIndex(11)
    qtbot.waitUntil(lambda: "Nothing happened in this month" in shown_text(page))


def test_cost_shows_today_the_days_and_profiles(qtbot: QtBot, page: AdminPage, app: FakeApplication) -> None:
    """Against the cap, thirty bars of which the highest is the dearest day, today by profile; or that nothing costs."""
    page.items[COST].click()
    qtbot.waitUntil(lambda: "$4.12 today" in shown_text(page))
    assert "cap $20.00 a day" in shown_text(page)
    qtbot.waitUntil(lambda: "$3.65" in shown_text(page))
    bars = page.cost._bars  # noqa: SLF001 - painted, so asked where they stand
    amounts = [day.spent_microusd for day in app.accounts.cost.days]
    heights = [bars.bar(number).height() for number in range(30)]
    assert heights.index(max(heights)) == amounts.index(max(amounts))
    app.accounts.cost = Costs((), {}, None)
    page.refresh_button.click()
    qtbot.waitUntil(lambda: "Nothing costs here" in shown_text(page))


def test_health_says_what_is_behind_and_what_was_given_up(qtbot: QtBot, page: AdminPage) -> None:
    """What was given up stands above the rest; words say the state, not the colour alone."""
    page.items[HEALTH].click()
    qtbot.waitUntil(lambda: len(page.health.model.rows) == 6)
    rows = [_cells(page.health.model, number) for number in range(6)]
    assert rows[0] == ["Items in work today", "At work", "23", "2 min"]
    assert rows[1][:2] == ["Speech", "2 jobs were given up"]
    assert ["What videos show", "Behind", "11", "31 min"] in rows


def test_a_status_of_another_version_is_no_fault() -> None:
    """What is missing or of another kind is left out."""
    assert lines({}) == ()
    assert lines({"queues": "none", "by_status": 3, "oldest_open_s": "x"}) == ()
    assert lines({"queues": [{"name": "new_queue"}, 3]})[1].name == "New queue"


def test_deeds_of_a_later_version_have_their_own_name() -> None:
    """Nothing unknown ends in a fault."""
    row = AuditRow("1", "2026-11-22T09:00:00.000Z", "", "moon_landed", "", "", {"size": 3, "deep": {"a": 1}})
    assert words.deed(row.action) == "Moon landed"
    assert words.particulars(row) == "3"
    assert words.age(59) == "59 s"
    assert words.age(3 * 86400) == "3 days"
    assert words.dollars(1_200) == "$0.0012"


def test_every_control_has_a_name_and_one_is_red(page: AdminPage, desk: Desk) -> None:
    """In every section."""
    for item in page.items:
        item.click()
        controls = [
            widget
            for sort in (QAbstractButton, QLineEdit, QComboBox, QTableView)
            for widget in desk.frame.findChildren(sort)
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        ]
        assert [widget for widget in controls if not widget.accessibleName()] == []
        assert len([widget for widget in controls if widget.property("kind") == "primary"]) == 1
