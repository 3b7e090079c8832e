"""The sidebar's last row: who is signed in and where, and the menu behind it. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from desktop.ui import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.account import KnownNewsroom
    from desktop.ui.theme import Theme

#: The newsroom of the embedded cloud.
LOCAL = "local"
_DISC_PX, _CARET_PX = 28, 13


class AccountRow(QAbstractButton):
    """Initials, name and newsroom; the menu says who one is, switches newsrooms and signs out."""

    menu_asked = Signal()
    switch_asked = Signal(str)  #: a newsroom's id
    sign_in_asked = Signal()
    elsewhere_asked = Signal()  #: sign in to another newsroom
    who_asked = Signal()
    password_asked = Signal()
    sign_out_asked = Signal(bool)  #: everywhere
    keys_asked = Signal()
    about_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name, self._place = "", ""
        self._is_rail = False
        self._menu = QMenu(self)
        self.setFixedHeight(max(48, theme.row(48)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self.tr("Account"))
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(_DISC_PX + 8, self.height())

    def say(self, name: str, place: str) -> None:
        """Say another person."""
        self._name, self._place = name, place
        self.setAccessibleName(self.tr("Account: {name}, {place}").format(name=name, place=place))
        self.setToolTip(phrases.tooltip(f"{name}, {place}") if name else "")
        self.update()

    def set_rail(self, *, is_rail: bool) -> None:
        """Be the disc alone, or the whole row."""
        self._is_rail = is_rail
        self.update()

    def fill_menu(
        self, newsrooms: Sequence[KnownNewsroom], current: KnownNewsroom | None, *, is_signed_in: bool
    ) -> QMenu:
        """Make the menu anew; without a current newsroom this is the one on this computer."""
        menu = self._menu
        menu.clear()
        if current is not None and is_signed_in:
            head = QAction(current.email, menu)
            head.setEnabled(False)
            menu.addAction(head)
            self._add(self.tr("Who am I"), self.who_asked.emit)
            self._add(self.tr("Change password…"), self.password_asked.emit)
        elif current is not None:
            self._add(self.tr("Sign in…"), self.sign_in_asked.emit)
        if not menu.isEmpty():
            menu.addSeparator()
        group = QActionGroup(menu)
        for known in newsrooms:
            name = known.name if known.is_signed_in else self.tr("{newsroom} (signed out)").format(newsroom=known.name)
            is_here = current is not None and known.id == current.id
            self._add_newsroom(group, known.id, name, is_here=is_here)
        self._add_newsroom(group, LOCAL, self.tr("This computer"), is_here=current is None)
        self._add(self.tr("Sign in to another newsroom…"), self.elsewhere_asked.emit)
        if current is not None and is_signed_in:
            menu.addSeparator()
            self._add(self.tr("Sign out"), lambda: self.sign_out_asked.emit(False))
            self._add(self.tr("Sign out everywhere"), lambda: self.sign_out_asked.emit(True))
        menu.addSeparator()
        self._add(self.tr("Keys"), self.keys_asked.emit)
        self._add(self.tr("About SnapStream"), self.about_asked.emit)
        return menu

    def _add(self, text: str, act: Callable[[], None]) -> None:
        action = QAction(text, self._menu)
        action.triggered.connect(act)
        self._menu.addAction(action)

    def _add_newsroom(self, group: QActionGroup, newsroom: str, name: str, *, is_here: bool) -> None:
        action = QAction(name.replace("&", "&&"), self._menu)
        action.setCheckable(True)
        action.setChecked(is_here)
        action.setActionGroup(group)
        if not is_here:
            action.triggered.connect(lambda: self.switch_asked.emit(newsroom))
        self._menu.addAction(action)

    @Slot()
    def _on_clicked(self) -> None:
        self.menu_asked.emit()
        self._menu.popup(self.mapToGlobal(QPoint(0, -self._menu.sizeHint().height() - 4)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw initials, name and newsroom."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.isDown():
            painter.setBrush(table.press if self.isDown() else table.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        x = (self.width() - _DISC_PX) / 2 if self._is_rail else 8
        disc = QRectF(x, (self.height() - _DISC_PX) / 2, _DISC_PX, _DISC_PX)
        painter.setBrush(table.press)
        painter.drawEllipse(disc)
        initials = "".join(word[0] for word in self._name.split()[:2]).upper()
        if initials:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(table.text2)
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials)
        else:
            self._theme.icons.draw(painter, "user", "text2", disc.adjusted(6, 6, -6, -6))
        if not self._is_rail:
            self._paint_words(painter, disc.right() + 10)

    def _paint_words(self, painter: QPainter, x: float) -> None:
        table = self._theme.colors
        caret = QRectF(self.width() - 8 - _CARET_PX, (self.height() - _CARET_PX) / 2, _CARET_PX, _CARET_PX)
        is_hot = self.underMouse() or self.hasFocus()
        if is_hot:
            self._theme.icons.draw(painter, "caret-up", "text3", caret)
        room, half = (caret.x() - 6 if is_hot else self.width() - 4) - x, self.height() / 2
        lines = ((self._theme.font("label"), table.text, self._name, half - 17),
                 (self._theme.font("caption"), table.text3, self._place, half + 1))  # fmt: skip
        for font, color, text, top in lines:
            painter.setFont(font)
            painter.setPen(color)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x, top, room, 16), middle, shown)
