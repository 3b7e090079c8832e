"""The tray: state in the icon's shape, a menu, one notice for a batch. Main thread."""

from __future__ import annotations

import html
import sys
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage
from PySide6.QtGui import QAction, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.core.events import Link
from desktop.ui import phrases
from desktop.ui.icons import draw_mark
from desktop.ui.library.tiles import title

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.ui.notices import Batch
    from desktop.ui.theme import Theme
    from desktop.ui.transfers.totals import Totals

_SIZES = (16, 20, 22, 24, 32, 44)
#: The icon changes at most this often, and never blinks.
_CHANGE_MS = 2000
_ITEMS = 4
_TRAY_SERVICE = "org.kde.StatusNotifierWatcher"
#: How long the notification server may take to say what it can.
_ASK_MS = 500
_MINUTES = (30, 120)


class TrayState(StrEnum):
    """Which of the five icons is shown; of several that hold, the first of needs you, offline, paused, uploading."""

    IDLE = "idle"
    UPLOADING = "uploading"
    NEEDS_YOU = "needs_you"
    PAUSED = "paused"
    OFFLINE = "offline"


def state_of(totals: Totals, link: Link) -> TrayState:
    """Decide which state is shown."""
    if totals.failed or link is Link.SIGNED_OUT:
        return TrayState.NEEDS_YOU
    if link is Link.OFFLINE:
        return TrayState.OFFLINE
    if totals.paused:
        return TrayState.PAUSED
    return TrayState.UPLOADING if totals.unsent else TrayState.IDLE


def tooltip(totals: Totals, link: Link, folders: int) -> str:
    """Return one sentence."""
    match state_of(totals, link):
        case TrayState.NEEDS_YOU if link is Link.SIGNED_OUT:
            return phrases.tr("Sign in again. {n} files wait here.").format(n=f"{totals.unsent:,}")
        case TrayState.NEEDS_YOU:
            return phrases.tr("{files} not uploaded.").format(
                files=phrases.count(totals.failed, phrases.tr("file was"), phrases.tr("files were"))
            )
        case TrayState.OFFLINE:
            return phrases.tr("No connection. {files} here.").format(
                files=phrases.count(totals.unsent, phrases.tr("file waits"), phrases.tr("files wait"))
            )
        case TrayState.PAUSED:
            return phrases.tr("Paused. Nothing is lost.")
        case TrayState.UPLOADING:
            return ", ".join(part for part in (totals.headline, totals.time_left) if part) + "."
        case _:
            watched = phrases.count(folders, phrases.tr("folder"), phrases.tr("folders"))
            return phrases.tr("Everything is in. Watching {folders}.").format(folders=watched)


def draw_state(painter: QPainter, side: float, state: TrayState, theme: Theme) -> None:
    """Paint a state on a grid of 22."""
    table = theme.colors
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 22, side / 22)
    square = QRectF(2, 2, 18, 18)
    if state is TrayState.OFFLINE:
        painter.setPen(QPen(table.trayoff, 1.8))
        painter.drawRoundedRect(square.adjusted(0.9, 0.9, -0.9, -0.9), 4.2, 4.2)
        painter.drawPolygon(QPolygonF([QPointF(11, 7), QPointF(15, 11), QPointF(11, 15), QPointF(7, 11)]))
    else:
        draw_mark(painter, square, table.trayoff if state is TrayState.PAUSED else table.brand, table.white)
    if state is not TrayState.IDLE:
        _draw_disc(painter, state, theme)
    painter.restore()


