"""The page Home: how things stand, from what is really there; sections with nothing in them are left out. Main thread.

::

    events ──▶ stale ──▶ read in a worker, at most twice a second and only while Home is in front ──▶ shown
"""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cloud.contract.accounts import Role
from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.folders.first_run import FirstRun
from desktop.ui.help.keys import Cmd, key_of
from desktop.ui.home.groups import LeftColumn
from desktop.ui.home.needs import Act
from desktop.ui.home.side import SpendBox, StorageBox, TodayBox, WorkBox
from desktop.ui.home.snapshot import Snapshot, read
from desktop.ui.item.panel import show_in_folder
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.panel import Page, TopBar
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from desktop.core.account import Costs
    from desktop.core.events import TransferProgress
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme

_log = logging.getLogger(__name__)
_CALM_MS = 500
_TICK_MS = 10_000
_COSTS_S = 60.0
#: Below this width of the window the right column stands under the left one.
_BESIDE_FROM_PX = 1360
_WIDEST_PX, _SIDE_PX, _EDGE_PX, _SIDE_EDGE_PX, _TOP_PX = 1376, 400, 40, 32, 28


class HomePage(Page):
    """The dashboard."""

    add_files_asked = Signal()
    pause_asked = Signal()
    uploads_asked = Signal()
    failed_asked = Signal()
    library_asked = Signal()
    item_asked = Signal(str)

    def __init__(
        self, theme: Theme, actions: Actions, bridge: Bridge, thumbnails: Thumbnails, *, has_samples: bool
    ) -> None:
        bar = TopBar(theme, phrases.tr("Home"))
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Home"))
        self._actions, self._bridge = actions, bridge
        self._is_stale, self._is_reading, self._costs_at = True, False, -_COSTS_S
        self._build_bar(bar)
        self.left_column = LeftColumn(theme, thumbnails)
        self.today, self.work = TodayBox(theme), WorkBox(theme)
        self.spend, self.storage = SpendBox(theme), StorageBox(theme)
        self.spend.setVisible(False)
        self.first_run = FirstRun(theme, has_samples=has_samples)
        self._build_body()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._catch_up)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self.refresh)
        self._connect(bridge)

    def _build_bar(self, bar: TopBar) -> None:
        self.pause_button = Button(self.theme, self.tr("Pause uploads"), "pause")
        self.pause_button.clicked.connect(self.pause_asked)
        self.pause_button.setVisible(False)
        self.add_button = Button(self.theme, self.tr("Add files"), "plus", "primary")
        self.add_button.say(self.tr("Add files"), key_of(Cmd.ADD_FILES))
        self.add_button.clicked.connect(self.add_files_asked)
        bar.row.addStretch(1)
        bar.row.addWidget(self.pause_button)
        bar.row.addWidget(self.add_button)

    def _build_body(self) -> None:
        self._side = QWidget()
        self._boxes = QGridLayout(self._side)
        self._boxes.setVerticalSpacing(32)
        self._boxes.setHorizontalSpacing(48)
        self._canvas = _Canvas(self)
        self._canvas.setObjectName("canvas")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._canvas)
        self._row.setSpacing(0)
        self._row.addWidget(self.left_column, 1)
        self._row.addWidget(self._side)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBar(QuietScrollBar())
        self._scroll.setWidget(self._canvas)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.first_run)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self, bridge: Bridge) -> None:
        for signal in (bridge.transfers_changed, bridge.items_changed, bridge.folder_changed, bridge.queue_changed):
            signal.connect(self.refresh)
        bridge.thumbnails_ready.connect(self._on_thumbnails)
        bridge.transfers_progressed.connect(self._on_progress)
        left = self.left_column
        left.need_asked.connect(self._on_need)
        left.item_asked.connect(self.item_asked)
        left.uploads_asked.connect(self.uploads_asked)
        left.library_asked.connect(self.library_asked)

    @property
    def is_beside(self) -> bool:
        """Whether the numbers stand beside the rest."""
        return self.window().width() >= _BESIDE_FROM_PX

    def enter(self) -> None:
        """Put the focus on the first thing that can be done here."""
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self.setFocus()

    @Slot()
    def refresh(self) -> None:
        """Read how things stand, now or when the last reading is over and a moment old."""
        self._is_stale = True
        if self.isVisible() and not self._is_reading and not self._calm.isActive():
            self._catch_up()

    @Slot()
    def _catch_up(self) -> None:
        if not self._is_stale or not self.isVisible():
            return
        self._is_stale, self._is_reading = False, True
        self._bridge.run(self._read, self._show)
        self._ask_costs()

    def _read(self) -> Snapshot | None:
        """Read in a worker; None where that cannot be: whoever owns the files says so."""
        try:
            return read(self._actions)
        except SnapStreamError:
            _log.info("how things stand could not be read", exc_info=True)
            return None

    def _show(self, snapshot: Snapshot | None) -> None:
        self._is_reading = False
        self._calm.start(_CALM_MS)
        if snapshot is None:
            return
        has_nothing = not snapshot.storage.items and not snapshot.left and not snapshot.failed_count
        is_first = has_nothing and not self._actions.folders()
        self._stack.setCurrentWidget(self.first_run if is_first else self._scroll)
        self.add_button.setVisible(not is_first)  # one red button a screen: that of the first run
        self.left_column.show_snapshot(snapshot)
        self.today.setVisible(snapshot.today.files > 0)
        self.today.show_today(snapshot.today, datetime.now().astimezone().hour)
        self.work.setVisible(snapshot.work.items > 0 and bool(snapshot.work.parts))
        self.work.show_work(snapshot.work)
        self.storage.setVisible(snapshot.storage.items > 0)
        self.storage.show_storage(snapshot.storage)
        self.pause_button.setVisible(snapshot.is_paused or snapshot.left > 0)
        self.pause_button.say(
            self.tr("Resume uploads") if snapshot.is_paused else self.tr("Pause uploads"), key_of(Cmd.PAUSE)
        )
        self.pause_button.set_icon("play" if snapshot.is_paused else "pause")
        items = snapshot.storage.items
        self.say(phrases.count(items, "{n} item", "{n} items") if items else "")
        self._fit()

    def _ask_costs(self) -> None:
        """Ask what it costs, once a minute: admins alone are told."""
        connection = self._actions.connection()
        if connection is None or connection.role != Role.ADMIN or time.monotonic() - self._costs_at < _COSTS_S:
            return
        self._costs_at = time.monotonic()
        self._actions.accounts.costs(self._bridge.in_main(self._on_costs))

    def _on_costs(self, answer: Costs | SnapStreamError) -> None:
        if isinstance(answer, SnapStreamError):
            _log.info("what it costs could not be asked: %s", answer)
            return
        self.spend.setVisible(bool(answer.days))
        self.spend.show_costs(answer)
        self._fit()

    @Slot(tuple)
    def _on_thumbnails(self, ids: tuple[str, ...]) -> None:
        self.left_column.tiles.forget(ids)

    @Slot(tuple)
    def _on_progress(self, progress: tuple[TransferProgress, ...]) -> None:
        if self.isVisible():
            self.left_column.show_progress(progress)

    @Slot(str, str)
    def _on_need(self, act: str, ref: str) -> None:
        match Act(act):
            case Act.RETRY:
                self._actions.queue.retry(ref)
            case Act.SHOW_FILE:
                for transfer in self._actions.transfers.get_many([ref]):
                    show_in_folder(transfer.path)
            case Act.SHOW_ITEM:
                self.item_asked.emit(ref)
            case Act.CHECK:
                self._actions.sync_now()

    def _fit(self) -> None:
        """Put the numbers beside the rest, or under it; never wider than lines can be read."""
        beside = self.is_beside
        spare = max(0, self.width() - _WIDEST_PX) // 2 if beside else 0
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._row.setContentsMargins(spare, 0, spare, 0)
        self.left_column.setContentsMargins(_EDGE_PX, _TOP_PX, _EDGE_PX, 32 if beside else 0)
        side = _SIDE_EDGE_PX if beside else _EDGE_PX
        self._boxes.setContentsMargins(side, _TOP_PX + 8 if beside else 32, side, 32)
        self._side.setFixedWidth(round(_SIDE_PX * self.theme.scale)) if beside else self._side.setMaximumWidth(
            16_777_215
        )
        if not beside:
            self._side.setMinimumWidth(0)
        columns = 1 if beside else 2
        shown = [box for box in (self.today, self.work, self.spend, self.storage) if not box.isHidden()]
        for number, box in enumerate(shown):
            self._boxes.addWidget(box, number // columns, number % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._boxes.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(5):
            self._boxes.setRowStretch(row, 1 if row == len(shown) else 0)
        self._canvas.line_x = self.width() - spare - self._side.width() if beside and shown else -1
        self._side.setVisible(bool(shown))
        self._canvas.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Read how things stand, and go on doing so."""
        super().showEvent(event)
        self._tick.start(_TICK_MS)
        self._fit()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._tick.stop()

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._tick.stop()
        self._calm.stop()


class _Canvas(QWidget):
    """What scrolls; it draws the line between both columns."""

    def __init__(self, page: HomePage) -> None:
        super().__init__()
        self._page = page
        self.line_x = -1

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline."""
        if self.line_x >= 0:
            QPainter(self).fillRect(self.line_x, 0, 1, self.height(), self._page.theme.colors.line)
