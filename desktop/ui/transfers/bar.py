"""The top bar of Uploads: which view, find a file, pause all, add files. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit

from desktop.ui import phrases
from desktop.ui.theme import on_change
from desktop.ui.transfers.sections import View
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.panel import TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.ui.theme import Theme
    from desktop.ui.transfers.totals import Totals

_FIND_PX, _FIND_NARROW_PX = 220, 140
#: The list is searched once typing rests so long.
_REST_MS = 120
_NARROW_BELOW_PX = 1100


class UploadsBar(TopBar):
    """Title, views, the field to find a file, and three buttons."""

    view_chosen = Signal(str)
    searched = Signal(str)
    retry_asked = Signal()
    pause_asked = Signal()
    add_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self._theme = theme
        self.row.setContentsMargins(24, 0, 16, 1)
        self.row.addWidget(theme.label(self.tr("Uploads"), "title"))
        self.row.addSpacing(12)
        self.row.addWidget(self._make_views(), 0, Qt.AlignmentFlag.AlignVCenter)
        self.row.addStretch(1)
        self.field = QLineEdit()
        self.field.setFont(theme.font("body"))
        self.field.setPlaceholderText(self.tr("Find a file"))
        self.field.setAccessibleName(self.tr("Find a file"))
        self.field.setClearButtonEnabled(True)
        self.field.setFixedWidth(_FIND_PX)
        self._glass = QAction(self)
        self.field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.row.addWidget(self.field)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self.field.textChanged.connect(self._rest.start)
        self.retry = Button(theme, self.tr("Try all again"), "arrow-clockwise")
        self.retry.say(self.tr("Try all again"), self.tr("Ctrl+R"))
        self.pause = Button(theme, self.tr("Pause all"), "pause")
        self.add = Button(theme, self.tr("Add files"), "plus", "primary")
        self.add.say(self.tr("Add files"), self.tr("Ctrl+O"))
        for button, signal in (
            (self.retry, self.retry_asked),
            (self.pause, self.pause_asked),
            (self.add, self.add_asked),
        ):
            button.clicked.connect(signal)
            self.row.addWidget(button)
        on_change(theme, self._on_theme_changed)

    def _make_views(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("segments")
        frame.setAccessibleName(self.tr("What is shown"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._views: dict[View, Button] = {}
        for view in View:
            button = Button(self._theme, self.name(view), small=True)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setChecked(view is View.QUEUE)
            self._group.addButton(button)
            self._views[view] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(self._on_view)
        return frame

    def name(self, view: View) -> str:
        """Return what a view is called."""
        return {
            View.QUEUE: self.tr("Queue"),
            View.FAILED: self.tr("Failed"),
            View.HISTORY: self.tr("History"),
        }[view]

    def choose(self, view: View) -> None:
        """Choose a view, as a click does."""
        self._views[view].click()

    def say(self, totals: Totals) -> None:
        """Show the counts, and the buttons that make sense now."""
        for view, number in ((View.QUEUE, totals.unsent), (View.FAILED, totals.failed)):
            name, count = self.name(view), phrases.number(number)
            text = f"{name}  {count}" if number else name
            button = self._views[view]
            if button.text() != text:
                button.setText(text)
                button.setAccessibleName(f"{name}, {count}" if number else name)
        self.pause.setText(self.tr("Resume all") if totals.paused else self.tr("Pause all"))
        self.pause.say(self.pause.text(), self.tr("Ctrl+Shift+P"))
        self.pause.set_icon("play" if totals.paused else "pause")
        self.pause.setVisible(totals.paused or totals.unsent > 0)
        self.retry.setVisible(totals.failed > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the field narrower where there is little room."""
        super().resizeEvent(event)
        self.field.setFixedWidth(_FIND_NARROW_PX if self.width() < _NARROW_BELOW_PX else _FIND_PX)

    @Slot()
    def _on_view(self) -> None:
        chosen = next((view for view, button in self._views.items() if button.isChecked()), View.QUEUE)
        self.view_chosen.emit(chosen.value)

    @Slot()
    def _on_rest(self) -> None:
        self.searched.emit(self.field.text().strip())

    @Slot()
    def _on_theme_changed(self) -> None:
        self._glass.setIcon(QIcon(self._theme.icons.icon("magnifying-glass", 16, "text3")))
