"""What can be done with the chosen items: caption, tag, copy, export, link, analyse again, delete. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.ui.library.changes import Changes
from desktop.ui.library.keys import Verb
from desktop.ui.library.leaving import Leaving
from desktop.ui.library.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme


class Verbs(QObject):
    """Does what is asked with what is chosen."""

    def __init__(self, theme: Theme, parent: QWidget, actions: Actions, bridge: Bridge) -> None:
        super().__init__(parent)
        self._actions = actions
        self.runs = Runs(bridge)
        self.changes = Changes(theme, parent, actions, self.runs)
        self.leaving = Leaving(theme, parent, actions, self.runs)
        self._acts: dict[str, Callable[[list[Item]], None]] = {
            Verb.CAPTION.value: self.changes.caption,
            Verb.TAG.value: self.changes.tag,
            Verb.ANALYSE.value: self.changes.analyse,
            Verb.DELETE.value: self.changes.delete,
            Verb.COPY.value: self.leaving.copy,
            Verb.EXPORT.value: self.leaving.export,
            Verb.LINK.value: self.leaving.link,
            Verb.REVEAL.value: self.leaving.reveal,
        }

    def do(self, verb: str, item_ids: Sequence[str]) -> None:
        """Do one of the verbs; nothing while another one is under way, or where nothing is chosen."""
        act = self._acts.get(verb)
        if act is not None and item_ids and self.runs.running is None:
            act(self._actions.items.get_many(item_ids))
