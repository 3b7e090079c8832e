"""A picture that stands whole in its well. Main thread; decoding is the bridge's pool's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.library.pixmaps import fit

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.ui.theme import Theme

_LOWEST, _HIGHEST = 140, 320


class Picture(QWidget):
    """Rounded well with the whole picture in it, or an icon while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pixmap = QPixmap()
        self._icon, self._icon_tint, self._ground = "image", "disabled", "well"
        self._aspect = 3 / 2
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def prepare(self, width: int | None, height: int | None, icon: str, tint: str, ground: str) -> None:
        """Get ready for a picture of these sides; shows the icon until it comes."""
        self._aspect = width / height if width and height else 3 / 2
        self._pixmap = QPixmap()
        self._icon, self._icon_tint, self._ground = icon, tint, ground
        self.updateGeometry()
        self.update()

    def show_image(self, image: QImage) -> None:
        """Show a decoded picture."""
        if not image.isNull():
            self._pixmap = QPixmap.fromImage(image)
            self.update()

    @property
    def has_picture(self) -> bool:
        """Whether there is something to see."""
        return not self._pixmap.isNull()

    def hasHeightForWidth(self) -> bool:
        """Return True: the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which the picture fills the width, within bounds."""
        return max(_LOWEST, min(_HIGHEST, round(width / self._aspect)))

    def sizeHint(self) -> QSize:
        """Return a size to begin with."""
        return QSize(364, self.heightForWidth(364))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw well and picture."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(frame, 8, 8)
        painter.fillPath(path, self._theme.colors.named(self._ground))
        if self._pixmap.isNull():
            box = QRectF(frame.center().x() - 14, frame.center().y() - 14, 28, 28)
            self._theme.icons.draw(painter, self._icon, self._icon_tint, box)
            return
        painter.setClipPath(path)
        painter.drawPixmap(fit(QSizeF(self._pixmap.size()), frame), self._pixmap, QRectF(self._pixmap.rect()))


def decode(path: Path, longest_px: int) -> QImage:
    """Read a picture upright, no larger than needed. Any thread."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > longest_px:
        reader.setScaledSize(size.scaled(QSize(longest_px, longest_px), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
