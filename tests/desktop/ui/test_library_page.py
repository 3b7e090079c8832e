"""The library as a person uses it: tiles, search, the item beside, keys, and what to do when there is nothing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cloud.contract.findings import Tag, TagKind
from desktop.core.events import ItemsChanged, ThumbnailReady
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication


def shown_text(widget: QWidget) -> str:
    """Return all that the visible labels below a widget say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_without_a_folder_it_says_to_choose_one(desk: Desk) -> None:
    """The first run offers a folder, a drop and the samples, and one red button alone."""
    text = shown_text(desk.library.first_run)
    assert "Choose a folder to watch" in text
    assert "Nothing in the folder is changed." in text
    assert desk.library.first_run.isVisible()


def test_with_a_folder_and_no_file_it_says_what_will_happen(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """An empty library names the folder that is watched."""
    (tmp_path / "Card KB-04").mkdir()
    desk.session.take([tmp_path / "Card KB-04"])
    assert app.folders()[0].name == "Card KB-04"
    desk.library.refresh_empty()
    assert "SnapStream is watching Card KB-04." in shown_text(desk.library)


def test_an_item_that_arrives_is_seen_with_its_picture(
    qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """First the tile, then its picture: both appear by themselves, and the page leaves its empty state."""
    (tmp_path / "Drop").mkdir()
    desk.session.take([tmp_path / "Drop"])
    ids = seeds.fill(app, tmp_path, count=1, side=240)
    bridge.post(ItemsChanged(tuple(ids)))
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == 1)
    bridge.post(ThumbnailReady(ids[0]))
    size = desk.library.grid.painter_of_tiles.picture_rect(desk.library.grid.visualRect(desk.library.model.index(0)))
    tile = desk.library.model.tile(0)
    assert tile is not None
    ratio = desk.library.grid.devicePixelRatioF()
    qtbot.waitUntil(lambda: desk.library.thumbnails.get(tile, size.size().toSize(), ratio) is not None)
    assert desk.library.grid.isVisible()


def test_a_tag_that_arrives_is_seen_on_the_tile_and_in_the_panel(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, bridge: Bridge
) -> None:
    """A change of the open item is taken over in place."""
    item = app.items.get(filled[1])
    assert item is not None
    desk.library.open_item(item.id)
    tag = Tag("KESTREL POINT", TagKind.TEXT, 96.0, "rapidocr")
    app.items.apply([dataclasses.replace(item, version=9, tags=(tag,))])
    bridge.post(ItemsChanged((item.id,)))
    qtbot.waitUntil(
        lambda: "KESTREL POINT" in str(desk.library.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole))
    )
    assert desk.library.item.chips.count == 1


def test_typing_searches_and_escape_goes_back(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Ctrl+F, words, what matches; Escape closes the suggestions, then clears the words: all is there again."""
    qtbot.keyClick(desk.frame, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = desk.library.search.focusProxy()
    assert box is not None
    qtbot.keyClicks(box, "espresso")
    qtbot.waitUntil(lambda: 0 < desk.library.model.rowCount() < len(filled))
    assert "of 24 items" in desk.library.status
    qtbot.waitUntil(desk.library.completion.isVisible)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert desk.library.search.words == "espresso"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == len(filled))


def test_nothing_found_says_so_and_offers_a_way_out(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """The heading repeats the words; one click shows everything again."""
    desk.library.search.set_text("pier 9 nowhere")
    qtbot.waitUntil(lambda: "Nothing matches “pier 9 nowhere”" in shown_text(desk.library))
    button = next(b for b in desk.library.findChildren(type(desk.folders.add_button)) if b.text() == "Show everything")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == len(filled))


def test_a_kind_narrows_the_library(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """A facet shows its count, and a click shows that kind alone; a second one takes it back."""
    audio = next(row for row in desk.library.facets.rows() if row.text() == "Audio")
    qtbot.waitUntil(lambda: audio.accessibleName() == "Audio, 2")
    qtbot.mouseClick(audio, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == 2)
    assert [chip.text for chip in desk.library.search.chips.chips] == ["Audio"]
    qtbot.mouseClick(audio, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == len(filled))


def test_the_keyboard_moves_opens_and_closes(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Arrows move, Enter opens beside, Escape closes and leaves the place as it was."""
    desk.library.enter()
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Right)
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Return)
    assert desk.library.item.isVisible()
    assert desk.library.item.item_id == filled[1]
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Right)
    assert desk.library.item.item_id == filled[2]
    qtbot.keyClick(desk.library.item, Qt.Key.Key_Escape)
    assert not desk.library.item.isVisible()
    assert desk.library.grid.currentIndex().row() == 2


@pytest.mark.parametrize(("width", "columns"), [(1280, 5), (1600, 5), (2560, 9)])
def test_columns_follow_the_width(qtbot: QtBot, filled: list[str], desk: Desk, width: int, columns: int) -> None:
    """As many tiles stand in a row as the design says, and really do: the next one begins the second row."""
    desk.frame.resize(width, 1000)
    qtbot.waitUntil(lambda: desk.library.grid.columns == columns)
    model, grid = desk.library.model, desk.library.grid
    qtbot.waitUntil(lambda: grid.visualRect(model.index(columns)).y() > grid.visualRect(model.index(0)).y())
    assert grid.visualRect(model.index(columns - 1)).y() == grid.visualRect(model.index(0)).y()
    assert len(filled) == model.rowCount()


def test_tiles_change_their_size_by_key(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Ctrl + and Ctrl − make tiles larger and smaller."""
    before = desk.library.grid.columns
    qtbot.keyClick(desk.library, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert desk.library.grid.columns < before
    qtbot.keyClick(desk.library, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(desk.library, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert desk.library.grid.columns > before
    assert filled


def test_opening_an_item_keeps_the_place_in_a_long_library(
    qtbot: QtBot, desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """The tiles in sight stay in sight when the columns change, far down too."""
    (tmp_path / "Drop").mkdir()
    desk.session.take([tmp_path / "Drop"])
    app.items.apply([seeds.item(number) for number in range(1500)])
    desk.library.reload()
    desk.library.refresh_empty()
    grid = desk.library.grid
    bar = grid.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 238 * 250)
    bar.setValue(238 * 200)
    row = grid.first_visible_row()
    assert row > 900
    desk.library.open_item(desk.library.model.id_at(row))
    qtbot.waitUntil(lambda: grid.columns == 3)
    qtbot.waitUntil(lambda: abs(grid.first_visible_row() - row) <= 6)
    desk.library.close_item()
    qtbot.waitUntil(lambda: grid.columns == 5)
    qtbot.waitUntil(lambda: abs(grid.first_visible_row() - row) <= 10)
