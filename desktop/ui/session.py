"""One newsroom in the window: makes the pages and joins them, sidebar, tray and banners to what happens. Main thread.

::

    Session ── pages, window, item, settings ── Adding (folders and files), Pausing, Watched (the sidebar's folders)
            └─ Telling (toasts, problems, notices; Ctrl+Z) ── Presence (who is signed in)
"""

from __future__ import annotations

import functools
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QPixmap

from cloud.contract.accounts import Role
from cloud.contract.reasons import Reason
from desktop.core.events import CloudProgress, Link, LinkChanged
from desktop.ui import phrases
from desktop.ui.about.page import AboutPage
from desktop.ui.account.presence import Presence
from desktop.ui.activity.page import ActivityPage
from desktop.ui.adding import Adding, samples_dir
from desktop.ui.admin.page import AdminPage
from desktop.ui.admin.words import may, role_name
from desktop.ui.folders.page import FoldersPage
from desktop.ui.help.page import KeysPage
from desktop.ui.home.page import HomePage
from desktop.ui.item.page import ItemPage
from desktop.ui.library.page import LibraryPage
from desktop.ui.library.tiles import MEDIA_ICONS
from desktop.ui.pausing import Pausing
from desktop.ui.places import Place
from desktop.ui.said import for_problem
from desktop.ui.settings.page import SettingsPage
from desktop.ui.telling import Telling
from desktop.ui.tidings import show_batch
from desktop.ui.transfers.page import UploadsPage
from desktop.ui.transfers.totals import Totals
from desktop.ui.tray import small_picture
from desktop.ui.watched import Watched
from desktop.ui.widgets.banner import Notice
from desktop.ui.window import Frame, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.status import Profile
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.notices import Batch
    from desktop.ui.theme import Theme
    from desktop.ui.tray import Tray

_TICK_MS = 1000
_TRAY_ITEMS = 4


