"""Where a video is drawn, and what is said there over it. Main thread."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from desktop.item.exports.cues import cues_of
from desktop.ui.item.media import QGraphicsVideoItem
from desktop.ui.widgets.panel import CornerCover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.transcript import Word
    from desktop.item.exports.cues import Cue
    from desktop.ui.theme import Theme

#: A subtitle is so high, by the height of what it lies over; within bounds.
_PART = 0.042
_LOWEST_PX, _HIGHEST_PX = 13, 34
_GROUND = QColor(9, 9, 11, 199)
_INK = QColor(255, 255, 255)


class Screen(QGraphicsView):
    """Where the video is drawn, whole."""

    def __init__(self, theme: Theme) -> None:
        self._scene = QGraphicsScene()
        super().__init__(self._scene)
        self._theme = theme
        self.video = QGraphicsVideoItem()
        self._scene.addItem(self.video)
        self.video.nativeSizeChanged.connect(self._on_native_size_changed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self._cover = CornerCover(theme, self, 8, ground="panel", line="")

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802 - Qt's name
        """Draw the well."""
        painter.fillRect(rect, QColor(self._theme.colors.well))

    @Slot(QSizeF)
    def _on_native_size_changed(self, size: QSizeF) -> None:
        if size.isValid() and not size.isEmpty():
            self.video.setSize(size)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture whole."""
        super().resizeEvent(event)
        self._cover.setGeometry(self.rect())
        self._cover.raise_()
        self._fit()

    def _fit(self) -> None:
        frame = self.video.boundingRect()
        if frame.isEmpty():
            return
        # fitInView would leave a margin of 2 px.
        part = min(self.viewport().width() / frame.width(), self.viewport().height() / frame.height())
        self._scene.setSceneRect(frame)
        self.setTransform(QTransform.fromScale(part, part))


class Subtitles(QWidget):
    """What is said now, over the lower edge of the picture; the mouse goes through it."""

    def __init__(self, theme: Theme, under: QWidget) -> None:
        super().__init__(under)
        self._theme = theme
        self._cues: list[Cue] = []
        self._starts: list[int] = []
        self._shown: Cue | None = None
        self.is_on = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        under.installEventFilter(self)
        self.setGeometry(under.rect())

    def show_words(self, words: Sequence[Word]) -> None:
        """Take what is said, as it is corrected."""
        self._cues = cues_of(words)
        self._starts = [cue.start_ms for cue in self._cues]
        self._shown = None
        self.update()

    @property
    def has_any(self) -> bool:
        """Whether anything is said at all."""
        return bool(self._cues)

    @property
    def text(self) -> str:
        """What stands there now."""
        return "\n".join(self._shown.lines) if self._shown is not None and self.is_on else ""

    def turn(self, *, is_on: bool) -> None:
        """Show them, or not."""
        self.is_on = is_on
        self.update()

    def follow(self, position_ms: int) -> None:
        """Show what is said at a place."""
        number = bisect.bisect_right(self._starts, position_ms) - 1
        cue = self._cues[number] if number >= 0 and position_ms < self._cues[number].end_ms else None
        if cue is not self._shown:
            self._shown = cue
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as what it lies over, and above it."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        if event.type() in {QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.LayoutRequest}:
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines on their ground."""
        if not self.text or self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font("transcript")
        font.setPixelSize(round(min(_HIGHEST_PX, max(_LOWEST_PX, self.height() * _PART))))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        wide = max(metrics.horizontalAdvance(line) for line in self._shown.lines) + 24
        high = metrics.lineSpacing() * len(self._shown.lines) + 12
        left = (self.width() - wide) / 2
        box = QRectF(left, self.height() - high - max(12.0, self.height() * 0.04), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(_INK)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(self._shown.lines))
