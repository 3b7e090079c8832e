"""One row of a group of facets, and a group's head that folds it. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from desktop.ui import phrases
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

WIDTH: Final = 240
_LEFT, _RIGHT = 24, 16
_DISC_PX = 20
Choice = Literal["", "chosen", "excluded"]
How = Literal["alone", "add", "exclude"]


class FacetRow(QAbstractButton):
    """An icon or initials, a word and a count; chosen with a bar at the left edge, left out with a strike."""

    asked = Signal(str)  #: alone, add or exclude

    def __init__(self, theme: Theme, icon: str, text: str, *, tint: str = "text2", has_initials: bool = False) -> None:
        super().__init__()
        self._theme, self._icon, self._tint, self._has_initials = theme, icon, tint, has_initials
        self._count = 0
        self.choice: Choice = ""
        self.setText(text)
        self.setCheckable(True)
        self.setFixedHeight(theme.row(28, "small"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(phrases.tooltip(tr("Ctrl+click adds, Alt+click leaves out")))
        self.say(0, "")

    def say(self, count: int, choice: Choice) -> None:
        """Say how many; with none the row stays in place and takes no click, unless it is chosen."""
        self._count, self.choice = count, choice
        self.setChecked(choice == "chosen")
        self.setEnabled(count > 0 or bool(choice))
        name = tr("not {what}").format(what=self.text()) if choice == "excluded" else self.text()
        self.setAccessibleName(f"{name}, {phrases.number(count)}")
        self.update()

    def set_words(self, text: str) -> None:
        """Stand for another value."""
        self.setText(text)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(WIDTH, self.height())

    def nextCheckState(self) -> None:
        """Stay as it is: the search says what is chosen."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for what the modifiers mean."""
        is_hit = self.isDown() and self.rect().contains(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if is_hit and event.button() == Qt.MouseButton.LeftButton:
            self._ask(event.modifiers())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter are clicks."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask(event.modifiers())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the three ways to choose."""
        menu = QMenu(self)
        for how, text in (
            ("alone", tr("Only this") if not self.choice else tr("Take this back")),
            ("add", tr("Add this")),
            ("exclude", tr("Leave this out")),
        ):
            menu.addAction(text).triggered.connect(lambda _checked=False, how=how: self.asked.emit(how))
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        menu.exec(self.mapToGlobal(QPoint(_LEFT, self.height())) if is_key else event.globalPos())
        menu.deleteLater()

    def _ask(self, modifiers: Qt.KeyboardModifier) -> None:
        how: How = "alone"
        if modifiers & Qt.KeyboardModifier.AltModifier:
            how = "exclude"
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            how = "add"
        self.asked.emit(how)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self.choice:
            painter.fillRect(self.rect(), table.selbg)
            painter.fillRect(0, 0, 2, self.height(), table.sel)
        elif self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), table.hover)
        tint = "text" if self.isEnabled() else "text3"
        x = self._paint_sign(painter)
        count = phrases.number(self._count)
        count_px = self._theme.metrics("caption").horizontalAdvance(count)
        font = QFont(self._theme.font("small"))
        font.setStrikeOut(self.choice == "excluded")
        painter.setFont(font)
        painter.setPen(table.named(tint))
        rect = QRectF(x, 0, self.width() - _RIGHT - x - count_px - 8, self.height())
        shown = self._theme.metrics("small").elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.text2 if self.choice else table.text3)
        edge = QRectF(self.rect()).adjusted(0, 0, -_RIGHT, 0)
        painter.drawText(edge, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(table.sel, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 1, -3, -1), 6, 6)

    def _paint_sign(self, painter: QPainter) -> float:
        """Draw the icon or the initials; return where the words begin."""
        table = self._theme.colors
        middle = self.height() / 2
        if self._has_initials:
            disc = QRectF(_LEFT, middle - _DISC_PX / 2, _DISC_PX, _DISC_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.press if self._theme.is_dark else table.hover)
            painter.drawEllipse(disc)
            font = QFont(self._theme.font("caption"))
            font.setPixelSize(max(8, round(font.pixelSize() * 0.82)))
            painter.setFont(font)
            painter.setPen(table.text2 if self.isEnabled() else table.text3)
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(self.text()))
            return _LEFT + _DISC_PX + 8
        if self._icon:
            box = QRectF(_LEFT, middle - 7.5, 15, 15)
            self._theme.icons.draw(painter, self._icon, self._tint if self.isEnabled() else "text3", box)
            return _LEFT + 15 + 9
        return _LEFT


class FacetHead(QAbstractButton):
    """A group's name; a click folds the group."""

    folded = Signal(bool)

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFixedHeight(theme.row(28, "label"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._on_toggled)
        self._on_toggled(False)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(WIDTH, self.height())

    def _on_toggled(self, is_folded: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.setAccessibleDescription(tr("folded") if is_folded else tr("open"))
        self.folded.emit(is_folded)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name and caret."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self._theme.font("label"))
        painter.setPen(table.text2)
        rect = QRectF(self.rect()).adjusted(_LEFT, 0, -_RIGHT, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        icon = "caret-right" if self.isChecked() else "caret-down"
        box = QRectF(self.width() - _RIGHT - 13, self.height() / 2 - 6.5, 13, 13)
        self._theme.icons.draw(painter, icon, "text3", box)
        if self.hasFocus():
            painter.setPen(QPen(table.sel, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 1, -6, -1), 6, 6)


def initials(name: str) -> str:
    """Return the first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return name[:1].upper()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class Spacer(QWidget):
    """Room between groups."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setFixedHeight(height)
