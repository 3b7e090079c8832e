"""The page's top bar: search, filters, tiles or list, size, order, and the red button. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QMenu, QSlider

from desktop.library import edits
from desktop.library.answers import Order, Sort
from desktop.library.parser import parse
from desktop.library.tree import Or
from desktop.ui import phrases
from desktop.ui.library import terms
from desktop.ui.library.grid import SIZES
from desktop.ui.phrases import tr
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chips import ChipData
from desktop.ui.widgets.search import SearchBox, Split

if TYPE_CHECKING:
    from desktop.ui.theme import Theme
    from desktop.ui.widgets.panel import TopBar


def split_text(text: str) -> Split:
    """Return a search as chips and words."""
    chips, rest = edits.split(text)
    return Split(tuple(ChipData(term.text, *_shown(term)) for term in chips), rest)


def _shown(term: edits.Term) -> tuple[str, str, bool]:
    chip = terms.chip_of(term)
    return chip.icon, chip.text, chip.is_negated


def is_choice(words: str) -> bool:
    """Whether words are a choice between searches, which chips before them must not fall into."""
    return isinstance(parse(words).tree, Or)


class ViewSwitch(QFrame):
    """Tiles or list."""

    changed = Signal(bool)  #: list

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("segments")
        self.setFixedHeight(theme.row(32))
        self.setAccessibleName(tr("View"))
        self.grid, self.list = Button(theme, ""), Button(theme, "")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        group = QButtonGroup(self)
        for button, text in ((self.grid, tr("Tiles")), (self.list, tr("List"))):
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setAccessibleName(text)
            button.setToolTip(phrases.tooltip(f"{text} (V)"))
            group.addButton(button)
            row.addWidget(button)
        self.grid.setChecked(True)
        self.list.toggled.connect(self.changed)
        on_change(theme, self._on_theme_changed)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.grid.setIcon(self._theme.icons.icon("grid-four", 16, "text"))
        self.list.setIcon(self._theme.icons.icon("list", 16, "text"))


class SortButton(Button):
    """The order, with a menu of all orders."""

    chosen = Signal(object)  #: Order

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "sort-descending", "quiet")
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self.order = Order()
        self._is_short = False
        self._actions: dict[tuple[Sort, bool], QAction] = {}
        for (sort, is_rising), text in terms.orders().items():
            action = self._menu.addAction(text)
            action.setCheckable(True)
            self._group.addAction(action)
            order = Order(sort, is_rising)
            action.triggered.connect(lambda _checked=False, order=order: self._on_chosen(order))
            self._actions[sort, is_rising] = action
        self.clicked.connect(self._on_clicked)
        self.show_order(self.order)

    def show_order(self, order: Order) -> None:
        """Show which order holds."""
        self.order = order
        text = terms.orders().get((order.sort, order.is_ascending), tr("Order"))
        self.setText("" if self._is_short else text)
        self.setAccessibleName(tr("Order: {order}").format(order=text))
        self.setToolTip(phrases.tooltip(text))
        action = self._actions.get((order.sort, order.is_ascending))
        if action is not None:
            action.setChecked(True)
        self.set_icon("sort-ascending" if order.is_ascending else "sort-descending")

    def set_short(self, *, is_short: bool) -> None:
        """Show the icon alone where there is little room."""
        if is_short is not self._is_short:
            self._is_short = is_short
            self.show_order(self.order)
            self._on_theme_changed()

    def _on_chosen(self, order: Order) -> None:
        self.show_order(order)
        self.chosen.emit(order)

    @Slot()
    def _on_clicked(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class Toolbar:
    """Fills a top bar; the page connects what it needs."""

    def __init__(self, theme: Theme, bar: TopBar) -> None:
        self.search = SearchBox(
            theme, tr("Search people, words on screen, quotes, captions"), tr("Ctrl F"), split_text, is_choice
        )
        self.search.setObjectName("librarySearch")
        self.saved = Button(theme, "", "bookmark-simple", "icon")
        self.saved.say(tr("Saved searches"))
        self.search.add_button(self.saved)
        self.filters = Button(theme, tr("Filters"), "funnel-simple")
        self.filters.setCheckable(True)
        self.filters.setToolTip(phrases.tooltip("Ctrl+Shift+F"))
        self.view = ViewSwitch(theme)
        self._theme = theme
        self.smaller, self.larger = QLabel(), QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("size")
        self.slider.setRange(0, len(SIZES) - 1)
        self.slider.setPageStep(1)
        self.slider.setValue(1)
        self.slider.setFixedWidth(72)
        self.slider.setAccessibleName(tr("Size of the tiles"))
        self.slider.setToolTip(phrases.tooltip(tr("Size of the tiles (Ctrl +, Ctrl −)")))
        self.sort = SortButton(theme)
        self.add = Button(theme, tr("Add files"), "plus", "primary")
        for part, stretch in ((self.search, 1), (self.filters, 0), (self.view, 0)):
            bar.row.addWidget(part, stretch)
        sizes = QHBoxLayout()
        sizes.setSpacing(8)
        for sized in (self.smaller, self.slider, self.larger):
            sizes.addWidget(sized)
        bar.row.addLayout(sizes)
        bar.row.addWidget(self.sort)
        bar.row.addWidget(self.add)

    def show_list(self, *, is_list: bool) -> None:
        """Take the sizes away: a list has none."""
        for part in (self.smaller, self.slider, self.larger):
            part.setVisible(not is_list)
        (self.view.list if is_list else self.view.grid).setChecked(True)

    def show_theme(self, ratio: float) -> None:
        """Draw the two pictures beside the slider."""
        for label, side in ((self.smaller, 13), (self.larger, 18)):
            label.setPixmap(self._theme.icons.pixmap("image", side, "text3", ratio))
