"""Icons: one family, Phosphor, through ``qtawesome``, and the mark. Painted once, kept by name, size, colour and ratio.

Main thread. The one module that knows where ``qtawesome`` keeps its fonts.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QPainter, QPixmap, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor

#: Pixmaps kept; a window shows about eighty different ones.
_KEPT = 1024
_RATIOS = (1.0, 2.0)


class Icons:
    """Pixmaps and icons of the family, in the colours of the current theme."""

    def __init__(self, color: Callable[[str], QColor]) -> None:
        self._color = color
        self._pixmaps: OrderedDict[tuple[str, float, str, float], QPixmap] = OrderedDict()

    def clear(self) -> None:
        """Forget what was painted in another theme's colours."""
        self._pixmaps.clear()

    def pixmap(self, name: str, size_px: float, tint: str, ratio: float = 1.0) -> QPixmap:
        """Return an icon by its Phosphor name, ``squares-four-fill``, in a tint's colour."""
        key = (name, size_px, tint, ratio)
        found = self._pixmaps.get(key)
        if found is not None:
            self._pixmaps.move_to_end(key)
            return found
        made = _paint(name, size_px, self._color(tint), ratio)
        self._pixmaps[key] = made
        if len(self._pixmaps) > _KEPT:
            self._pixmaps.popitem(last=False)
        return made

    def icon(self, name: str, size_px: int, tint: str = "text2", disabled: str = "disabled") -> QIcon:
        """Return the same as a ``QIcon`` for buttons and menus."""
        made = QIcon()
        for ratio in _RATIOS:
            made.addPixmap(self.pixmap(name, size_px, tint, ratio), QIcon.Mode.Normal)
            made.addPixmap(self.pixmap(name, size_px, disabled, ratio), QIcon.Mode.Disabled)
        return made

    def draw(self, painter: QPainter, name: str, tint: str, rect: QRectF) -> None:
        """Paint an icon centred in a rectangle, as large as the rectangle's shorter side."""
        side = min(rect.width(), rect.height())
        pixmap = self.pixmap(name, side, tint, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(rect.center().x() - side / 2, rect.center().y() - side / 2), pixmap)


@functools.cache
def _phosphor() -> tuple[str, dict[str, str]]:
    """Return the family's font and its glyphs by name.

    Read from the package's files: importing it loads eleven other families and a layer over Qt, which took a quarter
    of the window's start.
    """
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("qtawesome, whose fonts are the window's icons, is not installed")
    folder = Path(next(iter(spec.submodule_search_locations))) / "fonts"
    glyphs: dict[str, str] = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text("utf-8"))
    number = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-[0-9]*.ttf"))))
    return QFontDatabase.applicationFontFamilies(number)[0], {name: chr(int(code, 16)) for name, code in glyphs.items()}


def _paint(name: str, size_px: float, color: QColor, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size_px * ratio), round(size_px * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    family, charmap = _phosphor()
    font = QFont(family)
    font.setPixelSize(max(1, round(size_px)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(QRectF(0, 0, size_px, size_px), Qt.AlignmentFlag.AlignCenter, charmap[name])
    painter.end()
    return pixmap


def draw_mark(painter: QPainter, rect: QRectF, ground: QColor, diamond: QColor) -> None:
    """Paint the mark: on a grid of 24 a square of radius 6.5 and a diamond."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 24, rect.height() / 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, 24, 24), 6.5, 6.5)
    painter.setBrush(diamond)
    painter.drawPolygon(QPolygonF([QPointF(12, 5.6), QPointF(18.4, 12), QPointF(12, 18.4), QPointF(5.6, 12)]))
    painter.restore()


def mark_icon(ground: QColor, diamond: QColor) -> QIcon:
    """Return the mark as the window's icon."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_mark(painter, QRectF(0, 0, side, side), ground, diamond)
        painter.end()
        made.addPixmap(pixmap)
    return made
