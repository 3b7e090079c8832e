"""The whole way of a file as a person sees it: dropped into a folder, found in the window with all that it holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.paths import DataDir
from desktop.ui.application import WindowApplication
from desktop.ui.item.tags import Chip
from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.ui.library.page import LibraryPage
    from desktop.ui.session import Session

pytestmark = [pytest.mark.embedded, pytest.mark.window, pytest.mark.timeout(400)]

SAMPLES = Path("resources/samples").resolve()
VIDEO = SAMPLES / "ferry_arrives.mp4"
#: A cold machine loads every engine first.
ANALYSED_MS = 240_000
STARTED_MS = 90_000


def test_a_file_dropped_into_a_folder_is_seen_with_its_tag_and_transcript(
    qapp: QApplication, qtbot: QtBot, data_dir: Path, tmp_path: Path
) -> None:
    """A video put into a watched folder appears by itself: its picture, a word on screen, and what is said."""
    folder = tmp_path / "Picture desk"
    folder.mkdir()
    window = WindowApplication(qapp, DataDir(data_dir))
    try:
        window.start(local=True, folders=[folder])
        qtbot.waitUntil(lambda: window.session is not None, timeout=STARTED_MS)
        assert window.session is not None
        library = window.session.library
        assert library.model.rowCount() == 0
        _look_after_people(qtbot, window.session)

        shutil.copy(VIDEO, folder / ".copying.part")
        (folder / ".copying.part").rename(folder / VIDEO.name)

        qtbot.waitUntil(lambda: library.model.rowCount() == 1, timeout=STARTED_MS)
        qtbot.waitUntil(lambda: len(_colours(_picture(library))) > 100, timeout=STARTED_MS)
        qtbot.waitUntil(lambda: "FERRY" in _evidence(library).upper(), timeout=ANALYSED_MS)

        library.open_item(library.model.tile(0).id)
        qtbot.waitUntil(lambda: "Rough transcript, by machine" in shown_text(library), timeout=ANALYSED_MS)
        qtbot.waitUntil(lambda: "FERRY" in _tags(library).upper(), timeout=STARTED_MS)
        assert library.item.transcript.isVisible()
        assert "ferry" in _spoken(library).lower()

        library.search.set_text("mayor")
        qtbot.waitUntil(lambda: library.model.rowCount() == 1, timeout=STARTED_MS)
        library.search.set_text("zeppelin")
        qtbot.waitUntil(lambda: library.model.rowCount() == 0, timeout=STARTED_MS)
    finally:
        window.stop()
        window.frame.deleteLater()


def _look_after_people(qtbot: QtBot, session: Session) -> None:
    """Who owns the computer owns the newsroom on it: Admin is there without a sign-in, and answers."""
    _, library, *_, admin = session.window.sidebar.items
    qtbot.mouseClick(admin, Qt.MouseButton.LeftButton)
    people = session.admin.people.model
    qtbot.waitUntil(lambda: [row.email for row in people.rows] == ["demo@snapstream.local"], timeout=STARTED_MS)
    qtbot.mouseClick(library, Qt.MouseButton.LeftButton)


def _evidence(library: LibraryPage) -> str:
    return " ".join(mark.text for mark in library.model.tile(0).evidence)


def _tags(library: LibraryPage) -> str:
    return " ".join(chip.accessibleName() for chip in library.item.chips.findChildren(Chip))


def _spoken(library: LibraryPage) -> str:
    lines = library.item.transcript.lines
    return " ".join(str(lines.index(row, 0).data()) for row in range(lines.rowCount()))


def _picture(library: LibraryPage) -> QImage:
    cell = library.grid.visualRect(library.model.index(0, 0))
    return library.grid.viewport().grab(library.grid.painter_of_tiles.picture_rect(cell).toAlignedRect()).toImage()


def _colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
