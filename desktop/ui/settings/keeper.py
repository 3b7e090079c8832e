"""Keeps each change of a setting as it is made, and says so with the way back. Main thread."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import SnapStreamError
from desktop.ui.library.runs import Said
from desktop.ui.said import for_error

if TYPE_CHECKING:
    from desktop.core.settings import Settings
    from desktop.ui.actions import Actions


class Keeper(QObject):
    """The settings as pages change them."""

    changed = Signal()  #: they are others now, or a change was not kept: show what holds
    offered = Signal(object)  #: Said

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions

    @property
    def settings(self) -> Settings:
        """What holds."""
        return self._actions.settings()

    def keep(self, said: str, **changes: object) -> None:
        """Keep changed fields of ``Settings``; ``said`` is the toast's line, with Undo."""
        before = {name: getattr(self.settings, name) for name in changes}
        if before == changes:
            return
        if self._save(changes):
            self.offered.emit(Said(said, action=self.tr("Undo"), act=lambda: self._undo(before)))

    def _undo(self, before: dict[str, object]) -> None:
        if self._save(before):
            self.offered.emit(Said(self.tr("As it was before")))

    def _save(self, changes: dict[str, object]) -> bool:
        try:
            self._actions.save_settings(dataclasses.replace(self.settings, **changes))  # type: ignore[arg-type]  # by name
        except SnapStreamError as error:
            self.offered.emit(Said(self.tr("This was not saved"), for_error(error).line, is_failure=True))
            self.changed.emit()
            return False
        self.changed.emit()
        return True
