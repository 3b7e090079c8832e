"""Where the embedded cloud of one data directory keeps its things: all of it under ``DATA/cloud``.

::

    DATA/cloud/connection.json   what a desktop reads (0600, the shape of cloud.contract.connection)
               admin.json        what ``snapstream-cloud`` reads: endpoint, the launch's key, outputs (0600)
               sign-in.json      how a desktop signs in to the demo account without anybody typing (0600)
               signing.key       what the API signs access tokens with (0600)
               status.json       what the running server says about itself
               letters.json      what the API would have mailed: codes, invitations (0600)
               mail.json         what the emulator's mail service would have sent
               server.lock       held by the server for its life
               server.log        its log, rotated; server.err is what the interpreter itself said
               leases/           one locked file per desktop (see lease.py)
               pinned            there: the server outlives its desktops
               running           there while it runs: found at a start, it means the last end was no clean one
               s3/ state/ tmp/   objects, saved state with its journal, workers' unpacked code
               state.damaged-N/  saved state that could not be believed (see saved.py); the last few
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: The server's exit code for "start me once more": it has set damaged state aside, and cannot unload what it loaded.
EXIT_AGAIN = 75


@dataclass(frozen=True, slots=True)
class LocalPaths:
    """The files of one embedded cloud."""

    data_dir: Path

    @property
    def root(self) -> Path:
        """Return the embedded cloud's own folder."""
        return self.data_dir / "cloud"

    @property
    def desktop_memory(self) -> Path:
        """Return what desktops remember of this cloud: their queue says what was sent, which a reset makes untrue."""
        return self.data_dir / "newsrooms" / "local"

    @property
    def desktop_lock(self) -> Path:
        """Return the lock that the one desktop that moves files holds."""
        return self.desktop_memory / "instance.lock"

    @property
    def connection(self) -> Path:
        """Return the connection document."""
        return self.root / "connection.json"

    @property
    def admin(self) -> Path:
        """Return the engineer's way in; never read by the desktop."""
        return self.root / "admin.json"

    @property
    def sign_in(self) -> Path:
        """Return how a desktop signs in to the demo account."""
        return self.root / "sign-in.json"

    @property
    def signing_key(self) -> Path:
        """Return the API's signing key."""
        return self.root / "signing.key"

    @property
    def status(self) -> Path:
        """Return what the server says about itself."""
        return self.root / "status.json"

    @property
    def mail(self) -> Path:
        """Return the mail that would have been sent."""
        return self.root / "mail.json"

    @property
    def letters(self) -> Path:
        """Return the letters of the API."""
        return self.root / "letters.json"

    @property
    def lock(self) -> Path:
        """Return the file whose kernel lock the server holds."""
        return self.root / "server.lock"

    @property
    def log(self) -> Path:
        """Return the server's log."""
        return self.root / "server.log"

    @property
    def errors(self) -> Path:
        """Return the raw standard error of the current run."""
        return self.root / "server.err"

    @property
    def leases(self) -> Path:
        """Return the folder of leases."""
        return self.root / "leases"

    @property
    def pinned(self) -> Path:
        """Return the file that says: do not end with the last desktop."""
        return self.root / "pinned"

    @property
    def running(self) -> Path:
        """Return the marker of a run that has not ended cleanly (yet)."""
        return self.root / "running"

    @property
    def objects(self) -> Path:
        """Return where the emulator keeps objects."""
        return self.root / "s3"

    @property
    def state(self) -> Path:
        """Return where the emulator keeps everything else."""
        return self.root / "state"

    @property
    def temporary(self) -> Path:
        """Return the workers' scratch space, emptied at each start."""
        return self.root / "tmp"

    def make(self) -> None:
        """Make the folders, for this user alone."""
        for folder in (self.root, self.leases, self.objects, self.state, self.temporary):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
