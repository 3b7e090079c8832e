"""The page Uploads: what is on its way, what needs the person, what is done. Main thread."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from desktop.core.model import TransferState
from desktop.ui import phrases
from desktop.ui.transfers.announce import Milestones, announce
from desktop.ui.transfers.bar import UploadsBar
from desktop.ui.transfers.deeds import Deeds
from desktop.ui.transfers.head import Head
from desktop.ui.transfers.model import UploadsModel
from desktop.ui.transfers.pictures import RowPictures
from desktop.ui.transfers.rows import Act, Row
from desktop.ui.transfers.sections import Asked, View
from desktop.ui.transfers.view import UploadList
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.panel import Page

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.core.events import TransferProgress
    from desktop.core.timetable import Timetable
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme
    from desktop.ui.transfers.totals import Totals

_TICK_MS = 1000
#: The list and its numbers are read at most this often, however fast files go through.
_CALM_MS = 500
_IN_SIGHT = 40


class UploadsPage(Page):
    """The queue."""

    add_files_asked = Signal()
    item_asked = Signal(str)  #: an item to show in the library
    totals_changed = Signal(object)  #: Totals
    offered = Signal(object)  #: Said: what was done, with the way back

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.tools = UploadsBar(theme)
        super().__init__(theme, self.tools, "")
        self.setAccessibleName(self.tr("Uploads"))
        self._actions = actions
        self.model = UploadsModel(actions.transfers, self, is_away=actions.is_away)
        self.list = UploadList(theme, self.model)
        self.deeds = Deeds(theme, self, actions)
        self._pictures = RowPictures(actions, bridge, thumbnails)
        self.list.rows_painter.pictures = self._pictures.kept
        self._milestones = Milestones()
        self._head = Head(theme)
        self._empty = EmptyState(theme, "check", "ok")
        self._way_out = Button(theme, self.tr("Add files"), "plus")
        self._way_out.clicked.connect(self._on_way_out)
        self._empty.set_actions([self._way_out])
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
        self._connect(bridge, thumbnails)
        self.refresh()

    def _connect(self, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.tools.view_chosen.connect(self._on_view)
        self.tools.searched.connect(self._on_searched)
        self.tools.retry_asked.connect(self._on_retry_all)
        self.tools.pause_asked.connect(self.toggle_pause)
        self.tools.add_asked.connect(self.add_files_asked)
        self.list.asked.connect(self._on_asked)
        self.list.moved.connect(self._on_moved)
        self.list.unfold_asked.connect(self._on_unfold)
        self.model.arrived.connect(self._on_needs_you)
        self.deeds.item_asked.connect(self.item_asked)
        self.deeds.offered.connect(self.offered)
        self.deeds.sent_now.connect(self.model.sent_now.add)
        bridge.transfers_changed.connect(self._on_transfers_changed)
        bridge.transfers_progressed.connect(self._on_progressed)
        bridge.queue_changed.connect(self._on_queue_changed)
        thumbnails.came.connect(self._on_picture_came)
        self._pictures.came.connect(self._on_picture_came)
        retry = QShortcut(QKeySequence("Ctrl+R"), self)
        retry.activated.connect(self._on_retry_all)

    def enter(self) -> None:
        """Go to the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.list.row_at(self.list.currentIndex()) is None and self.model.rowCount() > 1:
            self.list.setCurrentIndex(self.model.index(1))

    def start_search(self) -> None:
        """Go to the field that finds a file."""
        self.tools.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tools.field.selectAll()

    def escape(self) -> None:
        """Leave the search, then the view, then what was unfolded."""
        if self.tools.field.text():
            self.tools.field.clear()
            self._on_searched("")
        elif self.model.asked.view is not View.QUEUE:
            self.tools.choose(View.QUEUE)
        elif self.model.asked.is_unfolded:
            self._show(Asked())
        self.enter()

    def refresh(self) -> None:
        """Say the numbers anew."""
        totals = self.model.totals()
        self._head.say(totals, limit_text(self._actions.settings().timetable))
        self.tools.say(totals)
        has_rows = self.model.rowCount() > 0
        if has_rows:
            self._stack.setCurrentWidget(self.list)
        else:
            self._say_empty(totals)
            self._stack.setCurrentWidget(self._empty)
        is_queue = self.model.asked.view is View.QUEUE and not self.model.asked.text
        self._head.setVisible(has_rows and is_queue)
        has_keys = has_rows and self.list.has_letters
        self.say(self.tr("N send now · P pause · R try again · Del remove") if has_keys else "")
        announce(self, self._milestones.follow(totals))
        self.totals_changed.emit(totals)

    def _say_empty(self, totals: Totals) -> None:
        asked = self.model.asked
        self._empty.set_icon("magnifying-glass" if asked.text else "check")
        self._way_out.setText(self.tr("Add files"))
        self._way_out.set_icon("plus")
        if asked.text or asked.view is not View.QUEUE:
            self._way_out.setText(self.tr("Show the queue"))
            self._way_out.set_icon("upload-simple")
        if asked.text:
            self._empty.say(self.tr("No file is called “{text}”").format(text=asked.text), self._where(asked.view))
        elif asked.view is View.FAILED:
            self._empty.say(
                self.tr("Nothing needs you"), self.tr("A file that fails stands here until it is dealt with.")
            )
        elif asked.view is View.HISTORY:
            self._empty.say(self.tr("Nothing has been uploaded yet"), self.tr("What is in the library stands here."))
        else:
            self._empty.say(self.tr("Everything is in"), self._last_upload(totals))

    def _where(self, view: View) -> str:
        return self.tr("Looked through: {view}.").format(view=self.tools.name(view))

    def _last_upload(self, totals: Totals) -> str:
        states = (TransferState.UPLOADED, TransferState.DUPLICATE)
        last = self._actions.transfers.get_many(self._actions.transfers.find(states, newest_first=True, limit=1))
        if not last:
            return self.tr("Nothing waits here. What is finished in a watched folder is sent by itself.")
        age_s = time.time() - last[0].ended_at
        when = phrases.ago(age_s) if age_s < 3600 else phrases.moment(last[0].ended_at)  # noqa: PLR2004 - an hour
        return self.tr("Last upload {when}. {n} today.").format(when=when, n=phrases.number(totals.today))

    @Slot()
    def toggle_pause(self) -> None:
        """Pause the whole queue, or let it go on."""
        if self.model.totals().paused:
            self._actions.queue.resume()
        else:
            self._actions.queue.pause()

    def show_failed(self) -> None:
        """Go to the first that needs the person."""
        self._show(Asked())
        self.list.scrollToTop()
        self.enter()

    def _show(self, asked: Asked) -> None:
        self.model.show(asked)
        self.refresh()
        self._ask_pictures()

    @Slot(str)
    def _on_view(self, view: str) -> None:
        self._show(Asked(View(view), self.model.asked.text))

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._show(Asked(self.model.asked.view, text))

    @Slot()
    def _on_unfold(self) -> None:
        chosen = [row.id for row in self.list.chosen_rows]
        self._show(Asked(is_unfolded=True))
        self.list.choose(chosen)

    @Slot()
    def _on_way_out(self) -> None:
        if self._way_out.text() == self.tr("Add files"):
            self.add_files_asked.emit()
        else:
            self.tools.field.clear()
            self.tools.choose(View.QUEUE)
            self._show(Asked())

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
            chosen = [row.id for row in self.list.chosen_rows]
            self.model.refresh(changed)
            self.list.choose(chosen)
            self._ask_pictures()
        self._is_list_stale = self._are_numbers_stale = False
        self.refresh()
        self._calm.start(_CALM_MS)

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._tick.stop()
        self._calm.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Say anew what went stale while nobody looked."""
        super().showEvent(event)
        self.list.has_letters = self._actions.settings().has_letter_keys
        self.refresh()
        self._ask_pictures()

    def hideEvent(self, event: QHideEvent) -> None:
        """Fold away again what was unfolded."""
        super().hideEvent(event)
        if self.model.asked.is_unfolded:
            self.model.show(Asked())

    @Slot()
    def _on_tick(self) -> None:
        if self.isVisible():
            self.model.tick()
            self._ask_pictures()
            if not self.model.rowCount():
                self.refresh()

    def _ask_pictures(self) -> None:
        """Ask for the pictures of the rows in sight."""
        if not self.isVisible():
            return
        top = self.list.indexAt(self.list.viewport().rect().topLeft())
        first = max(0, top.row())
        last = min(self.model.rowCount(), first + _IN_SIGHT)
        rows = [self.list.row_at(self.model.index(row)) for row in range(first, last)]
        self._pictures.ask([row for row in rows if row is not None], self.devicePixelRatioF())

    @Slot()
    def _on_picture_came(self) -> None:
        if self.isVisible():
            self._ask_pictures()
            self.list.viewport().update()

    @Slot(object)
    def _on_needs_you(self, row: Row) -> None:
        announce(self, f"{row.name}. {row.failure}. {row.remedy}", is_urgent=True)

    @Slot()
    def _on_retry_all(self) -> None:
        self._actions.queue.retry(None)

    @Slot(list, str)
    def _on_moved(self, ids: list[str], before: str) -> None:
        self._actions.queue.move(ids, before)

    @Slot(str, list)
    def _on_asked(self, act: str, ids: list[str]) -> None:
        self.deeds.do(Act(act), ids)


def limit_text(timetable: Timetable, now: datetime | None = None) -> str:
    """Return what the timetable holds the speed down to, and until when; "" where it does not."""
    at = (now or datetime.now().astimezone()).replace(tzinfo=None)
    limit = timetable.limit_at(at)
    if limit is None:
        return ""
    hour = at.replace(minute=0, second=0, microsecond=0)
    ahead = (hour + timedelta(hours=number) for number in range(1, 24 * 7))
    change = next((when for when in ahead if timetable.limit_at(when) != limit), None)
    if change is None:
        return phrases.tr("limit {speed}").format(speed=phrases.speed(limit))
    is_soon = change - at <= timedelta(hours=24)
    until = phrases.stamp(change, "HH:mm" if is_soon else "ddd HH:mm")
    return phrases.tr("limit {speed} until {time}").format(speed=phrases.speed(limit), time=until)
