"""The tray: five states by shape, one sentence each, a menu with what people need; never a flicker."""

from __future__ import annotations

import itertools
import time
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from desktop.core.events import Link
from desktop.ui.theme import Theme, colors
from desktop.ui.transfers.totals import Totals
from desktop.ui.tray import Tray, minutes_until_tomorrow
from desktop.ui.tray_state import TrayState, draw_state, state_of, tooltip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

_SIDE = 22


def _totals(uploading: int = 0, waiting: int = 0, failed: int = 0, *, paused: bool = False) -> Totals:
    left = 420_000_000 if uploading else 0
    return Totals(uploading, waiting, failed, 0, paused=paused, left_bytes=left, bytes_per_s=1e6 if uploading else 0.0)


@pytest.mark.parametrize(
    ("totals", "link", "state", "sentence"),
    [
        (_totals(), Link.ONLINE, TrayState.IDLE, "Everything is in. Watching 6 folders."),
        (_totals(4, 34), Link.ONLINE, TrayState.UPLOADING, "Uploading 4 of 38, about 7 min left."),
        (_totals(0, 1), Link.ONLINE, TrayState.UPLOADING, "1 file waits."),
        (_totals(4, 34, paused=True), Link.ONLINE, TrayState.PAUSED, "Paused. Nothing is lost."),
        (_totals(4, 34, paused=True), Link.OFFLINE, TrayState.OFFLINE, "No connection. 38 files wait here."),
        (_totals(4, 34, 2, paused=True), Link.OFFLINE, TrayState.NEEDS_YOU, "2 files were not uploaded."),
        (_totals(0, 38), Link.SIGNED_OUT, TrayState.NEEDS_YOU, "Sign in again. 38 files wait here."),
    ],
)
def test_the_state_that_matters_most_is_shown(totals: Totals, link: Link, state: TrayState, sentence: str) -> None:
    """Needs you before offline before paused before uploading before idle; each is said in one sentence."""
    assert state_of(totals, link) is state
    assert tooltip(totals, link, 6) == sentence


def test_a_pause_says_when_it_ends() -> None:
    """The hour alone today, with its day else."""
    paused = _totals(0, 3, paused=True)
    soon = time.time() + 1
    assert (
        tooltip(paused, Link.ONLINE, 1, soon)
        == f"Paused until {datetime.fromtimestamp(soon).astimezone():%H:%M}. Nothing is lost."
    )
    assert ", " in tooltip(paused, Link.ONLINE, 1, time.time() + 3 * 86400)


def test_until_tomorrow_is_until_the_morning() -> None:
    """Somebody who pauses at night does not mean ten minutes."""
    assert minutes_until_tomorrow(datetime(2026, 11, 20, 21, 14).astimezone()) == 8 * 60 + 46
    assert minutes_until_tomorrow(datetime(2026, 11, 20, 23, 50).astimezone()) == 6 * 60 + 10


def _drawn(theme: Theme, state: TrayState, *, is_bar_dark: bool) -> QImage:
    """Return a state over its bar, without colour: shape and lightness alone."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw_state(painter, _SIDE, state, theme, is_bar_dark=is_bar_dark)
    painter.end()
    over = QImage(_SIDE, _SIDE, QImage.Format.Format_RGB32)
    over.fill(colors(is_dark=is_bar_dark).window)
    painter = QPainter(over)
    painter.drawImage(0, 0, image)
    painter.end()
    return over.convertToFormat(QImage.Format.Format_Grayscale8)


@pytest.mark.parametrize("is_bar_dark", [True, False])
def test_each_state_has_a_shape_of_its_own(theme: Theme, *, is_bar_dark: bool) -> None:
    """Without colour any two differ by far more than an edge, on dark and on light bars."""
    drawn = {state: _drawn(theme, state, is_bar_dark=is_bar_dark) for state in TrayState}
    for one, other in itertools.combinations(TrayState, 2):
        differing = sum(
            abs(drawn[one].pixelColor(x, y).lightness() - drawn[other].pixelColor(x, y).lightness()) > 40
            for x in range(_SIDE)
            for y in range(_SIDE)
        )
        assert differing >= 12, (one, other)


@pytest.mark.parametrize("is_bar_dark", [True, False])
def test_the_disc_stands_out_from_the_bar(theme: Theme, *, is_bar_dark: bool) -> None:
    """A light disc on a dark bar, a dark one on a light bar."""
    image = _drawn(theme, TrayState.UPLOADING, is_bar_dark=is_bar_dark)
    assert (image.pixelColor(13, 19).lightness() > 128) is is_bar_dark


def test_the_icon_changes_at_most_every_two_seconds(qtbot: QtBot, theme: Theme) -> None:
    """Whatever happens in between, the last state is shown then."""
    tray = Tray(theme)
    tray.say(_totals(1), Link.ONLINE, 1)
    assert tray.state is TrayState.UPLOADING
    began = time.monotonic()
    for link in (Link.OFFLINE, Link.ONLINE, Link.OFFLINE):
        tray.say(_totals(1), link, 1)
        assert tray.state is TrayState.UPLOADING
    qtbot.waitUntil(lambda: tray.state is TrayState.OFFLINE, timeout=4000)
    assert time.monotonic() - began > 1.8
    tray.hide()


def test_the_menu_has_what_makes_sense_now(theme: Theme) -> None:
    """What needs the person only then; pause or resume; settings once somebody shows them."""
    tray = Tray(theme)

    def entries() -> list[str]:
        return [action.text() for action in tray.menu.actions() if action.isVisible() and not action.isSeparator()]

    tray.say(_totals(4, 34, 2), Link.ONLINE, 1)
    assert entries() == [
        "2 files were not uploaded", "2 files need you…", "Pause uploads", "Add files…", "Open SnapStream",
        "Quit SnapStream",
    ]  # fmt: skip
    tray.settings_asked.connect(tray.menu.update)
    tray.say(_totals(0, 3, paused=True), Link.ONLINE, 1)
    assert entries() == [
        "Paused. Nothing is lost", "Resume uploads", "Add files…", "Open SnapStream", "Settings…", "Quit SnapStream",
    ]  # fmt: skip
    asked: list[int] = []
    tray.pause_asked.connect(asked.append)
    pause = next(action.menu() for action in tray.menu.actions() if action.menu() is not None)
    for action in pause.actions():
        action.trigger()
    assert [text.text() for text in pause.actions()] == [
        "For 30 minutes",
        "For 2 hours",
        "Until tomorrow",
        "Until I resume",
    ]
    assert (asked[0], asked[1], asked[3]) == (30, 120, 0)
    assert 6 * 60 <= asked[2] <= 30 * 60
    tray.hide()
