"""One item, filling the page: its keys, its boxes, its lanes, its transcript, and the way back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
import srt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from cloud.contract.findings import Caption, Tag, TagKind, Verdict
from desktop.item.exports.file import Format
from desktop.ui.item.page import ItemPage
from desktop.ui.item.saver import CaptionSaver
from desktop.ui.item.shorthand import Shorthand
from desktop.ui.item.verdicts import ItemEditor
from desktop.ui.library.model import LibraryModel
from desktop.ui.library.pixmaps import Thumbnails
from desktop.ui.widgets.panel import Panel
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

pytestmark = pytest.mark.qt_log_ignore("PulseAudio", "pipewire", "multimedia", "Could not open media", extend=True)

VIDEO, PHOTO, AUDIO = 0, 1, 3


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, app: FakeApplication, bridge: Bridge, filled: list[str]) -> Iterator[ItemPage]:
    """Return the page in its panel; the photo has boxes, the video things to see."""
    photo, video = app.items.get(filled[PHOTO]), app.items.get(filled[VIDEO])
    assert photo is not None
    assert video is not None
    boxes = (
        Tag("Eileen Collins", TagKind.PERSON, 99.0, "rekognition", box=(0.3, 0.05, 0.3, 0.35)),
        Tag("helmet", TagKind.LABEL, 94.0, "rekognition", box=(0.5, 0.6, 0.4, 0.3)),
    )
    seen = tuple(Tag("rocket", TagKind.LABEL, 99.0, "rekognition", at_ms=at) for at in (2_000, 3_000, 20_000))
    app.items.apply(
        [dataclasses.replace(photo, version=2, tags=boxes), dataclasses.replace(video, version=2, tags=seen)]
    )
    model, thumbnails = LibraryModel(app.items), Thumbnails(theme, app, bridge)
    model.search("")
    made = ItemPage(
        theme,
        app,
        bridge,
        saver=CaptionSaver(app, bridge),
        editor=ItemEditor(app, bridge),
        shorthand=Shorthand(app, bridge),
        model=model,
        thumbnails=thumbnails,
    )
    panel = Panel(theme)
    qtbot.addWidget(panel)
    panel.add(made)
    panel.resize(1536, 964)
    panel.show_page(made)
    panel.show()
    qtbot.waitUntil(panel.isActiveWindow)
    yield made
    made.leave()
    thumbnails.leave()


def test_a_photo_stands_whole_with_its_boxes(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """The picture comes, boxes are counted and told, and the item stands among its neighbours."""
    assert page.show_item(filled[PHOTO])
    canvas = page.photo.canvas
    qtbot.waitUntil(lambda: canvas.shown_px > 0)
    assert page.photo.bar.toggles[TagKind.PERSON].text() == "People 1"
    assert "Eileen Collins, person, 99 %" in canvas.accessibleDescription()
    assert page.neighbours.accessibleDescription() == "2 of 24"


def test_zoom_and_boxes_have_keys(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """Z is 100 % and back, + and − are steps, 0 is all of it, B hides the boxes."""
    page.show_item(filled[PHOTO])
    canvas = page.photo.canvas
    whole = canvas.zoom
    qtbot.keyClick(canvas, Qt.Key.Key_Z)
    assert canvas.zoom == pytest.approx(1.0)
    qtbot.keyClick(canvas, Qt.Key.Key_Z)
    assert canvas.zoom == pytest.approx(whole)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.zoom == pytest.approx(whole * 1.25)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.zoom == pytest.approx(whole)
    qtbot.keyClick(canvas, Qt.Key.Key_B)
    assert canvas.toggle_boxes()


def test_a_box_leads_to_its_tag_and_back(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """A click chooses the chip; Y there confirms, and the box says so."""
    page.show_item(filled[PHOTO])
    chip = next(each for each in page.side.tags.chips if each.finding.name == "helmet")
    page.photo.canvas.chosen.emit(chip.finding)
    qtbot.waitUntil(chip.hasFocus)
    qtbot.keyClick(chip, Qt.Key.Key_Y)
    found = next(each for each in page.side.tags.chips if each.finding.name == "helmet").finding
    assert found.verdict is Verdict.CONFIRMED
    assert (
        "helmet, label, 94 %, found by rekognition, confirmed by a person" in page.photo.canvas.accessibleDescription()
    )


def test_page_keys_go_from_item_to_item(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """Page Down and Page Up; Escape goes back with the item that was seen last."""
    page.show_item(filled[PHOTO])
    page.enter()
    qtbot.keyClick(page.photo.canvas, Qt.Key.Key_PageDown)
    assert page.item_id == filled[PHOTO + 1]
    qtbot.keyClick(page.photo.canvas, Qt.Key.Key_PageUp)
    qtbot.keyClick(page, Qt.Key.Key_PageUp)
    assert page.item_id == filled[VIDEO]
    with qtbot.waitSignal(page.closed) as closed:
        page.escape()
    assert closed.args == [filled[VIDEO]]


def test_keys_reach_caption_and_tags(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """C and T; typing there is typing."""
    page.show_item(filled[PHOTO])
    page.enter()
    qtbot.keyClick(page.photo.canvas, Qt.Key.Key_C)
    assert page.side.form.focused == "headline"
    qtbot.keyClicks(page.side.form.headline.line, "Bz0")
    assert page.side.form.headline.text.endswith("Bz0")
    page.enter()
    qtbot.keyClick(page.photo.canvas, Qt.Key.Key_T)
    assert page.side.tags.adder.line.hasFocus()


def test_the_lanes_seek_and_follow(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """A click on a block goes to its beginning; brackets go along a row; player, transcript and lanes agree."""
    page.show_item(filled[VIDEO])
    timeline, player = page.recording.lanes.timeline, page.recording.player
    qtbot.waitUntil(lambda: timeline.content_px > 60)
    assert "Labels: rocket" in timeline.accessibleDescription()
    timeline.setFocus()
    for _ in range(3):
        qtbot.keyClick(timeline, Qt.Key.Key_Down)
    assert timeline.accessibleName() == "Timeline, rocket"
    qtbot.keyClick(timeline, Qt.Key.Key_BracketRight)
    assert player.position_ms == 2_000
    qtbot.keyClick(timeline, Qt.Key.Key_BracketRight)
    assert player.position_ms == 20_000
    qtbot.keyClick(timeline, Qt.Key.Key_BracketLeft)
    assert player.position_ms == 2_000
    met = [
        (x, y)
        for y in range(30, timeline.content_px, 4)
        for x in range(202, timeline.viewport().width(), 4)
        if (hit := timeline.block_at(QPointF(x, y))) is not None and hit[1].start_ms == 20_000
    ]
    assert met
    x, y = met[len(met) // 2]
    qtbot.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
    assert player.position_ms == 20_000


def test_the_transcript_is_searched_and_copied(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """Matches are counted, F3 goes on, Ctrl+C copies the line with its timecode."""
    page.show_item(filled[VIDEO])
    pane = page.recording.transcript
    QAbstractItemModelTester(pane.view.lines, QAbstractItemModelTester.FailureReportingMode.Fatal, pane)
    page.start_search()
    qtbot.keyClicks(pane.search, "THE")
    assert pane.count == "5"
    qtbot.keyClick(pane.search, Qt.Key.Key_F3)
    assert pane.count == "1 of 5"
    assert not pane.view.is_following
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert pane.count == "5 of 5"
    qtbot.keyClick(pane.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    line = pane.view.lines.lines[pane.view.currentIndex().row()]
    assert copied.startswith("[00:00:")
    assert copied.endswith(line.text)


def test_words_are_corrected_and_speakers_named(
    qtbot: QtBot, page: ItemPage, filled: list[str], app: FakeApplication
) -> None:
    """Seen at once, kept beside the machine's words, and in what is exported."""
    page.show_item(filled[VIDEO])
    view = page.recording.transcript.view
    view.setCurrentIndex(view.lines.index(0))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_E)
    editor = view.viewport().findChild(QLineEdit, "transcript-edit")
    assert isinstance(editor, QLineEdit)
    heard = view.lines.lines[0].heard[0]
    editor.setText("You" + editor.text().removeprefix("we"))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.lines.lines[0].text.startswith("You asked")
    page.recording.transcript.name_speaker("", "Owen Tarrant")
    qtbot.waitUntil(lambda: len([ask for ask in app.item_asks if len(ask) == 3]) == 2)
    assert [ask[2] for ask in app.item_asks if len(ask) == 3] == [
        {"transcript": {"words": [{"at_ms": heard.start_ms, "was": "we", "text": "You"}]}},
        {"transcript": {"speakers": {"": "Owen Tarrant"}}},
    ]
    assert view.lines.lines[0].speaker == "Owen Tarrant"


