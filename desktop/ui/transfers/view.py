"""The list of uploads: real buttons on the hovered and the current row alone, the keys, putting rows in order.

Main thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.ui.transfers.buttons import RowButtons
from desktop.ui.transfers.delegate import UploadDelegate
from desktop.ui.transfers.model import Roles, UploadsModel
from desktop.ui.transfers.rows import Act, Row

if TYPE_CHECKING:
    from PySide6.QtGui import QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent, QResizeEvent

    from desktop.ui.theme import Theme

_ACTS: dict[Qt.Key, tuple[Act, ...]] = {
    Qt.Key.Key_N: (Act.SEND_NOW,),
    Qt.Key.Key_P: (Act.PAUSE, Act.RESUME),
    Qt.Key.Key_R: (Act.RETRY,),
    Qt.Key.Key_Delete: (Act.CANCEL, Act.REMOVE),
    Qt.Key.Key_Return: (Act.SHOW_ITEM, Act.SHOW_FILE, Act.RETRY),
    Qt.Key.Key_Enter: (Act.SHOW_ITEM, Act.SHOW_FILE, Act.RETRY),
}
_LETTERS = {Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_R}
#: What is done with the current row alone, however many are chosen.
_FOR_ONE = {Act.SHOW_ITEM, Act.SHOW_FILE}


class UploadList(QListView):
    """Sections and transfers."""

    asked = Signal(str, list)  #: an ``Act``, the transfers
    moved = Signal(list, str)  #: transfers, and the one that they are to stand before ("" after all)
    unfold_asked = Signal()

    def __init__(self, theme: Theme, model: UploadsModel) -> None:
        super().__init__()
        self._model = model
        self.rows_painter = UploadDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self.rows_painter)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(26)
        self.setAccessibleName(self.tr("Uploads"))
        self._hovered = RowButtons(theme, self)
        self._chosen = RowButtons(theme, self)
        for buttons in (self._hovered, self._chosen):
            buttons.asked.connect(self._on_button)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset):
            signal.connect(self._on_scrolled)
        self._hover_index = QPersistentModelIndex()
        self.has_letters = True  #: whether letters alone are keys

    def row_at(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        """Return a row, None for a heading or nothing."""
        row = index.data(Roles.ROW) if index.isValid() else None
        return row if isinstance(row, Row) else None

    @property
    def chosen_rows(self) -> list[Row]:
        """The chosen transfers from top to bottom; the current one where none is chosen."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        rows = [row for number in chosen if (row := self.row_at(self._model.index(number))) is not None]
        current = self.row_at(self.currentIndex())
        return rows or ([current] if current is not None else [])

    def choose(self, ids: list[str]) -> None:
        """Choose these again, wherever they stand now; the first is the current one."""
        selection = self.selectionModel()
        numbers = [number for one in ids if (number := self._model.row_of_id(one)) >= 0]
        if not numbers or [row.id for row in self.chosen_rows] == ids:
            return
        index = self._model.index(numbers[0])
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        for number in numbers[1:]:
            selection.select(self._model.index(number), QItemSelectionModel.SelectionFlag.Select)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Put the real buttons on the row under the pointer."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._hover_index = QPersistentModelIndex(index)
        is_link = self._is_link(index, event)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)
        self._place_buttons()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link that was clicked: to the library, or to what is folded away."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._is_link(index, event):
            row = self.row_at(index)
            if row is None:
                self.unfold_asked.emit()
            else:
                self.asked.emit(Act.SHOW_ITEM.value, [row.id])

    def _is_link(self, index: QModelIndex, event: QMouseEvent) -> bool:
        row = self.row_at(index)
        if row is not None:
            return self.rows_painter.link_rect(self.visualRect(index), row).contains(event.position())
        more = index.data(Roles.MORE) if index.isValid() else None
        return isinstance(more, tuple) and bool(more[1])

    def viewportEvent(self, event: QEvent) -> bool:
        """Take the buttons away with the pointer."""
        if event.type() == QEvent.Type.Leave and not self._hovered.underMouse():
            self._hover_index = QPersistentModelIndex()
            self._place_buttons()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the right edge."""
        super().resizeEvent(event)
        self._place_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N send now, P pause or resume, R try again, Del cancel or remove, Enter show, Alt and arrows reorder."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if held & Qt.KeyboardModifier.AltModifier and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(is_up=key == Qt.Key.Key_Up)
            return
        is_off = held & Qt.KeyboardModifier.ControlModifier or (key in _LETTERS and not self.has_letters)
        acts = () if is_off else _ACTS.get(key, ())
        more = self.currentIndex().data(Roles.MORE) if self.currentIndex().isValid() else None
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(more, tuple) and more[1]:
            self.unfold_asked.emit()
        elif acts:
            self._ask(acts)
        elif event.text().isprintable() and event.text() and key != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _ask(self, acts: tuple[Act, ...]) -> None:
        """Do the first of these that the current row offers, with all chosen rows that offer it."""
        current = self.row_at(self.currentIndex())
        rows = self.chosen_rows
        first = current if current is not None and current in rows else next(iter(rows), None)
        action = first.action(*acts) if first is not None else None
        if first is None or action is None:
            return
        ids = [first.id] if action.act in _FOR_ONE else [row.id for row in rows if row.action(action.act)]
        self.asked.emit(action.act.value, ids)

    def _step(self, *, is_up: bool) -> None:
        """Move the chosen rows one place up or down."""
        ids = [row.id for row in self.chosen_rows]
        around = self._model.neighbours(ids[0] if is_up else ids[-1]) if ids else None
        if around is None:
            return
        before, after, two_after = around
        if is_up and before:
            self.moved.emit(ids, before)
        elif not is_up and after:
            self.moved.emit(ids, two_after or self._model.after_shown())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go; only among what waits."""
        super().dragMoveEvent(event)
        if event.source() is self and self._drop_before(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the dragged rows there. The queue says when it is done: nothing is moved here."""
        before = self._drop_before(event)
        ids = [row.id for row in self.chosen_rows if self._model.neighbours(row.id) is not None]
        if before is not None and ids and before not in ids:
            self.moved.emit(ids, before)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def _drop_before(self, event: QDropEvent) -> str | None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        if not index.isValid():
            return None
        is_lower = place.y() > self.visualRect(index).center().y()
        return self._model.before_at(index.row() + (1 if is_lower else 0))

    def _place_buttons(self) -> None:
        hovered, chosen = self.row_at(self._hover_index), self.row_at(self.currentIndex())
        if hovered is not None and chosen is not None and hovered.id == chosen.id:
            hovered = None
        for buttons, row, index in (
            (self._hovered, hovered, self._hover_index),
            (self._chosen, chosen, self.currentIndex()),
        ):
            places = [] if row is None else self.rows_painter.action_rects(self.visualRect(index), row)
            rects = [place.toRect() for place in places]
            buttons.place(row, [(rect.x(), rect.y(), rect.width(), rect.height()) for rect in rects])
        self.rows_painter.covered = {row.id for row in (hovered, chosen) if row is not None}

    @Slot(str, str)
    def _on_button(self, act: str, transfer_id: str) -> None:
        self.asked.emit(act, [transfer_id])

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._place_buttons()

    @Slot()
    def _on_scrolled(self) -> None:
        self._place_buttons()
