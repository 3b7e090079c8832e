"""Settings: Account, and Storage on this computer. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot

from cloud.contract.accounts import Role
from desktop.ui import phrases
from desktop.ui.admin.words import role_name
from desktop.ui.library.runs import Said
from desktop.ui.settings.rows import Section
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.settings.keeper import Keeper
    from desktop.ui.theme import Theme

_CACHES_GB: Final = (1, 2, 5, 10, 20, 50, 100)


class AccountSection(Section):
    """Who is signed in where."""

    password_asked = Signal()
    sign_out_asked = Signal(bool)  #: everywhere

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__(theme, "user")
        self._actions = actions
        self.say_head(self.tr("Account"), self.tr("Who you are in this newsroom."))
        self.who = self.add(self.tr("Signed in as"), " ")
        self.newsroom = self.add(self.tr("Newsroom"), " ")
        self.password = Button(theme, self.tr("Change password"))
        self.password.clicked.connect(self.password_asked)
        self.password_row = self.add(
            self.tr("Password"), self.tr("All other devices are signed out then."), self.password
        )
        self.out = Button(theme, self.tr("Sign out"))
        self.out.clicked.connect(self._on_out)
        self.out_row = self.add(
            self.tr("Sign out here"), self.tr("What waits goes on when you sign in again."), self.out
        )

    def refresh(self) -> None:
        """Show who it is; the account of the library on this computer has no password."""
        connection = self._actions.connection()
        known = self._actions.accounts.current()
        if connection is None:
            self.who.why.setText(self.tr("Nobody, so far"))
            self.newsroom.why.setText(known.name if known is not None else "")
        else:
            name = connection.user.name or connection.user.email
            role = role_name(Role(connection.role)) if connection.role in set(Role) else connection.role
            self.who.why.setText(self.tr("{name}, {role}").format(name=name, role=role))
            place = self.tr("On this computer: nothing leaves it") if connection.is_local else connection.newsroom
            self.newsroom.why.setText(known.name if known is not None else place)
        for row in (self.password_row, self.out_row):
            row.setEnabled(known is not None)

    @Slot()
    def _on_out(self) -> None:
        self.sign_out_asked.emit(False)


class StorageSection(Section):
    """What is kept on this computer to be seen again."""

    def __init__(self, theme: Theme, keeper: Keeper, actions: Actions, bridge: Bridge) -> None:
        super().__init__(theme, "hard-drive")
        self._keeper, self._actions, self._bridge = keeper, actions, bridge
        self.say_head(
            self.tr("Storage on this computer"), self.tr("Copies of what the newsroom has. All can be fetched again.")
        )
        self.cache = self.add_choice(
            self.tr("Keep originals that I opened"),
            self.tr("The oldest go first beyond this."),
            [(self.tr("{n} GB").format(n=size), size) for size in _CACHES_GB],
            self._on_cache,
        )
        self.clear = Button(theme, self.tr("Clear"))
        self.clear.clicked.connect(self._on_clear)
        self.kept = self.add(self.tr("Kept now"), self.tr("Counting…"), self.clear)

    def refresh(self) -> None:
        """Show what holds, and count anew."""
        size = self._keeper.settings.cache_gb
        self.cache.show_value(size, self.tr("{n} GB").format(n=size))
        self._bridge.run(self._actions.kept_bytes, self._on_counted)

    def _on_counted(self, kept_bytes: int) -> None:
        self.kept.why.setText(phrases.size(kept_bytes))
        self.clear.setEnabled(kept_bytes > 0)

    @Slot(int)
    def _on_cache(self, at: int) -> None:
        said = self.tr("Up to {size} of originals are kept").format(size=self.cache.itemText(at))
        self._keeper.keep(said, cache_gb=self.cache.value_at(at))

    @Slot()
    def _on_clear(self) -> None:
        def cleared(_nothing: None) -> None:
            self._keeper.offered.emit(Said(self.tr("Nothing that was fetched is kept here any more")))
            self.refresh()

        self._bridge.run(self._actions.forget_kept, cleared)
