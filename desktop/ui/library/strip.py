"""The strip above the tiles: which day one looks at, how many there are, what is new; and the month to jump in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.phrases import tr
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.library.answers import Section
    from desktop.ui.theme import Theme

_HEIGHT = 44
#: Padding and border of a button: its words stand where the tiles do.
_BUTTON_EDGE = 13


class MonthPopup(QFrame):
    """A month; days that have something are marked, the others take no click."""

    chosen = Signal(object)  #: date

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self.setObjectName("monthPopup")
        self.setAccessibleName(tr("Go to a day"))
        self._counts: dict[QDate, int] = {}
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setAccessibleName(tr("Days"))
        self.calendar.activated.connect(self._on_chosen)
        self.calendar.clicked.connect(self._on_chosen)
        self._note = theme.label("", "caption", "text3")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.calendar)
        column.addWidget(self._note)
        self.calendar.selectionChanged.connect(self._on_moved)
        on_change(theme, self._on_theme_changed)

    def show_days(self, sections: Sequence[Section], shown: QDate, place: QPoint) -> None:
        """Open at a day; the days of the answer are marked."""
        self._counts = {
            QDate(each.day.year, each.day.month, each.day.day): each.count for each in sections if each.day is not None
        }
        self._on_theme_changed()
        if self._counts:
            self.calendar.setDateRange(min(self._counts), max(self._counts))
        if shown.isValid():
            self.calendar.setSelectedDate(shown)
        self._on_moved()
        self.adjustSize()
        self.move(place)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(QDate)
    def _on_chosen(self, day: QDate) -> None:
        if day in self._counts:
            self.hide()
            self.chosen.emit(day.toPython())

    @Slot()
    def _on_moved(self) -> None:
        count = self._counts.get(self.calendar.selectedDate(), 0)
        self._note.setText(phrases.count(count, "{n} item", "{n} items"))

    @Slot()
    def _on_theme_changed(self) -> None:
        table = self._theme.colors
        plain, full, weekday = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(table.disabled)
        full.setForeground(table.text)
        full.setFontWeight(600)
        weekday.setForeground(table.text3)
        self.calendar.setHeaderTextFormat(weekday)
        for number in range(1, 8):
            self.calendar.setWeekdayTextFormat(Qt.DayOfWeek(number), plain)
        self.calendar.setDateTextFormat(QDate(), QTextCharFormat())
        for day in self._counts:
            self.calendar.setDateTextFormat(day, full)


class DayStrip(QWidget):
    """Day, date, what is new, count."""

    month_asked = Signal()
    new_asked = Signal()

    def __init__(self, theme: Theme, margin: int) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.row(_HEIGHT))
        self.setAccessibleName(tr("Day"))
        self.day = Button(theme, "", kind="quiet")
        self.day.setObjectName("dayButton")
        self.day.setFont(theme.font("strong"))
        self.day.clicked.connect(self.month_asked)
        self._date = theme.label("", "small", "text3")
        self.held = Button(theme, "", "arrow-up-bold", "link")
        self.held.clicked.connect(self.new_asked)
        self.held.setVisible(False)
        self._count = theme.label("", "small", "text3")
        row = QHBoxLayout(self)
        row.setContentsMargins(margin - _BUTTON_EDGE, 0, margin, 0)
        row.setSpacing(2)
        row.addWidget(self.day)
        row.addWidget(self._date)
        row.addSpacing(16)
        row.addWidget(self.held)
        row.addStretch(1)
        row.addWidget(self._count)

    def say_day(self, day: str, date: str) -> None:
        """Say which day is in sight; "" where the order is no order of days."""
        self.day.setVisible(bool(day))
        if day and day != self.day.text():
            self.day.setText(day)
            self.day.setAccessibleName(tr("{day}, {date}, go to another day").format(day=day, date=date))
            self.day.setToolTip(phrases.tooltip(tr("Go to a day ([ and ] go to the next one)")))
        if self._date.text() != date:
            self._date.setText(date)

    def say_count(self, text: str) -> None:
        """Say how many there are."""
        if self._count.text() != text:
            self._count.setText(text)

    def say_new(self, count: int) -> None:
        """Say how many wait above."""
        text = tr("{n} new").format(n=phrases.number(count))
        self.held.setVisible(count > 0)
        self.held.say(text)
        self.held.setText(text)
