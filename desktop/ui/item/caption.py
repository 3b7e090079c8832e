"""The caption of one item: six fields that save themselves, and how that went. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cloud.contract.accounts import Role, may_edit
from cloud.contract.findings import CAPTION_FIELD_BYTES
from cloud.contract.record import storable
from desktop.library.drafts import Draft
from desktop.ui import phrases
from desktop.ui.item.embargo import EmbargoField
from desktop.ui.item.fields import CaptionLine, CaptionText
from desktop.ui.item.saver import SaveState
from desktop.ui.item.shorthand_menu import ShorthandButton
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.item.saver import CaptionSaver, Saving
    from desktop.ui.item.shorthand import Shorthand
    from desktop.ui.theme import Theme

#: How long after the last key what was written is saved.
REST_MS = 800
#: What a headline should keep to; more is taken too.
_HEADLINE = 90
_EMBARGO = "embargo_until"


class SaveLine(QWidget):
    """How the caption stands: ``✓ Saved``, or why not. It stands where its host wants it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._look = theme, ("", "text3")
        self._icon, self._text = QLabel(), theme.label("", "small", "text2", wrap=True)
        self._icon.setFixedSize(15, 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        on_change(theme, self._on_theme_changed)

    def say(self, saving: Saving) -> None:
        """Say how it stands."""
        text, icon, tint = self._words(saving)
        self._look = icon, tint
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._on_theme_changed()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _words(self, saving: Saving) -> tuple[str, str, str]:
        state = saving.state
        if state is SaveState.SAVING:
            return self.tr("Saving…"), "", "text3"
        if state is SaveState.SAVED:
            return self.tr("Saved"), "check", "ok"
        if state is SaveState.TAKEN:
            return self.tr("Not saved: somebody else wrote here too"), "warning-fill", "warn"
        if saving.is_offline:
            return self.tr("Not saved: no connection, kept here"), "cloud-slash", "warn"
        if state in {SaveState.KEPT, SaveState.REFUSED}:
            icon, tint = ("warning-fill", "warn") if state is SaveState.KEPT else ("warning-circle-fill", "fail")
            return self.tr("Not saved, kept here: {why}").format(why=saving.why), icon, tint
        return "", "", "text3"

    @Slot()
    def _on_theme_changed(self) -> None:
        icon, tint = self._look
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.setPixmap(self._theme.icons.pixmap(icon, 14, tint, self.devicePixelRatioF()))


class Clash(QWidget):
    """Under a field: what somebody else wrote there meanwhile, and whose text shall stay."""

    mine_chosen = Signal()
    theirs_chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text = theme.label("", "small", "warn", wrap=True)
        self.mine = Button(theme, self.tr("Keep mine"), kind="link", small=True)
        self.theirs = Button(theme, self.tr("Take theirs"), kind="link", small=True)
        self.mine.clicked.connect(self.mine_chosen)
        self.theirs.clicked.connect(self.theirs_chosen)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.mine)
        row.addWidget(self.theirs)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addLayout(row)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, theirs: str | None) -> None:
        """Show what somebody else wrote; None hides it."""
        self.setVisible(theirs is not None)
        if theirs is not None:
            shown = self.tr("Somebody else wrote: “{text}”").format(text=theirs) if theirs else ""
            self._text.setText(shown or self.tr("Somebody else emptied this field"))


