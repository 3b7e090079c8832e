"""One newsroom in the window: joins pages, sidebar, tray, banners and notices to what happens. Main thread."""

from __future__ import annotations

import dataclasses
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QIcon, QPixmap
from PySide6.QtWidgets import QFileDialog

from cloud.contract.accounts import Role
from cloud.contract.reasons import Reason
from cloud.contract.status import Profile
from desktop.core.errors import SnapStreamError
from desktop.core.events import CloudProgress, Link, LinkChanged, ProblemRaised
from desktop.core.model import Transfer, TransferState
from desktop.core.words import Action, Problem, for_error, for_file, for_problem
from desktop.ui import phrases
from desktop.ui.account.presence import Presence
from desktop.ui.admin.page import AdminPage
from desktop.ui.admin.words import may, role_name
from desktop.ui.by_hand import ByHand
from desktop.ui.folders.page import FoldersPage
from desktop.ui.item.page import ItemPage
from desktop.ui.item.panel import show_in_folder
from desktop.ui.library.page import LibraryPage
from desktop.ui.notices import Batches
from desktop.ui.sidebar import FolderState
from desktop.ui.transfers.page import UploadsPage
from desktop.ui.transfers.rows import media_type_of
from desktop.ui.transfers.totals import Totals
from desktop.ui.widgets.banner import Level, Notice
from desktop.ui.window import Frame, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.events import FileSkipped, FileTaken
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.runs import Said
    from desktop.ui.theme import Theme
    from desktop.ui.tray import Tray


_TICK_MS = 1000
_PAUSED_UNTIL = "paused_until"
_LIBRARY, _UPLOADS, _FOLDERS, _ADMIN = range(4)
#: What is said once and passes; everything else of ``ProblemRaised`` lasts until it is solved.
_PASSING = {Problem.CACHE_REBUILT, Problem.QUEUE_DAMAGED, Problem.SETTINGS_DAMAGED, Problem.UNFORESEEN}
_LEVELS: dict[str, Level] = {
    Reason.DISK_FULL: "failure",
    Reason.CLOUD_FULL: "failure",
    Problem.CLOUD_STOPPED: "failure",
}


