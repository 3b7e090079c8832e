"""The watched folders as the sidebar shows them: what is left in each, which are away. Main thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from cloud.contract.status import Profile
from desktop.ui import phrases
from desktop.ui.places import Place
from desktop.ui.sidebar_rows import FolderState

if TYPE_CHECKING:
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.window import Window

#: At most so often.
_CALM_S = 1.0


class Watched(QObject):
    """``look`` is to be called every second or so."""

    def __init__(self, actions: Actions, bridge: Bridge, window: Window) -> None:
        super().__init__()
        self._actions, self._window = actions, window
        self._from_s = 0.0
        self._is_stale = self._is_paused = False
        bridge.folder_changed.connect(self.show_now)

    def show_soon(self) -> None:
        """Show them now or at the next look: counting what is left in each is not done for every file."""
        self._is_stale = True
        self.look()

    def look(self) -> None:
        """Show them where something changed and the last counting is a moment old."""
        if self._is_stale and time.monotonic() >= self._from_s:
            self.show_now()

    def be_paused(self, *, is_paused: bool) -> None:
        """Show whether all is paused."""
        if is_paused is not self._is_paused:
            self._is_paused = is_paused
            self.show_now()

    @Slot()
    def show_now(self) -> None:
        """Count and show."""
        folders = self._actions.folders()
        began_s = time.monotonic()
        left = self._actions.transfers.left_by_folder()
        # Counting goes through all that is left: it may take a twentieth of the time, and once a second at most.
        took_s = time.monotonic() - began_s
        self._is_stale, self._from_s = False, began_s + max(_CALM_S, 20 * took_s)
        self._window.sidebar.items[Place.FOLDERS].show_count(phrases.number(len(folders)) if folders else "")
        self._window.sidebar.show_folders(
            [
                FolderState(
                    str(folder.path),
                    folder.name,
                    left.get(str(folder.path), 0),
                    self._actions.is_away(folder.path),
                    folder.profile is Profile.PRIVATE,
                    self._is_paused,
                )
                for folder in folders
            ]
        )
