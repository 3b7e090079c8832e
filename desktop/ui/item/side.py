"""The column at an item's side: caption, tags, file, history under one another; tabs jump and follow. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.item import words
from desktop.ui.item.caption import CaptionForm
from desktop.ui.item.sections import Fields, Section
from desktop.ui.item.tags import TagBox
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.item.saver import CaptionSaver
    from desktop.ui.item.shorthand import Shorthand
    from desktop.ui.item.verdicts import ItemEditor
    from desktop.ui.theme import Theme

_EDGE = 20
_TABS_PX = 44


class Side(QWidget):
    """What is written, found and known of one item."""

    sought = Signal(int)  #: ms
    show_asked = Signal()  #: its file, in its folder

    def __init__(
        self, theme: Theme, actions: Actions, saver: CaptionSaver, editor: ItemEditor, shorthand: Shorthand
    ) -> None:
        super().__init__()
        self._theme, self._actions = theme, actions
        self.setAccessibleName(self.tr("About this item"))
        self.form = CaptionForm(theme, actions, saver, shorthand)
        self.tags = TagBox(theme, editor, may_be_rows=True)
        self.tags.sought.connect(self.sought)
        self._facts, self._history = Fields(theme), Fields(theme)
        self._left_out = theme.label("", "small", "text3", wrap=True)
        self.show_button = Button(theme, self.tr("Show in folder"), kind="link", small=True)
        self.show_button.clicked.connect(self.show_asked)
        self._sections = {
            self.tr("Caption"): Section(theme, ""),
            self.tr("Tags"): Section(theme, self.tr("Tags")),
            self.tr("File"): Section(theme, self.tr("File")),
            self.tr("History"): Section(theme, self.tr("History")),
        }
        self._tabs = QButtonGroup(self)
        self._build()
        editor.changed.connect(self._on_tags)
        self._item: Item | None = None

    def _build(self) -> None:
        caption, tags, file, history = self._sections.values()
        caption.column.addWidget(self.form)
        tags.column.addWidget(self.tags)
        file.head.addWidget(self.show_button)
        file.column.addWidget(self._facts)
        file.column.addWidget(self._left_out)
        history.column.addWidget(self._history)
        bar = QWidget()
        bar.setFixedHeight(self._theme.row(_TABS_PX))
        row = QHBoxLayout(bar)
        row.setContentsMargins(_EDGE - 10, 0, _EDGE, 0)
        row.setSpacing(0)
        for number, name in enumerate(self._sections):
            tab = Button(self._theme, name, kind="quiet")
            tab.setCheckable(True)
            tab.setChecked(number == 0)
            self._tabs.addButton(tab, number)
            row.addWidget(tab)
        self._tabs.idClicked.connect(self._on_tab)
        row.addStretch(1)
        row.addWidget(self.form.state)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(_EDGE, 0, _EDGE - 14, 24)
        column.setSpacing(16)
        for section in self._sections.values():
            column.addWidget(section)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBar(QuietScrollBar())
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setWidget(canvas)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(self._scroll, 1)

    def show_item(self, item: Item) -> None:
        """Show an item."""
        is_other = self._item is None or item.id != self._item.id
        self._item = item
        self.form.show_item(item)
        self.tags.show_item(item, is_editable=self.form.may_edit(item))
        self._on_tags(item.id)
        self._facts.show_rows(words.facts(item))
        self._history.show_rows(words.history(item))
        left_out = words.left_out(item)
        self._left_out.setText("\n".join(left_out))
        self._left_out.setVisible(bool(left_out))
        self.show_button.setVisible(self._actions.local_path(item.id) is not None)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)
            if item.media_type in {"audio", "video"}:
                QTimer.singleShot(0, self, self._go_to_tags)  # when it is laid out

    @Slot()
    def _go_to_tags(self) -> None:
        """Begin a recording with what was found in it: what is written lies above."""
        if self._item is not None and not self.form.focused and not self.tags.adder.isVisible():
            self.go(1)

    def leave(self) -> None:
        """Save what is typed and forget the item."""
        self.form.leave()
        self._item = None

    def go(self, number: int) -> None:
        """Jump to a section: caption, tags, file, history."""
        section = list(self._sections.values())[number]
        self._scroll.verticalScrollBar().setValue(section.y())
        self._tabs.button(number).setChecked(True)

    @Slot(str)
    def _on_tags(self, item_id: str) -> None:
        if self._item is not None and item_id == self._item.id:
            count = self.tags.count
            list(self._sections.values())[1].note.setText(phrases.number(count) if count else self.tr("none yet"))

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        self.go(number)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        bar = self._scroll.verticalScrollBar()
        tops = [section.y() for section in self._sections.values()]
        at = max((number for number, top in enumerate(tops) if top <= value + 8), default=0)
        if value >= bar.maximum() > 0:
            return  # the last ones cannot reach the top: the tab that was clicked stays
        self._tabs.button(at).setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and hairlines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colors.panel)
        painter.fillRect(0, 0, 1, self.height(), self._theme.colors.line)
        painter.fillRect(0, self._theme.row(_TABS_PX) - 1, self.width(), 1, self._theme.colors.line)
