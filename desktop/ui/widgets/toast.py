"""The toast at the panel's lower right: one at a time, for what is over in a moment. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent

    from desktop.ui.theme import Theme

_WIDTH = 344
_PLAIN_MS = 6_000
_WITH_ACTION_MS = 12_000


class Toast(QWidget):
    """An icon, a line, perhaps a second one, perhaps one action. Stays while the pointer or the focus is on it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon, self._tint = "info", "text2"
        self._act: Callable[[], None] | None = None
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16 + 20 + 12, 12, 16, 12)
        row.setSpacing(12)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        self._title = ElidedLabel(theme, role="name")
        self._text = theme.label("", "small", "text3", wrap=True)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        row.addLayout(lines, 1)
        self._action = Button(theme, "", kind="link")
        self._action.clicked.connect(self._on_clicked)
        row.addWidget(self._action)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_text(
        self,
        title: str,
        text: str = "",
        *,
        icon: str = "info",
        tint: str = "text2",
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Show one; a newer one takes the place of the old."""
        self._icon, self._tint, self._act = icon, tint, act
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{title}. {text}")
        self._timer.start(_WITH_ACTION_MS if action else _PLAIN_MS)
        self.place()
        self.show()
        self.raise_()
        self.update()

    def place(self) -> None:
        """Go to the lower right corner of the parent, 24 from its edges."""
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(_WIDTH, parent.width() - 48)
        self.setFixedWidth(width)
        needed = self._row.totalHeightForWidth(width) if self._text.text() else self._row.sizeHint().height()
        height = max(48, needed)
        self.setGeometry(parent.width() - width - 24, parent.height() - height - 24, width, height)

    @Slot()
    def _on_clicked(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go some time after it has left."""
        self._timer.start(_PLAIN_MS)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the floating surface and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.line2, 1))
        painter.setBrush(self._theme.colors.popup)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._theme.icons.draw(painter, self._icon, self._tint, QRectF(16, (self.height() - 20) / 2, 20, 20))
