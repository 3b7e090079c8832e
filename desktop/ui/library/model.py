"""The library as a list of ids; rows are fetched in blocks when they are looked at. Main thread.

A change touches only its rows. New items wait above the view while somebody reads further down, so nothing moves.
"""

from __future__ import annotations

from collections import OrderedDict
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.ui.library.tiles import Tile, tile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cloud.contract.item import Item
    from desktop.library.items import ItemLibrary

_BLOCK = 200
_KEPT = 4000
#: More new items than this at once (a first sync) are read as a new list.
_MANY = 1000
#: More new items than this are put into old places by reading the list's order once.
_FEW = 50
_NO_PARENT = QModelIndex()


class Roles(IntEnum):
    """What a row answers beside Qt's own roles."""

    TILE = Qt.ItemDataRole.UserRole + 1
    IS_NEW = Qt.ItemDataRole.UserRole + 2


class LibraryModel(QAbstractListModel):
    """Ids, newest first, for a query and kinds."""

    held_changed = Signal(int)  #: how many new items wait above
    counted = Signal(int)  #: how many rows there are

    def __init__(self, items: ItemLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = items
        self._ids: list[str] = []
        self._tiles: OrderedDict[str, Tile] = OrderedDict()
        #: When an item came, as far as that was asked for: what the list is ordered by.
        self._times: dict[str, str] = {}
        self._held: dict[str, None] = {}
        self._is_holding = False
        self._new: set[str] = set()
        self.query = ""
        self.kinds: tuple[str, ...] = ()

    def search(self, query: str, kinds: Iterable[str] = ()) -> None:
        """Show what matches; the one thing that resets the list."""
        self.query, self.kinds = query, tuple(kinds)
        self.reload()

    def reload(self) -> None:
        """Read the whole list again, as after the cache was rebuilt."""
        self.beginResetModel()
        self._ids = self._items.ids(self.query, kinds=self.kinds)
        self._tiles.clear()
        self._times.clear()
        self._held.clear()
        self.endResetModel()
        self.held_changed.emit(0)
        self.counted.emit(len(self._ids))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's tile, its name, or what a screen reader says."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == Roles.IS_NEW:
            return self._ids[index.row()] in self._new
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
        item_id = self._ids[row]
        found = self._tiles.get(item_id)
        if found is None:
            start = row // _BLOCK * _BLOCK
            self._fetch(self._ids[start : start + _BLOCK])
            found = self._tiles.get(item_id)
        return found

    def id_at(self, row: int) -> str:
        """Return a row's item."""
        return self._ids[row]

    def row_of(self, item_id: str) -> int:
        """Return an item's row, -1 where it is not shown."""
        try:
            return self._ids.index(item_id)
        except ValueError:
            return -1

    def apply(self, item_ids: Sequence[str]) -> None:
        """Take over changes of these items: changed rows are told, gone ones removed, new ones put in their place."""
        fresh = {item.id: item for item in self._items.get_many(item_ids)}
        wanted = self._wanted(fresh)
        rows = self._rows_of(item_ids)
        arrived = [item_id for item_id in fresh if item_id in wanted and item_id not in rows]
        if len(arrived) > _MANY:
            self.reload()
            return
        for item_id in item_ids:
            self._tiles.pop(item_id, None)
        self._say(row for item_id, row in rows.items() if item_id in fresh)
        # From the end, so that rows still to come keep their numbers.
        for first, last in reversed(_runs(row for item_id, row in rows.items() if item_id not in fresh)):
            self.beginRemoveRows(_NO_PARENT, first, last)
            for item_id in self._ids[first : last + 1]:
                self._times.pop(item_id, None)
            del self._ids[first : last + 1]
            self.endRemoveRows()
        for item_id in item_ids:
            if item_id not in fresh:
                self._held.pop(item_id, None)
        if self._is_holding:
            self._held.update(dict.fromkeys(arrived))
        else:
            self._insert([fresh[item_id] for item_id in arrived])
        self.held_changed.emit(len(self._held))
        self.counted.emit(len(self._ids))

    def thumbnails_came(self, item_ids: Iterable[str]) -> None:
        """Paint these rows again."""
        self._say(self._rows_of(item_ids).values(), Qt.ItemDataRole.DecorationRole)

    def hold(self, *, is_holding: bool) -> None:
        """Keep new items back while somebody reads further down; let them in afterwards."""
        self._is_holding = is_holding
        if not is_holding and self._held:
            held = self._items.get_many(list(self._held))
            self._held.clear()
            if len(held) > _MANY:
                self.reload()
                return
            self._insert(held)
            self.held_changed.emit(0)
            self.counted.emit(len(self._ids))

    def forget_new(self, item_ids: Iterable[str]) -> None:
        """Take the dot of what has just arrived away."""
        gone = set(item_ids)
        self._new -= gone
        self._say(self._rows_of(gone).values())

    @property
    def new_ids(self) -> frozenset[str]:
        """What has just arrived."""
        return frozenset(self._new)

    def _wanted(self, fresh: Iterable[str]) -> set[str]:
        """Return which of these the current search shows, judged by the very query that made the list."""
        if not self.query and not self.kinds:
            return set(fresh)
        return set(self._items.ids(self.query, kinds=self.kinds, within=fresh))

    def _rows_of(self, item_ids: Iterable[str]) -> dict[str, int]:
        """Return the rows of those that are shown, in one pass."""
        asked = set(item_ids)
        return {item_id: row for row, item_id in enumerate(self._ids) if item_id in asked} if asked else {}

    def _say(self, rows: Iterable[int], *roles: int) -> None:
        """Tell that rows changed, neighbours together."""
        for first, last in _runs(rows):
            self.dataChanged.emit(self.index(first), self.index(last), list(roles))

    def _insert(self, items: Iterable[Item]) -> None:
        """Put new items where they belong, neighbours as one insertion."""
        new = sorted(((item.uploaded_at, item.id) for item in items), reverse=True)
        self._times.update((item_id, uploaded_at) for uploaded_at, item_id in new)
        is_scattered = len(new) > _FEW and bool(self._ids) and new[-1] < self._key(0)
        places = self._places_in_order({item_id for _, item_id in new}) if is_scattered else self._places(new)
        # From the end, so that places still to come keep their numbers.
        for place, ids in reversed(places.items()):
            self.beginInsertRows(_NO_PARENT, place, place + len(ids) - 1)
            self._ids[place:place] = ids
            self._new.update(ids)
            self.endInsertRows()

    def _places(self, new: Sequence[tuple[str, str]]) -> dict[int, list[str]]:
        """Return which of these, from new to old, go before which row: each one looked for."""
        places: dict[int, list[str]] = {}
        row = 0
        for key in new:
            row = self._place(key, row)
            places.setdefault(row, []).append(key[1])
        return places

    def _places_in_order(self, new: set[str]) -> dict[int, list[str]]:
        """Return the same for many: one reading of the whole order costs less than reading rows to compare with."""
        places: dict[int, list[str]] = {}
        shown = set(self._ids)
        row = 0
        for item_id in self._items.ids(self.query, kinds=self.kinds):
            if item_id in new:
                places.setdefault(row, []).append(item_id)
            elif item_id in shown:
                row += 1
        return places

    def _place(self, key: tuple[str, str], low: int) -> int:
        """Bisect for where an item goes, from a row on: the list falls from new to old."""
        high = len(self._ids)
        while low < high:
            middle = (low + high) // 2
            if self._key(middle) <= key:
                high = middle
            else:
                low = middle + 1
        return low

    def _key(self, row: int) -> tuple[str, str]:
        """Return what a row is ordered by; read once."""
        item_id = self._ids[row]
        uploaded_at = self._times.get(item_id)
        if uploaded_at is None:
            shown = self._tiles.get(item_id) or self._items.get(item_id)
            uploaded_at = self._times[item_id] = shown.uploaded_at if shown else ""
        return uploaded_at, item_id

    def _fetch(self, item_ids: Sequence[str]) -> None:
        found = self._items.matches(item_ids, self.query) if self.query else {}
        for item in self._items.get_many(item_ids):
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
