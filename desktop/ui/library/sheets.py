"""What is asked before many items are changed: caption fields, tags, how long a link lives, what to export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from cloud.contract.findings import TagKind
from desktop.ui import phrases
from desktop.ui.phrases import tr
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.combo import Combo
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from cloud.contract.item import Item
    from desktop.ui.theme import Theme

#: The fields that many items can get at once.
CAPTION_FIELDS: Final = ("headline", "caption", "byline", "credit", "rights")
_HOUR_S = 3600


class ActSheet(Sheet):
    """A title, fields, and two buttons."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, act: str, text: str = "") -> None:
        super().__init__(theme, parent, title)
        self.theme = theme
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(24, 24, 24, 20)
        self._outer.setSpacing(12)
        self._outer.addWidget(theme.label(title, "title", wrap=True))
        if text:
            self._outer.addWidget(theme.label(text, "body", "text2", wrap=True))
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self._outer.addLayout(self.column)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.keep_button = Button(theme, tr("Cancel"))
        self.act_button = Button(theme, act, kind="primary")
        self.act_button.setDefault(True)
        self.keep_button.clicked.connect(self.reject)
        self.act_button.clicked.connect(self.accept)
        row.addWidget(self.keep_button)
        row.addWidget(self.act_button)
        self._outer.addSpacing(4)
        self._outer.addLayout(row)


class CaptionSheet(ActSheet):
    """The fields of a caption; what differs between the items stays as it is unless something is typed."""

    def __init__(self, theme: Theme, parent: QWidget, items: Sequence[Item]) -> None:
        many = phrases.count(len(items), "{n} item", "{n} items")
        title = tr("Caption of {items}").format(items=many)
        text = tr("Only what you change here is written; everything else stays.") if len(items) > 1 else ""
        super().__init__(theme, parent, title, tr("Save caption"), text)
        self._before: dict[str, str] = {}
        self.fields: dict[str, Field] = {}
        names = {
            "headline": tr("Headline"),
            "byline": tr("By"),
            "credit": tr("Credit"),
            "rights": tr("Rights"),
        }
        self.text = QPlainTextEdit()
        self.text.setFont(theme.font("body"))
        self.text.setAccessibleName(tr("Caption"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(84)
        for name in CAPTION_FIELDS:
            held = {getattr(item.caption, name) for item in items}
            shared = held.pop() if len(held) == 1 else ""
            differs = bool(held)
            self._before[name] = shared
            placeholder = tr("Several values, kept") if differs else ""
            if name == "caption":
                label = theme.label(tr("Caption"), "label", "text2")
                label.setBuddy(self.text)
                self.text.setPlainText(shared)
                self.text.setPlaceholderText(placeholder)
                box = QVBoxLayout()
                box.setSpacing(4)
                box.addWidget(label)
                box.addWidget(self.text)
                self.column.addLayout(box)
                continue
            field = Field(theme, names[name], placeholder=placeholder)
            field.set_text(shared)
            self.fields[name] = field
            self.column.addWidget(field)
        self.fields["headline"].go()

    def changes(self) -> dict[str, str]:
        """Return what was changed, by field."""
        typed = {name: field.text.strip() for name, field in self.fields.items()}
        typed["caption"] = self.text.toPlainText().strip()
        return {name: text for name, text in typed.items() if text != self._before[name]}


class TagSheet(ActSheet):
    """Tags by name, several with commas between them, and what kind they are."""

    def __init__(self, theme: Theme, parent: QWidget, count: int) -> None:
        many = phrases.count(count, "{n} item", "{n} items")
        super().__init__(theme, parent, tr("Tag {items}").format(items=many), tr("Add tags"))
        self.names = Field(theme, tr("Tags"), placeholder=tr("harbour, dock strike"), hint=tr("Commas between them"))
        self.names.line.textChanged.connect(self._on_changed)
        self.kind = Combo(theme)
        self.kind.setAccessibleName(tr("Kind"))
        for kind, text in (
            (TagKind.KEYWORD, tr("Keyword")),
            (TagKind.PERSON, tr("Person")),
            (TagKind.ENTITY, tr("Place or name")),
            (TagKind.LOGO, tr("Logo")),
            (TagKind.LABEL, tr("Label")),
        ):
            self.kind.addItem(text, kind.value)
        label = theme.label(tr("Kind"), "label", "text2")
        label.setBuddy(self.kind)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(label)
        box.addWidget(self.kind)
        self.column.addWidget(self.names)
        self.column.addLayout(box)
        self._on_changed()
        self.names.go()

    @Slot()
    def _on_changed(self) -> None:
        self.act_button.setEnabled(bool(self.tags()))

    def tags(self) -> list[dict[str, str]]:
        """Return what to add."""
        kind = str(self.kind.currentData() or TagKind.KEYWORD.value)
        names = dict.fromkeys(" ".join(name.split()) for name in self.names.text.split(","))
        return [{"kind": kind, "name": name} for name in names if name]


class ChoiceSheet(ActSheet):
    """One choice among a few."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        title: str,
        *,
        text: str,
        name: str,
        choices: Mapping[str, str],
        act: str,
    ) -> None:
        super().__init__(theme, parent, title, act, text)
        self.combo = Combo(theme)
        self.combo.setAccessibleName(name)
        for value, shown in choices.items():
            self.combo.addItem(shown, value)
        label = theme.label(name, "label", "text2")
        label.setBuddy(self.combo)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(label)
        box.addWidget(self.combo)
        self.column.addLayout(box)
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.combo.currentData())


def link_choices() -> dict[str, str]:
    """Return how long a link may live: seconds, and what they are called."""
    return {
        str(_HOUR_S): tr("1 hour"),
        str(24 * _HOUR_S): tr("1 day"),
        str(3 * 24 * _HOUR_S): tr("3 days"),
        str(7 * 24 * _HOUR_S): tr("7 days"),
    }
