"""What tiles and rows share when they are painted: cached texts, evidence, badges, the ring. Main thread."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

if TYPE_CHECKING:
    from desktop.ui.library.tiles import Badge, Mark
    from desktop.ui.theme import Role, Theme

_KEPT_TEXTS = 8000
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ICON_PX = 13
_BADGE_ICON_PX = 12


class Brush:
    """Paints texts that are measured once, and what is made of them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._texts: OrderedDict[tuple[str, str, float, bool], str] = OrderedDict()
        self._heavy: QFont | None = None
        theme.changed.connect(self._texts.clear)

    def text(
        self, painter: QPainter, role: Role, color: QColor, text: str, place: QRectF, *, in_middle: bool = False
    ) -> None:
        """Paint one line, cut where there is no room: in the middle for file names."""
        painter.setFont(self._theme.font(role))
        painter.setPen(color)
        painter.drawText(place, _LEFT, self.fit(role, text, place.width(), in_middle=in_middle))

    def fit(self, role: Role, text: str, width: float, *, in_middle: bool = False) -> str:
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

    def ring(self, painter: QPainter, place: QRectF, *, is_dashed: bool) -> None:
        """Paint the ring around a picture: selected, or dashed for the current one that is not."""
        pen = QPen(self._theme.colors.sel, 2)
        if is_dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 10, 10)

    def check(self, painter: QPainter, place: QRectF) -> None:
        """Paint the check at a picture's upper left."""
        disc = QRectF(place.x() + 6, place.y() + 6, 20, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.brand)
        painter.drawEllipse(disc)
        self._theme.icons.draw(painter, "check-bold", "white", disc.adjusted(4, 4, -4, -4))

    def badge(self, painter: QPainter, badge: Badge, place: QRectF, corner: Qt.Corner, *, radius: float = 5.0) -> None:
        """Paint a word over a picture, on its own ground."""
        metrics = self._theme.metrics("caption")
        height = max(20.0, metrics.height() + 5)
        icon = _BADGE_ICON_PX + 5 if badge.icon else 0
        text = self.fit("caption", badge.text, place.width() - 12 - 14 - icon)
        width = 7 + icon + metrics.horizontalAdvance(text) + 7
        is_top = corner in {Qt.Corner.TopLeftCorner, Qt.Corner.TopRightCorner}
        is_left = corner in {Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner}
        y = place.y() + 6 if is_top else place.bottom() - 6 - height
        x = place.x() + 6 if is_left else place.right() - 6 - width
        pill = QRectF(x, y, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.pill)
        painter.drawRoundedRect(pill, radius, radius)
        if badge.icon:
            box = QRectF(pill.x() + 7, pill.center().y() - _BADGE_ICON_PX / 2, _BADGE_ICON_PX, _BADGE_ICON_PX)
            self._theme.icons.draw(painter, badge.icon, badge.tint, box)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colors.onpill)
        painter.drawText(pill.adjusted(7 + icon, 0, 0, 0), _LEFT, text)

    def evidence(self, painter: QPainter, marks: tuple[Mark, ...], place: QRectF) -> None:
        """Paint why an item is here: icons and words, or the place that was found."""
        x = place.x()
        metrics = self._theme.metrics("small")
        for mark in marks:
            room = place.right() - x
            if room < 40:  # noqa: PLR2004 - less than an icon and two letters
                break
            if mark.icon:
                box = QRectF(x, place.center().y() - _ICON_PX / 2, _ICON_PX, _ICON_PX)
                self._theme.icons.draw(painter, mark.icon, mark.tint, box)
                x, room = x + _ICON_PX + 5, room - _ICON_PX - 5
            if mark.time:
                when = QRectF(x, place.y(), room, place.height())
                self.text(painter, "small", self._theme.colors.link, mark.time, when)
                width = metrics.horizontalAdvance(mark.time) + 8
                x, room = x + width, room - width
            rect = QRectF(x, place.y(), room, place.height())
            if mark.matched:
                self.matched(painter, mark, rect)
                break
            self.text(painter, "small", self._theme.colors.text2, mark.text, rect)
            x += metrics.horizontalAdvance(self.fit("small", mark.text, room)) + 8

    def matched(self, painter: QPainter, mark: Mark, place: QRectF) -> None:
        """Paint a snippet whose matched words are heavier and underlined; it begins near the first of them."""
        plain = self._theme.font("small")
        heavy = QFont(plain)
        heavy.setWeight(QFont.Weight.DemiBold)
        x = place.x()
        for text, is_match in runs(mark):
            font = heavy if is_match else plain
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.right() - x)
            painter.setFont(font)
            painter.setPen(self._theme.colors.text if is_match else self._theme.colors.text2)
            painter.drawText(QRectF(x, place.y(), place.right() - x, place.height()), _LEFT, shown)
            if is_match:
                width = metrics.horizontalAdvance(shown)
                y = place.center().y() + metrics.ascent() / 2 + 1
                painter.fillRect(QRectF(x, y, width, 2), self._theme.colors.sel)
            if shown != text:
                return
            x += metrics.horizontalAdvance(text)


def runs(mark: Mark) -> list[tuple[str, bool]]:
    """Return a snippet as plain and matched pieces, in turn."""
    text, at = mark.text, 0
    found: list[tuple[str, bool]] = []
    for start, end in mark.matched:
        if start < at or end > len(text):
            continue
        before = text[at:start]
        if at == 0 and len(before) > 24:  # noqa: PLR2004 - about a third of a tile: the match must be seen
            before = "…" + before[-20:].partition(" ")[2]
        found.extend(((before, False), (text[start:end], True)))
        at = end
    found.append((text[at:], False))
    return [run for run in found if run[0]]
