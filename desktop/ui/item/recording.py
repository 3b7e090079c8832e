"""A video or a sound recording at large: player, transcript, and the lanes of both on one time axis. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.item.lanes import seen_lanes, speech_lane
from desktop.ui.item.player import Player
from desktop.ui.item.timeline import Timeline
from desktop.ui.item.transcript_pane import TranscriptPane
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cloud.contract.corrections import Corrections
    from cloud.contract.findings import Tag
    from cloud.contract.item import Item
    from cloud.contract.transcript import Transcript
    from desktop.item.lanes import Lane
    from desktop.ui.item.verdicts import ItemEditor
    from desktop.ui.theme import Theme

_HEAD_PX = 36


class LanesBox(QWidget):
    """The lanes under their head: zoom, and folding to one line a lane."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.timeline = Timeline(theme)
        self.out_button = Button(theme, self.tr("Show more time"), "magnifying-glass-minus", "icon")
        self.in_button = Button(theme, self.tr("Show less time"), "magnifying-glass-plus", "icon")
        self.fold_button = Button(theme, self.tr("One line a lane"), "caret-down", "icon")
        self.fold_button.setCheckable(True)
        self.out_button.clicked.connect(self._on_out)
        self.in_button.clicked.connect(self._on_in)
        self.fold_button.toggled.connect(self._on_fold)
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 8, 0)
        head.setSpacing(4)
        head.addWidget(theme.label(self.tr("Timeline"), "strong"))
        head.addStretch(1)
        for button in (self.out_button, self.in_button, self.fold_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.timeline, 1)

    @property
    def wanted_px(self) -> int:
        """How high it would like to be: all its rows, and its head."""
        return self._theme.row(_HEAD_PX) + self.timeline.content_px + 12

    @Slot()
    def _on_in(self) -> None:
        self.timeline.zoom_by(1)

    @Slot()
    def _on_out(self) -> None:
        self.timeline.zoom_by(-1)

    @Slot(bool)
    def _on_fold(self, is_folded: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.timeline.fold(is_folded=is_folded)
        self.fold_button.set_icon("caret-right" if is_folded else "caret-down")
        self.fold_button.say(self.tr("Every row") if is_folded else self.tr("One line a lane"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.colors.line)


class Recording(QSplitter):
    """Player and transcript above, lanes below."""

    def __init__(self, theme: Theme, editor: ItemEditor) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme, self._editor = theme, editor
        self._item: Item | None = None
        self._transcript: Transcript | None = None
        self._drawn: tuple[object, ...] = ()
        self._speech: list[Lane] = []
        self._last_ms = 0
        self._all: tuple[str, int, tuple[Tag, ...]] = ("", 0, ())  #: item, analysis version, all that was found
        self.player = Player(theme, is_large=True)
        self.transcript = TranscriptPane(theme, editor)
        self.lanes = LanesBox(theme)
        upper = QWidget()
        self._row = QHBoxLayout(upper)
        self._row.setContentsMargins(16, 16, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.player, 1)
        self._row.addWidget(self.transcript)
        self.addWidget(upper)
        self.addWidget(self.lanes)
        self.setChildrenCollapsible(False)
        self.setObjectName("recording")
        self.setHandleWidth(5)
        self.setStretchFactor(0, 1)
        self.player.moved.connect(self.transcript.view.follow)
        self.player.moved.connect(self.lanes.timeline.follow)
        self.transcript.view.sought.connect(self.player.seek)
        self.lanes.timeline.sought.connect(self.player.seek)
        editor.changed.connect(self._on_changed)

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
        self.player.stop()
        self._item, self._transcript, self._drawn = None, None, ()

    def fit(self, width: int) -> None:
        """Give the transcript the room that a window of this width has."""
        self.transcript.setFixedWidth(440 if width >= 2200 else 384 if width >= 1360 else 320)  # noqa: PLR2004 - the design's

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
            self._last_ms = max((word.end_ms for word in words[-50:]), default=0)
        self._drawn = drawn
        duration_ms = max(item.duration_ms or 0, self._last_ms, 1)
        tags = [tag for tag in known if (tag.kind, tag.name) not in rejected] if rejected else known
        lanes = [*self._speech, *seen_lanes(tags, duration_ms)]
        self.lanes.timeline.show_lanes(lanes, duration_ms)
        self.lanes.setVisible(bool(lanes))
        if is_other and lanes:
            wanted = min(self.lanes.wanted_px, round(self.height() * 0.45))
            self.setSizes([max(200, self.height() - wanted), wanted])

    @Slot(str)
    def _on_changed(self, item_id: str) -> None:
        if self._item is not None and item_id == self._item.id:
            self._show_lanes(is_other=False)
