"""The queue as a list: a heading row for each section, then its transfers; rows are read when they are looked at."""

from __future__ import annotations

import time
from collections import OrderedDict
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.ui.transfers.rows import STATES, Row, Section, Totals, row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.events import TransferProgress
    from desktop.library.transfers import TransferTable

_KEPT = 2000
_BLOCK = 100
#: Transfers listed of a section; the others stay in the queue's file, and come up as these go.
_SHOWN: dict[Section, int] = {
    Section.NEEDS_YOU: 2000,
    Section.UPLOADING: 2000,
    Section.WAITING: 2000,
    Section.DONE: 200,
}
_HEAD = ""
_NO_PARENT = QModelIndex()


class Roles(IntEnum):
    """What a row answers beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    HEAD = Qt.ItemDataRole.UserRole + 2


class UploadsModel(QAbstractListModel):
    """Sections with their transfers. Each section's list begins with "" for its heading, or is empty."""

    def __init__(self, table: TransferTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._sections: dict[Section, list[str]] = {section: [] for section in Section}
        self._rows: OrderedDict[str, Row] = OrderedDict()
        self._progress: dict[str, TransferProgress] = {}
        self._counts = table.counts().by_state
        self.refresh(())

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return headings and transfers together."""
        return 0 if parent.isValid() else sum(len(ids) for ids in self._sections.values())

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a transfer's row, or a heading's section and count."""
        if not index.isValid():
            return None
        section, number = self._locate(index.row())
        transfer_id = self._sections[section][number]
        if transfer_id == _HEAD:
            if role == Roles.HEAD:
                return section, sum(self._counts.get(state, 0) for state in STATES[section])
            return self.title(section) if role == Qt.ItemDataRole.DisplayRole else None
        if role not in {Roles.ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        row = self._row(section, number)
        if row is None or role == Roles.ROW:
            return row
        return row.name if role == Qt.ItemDataRole.DisplayRole else row.accessible

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headings can be neither chosen nor walked onto."""
        if index.isValid() and self.id_at(index.row()) == _HEAD:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def title(self, section: Section) -> str:
        """Return a section's heading."""
        return {
            Section.NEEDS_YOU: self.tr("Needs you"),
            Section.UPLOADING: self.tr("Uploading"),
            Section.WAITING: self.tr("Waiting"),
            Section.DONE: self.tr("Done"),
        }[section]

    def id_at(self, row: int) -> str:
        """Return a row's transfer, "" for a heading."""
        section, number = self._locate(row)
        return self._sections[section][number]

    def refresh(self, changed: Sequence[str]) -> None:
        """Take over changes of these transfers: rows move, come and go, the others stay."""
        for transfer_id in changed:
            self._rows.pop(transfer_id, None)
        old_counts, self._counts = self._counts, self._table.counts().by_state
        for section, states in STATES.items():
            is_latest_first = section in {Section.DONE, Section.NEEDS_YOU}
            # Not one more than there are: the search for one that is not there goes through all the others.
            limit = min(_SHOWN[section], sum(self._counts.get(state, 0) for state in states))
            ids = self._table.ids(states, newest_first=is_latest_first, limit=limit) if limit else []
            before = self._sections[section][1:2]
            self._replace(section, [_HEAD, *ids] if ids else [])
            if section is Section.WAITING and before != self._sections[section][1:2]:
                # "Next" belongs to another one now.
                for transfer_id in (*before, *self._sections[section][1:2]):
                    self._rows.pop(transfer_id, None)
        present = set(changed)
        first = 0
        for section, ids in self._sections.items():
            if ids and any(old_counts.get(state) != self._counts.get(state) for state in STATES[section]):
                self._tell(first)
            for number, transfer_id in enumerate(ids):
                if transfer_id in present:
                    self._tell(first + number)
            first += len(ids)
        active = set(self._sections[Section.UPLOADING])
        self._progress = {one: progress for one, progress in self._progress.items() if one in active}

    def progressed(self, progress: Sequence[TransferProgress]) -> None:
        """Move the bars of what is uploading."""
        first = len(self._sections[Section.NEEDS_YOU])
        numbers = {one: number for number, one in enumerate(self._sections[Section.UPLOADING])}
        for step in progress:
            number = numbers.get(step.transfer_id)
            if number is not None:
                self._progress[step.transfer_id] = step
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
        counts = self._table.counts()
        by_state = counts.by_state

        def count(section: Section) -> int:
            return sum(by_state.get(state, 0) for state in STATES[section])

        return Totals(
            uploading=count(Section.UPLOADING),
            waiting=count(Section.WAITING),
            failed=count(Section.NEEDS_YOU),
            uploaded=by_state.get(STATES[Section.DONE][0], 0),
            paused=self._table.is_paused,
            left_bytes=counts.left_bytes,
            bytes_per_s=sum(step.bytes_per_s for step in self._progress.values()),
        )

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
        wanted = [one for one in self._sections[section][start : start + _BLOCK] if one != _HEAD]
        first_waiting = self._sections[Section.WAITING][1:2]
        now_s = time.time()
        for transfer in self._table.get_many(wanted):
            self._rows[transfer.id] = row_of(
                transfer, self._progress.get(transfer.id), now_s, is_next=[transfer.id] == first_waiting
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
