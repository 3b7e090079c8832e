"""How the library is looked at: tiles and list, days, order, scrubbing, the large picture, what is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from desktop.core.events import ItemsChanged, SyncProgress
from desktop.library.answers import Order, Sort
from desktop.ui.library.model import LibraryModel
from desktop.ui.library.page import LibraryPage
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication


def spread(app: FakeApplication, days: int, each: int) -> list[str]:
    """Put a few items on each of some days into the library; returns their ids, newest first."""
    noon = datetime.now(UTC).replace(hour=12)
    made = [seeds.item(number, noon - timedelta(days=day)) for day in range(days) for number in range(each)]
    app.items.apply(made)
    return [item.id for item in made]


def hover(desk: Desk, row: int, part: float) -> None:
    """Move the pointer over a tile's picture."""
    grid = desk.library.grid
    place = grid.painter_of_tiles.picture_rect(grid.visualRect(desk.library.model.index(row)))
    point = QPointF(place.x() + place.width() * part, place.center().y())
    none = Qt.MouseButton.NoButton
    at = grid.viewport().mapToGlobal(point)
    grid.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, point, at, none, none, Qt.KeyboardModifier.NoModifier))


def test_v_shows_rows_and_tiles_in_turn(qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication) -> None:
    """One column of rows 80 high under a head; the choice is remembered."""
    desk.library.enter()
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_V)
    grid = desk.library.grid
    assert grid.is_list
    assert desk.library.listing.head.isVisible()
    assert grid.visualRect(desk.library.model.index(1)).top() - grid.visualRect(desk.library.model.index(0)).top() >= 80
    assert app.settings().extra["library_view"] == {"list": True}
    qtbot.keyClick(grid, Qt.Key.Key_V)
    assert grid.columns == 5
    assert filled


