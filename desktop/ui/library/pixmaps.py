"""Pictures of tiles: set in their well as a ``QImage`` in a pool, made a ``QPixmap`` in the main thread; bounded.

::

    asked for while painting ──▶ waiting, the newest first ──▶ two at a time in the pool ──▶ kept, told
                                  └─ out of sight: dropped       └─ not on the disk: fetched from the newsroom
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPixmap

from desktop.ui.bridge import DRAWERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.tiles import Tile
    from desktop.ui.theme import Theme

#: Room for the pixmaps of thirty full views, of four at 200 %; with twice as much the program would pass 350 MB.
_KEPT_BYTES = 96 * 1024**2
#: Pictures asked for and not begun: more than the largest view holds.
_WAITING = 400
#: What is not here is collected for so long before it is asked of the newsroom.
_FETCH_MS = 100
#: The small thumbnail serves up to this side in device pixels, a little enlarged.
_SMALL_PX = 300
_WAVE_PX = 40
#: Lower pictures have no room for what was said.
_QUOTE_FROM_PX = 80
#: How much ink a grey of the cloud's waveform stands for: none for its ground, all for its bars.
_INK_OF_GRAY = bytes(min(255, max(0, (gray - 40) * 255 // 105)) for gray in range(256))


@dataclass(frozen=True, slots=True)
class Want:
    """One picture as it is to be painted."""

    item_id: str
    analysis_version: int
    width: int
    height: int
    ratio: float
    is_sound: bool
    has_quote: bool
    radius: int = 8


class Thumbnails(QObject):
    """Asks for pictures, keeps them, and says when one has come."""

    came = Signal(str)  #: item id

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._kept: OrderedDict[Want, QPixmap] = OrderedDict()
        self._bytes = 0
        self._asked: set[Want] = set()
        self._waiting: dict[Want, None] = {}
        self._drawing = 0
        self._lacking: dict[str, None] = {}
        self._fetch = QTimer(self)
        self._fetch.setSingleShot(True)
        self._fetch.timeout.connect(self._on_fetch)
        self._missing: set[Want] = set()
        self._older: dict[str, Want] = {}
        theme.changed.connect(self.clear)

    @Slot()
    def clear(self) -> None:
        """Forget all: the well has another colour."""
        self._kept.clear()
        self._older.clear()
        self._missing.clear()
        self._bytes = 0

    def forget(self, item_id: str) -> None:
        """Look on the disk again: the picture is new."""
        self._missing = {want for want in self._missing if want.item_id != item_id}
        # One that is being read now may have looked before the file came: its answer must not stand for good.
        self._asked = {want for want in self._asked if want.item_id != item_id}
        for want in [want for want in self._kept if want.item_id == item_id]:
            self._drop(want)

    def get(self, tile: Tile, size: QSize, ratio: float, radius: int = 8) -> QPixmap | None:
        """Return a tile's picture; where it is not ready, ask for it and return an older one or None."""
        want = Want(
            tile.id,
            tile.analysis_version,
            size.width(),
            size.height(),
            ratio,
            tile.media_type == "audio",
            bool(tile.quote) and size.height() >= _QUOTE_FROM_PX,
            radius,
        )
        found = self._kept.get(want)
        if found is not None:
            self._kept.move_to_end(want)
            return found
        if want not in self._asked and want not in self._missing:
            self._ask(want)
        older = self._older.get(tile.id)
        return self._kept.get(older) if older is not None else None

    def keep_only(self, item_ids: Iterable[str]) -> None:
        """Draw nothing more of what has left the view; it is asked for again where it comes back."""
        seen = set(item_ids)
        for want in [want for want in self._waiting if want.item_id not in seen]:
            self._put_off(want)

    @property
    def is_busy(self) -> bool:
        """Whether pictures are being made."""
        return self._drawing > 0 or bool(self._waiting)

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._fetch.stop()

    def _ask(self, want: Want) -> None:
        self._asked.add(want)
        self._waiting[want] = None
        if len(self._waiting) > _WAITING:
            self._put_off(next(iter(self._waiting)))
        self._draw_next()

    def _put_off(self, want: Want) -> None:
        del self._waiting[want]
        self._asked.discard(want)

    def _draw_next(self) -> None:
        while self._waiting and self._drawing < DRAWERS:
            want, _ = self._waiting.popitem()
            self._drawing += 1
            self._draw(want)

    def _draw(self, want: Want) -> None:
        side = max(want.width, want.height) * want.ratio
        sizes = (256, 1024) if side <= _SMALL_PX or want.is_sound else (1024, 256)
        paths = [self._actions.items.thumbnail_path(want.item_id, want.analysis_version, px) for px in sizes]
        table = self._theme.colors
        ground = table.raised if want.is_sound else table.well
        line = table.line2 if want.is_sound else None
        ink = table.text3
        self._bridge.draw(lambda: (want, _compose(want, paths, ground, line, ink)), self._on_made)

    def _on_made(self, made: tuple[Want, QImage | None]) -> None:
        self._drawing -= 1
        self._draw_next()
        want, image = made
        is_current = want in self._asked
        self._asked.discard(want)
        if image is None:
            if is_current:
                self._missing.add(want)
                self._lacking[want.item_id] = None
                if not self._fetch.isActive():
                    self._fetch.start(_FETCH_MS)
            return
        self._missing.discard(want)
        pixmap = QPixmap.fromImage(image)
        self._kept[want] = pixmap
        self._older[want.item_id] = want
        self._bytes += _bytes_of(want)
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        self.came.emit(want.item_id)

    @Slot()
    def _on_fetch(self) -> None:
        """Have fetched what is not on this computer: of an old library only the newest pictures come by themselves."""
        lacking, self._lacking = list(self._lacking), {}
        self._actions.want_pictures(lacking)

    def _drop(self, want: Want) -> None:
        if self._kept.pop(want, None) is not None:
            self._bytes -= _bytes_of(want)
            if self._older.get(want.item_id) == want:
                del self._older[want.item_id]


