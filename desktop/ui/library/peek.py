"""A photo shown large over the page while Space is held down. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.errors import SnapStreamError
from desktop.ui.library.pixmaps import fit

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_EDGE = 24


class Peek(QWidget):
    """Covers its parent; shows what is here at once, and the larger picture when it has come."""

    def __init__(self, theme: Theme, parent: QWidget, actions: Actions, bridge: Bridge) -> None:
        super().__init__(parent)
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._image = QImage()
        self.item_id = ""
        self.setAccessibleName(self.tr("The picture, large"))
        self.hide()

    def show_item(self, item_id: str, analysis_version: int, name: str) -> None:
        """Show an item's picture until ``leave``."""
        self.item_id = item_id
        self.setAccessibleDescription(name)
        self._image = QImage(str(self._actions.items.thumbnail_path(item_id, analysis_version, 256)))
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        local = self._actions.local_path(item_id)
        if local is not None:
            self._read(item_id, local)
        else:
            self._actions.fetch_media(item_id, "1024", self._bridge.in_main(lambda found: self._came(item_id, found)))

    def leave(self) -> None:
        """Show the page again."""
        if self.isVisible():
            self.item_id = ""
            self._image = QImage()
            self.hide()

    def _came(self, item_id: str, found: Path | SnapStreamError) -> None:
        if not isinstance(found, SnapStreamError):
            self._read(item_id, found)

    def _read(self, item_id: str, path: Path) -> None:
        side = max(self.width(), self.height()) * self.devicePixelRatioF()
        self._bridge.draw(lambda: _large(path, side), lambda image: self._show(item_id, image))

    def _show(self, item_id: str, image: QImage) -> None:
        if self.item_id == item_id and not image.isNull():
            self._image = image
            self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """End by a click, too."""
        self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the whole picture in its well."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._theme.colors.well)
        if not self._image.isNull():
            frame = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
            painter.drawImage(fit(QSizeF(self._image.size()), frame), self._image)


def _large(path: Path, side: float) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(round(side), round(side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
