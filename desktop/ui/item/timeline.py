"""Lanes on one time axis: speech, people, words on screen, labels; the playhead over them. Main thread.

``lane_axis`` says where things are, ``lane_paint`` how they look; what a person does here is this module's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from desktop.item.lanes import picture_lane
from desktop.ui import phrases
from desktop.ui.item.lane_axis import LABELS_PX, Axis, Band, bands_of
from desktop.ui.item.lane_paint import STRIP_PX, LanePainter, band_name, lane_name
from desktop.ui.theme import on_change
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.item.lanes import Block, Lane, Row
    from desktop.ui.theme import Theme

_SLACK_PX = 3.0
_STEP_MS, _LONG_STEP_MS = 1_000, 5_000
_ZOOM = 1.5


class Timeline(QAbstractScrollArea):
    """The lanes of one recording. A click seeks to a block's beginning, dragging on the ruler scrubs, Shift marks."""

    sought = Signal(int)  #: ms
    marked = Signal(int, int)  #: in and out, in ms

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lanes: list[Lane] = []
        self._bands: list[Band] = []
        self._axis = Axis()
        self._lanes_painter = LanePainter(theme)
        self._has_frames = False
        self._marks: tuple[int | None, int | None] = (None, None)
        self._position_ms = 0
        self._height = 0.0
        self._current = -1  #: the band that the keys move along
        self._is_scrubbing = self._is_folded = False
        self._marking_from: float | None = None  #: ms
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
        if duration_ms != self._axis.duration_ms:
            self._axis.zoom = 1.0
        self._lanes, self._axis.duration_ms = list(lanes), max(1, duration_ms)
        self._current = -1
        self._place()
        self.setAccessibleDescription(self._summary())

    def show_frames(self, frames: Sequence[tuple[int, QImage]]) -> None:
        """Show pictures of the video above the lanes; none takes them away."""
        self._has_frames = bool(frames)
        self._lanes_painter.hold_frames(frames)
        self._place()

    def show_marks(self, begin_ms: int | None, end_ms: int | None) -> None:
        """Show what is marked."""
        self._marks = begin_ms, end_ms
        self.viewport().update()

    def fold(self, *, is_folded: bool) -> None:
        """Show one line a lane, all its blocks on it; or every row."""
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self._place()

    @property
    def content_px(self) -> int:
        """How high all rows are, with the ruler."""
        return round(self._height + self._lanes_painter.ruler_px)

    def follow(self, position_ms: int) -> None:
        """Move the playhead; only what it leaves and where it goes is painted anew."""
        before, self._position_ms = self._axis.x(self._position_ms), position_ms
        for x in (before, self._axis.x(position_ms)):
            self.viewport().update(round(x) - 8, 0, 96, self.viewport().height())

    def zoom_by(self, steps: int, about_px: float | None = None) -> None:
        """Go nearer or further about a place on screen; the playhead where none is said."""
        about = self._axis.x(self._position_ms) if about_px is None else about_px
        held_ms = self._axis.ms(about)
        self._axis.zoom_to(self._axis.zoom * _ZOOM**steps)
        self._fit()
        self.horizontalScrollBar().setValue(round(held_ms * self._axis.px_per_ms - (about - LABELS_PX)))

    def zoom_whole(self) -> None:
        """Show all of the time."""
        self._axis.zoom = 1.0
        self._fit()

    def _summary(self) -> str:
        parts = [phrases.count(sum(len(lane.rows) for lane in self._lanes), "{n} row", "{n} rows")]
        for lane in self._lanes:
            names = ", ".join(row.name for row in lane.rows if row.name)
            name = lane_name(lane.kind)
            parts.append(self.tr("{what}: {names}").format(what=name, names=names) if names else name)
        return "; ".join(parts)

    # Where it is

    def _place(self) -> None:
        line = self._theme.metrics("small").height() + 4
        lanes = [*picture_lane(), *self._lanes] if self._has_frames else self._lanes
        self._bands, self._height = bands_of(lanes, line, is_folded=self._is_folded)
        self._fit()
        self.updateGeometry()

    def _fit(self) -> None:
        self._lanes_painter.forget()
        self._axis.width_px = self.viewport().width() - LABELS_PX
        bar = self.horizontalScrollBar()
        bar.setRange(0, self._axis.hidden_px)
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
        view, lanes, ruler = self.viewport(), self._lanes_painter, self._lanes_painter.ruler_px
        painter = QPainter(view)
        painter.fillRect(event.rect(), self._theme.colors.panel)
        axis = QRect(LABELS_PX, ruler, view.width() - LABELS_PX, view.height())
        painter.setClipRect(axis)
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        ratio = self.devicePixelRatioF()
        for number in range(left // STRIP_PX, (left + axis.width()) // STRIP_PX + 1):
            x = LABELS_PX + number * STRIP_PX - left
            if QRect(x, 0, STRIP_PX, view.height()).intersects(event.rect()):
                strip = lanes.strip(number, self._bands, self._axis, self._height, ratio, is_folded=self._is_folded)
                painter.drawPixmap(QPointF(x, ruler - top), strip)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for number, band in enumerate(self._bands):
            y = ruler + band.y - top
            if not self._is_folded:
                lanes.paint_spoken(painter, band, self._axis, y, self._position_ms)
            if number == self._current and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme.colors.sel, 1))
                painter.drawRoundedRect(QRectF(LABELS_PX + 1, y, axis.width() - 3, band.height), 4, 4)
        lanes.paint_marks(painter, self._axis, self._marks, view.height())
        painter.setClipping(False)
        lanes.paint_ruler(painter, self._axis, view.width())
        lanes.paint_labels(painter, self._bands, top, view.height(), is_folded=self._is_folded)
        lanes.paint_playhead(painter, self._axis, self._position_ms, view.width(), view.height())

    # What the person does

    def _band_at(self, y: float) -> int:
        at = y - self._lanes_painter.ruler_px + self.verticalScrollBar().value()
        return next((n for n, band in enumerate(self._bands) if band.y <= at < band.y + band.height), -1)

    def block_at(self, where: QPointF) -> tuple[Row, Block] | None:
        """Return the block under a place of the viewport, and its row."""
        number = self._band_at(where.y())
        if number < 0 or where.x() < LABELS_PX or where.y() < self._lanes_painter.ruler_px:
            return None
        band = self._bands[number]
        rows = band.lane.rows if self._is_folded else (band.row,)
        slack = _SLACK_PX / self._axis.px_per_ms
        for row in rows:
            block = row.at(self._axis.ms(where.x()), slack) if row is not None else None
            if row is not None and block is not None:
                return row, block
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Seek: to a block's beginning, else to the place; on the ruler begin to scrub."""
        if event.button() != Qt.MouseButton.LeftButton or event.position().x() < LABELS_PX:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._marking_from = self._axis.ms(event.position().x())
            return
        met = self.block_at(event.position())
        self._is_scrubbing = event.position().y() < self._lanes_painter.ruler_px
        self._current = self._band_at(event.position().y())
        self.sought.emit(met[1].start_ms if met else round(self._axis.ms(event.position().x())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub, or mark from where Shift was pressed."""
        if self._marking_from is not None:
            ends = sorted((self._marking_from, self._axis.ms(event.position().x())))
            self.marked.emit(round(ends[0]), round(ends[1]))
        elif self._is_scrubbing:
            self.sought.emit(round(self._axis.ms(event.position().x())))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Scrub and mark no more."""
        self._is_scrubbing, self._marking_from = False, None

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
        self.sought.emit(min(max(0, position_ms), self._axis.duration_ms))

    def _go_row(self, step: int) -> None:
        if self._bands:
            self._current = min(max(0, self._current + step), len(self._bands) - 1)
            band = self._bands[self._current]
            bar = self.verticalScrollBar()
            lowest = round(band.y + band.height + self._lanes_painter.ruler_px - self.viewport().height())
            bar.setValue(min(max(bar.value(), lowest), round(band.y)))
            self.viewport().update()
            self.setAccessibleName(self.tr("Timeline, {row}").format(row=band_name(band, is_folded=self._is_folded)))

    def _go_block(self, *, forward: bool) -> None:
        if 0 <= self._current < len(self._bands):
            row = self._bands[self._current].row
            if row is not None:
                block = row.after(self._position_ms) if forward else row.before(self._position_ms)
                if block is not None:
                    self._seek(block.start_ms)

    @Slot()
    def _on_scrolled(self) -> None:
        self._axis.scrolled_px = self.horizontalScrollBar().value()
        self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._lanes_painter.forget()
        self.viewport().update()
