"""The embargo's field: a moment, typed or chosen, or none. Main thread."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, QPoint, Qt, QTime, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.item.moments import kept, read_moment
from desktop.ui import phrases
from desktop.ui.item.fields import CaptionLine
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_MOMENT = "ddd d MMM yyyy, HH:mm"


class _Chooser(QFrame):
    """A month and a time to choose from, under the embargo's field."""

    chosen = Signal(QDateTime)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAccessibleName(self.tr("Embargo until"))
        self.month = QCalendarWidget()
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setAccessibleName(self.tr("Day"))
        self.month.activated.connect(self._on_set)
        self.time = QTimeEdit()
        self.time.setDisplayFormat("HH:mm")
        self.time.setAccessibleName(self.tr("Time"))
        self.set_button = Button(theme, self.tr("Set the embargo"), small=True)
        self.set_button.clicked.connect(self._on_set)
        row = QHBoxLayout()
        row.addWidget(self.time)
        row.addStretch(1)
        row.addWidget(self.set_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.month)
        column.addLayout(row)

    def open_at(self, corner: QPoint, moment: QDateTime) -> None:
        """Open with its upper right corner there."""
        self.month.setSelectedDate(moment.date())
        self.time.setTime(moment.time())
        self.adjustSize()
        self.move(corner - QPoint(self.width(), 0))
        self.show()
        self.month.setFocus()

    @Slot()
    def _on_set(self) -> None:
        self.hide()
        self.chosen.emit(QDateTime(self.month.selectedDate(), self.time.time()))


class EmbargoField(CaptionLine):
    """A moment, typed or chosen; empty for no embargo. ``text`` is as the newsroom keeps it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, placeholder="")
        self.line.setPlaceholderText(self.tr("None"))
        self.line.setToolTip(phrases.tooltip(self.tr("As 2026-11-21 06:00, or only 06:00 for the next one")))
        self._lock_icon, self._choose = QAction(self), QAction(self)
        self._choose.setText(self.tr("Choose the day"))
        self._choose.triggered.connect(self._on_choose)
        self.line.addAction(self._lock_icon, QLineEdit.ActionPosition.LeadingPosition)
        self.line.addAction(self._choose, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.line.findChildren(QToolButton):
            is_choose = button.defaultAction() is self._choose
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_choose else Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(self._choose.text() if is_choose else self.tr("Embargo"))
        self._chooser = _Chooser(theme, self)
        self._chooser.chosen.connect(self._on_chosen)
        self._kept = ""  #: what the line shows, as the newsroom keeps it
        self._shown = ""
        self.line.textChanged.connect(self._show_icons)
        on_change(theme, self._show_icons)

    @property
    def text(self) -> str:
        """The moment in UTC, "" for none; what was kept before while nobody can read what is typed."""
        moment = self._read()
        if self.line.text() == self._shown:
            return self._kept
        return kept(moment) if moment is not None else "" if not self.line.text().strip() else self._kept

    @property
    def is_readable(self) -> bool:
        """Whether what is typed is a moment, or nothing."""
        shown = self.line.text()
        return not shown.strip() or shown == self._shown or self._read() is not None

    def show_text(self, text: str) -> None:
        """Show a moment in this computer's time."""
        self._kept = text
        when = phrases.parse_time(text) if text else None
        self._shown = _written(when) if when else text
        super().show_text(self._shown)

    def lock(self, *, is_locked: bool) -> None:
        """Show it without letting it be changed."""
        self.line.setReadOnly(is_locked)
        self._choose.setEnabled(not is_locked)

    def tidy(self) -> None:
        """Write what was typed in full, or say how to write it."""
        if self.is_readable:
            self.show_text(self.text)
            self.say_problem("")
        else:
            self.say_problem(self.tr("Write it as 2026-11-21 06:00"))

    def _read(self) -> datetime | None:
        return read_moment(self.line.text(), datetime.now().astimezone())

    @Slot()
    def _show_icons(self) -> None:
        is_set = bool(self.line.text().strip())
        icons = self._theme.icons
        self._lock_icon.setIcon(
            icons.icon("lock-simple-fill" if is_set else "lock-simple-open", 16, "warn" if is_set else "text3")
        )
        self._choose.setIcon(icons.icon("calendar-blank", 16, "text2"))

    @Slot()
    def _on_choose(self) -> None:
        when = phrases.parse_time(self.text) if self.text else None
        tomorrow = QDateTime(QDate.currentDate().addDays(1), QTime(6, 0))
        begin = QDateTime.fromSecsSinceEpoch(int(when.timestamp())) if when else tomorrow
        self._chooser.open_at(self.line.mapToGlobal(QPoint(self.line.width(), self.line.height() + 4)), begin)

    @Slot(QDateTime)
    def _on_chosen(self, moment: QDateTime) -> None:
        self.line.setText(moment.toString("yyyy-MM-dd HH:mm"))
        self.tidy_after_choice()

    def tidy_after_choice(self) -> None:
        """Take what was chosen as if it had been typed."""
        self.edited.emit()
        self.left.emit()


def _written(when: datetime) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    return phrases.locale().toString(moment, _MOMENT)
