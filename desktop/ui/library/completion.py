"""What opens under the search box: suggestions in groups with counts, and the search words at the foot. Main thread.

The box keeps the focus and hands the list the keys that move and take. It lies over the page as a part of the window:
a window of its own would take the keyboard from the box, and have square corners where nothing composes windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QVBoxLayout, QWidget

from desktop.library.answers import Completion, Suggestion, SuggestionGroup
from desktop.ui import phrases
from desktop.ui.library import terms
from desktop.ui.phrases import tr
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.ui.theme import Theme

WIDEST, HIGHEST = 640, 400
_ROW, _HEAD, _FOOT, _EDGE = 36, 28, 40, 8
_SUGGESTION = Qt.ItemDataRole.UserRole + 1
_HEADING = Qt.ItemDataRole.UserRole + 2
_NO_PARENT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion, or a group's heading."""

    heading: str = ""
    suggestion: Suggestion | None = None
    group: SuggestionGroup = SuggestionGroup.EVERYTHING

    @property
    def text(self) -> str:
        """What is read."""
        if self.suggestion is None:
            return self.heading
        if self.group is SuggestionGroup.EVERYTHING:
            return tr("Everything with “{words}”").format(words=self.suggestion.shown)
        return self.suggestion.shown

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """Which parts of the text were typed."""
        return self.suggestion.marks if self.suggestion and self.group is not SuggestionGroup.EVERYTHING else ()


class CompletionModel(QAbstractListModel):
    """Lines of the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_groups(self, completion: Completion) -> None:
        """Take over other suggestions."""
        headings = terms.suggestion_groups()
        self.beginResetModel()
        self.lines = []
        for group, suggestions in completion.groups:
            if headings[group]:
                self.lines.append(Line(headings[group]))
            self.lines.extend(Line(suggestion=each, group=group) for each in suggestions)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line's text, or the line."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = line.suggestion.count if line.suggestion is not None else None
            return line.text if count is None else f"{line.text}, {phrases.number(count)}"
        return line if role == _SUGGESTION else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let suggestions be chosen, headings not."""
        if not index.isValid() or self.lines[index.row()].suggestion is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Draws lines."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def height(self, line: Line) -> int:
        """Return how high a line is."""
        return self._theme.row(_HEAD, "caption") if line.suggestion is None else self._theme.row(_ROW)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a line's size."""
        line = index.data(_SUGGESTION)
        return QSize(100, self.height(line) if isinstance(line, Line) else _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        line = index.data(_SUGGESTION)
        if not isinstance(line, Line):
            return
        table = self._theme.colors
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if line.suggestion is None:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(table.text3)
            painter.drawText(rect.adjusted(12, 4, -12, 0), _LEFT, line.heading)
            painter.restore()
            return
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.selbg2)
            painter.drawRoundedRect(rect, 6, 6)
        suggestion = line.suggestion
        icon, tint = terms.icon_of(suggestion.field, suggestion.shown.lower(), suggestion.kind)
        if line.group is SuggestionGroup.RECENT:
            icon, tint = "clock-counter-clockwise", "text2"
        self._theme.icons.draw(painter, icon, tint, QRectF(rect.x() + 12, rect.center().y() - 8, 16, 16))
        right = self._paint_right(painter, line, rect, is_chosen=is_chosen)
        place = QRectF(rect.x() + 12 + 16 + 10, rect.y(), right - rect.x() - 38 - 12, rect.height())
        self._paint_words(painter, line, place)
        painter.restore()

    def _paint_right(self, painter: QPainter, line: Line, rect: QRectF, *, is_chosen: bool) -> float:
        """Draw the count and, on the chosen line, Enter; return where they begin."""
        table = self._theme.colors
        right = rect.right() - 12
        metrics = self._theme.metrics("caption")
        painter.setFont(self._theme.font("caption"))
        if is_chosen:
            key = tr("Enter")
            width = metrics.horizontalAdvance(key) + 10
            pill = QRectF(right - width, rect.center().y() - 10, width, 20)
            painter.setPen(QPen(table.line2, 1))
            painter.setBrush(table.selbg)
            painter.drawRoundedRect(pill, 4, 4)
            painter.setPen(table.text2)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, key)
            right = pill.x() - 10
        if line.suggestion is not None and line.suggestion.count is not None:
            text = phrases.number(line.suggestion.count)
            painter.setPen(table.text2 if is_chosen else table.text3)
            painter.drawText(QRectF(rect.x(), rect.y(), right - rect.x(), rect.height()), _RIGHT, text)
            right -= metrics.horizontalAdvance(text) + 10
        return right

    def _paint_words(self, painter: QPainter, line: Line, place: QRectF) -> None:
        table = self._theme.colors
        plain = self._theme.font("body")
        heavy = QFont(plain)
        heavy.setWeight(QFont.Weight.DemiBold)
        x, at = place.x(), 0
        pieces: list[tuple[str, bool]] = []
        for start, end in line.marks:
            pieces += [(line.text[at:start], False), (line.text[start:end], True)]
            at = end
        pieces.append((line.text[at:], False))
        for text, is_typed in pieces:
            font = heavy if is_typed else plain
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, place.right() - x))
            width = metrics.horizontalAdvance(shown)
            painter.setFont(font)
            painter.setPen(table.text)
            painter.drawText(QRectF(x, place.y(), place.right() - x, place.height()), _LEFT, shown)
            if is_typed:
                painter.fillRect(QRectF(x, place.center().y() + metrics.ascent() / 2 + 2, width, 2), table.sel)
            x += width


