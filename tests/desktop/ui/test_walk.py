"""A walk through every screen: names, keys, contrast, in both themes and at 200 %."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop.core.settings import Contrast
from desktop.ui import tabbing
from desktop.ui.language import speak
from desktop.ui.window import Frame
from tests.desktop.ui import looks
from tests.desktop.ui.gallery import Gallery

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.theme import Theme

pytestmark = [
    pytest.mark.timeout(900),  # all screens, one after another
    pytest.mark.qt_log_ignore("This plugin does not support"),  # the offscreen platform, of menus and dialogs
]
_SIZES = ((1280, 800),)
_MOST_STOPS = 200
#: What a screen has at least: one that shows nothing would pass any walk.
_SCREENS = 40


class Walk(Gallery):
    """Notes what is wrong at each screen."""

    def __init__(
        self, application: QApplication, mode: str, only: tuple[str, ...] = (), contrast: Contrast = Contrast.SYSTEM
    ) -> None:
        super().__init__(application, mode, _SIZES, only, contrast=contrast)
        self.seen: list[str] = []
        self.nameless: dict[str, str] = {}
        self.low: dict[str, str] = {}
        self.unreached: list[str] = []

    def look(self, widget: QWidget, name: str) -> None:
        """Ask the screen everything."""
        self.seen.append(name)
        self.nameless |= dict.fromkeys(looks.nameless(widget), name)
        self.low |= dict.fromkeys(looks.low_contrasts(widget), name)
        if isinstance(widget, Frame):
            self.unreached += [f"{name}: {problem}" for problem in self._tab_through(widget)]

    def _tab_through(self, frame: Frame) -> list[str]:
        frame.activateWindow()
        QTest.qWaitForWindowActive(frame)
        wanted = tabbing.stops(frame)
        if not wanted:  # all of it is disabled while something is under way
            return []
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
        reached: list[QWidget] = []
        for _ in range(_MOST_STOPS):
            focused = QApplication.focusWidget()
            if focused is None or focused in reached:
                break
            reached.append(focused)
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        problems = []
        if QApplication.focusWidget() is not reached[0]:
            problems.append(f"Tab does not come back, it stays at {looks.name_of(QApplication.focusWidget())}")
        # Rows may have been made anew meanwhile: they are the same by what they are called.
        called = {looks.name_of(widget) for widget in reached}
        missed = [looks.name_of(widget) for widget in tabbing.stops(frame) if looks.name_of(widget) not in called]
        return [*problems, *(f"Tab does not reach {name}" for name in missed)]


@pytest.fixture(scope="module", params=["dark", "light"])
def walk(request: pytest.FixtureRequest, qapp: QApplication) -> Walk:
    """Return what a walk through all screens found, in one theme."""
    speak(qapp, "en")
    made = Walk(qapp, request.param)
    made.run()
    return made


def test_every_screen_is_opened(walk: Walk) -> None:
    """All screens of the register come to the front, each once at this size."""
    assert len(set(walk.seen)) == len(walk.seen)
    assert len(walk.seen) >= _SCREENS


def test_every_control_has_a_name(walk: Walk) -> None:
    """A screen reader has words for whatever takes the focus or a click; icons have a tooltip."""
    assert walk.nameless == {}


def test_every_control_is_reached_by_tab(walk: Walk) -> None:
    """Tab goes to every control once, and comes back to where it began."""
    assert walk.unreached == []


def test_every_text_stands_out(walk: Walk) -> None:
    """The text of labels and buttons has a contrast of 4.5 : 1 at least, as painted."""
    assert walk.low == {}


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_every_text_stands_out_with_more_contrast(qapp: QApplication, mode: str) -> None:
    """With more contrast the same holds, and quiet text is as strong as a second line."""
    made = Walk(qapp, mode, ("library", "settings", "item-photo", "home"), Contrast.MORE)
    assert made.theme.colors.text3 == made.theme.colors.text2
    made.run()
    assert len(made.seen) >= 4
    assert made.low == {}


def test_a_faint_text_is_noticed(qtbot: QtBot) -> None:
    """The measure of contrast tells gray on gray from black on white."""
    box = QWidget()
    column = QVBoxLayout(box)
    faint, strong = QLabel("Hardly to be read"), QLabel("Plainly to be read")
    box.setStyleSheet("background: #ffffff")
    faint.setStyleSheet("color: #888888")
    strong.setStyleSheet("color: #000000")
    column.addWidget(faint)
    column.addWidget(strong)
    qtbot.addWidget(box)
    box.show()
    qtbot.waitExposed(box)
    (found,) = looks.low_contrasts(box)
    assert "Hardly" in found
    assert float(found.rpartition(" ")[2]) == pytest.approx(3.54, abs=0.2)


def test_the_order_of_tab_follows_the_layout(qtbot: QtBot, theme: Theme) -> None:
    """What was made last and stands first is reached first."""
    frame = Frame(theme, QApplication.instance())
    content = QWidget()
    column = QVBoxLayout(content)
    late = [looks.button("Third"), looks.button("Second"), looks.button("First")]
    for button in late:
        column.insertWidget(0, button)
    frame.show_content(content)
    qtbot.addWidget(frame)
    frame.show()
    qtbot.waitExposed(frame)
    assert [button.text() for button in tabbing.stops(frame)] == ["First", "Second", "Third"]


def test_pictures_are_written_at_200_percent(tmp_path: Path) -> None:
    """The command fills its folder at twice the pixels, in French too, and lays a sheet over it."""
    command = ["--only", "first-run", "--mode", "light", "--size", "1280", "--scale", "200"]
    subprocess.run(  # noqa: S603 - the gallery
        [sys.executable, "-m", "tests.desktop.ui.gallery", str(tmp_path), *command],
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=300,
    )
    for language in ("en", "fr"):
        picture = QImage(str(tmp_path / f"{language}-200" / "first-run-1280-light.png"))
        assert (picture.width(), picture.height()) == (2560, 1600)
    sheet = (tmp_path / "index.html").read_text("utf-8")
    assert "fr-200/first-run-1280-light.png" in sheet
