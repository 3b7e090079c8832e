"""The names of sections in a column: icon, name, the chosen one filled. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import on_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.theme import Theme

_ROW_PX = 32


class NavItem(QAbstractButton):
    """One section's name."""

    def __init__(self, theme: Theme, name: str, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.row(_ROW_PX))

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(120, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, icon and name."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        is_chosen, is_near = self.isChecked(), self.underMouse()
        painter.setPen(Qt.PenStyle.NoPen)
        if is_chosen or is_near:
            painter.setBrush(table.selbg if is_chosen else table.hover)
            painter.drawRoundedRect(box, 6, 6)
        tint = "link" if is_chosen else "text" if is_near else "text2"
        icon = f"{self._icon}-fill" if is_chosen else self._icon
        self._theme.icons.draw(painter, icon, tint, QRectF(8, box.center().y() - 9, 18, 18))
        painter.setFont(self._theme.font("name"))
        painter.setPen(table.text if is_chosen or is_near else table.text2)
        room = box.adjusted(8 + 18 + 10, 0, -8, 0)
        shown = self._theme.metrics("name").elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class Nav(QWidget):
    """One is chosen; arrow keys go from one to the next."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Sections of the settings"))
        self._group = QButtonGroup(self)
        self.items: list[NavItem] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(2)
        for number, (name, icon) in enumerate(entries):
            item = NavItem(theme, name, icon)
            self._group.addButton(item, number)
            self.items.append(item)
            column.addWidget(item)
        column.addStretch(1)
        self._group.idToggled.connect(self._on_toggled)
        on_change(theme, self.update)

    @property
    def current(self) -> int:
        """Which one is chosen."""
        return max(0, self._group.checkedId())

    def choose(self, number: int) -> None:
        """Choose one."""
        self.items[number].setChecked(True)

    def narrow(self, shown: Sequence[bool]) -> None:
        """Show some of them."""
        for item, is_shown in zip(self.items, shown, strict=True):
            item.setVisible(is_shown)

    def take_focus(self) -> None:
        """Go to the chosen one."""
        self.items[self.current].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(int, bool)
    def _on_toggled(self, number: int, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if is_on:
            self.chosen.emit(number)