class _Foot(QWidget):
    """The four most useful search words, and the way to all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.row(_FOOT))
        self.all_words = Button(theme, tr("All search words"), kind="link", small=True)
        self.all_words.setToolTip("F1")
        self.all_words.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the link at the right."""
        super().resizeEvent(event)
        hint = self.all_words.sizeHint()
        self.all_words.setGeometry(self.width() - 16 - hint.width(), (self.height() - 24) // 2, hint.width(), 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        table = self._theme.colors
        painter.fillRect(0, 0, self.width(), 1, table.line)
        mono = QFont(self._theme.font("caption"))
        mono.setFamilies(["monospace"])
        mono.setStyleHint(QFont.StyleHint.Monospace)
        x = 18.0
        limit = self.all_words.x() - 12
        for word, what in (
            ("person:", tr("name")),
            ("said:", tr("words")),
            ("kind:video", ""),
            ("-", tr("without")),
        ):
            width = QFontMetricsF(mono).horizontalAdvance(word)
            gap = 5 if what and word != "-" else 0
            what_px = self._theme.metrics("caption").horizontalAdvance(what)
            if x + width + gap + what_px > limit:
                break
            painter.setFont(mono)
            painter.setPen(table.text)
            painter.drawText(QRectF(x, 0, width + 2, self.height()), _LEFT, word)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(table.text3)
            painter.drawText(QRectF(x + width + gap, 0, what_px + 2, self.height()), _LEFT, what)
            x += width + gap + what_px + 18


def _is_after_colon(completion: Completion) -> bool:
    """Whether a search word stands there and wants its value."""
    return all(group is not SuggestionGroup.FIELDS for group, _ in completion.groups)


class CompletionPopup(QFrame):
    """The list under the box."""

    taken = Signal(object)  #: Suggestion
    help_asked = Signal()

    def __init__(self, theme: Theme, box: QWidget) -> None:
        super().__init__(box)
        self._theme, self._box = theme, box
        self.hide()
        self._completion = Completion(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Suggestions"))
        self.model = CompletionModel(self)
        self._painter = _Painter(theme, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Suggestions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._on_clicked)
        self.list.entered.connect(self.list.setCurrentIndex)
        self._foot = _Foot(theme)
        self._foot.all_words.clicked.connect(self.help_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, 1)
        column.setSpacing(6)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)

    def show_suggestions(self, completion: Completion) -> None:
        """Show these under the box; nothing where there are none."""
        self.model.show_groups(completion)
        if not self.model.lines:
            self.hide()
            return
        first = next(row for row, line in enumerate(self.model.lines) if line.suggestion is not None)
        self.list.setCurrentIndex(self.model.index(first))
        self._place()
        if not self.isVisible():
            self.show()

    def show_for(self, completion: Completion) -> None:
        """Show what may be meant by a part of the words; nothing where nothing is begun."""
        self._completion = completion
        if completion.end > completion.start or _is_after_colon(completion):
            self.show_suggestions(completion)
        else:
            self.hide()

    def put(self, suggestion: Suggestion, words: str) -> tuple[str, int]:
        """Return the words with a suggestion in the place of what it completes, and where the cursor goes."""
        start, end = self._completion.start, self._completion.end
        rest = words[end:].lstrip()
        # A search word ends in a colon and wants its value; anything else is whole.
        is_whole = not suggestion.insert.endswith(":")
        put = f"{words[:start]}{suggestion.insert}{' ' if is_whole else ''}"
        return put + rest, len(put)

    def _place(self) -> None:
        width = min(WIDEST, max(360, self._box.width()))
        lines = sum(self._painter.height(line) for line in self.model.lines)
        height = min(HIGHEST, lines + _EDGE + 6 + 1 + self._foot.height() + 4)
        over = self._box.window()
        if self.parentWidget() is not over:
            self.setParent(over)
        place = self._box.mapTo(over, QPoint(0, self._box.height() + 8))
        self.setGeometry(place.x(), place.y(), width, min(height, over.height() - place.y() - 8))
        self.raise_()

    def take_key(self, event: QKeyEvent) -> None:
        """Move, take, or go, while the list is open; other keys are for the box."""
        if not self.isVisible():
            return
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                line = self.model.lines[self.list.currentIndex().row()]
                if line.group is SuggestionGroup.EVERYTHING:
                    # What is typed stays as it is: the box goes on to what was found.
                    self.hide()
                    return
                self._on_clicked(self.list.currentIndex())
            case Qt.Key.Key_Escape:
                self.hide()
            case Qt.Key.Key_F1:
                self.help_asked.emit()
            case _:
                return
        event.accept()

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        while 0 <= row < len(self.model.lines) and self.model.lines[row].suggestion is None:
            row += step
        if 0 <= row < len(self.model.lines):
            self.list.setCurrentIndex(self.model.index(row))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()] if index.isValid() else None
        if line is not None and line.suggestion is not None:
            self.hide()
            self.taken.emit(line.suggestion)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the floating surface."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground: QColor = self._theme.colors.popup
        painter.setPen(QPen(self._theme.colors.line2, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
