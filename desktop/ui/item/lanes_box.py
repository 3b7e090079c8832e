"""The lanes under their head: zoom, and folding to one line a lane. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.item.timeline import Timeline
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_HEAD_PX = 36


class LanesBox(QWidget):
    """The lanes under their head: zoom, and folding to one line a lane."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.timeline = Timeline(theme)
        self.out_button = Button(theme, self.tr("Show more time"), "magnifying-glass-minus", "icon")
        self.in_button = Button(theme, self.tr("Show less time"), "magnifying-glass-plus", "icon")
        self.fold_button = Button(theme, self.tr("One line a lane"), "caret-down", "icon")
        self.fold_button.setCheckable(True)
        self.out_button.clicked.connect(self._on_out)
        self.in_button.clicked.connect(self._on_in)
        self.fold_button.toggled.connect(self._on_fold)
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 8, 0)
        head.setSpacing(4)
        head.addWidget(theme.label(self.tr("Timeline"), "strong"))
        head.addStretch(1)
        for button in (self.out_button, self.in_button, self.fold_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.timeline, 1)

    @property
    def wanted_px(self) -> int:
        """How high it would like to be: all its rows, and its head."""
        return self._theme.row(_HEAD_PX) + self.timeline.content_px + 12

    def fold(self, *, is_folded: bool) -> None:
        """Show one line a lane, or every row."""
        self.fold_button.setChecked(is_folded)

    @Slot()
    def _on_in(self) -> None:
        self.timeline.zoom_by(1)

    @Slot()
    def _on_out(self) -> None:
        self.timeline.zoom_by(-1)

    @Slot(bool)
    def _on_fold(self, is_folded: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.timeline.fold(is_folded=is_folded)
        self.fold_button.set_icon("caret-right" if is_folded else "caret-down")
        self.fold_button.say(self.tr("Every row") if is_folded else self.tr("One line a lane"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.colors.line)