def _draw_disc(painter: QPainter, state: TrayState, theme: Theme) -> None:
    table = theme.colors
    centre = QPointF(16.5, 16.5)
    # The gap takes the bar's colour, whatever that is.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(table.window)
    painter.drawEllipse(centre, 6.2, 6.2)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    if state is TrayState.OFFLINE:
        painter.setPen(QPen(table.trayoff, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 4.2, 4.2)
        painter.drawLine(QLineF(13.6, 19.4, 19.4, 13.6))
        return
    is_alarm = state is TrayState.NEEDS_YOU
    painter.setBrush(table.red if is_alarm else table.white)
    # A hairline keeps the white disc's shape on a white bar.
    painter.setPen(Qt.PenStyle.NoPen if is_alarm else QPen(table.trayoff, 0.5))
    painter.drawEllipse(centre, 5, 5)
    ink = QPen(table.white if is_alarm else table.pill, 1.6)
    ink.setCapStyle(Qt.PenCapStyle.RoundCap)
    ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(ink)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match state:
        case TrayState.NEEDS_YOU:
            painter.drawLine(QLineF(16.5, 13.8, 16.5, 17))
            painter.drawPoint(QPointF(16.5, 19.2))
        case TrayState.PAUSED:
            painter.drawLine(QLineF(15.1, 14.6, 15.1, 18.4))
            painter.drawLine(QLineF(17.9, 14.6, 17.9, 18.4))
        case _:
            painter.drawLine(QLineF(16.5, 14.2, 16.5, 19))
            painter.drawPolyline(QPolygonF([QPointF(14.6, 16), QPointF(16.5, 14.1), QPointF(18.4, 16)]))


def state_icon(state: TrayState, theme: Theme) -> QIcon:
    """Return a state's icon in every size that trays ask for."""
    made = QIcon()
    for side in _SIZES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_state(painter, side, state, theme)
        painter.end()
        made.addPixmap(pixmap)
    return made


def takes_markup() -> bool:
    """Whether a notice's body is read as markup, by the Desktop Notifications Specification.

    Qt hands it on as it is where the desktop has a tray of D-Bus; elsewhere it draws the notice itself, as plain text.
    """
    if not sys.platform.startswith("linux"):
        return False
    bus = QDBusConnection.sessionBus()
    names = bus.interface() if bus.isConnected() else None
    if names is None or not names.isServiceRegistered(_TRAY_SERVICE).value():
        return False
    name, path = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
    asked = QDBusMessage.createMethodCall(name, path, name, "GetCapabilities")
    answer = bus.call(asked, QDBus.CallMode.Block, _ASK_MS).arguments()
    return bool(answer) and "body-markup" in answer[0]


def notice_body(text: str, *, is_markup: bool) -> str:
    """Return a text as a notice's body shows it literally; its title is plain text everywhere."""
    return html.escape(text, quote=False) if is_markup else text


class Tray(QObject):
    """The icon and its menu. What it asks for is the application's to do."""

    open_asked = Signal()
    item_asked = Signal(str)
    failed_asked = Signal()
    pause_asked = Signal(int)  #: minutes, 0 until resumed
    resume_asked = Signal()
    add_files_asked = Signal()
    quit_asked = Signal()
    notice_clicked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state = self._shown = TrayState.IDLE
        self._icons = {state: state_icon(state, theme) for state in TrayState}
        self._tray = QSystemTrayIcon(self._icons[TrayState.IDLE], self)
        self.menu = QMenu()
        self._tray.setContextMenu(self.menu)
        self._tray.activated.connect(self._on_activated)
        self._tray.messageClicked.connect(self.notice_clicked)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest)
        self._build()

    @property
    def is_there(self) -> bool:
        """Whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def state(self) -> TrayState:
        """What the icon shows."""
        return self._shown

    def _build(self) -> None:
        self._line = self.menu.addAction("")
        self._line.setEnabled(False)
        self.menu.addSeparator()
        self._item_actions = [self.menu.addAction("") for _ in range(_ITEMS)]
        for action in self._item_actions:
            action.setVisible(False)
            action.triggered.connect(self._on_item)
        self._items_end = self.menu.addSeparator()
        self._needs = self.menu.addAction("")
        self._needs.triggered.connect(self.failed_asked)
        self._pause = QMenu(self.tr("Pause uploads"), self.menu)
        for text, minutes in (
            (self.tr("For 30 minutes"), _MINUTES[0]),
            (self.tr("For 2 hours"), _MINUTES[1]),
            (self.tr("Until I resume"), 0),
        ):
            action = self._pause.addAction(text)
            action.setData(minutes)
            action.triggered.connect(self._on_pause)
        self._pause_entry = self.menu.addMenu(self._pause)
        self._resume = self.menu.addAction(self.tr("Resume uploads"))
        self._resume.triggered.connect(self.resume_asked)
        self._add = self.menu.addAction(self.tr("Add files…"))
        self._add.triggered.connect(self.add_files_asked)
        self.menu.addSeparator()
        self._open = self.menu.addAction(self.tr("Open SnapStream"))
        font = self._open.font()
        font.setBold(True)
        self._open.setFont(font)
        self._open.triggered.connect(self.open_asked)
        self._quit = self.menu.addAction(self.tr("Quit SnapStream"))
        self._quit.triggered.connect(self.quit_asked)

    def show(self) -> None:
        """Put the icon in the tray."""
        self._tray.show()

    def hide(self) -> None:
        """Take the icon away."""
        self._rest.stop()
        self._tray.hide()

    def say(self, totals: Totals, link: Link, folders: int) -> None:
        """Say how things are, in icon, tooltip and menu."""
        text = tooltip(totals, link, folders)
        self._tray.setToolTip(f"SnapStream\n{text}")
        self._line.setText(text.rstrip("."))
        need = self.tr("1 file needs you…") if totals.failed == 1 else self.tr("{n} files need you…")
        self._needs.setText(need.format(n=f"{totals.failed:,}"))
        self._needs.setVisible(totals.failed > 0)
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
                shown = name if len(name) <= 40 else f"{name[:38]}…"  # noqa: PLR2004 - a menu stays a menu
                action.setText(f"{shown}\t{phrases.moment(item.uploaded_at)}")
                action.setIcon(icon)
                action.setData(item.id)
        self._items_end.setVisible(bool(items))

    def tell(self, batch: Batch) -> None:
        """Show a notice of the system."""
        text = notice_body(batch.text, is_markup=takes_markup())
        self._tray.showMessage(batch.title, text, self._icons[TrayState.IDLE], 10_000)

    def say_still_running(self) -> None:
        """Say, once, that closing the window did not end it."""
        self._tray.showMessage(
            self.tr("SnapStream keeps running"),
            self.tr("It goes on uploading. Quit from this icon."),
            self._icons[TrayState.IDLE],
            10_000,
        )

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
            self.pause_asked.emit(int(action.data()))
