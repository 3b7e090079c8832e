"""A pause of all uploads that ends by itself: its end is kept, over a restart too. Main thread."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import SnapStreamError
from desktop.ui.said import for_error

if TYPE_CHECKING:
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge

_PAUSED_UNTIL = "paused_until"


class Pausing(QObject):
    """``look`` is to be called every second or so."""

    told = Signal(str, str)

    def __init__(self, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._actions = actions
        #: When a pause for a while ends, in seconds since the epoch; 0 where there is none.
        self._until = 0.0
        bridge.queue_changed.connect(self._on_queue_changed)

    @property
    def until(self) -> float:
        """When the pause ends, in seconds since the epoch; 0 where it has no end, or there is none."""
        return self._until

    def take_up(self) -> None:
        """Go on with a pause of an earlier run; one that is over ends now."""
        until = self._actions.settings().extra.get(_PAUSED_UNTIL)
        if not isinstance(until, int | float):
            return
        self._until = float(until)
        if not self._actions.transfers.is_paused:
            self._keep(0.0)
        elif time.time() >= until:
            self.resume()

    def look(self) -> None:
        """Go on where the time has come."""
        if self._until and time.time() >= self._until:
            self.resume()

    @Slot(int)
    def pause(self, minutes: int) -> None:
        """Pause for a while, or with 0 until somebody resumes."""
        self._actions.queue.pause()
        self._keep(time.time() + minutes * 60 if minutes else 0.0)

    @Slot()
    def resume(self) -> None:
        """Go on."""
        self._keep(0.0)
        self._actions.queue.resume()

    @Slot(bool)
    def _on_queue_changed(self, paused: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Forget when to resume once somebody resumes elsewhere. "Paused" is said for a new order of sending too."""
        if not paused:
            self._keep(0.0)

    def _keep(self, until: float) -> None:
        if until == self._until:
            return
        self._until = until
        settings = self._actions.settings()
        extra = {name: value for name, value in settings.extra.items() if name != _PAUSED_UNTIL}
        if until:
            extra[_PAUSED_UNTIL] = until
        try:
            self._actions.save_settings(dataclasses.replace(settings, extra=extra))
        except SnapStreamError as error:
            self.told.emit(self.tr("After a restart the pause has no end"), for_error(error).line)
