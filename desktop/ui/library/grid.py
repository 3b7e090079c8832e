"""The grid: as many columns as fit, laid out in batches so that 100,000 rows show at once. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.ui.library.delegate import GAP_X, INSET, TileDelegate
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex as Index
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent

    from desktop.ui.library.model import LibraryModel
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme

#: Smallest width of a tile at each size: S, M, L, XL.
SIZES: Final[tuple[int, ...]] = (144, 200, 280, 380)
MARGIN = 24
_NEW_MS = 4000
#: Tiles laid out before anything is shown; the rest follows in the next turns of the event loop.
_BATCH = 400


class Grid(QListView):
    """Tiles of the library."""

    opened = Signal(str)  #: item id: Enter, a double click, or a second click
    chosen = Signal(str)  #: the current item, "" for none
    scrolled_to = Signal(int)  #: the first visible row

    def __init__(self, theme: Theme, model: LibraryModel, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._theme, self._model, self._thumbnails = theme, model, thumbnails
        self._size = 1
        self._columns = 1
        self._anchor = QPersistentModelIndex()
        self._anchor_top = 0
        #: The tiles stand where they no longer belong, and what the scroll bar says means nothing.
        self._is_stale = False
        self.painter_of_tiles = TileDelegate(theme, thumbnails, self)
        self.setModel(model)
        self.setItemDelegate(self.painter_of_tiles)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setViewportMargins(MARGIN - INSET, 0, 0, 0)
        self.verticalScrollBar().setSingleStep(48)
        self.setAccessibleName(self.tr("Items of the library"))
        self.doubleClicked.connect(self._on_opened)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        thumbnails.came.connect(self._on_thumbnail_came)
        self._new_timer = QTimer(self)
        self._new_timer.setSingleShot(True)
        self._new_timer.timeout.connect(self._on_new_over)
        model.rowsInserted.connect(self._on_rows_inserted)

    @property
    def columns(self) -> int:
        """How many tiles stand in a row."""
        return self._columns

    @property
    def size_number(self) -> int:
        """Which of S, M, L, XL."""
        return self._size

    def set_size(self, number: int) -> None:
        """Choose S, M, L or XL; the current tile stays in sight where it is."""
        current = self.currentIndex()
        was_in_sight = current.isValid() and self.viewport().rect().intersects(self.visualRect(current))
        self._size = min(len(SIZES) - 1, max(0, number))
        self._lay_out()
        if was_in_sight:
            self.scrollTo(current)

    def chosen_ids(self) -> list[str]:
        """Return what is selected."""
        return [self._model.id_at(index.row()) for index in self.selectionModel().selectedIndexes()]

    def choose(self, item_id: str) -> bool:
        """Make an item current and selected; False where it is not shown."""
        row = self._model.row_of(item_id)
        if row < 0:
            return False
        index = self._model.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        smallest = round(SIZES[self._size])
        room = self.width() - 2 * MARGIN
        self._columns = max(1, (room + GAP_X) // (smallest + GAP_X))
        # The last cell's gap reaches under the scroll bar; Qt would wrap it into the next row.
        inside = self.width() - (MARGIN - INSET) - self.verticalScrollBar().sizeHint().width() - 1
        width = min((room + GAP_X) // self._columns, inside // self._columns) - GAP_X
        self.painter_of_tiles.set_width(width, with_lines=self._size > 0)
        if self.gridSize() != self.painter_of_tiles.cell:
            self._is_stale = True
            self.setGridSize(self.painter_of_tiles.cell)

    def doItemsLayout(self) -> None:  # noqa: N802 - Qt's name
        """Lay out anew and stay at the same tile: Qt begins at the first one and forgets how far one had scrolled.

        At the top a batch is enough to be shown. Further down all is laid out at once (0.2 s for 100,000 tiles): a
        batch that is still under way would put this one off, and the scroll bar would be cut short.
        """
        anchor, top = self._anchor, self._anchor_top
        self._is_stale = True
        is_deep = anchor.isValid() and anchor.row() > 0
        self.setLayoutMode(QListView.LayoutMode.SinglePass if is_deep else QListView.LayoutMode.Batched)
        super().doItemsLayout()
        if is_deep:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(anchor).top() - top)
        self._is_stale = False

    def first_visible_row(self) -> int:
        """Return the row of the first tile in sight, -1 with none."""
        cell = self.painter_of_tiles.cell
        index = self.indexAt(QPoint(INSET + 2, 2))
        if not index.isValid():
            index = self.indexAt(QPoint(INSET + 2, cell.height() // 2))
        return index.row() if index.isValid() else (0 if self._model.rowCount() else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; letters that are shortcuts are not taken as a search by name."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._on_opened(self.currentIndex())
            return
        if event.text().isprintable() and event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first tile in sight; Qt would begin at the first of all, and go there."""
        row = self.first_visible_row()
        if not self.currentIndex().isValid() and row >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Clear the selection by a click beside the tiles."""
        super().mouseReleaseEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            self.clearSelection()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show no tooltip: the panel beside the grid has the whole name."""
        if event.type() == QEvent.Type.ToolTip:
            return False
        return super().viewportEvent(event)

    @Slot(QModelIndex)
    def _on_opened(self, index: Index) -> None:
        self.opened.emit(self._model.id_at(index.row()))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: Index, _previous: Index) -> None:
        self.chosen.emit(self._model.id_at(current.row()) if current.isValid() else "")

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if self._is_stale:
            return
        self._model.hold(is_holding=value > 0)
        row = self.first_visible_row() if value > 0 else -1
        self._anchor = QPersistentModelIndex(self._model.index(row)) if row > 0 else QPersistentModelIndex()
        self._anchor_top = self.visualRect(self._anchor).top() if row > 0 else 0
        self._thumbnails.keep_only(self._model.id_at(row) for row in self._visible_rows())
        self.scrolled_to.emit(self.first_visible_row())

    def _visible_rows(self) -> range:
        first = self.first_visible_row()
        if first < 0:
            return range(0)
        cell = self.painter_of_tiles.cell
        visible = (self.viewport().height() // max(1, cell.height()) + 2) * self._columns
        return range(first, min(self._model.rowCount(), first + visible))

    @Slot(str)
    def _on_thumbnail_came(self, item_id: str) -> None:
        for row in self._visible_rows():
            if self._model.id_at(row) == item_id:
                self.update(self._model.index(row))
                return

    @Slot(QModelIndex, int, int)
    def _on_rows_inserted(self, _parent: Index, _first: int, _last: int) -> None:
        self._new_timer.start(_NEW_MS)

    @Slot()
    def _on_new_over(self) -> None:
        self._model.forget_new(self._model.new_ids)
