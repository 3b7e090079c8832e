"""What the sidebar is made of: pages, watched folders, the card of transfers and its ring. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import Bar, ElidedLabel

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

WIDTH: Final = 216


class FolderState(NamedTuple):
    """A watched folder as its row shows it."""

    path: str
    name: str
    left: int  #: files still to go
    is_away: bool
    is_private: bool
    is_paused: bool


class PageItem(QAbstractButton):
    """One page: icon, name, count, and how many need the person."""

    def __init__(self, theme: Theme, icon: str, text: str, key: str) -> None:
        super().__init__()
        self._theme, self._icon, self._key = theme, icon, key
        self._count, self._failures = "", 0
        self.is_rail = False
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count("", 0)

    def set_rail(self, *, is_rail: bool) -> None:
        """Be a square with a tooltip, or a row."""
        self.is_rail = is_rail
        self.setFixedHeight(36 if is_rail else self._theme.row(32))
        self.setToolTip(phrases.tooltip(f"{self.text()} ({self._key})" if is_rail else self._key))
        self.update()

    def show_count(self, count: str, failures: int = 0) -> None:
        """Say how many, and how many of them failed."""
        self._count, self._failures = count, failures
        said = self.tr("{n} need you").format(n=failures) if failures else ""
        self.setAccessibleName(", ".join(part for part in (self.text(), count, said) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(36 if self.is_rail else WIDTH - 16, 36 if self.is_rail else self._theme.row(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the item."""
        table, icons = self._theme.colors, self._theme.icons
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        is_hot = self.underMouse() or self.isDown()
        if self.isChecked() or is_hot:
            painter.setBrush(table.selbg if self.isChecked() else table.hover)
            painter.drawRoundedRect(box, 6, 6)
        icon = f"{self._icon}-fill" if self.isChecked() else self._icon
        tint = "link" if self.isChecked() else "text" if is_hot else "text2"
        side = 20 if self.is_rail else 18
        place = QRectF((box.width() - side) / 2 if self.is_rail else 8, (box.height() - side) / 2, side, side)
        icons.draw(painter, icon, tint, place)
        if self.is_rail:
            if self._failures:
                icons.draw(painter, "warning-circle-fill", "fail", QRectF(box.width() - 15, 1, 13, 13))
        else:
            self._paint_words(painter, box, is_hot=is_hot)

    def _paint_words(self, painter: QPainter, box: QRectF, *, is_hot: bool) -> None:
        table = self._theme.colors
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._theme.font("name"))
        painter.setPen(table.text if self.isChecked() or is_hot else table.text2)
        painter.drawText(box.adjusted(8 + 18 + 10, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | middle, self.text())
        painter.setFont(self._theme.font("caption"))
        metrics = self._theme.metrics("caption")
        right = box.right() - 8
        if self._failures:
            text = phrases.number(self._failures)
            width = metrics.horizontalAdvance(text)
            painter.setPen(table.fail)
            painter.drawText(QRectF(right - width, 0, width, box.height()), Qt.AlignmentFlag.AlignLeft | middle, text)
            right -= width + 4 + 14
            self._theme.icons.draw(painter, "warning-circle-fill", "fail", QRectF(right, box.height() / 2 - 7, 14, 14))
            right -= 10
        painter.setPen(table.text3)
        painter.drawText(QRectF(0, 0, right, box.height()), Qt.AlignmentFlag.AlignRight | middle, self._count)


class FolderRow(QAbstractButton):
    """A watched folder and how it is."""

    def __init__(self, theme: Theme, state: FolderState) -> None:
        super().__init__()
        self._theme, self.state = theme, state
        self.setFixedHeight(theme.row(28, "small"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_state(state)

    def show_state(self, state: FolderState) -> None:
        """Say another state."""
        self.state = state
        word, _, _ = self._badge()
        self.setText(state.name)
        self.setAccessibleName(f"{state.name}, {word or self.tr('all in')}")
        self.setToolTip(phrases.tooltip(state.path))
        self.update()

    def _badge(self) -> tuple[str, str, str]:
        """Return the word, the icon and its colour."""
        state = self.state
        if state.is_away:
            return self.tr("Away"), "warning-fill", "warn"
        if state.left and state.is_paused:
            return self.tr("Paused"), "pause", "text3"
        if state.left:
            return self.tr("{n} left").format(n=phrases.number(state.left)), "arrow-up-bold", "sel"
        return "", "shield-check" if state.is_private else "check", "text3"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.hover)
            painter.drawRoundedRect(box, 6, 6)
        word, icon, tint = self._badge()
        middle = Qt.AlignmentFlag.AlignVCenter
        right = box.right() - 8 - 12
        self._theme.icons.draw(painter, icon, tint, QRectF(right, box.height() / 2 - 6, 12, 12))
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.warn if self.state.is_away else table.text2)
        word_width = self._theme.metrics("caption").horizontalAdvance(word)
        right -= 6
        painter.drawText(QRectF(0, 0, right, box.height()), Qt.AlignmentFlag.AlignRight | middle, word)
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text2)
        room = right - word_width - 8 - 8
        name = self._theme.metrics("small").elidedText(self.state.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(8, 0, room, box.height()), Qt.AlignmentFlag.AlignLeft | middle, name)


class TransfersCard(QWidget):
    """What is on its way, while something moves."""

    pause_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 8, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        self._title = ElidedLabel(theme, role="label")
        self._pause = Button(theme, self.tr("Pause uploads"), "pause", "icon")
        self._pause.clicked.connect(self.pause_asked)
        head.addWidget(self._title, 1)
        head.addWidget(self._pause)
        self._bar = Bar(theme, self.tr("Uploads"))
        foot = QHBoxLayout()
        self._speed = theme.label("", "caption", "text3")
        self._left = theme.label("", "caption", "text3")
        foot.addWidget(self._speed)
        foot.addStretch(1)
        foot.addWidget(self._left)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addLayout(foot)

    def say(self, title: str, part: float, speed: str, left: str, *, is_paused: bool) -> None:
        """Say how far it is."""
        self._title.setText(title)
        self._bar.show_part(part, "text3" if is_paused else "sel")
        self._speed.setText(speed)
        self._left.setText(left)
        self._pause.set_icon("play" if is_paused else "pause")
        self._pause.say(self.tr("Resume uploads") if is_paused else self.tr("Pause uploads"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card's ground and line."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(table.line, 1))
        painter.setBrush(table.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class Ring(QWidget):
    """How far uploads are, as a ring: the card's place on the rail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._part, self._tint = theme, 0.0, "sel"
        self.setFixedSize(36, 28)
        self.setAccessibleName(self.tr("Uploads"))

    def say(self, title: str, part: float, *, is_paused: bool) -> None:
        """Say how far it is."""
        self._part, self._tint = min(1.0, max(0.0, part)), "text3" if is_paused else "sel"
        self.setAccessibleDescription(f"{title}, {round(self._part * 100)} %")
        self.setToolTip(phrases.tooltip(title))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track and the part."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, 19, 19)
        box.moveCenter(QRectF(self.rect()).center())
        for color, part in ((table.press, 1.0), (table.named(self._tint), self._part)):
            pen = QPen(color, 2.5)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, round(-part * 360 * 16))
