"""Settings: kept as they are changed, each with a way back, found by their words."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox

from desktop.core.errors import StorageFull, UsageProblem
from desktop.core.settings import Contrast, Motion
from desktop.core.settings import Theme as Mode
from desktop.core.timetable import QuietHours, Speed, Timetable
from desktop.ui.settings.appearance import AppearanceSection
from desktop.ui.settings.general import GeneralSection, KeyboardSection, NoticesSection
from desktop.ui.settings.here import AccountSection, StorageSection
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.timetable import TimetableGrid
from desktop.ui.settings.uploads import AdvancedSection, UploadsSection

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.library.runs import Said
    from desktop.ui.settings.rows import Section
    from desktop.ui.theme import Theme
    from tests.fakes.application import FakeApplication

SectionT = TypeVar("SectionT", bound="Section")


class FakeAutostart:
    """Starts nothing."""

    def __init__(self) -> None:
        self.on, self.problem = False, ""

    def is_on(self) -> bool:
        """Do as ``desktop.autostart`` says."""
        return self.on

    def set_on(self, *, is_on: bool) -> None:
        """Do as ``desktop.autostart`` says."""
        if self.problem:
            raise UsageProblem("start", detail=self.problem)
        self.on = is_on


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, app: FakeApplication, bridge: Bridge) -> SettingsPage:
    """Return the page, shown."""
    app.save_settings(dataclasses.replace(app.settings(), theme=Mode.DARK))
    made = SettingsPage(theme, app, bridge, FakeAutostart())
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.resize(1080, 900)
    made.show()
    return made


@pytest.fixture
def said(page: SettingsPage) -> list[Said]:
    """Return what the page offers, as it comes."""
    heard: list[Said] = []
    page.offered.connect(heard.append)
    return heard


def section(page: SettingsPage, kind: type[SectionT]) -> SectionT:
    """Return the section of a kind."""
    return next(one for one in page.sections if isinstance(one, kind))


def test_a_theme_holds_at_once_and_can_be_taken_back(
    page: SettingsPage, said: list[Said], theme: Theme, app: FakeApplication
) -> None:
    """GIVEN a dark window WHEN Light is chosen THEN it is light and kept; Undo makes it dark again."""
    appearance = section(page, AppearanceSection)
    appearance.mode.choose(Mode.LIGHT)
    assert (theme.is_dark, app.settings().theme) == (False, Mode.LIGHT)
    assert said[-1].action == "Undo"
    assert said[-1].act is not None
    said[-1].act()
    assert (theme.is_dark, app.settings().theme) == (True, Mode.DARK)
    assert appearance.mode.value == Mode.DARK


def test_more_contrast_and_less_motion_are_obeyed(page: SettingsPage, theme: Theme) -> None:
    """GIVEN the usual look WHEN more contrast and less motion are chosen THEN lines are stronger and nothing moves."""
    appearance = section(page, AppearanceSection)
    appearance.contrast.choose(Contrast.MORE)
    assert theme.colors.line == theme.colors.control
    assert theme.colors.text3 == theme.colors.text2
    appearance.motion.choose(Motion.LESS)
    assert not theme.has_motion


def test_the_size_of_transcripts_is_that_of_their_font(page: SettingsPage, theme: Theme) -> None:
    """GIVEN a size of transcripts WHEN a larger one is chosen THEN their font has it, and no other font has."""
    appearance = section(page, AppearanceSection)
    before = theme.font("body").pixelSize()
    appearance.transcript.choose(20)
    assert theme.font("transcript").pixelSize() == round(20 * theme.scale)
    assert theme.font("body").pixelSize() == before


def test_a_change_that_cannot_be_kept_is_taken_back_and_said(
    page: SettingsPage, said: list[Said], app: FakeApplication
) -> None:
    """GIVEN a full disk WHEN something is chosen THEN it is said, and the page shows what holds."""
    appearance = section(page, AppearanceSection)
    app.save_problem = StorageFull("save the settings")
    appearance.mode.choose(Mode.LIGHT)
    assert said[-1].is_failure
    assert appearance.mode.value == Mode.DARK


def test_a_setting_is_found_by_its_words(qtbot: QtBot, page: SettingsPage) -> None:
    """GIVEN the search WHEN words are typed THEN only rows with them are left; Escape brings all back."""
    page.search.edit.setFocus()
    QTest.keyClicks(page.search.edit, "contrast")
    appearance = section(page, AppearanceSection)
    qtbot.waitUntil(lambda: [row.isVisible() for row in appearance.rows].count(True) == 1)
    QTest.keyClick(page.search.edit, Qt.Key.Key_Escape)
    page.escape()
    assert all(not row.isHidden() for row in appearance.rows)


def test_starting_with_the_session_is_what_the_system_says(page: SettingsPage, said: list[Said]) -> None:
    """GIVEN the switch WHEN it is used THEN the system is asked; where that refuses it says why and stays off."""
    general = section(page, GeneralSection)
    general.start.click()
    assert general.start.isChecked()
    assert said[-1].act is not None
    said[-1].act()
    assert not general.start.isChecked()
    port = general._autostart  # noqa: SLF001 - the fake that this test gave
    assert isinstance(port, FakeAutostart)
    port.problem = "The system does not let this be changed."
    general.start.click()
    assert said[-1].is_failure
    assert not general.start.isChecked()


def test_hours_are_painted_by_keys(page: SettingsPage, said: list[Said], app: FakeApplication) -> None:
    """GIVEN the grid WHEN a block is chosen with Shift and changed by Space THEN it is kept, said and taken back."""
    uploads = section(page, UploadsSection)
    grid = uploads.timetable.grid
    for _ in range(9):
        QTest.keyClick(grid, Qt.Key.Key_Right)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(grid, key, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    table = app.settings().timetable
    slow = [(day, hour) for day in range(7) for hour in range(24) if table.at(day, hour) is Speed.SLOW]
    assert slow == [(0, 9), (0, 10), (1, 9), (1, 10)]
    assert said[-1].title == "Mon – Tue, 9:00 – 11:00 is now: 2.0 MB/s"  # noqa: RUF001 - a dash
    assert grid.accessibleDescription() == "Tuesday, 10 to 11: 2.0 MB/s"
    assert said[-1].act is not None
    said[-1].act()
    assert app.settings().timetable == Timetable()
    assert grid.table == Timetable()
    QTest.keyClick(grid, Qt.Key.Key_2)
    assert app.settings().timetable.at(1, 10) is Speed.MIDDLE


def test_hours_are_painted_by_dragging(page: SettingsPage, app: FakeApplication) -> None:
    """GIVEN the grid WHEN one drags over it THEN the block gets the level after that of its first hour."""
    page.show_section(2)
    uploads = section(page, UploadsSection)
    grid = uploads.timetable.grid
    begin, end = (grid._place(*cell).center().toPoint() for cell in ((5, 0), (6, 2)))  # noqa: SLF001 - where cells lie
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
    QTest.mouseMove(grid, end)
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    table = app.settings().timetable
    slow = [(day, hour) for day in range(7) for hour in range(24) if table.at(day, hour) is Speed.SLOW]
    assert slow == [(5, 0), (5, 1), (5, 2), (6, 0), (6, 1), (6, 2)]


def test_every_section_keeps_what_is_changed(page: SettingsPage, app: FakeApplication) -> None:
    """GIVEN the other sections WHEN something is changed in each THEN the settings say so."""
    section(page, UploadsSection).concurrency.choose(8)
    section(page, UploadsSection).slow.choose(500_000)
    section(page, GeneralSection).close_to_tray.click()
    notices = section(page, NoticesSection)
    notices.quiet.click()
    notices.begin.choose(23 * 60)
    section(page, KeyboardSection).letters.click()
    section(page, StorageSection).cache.choose(20)
    section(page, AdvancedSection).parts.choose(32 * 1024**2)
    kept = app.settings()
    assert (kept.concurrency, kept.timetable.slow_bytes_per_s, kept.close_to_tray) == (8, 500_000, False)
    assert (kept.quiet_hours, kept.has_letter_keys) == (QuietHours(True, 23 * 60, 7 * 60), False)
    assert (kept.cache_gb, kept.part_size_bytes) == (20, 32 * 1024**2)


def test_the_account_is_said_and_left(qtbot: QtBot, page: SettingsPage) -> None:
    """GIVEN the section WHEN one signs out or changes the password THEN the page asks for it."""
    account = section(page, AccountSection)
    account.password_row.setEnabled(True)
    account.out_row.setEnabled(True)
    with qtbot.waitSignals([page.password_asked, page.sign_out_asked]):
        account.password.click()
        account.out.click()
    assert account.who.why.text().startswith("Demo Reporter")


def test_every_control_has_a_name(page: SettingsPage) -> None:
    """GIVEN all sections THEN no control is without a name for a screen reader."""
    controls = [one for kind in (QAbstractButton, QComboBox, TimetableGrid) for one in page.findChildren(kind)]
    assert len(controls) > 20
    assert [one for one in controls if not one.accessibleName()] == []
