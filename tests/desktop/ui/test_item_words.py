"""Words of a transcript: chosen with the pointer, copied, taken out and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from desktop.item.quotes import Marks, Spot, quote, quote_words
from desktop.item.speech import lines_of
from desktop.ui.item.transcript_lines import _x
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.item.transcript import TranscriptView
    from tests.desktop.ui.conftest import Desk

COPY = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot, filled: list[str], desk: Desk) -> TranscriptView:
    """Return a transcript in the window."""
    desk.session.open_in_full(filled[0])
    made = desk.session.item.recording.transcript.view
    qtbot.waitUntil(lambda: made.isVisible() and made.visualRect(made.lines.index(1)).height() > 0)
    return made


def place(view: TranscriptView, spot: Spot) -> QPoint:
    """Return where a word stands."""
    rect = QRectF(view.visualRect(view.lines.index(spot.line)))
    layout, line = view._painter.layout_of(spot.line), view.lines.lines[spot.line]  # noqa: SLF001 - what is painted
    at = line.offsets[spot.word] + 1
    part = layout.lineForTextPosition(at)
    origin = view._painter.text_origin(rect, spot.line)  # noqa: SLF001 - the same
    return QPoint(round(origin.x() + _x(part.cursorToX(at))), round(origin.y() + part.y() + 8))


def drag(qtbot: QtBot, view: TranscriptView, first: Spot, last: Spot) -> None:
    """Press at a word, let go at another."""
    port = view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=place(view, first))
    qtbot.mouseMove(port, place(view, last))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=place(view, last))


@pytest.mark.parametrize("backwards", [False, True])
def test_words_are_chosen_and_copied(qtbot: QtBot, view: TranscriptView, desk: Desk, *, backwards: bool) -> None:
    """From one word to another over lines, in either direction; nothing is sought."""
    ends = [Spot(0, 2), Spot(1, 1)]
    player = desk.session.item.recording.player
    player.seek(50)
    drag(qtbot, view, *(reversed(ends) if backwards else ends))
    qtbot.keyClick(view, Qt.Key.Key_C, COPY)
    lines = view.lines.lines
    words = [word.text for word in (*lines[0].words[2:], *lines[1].words[:2])]
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("[00:00:")
    assert copied.endswith(" ".join(words))
    assert player.position_ms == 50


def test_a_click_still_seeks_to_its_word(qtbot: QtBot, view: TranscriptView, desk: Desk) -> None:
    """And takes the choice away."""
    drag(qtbot, view, Spot(0, 1), Spot(0, 3))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, Spot(0, 2)))
    assert desk.session.item.recording.player.position_ms == view.lines.lines[0].words[2].start_ms
    qtbot.keyClick(view, Qt.Key.Key_C, COPY)
    assert QGuiApplication.clipboard().text().endswith(view.lines.lines[0].text)


def test_a_line_is_emptied_and_brought_back(qtbot: QtBot, view: TranscriptView, desk: Desk) -> None:
    """It goes, it is said how it comes back, and Ctrl+Z does that."""
    told: list[str] = []
    desk.session.item.told.connect(lambda line, _more: told.append(line))
    before = [line.text for line in view.lines.lines]
    view.setCurrentIndex(view.lines.index(1))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_E)
    editor = view.viewport().findChild(QLineEdit, "transcript-edit")
    assert isinstance(editor, QLineEdit)
    editor.clear()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert [line.text for line in view.lines.lines] == [before[0], *before[2:]]
    assert told == ["What was heard there is taken out"]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Z, COPY)
    assert [line.text for line in view.lines.lines] == before
    assert not view.can_undo


def test_a_quote_names_each_speaker_once() -> None:
    """Words that begin between the two times, and who says them; without both there is no quote."""
    lines = lines_of(seeds.transcript())
    first, last = lines[0].words[0], lines[1].words[0]
    text = quote(lines, Marks(first.start_ms, last.start_ms + 1))
    assert text.endswith(f"{lines[0].text} {last.text}")
    assert quote(lines, Marks(first.start_ms)) == ""
    assert quote_words(lines, Spot(0, 0), Spot(0, 0)).endswith(f"] {first.text}")


def test_marks_keep_their_order() -> None:
    """An end before the beginning takes the beginning away, and the other way round."""
    assert Marks().beginning(5).ending(9) == Marks(5, 9)
    assert Marks(5, 9).beginning(10) == Marks(10, None)
    assert Marks(5, 9).ending(4) == Marks(None, 4)
