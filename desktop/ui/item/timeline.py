"""Lanes on one time axis: speech, people, words on screen, labels; the playhead over them. Main thread.

What does not move is painted once into strips, for one zoom, width and theme; the playhead alone is painted each time.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from desktop.item.lanes import LaneKind, spans, tick_step_s
from desktop.ui import phrases
from desktop.ui.theme import on_change
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.item.lanes import Block, Lane, Row
    from desktop.ui.theme import Theme

LABELS_PX = 200
RULER_PX = 28
STRIP_PX = 1024
_STRIPS = 16
_END_PX = 12.0
_ROW_PX = {LaneKind.SPEECH: 22, LaneKind.PEOPLE: 20, LaneKind.TEXT: 30, LaneKind.TAGS: 20}
_BLOCK_PX = {LaneKind.SPEECH: 18, LaneKind.PEOPLE: 10, LaneKind.TEXT: 18, LaneKind.TAGS: 10}
_ICONS = {
    LaneKind.SPEECH: ("chat-text", "text2"),
    LaneKind.PEOPLE: ("user", "k_person"),
    LaneKind.TEXT: ("text-t", "k_text"),
    LaneKind.TAGS: ("tag", "k_label"),
}
_PAD_PX = 4
_MORE_PX = 20
_SLACK_PX = 3.0
_STEP_MS, _LONG_STEP_MS = 1_000, 5_000
_ZOOM = 1.5
_LARGEST_PX_PER_S = 400.0


@dataclass(frozen=True, slots=True)
class _Band:
    """One row on screen, from the top of all."""

    lane: Lane
    row: Row | None  #: None: the line that counts those that are not shown
    y: float
    height: float
    is_first: bool


class Timeline(QAbstractScrollArea):
    """The lanes of one recording. A click seeks to a block's beginning, dragging on the ruler scrubs."""

    sought = Signal(int)  #: ms

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lanes: list[Lane] = []
        self._bands: list[_Band] = []
        self._duration_ms = 1
        self._position_ms = 0
        self._zoom = 1.0  #: 1 is all of it in sight
        self._height = 0.0
        self._current = -1  #: the band that the keys move along
        self._is_scrubbing = self._is_folded = False
        self._strips: OrderedDict[int, QPixmap] = OrderedDict()
        self.setObjectName("timeline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Timeline"))
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        on_change(theme, self._on_theme_changed)

    # What is shown

    def show_lanes(self, lanes: Sequence[Lane], duration_ms: int) -> None:
        """Show other lanes, all of the time in sight."""
        is_other = duration_ms != self._duration_ms
        self._lanes, self._duration_ms = list(lanes), max(1, duration_ms)
        if is_other:
            self._zoom = 1.0
        self._current = -1
        self._place()
        self.setAccessibleDescription(self._summary())

    def fold(self, *, is_folded: bool) -> None:
        """Show one line a lane, all its blocks on it; or every row."""
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self._place()

    @property
    def content_px(self) -> int:
        """How high all rows are, with the ruler."""
        return round(self._height + self._ruler_px)

    def follow(self, position_ms: int) -> None:
        """Move the playhead; only what it leaves and where it goes is painted anew."""
        before, self._position_ms = self._x(self._position_ms), position_ms
        for x in (before, self._x(position_ms)):
            self.viewport().update(round(x) - 8, 0, 96, self.viewport().height())

    def zoom_by(self, steps: int, about_px: float | None = None) -> None:
        """Go nearer or further about a place on screen; the playhead where none is said."""
        about = self._x(self._position_ms) if about_px is None else about_px
        held_ms = self._ms(about)
        largest = max(1.0, self._duration_ms / 1000 * _LARGEST_PX_PER_S / self._axis_px)
        self._zoom = min(largest, max(1.0, self._zoom * _ZOOM**steps))
        self._fit()
        bar = self.horizontalScrollBar()
        bar.setValue(round(held_ms * self._px_per_ms - (about - LABELS_PX)))

    def zoom_whole(self) -> None:
        """Show all of the time."""
        self._zoom = 1.0
        self._fit()

    def _summary(self) -> str:
        parts = [self.tr("{n} rows").format(n=sum(len(lane.rows) for lane in self._lanes))]
        for lane in self._lanes:
            names = ", ".join(row.name for row in lane.rows if row.name)
            parts.append(f"{self._lane_name(lane.kind)}: {names}" if names else self._lane_name(lane.kind))
        return "; ".join(parts)

    def _lane_name(self, kind: LaneKind) -> str:
        return {
            LaneKind.SPEECH: self.tr("Speech"),
            LaneKind.PEOPLE: self.tr("People"),
            LaneKind.TEXT: self.tr("On-screen text"),
            LaneKind.TAGS: self.tr("Labels"),
        }[kind]

    # Where it is

    @property
    def _ruler_px(self) -> int:
        return self._theme.row(RULER_PX, "caption")

    @property
    def _axis_px(self) -> float:
        return max(60.0, self.viewport().width() - LABELS_PX - _END_PX)

    @property
    def _px_per_ms(self) -> float:
        return self._axis_px * self._zoom / self._duration_ms

    def _x(self, position_ms: float) -> float:
        return LABELS_PX + position_ms * self._px_per_ms - self.horizontalScrollBar().value()

    def _ms(self, x: float) -> float:
        at = (x - LABELS_PX + self.horizontalScrollBar().value()) / self._px_per_ms
        return min(max(0.0, at), float(self._duration_ms))

    def _place(self) -> None:
        self._bands = []
        line = self._theme.metrics("small").height() + 4
        y = 0.0
        for lane in self._lanes:
            y += _PAD_PX
            rows: list[Row | None] = [*lane.rows[: 1 if self._is_folded else None]]
            if lane.more and not self._is_folded:
                rows.append(None)
            for number, row in enumerate(rows):
                height = max(_ROW_PX[lane.kind] if row else _MORE_PX, line)
                self._bands.append(_Band(lane, row, y, height, number == 0))
                y += height
            y += _PAD_PX + 1
        self._height = y
        self._fit()
        self.updateGeometry()

    def _fit(self) -> None:
        self._strips.clear()
        across = round(self._axis_px * self._zoom + _END_PX - (self.viewport().width() - LABELS_PX))
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, across))
        bar.setPageStep(max(1, self.viewport().width() - LABELS_PX))
        bar.setSingleStep(60)
        down = self.verticalScrollBar()
        down.setRange(0, max(0, self.content_px - self.viewport().height()))
        down.setPageStep(self.viewport().height())
        down.setSingleStep(20)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the axis to the width."""
        super().resizeEvent(event)
        self._fit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strips that are in sight, labels, ruler and playhead."""
        painter = QPainter(self.viewport())
        table = self._theme.colors
        painter.fillRect(event.rect(), table.panel)
        axis = QRect(LABELS_PX, self._ruler_px, self.viewport().width() - LABELS_PX, self.viewport().height())
        painter.setClipRect(axis)
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        first = left // STRIP_PX
        last = (left + axis.width()) // STRIP_PX
        for number in range(first, last + 1):
            x = LABELS_PX + number * STRIP_PX - left
            if QRect(x, 0, STRIP_PX, self.viewport().height()).intersects(event.rect()):
                painter.drawPixmap(QPointF(x, self._ruler_px - top), self._strip(number))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_current(painter, top)
        painter.setClipping(False)
        self._paint_ruler(painter)
        self._paint_labels(painter, top)
        self._paint_playhead(painter)

    def _strip(self, number: int) -> QPixmap:
        found = self._strips.get(number)
        if found is not None:
            self._strips.move_to_end(number)
            return found
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(STRIP_PX * ratio), max(1, round(self._height * ratio)))
        made.setDevicePixelRatio(ratio)
        made.fill(self._theme.colors.panel)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-number * STRIP_PX, 0)
        for band in self._bands:
            self._paint_band(painter, band, number * STRIP_PX)
        painter.end()
        self._strips[number] = made
        if len(self._strips) > _STRIPS:
            self._strips.popitem(last=False)
        return made

    def _paint_band(self, painter: QPainter, band: _Band, left: float) -> None:
        table, kind = self._theme.colors, band.lane.kind
        if band.is_first and band.y > _PAD_PX:
            painter.fillRect(QRectF(left, band.y - _PAD_PX - 1, STRIP_PX, 1), table.line)
        high = _BLOCK_PX[kind]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setFont(self._theme.font("caption"))
        rows = band.lane.rows if self._is_folded else (band.row,)
        for row in rows:
            if row is None:
                continue
            for span in spans(row, self._px_per_ms, left - 8, left + STRIP_PX + 8):
                at = QRectF(span.x, band.y + (band.height - high) / 2, span.width, high)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._fill(kind))
                painter.drawRoundedRect(at, min(4, span.width / 2), 4)
                if kind is LaneKind.TEXT and span.count == 1:
                    self._paint_text(painter, at, row.blocks[span.first].text)
        painter.setPen(table.text3)

    def _fill(self, kind: LaneKind) -> QColor:
        table = self._theme.colors
        if kind is LaneKind.SPEECH:
            return table.press
        tint = QColor(table.named({LaneKind.PEOPLE: "k_person", LaneKind.TEXT: "k_text"}.get(kind, "k_label")))
        if kind is LaneKind.TEXT:
            tint.setAlphaF(0.18)
        elif kind is LaneKind.TAGS:
            tint.setAlphaF(0.7)
        return tint

    def _paint_text(self, painter: QPainter, at: QRectF, text: str) -> None:
        room = at.width() - 10
        if room < 18:  # noqa: PLR2004 - narrower shows no letter
            return
        shown = self._theme.metrics("caption").elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self._theme.colors.k_text)
        painter.drawText(at.adjusted(5, 0, -5, 0), Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_current(self, painter: QPainter, top: float) -> None:
        """Draw what is being said in the colour of what is now, and the row that the keys are on."""
        table = self._theme.colors
        for number, band in enumerate(self._bands):
            y = self._ruler_px + band.y - top
            block = band.row.at(self._position_ms) if band.row and not self._is_folded else None
            if block is not None and band.lane.kind is LaneKind.SPEECH:
                high = _BLOCK_PX[LaneKind.SPEECH]
                x, right = self._x(block.start_ms), self._x(block.end_ms)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(table.selbg2)
                at = QRectF(x, y + (band.height - high) / 2, max(2.0, right - x), high)
                painter.drawRoundedRect(at, 4, 4)
            if number == self._current and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(table.sel, 1))
                wide = self.viewport().width() - LABELS_PX - 3
                painter.drawRoundedRect(QRectF(LABELS_PX + 1, y, wide, band.height), 4, 4)

    def _paint_ruler(self, painter: QPainter) -> None:
        table, high = self._theme.colors, self._ruler_px
        painter.fillRect(0, 0, self.viewport().width(), high, table.panel)
        painter.fillRect(0, high - 1, self.viewport().width(), 1, table.line)
        painter.setClipRect(QRect(LABELS_PX, 0, self.viewport().width() - LABELS_PX, high))
        painter.setFont(self._theme.font("caption"))
        step_ms = tick_step_s(self._px_per_ms) * 1000
        at_ms = int(self._ms(LABELS_PX)) // step_ms * step_ms
        while at_ms <= self._duration_ms and self._x(at_ms) < self.viewport().width():
            x = self._x(at_ms)
            painter.fillRect(QRectF(round(x), high - 7, 1, 6), table.line2)
            painter.setPen(table.text3)
            painter.drawText(QRectF(x + 6, 0, 80, high), Qt.AlignmentFlag.AlignVCenter, phrases.clock(at_ms))
            at_ms += step_ms
        painter.setClipping(False)

    def _paint_labels(self, painter: QPainter, top: float) -> None:
        table = self._theme.colors
        high = self.viewport().height()
        painter.setClipRect(QRect(0, self._ruler_px, LABELS_PX, high))
        painter.fillRect(0, self._ruler_px, LABELS_PX, high, table.panel)
        small, caption = self._theme.metrics("small"), self._theme.metrics("caption")
        for band in self._bands:
            y = self._ruler_px + band.y - top
            if y + band.height < 0 or y > high:
                continue
            at = QRectF(0, y, LABELS_PX, band.height)
            if band.is_first:
                if band.y > _PAD_PX:
                    painter.fillRect(QRectF(0, y - _PAD_PX - 1, LABELS_PX, 1), table.line)
                icon, tint = _ICONS[band.lane.kind]
                self._theme.icons.draw(painter, icon, tint, QRectF(16, y + band.height / 2 - 8, 16, 16))
            total = self._total(band)
            width = caption.horizontalAdvance(total)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(table.text3)
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(at.adjusted(0, 0, -12, 0), end, total)
            painter.setFont(self._theme.font("small"))
            painter.setPen(table.text2 if band.row else table.text3)
            room = LABELS_PX - 40 - 12 - width - 8
            name = small.elidedText(self._name(band), Qt.TextElideMode.ElideRight, room)
            painter.drawText(at.adjusted(40, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setClipping(False)
        painter.fillRect(LABELS_PX - 1, 0, 1, high, table.line)

    def _name(self, band: _Band) -> str:
        if band.row is None:
            return self.tr("{n} more").format(n=phrases.number(band.lane.more))
        if self._is_folded or band.lane.kind is LaneKind.TEXT:
            return self._lane_name(band.lane.kind)
        return band.row.name or self.tr("Speech")

    def _total(self, band: _Band) -> str:
        if band.row is None or self._is_folded:
            return ""
        if band.lane.kind is LaneKind.SPEECH:
            return phrases.clock(band.row.total_ms)
        if band.lane.kind is LaneKind.TAGS and band.row.confidence is not None:
            return f"{band.row.confidence:.0f} %"
        count = len(band.row.blocks)
        return phrases.number(count) if band.lane.kind is LaneKind.TEXT else f"{count:,}×"

    def _paint_playhead(self, painter: QPainter) -> None:
        x = self._x(self._position_ms)
        if x < LABELS_PX - 1 or x > self.viewport().width():
            return
        table, high = self._theme.colors, self._ruler_px
        painter.fillRect(QRectF(x - 1, high - 4, 2, self.viewport().height()), table.text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(table.text)
        painter.drawRoundedRect(QRectF(x - 6, high - 6, 12, 10), 3, 3)
        text = phrases.clock(self._position_ms)
        width = self._theme.metrics("caption").horizontalAdvance(text) + 10
        left = x + 9 if x + 9 + width < self.viewport().width() else x - 9 - width
        flag = QRectF(left, (high - 18) / 2 - 1, width, 18)
        painter.drawRoundedRect(flag, 4, 4)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.panel)
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)

    # What the person does

    def _band_at(self, y: float) -> int:
        at = y - self._ruler_px + self.verticalScrollBar().value()
        return next((n for n, band in enumerate(self._bands) if band.y <= at < band.y + band.height), -1)

    def block_at(self, where: QPointF) -> tuple[Row, Block] | None:
        """Return the block under a place of the viewport, and its row."""
        number = self._band_at(where.y())
        if number < 0 or where.x() < LABELS_PX or where.y() < self._ruler_px:
            return None
        band = self._bands[number]
        rows = band.lane.rows if self._is_folded else (band.row,)
        slack = _SLACK_PX / self._px_per_ms
        for row in rows:
            block = row.at(self._ms(where.x()), slack) if row is not None else None
            if row is not None and block is not None:
                return row, block
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Seek: to a block's beginning, else to the place; on the ruler begin to scrub."""
        if event.button() != Qt.MouseButton.LeftButton or event.position().x() < LABELS_PX:
            return
        met = self.block_at(event.position())
        self._is_scrubbing = event.position().y() < self._ruler_px
        self._current = self._band_at(event.position().y())
        self.sought.emit(met[1].start_ms if met else round(self._ms(event.position().x())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if self._is_scrubbing:
            self.sought.emit(round(self._ms(event.position().x())))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Scrub no more."""
        self._is_scrubbing = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom about the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1, event.position().x())
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            met = self.block_at(QPointF(event.pos()))
            if met is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), phrases.tooltip(self.describe(*met)), self.viewport())
            return True
        return super().viewportEvent(event)

    def describe(self, row: Row, block: Block) -> str:
        """Say a block: its name, from when to when, how sure."""
        parts = [row.name or block.text, f"{phrases.clock(block.start_ms)}-{phrases.clock(block.end_ms)}"]
        if block.confidence is not None:
            parts.append(f"{block.confidence:.0f} %")
        return ", ".join(parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Seek by arrows, choose a row, go from block to block with [ and ], zoom by +, − and 0."""
        key = event.key()
        step = _LONG_STEP_MS if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_MS
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._seek(self._position_ms + (step if key == Qt.Key.Key_Right else -step))
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._go_row(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight}:
            self._go_block(forward=key == Qt.Key.Key_BracketRight)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif key == Qt.Key.Key_0:
            self.zoom_whole()
        else:
            super().keyPressEvent(event)

    def _seek(self, position_ms: int) -> None:
        self.sought.emit(min(max(0, position_ms), self._duration_ms))

    def _go_row(self, step: int) -> None:
        if self._bands:
            self._current = min(max(0, self._current + step), len(self._bands) - 1)
            band = self._bands[self._current]
            bar = self.verticalScrollBar()
            lowest = round(band.y + band.height + self._ruler_px - self.viewport().height())
            bar.setValue(min(max(bar.value(), lowest), round(band.y)))
            self.viewport().update()
            self.setAccessibleName(self.tr("Timeline, {row}").format(row=self._name(band)))

    def _go_block(self, *, forward: bool) -> None:
        if 0 <= self._current < len(self._bands):
            row = self._bands[self._current].row
            if row is not None:
                block = row.after(self._position_ms) if forward else row.before(self._position_ms)
                if block is not None:
                    self._seek(block.start_ms)

    @Slot()
    def _on_scrolled(self) -> None:
        self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._strips.clear()
        self.viewport().update()
