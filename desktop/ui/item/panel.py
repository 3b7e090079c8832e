"""The panel beside the grid: one item with everything that is known of it. Main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cloud.contract.corrections import Corrections
from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui import said as core_words
from desktop.ui.item import words
from desktop.ui.item.caption import CaptionForm
from desktop.ui.item.more import More
from desktop.ui.item.picture import Picture, decode
from desktop.ui.item.player import Player
from desktop.ui.item.saver import CaptionSaver
from desktop.ui.item.sections import Fields, Section, Verdict
from desktop.ui.item.shorthand import Shorthand
from desktop.ui.item.tags import TagBox
from desktop.ui.item.transcript import TranscriptView
from desktop.ui.item.verdicts import ItemEditor
from desktop.ui.library import tiles
from desktop.ui.library.pixmaps import wave_of
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_EDGE = 20


class ItemPanel(QWidget):
    """One item. ``show_item`` fills it; changes of the item are taken over in place."""

    closed = Signal()
    said = Signal(str, str)  #: a line for the toast, and its second line
    step_asked = Signal(int)  #: to the item after (1) or before (−1)
    full_asked = Signal(str)  #: to fill the page

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._item: Item | None = None
        self._has_words = False
        self._corrections = Corrections()
        self.setAccessibleName(self.tr("Item"))
        self.close_button = Button(theme, self.tr("Close"), "x", "icon")
        self.close_button.say(self.tr("Close"), self.tr("Esc"))
        self.close_button.clicked.connect(self.closed)
        self.more = More(theme, actions, bridge)
        self._kind = theme.label("", "small", "text3")
        self.picture = Picture(theme)
        self.player = Player(theme)
        self._media = QStackedWidget()
        self._media.addWidget(self.picture)
        self._media.addWidget(self.player)
        self._title = theme.label("", "heading", wrap=True)
        self._summary = theme.label("", "small", "text3", wrap=True)
        self.verdict = Verdict(theme)
        self.open_button = Button(theme, self.tr("Open"), "arrows-out-simple")
        self.open_button.setObjectName("item-open")
        self.open_button.setToolTip(phrases.tooltip(self.tr("Ctrl Enter")))
        self.save_button = Button(theme, self.tr("Save a copy"), "download-simple")
        self.show_button = Button(theme, self.tr("Show in folder"), "folder-open")
        self._build_sections()
        self._build()
        self._connect()

    def _build_sections(self) -> None:
        theme = self._theme
        self._speech = Section(theme, self.tr("Transcript"))
        self._rough = theme.label("", "small", "warn", wrap=True)
        self._excerpt = theme.label("", "transcript", "text2", wrap=True)
        self._speech_heading = theme.label("", "name", "text2", wrap=True)
        self._speech_text = theme.label("", "small", "text3", wrap=True)
        self.transcript = TranscriptView(theme)
        for part in (self._rough, self._speech_heading, self._speech_text, self._excerpt, self.transcript):
            self._speech.column.addWidget(part)
        self._tags = Section(theme, self.tr("Tags"))
        self.editor = ItemEditor(self._actions, self._bridge)
        self.chips = TagBox(theme, self.editor)
        self._no_tags = theme.label("", "small", "text3", wrap=True)
        self._tags.column.addWidget(self._no_tags)
        self._tags.column.addWidget(self.chips)
        self._caption = Section(theme, self.tr("Caption"))
        self.saver = CaptionSaver(self._actions, self._bridge)
        self.shorthand = Shorthand(self._actions, self._bridge)
        self.shorthand.told.connect(self.said)
        self.form = CaptionForm(theme, self._actions, self.saver, self.shorthand)
        self._caption.head.addWidget(self.form.state)
        self._caption.column.addWidget(self.form)
        self._file = Section(theme, self.tr("File"))
        self._facts = Fields(theme)
        self._left_out = theme.label("", "small", "text3", wrap=True)
        self._file.column.addWidget(self._facts)
        self._file.column.addWidget(self._left_out)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE, 8, 12, 8)
        head.addWidget(self._kind, 1)
        head.addWidget(self.more)
        head.addWidget(self.close_button)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(_EDGE, 0, _EDGE - 14, 24)
        column.setSpacing(12)
        column.addWidget(self._media)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._summary)
        column.addLayout(texts)
        column.addWidget(self.verdict)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button, 1)
        buttons.addWidget(self.save_button, 1)
        buttons.addWidget(self.show_button, 1)
        column.addLayout(buttons)
        for section in (self._speech, self._caption, self._tags, self._file):
            column.addWidget(section)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that nothing is laid out anew when an item is longer than the panel.
        self._scroll.setVerticalScrollBar(QuietScrollBar())
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setWidget(canvas)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        self.more.told.connect(self.said)
        self.open_button.clicked.connect(self._on_open)
        self.save_button.clicked.connect(self._on_save)
        self.show_button.clicked.connect(self._on_show)
        self.player.source_asked.connect(self._on_source_asked)
        self.player.moved.connect(self.transcript.follow)
        self.player.failed.connect(self._on_player_failed)
        self.transcript.sought.connect(self._on_sought)
        self.chips.sought.connect(self._on_sought)
        self.editor.changed.connect(self._on_tags_changed)
        self.editor.failed.connect(self.said)
        self.form.went_on.connect(self._on_went_on)

    @property
    def item_id(self) -> str:
        """The item that is shown, "" for none."""
        return self._item.id if self._item else ""

    def show_item(self, item_id: str) -> bool:
        """Show an item from its top; False where it is gone."""
        if item_id == self.item_id:
            return True
        item = self._actions.items.get(item_id)
        if item is None:
            return False
        self.player.stop()
        self._item, self._has_words = None, False
        self._prepare_media(item)
        self._fill(item)
        self._scroll.verticalScrollBar().setValue(0)
        return True

    def items_changed(self, item_ids: tuple[str, ...]) -> None:
        """Take over what changed of the item that is shown."""
        if self._item is None or self._item.id not in item_ids:
            return
        item = self._actions.items.get(self._item.id)
        if item is None:
            self.closed.emit()
            return
        if (item.media_type, item.thumbnail_key) != (self._item.media_type, self._item.thumbnail_key):
            self._prepare_media(item)
        self._fill(item)

    def thumbnails_came(self, item_ids: tuple[str, ...]) -> None:
        """Show the picture that has come."""
        if self._item is not None and self._item.id in item_ids:
            self._ask_picture(self._item)

    def leave(self) -> None:
        """Stop playing, save what is typed, and forget the item."""
        self.player.stop()
        self.form.leave()
        self._item = None

    def _prepare_media(self, item: Item) -> None:
        is_recording = item.media_type in {"audio", "video"} and not item.status.is_failure
        self._media.setCurrentWidget(self.player if is_recording else self.picture)
        for page in (self.player, self.picture):
            is_shown = page is self._media.currentWidget()
            policy = page.sizePolicy()
            policy.setVerticalPolicy(policy.Policy.Preferred if is_shown else policy.Policy.Ignored)
            page.setSizePolicy(policy)
        if is_recording:
            self.player.prepare(
                is_video=item.media_type == "video",
                duration_ms=item.duration_ms or 0,
                width=item.width,
                height=item.height,
            )
        else:
            icon = "warning-circle-fill" if item.status.is_failure else tiles.MEDIA_ICONS.get(item.media_type, "image")
            tint = "fail" if item.status.is_failure else "disabled"
            self.picture.prepare(item.width, item.height, icon, tint, "well")
        self._fit_media()
        self._ask_picture(item)

    def _fit_media(self) -> None:
        """Give the media the height that follows from the width; a stack does not ask for it."""
        width = max(1, self.width() - 1 - 2 * _EDGE)
        if self._media.currentWidget() is self.picture:
            self._media.setFixedHeight(self.picture.heightForWidth(width))
        else:
            self._media.setFixedHeight(self.player.poster.heightForWidth(width) + 8 + 36)

    def _ask_picture(self, item: Item) -> None:
        if item.thumbnail_key is None:
            return
        item_id, version = item.id, item.analysis_version
        here = [self._actions.items.thumbnail_path(item_id, version, px) for px in (1024, 256)]
        ratio = self.devicePixelRatioF()
        ink = self._theme.colors.text3 if item.media_type == "audio" else None

        def read() -> tuple[str, QImage]:
            for path in here:
                image = decode(path, round(480 * ratio))
                if not image.isNull():
                    return item_id, image if ink is None else wave_of(image, ink)
            return item_id, QImage()

        self._bridge.run(read, self._on_picture)
        if not here[0].exists():
            deliver = self._bridge.in_main(self._on_fetched)
            self._actions.fetch_media(item_id, "1024", lambda result: deliver((item_id, result)))

    def _on_fetched(self, answer: tuple[str, Path | SnapStreamError]) -> None:
        item_id, result = answer
        if isinstance(result, Path):
            self._bridge.run(lambda: (item_id, decode(result, 1024)), self._on_picture)

    def _on_picture(self, answer: tuple[str, QImage]) -> None:
        item_id, image = answer
        if item_id != self.item_id or image.isNull():
            return
        if self._media.currentWidget() is self.player:
            self.player.show_poster(image)
        else:
            self.picture.show_image(image)

    def _fill(self, item: Item) -> None:
        self._item = item
        self.more.show_item(item)
        self._kind.setText(words.kind_line(item))
        self._title.setText(tiles.title(item))
        self._summary.setText(words.summary(item))
        self.verdict.say(words.verdict(item))
        self.show_button.setVisible(self._actions.local_path(item.id) is not None)
        self.save_button.setEnabled(True)
        self._fill_speech(item)
        self._fill_tags(item)
        self.form.show_item(item)
        self._facts.show_rows(words.facts(item))
        left_out = words.left_out(item)
        self._left_out.setText("\n".join(left_out))
        self._left_out.setVisible(bool(left_out))

    def _fill_tags(self, item: Item) -> None:
        self.chips.show_item(item, is_editable=self.form.may_edit(item))
        count = self.chips.count
        self._tags.note.setText(phrases.number(count) if count else "")
        self._no_tags.setText(self.tr("Tags are still to come.") if item.is_open else self.tr("No tags were found"))
        self._no_tags.setVisible(not count)

    @Slot(str)
    def _on_tags_changed(self, item_id: str) -> None:
        if self._item is not None and item_id == self._item.id:
            self._fill_tags(self._item)

    def _fill_speech(self, item: Item) -> None:
        transcript = self._actions.items.transcript(item.id) if item.transcript else None
        has_words = transcript is not None and bool(transcript.words)
        corrections = self.editor.corrections(item)
        if has_words and not self._has_words and transcript is not None:
            self.transcript.show_transcript(transcript, corrections)
        elif has_words and transcript is not None and corrections != self._corrections:
            self.transcript.correct_lines(transcript, corrections)
        self._corrections = corrections
        self._has_words = has_words
        self.transcript.setVisible(has_words)
        if has_words:
            self.transcript.fit_height()
        is_rough = bool(item.transcript and item.transcript.is_rough)
        self._rough.setText(self.tr("Rough transcript, by machine. US English only. Check it before you quote it."))
        self._rough.setVisible(is_rough)
        self._speech.note.setText(words.language(item.transcript.language) if item.transcript else "")
        excerpt = item.transcript.excerpt if item.transcript and not has_words else ""
        self._excerpt.setText(excerpt)
        self._excerpt.setVisible(bool(excerpt))
        heading, text = words.speech_note(item) if not item.transcript else ("", "")
        self._speech_heading.setText(heading)
        self._speech_heading.setVisible(bool(heading))
        self._speech_text.setText(text)
        self._speech_text.setVisible(bool(text))
        self._speech.setVisible(bool(item.transcript or heading or text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what depends on the width."""
        super().resizeEvent(event)
        self._fit_media()

    @Slot()
    def _on_open(self) -> None:
        self.full_asked.emit(self.item_id)

    @Slot()
    def _on_save(self) -> None:
        item = self._item
        if item is None:
            return
        start = str(Path.home() / item.filename.replace("/", "_").replace("\n", " "))
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save a copy"), start)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Save the original of the item that is shown."""
        item = self._item
        if item is None:
            return
        self.save_button.setEnabled(False)
        self.save_button.setText(self.tr("Saving…"))
        done = self._bridge.in_main(self._on_saved)
        progress = self._bridge.in_main(self._on_saving)
        self._actions.save_copy(
            item.id,
            target,
            lambda result: done((item.id, target, result)),
            lambda sent, total: progress((item.id, sent, total)),
        )

    def _on_saving(self, step: tuple[str, int, int]) -> None:
        item_id, done, total = step
        if item_id == self.item_id and total and not self.save_button.isEnabled():
            self.save_button.setText(self.tr("Saving, {n} %").format(n=done * 100 // total))

    def _on_saved(self, answer: tuple[str, Path, Path | SnapStreamError]) -> None:
        _item_id, target, result = answer
        self.save_button.setText(self.tr("Save a copy"))
        self.save_button.setEnabled(True)
        if isinstance(result, SnapStreamError):
            told = core_words.for_error(result)
            self.said.emit(self.tr("{name} was not saved").format(name=target.name), told.line)
        else:
            self.said.emit(self.tr("{name} is saved").format(name=target.name), str(target.parent))

    @Slot()
    def _on_show(self) -> None:
        path = self._actions.local_path(self.item_id) if self._item else None
        if path is not None:
            show_in_folder(path)

    @Slot()
    def _on_source_asked(self) -> None:
        item_id = self.item_id

        def ask() -> tuple[str, str | SnapStreamError]:
            try:
                return item_id, self._actions.media_url(item_id)
            except SnapStreamError as error:
                return item_id, error

        self._bridge.run(ask, self._on_source)

    def _on_source(self, answer: tuple[str, str | SnapStreamError]) -> None:
        item_id, result = answer
        if item_id != self.item_id:
            return
        if isinstance(result, SnapStreamError):
            self.player.give_up()
            self.said.emit(self.tr("It cannot be played now"), core_words.for_error(result).line)
        else:
            self.player.set_source(result)

    @Slot(str)
    def _on_player_failed(self, text: str) -> None:
        self.said.emit(
            self.tr("It cannot be played here"), self.tr("{text}. Save a copy to open it elsewhere.").format(text=text)
        )

    @Slot()
    def _on_went_on(self) -> None:
        """Go on to the next item, in the same field."""
        name = self.form.focused
        self.step_asked.emit(1)
        if name:
            self.form.go(name)

    @Slot(int)
    def _on_sought(self, position_ms: int) -> None:
        self.player.seek(position_ms)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and hairline."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colors.panel)
        painter.fillRect(0, 0, 1, self.height(), self._theme.colors.line)


def show_in_folder(path: Path) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))
