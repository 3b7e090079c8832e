"""The library as a list of row numbers; items are fetched in blocks when they are looked at. Main thread.

A change touches only its rows. New items wait above the view while somebody reads further down, so nothing moves.
"""

from __future__ import annotations

import time
from array import array
from collections import OrderedDict
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.library.answers import Answer, Order, Sort
from desktop.library.rows import day_of
from desktop.library.tree import ANYBODY, Viewer
from desktop.ui.library.tiles import Tile, tile
from desktop.ui.phrases import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from desktop.library.answers import Section
    from desktop.library.items import ItemLibrary

#: Items read together, and rows whose ids are: a few, so that no frame waits long.
_BLOCK, _ID_BLOCK = 8, 200
#: Of a frame, what may be spent reading: what is not read by then is painted as a place, and in the next frame.
_FRAME_S = 0.002
_KEPT = 3000
_KEPT_IDS = 20_000
#: More new items than this at once (a first sync) are read as a new list.
_MANY = 1000
_NO_PARENT = QModelIndex()


class Roles(IntEnum):
    """What a row answers beside Qt's own roles."""

    TILE = Qt.ItemDataRole.UserRole + 1
    IS_NEW = Qt.ItemDataRole.UserRole + 2


class LibraryModel(QAbstractListModel):
    """What answers a search, in an order."""

    held_changed = Signal(int)  #: how many new items wait above
    counted = Signal(int)  #: how many rows there are

    def __init__(self, items: ItemLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = items
        self._rows: array[int] = array("q")
        self._ids: OrderedDict[int, str] = OrderedDict()
        self._tiles: OrderedDict[str, Tile] = OrderedDict()
        self._held: dict[str, None] = {}
        self._is_holding = False
        self._is_in_frame, self._read_s = False, 0.0
        self.is_behind = False
        #: Grows with each change of which rows there are.
        self.revision = 0
        self._new: set[str] = set()
        self.query = ""
        self.order = Order()
        self.viewer: Viewer = ANYBODY

    def search(self, query: str, order: Order | None = None) -> None:
        """Show what matches, found here and now."""
        answer = self._items.search.find(query, self.viewer, order or self.order)
        if answer is not None:
            self.show_answer(answer, query)

    def show_answer(self, answer: Answer, query: str) -> None:
        """Show what was found; the one thing that resets the list."""
        self.beginResetModel()
        self.query, self.order = query, answer.order
        self._rows = array("q", answer.rows)
        self._tiles.clear()
        self._ids.clear()
        self._held.clear()
        self.revision += 1
        self.endResetModel()
        self.held_changed.emit(0)
        self.counted.emit(len(self._rows))

    def reload(self) -> None:
        """Read the whole list again, as after the cache was rebuilt."""
        self.search(self.query)

    @property
    def answer(self) -> Answer:
        """The present list as an answer of the search."""
        return Answer(self._rows, self.order)

    def sections(self) -> Sequence[Section]:
        """Return the days of the list; none in an order that is no order of days."""
        search, answer = self._items.search, self.answer
        if self.order.sort is Sort.CAPTURED:
            # When something was taken is not in its row number.
            answer = search.find(self.query, self.viewer, self.order) or answer
        return search.sections(answer, self.viewer.zone)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let items be chosen and dragged out."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's tile, its name, or what a screen reader says."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == Roles.IS_NEW:
            return bool(self._new) and self.id_at(index.row()) in self._new
        if role not in {Roles.TILE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        shown = self.tile(index.row())
        if shown is None:
            return None
        if role == Roles.TILE:
            return shown
        return shown.name if role == Qt.ItemDataRole.DisplayRole else shown.accessible

    def tile(self, row: int) -> Tile | None:
        """Return a row's tile; None where the item went away and its row is about to."""
        item_id = self.id_at(row)
        found = self._tiles.get(item_id)
        if found is None and item_id and self._is_in_frame and self._read_s > _FRAME_S:
            self.is_behind = True
        elif found is None and item_id:
            began = time.perf_counter()
            start = row // _BLOCK * _BLOCK
            self._fetch([self.id_at(each) for each in range(start, min(start + _BLOCK, len(self._rows)))])
            found = self._tiles.get(item_id)
            # The reading alone is counted: with the painting, the last tiles of a view would never have their turn.
            self._read_s += time.perf_counter() - began
        return found

    def day_at(self, row: int) -> date | None:
        """Return the day of a row: its number says when it was uploaded, its item when it was taken; None for none."""
        if self.order.sort is Sort.UPLOADED:
            return day_of(self._rows[row], self.viewer.zone)
        shown = self.tile(row) if self.order.sort is Sort.CAPTURED else None
        taken = parse_time(shown.captured_at) if shown is not None and shown.captured_at else None
        return taken.date() if taken is not None else None

    def begin_frame(self) -> None:
        """Read no more than a frame allows, from now until ``end_frame``."""
        self.is_behind = False
        self._is_in_frame, self._read_s = True, 0.0

    def end_frame(self) -> bool:
        """Read as much as is asked for again; return whether anything has to be painted once more."""
        self._is_in_frame = False
        return self.is_behind

    def id_at(self, row: int) -> str:
        """Return a row's item, "" where it went away and its row is about to."""
        found = self._ids.get(self._rows[row])
        if found is None:
            start = row // _ID_BLOCK * _ID_BLOCK
            block = self._rows[start : start + _ID_BLOCK]
            self._ids.update(zip(block, self._items.search.ids(block), strict=True))
            while len(self._ids) > _KEPT_IDS:
                self._ids.popitem(last=False)
            found = self._ids.get(self._rows[row], "")
        return found

    def ids_at(self, rows: Sequence[int]) -> list[str]:
        """Return the items of many rows, read together."""
        numbers = [self._rows[row] for row in rows]
        lacking = [number for number in numbers if number not in self._ids]
        read = dict(zip(lacking, self._items.search.ids(lacking), strict=True)) if lacking else {}
        found = [self._ids.get(number) or read.get(number, "") for number in numbers]
        return [item_id for item_id in found if item_id]

    def numbers(self, rows: Sequence[int]) -> list[int]:
        """Return the numbers of rows, by which the search knows them."""
        return [self._rows[row] for row in rows]

    def row_of(self, item_id: str) -> int:
        """Return an item's row, -1 where it is not shown."""
        return self._rows_of([item_id]).get(item_id, -1)

    def apply(self, item_ids: Sequence[str]) -> None:
        """Take over changes of these items: changed rows are told, gone ones removed, new ones put in their place."""
        numbers = self._items.search.rows(item_ids)
        wanted = self._items.search.judge(self.query, list(numbers), self.viewer) if numbers else set()
        shown = {item_id: row for item_id, row in self._places_of(numbers).items() if row >= 0}
        arrived = [item_id for item_id in numbers if item_id in wanted and item_id not in shown]
        if len(arrived) > _MANY:
            self.reload()
            return
        for item_id in item_ids:
            self._tiles.pop(item_id, None)
        self._say(shown.values())
        self._remove_gone([item_id for item_id in item_ids if item_id not in numbers])
        if self._is_holding:
            self._held.update(dict.fromkeys(arrived))
        else:
            self._insert({item_id: numbers[item_id] for item_id in arrived})
        self.held_changed.emit(len(self._held))
        self.counted.emit(len(self._rows))

    def thumbnails_came(self, item_ids: Iterable[str]) -> None:
        """Paint these rows again."""
        self._say(self._rows_of(list(item_ids)).values(), Qt.ItemDataRole.DecorationRole)

    def hold(self, *, is_holding: bool) -> None:
        """Keep new items back while somebody reads further down; let them in afterwards."""
        self._is_holding = is_holding
        if not is_holding and self._held:
            held = self._items.search.rows(list(self._held))
            self._held.clear()
            if len(held) > _MANY:
                self.reload()
                return
            self._insert(held)
            self.held_changed.emit(0)
            self.counted.emit(len(self._rows))

    def forget_new(self, item_ids: Iterable[str]) -> None:
        """Take the dot of what has just arrived away."""
        gone = set(item_ids)
        self._new -= gone
        self._say(self._rows_of(list(gone)).values())

    @property
    def held_count(self) -> int:
        """How many new items wait above."""
        return len(self._held)

    @property
    def new_ids(self) -> frozenset[str]:
        """What has just arrived."""
        return frozenset(self._new)

    def _rows_of(self, item_ids: Sequence[str]) -> dict[str, int]:
        """Return the rows of those that are shown."""
        if not item_ids:
            return {}
        places = self._places_of(self._items.search.rows(item_ids))
        return {item_id: row for item_id, row in places.items() if row >= 0}

    def _places_of(self, numbers: dict[str, int]) -> dict[str, int]:
        """Return where items stand by their row numbers, -1 where they do not."""
        if self.order.sort is Sort.UPLOADED:
            answer = self.answer
            return {
                item_id: answer.place(number) if answer.holds(number) else -1 for item_id, number in numbers.items()
            }
        asked = {number: item_id for item_id, number in numbers.items()}
        places = dict.fromkeys(numbers, -1)
        places.update((asked[number], row) for row, number in enumerate(self._rows) if number in asked)
        return places

    def _say(self, rows: Iterable[int], *roles: int) -> None:
        """Tell that rows changed, neighbours together."""
        for first, last in _runs(rows):
            self.dataChanged.emit(self.index(first), self.index(last), list(roles))

    def _remove_gone(self, item_ids: Sequence[str]) -> None:
        """Take the rows of items away that are no longer in the library."""
        if not item_ids:
            return
        for item_id in item_ids:
            self._held.pop(item_id, None)
        gone = set(item_ids)
        known = {number for number, item_id in self._ids.items() if item_id in gone}
        if len(known) < len(gone):
            # Never looked at, so its number is not known here: what is found no more and has no item is what went.
            found = self._items.search.find(self.query, self.viewer, self.order)
            lost = sorted(set(self._rows) - set(found.rows if found is not None else self._rows))
            known |= {number for number, item_id in zip(lost, self._items.search.ids(lost), strict=True) if not item_id}
        rows = [row for row, number in enumerate(self._rows) if number in known] if known else []
        # From the end, so that rows still to come keep their numbers.
        for first, last in reversed(_runs(rows)):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._rows[first : last + 1]
            self.revision += 1
            self.endRemoveRows()

    def _insert(self, numbers: dict[str, int]) -> None:
        """Put new items where they belong, neighbours as one insertion."""
        if not numbers:
            return
        self._new.update(numbers)
        self._ids.update((number, item_id) for item_id, number in numbers.items())
        # From the end, so that places still to come keep their numbers.
        for place, fresh in sorted(self._places_for(set(numbers.values())).items(), reverse=True):
            self.beginInsertRows(_NO_PARENT, place, place + len(fresh) - 1)
            self._rows[place:place] = array("q", fresh)
            self.revision += 1
            self.endInsertRows()

    def _places_for(self, fresh: set[int]) -> dict[int, list[int]]:
        """Return which new row numbers go before which row."""
        places: dict[int, list[int]] = {}
        if self.order.sort is Sort.UPLOADED:
            answer = self.answer
            for number in sorted(fresh, reverse=not self.order.is_ascending):
                places.setdefault(answer.place(number), []).append(number)
            return places
        found = self._items.search.find(self.query, self.viewer, self.order)
        shown, row = set(self._rows), 0
        for number in found.rows if found is not None else ():
            if number in fresh:
                places.setdefault(row, []).append(number)
            elif number in shown:
                row += 1
        return places

    def _fetch(self, item_ids: Sequence[str]) -> None:
        lacking = [item_id for item_id in item_ids if item_id and item_id not in self._tiles]
        found = self._items.search.evidence(lacking, self.query, self.viewer) if self.query else {}
        for item in self._items.get_many(lacking):
            self._tiles[item.id] = tile(item, found.get(item.id))
        while len(self._tiles) > _KEPT:
            self._tiles.popitem(last=False)


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbouring rows, from top to bottom."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
