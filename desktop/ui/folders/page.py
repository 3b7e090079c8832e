"""The page Folders: what is watched, and the rule of the chosen one. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cloud.contract.status import Profile
from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.folders.first_run import FirstRun
from desktop.ui.item.panel import show_in_folder
from desktop.ui.said import for_error
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.combo import Combo
from desktop.ui.widgets.dialog import Question
from desktop.ui.widgets.empty import DropZone
from desktop.ui.widgets.panel import Page, TopBar
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.model import Folder
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_LIST_PX, _EDITOR_PX = 280, 640
#: Languages to choose from; "" leaves it open. Speech is recognised in the first of them on this computer.
_LANGUAGES: Final = (
    ("", phrases.mark("Not said")),
    ("en-US", phrases.mark("English (US)")),
    ("en-GB", phrases.mark("English (UK)")),
    ("de-DE", phrases.mark("German")),
    ("fr-FR", phrases.mark("French")),
    ("es-ES", phrases.mark("Spanish")),
    ("it-IT", phrases.mark("Italian")),
    ("pt-PT", phrases.mark("Portuguese")),
    ("nl-NL", phrases.mark("Dutch")),
    ("pl-PL", phrases.mark("Polish")),
)


class FolderItem(QAbstractButton):
    """A watched folder in the list."""

    def __init__(self, theme: Theme, folder: Folder) -> None:
        super().__init__()
        self._theme, self.folder, self._text = theme, folder, ""
        self._is_away = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(max(56, round(56 * theme.scale)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, folder: Folder, text: str, *, is_away: bool) -> None:
        """Say how the folder is."""
        self.folder, self._text, self._is_away = folder, text, is_away
        self.setText(folder.name)
        self.setAccessibleName(f"{folder.name}, {text}")
        self.setToolTip(phrases.tooltip(str(folder.path)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(_LIST_PX - 16, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw icon, name and state."""
        table, icons = self._theme.colors, self._theme.icons
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(table.selbg if self.isChecked() else table.hover)
            painter.drawRoundedRect(box, 6, 6)
        is_private = self.folder.profile is Profile.PRIVATE
        icon = "shield-check" if is_private else "folder-simple"
        tint = "link" if self.isChecked() else "text2"
        place = QRectF(14, box.center().y() - 10, 20, 20)
        icons.draw(painter, f"{icon}-fill" if self.isChecked() else icon, tint, place)
        end = QRectF(box.right() - 30, box.center().y() - 8, 16, 16)
        icons.draw(painter, "warning-fill" if self._is_away else "check", "warn" if self._is_away else "text3", end)
        x, room = 46.0, end.x() - 46 - 8
        middle = box.center().y()
        for role, color, text, y in (
            ("name", table.text, self.text(), middle - 19),
            ("small", table.warn if self._is_away else table.text2, self._text, middle + 1),
        ):
            is_name = role == "name"
            metrics = self._theme.metrics("name" if is_name else "small")
            painter.setFont(self._theme.font("name" if is_name else "small"))
            painter.setPen(color)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(x, y, room, 18), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class ProfileCard(QAbstractButton):
    """One way to analyse: a dot, a name, what it does."""

    def __init__(self, theme: Theme, name: str, text: str) -> None:
        super().__init__()
        self._theme, self._detail = theme, text
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.setFixedHeight(max(54, round(54 * theme.scale)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the card's size."""
        return QSize(320, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen = self.isChecked()
        painter.setPen(QPen(table.sel if chosen else table.line2, 1))
        painter.setBrush(table.selbg if chosen else table.hover if self.underMouse() else table.panel)
        painter.drawRoundedRect(box, 6, 6)
        dot = QRectF(14, 12, 16, 16)
        painter.setPen(QPen(table.sel if chosen else table.control, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.sel)
            painter.drawEllipse(dot.adjusted(4, 4, -4, -4))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        middle = box.center().y()
        painter.setFont(self._theme.font("name"))
        painter.setPen(table.text)
        painter.drawText(QRectF(40, middle - 20, box.width() - 50, 20), left, self.text())
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text2)
        shown = self._theme.metrics("small").elidedText(self._detail, Qt.TextElideMode.ElideRight, box.width() - 52)
        painter.drawText(QRectF(40, middle, box.width() - 50, 18), left, shown)


class RuleEditor(QWidget):
    """The chosen folder's rule: where it is, how deeply it is analysed, its language."""

    saved = Signal(object, str)  #: Profile, language
    stop_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folder: Folder | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(32, 20, 32, 24)
        self._column.setSpacing(0)
        self._path = ElidedLabel(theme, mode=Qt.TextElideMode.ElideMiddle)
        show = Button(theme, self.tr("Open"), "folder-open", small=True)
        show.clicked.connect(self._on_show)
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(self._path, 1)
        where.addWidget(show)
        self._add_row(self.tr("Folder"), where)
        self._profiles = QButtonGroup(self)
        cards = QVBoxLayout()
        cards.setSpacing(8)
        for number, (name, text) in enumerate(
            (
                (self.tr("Full"), self.tr("Text, faces, speech and key phrases")),
                (self.tr("Basic"), self.tr("Thumbnails, words in the picture, what the file itself says")),
                (self.tr("Private"), self.tr("Everything, by our own code only, and only you see it")),
            )
        ):
            card = ProfileCard(theme, name, text)
            self._profiles.addButton(card, number)
            cards.addWidget(card)
        self._profiles.idClicked.connect(self._on_changed)
        self._add_row(self.tr("Profile"), cards)
        self.language = Combo(theme)
        self.language.setAccessibleName(self.tr("Language spoken in this folder"))
        for code, name in _LANGUAGES:
            self.language.addItem(phrases.tr(name), code)
        self.language.setFixedWidth(200)
        self.language.activated.connect(self._on_changed)
        hint = self.tr("Speech is recognised here in US English only; other languages are left out, and said so.")
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.language)
        words.addWidget(theme.label(hint, "small", "text3", wrap=True))
        self._add_row(self.tr("Language"), words)
        stop = Button(theme, self.tr("Stop watching"), "x")
        stop.clicked.connect(self.stop_asked)
        ways = QVBoxLayout()
        ways.setSpacing(6)
        ways.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeft)
        ways.addWidget(theme.label(self.tr("Its files stay where they are."), "small", "text3"))
        self._add_row("", ways, is_last=True)
        self._column.addStretch(1)
        self.setMaximumWidth(_EDITOR_PX + 64)

    def _add_row(self, name: str, content: QHBoxLayout | QVBoxLayout, *, is_last: bool = False) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 16, 0, 16)
        row.setSpacing(16)
        label = self._theme.label(name, "name")
        label.setFixedWidth(112)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(content, 1)
        self._column.addLayout(row)
        if not is_last:
            line = QFrame()
            line.setFixedHeight(1)
            line.setObjectName("hairline")
            self._column.addWidget(line)

    @property
    def folder(self) -> Folder | None:
        """Whose rule is shown."""
        return self._folder

    def show_folder(self, folder: Folder) -> None:
        """Show a folder's rule."""
        self._folder = folder
        self._path.setText(str(folder.path))
        self._profiles.button(list(Profile).index(folder.profile)).setChecked(True)
        at = self.language.findData(folder.language)
        if at < 0:
            self.language.addItem(folder.language, folder.language)
            at = self.language.count() - 1
        self.language.setCurrentIndex(at)

    def choose(self, profile: Profile) -> None:
        """Choose a profile as a click does."""
        self._profiles.button(list(Profile).index(profile)).click()

    @Slot()
    def _on_changed(self) -> None:
        folder = self._folder
        if folder is None:
            return
        profile = list(Profile)[self._profiles.checkedId()]
        language = str(self.language.currentData())
        if (profile, language) != (folder.profile, folder.language):
            self.saved.emit(profile, language)

    @Slot()
    def _on_show(self) -> None:
        if self._folder is not None:
            show_in_folder(self._folder.path)


