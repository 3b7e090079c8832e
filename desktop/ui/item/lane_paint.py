"""Paints the timeline: what does not move once, in strips, for one zoom, width and theme. Main thread."""

from __future__ import annotations

import bisect
from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from desktop.item.lanes import LaneKind, spans, tick_step_s
from desktop.ui import phrases
from desktop.ui.item.lane_axis import LABELS_PX, PAD_PX, RULER_PX
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.item.lane_axis import Axis, Band
    from desktop.ui.theme import Theme

STRIP_PX = 1024
_STRIPS = 16
_BLOCK_PX = {LaneKind.SPEECH: 18, LaneKind.PEOPLE: 10, LaneKind.TEXT: 18, LaneKind.TAGS: 10}
_ICONS = {
    LaneKind.PICTURE: ("film-strip", "text2"),
    LaneKind.SPEECH: ("chat-text", "text2"),
    LaneKind.PEOPLE: ("user", "k_person"),
    LaneKind.TEXT: ("text-t", "k_text"),
    LaneKind.TAGS: ("tag", "k_label"),
}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def lane_name(kind: LaneKind) -> str:
    """Return what people call a lane."""
    return {
        LaneKind.PICTURE: tr("Picture"),
        LaneKind.SPEECH: tr("Speech"),
        LaneKind.PEOPLE: tr("People"),
        LaneKind.TEXT: tr("On-screen text"),
        LaneKind.TAGS: tr("Labels"),
    }[kind]


def band_name(band: Band, *, is_folded: bool) -> str:
    """Return what stands at the left of a row."""
    if band.row is None:
        return tr("{n} more").format(n=phrases.number(band.lane.more))
    if is_folded or band.lane.kind in {LaneKind.TEXT, LaneKind.PICTURE}:
        return lane_name(band.lane.kind)
    if band.row.is_unknown:
        return tr("Unknown person")
    return band.row.name or tr("Speech")


