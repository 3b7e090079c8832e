"""The page Admin: people, invitations, roles, audit, cost, health. For admins alone. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.admin.audit import Audit
from desktop.ui.admin.cost import Cost
from desktop.ui.admin.health import Health
from desktop.ui.admin.invitations import Invitations
from desktop.ui.admin.people import People
from desktop.ui.admin.roles import Roles
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.panel import Page, TopBar

if TYPE_CHECKING:
    from desktop.ui.actions import Accounts
    from desktop.ui.admin.section import Section
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_LIST_PX, _SIDE_PX, _NARROW_SIDE_PX, _WIDEST_PX, _NARROW_PX = 208, 56, 24, 1160, 1240


class SectionItem(QAbstractButton):
    """A section in the list at the left."""

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(theme.row(32))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(_LIST_PX - 16, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        is_hot = self.underMouse() or self.isDown()
        if self.isChecked() or is_hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.selbg if self.isChecked() else table.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        tint = "link" if self.isChecked() else "text" if is_hot else "text2"
        self._theme.icons.draw(painter, self._icon, tint, QRectF(8, (self.height() - 18) / 2, 18, 18))
        painter.setFont(self._theme.font("name"))
        painter.setPen(table.text if self.isChecked() or is_hot else table.text2)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()).adjusted(36, 0, 0, 0), middle, self.text())


class AdminPage(Page):
    """A list of sections at the left, the chosen one beside it; each asks anew when it comes to the front."""

    told = Signal(str, str)

    def __init__(self, theme: Theme, accounts: Accounts, bridge: Bridge) -> None:
        bar = TopBar(theme, phrases.tr("Admin"))
        super().__init__(theme, bar, self.tr("Admin"))
        self.people = People(theme, accounts, bridge)
        self.invitations = Invitations(theme, accounts, bridge)
        self.roles = Roles(theme, bridge)
        self.audit = Audit(theme, accounts, bridge)
        self.cost = Cost(theme, accounts, bridge)
        self.health = Health(theme, accounts, bridge)
        self.sections: list[Section] = [
            self.people, self.invitations, self.roles, self.audit, self.cost, self.health,
        ]  # fmt: skip
        icons = ("user", "user-plus", "shield", "clock-counter-clockwise", "currency-circle-dollar", "heartbeat")
        names = (self.tr("People"), self.tr("Invitations"), self.tr("Roles"), self.tr("Audit"), self.tr("Cost"),
                 self.tr("Health"))  # fmt: skip
        self.items = [SectionItem(theme, icon, name) for icon, name in zip(icons, names, strict=True)]
        side = QWidget()
        side.setFixedWidth(_LIST_PX)
        side.setAccessibleName(self.tr("Sections"))
        listed = QVBoxLayout(side)
        listed.setContentsMargins(8, 16, 8, 16)
        listed.setSpacing(2)
        self._stack = QStackedWidget()
        for item, section in zip(self.items, self.sections, strict=True):
            listed.addWidget(item)
            item.clicked.connect(self._on_item_clicked)
            self._stack.addWidget(section)
            section.told.connect(self.told)
        listed.addStretch(1)
        self._stack.setMaximumWidth(_WIDEST_PX)
        self._frame = QHBoxLayout()
        # What the widest table leaves is room at its right: a layout with nothing to give it to would spread it about.
        self._frame.addWidget(self._stack, 1000)
        self._frame.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(self._frame, 1)
        self._side = side
        self.refresh_button = Button(theme, self.tr("Refresh"), "arrow-clockwise")
        self.invite_button = Button(theme, self.tr("Invite somebody"), "user-plus", "primary")
        bar.row.addStretch(1)
        bar.row.addWidget(self.refresh_button)
        bar.row.addWidget(self.invite_button)
        self.refresh_button.clicked.connect(self._on_refresh)
        self.invite_button.clicked.connect(self._on_invite)
        self.people.model.modelReset.connect(self._on_people)
        self.people.model.rowsInserted.connect(self._on_people)
        self.show_section(0)

    @property
    def section(self) -> Section:
        """The section in front."""
        return self.sections[self._stack.currentIndex()]

    def show_section(self, number: int) -> None:
        """Bring a section to the front, and ask for what it shows."""
        self.items[number].setChecked(True)
        self._stack.setCurrentIndex(number)
        if self.isVisible():
            self.section.refresh()

    def enter(self) -> None:
        """Put the focus on the list of sections."""
        self.items[self._stack.currentIndex()].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is shown."""
        super().showEvent(event)
        self.section.refresh()
        if self.section is not self.people and not self.people.model.rows:
            self.people.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tables room where there is little."""
        super().resizeEvent(event)
        side = _NARROW_SIDE_PX if self.width() < _NARROW_PX else _SIDE_PX
        self._frame.setContentsMargins(side, 24, side, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline beside the list."""
        painter = QPainter(self)
        painter.fillRect(self._side.width() - 1, 0, 1, self.height(), self.theme.colors.line)

    @Slot()
    def _on_item_clicked(self) -> None:
        self.show_section(next(number for number, item in enumerate(self.items) if item is self.sender()))

    @Slot()
    def _on_refresh(self) -> None:
        self.section.refresh()

    @Slot()
    def _on_invite(self) -> None:
        self.invitations.invite()

    @Slot()
    def _on_people(self) -> None:
        self.audit.know({row.id: row.name or row.email for row in self.people.model.rows})
