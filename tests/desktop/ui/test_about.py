"""About: what this is, where it lies, and what comes along with it, the GPL ones named as such."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from desktop.ui.about.facts import LIBRARIES, read

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

WAIT_MS = 15_000
ROOT = Path(__file__).parents[3]


def test_every_library_of_the_list_stands_in_the_licence_file() -> None:
    """GIVEN the list of About THEN LICENSE names each of them, and calls the same two GPL as a whole."""
    notices = " ".join((ROOT / "LICENSE").read_text("utf-8").split())
    names = {"PySide6-Essentials": "PySide6", "numpy": "NumPy", "python-docx": "python-docx"}
    for library in LIBRARIES:
        assert names.get(library.distribution, library.distribution) in notices, library.distribution
    assert {library.distribution for library in LIBRARIES if library.is_gpl} == {"av", "pillow-heif"}
    assert notices.count("so that the wheel as a whole is under the GPL") == 2


def test_the_versions_are_those_that_are_installed() -> None:
    """GIVEN the packages of here THEN each has its version, and those that are not there are left out."""
    facts = read()
    assert facts.program
    assert facts.qt.count(".") == 2
    assert all(library.version for library in facts.libraries)
    lines = facts.lines("/data")
    assert lines[0] == f"SnapStream {facts.program}"
    assert "Data: /data" in lines


def test_the_page_says_it_and_the_details_can_be_copied(qtbot: QtBot, desk: Desk, app: FakeApplication) -> None:
    """GIVEN About WHEN the details are copied THEN they lie in the clipboard; Esc goes back."""
    desk.session.window.sidebar.account.about_asked.emit()
    pane = desk.session.about.pane
    qtbot.waitUntil(lambda: pane._facts is not None, timeout=WAIT_MS)  # noqa: SLF001 - when all is read
    said = [label.text() for label in pane.findChildren(QLabel)]
    assert str(app.data_dir) in said
    assert any("x264" in text and "GPL" in text for text in said)
    pane.copy_button.click()
    assert QGuiApplication.clipboard().text().startswith("SnapStream ")
    desk.session.about.escape()
    assert desk.window.page is desk.library


def test_diagnostics_are_written_where_they_are_wanted(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """GIVEN a file name THEN it is written and said; a file that is there already is not written over."""
    pane = desk.session.about.pane
    target = tmp_path / "diagnostics.zip"
    pane.export_to(target)
    assert not pane.export_button.isEnabled()
    qtbot.waitUntil(lambda: desk.toast.accessibleName().startswith("diagnostics.zip is written"), timeout=WAIT_MS)
    assert target.exists()
    pane.export_to(target)
    qtbot.waitUntil(lambda: "is there already" in desk.toast.accessibleName(), timeout=WAIT_MS)
    assert pane.export_button.isEnabled()
