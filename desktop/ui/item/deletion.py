"""Deleting items for everyone: asks first, then has the newsroom do it, a few at a time. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.said import for_error
from desktop.ui.widgets.dialog import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

#: Asked of the newsroom at once; the others wait for their turn.
_AT_ONCE = 4


class Deletion(QObject):
    """One question and what follows it. ``ask`` shows the question; ``told`` says what came of it, once."""

    told = Signal(str, str)  #: a line for the toast, and its second line

    def __init__(
        self, theme: Theme, parent: QWidget, actions: Actions, bridge: Bridge, item_ids: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self._theme, self._parent, self._actions, self._bridge = theme, parent, actions, bridge
        self._waiting = list(item_ids)
        self._number = len(self._waiting)
        self._under_way = self._done = 0
        self._problem: SnapStreamError | None = None

    def ask(self) -> Question:
        """Ask before anything is deleted; the safe answer has the focus."""
        question = Question(self._theme, self._parent, *self._words(), act=self._act(), keep=self.tr("Keep"))
        question.setObjectName("deleteQuestion")
        question.act_button.setObjectName("delete-act")
        question.accepted.connect(self.start)
        question.rejected.connect(self.deleteLater)
        question.finished.connect(question.deleteLater)
        question.open()
        return question

    def _words(self) -> tuple[str, str]:
        if self._number == 1:
            return self.tr("Delete this item from the library?"), self.tr(
                "It is gone for everyone, with its tags and transcript. The file in your folder is not touched."
            )
        title = self.tr("Delete {n} items from the library?").format(n=phrases.number(self._number))
        return title, self.tr(
            "They are gone for everyone, with tags and transcripts. The files in your folders are not touched."
        )

    def _act(self) -> str:
        if self._number == 1:
            return self.tr("Delete item")
        return self.tr("Delete {n} items").format(n=phrases.number(self._number))

    @Slot()
    def start(self) -> None:
        """Have them deleted."""
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            self._next()

    def _next(self) -> None:
        self._under_way += 1
        self._actions.delete_item(self._waiting.pop(0), self._bridge.in_main(self._take))

    def _take(self, answer: SnapStreamError | None) -> None:
        self._under_way -= 1
        if isinstance(answer, SnapStreamError):
            self._problem = self._problem or answer
        else:
            self._done += 1
        if self._waiting:
            self._next()
        elif not self._under_way:
            self._say()
            self.deleteLater()

    def _say(self) -> None:
        left = self._number - self._done
        if self._problem is not None:
            title = phrases.count(left, "{n} item was not deleted", "{n} items were not deleted")
            self.told.emit(title, for_error(self._problem).line)
            return
        self.told.emit(phrases.count(self._done, "{n} item is deleted", "{n} items are deleted"), "")
