"""Where a tag's name is typed: a kind, a name, Enter. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cloud.contract.findings import TagKind
from desktop.ui.item.tag_words import kind_name
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.item.findings import Finding
    from desktop.ui.theme import Theme

#: What people name: what is seen, who, and what it is about.
_KINDS = (TagKind.PERSON, TagKind.KEYWORD, TagKind.LABEL, TagKind.ENTITY, TagKind.LOGO, TagKind.TEXT)
#: The longest that the newsroom takes, in bytes; shorter in letters that need more of them.
_LONGEST = 240


class TagAdder(QWidget):
    """A row to type in; out of sight until it is asked for."""

    named = Signal(object, str, str)  #: the finding that is named anew, or None; a kind and a name

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._finding: Finding | None = None
        self.kinds = Combo(theme)
        self.kinds.setAccessibleName(self.tr("Kind of tag"))
        for kind in _KINDS:
            self.kinds.addItem(kind_name(kind), kind.value)
        self.line = QLineEdit()
        self.line.setObjectName("tag-name")
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(self.tr("Name of the tag"))
        self.line.returnPressed.connect(self._on_entered)
        self.add_button = Button(theme, self.tr("Add"), small=True)
        self.add_button.clicked.connect(self._on_entered)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self.kinds)
        row.addWidget(self.line, 1)
        row.addWidget(self.add_button)
        self.setVisible(False)

    def open_for(self, finding: Finding | None) -> None:
        """Begin: for a new tag, or to say what a finding really is."""
        self._finding = finding
        kind = TagKind.KEYWORD if finding is None else finding.kind
        if finding is not None and finding.is_unknown:
            kind = TagKind.PERSON  # a face that nobody has named is a person's
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(kind.value)))
        is_new = finding is None or kind is not finding.kind
        self.line.setText("" if is_new or finding is None else finding.name)
        self.line.setPlaceholderText(self.tr("Who is this?") if kind is TagKind.PERSON else self.tr("Name of the tag"))
        self.add_button.say(self.tr("Add") if finding is None else self.tr("Name"))
        self.setVisible(True)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_up(self) -> None:
        """Be out of sight."""
        self.setVisible(False)
        self._finding = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_entered(self) -> None:
        name = self.line.text().strip()
        if not name:
            return
        self.named.emit(self._finding, str(self.kinds.currentData()), name)
        if self._finding is None:
            self.line.clear()  # the next one
            self.line.setFocus()
        else:
            self.close_up()
