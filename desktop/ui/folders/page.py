"""The page Folders: what is watched, the chosen one's rule, and what that rule would do. Main thread.

A rule is changed in a draft, one for each folder; nothing is watched or changed before it is saved.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QListView, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import SnapStreamError
from desktop.core.foresight import Fate, Outlook
from desktop.ui import phrases
from desktop.ui.folders.drafts import Drafts
from desktop.ui.folders.editor import RuleEditor
from desktop.ui.folders.first_run import FirstRun
from desktop.ui.folders.looking import Looker
from desktop.ui.folders.panes import LIST_PX, Panes
from desktop.ui.folders.preview import PreviewPane
from desktop.ui.folders.questions import ask_to_discard, ask_to_stop
from desktop.ui.folders.rows import FolderDelegate, FolderRows
from desktop.ui.item.panel import show_in_folder
from desktop.ui.library.runs import Said
from desktop.ui.said import for_error
from desktop.ui.settings.speeds import speed_now
from desktop.ui.theme import on_change
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Question
from desktop.ui.widgets.empty import DropZone
from desktop.ui.widgets.panel import Page, TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.core.model import Folder
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

#: How often a folder that is looked at is looked through again.
_LOOK_AGAIN_MS = 15_000
#: More rows than this scroll.
_MOST_ROWS = 10


class FoldersPage(Page):
    """The list at the left, the rule in the middle, what it would do at the right."""

    choose_asked = Signal()
    samples_asked = Signal()
    dropped = Signal(list)  #: of Path
    told = Signal(str, str)  #: a line for the toast, and its second line
    offered = Signal(object)  #: Said: the same with a way back

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge, *, has_samples: bool) -> None:
        bar = TopBar(theme, "")
        super().__init__(theme, bar, "")
        self.setAccessibleName(self.tr("Folders"))
        self._actions = actions
        self._drafts = Drafts(actions)
        self._chosen: Path | None = None
        bar.row.setContentsMargins(24, 0, 16, 1)
        bar.row.addWidget(theme.label(self.tr("Folders"), "title"))
        bar.row.addStretch(1)
        self.add_button = Button(theme, self.tr("Add folder"), "folder-simple-plus")
        self.add_button.say(self.tr("Add folder"), self.tr("Ctrl+Shift+O"))
        self.add_button.clicked.connect(self._on_add)
        bar.row.addWidget(self.add_button)
        self.first_run = FirstRun(theme, has_samples=has_samples)
        self.first_run.choose_asked.connect(self.choose_asked)
        self.first_run.samples_asked.connect(self.samples_asked)
        self.first_run.dropped.connect(self.dropped)
        self.editor = RuleEditor(theme)
        self.editor.changed.connect(self._on_changed)
        self.editor.stop_asked.connect(self._on_stop)
        self.editor.open_asked.connect(self._on_open)
        self.editor.change_asked.connect(self._on_change_place)
        self.preview = PreviewPane(theme)
        self.preview.saved.connect(self.save)
        self.preview.discarded.connect(self.discard)
        self.looker = Looker(actions, bridge)
        self.looker.counted.connect(self._on_counted)
        self.looker.foreseen.connect(self._on_foreseen)
        self.model = FolderRows()
        self._build()
        self._again = QTimer(self)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.looker.look_sometimes)
        bridge.folder_changed.connect(self.refresh)
        bridge.items_changed.connect(self.refresh)
        on_change(theme, self.refresh)

    def _build(self) -> None:
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FolderDelegate(self.theme))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Watched folders"))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        listing = QWidget()
        listing.resize(LIST_PX, 400)
        column = QVBoxLayout(listing)
        column.setContentsMargins(8, 8, 8, 16)
        column.setSpacing(12)
        column.addWidget(self.list)
        zone = DropZone(self.theme, self.tr("Drop a folder here to watch it"))
        zone.setFixedHeight(max(88, self.theme.row(88)))
        zone.dropped.connect(self._on_dropped)
        inside = QVBoxLayout(zone)
        words = self.theme.label(self.tr("Drop a folder here to watch it"), "small", "text3", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(words)
        column.addWidget(zone)
        column.addStretch(1)
        self.panes = Panes(self.theme, self._actions, listing, self.editor, self.preview)
        self.panes.chooser.activated.connect(self._on_chooser)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.first_run)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        for keys, slot in (("Ctrl+S", self.save), ("Del", self._on_delete_key)):
            shortcut = QShortcut(QKeySequence(keys), self.list if keys == "Del" else self, slot)
            scope = (
                Qt.ShortcutContext.WidgetShortcut if keys == "Del" else Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.setContext(scope)

    # ── what is there

    def enter(self) -> None:
        """Go to the list, or where it became a box to that."""
        (self.list if self.list.isVisible() else self.panes.chooser).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def escape(self) -> None:
        """Discard what was changed, after a question."""
        if self._drafts.is_changed(self._chosen):
            name = self._chosen.name if self._chosen is not None else ""
            question = ask_to_discard(self.theme, self.window(), name)
            if question.exec() == Question.DialogCode.Accepted:
                self.discard()

    def show_folder(self, path: Path) -> None:
        """Choose a folder by its path."""
        place = self.model.place(path)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))

    def start_draft(self, path: Path) -> None:
        """Begin the rule of a folder that is not watched; nothing happens before it is saved."""
        path = path.absolute()
        self._drafts.begin(path)
        self.refresh()
        self.show_folder(path)

    @Slot()
    def refresh(self) -> None:
        """Read the folders anew; rows that stay are only told how they are."""
        rows = self._drafts.rows()
        self.model.show(rows)
        # As high as its rows, so that the place to drop a folder follows the last one.
        self.list.setFixedHeight(min(len(rows), _MOST_ROWS) * self.list.sizeHintForRow(0) if rows else 0)
        self._show_chooser()
        self._stack.setCurrentIndex(0 if rows else 1)
        self.add_button.setVisible(bool(rows))
        if rows and (self._chosen is None or self.model.place(self._chosen) < 0):
            self.list.setCurrentIndex(self.model.index(0))
        elif not rows:
            self._chosen = None
        self._say()

    def _show_chooser(self) -> None:
        box = self.panes.chooser
        box.clear()
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            if row is not None:
                box.addItem(f"{row.name} · {row.text}")
        if self._chosen is not None:
            box.setCurrentIndex(self.model.place(self._chosen))

    def _say(self) -> None:
        """Say at the foot and in the status bar what is not saved."""
        is_changed = self._drafts.is_changed(self._chosen)
        name = self._chosen.name if self._chosen is not None else ""
        count = len(self._actions.folders())
        watched = phrases.count(count, "{n} folder is watched", "{n} folders are watched") if count else ""
        self.say(self.tr("Not saved: {name}").format(name=name) if is_changed else watched)
        connection = self._actions.connection()
        free = self.tr("Analysis on this computer is free") if connection is not None and connection.is_local else ""
        self.preview.say_foot(free if is_changed else self.tr("This rule holds now"), is_changed=is_changed)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row(current.row())
        if row is None or row.path == self._chosen:
            return
        self._chosen = row.path
        self._show_rule()

    @Slot(int)
    def _on_chooser(self, at: int) -> None:
        self.list.setCurrentIndex(self.model.index(at))

    def _show_rule(self) -> None:
        path = self._chosen
        rule = self._drafts.rule(path)
        if rule is None:
            return
        connection = self._actions.connection()
        now = datetime.now(UTC).astimezone()
        self.editor.show_folder(
            rule,
            user_id=connection.user.id if connection is not None else "",
            is_new=self._drafts.saved(path) is None,
            speed_hint=speed_now(self._actions.settings().timetable, now),
        )
        self._look(rule)
        self._show_chooser()
        self._say()

    # ── what would happen

    def _look(self, rule: Folder) -> None:
        if not self.isVisible():
            return
        if self.looker.path != rule.path:
            self.preview.say_nothing(self.tr("Looking through the folder…"))
        self.looker.look(rule)

    @Slot(int)
    def _on_counted(self, seen: int) -> None:
        files = phrases.count(seen, "{n} file so far", "{n} files so far")
        self.preview.say_counting(self.tr("Looking through the folder: {files}").format(files=files))

    @Slot(object, int)
    def _on_foreseen(self, outlook: Outlook, _total: int) -> None:
        total = sum(outlook.counts[fate] for fate in Fate)
        files = phrases.count(total, "{n} file is in this folder now.", "{n} files are in this folder now.")
        later = self.tr("Nothing is uploaded until you save.") if self._drafts.is_changed(self._chosen) else ""
        self.preview.show_outlook(outlook, f"{files} {later}".strip())
        self.editor.show_outlook(outlook)

    def showEvent(self, event: QShowEvent) -> None:
        """Look through the folder, and again from time to time."""
        super().showEvent(event)
        self._again.start()
        if self._chosen is not None:
            self._show_rule()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look at nothing that nobody sees."""
        self._again.stop()
        self.looker.leave()
        super().hideEvent(event)

    # ── what is done

    @Slot()
    def _on_add(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder to watch"), str(Path.home()))
        if chosen:
            self.start_draft(Path(chosen))

    @Slot(list)
    def _on_dropped(self, paths: list[Path]) -> None:
        for path in paths:
            if path.is_dir():
                self.start_draft(path)
        files = [path for path in paths if not path.is_dir()]
        if files:
            self.dropped.emit(files)

    @Slot()
    def _on_change_place(self) -> None:
        """Take another folder in the place of one that is not saved yet, with the same rule."""
        path = self._chosen
        if path is None:
            return
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder to watch"), str(path.parent))
        other = Path(chosen).absolute() if chosen else path
        if other != path and self._drafts.move(path, other):
            self.refresh()
            self.show_folder(other)

    @Slot(object)
    def _on_changed(self, rule: Folder) -> None:
        self._drafts.keep(rule)
        self.refresh()
        self._look(rule)

    @Slot()
    def save(self) -> None:
        """Let the rule hold from now on."""
        path = self._chosen
        if path is None or not self._drafts.is_changed(path):
            return
        before = self._drafts.saved(path)
        try:
            self._actions.save_folder(self._drafts.tidied(path))
        except SnapStreamError as error:
            self.offered.emit(Said(self.tr("The rule was not saved"), for_error(error).line, is_failure=True))
            return
        self._drafts.drop(path)
        coming = self.preview.coming
        text = phrases.count(coming, "{n} file is on its way.", "{n} files are on their way.") if coming else ""
        self.refresh()
        self._show_rule()
        way_back = Said(self.tr("Rule saved"), text, action=self.tr("Undo"), act=lambda: self._undo(path, before))
        self.offered.emit(way_back)

    def _undo(self, path: Path, before: Folder | None) -> None:
        """Let the rule before hold again; a folder that was new is a draft again."""
        now = self._drafts.saved(path)
        try:
            if before is not None:
                self._actions.save_folder(before)
            elif now is not None:
                self._actions.remove_folder(path)
                self._drafts.keep(now)
        except SnapStreamError as error:
            self.offered.emit(Said(self.tr("The rule was not saved"), for_error(error).line, is_failure=True))
        self.refresh()
        self.show_folder(path)
        self._show_rule()

    @Slot()
    def discard(self) -> None:
        """Forget what was changed."""
        path = self._chosen
        if path is None or not self._drafts.drop(path):
            return
        if self._drafts.saved(path) is None:
            self._chosen = None
        self.refresh()
        self._show_rule()

    @Slot()
    def _on_open(self) -> None:
        if self._chosen is not None:
            show_in_folder(self._chosen)

    @Slot()
    def _on_delete_key(self) -> None:
        if self._drafts.saved(self._chosen) is None:
            self.discard()
        else:
            self._on_stop()

    @Slot()
    def _on_stop(self) -> None:
        folder = self._drafts.saved(self._chosen)
        if folder is not None and self.ask_to_stop(folder).exec() == Question.DialogCode.Accepted:
            self.stop_watching(folder)

    def ask_to_stop(self, folder: Folder) -> Question:
        """Return the question that comes before."""
        return ask_to_stop(self.theme, self.window(), folder.name)

    def stop_watching(self, folder: Folder) -> None:
        """Stop watching a folder."""
        try:
            self._actions.remove_folder(folder.path)
        except SnapStreamError as error:
            self.offered.emit(Said(self.tr("It is still watched"), for_error(error).line, is_failure=True))
        self._drafts.drop(folder.path)
        self.refresh()
        self._show_rule()
