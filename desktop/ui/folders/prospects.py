"""The rows of a preview: which file, what would become of it and why. Main thread.

The model holds places in an outlook and asks for a row when it is painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cloud.contract.reasons import Reason
from desktop.core.foresight import Fate, Prospect
from desktop.core.model import TransferState
from desktop.ui import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.foresight import Outlook
    from desktop.ui.theme import Theme

ROW_PX: Final = 44
#: The scroll bar beside it has the rest of the edge.
_END_PX: Final = 10
PROSPECT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex

#: The colour of each fate, in the bar and its legend.
TINTS: Final = {
    Fate.UPLOAD: "sel", Fate.KNOWN: "text3", Fate.IGNORED: "line2", Fate.WAIT: "k_text", Fate.SKIP: "warn",
}  # fmt: skip
_ICONS: Final = {
    Fate.UPLOAD: ("arrow-up-bold", "sel"),
    Fate.KNOWN: ("check", "text3"),
    Fate.IGNORED: ("prohibit", "text3"),
    Fate.WAIT: ("hourglass-medium", "k_text"),
    Fate.SKIP: ("warning", "warn"),
}


class ProspectModel(QAbstractListModel):
    """What would happen to each file, all or those of one fate."""

    def __init__(self) -> None:
        super().__init__()
        self._outlook: Outlook | None = None
        self._places: Sequence[int] = ()

    def show(self, outlook: Outlook | None, fate: Fate | None = None) -> None:
        """Show another outlook, or another part of it."""
        self.beginResetModel()
        self._outlook = outlook
        self._places = outlook.places(fate) if outlook is not None else ()
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many."""
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the path, what a screen reader says, or the row."""
        if self._outlook is None or not index.isValid() or index.row() >= len(self._places):
            return None
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, PROSPECT_ROLE}:
            return None
        one = self._outlook.prospect(self._places[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return one.relative
        return one if role == PROSPECT_ROLE else f"{one.relative}, {verb(one)}, {why(one)}"


def verb(one: Prospect) -> str:
    """Return what would be done with a file, in a word or two."""
    return {
        Fate.UPLOAD: phrases.tr("Upload"),
        Fate.KNOWN: phrases.tr("In the library"),
        Fate.IGNORED: phrases.tr("Ignore"),
        Fate.WAIT: phrases.tr("Wait"),
        Fate.SKIP: phrases.tr("Skip"),
    }[one.fate if one.why not in {TransferState.CANCELLED, TransferState.REJECTED} else Fate.SKIP]


def why(one: Prospect) -> str:
    """Return the row's second line: what is known of the file, or why it is not taken."""
    match one.fate:
        case Fate.IGNORED if one.pattern:
            return phrases.tr("Ignored by {pattern}").format(pattern=one.pattern)
        case Fate.IGNORED if one.why == Reason.TEMPORARY:
            return phrases.tr("A temporary or hidden file, never taken")
        case Fate.IGNORED:
            return phrases.tr("The rule does not take this kind, or this folder")
        case Fate.WAIT:
            return phrases.tr("Still being written. Uploaded once it is quiet")
        case Fate.SKIP:
            return _why_not(one.why)
        case _:
            return _known(one)


def _known(one: Prospect) -> str:
    facts = phrases.tr("{size}, finished {when}").format(
        size=phrases.size(one.size_bytes), when=phrases.moment(one.mtime_ns / 1e9)
    )
    match one.why:
        case TransferState.UPLOADED:
            return phrases.tr("Uploaded from here, unchanged since")
        case TransferState.DUPLICATE:
            return phrases.tr("The library has the same content")
        case TransferState.CANCELLED:
            return phrases.tr("You cancelled it")
        case TransferState.REJECTED:
            return phrases.tr("Refused before, unchanged since")
        case "":
            return facts
        case _:
            return phrases.tr("{facts}, on its way").format(facts=facts)


def _why_not(reason: str) -> str:
    return {
        str(Reason.OTHER_KIND): phrases.tr("Not a photo, audio or video file"),
        str(Reason.UNREADABLE): phrases.tr("It cannot be read"),
        str(Reason.SYMLINK_LOOP): phrases.tr("A link that leads in a circle"),
        str(Reason.LINKED_ALREADY): phrases.tr("A link to what is looked at anyway"),
        str(Reason.DANGLING): phrases.tr("A link that leads nowhere"),
        str(Reason.VANISHED): phrases.tr("It was gone a moment later"),
    }.get(reason, phrases.tr("Not taken"))


class ProspectDelegate(QStyledItemDelegate):
    """A sign, the path over why, and the word at the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return a row's size."""
        return QSize(200, max(ROW_PX, round(ROW_PX * self._theme.scale)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row."""
        one = index.data(PROSPECT_ROLE)
        if not isinstance(one, Prospect):
            return
        theme, table = self._theme, self._theme.colors
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(box, table.hover)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRectF(box.x(), box.y(), 2, box.height()), table.sel)
        middle = box.center().y()
        icon, tint = _ICONS[one.fate]
        theme.icons.draw(painter, icon, tint, QRectF(box.x() + 24, middle - 8, 16, 16))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        word, metrics = verb(one), theme.metrics("small")
        word_px = metrics.horizontalAdvance(word)
        painter.setFont(theme.font("small"))
        painter.setPen(table.text2)
        painter.drawText(box.adjusted(0, 0, -_END_PX, 0), right, word)
        x = box.x() + 54
        room = box.right() - _END_PX - word_px - 16 - x
        name_px, text_px = theme.metrics("body").height(), metrics.height()
        top = middle - (name_px + text_px + 1) / 2
        painter.setPen(table.text3)
        shown = metrics.elidedText(why(one), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, top + name_px + 1, room, text_px), left, shown)
        painter.setFont(theme.font("body"))
        painter.setPen(table.text if one.fate is Fate.UPLOAD else table.text2)
        shown = theme.metrics("body").elidedText(one.relative, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(x, top, room, name_px), left, shown)
        painter.restore()
