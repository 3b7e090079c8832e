"""Buttons: primary, secondary, quiet, link, and icon alone. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from desktop.ui import phrases
from desktop.ui.theme import on_change

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from desktop.ui.theme import Theme

Kind = Literal["primary", "secondary", "quiet", "link", "icon"]
_TOKENS: dict[Kind, str] = {
    "primary": "onred",
    "secondary": "text",
    "quiet": "text2",
    "link": "link",
    "icon": "text2",
}
#: Qt leaves 4 px between icon and text; the design asks for 7.
_GAP = 3
#: What a button gives of its padding before its words are shortened.
_SPARE_PX = 16


class Button(QPushButton):
    """A push button with an icon that follows the theme; icon-only ones get their text as name and tooltip."""

    def __init__(
        self, theme: Theme, text: str, icon: str = "", kind: Kind = "secondary", *, small: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._kind = theme, icon, kind
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setFont(theme.font("label" if small else "name"))
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        self.say(text)
        on_change(theme, self._on_theme_changed)

    def say(self, text: str, key: str = "") -> None:
        """Set what the button says, shows or is called; ``key`` is the shortcut that the tooltip names."""
        self.setAccessibleName(text)
        if self._kind == "icon" or not text:
            self.setToolTip(phrases.tooltip(f"{text} ({key})" if key else text))
        else:
            self.setText(text)
            if key:
                self.setToolTip(phrases.tooltip(key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in the tooltip what has no room."""
        super().resizeEvent(event)
        if self.text() and self._missing_px > 0 and not self.toolTip():
            self.setToolTip(phrases.tooltip(self.text()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shorten words that have no room, in a longer language: Qt would cut them at both ends."""
        if self._missing_px <= 0:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.fontMetrics().horizontalAdvance(self.text()) - self._missing_px
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    @property
    def _missing_px(self) -> int:
        return self.sizeHint().width() - _SPARE_PX - self.width()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._icon:
            self._icon = name
            self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        if not self._icon:
            return
        tint = _TOKENS[self._kind]
        gap = _GAP if self.text() else 0
        self.setIconSize(QSize(16 + gap, 16))
        self.setIcon(_with_gap(self._theme.icons.icon(self._icon, 16, tint), gap))


def _with_gap(icon: QIcon, gap: int) -> QIcon:
    if not gap:
        return icon
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        for ratio in (1.0, 2.0):
            source = icon.pixmap(QSize(16, 16), ratio, mode)
            pixmap = QPixmap(round((16 + gap) * ratio), round(16 * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.drawPixmap(0, 0, source)
            painter.end()
            made.addPixmap(pixmap, mode)
    return made
