"""What is told beside files: saved searches are asked when items come, a session that has ended is told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from desktop.core.events import ItemsChanged, Link, LinkChanged
from desktop.ui.notices import Batches
from desktop.ui.tidings import Tidings
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.notices import Batch
    from tests.fakes.application import FakeApplication


def test_a_saved_search_is_asked_when_items_come(
    qtbot: QtBot, app: FakeApplication, bridge: Bridge, tmp_path: Path
) -> None:
    """What answers it for the first time becomes one notice, with the picture of the first."""
    now = [1000.0]
    batches = Batches(lambda: now[0])
    tidings = Tidings(batches, app, bridge)
    app.saved_searches.add("Photos", "kind:photo", is_notifying=True)
    ids = seeds.fill(app, tmp_path, count=8, side=120)
    bridge.post(ItemsChanged(tuple(ids)))
    told: list[Batch] = []

    def is_told() -> bool:
        now[0] += 11
        batch = batches.due()
        told.extend([batch] if batch else [])
        return bool(told)

    qtbot.waitUntil(is_told)
    assert told[0].search == "kind:photo"
    assert "“Photos”" in told[0].title
    assert 0 < len(told[0].item_ids) <= 8
    picture = tidings.picture_of(told[0])
    assert picture is None or picture.exists()


def test_a_session_that_has_ended_is_told_once(qtbot: QtBot, app: FakeApplication, bridge: Bridge) -> None:
    """It waits for the person; once they are back it is not told any more."""
    batches = Batches(time.monotonic)
    tidings = Tidings(batches, app, bridge)
    bridge.post(LinkChanged(Link.SIGNED_OUT, 0.0))
    told: list[Batch | None] = []
    qtbot.waitUntil(lambda: bool(told.append(batches.due()) or told[-1]))
    assert told[-1] is not None
    assert told[-1].title == "Sign in again"
    assert tidings.picture_of(told[-1]) is None
