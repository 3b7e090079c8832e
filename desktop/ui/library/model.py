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

    from desktop.library.items import ItemLibrary

_BLOCK = 200
_KEPT = 4000
#: More new items than this at once (a first sync) are read as a new list.
_MANY = 1000
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
        changed = set(item_ids)
        rows = [(row, item_id) for row, item_id in enumerate(self._ids) if item_id in changed]
        known = {item_id for _, item_id in rows}
        arrived = [item_id for item_id in item_ids if item_id in wanted and item_id not in known]
        if len(arrived) > _MANY:
            self.reload()
            return
        for item_id in changed:
            self._tiles.pop(item_id, None)
        # From the end, so that rows still to come keep their numbers.
        for row, item_id in reversed(rows):
            if item_id in fresh:
                index = self.index(row)
                self.dataChanged.emit(index, index)
            else:
                self.beginRemoveRows(_NO_PARENT, row, row)
                del self._ids[row]
                self.endRemoveRows()
        for item_id in changed - set(fresh):
            self._held.pop(item_id, None)
        if self._is_holding:
            self._held.update(dict.fromkeys(arrived))
        else:
            self._insert(arrived)
        self.held_changed.emit(len(self._held))
        self.counted.emit(len(self._ids))

    def thumbnails_came(self, item_ids: Iterable[str]) -> None:
        """Paint these rows again."""
        came = set(item_ids)
        for row, item_id in enumerate(self._ids):
            if item_id in came:
                index = self.index(row)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def hold(self, *, is_holding: bool) -> None:
        """Keep new items back while somebody reads further down; let them in afterwards."""
        self._is_holding = is_holding
        if not is_holding and self._held:
            held = list(self._held)
            self._held.clear()
            self._insert(held)
            self.held_changed.emit(0)
            self.counted.emit(len(self._ids))

    def forget_new(self, item_ids: Iterable[str]) -> None:
        """Take the dot of what has just arrived away."""
        for item_id in item_ids:
            self._new.discard(item_id)
            row = self.row_of(item_id)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    @property
    def new_ids(self) -> frozenset[str]:
        """What has just arrived."""
        return frozenset(self._new)

    def _wanted(self, fresh: Iterable[str]) -> set[str]:
        """Return which of these the current search shows."""
        if not self.query and not self.kinds:
            return set(fresh)
        found = set(self._items.matches(list(fresh), self.query)) if self.query else set(fresh)
        if self.kinds:
            found = {item.id for item in self._items.get_many(list(found)) if item.media_type in self.kinds}
        return found

    def _insert(self, item_ids: Sequence[str]) -> None:
        new = {item.id: item.uploaded_at for item in self._items.get_many(item_ids)}
        for item_id, uploaded_at in sorted(new.items(), key=lambda pair: (pair[1], pair[0])):
            row = self._place(uploaded_at)
            self.beginInsertRows(_NO_PARENT, row, row)
            self._ids.insert(row, item_id)
            self._new.add(item_id)
            self.endInsertRows()

    def _place(self, uploaded_at: str) -> int:
        """Bisect for where an item of this time goes: the list falls from new to old."""
        low, high = 0, len(self._ids)
        while low < high:
            middle = (low + high) // 2
            shown = self._tiles.get(self._ids[middle])
            item = None if shown else self._items.get(self._ids[middle])
            other = shown.uploaded_at if shown else item.uploaded_at if item else ""
            if other <= uploaded_at:
                high = middle
            else:
                low = middle + 1
        return low

    def _fetch(self, item_ids: Sequence[str]) -> None:
        found = self._items.matches(item_ids, self.query) if self.query else {}
        for item in self._items.get_many(item_ids):
            self._tiles[item.id] = tile(item, found.get(item.id))
        while len(self._tiles) > _KEPT:
            self._tiles.popitem(last=False)
