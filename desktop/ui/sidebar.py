"""The sidebar: mark, pages, watched folders, what is on its way, who is signed in; a rail where room is scarce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.account.row import AccountRow
from desktop.ui.icons import draw_mark
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import Bar, ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.theme import Theme

WIDTH: Final = 216
RAIL: Final = 56


class FolderState(NamedTuple):
    """A watched folder as its row shows it."""

    path: str
    name: str
    left: int  #: files still to go
    is_away: bool
    is_private: bool
    is_paused: bool


class Brand(QWidget):
    """The mark and the wordmark; the mark alone on the rail."""

    def __init__(self, theme: Theme, mark_px: int = 24, word_px: int = 15) -> None:
        super().__init__()
        self._theme, self._mark_px = theme, mark_px
        self.with_word = True
        self._font = QFont(theme.font("body"))
        self._font.setPixelSize(word_px)
        self._font.setWeight(QFont.Weight.ExtraBold)
        self._font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104.5)
        self.setAccessibleName("SnapStream")
        self.setFixedHeight(max(mark_px, word_px + 8))

    def sizeHint(self) -> QSize:
        """Return the size of mark and word."""
        return QSize(self._mark_px + 10 + 160, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        table = self._theme.colors
        painter = QPainter(self)
        y = (self.height() - self._mark_px) / 2
        draw_mark(painter, QRectF(0, y, self._mark_px, self._mark_px), table.brand, table.white)
        if not self.with_word:
            return
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        x = self._mark_px + self._mark_px * 0.42
        baseline = self.height() / 2 + metrics.capHeight() / 2
        for text, color in (("SNAP", table.text), ("STREAM", table.word)):
            painter.setPen(color)
            painter.drawText(QPointF(x, baseline), text)
            x += metrics.horizontalAdvance(text)


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


class Sidebar(QWidget):
    """All of it. ``chosen`` tells which page, by its number."""

    chosen = Signal(int)
    add_folder_asked = Signal()
    folder_chosen = Signal(str)
    pause_asked = Signal()

    def __init__(self, theme: Theme, pages: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Pages"))
        self._brand = Brand(theme)
        self.items = [
            PageItem(theme, icon, text, self.tr("Ctrl+{n}").format(n=number + 1))
            for number, (text, icon) in enumerate(pages)
        ]
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(2)
        brand_row = QHBoxLayout()
        brand_row.setContentsMargins(8, 16, 0, 16)
        brand_row.addWidget(self._brand, 1)
        self._brand_row = brand_row
        column.addLayout(brand_row)
        for item in self.items:
            item.clicked.connect(self._on_item_clicked)
            column.addWidget(item)
        column.addSpacing(16)
        head = QWidget()
        head_row = QHBoxLayout(head)
        head_row.setContentsMargins(8, 0, 0, 0)
        head_row.addWidget(theme.label(self.tr("Watched folders"), "caption", "text3"), 1)
        add = Button(theme, self.tr("Add a folder to watch"), "plus", "icon")
        add.say(self.tr("Add a folder to watch"), self.tr("Ctrl+Shift+O"))
        add.clicked.connect(self.add_folder_asked)
        head_row.addWidget(add)
        self._head = head
        column.addWidget(head)
        self._folder_box = QWidget()
        self._folder_column = QVBoxLayout(self._folder_box)
        self._folder_column.setContentsMargins(0, 0, 0, 0)
        self._folder_column.setSpacing(0)
        self._folders: dict[str, FolderRow] = {}
        column.addWidget(self._folder_box)
        column.addStretch(1)
        self.card = TransfersCard(theme)
        self.card.pause_asked.connect(self.pause_asked)
        self.card.setVisible(False)
        self._wants_card = False
        column.addWidget(self.card)
        self.account = AccountRow(theme)
        column.addSpacing(4)
        column.addWidget(self.account)
        self.is_rail = False
        self.set_rail(is_rail=False)

    def set_rail(self, *, is_rail: bool) -> None:
        """Fold to a rail or unfold."""
        self.is_rail = is_rail
        self.setFixedWidth(RAIL if is_rail else WIDTH)
        self._brand.with_word = not is_rail
        self._brand.update()
        self._column.setContentsMargins(10 if is_rail else 8, 0, 10 if is_rail else 8, 0)
        self._brand_row.setContentsMargins(6 if is_rail else 8, 16, 0, 16)
        for item in self.items:
            item.set_rail(is_rail=is_rail)
        self._head.setVisible(not is_rail)
        self._folder_box.setVisible(not is_rail)
        self.account.set_rail(is_rail=is_rail)
        self.card.setVisible(self._wants_card and not is_rail)

    def show_card(self, *, is_shown: bool) -> None:
        """Show the card of transfers, where there is room for it."""
        self._wants_card = is_shown
        self.card.setVisible(is_shown and not self.is_rail)

    def show_folders(self, states: Sequence[FolderState]) -> None:
        """Show the watched folders; rows that stay are only told their state."""
        paths = [state.path for state in states]
        for path in [path for path in self._folders if path not in paths]:
            row = self._folders.pop(path)
            self._folder_column.removeWidget(row)
            row.deleteLater()
        for state in states:
            known = self._folders.get(state.path)
            if known is not None:
                known.show_state(state)
                continue
            made = FolderRow(self._theme, state)
            made.clicked.connect(self._on_folder_clicked)
            self._folders[state.path] = made
            self._folder_column.addWidget(made)

    @Slot()
    def _on_item_clicked(self) -> None:
        self.chosen.emit(next(number for number, item in enumerate(self.items) if item is self.sender()))

    @Slot()
    def _on_folder_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, FolderRow):
            self.folder_chosen.emit(sender.state.path)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the window's ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.window)
