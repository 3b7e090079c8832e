"""Paints a tile: its picture, ring and badges, and three lines below. Main thread.

Budget: 0.3 ms a tile (``tests/bench``): one pixmap, no font is measured twice.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.library.model import Roles
from desktop.ui.library.tiles import MEDIA_ICONS, Badge, Mark, Tile
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Role, Theme

#: Room inside a cell for the ring.
INSET = 4
GAP_X = 16
GAP_Y = 20
_NAME, _EVIDENCE, _WHO = 20, 18, 16
_KEPT_TEXTS = 8000


class TileDelegate(QStyledItemDelegate):
    """The grid's painter. ``with_lines`` is False at size S, which shows the name alone."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails = theme, thumbnails
        self.cell = QSize(208, 240)
        self.with_lines = True
        self._texts: OrderedDict[tuple[str, str, float, bool], str] = OrderedDict()
        theme.changed.connect(self._texts.clear)

    def set_width(self, tile_width: int, *, with_lines: bool) -> None:
        """Lay tiles out at a width."""
        self.with_lines = with_lines
        picture = self.picture_height(tile_width)
        lines = self._line(_NAME) + (self._line(_EVIDENCE) + self._line(_WHO) if with_lines else 0)
        self.cell = QSize(tile_width + GAP_X, picture + 8 + lines + GAP_Y)

    def picture_height(self, tile_width: int) -> int:
        """Return the height of the picture's place: 3 : 2."""
        return round(tile_width * 2 / 3)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the cell: all are the same."""
        return self.cell

    def _line(self, least_px: int) -> int:
        return max(least_px, round(least_px * self._theme.scale))

    def picture_rect(self, cell: QRect) -> QRectF:
        """Return where in a cell the picture stands."""
        width = self.cell.width() - GAP_X
        return QRectF(cell.x() + INSET, cell.y() + INSET, width, self.picture_height(width))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one tile."""
        shown = index.data(Roles.TILE)
        if not isinstance(shown, Tile):
            return
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        place = self.picture_rect(option.rect)
        self._paint_picture(painter, shown, place)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected or option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_ring(painter, place, is_dashed=not is_selected)
        if is_selected:
            self._paint_check(painter, place)
        if shown.state is not None:
            self._paint_badge(painter, shown.state, place, at_top=True)
        if shown.kind is not None:
            self._paint_badge(painter, shown.kind, place, at_top=False)
        self._paint_lines(painter, shown, place, is_new=bool(index.data(Roles.IS_NEW)))
        painter.restore()

    def _paint_picture(self, painter: QPainter, shown: Tile, place: QRectF) -> None:
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._thumbnails.get(shown, place.size().toSize(), ratio) if shown.has_picture else None
        if pixmap is not None:
            painter.drawPixmap(place.toRect(), pixmap)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colors.raised if shown.media_type == "audio" else self._theme.colors.well)
            painter.drawRoundedRect(place, 8, 8)
            if not shown.quote:
                icon = "warning-circle-fill" if shown.failure else MEDIA_ICONS.get(shown.media_type, "image")
                box = QRectF(place.center() - QPointF(14, 14), QSize(28, 28))
                self._theme.icons.draw(painter, icon, "fail" if shown.failure else "disabled", box)
        if shown.quote:
            self._paint_quote(painter, shown.quote, place)

    def _paint_quote(self, painter: QPainter, quote: str, place: QRectF) -> None:
        lines = 3 if place.height() >= 124 else 2  # noqa: PLR2004 - what leaves the waveform its room
        layout = QTextLayout(f"“{quote}”", self._theme.font("small"))
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        y, width = 0.0, place.width() - 24
        painter.setPen(self._theme.colors.text)
        for number in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            text = layout.text()[line.textStart() : line.textStart() + line.textLength()].rstrip()
            if number == lines - 1:
                rest = layout.text()[line.textStart() : line.textStart() + 200]
                text = self._fit("small", rest, width)
            painter.setFont(self._theme.font("small"))
            rect = QRectF(place.x() + 12, place.y() + 12 + y, width, 17 * self._theme.scale)
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            y += 17 * max(1.0, self._theme.scale)
        layout.endLayout()

    def _paint_ring(self, painter: QPainter, place: QRectF, *, is_dashed: bool) -> None:
        pen = QPen(self._theme.colors.sel, 2)
        if is_dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 10, 10)

    def _paint_check(self, painter: QPainter, place: QRectF) -> None:
        disc = QRectF(place.x() + 6, place.y() + 6, 20, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.brand)
        painter.drawEllipse(disc)
        self._theme.icons.draw(painter, "check-bold", "white", disc.adjusted(4, 4, -4, -4))

    def _paint_badge(self, painter: QPainter, badge: Badge, place: QRectF, *, at_top: bool) -> None:
        metrics = self._theme.metrics("caption")
        height = max(20.0, metrics.height() + 5)
        icon_px = 12
        text = self._fit("caption", badge.text, place.width() - 12 - 14 - icon_px - 5)
        width = 7 + icon_px + 5 + metrics.horizontalAdvance(text) + 7
        y = place.y() + 6 if at_top else place.bottom() - 6 - height
        pill = QRectF(place.right() - 6 - width, y, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.pill)
        painter.drawRoundedRect(pill, 5, 5)
        box = QRectF(pill.x() + 7, pill.center().y() - icon_px / 2, icon_px, icon_px)
        self._theme.icons.draw(painter, badge.icon, badge.tint, box)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colors.onpill)
        painter.drawText(
            pill.adjusted(7 + icon_px + 5, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text
        )

    def _paint_lines(self, painter: QPainter, shown: Tile, place: QRectF, *, is_new: bool) -> None:
        table = self._theme.colors
        y = place.bottom() + 8
        x, width = place.x(), place.width()
        name = QRectF(x, y, width, self._line(_NAME))
        if is_new:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.sel)
            painter.drawEllipse(QRectF(x, name.center().y() - 3, 6, 6))
            name.adjust(12, 0, 0, 0)
        self._paint_text(painter, "name", table.text, shown.name, name, in_middle=shown.is_filename)
        if not self.with_lines:
            return
        y += self._line(_NAME)
        evidence = QRectF(x, y, width, self._line(_EVIDENCE))
        if shown.failure and not shown.evidence:
            self._paint_text(painter, "small", table.fail, shown.failure, evidence)
        elif not shown.evidence and not shown.has_picture:
            self._paint_text(painter, "small", table.text3, tr("Waiting for the picture"), evidence)
        else:
            self._paint_evidence(painter, shown.evidence, evidence)
        y += self._line(_EVIDENCE)
        who = QRectF(x, y, width, self._line(_WHO))
        self._paint_text(painter, "caption", table.text3, shown.who, who)

    def _paint_evidence(self, painter: QPainter, marks: tuple[Mark, ...], place: QRectF) -> None:
        x = place.x()
        metrics = self._theme.metrics("small")
        for mark in marks:
            room = place.right() - x
            if room < 40:  # noqa: PLR2004 - less than an icon and two letters
                break
            if mark.icon:
                box = QRectF(x, place.center().y() - 6.5, 13, 13)
                self._theme.icons.draw(painter, mark.icon, mark.tint, box)
                x, room = x + 18, room - 18
            rect = QRectF(x, place.y(), room, place.height())
            if mark.matched:
                paint_matched(painter, self._theme, mark, rect)
                break
            shown = self._fit("small", mark.text, room)
            self._paint_text(painter, "small", self._theme.colors.text2, mark.text, rect)
            x += metrics.horizontalAdvance(shown) + 8

    def _paint_text(
        self, painter: QPainter, role: Role, color: QColor, text: str, place: QRectF, *, in_middle: bool = False
    ) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(color)
        shown = self._fit(role, text, place.width(), in_middle=in_middle)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _fit(self, role: Role, text: str, width: float, *, in_middle: bool = False) -> str:
        """Return the text as far as there is room, from the cache where it was asked for before."""
        key = (role, text, width, in_middle)
        found = self._texts.get(key)
        if found is None:
            mode = Qt.TextElideMode.ElideMiddle if in_middle else Qt.TextElideMode.ElideRight
            found = self._theme.metrics(role).elidedText(text, mode, width)
            self._texts[key] = found
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.popitem(last=False)
        return found


