"""Settings: kept as they are changed, each with a way back, found by their words."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.errors import StorageFull
from desktop.core.settings import Contrast, Motion
from desktop.core.settings import Theme as Mode
from desktop.ui.settings.appearance import AppearanceSection
from desktop.ui.settings.page import SettingsPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.library.runs import Said
    from desktop.ui.settings.rows import Section
    from desktop.ui.theme import Theme
    from tests.fakes.application import FakeApplication

SectionT = TypeVar("SectionT", bound="Section")


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, app: FakeApplication, bridge: Bridge) -> SettingsPage:
    """Return the page, shown."""
    app.save_settings(dataclasses.replace(app.settings(), theme=Mode.DARK))
    made = SettingsPage(theme, app, bridge)
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
