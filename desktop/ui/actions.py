"""What pages may ask of the application: the seam between the window and ``desktop.app``. Main thread.

``App`` satisfies ``Actions``; tests and the gallery give a fake of the same shape around the real library and queue
tables. Answers that take time come through ``done``, called from any thread; ``Bridge.in_main`` brings them home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cloud.contract.accounts import Account, Role
    from cloud.contract.connection import Connection
    from cloud.contract.findings import Tag
    from cloud.contract.record import Json
    from cloud.contract.status import Profile
    from desktop.core.account import AuditRow, Costs, Invited, KnownNewsroom, Page, SharedLink, SignedInAs
    from desktop.core.errors import SnapStreamError
    from desktop.core.events import Link
    from desktop.core.foresight import Survey
    from desktop.core.model import Folder
    from desktop.core.settings import Settings
    from desktop.library.activity import ActivityLog, Happening
    from desktop.library.drafts import DraftTable
    from desktop.library.items import ItemLibrary
    from desktop.library.overview import Overview
    from desktop.library.saved import SavedSearches
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

    def move(self, transfer_ids: Sequence[str], before_id: str = "") -> object:
        """Put these before another one that waits, with "" after all."""

    def put_back(self, transfer_id: str) -> object:
        """Put one that was taken off the list back on it."""


class Accounts(Protocol):
    """Newsrooms and who is signed in to them: there before any newsroom is open, and as long as the window.

    ``done`` gets the answer or the error, in a worker. Of errors, ``Refused`` is for the form (``code``, ``fields``,
    ``detail`` a whole sentence), ``Throttled.retry_after_s`` says when to come again, ``Offline.detail`` is a sentence
    where the address is at fault.
    """

    def newsrooms(self) -> tuple[KnownNewsroom, ...]:
        """Return the newsrooms that were signed in to here, the last one first. Reads small files."""

    def current(self) -> KnownNewsroom | None:
        """Return the newsroom that opens at start, None where there is none or it is no real one."""

    def switch_newsroom(self, newsroom: str) -> None:
        """Let this newsroom (an id, or ``local``) open from now on; raises ``UsageProblem`` for an unknown one."""

    def sign_in(
        self, address: str, email: str, password: str, done: Callable[[SignedInAs | SnapStreamError], None]
    ) -> None:
        """Sign in and make that newsroom the current one; one that runs goes on by itself."""

    def create_account(
        self,
        address: str,
        email: str,
        password: str,
        name: str,
        done: Callable[[str | SnapStreamError], None],
        *,
        invitation: str = "",
    ) -> None:
        """Ask for an account; ``done`` gets what is next.

        ``confirm``: a code is mailed that ``confirm`` takes; ``sign_in``, with an invitation: one can sign in at once.
        """

    def confirm(
        self, address: str, email: str, code: str, password: str, done: Callable[[SnapStreamError | None], None]
    ) -> None:
        """Confirm the e-mail address with the code that was mailed and the password of the same registration."""

    def forgot_password(self, address: str, email: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Have a code mailed that ``reset_password`` takes; it is not told whether there is such an account."""

    def reset_password(
        self, address: str, email: str, code: str, password: str, done: Callable[[SnapStreamError | None], None]
    ) -> None:
        """Choose a new password; sign in with it then."""

    def change_password(self, old: str, new: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Change the password of who is signed in to the current newsroom; all other devices are signed out."""

    def sign_out(self, done: Callable[[SnapStreamError | None], None], *, everywhere: bool = False) -> None:
        """Sign out of the current newsroom, on this computer or everywhere; the queue is kept."""

    def who_am_i(self, done: Callable[[SignedInAs | SnapStreamError], None]) -> None:
        """Ask the current newsroom who is signed in, with which role."""

    def newsroom_status(self, done: Callable[[Mapping[str, Json] | SnapStreamError], None]) -> None:
        """Get ``GET /api/status``: counts, queues, failures, cost and health."""

    def costs(self, done: Callable[[Costs | SnapStreamError], None]) -> None:
        """Get what analyses cost, by day and today by profile. Admins alone."""

    def users(self, done: Callable[[Page[Account] | SnapStreamError], None], *, cursor: str = "") -> None:
        """Get people. Admins alone."""

    def change_user(
        self,
        user_id: str,
        done: Callable[[Account | SnapStreamError], None],
        *,
        role: Role | None = None,
        is_disabled: bool | None = None,
    ) -> None:
        """Give a person another role, or switch the account off or on. Admins alone."""

    def invite(self, email: str, role: Role, done: Callable[[Invited | SnapStreamError], None]) -> None:
        """Invite somebody by mail. Admins alone."""

    def invitations(self, done: Callable[[Page[Invited] | SnapStreamError], None], *, cursor: str = "") -> None:
        """Get the invitations that are open. Admins alone."""

    def audit(
        self, done: Callable[[Page[AuditRow] | SnapStreamError], None], *, month: str = "", cursor: str = ""
    ) -> None:
        """Get what happened in a month (yyyy-mm; "" is this one), newest first. Admins alone."""


class Actions(Protocol):
    """The application as pages see it."""

    @property
    def accounts(self) -> Accounts:
        """Newsrooms, sign-in and what admins do."""

    @property
    def items(self) -> ItemLibrary:
        """The library's cache: rows are read in the main thread, which is quick."""

    @property
    def transfers(self) -> TransferTable:
        """The queue's rows."""

    @property
    def drafts(self) -> DraftTable:
        """What was written about items and the newsroom does not have yet."""

    @property
    def saved_searches(self) -> SavedSearches:
        """The searches that this person keeps, and those made before."""

    @property
    def activity(self) -> ActivityLog:
        """What happened, newest first."""

    @property
    def overview(self) -> Overview:
        """How things stand in numbers. Not in the main thread: it may read much."""

    @property
    def data_dir(self) -> Path:
        """Where all of this instance's state lies."""

    def write_diagnostics(self, target: Path) -> None:
        """Write logs, versions, settings and the queue's state, no secret; not in the main thread.

        Raises ``UsageProblem`` where the file is there already or cannot be written, ``StorageFull``.
        """

    def note(self, happening: Happening) -> None:
        """Write down what was said or done here, for Activity; returns at once."""

    @property
    def queue(self) -> Queue:
        """The queue's verbs."""

    def link(self) -> Link:
        """Say how things stand with the newsroom."""

    def connection(self) -> Connection | None:
        """Return who is signed in where; None before the newsroom answered for the first time."""

    def sync_now(self) -> None:
        """Look at the newsroom at once, and try waiting transfers at once."""

    def look_now(self) -> None:
        """Look at the newsroom at once: somebody came back to the window."""

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

    def save_folder(self, rule: Folder) -> Folder:
        """Watch a folder by this rule, in the place of the one before; ``UsageProblem`` has the sentence why not."""

    def survey(self, path: Path, told: Callable[[int], bool]) -> Survey | None:
        """Look through a folder, to foresee what a rule would do. Not in the main thread.

        ``told`` hears how many files there are so far; None where it answers that nobody wants to know any more.
        """

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

    def fetch_findings(self, item_id: str, done: Callable[[tuple[Tag, ...] | SnapStreamError], None]) -> None:
        """Get all that was found in an item, what did not fit into its record too."""

    def fetch_frames(
        self, item_id: str, done: Callable[[tuple[tuple[int, Path], ...] | SnapStreamError], None]
    ) -> None:
        """Get a few frames of a video, spread over its length: times in ms and local files."""

    def kept_bytes(self) -> int:
        """Return how much of what was fetched is kept on this computer. Not in the main thread."""

    def forget_kept(self) -> None:
        """Delete what was fetched and can be fetched again. Not in the main thread."""

    def save_copy(
        self,
        item_id: str,
        target: Path,
        done: Callable[[Path | SnapStreamError], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the original to a file."""

    def edit_item(
        self, item_id: str, changes: Mapping[str, Json], done: Callable[[int | SnapStreamError], None]
    ) -> None:
        """Change caption fields and tags through the API (``PATCH /api/media/<id>``), at the version that is here.

        ``done`` gets the item's new version; ``Refused`` with the code ``conflict`` where it changed meanwhile.
        """

    def delete_item(self, item_id: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Delete an item for everyone."""

    def reanalyze_item(self, item_id: str, done: Callable[[SnapStreamError | None], None], profile: str = "") -> None:
        """Have an item analysed again, with another profile where one is named."""

    def link_to_item(self, item_id: str, seconds: int, done: Callable[[SharedLink | SnapStreamError], None]) -> None:
        """Make a link to the original that ends."""

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
