"""Welcome: three ways in, the forms of two of them, and the way while it gets ready. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.account.paragraph import Paragraph
from desktop.ui.account.ready import Ready
from desktop.ui.account.stage import Stage
from desktop.ui.brand import Brand
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from desktop.ui.account.pane import AccountPane
    from desktop.ui.theme import Theme

_COLUMN_PX, _WIDE_PX = 448, 1100
_CARD_PX = 80
_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class WayIn(QAbstractButton):
    """One way in: icon, name, what it means, an arrow where no button stands."""

    def __init__(self, theme: Theme, icon: str, name: str, text: str, *, has_arrow: bool = False) -> None:
        super().__init__()
        self._theme, self._icon, self._detail, self._has_arrow = theme, icon, text, has_arrow
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
        is_hot = self.underMouse()
        painter.setPen(QPen(table.line2, 1))
        painter.setBrush(table.press if self.isDown() else table.hover if is_hot else table.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        middle = self.height() / 2
        self._theme.icons.draw(painter, self._icon, "text2", QRectF(22, middle - 12, 24, 24))
        if self._has_arrow:
            self._theme.icons.draw(painter, "arrow-right", "text2", QRectF(self.width() - 38, middle - 8, 16, 16))
        inside = self.childrenRect()  # a button that stands in the card has its room
        room = (inside.left() - 12 if inside.isValid() else self.width() - (44 if self._has_arrow else 20)) - 68
        title, small = self._theme.metrics("strong"), self._theme.metrics("small")
        # A longer language takes a second line, and the name goes up for it.
        lines = 2 if small.horizontalAdvance(self._detail) > room else 1
        top = middle - (22 + 20 * lines) / 2 - 2
        painter.setFont(self._theme.font("strong"))
        painter.setPen(table.text)
        name = title.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(68, top, room, 22), _LEFT_MIDDLE, name)
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(
            QRectF(68, top + 24, room, 18 * lines), _LEFT_MIDDLE | Qt.TextFlag.TextWordWrap.value, self._detail
        )


class Welcome(QWidget):
    """The window's whole content before there is a library."""

    try_asked = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, version: str, pane: AccountPane) -> None:
        super().__init__()
        self._theme, self.pane = theme, pane
        self._address = self._email = ""
        self._is_trying_again = False
        self.setAccessibleName(self.tr("Welcome"))
        self._stage = Stage(theme)
        self.ready = Ready(theme)
        self.ready.cancelled.connect(self._on_cancelled)
        self.ready.retried.connect(self._on_again)
        pane.left.connect(self.show_ways)
        self._ways = self._make_ways()
        self._intro = self._make_intro()
        self._parts = (self._ways, self.ready, pane)
        column = QVBoxLayout()
        column.setContentsMargins(4, 24, 4, 24)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Brand(theme, 44, 26))
        column.addSpacing(32)
        column.addWidget(self._intro)
        for part in self._parts:
            column.addWidget(part)
        column.addStretch(1)
        foot = theme.label(self.tr("Version {version}").format(version=version), "caption", "text3")
        column.addWidget(foot)
        holder = QWidget()
        holder.setObjectName("canvas")
        holder.setLayout(column)
        holder.setFixedWidth(_COLUMN_PX + 8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBar(QuietScrollBar())
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFixedWidth(_COLUMN_PX + 8 + 16)
        scroll.setWidget(holder)
        left = QHBoxLayout()
        left.addStretch(1)
        left.addSpacing(16)  # as wide as the bar at the other side
        left.addWidget(scroll)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 2)
        row.addWidget(self._stage, 3)
        self.show_ways()

    def _make_intro(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 8, 0, 32)
        column.setSpacing(12)
        column.addWidget(self._theme.label(self.tr("Put the card in.\nWalk away."), "display"))
        what = self.tr(
            "SnapStream watches your folders, sends every finished file to your newsroom, and finds it again: "
            "by face, by words on screen, by what was said."
        )
        column.addWidget(Paragraph(self._theme, what, size_px=15, line_px=24))
        return made

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
        self.sign_in_card = WayIn(
            self._theme,
            "newspaper",
            self.tr("Sign in to your newsroom"),
            self.tr("With the address your newsroom gave you."),
            has_arrow=True,
        )
        self.sign_in_card.clicked.connect(self.show_sign_in)
        self.create_card = WayIn(
            self._theme,
            "user-plus",
            self.tr("Create an account"),
            self.tr("With an invitation from your newsroom."),
            has_arrow=True,
        )
        self.create_card.clicked.connect(self._on_create)
        column.addWidget(self.sign_in_card)
        column.addWidget(self.create_card)
        return made

    def remember(self, address: str, email: str) -> None:
        """Keep what the forms begin with: the newsroom that was used last."""
        self._address, self._email = address, email

    def show_ready(self) -> None:
        """Show that it is getting ready."""
        self.ready.say_step(None)
        self._show(self.ready)

    def show_opening(self) -> None:
        """Show that one newsroom is left for another, which nothing can cancel."""
        self.ready.say_wait(self.tr("One moment"), self.tr("What is on its way is put down, and goes on later."))
        self._show(self.ready)

    @property
    def is_trying_again(self) -> bool:
        """Whether something did not open, and is to be tried again."""
        return self._is_trying_again

    def show_sign_in_elsewhere(self) -> None:
        """Show the form to sign in to a newsroom that is not known here."""
        self.remember("", "")
        self.show_sign_in()

    @Slot()
    def show_ways(self) -> None:
        """Show the ways in again."""
        self._show(self._ways)

    @Slot()
    def show_sign_in(self) -> None:
        """Show the form to sign in."""
        self._show(self.pane)
        self.pane.show_sign_in(self._address, self._email)

    @Slot()
    def _on_create(self) -> None:
        self._show(self.pane)
        self.pane.show_create(self._address)

    def _show(self, shown: QWidget) -> None:
        for part in self._parts:
            part.setVisible(part is shown)
        self._intro.setVisible(shown is not self.pane)

    @Slot()
    def _on_try(self) -> None:
        self._is_trying_again = False
        self.show_ready()
        self.try_asked.emit()

    @Slot()
    def _on_again(self) -> None:
        self._is_trying_again = True
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
