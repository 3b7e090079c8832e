"""The transcript: lines with their times, the spoken word marked, a click seeks. Main thread."""

from __future__ import annotations

import bisect
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from cloud.contract.transcript import Transcript, Word
    from desktop.ui.theme import Theme

#: A pause of this length, or so many words, ends a line.
_PAUSE_MS = 700
_WORDS = 18
#: Words below this confidence are dotted.
_UNSURE = 60.0
_TIME_PX, _PAD, _GAP = 40, 8, 8
_KEPT = 400
_HIGHEST_PX = 340
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """What was said in one breath."""

    start_ms: int
    text: str
    words: tuple[Word, ...]
    offsets: tuple[int, ...]  #: where in ``text`` each word begins

    def word_at(self, position_ms: int) -> int | None:
        """Return the number of the word that is being said."""
        for number, word in enumerate(self.words):
            if word.start_ms <= position_ms < word.end_ms:
                return number
        return None

    def word_at_character(self, character: int) -> int:
        """Return the number of the word that holds a character."""
        return max(0, bisect.bisect_right(self.offsets, character) - 1)


def lines_of(transcript: Transcript) -> list[Line]:
    """Break the words into lines at pauses, at another speaker, and before they grow long."""
    lines: list[Line] = []
    held: list[Word] = []
    for word in transcript.words:
        if held and (
            word.start_ms - held[-1].end_ms >= _PAUSE_MS or len(held) >= _WORDS or word.speaker != held[-1].speaker
        ):
            lines.append(_line(held))
            held = []
        held.append(word)
    if held:
        lines.append(_line(held))
    return lines


def _line(words: Sequence[Word]) -> Line:
    offsets: list[int] = []
    text = ""
    for word in words:
        text += " " if text else ""
        offsets.append(len(text))
        text += word.text
    return Line(words[0].start_ms, text, tuple(words), tuple(offsets))


class TranscriptModel(QAbstractListModel):
    """Lines of one transcript."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        """Show another transcript."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line's text; for screen readers with its time."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{phrases.clock(line.start_ms)}, {line.text}"
        return None

    def row_at(self, position_ms: int) -> int:
        """Return the line that is being said, or was last; -1 before the first."""
        return bisect.bisect_right([line.start_ms for line in self.lines], position_ms) - 1