def paint_matched(painter: QPainter, theme: Theme, mark: Mark, place: QRectF) -> None:
    """Paint a snippet whose matched words are heavier and underlined; it begins near the first of them."""
    plain, heavy = theme.font("small"), QFont(theme.font("small"))
    heavy.setWeight(QFont.Weight.DemiBold)
    x = place.x()
    for text, is_match in _runs(mark):
        font = heavy if is_match else plain
        metrics = QFontMetricsF(font)
        room = place.right() - x
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme.colors.text if is_match else theme.colors.text2)
        painter.drawText(
            QRectF(x, place.y(), room, place.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            shown,
        )
        width = metrics.horizontalAdvance(shown)
        if is_match:
            painter.fillRect(QRectF(x, place.center().y() + metrics.ascent() / 2 + 1, width, 2), theme.colors.sel)
        if shown != text:
            return
        x += metrics.horizontalAdvance(text)


def _runs(mark: Mark) -> list[tuple[str, bool]]:
    text, at = mark.text, 0
    runs: list[tuple[str, bool]] = []
    for start, end in mark.matched:
        if start < at or end > len(text):
            continue
        before = text[at:start]
        if at == 0 and len(before) > 24:  # noqa: PLR2004 - about a third of a tile: the match must be seen
            before = "…" + before[-20:].partition(" ")[2]
        runs.extend(((before, False), (text[start:end], True)))
        at = end
    runs.append((text[at:], False))
    return [run for run in runs if run[0]]