def test_an_export_is_written_where_it_is_asked_for(
    qtbot: QtBot, page: ItemPage, filled: list[str], tmp_path: Path
) -> None:
    """Subtitles that a parser reads; a place that cannot be written is said."""
    page.show_item(filled[VIDEO])
    told: list[str] = []
    page.told.connect(lambda line, _more: told.append(line))
    page.export_button.export_to(Format.SRT, tmp_path / "launch.srt")
    qtbot.waitUntil(lambda: told == ["launch.srt is written"])
    cues = list(srt.parse((tmp_path / "launch.srt").read_text().replace("\r\n", "\n")))
    assert cues[0].content.startswith("we asked for that load test")
    page.export_button.export_to(Format.TXT, tmp_path / "gone" / "launch.txt")
    qtbot.waitUntil(lambda: told[1:] == ["launch.txt was not written"])
    assert page.export_button.isEnabled()


def test_nothing_is_exported_under_embargo(page: ItemPage, filled: list[str], app: FakeApplication) -> None:
    """But by an admin; the menu says until when."""
    video = app.items.get(filled[VIDEO])
    assert video is not None
    caption = Caption(embargo_until="2099-01-01T00:00:00+00:00")
    app.items.apply([dataclasses.replace(video, version=3, caption=caption)])
    page.show_item(filled[VIDEO])
    actions = [action for action in page.export_button.menu_of_formats.actions() if not action.isSeparator()]
    assert not any(action.isEnabled() for action in actions)
    assert all("embargo" in action.toolTip() for action in actions)


