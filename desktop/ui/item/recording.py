"""A video or a sound recording at large: player, transcript, and the lanes of both on one time axis. Main thread.

::

    1360 and wider   player │ transcript │ side      1100 to 1359   player │ tabs      below   player
                     ──────────lanes───────────                     ─── lanes ───              tabs, lanes one of them
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.item.lanes import seen_lanes, speech_lane
from desktop.item.quotes import Marks, quote
from desktop.ui.item.full_screen import FullScreen
from desktop.ui.item.lanes_box import LanesBox
from desktop.ui.item.player import Player
from desktop.ui.item.splits import Splits, Width
from desktop.ui.item.tabs import Tabs
from desktop.ui.item.transcript_pane import TranscriptPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QResizeEvent

    from cloud.contract.corrections import Corrections
    from cloud.contract.findings import Tag
    from cloud.contract.item import Item
    from cloud.contract.transcript import Transcript
    from desktop.item.lanes import Lane
    from desktop.ui.actions import Actions
    from desktop.ui.item.verdicts import ItemEditor
    from desktop.ui.theme import Theme

#: What stands beside the player, and how wide.
_BESIDE_PX = {Width.LARGE: (440, 416), Width.WIDE: (384, 320), Width.MIDDLE: (384,)}
#: Of the height, the lanes take no more than this by themselves.
_LANES_PART = 0.45
_NARROWEST_PX = 264


class Recording(QWidget):
    """Player and transcript above, lanes below; narrow windows have tabs."""

    def __init__(self, theme: Theme, actions: Actions, editor: ItemEditor, side: QWidget) -> None:
        """``side``: what is written, found and known; it stands here while a recording is shown."""
        super().__init__()
        self._theme, self._editor, self._side = theme, editor, side
        self._item: Item | None = None
        self._transcript: Transcript | None = None
        self._drawn: tuple[object, ...] = ()
        self._speech: list[Lane] = []
        self._last_ms = 0
        self._all: tuple[str, int, tuple[Tag, ...]] = ("", 0, ())  #: item, analysis version, all that was found
        self._width: Width | None = None
        self._has_lanes = False
        self.player = Player(theme, is_large=True)
        self.transcript = TranscriptPane(theme, editor)
        self.lanes = LanesBox(theme)
        self.tabs = Tabs(theme)
        self._frame = QWidget()
        home = QVBoxLayout(self._frame)
        home.setContentsMargins(16, 16, 12, 8)
        home.addWidget(self.player)
        self.full = FullScreen(theme, self.player, home)
        self.marks = Marks()
        self._upper = Splits(actions, "recording", Qt.Orientation.Horizontal)
        self._upper.addWidget(self._frame)
        self._whole = Splits(actions, "lanes", Qt.Orientation.Vertical)
        self._whole.addWidget(self._upper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self.player.moved.connect(self.transcript.view.follow)
        self.player.moved.connect(self.lanes.timeline.follow)
        self.transcript.view.sought.connect(self.player.seek)
        self.lanes.timeline.sought.connect(self.player.seek)
        self.player.full_asked.connect(self.full.turn)
        self.lanes.timeline.marked.connect(self._on_marked)
        editor.changed.connect(self._on_changed)

    # What stands where

    def fit(self, width_px: int) -> None:
        """Put the parts where a window of this width has room for them."""
        width = Width.of(width_px)
        if width is self._width and self._side.window() is self.window():
            return
        self._width = width
        if width.is_narrow:
            parts = [(self.tr("Transcript"), self.transcript), (self.tr("Tags"), self._side)]
            if width is Width.SMALL:
                parts.append((self.tr("Timeline"), self.lanes))
            self.tabs.hold(parts)
            self._upper.insertWidget(1, self.tabs)
        else:
            self.tabs.setParent(None)
            self.tabs.hold([])
            self._upper.insertWidget(1, self.transcript)
            self._upper.insertWidget(2, self._side)
        self._upper.setOrientation(Qt.Orientation.Vertical if width is Width.SMALL else Qt.Orientation.Horizontal)
        for part in (self.transcript, self._side, self.tabs):
            part.setMinimumWidth(_NARROWEST_PX)
        if width is not Width.SMALL:
            self._whole.addWidget(self.lanes)
        for part in (self.tabs,) if width.is_narrow else (self.transcript, self._side):
            part.setVisible(True)
        self.lanes.fold(is_folded=width.is_narrow and width is not Width.SMALL)
        self._arrange()

    def _arrange(self) -> None:
        """Give the parts their room."""
        width = self._width
        if width is None:
            return
        if width is Width.SMALL:
            self._upper.arrange(width, (round(self.height() * 0.5),))
            self.tabs.set_offered(self.lanes, is_offered=self._has_lanes)
            return
        self._upper.arrange(width, _BESIDE_PX[width])
        self.lanes.setVisible(self._has_lanes)
        self._whole.arrange(width, (min(self.lanes.wanted_px, round(self.height() * _LANES_PART)),))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the parts their room the first time; later the splitters do it."""
        super().resizeEvent(event)
        if not event.oldSize().isValid() or event.oldSize().height() < self.minimumSizeHint().height():
            self._arrange()

    def show_side(self) -> None:
        """Bring caption and tags into sight."""
        self.tabs.show_part(self._side)

    def show_transcript(self) -> None:
        """Bring the transcript into sight."""
        self.tabs.show_part(self.transcript)

    def let_go_of_side(self) -> None:
        """Say that the side stands elsewhere now."""
        self._width = None

    # What is shown

    def show_item(self, item: Item, transcript: Transcript | None, *, is_editable: bool) -> None:
        """Show what was said and found."""
        is_other = self._item is None or item.id != self._item.id
        self._item, self._transcript = item, transcript
        self.transcript.show_item(item, transcript, is_editable=is_editable)
        self._show_lanes(is_other=is_other)

    def knows_all(self, item: Item) -> bool:
        """Whether all that was found in an item is here, and not only what its record holds."""
        return self._all[:2] == (item.id, item.analysis_version)

    def show_findings(self, item: Item, tags: tuple[Tag, ...]) -> None:
        """Show all that was found."""
        self._all = item.id, item.analysis_version, tags
        if self._item is not None and self._item.id == item.id:
            self._show_lanes(is_other=False)

    def forget(self) -> None:
        """Let go of the recording."""
        self.full.end()
        self.player.stop()
        self.lanes.timeline.show_frames(())
        self._show_marks(Marks())
        self._item, self._transcript, self._drawn = None, None, ()

    def show_frames(self, frames: Sequence[tuple[int, QImage]]) -> None:
        """Show a few pictures of the video above the lanes."""
        self.lanes.timeline.show_frames(frames)
        self._arrange()

    # In and out

    def mark(self, *, is_end: bool) -> None:
        """Mark where it stands as the beginning, or the end, of what is quoted."""
        at_ms = self.player.position_ms
        self._show_marks(self.marks.ending(at_ms) if is_end else self.marks.beginning(at_ms))

    def clear_marks(self) -> bool:
        """Mark nothing; False where nothing was marked."""
        had = bool(self.marks)
        self._show_marks(Marks())
        return had

    def copy_quote(self) -> str:
        """Copy what is said between in and out, with who says it and when; "" where not both are marked."""
        text = quote(self.transcript.view.lines.lines, self.marks)
        if text:
            QGuiApplication.clipboard().setText(text)
        return text

    @Slot(int, int)
    def _on_marked(self, begin_ms: int, end_ms: int) -> None:
        self._show_marks(Marks(begin_ms, end_ms))

    def _show_marks(self, marks: Marks) -> None:
        self.marks = marks
        self.transcript.view.has_marks = marks.begin_ms is not None and marks.end_ms is not None
        self.lanes.timeline.show_marks(marks.begin_ms, marks.end_ms)

    def _show_lanes(self, *, is_other: bool) -> None:
        item = self._item
        if item is None:
            return
        corrections: Corrections = self._editor.corrections(item)
        rejected = {each.key for each in self._editor.found(item) if each.is_rejected}
        known = self._all[2] if self.knows_all(item) else item.tags
        drawn = (item.id, item.version, self._transcript, corrections, frozenset(rejected), len(known))
        if drawn == self._drawn:
            return
        if drawn[:4] != self._drawn[:4]:
            words = corrections.apply(self._transcript).words if self._transcript else ()
            self._speech = speech_lane(words)
            self.player.show_words(words)
            self._last_ms = max((word.end_ms for word in words[-50:]), default=0)
        self._drawn = drawn
        duration_ms = max(item.duration_ms or 0, self._last_ms, 1)
        tags = [tag for tag in known if (tag.kind, tag.name) not in rejected] if rejected else known
        lanes = [*self._speech, *seen_lanes(tags, duration_ms)]
        self.lanes.timeline.show_lanes(lanes, duration_ms)
        had_lanes, self._has_lanes = self._has_lanes, bool(lanes)
        if is_other or had_lanes != self._has_lanes:
            self._arrange()

    @Slot(str)
    def _on_changed(self, item_id: str) -> None:
        if self._item is not None and item_id == self._item.id:
            self._show_lanes(is_other=False)
