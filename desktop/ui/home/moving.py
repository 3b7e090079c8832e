"""A file on its way, in one line of Home: name, size, bar, speed and time left. Main thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.model import TransferState
from desktop.ui import phrases
from desktop.ui.phrases import tr
from desktop.ui.transfers.rows import row_of
from desktop.ui.widgets.texts import paint_bar

if TYPE_CHECKING:
    from desktop.core.events import TransferProgress
    from desktop.core.model import Transfer
    from desktop.ui.theme import Theme

_ROW_PX = 36
_BAR_PX, _NARROW_BAR_PX, _STATE_PX, _GAP_PX = 220, 120, 170, 16
_NARROW_PX = 560


class MovingRow(QWidget):
    """Painted: it changes ten times a second."""

    def __init__(self, theme: Theme, transfer: Transfer) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.row(_ROW_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_transfer(transfer, None)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(320, self.height())

    def show_transfer(self, transfer: Transfer, progress: TransferProgress | None) -> None:
        """Say how far it is."""
        self.transfer = transfer
        row = row_of(transfer, progress, time.time())
        self._name, self._size = row.name, phrases.size(transfer.size_bytes)
        self._part, self._tint = row.part or 0.0, row.bar or "sel"
        told = [part for part in (row.speed, row.left) if part]
        checking = transfer.state is TransferState.CHECKING
        self._state = tr("Checking") if checking else " · ".join(told) or row.state
        self.setAccessibleName(f"{row.name}, {self._size}")
        self.setAccessibleDescription(f"{round(self._part * 100)} %, {self._state}")
        self.setToolTip(phrases.tooltip(f"{row.name}, {row.place}"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline above and the row."""
        table, theme = self._theme.colors, self._theme
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, table.line)
        middle = Qt.AlignmentFlag.AlignVCenter
        height = self.height()
        small = theme.metrics("small")
        state_px = max(_STATE_PX * theme.scale, small.horizontalAdvance(self._state))
        bar_px = (_NARROW_BAR_PX if self.width() < _NARROW_PX else _BAR_PX) * theme.scale
        right = self.width() - state_px
        painter.setFont(theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(QRectF(right, 0, state_px, height), Qt.AlignmentFlag.AlignRight | middle, self._state)
        bar = QRectF(right - _GAP_PX - bar_px, (height - 4) / 2, bar_px, 4)
        paint_bar(painter, bar, self._part, self._tint, theme)
        size_px = small.horizontalAdvance(self._size)
        room = bar.x() - _GAP_PX - size_px - 10
        name = theme.metrics("name").elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
        painter.setFont(theme.font("name"))
        painter.setPen(table.text)
        painter.drawText(QRectF(0, 0, room, height), Qt.AlignmentFlag.AlignLeft | middle, name)
        x = theme.metrics("name").horizontalAdvance(name) + 10
        painter.setFont(theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(QRectF(x, 0, size_px + 2, height), Qt.AlignmentFlag.AlignLeft | middle, self._size)
