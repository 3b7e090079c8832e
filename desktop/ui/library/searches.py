"""Saved searches: the menu at the search box's end; keep, rename, be told of new items, delete. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu

from desktop.ui import phrases
from desktop.ui.library.runs import Said
from desktop.ui.library.sheets import ActSheet
from desktop.ui.phrases import tr
from desktop.ui.widgets.dialog import Question
from desktop.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from desktop.library.answers import SavedSearch
    from desktop.library.saved import SavedSearches
    from desktop.ui.actions import Actions
    from desktop.ui.theme import Theme
    from desktop.ui.widgets.buttons import Button
    from desktop.ui.widgets.search import SearchBox


class NameSheet(ActSheet):
    """A name for a search."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, name: str, act: str) -> None:
        super().__init__(theme, parent, title, act)
        self.name = Field(theme, tr("Name"))
        self.name.set_text(name)
        self.name.line.textChanged.connect(self._on_changed)
        self.column.addWidget(self.name)
        self.name.go()

    @Slot()
    def _on_changed(self) -> None:
        self.act_button.setEnabled(bool(self.name.text.strip()))


class Searches(QObject):
    """Keeps searches and offers them again."""

    told = Signal(object)  #: Said

    def __init__(self, theme: Theme, page: QWidget, actions: Actions) -> None:
        super().__init__(page)
        self._theme, self._page = theme, page
        self._kept: SavedSearches = actions.saved_searches
        self.dialog: QDialog | None = None
        self._ask: Callable[[str], None] | None = None

    def connect_button(self, button: Button, box: SearchBox, ask: Callable[[str], None]) -> None:
        """Open the menu from a button; ``ask`` searches for something."""
        self._ask = ask
        button.clicked.connect(lambda: self._popup(button, box.text))

    def recent(self) -> tuple[str, ...]:
        """Return what was searched for before, the last one first."""
        return tuple(self._kept.recent())

    def note(self, text: str) -> None:
        """Remember a search that somebody made."""
        if text.strip():
            self._kept.note_recent(text)

    def _popup(self, button: Button, text: str) -> None:
        menu = self.make_menu(text)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def make_menu(self, text: str) -> QMenu:
        """Return the menu while ``text`` stands in the box."""
        menu = QMenu(self._page)
        keep = menu.addAction(self._theme.icons.icon("plus", 16, "text2"), tr("Save this search…"))
        keep.setEnabled(bool(text.strip()))
        keep.triggered.connect(lambda: self.save(text))
        searches = self._kept.all()
        if searches:
            menu.addSeparator()
        for search in searches:
            self._add(menu, search)
        return menu

    def _add(self, menu: QMenu, search: SavedSearch) -> None:
        name = search.name.replace("&", "&&")
        if search.unseen:
            name = tr("{name} ({n} new)").format(name=name, n=phrases.number(search.unseen))
        below = menu.addMenu(self._theme.icons.icon("bookmark-simple", 16, "text2"), name)
        below.addAction(tr("Search")).triggered.connect(lambda: self.open(search))
        notify = below.addAction(tr("Tell me of new items"))
        notify.setCheckable(True)
        notify.setChecked(search.is_notifying)
        notify.toggled.connect(lambda is_on: self._kept.set_notifying(search.id, is_notifying=is_on))
        below.addSeparator()
        below.addAction(tr("Rename…")).triggered.connect(lambda: self.rename(search))
        below.addAction(tr("Delete…")).triggered.connect(lambda: self.remove(search))

    def open(self, search: SavedSearch) -> None:
        """Search for it again; what is new in it has been seen then."""
        self._kept.look(search.id)
        if self._ask is not None:
            self._ask(search.query)

    def save(self, text: str) -> None:
        """Ask for a name and keep a search under it."""
        sheet = NameSheet(self._theme, self._page, tr("Save this search"), text[:60], tr("Save"))

        def keep() -> None:
            self._kept.add(sheet.name.text.strip(), text, is_notifying=False)
            self.told.emit(Said(tr("“{name}” is saved").format(name=sheet.name.text.strip())))

        self._open(sheet, keep)

    def rename(self, search: SavedSearch) -> None:
        """Ask for another name."""
        sheet = NameSheet(self._theme, self._page, tr("Rename this search"), search.name, tr("Rename"))
        self._open(sheet, lambda: self._kept.rename(search.id, sheet.name.text.strip()))

    def remove(self, search: SavedSearch) -> None:
        """Ask, then forget it; the items it finds stay."""
        title = tr("Delete the search “{name}”?").format(name=search.name)
        text = tr("The items that it finds stay in the library.")
        question = Question(self._theme, self._page, title, text, act=tr("Delete search"), keep=tr("Keep"))
        self._open(question, lambda: self._kept.remove(search.id))

    def _open(self, dialog: QDialog, then: Callable[[], object]) -> None:
        self.dialog = dialog
        dialog.accepted.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
