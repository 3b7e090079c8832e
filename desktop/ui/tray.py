"""The tray: state in the icon's shape, and a menu that works wherever a tray does. Main thread."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.ui import phrases
from desktop.ui.desktop_bus import DesktopBus, DesktopNotice
from desktop.ui.library.tiles import title
from desktop.ui.tray_state import TrayState, draw_state, state_icon, state_of, tooltip

if TYPE_CHECKING:
    from pathlib import Path

    from cloud.contract.item import Item
    from desktop.core.events import Link
    from desktop.ui.notices import Batch
    from desktop.ui.theme import Theme
    from desktop.ui.transfers.totals import Totals

__all__ = [
    "Tray",
    "TrayState",
    "draw_state",
    "minutes_until_tomorrow",
    "small_picture",
    "state_icon",
    "state_of",
    "tooltip",
]

#: The icon changes at most this often, and never blinks.
_CHANGE_MS = 2000
_ITEMS = 4
_LONGEST = 40
_MINUTES = (30, 120)
#: "Until tomorrow" is until people work again, not until midnight.
_MORNING_HOUR = 6
_TOMORROW = -1
_SHOWN_MS = 10_000
_PICTURE = QSize(24, 16)
#: Keys of a notice's buttons.
_OPEN, _FAILED = "open", "failed"


class Tray(QObject):
    """The icon and its menu. What it asks for is the application's to do."""

    open_asked = Signal()
    item_asked = Signal(str)
    failed_asked = Signal()
    pause_asked = Signal(int)  #: minutes, 0 until resumed
    resume_asked = Signal()
    add_files_asked = Signal()
    settings_asked = Signal()
    quit_asked = Signal()
    notice_clicked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state = self._shown = TrayState.IDLE
        self._icons: dict[TrayState, QIcon] = {}
        self._tray = QSystemTrayIcon(self)
        self.menu = QMenu()
        self._tray.setContextMenu(self.menu)
        self._tray.activated.connect(self._on_activated)
        self._tray.messageClicked.connect(self.notice_clicked)
        self._bus = DesktopBus(self._show_plain, self)
        self._bus.pressed.connect(self._on_pressed)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest)
        # A chained styleHints().colorScheme finds the hints freed.
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_scheme_changed)
        self._build()
        self._on_scheme_changed()
        theme.changed.connect(self._on_scheme_changed)

    @property
    def is_there(self) -> bool:
        """Whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def state(self) -> TrayState:
        """What the icon shows."""
        return self._shown

    @property
    def tooltip(self) -> str:
        """What the icon says."""
        return self._tray.toolTip()

    def _build(self) -> None:
        self._line = self.menu.addAction("")
        self._line.setEnabled(False)
        self.menu.addSeparator()
        self._item_actions = [self.menu.addAction("") for _ in range(_ITEMS)]
        for action in self._item_actions:
            action.setVisible(False)
            action.triggered.connect(self._on_item)
        self._items_end = self.menu.addSeparator()
        self._items_end.setVisible(False)
        self._needs = self.menu.addAction("")
        self._needs.setVisible(False)
        self._needs.triggered.connect(self.failed_asked)
        self._pause = QMenu(self.tr("Pause uploads"), self.menu)
        for text, minutes in (
            (self.tr("For 30 minutes"), _MINUTES[0]),
            (self.tr("For 2 hours"), _MINUTES[1]),
            (self.tr("Until tomorrow"), _TOMORROW),
            (self.tr("Until I resume"), 0),
        ):
            action = self._pause.addAction(text)
            action.setData(minutes)
            action.triggered.connect(self._on_pause)
        self._pause_entry = self.menu.addMenu(self._pause)
        self._resume = self.menu.addAction(self.tr("Resume uploads"))
        self._resume.setVisible(False)
        self._resume.triggered.connect(self.resume_asked)
        self._add = self.menu.addAction(self.tr("Add files…"))
        self._add.triggered.connect(self.add_files_asked)
        self.menu.addSeparator()
        self._open = self.menu.addAction(self.tr("Open SnapStream"))
        font = self._open.font()
        font.setBold(True)
        self._open.setFont(font)
        self._open.triggered.connect(self.open_asked)
        self._settings = self.menu.addAction(self.tr("Settings…"))
        self._settings.triggered.connect(self.settings_asked)
        self._quit = self.menu.addAction(self.tr("Quit SnapStream"))
        self._quit.triggered.connect(self.quit_asked)

    @Slot()
    def _on_scheme_changed(self) -> None:
        """Draw everything for the bar's brightness: that of the system, not of the window."""
        is_dark = self._hints.colorScheme() != Qt.ColorScheme.Light
        self._icons = {state: state_icon(state, self._theme, is_bar_dark=is_dark) for state in TrayState}
        self._tray.setIcon(self._icons[self._shown])
        # Pictures are wider than the icons beside them, and the first line, though no entry, is to be read. Where the
        # system draws the menu, all this is its own affair.
        self.menu.setStyleSheet(
            f"QMenu {{ icon-size: {_PICTURE.width()}px; }} QMenu::item {{ padding-top: 3px; padding-bottom: 3px; }}"
            f"QMenu::item:disabled {{ color: {self._theme.colors.text3.name()}; }}"
        )
        self._pause.setStyleSheet("QMenu::item { padding-top: 7px; padding-bottom: 7px; }")
        icons = self._theme.icons
        for action, name, tint in (
            (self._needs, "warning-circle", "fail"),
            (self._pause_entry, "pause", "text2"),
            (self._resume, "play", "text2"),
            (self._add, "plus", "text2"),
            (self._open, "squares-four", "text2"),
            (self._settings, "gear-six", "text2"),
            (self._quit, "power", "text2"),
        ):
            action.setIcon(icons.icon(name, 16, tint))

    def show(self) -> None:
        """Put the icon in the tray."""
        self._tray.show()

    def hide(self) -> None:
        """Take the icon away."""
        self._rest.stop()
        self._bus.close()
        self._tray.hide()

    def say(self, totals: Totals, link: Link, folders: int, paused_until: float = 0.0) -> None:
        """Say how things are, in icon, tooltip and menu."""
        text = tooltip(totals, link, folders, paused_until)
        self._tray.setToolTip(f"SnapStream\n{text}")
        self._line.setText(text.rstrip("."))
        self._needs.setText(phrases.count(totals.failed, "{n} file needs you…", "{n} files need you…"))
        self._needs.setVisible(totals.failed > 0)
        # Where nobody shows settings yet there is nothing to open.
        self._settings.setVisible(self.isSignalConnected(QMetaMethod.fromSignal(self.settings_asked)))
        self._pause_entry.setVisible(not totals.paused)
        self._resume.setVisible(totals.paused)
        self._state = state_of(totals, link)
        if self._state is not self._shown and not self._rest.isActive():
            self._show_state()

    def say_items(self, items: list[tuple[Item, QIcon]]) -> None:
        """Show the last items."""
        for number, action in enumerate(self._item_actions):
            action.setVisible(number < len(items))
            if number < len(items):
                item, icon = items[number]
                name = title(item).replace("&", "&&")
                shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 2]}…"
                action.setText(f"{shown}\t{phrases.moment(item.uploaded_at)}")
                action.setIcon(icon)
                action.setData(item.id)
        self._items_end.setVisible(bool(items))

    def tell(self, batch: Batch, picture: Path | None = None) -> None:
        """Show a notice of the system: with buttons and the picture of its first item where the system has them."""
        buttons: list[tuple[str, str]] = []
        if batch.item_ids or batch.search:
            buttons.append((_OPEN, self.tr("Open")))
        if batch.failed:
            buttons.append((_FAILED, phrases.count(batch.failed, "Show it", "Show the {n}")))
        self._bus.send(DesktopNotice(batch.title, batch.text, picture, tuple(buttons)))

    def say_still_running(self) -> None:
        """Say, once, that closing the window did not end it."""
        heading, text = self.tr("SnapStream keeps running"), self.tr("It goes on uploading. Quit from this icon.")
        self._bus.send(DesktopNotice(heading, text))

    def _show_plain(self, notice: DesktopNotice) -> None:
        """Show a notice by the tray's own means, as plain text: nobody takes it over the bus."""
        self._tray.showMessage(notice.title, notice.text, self._icons[TrayState.IDLE], _SHOWN_MS)

    @Slot(object, str)
    def _on_pressed(self, _notice: object, key: str) -> None:
        if key == _FAILED:
            self.failed_asked.emit()
        else:
            self.notice_clicked.emit()

    def _show_state(self) -> None:
        self._shown = self._state
        self._tray.setIcon(self._icons[self._shown])
        self._rest.start(_CHANGE_MS)

    @Slot()
    def _on_rest(self) -> None:
        if self._state is not self._shown:
            self._show_state()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.open_asked.emit()

    @Slot()
    def _on_item(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.item_asked.emit(str(action.data()))

    @Slot()
    def _on_pause(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            minutes = int(action.data())
            self.pause_asked.emit(minutes_until_tomorrow() if minutes == _TOMORROW else minutes)


def small_picture(pixmap: QPixmap) -> QIcon:
    """Return an item's picture as the menu shows it: cut to 24 by 16, sharp at 200 % too."""
    wide = QSize(_PICTURE.width() * 2, _PICTURE.height() * 2)
    fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    scaled = pixmap.scaled(wide, fill, smooth)
    at = QPoint((scaled.width() - wide.width()) // 2, (scaled.height() - wide.height()) // 2)
    return QIcon(scaled.copy(QRect(at, wide)))


def minutes_until_tomorrow(now: datetime | None = None) -> int:
    """Return how long it is until tomorrow morning."""
    at = (now or datetime.now().astimezone()).replace(tzinfo=None)
    morning = (at + timedelta(days=1)).replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)
    return max(1, round((morning - at).total_seconds() / 60))