class FoldersPage(Page):
    """The list at the left, the rule at the right."""

    choose_asked = Signal()
    samples_asked = Signal()
    dropped = Signal(list)  #: of Path
    told = Signal(str, str)  #: a line for the toast, and its second line
    ROW = FolderItem

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge, *, has_samples: bool) -> None:
        bar = TopBar(theme, "")
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Folders"))
        self._actions = actions
        self._rows: dict[Path, FolderItem] = {}
        bar.row.setContentsMargins(24, 0, 16, 1)
        bar.row.addWidget(theme.label(self.tr("Folders"), "title"))
        bar.row.addStretch(1)
        self.add_button = Button(theme, self.tr("Add folder"), "folder-simple-plus")
        self.add_button.say(self.tr("Add folder"), self.tr("Ctrl+Shift+O"))
        self.add_button.clicked.connect(self.choose_asked)
        bar.row.addWidget(self.add_button)
        self.first_run = FirstRun(theme, has_samples=has_samples)
        self.first_run.choose_asked.connect(self.choose_asked)
        self.first_run.samples_asked.connect(self.samples_asked)
        self.first_run.dropped.connect(self.dropped)
        self.editor = RuleEditor(theme)
        self.editor.saved.connect(self._on_saved)
        self.editor.stop_asked.connect(self._on_stop)
        self._build()
        bridge.folder_changed.connect(self.refresh)
        bridge.items_changed.connect(self.refresh)
        on_change(theme, self.refresh)

    def _build(self) -> None:
        self._list = QWidget()
        self._list.setFixedWidth(_LIST_PX)
        self._rows_column = QVBoxLayout()
        self._rows_column.setSpacing(2)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(8, 8, 8, 16)
        column.setSpacing(12)
        column.addLayout(self._rows_column)
        zone = DropZone(self.theme, self.tr("Drop a folder here to watch it"))
        zone.setFixedHeight(88)
        zone.dropped.connect(self.dropped)
        inside = QVBoxLayout(zone)
        inside.addWidget(
            self.theme.label(self.tr("Drop a folder here to watch it"), "small", "text3"),
            0,
            Qt.AlignmentFlag.AlignCenter,
        )
        column.addWidget(zone)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.editor.setObjectName("canvas")
        scroll.setWidget(self.editor)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedWidth(1)
        row.addWidget(line)
        row.addWidget(scroll, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(self.first_run)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def enter(self) -> None:
        """Go to the chosen folder."""
        shown = self.editor.folder
        row = self._rows.get(shown.path) if shown is not None else None
        if row is not None:
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_folder(self, path: Path) -> None:
        """Choose a folder by its path."""
        row = self._rows.get(path)
        if row is not None:
            row.setChecked(True)
            self.editor.show_folder(row.folder)

    @Slot()
    def refresh(self) -> None:
        """Read the folders anew; rows that stay are only told how they are."""
        folders = self._actions.folders()
        paths = {folder.path for folder in folders}
        for path in [path for path in self._rows if path not in paths]:
            row = self._rows.pop(path)
            row.hide()
            row.deleteLater()
        for folder in folders:
            if folder.path not in self._rows:
                made = FolderItem(self.theme, folder)
                made.clicked.connect(self._on_clicked)
                self._rows[folder.path] = made
                self._rows_column.addWidget(made)
            is_away = self._actions.is_away(folder.path)
            self._rows[folder.path].say(folder, self._state(folder, is_away=is_away), is_away=is_away)
        self._stack.setCurrentIndex(0 if folders else 1)
        self.add_button.setVisible(bool(folders))
        shown = self.editor.folder
        if folders and (shown is None or shown.path not in paths):
            self.show_folder(folders[0].path)
        elif shown is not None and shown.path in self._rows:
            self.editor.show_folder(self._rows[shown.path].folder)
        self.say(self.tr("{n} watched").format(n=len(folders)) if folders else "")

    def _state(self, folder: Folder, *, is_away: bool) -> str:
        if is_away:
            return self.tr("Away, nothing is lost")
        words = {Profile.FULL: self.tr("Watching"), Profile.BASIC: self.tr("Watching, basic")}
        return words.get(folder.profile, self.tr("Watching, private"))

    @Slot()
    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, FolderItem):
            self.editor.show_folder(row.folder)

    @Slot(object, str)
    def _on_saved(self, profile: Profile, language: str) -> None:
        folder = self.editor.folder
        if folder is None:
            return
        try:
            self._actions.change_folder(folder.path, profile=profile, language=language)
        except SnapStreamError as error:
            self.told.emit(self.tr("The rule was not saved"), for_error(error).line)
        else:
            self.told.emit(self.tr("Rule saved"), self.tr("It holds for files that come from now on."))
        self.refresh()

    @Slot()
    def _on_stop(self) -> None:
        folder = self.editor.folder
        if folder is not None and self.ask_to_stop(folder).exec() == Question.DialogCode.Accepted:
            self.stop_watching(folder)

    def ask_to_stop(self, folder: Folder) -> Question:
        """Return the question that comes before."""
        return Question(
            self.theme,
            self.window(),
            self.tr("Stop watching {folder}?").format(folder=folder.name),
            self.tr("Its files stay where they are. What is uploaded stays in the library."),
            act=self.tr("Stop watching"),
            keep=self.tr("Keep"),
        )

    def stop_watching(self, folder: Folder) -> None:
        """Stop watching a folder."""
        try:
            self._actions.remove_folder(folder.path)
        except SnapStreamError as error:
            self.told.emit(self.tr("It is still watched"), for_error(error).line)
        self.refresh()
