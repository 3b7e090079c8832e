"""The library in a window that no screen shows: "on screen" means painted, not merely known. Main thread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop.ui.bridge import Bridge
from desktop.ui.library.page import LibraryPage
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.actions import Actions

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
#: A tile without its picture is flat, but for an icon's edges; a photograph has more colours than this.
_PHOTOGRAPH_COLOURS = 300


class Screen:
    """The window of one newsroom."""

    def __init__(self) -> None:
        self._application = QApplication.instance() or QApplication([])
        self.bridge = Bridge()
        self._page: LibraryPage | None = None

    def open(self, actions: Actions) -> None:
        """Show the page."""
        assert isinstance(self._application, QApplication)
        self._theme = Theme(self._application, "dark")
        self._page = LibraryPage(self._theme, actions, self.bridge, has_samples=False)
        self._page.resize(1440, 900)
        self._page.show()

    def pump(self) -> None:
        """Let the window do what waits to be done."""
        self._application.processEvents()

    def shows(self, item_id: str) -> bool:
        """Whether the tile is in view and painted with its photograph."""
        assert self._page is not None
        grid = self._page.grid
        row = self._page.model.row_of(item_id)
        if row < 0:
            return False
        cell = grid.visualRect(self._page.model.index(row, 0))
        if not grid.viewport().rect().contains(cell):
            return False
        middle = cell.adjusted(cell.width() // 5, cell.height() // 8, -cell.width() // 5, -cell.height() * 9 // 20)
        image = grid.viewport().grab(middle).toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
        return len(colours) > _PHOTOGRAPH_COLOURS

    def close(self) -> None:
        """End the window and its pool."""
        if self._page is not None:
            self._page.close()
            self._page.deleteLater()
            self._page = None
        self.bridge.close()
        self.pump()
