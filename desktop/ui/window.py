"""The main window: sidebar, panel, status bar; which page is in front; what closing and quitting mean. Main thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.events import Link, LinkChanged
from desktop.ui import areas, phrases, tabbing
from desktop.ui.help import keys
from desktop.ui.help.keys import Cmd
from desktop.ui.icons import mark_icon
from desktop.ui.sidebar import Sidebar
from desktop.ui.status_bar import StatusBar
from desktop.ui.veil import Veil
from desktop.ui.widgets.empty import folders_in
from desktop.ui.widgets.focus import FocusRing
from desktop.ui.widgets.panel import Page, Panel
from desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cloud.contract.connection import Connection
    from desktop.ui.theme import Theme

#: Below this width the sidebar is a rail.
RAIL_BELOW_PX = 1360
_SMALLEST = (960, 640)
_TICK_MS = 10_000


class Frame(QWidget):
    """The top-level window: Welcome or the pages. It asks the application what a close and a drop mean."""

    close_asked = Signal()
    quit_asked = Signal()
    dropped = Signal(list)  #: of Path

    def __init__(self, theme: Theme, application: QApplication) -> None:
        super().__init__()
        self._theme = theme
        self.setWindowIcon(mark_icon(theme.colors.brand, theme.colors.white))
        self.setWindowTitle("SnapStream")
        self.setMinimumSize(*_SMALLEST)
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._stack = QStackedLayout(self)
        self._ring = FocusRing(theme, self, application)
        self._veil = Veil(theme, self)
        keys.bind(
            self,
            {
                Cmd.QUIT: self.quit_asked.emit,
                Cmd.CLOSE: self.close,
                Cmd.FULL_SCREEN: self._toggle_full_screen,
            },
        )

    def show_content(self, content: QWidget) -> None:
        """Show another content; the one before is dropped."""
        before = self._stack.currentWidget()
        self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)
        if before is not None and before is not content:
            self._stack.removeWidget(before)
            before.hide()
            before.deleteLater()
        self.setWindowTitle(content.windowTitle() or "SnapStream")

    def show_to_person(self) -> None:
        """Come to the front, from the tray or from a second start."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802, FBT001 - Qt's
        """Go on by Tab in the order of the layout."""
        return tabbing.go(self, forward=forward)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the focus ring see keys and clicks."""
        super().showEvent(event)
        self._ring.follow_input()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the application decide: to the tray, or minimised."""
        event.ignore()
        self.close_asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and files from anywhere over the window."""
        paths = folders_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._veil.show_text(self._words_for(paths))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Say nothing more of a drop."""
        self._veil.hide()
        super().dragLeaveEvent(event)

    def _words_for(self, paths: list[Path]) -> str:
        if all(path.is_dir() for path in paths):
            return phrases.count(len(paths), "Watch {n} folder", "Watch {n} folders")
        if any(path.is_dir() for path in paths):
            return self.tr("Send the files, watch the folders")
        return phrases.count(len(paths), "Send {n} file", "Send {n} files")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them; they stay where they are."""
        self._veil.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(folders_in(event.mimeData()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.window)


class Window(QWidget):
    """Sidebar, panel and status bar around the pages."""

    titled = Signal(str)
    add_files_asked = Signal()
    add_folder_asked = Signal()
    pause_asked = Signal()
    settings_asked = Signal()
    keys_asked = Signal()
    undo_asked = Signal()

    def __init__(self, theme: Theme, pages: Sequence[tuple[str, str, Page]]) -> None:
        super().__init__()
        self.theme = theme
        self._pages = [page for _, _, page in pages]
        self._names = [name for name, _, _ in pages]
        self._link = LinkChanged(Link.CONNECTING, time.time())
        self._newsroom, self._synced_at, self._sync_text = "", 0.0, ""
        self.sidebar = Sidebar(theme, [(name, icon) for name, icon, _ in pages])
        self.panel = Panel(theme)
        self.status = StatusBar(theme)
        for page in self._pages:
            self.panel.add(page)
            page.said.connect(self._on_page_said)
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 8, 8, 0)
        upper.setSpacing(0)
        upper.addWidget(self.sidebar)
        upper.addWidget(self.panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.status)
        self.toast = Toast(theme, self.panel)
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.add_folder_asked.connect(self.add_folder_asked)
        self.sidebar.pause_asked.connect(self.pause_asked)
        self.sidebar.settings_asked.connect(self.settings_asked)
        self._rail_wanted: bool | None = None
        self._inner: Page | None = None  #: a page that is reached from another one, while it is in front
        self._is_full = False  #: whether that one has the room of the sidebar's names
        self._number = 0  #: the page of the sidebar that is in front, or was before the inner one
        self._add_shortcuts()
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._say_status)
        self._tick.start(_TICK_MS)
        self.show_page(0)

    def _add_shortcuts(self) -> None:
        keys.bind(
            self,
            {
                Cmd.SEARCH: self._find,
                Cmd.ADD_FILES: self.add_files_asked.emit,
                Cmd.ADD_FOLDER: self.add_folder_asked.emit,
                Cmd.PAUSE: self.pause_asked.emit,
                Cmd.SETTINGS: self.settings_asked.emit,
                Cmd.KEYS: self.keys_asked.emit,
                Cmd.UNDO: self.undo_asked.emit,
                Cmd.RAIL: self._toggle_rail,
                Cmd.ESCAPE: self._escape,
                Cmd.NEXT_AREA: self._next_area,
                Cmd.PREVIOUS_AREA: self._previous_area,
            },
        )
        for number, command in enumerate(keys.PAGES[: len(self._pages)]):
            for shortcut in keys.bind(self, {command: self._on_page_key}):
                shortcut.setProperty("page", number)

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._tick.stop()

    @property
    def page(self) -> Page | None:
        """The page in front."""
        return self.panel.page

    @Slot(int)
    def show_page(self, number: int) -> None:
        """Bring a page to the front."""
        self._inner, self._number = None, number
        self.sidebar.choose(number)
        self.sidebar.gear.setChecked(False)
        self._bring(self._pages[number], self._names[number])

    def add_inner(self, page: Page) -> None:
        """Take a page that is reached from another one, and has no place in the sidebar."""
        self.panel.add(page)
        page.said.connect(self._on_page_said)

    def show_inner(self, page: Page, name: str = "", *, is_full: bool = True) -> None:
        """Bring such a page to the front; ``is_full`` gives it the room of the sidebar's names too."""
        self._inner, self._is_full = page, is_full
        if not is_full:
            self.sidebar.choose(None)
        self._bring(page, name or self._names[self._number])

    @Slot()
    def go_back(self) -> None:
        """Go from such a page to the one before it."""
        self.show_page(self._number)
        self._pages[self._number].enter()

    def _bring(self, page: Page, name: str) -> None:
        self.panel.show_page(page)
        self._fit()
        self.status.say_right(page.status)
        self.setWindowTitle(self.tr("{page} - SnapStream").format(page=name))
        self.titled.emit(self.windowTitle())

    def allow_page(self, number: int, *, is_allowed: bool) -> None:
        """Have a page in the sidebar and under its key, or not: Admin is for admins."""
        self.sidebar.items[number].setVisible(is_allowed)
        if not is_allowed and self._number == number and self._inner is None:
            self.show_page(0)

    def say_link(self, event: LinkChanged, connection: Connection | None, newsroom: str = "") -> None:
        """Say how things stand with the newsroom; ``newsroom`` is its name, where it has one."""
        self._link = event
        if connection is not None:
            name = newsroom or connection.newsroom
            is_here = connection.is_local and not newsroom
            self._newsroom = self.tr("this computer") if is_here else name
            place = self.tr("On this computer") if is_here else name
            self.sidebar.account.say(connection.user.name or connection.user.email, place)
        self._say_status()

    def say_sync(self, text: str, synced_at: float = 0.0) -> None:
        """Say how far a first sync is, or with "" when the library was last looked at."""
        self._sync_text = text
        self._synced_at = synced_at or self._synced_at
        self._say_status()

    @Slot()
    def _say_status(self) -> None:
        since = phrases.moment(self._link.since)
        tint, text = {
            Link.ONLINE: ("ok", self.tr("Connected to {newsroom}").format(newsroom=self._newsroom)),
            Link.CONNECTING: ("text3", self.tr("Connecting…")),
            Link.OFFLINE: ("warn", self.tr("No connection since {time}").format(time=since)),
            Link.SIGNED_OUT: ("warn", self.tr("Signed out")),
        }[self._link.link]
        parts = [text]
        if self._sync_text:
            parts.append(self._sync_text)
        elif self._link.link is Link.ONLINE and self._synced_at:
            parts.append(self.tr("Up to date, {ago}").format(ago=phrases.ago(time.time() - self._synced_at)))
        self.status.say_left(tint, "   •   ".join(parts))

    @Slot(str)
    def _on_page_said(self, text: str) -> None:
        if self.sender() is self.page:
            self.status.say_right(text)

    @Slot()
    def _on_page_key(self) -> None:
        shortcut = self.sender()
        number = shortcut.property("page")
        if isinstance(number, int) and not self.sidebar.items[number].isHidden():
            self.show_page(number)
            self._pages[number].enter()

    def _find(self) -> None:
        if self.page is not None:
            self.page.start_search()

    def _escape(self) -> None:
        if self.page is not None:
            self.page.escape()

    def _toggle_rail(self) -> None:
        self._rail_wanted = not self.sidebar.is_rail
        self._fit()

    def _areas(self) -> list[QWidget]:
        page = self.page
        own = [page.bar, self.panel.banner, *page.areas()] if page is not None else []
        return [self.sidebar.items[self._number], *own, self.toast]

    def _next_area(self) -> None:
        areas.go(self._areas(), 1)

    def _previous_area(self) -> None:
        areas.go(self._areas(), -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.width() < RAIL_BELOW_PX or (self._inner is not None and self._is_full)
        is_rail = self._rail_wanted if self._rail_wanted is not None else is_narrow
        if is_rail != self.sidebar.is_rail:
            self.sidebar.set_rail(is_rail=is_rail)
        self.toast.place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        QPainter(self).fillRect(self.rect(), self.theme.colors.window)
