"""The item beside the others: made when one is opened first, followed while others are chosen, closed. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QHBoxLayout

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.item.panel import ItemPanel
    from desktop.ui.library.grid import Grid
    from desktop.ui.library.model import LibraryModel
    from desktop.ui.theme import Theme

#: Of the page's width, from which on the panel is so wide.
_WIDE_PX, _MIDDLE_PX = 1900, 960


class Beside(QObject):
    """Belongs to the library's page. ``row`` is where the panel goes, at its end."""

    said = Signal(str, str)  #: a line for the toast, and its second line
    turned = Signal()  #: the panel came or went: the page is to be fitted anew
    full_asked = Signal(str)  #: an item is to fill the page

    def __init__(
        self, theme: Theme, actions: Actions, bridge: Bridge, *, model: LibraryModel, grid: Grid, row: QHBoxLayout
    ) -> None:
        super().__init__()
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._model, self._grid, self._row = model, grid, row
        self._panel: ItemPanel | None = None
        self._width_px = 0
        #: Fills the page with an item, where that is built; else it opens beside.
        self.open_in_full: Callable[[str], None] | None = None

    @property
    def panel(self) -> ItemPanel:
        """The panel, made at the first use: no cold start waits for its player and its form."""
        if self._panel is None:
            from desktop.ui.item.panel import ItemPanel  # noqa: PLC0415 - loaded when it is made

            panel = self._panel = ItemPanel(self._theme, self._actions, self._bridge)
            panel.setVisible(False)
            self._row.addWidget(panel)
            panel.setFixedWidth(self._width_px or _width_px(0))
            panel.closed.connect(self.close_panel)
            panel.said.connect(self.said)
            panel.step_asked.connect(self.step)
            panel.full_asked.connect(self.open_full)
        return self._panel

    @property
    def is_open(self) -> bool:
        """Whether an item is shown beside the others."""
        return self._panel is not None and self._panel.isVisible()

    @Slot(str)
    def open_item(self, item_id: str) -> None:
        """Show an item beside the others."""
        if self.panel.show_item(item_id):
            self.panel.setVisible(True)
            self.turned.emit()

    @Slot(str)
    def open_full(self, item_id: str) -> None:
        """Let an item fill the page."""
        self.full_asked.emit(item_id)
        if self.open_in_full is not None:
            self.open_in_full(item_id)
        else:
            self.open_item(item_id)

    @Slot(str)
    def follow(self, item_id: str) -> None:
        """Show what is chosen now, where one is open."""
        if self.is_open and item_id:
            self.panel.show_item(item_id)

    @Slot(int)
    def step(self, by: int) -> None:
        """Show the item after this one (1), or before (−1), as they stand here."""
        row = self._model.row_of(self.panel.item_id)
        if row >= 0 and 0 <= row + by < self._model.rowCount():
            self._grid.choose(self._model.id_at(row + by))

    @Slot()
    def close_panel(self) -> None:
        """Show the items alone, at the same place."""
        self.panel.leave()
        self.panel.setVisible(False)
        self.turned.emit()
        self._grid.setFocus()

    def fit(self, page_px: int) -> None:
        """Be as wide as the page has room for."""
        self._width_px = _width_px(page_px)
        if self._panel is not None:
            self._panel.setFixedWidth(self._width_px)

    def items_changed(self, item_ids: tuple[str, ...]) -> None:
        """Take over what changed."""
        if self._panel is not None:
            self._panel.items_changed(item_ids)

    def thumbnails_came(self, item_ids: tuple[str, ...]) -> None:
        """Show the pictures that came."""
        if self._panel is not None:
            self._panel.thumbnails_came(item_ids)

    def leave(self) -> None:
        """Stop what moves by itself."""
        if self._panel is not None:
            self._panel.leave()


def _width_px(page_px: int) -> int:
    return 480 if page_px >= _WIDE_PX else 404 if page_px >= _MIDDLE_PX else 360
