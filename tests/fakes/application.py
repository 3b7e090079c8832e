"""The application as the window sees it: the real library and queue on disk, no network, verbs noted."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from cloud.contract.status import Profile
from desktop.core.account import SharedLink
from desktop.core.errors import FileUnreadable, SnapStreamError, UsageProblem
from desktop.core.events import ActivityNoted, FolderChanged, Link, QueueChanged, TransferChanged
from desktop.core.model import Folder, TransferState
from desktop.core.settings import Settings
from desktop.library.activity import ActivityLog
from desktop.library.database import Database
from desktop.library.drafts import DraftTable
from desktop.library.items import ItemLibrary
from desktop.library.overview import Overview
from desktop.library.saved import SavedSearches
from desktop.library.schema import LIBRARY, QUEUE
from desktop.library.transfers import TransferTable
from desktop.watch.foresight import FileSurvey
from tests.fakes.people import FakeAccounts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cloud.contract.connection import Connection
    from cloud.contract.findings import Tag
    from cloud.contract.record import Json
    from desktop.core.events import Post
    from desktop.library.activity import Happening


class FakeQueue:
    """The queue's verbs, done on the table at once; nothing is sent."""

    def __init__(self, table: TransferTable, post: Post) -> None:
        self._table, self._post = table, post

    def pause(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._table.set_paused(paused=True)
        self._post(QueueChanged(paused=True))

    def resume(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._table.set_paused(paused=False)
        self._post(QueueChanged(paused=False))

    def retry(self, transfer_id: str | None = None) -> None:
        """Do as ``desktop.ui.actions`` says."""
        failed = (TransferState.FAILED, TransferState.REJECTED, TransferState.CANCELLED)
        for one in self._table.ids(failed) if transfer_id is None else [transfer_id]:
            self._move(one, TransferState.WAITING)

    def cancel(self, transfer_id: str) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._move(transfer_id, TransferState.CANCELLED)

    def remove(self, transfer_id: str) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._table.hide(transfer_id)
        self._post(TransferChanged(transfer_id))

    def pause_one(self, transfer_id: str) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._move(transfer_id, TransferState.PAUSED)

    def resume_one(self, transfer_id: str) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._move(transfer_id, TransferState.WAITING)

    def send_now(self, transfer_id: str) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._table.move_first(transfer_id)
        self._post(TransferChanged(transfer_id))

    def move(self, transfer_ids: Sequence[str], before_id: str = "") -> None:
        """Do as ``desktop.ui.actions`` says."""
        for one in transfer_ids:
            self._table.move(one, before_id)
        self._post(QueueChanged(paused=self._table.is_paused))

    def put_back(self, transfer_id: str) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._table.show(transfer_id)
        self._post(TransferChanged(transfer_id))

    def _move(self, transfer_id: str, state: TransferState) -> None:
        has_stopped = state in {TransferState.PAUSED, TransferState.CANCELLED}
        self._table.update(transfer_id, state, reason="", detail="", ended_at=time.time() if has_stopped else 0.0)
        self._post(TransferChanged(transfer_id))


class FakeApplication:
    """Satisfies ``desktop.ui.actions.Actions``."""

    def __init__(
        self, root: Path, post: Post, connection: Connection | None = None, accounts: FakeAccounts | None = None
    ) -> None:
        self.accounts = accounts or FakeAccounts(post)
        #: What was asked of items: the verb, the item and what else was given.
        self.item_asks: list[tuple[object, ...]] = []
        self.item_problem: SnapStreamError | None = None
        self.library_db = Database(root / "library.db", LIBRARY)
        self.queue_db = Database(root / "queue.db", QUEUE, is_durable=True)
        self.thumbnails = root / "thumbnails"
        self.items = ItemLibrary(self.library_db, self.thumbnails)
        self.transfers = TransferTable(self.queue_db)
        self.drafts = DraftTable(self.queue_db)
        self.saved_searches = SavedSearches(self.queue_db, self.items.search)
        self.activity = ActivityLog(self.queue_db)
        self.overview = Overview(self.library_db, self.queue_db)
        self.queue = FakeQueue(self.transfers, post)
        self.link_state = Link.ONLINE
        self.originals: dict[str, Path] = {}
        #: Where not None, only these originals lie on this computer; the others have to be fetched.
        self.local_only: set[str] | None = None
        #: All that was found in an item, where that is more than its record holds.
        self.findings: dict[str, tuple[Tag, ...]] = {}
        self.frames: dict[str, tuple[tuple[int, Path], ...]] = {}
        self.away: set[Path] = set()
        self.added_files: list[Path] = []
        self.wanted_pictures: list[str] = []
        self.syncs = self.damages = 0
        self.looks = 0
        self.start_problem: SnapStreamError | None = None
        self.save_problem: SnapStreamError | None = None
        self.is_running = False
        self._post, self._connection = post, connection
        self._folders: tuple[Folder, ...] = ()
        self._settings = Settings()

    def start(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.is_running = True
        if self.start_problem is not None:
            raise self.start_problem

    def stop(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.is_running = False

    def close(self) -> None:
        """Close the databases."""
        self.library_db.close()
        self.queue_db.close()

    @property
    def data_dir(self) -> Path:
        """Do as ``desktop.ui.actions`` says."""
        return self.thumbnails.parent

    def write_diagnostics(self, target: Path) -> None:
        """Do as ``desktop.ui.actions`` says, with no more in the file than that."""
        if target.exists():
            raise UsageProblem("write diagnostics", detail=f"{target.name} is there already: name another file.")
        target.write_bytes(b"PK")

    def note(self, happening: Happening) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.activity.add([happening])
        self._post(ActivityNoted())

    def link(self) -> Link:
        """Do as ``desktop.ui.actions`` says."""
        return self.link_state

    def connection(self) -> Connection | None:
        """Do as ``desktop.ui.actions`` says."""
        return self._connection

    def sync_now(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.syncs += 1

    def look_now(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.looks += 1

    def cache_is_damaged(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.damages += 1

    def want_pictures(self, item_ids: Sequence[str]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.wanted_pictures.extend(item_ids)

    def folders(self) -> tuple[Folder, ...]:
        """Do as ``desktop.ui.actions`` says."""
        return self._folders

    def is_away(self, path: Path) -> bool:
        """Do as ``desktop.ui.actions`` says."""
        return path in self.away

    def add_folder(self, path: Path, *, profile: Profile | None = None, language: str = "") -> Folder:
        """Do as ``desktop.ui.actions`` says."""
        if not path.is_dir():
            raise UsageProblem("watch a folder", detail=f"{path} is no folder.")
        if any(folder.path == path for folder in self._folders):
            raise UsageProblem("watch a folder", detail=f"{path} is watched already.")
        folder = Folder(path, profile=profile or Profile.FULL, language=language)
        self._folders = (*self._folders, folder)
        self._post(FolderChanged(str(path)))
        return folder

    def save_folder(self, rule: Folder) -> Folder:
        """Do as ``desktop.ui.actions`` says."""
        if self.save_problem is not None:
            raise self.save_problem
        others = tuple(folder for folder in self._folders if folder.path != rule.path)
        if len(others) == len(self._folders):
            self._folders = (*others, rule)
        else:
            self._folders = tuple(rule if folder.path == rule.path else folder for folder in self._folders)
        self._post(FolderChanged(str(rule.path)))
        return rule

    def survey(self, path: Path, told: Callable[[int], bool]) -> FileSurvey | None:
        """Do as ``desktop.ui.actions`` says."""
        known = self.transfers.known_below(path)
        return FileSurvey.make(path, known, own=None, wall_s=time.time(), is_held_open=lambda _path: False, told=told)

    def remove_folder(self, path: Path) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self._folders = tuple(folder for folder in self._folders if folder.path != path)
        self._post(FolderChanged(str(path)))

    def add_files(self, paths: Sequence[Path]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.added_files.extend(paths)

    def local_path(self, item_id: str) -> Path | None:
        """Do as ``desktop.ui.actions`` says."""
        is_here = self.local_only is None or item_id in self.local_only
        return self.originals.get(item_id) if is_here else None

    def media_url(self, item_id: str) -> str:
        """Do as ``desktop.ui.actions`` says."""
        path = self.originals.get(item_id)
        if path is None:
            raise FileUnreadable("play", reason=Reason.VANISHED)
        return str(path)

    def fetch_media(self, item_id: str, size: str, done: Callable[[Path | SnapStreamError], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        path = self.originals.get(item_id)
        done(path if path is not None and size == "original" else FileUnreadable("fetch", reason=Reason.VANISHED))

    def fetch_findings(self, item_id: str, done: Callable[[tuple[Tag, ...] | SnapStreamError], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        item = self.items.get(item_id)
        done(self.findings.get(item_id, item.tags if item else ()))

    def fetch_frames(
        self, item_id: str, done: Callable[[tuple[tuple[int, Path], ...] | SnapStreamError], None]
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.item_asks.append(("frames", item_id))
        done(self.frames.get(item_id, ()))

    def kept_bytes(self) -> int:
        """Do as ``desktop.ui.actions`` says."""
        return sum(path.stat().st_size for path in self.originals.values() if path.exists())

    def forget_kept(self) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.originals.clear()

    def save_copy(
        self,
        item_id: str,
        target: Path,
        done: Callable[[Path | SnapStreamError], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        path = self.originals.get(item_id)
        if path is None:
            done(FileUnreadable("save a copy", reason=Reason.VANISHED))
            return
        shutil.copyfile(path, target)
        if progress is not None:
            progress(1, 1)
        done(target)

    def edit_item(
        self, item_id: str, changes: Mapping[str, Json], done: Callable[[int | SnapStreamError], None]
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.item_asks.append(("edit", item_id, dict(changes)))
        item = self.items.get(item_id)
        done(self.item_problem or (item.version + 1 if item else 1))

    def delete_item(self, item_id: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.item_asks.append(("delete", item_id))
        done(self.item_problem)

    def reanalyze_item(self, item_id: str, done: Callable[[SnapStreamError | None], None], profile: str = "") -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.item_asks.append(("reanalyze", item_id, profile))
        done(self.item_problem)

    def link_to_item(self, item_id: str, seconds: int, done: Callable[[SharedLink | SnapStreamError], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        self.item_asks.append(("link", item_id, seconds))
        done(self.item_problem or SharedLink(f"https://newsroom.example/{item_id}", "2026-11-23T00:00:00.000Z"))

    def settings(self) -> Settings:
        """Do as ``desktop.ui.actions`` says."""
        return self._settings

    def save_settings(self, settings: Settings) -> None:
        """Do as ``desktop.ui.actions`` says."""
        if self.save_problem is not None:
            raise self.save_problem
        self._settings = settings
