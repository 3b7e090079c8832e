"""Text that is shortened where there is no room, a layout that flows, and a thin bar of progress. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QLabel, QLayout, QLayoutItem, QScrollBar, QSizePolicy, QWidget

from desktop.ui import phrases

if TYPE_CHECKING:
    from desktop.ui.theme import Role, Theme


class ElidedLabel(QLabel):
    """One line that is cut, in the middle for file names, with the whole of it as tooltip and accessible name."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: Role = "body",
        tint: str = "text",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self._theme, self._tint, self._mode = theme, tint, mode
        self.setFont(theme.font(role))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show a text, whatever its length."""
        super().setText(" ".join(text.split()))
        self.setAccessibleName(text)

    def set_tint(self, tint: str) -> None:
        """Change the colour."""
        self._tint = tint
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return one line's height, and no width at all."""
        return QSize(0, self.fontMetrics().height() + 2)

    def sizeHint(self) -> QSize:
        """Return the room the whole text wants."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text that fits."""
        painter = QPainter(self)
        painter.setPen(self._theme.colors.named(self._tint))
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        whole = shown == self.text()
        self.setToolTip("" if whole else phrases.tooltip(self.text()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


class FlowLayout(QLayout):
    """Widgets in lines, wrapped where the width ends: tag chips."""

    def __init__(self, parent: QWidget, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take a widget's item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Return one, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Remove one, or return None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Return True: lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the lines need at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the smallest size: the width is given from outside."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the largest widget's height; widgets may be made narrower than they want."""
        return QSize(0, max((item.sizeHint().height() for item in self._items), default=0))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Place all widgets."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            width = min(size.width(), rect.width())
            if x > rect.x() and x + width > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()


class QuietScrollBar(QScrollBar):
    """Keeps its room, so that nothing is laid out anew, and shows nothing while there is nothing to scroll."""

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:  # noqa: N802 - Qt's name
        """Be disabled, which the style sheet draws as nothing, while all is in sight."""
        super().sliderChange(change)
        if change == QAbstractSlider.SliderChange.SliderRangeChange:
            self.setEnabled(self.maximum() > self.minimum())


class Bar(QWidget):
    """A bar of progress, 4 high; it moves without easing."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._part, self._tint = theme, 0.0, "sel"
        self.setAccessibleName(name)
        self.setFixedHeight(4)

    def show_part(self, part: float, tint: str = "sel") -> None:
        """Fill a part, 0 to 1."""
        part = min(1.0, max(0.0, part))
        if (part, tint) != (self._part, self._tint):
            self._part, self._tint = part, tint
            self.setAccessibleDescription(f"{round(part * 100)} %")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track and the filled part."""
        painter = QPainter(self)
        paint_bar(painter, QRectF(self.rect()), self._part, self._tint, self._theme)


def paint_bar(painter: QPainter, rect: QRectF, part: float, tint: str, theme: Theme) -> None:
    """Paint a bar of progress; delegates use it too."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colors.press if theme.is_dark else theme.colors.line)
    painter.drawRoundedRect(rect, 2, 2)
    if part > 0:
        filled = QRectF(rect.x(), rect.y(), max(4.0, rect.width() * part), rect.height())
        painter.setBrush(theme.colors.named(tint))
        painter.drawRoundedRect(filled, 2, 2)