class Session(QObject):
    """One newsroom in the window."""

    switch_asked = Signal(str)  #: to another newsroom, by its id
    elsewhere_asked = Signal()  #: to one that is not known here yet
    signed_out = Signal(str, str)  #: address and e-mail of who was

    def __init__(self, theme: Theme, frame: Frame, actions: Actions, bridge: Bridge, tray: Tray) -> None:
        super().__init__()
        self._theme, self._frame, self._actions, self._bridge, self._tray = theme, frame, actions, bridge, tray
        self._link = LinkChanged(actions.link(), time.time())
        self._totals = Totals(0, 0, 0, 0, paused=False, left_bytes=0, bytes_per_s=0.0)
        self._role = ""  #: the one that the window shows
        self._item: ItemPage | None = None
        self._make_pages(has_samples=samples_dir() is not None)
        self.window.allow_page(Place.ADMIN, is_allowed=False)
        self.telling = Telling(frame, self.window, actions, bridge, tray)
        self.adding = Adding(frame, actions, bridge)
        self.pausing = Pausing(actions, bridge)
        self.watched = Watched(actions, bridge, self.window)
        self.presence = Presence(theme, frame, self.window, actions, bridge, unsent=lambda: self.unsent)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._on_tick)
        self._connect_bridge()
        self._connect_pages()
        self._connect_window()
        self._tick.start(_TICK_MS)
        self.window.show_page(Place.LIBRARY)
        self._on_link(self._link)
        self._on_totals(self.uploads.model.totals())
        self._show_counts()
        self.pausing.take_up()

    def _make_pages(self, *, has_samples: bool) -> None:
        theme, actions, bridge = self._theme, self._actions, self._bridge
        self.library = LibraryPage(theme, actions, bridge, has_samples=has_samples)
        self.home = HomePage(theme, actions, bridge, self.library.thumbnails, has_samples=has_samples)
        self.uploads = UploadsPage(theme, actions, bridge, self.library.thumbnails)
        self.folders = FoldersPage(theme, actions, bridge, has_samples=has_samples)
        self.activity = ActivityPage(theme, actions, bridge)
        self.admin = AdminPage(theme, actions.accounts, bridge)
        self.window = Window(
            theme,
            [
                (self.tr("Home"), "house", self.home),
                (self.tr("Library"), "squares-four", self.library),
                (self.tr("Uploads"), "upload-simple", self.uploads),
                (self.tr("Folders"), "folder-simple", self.folders),
                (self.tr("Activity"), "clock-counter-clockwise", self.activity),
                (self.tr("Admin"), "shield", self.admin),
            ],
        )

    def _connect_bridge(self) -> None:
        bridge = self._bridge
        bridge.link_changed.connect(self._on_link)
        bridge.items_changed.connect(self._on_items)
        bridge.thumbnails_ready.connect(self._on_thumbnails)
        bridge.transfers_changed.connect(self._on_transfers)
        bridge.sync_progressed.connect(self._on_sync)
        bridge.synced.connect(self._on_synced)
        bridge.cloud_progressed.connect(self._on_cloud)

    def _connect_pages(self) -> None:
        for teller in (self.library, self.folders, self.admin, self.activity, self.adding, self.pausing,
                       self.presence):  # fmt: skip
            teller.told.connect(self.tell)
        for offering in (self.library, self.uploads, self.folders):
            offering.offered.connect(self.telling.offer)
        for adder in (self.home, self.library, self.uploads):
            adder.add_files_asked.connect(self.adding.choose_files)
        for shower in (self.home, self.uploads, self.activity):
            shower.item_asked.connect(self._on_item_asked)
        self.telling.item_asked.connect(self.show_item)
        for first_run in (self.home.first_run, self.library.first_run, self.folders.first_run):
            first_run.choose_asked.connect(self.adding.choose_folder)
            first_run.samples_asked.connect(self.adding.watch_samples)
            first_run.dropped.connect(self.take)
        self.uploads.totals_changed.connect(self._on_totals)
        self.library.open_folder_asked.connect(self._on_open_folder)
        self.library.open_in_full = self.open_in_full
        self.folders.choose_asked.connect(self.adding.choose_folder)
        self.folders.dropped.connect(self.take)
        self.home.pause_asked.connect(self.uploads.toggle_pause)
        self.home.uploads_asked.connect(self._on_uploads_asked)
        self.home.library_asked.connect(self._on_library_asked)
        self.activity.failed_asked.connect(self._on_failed_asked)
        self.activity.folder_asked.connect(self._on_folder_chosen)
        self.activity.sign_in_asked.connect(self.presence.ask_to_sign_in)
        self.adding.watched.connect(self._on_watched)
        self.telling.failed_asked.connect(self._on_failed_asked)
        self.telling.cache_rebuilt.connect(self.library.reload)
        self.presence.files_asked.connect(self._on_uploads_asked)
        self.presence.switch_asked.connect(self.switch_asked)
        self.presence.elsewhere_asked.connect(self.elsewhere_asked)
        self.presence.signed_out.connect(self.signed_out)
        row = self.window.sidebar.account
        row.about_asked.connect(self.show_about)
        row.keys_asked.connect(self.show_keys)

    def _connect_window(self) -> None:
        window, tray = self.window, self._tray
        window.add_files_asked.connect(self.adding.choose_files)
        window.add_folder_asked.connect(self.adding.choose_folder)
        window.pause_asked.connect(self.uploads.toggle_pause)
        window.settings_asked.connect(self.show_settings)
        window.keys_asked.connect(self.show_keys)
        window.undo_asked.connect(self.telling.undo)
        window.sidebar.folder_chosen.connect(self._on_folder_chosen)
        window.titled.connect(self._frame.setWindowTitle)
        window.titled.connect(self._show_card)
        self._frame.dropped.connect(self.take)
        tray.open_asked.connect(self._frame.show_to_person)
        tray.item_asked.connect(self.show_item)
        tray.failed_asked.connect(self._on_failed_asked)
        tray.pause_asked.connect(self.pausing.pause)
        tray.resume_asked.connect(self.pausing.resume)
        tray.add_files_asked.connect(self.adding.choose_files)
        tray.settings_asked.connect(self._frame.show_to_person)
        tray.settings_asked.connect(self.show_settings)
        tray.notice_clicked.connect(self.telling.show_batch)
        self.telling.batch_asked.connect(self.show_batch)

    @property
    def unsent(self) -> int:
        """How many files are not uploaded yet."""
        return self._totals.unsent

    # What others ask for

    @Slot(list)
    def take(self, paths: Sequence[Path], profile: Profile | None = None) -> None:
        """Watch the folders among these and send the files."""
        self.adding.take(paths, profile)

    @Slot(str, str)
    def tell(self, title: str, text: str = "") -> None:
        """Say something that passes."""
        self.telling.tell(title, text)

    @Slot(str)
    def show_item(self, item_id: str) -> None:
        """Bring an item, and the window with it, to the front."""
        self._frame.show_to_person()
        self._on_item_asked(item_id)

    @Slot(str)
    def _on_item_asked(self, item_id: str) -> None:
        self.window.show_page(Place.LIBRARY)
        self.library.show_in_library(item_id)

    @Slot(object)
    def show_batch(self, batch: Batch) -> None:
        """Show what a notice told of."""
        self.window.show_page(Place.LIBRARY)
        show_batch(self.library, batch)

    @property
    def item(self) -> ItemPage:
        """The page of one item, made when the first one is opened: with its player it is long in building."""
        if self._item is None:
            beside = self.library.item
            made = self._item = ItemPage(
                self._theme,
                self._actions,
                self._bridge,
                saver=beside.saver,
                editor=beside.editor,
                shorthand=beside.shorthand,
                model=self.library.model,
                thumbnails=self.library.thumbnails,
            )
            made.told.connect(self.tell)
            made.closed.connect(self._on_item_closed)
            self.window.add_inner(made)
        return self._item

    def open_in_full(self, item_id: str) -> None:
        """Let one item fill the page."""
        if self.item.show_item(item_id):
            self.library.item.leave()
            self.window.show_inner(self.item)
            self.item.enter()

    # Pages that few look at are made when somebody does: the window is there sooner.

    @functools.cached_property
    def settings(self) -> SettingsPage:
        """The page Settings."""
        made = SettingsPage(self._theme, self._actions, self._bridge)
        row = self.window.sidebar.account
        made.offered.connect(self.telling.offer)
        made.password_asked.connect(row.password_asked)
        made.sign_out_asked.connect(row.sign_out_asked)
        made.sign_in_asked.connect(self.presence.ask_to_sign_in)
        self.window.add_inner(made)
        return made

    @functools.cached_property
    def about(self) -> AboutPage:
        """The page About."""
        made = AboutPage(self._theme, self._actions, self._bridge)
        made.told.connect(self.tell)
        made.closed.connect(self.window.go_back)
        self.window.add_inner(made)
        return made

    @functools.cached_property
    def keys(self) -> KeysPage:
        """The page of keys."""
        made = KeysPage(self._theme)
        made.closed.connect(self.window.go_back)
        self.window.add_inner(made)
        return made

    @Slot()
    def show_settings(self) -> None:
        """Bring the settings to the front."""
        self.window.show_inner(self.settings, self.tr("Settings"), is_full=False)
        self.window.sidebar.gear.setChecked(True)
        self.settings.enter()

    @Slot()
    def show_about(self) -> None:
        """Say what this is and what it is made of."""
        self.window.show_inner(self.about, self.tr("About"), is_full=False)
        self.about.enter()

    @Slot()
    def show_keys(self) -> None:
        """Show all keys."""
        self.window.show_inner(self.keys, self.tr("Keys"), is_full=False)
        self.keys.enter()

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
            said = f"{since} {self._waiting()}".strip()
            offline = Notice("info", "cloud-slash", said, self.tr("Try now"), self.telling.try_now)
        elif event.link is Link.SIGNED_OUT and not self.presence.is_account:
            offline = Notice("warning", "warning-fill", for_problem(Reason.SIGNED_OUT).line)
        self.window.panel.banner.hold("link", offline)
        self._say_tray()

    def _waiting(self) -> str:
        waiting = self.unsent
        if not waiting:
            return self.tr("What was here before stays.")
        return phrases.count(waiting, "{n} file waits here.", "{n} files wait here.")

    def _say_role(self) -> None:
        """Have the page Admin while an admin is signed in; a role that was changed meanwhile is told."""
        connection = self._actions.connection()
        if connection is None or connection.role == self._role:
            return
        before, self._role = self._role, connection.role
        # Of a connection from a file nobody knows whose account it is: its API answers no admin.
        has_account = self.presence.is_account or (connection.is_local and bool(connection.api_url))
        self.window.allow_page(Place.ADMIN, is_allowed=has_account and connection.role == Role.ADMIN)
        if before and connection.role in set(Role):
            role = Role(connection.role)
            self.tell(self.tr("Your role is {role} now").format(role=role_name(role)), may(role))

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
            self.window.say_sync(self.tr("Getting the library: {done}").format(done=phrases.number(done)))
        elif done < total:
            text = self.tr("Getting the library: {done} of {total}")
            self.window.say_sync(text.format(done=phrases.number(done), total=phrases.number(total)))

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
            self.telling.note(transfer)
        self.watched.show_soon()

    @Slot()
    def _on_tick(self) -> None:
        self._say_role()
        self.watched.look()
        self.pausing.look()
        self.telling.look()

    @Slot(object)
    def _on_totals(self, totals: Totals) -> None:
        self._totals = totals
        self.telling.follow(totals)
        self.watched.be_paused(is_paused=totals.paused)
        sidebar = self.window.sidebar
        count = phrases.number(totals.unsent) if totals.unsent else ""
        sidebar.items[Place.UPLOADS].show_count(count, totals.failed)
        self._show_card()
        done = totals.uploaded / max(1, totals.uploaded + totals.unsent)
        sidebar.say_transfers(totals.headline, done, totals.speed, totals.time_left, is_paused=totals.paused)
        if self._link.link is Link.OFFLINE:
            self._on_link(self._link)
        self.presence.refresh()
        self._say_tray()

    # What is shown

    @Slot()
    def _show_card(self) -> None:
        """Show how far uploads are, but on the page that says it better."""
        is_shown = self._totals.unsent > 0 and self.window.page is not self.uploads
        self.window.sidebar.show_card(is_shown=is_shown)

    def _show_counts(self) -> None:
        total = self._actions.items.counts().total
        self.window.sidebar.items[Place.LIBRARY].show_count(phrases.number(total) if total else "")
        self.watched.show_soon()

    def _say_tray(self) -> None:
        self._tray.say(self._totals, self._link.link, len(self._actions.folders()), self.pausing.until)

    def _say_items(self) -> None:
        items = self._actions.items.get_many(self._actions.items.ids(limit=_TRAY_ITEMS))
        shown = []
        for item in items:
            path = self._actions.items.thumbnail_path(item.id, item.analysis_version, 256)
            has_picture = item.media_type != "audio" and path.exists()
            pixmap = QPixmap(str(path)) if has_picture else QPixmap()
            icon = self._theme.icons.icon(MEDIA_ICONS.get(item.media_type, "image"), 16)
            if not pixmap.isNull():
                icon = small_picture(pixmap)
            shown.append((item, icon))
        self._tray.say_items(shown)

    # What is asked

    @Slot(object)
    def _on_watched(self, path: Path) -> None:
        self.watched.show_now()
        self.folders.refresh()
        self.folders.show_folder(path)
        self._say_tray()

    @Slot(str)
    def _on_item_closed(self, item_id: str) -> None:
        """Go back to the library, to where one was; the item that was shown last is chosen there."""
        self.window.show_page(Place.LIBRARY)
        self.library.grid.choose(item_id)
        self.library.enter()

    @Slot(str)
    def _on_folder_chosen(self, path: str) -> None:
        self.window.show_page(Place.FOLDERS)
        self.folders.show_folder(Path(path))

    @Slot()
    def _on_open_folder(self) -> None:
        folders = self._actions.folders()
        if folders:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folders[0].path)))

    @Slot()
    def _on_failed_asked(self) -> None:
        self._frame.show_to_person()
        self.window.show_page(Place.UPLOADS)
        self.uploads.show_failed()

    @Slot()
    def _on_uploads_asked(self) -> None:
        self.window.show_page(Place.UPLOADS)
        self.uploads.enter()

    @Slot()
    def _on_library_asked(self) -> None:
        self.window.show_page(Place.LIBRARY)
        self.library.enter()

    def leave(self) -> None:
        """Stop what moves by itself."""
        self._tick.stop()
        self.home.leave()
        self.activity.leave()
        self.uploads.leave()
        if self._item is not None:
            self._item.leave()
        self.library.leave()
        self.window.leave()
        self.library.open_in_full = None  # it leads back here: nothing would be freed before the garbage is collected
