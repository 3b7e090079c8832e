"""The first run: choose a folder, drop one, or try the sample folder. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty import DropZone, EmptyState

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_ZONE_PX = 420
_TEXT_PX = 372


class FirstRun(QWidget):
    """A zone in the middle of the page."""

    choose_asked = Signal()
    samples_asked = Signal()
    dropped = Signal(list)  #: of Path

    def __init__(self, theme: Theme, *, has_samples: bool) -> None:
        super().__init__()
        zone = DropZone(theme, self.tr("Drop a folder here to watch it"))
        zone.setFixedWidth(_ZONE_PX)
        zone.dropped.connect(self.dropped)
        words = EmptyState(theme, "folder-simple-plus", "link", 32, width=_TEXT_PX)
        words.say(
            self.tr("Choose a folder to watch"),
            self.tr("Every finished photo, recording and video in it goes to your library. ")
            + self.tr("Nothing in the folder is changed."),
            self.tr("or drop one here"),
        )
        choose = Button(theme, self.tr("Choose folder"), "folder-simple-plus", "primary")
        choose.clicked.connect(self.choose_asked)
        words.set_actions([choose])
        inside = QVBoxLayout(zone)
        inside.setContentsMargins(0, 12, 0, 8)
        inside.addWidget(words)
        column = QVBoxLayout(self)
        column.addStretch(5)
        column.addWidget(zone, 0, Qt.AlignmentFlag.AlignHCenter)
        if has_samples:
            samples = Button(theme, self.tr("Try the sample folder"), kind="link")
            what = self.tr("A few media files that come with SnapStream, watched where they lie")
            samples.setToolTip(phrases.tooltip(what))
            samples.clicked.connect(self.samples_asked)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(theme.label(self.tr("No files at hand?"), "body", "text3"))
            row.addWidget(samples)
            row.addStretch(1)
            column.addSpacing(16)
            column.addLayout(row)
        column.addStretch(6)
