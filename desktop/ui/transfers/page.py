"""The page Uploads: what is on its way, what needs the person, what is done. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.item.panel import show_in_folder
from desktop.ui.library.tiles import tile
from desktop.ui.transfers.model import UploadsModel
from desktop.ui.transfers.rows import Act, Totals
from desktop.ui.transfers.view import UploadList
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.panel import Page, TopBar

if TYPE_CHECKING:
    from desktop.core.events import TransferProgress
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme

_TICK_MS = 1000
#: The list and its numbers are read at most this often, however fast files go through.
_CALM_MS = 250
_HEAD_PX = 76


class Head(QWidget):
    """The queue in one line, with speed and time left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(max(_HEAD_PX, round(_HEAD_PX * theme.scale)))
        self._title, self._text = theme.label("", "page"), theme.label("", "small", "text3")
        self._speed, self._rest = theme.label("", "page"), theme.label("", "small", "text3")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 13)
        for first, second, align in (
            (self._title, self._text, Qt.AlignmentFlag.AlignLeft),
            (self._speed, self._rest, Qt.AlignmentFlag.AlignRight),
        ):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(first, 0, align)
            column.addWidget(second, 0, align)
            row.addLayout(column)
            if first is self._title:
                row.addStretch(1)

    def say(self, totals: Totals) -> None:
        """Say how things are."""
        self._title.setText(totals.headline)
        parts = []
        if totals.failed:
            parts.append(self.tr("{n} need you").format(n=f"{totals.failed:,}"))
        parts.append(self.tr("{n} uploaded and verified").format(n=f"{totals.uploaded:,}"))
        self._text.setText(" · ".join(parts))
        self._speed.setText(totals.speed)
        left = self.tr("{size} left").format(size=phrases.size(totals.left_bytes)) if totals.left_bytes else ""
        self._rest.setText(" · ".join(part for part in (totals.time_left, left) if part))
        self.setAccessibleName(f"{totals.headline}. {self._text.text()}. {totals.speed}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, self._theme.colors.line)


class UploadsPage(Page):
    """The queue."""

    add_files_asked = Signal()
    item_asked = Signal(str)  #: an item to show in the library
    totals_changed = Signal(object)  #: Totals

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge, thumbnails: Thumbnails) -> None:
        bar = TopBar(theme, "")
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Uploads"))
        self._actions, self._thumbnails = actions, thumbnails
        self.model = UploadsModel(actions.transfers, self)
        self.list = UploadList(theme, self.model)
        self._build_bar(bar)
        self._head = Head(theme)
        self._empty = EmptyState(theme, "check", "ok")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start(_TICK_MS)
        self._changed: dict[str, None] = {}
        self._is_list_stale = self._are_numbers_stale = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._catch_up)
        self.list.asked.connect(self._on_asked)
        bridge.transfers_changed.connect(self._on_transfers_changed)
        bridge.transfers_progressed.connect(self._on_progressed)
        bridge.queue_changed.connect(self._on_queue_changed)
        thumbnails.came.connect(self._on_thumbnail_came)
        retry = QShortcut(QKeySequence("Ctrl+R"), self)
        retry.activated.connect(self._on_retry_all)
        self.refresh()

    def _build_bar(self, bar: TopBar) -> None:
        bar.row.setContentsMargins(24, 0, 16, 1)
        bar.row.addWidget(self.theme.label(self.tr("Uploads"), "title"))
        bar.row.addStretch(1)
        self._retry = Button(self.theme, self.tr("Try all again"), "arrow-clockwise")
        self._retry.say(self.tr("Try all again"), self.tr("Ctrl+R"))
        self._retry.clicked.connect(self._on_retry_all)
        self._pause = Button(self.theme, self.tr("Pause all"), "pause")
        self._pause.clicked.connect(self.toggle_pause)
        self._add = Button(self.theme, self.tr("Add files"), "plus", "primary")
        self._add.clicked.connect(self.add_files_asked)
        for button in (self._retry, self._pause, self._add):
            bar.row.addWidget(button)

    def enter(self) -> None:
        """Go to the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.list.row_at(self.list.currentIndex()) is None and self.model.rowCount() > 1:
            self.list.setCurrentIndex(self.model.index(1))

    def refresh(self) -> None:
        """Say the numbers anew."""
        totals = self.model.totals()
        self._head.say(totals)
        self._pause.setText(self.tr("Resume all") if totals.paused else self.tr("Pause all"))
        self._pause.say(self._pause.text(), self.tr("Ctrl+Shift+P"))
        self._pause.set_icon("play" if totals.paused else "pause")
        self._pause.setVisible(totals.paused or totals.unsent > 0)
        self._retry.setVisible(totals.failed > 1)
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.list)
        else:
            self._stack.setCurrentWidget(self._empty)
            self._empty.say(
                self.tr("Everything is in"),
                self.tr("Nothing waits here. What is finished in a watched folder is sent by itself."),
            )
        self._head.setVisible(self.model.rowCount() > 0)
        self.say(self.tr("N send now · P pause · R try again · Del remove") if self.model.rowCount() else "")
        self.totals_changed.emit(totals)

    @Slot()
    def toggle_pause(self) -> None:
        """Pause the whole queue, or let it go on."""
        if self.model.totals().paused:
            self._actions.queue.resume()
        else:
            self._actions.queue.pause()

    def show_failed(self) -> None:
        """Go to the first that needs the person."""
        self.list.scrollToTop()
        self.enter()

    @Slot(tuple)
    def _on_transfers_changed(self, ids: tuple[str, ...]) -> None:
        self._changed.update(dict.fromkeys(ids))
        self._is_list_stale = True
        self._catch_up_soon()

    @Slot(tuple)
    def _on_progressed(self, progress: tuple[TransferProgress, ...]) -> None:
        self.model.progressed(progress)
        self._are_numbers_stale = True
        self._catch_up_soon()

    @Slot(bool)
    def _on_queue_changed(self, _paused: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._is_list_stale = True
        self._catch_up_soon()

    def _catch_up_soon(self) -> None:
        if not self._calm.isActive():
            self._catch_up()

    @Slot()
    def _catch_up(self) -> None:
        """Read what has changed since, then rest."""
        if not self._is_list_stale and not self._are_numbers_stale:
            return
        if self._is_list_stale:
            changed = tuple(self._changed)
            self._changed.clear()
            self.model.refresh(changed)
            self._ask_pictures()
        self._is_list_stale = self._are_numbers_stale = False
        self.refresh()
        self._calm.start(_CALM_MS)

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._tick.stop()
        self._calm.stop()

    @Slot()
    def _on_tick(self) -> None:
        if self.isVisible():
            self.model.tick()
            self._ask_pictures()

    def _ask_pictures(self) -> None:
        """Ask for the thumbnails of the done rows in sight."""
        if not self.isVisible():
            return
        top = self.list.indexAt(self.list.viewport().rect().topLeft())
        first = max(0, top.row())
        ratio = self.devicePixelRatioF()
        for row in range(first, min(self.model.rowCount(), first + 40)):
            shown = self.list.row_at(self.model.index(row))
            if shown is None or not any(action.act is Act.SHOW_ITEM for action in shown.actions):
                continue
            item = self._actions.items.get(shown.item_id)
            if item is not None and item.thumbnail_key is not None and item.media_type != "audio":
                picture = self._thumbnails.get(tile(item), QSize(54, 36), ratio)
                if picture is not None:
                    self.list.rows_painter.pictures[item.id] = picture

    @Slot(str)
    def _on_thumbnail_came(self, _item_id: str) -> None:
        if self.isVisible():
            self._ask_pictures()
            self.list.viewport().update()

    @Slot()
    def _on_retry_all(self) -> None:
        self._actions.queue.retry(None)

    @Slot(str, str)
    def _on_asked(self, act: str, transfer_id: str) -> None:
        queue = self._actions.queue
        match Act(act):
            case Act.SEND_NOW:
                queue.send_now(transfer_id)
            case Act.PAUSE:
                queue.pause_one(transfer_id)
            case Act.RESUME:
                queue.resume_one(transfer_id)
            case Act.CANCEL:
                queue.cancel(transfer_id)
            case Act.RETRY:
                queue.retry(transfer_id)
            case Act.REMOVE:
                queue.remove(transfer_id)
            case Act.SHOW_FILE | Act.SHOW_ITEM:
                self._show(Act(act), transfer_id)

    def _show(self, act: Act, transfer_id: str) -> None:
        for transfer in self._actions.transfers.get_many([transfer_id]):
            if act is Act.SHOW_ITEM:
                self.item_asked.emit(transfer.item_id)
            else:
                show_in_folder(transfer.path)
