"""Chips in the search box: what narrows the search, each with × to be rid of it. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.theme import Theme

_HEIGHT = 24
_WIDEST_PX = 220


@dataclass(frozen=True, slots=True)
class ChipData:
    """What a chip shows, and what it stands for in the search."""

    source: str
    icon: str
    text: str
    is_negated: bool = False


class Chip(QAbstractButton):
    """One chip: a click on ×, Delete, Backspace or Space removes it."""

    removed = Signal()

    def __init__(self, theme: Theme, data: ChipData) -> None:
        super().__init__()
        self._theme, self.data = theme, data
        self.is_marked = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(tr("{what}, remove").format(what=data.text))
        self.setToolTip(phrases.tooltip(data.text))
        self.clicked.connect(self.removed)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the room that icon, words and × take."""
        words = self._theme.metrics("small").horizontalAdvance(self.data.text)
        height = max(_HEIGHT, self._theme.row(_HEIGHT, "small") - 4)
        return QSize(round(min(_WIDEST_PX, 8 + 13 + 6 + words + 6 + 11 + 8)), height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Only the × takes a click."""
        if event.position().x() >= self.width() - 25:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be removed by what removes things."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(table.sel, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(table.selbg2 if self.is_marked else table.selbg)
        edge = 1 if self.hasFocus() else 0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 5, 5)
        middle = self.height() / 2
        self._theme.icons.draw(painter, self.data.icon, "link", QRectF(8, middle - 6.5, 13, 13))
        font = QFont(self._theme.font("small"))
        if self.data.is_negated:
            font.setStrikeOut(True)
        room = self.width() - 8 - 13 - 6 - 6 - 11 - 8
        painter.setFont(font)
        painter.setPen(table.text)
        text = self._theme.metrics("small").elidedText(self.data.text, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRectF(27, 0, room + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
        tint = "text" if self.underMouse() or self.hasFocus() else "text2"
        self._theme.icons.draw(painter, "x", tint, QRectF(self.width() - 8 - 11, middle - 5.5, 11, 11))


class ChipRow(QWidget):
    """All chips, side by side; the first ones go behind a number where there is no room."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.chips: tuple[ChipData, ...] = ()
        self._shown: list[Chip] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._more = theme.label("", "caption", "text3")
        self._more.hide()
        self._row.addWidget(self._more)
        self._room = 10_000
        self.hide()

    @property
    def text(self) -> str:
        """What the chips stand for."""
        return " ".join(chip.source for chip in self.chips)

    @property
    def is_last_marked(self) -> bool:
        """Whether the next Backspace removes the last one."""
        return bool(self._shown) and self._shown[-1].is_marked

    def show_chips(self, chips: Sequence[ChipData]) -> None:
        """Show these instead of those before."""
        unique = tuple({chip.source: chip for chip in chips}.values())
        if unique == self.chips:
            return
        self.chips = unique
        for old in self._shown:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        for data in unique:
            chip = Chip(self._theme, data)
            chip.removed.connect(lambda source=data.source: self._remove(source))
            self._row.addWidget(chip)
            self._shown.append(chip)
        self.setVisible(bool(unique))
        self.fit(self._room)

    def mark_last(self, *, is_marked: bool) -> None:
        """Mark the last one: it goes with the next Backspace."""
        if self._shown and self._shown[-1].is_marked is not is_marked:
            self._shown[-1].is_marked = is_marked
            self._shown[-1].update()

    def remove_last(self) -> None:
        """Remove the last one."""
        if self.chips:
            self._remove(self.chips[-1].source)

    def fit(self, room: int) -> None:
        """Show as many as fit, the last ones first."""
        self._room = room
        hidden = 0
        for chip in reversed(self._shown):
            room -= chip.width() + 6
            chip.setVisible(room >= 0 or chip is self._shown[-1])
            hidden += room < 0 and chip is not self._shown[-1]
        self._more.setText(f"+{hidden}")
        self._more.setVisible(hidden > 0)
        self._more.setToolTip(phrases.tooltip(", ".join(chip.text for chip in self.chips[:hidden])))

    def _remove(self, source: str) -> None:
        self.show_chips([chip for chip in self.chips if chip.source != source])
        self.changed.emit()