class LanePainter:
    """Knows how blocks, frames, labels and the ruler look; the widget says where."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._strips: OrderedDict[int, QPixmap] = OrderedDict()
        self._times: list[int] = []
        self._frames: list[QPixmap] = []

    def forget(self) -> None:
        """Paint anew: other lanes, zoom, width or theme."""
        self._strips.clear()

    def hold_frames(self, frames: Sequence[tuple[int, QImage]]) -> None:
        """Take a few pictures of the video, with their times in ms."""
        self._times = [at_ms for at_ms, _ in frames]
        self._frames = [QPixmap.fromImage(image) for _, image in frames]
        self._strips.clear()

    @property
    def ruler_px(self) -> int:
        """How high the ruler is."""
        return self._theme.row(RULER_PX, "caption")

    # What does not move

    def strip(
        self, number: int, bands: Sequence[Band], axis: Axis, high: float, ratio: float, *, is_folded: bool
    ) -> QPixmap:
        """Return a part of all rows, ``STRIP_PX`` wide."""
        found = self._strips.get(number)
        if found is not None:
            self._strips.move_to_end(number)
            return found
        made = QPixmap(round(STRIP_PX * ratio), max(1, round(high * ratio)))
        made.setDevicePixelRatio(ratio)
        made.fill(self._theme.colors.panel)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-number * STRIP_PX, 0)
        for band in bands:
            self._paint_band(painter, band, axis, number * STRIP_PX, is_folded=is_folded)
        painter.end()
        self._strips[number] = made
        if len(self._strips) > _STRIPS:
            self._strips.popitem(last=False)
        return made

    def _paint_band(self, painter: QPainter, band: Band, axis: Axis, left: float, *, is_folded: bool) -> None:
        kind = band.lane.kind
        if band.is_first and band.y > PAD_PX:
            painter.fillRect(QRectF(left, band.y - PAD_PX - 1, STRIP_PX, 1), self._theme.colors.line)
        if kind is LaneKind.PICTURE:
            self._paint_frames(painter, band, axis, left)
            return
        high = _BLOCK_PX[kind]
        painter.setFont(self._theme.font("caption"))
        for row in band.lane.rows if is_folded else (band.row,):
            if row is None:
                continue
            for span in spans(row, axis.px_per_ms, left - 8, left + STRIP_PX + 8):
                at = QRectF(span.x, band.y + (band.height - high) / 2, span.width, high)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._fill(kind))
                if row.is_unknown:
                    at = at.adjusted(0.5, 0.5, -0.5, -0.5)
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(self._theme.colors.k_person, 1))
                painter.drawRoundedRect(at, min(4, span.width / 2), 4)
                if kind is LaneKind.TEXT and span.count == 1:
                    self._paint_text(painter, at, row.blocks[span.first].text)

    def _paint_frames(self, painter: QPainter, band: Band, axis: Axis, left: float) -> None:
        """Draw one frame beside the other, each the one that is nearest to its place."""
        if not self._frames:
            return
        high = band.height - 4
        first = self._frames[0]
        wide = max(8.0, round(high * first.width() / max(1, first.height())))
        end = axis.duration_ms * axis.px_per_ms
        x = left // (wide + 1) * (wide + 1)
        while x < min(left + STRIP_PX, end):
            at = QRectF(x, band.y + 2, min(wide, end - x), high)
            shown = self._frames[self._nearest((x + wide / 2) / axis.px_per_ms)]
            part = QRectF(0, 0, shown.width() * at.width() / wide, shown.height())
            painter.drawPixmap(at, shown, part)
            x += wide + 1

    def _nearest(self, position_ms: float) -> int:
        number = bisect.bisect_left(self._times, position_ms)
        around = [each for each in (number - 1, number) if 0 <= each < len(self._times)]
        return min(around, key=lambda each: abs(self._times[each] - position_ms))

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
        painter.drawText(at.adjusted(5, 0, -5, 0), _MIDDLE, shown)

    # What moves

    def paint_spoken(self, painter: QPainter, band: Band, axis: Axis, y: float, position_ms: int) -> None:
        """Draw what is being said in the colour of what is now."""
        block = band.row.at(position_ms) if band.row is not None else None
        if block is None or band.lane.kind is not LaneKind.SPEECH:
            return
        high = _BLOCK_PX[LaneKind.SPEECH]
        x, right = axis.x(block.start_ms), axis.x(block.end_ms)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.selbg2)
        painter.drawRoundedRect(QRectF(x, y + (band.height - high) / 2, max(2.0, right - x), high), 4, 4)

    def paint_marks(self, painter: QPainter, axis: Axis, marks: tuple[int | None, int | None], high: int) -> None:
        """Draw what is between in and out, over all lanes; one of the two alone is a line."""
        begin, end = marks
        table = self._theme.colors
        if begin is not None and end is not None:
            ground = QColor(table.selbg2)
            ground.setAlphaF(0.5)
            painter.fillRect(QRectF(axis.x(begin), 0, max(1.0, axis.x(end) - axis.x(begin)), high), ground)
        for mark in marks:
            if mark is not None:
                painter.fillRect(QRectF(round(axis.x(mark)), 0, 1, high), table.sel)

    def paint_ruler(self, painter: QPainter, axis: Axis, width: int) -> None:
        """Draw the times."""
        table, high = self._theme.colors, self.ruler_px
        painter.fillRect(0, 0, width, high, table.panel)
        painter.fillRect(0, high - 1, width, 1, table.line)
        painter.setClipRect(QRect(LABELS_PX, 0, width - LABELS_PX, high))
        painter.setFont(self._theme.font("caption"))
        step_ms = tick_step_s(axis.px_per_ms) * 1000
        at_ms = int(axis.ms(LABELS_PX)) // step_ms * step_ms
        while at_ms <= axis.duration_ms and axis.x(at_ms) < width:
            x = axis.x(at_ms)
            painter.fillRect(QRectF(round(x), high - 7, 1, 6), table.line2)
            painter.setPen(table.text3)
            painter.drawText(QRectF(x + 6, 0, 80, high), _MIDDLE, phrases.clock(at_ms))
            at_ms += step_ms
        painter.setClipping(False)

    def paint_labels(self, painter: QPainter, bands: Sequence[Band], top: float, high: int, *, is_folded: bool) -> None:
        """Draw the names of the rows, and how much there is of each."""
        table, ruler = self._theme.colors, self.ruler_px
        painter.setClipRect(QRect(0, ruler, LABELS_PX, high))
        painter.fillRect(0, ruler, LABELS_PX, high, table.panel)
        small, caption = self._theme.metrics("small"), self._theme.metrics("caption")
        for band in bands:
            y = ruler + band.y - top
            if y + band.height < 0 or y > high:
                continue
            at = QRectF(0, y, LABELS_PX, band.height)
            if band.is_first:
                if band.y > PAD_PX:
                    painter.fillRect(QRectF(0, y - PAD_PX - 1, LABELS_PX, 1), table.line)
                icon, tint = _ICONS[band.lane.kind]
                self._theme.icons.draw(painter, icon, tint, QRectF(16, y + band.height / 2 - 8, 16, 16))
            total = "" if is_folded else _total(band)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(table.text3)
            painter.drawText(at.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | _MIDDLE, total)
            painter.setFont(self._theme.font("small"))
            is_quiet = band.row is None or band.row.is_unknown
            painter.setPen(table.text3 if is_quiet else table.text2)
            room = LABELS_PX - 40 - 12 - caption.horizontalAdvance(total) - 8
            name = small.elidedText(band_name(band, is_folded=is_folded), Qt.TextElideMode.ElideRight, room)
            painter.drawText(at.adjusted(40, 0, 0, 0), _MIDDLE, name)
        painter.setClipping(False)
        painter.fillRect(LABELS_PX - 1, 0, 1, high, table.line)

    def paint_playhead(self, painter: QPainter, axis: Axis, position_ms: int, width: int, high: int) -> None:
        """Draw where it stands, and the time there."""
        x = axis.x(position_ms)
        if x < LABELS_PX - 1 or x > width:
            return
        table, ruler = self._theme.colors, self.ruler_px
        painter.fillRect(QRectF(x - 1, ruler - 4, 2, high), table.text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(table.text)
        painter.drawRoundedRect(QRectF(x - 6, ruler - 6, 12, 10), 3, 3)
        text = phrases.clock(position_ms)
        wide = self._theme.metrics("caption").horizontalAdvance(text) + 10
        left = x + 9 if x + 9 + wide < width else x - 9 - wide
        flag = QRectF(left, (ruler - 18) / 2 - 1, wide, 18)
        painter.drawRoundedRect(flag, 4, 4)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.panel)
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)


def _total(band: Band) -> str:
    if band.row is None or band.lane.kind is LaneKind.PICTURE:
        return ""
    if band.lane.kind is LaneKind.SPEECH:
        return phrases.clock(band.row.total_ms)
    if band.lane.kind is LaneKind.TAGS and band.row.confidence is not None:
        return f"{band.row.confidence:.0f} %"
    count = phrases.number(len(band.row.blocks))
    return count if band.lane.kind is LaneKind.TEXT else f"{count}×"
