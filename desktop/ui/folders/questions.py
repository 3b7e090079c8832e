"""What is asked before something of a folder's rule is given up. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.phrases import tr
from desktop.ui.widgets.dialog import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.theme import Theme


def ask_to_stop(theme: Theme, window: QWidget, name: str) -> Question:
    """Return the question that comes before a folder is watched no more."""
    return Question(
        theme,
        window,
        tr("Stop watching {folder}?").format(folder=name),
        tr("Its files stay where they are. What is uploaded stays in the library."),
        act=tr("Stop watching"),
        keep=tr("Keep"),
    )


def ask_to_discard(theme: Theme, window: QWidget, name: str) -> Question:
    """Return the question that comes before Escape forgets something."""
    return Question(
        theme,
        window,
        tr("Discard what you changed of {folder}?").format(folder=name),
        tr("The rule stays as it was."),
        act=tr("Discard"),
        keep=tr("Go on"),
    )
