"""The queue as a list: a heading row for each section, then its transfers; rows are read when they are looked at."""

from __future__ import annotations

import time
from collections import OrderedDict
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.ui import phrases
from desktop.ui.transfers.rows import STATES, Row, Section, row_of
from desktop.ui.transfers.sections import HEAD, MORE, Asked, Listed, View, list_sections, totals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.events import TransferProgress
    from desktop.library.transfers import TransferTable
    from desktop.ui.transfers.totals import Totals

_KEPT = 2000
_BLOCK = 100
#: Numbers change at most this often; the bar moves with every step.
_SAY_S = 0.5
_WAITING = STATES[Section.WAITING]
_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class Roles(IntEnum):
    """What a row answers beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    HEAD = Qt.ItemDataRole.UserRole + 2  #: section and count
    MORE = Qt.ItemDataRole.UserRole + 3  #: how many more, and whether a click shows them


class UploadsModel(QAbstractListModel):
    """Sections with their transfers. Each section's list begins with ``HEAD``, or is empty."""

    arrived = Signal(object)  #: Row of a transfer that has just come to need the person

    def __init__(
        self,
        table: TransferTable,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        is_away: Callable[[Path], bool] = lambda _folder: False,
    ) -> None:
        super().__init__(parent)
        self._table, self._clock, self._is_away = table, clock, is_away
        self.asked = Asked()
        self.sent_now: set[str] = set()  #: put first by the person
        self._listed: dict[Section, Listed] = {section: Listed() for section in Section}
        self._sections: dict[Section, list[str]] = {section: [] for section in Section}
        self._rows: OrderedDict[str, Row] = OrderedDict()
        self._progress: dict[str, TransferProgress] = {}
        self._said: dict[str, tuple[float, TransferProgress]] = {}
        self.refresh(())

    def show(self, asked: Asked) -> None:
        """Show another view, or what a search finds."""
        if asked == self.asked:
            return
        self.asked = asked
        self.beginResetModel()
        self._listed = list_sections(self._table, asked, self._table.counts().by_state)
        self._sections = {section: list(listed.ids) for section, listed in self._listed.items()}
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return headings and transfers together."""
        return 0 if parent.isValid() else sum(len(ids) for ids in self._sections.values())

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a transfer's row, or a heading's section and count."""
        if not index.isValid():
            return None
        section, number = self._locate(index.row())
        listed, transfer_id = self._listed[section], self._sections[section][number]
        is_text = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if transfer_id in {HEAD, MORE}:
            is_head = transfer_id == HEAD
            facts = (section, listed.count) if is_head else (listed.more, listed.is_folded)
            text = self.title(section) if is_head else self.more_text(listed)
            return text if is_text else facts if role == (Roles.HEAD if is_head else Roles.MORE) else None
        row = self._row(section, number) if is_text or role in {Roles.ROW, Qt.ItemDataRole.ToolTipRole} else None
        if row is None or role == Roles.ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return phrases.tooltip(" · ".join(part for part in (str(row.path), row.remedy, row.left) if part))
        return row.name if role == Qt.ItemDataRole.DisplayRole else row.accessible

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings can be neither chosen nor walked onto; what waits can be dragged."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        section, number = self._locate(index.row())
        transfer_id = self._sections[section][number]
        if transfer_id == HEAD:
            return Qt.ItemFlag.ItemNeverHasChildren
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        is_movable = section is Section.WAITING and transfer_id != MORE
        return usual | Qt.ItemFlag.ItemIsDragEnabled if is_movable else usual

    def title(self, section: Section) -> str:
        """Return a section's heading."""
        is_queue = self.asked.view is View.QUEUE and not self.asked.text
        return {
            Section.NEEDS_YOU: self.tr("Needs you"),
            Section.UPLOADING: self.tr("Uploading"),
            Section.WAITING: self.tr("Waiting"),
            Section.DONE: self.tr("Done today") if is_queue else self.tr("Done"),
        }[section]

    def more_text(self, listed: Listed) -> str:
        """Return what stands below a list that does not show all."""
        if listed.is_folded:
            return self.tr("{n} more waiting").format(n=phrases.number(listed.more))
        return self.tr("{n} more come up as these go").format(n=phrases.number(listed.more))

    def id_at(self, row: int) -> str:
        """Return a row's transfer, ``HEAD`` or ``MORE`` for what is none."""
        section, number = self._locate(row)
        return self._sections[section][number]

    def row_of_id(self, transfer_id: str) -> int:
        """Return where a transfer stands, -1 where it is not shown."""
        first = 0
        for ids in self._sections.values():
            if transfer_id in ids:
                return first + ids.index(transfer_id)
            first += len(ids)
        return -1

    def neighbours(self, transfer_id: str) -> tuple[str, str, str] | None:
        """Return the waiting transfers one before, one after and two after it, "" where there is none."""
        ids = [one for one in self._sections[Section.WAITING] if one not in {HEAD, MORE}]
        if transfer_id not in ids:
            return None
        at = ids.index(transfer_id)
        after = [*ids[at + 1 : at + 3], "", ""]
        return (ids[at - 1] if at else "", after[0], after[1])

    def before_at(self, row: int) -> str | None:
        """Return the waiting transfer that a drop in front of this row comes before; "" after all, None nowhere."""
        ids = self._sections[Section.WAITING]
        first = sum(len(self._sections[section]) for section in (Section.NEEDS_YOU, Section.UPLOADING))
        number = row - first
        if not ids or not 0 < number <= len(ids):
            return None
        if number == len(ids) or ids[number] == MORE:
            # What is not shown comes after: before the first of that, not after all.
            return self.after_shown()
        return ids[number]

    def after_shown(self) -> str:
        """Return the first waiting transfer that is not shown, "" where all are."""
        shown = [one for one in self._sections[Section.WAITING] if one not in {HEAD, MORE}]
        ids = self._table.ids(_WAITING, limit=len(shown) + 1)
        return ids[len(shown)] if len(ids) > len(shown) else ""

    def refresh(self, changed: Sequence[str]) -> None:
        """Take over changes of these transfers: rows move, come and go, the others stay."""
        for transfer_id in changed:
            self._rows.pop(transfer_id, None)
        old = self._listed
        needing = set(self._sections[Section.NEEDS_YOU])
        self._listed = list_sections(self._table, self.asked, self._table.counts().by_state)
        for section, listed in self._listed.items():
            before = self._sections[section][1:2]
            self._replace(section, list(listed.ids))
            if section is Section.WAITING and before != self._sections[section][1:2]:
                # "Next" belongs to another one now.
                for transfer_id in (*before, *self._sections[section][1:2]):
                    self._rows.pop(transfer_id, None)
        present = set(changed)
        first = 0
        for section, ids in self._sections.items():
            listed = self._listed[section]
            for number, transfer_id in enumerate(ids):
                is_line = transfer_id in {HEAD, MORE} and (old[section].count, old[section].more) != (
                    listed.count,
                    listed.more,
                )
                if is_line or transfer_id in present:
                    self._tell(first + number)
            first += len(ids)
        active = set(self._sections[Section.UPLOADING])
        self._progress = {one: progress for one, progress in self._progress.items() if one in active}
        self._said = {one: said for one, said in self._said.items() if one in active}
        for number, transfer_id in enumerate(self._sections[Section.NEEDS_YOU]):
            row = None if transfer_id in needing or transfer_id not in present else self._row(Section.NEEDS_YOU, number)
            if row is not None:
                self.arrived.emit(row)

    def progressed(self, progress: Sequence[TransferProgress]) -> None:
        """Move the bars of what is uploading."""
        first = len(self._sections[Section.NEEDS_YOU])
        numbers = {one: number for number, one in enumerate(self._sections[Section.UPLOADING])}
        now_s = self._clock()
        for step in progress:
            number = numbers.get(step.transfer_id)
            if number is not None:
                self._progress[step.transfer_id] = step
                if now_s - self._said.get(step.transfer_id, (-_SAY_S, step))[0] >= _SAY_S:
                    self._said[step.transfer_id] = (now_s, step)
                self._rows.pop(step.transfer_id, None)
                self._tell(first + number)

    def tick(self) -> None:
        """Say anew what counts down."""
        first = sum(len(self._sections[s]) for s in (Section.NEEDS_YOU, Section.UPLOADING))
        for number, transfer_id in enumerate(self._sections[Section.WAITING][:_BLOCK]):
            row = self._rows.get(transfer_id)
            if row is not None and any(character.isdigit() for character in row.state):
                self._rows.pop(transfer_id)
                self._tell(first + number)

    def totals(self) -> Totals:
        """Return the queue in numbers."""
        return totals_of(self._table, self._progress)

    def _tell(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def _locate(self, row: int) -> tuple[Section, int]:
        for section, ids in self._sections.items():
            if row < len(ids):
                return section, row
            row -= len(ids)
        raise IndexError(row)

    def _row(self, section: Section, number: int) -> Row | None:
        transfer_id = self._sections[section][number]
        found = self._rows.get(transfer_id)
        if found is not None:
            return found
        start = number // _BLOCK * _BLOCK
        wanted = [one for one in self._sections[section][start : start + _BLOCK] if one not in {HEAD, MORE}]
        first_waiting = self._sections[Section.WAITING][1:2]
        now_s = time.time()
        for transfer in self._table.get_many(wanted):
            self._rows[transfer.id] = row_of(
                transfer,
                self._progress.get(transfer.id),
                now_s,
                said=self._said.get(transfer.id, (0.0, None))[1],
                is_next=[transfer.id] == first_waiting and not self.asked.text,
                is_sent_now=transfer.id in self.sent_now,
                is_away=section is Section.NEEDS_YOU and self._is_away(Path(transfer.folder)),
            )
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        return self._rows.get(transfer_id)

    def _replace(self, section: Section, new: list[str]) -> None:
        """Turn a section's list into another one by taking out and putting in what differs in the middle."""
        old = self._sections[section]
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
            end += 1
        first = sum(len(ids) for one, ids in self._sections.items() if one < section)
        gone, came = len(old) - start - end, new[start : len(new) - end]
        if gone:
            self.beginRemoveRows(_NO_PARENT, first + start, first + start + gone - 1)
            del old[start : start + gone]
            self.endRemoveRows()
        if came:
            self.beginInsertRows(_NO_PARENT, first + start, first + start + len(came) - 1)
            old[start:start] = came
            self.endInsertRows()
