"""The page Activity: what happened, day by day, and what can still be done about it. Main thread."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.activity.model import ActivityModel
from desktop.ui.activity.rows import Row, read
from desktop.ui.activity.view import ActivityList
from desktop.ui.activity.words import Act, Line, Sort, sort_name
from desktop.ui.item.panel import show_in_folder
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.panel import Page, TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_log = logging.getLogger(__name__)
_CALM_MS = 500
_FIND_PX = 240


class ActivityPage(Page):
    """Filters, a box to find in it, and the list."""

    told = Signal(str, str)
    item_asked = Signal(str)
    failed_asked = Signal()
    folder_asked = Signal(str)
    sign_in_asked = Signal()

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        bar = TopBar(theme, phrases.tr("Activity"))
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Activity"))
        self._actions, self._bridge = actions, bridge
        self._sort, self._is_stale, self._is_reading = Sort.ALL, True, False
        self.model = ActivityModel(self)
        self.list = ActivityList(theme, self.model)
        self.find_box = QLineEdit()
        self.find_box.setPlaceholderText(self.tr("Find in Activity"))
        self.find_box.setAccessibleName(self.tr("Find in Activity"))
        self.find_box.setClearButtonEnabled(True)
        self.find_box.setFixedWidth(round(_FIND_PX * theme.scale))
        bar.row.addStretch(1)
        bar.row.addWidget(self.find_box)
        self._empty = EmptyState(theme, "clock-counter-clockwise")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._filters = self._make_filters()
        column.addWidget(self._filters)
        column.addWidget(self._stack, 1)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._catch_up)
        self.list.asked.connect(self._on_asked)
        self.find_box.textChanged.connect(self.refresh)
        for signal in (bridge.activity_noted, bridge.transfers_changed, bridge.folder_changed):
            signal.connect(self.refresh)

    def _make_filters(self) -> QWidget:
        made = QWidget()
        made.setAccessibleName(self.tr("What is shown"))
        row = QHBoxLayout(made)
        row.setContentsMargins(24 - 12, 8, 24, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        self.buttons: dict[Sort, Button] = {}
        for number, sort in enumerate(Sort):
            button = self.buttons[sort] = Button(self.theme, sort_name(sort), kind="quiet", small=True)
            button.setCheckable(True)
            button.setChecked(sort is Sort.ALL)
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(self._on_sort)
        return made

    def areas(self) -> list[QWidget]:
        """Return the filters and the list."""
        return [self._filters, self]

    def enter(self) -> None:
        """Go to the list, to its first row."""
        if not self.list.currentIndex().isValid():
            first = next((n for n, row in enumerate(self.model.rows) if isinstance(row, Line)), -1)
            self.list.setCurrentIndex(self.model.index(first))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_search(self) -> None:
        """Go to the box to find in."""
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_box.selectAll()

    def escape(self) -> None:
        """Show everything again."""
        self.find_box.clear()
        self.enter()

    def show_sort(self, sort: Sort) -> None:
        """Narrow the list to one sort."""
        self.buttons[sort].setChecked(True)
        self._sort = sort
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the list, now or when the last reading is over and a moment old."""
        self._is_stale = True
        if self.isVisible() and not self._is_reading and not self._calm.isActive():
            self._catch_up()

    @Slot()
    def _catch_up(self) -> None:
        if not self._is_stale or not self.isVisible():
            return
        self._is_stale, self._is_reading = False, True
        sort, text = self._sort, self.find_box.text()
        self._bridge.run(lambda: self._read(sort, text), self._show)

    def _read(self, sort: Sort, text: str) -> list[Row] | None:
        """Read in a worker; None where that cannot be: whoever owns the file says so."""
        try:
            return read(self._actions, sort, text)
        except SnapStreamError:
            _log.info("what happened could not be read", exc_info=True)
            return None

    def _show(self, rows: list[Row] | None) -> None:
        self._is_reading = False
        self._calm.start(_CALM_MS)
        if rows is None:
            return
        self.model.show_rows(rows)
        number = sum(isinstance(row, Line) for row in rows)
        self.say(phrases.count(number, "{n} entry of the last 90 days", "{n} entries of the last 90 days"))
        if rows:
            self._stack.setCurrentWidget(self.list)
            return
        self._stack.setCurrentWidget(self._empty)
        if self.find_box.text() or self._sort is not Sort.ALL:
            self._empty.say(self.tr("Nothing of this kind"), self.tr("In the last 90 days nothing like it happened."))
        else:
            self._empty.say(
                self.tr("Nothing has happened yet"),
                self.tr("Uploads, analyses, changes and problems are written down here for 90 days."),
            )

    @Slot(int)
    def _on_sort(self, number: int) -> None:
        self.show_sort(list(Sort)[number])

    @Slot(str, str)
    def _on_asked(self, act: str, ref: str) -> None:
        match Act(act):
            case Act.SHOW_ITEM:
                self.item_asked.emit(ref)
            case Act.RETRY:
                self._actions.queue.retry(ref)
            case Act.SHOW_FILE:
                for transfer in self._actions.transfers.get_many([ref]):
                    show_in_folder(transfer.path)
            case Act.TRY_NOW:
                self._actions.sync_now()
                self.told.emit(self.tr("Trying…"), "")
            case Act.SIGN_IN:
                self.sign_in_asked.emit()
            case Act.FOLDER:
                self.folder_asked.emit(ref)
            case Act.NONE:
                pass

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has happened since."""
        super().showEvent(event)
        self.refresh()

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._calm.stop()
