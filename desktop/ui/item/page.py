"""One item, filling the page: picture or recording, what was written and found, and the items before and after.

Main thread. It is reached from the library and goes back to the same place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui import said as core_words
from desktop.ui.item import keys, words
from desktop.ui.item.export import ExportButton
from desktop.ui.item.leaving import Copying
from desktop.ui.item.loading import Loader
from desktop.ui.item.more import More
from desktop.ui.item.neighbours import Neighbours
from desktop.ui.item.panel import show_in_folder
from desktop.ui.item.photo import Photo
from desktop.ui.item.recording import Recording
from desktop.ui.item.sections import Verdict
from desktop.ui.item.side import Side
from desktop.ui.item.splits import Splits, Width
from desktop.ui.library import tiles
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.panel import Page, TopBar
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from cloud.contract.findings import Tag
    from cloud.contract.item import Item
    from desktop.item.findings import Finding
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.item.saver import CaptionSaver
    from desktop.ui.item.shorthand import Shorthand
    from desktop.ui.item.verdicts import ItemEditor
    from desktop.ui.library.model import LibraryModel
    from desktop.ui.library.pixmaps import Thumbnails
    from desktop.ui.theme import Theme

#: How wide the column at a photo's side is.
_SIDE_PX = {Width.LARGE: 416, Width.WIDE: 416, Width.MIDDLE: 384, Width.SMALL: 320}
_NARROWEST_PX = 264


class ItemPage(Page):
    """The item's page. ``saver`` and ``editor`` are those of the panel beside the grid: what is on its way is one."""

    closed = Signal(str)  #: back to the library, where the item of this id is
    told = Signal(str, str)  #: a line for the toast, and its second line

    def __init__(
        self,
        theme: Theme,
        actions: Actions,
        bridge: Bridge,
        *,
        saver: CaptionSaver,
        editor: ItemEditor,
        shorthand: Shorthand,
        model: LibraryModel,
        thumbnails: Thumbnails,
    ) -> None:
        bar = TopBar(theme)
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Item"))
        self._actions, self._bridge, self._editor, self._model = actions, bridge, editor, model
        self._item: Item | None = None
        self._width: Width | None = None
        self.loader = Loader(theme, actions, bridge)
        self.side = Side(theme, actions, saver, editor, shorthand)
        self.photo, self.recording = Photo(theme), Recording(theme, actions, editor, self.side)
        self.neighbours = Neighbours(theme, model, thumbnails)
        self.verdict = Verdict(theme)
        self.export_button = ExportButton(theme, actions, bridge)
        self.copying = Copying(actions, bridge, self.export_button)
        self.more = More(theme, actions, bridge)
        self._build_bar(bar)
        self._build()
        self._connect(bridge)

    def _build_bar(self, bar: TopBar) -> None:
        self.back_button = Button(self.theme, self.tr("Back to the library"), "arrow-left", "icon")
        self.back_button.say(self.tr("Back to the library"), self.tr("Esc"))
        self.back_button.clicked.connect(self.escape)
        self._title = ElidedLabel(self.theme, role="title")
        self._summary = ElidedLabel(self.theme, role="small", tint="text3")
        self._place = self.theme.label("", "small", "text3")
        self.before_button = Button(self.theme, self.tr("Item before"), "caret-up", "icon")
        self.before_button.say(self.tr("Item before"), self.tr("Page Up"))
        self.after_button = Button(self.theme, self.tr("Item after"), "caret-down", "icon")
        self.after_button.say(self.tr("Item after"), self.tr("Page Down"))
        bar.row.addWidget(self.back_button)
        for text in (self._title, self._summary):
            text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            bar.row.addWidget(text)
        bar.row.addStretch(1)
        for part in (self._place, self.before_button, self.after_button, self.more, self.export_button):
            bar.row.addWidget(part)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.photo)
        self._stack.addWidget(self.recording)
        left_part = QWidget()
        left = QVBoxLayout(left_part)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.verdict)
        left.addWidget(self._stack, 1)
        left.addWidget(self.neighbours)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._columns = Splits(self._actions, "photo", Qt.Orientation.Horizontal)
        self._columns.addWidget(left_part)
        row.addWidget(self._columns)

    def _connect(self, bridge: Bridge) -> None:
        bridge.items_changed.connect(self._on_items)
        bridge.thumbnails_ready.connect(self._on_thumbnails)
        self.loader.picture_came.connect(self._on_picture)
        self.loader.source_came.connect(self._on_source)
        self.photo.canvas.zoomed.connect(self._on_zoomed)
        self.photo.canvas.chosen.connect(self._on_box_chosen)
        self.side.tags.lit.connect(self.photo.canvas.light_up)
        self.side.sought.connect(self.recording.player.seek)
        self.side.show_asked.connect(self._on_show)
        self.side.form.went_on.connect(self._on_went_on)
        self.recording.player.source_asked.connect(self._on_source_asked)
        self.recording.player.failed.connect(self._on_player_failed)
        self.neighbours.chosen.connect(self.show_item)
        self.before_button.clicked.connect(self.go_before)
        self.after_button.clicked.connect(self.go_after)
        self.export_button.copy_asked.connect(self._on_copy)
        self.export_button.told.connect(self.told)
        self.copying.told.connect(self.told)
        self.recording.transcript.told.connect(self.told)
        self.recording.full.pressed.connect(self._on_full_key)
        self.loader.frames_came.connect(self._on_frames)
        self.more.told.connect(self.told)
        self._editor.changed.connect(self._on_tags)
        QShortcut(QKeySequence("Ctrl+L"), self, self._follow)
        QShortcut(QKeySequence("Ctrl+E"), self, self.export_button.open_menu)

    @property
    def item_id(self) -> str:
        """The item that is shown, "" for none."""
        return self._item.id if self._item else ""

    @Slot(str)
    def show_item(self, item_id: str) -> bool:
        """Show an item; False where it is gone."""
        item = self._actions.items.get(item_id)
        if item is None:
            return False
        if item_id != self.item_id:
            self.recording.forget()
            self._item = None
            self._prepare(item)
        self._fill(item)
        return True

    def _is_recording(self, item: Item) -> bool:
        return item.media_type in {"audio", "video"} and not item.status.is_failure

    def _prepare(self, item: Item) -> None:
        is_recording = self._is_recording(item)
        self._stack.setCurrentWidget(self.recording if is_recording else self.photo)
        self.neighbours.setVisible(not is_recording)
        if is_recording:
            self.recording.player.prepare(
                is_video=item.media_type == "video",
                duration_ms=item.duration_ms or 0,
                width=item.width,
                height=item.height,
            )
        else:
            self.photo.canvas.prepare(item.width, item.height)
        self.loader.ask_picture(item)
        self.loader.ask_frames(item)
        self._fit()

    def _fill(self, item: Item) -> None:
        self._item = item
        self._title.setText(tiles.title(item))
        self._summary.setText(" · ".join(part for part in (words.summary(item), words.kind_line(item)) if part))
        self.verdict.say(words.verdict(item))
        transcript = self._actions.items.transcript(item.id) if item.transcript else None
        self.side.show_item(item)
        if self._is_recording(item):
            self.recording.show_item(item, transcript, is_editable=self.side.form.may_edit(item))
            self._ask_findings(item)
        else:
            self.photo.show_findings(self._editor.found(item))
        self.export_button.show_item(item, transcript)
        self.more.show_item(item)
        row, count = self._model.row_of(item.id), self._model.rowCount()
        self._place.setText(
            self.tr("{n} of {all}").format(n=phrases.number(row + 1), all=phrases.number(count)) if row >= 0 else ""
        )
        self.before_button.setEnabled(row > 0)
        self.after_button.setEnabled(0 <= row < count - 1)
        self.neighbours.show_around(item.id)
        self.say(self._keys(item))

    def _ask_findings(self, item: Item) -> None:
        """Get what did not fit into the record: the lanes have room for it."""
        if not self.recording.knows_all(item):
            deliver = self._bridge.in_main(self._on_findings)
            self._actions.fetch_findings(item.id, lambda found: deliver((item, found)))

    def _on_findings(self, answer: tuple[Item, tuple[Tag, ...] | SnapStreamError]) -> None:
        item, found = answer
        if item.id == self.item_id and not isinstance(found, SnapStreamError):
            self.recording.show_findings(item, found)

    def _keys(self, item: Item) -> str:
        if self._is_recording(item):
            return self.tr("Space play   •   J L speed   •   I O in and out   •   F full screen   •   ? all keys")
        return self.tr("B boxes   •   Z 100 %   •   Ctrl Enter save and next   •   Page Down next item")

    def leave(self) -> None:
        """Stop playing, save what is typed, and forget the item."""
        self.recording.forget()
        self.side.leave()
        self._item = None

    # Where one goes

    @Slot()
    def escape(self) -> None:
        """Go back to the library; what is marked goes first."""
        if self.sender() is not self.back_button and self.recording.clear_marks():
            return
        item_id = self.item_id
        self.leave()
        self.closed.emit(item_id)

    def enter(self) -> None:
        """Put the focus on the picture or the player."""
        shown = self.photo.canvas if self._stack.currentWidget() is self.photo else self.recording.player
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_search(self) -> None:
        """Find in the transcript."""
        if self._stack.currentWidget() is self.recording:
            self.recording.show_transcript()
            self.recording.transcript.find_in_it()

    @Slot()
    def go_before(self) -> None:
        """Show the item before."""
        self._step(-1)

    @Slot()
    def go_after(self) -> None:
        """Show the item after."""
        self._step(1)

    def _step(self, by: int) -> None:
        row = self._model.row_of(self.item_id)
        if row >= 0 and 0 <= row + by < self._model.rowCount():
            self.show_item(self._model.id_at(row + by))

    @Slot()
    def _on_went_on(self) -> None:
        name = self.side.form.focused
        self._step(1)
        if name:
            self.side.form.go(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the item's keys wherever the focus is, but for where one types."""
        is_recording = self._stack.currentWidget() is self.recording
        if is_recording and event.matches(QKeySequence.StandardKey.Copy) and self.recording.copy_quote():
            self.told.emit(self.tr("The quote is copied"), self.tr("With who says it, and when."))
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
            return
        key = event.key()
        if key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_C:
            self.recording.show_side()
            self.side.go(0)
            self.side.form.go()
        elif key == Qt.Key.Key_T:
            self.recording.show_side()
            self.side.go(1)
            self.side.tags.ask_to_add()
        elif self._stack.currentWidget() is self.photo:
            by = keys.photo_key(self.photo, event)
            if by:
                self._step(by)
        else:
            self._take_recording_key(event)

    def _take_recording_key(self, event: QKeyEvent) -> None:
        if not keys.recording_key(self.recording, event):
            event.ignore()

    @Slot(object)
    def _on_full_key(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.recording.copy_quote()
        else:
            self._take_recording_key(event)

    def _follow(self) -> None:
        self.recording.transcript.view.set_following(is_following=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.window().width()
        if self._stack.currentWidget() is self.recording:
            self.recording.fit(width)
            return
        self.recording.let_go_of_side()
        if self._columns.indexOf(self.side) < 0:
            self._columns.addWidget(self.side)
            self.side.setMinimumWidth(_NARROWEST_PX)
            self.side.show()
            self._width = None
        if Width.of(width) is not self._width:
            self._width = Width.of(width)
            self._columns.arrange(self._width, (_SIDE_PX[self._width],))

    # What comes

    @Slot(tuple)
    def _on_items(self, item_ids: tuple[str, ...]) -> None:
        if self._item is None or self._item.id not in item_ids:
            return
        item = self._actions.items.get(self._item.id)
        if item is None:
            self.escape()
            return
        if (item.media_type, item.thumbnail_key) != (self._item.media_type, self._item.thumbnail_key):
            self._prepare(item)
        self._fill(item)

    @Slot(tuple)
    def _on_thumbnails(self, item_ids: tuple[str, ...]) -> None:
        if self._item is not None and self._item.id in item_ids:
            self.loader.ask_picture(self._item)

    @Slot(str)
    def _on_tags(self, item_id: str) -> None:
        if self._item is not None and item_id == self._item.id and not self._is_recording(self._item):
            self.photo.show_findings(self._editor.found(self._item))

    @Slot(str, QImage)
    def _on_picture(self, item_id: str, image: QImage) -> None:
        if item_id != self.item_id:
            return
        if self._stack.currentWidget() is self.recording:
            self.recording.player.show_poster(image)
        else:
            self.photo.canvas.show_image(image)
            self._on_zoomed(self.photo.canvas.zoom)

    @Slot(str, object)
    def _on_frames(self, item_id: str, frames: list[tuple[int, QImage]]) -> None:
        if item_id == self.item_id and self._stack.currentWidget() is self.recording:
            self.recording.show_frames(frames)

    @Slot(float)
    def _on_zoomed(self, zoom: float) -> None:
        """Get the original where the preview has too few pixels for what is shown."""
        canvas = self.photo.canvas
        if self._item is None or not canvas.shown_px or not self._item.width:
            return
        if canvas.shown_px < min(self._item.width, self._item.width * zoom) * 0.95:
            self.loader.ask_whole(self._item.id)

    @Slot(object)
    def _on_box_chosen(self, finding: Finding) -> None:
        self.side.go(1)
        self.side.tags.focus(finding.key)

    @Slot()
    def _on_source_asked(self) -> None:
        self.loader.ask_source(self.item_id)

    @Slot(str, object)
    def _on_source(self, item_id: str, result: str | SnapStreamError) -> None:
        if item_id != self.item_id:
            return
        if isinstance(result, SnapStreamError):
            self.recording.player.give_up()
            self.told.emit(self.tr("It cannot be played now"), core_words.for_error(result).line)
        else:
            self.recording.player.set_source(result)

    @Slot(str)
    def _on_player_failed(self, text: str) -> None:
        line = self.tr("{text}. Export the original to open it elsewhere.").format(text=text)
        self.told.emit(self.tr("It cannot be played here"), line)

    # What leaves

    @Slot()
    def _on_show(self) -> None:
        path = self._actions.local_path(self.item_id) if self._item else None
        if path is not None:
            show_in_folder(path)

    @Slot()
    def _on_copy(self) -> None:
        if self._item is not None:
            self.copying.ask(self._item, self)
