"""The item's further actions behind one button: make a link, delete. Main thread."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cloud.contract.accounts import Role, may_edit
from desktop.ui import phrases
from desktop.ui.item.deletion import Deletion
from desktop.ui.item.link import LinkDialog
from desktop.ui.library import tiles
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme


class More(Button):
    """The button and its menu; what may not be done is not offered, and says why."""

    told = Signal(str, str)  #: a line for the toast, and its second line

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__(theme, phrases.tr("More"), "dots-three", "icon")
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._item: Item | None = None
        self.setObjectName("item-more")
        self.menu_of_item = QMenu(self)
        self.menu_of_item.setToolTipsVisible(True)
        self.link_action = QAction(self.tr("Link…"), self)
        self.delete_action = QAction(self.tr("Delete…"), self)
        self.link_action.triggered.connect(self.ask_for_link)
        self.delete_action.triggered.connect(self.ask_to_delete)
        self.menu_of_item.addAction(self.link_action)
        self.menu_of_item.addSeparator()
        self.menu_of_item.addAction(self.delete_action)
        self.clicked.connect(self._on_clicked)

    def show_item(self, item: Item | None) -> None:
        """Be the actions of this item."""
        self._item = item
        self.setEnabled(item is not None)

    @Slot()
    def ask_for_link(self) -> None:
        """Show the form that makes a link."""
        item = self._item
        if item is None:
            return
        is_locked = item.caption.is_embargoed(datetime.now(UTC))
        dialog = LinkDialog(
            self._theme,
            self.window(),
            self._actions,
            self._bridge,
            item_id=item.id,
            name=tiles.title(item),
            embargo_until=(item.caption.embargo_until or "") if is_locked else "",
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def ask_to_delete(self) -> None:
        """Ask whether the item is to be deleted."""
        if self._item is None:
            return
        deletion = Deletion(self._theme, self.window(), self._actions, self._bridge, [self._item.id])
        deletion.told.connect(self.told)
        deletion.ask()

    @Slot()
    def _on_clicked(self) -> None:
        is_allowed = self._may_delete()
        self.delete_action.setEnabled(is_allowed)
        why = self.tr("Whose it is can delete it, and the desk.")
        self.delete_action.setToolTip("" if is_allowed else phrases.tooltip(why))
        menu = self.menu_of_item
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height() + 4)))

    def _may_delete(self) -> bool:
        connection, item = self._actions.connection(), self._item
        if connection is None or item is None or connection.role not in set(Role):
            return True  # nobody knows better than the newsroom, which is asked
        role = Role(connection.role)
        return may_edit(connection.user.id, role, owner_id=item.owner_id, library=item.library)
