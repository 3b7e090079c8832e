"""Home's numbers: today by hour, what is analysed, what it cost, how much there is. Main thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.library.overview import HOURS
from desktop.ui import phrases
from desktop.ui.admin.words import dollars
from desktop.ui.home import words
from desktop.ui.widgets.texts import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.account import Costs
    from desktop.library.overview import Part, Storage, Today, Work
    from desktop.ui.theme import Theme

_BARS_PX, _ROW_PX, _MOST_PARTS = 88, 32, 6
_TICKS = (0, 6, 12, 18, 24)


class Box(QWidget):
    """A heading, perhaps a number beside it, and what is under it."""

    def __init__(self, theme: Theme, heading: str) -> None:
        super().__init__()
        self.theme = theme
        self.setAccessibleName(heading)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(theme.label(heading, "strong"))
        self.beside = theme.label("", "body", "text3")
        head.addWidget(self.beside)
        head.addStretch(1)
        self.column.addLayout(head)


class HourBars(QWidget):
    """A bar an hour; the one that runs is marked. A screen reader gets the numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: tuple[int, ...] = (0,) * HOURS
        self._now = -1
        self._axis_px = round(theme.metrics("caption").height()) + 6
        self.setFixedHeight(_BARS_PX + self._axis_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Uploads by hour"))

    def sizeHint(self) -> QSize:
        """Return the size that shows each hour."""
        return QSize(HOURS * 10, self.height())

    def show_hours(self, counts: Sequence[int], now: int) -> None:
        """Show these; ``now`` is the hour that runs."""
        self._counts, self._now = tuple(counts), now
        told = [
            self.tr("{hour}:00, {files}").format(hour=hour, files=phrases.count(count, "{n} file", "{n} files"))
            for hour, count in enumerate(counts)
            if count
        ]
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip(phrases.tooltip("; ".join(told)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bars, line and hours."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / HOURS
        most = max(1, *self._counts)
        painter.setPen(Qt.PenStyle.NoPen)
        for hour, count in enumerate(self._counts):
            if not count:
                continue
            height = max(3.0, (_BARS_PX - 2) * count / most)
            painter.setBrush(table.sel if hour == self._now else table.press)
            painter.drawRoundedRect(QRectF(hour * step + 1, _BARS_PX - height, step - 2, height), 2, 2)
        painter.fillRect(QRectF(0, _BARS_PX, self.width(), 1), table.line2)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.text3)
        for tick in _TICKS:
            text = phrases.number(tick)
            width = self._theme.metrics("caption").horizontalAdvance(text)
            x = min(max(0.0, tick * step - (width / 2 if tick else 0)), self.width() - width)
            box = QRectF(x, _BARS_PX + 4, width + 1, self._axis_px - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class TodayBox(Box):
    """Three numbers, and a bar an hour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, phrases.tr("Today"))
        numbers = QHBoxLayout()
        numbers.setSpacing(32)
        self._numbers: list[QLabel] = []
        names = (self.tr("files"), self.tr("uploaded"), self.tr("to the library, median"))
        self._names = [theme.label(name, "small", "text3") for name in names]
        for name in self._names:
            cell = QVBoxLayout()
            cell.setSpacing(0)
            number = theme.label("", "page")
            self._numbers.append(number)
            cell.addWidget(number)
            cell.addWidget(name)
            numbers.addLayout(cell)
        numbers.addStretch(1)
        self.bars = HourBars(theme)
        self.column.addLayout(numbers)
        self.column.addSpacing(8)
        self.column.addWidget(self.bars)

    def show_today(self, today: Today, hour: int) -> None:
        """Show the day."""
        took = words.span(today.median_s) if today.median_s is not None else ""
        texts = (phrases.number(today.files), phrases.size(today.size_bytes), took)
        for number, name, text in zip(self._numbers, self._names, texts, strict=True):
            number.setText(text)
            number.setVisible(bool(text))
            name.setVisible(bool(text))
        self.bars.show_hours(today.by_hour, hour)


class PartRow(QWidget):
    """One analysis: how many items wait for it, and for how long."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon, self._tint, self._texts = "", "text2", ("", "", "")
        self.setFixedHeight(theme.row(_ROW_PX))

    def show_part(self, part: Part) -> None:
        """Show one."""
        self._icon, self._tint = words.ANALYSES.get(part.name, ("spinner-gap", "text2"))
        self._texts = (
            phrases.analysis(part.name),
            phrases.number(part.items),
            words.oldest(part.oldest_ms, time.time()),
        )
        self.setAccessibleName(", ".join(self._texts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline above and the row."""
        table, theme = self._theme.colors, self._theme
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, table.line)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        height, middle = self.height(), Qt.AlignmentFlag.AlignVCenter
        theme.icons.draw(painter, self._icon, self._tint, QRectF(0, (height - 16) / 2, 16, 16))
        name, number, old = self._texts
        painter.setFont(theme.font("body"))
        painter.setPen(table.text)
        painter.drawText(QRectF(28, 0, self.width() - 28, height), Qt.AlignmentFlag.AlignLeft | middle, name)
        old_px = max(96 * theme.scale, theme.metrics("small").horizontalAdvance(old) + 12)
        painter.setFont(theme.font("name"))
        box = QRectF(0, 0, self.width() - old_px, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, number)
        painter.setFont(theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(QRectF(0, 0, self.width(), height), Qt.AlignmentFlag.AlignRight | middle, old)


class WorkBox(Box):
    """What is being analysed, by what is still to come."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, phrases.tr("Being analysed"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._made: list[PartRow] = []
        self.column.addLayout(self._rows)

    def show_work(self, work: Work) -> None:
        """Show it."""
        self.beside.setText(phrases.count(work.items, "{n} item", "{n} items"))
        parts = work.parts[:_MOST_PARTS]
        while len(self._made) < len(parts):
            made = PartRow(self.theme)
            self._made.append(made)
            self._rows.addWidget(made)
        for row, part in zip(self._made, parts, strict=False):
            row.show_part(part)
        for number, row in enumerate(self._made):
            row.setVisible(number < len(parts))


class SpendBox(Box):
    """What analyses cost, for admins."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, phrases.tr("Spend"))
        self._today, self._cap = _pair(theme, self.column)
        self._bar = Bar(theme, self.tr("Part of today’s cap"))
        self.column.addWidget(self._bar)
        self._this, self._before = _pair(theme, self.column)

    def show_costs(self, costs: Costs) -> None:
        """Show today against the cap, and the months that are told whole."""
        spent, cap = costs.days[-1].spent_microusd if costs.days else 0, costs.cap_microusd
        self._today.setText(self.tr("{amount} today").format(amount=dollars(spent)))
        self._cap.setText(self.tr("cap {amount} a day").format(amount=dollars(cap)) if cap else self.tr("no cap"))
        self._bar.setVisible(bool(cap))
        if cap:
            self._bar.show_part(spent / cap, "fail" if spent >= cap else "sel")
        told = [
            self.tr("{amount} in {month}").format(amount=dollars(amount), month=words.month_name(month))
            for month, amount in words.months(costs)[:2]
        ]
        for label, text in zip((self._this, self._before), (*told, "", ""), strict=False):
            label.setText(text)
            label.setVisible(bool(text))


class StorageBox(Box):
    """How much the library holds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, phrases.tr("Storage"))
        self._size, self._items = _pair(theme, self.column)

    def show_storage(self, storage: Storage) -> None:
        """Show it."""
        self._size.setText(self.tr("{size} originals").format(size=phrases.size(storage.size_bytes)))
        self._items.setText(phrases.count(storage.items, "{n} item", "{n} items"))


def _pair(theme: Theme, column: QVBoxLayout) -> tuple[QLabel, QLabel]:
    """Return two labels of one line: the one that counts, and the one beside it."""
    row = QHBoxLayout()
    first, second = theme.label(""), theme.label("", "body", "text3")
    row.addWidget(first)
    row.addStretch(1)
    row.addWidget(second)
    column.addLayout(row)
    return first, second
