"""The composition root, free of Qt: builds, joins, starts and stops every part, for window and headless alike.

Made, started and stopped by the main thread; the verbs may be called from any thread and never wait for the network,
but where they say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cloud.contract.connection import Connection
    from cloud.contract.status import Profile
    from desktop.core.errors import SnapStreamError
    from desktop.core.events import Link, Post
    from desktop.core.model import Folder
    from desktop.core.paths import DataDir
    from desktop.core.settings import Settings
    from desktop.library.items import ItemLibrary
    from desktop.library.transfers import TransferTable
    from desktop.transfer.queue import TransferQueue


class App:
    """One newsroom of one data directory.

    ``newsroom`` is ``"local"`` for the embedded cloud, which is started if it is not running, and held by a lease.
    ``folders`` are watched instead of those in the settings (``snapstream watch``) and are not saved.
    Raises ``UsageProblem`` where another instance holds this newsroom, naming its process.
    """

    items: ItemLibrary
    transfers: TransferTable
    queue: TransferQueue

    def __init__(
        self,
        data_dir: DataDir,
        post: Post,
        *,
        newsroom: str = "local",
        folders: Sequence[Folder] | None = None,
        once: bool = False,
    ) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Start all threads; returns at once. ``LinkChanged``, ``CloudProgress`` and ``ProblemRaised`` tell the rest."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stop in order: watch, claims, uploads, join, close. Nothing is lost: what was on the line goes on later."""
        raise NotImplementedError

    # Folders

    def folders(self) -> tuple[Folder, ...]:
        """Return what is watched."""
        raise NotImplementedError

    def add_folder(self, path: Path, *, profile: Profile | None = None, language: str = "") -> Folder:
        """Watch one more folder, from now on and after a restart; ``UsageProblem`` says why not."""
        raise NotImplementedError

    def remove_folder(self, path: Path) -> None:
        """Stop watching; its files and what is uploaded stay."""
        raise NotImplementedError

    def is_away(self, path: Path) -> bool:
        """Whether a watched folder cannot be seen just now."""
        raise NotImplementedError

    def add_files(self, paths: Sequence[Path]) -> None:
        """Queue single files or the files of folders, once, as if they lay in a watched folder. Any thread; returns at once."""
        raise NotImplementedError

    # Media

    def fetch_media(self, item_id: str, size: str, done: Callable[[Path | SnapStreamError], None]) -> None:
        """Get a thumbnail (``"256"``, ``"1024"``, ``"poster"``) or the ``"original"``; ``done`` is called in a worker."""
        raise NotImplementedError

    def media_url(self, item_id: str) -> str:
        """Return a local path, or a presigned URL, from which the original can be played."""
        raise NotImplementedError

    def save_copy(
        self,
        item_id: str,
        target: Path,
        done: Callable[[Path | SnapStreamError], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the original to ``target``; ``progress(done_bytes, total_bytes)`` and ``done`` are called in a worker."""
        raise NotImplementedError

    def local_path(self, item_id: str) -> Path | None:
        """Return where the original still lies on this computer, unchanged; None where it does not."""
        raise NotImplementedError

    # The newsroom

    def link(self) -> Link:
        """Return how things stand with the newsroom."""
        raise NotImplementedError

    def connection(self) -> Connection | None:
        """Return who is signed in where; None before the newsroom answered for the first time."""
        raise NotImplementedError

    def sync_now(self) -> None:
        """Look at the newsroom at once, and try waiting transfers at once."""
        raise NotImplementedError

    # Settings

    def settings(self) -> Settings:
        """Return the settings."""
        raise NotImplementedError

    def save_settings(self, settings: Settings) -> None:
        """Keep the settings; folders are changed by ``add_folder`` and ``remove_folder``."""
        raise NotImplementedError
