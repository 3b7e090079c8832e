"""An item in windows of every width: what stands where, and what a person gave each part."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from cloud.contract.findings import Tag, TagKind
from desktop.core.settings import SettingsFile
from desktop.ui.item.splits import Splits, Width

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.item.recording import Recording
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

VIDEO, PHOTO = 0, 1


def open_at(qtbot: QtBot, desk: Desk, item_id: str, width: int) -> Recording:
    """Open a recording in a window of a width."""
    desk.frame.resize(width, 800)
    desk.session.open_in_full(item_id)
    qtbot.waitUntil(lambda: desk.session.item.window().width() == width)
    return desk.session.item.recording


@pytest.mark.parametrize(
    ("width", "tabs", "has_lanes"),
    [
        (2300, [], True),
        (1600, [], True),
        (1280, ["Transcript", "Tags"], True),
        (1000, ["Transcript", "Tags", "Timeline"], False),
    ],
)
def test_each_width_has_its_places(
    qtbot: QtBot, filled: list[str], desk: Desk, width: int, tabs: list[str], *, has_lanes: bool
) -> None:
    """Columns side by side, two tabs of one column, or three tabs below the player."""
    recording = open_at(qtbot, desk, filled[VIDEO], width)
    names = [tab.text() for tab in recording.tabs._group.buttons()]  # noqa: SLF001 - what is written on them
    assert names == tabs
    assert recording.transcript.isVisible()
    assert recording.lanes.isVisible() is has_lanes
    assert desk.session.item.side.isVisible() is (not tabs)
    if tabs:
        is_below = recording.tabs.y() > 0 and recording.tabs.x() == 0
        assert is_below is (len(tabs) == len(("Transcript", "Tags", "Timeline")))
    if width == 1280:
        assert recording.lanes.fold_button.isChecked()
        assert recording.tabs.width() == 384


def test_the_parts_find_their_places_again(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Through all widths and back, and from a recording to a photo and back: nothing is lost."""
    recording = open_at(qtbot, desk, filled[VIDEO], 1600)
    for width in (1280, 1000, 1280, 1600, 1000, 1600):
        open_at(qtbot, desk, filled[VIDEO], width)
    item = desk.session.item
    assert recording.transcript.isVisible()
    assert item.side.isVisible()
    item.show_item(filled[PHOTO])
    assert item.side.isVisible()
    assert not recording.isVisible()
    item.show_item(filled[VIDEO])
    assert item.side.isVisible()
    assert item.side.x() > recording.transcript.x()


def test_keys_bring_the_tab_they_need(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """T shows the tags where they are behind a tab, Ctrl+F the transcript."""
    recording = open_at(qtbot, desk, filled[VIDEO], 1280)
    item = desk.session.item
    item.enter()
    qtbot.keyClick(recording.player, Qt.Key.Key_T)
    assert item.side.isVisible()
    item.start_search()
    assert recording.transcript.isVisible()


def test_what_was_dragged_is_kept_by_width(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """A column keeps its room at this width, through the file of settings; another width has its own."""
    recording = open_at(qtbot, desk, filled[VIDEO], 1600)
    upper = next(each for each in recording.findChildren(Splits) if each.orientation() == Qt.Orientation.Horizontal)
    upper.setSizes([upper.width() - 500 - 300 - 10, 500, 300])
    upper.splitterMoved.emit(0, 1)
    qtbot.waitUntil(lambda: "recording.wide" in app.settings().panes)
    kept = app.settings().panes["recording.wide"]
    open_at(qtbot, desk, filled[VIDEO], 1280)
    assert recording.tabs.width() == 384
    open_at(qtbot, desk, filled[VIDEO], 1600)
    assert tuple(upper.sizes()[1:]) == kept
    file = SettingsFile(tmp_path / "kept.json")
    file.save(app.settings())
    assert file.load().settings.panes == app.settings().panes


def test_classes_of_width() -> None:
    """Their bounds are the design's."""
    found = [Width.of(px) for px in (959, 1099, 1100, 1359, 1360, 2199, 2200)]
    assert found == [Width.SMALL] * 2 + [Width.MIDDLE] * 2 + [Width.WIDE] * 2 + [Width.LARGE]


def test_a_recording_without_findings_has_no_timeline(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication
) -> None:
    """No lanes, and no tab for them; they come with the first finding."""
    video = app.items.get(filled[VIDEO])
    assert video is not None
    bare = dataclasses.replace(video, version=3, tags=(), transcript=None)
    app.items.apply([bare])
    recording = open_at(qtbot, desk, filled[VIDEO], 1600)
    assert not recording.lanes.isVisible()
    seen = (Tag("rocket", TagKind.LABEL, 99.0, "rekognition", at_ms=2_000),)
    app.items.apply([dataclasses.replace(bare, version=4, tags=seen)])
    desk.session.item.show_item(filled[VIDEO])
    qtbot.waitUntil(recording.lanes.isVisible)
    assert all(min(each.sizes()) > 100 for each in recording.findChildren(QSplitter))
