"""Welcome's right half: what a library looks like, with the sample media that come with SnapStream. Main thread."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImageIOHandler, QImageReader, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SIDE, _GAP_X, _GAP_Y, _WIDEST = 72.0, 24.0, 72.0, 560.0
_MARK_PX = 24.0
_BAR_PX = 5.0


@dataclass(frozen=True, slots=True)
class _Mark:
    icon: str
    tint: str
    text: str


@dataclass(frozen=True, slots=True)
class _Sample:
    """One of the sample media, with what is really found in it; "" is the recording, which has no picture."""

    file: str
    marks: tuple[_Mark, ...]


#: Words and tags of the samples are shown as they are in them: they are not translated.
_SAMPLES: Final = (
    _Sample("harbour_at_dusk.jpg", (_Mark("tag", "k_label", "harbour"), _Mark("tag", "k_label", "dusk"))),
    _Sample("cafe_zurich.jpg", (_Mark("text-t", "k_text", "Café Zürich"), _Mark("tag", "k_label", "sign"))),
    _Sample("", (_Mark("chat-text", "text3", "“…the new bridge will open in the spring.”"),)),
    _Sample("lighthouse.jpg", (_Mark("tag", "k_label", "lighthouse"), _Mark("tag", "k_label", "night"))),
)
_CHOSEN = 1
_QUOTE = "“The ferry came into the harbor on Monday.”"


class Stage(QWidget):
    """Four tiles, as large as there is room. A picture to a screen reader, with a summary."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pictures: dict[str, QPixmap] = {}
        self._fitted = (QSize(), 0.0)
        self.setAccessibleName(tr("A library with photos and a recording, and what was found in each"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the panel's ground, its hairline, and the tiles."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), table.panel)
        painter.fillRect(0, 0, 1, self.height(), table.line)
        width = min(_WIDEST, (self.width() - 2 * _SIDE - _GAP_X) / 2)
        height = width * 2 / 3
        self._fit(QSize(round(width), round(height)))
        left = (self.width() - 2 * width - _GAP_X) / 2
        top = max(32.0, (self.height() - 2 * height - _GAP_Y - _MARK_PX) / 2)
        for number, sample in enumerate(_SAMPLES):
            place = QRectF(
                round(left + number % 2 * (width + _GAP_X)), round(top + number // 2 * (height + _GAP_Y)), width, height
            )
            self._paint_tile(painter, place, sample)
            if number == _CHOSEN:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(table.sel, 2))
                painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 10, 10)
            self._paint_marks(painter, place, sample)

    def _paint_tile(self, painter: QPainter, place: QRectF, sample: _Sample) -> None:
        table = self._theme.colors
        picture = self._pictures.get(sample.file)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(table.well if sample.file else table.raised)
        painter.drawRoundedRect(place, 8, 8)
        if not sample.file:
            self._paint_recording(painter, place)
        elif picture is None:  # a program that was built without the samples
            middle = place.center()
            self._theme.icons.draw(painter, "image", "line2", QRectF(middle.x() - 18, middle.y() - 18, 36, 36))
        else:
            corners = QPainterPath()
            corners.addRoundedRect(place, 8, 8)
            painter.save()
            painter.setClipPath(corners)
            painter.drawPixmap(place.topLeft(), picture)
            painter.restore()

    def _paint_recording(self, painter: QPainter, place: QRectF) -> None:
        """Draw what was said, over the outline of a voice: bursts of some words with rests between them."""
        table, inner = self._theme.colors, place.adjusted(20, 20, -20, -20)
        painter.setPen(QPen(table.line2, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(self._theme.font("transcript"))
        painter.setPen(table.text)
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, int(wrapped), _QUOTE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(table.text3)
        middle, most = inner.bottom() - inner.height() * 0.22, inner.height() * 0.36
        for number in range(int(inner.width() / _BAR_PX)):
            loud = 0.55 + 0.45 * math.sin(number * 1.9) * math.cos(number * 0.7)
            burst = max(0.06, math.sin(number * 0.17) ** 2 * loud)
            painter.drawRoundedRect(
                QRectF(inner.x() + number * _BAR_PX, middle - most * burst / 2, _BAR_PX - 2, most * burst), 1, 1
            )

    def _paint_marks(self, painter: QPainter, place: QRectF, sample: _Sample) -> None:
        painter.setFont(self._theme.font("small"))
        x, y = place.x(), place.bottom() + 9
        for mark in sample.marks:
            self._theme.icons.draw(painter, mark.icon, mark.tint, QRectF(x, y + 4, 14, 14))
            room = max(0.0, place.right() - x - 20)
            text = painter.fontMetrics().elidedText(mark.text, Qt.TextElideMode.ElideRight, int(room))
            painter.setPen(self._theme.colors.text2)
            painter.drawText(QRectF(x + 20, y, room, 22), _LEFT_MIDDLE, text)
            x += 20 + painter.fontMetrics().horizontalAdvance(text) + 14

    def _fit(self, size: QSize) -> None:
        """Read the pictures at the size they are shown in, cut to the tile's shape."""
        ratio = self.devicePixelRatioF()
        if self._fitted == (size, ratio):
            return
        self._fitted = (size, ratio)
        self._pictures = {}
        folder = Path(str(resources.files("resources").joinpath("samples")))
        for sample in _SAMPLES:
            picture = _read(folder / sample.file, size * ratio) if sample.file else None
            if picture is not None:
                picture.setDevicePixelRatio(ratio)
                self._pictures[sample.file] = picture


def _read(path: Path, size: QSize) -> QPixmap | None:
    """Return a picture that fills ``size``, its middle; None where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    stored = reader.size()
    if not stored.isValid():
        return None
    is_turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    wanted = size.transposed() if is_turned else size
    reader.setScaledSize(stored.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return None
    x, y = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
    return QPixmap.fromImage(image.copy(x, y, size.width(), size.height()))
