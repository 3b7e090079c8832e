"""What an item's menu does: a link that ends, and deleting for everyone, each asked for in a dialog."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop.core.errors import Offline, Refused
from desktop.ui.item.deletion import Deletion
from desktop.ui.item.link import LinkDialog
from desktop.ui.widgets.dialog import Question
from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

pytestmark = pytest.mark.qt_log_ignore(
    "PulseAudio", "pipewire", "multimedia", "does not support (raise|grabbing)", extend=True
)
EMBARGO = "2126-11-21T06:00:00.000Z"


@pytest.fixture
def link(qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, bridge: Bridge) -> Iterator[LinkDialog]:
    """Return the form that makes a link, shown for an item under embargo."""
    dialog = LinkDialog(
        desk.window.theme, desk.frame, app, bridge, item_id=filled[0], name="Dock <b>strike</b>", embargo_until=EMBARGO
    )
    dialog.open()
    qtbot.waitExposed(dialog)
    yield dialog
    dialog.reject()


def test_a_link_is_made_copied_and_says_when_it_ends(qtbot: QtBot, link: LinkDialog, app: FakeApplication) -> None:
    """The length that was chosen is asked for; the address is on the clipboard after one click."""
    assert "Dock <b>strike</b>" in shown_text(link)
    assert not link.address.isVisible()
    qtbot.keyClick(link.durations, Qt.Key.Key_Home)
    qtbot.mouseClick(link.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(link.address.isVisible)
    verb, item_id, seconds = app.item_asks[-1]
    assert (verb, seconds) == ("link", 3600)
    assert link.address.text() == f"https://newsroom.example/{item_id}"
    assert link.end.text().startswith("It ends ")
    assert link.copy_button.hasFocus()
    qtbot.keyClick(link.copy_button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == link.address.text()
    assert link.copy_button.text() == "Copied"


def test_another_length_asks_for_another_link(qtbot: QtBot, link: LinkDialog) -> None:
    """What is shown belongs to the length above it, always."""
    link.make_button.click()
    qtbot.waitUntil(link.address.isVisible)
    link.durations.setCurrentIndex(3)
    assert not link.address.isVisible()
    assert link.make_button.isVisible()


def test_an_embargo_is_said_plainly(qtbot: QtBot, link: LinkDialog, app: FakeApplication) -> None:
    """Before it is tried, and when the newsroom refuses: until when, and who may."""
    assert "only an admin of the newsroom can make a link" in shown_text(link)
    app.item_problem = Refused("make a link", code="embargo", detail="It is under embargo.", status=403)
    link.make_button.click()
    qtbot.waitUntil(lambda: bool(link.complaint.text))
    assert link.complaint.text.startswith("No link was made: it is under embargo until ")
    assert "21 Nov 2126" in link.complaint.text
    assert link.make_button.isEnabled()


def test_a_link_can_be_tried_again(qtbot: QtBot, link: LinkDialog, app: FakeApplication) -> None:
    """Without a connection it says so, and the next try works."""
    app.item_problem = Offline("make a link")
    link.make_button.click()
    qtbot.waitUntil(lambda: "No connection" in link.complaint.text)
    app.item_problem = None
    link.make_button.click()
    qtbot.waitUntil(link.address.isVisible)
    assert not link.complaint.text


def test_the_menu_leads_to_link_and_deletion(qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication) -> None:
    """Behind the button in the panel's head; deleting asks, and the safe answer has the focus."""
    desk.library.open_item(filled[0])
    more = desk.library.item.more
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert [action.text() for action in more.menu_of_item.actions() if action.text()] == ["Link…", "Delete…"]
    more.menu_of_item.hide()
    more.delete_action.trigger()
    (question,) = desk.frame.findChildren(Question)
    assert "It is gone for everyone" in shown_text(question)
    assert question.keep_button.isDefault()
    question.keep_button.click()
    assert app.item_asks == []
    more.delete_action.trigger()
    question = next(each for each in desk.frame.findChildren(Question) if each.isVisible())
    qtbot.mouseClick(question.act_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1 item is deleted" in shown_text(desk.toast))
    assert app.item_asks == [("delete", filled[0])]


def test_what_is_another_persons_is_not_offered(filled: list[str], desk: Desk, app: FakeApplication) -> None:
    """A member may not delete a colleague's; the entry says why."""
    connection = app.connection()
    assert connection is not None
    app._connection = dataclasses.replace(  # noqa: SLF001 - another person signs in
        connection, role="member", user=dataclasses.replace(connection.user, id="somebody-else")
    )
    desk.library.open_item(filled[0])
    more = desk.library.item.more
    more.click()
    assert not more.delete_action.isEnabled()
    assert "can delete it" in more.delete_action.toolTip()
    more.findChild(QMenu).hide()


def test_many_are_deleted_and_failures_counted(
    qtbot: QtBot, theme: Theme, desk: Desk, app: FakeApplication, bridge: Bridge
) -> None:
    """Each one is asked for once; what failed is told once, with why."""
    ids = [f"item-{number}" for number in range(9)]
    deletion = Deletion(theme, desk.frame, app, bridge, ids)
    question = deletion.ask()
    assert "Delete 9 items from the library?" in shown_text(question)
    with qtbot.waitSignal(deletion.told) as told:
        question.act_button.click()
    assert told.args == ["9 items are deleted", ""]
    assert [ask[1] for ask in app.item_asks] == ids
    app.item_problem = Offline("delete the item")
    deletion = Deletion(theme, desk.frame, app, bridge, ids[:2])
    with qtbot.waitSignal(deletion.told) as told:
        deletion.start()
    assert told.args[0] == "2 items were not deleted"
    assert "No connection" in told.args[1]
