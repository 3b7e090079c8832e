"""What the pointer does over the items: second clicks, scrubbing, tooltips, the context menu. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.ui import phrases

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from desktop.ui.library.grid import Grid
    from desktop.ui.library.model import LibraryModel
    from desktop.ui.library.scrub import Scrubber


class Hands(QObject):
    """Belongs to one view of items."""

    def __init__(self, view: Grid, model: LibraryModel, scrubber: Scrubber) -> None:
        super().__init__(view)
        self._view, self._model, self._scrubber = view, model, scrubber
        self._again = QPersistentModelIndex()
        #: A second click opens once it is known not to be half of a double click.
        self._click = QTimer(self)
        self._click.setSingleShot(True)
        self._click.timeout.connect(self._on_click)

    def pressed(self, event: QMouseEvent) -> None:
        """Note whether the item was chosen, and alone, before this click."""
        index = self._view.indexAt(event.position().toPoint())
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        is_again = is_plain and index.isValid() and index == self._view.currentIndex()
        is_again = is_again and self._view.selectionModel().isSelected(index) and self._view.chosen_count() == 1
        self._again = QPersistentModelIndex(index) if is_again else QPersistentModelIndex()

    def released(self, event: QMouseEvent) -> None:
        """Open by a second click; choose nothing by a click beside the items."""
        index = self._view.indexAt(event.position().toPoint())
        if not index.isValid() and event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            self._view.clearSelection()
        elif self._again.isValid() and QPersistentModelIndex(index) == self._again:
            hints = QApplication.styleHints()
            self._click.start(hints.mouseDoubleClickInterval())

    def forget_click(self) -> None:
        """Take back a click that was half of a double click, or a drag."""
        self._click.stop()
        self._again = QPersistentModelIndex()

    def moved(self, event: QMouseEvent) -> None:
        """Scrub the video under the pointer; light the row up."""
        point = event.position().toPoint()
        index = self._view.indexAt(point)
        if self._view.is_list:
            self._light(index.row() if index.isValid() else -1)
            return
        tile = self._model.tile(index.row()) if index.isValid() and not event.buttons() else None
        if tile is None:
            self._scrubber.leave()
            return
        place = self._view.painter_of_tiles.picture_rect(self._view.visualRect(index))
        if not place.contains(event.position()):
            self._scrubber.leave()
            return
        self._scrubber.move(tile, (event.position().x() - place.x()) / place.width())

    def left(self) -> None:
        """End what the pointer did: it is elsewhere."""
        self._scrubber.leave()
        self._light(-1)

    def _light(self, row: int) -> None:
        before = self._view.painter_of_rows.hovered
        if row == before:
            return
        self._view.painter_of_rows.hovered = row
        for each in (before, row):
            if 0 <= each < self._model.rowCount():
                self._view.update(self._model.index(each))

    def show_tooltip(self, event: QEvent) -> bool:
        """Say the whole name, and why a failed one failed, where the pointer rests on the words."""
        if not isinstance(event, QHelpEvent):
            return False
        index = self._view.indexAt(event.pos())
        tile = self._model.tile(index.row()) if index.isValid() else None
        if tile is None:
            QToolTip.hideText()
            return True
        rect = self._view.visualRect(index)
        is_on_words = self._view.is_list or event.pos().y() > self._view.painter_of_tiles.picture_rect(rect).bottom()
        if is_on_words:
            marks = [mark.text for mark in tile.evidence]
            lines = [tile.name, *marks, tile.failure]
            text = phrases.tooltip("\n".join(line for line in lines if line)).replace("\n", "<br>")
            QToolTip.showText(event.globalPos(), text, self._view)
        else:
            QToolTip.hideText()
        return True

    def show_menu(self, event: QEvent) -> bool:
        """Ask for the menu at the pointer, or by the menu key at the current item."""
        if not isinstance(event, QContextMenuEvent):
            return False
        point = event.pos()
        index = self._view.indexAt(point)
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self._view.currentIndex()
            point = self._view.visualRect(index).center() if index.isValid() else QPoint(0, 0)
        if index.isValid():
            model = self._view.selectionModel()
            if not model.isSelected(index):
                model.setCurrentIndex(index, model.SelectionFlag.ClearAndSelect)
            self._view.menu_asked.emit(self._view.viewport().mapToGlobal(point))
        return True

    @Slot()
    def _on_click(self) -> None:
        if self._again.isValid():
            self._view.opened.emit(self._model.id_at(self._again.row()))