def test_what_was_chosen_holds_at_the_next_start(
    qtbot: QtBot, theme: Theme, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """Order, size and view come back."""
    first = LibraryPage(theme, app, bridge, has_samples=False)
    qtbot.addWidget(first)
    first.tools.slider.setValue(2)
    first.toggle_view()
    first.tools.sort.chosen.emit(Order(Sort.NAME, is_ascending=True))
    second = LibraryPage(theme, app, bridge, has_samples=False)
    qtbot.addWidget(second)
    assert (second.grid.size_number, second.grid.is_list) == (2, True)
    names = [str(second.model.index(row).data()) for row in range(second.model.rowCount())]
    files = [item.filename for item in app.items.get_many(second.model.ids_at(range(len(names))))]
    assert files == sorted(files, key=str.casefold)
    assert len(filled) == len(names)
    for page in (first, second):
        page.leave()


def test_brackets_go_from_day_to_day(qtbot: QtBot, desk: Desk, app: FakeApplication) -> None:
    """[ is the day before, ] the day after; the strip names the day in sight, a month leads to any."""
    ids = spread(app, days=9, each=30)
    desk.library.reload()
    grid, strip = desk.library.grid, desk.library.listing.strip
    qtbot.waitUntil(lambda: grid.is_laid_out)
    assert strip.day.text() == "Today"
    desk.library.enter()
    qtbot.keyClick(grid, Qt.Key.Key_BracketLeft)
    qtbot.waitUntil(lambda: strip.day.text() == "Yesterday")
    qtbot.keyClick(grid, Qt.Key.Key_BracketRight)
    qtbot.waitUntil(lambda: strip.day.text() == "Today")
    sections = desk.library.model.sections()
    assert [section.count for section in sections] == [30] * 9
    assert sections[4].day is not None
    desk.library.listing.go_to_day(sections[4].day)
    assert desk.library.model.id_at(grid.currentIndex().row()) == ids[120]


def test_nothing_moves_while_something_is_chosen(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, bridge: Bridge
) -> None:
    """What arrives waits behind a number until it is asked for."""
    desk.library.grid.choose(filled[2])
    fresh = seeds.item(-1)
    app.items.apply([fresh])
    bridge.post(ItemsChanged((fresh.id,)))
    qtbot.waitUntil(desk.library.listing.strip.held.isVisible)
    assert desk.library.listing.strip.held.text() == "1 new"
    assert desk.library.model.rowCount() == len(filled)
    qtbot.mouseClick(desk.library.listing.strip.held, Qt.MouseButton.LeftButton)
    assert desk.library.model.id_at(0) == fresh.id


def test_the_pointer_scrubs_a_video(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """After a rest its frames are fetched, once; the one under the pointer is shown; elsewhere it ends."""
    paths = []
    for number, color in enumerate(("#ff0000", "#00ff00", "#0000ff")):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (60, 40), color).save(path)
        paths.append((number * 134_000, path))
    app.frames[filled[0]] = tuple(paths)
    scrubber = desk.library.scrubber
    hover(desk, 0, 0.5)
    qtbot.waitUntil(lambda: scrubber.item_id == filled[0])
    size = desk.library.grid.painter_of_tiles.picture_rect(desk.library.grid.visualRect(desk.library.model.index(0)))
    qtbot.waitUntil(lambda: scrubber.frame(size.size().toSize(), 1.0) is not None)
    assert scrubber.clock == "3:21"

    def color() -> tuple[int, int, int]:
        frame = scrubber.frame(size.size().toSize(), 1.0)
        assert frame is not None
        shown = frame.toImage().pixelColor(frame.width() // 2, frame.height() // 2)
        return tuple(round(each / 255) for each in (shown.red(), shown.green(), shown.blue()))  # type: ignore[return-value]  # three

    assert color() == (0, 1, 0)
    hover(desk, 0, 0.95)
    assert color() == (0, 0, 1)
    hover(desk, 1, 0.5)
    assert not scrubber.item_id
    hover(desk, 0, 0.1)
    qtbot.waitUntil(lambda: scrubber.item_id == filled[0])
    assert app.item_asks.count(("frames", filled[0])) == 1


def test_space_shows_a_photo_as_long_as_it_is_held(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """It covers the page and goes with the key."""
    desk.library.grid.choose(filled[1])
    desk.library.enter()
    qtbot.keyPress(desk.library.grid, Qt.Key.Key_Space)
    assert desk.library.chooser.peek.isVisible()
    assert desk.library.chooser.peek.item_id == filled[1]
    qtbot.keyRelease(desk.library.grid, Qt.Key.Key_Space)
    assert not desk.library.chooser.peek.isVisible()


def test_a_tile_is_read_out_whole(filled: list[str], desk: Desk) -> None:
    """Name, kind, who, when, what was found."""
    text = str(desk.library.model.index(9).data(Qt.ItemDataRole.AccessibleTextRole))
    assert text.startswith("What an espresso costs now, photo, by Priya Raman, ")
    assert filled


def test_a_first_sync_says_how_far_it_is(qtbot: QtBot, desk: Desk, app: FakeApplication, bridge: Bridge) -> None:
    """Grey places and a number, once it takes longer than a moment."""
    bridge.post(SyncProgress(12_400, 48_213))
    places = desk.library.places
    qtbot.waitUntil(lambda: places.currentWidget() is places.loading)
    assert places.loading.accessibleName() == "Getting the library: 12,400 of 48,213"
    ids = spread(app, days=1, each=3)
    bridge.post(ItemsChanged(tuple(ids)))
    qtbot.waitUntil(lambda: places.is_listing)


def test_a_frame_reads_no_more_than_it_may(app: FakeApplication) -> None:
    """What is over the frame's time is a place; outside of frames everything is read."""
    spread(app, days=1, each=40)
    model = LibraryModel(app.items)
    model.search("")
    model.begin_frame()
    assert model.tile(0) is not None
    model._read_s = 1.0  # noqa: SLF001 - the frame's time is over
    assert model.tile(30) is None
    assert model.end_frame()
    model.begin_frame()
    assert model.tile(30) is not None
    assert not model.end_frame()
