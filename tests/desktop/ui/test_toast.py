"""The toast: one at a time, merging, reached by F6, never in the way of what can still be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.desktop.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


def test_a_newer_one_of_the_same_sort_takes_its_place(desk: Desk) -> None:
    """A thousand failures are one toast with a number that grows."""
    for number in range(1000):
        desk.toast.show_text(f"{number} files were not uploaded", action="Show", act=desk.frame.update, sort="failed")
    assert "999 files were not uploaded" in shown_text(desk.toast)


def test_another_sort_waits_while_something_can_be_taken_back(qtbot: QtBot, desk: Desk) -> None:
    """Undo is not driven away by news in the moment in which one reaches for it; the news comes after."""
    undone: list[bool] = []
    desk.toast.show_text("12 captions saved", action="Undo", act=lambda: undone.append(True), sort="captions")
    desk.toast.show_text("Transcript ready", sort="news")
    assert "12 captions saved" in shown_text(desk.toast)
    desk.toast.press()
    assert undone == [True]
    assert "Transcript ready" in shown_text(desk.toast)
    desk.toast.show_text("Rule saved", action="Undo", act=lambda: None, sort="rule")
    desk.toast.show_text("Transcript ready", sort="news")
    qtbot.waitUntil(lambda: "Transcript ready" in shown_text(desk.toast), timeout=4000)


def test_f6_leads_to_it_and_escape_back(qtbot: QtBot, desk: Desk) -> None:
    """With the focus it stays; Escape sends it away, and the focus is where it was."""
    desk.window.show_page(1)
    desk.window.page.enter()  # type: ignore[union-attr]  # there is one
    desk.toast.show_text("12 captions saved", action="Undo", act=lambda: None)
    for _ in range(8):
        qtbot.keyClick(desk.frame, Qt.Key.Key_F6)
        focused = desk.frame.focusWidget()
        if focused is not None and desk.toast.isAncestorOf(focused):
            break
    focused = desk.frame.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Undo"
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert desk.toast.isHidden()
    after = desk.frame.focusWidget()
    assert after is not None
    assert not desk.toast.isAncestorOf(after)
