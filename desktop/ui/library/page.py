"""The library's page: search box, facets, day strip, grid, the item beside it, and what to do when it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.folders.first_run import FirstRun
from desktop.ui.item.panel import ItemPanel
from desktop.ui.library.facets import WIDTH as FACETS_PX
from desktop.ui.library.facets import Facets
from desktop.ui.library.grid import MARGIN, SIZES, Grid
from desktop.ui.library.model import LibraryModel
from desktop.ui.library.pixmaps import Thumbnails
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.panel import Page, TopBar
from desktop.ui.widgets.search import SearchBox

if TYPE_CHECKING:
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

#: Below this width of the window the facets are a drawer.
_FACETS_FROM_PX = 1360
_WIDE_PX, _MIDDLE_PX = 1900, 960


class LibraryPage(Page):
    """Everything that may be seen, newest first."""

    add_files_asked = Signal()
    open_folder_asked = Signal()
    told = Signal(str, str)  #: a line for the toast, and its second line

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge, *, has_samples: bool) -> None:
        bar = TopBar(theme)
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Library"))
        self._actions, self._has_samples = actions, has_samples
        self.thumbnails = Thumbnails(theme, actions, bridge)
        self.model = LibraryModel(actions.items, self)
        self.grid = Grid(theme, self.model, self.thumbnails)
        self.facets = Facets(theme)
        self.item = ItemPanel(theme, actions, bridge)
        self.search = SearchBox(theme, self.tr("Search names, words on screen, quotes, captions"), self.tr("Ctrl F"))
        self._build_bar(bar)
        self._build_body()
        self._connect(bridge)
        self.reload()

    def _build_bar(self, bar: TopBar) -> None:
        self._filters = Button(self.theme, self.tr("Filters"), "funnel-simple")
        self._filters.setCheckable(True)
        self._filters.toggled.connect(self._on_filters_toggled)
        self._smaller, self._larger = QLabel(), QLabel()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("size")
        self._slider.setRange(0, len(SIZES) - 1)
        self._slider.setPageStep(1)
        self._slider.setValue(1)
        self._slider.setFixedWidth(72)
        self._slider.setAccessibleName(self.tr("Size of the tiles"))
        self._slider.setToolTip(phrases.tooltip(self.tr("Size of the tiles (Ctrl +, Ctrl −)")))
        self._slider.valueChanged.connect(self.grid.set_size)
        self._add = Button(self.theme, self.tr("Add files"), "plus", "primary")
        self._add.clicked.connect(self.add_files_asked)
        bar.row.addWidget(self.search, 1)
        bar.row.addWidget(self._filters)
        bar.row.addSpacing(4)
        bar.row.addWidget(self._smaller)
        bar.row.addWidget(self._slider)
        bar.row.addWidget(self._larger)
        bar.row.addSpacing(4)
        bar.row.addWidget(self._add)

    def _build_body(self) -> None:
        self._day = self.theme.label("", "strong")
        self._date = self.theme.label("", "small", "text3")
        self._held = Button(self.theme, "", "arrow-up-bold", "link")
        self._held.clicked.connect(self._on_held_clicked)
        self._held.setVisible(False)
        self._count = self.theme.label("", "small", "text3")
        strip = QWidget()
        strip.setFixedHeight(self.theme.row(44))
        row = QHBoxLayout(strip)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(10)
        row.addWidget(self._day)
        row.addWidget(self._date)
        row.addSpacing(8)
        row.addWidget(self._held)
        row.addStretch(1)
        row.addWidget(self._count)
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(self.grid, 1)
        self._nothing = self._make_nothing()
        self.first_run = FirstRun(self.theme, has_samples=self._has_samples)
        self._not_found = EmptyState(self.theme, "magnifying-glass")
        self._all_again = Button(self.theme, self.tr("Show everything"))
        self._all_again.clicked.connect(self._on_all_again)
        self._not_found.set_actions([self._all_again])
        self._stack = QStackedWidget()
        self._stack.addWidget(listing)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._not_found)
        self._stack.addWidget(self.first_run)
        self._listing = listing
        self._body = QHBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self.facets)
        self._body.addWidget(self._stack, 1)
        self._body.addWidget(self.item)
        self.item.setVisible(False)
        on_change(self.theme, self._on_theme_changed)

    def _make_nothing(self) -> EmptyState:
        made = EmptyState(self.theme, "squares-four")
        first_add = Button(self.theme, self.tr("Add files"), "plus", "primary")
        first_add.clicked.connect(self.add_files_asked)
        first_open = Button(self.theme, self.tr("Open the folder"), "folder-open")
        first_open.clicked.connect(self.open_folder_asked)
        made.set_actions([first_add, first_open])
        return made

    def _connect(self, bridge: Bridge) -> None:
        self.search.searched.connect(self._on_search)
        self.search.left.connect(self.enter)
        self.facets.changed.connect(self._on_search)
        self.grid.opened.connect(self.open_item)
        self.grid.chosen.connect(self._on_chosen)
        self.grid.scrolled_to.connect(self._on_scrolled)
        self.grid.selectionModel().selectionChanged.connect(self._on_selection)
        self.model.held_changed.connect(self._on_held)
        self.model.counted.connect(self._on_counted)
        self.item.closed.connect(self.close_item)
        self.item.said.connect(self.told)
        self.item.step_asked.connect(self.step)
        bridge.items_changed.connect(self._on_items_changed)
        bridge.thumbnails_ready.connect(self._on_thumbnails_ready)
        bridge.folder_changed.connect(self.refresh_empty)
        for keys, slot in (
            ("Ctrl++", self._larger_tiles),
            ("Ctrl+=", self._larger_tiles),
            ("Ctrl+-", self._smaller_tiles),
            ("Ctrl+Shift+F", self._filters.toggle),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)

    def reload(self) -> None:
        """Read everything again, as at the start and after the cache was rebuilt."""
        self.model.search(self.search.text, self.facets.kinds)
        self._refresh_counts()

    def start_search(self) -> None:
        """Type in the search box."""
        self.search.take_focus()

    @Slot()
    def enter(self) -> None:
        """Go to the tiles."""
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str)
    def open_item(self, item_id: str) -> None:
        """Show an item beside the grid."""
        if not self.item.show_item(item_id):
            return
        self.item.setVisible(True)
        self._fit()

    @Slot()
    def close_item(self) -> None:
        """Show the grid alone, at the same place."""
        self.item.leave()
        self.item.setVisible(False)
        self._fit()
        self.grid.setFocus()

    @Slot(int)
    def step(self, by: int) -> None:
        """Show the item after this one (1), or before (−1), as the grid has them."""
        row = self.model.row_of(self.item.item_id)
        if row >= 0 and 0 <= row + by < self.model.rowCount():
            self.grid.choose(self.model.id_at(row + by))

    def escape(self) -> None:
        """Close the item, then the selection, then the search."""
        if self.item.isVisible():
            self.close_item()
        elif self.grid.selectionModel().hasSelection():
            self.grid.clearSelection()
        elif self.search.text or self.facets.kinds:
            self._on_all_again()

    def show_in_library(self, item_id: str) -> None:
        """Choose an item, after the search that hides it is cleared, and open it."""
        if self.model.row_of(item_id) < 0 and (self.search.text or self.facets.kinds):
            self._on_all_again()
        if self.grid.choose(item_id):
            self.open_item(item_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the facets away where there is little room."""
        super().resizeEvent(event)
        self._fit()

    @property
    def _is_wide(self) -> bool:
        return self.window().width() >= _FACETS_FROM_PX

    def _fit(self) -> None:
        """Place the facets as a column or a drawer, and the item beside the grid."""
        is_in_row = self._body.indexOf(self.facets) >= 0
        if self._is_wide and not is_in_row:
            self._body.insertWidget(0, self.facets)
        elif not self._is_wide:
            if is_in_row:
                self._body.removeWidget(self.facets)
            self.facets.setGeometry(0, 0, FACETS_PX, self.height())
            self.facets.raise_()
        has_something = self.model.rowCount() > 0 or bool(self.search.text or self.facets.kinds)
        self.facets.setVisible(has_something and (self._is_wide or self._filters.isChecked()))
        self._filters.setVisible(has_something and not self._is_wide)
        wide = 480 if self.width() >= _WIDE_PX else 404 if self.width() >= _MIDDLE_PX else 360
        self.item.setFixedWidth(wide)

    def _refresh_counts(self) -> None:
        counts = self._actions.items.counts()
        self.facets.show_counts(counts.by_media_type)
        self._total = counts.total
        chosen = len(self.facets.kinds)
        self._filters.setText(self.tr("Filters {n}").format(n=chosen) if chosen else self.tr("Filters"))
        self._say_status()
        self.refresh_empty()

    @Slot()
    def refresh_empty(self) -> None:
        """Show tiles, or say why there are none and what to do."""
        is_searching = bool(self.search.text or self.facets.kinds)
        if self.model.rowCount():
            self._stack.setCurrentWidget(self._listing)
        elif is_searching:
            self._stack.setCurrentWidget(self._not_found)
            what = f"“{self.search.text}”" if self.search.text else self.tr("these filters")
            self._not_found.say(
                self.tr("Nothing matches {what}").format(what=what),
                self.tr("All {n} items were searched: names, captions, tags and what was said.").format(
                    n=f"{self._total:,}"
                ),
            )
        else:
            has_folders = bool(self._actions.folders())
            self._stack.setCurrentWidget(self._nothing if has_folders else self.first_run)
            self._say_nothing()
        is_listing = self._stack.currentWidget() is self._listing
        self._fit()
        # One red fill a screen: the empty state's way out has it then.
        self._add.setVisible(is_listing or is_searching)

    def _say_nothing(self) -> None:
        names = [folder.name for folder in self._actions.folders()]
        shown = names[:3] if len(names) <= 3 else [*names[:2], self.tr("{n} more").format(n=len(names) - 2)]  # noqa: PLR2004
        text = self.tr(
            "SnapStream is watching {folder}. The first file appears here a few seconds after it is finished."
        )
        self._nothing.say(self.tr("Nothing here yet"), text.format(folder=phrases.joined(shown)))

    def _say_status(self) -> None:
        chosen = self.grid.chosen_ids()
        shown, total = self.model.rowCount(), self._total
        text = phrases.count(total, self.tr("item"), self.tr("items"))
        if self.search.text or self.facets.kinds:
            text = self.tr("{shown} of {all}").format(shown=f"{shown:,}", all=text)
        if len(chosen) > 1:
            size = sum(item.size_bytes for item in self._actions.items.get_many(chosen[:5000]))
            text += "   •   " + self.tr("{n} selected, {size}").format(n=f"{len(chosen):,}", size=phrases.size(size))
        self.say(text)

    @Slot()
    def _on_search(self) -> None:
        self.model.search(self.search.text, self.facets.kinds)
        self._refresh_counts()
        self.grid.scrollToTop()

    @Slot()
    def _on_all_again(self) -> None:
        self.facets.clear()
        self.search.clear()
        self._on_search()

    @Slot(tuple)
    def _on_items_changed(self, item_ids: tuple[str, ...]) -> None:
        self.model.apply(item_ids)
        self._refresh_counts()
        self.item.items_changed(item_ids)

    @Slot(tuple)
    def _on_thumbnails_ready(self, item_ids: tuple[str, ...]) -> None:
        for item_id in item_ids:
            self.thumbnails.forget(item_id)
        self.model.thumbnails_came(item_ids)
        self.item.thumbnails_came(item_ids)

    @Slot(int)
    def _on_counted(self, _rows: int) -> None:
        self._on_scrolled(self.grid.first_visible_row())

    @Slot(int)
    def _on_scrolled(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            return
        shown = self.model.tile(row)
        if shown is not None:
            day, date = phrases.day(shown.uploaded_at)
            self._day.setText(day)
            self._date.setText(date)
        self._count.setText(phrases.count(self.model.rowCount(), self.tr("item"), self.tr("items")))

    @Slot(int)
    def _on_held(self, held: int) -> None:
        self._held.setVisible(held > 0)
        self._held.say(self.tr("{n} new").format(n=f"{held:,}"))
        self._held.setText(self.tr("{n} new").format(n=f"{held:,}"))

    @Slot()
    def _on_held_clicked(self) -> None:
        self.grid.scrollToTop()
        self.model.hold(is_holding=False)

    @Slot(str)
    def _on_chosen(self, item_id: str) -> None:
        if self.item.isVisible() and item_id:
            self.item.show_item(item_id)

    @Slot()
    def _on_selection(self) -> None:
        self._say_status()

    @Slot(bool)
    def _on_filters_toggled(self, _is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._fit()

    @Slot()
    def _larger_tiles(self) -> None:
        self._slider.setValue(self._slider.value() + 1)

    @Slot()
    def _smaller_tiles(self) -> None:
        self._slider.setValue(self._slider.value() - 1)

    @Slot()
    def _on_theme_changed(self) -> None:
        for label, side in ((self._smaller, 13), (self._larger, 18)):
            label.setPixmap(self.theme.icons.pixmap("image", side, "text3", self.devicePixelRatioF()))
