"""The library's page: search box, facets, day strip, items, the item beside them. Joins its parts. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.events import Link
from desktop.library.answers import Completion, FacetCounts, Group, Help, Order, Suggestion
from desktop.library.parser import parse
from desktop.library.tree import Viewer
from desktop.ui import phrases
from desktop.ui.library import shortcuts
from desktop.ui.library.beside import Beside
from desktop.ui.library.chooser import Chooser
from desktop.ui.library.complaint import FloatingComplaint
from desktop.ui.library.completion import CompletionPopup
from desktop.ui.library.facet_rows import WIDTH as FACETS_PX
from desktop.ui.library.facets import Facets, changed
from desktop.ui.library.finder import Finder, Found
from desktop.ui.library.grid import Grid
from desktop.ui.library.listing import Listing
from desktop.ui.library.model import LibraryModel
from desktop.ui.library.pixmaps import Thumbnails
from desktop.ui.library.places import Places
from desktop.ui.library.scrub import Scrubber
from desktop.ui.library.taste import Taste
from desktop.ui.library.toolbar import Toolbar
from desktop.ui.library.values import ValuesPopup
from desktop.ui.library.words_help import SearchWords
from desktop.ui.theme import on_change
from desktop.ui.widgets.panel import Page, TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from desktop.library.answers import FacetValue
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.item.panel import ItemPanel
    from desktop.ui.theme import Theme

#: Below this width of the window the facets are a drawer, and the order is an icon.
_FACETS_FROM_PX = 1360
_DRAWER_PX = 260


class LibraryPage(Page):
    """Everything that may be seen, newest first."""

    add_files_asked = Signal()
    open_folder_asked = Signal()
    told = Signal(str, str)  #: a line for the toast, and its second line
    offered = Signal(object)  #: Said: the same, with a way back
    full_asked = Signal(str)  #: an item is to fill the page

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge, *, has_samples: bool) -> None:
        bar = TopBar(theme)
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Library"))
        self._actions = actions
        self._taste = Taste(actions)
        self._total = 0
        self._took_ms = 0.0
        self._coming: tuple[int, int | None] | None = None
        self.thumbnails = Thumbnails(theme, actions, bridge)
        self.scrubber = Scrubber(theme, actions, bridge)
        self.model = LibraryModel(actions.items, self)
        self.grid = Grid(theme, self.model, self.thumbnails, self.scrubber)
        self.finder = Finder(actions.items, bridge)
        self.listing = Listing(theme, self.grid, self.model)
        self.places = Places(theme, self.listing, has_samples=has_samples)
        self.first_run = self.places.first_run
        self.facets = Facets(theme, self._taste.folded)
        self.tools = Toolbar(theme, bar)
        self.search = self.tools.search
        self.completion = CompletionPopup(theme, self.search)
        self.complaint = FloatingComplaint(theme, self)
        self.values = ValuesPopup(theme, self, self.finder)
        self.chooser = Chooser(theme, self, actions, bridge)
        self._build_body()
        self.beside = Beside(theme, actions, bridge, model=self.model, grid=self.grid, row=self._body)
        self._connect(bridge)
        self._connect_search()
        self._take_taste()
        self.reload()

    def _build_body(self) -> None:
        self._body = QHBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self.facets)
        self._body.addWidget(self.places, 1)
        on_change(self.theme, self._on_theme_changed)

    def _connect(self, bridge: Bridge) -> None:
        tools = self.tools
        tools.filters.toggled.connect(self._on_filters_toggled)
        tools.view.changed.connect(self._on_view_changed)
        tools.slider.valueChanged.connect(self._on_size_changed)
        tools.sort.chosen.connect(self._on_order_chosen)
        tools.add.clicked.connect(self.add_files_asked)
        self.places.add_files_asked.connect(self.add_files_asked)
        self.places.open_folder_asked.connect(self.open_folder_asked)
        self.places.search_asked.connect(self._on_text_asked)
        self.places.try_asked.connect(self._actions.sync_now)
        self.listing.turned.connect(self._on_turned)
        self.grid.opened.connect(self.open_item)
        self.grid.opened_full.connect(self.open_full)
        self.grid.chosen.connect(self.beside.follow)
        self.grid.scrolled_to.connect(self.listing.show_place)
        self.grid.selectionModel().selectionChanged.connect(self._on_selection)
        self.model.modelReset.connect(self._say_status)
        self.model.counted.connect(self._on_counted)
        self.chooser.offered.connect(self.offered)
        self.chooser.measured.connect(self._say_status)
        self.beside.said.connect(self.told)
        self.beside.turned.connect(self._fit)
        self.beside.full_asked.connect(self.full_asked)
        bridge.items_changed.connect(self._on_items_changed)
        bridge.thumbnails_ready.connect(self._on_thumbnails_ready)
        bridge.folder_changed.connect(self.refresh_empty)
        bridge.sync_progressed.connect(self._on_sync_progressed)
        bridge.synced.connect(self._on_synced)
        bridge.link_changed.connect(self._on_link_changed)
        shortcuts.add_shortcuts(
            self,
            {
                "Ctrl++": self._larger_tiles,
                "Ctrl+=": self._larger_tiles,
                "Ctrl+-": self._smaller_tiles,
                "Ctrl+Shift+F": self._toggle_filters,
            },
        )

    def _connect_search(self) -> None:
        search, finder = self.search, self.finder
        search.searched.connect(self._on_searched)
        search.left.connect(self.enter)
        search.typed.connect(self._on_typed)
        search.key_pressed.connect(self.completion.take_key)
        search.focus_changed.connect(self._on_search_focus)
        self.completion.taken.connect(self._on_taken)
        self.complaint.said.connect(self.completion.hide)
        self.completion.help_asked.connect(self._show_words)
        finder.found.connect(self._on_found)
        finder.counted.connect(self._on_facets)
        finder.completed.connect(self._on_completed)
        finder.helped.connect(self._on_helped)
        self.facets.text_asked.connect(self._on_text_asked)
        self.facets.all_asked.connect(self._on_all_asked)
        self.facets.folded_changed.connect(self._taste.keep_folded)
        self.values.chosen.connect(self._on_value_chosen)
        self.chooser.searches.connect_button(self.tools.saved, search, self._on_text_asked)

    def _take_taste(self) -> None:
        """Show things as they were left."""
        self.grid.has_letters = self._taste.has_letters
        self.tools.slider.setValue(self._taste.size)
        self.grid.set_size(self._taste.size)
        self.tools.show_list(is_list=self._taste.is_list)
        self.tools.sort.show_order(self._taste.order)
        self.model.order = self._taste.order

    # The list

    def reload(self) -> None:
        """Read everything again, as at the start and after the cache was rebuilt."""
        connection = self._actions.connection()
        viewer = Viewer(connection.user.id) if connection is not None else Viewer()
        self.model.viewer = self.finder.viewer = viewer
        self.model.search(self.search.text, self.tools.sort.order)
        self.finder.count(self.search.text)
        self._refresh_total()
        self.refresh_empty()

    def _refresh_total(self) -> None:
        self._total = self._actions.items.counts().total
        self._say_status()

    @property
    def is_searching(self) -> bool:
        """Whether anything narrows the library."""
        return bool(self.search.text)

    @Slot()
    def refresh_empty(self) -> None:
        """Show items, or say why there are none and what to do."""
        places = self.places
        if self.model.rowCount():
            places.show_listing()
        elif self.is_searching:
            places.show_not_found(self.search.words.strip(), self._total)
            self.finder.help(self.search.text)
        elif self._coming is not None:
            places.show_loading(*self._coming)
        elif self._actions.folders():
            places.show_nothing([folder.name for folder in self._actions.folders()])
        elif self._actions.link() is Link.OFFLINE and self._actions.connection() is not None:
            places.show_offline()
        else:
            places.show_first_run()
        self._fit()
        # One red fill a screen: the empty state's way out has it then.
        self.tools.add.setVisible(not places.has_red)

    @Slot()
    def _say_status(self) -> None:
        shown, total = self.model.rowCount(), self._total
        text = phrases.count(total, "{n} item", "{n} items")
        parts = [text]
        if self.is_searching:
            parts = [self.tr("{shown} of {all}").format(shown=phrases.number(shown), all=text)]
            if self._took_ms:
                parts.append(self.tr("found in {n} ms").format(n=max(1, round(self._took_ms))))
        if self.chooser.count > 1:
            parts.append(self.chooser.summary)
        self.say("   •   ".join(parts))

    @Slot(tuple)
    def _on_items_changed(self, item_ids: tuple[str, ...]) -> None:
        self.model.apply(item_ids)
        self.finder.count_again(self.search.text)
        self._refresh_total()
        self.refresh_empty()
        self.beside.items_changed(item_ids)

    @Slot(tuple)
    def _on_thumbnails_ready(self, item_ids: tuple[str, ...]) -> None:
        for item_id in item_ids:
            self.thumbnails.forget(item_id)
        self.model.thumbnails_came(item_ids)
        self.beside.thumbnails_came(item_ids)

    @Slot(int)
    def _on_counted(self, _rows: int) -> None:
        self.listing.show_count(is_search=self.is_searching, order=self.model.order)
        self.listing.show_place(self.grid.first_visible_row())

    @Slot(int, object)
    def _on_sync_progressed(self, done: int, total: int | None) -> None:
        self._coming = None if total is not None and done >= total else (done, total)
        if not self.model.rowCount():
            self.refresh_empty()

    @Slot(float)
    def _on_synced(self, _at: float) -> None:
        if self._coming is not None:
            self._coming = None
            self.refresh_empty()

    @Slot(object)
    def _on_link_changed(self, _event: object) -> None:
        if not self.model.rowCount():
            self.refresh_empty()

    # Searching

    def start_search(self) -> None:
        """Type in the search box."""
        self.search.take_focus()

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        """Find what is typed; where it is wrong, say so and leave the last results where they are."""
        self.facets.show_text(text)
        self._show_filter_count()
        mistakes = parse(text).mistakes
        self.complaint.show_mistakes(mistakes, self.search)
        if not mistakes:
            self.finder.find(text, self.tools.sort.order)
            self.finder.count(text)

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        if found.text != self.search.text:
            return
        self._took_ms = found.took_ms
        self.model.show_answer(found.answer, found.text)
        self.grid.scrollToTop()
        self.refresh_empty()
        self._say_status()

    @Slot(object)
    def _on_facets(self, counts: FacetCounts) -> None:
        self.facets.show_counts(counts, self.search.text)
        self._show_filter_count()

    def _show_filter_count(self) -> None:
        chosen = self.facets.chosen_count
        self.tools.filters.say(self.tr("Filters {n}").format(n=chosen) if chosen else self.tr("Filters"))

    @Slot(object)
    def _on_helped(self, help_: Help) -> None:
        if self.is_searching and not self.model.rowCount():
            bounds = ", ".join(chip.text for chip in self.search.chips.chips)
            self.places.say_help(self.search.words.strip(), bounds, help_)

    @Slot(str, int)
    def _on_typed(self, words: str, cursor: int) -> None:
        if words.strip():
            self.finder.complete(words, cursor, self.chooser.searches.recent())
        else:
            self.finder.drop_completion()
            self.completion.hide()

    @Slot(object)
    def _on_completed(self, completion: Completion) -> None:
        if self.search.edit.hasFocus():
            self.completion.show_for(completion)

    @Slot(object)
    def _on_taken(self, suggestion: Suggestion) -> None:
        self.finder.drop_completion()
        words, cursor = self.completion.put(suggestion, self.search.words)
        self.search.complete(words, cursor)
        self.chooser.searches.note(self.search.text)

    @Slot(bool)
    def _on_search_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Qt's signal
        if not has_focus:
            self.finder.drop_completion()
            self.completion.hide()
            if self.search.text:
                self.chooser.searches.note(self.search.text)

    @Slot(str)
    def _on_text_asked(self, text: str) -> None:
        self.search.set_text(text)

    @Slot(object)
    def _on_all_asked(self, group: Group) -> None:
        link = self.facets.link_of(group)
        self.values.show_group(group, self.search.text, link.mapToGlobal(QPoint(0, link.height() + 4)))

    @Slot(object, str)
    def _on_value_chosen(self, value: FacetValue, how: str) -> None:
        self._on_text_asked(changed(self.search.text, value.field, value.value, how))

    @Slot()
    def _show_words(self) -> None:
        self.completion.hide()
        SearchWords(self.theme, self).open()

    @Slot()
    def enter(self) -> None:
        """Go to the items."""
        self.completion.hide()
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def close_item(self) -> None:
        """Show the items alone, at the same place."""
        self.beside.close_panel()

    # The item beside

    @property
    def item(self) -> ItemPanel:
        """The panel of the item beside, made at the first use."""
        return self.beside.panel

    @property
    def open_in_full(self) -> Callable[[str], None] | None:
        """What fills the page with an item; without it one opens beside."""
        return self.beside.open_in_full

    @open_in_full.setter
    def open_in_full(self, act: Callable[[str], None] | None) -> None:
        self.beside.open_in_full = act

    @Slot(str)
    def open_item(self, item_id: str) -> None:
        """Show an item beside the others."""
        self.beside.open_item(item_id)

    @Slot(str)
    def open_full(self, item_id: str) -> None:
        """Let an item fill the page."""
        self.beside.open_full(item_id)

    def escape(self) -> None:
        """Close the suggestions, the drawer, the item, then the selection, then the search."""
        if self.completion.isVisible():
            self.completion.hide()
        elif self.chooser.peek.isVisible():
            self.chooser.peek.leave()
        elif not self._is_wide and self.tools.filters.isChecked():
            self.tools.filters.setChecked(False)
        elif self.beside.is_open:
            self.beside.close_panel()
        elif self.grid.selectionModel().hasSelection():
            self.grid.clearSelection()
        elif self.is_searching:
            self._on_text_asked("")

    def show_in_library(self, item_id: str) -> None:
        """Choose an item, after the search that hides it is cleared, and open it."""
        if self.model.row_of(item_id) < 0 and self.is_searching:
            self.search.clear()
            self.model.search("", self.tools.sort.order)
            self.refresh_empty()
        if self.model.row_of(item_id) < 0:
            self.model.hold(is_holding=False)
        if self.grid.choose(item_id):
            self.open_item(item_id)

    @Slot()
    def _on_selection(self) -> None:
        self.chooser.refresh()
        self._say_status()

    # How it looks

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
            self.facets.setFixedWidth(FACETS_PX)
        elif not self._is_wide:
            if is_in_row:
                self._body.removeWidget(self.facets)
            self.facets.setFixedWidth(_DRAWER_PX)
            self.facets.setGeometry(0, 0, _DRAWER_PX, self.height())
            self.facets.raise_()
        has_something = self.model.rowCount() > 0 or self.is_searching
        self.facets.setVisible(has_something and (self._is_wide or self.tools.filters.isChecked()))
        self.tools.filters.setVisible(has_something and not self._is_wide)
        self.tools.sort.set_short(is_short=not self._is_wide)
        for part in (self.tools.view, self.tools.sort):
            part.setVisible(has_something)
        self.beside.fit(self.width())
        self.complaint.place(self.search)
        self.chooser.place()

    @Slot(bool)
    def _on_filters_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._fit()
        first = next((w for w in self.facets.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if is_open and first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle_filters(self) -> None:
        if self._is_wide:
            self._on_filters_toggled(True)
        else:
            self.tools.filters.toggle()

    @Slot(bool)
    def _on_view_changed(self, is_list: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.tools.show_list(is_list=is_list)
        self.listing.show_list(is_list=is_list)
        self._taste.keep_list(is_list=is_list)

    @Slot(int)
    def _on_size_changed(self, size: int) -> None:
        self.grid.set_size(size)
        self._taste.keep_size(size)

    @Slot(object)
    def _on_order_chosen(self, order: Order) -> None:
        self._taste.keep_order(order)
        self.finder.find(self.search.text, order)

    @Slot()
    def _on_turned(self) -> None:
        order = self.tools.sort.order
        turned = Order(order.sort, not order.is_ascending)
        self.tools.sort.show_order(turned)
        self._on_order_chosen(turned)

    def toggle_view(self) -> None:
        """Show the list instead of tiles, or tiles again."""
        self.tools.show_list(is_list=not self.grid.is_list)

    @Slot()
    def _larger_tiles(self) -> None:
        self.tools.slider.setValue(self.tools.slider.value() + 1)

    @Slot()
    def _smaller_tiles(self) -> None:
        self.tools.slider.setValue(self.tools.slider.value() - 1)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.tools.show_theme(self.devicePixelRatioF())

    def leave(self) -> None:
        """Stop what moves by itself."""
        self.finder.leave()
        self.scrubber.leave()
        self.thumbnails.leave()
        self.chooser.leave()
        self.beside.leave()
