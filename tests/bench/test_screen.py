"""The bench's screen knows a painted photograph from a tile that waits for one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cloud.contract.findings import Analysis
from cloud.contract.status import AnalysisName, AnalysisState
from desktop.core.events import ItemsChanged, ThumbnailReady
from tests.bench.material import make_photograph
from tests.bench.ratios import make_item
from tests.bench.screen import Screen
from tests.fakes.application import FakeApplication

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.mark.window
def test_a_tile_is_on_screen_once_its_photograph_is_painted(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """An item without a thumbnail is not on screen, nor before the window has heard of it; then it is."""
    assert qapp is not None
    screen = Screen()
    app = FakeApplication(tmp_path, screen.bridge.post)
    item = make_item(7, {AnalysisName.THUMBNAILS: Analysis(AnalysisState.SUCCEEDED, "pillow", 1)})
    screen.open(app)
    try:
        assert not screen.shows(item.id)
        app.items.apply([item])
        screen.bridge.post(ItemsChanged((item.id,)))
        screen.pump()
        assert not screen.shows(item.id)
        with Image.open(io.BytesIO(make_photograph(3, size_bytes=1_000_000))) as picture:
            for size_px in (256, 1024):
                picture.thumbnail((size_px * 2, size_px * 2))
                path = app.items.thumbnail_path(item.id, item.analysis_version, size_px)
                path.parent.mkdir(parents=True, exist_ok=True)
                picture.save(path, "JPEG")
        screen.bridge.post(ThumbnailReady(item.id))
        qtbot.waitUntil(lambda: screen.shows(item.id), timeout=5000)
    finally:
        screen.close()
        app.close()