class Session(QObject):
    """One newsroom in the window: pages, sidebar, tray, banners, notices."""

    switch_asked = Signal(str)  #: to another newsroom, by its id
    elsewhere_asked = Signal()  #: to one that is not known here yet
    signed_out = Signal(str, str)  #: address and e-mail of who was

    def __init__(self, theme: Theme, frame: Frame, actions: Actions, bridge: Bridge, tray: Tray) -> None:
        super().__init__()
        self._theme, self._frame, self._actions, self._bridge, self._tray = theme, frame, actions, bridge, tray
        self._link = LinkChanged(actions.link(), time.time())
        self._totals = Totals(0, 0, 0, 0, paused=False, left_bytes=0, bytes_per_s=0.0)
        self._batches = Batches(time.monotonic)
        self._by_hand = ByHand()
        self._asked_s = 0.0
        self._last_batch: tuple[str, ...] = ()
        self._folders_from_s = 0.0
        self._are_folders_stale = False
        #: When a pause for a while ends, in seconds since the epoch; 0 where there is none.
        self._paused_until = 0.0
        self._role = ""  #: the one that the window shows
        self._started_at = time.time()
        has_samples = samples_dir() is not None
        self.library = LibraryPage(theme, actions, bridge, has_samples=has_samples)
        self.uploads = UploadsPage(theme, actions, bridge, self.library.thumbnails)
        self.folders = FoldersPage(theme, actions, bridge, has_samples=has_samples)
        self.admin = AdminPage(theme, actions.accounts, bridge)
        self.window = Window(
            theme,
            [
                (self.tr("Library"), "squares-four", self.library),
                (self.tr("Uploads"), "upload-simple", self.uploads),
                (self.tr("Folders"), "folder-simple", self.folders),
                (self.tr("Admin"), "shield", self.admin),
            ],
        )
        self.window.allow_page(_ADMIN, is_allowed=False)
        self.item = ItemPage(
            theme,
            actions,
            bridge,
            saver=self.library.item.saver,
            editor=self.library.item.editor,
            shorthand=self.library.item.shorthand,
            model=self.library.model,
            thumbnails=self.library.thumbnails,
        )
        self.window.add_inner(self.item)
        self.library.open_in_full = self.open_in_full
        self.item.closed.connect(self._on_item_closed)
        self.item.told.connect(self.tell)
        self.presence = Presence(theme, frame, self.window, actions, bridge, unsent=lambda: self.unsent)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._on_tick)
        self._connect()
        self._tick.start(_TICK_MS)
        self._on_link(self._link)
        self._on_totals(self.uploads.model.totals())
        self._show_counts()
        self._take_up_pause()

    def _connect(self) -> None:
        bridge, window, tray = self._bridge, self.window, self._tray
        bridge.link_changed.connect(self._on_link)
        bridge.items_changed.connect(self._on_items)
        bridge.thumbnails_ready.connect(self._on_thumbnails)
        bridge.transfers_changed.connect(self._on_transfers)
        bridge.folder_changed.connect(self._show_folders)
        bridge.sync_progressed.connect(self._on_sync)
        bridge.synced.connect(self._on_synced)
        bridge.cloud_progressed.connect(self._on_cloud)
        bridge.problem_raised.connect(self._on_problem)
        bridge.problem_solved.connect(self._on_solved)
        bridge.queue_changed.connect(self._on_queue_changed)
        bridge.file_taken.connect(self._on_file_taken)
        bridge.file_skipped.connect(self._on_file_skipped)
        self.uploads.totals_changed.connect(self._on_totals)
        self.uploads.item_asked.connect(self.show_item)
        for page in (self.library, self.uploads):
            page.add_files_asked.connect(self.choose_files)
        self.library.told.connect(self.tell)
        self.library.offered.connect(self._on_offered)
        self.uploads.offered.connect(self._on_offered)
        self.library.open_folder_asked.connect(self._on_open_folder)
        self.folders.told.connect(self.tell)
        self.admin.told.connect(self.tell)
        self.presence.told.connect(self.tell)
        self.presence.files_asked.connect(self._on_uploads_asked)
        self.presence.switch_asked.connect(self.switch_asked)
        self.presence.elsewhere_asked.connect(self.elsewhere_asked)
        self.presence.signed_out.connect(self.signed_out)
        for first_run in (self.library.first_run, self.folders.first_run):
            first_run.choose_asked.connect(self.choose_folder)
            first_run.samples_asked.connect(self.watch_samples)
            first_run.dropped.connect(self.take)
        self.folders.choose_asked.connect(self.choose_folder)
        self.folders.dropped.connect(self.take)
        window.add_files_asked.connect(self.choose_files)
        window.add_folder_asked.connect(self.choose_folder)
        window.pause_asked.connect(self.uploads.toggle_pause)
        window.sidebar.folder_chosen.connect(self._on_folder_chosen)
        window.titled.connect(self._frame.setWindowTitle)
        self._frame.dropped.connect(self.take)
        tray.open_asked.connect(self._frame.show_to_person)
        tray.item_asked.connect(self.show_item)
        tray.failed_asked.connect(self._on_failed_asked)
        tray.pause_asked.connect(self._on_pause)
        tray.resume_asked.connect(self._on_resume)
        tray.add_files_asked.connect(self.choose_files)
        tray.notice_clicked.connect(self._on_notice_clicked)

    @property
    def unsent(self) -> int:
        """How many files are not uploaded yet."""
        return self._totals.unsent

    # Adding

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder and watch it."""
        chosen = QFileDialog.getExistingDirectory(self._frame, self.tr("Choose a folder to watch"), str(Path.home()))
        if chosen:
            self.take([Path(chosen)])

    @Slot()
    def choose_files(self) -> None:
        """Ask for files and send them."""
        self._frame.show_to_person()
        chosen, _ = QFileDialog.getOpenFileNames(self._frame, self.tr("Add files"), str(Path.home()))
        if chosen:
            self.take([Path(path) for path in chosen])

    @Slot()
    def watch_samples(self) -> None:
        """Watch the sample folder."""
        folder = samples_dir()
        if folder is not None:
            self.take([folder])

    @Slot(list)
    def take(self, paths: Sequence[Path], profile: Profile | None = None) -> None:
        """Watch the folders among these and send the files."""
        folders = [path for path in paths if path.is_dir()]
        files = [path for path in paths if not path.is_dir()]
        for path in folders:
            try:
                folder = self._actions.add_folder(path, profile=profile)
            except SnapStreamError as error:
                self.tell(self.tr("{name} is not watched").format(name=path.name), for_error(error).line)
            else:
                self.tell(
                    self.tr("Watching {name}").format(name=folder.name), self.tr("Its files come in by themselves.")
                )
                self._show_folders()
                self.folders.refresh()
                self.folders.show_folder(folder.path)
        if files:
            self._asked_s = time.time()
            self.tell(self._by_hand.ask(files))
            self._actions.add_files(files)

    @Slot(object)
    def _on_file_taken(self, event: FileTaken) -> None:
        if not self._by_hand.is_waiting:
            return
        sent = self._actions.transfers.get_many([event.transfer_id])
        done = {TransferState.UPLOADED, TransferState.DUPLICATE}
        # A small file may have arrived before this is read: what was queued since is new all the same.
        is_known = any(transfer.state in done and transfer.queued_at < self._asked_s for transfer in sent)
        if self._by_hand.taken(event.path, is_known=is_known):
            self.tell(*self._by_hand.say())

    @Slot(object)
    def _on_file_skipped(self, event: FileSkipped) -> None:
        if self._by_hand.skipped(event.path, event.reason):
            self.tell(*self._by_hand.say())

    @Slot(str, str)
    def tell(self, title: str, text: str = "") -> None:
        """Say something that passes."""
        self.window.toast.show_text(title, text)

    @Slot(object)
    def _on_offered(self, said: Said) -> None:
        """Say what came of an act in the library, with the way back where there is one."""
        icon, tint = ("warning-circle-fill", "fail") if said.is_failure else ("check-circle-fill", "ok")
        self.window.toast.show_text(said.title, said.text, icon=icon, tint=tint, action=said.action, act=said.act)

    def open_in_full(self, item_id: str) -> None:
        """Let one item fill the page."""
        if self.item.show_item(item_id):
            self.library.item.leave()
            self.window.show_inner(self.item)
            self.item.enter()

    @Slot(str)
    def _on_item_closed(self, item_id: str) -> None:
        """Go back to the library, to where one was; the item that was shown last is chosen there."""
        self.window.show_page(_LIBRARY)
        self.library.grid.choose(item_id)
        self.library.enter()

    @Slot(str)
    def show_item(self, item_id: str) -> None:
        """Bring an item to the front."""
        self._frame.show_to_person()
        self.window.show_page(_LIBRARY)
        self.library.show_in_library(item_id)

    # What happens

    @Slot(object)
    def _on_link(self, event: LinkChanged) -> None:
        self._link = event
        connection = self._actions.connection()
        self.window.say_link(event, connection, self.presence.newsroom_name)
        self._say_role()
        offline = None
        if event.link is Link.OFFLINE:
            since = self.tr("No connection since {time}.").format(time=phrases.moment(event.since))
            offline = Notice(
                "info", "cloud-slash", f"{since} {self._waiting()}".strip(), self.tr("Try now"), self._try_now
            )
        elif event.link is Link.SIGNED_OUT and not self.presence.is_account:
            words = for_problem(Reason.SIGNED_OUT)
            offline = Notice("warning", "warning-fill", words.line)
        self.window.panel.banner.hold("link", offline)
        self._say_tray()

    def _say_role(self) -> None:
        """Have the page Admin while an admin is signed in; a role that was changed meanwhile is told."""
        connection = self._actions.connection()
        if connection is None or connection.role == self._role:
            return
        before, self._role = self._role, connection.role
        # Of a connection from a file nobody knows whose account it is: its API answers no admin.
        has_account = self.presence.is_account or (connection.is_local and bool(connection.api_url))
        self.window.allow_page(_ADMIN, is_allowed=has_account and connection.role == Role.ADMIN)
        if before and connection.role in set(Role):
            role = Role(connection.role)
            self.tell(self.tr("Your role is {role} now").format(role=role_name(role)), may(role))

    def _waiting(self) -> str:
        waiting = self.unsent
        if not waiting:
            return self.tr("What was here before stays.")
        return self.tr("{files} here.").format(
            files=phrases.count(waiting, self.tr("file waits"), self.tr("files wait"))
        )

    def _try_now(self) -> None:
        self._actions.sync_now()
        self.tell(self.tr("Trying…"))

    @Slot(tuple)
    def _on_items(self, _ids: tuple[str, ...]) -> None:
        self._show_counts()
        self._say_items()

    @Slot(tuple)
    def _on_thumbnails(self, _ids: tuple[str, ...]) -> None:
        self._say_items()

    @Slot(int, object)
    def _on_sync(self, done: int, total: int | None) -> None:
        if total is None:
            self.window.say_sync(self.tr("Getting the library: {done}").format(done=f"{done:,}"))
        elif done < total:
            text = self.tr("Getting the library: {done} of {total}")
            self.window.say_sync(text.format(done=f"{done:,}", total=f"{total:,}"))

    @Slot(float)
    def _on_synced(self, at: float) -> None:
        self.window.say_sync("", at)

    @Slot(object)
    def _on_cloud(self, progress: CloudProgress) -> None:
        if progress.steps:
            text = self.tr("Starting, step {n} of {all}: {what}")
            self.window.say_sync(text.format(n=progress.step, all=progress.steps, what=progress.text))
        else:
            self.window.say_sync("")

    @Slot(tuple)
    def _on_transfers(self, ids: tuple[str, ...]) -> None:
        for transfer in self._actions.transfers.get_many(ids):
            self._note(transfer)
        self._show_folders_soon()

    def _note(self, transfer: Transfer) -> None:
        if transfer.ended_at < self._started_at:
            return
        if transfer.state is TransferState.UPLOADED:
            folder = Path(transfer.folder).name or transfer.folder
            kind = media_type_of(transfer.path)
            self._batches.arrived(transfer.id, transfer.filename, kind, folder, transfer.item_id)
        elif transfer.state in {TransferState.FAILED, TransferState.REJECTED}:
            self._batches.failed(transfer.id, for_file(transfer.reason, transfer.filename, transfer.detail).line)

    @Slot()
    def _on_tick(self) -> None:
        self._say_role()
        self._catch_up_folders()
        if self._paused_until and time.time() >= self._paused_until:
            self._on_resume()
        batch = self._batches.due()
        if batch is None:
            return
        self._last_batch = batch.item_ids
        if self._frame.isActiveWindow():
            icon, tint = ("warning-circle-fill", "fail") if not batch.item_ids else ("check-circle-fill", "ok")
            act = self._on_failed_asked if batch.failed else self._on_notice_clicked
            name = self.tr("Show") if batch.failed else self.tr("Open")
            self.window.toast.show_text(batch.title, batch.text, icon=icon, tint=tint, action=name, act=act)
        elif self._actions.settings().notices:
            self._tray.tell(batch)

    @Slot(object)
    def _on_totals(self, totals: Totals) -> None:
        has_switched = totals.paused is not self._totals.paused
        self._totals = totals
        if has_switched:
            self._show_folders()
        count = f"{totals.unsent:,}" if totals.unsent else ""
        self.window.sidebar.items[_UPLOADS].show_count(count, totals.failed)
        self.window.sidebar.show_card(is_shown=totals.unsent > 0 and self.window.page is not self.uploads)
        done = totals.uploaded / max(1, totals.uploaded + totals.unsent)
        self.window.sidebar.card.say(totals.headline, done, totals.speed, totals.time_left, is_paused=totals.paused)
        if self._link.link is Link.OFFLINE:
            self._on_link(self._link)
        self.presence.refresh()
        self._say_tray()

    @Slot(object)
    def _on_problem(self, event: ProblemRaised) -> None:
        words = for_problem(event.reason, event.detail)
        if event.reason == Problem.CACHE_REBUILT:
            self.library.reload()
        act: Callable[[], None] | None = None
        if words.action is Action.TRY_NOW:
            act = self._try_now
        elif words.action is Action.SHOW_LOG and event.detail:
            act = lambda: show_in_folder(Path(event.detail))  # noqa: E731 - one line of what a button does
        level = _LEVELS.get(event.reason, "warning")
        icon = "warning-circle-fill" if level == "failure" else "warning-fill"
        label = words.action_label if act is not None else ""
        if event.reason in _PASSING:
            self.window.toast.show_text(words.heading, words.text, icon=icon, tint="warn", action=label, act=act)
            return
        self.window.panel.banner.hold(event.reason, Notice(level, icon, words.line, label, act))

    @Slot(str)
    def _on_solved(self, reason: str) -> None:
        self.window.panel.banner.hold(reason, None)

    # What is shown

    def _show_counts(self) -> None:
        total = self._actions.items.counts().total
        self.window.sidebar.items[_LIBRARY].show_count(f"{total:,}" if total else "")
        self._show_folders_soon()

    def _show_folders_soon(self) -> None:
        """Show the folders now or at the next tick: counting what is left in each is not done for every file."""
        self._are_folders_stale = True
        self._catch_up_folders()

    def _catch_up_folders(self) -> None:
        if self._are_folders_stale and time.monotonic() >= self._folders_from_s:
            self._show_folders()

    @Slot()
    def _show_folders(self) -> None:
        folders = self._actions.folders()
        began_s = time.monotonic()
        left = self._actions.transfers.left_by_folder()
        # Counting goes through all that is left: it may take a twentieth of the time, and once a second at most.
        took_s = time.monotonic() - began_s
        self._are_folders_stale, self._folders_from_s = False, began_s + max(_TICK_MS / 1000, 20 * took_s)
        self.window.sidebar.items[_FOLDERS].show_count(f"{len(folders)}" if folders else "")
        self.window.sidebar.show_folders(
            [
                FolderState(
                    str(folder.path),
                    folder.name,
                    left.get(str(folder.path), 0),
                    self._actions.is_away(folder.path),
                    folder.profile is Profile.PRIVATE,
                    self._totals.paused,
                )
                for folder in folders
            ]
        )
        self._say_tray()

    def _say_tray(self) -> None:
        self._tray.say(self._totals, self._link.link, len(self._actions.folders()))

    def _say_items(self) -> None:
        items = self._actions.items.get_many(self._actions.items.ids(limit=4))
        shown = []
        for item in items:
            path = self._actions.items.thumbnail_path(item.id, item.analysis_version, 256)
            pixmap = QPixmap(str(path)) if path.exists() else QPixmap()
            icon = self._theme.icons.icon("image", 16)
            if not pixmap.isNull():
                icon = QIcon(
                    pixmap.scaled(
                        48, 32, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                    )
                )
            shown.append((item, icon))
        self._tray.say_items(shown)

    # What is asked

    @Slot(str)
    def _on_folder_chosen(self, path: str) -> None:
        self.window.show_page(_FOLDERS)
        self.folders.show_folder(Path(path))

    @Slot()
    def _on_open_folder(self) -> None:
        folders = self._actions.folders()
        if folders:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folders[0].path)))

    @Slot()
    def _on_failed_asked(self) -> None:
        self._frame.show_to_person()
        self.window.show_page(_UPLOADS)
        self.uploads.show_failed()

    @Slot()
    def _on_uploads_asked(self) -> None:
        self.window.show_page(_UPLOADS)
        self.uploads.enter()

    @Slot()
    def _on_notice_clicked(self) -> None:
        if self._last_batch:
            self.show_item(self._last_batch[0])
        else:
            self._on_failed_asked()

    @Slot(int)
    def _on_pause(self, minutes: int) -> None:
        self._actions.queue.pause()
        self._pause_until(time.time() + minutes * 60 if minutes else 0.0)

    @Slot()
    def _on_resume(self) -> None:
        self._pause_until(0.0)
        self._actions.queue.resume()

    @Slot(bool)
    def _on_queue_changed(self, paused: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Forget when to resume once somebody resumes elsewhere. "Paused" is said for a new order of sending too."""
        if not paused:
            self._pause_until(0.0)

    def _pause_until(self, until: float) -> None:
        """Keep when a pause ends, over a restart too; 0 forgets it."""
        if until == self._paused_until:
            return
        self._paused_until = until
        settings = self._actions.settings()
        extra = {name: value for name, value in settings.extra.items() if name != _PAUSED_UNTIL}
        if until:
            extra[_PAUSED_UNTIL] = until
        try:
            self._actions.save_settings(dataclasses.replace(settings, extra=extra))
        except SnapStreamError as error:
            self.tell(self.tr("After a restart the pause has no end"), for_error(error).line)

    def _take_up_pause(self) -> None:
        """Go on with a pause of an earlier run; one that is over ends now."""
        until = self._actions.settings().extra.get(_PAUSED_UNTIL)
        if not isinstance(until, int | float):
            return
        self._paused_until = float(until)
        if not self._actions.transfers.is_paused:
            self._pause_until(0.0)
        elif time.time() >= until:
            self._on_resume()

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._tick.stop()
        self.window.leave()
        self.library.open_in_full = None  # it leads back here: nothing would be freed before the garbage is collected
        self.uploads.leave()
        self.item.leave()
        self.library.leave()


def samples_dir() -> Path | None:
    """Return the sample folder, None where this installation has none."""
    folder = Path(str(resources.files("resources").joinpath("samples")))
    return folder if folder.is_dir() else None
