"""All words of the search language, with an example each. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.ui.phrases import tr
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.theme import Theme


def words() -> tuple[tuple[str, str], ...]:
    """Return examples and what they find."""
    return (
        ("budget flood", tr("Both words, wherever they are")),
        ('"city hall"', tr("Exactly these words")),
        ("budget | flood", tr("One of them, or OR between them")),
        ("-draft", tr("Without this word, or NOT before it")),
        ("(a | b) c", tr("Brackets keep together")),
        ('person:"Ana Ruiz"', tr("Who is seen or heard")),
        ("said:closed", tr("What was said")),
        ('text:"exit"', tr("Words on screen")),
        ("tag:harbour", tr("A tag of any kind")),
        ("kind:video", tr("Photo, video or audio")),
        ("by:falk", tr("The reporter")),
        ("folder:desk", tr("The watched folder")),
        ("lang:fr", tr("The language spoken")),
        ("date:7d", tr("Also today, 2026-11, 2026-10-01..2026-10-31")),
        ("taken:2026", tr("When the camera took it")),
        ("duration:>2m", tr("Longer than two minutes")),
        ("size:>1GB", tr("Larger than a gigabyte")),
        ("is:untagged", tr("Also embargoed, private, failed, mine, captioned")),
        ("has:speech", tr("Also text, person, logo, label")),
    )


class SearchWords(Sheet):
    """A table to look things up in."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, tr("All search words"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(theme.label(tr("All search words"), "title", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        mono = QFont(theme.font("small"))
        mono.setFamilies(["monospace"])
        mono.setStyleHint(QFont.StyleHint.Monospace)
        for row, (example, meaning) in enumerate(words()):
            label = theme.label(example, "small")
            label.setFont(mono)
            grid.addWidget(label, row, 0)
            grid.addWidget(theme.label(meaning, "small", "text2"), row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addStretch(1)
        close = Button(theme, tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row_of_buttons.addWidget(close)
        column.addLayout(row_of_buttons)
