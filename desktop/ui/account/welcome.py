"""Welcome: three ways in, of which one works until accounts exist; and the way while it gets ready. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.sidebar import Brand
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import Bar

if TYPE_CHECKING:
    from desktop.core.events import CloudProgress
    from desktop.ui.theme import Theme

_COLUMN_PX, _WIDE_PX = 448, 1100
_CARD_PX = 80
_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class WayIn(QAbstractButton):
    """One way in: icon, name, what it means. Disabled ones say why in their second line."""

    def __init__(self, theme: Theme, icon: str, name: str, text: str) -> None:
        super().__init__()
        self._theme, self._icon, self._detail = theme, icon, text
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.setFixedHeight(max(_CARD_PX, round(_CARD_PX * theme.scale)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Return the card's size."""
        return QSize(_COLUMN_PX, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        is_hot = self.isEnabled() and self.underMouse()
        painter.setPen(QPen(table.line2 if self.isEnabled() else table.line, 1))
        painter.setBrush(table.press if self.isDown() else table.hover if is_hot else table.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        middle = self.height() / 2
        self._theme.icons.draw(
            painter, self._icon, "text2" if self.isEnabled() else "disabled", QRectF(22, middle - 12, 24, 24)
        )
        room = self.width() - 68 - 20
        painter.setFont(self._theme.font("strong"))
        painter.setPen(table.text if self.isEnabled() else table.text3)
        painter.drawText(QRectF(68, middle - 23, room, 22), _LEFT_MIDDLE, self.text())
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(QRectF(68, middle + 1, room, 20), _LEFT_MIDDLE, self._detail)


class Stage(QWidget):
    """The right half: what a library looks like, in outline; no invented pictures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the panel's ground, its hairline, and tiles with the kinds of findings."""
        table, icons = self._theme.colors, self._theme.icons
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), table.panel)
        painter.fillRect(0, 0, 1, self.height(), table.line)
        kinds = (
            ("image", "text-t", "k_text", self.tr("words on screen")),
            ("film-strip", "chat-text", "text3", self.tr("what was said")),
            ("microphone", "chat-text", "text3", self.tr("what was said")),
            ("image", "quotes", "k_phrase", self.tr("keywords")),
            ("film-strip", "cube", "k_entity", self.tr("places and names")),
            ("image", "tag", "k_label", self.tr("faces")),
        )
        tile_w, gap_x, gap_y = 304.0, 24.0, 72.0
        tile_h = tile_w * 2 / 3
        top = max(40.0, (self.height() - 3 * tile_h - 2 * gap_y - 24) / 2)
        for number in range(9):
            kind, icon, tint, text = kinds[(number * 5 + number // 3) % len(kinds)]
            x = 72 + (number % 3) * (tile_w + gap_x)
            y = top + (number // 3) * (tile_h + gap_y)
            place = QRectF(x, y, tile_w, tile_h)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.well if kind != "microphone" else table.raised)
            painter.drawRoundedRect(place, 8, 8)
            box = QRectF(place.center().x() - 18, place.center().y() - 18, 36, 36)
            icons.draw(painter, kind, "line2", box)
            if number == 4:  # noqa: PLR2004 - the one in the middle is chosen
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(table.sel, 2))
                painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 10, 10)
            icons.draw(painter, icon, tint, QRectF(x, y + tile_h + 12, 14, 14))
            painter.setFont(self._theme.font("small"))
            painter.setPen(table.text3)
            painter.drawText(QRectF(x + 20, y + tile_h + 8, tile_w - 20, 22), _LEFT_MIDDLE, text)


