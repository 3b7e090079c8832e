"""One folder's rule, as a form. It saves nothing: it says how the rule would be. Main thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cloud.contract.keys import NEWSROOM_LIBRARY, private_library
from cloud.contract.media import MediaType
from cloud.contract.status import Profile
from desktop.core.model import AfterUpload, Afterwards, Folder
from desktop.ui.folders.cards import ProfileCard
from desktop.ui.folders.choices import (
    CAPTION_FIELDS,
    DAYS,
    LANGUAGES,
    SPEEDS,
    after_hint,
    after_name,
    days_name,
    field_name,
    kind_name,
    language_name,
    speed_name,
)
from desktop.ui.folders.patterns import PatternEdit
from desktop.ui.folders.place import PlaceField
from desktop.ui.settings.rows import Choice, hairline
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import ElidedLabel
from desktop.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from desktop.core.foresight import Outlook
    from desktop.ui.theme import Theme

_LABEL_PX = 136
EDITOR_PX = 640


class RuleEditor(QWidget):
    """Where it is, how deeply it is analysed, who sees it, what is left out, how fast, and what is done afterwards."""

    changed = Signal(object)  #: the rule as it would be: Folder
    stop_asked = Signal()
    open_asked = Signal()
    change_asked = Signal()  #: another folder in the place of one that is not saved yet

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folder: Folder | None = None
        self._user_id = ""
        self._is_showing = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(32, 4, 32, 24)
        self._column.setSpacing(0)
        self.setMaximumWidth(round((EDITOR_PX + 64) * max(1.0, theme.scale)))
        self._add_place()
        self._add_profile()
        self._add_who()
        self._add_what()
        self._add_speed()
        self._add_after()
        self._add_caption()
        self._add_stop()
        self._column.addStretch(1)

    # ── made once

    def _add_row(self, name: str, content: QLayout, *, is_last: bool = False) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 16, 0, 16)
        row.setSpacing(16)
        label = self._theme.label(name, "name", wrap=True)
        label.setFixedWidth(round(_LABEL_PX * self._theme.scale))
        label.setContentsMargins(0, 6, 0, 0)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(content, 1)
        self._column.addLayout(row)
        if not is_last:
            self._column.addWidget(hairline())

    def _add_place(self) -> None:
        self._path = ElidedLabel(self._theme, mode=Qt.TextElideMode.ElideMiddle)
        self.open_button = Button(self._theme, self.tr("Open"), kind="link")
        self.open_button.clicked.connect(self.open_asked)
        self.change_button = Button(self._theme, self.tr("Change…"), kind="link")
        self.change_button.clicked.connect(self.change_asked)
        where = PlaceField(self._theme)
        where.row.addWidget(self._path, 1)
        where.row.addWidget(self.open_button)
        where.row.addWidget(self.change_button)
        self.deep = Tick(self._theme, self.tr("Include subfolders"))
        self.deep.toggled.connect(self._on_changed)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(where)
        column.addWidget(self.deep, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_row(self.tr("Folder"), column)

    def _add_profile(self) -> None:
        self._profiles = QButtonGroup(self)
        self.cards: dict[Profile, ProfileCard] = {}
        cards = QVBoxLayout()
        cards.setSpacing(8)
        texts = {
            Profile.FULL: (self.tr("Full"), self.tr("People, text, labels, logos, speech")),
            Profile.BASIC: (self.tr("Basic"), self.tr("Thumbnails and what the file itself says")),
            Profile.PRIVATE: (self.tr("Private"), self.tr("By our own code only: no third party sees it")),
        }
        for number, (profile, (name, text)) in enumerate(texts.items()):
            card = self.cards[profile] = ProfileCard(self._theme, name, text)
            self._profiles.addButton(card, number)
            cards.addWidget(card)
        self._profiles.idClicked.connect(self._on_profile)
        self._add_row(self.tr("Profile"), cards)

    def _add_who(self) -> None:
        self.library = Choice(self._theme, [(self.tr("Everyone in the newsroom"), False), (self.tr("Only me"), True)])
        self.library.setAccessibleName(self.tr("Who sees what comes from this folder"))
        self.library.activated.connect(self._on_changed)
        self.language = Choice(self._theme, [(language_name(name), code) for code, name in LANGUAGES])
        self.language.setAccessibleName(self.tr("Language spoken in this folder"))
        self.language.activated.connect(self._on_changed)
        who = QHBoxLayout()
        who.addWidget(self.library)
        who.addStretch(1)
        self._add_row(self.tr("Who sees it"), who)
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(self.language)
        hint = self.tr("On this computer speech is recognised in US English alone.")
        words.addWidget(self._theme.label(hint, "small", "text3", wrap=True), 1)
        self._add_row(self.tr("Language"), words)

    def _add_what(self) -> None:
        self.kinds = {kind: Tick(self._theme, kind_name(kind)) for kind in MediaType}
        row = QHBoxLayout()
        row.setSpacing(24)
        for tick in self.kinds.values():
            tick.toggled.connect(self._on_kind)
            row.addWidget(tick)
        row.addStretch(1)
        self._add_row(self.tr("Take"), row)
        self.ignore = PatternEdit(self._theme, self.tr("Patterns of what is left out, one a line"))
        self.ignore.textChanged.connect(self._on_changed)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.ignore)
        hint = self.tr("One pattern a line. The first that fits decides. A / at the end means a folder.")
        column.addWidget(self._theme.label(hint, "small", "text3", wrap=True))
        self._add_row(self.tr("Ignore"), column)

    def _add_speed(self) -> None:
        self.speed = Choice(self._theme, [(speed_name(speed), speed) for speed in SPEEDS])
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.activated.connect(self._on_changed)
        self._speed_hint = self._theme.label("", "small", "text3", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.speed)
        row.addWidget(self._speed_hint, 1)
        self._add_row(self.tr("Speed"), row)

    def _add_caption(self) -> None:
        self.caption = {name: QLineEdit() for name in CAPTION_FIELDS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for number, (name, line) in enumerate(self.caption.items()):
            line.setFont(self._theme.font("body"))
            line.setPlaceholderText(field_name(name))
            line.setAccessibleName(self.tr("{field}, where a file brings none").format(field=field_name(name)))
            line.textEdited.connect(self._on_changed)
            wide = name in {"headline", "caption"}
            grid.addWidget(line, number if wide else 2, 0 if wide else number - 2, 1, 3 if wide else 1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(grid)
        hint = self.tr("Filled in where a file brings nothing of its own.")
        column.addWidget(self._theme.label(hint, "small", "text3", wrap=True))
        self._add_row(self.tr("Caption"), column)

    def _add_after(self) -> None:
        self.after = Choice(self._theme, [(after_name(do), do) for do in AfterUpload])
        self.after.setAccessibleName(self.tr("After the upload"))
        self.after.activated.connect(self._on_changed)
        self.subfolder = QLineEdit()
        self.subfolder.setFont(self._theme.font("body"))
        self.subfolder.setAccessibleName(self.tr("Name of the subfolder"))
        self.subfolder.textEdited.connect(self._on_changed)
        self.days = Choice(self._theme, [(days_name(days), days) for days in DAYS])
        self.days.setAccessibleName(self.tr("Days after the upload"))
        self.days.activated.connect(self._on_changed)
        self._after_hint = self._theme.label("", "small", "text3", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.after)
        row.addWidget(self.subfolder, 1)
        row.addWidget(self.days)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._after_hint)
        self._add_row(self.tr("After upload"), column)

    def _add_stop(self) -> None:
        self.stop_button = Button(self._theme, self.tr("Stop watching"), "x")
        self.stop_button.clicked.connect(self.stop_asked)
        self._stay = stay = self._theme.label(self.tr("Its files stay where they are."), "small", "text3", wrap=True)
        stop = QHBoxLayout()
        stop.setSpacing(12)
        stop.addWidget(self.stop_button)
        stop.addWidget(stay, 1)
        self._add_row("", stop, is_last=True)

    # ── what it shows and says

    @property
    def folder(self) -> Folder | None:
        """The rule as it stands in the form."""
        return self._folder

    def show_folder(self, folder: Folder, *, user_id: str, is_new: bool, speed_hint: str) -> None:
        """Show a rule; ``user_id`` is "" while nobody is known, and then nothing can be private to them."""
        self._is_showing = True
        self._folder, self._user_id = folder, user_id
        self._path.setText(str(folder.path))
        self.open_button.setVisible(not is_new)
        self.change_button.setVisible(is_new)
        self.stop_button.setVisible(not is_new)
        self._stay.setVisible(not is_new)
        self.deep.setChecked(folder.include_subfolders)
        self.cards[folder.profile].setChecked(True)
        self.cards[Profile.PRIVATE].setEnabled(bool(user_id) or folder.profile is Profile.PRIVATE)
        self.library.show_value(folder.library != NEWSROOM_LIBRARY)
        self.library.setEnabled(bool(user_id))
        self.language.show_value(folder.language, folder.language)
        for kind, tick in self.kinds.items():
            tick.setChecked(kind in folder.kinds)
        self.ignore.show_patterns(folder.ignore)
        self.speed.show_value(folder.bytes_per_s, speed_name(folder.bytes_per_s))
        self._speed_hint.setText(speed_hint)
        words = dict(folder.caption)
        for name, line in self.caption.items():
            if line.text().strip() != words.get(name, ""):
                line.setText(words.get(name, ""))
        self.after.show_value(folder.after.do)
        if self.subfolder.text().strip() != folder.after.subfolder:
            self.subfolder.setText(folder.after.subfolder)
        self.days.show_value(folder.after.days, days_name(folder.after.days))
        self._show_after(folder.after.do)
        self._is_showing = False

    def show_outlook(self, outlook: Outlook) -> None:
        """Say beside the patterns what they leave out."""
        self.ignore.show_counts(outlook.by_pattern)

    def choose(self, profile: Profile) -> None:
        """Choose a profile as a click does."""
        self.cards[profile].click()

    def _show_after(self, do: AfterUpload) -> None:
        self.subfolder.setVisible(do is AfterUpload.MOVE)
        self.days.setVisible(do is AfterUpload.DELETE)
        self._after_hint.setText(after_hint(do))

    @Slot(int)
    def _on_profile(self, number: int) -> None:
        """Suggest who sees it: what is private is for oneself, unless told otherwise."""
        if self._user_id:
            self.library.show_value(list(self.cards)[number] is Profile.PRIVATE)
        self._on_changed()

    @Slot(bool)
    def _on_kind(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Keep one kind at least: a rule that takes nothing watches nothing."""
        tick = self.sender()
        if not self._is_showing and not is_on and not any(each.isChecked() for each in self.kinds.values()):
            tick.setChecked(True) if isinstance(tick, Tick) else None
            return
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if self._is_showing or self._folder is None:
            return
        do = self.after.value
        assert isinstance(do, AfterUpload)
        self._show_after(do)
        self._folder = self._read(do, self._folder)
        self.changed.emit(self._folder)

    def _read(self, do: AfterUpload, before: Folder) -> Folder:
        days = self.days.value
        try:
            after = Afterwards(do, self.subfolder.text().strip(), days if isinstance(days, int) else 30)
        except ValueError:  # while its name is being typed
            after = Afterwards(do, before.after.subfolder, before.after.days)
        is_mine = self.library.value is True and bool(self._user_id)
        library = private_library(self._user_id) if is_mine else before.library if not self._user_id else ""
        speed = self.speed.value
        return replace(
            before,
            library=library or NEWSROOM_LIBRARY,
            profile=list(self.cards)[self._profiles.checkedId()],
            language=str(self.language.value),
            include_subfolders=self.deep.isChecked(),
            ignore=self.ignore.patterns,
            kinds=tuple(kind for kind, tick in self.kinds.items() if tick.isChecked()),
            bytes_per_s=speed if isinstance(speed, int) else 0,
            caption=tuple((name, line.text().strip()) for name, line in self.caption.items() if line.text().strip()),
            after=after,
        )
