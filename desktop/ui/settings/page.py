"""The page Settings: sections at the left, the chosen one's rows, and a search over all of them. Main thread.

Every change is kept as it is made; ``offered`` says so with the way back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from desktop.autostart import autostart
from desktop.ui.settings.appearance import AppearanceSection
from desktop.ui.settings.general import GeneralSection, KeyboardSection, NoticesSection
from desktop.ui.settings.here import AccountSection, StorageSection
from desktop.ui.settings.keeper import Keeper
from desktop.ui.settings.look import apply_look
from desktop.ui.settings.nav import Nav
from desktop.ui.settings.uploads import AdvancedSection, UploadsSection
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.panel import Page, TopBar
from desktop.ui.widgets.search import SearchBox
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from desktop.autostart import Autostart
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.settings.rows import Section
    from desktop.ui.theme import Theme

_NAV_PX, _COLUMN_PX, _SEARCH_PX, _EDGE_PX = 224, 900, 260, 56
_NARROW_PX = 1000


class SettingsPage(Page):
    """What may be set, on this computer and for this person."""

    offered = Signal(object)  #: Said: a line, and Undo
    password_asked = Signal()  #: the same three as the account's row has
    sign_out_asked = Signal(bool)  #: everywhere
    sign_in_asked = Signal()

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge, port: Autostart | None = None) -> None:
        """``port`` is the system's way to start with the session; this system's own where none is given."""
        self._actions, self._bridge = actions, bridge
        bar = TopBar(theme, "")
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Settings"))
        self.keeper = Keeper(actions)
        self.sections: list[Section] = self._make_sections(port or autostart())
        bar.row.setContentsMargins(24, 0, 16, 1)
        bar.row.addWidget(theme.label(self.tr("Settings"), "title"))
        bar.row.addStretch(1)
        self.search = SearchBox(theme, self.tr("Find a setting"), self.tr("Ctrl F"))
        self.search.setFixedWidth(round(_SEARCH_PX * theme.scale))
        self.search.searched.connect(self._on_searched)
        self.search.left.connect(self._on_left_search)
        bar.row.addWidget(self.search)
        self.nav = Nav(theme, [(section.name, section.icon) for section in self.sections])
        self.nav.chosen.connect(self.show_section)
        self._build()
        self.keeper.changed.connect(self.refresh)
        self.keeper.offered.connect(self.offered)
        self.say(self.tr("Changes are saved as you make them"))
        self.show_section(0)
        self.refresh()

    def _make_sections(self, port: Autostart) -> list[Section]:
        theme, keeper = self.theme, self.keeper
        account = AccountSection(theme, self._actions)
        account.password_asked.connect(self.password_asked)
        account.sign_out_asked.connect(self.sign_out_asked)
        return [
            account,
            GeneralSection(theme, keeper, port),
            UploadsSection(theme, keeper),
            NoticesSection(theme, keeper),
            AppearanceSection(theme, keeper),
            KeyboardSection(theme, keeper),
            StorageSection(theme, keeper, self._actions, self._bridge),
            AdvancedSection(theme, keeper),
        ]

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for section in self.sections:
            self._stack.addWidget(self._scrolled(section))
        self._nothing = EmptyState(self.theme, "magnifying-glass")
        self._stack.addWidget(self._nothing)
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedWidth(1)
        self.nav.setFixedWidth(round(_NAV_PX * max(1.0, self.theme.scale)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addWidget(line)
        row.addWidget(self._stack, 1)

    def _scrolled(self, section: Section) -> QScrollArea:
        section.setMaximumWidth(_COLUMN_PX)
        inner = QWidget()
        inner.setObjectName("canvas")
        row = QHBoxLayout(inner)
        row.setContentsMargins(_EDGE_PX, 24, _EDGE_PX, 0)
        row.addWidget(section, 1)
        row.addStretch(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBar(QuietScrollBar())
        scroll.setWidget(inner)
        return scroll

    @Slot(int)
    def show_section(self, number: int) -> None:
        """Bring a section to the front."""
        self.nav.choose(number)
        self._stack.setCurrentIndex(number)

    def show_named(self, name: str) -> None:
        """Bring a section to the front by what it is called."""
        names = [section.name for section in self.sections]
        if name in names:
            self.show_section(names.index(name))

    @Slot()
    def refresh(self) -> None:
        """Show what holds, in every section and in the window itself."""
        apply_look(self.theme, self.keeper.settings)
        for section in self.sections:
            section.refresh()

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        """Show the rows that have the words, and the sections that have such rows."""
        counts = [section.narrow(text) for section in self.sections]
        self.nav.narrow([bool(count) for count in counts])
        first = next((number for number, count in enumerate(counts) if count), None)
        if first is None:
            self._nothing.say(self.tr("No setting has these words"), text)
            self._stack.setCurrentWidget(self._nothing)
        elif not counts[self.nav.current] or self._stack.currentWidget() is self._nothing:
            self.show_section(first)

    @Slot()
    def _on_left_search(self) -> None:
        self.enter()

    def start_search(self) -> None:
        """Go to the search."""
        self.search.take_focus()

    def escape(self) -> None:
        """Show all settings again."""
        self.search.set_text("")
        self._on_searched("")

    def enter(self) -> None:
        """Go to the chosen section's name."""
        self.nav.take_focus()
