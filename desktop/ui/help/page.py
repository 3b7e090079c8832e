"""The page of keys: written from the very table that the shortcuts are made from. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.help.keys import TABLE, Key, Place, place_name, text_of
from desktop.ui.widgets.column import scrolled
from desktop.ui.widgets.panel import Page, TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QScrollArea

    from desktop.ui.theme import Theme

_COLUMN_PX, _KEYS_PX, _WIDEST_PX, _GAP_PX = 480, 132, 1376, 48


class Caps(QWidget):
    """Keys, each as a cap."""

    def __init__(self, theme: Theme, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._texts = [text_of(key) for key in keys]
        self.setAccessibleName(phrases.joined(self._texts))
        self.setFixedHeight(theme.row(24, "small") - 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[float]:
        metrics = self._theme.metrics("small")
        return [max(24.0, metrics.horizontalAdvance(text) + 14) for text in self._texts]

    def sizeHint(self) -> QSize:
        """Return the room that all take."""
        widths = self._widths()
        return QSize(round(sum(widths) + 4 * (len(widths) - 1)) + 1, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the caps."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("small"))
        x = 0.5
        for text, width in zip(self._texts, self._widths(), strict=True):
            box = QRectF(x, 0.5, width, self.height() - 1)
            painter.setPen(QPen(table.line2, 1))
            painter.setBrush(table.raised)
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(table.text2)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += width + 4


class KeysPage(Page):
    """Groups by place, side by side where there is room."""

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, TopBar(theme, phrases.tr("Keys")), "")
        self.setAccessibleName(self.tr("Keys"))
        self.say(self.tr("Esc goes back"))
        self._groups = [self._make_group(place) for place in Place]
        content = QWidget()
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP_PX)
        self._columns: list[QVBoxLayout] = []
        self._scroll: QScrollArea = scrolled(content, _WIDEST_PX)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(self.tr("All keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._place()

    def _make_group(self, place: Place) -> QWidget:
        made = QWidget()
        made.setAccessibleName(place_name(place))
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 24)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, round(_KEYS_PX * self.theme.scale))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.theme.label(place_name(place), "strong"), 0, 0, 1, 2)
        grid.setRowMinimumHeight(0, self.theme.row(24))
        for number, key in enumerate((key for key in TABLE if key.place is place), start=1):
            self._add(grid, number, key)
        return made

    def _add(self, grid: QGridLayout, number: int, key: Key) -> None:
        text = self.theme.label(phrases.tr(key.text), "body", "text2", wrap=True)
        text.setAccessibleName(f"{phrases.tr(key.text)}: {phrases.joined([text_of(each) for each in key.keys])}")
        grid.addWidget(Caps(self.theme, key.keys), number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(text, number, 1)

    def _place(self) -> None:
        """Give each column its groups, so that they end at about the same height."""
        number = max(1, min(3, (self.width() - 80) // round(_COLUMN_PX * self.theme.scale * 0.8)))
        if len(self._columns) == number:
            return
        while (taken := self._row.takeAt(0)) is not None:
            taken.layout()
        self._columns = [QVBoxLayout() for _ in range(number)]
        lengths = [0] * number
        for group, place in zip(self._groups, Place, strict=True):
            shortest = lengths.index(min(lengths))
            self._columns[shortest].addWidget(group)
            lengths[shortest] += 2 + sum(key.place is place for key in TABLE)
        for column in self._columns:
            column.addStretch(1)
            self._row.addLayout(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the columns anew."""
        super().resizeEvent(event)
        self._place()

    def enter(self) -> None:
        """Let arrow keys scroll."""
        self._scroll.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def escape(self) -> None:
        """Go back to where one was."""
        self.closed.emit()
