"""A few parts of a page in the place of one, with their names above. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_BAR_PX = 44


class Tabs(QWidget):
    """Parts come and go with the width of the window; a part keeps what it shows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: list[QWidget] = []
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        bar = QWidget()
        bar.setFixedHeight(theme.row(_BAR_PX))
        self._row = QHBoxLayout(bar)
        self._row.setContentsMargins(6, 0, 8, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)

    def hold(self, parts: list[tuple[str, QWidget]]) -> None:
        """Take these parts; those that were here before have gone elsewhere or go."""
        shown = self._stack.currentWidget()
        for tab in self._group.buttons():
            self._group.removeButton(tab)
            tab.hide()
            tab.deleteLater()
        self._parts = [part for _, part in parts]
        for number, (name, part) in enumerate(parts):
            tab = Button(self._theme, name, kind="quiet")
            tab.setCheckable(True)
            self._group.addButton(tab, number)
            self._row.insertWidget(number, tab)
            self._stack.addWidget(part)
        if parts:
            self.show_part(shown if shown in self._parts else self._parts[0])

    def show_part(self, part: QWidget) -> None:
        """Bring a part to the front, where it is one of these."""
        if part in self._parts:
            self._stack.setCurrentWidget(part)
            self._group.button(self._parts.index(part)).setChecked(True)

    def set_offered(self, part: QWidget, *, is_offered: bool) -> None:
        """Offer a part, or not: there is nothing in it."""
        if part in self._parts:
            self._group.button(self._parts.index(part)).setVisible(is_offered)
            if not is_offered and self._stack.currentWidget() is part:
                self.show_part(self._parts[0])

    @property
    def part(self) -> QWidget | None:
        """The part that is in front."""
        return self._stack.currentWidget()

    @Slot(int)
    def _on_clicked(self, number: int) -> None:
        self._stack.setCurrentWidget(self._parts[number])
        self._parts[number].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and hairlines."""
        painter, table = QPainter(self), self._theme.colors
        painter.fillRect(self.rect(), table.panel)
        if self.x():
            painter.fillRect(0, 0, 1, self.height(), table.line)
        else:
            painter.fillRect(0, 0, self.width(), 1, table.line)
        painter.fillRect(0, self._theme.row(_BAR_PX) - 1, self.width(), 1, table.line)
