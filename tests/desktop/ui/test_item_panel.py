"""One item: what it is, what was found, what was said, what went wrong, and the ways to its file."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from cloud.contract.findings import Analysis
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus
from desktop.item.speech import lines_of
from desktop.ui.item import words
from desktop.ui.item.transcript import TranscriptView
from tests.desktop.ui import seeds
from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.theme import Theme
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

# A machine without sound devices says so; the player plays silently there.
pytestmark = pytest.mark.qt_log_ignore("PulseAudio", "pipewire", "multimedia", "Could not open media", extend=True)


def test_a_rough_transcript_says_that_it_is_rough(filled: list[str], desk: Desk) -> None:
    """Whatever an on-device engine heard carries the warning."""
    desk.library.open_item(filled[3])
    text = shown_text(desk.library.item)
    assert "Rough transcript, by machine. US English only. Check it before you quote it." in text
    assert desk.library.item.transcript.lines.rowCount() > 3


def test_a_click_on_a_word_seeks_to_it(qtbot: QtBot, theme: Theme) -> None:
    """Clicking the third word of the second line asks for its beginning."""
    view = TranscriptView(theme)
    qtbot.addWidget(view)
    QAbstractItemModelTester(view.lines, QAbstractItemModelTester.FailureReportingMode.Fatal, view)
    view.resize(360, 400)
    view.show_transcript(seeds.transcript())
    view.show()
    sought: list[int] = []
    view.sought.connect(sought.append)
    line = view.lines.lines[1]
    rect = view.visualRect(view.lines.index(1))
    before = theme.metrics("transcript").horizontalAdvance(line.text[: line.offsets[2]])
    place = QPoint(rect.x() + 8 + 40 + 8 + round(before) + 6, rect.y() + 14)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sought == [line.words[2].start_ms]


def test_lines_break_at_pauses_and_before_they_grow_long() -> None:
    """No line holds more than a breath, and no word is lost."""
    transcript = seeds.transcript()
    lines = lines_of(transcript)
    assert [word for line in lines for word in line.words] == list(transcript.words)
    assert all(len(line.words) <= 18 for line in lines)
    assert all(
        later.start_ms - earlier.end_ms < 700
        for line in lines
        for earlier, later in zip(line.words, line.words[1:], strict=False)
    )


def test_the_transcript_follows_the_playback(filled: list[str], desk: Desk) -> None:
    """Seeking in the player marks the line that is being said."""
    desk.library.open_item(filled[3])
    panel = desk.library.item
    second = panel.transcript.lines.lines[1]
    panel.player.seek(second.start_ms + 1)
    assert panel.transcript.lines.row_at(second.start_ms + 1) == 1


def test_silence_is_no_failure() -> None:
    """A recording in which nothing was said says that it was analysed."""
    silent = Analysis(AnalysisState.NO_DATA, "pocketsphinx", 1)
    item = seeds.item(media_type="audio", analyses={AnalysisName.SPEECH: silent})
    assert words.speech_note(item) == ("No speech in this recording", "The sound was analysed and nothing was said.")
    assert words.verdict(item) is None


@pytest.mark.parametrize(
    ("changes", "heading", "text"),
    [
        (
            {"status": ItemStatus.REJECTED, "status_reason": "not_media"},
            "The newsroom refused this file",
            "It is not a photo, audio or video file, whatever its name says.",
        ),
        (
            {"status": ItemStatus.FAILED, "status_reason": "damaged"},
            "Nothing could be made of this file",
            "The file is damaged and cannot be opened. The original is stored as it was sent.",
        ),
        (
            {"status": ItemStatus.PARTIAL, "status_reason": "truncated"},
            "Incomplete",
            "The file is cut off; what could be read of it was used.",
        ),
        (
            {
                "status": ItemStatus.PARTIAL,
                "status_reason": "damaged",
                "analyses": {"speech": Analysis(AnalysisState.FAILED, "x", 1, reason="damaged")},
            },
            "Speech could not be analysed",
            (
                "The file is damaged and cannot be opened. The original is stored as it was sent. "
                "The rest of the item is complete."
            ),
        ),
        (
            {"status": ItemStatus.PROCESSING, "is_open": True, "pending": frozenset({"speech:0001", "text"})},
            "Analysing, 2 of 4",
            "Text and speech to come.",
        ),
    ],
)
def test_what_is_not_whole_says_why(changes: dict[str, object], heading: str, text: str) -> None:
    """Each state that needs words has a heading and a reason a person can read."""
    told = words.verdict(seeds.item(**changes))
    assert told is not None
    assert (told.heading, told.text) == (heading, text)


def test_a_copy_is_saved_and_said(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """The original lies where it was asked for, byte for byte, and a toast says so."""
    desk.library.open_item(filled[3])
    target = tmp_path / "copy.wav"
    desk.library.item.save_to(target)
    qtbot.waitUntil(desk.toast.isVisible)
    assert target.read_bytes() == app.originals[filled[3]].read_bytes()
    assert "copy.wav is saved" in desk.toast.accessibleName()
    assert desk.library.item.save_button.isEnabled()


def test_a_copy_that_cannot_be_saved_says_why(qtbot: QtBot, filled: list[str], desk: Desk, tmp_path: Path) -> None:
    """A failure is a sentence, and the button can be pressed again."""
    desk.library.open_item(filled[1])
    desk.library.item.save_to(tmp_path / "copy.jpg")
    qtbot.waitUntil(desk.toast.isVisible)
    assert "copy.jpg was not saved" in desk.toast.accessibleName()
    assert desk.library.item.save_button.isEnabled()


def test_show_in_folder_is_offered_only_where_the_file_is(filled: list[str], desk: Desk) -> None:
    """No button that does nothing."""
    desk.library.open_item(filled[3])
    assert desk.library.item.show_button.isVisible()
    desk.library.open_item(filled[1])
    assert not desk.library.item.show_button.isVisible()


def test_a_recording_plays_pauses_and_seeks(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Play asks for the original and moves; the key pauses; a seek moves the time."""
    desk.library.open_item(filled[3])
    player = desk.library.item.player
    qtbot.mouseClick(player.play_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: player.is_playing and player.position_ms > 0, timeout=15_000)
    qtbot.keyClick(player, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player.is_playing)
    player.seek(3_000)
    qtbot.waitUntil(lambda: abs(player.position_ms - 3_000) < 300)
    assert player.play_button.accessibleName() == "Play"


def test_what_cannot_be_played_says_so(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """A damaged file ends in a sentence with a way out, not in silence."""
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF0000WAVEnothing")
    app.originals[filled[3]] = broken
    desk.library.open_item(filled[3])
    desk.library.item.player.toggle()
    qtbot.waitUntil(desk.toast.isVisible, timeout=15_000)
    assert "Save a copy to open it elsewhere." in desk.toast.accessibleName()
    assert not desk.library.item.player.is_playing


def test_an_item_that_goes_away_closes_its_panel(filled: list[str], desk: Desk, app: FakeApplication) -> None:
    """A deleted item leaves the grid alone."""
    desk.library.open_item(filled[1])
    item = app.items.get(filled[1])
    assert item is not None
    app.items.apply([dataclasses.replace(item, version=9, status=ItemStatus.DELETED)])
    desk.library._on_items_changed((item.id,))  # noqa: SLF001 - as the bridge calls it
    assert not desk.library.item.isVisible()
