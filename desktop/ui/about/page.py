"""The page About. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.ui import phrases
from desktop.ui.about.pane import AboutPane
from desktop.ui.widgets.column import scrolled
from desktop.ui.widgets.panel import Page, TopBar

if TYPE_CHECKING:
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme


class AboutPage(Page):
    """The pane in a column that can be read."""

    told = Signal(str, str)
    closed = Signal()

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__(theme, TopBar(theme, phrases.tr("About")), "")
        self.setAccessibleName(self.tr("About"))
        self.pane = AboutPane(theme, actions, bridge)
        self.pane.told.connect(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.pane))

    def enter(self) -> None:
        """Go to the first thing that can be done."""
        self.pane.copy_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def escape(self) -> None:
        """Go back to where one was."""
        self.closed.emit()
