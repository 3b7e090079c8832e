"""Small pictures of rows: the library's thumbnail, else the file itself where Qt reads it. Main thread and pool."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPixmap

from desktop.ui.library.tiles import tile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.transfers.rows import Row

SIZE = QSize(54, 36)
_KEPT = 400
#: Larger files are not read for a small picture: the line needs the disk.
_LARGEST_BYTES = 60_000_000


class RowPictures(QObject):
    """Asks for the pictures of rows in sight, one file at a time, and keeps them."""

    came = Signal()

    def __init__(self, actions: Actions, bridge: Bridge, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._actions, self._bridge, self._thumbnails = actions, bridge, thumbnails
        self.kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._tried: set[str] = set()
        self._is_reading = False

    def ask(self, rows: Sequence[Row], ratio: float) -> None:
        """Ask for the pictures of these; what is here is in ``kept`` then."""
        files: list[Row] = []
        for row in rows:
            if row.has_item:
                self._ask_library(row.item_id, ratio)
            elif not row.failure and row.icon == "image" and row.id not in self._tried:
                files.append(row)
        if files and not self._is_reading:
            self._read(files[0], ratio)

    def _ask_library(self, item_id: str, ratio: float) -> None:
        item = self._actions.items.get(item_id)
        if item is None or item.thumbnail_key is None or item.media_type == "audio":
            return
        picture = self._thumbnails.get(tile(item), SIZE, ratio)
        if picture is not None:
            self._keep(item_id, picture)

    def _read(self, row: Row, ratio: float) -> None:
        self._is_reading = True
        self._tried.add(row.id)

        def done(image: QImage | None) -> None:
            self._is_reading = False
            if image is not None:
                pixmap = QPixmap.fromImage(image)
                pixmap.setDevicePixelRatio(ratio)
                self._keep(row.id, pixmap)
            self.came.emit()

        self._bridge.draw(lambda: read_picture(row.path, SIZE * ratio), done)

    def _keep(self, key: str, pixmap: QPixmap) -> None:
        self.kept[key] = pixmap
        self.kept.move_to_end(key)
        while len(self.kept) > _KEPT:
            self.kept.popitem(last=False)


def read_picture(path: Path, size: QSize) -> QImage | None:
    """Return a file's picture, cut to fill a size in device pixels, corners rounded; None where it cannot be read."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            return None
    except OSError:
        return None
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if not whole.isValid():
        return None
    reader.setScaledSize(whole.scaled(size * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return None
    image = image.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    radius = size.height() / 9
    outline.addRoundedRect(QRectF(made.rect()), radius, radius)
    painter.setClipPath(outline)
    painter.drawImage((size.width() - image.width()) // 2, (size.height() - image.height()) // 2, image)
    painter.end()
    return made
