"""What the sections of Admin share: a heading, a body, and what stands there while there is nothing. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import AccessDenied, SnapStreamError
from desktop.ui.said import for_error
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_Answer = TypeVar("_Answer")
#: Nothing is said of loading that is over sooner.
_LOADING_MS = 300


class Section(QWidget):
    """One section. Answers come in a worker and are brought home; one that is overtaken says nothing."""

    told = Signal(str, str)

    def __init__(self, theme: Theme, bridge: Bridge, heading: str, text: str, *, icon: str) -> None:
        super().__init__()
        self.theme, self._bridge, self._icon = theme, bridge, icon
        self._asked = 0
        self.setAccessibleName(heading)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(theme.label(heading, "page"))
        titles.addWidget(theme.label(text, "body", "text2", wrap=True))
        self.head.addLayout(titles, 1)
        self.body = QWidget()
        self._empty = EmptyState(theme, icon)
        self._again = Button(theme, self.tr("Try again"), "arrow-clockwise")
        self._again.clicked.connect(self.refresh)
        self._empty.set_actions([self._again])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.body)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self.head)
        column.addWidget(self._stack, 1)

    @Slot()
    def refresh(self) -> None:
        """Ask anew."""

    def ask(
        self, verb: Callable[[Callable[[_Answer | SnapStreamError], None]], None], then: Callable[[_Answer], None]
    ) -> None:
        """Ask for what the section shows; an error takes its place."""
        self._asked += 1
        asked = self._asked
        QTimer.singleShot(_LOADING_MS, self, lambda: self._say_loading(asked))

        def take(answer: _Answer | SnapStreamError) -> None:
            if asked != self._asked:
                return
            self._asked += 1
            if isinstance(answer, SnapStreamError):
                self.say_error(answer)
            else:
                self._stack.setCurrentWidget(self.body)
                then(answer)

        verb(self._bridge.in_main(take))

    def do(
        self,
        verb: Callable[[Callable[[_Answer | SnapStreamError], None]], None],
        then: Callable[[_Answer], None],
        failed: str,
    ) -> None:
        """Change something; an error is told, and what is shown stays."""

        def take(answer: _Answer | SnapStreamError) -> None:
            if isinstance(answer, SnapStreamError):
                self.told.emit(failed, for_error(answer).line)
            else:
                then(answer)

        verb(self._bridge.in_main(take))

    def say_empty(self, heading: str, text: str) -> None:
        """Say that there is nothing."""
        self._say(self._icon, heading, text, can_retry=False)

    def say_error(self, error: SnapStreamError) -> None:
        """Say why nothing can be shown."""
        if isinstance(error, AccessDenied):
            text = self.tr("Your role was changed. Ask another admin of the newsroom.")
            self._say("shield", self.tr("This is for admins"), text, can_retry=True)
            return
        words = for_error(error)
        heading = words.heading or self.tr("The newsroom did not answer this")
        self._say("warning-circle-fill", heading, words.text, can_retry=True)

    def _say_loading(self, asked: int) -> None:
        if asked == self._asked and self._is_blank():
            self._say(self._icon, self.tr("Asking the newsroom…"), "", can_retry=False)

    def _is_blank(self) -> bool:
        """Whether nothing is shown that could stay until the answer is there. Sections with rows say their own."""
        return self._stack.currentWidget() is self.body

    def _say(self, icon: str, heading: str, text: str, *, can_retry: bool) -> None:
        self._empty.set_icon(icon)
        self._empty.say(heading, text)
        self._again.setVisible(can_retry)
        self._stack.setCurrentWidget(self._empty)
