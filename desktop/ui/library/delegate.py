"""Paints a tile: its picture, ring and badges, and three lines below. Main thread.

Budget: 0.3 ms a tile (``tests/bench``): one pixmap, no font is measured twice.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.library.model import Roles
from desktop.ui.library.paint import Brush
from desktop.ui.library.tiles import MEDIA_ICONS, Badge, Tile
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.library.scrub import Scrubber
    from desktop.ui.theme import Theme

#: Room inside a cell for the ring.
INSET = 4
GAP_X = 16
GAP_Y = 20
_NAME, _EVIDENCE, _WHO = 20, 18, 16
_XL = 3
_CHIP = 24
_KEPT_QUOTES = 500
#: The words of three full views; as pictures they take a few megabytes.
_KEPT_LINES = 120
_ABOVE_WORDS = 8
#: Made once: joining two flags of Qt takes as long as drawing a word.
_SMOOTH = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TileDelegate(QStyledItemDelegate):
    """The grid's painter. ``with_lines`` is False at size S, which shows the name alone."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails = theme, thumbnails
        self.cell = QSize(208, 240)
        self.with_lines = True
        self.with_chips = False
        self.brush = Brush(theme)
        self.scrubber: Scrubber | None = None
        #: Rows that are being dragged are painted at 60 %.
        self.is_dragging = False
        self._quotes: dict[tuple[str, float, int], tuple[str, ...]] = {}
        self._lines: OrderedDict[tuple[str, int, int, float, bool], tuple[Tile, QPixmap]] = OrderedDict()
        theme.changed.connect(self._lines.clear)

    def set_size(self, tile_width: int, size: int) -> None:
        """Lay tiles out at a width; ``size`` is one of S, M, L, XL: S has the name alone, XL chips."""
        self.with_lines = size > 0
        self.with_chips = size >= _XL
        picture = self.picture_height(tile_width)
        lines = self._line(_NAME) + (self._line(_EVIDENCE) + self._line(_WHO) if self.with_lines else 0)
        lines += _CHIP + 6 if self.with_chips else 0
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
            self._paint_place(painter, self.picture_rect(option.rect))
            return
        painter.save()
        painter.setRenderHints(_SMOOTH)
        place = self.picture_rect(option.rect)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if self.is_dragging and is_selected:
            painter.setOpacity(0.6)
        self._paint_picture(painter, shown, place)
        if is_selected or option.state & QStyle.StateFlag.State_HasFocus:
            self.brush.ring(painter, place, is_dashed=not is_selected)
        if is_selected:
            self.brush.check(painter, place)
        if shown.state is not None:
            self.brush.badge(painter, shown.state, place, Qt.Corner.TopRightCorner)
        if shown.kind is not None:
            self.brush.badge(painter, shown.kind, place, Qt.Corner.BottomRightCorner)
        words = QRectF(
            place.x(), place.bottom() + _ABOVE_WORDS, place.width(), option.rect.bottom() + 1 - place.bottom()
        )
        words.setHeight(words.height() - _ABOVE_WORDS)
        painter.drawPixmap(
            words.toRect().topLeft(),
            self._words(
                shown, words.toRect().size(), painter.device().devicePixelRatioF(), bool(index.data(Roles.IS_NEW))
            ),
        )
        painter.restore()

    def _words(self, shown: Tile, size: QSize, ratio: float, is_new: bool) -> QPixmap:  # noqa: FBT001 - of the key
        """Return the lines below a picture, painted once: in a scroll most tiles are those of the frame before."""
        key = (shown.id, size.width(), size.height(), ratio, is_new)
        kept = self._lines.get(key)
        if kept is not None and kept[0] is shown:
            self._lines.move_to_end(key)
            return kept[1]
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        # On its own ground, so that letters are as sharp as anywhere.
        made.fill(self._theme.colors.panel)
        painter = QPainter(made)
        painter.setRenderHints(_SMOOTH)
        self._paint_lines(painter, shown, QRectF(0, 0, size.width(), size.height()), is_new=is_new)
        painter.end()
        self._lines[key] = (shown, made)
        if len(self._lines) > _KEPT_LINES:
            self._lines.popitem(last=False)
        return made

    def _paint_place(self, painter: QPainter, place: QRectF) -> None:
        """Paint where a tile will be: it is read in the next frame."""
        painter.fillRect(place, self._theme.colors.raised)
        painter.fillRect(QRectF(place.x(), place.bottom() + 14, place.width() * 0.8, 8), self._theme.colors.hover)

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
                box = QRectF(place.x() + place.width() / 2 - 14, place.y() + place.height() / 2 - 14, 28, 28)
                self._theme.icons.draw(painter, icon, "fail" if shown.failure else "disabled", box)
        if shown.quote:
            self._paint_quote(painter, shown.quote, place)
        if self.scrubber is not None and self.scrubber.item_id == shown.id:
            self._paint_scrub(painter, self.scrubber, place)

    def _paint_scrub(self, painter: QPainter, scrubber: Scrubber, place: QRectF) -> None:
        """Paint the frame under the pointer, the line that follows it, how far that is, and when."""
        frame = scrubber.frame(place.size().toSize(), painter.device().devicePixelRatioF())
        if frame is not None:
            painter.drawPixmap(place.toRect(), frame)
        x = round(place.x() + place.width() * scrubber.part) + 0.5
        painter.setPen(self._theme.colors.white)
        painter.drawLine(QPointF(x, place.y()), QPointF(x, place.bottom()))
        bar = QRectF(place.x(), place.bottom() - 3, place.width(), 3)
        painter.fillRect(bar, self._theme.colors.track)
        painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * scrubber.part, 3), self._theme.colors.sel)
        self.brush.badge(painter, Badge("", "onpill", scrubber.clock), place, Qt.Corner.BottomLeftCorner)

    def _paint_quote(self, painter: QPainter, quote: str, place: QRectF) -> None:
        number = 3 if place.height() >= 124 else 2  # noqa: PLR2004 - what leaves the waveform its room
        width, step = place.width() - 24, 17 * max(1.0, self._theme.scale)
        key = (quote, width, number)
        lines = self._quotes.get(key)
        if lines is None:
            lines = self._quotes[key] = self._broken(quote, width, number)
            if len(self._quotes) > _KEPT_QUOTES:
                del self._quotes[next(iter(self._quotes))]
        painter.setPen(self._theme.colors.text)
        painter.setFont(self._theme.font("small"))
        for at, text in enumerate(lines):
            rect = QRectF(place.x() + 12, place.y() + 12 + at * step, width, step)
            painter.drawText(rect, _LEFT, text)

    def _broken(self, quote: str, width: float, number: int) -> tuple[str, ...]:
        """Break what was said into so many lines; the last one is cut."""
        layout = QTextLayout(tr("“{words}”").format(words=quote), self._theme.font("small"))
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        lines: list[str] = []
        while len(lines) < number and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            if len(lines) == number - 1:
                lines.append(self.brush.fit("small", layout.text()[start : start + 200], width))
            else:
                lines.append(layout.text()[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return tuple(lines)

    def _paint_lines(self, painter: QPainter, shown: Tile, place: QRectF, *, is_new: bool) -> None:
        table = self._theme.colors
        x, y, width = place.x(), place.y(), place.width()
        name = QRectF(x, y, width, self._line(_NAME))
        if is_new:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.sel)
            painter.drawEllipse(QRectF(x, name.center().y() - 3, 6, 6))
            name.adjust(12, 0, 0, 0)
        self.brush.text(painter, "name", table.text, shown.name, name, in_middle=shown.is_filename)
        if not self.with_lines:
            return
        y += self._line(_NAME)
        evidence = QRectF(x, y, width, self._line(_EVIDENCE))
        if shown.failure and not shown.evidence:
            self.brush.text(painter, "small", table.fail, shown.failure, evidence)
        elif not shown.evidence and not shown.has_picture:
            self.brush.text(painter, "small", table.text3, tr("Waiting for the picture"), evidence)
        else:
            self.brush.evidence(painter, shown.evidence, evidence)
        y += self._line(_EVIDENCE)
        who = QRectF(x, y, width, self._line(_WHO))
        self.brush.text(painter, "caption", table.text3, shown.who, who)
        if self.with_chips:
            self._paint_chips(painter, shown, QRectF(x, who.bottom() + 6, width, _CHIP))

    def _paint_chips(self, painter: QPainter, shown: Tile, place: QRectF) -> None:
        """Paint up to four findings as chips, as many as fit."""
        table = self._theme.colors
        metrics = self._theme.metrics("small")
        x = place.x()
        for mark in shown.chips:
            room = place.right() - x - 8 - 14 - 6 - 8
            if room < 24:  # noqa: PLR2004 - no room for a word
                break
            text = self.brush.fit("small", mark.text, room)
            pill = QRectF(x, place.y(), 8 + 14 + 6 + metrics.horizontalAdvance(text) + 8, place.height())
            painter.setPen(table.line2)
            painter.setBrush(table.raised)
            painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            self._theme.icons.draw(painter, mark.icon, mark.tint, QRectF(x + 8, pill.center().y() - 7, 14, 14))
            self.brush.text(painter, "small", table.text, text, pill.adjusted(28, 0, 0, 0))
            x = pill.right() + 6