class LineDelegate(QStyledItemDelegate):
    """Paints a line; layouts are kept by row and width."""

    def __init__(self, theme: Theme, model: TranscriptModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self.current_row, self.position_ms = -1, 0
        self.width = 300
        self._layouts: OrderedDict[tuple[int, int], QTextLayout] = OrderedDict()

    def forget(self) -> None:
        """Lay out anew: other lines or another font."""
        self._layouts.clear()

    def layout_of(self, row: int) -> QTextLayout:
        """Return a line's text, laid out."""
        width = self.width - 2 * _PAD - _TIME_PX - _GAP
        found = self._layouts.get((row, width))
        if found is not None:
            self._layouts.move_to_end((row, width))
            return found
        line = self._model.lines[row]
        made = QTextLayout(line.text, self._theme.font("transcript"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        made.setTextOption(option)
        unsure = QTextCharFormat()
        unsure.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        unsure.setUnderlineColor(QColor(self._theme.colors.text3))
        made.setFormats(
            [
                _range(offset, len(word.text), unsure)
                for word, offset in zip(line.words, line.offsets, strict=True)
                if word.confidence < _UNSURE
            ]
        )
        made.beginLayout()
        y = 0.0
        while (part := made.createLine()).isValid():
            part.setLineWidth(width)
            part.setPosition(QPointF(0, y))
            y += max(22.0 * self._theme.scale, part.height())
        made.endLayout()
        self._layouts[row, width] = made
        if len(self._layouts) > _KEPT:
            self._layouts.popitem(last=False)
        return made

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height that the text needs."""
        lines = self.layout_of(index.row()).lineCount()
        return QSize(self.width, round(lines * 22 * max(1.0, self._theme.scale)) + _PAD)

    def text_origin(self, rect: QRectF) -> QPointF:
        """Return where in a row the text begins."""
        return QPointF(rect.x() + _PAD + _TIME_PX + _GAP, rect.y() + _PAD / 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw time and words; the current line on its ground, the current word on its own."""
        table = self._theme.colors
        row, rect = index.row(), QRectF(option.rect)
        line = self._model.lines[row]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_current = row == self.current_row
        is_hot = bool(option.state & option.state.State_MouseOver)
        if is_current or is_hot:
            painter.setBrush(table.selbg if is_current else table.hover)
            painter.drawRoundedRect(rect, 8, 8)
        if is_current:
            painter.setBrush(table.sel)
            painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 2, rect.height() - 12), 1, 1)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.link if is_hot else table.text3)
        time = QRectF(rect.x() + _PAD, rect.y() + _PAD / 2, _TIME_PX, 20 * self._theme.scale)
        painter.drawText(time, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, phrases.clock(line.start_ms))
        layout, origin = self.layout_of(row), self.text_origin(rect)
        word = line.word_at(self.position_ms) if is_current else None
        selections = []
        if word is not None:
            start = line.offsets[word]
            selections.append(self._mark(painter, layout, origin, start, start + len(line.words[word].text)))
        painter.setPen(table.text2 if row < self.current_row else table.text)
        layout.draw(painter, origin, selections)
        if option.state & option.state.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(table.sel, 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.restore()

    def _mark(
        self, painter: QPainter, layout: QTextLayout, origin: QPointF, start: int, end: int
    ) -> QTextLayout.FormatRange:
        part = layout.lineForTextPosition(start)
        left, right = _x(part.cursorToX(start)), _x(part.cursorToX(end))
        painter.setBrush(self._theme.colors.sel)
        painter.drawRoundedRect(
            QRectF(origin.x() + left - 2, origin.y() + part.y(), right - left + 4, part.height()), 3, 3
        )
        spoken = QTextCharFormat()
        spoken.setForeground(self._theme.colors.onsel)
        return _range(start, end - start, spoken)


def _x(answer: object) -> float:
    """Return the place from ``cursorToX``, which PySide answers as a number or as (number, cursor)."""
    value = answer[0] if isinstance(answer, tuple) else answer
    return float(value) if isinstance(value, int | float) else 0.0


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


class TranscriptView(QListView):
    """The lines; follows the playback until somebody scrolls, and again after the next seek."""

    sought = Signal(int)  #: ms

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines = TranscriptModel(self)
        self._painter = LineDelegate(theme, self.lines, self)
        self.setModel(self.lines)
        self.setItemDelegate(self._painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Transcript"))
        self._is_following = True
        self.verticalScrollBar().sliderPressed.connect(self._on_scrolled_by_hand)
        theme.changed.connect(self._on_theme_changed)

    def show_transcript(self, transcript: Transcript) -> None:
        """Show another one, from its beginning."""
        self._painter.forget()
        self._painter.current_row, self._is_following = -1, True
        self.lines.show_lines(lines_of(transcript))
        self._fit()

    def follow(self, position_ms: int) -> None:
        """Mark what is being said; only the old and the new line are painted again."""
        row = self.lines.row_at(position_ms)
        old, self._painter.current_row, self._painter.position_ms = self._painter.current_row, row, position_ms
        for changed in {old, row} - {-1}:
            self.update(self.lines.index(changed))
        if row != old and row >= 0 and self._is_following:
            self.scrollTo(self.lines.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def fit_height(self) -> None:
        """Be as high as the lines, within bounds; more is scrolled to."""
        self.setFixedHeight(min(_HIGHEST_PX, self._content_height() + 4))

    def _content_height(self) -> int:
        total = 0
        for row in range(self.lines.rowCount()):
            total += self.sizeHintForIndex(self.lines.index(row)).height()
            if total > _HIGHEST_PX:
                break
        return total

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        if width != self._painter.width:
            self._painter.width = width
            self.scheduleDelayedItemsLayout()
            self.fit_height()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Seek to the word under the pointer."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        line = self.lines.lines[index.row()]
        layout = self._painter.layout_of(index.row())
        at = event.position() - self._painter.text_origin(QRectF(self.visualRect(index)))
        start_ms = line.start_ms
        for number in range(layout.lineCount()):
            part = layout.lineAt(number)
            if part.y() <= at.y() < part.y() + 22 * max(1.0, self._theme.scale) and at.x() >= 0:
                start_ms = line.words[line.word_at_character(part.xToCursor(at.x()))].start_ms
        self._is_following = True
        self.sought.emit(start_ms)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Seek to the current line with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.sought.emit(self.lines.lines[self.currentIndex().row()].start_ms)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Stop following when somebody looks elsewhere."""
        self._is_following = False
        super().wheelEvent(event)

    @Slot()
    def _on_scrolled_by_hand(self) -> None:
        self._is_following = False

    @Slot()
    def _on_theme_changed(self) -> None:
        self._painter.forget()
        self.viewport().update()