def _bytes_of(want: Want) -> int:
    return round(want.width * want.height * want.ratio**2 * 4)


def _compose(want: Want, paths: list[Path], ground: QColor, line: QColor | None, ink: QColor) -> QImage | None:
    """Make the picture in a pool's thread: ground, the whole picture centred, corners rounded; None without a file."""
    picture = next((image for path in paths if not (image := _read(path, want)).isNull()), None)
    if picture is None:
        return None
    side = QSize(round(want.width * want.ratio), round(want.height * want.ratio))
    canvas = QImage(side, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.setDevicePixelRatio(want.ratio)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    frame = QRectF(0, 0, want.width, want.height)
    path = QPainterPath()
    path.addRoundedRect(frame, want.radius, want.radius)
    painter.fillPath(path, ground)
    painter.setClipPath(path)
    if want.is_sound:
        painter.drawImage(wave_place(frame, has_quote=want.has_quote), wave_of(picture, ink))
    else:
        painter.drawImage(fit(QSizeF(picture.size()), frame), picture)
    painter.setClipping(False)
    if line is not None:
        painter.setPen(line)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), want.radius, want.radius)
    painter.end()
    return canvas


def wave_place(frame: QRectF, *, has_quote: bool) -> QRectF:
    """Return where a recording's waveform goes: along the bottom under a quote, else through the middle."""
    if has_quote:
        return QRectF(frame.x() + 12, frame.bottom() - 14 - _WAVE_PX, frame.width() - 24, _WAVE_PX)
    return QRectF(frame.x() + 12, frame.y() + frame.height() * 0.2, frame.width() - 24, frame.height() * 0.6)


def wave_of(picture: QImage, ink: QColor) -> QImage:
    """Return the waveform alone, in a colour of the theme.

    The cloud draws it light on dark through the middle of a picture of 3 : 2 (``cloud.analysis.engines.sound``).
    """
    gray = picture.copy(
        0, round(picture.height() * 0.18), picture.width(), max(1, round(picture.height() * 0.64))
    ).convertToFormat(QImage.Format.Format_Grayscale8)
    mask = QImage(
        bytes(gray.constBits()).translate(_INK_OF_GRAY),
        gray.width(),
        gray.height(),
        gray.bytesPerLine(),
        QImage.Format.Format_Alpha8,
    )
    wave = QImage(gray.size(), QImage.Format.Format_ARGB32_Premultiplied)
    wave.fill(ink)
    painter = QPainter(wave)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, mask)
    painter.end()
    return wave


def fit(picture: QSizeF, frame: QRectF) -> QRectF:
    """Return where the whole picture stands, centred in a frame."""
    size = picture.scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF(
        frame.x() + (frame.width() - size.width()) / 2,
        frame.y() + (frame.height() - size.height()) / 2,
        size.width(),
        size.height(),
    )


def _read(path: Path, want: Want) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        # Half again as large as shown, so that smoothing has something to work with.
        box = QSize(round(want.width * want.ratio * 1.5), round(want.height * want.ratio * 1.5))
        if size.width() > box.width() and size.height() > box.height():
            reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()
