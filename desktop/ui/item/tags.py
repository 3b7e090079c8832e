"""An item's tags: chips beside a photo, rows by kind beside a recording; adding, and what was rejected. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cloud.contract.findings import TagKind
from desktop.item.findings import groups
from desktop.ui import phrases
from desktop.ui.item.chips import Chip
from desktop.ui.item.tag_rows import TagRow
from desktop.ui.item.tag_words import group_name
from desktop.ui.item.tagging import TagAdder
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.item import Item
    from desktop.item.findings import Finding, Key
    from desktop.ui.item.verdicts import ItemEditor
    from desktop.ui.theme import Theme


class TagBox(QWidget):
    """An item's tags, a way to add one, and the rejected ones when asked for."""

    sought = Signal(int)  #: ms
    lit = Signal(object)  #: the key of the finding that one is at, or None

    def __init__(self, theme: Theme, editor: ItemEditor, *, may_be_rows: bool = False) -> None:
        """``may_be_rows``: there is the height to say of a recording's tags where each one is."""
        super().__init__()
        self._may_be_rows = may_be_rows
        self._is_in_rows = False
        self._theme, self._editor = theme, editor
        self._item: Item | None = None
        self._is_editable = True
        self._shown: tuple[Finding, ...] = ()
        self.setAccessibleName(self.tr("Tags"))
        self.setObjectName("tags")
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.adder = TagAdder(theme)
        self.adder.named.connect(self._on_named)
        self.add_button = Button(theme, self.tr("Add tag"), "plus", "link", small=True)
        self.add_button.setObjectName("tag-add")
        self.add_button.clicked.connect(self.ask_to_add)
        self.rejected_button = Button(theme, "", "eye", "link", small=True)
        self.rejected_button.setCheckable(True)
        self.rejected_button.setObjectName("tags-rejected")
        self.rejected_button.toggled.connect(self._refill)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._chips)
        column.addWidget(self._rows)
        column.addWidget(self.adder)
        row = FlowLayout(wrap := QWidget(), 16)
        row.addWidget(self.add_button)
        row.addWidget(self.rejected_button)
        wrap.setSizePolicy(policy)
        column.addWidget(wrap)
        editor.changed.connect(self._on_changed)

    @property
    def chips(self) -> list[Chip]:
        """The chips or rows, in order."""
        place = self._rows if self._is_in_rows else self._chips
        return [chip for chip in place.findChildren(Chip) if not chip.isHidden()]

    @property
    def count(self) -> int:
        """How many there are that nobody rejected."""
        return sum(not each.is_rejected for each in self._editor.found(self._item)) if self._item else 0

    def show_item(self, item: Item, *, is_editable: bool) -> None:
        """Show an item's tags; chips that are the same stay."""
        if self._item is None or item.id != self._item.id:
            self.rejected_button.setChecked(False)
            self.adder.close_up()
        is_in_rows = self._may_be_rows and item.media_type in {"audio", "video"}
        if is_editable != self._is_editable or is_in_rows != self._is_in_rows:
            self._clear()
            self._shown = ()
        self._item, self._is_editable, self._is_in_rows = item, is_editable, is_in_rows
        self._refill()

    @Slot()
    def _refill(self) -> None:
        if self._item is None:
            return
        found = self._editor.found(self._item)
        rejected = sum(each.is_rejected for each in found)
        with_rejected = self.rejected_button.isChecked()
        shown = tuple(each for each in found if with_rejected or not each.is_rejected)
        self.rejected_button.setVisible(rejected > 0)
        text = self.tr("Hide rejected") if with_rejected else self.tr("Show rejected ({n})").format(n=rejected)
        self.rejected_button.say(text)
        self.add_button.setVisible(self._is_editable)
        if shown != self._shown:
            self._shown = shown
            self._place(shown)
        self._chips.setVisible(bool(shown) and not self._is_in_rows)
        self._rows.setVisible(bool(shown) and self._is_in_rows)

    def _place(self, shown: Sequence[Finding]) -> None:
        held = {chip.finding.key: chip for chip in self.chips}
        focused = next((key for key, chip in held.items() if chip.hasFocus()), None)
        self._clear()
        if self._is_in_rows:
            for kind, members in groups(shown, with_rejected=True):
                self._list.addWidget(self._heading(kind, members))
                for finding in members:
                    self._list.addWidget(self._made(TagRow(self._theme, finding, is_editable=self._is_editable)))
        else:
            for finding in shown:
                self._flow.addWidget(self._made(Chip(self._theme, finding, is_editable=self._is_editable)))
        for chip in self.chips:
            if chip.finding.key == focused:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self._chips.updateGeometry()

    def _clear(self) -> None:
        for layout in (self._flow, self._list):
            while (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()

    def _heading(self, kind: TagKind, members: Sequence[Finding]) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(8, 10, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._theme.label(group_name(kind), "label", "text2"))
        row.addWidget(self._theme.label(phrases.number(len(members)), "caption", "text3"))
        row.addStretch(1)
        made.show()
        return made

    def _made(self, chip: Chip) -> Chip:
        chip.clicked.connect(self._on_clicked)
        chip.confirmed.connect(self._on_confirmed)
        chip.rejected.connect(self._on_rejected)
        chip.renamed.connect(self._on_renamed)
        chip.entered.connect(self._on_entered)
        chip.setParent(self._rows if self._is_in_rows else self._chips)
        chip.show()
        return chip

    def focus(self, key: Key) -> None:
        """Go to a finding's chip."""
        for chip in self.chips:
            if chip.finding.key == key:
                chip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(bool)
    def _on_entered(self, is_in: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.lit.emit(self._chip().finding.key if is_in else None)

    @Slot()
    def ask_to_add(self) -> None:
        """Let a name be typed."""
        self.adder.open_for(None)

    def _chip(self) -> Chip:
        chip = self.sender()
        assert isinstance(chip, Chip)
        return chip

    @Slot()
    def _on_clicked(self) -> None:
        times = self._chip().finding.times_ms
        if times:
            self.sought.emit(times[0])

    @Slot()
    def _on_confirmed(self) -> None:
        if self._item is not None:
            self._editor.confirm(self._item.id, self._chip().finding)

    @Slot()
    def _on_rejected(self) -> None:
        chip = self._chip()
        if self._item is not None:
            chips = self.chips
            at = chips.index(chip)
            if chip.hasFocus() and len(chips) > 1:
                chips[at + 1 if at + 1 < len(chips) else at - 1].setFocus(Qt.FocusReason.OtherFocusReason)
            self._editor.reject(self._item.id, chip.finding)

    @Slot()
    def _on_renamed(self) -> None:
        self.adder.open_for(self._chip().finding)

    @Slot(object, str, str)
    def _on_named(self, finding: Finding | None, kind: str, name: str) -> None:
        if self._item is None:
            return
        if finding is None:
            self._editor.add(self._item.id, TagKind(kind), name)
        else:
            self._editor.rename(self._item.id, finding, TagKind(kind), name)

    @Slot(str)
    def _on_changed(self, item_id: str) -> None:
        if self._item is not None and item_id == self._item.id:
            self._refill()
