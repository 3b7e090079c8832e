"""Home's left column: the sentence, what needs you, what is on the way, what has just come in. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.home import words
from desktop.ui.home.moving import MovingRow
from desktop.ui.home.needs import Need, NeedRow, needs_of, number_of
from desktop.ui.home.recent import Recent
from desktop.ui.home.snapshot import MOST_ROWS
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.events import TransferProgress
    from desktop.ui.home.snapshot import Snapshot
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme

_SENTENCE_PX = 28


class Sentence(QWidget):
    """How things stand in one sentence, and a second line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._first, self._second = "", ""
        font = QFont(theme.font("display"))
        font.setPixelSize(round(_SENTENCE_PX * theme.scale))
        self._label = theme.label("", "display", wrap=True)
        self._label.setTextFormat(Qt.TextFormat.RichText)  # two colours in one sentence; what is said is escaped
        self._label.setFont(font)
        self._line = theme.label("", "body", "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._label)
        column.addWidget(self._line)
        on_change(theme, self._on_theme_changed)

    def say(self, first: str, second: str, line: str) -> None:
        """Say it."""
        self._first, self._second = first, second
        self._line.setText(line)
        self.setAccessibleName(f"{first} {second}".strip())
        self._label.setAccessibleName(self.accessibleName())
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._label.setText(words.html_of(self._first, self._second, self._theme.colors.fail.name()))


class Group(QWidget):
    """A heading, a number, a way to all of it, and rows."""

    asked = Signal()  #: all of it

    def __init__(self, theme: Theme, heading: str, link: str = "", *, gap: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(heading)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 8)
        head.setSpacing(8)
        head.addWidget(theme.label(heading, "strong"))
        self.beside = theme.label("", "body", "text3")
        head.addWidget(self.beside)
        head.addStretch(1)
        self.link = Button(theme, link, kind="link")
        self.link.setVisible(bool(link))
        self.link.clicked.connect(self.asked)
        head.addWidget(self.link)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self.rows)

    def clear(self) -> None:
        """Take all rows away."""
        while (taken := self.rows.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class LeftColumn(QWidget):
    """All four; a group with nothing in it is not there."""

    need_asked = Signal(str, str)  #: ``Act``, what it is about
    item_asked = Signal(str)
    uploads_asked = Signal()
    library_asked = Signal()

    def __init__(self, theme: Theme, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._theme = theme
        self._needs: list[Need] = []
        self._moving: dict[str, MovingRow] = {}
        self.sentence = Sentence(theme)
        self.needs = Group(theme, self.tr("Needs you"), self.tr("Show all"))
        self.moving = Group(theme, self.tr("On the way"), self.tr("All uploads"))
        self.recent = Group(theme, self.tr("Just in"), self.tr("Open library"))
        self.tiles = Recent(theme, thumbnails)
        self.recent.rows.addWidget(self.tiles)
        self.tiles.chosen.connect(self.item_asked)
        self.needs.asked.connect(self.uploads_asked)
        self.moving.asked.connect(self.uploads_asked)
        self.recent.asked.connect(self.library_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(32)
        for part in (self.sentence, self.needs, self.moving, self.recent):
            column.addWidget(part)
        column.addStretch(1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how things stand."""
        number = number_of(snapshot)
        self.sentence.say(*words.sentence(snapshot, number), words.subtitle(snapshot))
        self._show_needs(needs_of(snapshot), number)
        self._show_moving(snapshot)
        self.tiles.show_items(snapshot.recent)
        self.recent.setVisible(bool(snapshot.recent))

    def show_progress(self, progress: Sequence[TransferProgress]) -> None:
        """Say how far those in sight are."""
        for each in progress:
            row = self._moving.get(each.transfer_id)
            if row is not None:
                row.show_transfer(row.transfer, each)

    def _show_needs(self, needs: list[Need], number: int) -> None:
        self.needs.setVisible(bool(needs))
        self.needs.link.setVisible(number > len(needs))
        self.needs.beside.setText(_of(len(needs), number))
        if needs == self._needs:
            return
        self._needs = needs
        self.needs.clear()
        for need in needs:
            row = NeedRow(self._theme, need)
            row.asked.connect(self.need_asked)
            self.needs.rows.addWidget(row)

    def _show_moving(self, snapshot: Snapshot) -> None:
        self.moving.setVisible(bool(snapshot.moving))
        self.moving.beside.setText(_of(len(snapshot.moving), snapshot.left))
        ids = [transfer.id for transfer in snapshot.moving[:MOST_ROWS]]
        for gone in [transfer_id for transfer_id in self._moving if transfer_id not in ids]:
            row = self._moving.pop(gone)
            self.moving.rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for transfer in snapshot.moving[:MOST_ROWS]:
            known = self._moving.get(transfer.id)
            if known is None:
                made = self._moving[transfer.id] = MovingRow(self._theme, transfer)
                self.moving.rows.addWidget(made)
            elif known.transfer.state is not transfer.state:
                known.show_transfer(transfer, None)


def _of(shown: int, number: int) -> str:
    """Return ``4 of 38``; "" where all are shown."""
    if number <= shown:
        return ""
    return phrases.tr("{n} of {all}").format(n=phrases.number(shown), all=phrases.number(number))
