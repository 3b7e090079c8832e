"""What needs the person: what happened, why, and the way out of it; one row each. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cloud.contract.status import ItemStatus
from desktop.core.words import Action, printable
from desktop.ui.library import tiles
from desktop.ui.phrases import tr
from desktop.ui.said import for_file, sentence
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.core.model import Folder, Transfer
    from desktop.ui.home.snapshot import Snapshot
    from desktop.ui.theme import Theme

_ROW_PX = 56


class Act(StrEnum):
    """What a row's button does."""

    RETRY = "retry"
    SHOW_FILE = "show_file"
    SHOW_ITEM = "show_item"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs the person."""

    act: Act
    ref: str  #: a transfer, an item, a folder
    title: str
    text: str
    button: str
    button_icon: str = ""
    is_failure: bool = True


def needs_of(snapshot: Snapshot) -> list[Need]:
    """Return what needs the person: failures first, then what is away."""
    return [
        *map(_of_transfer, snapshot.failed),
        *map(_of_item, snapshot.failed_items),
        *map(_of_folder, snapshot.away),
    ]


def number_of(snapshot: Snapshot) -> int:
    """Return how many things need the person, those that have no row too."""
    return snapshot.failed_count + len(snapshot.failed_items) + len(snapshot.away)


def _of_transfer(transfer: Transfer) -> Need:
    words = for_file(transfer.reason, transfer.filename, transfer.detail)
    title = words.heading or tr("{name} was not uploaded").format(name=printable(transfer.filename))
    if words.action is Action.SHOW_IN_FOLDER:
        return Need(Act.SHOW_FILE, transfer.id, title, words.text, tr("Show in folder"), "folder-open")
    return Need(Act.RETRY, transfer.id, title, words.text, tr("Try again"), "arrow-clockwise")


def _of_item(item: Item) -> Need:
    name = tiles.title(item)
    refused = item.status is ItemStatus.REJECTED
    title = tr("{name} was refused") if refused else tr("{name} could not be analysed")
    return Need(Act.SHOW_ITEM, item.id, title.format(name=name), sentence(item.status_reason), tr("Show"))


def _of_folder(folder: Folder) -> Need:
    return Need(
        Act.CHECK,
        str(folder.path),
        tr("{name} is away").format(name=folder.name),
        tr("Nothing is lost. Watching goes on by itself when it is back."),
        tr("Check now"),
        is_failure=False,
    )


class NeedRow(QWidget):
    """An icon, two lines, one button."""

    asked = Signal(str, str)  #: an act, and what it is about

    def __init__(self, theme: Theme, need: Need) -> None:
        super().__init__()
        self._theme, self._need = theme, need
        self.setFixedHeight(max(_ROW_PX, theme.row(_ROW_PX) + round(16 * (theme.scale - 1))))
        self.setAccessibleName(f"{need.title}. {need.text}")
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addStretch(1)
        lines.addWidget(ElidedLabel(theme, need.title, "name"))
        lines.addWidget(ElidedLabel(theme, need.text, "small", "text3"))
        lines.addStretch(1)
        button = Button(theme, need.button, need.button_icon, "secondary" if need.is_failure else "quiet", small=True)
        button.setAccessibleName(f"{need.button}: {need.title}")
        button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(lines, 1)
        row.addWidget(button)

    def _on_clicked(self) -> None:
        self.asked.emit(self._need.act.value, self._need.ref)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline above and the icon."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colors.line)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        icon, tint = ("warning-circle-fill", "fail") if self._need.is_failure else ("warning-fill", "warn")
        self._theme.icons.draw(painter, icon, tint, QRectF(0, (self.height() - 18) / 2, 18, 18))
