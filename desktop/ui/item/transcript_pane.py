"""The transcript with what stands above it: language, Follow, search, how rough it is. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLineEdit, QVBoxLayout, QWidget

from cloud.contract.corrections import NAME_BYTES, Corrections
from desktop.ui import phrases
from desktop.ui.item import words
from desktop.ui.item.transcript import TranscriptView
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from cloud.contract.transcript import Transcript
    from desktop.ui.item.verdicts import ItemEditor
    from desktop.ui.theme import Theme


class TranscriptPane(QWidget):
    """One item's transcript; what is corrected goes to the editor."""

    told = Signal(str, str)  #: a line for the toast, and its second line

    def __init__(self, theme: Theme, editor: ItemEditor) -> None:
        super().__init__()
        self._theme, self._editor = theme, editor
        self._item: Item | None = None
        self._transcript: Transcript | None = None
        self._corrections = Corrections()
        self._before: list[dict[tuple[int, str], str | None]] = []  #: what takes back each correction made here
        self.setAccessibleName(self.tr("Transcript"))
        self.view = TranscriptView(theme, is_bounded=False)
        self._language = theme.label("", "small", "text3")
        self.follow_button = Button(theme, self.tr("Following"), "arrow-line-down", "quiet")
        self.follow_button.setCheckable(True)
        self.follow_button.setChecked(True)
        self.follow_button.setToolTip("Ctrl+L")
        self.copy_button = Button(theme, self.tr("Copy with timecode"), "copy", "icon")
        self.copy_button.say(self.tr("Copy with timecode"), "Ctrl+C")
        self.search = QLineEdit()
        self.search.setObjectName("transcript-find")
        self.search.setPlaceholderText(self.tr("Find in transcript"))
        self.search.setAccessibleName(self.tr("Find in transcript"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self._count = theme.label("", "caption", "text3")
        self._rough = theme.label(self._rough_text(), "small", "warn", wrap=True)
        self._heading = theme.label("", "name", "text2", wrap=True)
        self._text = theme.label("", "small", "text3", wrap=True)
        self._build()
        self._connect()

    def _rough_text(self) -> str:
        return self.tr("Rough transcript, by machine. US English only. Check it before you quote it.")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._theme.label(self.tr("Transcript"), "strong"))
        head.addWidget(self._language)
        head.addStretch(1)
        head.addWidget(self.follow_button)
        head.addWidget(self.copy_button)
        find = QHBoxLayout()
        find.setSpacing(8)
        find.addWidget(self.search, 1)
        find.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(find)
        for part in (self._rough, self._heading, self._text):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.view.following_changed.connect(self._on_following)
        self.view.found.connect(self._on_found)
        self.view.corrected.connect(self._on_corrected)
        self.view.undo_asked.connect(self.undo)
        self.view.rename_asked.connect(self.ask_name)
        self.follow_button.clicked.connect(self._on_follow_clicked)
        self.copy_button.clicked.connect(self.view.copy)
        self.search.textChanged.connect(self.view.find_text)
        self._editor.changed.connect(self._on_changed)

    def show_item(self, item: Item, transcript: Transcript | None, *, is_editable: bool) -> None:
        """Show an item's transcript, or why there is none."""
        is_other = self._item is None or item.id != self._item.id or transcript != self._transcript
        if self._item is None or item.id != self._item.id:
            self.search.clear()
            self._hold([])
        self._item, self._transcript = item, transcript
        self.view.is_editable = is_editable
        has_words = transcript is not None and bool(transcript.words)
        if transcript is not None and has_words and is_other:
            self._corrections = self._editor.corrections(item)
            self.view.show_transcript(transcript, self._corrections)
        elif has_words:
            self._on_changed(item.id)
        for part in (self.view, self.search, self.follow_button, self.copy_button, self._count):
            part.setVisible(has_words)
        self._language.setText(words.language(item.transcript.language) if item.transcript else "")
        self._rough.setVisible(bool(item.transcript and item.transcript.is_rough))
        excerpt = item.transcript.excerpt if item.transcript and not has_words else ""
        heading, text = words.speech_note(item) if not item.transcript else ("", excerpt)
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self._text.setText(text)
        self._text.setVisible(bool(text))

    @property
    def count(self) -> str:
        """What stands beside the search: how many matches, and which one one is at."""
        return self._count.text()

    @property
    def is_rough(self) -> bool:
        """Whether it is said that it is rough."""
        return self._rough.isVisible()

    def find_in_it(self) -> None:
        """Let one type what to find."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and F3 go to the next match, with Shift to the one before; Escape leaves."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3}:
                self.view.go_match(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def ask_name(self, label: str) -> None:
        """Ask who a speaker is."""
        if self._item is None:
            return
        now = self._corrections.speaker(label)
        question = self.tr("Who is {speaker}?").format(speaker=now or self.tr("this speaker"))
        name, is_said = QInputDialog.getText(self, self.tr("Name the speaker"), question, text=now)
        if is_said:
            self.name_speaker(label, name)

    def name_speaker(self, label: str, name: str) -> None:
        """Name a speaker everywhere in this transcript."""
        if self._item is not None:
            self._editor.name_speaker(self._item.id, label, name.encode()[:NAME_BYTES].decode(errors="ignore"))

    @Slot(object)
    def _on_corrected(self, changes: dict[tuple[int, str], str | None]) -> None:
        if self._item is None:
            return
        words = self._editor.corrections(self._item).words
        self._hold([*self._before, {key: words.get(key) for key in changes}])
        self._editor.correct(self._item.id, changes)
        if not any(changes.values()) and None not in changes.values():
            self.told.emit(self.tr("What was heard there is taken out"), self.tr("Ctrl+Z brings it back."))

    def _hold(self, before: list[dict[tuple[int, str], str | None]]) -> None:
        self._before = before
        self.view.can_undo = bool(before)

    @Slot()
    def undo(self) -> None:
        """Take back the last correction that was made here."""
        if self._before and self._item is not None:
            changes = self._before[-1]
            self._hold(self._before[:-1])
            self._editor.correct(self._item.id, changes)

    @Slot(str)
    def _on_changed(self, item_id: str) -> None:
        if self._item is None or item_id != self._item.id or self._transcript is None:
            return
        corrections = self._editor.corrections(self._item)
        if corrections != self._corrections:
            self._corrections = corrections
            self.view.correct_lines(self._transcript, corrections)

    @Slot(bool)
    def _on_following(self, is_following: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.follow_button.setChecked(is_following)
        self.follow_button.say(self.tr("Following") if is_following else self.tr("Follow"), "Ctrl+L")

    @Slot(bool)
    def _on_follow_clicked(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.view.set_following(is_following=is_on)

    @Slot(int, int)
    def _on_found(self, at: int, count: int) -> None:
        if not self.search.text().strip():
            self._count.setText("")
        elif at:
            self._count.setText(self.tr("{n} of {all}").format(n=phrases.number(at), all=phrases.number(count)))
        else:
            self._count.setText(phrases.number(count))
