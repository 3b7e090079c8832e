"""Parts of what is said of an item: why it is not whole, a section under its heading, names and values. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from desktop.ui.item import words
    from desktop.ui.theme import Theme


class Verdict(QWidget):
    """Why an item is not whole, on the ground of how serious it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._verdict: words.Verdict | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 10, 12, 10)
        column.setSpacing(2)
        self._heading = theme.label("", "name", wrap=True)
        self._text = theme.label("", "small", "text2", wrap=True)
        column.addWidget(self._heading)
        column.addWidget(self._text)

    def say(self, verdict: words.Verdict | None) -> None:
        """Say it, or hide."""
        self._verdict = verdict
        self.setVisible(verdict is not None)
        if verdict is not None:
            self._heading.setText(verdict.heading)
            self._text.setText(verdict.text)
            self._text.setVisible(bool(verdict.text))
            self.setAccessibleName(f"{verdict.heading}. {verdict.text}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the icon."""
        if self._verdict is None:
            return
        table = self._theme.colors
        ground, tint = {
            "info": (table.raised, "text2"),
            "warning": (table.warnbg, "warn"),
            "failure": (table.failbg, "fail"),
        }[self._verdict.level]
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        self._theme.icons.draw(painter, self._verdict.icon, tint, QRectF(12, 12, 18, 18))


class Section(QWidget):
    """A heading over a hairline's distance, and what belongs to it."""

    def __init__(self, theme: Theme, title: str) -> None:
        """No title: the first one, which needs no heading and no hairline."""
        super().__init__()
        self._theme, self._has_line = theme, bool(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 16, 0, 0)
        self.column.setSpacing(8)
        self.head = QHBoxLayout()
        self.note = theme.label("", "small", "text3")
        if title:
            self.head.addWidget(theme.label(title, "strong"))
            self.head.addStretch(1)
            self.head.addWidget(self.note)
        if title:
            self.column.addLayout(self.head)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline above."""
        if self._has_line:
            QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.colors.line)


class Fields(QWidget):
    """Names and values, side by side."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 72)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[str, str]] = []

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Show other rows."""
        if rows == self._shown:
            return
        self._shown = rows
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(rows):
            label = self._theme.label(name, "small", "text2")
            shown = self._theme.label(value, "small", wrap=True)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setAccessibleName(f"{name}: {value}")
            if " " not in value:
                # One long word, a name of a file, must not make the panel wider than it is.
                shown = ElidedLabel(self._theme, value, "small", mode=Qt.TextElideMode.ElideMiddle)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)
