"""All values of a group, with a search of their own: *All 218 people*. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QVBoxLayout

from desktop.library.answers import FacetGroup, FacetValue, Group
from desktop.ui import phrases
from desktop.ui.library import terms
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from desktop.ui.library.finder import Finder
    from desktop.ui.theme import Theme

_LIMIT = 500
_WIDTH, _HEIGHT = 320, 420
_REST_MS = 80
_VALUE = Qt.ItemDataRole.UserRole + 1
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ValuesModel(QAbstractListModel):
    """Values with their counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[FacetValue, ...] = ()

    def show_values(self, values: tuple[FacetValue, ...]) -> None:
        """Take over others."""
        self.beginResetModel()
        self._values = values
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._values)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a value's words, or the value."""
        if not index.isValid():
            return None
        value = self._values[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return terms.value_of(value.field, value.value)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{terms.value_of(value.field, value.value)}, {phrases.number(value.count)}"
        return value if role == _VALUE else None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's size."""
        size = super().sizeHint(option, index)
        size.setHeight(self._theme.row(30, "small"))
        return size

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        value = index.data(_VALUE)
        if not isinstance(value, FacetValue):
            return
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        table, rect = self._theme.colors, option.rect
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setBrush(table.selbg2 if is_chosen else table.hover)
            painter.drawRoundedRect(rect, 6, 6)
        icon, tint = terms.icon_of(value.field, value.value, value.kind)
        middle = rect.center().y()
        box = rect.adjusted(8, 0, 0, 0)
        box.setWidth(15)
        box.setTop(middle - 7)
        box.setHeight(15)
        self._theme.icons.draw(painter, icon, tint, box.toRectF())
        count = phrases.number(value.count)
        count_px = round(self._theme.metrics("caption").horizontalAdvance(count)) + 12
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text)
        words = rect.adjusted(32, 0, -count_px - 8, 0)
        text = self._theme.metrics("small").elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.text2)
        painter.drawText(rect.adjusted(0, 0, -8, 0), int(_RIGHT), count)
        painter.restore()


class ValuesPopup(QFrame):
    """A search and a list; Enter or a click chooses, with Ctrl it adds, with Alt it leaves out."""

    chosen = Signal(object, str)  #: FacetValue, and how: alone, add or exclude

    def __init__(self, theme: Theme, parent: QWidget, finder: Finder) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._theme, self._finder = theme, finder
        self._group, self._query = Group.PERSON, ""
        self.line = QLineEdit()
        self.line.setFont(theme.font("body"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_typed)
        self.model = ValuesModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Painter(theme, self))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._on_taken)
        self.list.installEventFilter(self)
        self._note = theme.label("", "caption", "text3")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self._note)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)

    def show_group(self, group: Group, query: str, place: QPoint) -> None:
        """Show all values of a group within a search."""
        self._group, self._query = group, query
        name = terms.groups()[group]
        self.setAccessibleName(name)
        self.line.setPlaceholderText(tr("Find in {group}").format(group=name.lower()))
        self.line.setAccessibleName(self.line.placeholderText())
        self.list.setAccessibleName(name)
        self.line.clear()
        self._ask()
        screen = self.screen().availableGeometry()
        y = max(screen.top() + 8, min(place.y(), screen.bottom() - _HEIGHT - 8))
        self.setGeometry(place.x(), y, _WIDTH, _HEIGHT)
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _on_typed(self) -> None:
        self._rest.start()

    @Slot()
    def _ask(self) -> None:
        self._finder.values(self._group, self._query, self.line.text().strip(), _LIMIT, self._on_values)

    def _on_values(self, found: FacetGroup) -> None:
        self.model.show_values(found.values)
        if found.values:
            self.list.setCurrentIndex(self.model.index(0))
        shown = len(found.values)
        text = tr("{n} of {all}").format(n=phrases.number(shown), all=phrases.number(found.distinct))
        self._note.setText(text if shown < found.distinct else "")

    @Slot(QModelIndex)
    def _on_taken(self, index: QModelIndex) -> None:
        value = index.data(_VALUE)
        if not isinstance(value, FacetValue):
            return
        modifiers = QApplication.keyboardModifiers()
        how = "alone"
        if modifiers & Qt.KeyboardModifier.AltModifier:
            how = "exclude"
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            how = "add"
        self.hide()
        self.chosen.emit(value, how)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list from the line; take with Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._on_taken(self.list.currentIndex())
                return True
            if watched is self.line and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                row = self.list.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
                if 0 <= row < self.model.rowCount():
                    self.list.setCurrentIndex(self.model.index(row))
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the floating surface."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colors.popup)
        painter.setPen(QPen(self._theme.colors.line2, 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