class Ready(QWidget):
    """Getting ready: the step, its bar, what it is, and a way back; or why it did not work."""

    cancelled = Signal()
    retried = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._heading = theme.label("", "page", wrap=True)
        self._text = theme.label("", "body", "text2", wrap=True)
        self._bar = Bar(theme, self.tr("Getting ready"))
        self._cancel = Button(theme, self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        self._again = Button(theme, self.tr("Try again"), "arrow-clockwise", "primary")
        self._again.clicked.connect(self.retried)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._again)
        row.addWidget(self._cancel)
        row.addStretch(1)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addWidget(self._bar)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(1)
        self.say_step(None)

    def say_step(self, progress: CloudProgress | None) -> None:
        """Say how far it is."""
        self._heading.setText(self.tr("Getting ready on this computer"))
        self._again.setVisible(False)
        self._bar.setVisible(True)
        if progress is None or not progress.steps:
            self._text.setText(self.tr("This takes about 20 seconds, once."))
            self._bar.show_part(0.0)
            return
        step = self.tr("Step {n} of {all}: {what}. This takes about 20 seconds, once.")
        what = progress.text[:1].lower() + progress.text[1:]
        self._text.setText(step.format(n=progress.step, all=progress.steps, what=what.rstrip(".")))
        self._bar.show_part((progress.step - 0.5) / progress.steps)

    def say_failure(self, heading: str, text: str) -> None:
        """Say why it did not work."""
        self._heading.setText(heading)
        self._text.setText(text)
        self._again.setVisible(True)
        self._bar.setVisible(False)


class Welcome(QWidget):
    """The window's whole content before there is a library."""

    try_asked = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, version: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Welcome"))
        self._stage = Stage(theme)
        self.ready = Ready(theme)
        self.ready.cancelled.connect(self._on_cancelled)
        self.ready.retried.connect(self._on_try)
        self._ways = self._make_ways()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._ways)
        self._stack.addWidget(self.ready)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Brand(theme, 44, 26))
        column.addSpacing(40)
        column.addWidget(theme.label(self.tr("Put the card in.\nWalk away."), "display"))
        column.addSpacing(14)
        what = self.tr(
            "SnapStream watches your folders, sends every finished file to your newsroom, and finds it again: "
            "by face, by words on screen, by what was said."
        )
        column.addWidget(theme.label(what, "body", "text2", wrap=True))
        column.addSpacing(32)
        column.addWidget(self._stack)
        column.addStretch(1)
        foot = theme.label(self.tr("Version {version}").format(version=version), "caption", "text3")
        column.addWidget(foot)
        column.addSpacing(32)
        holder = QWidget()
        holder.setLayout(column)
        holder.setFixedWidth(_COLUMN_PX)
        left = QHBoxLayout()
        left.addStretch(1)
        left.addWidget(holder)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 2)
        row.addWidget(self._stage, 3)

    def _make_ways(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        try_card = WayIn(
            self._theme,
            "desktop",
            self.tr("Try it on this computer"),
            self.tr("No account. Nothing leaves this machine."),
        )
        try_card.clicked.connect(self._on_try)
        inside = QHBoxLayout(try_card)
        inside.setContentsMargins(0, 0, 20, 0)
        inside.addStretch(1)
        self.try_button = Button(self._theme, self.tr("Try it now"), kind="primary")
        self.try_button.clicked.connect(self._on_try)
        inside.addWidget(self.try_button)
        try_card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(try_card)
        later = self.tr("Comes with accounts, in a later version.")
        for icon, name in (
            ("newspaper", self.tr("Sign in to your newsroom")),
            ("user-plus", self.tr("Create an account")),
        ):
            card = WayIn(self._theme, icon, name, later)
            card.setEnabled(False)
            column.addWidget(card)
        column.addStretch(1)
        return made

    def show_ready(self) -> None:
        """Show that it is getting ready."""
        self.ready.say_step(None)
        self._stack.setCurrentWidget(self.ready)

    def show_ways(self) -> None:
        """Show the ways in again."""
        self._stack.setCurrentWidget(self._ways)

    @Slot()
    def _on_try(self) -> None:
        self.show_ready()
        self.try_asked.emit()

    @Slot()
    def _on_cancelled(self) -> None:
        self.show_ways()
        self.cancelled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the stage out where there is no room for it."""
        super().resizeEvent(event)
        self._stage.setVisible(self.width() >= _WIDE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the window's ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.window)
