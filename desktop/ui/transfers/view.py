"""The list of uploads: real buttons on the hovered and the current row alone, and the keys. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.ui.transfers.delegate import UploadDelegate
from desktop.ui.transfers.model import Roles, UploadsModel
from desktop.ui.transfers.rows import Act, Row
from desktop.ui.widgets.buttons import Button, Kind

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from desktop.ui.theme import Theme


class RowButtons(QWidget):
    """The real buttons of one row; there are two such widgets, moved about."""

    asked = Signal(str, str)  #: the act, the transfer

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view.viewport())
        self._theme = theme
        self.row: Row | None = None
        self._buttons: list[tuple[Act, Button]] = []
        self.hide()

    def place(self, row: Row | None, places: list[tuple[int, int, int, int]]) -> None:
        """Stand on a row, or nowhere; the buttons are made anew only where others are needed."""
        if row is None or not places:
            self.row = None
            self.hide()
            return
        if self.row is None or row.actions != self.row.actions:
            self._make(row)
        self.row = row
        left, top = places[0][0], places[0][1]
        right = places[-1][0] + places[-1][2]
        self.setGeometry(left, top, right - left, places[0][3])
        for (_, button), (x, _y, width, height) in zip(self._buttons, places, strict=True):
            button.setGeometry(x - left, 0, width, height)
        for action, (_, button) in zip(row.actions, self._buttons, strict=True):
            button.setAccessibleName(self.tr("{act}: {file}").format(act=action.name, file=row.name))
        self.show()
        self.raise_()

    def _make(self, row: Row) -> None:
        for _, button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for action in row.actions:
            kind: Kind = "icon" if not action.has_text else "quiet" if action.is_quiet else "secondary"
            button = Button(self._theme, action.name, action.icon, kind, small=True)
            button.say(action.name, action.key)
            button.setParent(self)
            button.clicked.connect(self._on_clicked)
            button.show()
            self._buttons.append((action.act, button))

    @Slot()
    def _on_clicked(self) -> None:
        act = next((act for act, button in self._buttons if button is self.sender()), None)
        if act is not None and self.row is not None:
            self.asked.emit(act.value, self.row.id)


class UploadList(QListView):
    """Sections and transfers."""

    asked = Signal(str, str)  #: an ``Act``, the transfer

    def __init__(self, theme: Theme, model: UploadsModel) -> None:
        super().__init__()
        self._model = model
        self.rows_painter = UploadDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self.rows_painter)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(26)
        self.setAccessibleName(self.tr("Uploads"))
        self._hovered = RowButtons(theme, self)
        self._chosen = RowButtons(theme, self)
        for buttons in (self._hovered, self._chosen):
            buttons.asked.connect(self.asked)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self._on_scrolled)
        self._hover_index = QPersistentModelIndex()

    def row_at(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        """Return a row, None for a heading or nothing."""
        row = index.data(Roles.ROW) if index.isValid() else None
        return row if isinstance(row, Row) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Put the real buttons on the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover_index = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        self._place_buttons()

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
        """N send now, P pause or resume, R try again, Del cancel or remove, Enter show."""
        row = self.row_at(self.currentIndex())
        acts = {
            Qt.Key.Key_N: (Act.SEND_NOW,),
            Qt.Key.Key_P: (Act.PAUSE, Act.RESUME),
            Qt.Key.Key_R: (Act.RETRY,),
            Qt.Key.Key_Delete: (Act.CANCEL, Act.REMOVE),
            Qt.Key.Key_Return: (Act.SHOW_ITEM, Act.SHOW_FILE, Act.RETRY),
            Qt.Key.Key_Enter: (Act.SHOW_ITEM, Act.SHOW_FILE, Act.RETRY),
        }.get(Qt.Key(event.key()), ())
        if row is not None and acts and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            act = next((action.act for action in row.actions if action.act in acts), None)
            if act is not None:
                self.asked.emit(act.value, row.id)
            return
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)

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

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._place_buttons()

    @Slot()
    def _on_scrolled(self) -> None:
        self._place_buttons()
