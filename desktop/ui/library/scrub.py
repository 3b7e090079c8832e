"""Hover-scrub: the frames of the video under the pointer, fetched when it rests there, the last 64 kept. Main thread.

::

    pointer over a video ── 150 ms ──▶ frames asked for ──▶ read in the pool ──▶ the frame nearest the pointer's place
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPixmap

from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.library.pixmaps import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.tiles import Tile
    from desktop.ui.theme import Theme

_REST_MS = 150
_KEPT = 64
#: Frames are kept this large, as JPEG: 64 videos are 20 MB, and one is read in a millisecond.
_FRAME_PX = 480
_QUALITY = 80


class Scrubber(QObject):
    """Which video the pointer is over, and how far along."""

    changed = Signal(str)  #: item id: paint it again

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._tile: Tile | None = None
        self._waiting: Tile | None = None
        self.part = 0.0
        self._frames: OrderedDict[str, list[tuple[int, bytes]]] = OrderedDict()
        self._asked: set[str] = set()
        self._shown: tuple[object, ...] = ()
        self._pixmap: QPixmap | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest)

    @property
    def item_id(self) -> str:
        """The video that is scrubbed, "" for none."""
        return self._tile.id if self._tile is not None else ""

    @property
    def clock(self) -> str:
        """The time under the pointer."""
        return phrases.clock(self._place_ms)

    @property
    def _place_ms(self) -> int:
        return round(self.part * self._tile.duration_ms) if self._tile is not None else 0

    def move(self, tile: Tile | None, part: float) -> None:
        """Follow the pointer: over a video it counts after a short rest, elsewhere it ends."""
        if tile is None or tile.media_type != "video" or not tile.duration_ms:
            self.leave()
            return
        self.part = min(1.0, max(0.0, part))
        if self._tile is not None and self._tile.id == tile.id:
            self.changed.emit(tile.id)
            return
        self._end()
        if self._waiting is None or self._waiting.id != tile.id:
            self._waiting = tile
            self._rest.start()

    def leave(self) -> None:
        """End: the pointer has left."""
        self._waiting = None
        self._rest.stop()
        self._end()

    def frame(self, size: QSize, ratio: float) -> QPixmap | None:
        """Return the frame at the pointer's place, whole in its well; None while there is none."""
        if self._tile is None:
            return None
        frames = self._frames.get(self._tile.id)
        if not frames:
            return None
        self._frames.move_to_end(self._tile.id)
        number = max(0, bisect_right([at_ms for at_ms, _ in frames], self._place_ms) - 1)
        shown = (self._tile.id, number, size.width(), size.height(), ratio, self._theme.is_dark)
        if shown != self._shown:
            self._shown = shown
            self._pixmap = _in_well(QImage.fromData(frames[number][1]), size, ratio, self._theme.colors.well)
        return self._pixmap

    def _end(self) -> None:
        if self._tile is not None:
            gone, self._tile = self._tile.id, None
            self.changed.emit(gone)

    @Slot()
    def _on_rest(self) -> None:
        self._tile, self._waiting = self._waiting, None
        if self._tile is None:
            return
        item_id = self._tile.id
        self.changed.emit(item_id)
        if item_id in self._frames or item_id in self._asked:
            return
        self._asked.add(item_id)
        self._actions.fetch_frames(item_id, self._bridge.in_main(lambda found: self._on_fetched(item_id, found)))

    def _on_fetched(self, item_id: str, found: Sequence[tuple[int, Path]] | SnapStreamError) -> None:
        if isinstance(found, SnapStreamError) or not found:
            self._asked.discard(item_id)
            self._keep(item_id, [])
            return
        self._bridge.draw(lambda: _read_all(found), lambda frames: self._on_read(item_id, frames))

    def _on_read(self, item_id: str, frames: list[tuple[int, bytes]]) -> None:
        self._asked.discard(item_id)
        self._keep(item_id, frames)
        if self.item_id == item_id:
            self.changed.emit(item_id)

    def _keep(self, item_id: str, frames: list[tuple[int, bytes]]) -> None:
        self._frames[item_id] = frames
        while len(self._frames) > _KEPT:
            self._frames.popitem(last=False)


def _read_all(found: Sequence[tuple[int, Path]]) -> list[tuple[int, bytes]]:
    frames: list[tuple[int, bytes]] = []
    for at_ms, path in found:
        reader = QImageReader(str(path))
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(size.scaled(_FRAME_PX, _FRAME_PX, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        packed = QByteArray()
        buffer = QBuffer(packed)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not image.isNull() and image.save(buffer, "JPEG", _QUALITY):  # type: ignore[call-overload]  # Qt takes no bytes here
            frames.append((at_ms, bytes(packed.data())))
    return frames


def _in_well(image: QImage, size: QSize, ratio: float, ground: QColor) -> QPixmap:
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    frame = QRectF(0, 0, size.width(), size.height())
    path = QPainterPath()
    path.addRoundedRect(frame, 8, 8)
    painter.fillPath(path, ground)
    painter.setClipPath(path)
    painter.drawImage(fit(QSizeF(image.size()), frame), image)
    painter.end()
    return pixmap
