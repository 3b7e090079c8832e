"""The transcript: follows the playback, seeks on a click, finds, copies with times, is corrected. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from desktop.item.quotes import Spot, quote_words
from desktop.item.speech import corrected, find, lines_of
from desktop.ui.item.transcript_lines import LineDelegate, TranscriptModel

if TYPE_CHECKING:
    from cloud.contract.corrections import Corrections
    from cloud.contract.transcript import Transcript
    from desktop.item.speech import Line, Match
    from desktop.ui.theme import Theme

_HIGHEST_PX = 340
_BATCH = 60


class TranscriptView(QListView):
    """The lines; follows the playback until somebody scrolls, and again when asked."""

    sought = Signal(int)  #: ms
    following_changed = Signal(bool)
    corrected = Signal(object)  #: {word: text or None}, of ``cloud.contract.corrections``
    undo_asked = Signal()  #: the last correction
    rename_asked = Signal(str)  #: what the machine calls the speaker of the current line
    found = Signal(int, int)  #: which match one is at, counted from 1 (0: none), and how many there are

    def __init__(self, theme: Theme, *, is_bounded: bool = True) -> None:
        """``is_bounded``: as high as its lines, up to a bound; else as high as there is room."""
        super().__init__()
        self._theme, self._is_bounded = theme, is_bounded
        self.lines = TranscriptModel(self)
        self._painter = LineDelegate(theme, self.lines, self)
        self.is_editable = self.can_undo = self.has_marks = False
        self._matches: list[Match] = []
        self._at = -1
        self._wanted = ""
        self._pressed: Spot | None = None  #: the word where the button went down
        self._editor: QLineEdit | None = None
        self._edited: Line | None = None
        self.setModel(self.lines)
        self.setItemDelegate(self._painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # A long one is laid out while its beginning is read already.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Transcript"))
        self._is_following = True
        self.verticalScrollBar().sliderPressed.connect(self._on_scrolled_by_hand)
        theme.changed.connect(self._on_theme_changed)

    def show_transcript(self, transcript: Transcript, corrections: Corrections | None = None) -> None:
        """Show another one, from its beginning."""
        self._painter.current_row = -1
        self.set_following(is_following=True)
        self._show(lines_of(transcript, corrections))
        self.scrollToTop()

    def correct_lines(self, transcript: Transcript, corrections: Corrections) -> None:
        """Show the same one with other corrections; what is in sight stays there."""
        at, current = self.verticalScrollBar().value(), self.currentIndex().row()
        self._show(lines_of(transcript, corrections))
        if 0 <= current < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(current))
        self.verticalScrollBar().setValue(at)

    def _show(self, lines: list[Line]) -> None:
        self._painter.forget()
        self._painter.chosen = None
        self.lines.show_lines(lines)
        self.find_text(self._wanted)
        self._fit()

    @property
    def is_following(self) -> bool:
        """Whether it scrolls with the playback."""
        return self._is_following

    def set_following(self, *, is_following: bool) -> None:
        """Scroll with the playback, or stay."""
        if is_following != self._is_following:
            self._is_following = is_following
            self.following_changed.emit(is_following)
            if is_following and self._painter.current_row >= 0:
                self.scrollTo(self.lines.index(self._painter.current_row), self.ScrollHint.PositionAtCenter)

    def follow(self, position_ms: int) -> None:
        """Mark what is being said; only the old and the new line are painted again."""
        row = self.lines.row_at(position_ms)
        old, self._painter.current_row, self._painter.position_ms = self._painter.current_row, row, position_ms
        for changed in {old, row} - {-1}:
            self.update(self.lines.index(changed))
        if row != old and row >= 0 and self._is_following:
            self._keep_in_middle(row)

    def _keep_in_middle(self, row: int) -> None:
        """Scroll where the line would leave the middle third."""
        rect = self.visualRect(self.lines.index(row))
        third = self.viewport().height() / 3
        if not third <= rect.center().y() <= 2 * third:
            self.scrollTo(self.lines.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def go_line(self, step: int) -> None:
        """Seek to the line before (-1) or after (1) the one that is being said."""
        row = min(max(0, self._painter.current_row + step), self.lines.rowCount() - 1)
        if row >= 0:
            self.sought.emit(self.lines.lines[row].start_ms)

    # Search

    def find_text(self, wanted: str) -> None:
        """Mark a text wherever it stands."""
        self._wanted = wanted
        self._matches = find(self.lines.lines, wanted)
        self._at = -1
        self._painter.match = None
        self._painter.matches = {}
        for match in self._matches:
            self._painter.matches.setdefault(match.line, []).append(match)
        self.viewport().update()
        self.found.emit(0, len(self._matches))

    def go_match(self, step: int) -> None:
        """Go to the next match (1), or the one before (-1); around the ends."""
        if not self._matches:
            return
        if self._at < 0:
            top = self.indexAt(self.viewport().rect().topLeft()).row()
            first = next((n for n, match in enumerate(self._matches) if match.line >= top), 0)
            self._at = first if step > 0 else (first - 1) % len(self._matches)
        else:
            self._at = (self._at + step) % len(self._matches)
        match = self._painter.match = self._matches[self._at]
        self.set_following(is_following=False)
        self.setCurrentIndex(self.lines.index(match.line))
        self.scrollTo(self.lines.index(match.line), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()
        self.found.emit(self._at + 1, len(self._matches))

    # Copying and correcting

    def copy(self) -> str:
        """Copy the chosen words, else lines, else what is being said, with speaker and timecode; return it."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        if not rows and self.currentIndex().isValid():
            rows = [self.currentIndex().row()]
        if not rows and self._painter.current_row >= 0:
            rows = [self._painter.current_row]
        chosen = self._painter.chosen
        if chosen is not None:
            text = quote_words(self.lines.lines, *chosen)
        elif rows:
            last = len(self.lines.lines[rows[-1]].words) - 1
            text = quote_words(self.lines.lines, Spot(rows[0], 0), Spot(rows[-1], last))
        else:
            return ""
        QGuiApplication.clipboard().setText(text)
        return text

    def choose_words(self, first: Spot | None, last: Spot | None = None) -> None:
        """Choose words from one to another, in either order; None chooses none."""
        ends = sorted(each for each in (first, last or first) if each is not None)
        self._painter.chosen = (ends[0], ends[1]) if ends else None
        self.viewport().update()

    def _spot_at(self, where: QPointF) -> Spot | None:
        """Return the word under a place, the nearest one of its line; None beside the text."""
        index = self.indexAt(where.toPoint())
        if not index.isValid():
            return None
        line, layout = self.lines.lines[index.row()], self._painter.layout_of(index.row())
        at = where - self._painter.text_origin(QRectF(self.visualRect(index)), index.row())
        for number in range(layout.lineCount()):
            part = layout.lineAt(number)
            if part.y() <= at.y() < part.y() + 22 * max(1.0, self._theme.scale) and at.x() >= 0:
                return Spot(index.row(), line.word_at_character(part.xToCursor(at.x())))
        return None

    def edit_line(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Let a line be typed over; Enter takes it, Escape does not."""
        if not self.is_editable or not index.isValid():
            return
        self.stop_editing()
        self.set_following(is_following=False)
        row = index.row()
        rect = self.visualRect(self.lines.index(row))
        origin = self._painter.text_origin(QRectF(rect), row)
        editor = QLineEdit(self.lines.lines[row].text, self.viewport())
        editor.setObjectName("transcript-edit")
        editor.setFont(self._theme.font("transcript"))
        editor.setAccessibleName(self.tr("Correct this line"))
        editor.returnPressed.connect(self._on_edited)
        editor.editingFinished.connect(self.stop_editing)
        editor.setGeometry(round(origin.x()) - 10, round(origin.y()) - 5, self._painter.text_px + 20, 32)
        editor.show()
        editor.setFocus()
        self._editor, self._edited = editor, self.lines.lines[row]

    @Slot()
    def stop_editing(self) -> None:
        """Leave the line as it was."""
        editor, self._editor, self._edited = self._editor, None, None
        if editor is not None:
            had_focus = editor.hasFocus()
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self.setFocus()

    @Slot()
    def _on_edited(self) -> None:
        editor, line = self._editor, self._edited
        if editor is None or line is None:
            return
        typed = editor.text().strip()
        self.stop_editing()
        changes = corrected(line, typed)
        if changes:
            self.corrected.emit(changes)

    # Size

    def fit_height(self) -> None:
        """Be as high as the lines, within bounds; more is scrolled to."""
        if self._is_bounded:
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

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose words where one is; beside the text it is the line."""
        self.choose_words(None)
        self._pressed = self._spot_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose words up to the pointer."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        spot = self._spot_at(event.position())
        if spot is not None and (spot != self._pressed or self._painter.chosen is not None):
            self.set_following(is_following=False)
            self.clearSelection()
            self.choose_words(self._pressed, spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Seek to the word under the pointer, where no words were chosen."""
        super().mouseReleaseEvent(event)
        self._pressed = None
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or len(self.selectedIndexes()) > 1:
            return
        if self._painter.chosen is not None:
            return
        spot = self._spot_at(event.position())
        line = self.lines.lines[index.row()]
        self.set_following(is_following=True)
        self.sought.emit(line.words[spot.word].start_ms if spot is not None else line.start_ms)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Correct the line."""
        self.edit_line(self.indexAt(event.position().toPoint()))

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z for the transcript while there is something to take back here; the window has it else."""
        is_undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        if is_undo and event.type() == QEvent.Type.ShortcutOverride and self.can_undo:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter seeks, E or F2 corrects, R names the speaker, Ctrl+C copies with the timecode, F3 finds the next."""
        index = self.currentIndex()
        key = event.key()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy) and self.has_marks and self._painter.chosen is None:
            event.ignore()  # what is quoted is between in and out
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key == Qt.Key.Key_Escape and self._painter.chosen is not None:
            self.choose_words(None)
        elif event.matches(QKeySequence.StandardKey.Undo) and self.can_undo:
            self.undo_asked.emit()
        elif key == Qt.Key.Key_F3:
            self.go_match(-1 if back else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.sought.emit(self.lines.lines[index.row()].start_ms)
        elif key in {Qt.Key.Key_E, Qt.Key.Key_F2} and not event.modifiers() and index.isValid():
            self.edit_line(index)
        elif key == Qt.Key.Key_R and not event.modifiers() and index.isValid() and self.is_editable:
            self.rename_asked.emit(self.lines.lines[index.row()].label)
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()  # letters are keys of the item, no search by name
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Stop following when somebody looks elsewhere."""
        self.set_following(is_following=False)
        super().wheelEvent(event)

    @Slot()
    def _on_scrolled_by_hand(self) -> None:
        self.set_following(is_following=False)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._painter.forget()
        self.viewport().update()