def test_a_recording_is_played_and_sped_up(qtbot: QtBot, page: ItemPage, filled: list[str]) -> None:
    """Space plays from anywhere on the page, L and J change the speed, arrows seek."""
    page.show_item(filled[AUDIO])
    player = page.recording.player
    page.enter()
    qtbot.keyClick(player, Qt.Key.Key_Right)
    assert player.position_ms == 1_000
    qtbot.keyClick(player, Qt.Key.Key_L)
    assert player.speed == 1.25
    qtbot.keyClick(player, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.is_playing and player.position_ms > 1_000, timeout=15_000)
    qtbot.keyClick(player, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: not player.is_playing)


def test_a_transcript_says_that_it_is_rough_here_too(page: ItemPage, filled: list[str]) -> None:
    """Whatever an on-device engine heard carries the warning wherever it is read."""
    page.show_item(filled[VIDEO])
    assert seeds.SPEECH.startswith(page.recording.transcript.view.lines.lines[0].text)
    assert page.recording.transcript.is_rough


def test_the_library_opens_an_item_in_full_and_gets_it_back(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """From the panel beside the grid; the sidebar is a rail meanwhile, and Escape goes back to the same item."""
    desk.library.open_item(filled[PHOTO])
    qtbot.mouseClick(desk.library.item.open_button, Qt.MouseButton.LeftButton)
    assert desk.window.page is desk.session.item
    assert desk.session.item.item_id == filled[PHOTO]
    assert desk.window.sidebar.is_rail
    desk.session.item.go_after()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.page is desk.library
    assert not desk.window.sidebar.is_rail
    assert desk.library.grid.chosen_ids() == [filled[PHOTO + 1]]


def test_ctrl_enter_in_the_grid_opens_in_full(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """The way of the keyboard."""
    desk.library.grid.choose(filled[PHOTO])
    desk.library.enter()
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.item.item_id == filled[PHOTO]
