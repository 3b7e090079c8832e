"""The composition root, free of Qt: builds, joins, starts and stops every part, for window and headless alike.

Made, started and stopped by the main thread; the verbs may be called from any thread and never wait for the network,
but where they say so.

::

    Watcher ── take ──▶ TransferQueue ──▶ TransferEngine ──▶ newsroom ──▶ Changes ──▶ ItemLibrary ──▶ PictureFetcher
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar

from cloud.contract.keys import NEWSROOM_LIBRARY, may_write, private_library
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus, Profile
from desktop import diagnostics
from desktop.accounts import Accounts
from desktop.core.errors import SnapStreamError, UsageProblem
from desktop.core.events import (
    CloudProgress,
    FileSkipped,
    FileTaken,
    ItemsChanged,
    Link,
    LinkChanged,
    ProblemRaised,
    SignedIn,
    TransferChanged,
)
from desktop.core.model import Folder, TransferState
from desktop.core.settings import SettingsFile
from desktop.core.text import say
from desktop.core.words import Problem
from desktop.exports import Exports
from desktop.journal import Journal
from desktop.library.activity import Happening, What
from desktop.local_cloud import LocalCloud
from desktop.newsroom import LOCAL, InstanceLock, Newsroom
from desktop.originals import Originals
from desktop.sync.changes import Changes
from desktop.sync.pictures import PictureFetcher
from desktop.transfer.aftercare import Aftercare
from desktop.transfer.bandwidth import Bandwidth
from desktop.transfer.engine import TransferEngine
from desktop.transfer.queue import TransferQueue
from desktop.transfer.upload import Uploader
from desktop.watch.foresight import FileSurvey
from desktop.watch.system import is_held_open
from desktop.watch.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cloud.contract.connection import Connection
    from cloud.contract.findings import Tag
    from cloud.contract.record import Json
    from desktop.aws.api import NewsroomApi
    from desktop.core.account import SharedLink
    from desktop.core.events import Event, Post
    from desktop.core.model import FoundFile, SkippedFile
    from desktop.core.paths import DataDir
    from desktop.core.settings import Settings
    from desktop.library.activity import ActivityLog
    from desktop.library.drafts import DraftTable
    from desktop.library.items import ItemLibrary
    from desktop.library.overview import Overview
    from desktop.library.saved import SavedSearches
    from desktop.library.transfers import TransferTable

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

#: How long uploads may take to let go at the end.
STOP_S = 10.0
#: How long an uploaded file's item is looked for often; later it comes when it comes.
UNSEEN_S = 600.0


class App:
    """One newsroom of one data directory.

    ``newsroom`` is ``"local"`` for the embedded cloud, which is started if it is not running, and held by a lease.
    ``folders`` are watched instead of those in the settings (``snapstream watch``) and are not saved; with ``once``
    they are looked through once. Raises ``UsageProblem`` where another instance holds this newsroom.
    """

    def __init__(
        self,
        data_dir: DataDir,
        post: Post,
        *,
        newsroom: str = LOCAL,
        folders: Sequence[Folder] | None = None,
        once: bool = False,
        accounts: Accounts | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._tell = post
        self.accounts = accounts or Accounts(data_dir, post)
        self._lock = InstanceLock(data_dir.newsroom(newsroom))
        self._lock.acquire()
        try:
            self._settings_file = SettingsFile(data_dir.settings)
            self._loaded = self._settings_file.load()
            self._newsroom = Newsroom(data_dir, newsroom, self.accounts, self._post)
        except SnapStreamError:
            self._lock.release()
            raise
        self._is_saving_folders = folders is None
        # As if this newsroom were the one that opens at start: with its folders.
        self._settings = replace(self._loaded.settings.at(newsroom), newsroom=self._loaded.settings.newsroom)
        self._folders = self._settings.folders if folders is None else tuple(folders)
        self._verbs = threading.RLock()
        self._unseen: dict[str, float] = {}  # uploaded, and not yet met in the library: since when
        parts = self._newsroom
        self.items: ItemLibrary = parts.items
        self.transfers: TransferTable = parts.transfers
        self.drafts: DraftTable = parts.drafts
        self.saved_searches: SavedSearches = parts.saved_searches
        self.activity: ActivityLog = parts.activity
        self.overview: Overview = parts.overview
        self._journal = Journal(parts.activity, parts.transfers, parts.items, post)
        self._edited: dict[str, int] = {}  # versions that edits of here made, which sync may not have met yet
        self.queue = TransferQueue(parts.transfers, self._post)
        self._originals = Originals(
            parts.items,
            parts.transfers,
            parts.originals,
            parts.derived,
            parts.dir.media,
            exports=Exports(parts, self.accounts),
            cache_bytes=lambda: self._settings.cache_gb * 1024**3,
        )
        self._watcher = Watcher(self._take, self._skip, self._post, observe=not once, own=data_dir.root)
        uploader = Uploader(parts.originals, parts.items, parts.transfers, parts.connection, self.settings)
        bandwidth = Bandwidth(self.settings, self.folders)
        self._engine = TransferEngine(self.queue, uploader, self.settings, self._post_from_engine, bandwidth=bandwidth)
        self._aftercare = Aftercare(
            parts.duties,
            parts.transfers,
            parts.items,
            self.folders,
            edit=self.edit_item,
            note=self.note,
            is_held_open=is_held_open,
        )
        self._pictures = PictureFetcher(parts.derived, parts.items, self._post)
        self._changes = Changes(
            parts.records,
            parts.items,
            self._pictures,
            self._post,
            connection=parts.connection,
            rebuild=parts.rebuild_library,
            has_work=self._has_work,
            is_local=newsroom == LOCAL,
            idle_s=self._settings.sync_idle_s,
            busy_s=self._settings.sync_busy_s,
        )
        self._cloud = (
            LocalCloud(data_dir, self._post, is_answering=lambda: self._changes.link is Link.ONLINE)
            if newsroom == LOCAL
            else None
        )
        self._leave_accounts = self.accounts.listen(self._on_account)

    def start(self) -> None:
        """Start all threads; returns at once. ``LinkChanged``, ``CloudProgress``, ``ProblemRaised`` tell the rest."""
        if self._loaded.set_aside is not None:
            self._post(ProblemRaised(Problem.SETTINGS_DAMAGED, str(self._loaded.set_aside)))
        for problem, place in self._newsroom.damages():
            self._post(ProblemRaised(problem, place))
        try:
            # What an earlier run could not learn any more: whether the newsroom took its uploads for another's.
            self._journal.start()
            ended = [TransferState.UPLOADED, TransferState.DUPLICATE]
            self._reconcile(self.transfers.ids(ended, newest_first=True, limit=1000))
            if self._cloud is not None:
                self._cloud.start()
            self._pictures.start()
            self._changes.start()
            self._engine.start()
            self._aftercare.start()
            self._watcher.start(self._folders)
        except SnapStreamError:
            self.stop()  # threads that run already would keep the process from ending
            raise

    def stop(self) -> None:
        """Stop in order: watch, claims, uploads, join, close. Nothing is lost: what was on the line goes on later."""
        self._leave_accounts()
        self._watcher.stop()
        has_ended = [self._aftercare.stop(STOP_S), self._engine.stop(STOP_S)]
        has_ended += [self._changes.stop(STOP_S), self._pictures.stop(STOP_S)]
        self._originals.stop()
        if self._cloud is not None:
            self._cloud.stop()
        has_ended.append(self._journal.stop(STOP_S))
        if all(has_ended):  # a thread that still hangs in the network would meet a closed database
            self._newsroom.close()
        self._lock.release()

    # Folders

    def folders(self) -> tuple[Folder, ...]:
        """Return what is watched."""
        return self._folders

    def add_folder(self, path: Path, *, profile: Profile | None = None, language: str = "") -> Folder:
        """Watch one more folder, from now on and after a restart; ``UsageProblem`` says why not."""
        with self._verbs:
            folder = make_folder(path, profile=profile or Profile.FULL, language=language, connection=self.connection())
            check_folder(folder.path, [known.path for known in self._folders], self._data_dir.root)
            self._set_folders((*self._folders, folder))
            self._watcher.add(folder)
        self.note(Happening(What.FOLDER_ADDED, str(folder.path), folder.name))
        return folder

    def save_folder(self, rule: Folder) -> Folder:
        """Watch a folder by this rule, in the place of the one before; ``UsageProblem`` says why not.

        It holds for files found, and uploads ended, from now on.
        """
        connection = self.connection()
        if rule.library != NEWSROOM_LIBRARY and (connection is None or not may_write(rule.library, connection.user.id)):
            detail = say("A private folder needs to know who you are: connect to the newsroom first.")
            raise UsageProblem("save a rule", detail=detail)
        with self._verbs:
            saved = replace(rule, path=rule.path.expanduser().absolute(), saved_at=time.time())
            is_known = any(folder.path == saved.path for folder in self._folders)
            if not is_known:
                check_folder(saved.path, [known.path for known in self._folders], self._data_dir.root)
                self._set_folders((*self._folders, saved))
            else:
                self._set_folders(tuple(saved if folder.path == saved.path else folder for folder in self._folders))
                self._watcher.remove(saved.path)
            self._watcher.add(saved)
        self.note(Happening(What.FOLDER_CHANGED if is_known else What.FOLDER_ADDED, str(saved.path), saved.name))
        return saved

    def survey(self, path: Path, told: Callable[[int], bool]) -> FileSurvey | None:
        """Look through a folder, to foresee what a rule would do; None where ``told`` says to stop. Takes its time."""
        known = self.transfers.known_below(path)
        return FileSurvey.make(
            path, known, own=self._data_dir.root, wall_s=time.time(), is_held_open=is_held_open, told=told
        )

    def remove_folder(self, path: Path) -> None:
        """Stop watching; its files and what is uploaded stay."""
        with self._verbs:
            self._set_folders(tuple(folder for folder in self._folders if folder.path != path))
            self._watcher.remove(path)
        self.note(Happening(What.FOLDER_REMOVED, str(path), path.name or str(path)))

    def is_away(self, path: Path) -> bool:
        """Whether a watched folder cannot be seen just now."""
        return self._watcher.is_away(path)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Queue files that were chosen by hand, and the files of folders; returns at once."""
        for path in (path.absolute() for path in paths):
            if path.is_dir():
                rule = self._rule_of(path)
                self._watcher.visit(replace(rule, path=path) if rule else Folder(path))
            else:
                self._watcher.visit(self._rule_of(path) or Folder(path.parent), path)

    def _rule_of(self, path: Path) -> Folder | None:
        """Return the watched folder that a path lies in: what is private there is private, whoever adds it."""
        return next((folder for folder in self._folders if path == folder.path or folder.path in path.parents), None)

    # Media

    def fetch_media(self, item_id: str, size: str, done: Callable[[Path | SnapStreamError], None]) -> None:
        """Get ``256``, ``1024``, ``poster`` or ``original`` into a local file; ``done`` is called in a worker."""
        self._originals.fetch(item_id, size, done)

    def fetch_findings(self, item_id: str, done: Callable[[tuple[Tag, ...] | SnapStreamError], None]) -> None:
        """Get all that was found in an item, what did not fit into its record too; ``done`` is told in a worker."""
        self._originals.fetch_findings(item_id, done)

    def fetch_frames(
        self, item_id: str, done: Callable[[tuple[tuple[int, Path], ...] | SnapStreamError], None]
    ) -> None:
        """Get a few frames of a video with their times in ms; ``done`` is told in a worker."""
        self._originals.fetch_frames(item_id, done)

    def fetch_pictures(self, item_ids: Sequence[str]) -> None:
        """Fetch thumbnails, posters and transcripts of these items that are not here yet. Waits for the network."""
        for item_id in item_ids:
            try:
                self._pictures.fetch(item_id)
            except (SnapStreamError, OSError):  # the item is shown without; sync tries again
                _log.info("the pictures of %s could not be fetched", item_id, exc_info=True)

    def want_pictures(self, item_ids: Sequence[str]) -> None:
        """Have what lies beside these items fetched, those named last first; returns at once."""
        self._pictures.want(item_ids)

    def media_url(self, item_id: str) -> str:
        """Return a local path, or an address, from which the original can be played. Raises ``SnapStreamError``."""
        return self._originals.url(item_id)

    def kept_bytes(self) -> int:
        """Return how much of what was fetched is kept on this computer. Not for the main thread."""
        return self._originals.kept_bytes()

    def forget_kept(self) -> None:
        """Delete what was fetched and can be fetched again. Not for the main thread."""
        self._originals.forget_kept()

    def save_copy(
        self,
        item_id: str,
        target: Path,
        done: Callable[[Path | SnapStreamError], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the original to ``target``; ``progress(done_bytes, total_bytes)`` and ``done`` come in a worker."""
        self._originals.save_copy(item_id, target, done, progress)

    def local_path(self, item_id: str) -> Path | None:
        """Return where the original still lies on this computer, unchanged; None where it does not."""
        return self._originals.local_path(item_id)

    def edit_item(
        self, item_id: str, changes: Mapping[str, Json], done: Callable[[int | SnapStreamError], None]
    ) -> None:
        """Change caption fields and tags, at the version that is here; ``done`` gets the new one, in a worker."""
        item = self.items.get(item_id)
        # One edit after another, quicker than sync: the second is made on what the first one made.
        version = max(item.version if item is not None else 0, self._edited.get(item_id, 0))

        def edited(answer: int | SnapStreamError) -> None:
            if isinstance(answer, int):
                self._edited[item_id] = answer
                self._journal.edited(item_id, changes, answer)
            done(answer)

        self._ask(lambda api, token: api.edit_item(token, item_id, version, changes), edited)

    def delete_item(self, item_id: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Delete an item for everyone."""
        noted = self._journal.noting(What.DELETED, item_id, done)
        self._ask(lambda api, token: api.delete_item(token, item_id), noted)

    def reanalyze_item(self, item_id: str, done: Callable[[SnapStreamError | None], None], profile: str = "") -> None:
        """Have an item analysed again."""
        noted = self._journal.noting(What.ASKED_AGAIN, item_id, done)
        self._ask(lambda api, token: api.reanalyze_item(token, item_id, profile), noted)

    def link_to_item(self, item_id: str, seconds: int, done: Callable[[SharedLink | SnapStreamError], None]) -> None:
        """Make a link to the original that ends."""
        noted = self._journal.noting(What.LINKED, item_id, done)
        self._ask(lambda api, token: api.link_to_item(token, item_id, seconds), noted)

    @property
    def data_dir(self) -> Path:
        """Where all of this instance's state lies."""
        return self._data_dir.root

    def write_diagnostics(self, target: Path) -> None:
        """Write logs, versions, settings and the queue's state into a file, without secrets."""
        diagnostics.write(self._data_dir, target, program=version("snapstream"))

    def note(self, happening: Happening) -> None:
        """Write down what was said or done here, for Activity; returns at once."""
        self._journal.note(happening)

    def _ask(
        self, ask: Callable[[NewsroomApi, str], _Answer], done: Callable[[_Answer | SnapStreamError], None]
    ) -> None:
        def tell(answer: _Answer | SnapStreamError) -> None:
            if not isinstance(answer, SnapStreamError):
                self._changes.poke()
            done(answer)

        self.accounts.ask(ask, tell, self._newsroom.name)

    # The newsroom

    def link(self) -> Link:
        """Return how things stand with the newsroom."""
        return self._changes.link

    def connection(self) -> Connection | None:
        """Return who is signed in where, as far as it is known; None where nobody is, or nothing answered yet."""
        return self._newsroom.known_connection()

    def sync_now(self) -> None:
        """Look at the newsroom at once, and try waiting transfers at once."""
        if self._cloud is not None:
            self._cloud.nudge()
        self._changes.poke()
        self._engine.go_on()
        self._watcher.rescan()

    def look_now(self) -> None:
        """Look at the newsroom at once, and nothing more: somebody came back to the window."""
        self._changes.poke()

    def cache_is_damaged(self) -> None:
        """Begin the library's cache anew at the next look, which is at once: somebody could not read it."""
        self._changes.rebuild_at_next_look()

    # Settings

    def settings(self) -> Settings:
        """Return the settings."""
        return self._settings

    def save_settings(self, settings: Settings) -> None:
        """Keep the settings; folders are changed by ``add_folder`` and ``remove_folder``."""
        with self._verbs:
            self._save(replace(settings, folders=self._settings.folders))
        self._engine.fit()

    def _set_folders(self, folders: tuple[Folder, ...]) -> None:
        if self._is_saving_folders:
            self._save(replace(self._settings, folders=folders))
        self._folders = folders

    def _save(self, settings: Settings) -> None:
        """Keep settings: folders are this newsroom's, whichever opens at start."""
        here = replace(
            settings, newsroom=self._newsroom.name, folders_of=self._settings_file.load().settings.folders_of
        )
        self._settings_file.save(here.at(settings.newsroom))
        self._settings = settings

    def _on_account(self, newsroom: str) -> None:
        """Go on at once after a sign-in; the newsroom that was chosen stays so when the next setting is kept."""
        with self._verbs:
            self._settings = replace(self._settings, newsroom=newsroom)
        if newsroom == self._newsroom.name:
            self._go_on()

    def _go_on(self) -> None:
        self._changes.poke()
        self._engine.go_on()

    # Joining the parts: called in their threads

    def _take(self, found: FoundFile) -> None:
        transfer = self.queue.take(found)
        self._post(FileTaken(str(found.path), transfer.id))

    def _skip(self, skipped: SkippedFile) -> None:
        self._post(FileSkipped(str(skipped.path), skipped.reason))

    def _post(self, event: Event) -> None:
        match event:
            case TransferChanged(transfer_id):
                self._reconcile([transfer_id])
            case ItemsChanged(item_ids):
                self._reconcile(item_ids)
            case LinkChanged(link):
                if link is Link.ONLINE:
                    self._engine.go_on()
            case CloudProgress(step=0):
                self._changes.poke()
            case SignedIn():
                self._go_on()
            case _:
                pass
        self._journal.tell(event)
        self._tell(event)

    def _post_from_engine(self, event: Event) -> None:
        if isinstance(event, LinkChanged):
            # Sync looks for itself: one part alone says how the link stands.
            if event.link is not self._changes.link:
                self._changes.poke()
            return
        self._post(event)

    def _reconcile(self, ids: Sequence[str]) -> None:
        """Join transfers and items of the same id: what was uploaded, and what the newsroom made of it."""
        try:
            known = self.transfers.get_many(list(ids))
            self._aftercare.ended(known)
            transfers = [transfer for transfer in known if transfer.state is TransferState.UPLOADED]
            items = {item.id: item for item in self.items.get_many([transfer.id for transfer in transfers])}
        except SnapStreamError:  # the parts that own the databases meet it too, and deal with it
            _log.info("could not compare transfers and items", exc_info=True)
            return
        for transfer in transfers:
            item = items.get(transfer.id)
            if item is None:
                self._unseen.setdefault(transfer.id, time.monotonic())
                self._changes.poke()
                continue
            self._unseen.pop(transfer.id, None)
            base, _, other_id = item.status_reason.partition(":")
            if item.status is ItemStatus.REJECTED and base == Reason.DUPLICATE and other_id:
                self.queue.found_duplicate(transfer.id, other_id)

    def _has_work(self) -> bool:
        """Whether something of ours was uploaded that the library does not show yet."""
        since_s = time.monotonic() - UNSEEN_S
        return any(seen_s > since_s for seen_s in list(self._unseen.values()))


def make_folder(path: Path, *, profile: Profile, language: str, connection: Connection | None) -> Folder:
    """Make a folder's rule; private ones go to the person's own library (``UsageProblem`` while nobody is known)."""
    library = NEWSROOM_LIBRARY
    if profile is Profile.PRIVATE:
        if connection is None:
            raise UsageProblem(
                "add a folder", detail=say("A private folder needs to know who you are: connect to the newsroom first.")
            )
        library = private_library(connection.user.id)
    return Folder(path=path.expanduser().absolute(), library=library, profile=profile, language=language)


def check_folder(path: Path, others: Sequence[Path], data_dir: Path) -> None:
    """Raise ``UsageProblem`` with the sentence why this folder cannot be watched."""
    if not path.exists():
        raise UsageProblem("add a folder", detail=say("The folder {path} does not exist.", path=str(path)))
    if not path.is_dir():
        raise UsageProblem("add a folder", detail=say("{path} is a file, not a folder.", path=str(path)))
    if not os.access(path, os.R_OK | os.X_OK):
        raise UsageProblem("add a folder", detail=say("The folder {path} cannot be read.", path=str(path)))
    real = path.resolve()
    if real == data_dir.resolve() or data_dir.resolve() in real.parents:
        raise UsageProblem(
            "add a folder",
            detail=say(
                "SnapStream keeps its own data in {folder}: choose a folder outside of it.", folder=str(data_dir)
            ),
        )
    for other in others:
        known = other.resolve()
        if known == real:
            raise UsageProblem("add a folder", detail=say("{path} is watched already.", path=str(other)))
        if known in real.parents:
            lies = say("{path} lies in {other}, which is watched already.", path=str(path), other=str(other))
            raise UsageProblem("add a folder", detail=lies)
        if real in known.parents:
            holds = say("{path} contains {other}, which is watched already.", path=str(path), other=str(other))
            raise UsageProblem("add a folder", detail=holds)
