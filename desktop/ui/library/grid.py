"""The tiles, or the rows of the list: as many columns as fit, in batches, so that 100,000 show at once. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.ui.library import keys
from desktop.ui.library.delegate import GAP_X, INSET, TileDelegate
from desktop.ui.library.hands import Hands
from desktop.ui.library.rows import RowDelegate
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection
    from PySide6.QtCore import QModelIndex as Index
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from desktop.ui.library.model import LibraryModel
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.library.scrub import Scrubber
    from desktop.ui.theme import Theme

#: Smallest width of a tile at each size: S, M, L, XL.
SIZES: Final[tuple[int, ...]] = (144, 200, 280, 380)
MARGIN = 24
#: Room at the end, so that the selection bar hides nothing.
END_PX = 80
_NEW_MS = 4000
#: Tiles laid out before anything is shown; the rest follows in the next turns of the event loop.
_BATCH = 400


class Grid(QListView):
    """Tiles of the library, or rows."""

    opened = Signal(str)  #: item id: Enter, or a second click
    opened_full = Signal(str)  #: item id: Ctrl+Enter, or a double click
    chosen = Signal(str)  #: the current item, "" for none
    scrolled_to = Signal(int)  #: the first visible row
    asked = Signal(str)  #: a verb of ``keys.Verb``
    menu_asked = Signal(QPoint)  #: where, on the screen
    drag_asked = Signal()

    def __init__(self, theme: Theme, model: LibraryModel, thumbnails: Thumbnails, scrubber: Scrubber) -> None:
        super().__init__()
        self._theme, self._model, self._thumbnails, self._scrubber = theme, model, thumbnails, scrubber
        self._size = 1
        self._columns = 1
        self.is_list = False
        self.has_letters = True
        #: The keyboard chose: even one item alone has the bar then.
        self.is_by_key = False
        self._anchor = QPersistentModelIndex()
        self._anchor_top = 0
        #: What is in sight, as long as nothing was scrolled, laid out or put in.
        self._in_sight: dict[str, int] = {}
        self._seen: tuple[int, ...] = ()
        #: The tiles stand where they no longer belong, and what the scroll bar says means nothing.
        self._is_stale = False
        self.painter_of_tiles = TileDelegate(theme, thumbnails, self)
        self.painter_of_tiles.scrubber = scrubber
        self.painter_of_rows = RowDelegate(theme, thumbnails, self)
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
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setViewportMargins(MARGIN - INSET, 0, 0, 0)
        self.verticalScrollBar().setSingleStep(48)
        self.setAccessibleName(self.tr("Items of the library"))
        self._hands = Hands(self, model, scrubber)
        self._connect()

    def _connect(self) -> None:
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._thumbnails.came.connect(self.update_item)
        self._scrubber.changed.connect(self.update_item)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.viewport().update)
        self._new_timer = QTimer(self)
        self._new_timer.setSingleShot(True)
        self._new_timer.timeout.connect(self._on_new_over)
        self._model.rowsInserted.connect(self._on_rows_inserted)

    @property
    def columns(self) -> int:
        """How many tiles stand in a row."""
        return self._columns

    @property
    def is_laid_out(self) -> bool:
        """Whether every row has its place: the last one is reached by the scroll bar."""
        rows = -(-self._model.rowCount() // max(1, self._columns))
        return self.verticalScrollBar().maximum() >= (rows - 1) * self.cell_height - self.viewport().height()

    @property
    def size_number(self) -> int:
        """Which of S, M, L, XL."""
        return self._size

    def set_size(self, number: int) -> None:
        """Choose S, M, L or XL; the current tile stays in sight where it is."""
        self._size = min(len(SIZES) - 1, max(0, number))
        self._lay_out_in_sight()

    def set_list(self, *, is_list: bool) -> None:
        """Show rows instead of tiles, or tiles again; the current one stays in sight."""
        if is_list != self.is_list:
            self.is_list = is_list
            self.setItemDelegate(self.painter_of_rows if is_list else self.painter_of_tiles)
            self.setViewportMargins(0 if is_list else MARGIN - INSET, 0, 0, 0)
            self._scrubber.leave()
            self._lay_out_in_sight()
            self.doItemsLayout()

    def _lay_out_in_sight(self) -> None:
        current = self.currentIndex()
        was_in_sight = current.isValid() and self.viewport().rect().intersects(self.visualRect(current))
        self._lay_out()
        if was_in_sight:
            self.scrollTo(current)

    def chosen_rows(self) -> list[int]:
        """Return the rows that are selected, from top to bottom; ranges are not taken apart by Qt."""
        rows: set[int] = set()
        for chosen in self.selectionModel().selection().toList():
            rows.update(range(chosen.top(), chosen.bottom() + 1))
        return sorted(rows)

    def chosen_ids(self) -> list[str]:
        """Return what is selected."""
        return [self._model.id_at(row) for row in self.chosen_rows()]

    def chosen_count(self) -> int:
        """Return how many are selected."""
        return sum(chosen.height() for chosen in self.selectionModel().selection().toList())

    def choose(self, item_id: str) -> bool:
        """Make an item current and selected; False where it is not shown."""
        row = self._model.row_of(item_id)
        if row < 0:
            return False
        index = self._model.index(row)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    def go_to_row(self, row: int) -> None:
        """Bring a row to the top and make it the current one."""
        if 0 <= row < self._model.rowCount():
            index = self._model.index(row)
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        bar_px = self.verticalScrollBar().sizeHint().width()
        if self.is_list:
            self._columns = 1
            self.painter_of_rows.set_width(max(200, self.width() - bar_px - 1))
            cell = self.painter_of_rows.cell
        else:
            room = self.width() - 2 * MARGIN
            self._columns = max(1, (room + GAP_X) // (SIZES[self._size] + GAP_X))
            # The last cell's gap reaches under the scroll bar; Qt would wrap it into the next row.
            inside = self.width() - (MARGIN - INSET) - bar_px - 1
            width = min((room + GAP_X) // self._columns, inside // self._columns) - GAP_X
            self.painter_of_tiles.set_size(width, self._size)
            cell = self.painter_of_tiles.cell
        if self.gridSize() != cell:
            self._is_stale = True
            self.setGridSize(cell)

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what can be read within a frame; the rest is a place until the next one."""
        self._model.begin_frame()
        super().paintEvent(event)
        if self._model.end_frame():
            self._again.start()

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        """Leave room at the end while the selection bar floats over it."""
        super().updateGeometries()
        bar = self.verticalScrollBar()
        if bar.maximum() > 0 and self.chosen_count() > 0:
            bar.setMaximum(bar.maximum() + END_PX)

    @property
    def cell_height(self) -> int:
        """How high a tile or row is, with its gap."""
        return max(1, self.gridSize().height())

    def first_visible_row(self) -> int:
        """Return the row of the first tile in sight, -1 with none."""
        index = self.indexAt(QPoint(INSET + 2, 2))
        if not index.isValid():
            index = self.indexAt(QPoint(INSET + 2, self.cell_height // 2))
        return index.row() if index.isValid() else (0 if self._model.rowCount() else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key means; letters that mean nothing here are not taken as a search by name."""
        verb = keys.verb_of(event, has_letters=self.has_letters)
        current = self.currentIndex()
        if verb in {keys.Verb.OPEN, keys.Verb.OPEN_FULL} and current.isValid():
            signal = self.opened if verb is keys.Verb.OPEN else self.opened_full
            signal.emit(self._model.id_at(current.row()))
        elif verb is keys.Verb.SELECT and current.isValid():
            self.is_by_key = True
            self.selectionModel().select(current, self.selectionModel().SelectionFlag.Toggle)
        elif verb is not None:
            if not (event.isAutoRepeat() and verb is keys.Verb.SHOW):
                self.asked.emit(verb.value)
        elif event.text().isprintable() and event.text() and not keys.has_modifier(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the large picture."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.asked.emit(keys.Verb.UNSHOW.value)
            return
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first tile in sight; Qt would begin at the first of all, and go there."""
        row = self.first_visible_row()
        if not self.currentIndex().isValid() and row >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(row), self.selectionModel().SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the large picture."""
        self.asked.emit(keys.Verb.UNSHOW.value)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note whether this is a second click."""
        self.is_by_key = False
        self._hands.pressed(event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Clear the selection by a click beside the tiles; a second click opens."""
        super().mouseReleaseEvent(event)
        self._hands.released(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub the video under the pointer."""
        super().mouseMoveEvent(event)
        self._hands.moved(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        """Have the page bring the originals."""
        self._hands.forget_click()
        self._scrubber.leave()
        self.drag_asked.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say the whole of a shortened name as a tooltip; end scrubbing where the pointer leaves."""
        if event.type() == QEvent.Type.ToolTip:
            return self._hands.show_tooltip(event)
        if event.type() == QEvent.Type.Leave:
            self._hands.left()
        if event.type() == QEvent.Type.ContextMenu:
            return self._hands.show_menu(event)
        return super().viewportEvent(event)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: Index) -> None:
        self._hands.forget_click()
        self.opened_full.emit(self._model.id_at(index.row()))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: Index, _previous: Index) -> None:
        self.chosen.emit(self._model.id_at(current.row()) if current.isValid() else "")

    @Slot()
    def _on_selection_changed(self, _chosen: QItemSelection, _before: QItemSelection) -> None:
        self._hold()

    def _hold(self) -> None:
        """Let new items wait while somebody reads further down or has chosen something: nothing moves."""
        self._model.hold(is_holding=self.verticalScrollBar().value() > 0 or self.selectionModel().hasSelection())

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if self._is_stale:
            return
        self._hold()
        row = self.first_visible_row() if value > 0 else -1
        self._anchor = QPersistentModelIndex(self._model.index(row)) if row > 0 else QPersistentModelIndex()
        self._anchor_top = self.visualRect(self._anchor).top() if row > 0 else 0
        self._scrubber.leave()
        self._thumbnails.keep_only(self._model.id_at(row) for row in self._visible_rows())
        self.scrolled_to.emit(self.first_visible_row())

    def _visible_rows(self) -> range:
        first = self.first_visible_row()
        if first < 0:
            return range(0)
        visible = (self.viewport().height() // self.cell_height + 2) * self._columns
        return range(first, min(self._model.rowCount(), first + visible))

    @Slot(str)
    def update_item(self, item_id: str) -> None:
        """Paint an item again, where it is in sight."""
        seen = (self.verticalScrollBar().value(), self._model.revision, self.gridSize().height(), self._columns)
        if seen != self._seen:
            self._seen = seen
            self._in_sight = {self._model.id_at(row): row for row in self._visible_rows()}
        row = self._in_sight.get(item_id)
        if row is not None:
            self.update(self._model.index(row))

    @Slot(QModelIndex, int, int)
    def _on_rows_inserted(self, _parent: Index, _first: int, _last: int) -> None:
        self._new_timer.start(_NEW_MS)

    @Slot()
    def _on_new_over(self) -> None:
        self._model.forget_new(self._model.new_ids)
