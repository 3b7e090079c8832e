"""What happens to what is chosen: the bar that floats, the menu, keys, dragging out, the large picture. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.ui import phrases
from desktop.ui.library.dragging import Dragging
from desktop.ui.library.finder import Turn
from desktop.ui.library.keys import Verb
from desktop.ui.library.peek import Peek
from desktop.ui.library.searches import Searches
from desktop.ui.library.selection import SelectionBar
from desktop.ui.library.verbs import Verbs
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.page import LibraryPage
    from desktop.ui.library.runs import Said
    from desktop.ui.theme import Theme

#: So many are weighed at once; more in a worker.
_AT_ONCE = 60
_DRAG_PICTURE = QSize(96, 64)


class Chooser(QObject):
    """Belongs to the page."""

    offered = Signal(object)  #: Said
    measured = Signal()  #: how large the selection is, is known

    def __init__(self, theme: Theme, page: LibraryPage, actions: Actions, bridge: Bridge) -> None:
        super().__init__(page)
        self._theme, self._page, self._actions, self._bridge = theme, page, actions, bridge
        self._grid, self._model = page.grid, page.model
        self.bar = SelectionBar(theme, page.listing)
        self.verbs = Verbs(theme, page, actions, bridge)
        self.dragging = Dragging(theme, actions, bridge)
        self.peek = Peek(theme, page, actions, bridge)
        self.searches = Searches(theme, page, actions)
        self.count, self._size = 0, ""
        self._weighing = Turn()
        self._undo: Callable[[], None] | None = None
        # A list that is read anew forgets its selection without saying so.
        self._model.modelReset.connect(self._on_reset)
        self._grid.asked.connect(self.do)
        self._grid.menu_asked.connect(self.show_menu)
        self._grid.drag_asked.connect(self._on_drag_asked)
        self.bar.asked.connect(self.do)
        self.bar.cancelled.connect(self.verbs.runs.cancel)
        page.listing.resized.connect(self.place)
        self.verbs.runs.progressed.connect(self.bar.show_progress)
        self.verbs.runs.ended.connect(self._on_ended)
        self.verbs.runs.told.connect(self._on_told)
        self.dragging.told.connect(self.offered)
        self.searches.told.connect(self.offered)

    @property
    def summary(self) -> str:
        """Say how many are chosen, and how large they are."""
        text = tr("{n} selected").format(n=phrases.number(self.count))
        return f"{text}, {self._size}" if self._size else text

    def refresh(self) -> None:
        """Follow the selection."""
        self.count = self._grid.chosen_count()
        self._size = ""
        is_stale = self._weighing.begin()
        search = self._actions.items.search
        if 0 < self.count <= _AT_ONCE:
            self._size = phrases.size(search.weigh(self._model.numbers(self._grid.chosen_rows())))
        elif self.count:
            numbers = self._model.numbers(self._grid.chosen_rows())
            self._bridge.run(lambda: search.weigh(numbers), lambda size: self._told_size(size, is_stale))
        self._show_bar()
        self._grid.updateGeometries()

    def _told_size(self, size_bytes: int, is_stale: Callable[[], bool]) -> None:
        if not is_stale():
            self._size = phrases.size(size_bytes)
            self._show_bar()
            self.measured.emit()

    def _show_bar(self) -> None:
        if self.bar.is_busy:
            return
        # One chosen by mouse shows what it is; the bar is for several, or for the keyboard.
        is_wanted = self.count > 1 or (self.count == 1 and self._grid.is_by_key)
        self.bar.setVisible(is_wanted)
        if is_wanted:
            self.bar.say(self.count, self._size)
            self.bar.raise_()

    def place(self) -> None:
        """Float where the items are now."""
        self.bar.place()
        if self.peek.isVisible():
            self.peek.setGeometry(self._page.rect())

    def leave(self) -> None:
        """Let go of what is under way."""
        self._weighing.end()
        self.verbs.runs.cancel()
        self.dragging.leave()

    @Slot()
    def _on_reset(self) -> None:
        if self.count:
            self.refresh()

    @Slot(str)
    def do(self, verb: str) -> None:
        """Do what a key, a button or the menu asks for."""
        page = self._page
        match verb:
            case Verb.MODE.value:
                page.toggle_view()
            case Verb.DAY_BEFORE.value | Verb.DAY_AFTER.value:
                step = page.listing.day_step(is_older=verb == Verb.DAY_BEFORE.value)
                page.listing.go_to_next_day(step)
            case Verb.SHOW.value:
                self._show()
            case Verb.UNSHOW.value:
                self.peek.leave()
            case Verb.NONE.value:
                self._grid.clearSelection()
                self._grid.setFocus()
            case Verb.OPEN.value | Verb.OPEN_FULL.value:
                current = self._grid.currentIndex()
                if current.isValid():
                    act = page.open_item if verb == Verb.OPEN.value else page.open_full
                    act(self._model.id_at(current.row()))
            case _:
                self.verbs.do(verb, self._chosen())

    def _chosen(self) -> list[str]:
        """Return what is chosen; with nothing chosen the current item is."""
        rows = self._grid.chosen_rows()
        current = self._grid.currentIndex()
        if not rows and current.isValid():
            rows = [current.row()]
        return self._model.ids_at(rows)

    def _show(self) -> None:
        """Show a photo large; play or pause what can be played."""
        current = self._grid.currentIndex()
        tile = self._model.tile(current.row()) if current.isValid() else None
        if tile is None:
            return
        if tile.media_type == "image":
            self.peek.show_item(tile.id, tile.analysis_version, tile.name)
            return
        panel = self._page.item
        if not panel.isVisible() or panel.item_id != tile.id:
            self._page.open_item(tile.id)
        panel.player.toggle()

    def undo(self) -> None:
        """Take the last act back, where it has a way back."""
        act, self._undo = self._undo, None
        if act is not None:
            act()

    @Slot(object)
    def _on_told(self, said: Said) -> None:
        self._undo = said.act if said.act is not None and not said.is_failure else None
        self.offered.emit(said)

    @Slot()
    def _on_ended(self) -> None:
        self.bar.end_progress()
        self.refresh()

    @Slot()
    def _on_drag_asked(self) -> None:
        items = self._actions.items.get_many(self._chosen())
        rows = self._grid.chosen_rows()[:3]
        ratio = self._grid.devicePixelRatioF()
        tiles = [tile for row in rows if (tile := self._model.tile(row)) is not None]
        pictures = [p for tile in tiles if (p := self._page.thumbnails.get(tile, _DRAG_PICTURE, ratio, 5)) is not None]
        self._grid.painter_of_tiles.is_dragging = True
        self._grid.viewport().update()
        try:
            self.dragging.start(self._grid, items, pictures)
        finally:
            self._grid.painter_of_tiles.is_dragging = False
            self._grid.viewport().update()

    @Slot(QPoint)
    def show_menu(self, place: QPoint) -> None:
        """Show what can be done, where it was asked for."""
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def make_menu(self) -> QMenu:
        """Return the menu of the chosen items."""
        chosen = self._chosen()
        is_here = len(chosen) == 1 and self._actions.local_path(chosen[0]) is not None
        menu = QMenu(self._page)
        entries: tuple[tuple[Verb, str, str, str] | None, ...] = (
            (Verb.OPEN, tr("Open beside"), "columns", "Return"),
            (Verb.OPEN_FULL, tr("Open"), "arrows-out-simple", "Ctrl+Return"),
            None,
            (Verb.CAPTION, tr("Caption…"), "pencil-simple", "C"),
            (Verb.TAG, tr("Tag…"), "tag", "T"),
            None,
            (Verb.COPY, tr("Copy to…"), "copy", ""),
            (Verb.EXPORT, tr("Export…"), "export", "Ctrl+E"),
            (Verb.LINK, tr("Link…"), "link-simple", ""),
            (Verb.REVEAL, tr("Show in folder"), "folder-open", ""),
            None,
            (Verb.ANALYSE, tr("Analyse again…"), "arrow-clockwise", ""),
            (Verb.DELETE, tr("Delete…"), "trash", "Del"),
        )
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            verb, text, icon, key = entry
            action = menu.addAction(self._theme.icons.icon(icon, 16, "text2"), text)
            action.setData(verb.value)
            action.setEnabled(verb is not Verb.REVEAL or is_here)
            if key:
                # Shown only: the key itself is the list's.
                action.setShortcut(QKeySequence(key))
                action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(lambda _checked=False, verb=verb.value: self.do(verb))
        return menu
