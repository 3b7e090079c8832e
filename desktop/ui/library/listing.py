"""The items with what stands above them: the day strip over tiles, the head over rows. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.library.answers import Sort
from desktop.ui import phrases
from desktop.ui.library.grid import MARGIN
from desktop.ui.library.rows import ListHead
from desktop.ui.library.strip import DayStrip, MonthPopup
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from desktop.library.answers import Order, Section
    from desktop.ui.library.grid import Grid
    from desktop.ui.library.model import LibraryModel
    from desktop.ui.theme import Theme


class Listing(QWidget):
    """Strip or head, and the items."""

    turned = Signal()  #: the other way round
    resized = Signal()

    def __init__(self, theme: Theme, grid: Grid, model: LibraryModel) -> None:
        super().__init__()
        self._grid, self._model = grid, model
        self.strip = DayStrip(theme, MARGIN)
        self.head = ListHead(theme)
        self.head.hide()
        self.month = MonthPopup(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.head)
        column.addWidget(grid, 1)
        self.strip.month_asked.connect(self._on_month_asked)
        self.strip.new_asked.connect(self._on_new_asked)
        self.month.chosen.connect(self.go_to_day)
        self.head.turned.connect(self.turned)
        model.held_changed.connect(self.strip.say_new)
        model.held_changed.connect(self._on_held)

    def show_list(self, *, is_list: bool) -> None:
        """Show rows, or tiles."""
        self._grid.set_list(is_list=is_list)
        self.head.setVisible(is_list)
        self.head.right_px = self._grid.verticalScrollBar().sizeHint().width() + 1
        self._on_held(self._model.held_count)

    @Slot(int)
    def _on_held(self, held: int) -> None:
        # Over rows the head says what the columns are; the strip comes beside it only where something is new.
        self.strip.setVisible(not self._grid.is_list or held > 0)

    def show_count(self, *, is_search: bool, order: Order) -> None:
        """Say how many there are, and in which order."""
        text = phrases.count(self._model.rowCount(), "{n} item", "{n} items")
        self.strip.say_count(text)
        self.head.say(text, is_search=is_search, is_rising=order.is_ascending)

    @Slot(int)
    def show_place(self, row: int) -> None:
        """Say which day the first visible row is of."""
        if not 0 <= row < self._model.rowCount():
            return
        if self._model.order.sort not in {Sort.UPLOADED, Sort.CAPTURED}:
            self.strip.say_day("", "")
            return
        # Of the row's number where that says it: this is asked in each frame of a scroll, and must read nothing.
        day = self._model.day_at(row)
        self.strip.say_day(*phrases.day(day.isoformat()) if day is not None else (tr("No date"), ""))

    def go_to_next_day(self, step: int) -> None:
        """Go a day on in the list, or back."""
        sections = self._model.sections()
        row = max(0, self._grid.first_visible_row())
        here = next((n for n, each in enumerate(sections) if each.first <= row < each.first + each.count), -1)
        if here < 0:
            return
        # Back from the middle of a day is its beginning.
        target = here if step < 0 and row > sections[here].first else here + step
        if 0 <= target < len(sections):
            self._grid.go_to_row(sections[target].first)

    def day_step(self, *, is_older: bool) -> int:
        """Return which way older days lie."""
        return 1 if is_older is not self._model.order.is_ascending else -1

    @Slot(object)
    def go_to_day(self, day: date) -> None:
        """Go to the first item of a day."""
        found: Section | None = next((each for each in self._model.sections() if each.day == day), None)
        if found is not None:
            self._grid.go_to_row(found.first)
            self._grid.setFocus()

    @Slot()
    def _on_month_asked(self) -> None:
        row = self._grid.first_visible_row()
        sections = self._model.sections()
        here = next((each for each in sections if each.first <= row < each.first + each.count), None)
        shown = QDate(here.day.year, here.day.month, here.day.day) if here is not None and here.day else QDate()
        place = self.strip.day.mapToGlobal(QPoint(0, self.strip.day.height() + 4))
        self.month.show_days(sections, shown, place)

    @Slot()
    def _on_new_asked(self) -> None:
        self._grid.clearSelection()
        self._grid.scrollToTop()
        self._model.hold(is_holding=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell what floats over the items."""
        super().resizeEvent(event)
        self.resized.emit()
