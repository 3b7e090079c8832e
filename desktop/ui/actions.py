"""What pages may ask of the application: the seam between the window and ``desktop.app``. Main thread.

``App`` satisfies ``Actions``; tests and the gallery give a fake of the same shape around the real library and queue
tables. Answers that take time come through ``done``, called from any thread; ``Bridge.in_main`` brings them home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cloud.contract.connection import Connection
    from cloud.contract.status import Profile
    from desktop.core.errors import SnapStreamError
    from desktop.core.events import Link
    from desktop.core.model import Folder
    from desktop.core.settings import Settings
    from desktop.library.items import ItemLibrary
    from desktop.library.transfers import TransferTable


class Queue(Protocol):
    """The verbs of the queue."""

    def pause(self) -> None:
        """Pause the whole queue."""

    def resume(self) -> None:
        """Let the whole queue go on."""

    def retry(self, transfer_id: str | None = None) -> object:
        """Try one again, or with None all that failed."""

    def cancel(self, transfer_id: str) -> object:
        """Cancel one that is waiting or moving."""

    def remove(self, transfer_id: str) -> object:
        """Take an ended one off the list."""

    def pause_one(self, transfer_id: str) -> object:
        """Hold one back."""

    def resume_one(self, transfer_id: str) -> object:
        """Let one go on."""

    def send_now(self, transfer_id: str) -> object:
        """Put one first."""


class Actions(Protocol):
    """The application as pages see it."""

    @property
    def items(self) -> ItemLibrary:
        """The library's cache: rows are read in the main thread, which is quick."""

    @property
    def transfers(self) -> TransferTable:
        """The queue's rows."""

    @property
    def queue(self) -> Queue:
        """The queue's verbs."""

    def link(self) -> Link:
        """Say how things stand with the newsroom."""

    def connection(self) -> Connection | None:
        """Return who is signed in where; None before the newsroom answered for the first time."""

    def sync_now(self) -> None:
        """Look at the newsroom at once, and try waiting transfers at once."""

    def cache_is_damaged(self) -> None:
        """Have the library's cache begun anew at the next look: reading it has failed."""

    def want_pictures(self, item_ids: Sequence[str]) -> None:
        """Fetch the thumbnails of these items, those named last first; returns at once."""

    def folders(self) -> tuple[Folder, ...]:
        """Return what is watched."""

    def is_away(self, path: Path) -> bool:
        """Whether a watched folder cannot be seen just now."""

    def add_folder(self, path: Path, *, profile: Profile | None = None, language: str = "") -> Folder:
        """Watch a folder; raises ``UsageProblem`` with the sentence why not."""

    def change_folder(self, path: Path, *, profile: Profile, language: str) -> Folder:
        """Give a watched folder another rule; raises ``UsageProblem`` with the sentence why not."""

    def remove_folder(self, path: Path) -> None:
        """Stop watching; files and items stay."""

    def add_files(self, paths: Sequence[Path]) -> None:
        """Queue files that were chosen by hand; returns at once."""

    def local_path(self, item_id: str) -> Path | None:
        """Return the original on this computer, where it is still there unchanged."""

    def media_url(self, item_id: str) -> str:
        """Return where a player finds the original: a local path, or a URL for a while. Not in the main thread."""

    def fetch_media(self, item_id: str, size: str, done: Callable[[Path | SnapStreamError], None]) -> None:
        """Get ``256``, ``1024``, ``poster`` or ``original`` as a local file."""

    def save_copy(
        self,
        item_id: str,
        target: Path,
        done: Callable[[Path | SnapStreamError], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the original to a file."""

    def settings(self) -> Settings:
        """Return the settings."""

    def save_settings(self, settings: Settings) -> None:
        """Keep the settings; folders have their own verbs."""


class Running(Actions, Protocol):
    """The application with its beginning and end, which are ``ui.application``'s alone."""

    def start(self) -> None:
        """Start all threads; returns at once."""

    def stop(self) -> None:
        """End all threads; nothing is lost."""
