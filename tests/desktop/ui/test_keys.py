"""Keys: the page says what the window does, because both are made from one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel

from desktop.ui.help.keys import TABLE, Cmd, Key, text_of
from desktop.ui.help.keys import Place as Where
from desktop.ui.library.keys import Verb, verb_of
from desktop.ui.places import Place
from desktop.ui.window import RAIL_BELOW_PX

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

LIBRARY_VERBS = {
    "Return": Verb.OPEN,
    "Ctrl+Return": Verb.OPEN_FULL,
    "Space": Verb.SHOW,
    "Ctrl+Space": Verb.SELECT,
    "V": Verb.MODE,
    "[": Verb.DAY_BEFORE,
    "]": Verb.DAY_AFTER,
    "C": Verb.CAPTION,
    "T": Verb.TAG,
    "Ctrl+E": Verb.EXPORT,
    "Del": Verb.DELETE,
}


def _press(sequence: str) -> QKeyEvent:
    combination = QKeySequence(sequence)[0]
    return QKeyEvent(QEvent.Type.KeyPress, combination.key(), combination.keyboardModifiers())


def test_each_command_stands_in_the_table_once() -> None:
    """GIVEN the table THEN every command of the window has its line, and no key does two things in one place."""
    commands = [key.command for key in TABLE if key.command is not None]
    assert sorted(commands) == sorted(Cmd)
    for where in Where:
        keys = [sequence for key in TABLE if key.place is where for sequence in key.keys]
        assert len(keys) == len(set(keys)), where


@pytest.mark.parametrize("key", [key for key in TABLE if key.place is Where.LIBRARY], ids=lambda key: key.keys[0])
def test_the_librarys_keys_are_those_of_the_table(key: Key) -> None:
    """GIVEN a key of the library THEN the grid takes it for what the page says."""
    assert [verb_of(_press(sequence)) for sequence in key.keys] == [LIBRARY_VERBS[each] for each in key.keys]


def test_the_windows_shortcuts_are_those_of_the_table(desk: Desk) -> None:
    """GIVEN the window THEN it has each key of the table, and none twice at the same time."""
    mine = [key for key in desk.frame.findChildren(QShortcut) if key.objectName() in set(Cmd)]
    made = sorted((key.objectName(), key.key().toString()) for key in mine)
    wanted = sorted(
        (key.command.value, QKeySequence(each).toString()) for key in TABLE if key.command for each in key.keys
    )
    assert made == wanted


def test_the_page_of_keys_says_all_of_them(qtbot: QtBot, desk: Desk) -> None:
    """GIVEN the window WHEN ? is pressed THEN each line of the table can be read; Esc goes back."""
    desk.library.grid.setFocus()
    qtbot.keyClick(desk.window, Qt.Key.Key_Question)
    page = desk.session.keys
    assert desk.window.page is page
    names = {label.accessibleName() for label in page.findChildren(QLabel)}
    for key in TABLE:
        assert any(name.startswith(key.text) and text_of(key.keys[0]) in name for name in names), key
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.page is desk.library


def test_ctrl_and_a_number_bring_the_pages(qtbot: QtBot, desk: Desk) -> None:
    """GIVEN the keys of pages THEN each is there, but Admin for who is none; Ctrl+, is the settings."""
    control = Qt.KeyboardModifier.ControlModifier
    session = desk.session
    pages = [session.home, session.library, session.uploads, session.folders, session.activity]
    for number, page in enumerate(pages):
        qtbot.keyClick(desk.window, Qt.Key(Qt.Key.Key_1 + number), control)
        assert desk.window.page is page
        assert desk.window.sidebar.items[number].isChecked()
    qtbot.keyClick(desk.window, Qt.Key.Key_6, control)
    assert desk.window.page is session.activity
    qtbot.keyClick(desk.window, Qt.Key.Key_Comma, control)
    assert desk.window.page is session.settings
    assert desk.window.sidebar.gear.isChecked()
    assert not any(item.isChecked() for item in desk.window.sidebar.items)
    desk.window.show_page(Place.HOME)
    assert not desk.window.sidebar.gear.isChecked()


def test_ctrl_z_takes_back_what_the_last_toast_offered(qtbot: QtBot, desk: Desk) -> None:
    """GIVEN a toast with a way back WHEN Ctrl+Z is pressed THEN it is gone once, also after the toast."""
    from desktop.ui.library.runs import Said  # noqa: PLC0415 - for this test alone

    undone: list[str] = []
    desk.session.telling.offer(Said("12 captions saved", "", "Undo", lambda: undone.append("captions")))
    desk.session.tell("Something else")
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["captions"]


def test_f6_goes_through_the_areas_and_back(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """GIVEN the library WHEN F6 is pressed again and again THEN sidebar, bar and content have the focus in turn."""
    assert filled
    desk.frame.activateWindow()
    desk.window.sidebar.items[Place.LIBRARY].setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(desk.window, Qt.Key.Key_F6)
        seen.append(desk.frame.focusWidget())
    page = desk.library
    assert page.bar.isAncestorOf(seen[0])
    assert page.isAncestorOf(seen[1])
    assert seen[2] is desk.window.sidebar.items[Place.LIBRARY]
    qtbot.keyClick(desk.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert page.isAncestorOf(desk.frame.focusWidget())


def test_ctrl_b_and_a_narrow_window_fold_the_sidebar(qtbot: QtBot, desk: Desk) -> None:
    """GIVEN room THEN names are shown; without it, or after Ctrl+B, icons alone, with the key in the tooltip."""
    sidebar = desk.window.sidebar
    assert not sidebar.is_rail
    desk.frame.resize(RAIL_BELOW_PX - 1, 800)
    qtbot.waitUntil(lambda: sidebar.is_rail)
    assert "Ctrl+1" in sidebar.items[Place.HOME].toolTip()
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not sidebar.is_rail


def test_the_card_of_transfers_is_a_ring_on_the_rail(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge
) -> None:
    """GIVEN uploads on their way THEN the card says so, on the rail a ring; Uploads itself says it better."""
    assert app
    assert bridge
    sidebar = desk.window.sidebar
    sidebar.show_card(is_shown=True)
    assert sidebar.card.isVisible()
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert sidebar.ring.isVisible()
    assert not sidebar.card.isVisible()
