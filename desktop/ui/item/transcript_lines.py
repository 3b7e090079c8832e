"""The transcript's lines: the model that holds them and the delegate that paints them. Main thread."""

from __future__ import annotations

import bisect
from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui import phrases

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.item.quotes import Spot
    from desktop.item.speech import Line, Match
    from desktop.ui.theme import Theme

#: Words below this confidence are dotted.
_UNSURE = 60.0
_TIME_PX, _PAD, _GAP = 40, 8, 8
_KEPT = 400
#: A line of text is never longer.
_CHARACTERS = 72
_NO_PARENT = QModelIndex()


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
            who = f"{line.speaker}, " if line.names_speaker else ""
            return f"{phrases.clock(line.start_ms)}, {who}{line.text}"
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
        self.matches: dict[int, list[Match]] = {}
        self.match: Match | None = None  #: the one that one is at
        self.chosen: tuple[Spot, Spot] | None = None  #: words, from one to another
        self.width = 300
        self._layouts: OrderedDict[tuple[int, int], QTextLayout] = OrderedDict()

    def forget(self) -> None:
        """Lay out anew: other lines or another font."""
        self._layouts.clear()

    @property
    def text_px(self) -> int:
        """How wide the text is: never more than can be read in one go."""
        longest = round(self._theme.metrics("transcript").averageCharWidth() * _CHARACTERS)
        return max(40, min(longest, self.width - 2 * _PAD - _TIME_PX - _GAP))

    def _name_px(self, line: Line) -> float:
        return round(20 * max(1.0, self._theme.scale)) if line.names_speaker else 0.0

    def layout_of(self, row: int) -> QTextLayout:
        """Return a line's text, laid out."""
        width = self.text_px
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
        height = self.layout_of(index.row()).lineCount() * 22 * max(1.0, self._theme.scale)
        return QSize(self.width, round(height + self._name_px(self._model.lines[index.row()])) + _PAD)

    def text_origin(self, rect: QRectF, row: int) -> QPointF:
        """Return where in a row the text begins."""
        name = self._name_px(self._model.lines[row])
        return QPointF(rect.x() + _PAD + _TIME_PX + _GAP, rect.y() + _PAD / 2 + name)

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
        layout, origin = self.layout_of(row), self.text_origin(rect, row)
        if line.names_speaker:
            painter.setFont(self._theme.font("label"))
            painter.setPen(table.text2)
            name = QRectF(origin.x(), rect.y() + _PAD / 2, self.text_px, self._name_px(line))
            shown = self._theme.metrics("label").elidedText(line.speaker, Qt.TextElideMode.ElideRight, name.width())
            painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(Qt.PenStyle.NoPen)
        word = line.word_at(self.position_ms) if is_current else None
        selections = [self._found(painter, layout, origin, match) for match in self.matches.get(row, ())]
        self._paint_chosen(painter, layout, origin, row)
        if word is not None:
            selections.append(self._mark(painter, layout, origin, *_ends(line, word, word)))
        painter.setPen(table.text2 if row < self.current_row else table.text)
        layout.draw(painter, origin, selections)
        if option.state & (option.state.State_HasFocus | option.state.State_Selected):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(table.sel, 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.restore()

    def _paint_chosen(self, painter: QPainter, layout: QTextLayout, origin: QPointF, row: int) -> None:
        """Draw the ground of the words that are chosen, on each line of text."""
        if self.chosen is None or not self.chosen[0].line <= row <= self.chosen[1].line:
            return
        line = self._model.lines[row]
        first = self.chosen[0].word if row == self.chosen[0].line else 0
        last = self.chosen[1].word if row == self.chosen[1].line else len(line.words) - 1
        start, end = _ends(line, first, last)
        painter.setBrush(self._theme.colors.selbg2)
        for number in range(layout.lineCount()):
            part = layout.lineAt(number)
            left = max(start, part.textStart())
            right = min(end, part.textStart() + part.textLength())
            if left < right:
                x, to = sorted((_x(part.cursorToX(left)), _x(part.cursorToX(right))))
                place = QRectF(origin.x() + x - 2, origin.y() + part.y(), to - x + 4, part.height())
                painter.drawRoundedRect(place, 3, 3)

    def _found(self, painter: QPainter, layout: QTextLayout, origin: QPointF, match: Match) -> QTextLayout.FormatRange:
        """Return how a match is written; the one that one is at stands on a ground of its own."""
        if match == self.match:
            part = layout.lineForTextPosition(match.start)
            left, right = _x(part.cursorToX(match.start)), _x(part.cursorToX(match.start + match.length))
            painter.setBrush(self._theme.colors.selbg2)
            place = QRectF(origin.x() + left - 2, origin.y() + part.y(), max(0.0, right - left) + 4, part.height())
            painter.drawRoundedRect(place, 3, 3)
        form = QTextCharFormat()
        form.setFontWeight(600)
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(QColor(self._theme.colors.sel))
        return _range(match.start, match.length, form)

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


def _ends(line: Line, first: int, last: int) -> tuple[int, int]:
    """Return where words begin and end in a line's text."""
    return line.offsets[first], line.offsets[last] + len(line.words[last].text)


def _x(answer: object) -> float:
    """Return the place from ``cursorToX``, which PySide answers as a number or as (number, cursor)."""
    value = answer[0] if isinstance(answer, tuple) else answer
    return float(value) if isinstance(value, int | float) else 0.0


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
