"""Empty states: an icon, a heading, what is going on, the way out; and the zone to drop a folder on. Main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.theme import on_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QMimeData

    from desktop.ui.theme import Theme

_TEXT_WIDTH = 340


class EmptyState(QWidget):
    """Centred in its place."""

    def __init__(self, theme: Theme, icon: str, tint: str = "text3", size_px: int = 36, width: int = 480) -> None:
        super().__init__()
        self._theme, self._icon_name, self._tint, self._size_px = theme, icon, tint, size_px
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._heading = theme.label("", "page", wrap=True)
        self._text = theme.label("", "body", "text2", wrap=True)
        self._hint = theme.label("", "body", "text3", wrap=True)
        for label, label_width in ((self._heading, width), (self._text, _TEXT_WIDTH + 24), (self._hint, width)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setFixedWidth(label_width)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._actions.addStretch(1)
        self._actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(5)
        for part, gap in ((self._icon, 16), (self._heading, 6), (self._text, 18)):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(gap)
        column.addLayout(self._actions)
        column.addSpacing(16)
        column.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(6)
        on_change(theme, self._on_theme_changed)

    def say(self, heading: str, text: str, hint: str = "") -> None:
        """Set the words."""
        self._heading.setText(heading)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        for label in (self._heading, self._text, self._hint):
            # A layout gives a wrapped label that is centred in it the height of its first guess.
            label.setFixedHeight(max(0, label.heightForWidth(label.width())))
        self.setAccessibleName(f"{heading}. {text}")

    def set_actions(self, buttons: Sequence[QWidget]) -> None:
        """Put the ways out side by side."""
        for button in buttons:
            self._actions.insertWidget(self._actions.count() - 1, button)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.icons.pixmap(self._icon_name, self._size_px, self._tint, ratio))


def folders_in(data: QMimeData) -> list[Path]:
    """Return the local folders and files that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


class DropZone(QWidget):
    """A dashed place that takes folders; solid while one hovers over it."""

    dropped = Signal(list)  #: of Path

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._is_over = False
        self.setAcceptDrops(True)
        self.setAccessibleName(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that what hovers would be taken."""
        if folders_in(event.mimeData()):
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing hovers."""
        self._set_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; the files stay where they are."""
        self._set_over(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(folders_in(event.mimeData()))

    def _set_over(self, is_over: bool) -> None:  # noqa: FBT001 - a setter
        self._is_over = is_over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the zone's border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._is_over:
            painter.setBrush(self._theme.colors.selbg)
            painter.setPen(QPen(self._theme.colors.sel, 2))
        else:
            pen = QPen(self._theme.colors.control, 1)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
        painter.drawRoundedRect(edge, 12, 12)
