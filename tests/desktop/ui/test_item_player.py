"""A recording's player and lanes: subtitles, sound, frames, the whole screen, in and out, and the quote between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from desktop.ui.item.lane_axis import LABELS_PX

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.item.recording import Recording
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

pytestmark = pytest.mark.qt_log_ignore("PulseAudio", "pipewire", "multimedia", "Could not open media", extend=True)
VIDEO, PHOTO, AUDIO = 0, 1, 3


@pytest.fixture
def recording(qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, tmp_path: Path) -> Recording:
    """Return a video with a transcript and three frames, red, green and blue."""
    frames = []
    for number, tint in enumerate(("red", "lime", "blue")):
        image = QImage(160, 90, QImage.Format.Format_RGB32)
        image.fill(QColor(tint))
        path = tmp_path / f"{number}.png"
        image.save(str(path))
        frames.append((67_000 + number * 134_000, path))
    app.frames[filled[VIDEO]] = tuple(frames)
    desk.session.open_in_full(filled[VIDEO])
    desk.session.item.enter()
    made = desk.session.item.recording
    qtbot.waitUntil(made.player.isVisible)
    return made


def test_subtitles_follow_and_hide(qtbot: QtBot, recording: Recording) -> None:
    """What is said stands over the picture; S takes it away and brings it back."""
    player = recording.player
    line = recording.transcript.view.lines.lines[0]
    player.seek(line.words[1].start_ms)
    assert line.words[1].text in player.subtitles.text
    qtbot.keyClick(player, Qt.Key.Key_S)
    assert not player.subtitles.text
    assert not player.subtitles_button.isChecked()
    qtbot.keyClick(player, Qt.Key.Key_S)
    assert player.subtitles.text
    player.seek(400_000)
    assert not player.subtitles.text


def test_subtitles_are_as_corrected(recording: Recording, desk: Desk) -> None:
    """A corrected word is corrected over the picture too."""
    line = recording.transcript.view.lines.lines[0]
    heard = line.heard[0]
    desk.session.item._editor.correct(desk.session.item.item_id, {(heard.start_ms, heard.text): "THEY"})  # noqa: SLF001 - as the transcript does
    recording.player.seek(heard.start_ms)
    assert recording.player.subtitles.text.startswith("THEY")


def test_sound_goes_off_before_anything_plays(qtbot: QtBot, recording: Recording) -> None:
    """M holds for what is played later."""
    qtbot.keyClick(recording.player, Qt.Key.Key_M)
    assert recording.player.is_silent
    qtbot.keyClick(recording.player, Qt.Key.Key_M)
    assert not recording.player.is_silent


def test_frames_are_stepped(qtbot: QtBot, recording: Recording) -> None:
    """A frame at a time, on and back."""
    player = recording.player
    player.seek(10_000)
    qtbot.keyClick(player, Qt.Key.Key_Period)
    qtbot.keyClick(player, Qt.Key.Key_Greater)
    assert player.position_ms == 10_000 + 2 * player.frame_ms
    qtbot.keyClick(player, Qt.Key.Key_Comma)
    assert player.position_ms == 10_000 + player.frame_ms


def test_the_whole_screen_and_back(qtbot: QtBot, recording: Recording) -> None:
    """F moves the player to a window of its own, where its keys work; Escape brings it home."""
    player = recording.player
    home = player.parentWidget()
    qtbot.keyClick(player, Qt.Key.Key_F)
    assert recording.full.isVisible()
    assert player.window() is recording.full
    player.seek(10_000)
    qtbot.keyClick(player, Qt.Key.Key_Period)
    assert player.position_ms == 10_000 + player.frame_ms
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert player.parentWidget() is home
    assert not recording.full.isVisible()
    assert player.isVisible()


def test_what_is_between_in_and_out_is_quoted(qtbot: QtBot, recording: Recording, desk: Desk) -> None:
    """I and O mark, Ctrl+C copies it with both times; Escape takes the marks away before it leaves."""
    player, line = recording.player, recording.transcript.view.lines.lines[0]
    player.seek(line.words[1].start_ms)
    qtbot.keyClick(player, Qt.Key.Key_I)
    player.seek(line.words[4].start_ms)
    qtbot.keyClick(player, Qt.Key.Key_O)
    qtbot.keyClick(player, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("[00:00:")
    assert copied.endswith(" ".join(word.text for word in line.words[1:4]))
    desk.session.item.escape()
    assert not recording.marks
    assert desk.session.item.item_id


def test_shift_marks_on_the_lanes(qtbot: QtBot, recording: Recording) -> None:
    """Dragging with Shift marks from where it began, in either direction, and does not seek."""
    view = recording.lanes.timeline.viewport()
    before = recording.player.position_ms
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, shift, QPoint(LABELS_PX + 300, 60))
    qtbot.mouseMove(view, QPoint(LABELS_PX + 100, 60))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, shift, QPoint(LABELS_PX + 100, 60))
    marks = recording.marks
    assert marks.begin_ms is not None
    assert marks.end_ms is not None
    assert marks.end_ms - marks.begin_ms == pytest.approx(402_000 * 200 / (view.width() - LABELS_PX), rel=0.1)
    assert recording.player.position_ms == before


def test_frames_stand_above_the_lanes(qtbot: QtBot, recording: Recording) -> None:
    """Each place shows the frame that is nearest to it."""
    timeline = recording.lanes.timeline
    qtbot.waitUntil(lambda: timeline._has_frames)  # noqa: SLF001 - whether they came
    image = timeline.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    wide = timeline.viewport().width() - LABELS_PX
    seen = [image.pixelColor(round((LABELS_PX + wide * part) * ratio), round(60 * ratio)) for part in (0.1, 0.5, 0.9)]
    assert [(tint.red() > 200, tint.green() > 200, tint.blue() > 200) for tint in seen] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_a_sound_recording_has_no_picture(filled: list[str], desk: Desk) -> None:
    """No subtitles, no whole screen, no frames."""
    desk.session.open_in_full(filled[AUDIO])
    player = desk.session.item.recording.player
    assert not player.full_button.isVisible()
    assert not player.subtitles_button.isVisible()
