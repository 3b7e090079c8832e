"""Pictures of tiles: the newest first, nothing for what has left the view, and fetched where the disk has none."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import QSize

from desktop.core.events import ThumbnailReady
from desktop.ui.library.pixmaps import Thumbnails
from desktop.ui.library.tiles import Tile, tile
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

T = TypeVar("T")
SIDE = QSize(200, 133)


@pytest.fixture
def thumbnails(theme: Theme, app: FakeApplication, bridge: Bridge) -> Iterator[Thumbnails]:
    """Return the pictures of an application."""
    made = Thumbnails(theme, app, bridge)
    yield made
    made.leave()


def _tiles(app: FakeApplication, number: int, *, have: bool = True) -> list[Tile]:
    items = [seeds.item(one) for one in range(number)]
    app.items.apply(items)
    for item in items if have else []:
        _save(app, item.id, item.analysis_version)
    return [tile(item) for item in items]


def _save(app: FakeApplication, item_id: str, version: int) -> None:
    path = app.items.thumbnail_path(item_id, version, 256)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (256, 170), "green").save(path)


def _busy(bridge: Bridge) -> threading.Event:
    """Keep the pool's threads busy until the event is set."""
    go = threading.Event()
    for _ in range(2):
        bridge.draw(lambda: go.wait(20), lambda _: None)
    return go


class Steps:
    """A bridge whose pool does one piece of work when it is told to."""

    def __init__(self) -> None:
        self._begun: list[Callable[[], None]] = []

    def draw(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Note the work."""
        self._begun.append(lambda: done(work()))

    def step(self) -> bool:
        """Do what was begun first; False where nothing is."""
        if self._begun:
            self._begun.pop(0)()
            return True
        return False


def test_the_newest_is_drawn_first_and_what_left_is_not(theme: Theme, app: FakeApplication) -> None:
    """Of tiles that were passed only the two that were begun are drawn; of those in sight the last asked for first."""
    tiles, steps = _tiles(app, 20), Steps()
    thumbnails = Thumbnails(theme, app, steps)  # type: ignore[arg-type]  # the part of a bridge that draws
    came: list[str] = []
    thumbnails.came.connect(came.append)
    for one in tiles:
        assert thumbnails.get(one, SIDE, 1.0) is None
    thumbnails.keep_only(one.id for one in tiles[15:])
    while steps.step():
        pass
    assert came == [tiles[number].id for number in (0, 1, 19, 18, 17, 16, 15)]
    thumbnails.get(tiles[5], SIDE, 1.0)
    assert steps.step()
    assert came[-1] == tiles[5].id


def test_a_long_scroll_does_not_put_off_other_work(
    qtbot: QtBot, app: FakeApplication, bridge: Bridge, thumbnails: Thumbnails
) -> None:
    """While pictures of tiles wait, what somebody pressed is answered."""
    go = _busy(bridge)
    for one in _tiles(app, 10):
        thumbnails.get(one, SIDE, 1.0)
    answers: list[str] = []
    bridge.run(lambda: "play", answers.append)
    qtbot.waitUntil(lambda: answers == ["play"])
    go.set()


def test_what_the_disk_lacks_is_fetched_once(qtbot: QtBot, app: FakeApplication, thumbnails: Thumbnails) -> None:
    """An old library's tile is asked of the newsroom when it is looked at, and shown when it has come."""
    tiles = _tiles(app, 3, have=False)
    for _ in range(2):
        for one in tiles:
            thumbnails.get(one, SIDE, 1.0)
        qtbot.waitUntil(lambda: set(app.wanted_pictures) == {one.id for one in tiles})
    assert len(app.wanted_pictures) == 3
    _save(app, tiles[0].id, tiles[0].analysis_version)
    thumbnails.forget(tiles[0].id)
    qtbot.waitUntil(lambda: thumbnails.get(tiles[0], SIDE, 1.0) is not None)


def test_the_grid_fetches_what_it_shows(qtbot: QtBot, app: FakeApplication, bridge: Bridge, desk: Desk) -> None:
    """The window's own tiles: seen without a picture, wanted, and painted with it."""
    shown = _tiles(app, 1, have=False)[0]
    desk.library.reload()
    qtbot.waitUntil(lambda: app.wanted_pictures == [shown.id])
    _save(app, shown.id, shown.analysis_version)
    with qtbot.waitSignal(desk.library.thumbnails.came):
        bridge.post(ThumbnailReady(shown.id))
