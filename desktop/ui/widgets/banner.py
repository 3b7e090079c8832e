"""The banner under the top bar, for what lasts: offline, a full disk, a damaged cache. One at a time. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.theme import Theme

Level = Literal["info", "warning", "failure"]
_RANK: dict[Level, int] = {"info": 0, "warning": 1, "failure": 2}
_GROUNDS: dict[Level, str] = {"info": "raised", "warning": "warnbg", "failure": "failbg"}
_TOKENS: dict[Level, str] = {"info": "text2", "warning": "warn", "failure": "fail"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One lasting state: a sentence and the way out of it."""

    level: Level
    icon: str
    text: str
    action: str = ""
    act: Callable[[], None] | None = None


class Banner(QWidget):
    """Shows the most serious of what holds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._held: dict[str, Notice] = {}
        self.setFixedHeight(theme.row(40))
        row = QHBoxLayout(self)
        row.setContentsMargins(24 + 17 + 10, 0, 24, 1)
        row.setSpacing(12)
        self._text = ElidedLabel(theme)
        self._action = Button(theme, "", kind="link")
        self._action.clicked.connect(self._on_clicked)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        self.setVisible(False)

    @property
    def current(self) -> Notice | None:
        """What is shown: what matters most, and of equals what came last."""
        return max(reversed(self._held.values()), key=lambda notice: _RANK[notice.level], default=None)

    def hold(self, key: str, notice: Notice | None) -> None:
        """Say that a state holds, or with None that it no longer does."""
        if notice is None:
            self._held.pop(key, None)
        else:
            self._held[key] = notice
        shown = self.current
        if shown is not None:
            self._text.setText(shown.text)
            self.setAccessibleName(shown.text)
            self._action.say(shown.action)
            self._action.setText(shown.action)
            self._action.setVisible(bool(shown.action))
            self.update()
        self.setVisible(shown is not None)

    @Slot()
    def _on_clicked(self) -> None:
        shown = self.current
        if shown is not None and shown.act is not None:
            shown.act()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of its level, the icon and the hairline."""
        shown = self.current
        if shown is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colors.named(_GROUNDS[shown.level]))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colors.line)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(24, (self.height() - 17) / 2, 17, 17)
        self._theme.icons.draw(painter, shown.icon, _TOKENS[shown.level], box)
        painter.setPen(Qt.PenStyle.NoPen)