class CaptionForm(QWidget):
    """Six fields. ``show_item`` fills them; what is typed is saved by itself."""

    went_on = Signal()  #: saved, and to the next item

    def __init__(self, theme: Theme, actions: Actions, saver: CaptionSaver, shorthand: Shorthand) -> None:
        super().__init__()
        self._actions, self._saver, self._shorthand = actions, saver, shorthand
        self._item_id = ""
        self._there: dict[str, str] = {}  #: what the newsroom has, as far as these fields know
        self._dirty: set[str] = set()  #: typed in and not handed to the saver yet
        self.setObjectName("captionForm")
        self.setAccessibleName(self.tr("Caption"))
        self.state = SaveLine(theme)
        self.headline = CaptionLine(theme, self.tr("Headline"))
        self.caption = CaptionText(theme, self.tr("Caption"))
        self.byline = CaptionLine(theme, self.tr("Byline"))
        self.credit = CaptionLine(theme, self.tr("Credit"))
        self.rights = CaptionLine(theme, self.tr("Rights"), proposals=self._rights())
        self.embargo = EmbargoField(theme, self.tr("Embargo"))
        self._fields: dict[str, CaptionLine | CaptionText] = {
            "headline": self.headline,
            "caption": self.caption,
            "byline": self.byline,
            "credit": self.credit,
            "rights": self.rights,
            _EMBARGO: self.embargo,
        }
        self._clashes = {name: Clash(theme) for name in self._fields}
        self._note = theme.label(self.tr("Its owner and the desk can change it."), "small", "text3", wrap=True)
        self.shorthand_button = ShorthandButton(theme, shorthand)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.flush)
        self._build()
        self._connect()

    def _rights(self) -> list[str]:
        return [
            self.tr("Editorial use"),
            self.tr("All rights reserved"),
            self.tr("Public domain"),
            self.tr("Creative Commons Attribution 4.0"),
        ]

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        places = {"headline": (0, 0, 2), "caption": (1, 0, 2), "byline": (2, 0, 1), "credit": (2, 1, 1)}
        places |= {"rights": (3, 0, 1), _EMBARGO: (3, 1, 1)}
        for name, (row, column, span) in places.items():
            cell = QVBoxLayout()
            cell.setSpacing(4)
            cell.addWidget(self._fields[name])
            cell.addWidget(self._clashes[name])
            cell.addStretch(1)
            grid.addLayout(cell, row, column, 1, span)
            grid.setColumnStretch(column, 1)
            self._fields[name].widget.setObjectName(f"caption-{name.partition('_')[0]}")
        grid.addWidget(self._note, 4, 0, 1, 2)
        grid.addWidget(self.shorthand_button, 5, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for name, field in self._fields.items():
            field.edited.connect(self._on_edited)
            field.left.connect(self._on_left)
            self._clashes[name].mine_chosen.connect(self._on_mine)
            self._clashes[name].theirs_chosen.connect(self._on_theirs)
        self._shorthand.changed.connect(self._say_codes)
        self.shorthand_button.filled.connect(self._on_filled)
        self._saver.changed.connect(self._on_saving)
        self._saver.settled.connect(self._on_settled)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_go_on)

    def show_item(self, item: Item) -> None:
        """Show an item's caption; what was typed and is not saved stays as it was typed."""
        if item.id != self._item_id:
            self.flush()
            self._item_id, self._there, self._dirty = item.id, {}, set()
            for field in self._fields.values():
                field.say_problem("")
        there = self._saver.fields(item)
        drafts = self._actions.drafts.of(item.id)
        for name, field in self._fields.items():
            if name in self._dirty:
                continue
            if name in drafts:
                field.show_text(drafts[name].text)
                self._there[name] = drafts[name].base
            else:
                field.show_text(there[name])
                self._there[name] = there[name]
        self._lock(is_locked=not self.may_edit(item))
        self.shorthand_button.show_item(item)
        self._say_codes()
        self._say()
        self._count()

    def leave(self) -> None:
        """Save what is typed and forget the item."""
        self.flush()
        self._item_id = ""

    @Slot()
    def flush(self) -> None:
        """Hand what was typed to the saver."""
        self._rest.stop()
        changed = {name for name in self._dirty if self._is_sound(name)}
        self._dirty -= changed
        drafts = {}
        for name in changed:
            text = storable(self._fields[name].text)
            if text != self._there[name] or name in self._actions.drafts.of(self._item_id):
                drafts[name] = Draft(self._there[name], text)
        if drafts and self._item_id:
            self._saver.save(self._item_id, drafts)

    def go(self, name: str = "headline") -> None:
        """Put the focus into a field."""
        self._fields[name].widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clash(self, name: str) -> Clash:
        """Return what stands under a field where two wrote."""
        return self._clashes[name]

    @property
    def focused(self) -> str:
        """The field that has the focus, "" for none."""
        return next((name for name, field in self._fields.items() if field.widget.hasFocus()), "")

    def may_edit(self, item: Item) -> bool:
        """Whether who is here may change an item, as far as it is known."""
        connection = self._actions.connection()
        if connection is None or connection.role not in set(Role):
            return True  # nobody has said who is here: the newsroom decides
        return may_edit(connection.user.id, Role(connection.role), owner_id=item.owner_id, library=item.library)

    def _lock(self, *, is_locked: bool) -> None:
        self._note.setVisible(is_locked)
        self.shorthand_button.setVisible(not is_locked)
        for field in self._fields.values():
            field.lock(is_locked=is_locked)

    @Slot()
    def _on_edited(self) -> None:
        name = self._name_of(self.sender())
        self._fields[name].replace_code(self._shorthand.codes)
        self._dirty.add(name)
        self._count()
        if self._is_sound(name):
            self._rest.start(REST_MS)

    def _is_sound(self, name: str) -> bool:
        """Whether a field's text can be saved; what is wrong is said under it."""
        field = self._fields[name]
        if isinstance(field, EmbargoField):
            return field.is_readable
        limit = CAPTION_FIELD_BYTES[name]
        is_long = len(storable(field.text).encode()) > limit
        field.say_problem(
            self.tr("Too long: at most {n} bytes are kept").format(n=phrases.number(limit)) if is_long else ""
        )
        return not is_long

    @Slot()
    def _say_codes(self) -> None:
        self.caption.say_hint(self.tr("Type = for codes") if len(self._shorthand.codes) else "")

    @Slot(object)
    def _on_filled(self, texts: dict[str, str]) -> None:
        """Take a template's texts as if they had been typed."""
        for name, text in texts.items():
            if not self._fields[name].text:
                self._fields[name].show_text(text)
                self._dirty.add(name)
        self._count()
        self.flush()

    @Slot()
    def _on_left(self) -> None:
        field = self.sender()
        if isinstance(field, EmbargoField) and _EMBARGO in self._dirty:
            field.tidy()
        self.flush()

    @Slot()
    def _on_go_on(self) -> None:
        self.flush()
        self.went_on.emit()

    @Slot(str)
    def _on_saving(self, item_id: str) -> None:
        if item_id == self._item_id:
            self._say()

    @Slot(str, object)
    def _on_settled(self, item_id: str, texts: dict[str, str]) -> None:
        if item_id == self._item_id:
            self._there |= texts

    @Slot()
    def _on_mine(self) -> None:
        name = self._name_of(self.sender())
        self._there[name] = self._saver.of(self._item_id).theirs.get(name, "")
        self._saver.keep_mine(self._item_id, name)

    @Slot()
    def _on_theirs(self) -> None:
        name = self._name_of(self.sender())
        theirs = self._saver.of(self._item_id).theirs.get(name, "")
        self._there[name] = theirs
        self._dirty.discard(name)
        self._fields[name].show_text(theirs)
        self._saver.take_theirs(self._item_id, name)

    def _name_of(self, sender: QObject) -> str:
        parts: dict[str, QWidget] = {**self._fields}
        return next(name for name in parts if sender in {parts[name], self._clashes[name]})

    def _say(self) -> None:
        saving = self._saver.of(self._item_id)
        self.state.say(saving)
        for name, clash in self._clashes.items():
            clash.say(saving.theirs.get(name))

    def _count(self) -> None:
        length = len(self.headline.text)
        self.headline.say_hint(self.tr("{n} of {most}").format(n=length, most=_HEADLINE) if length else "")
