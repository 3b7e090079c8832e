"""Where an instance keeps its state: everything lies under one data directory, and two never see each other.

::

    DATA/settings.json
    DATA/logs/
    DATA/cloud/                         the embedded cloud: connection.json, leases/, its objects and tables
    DATA/newsrooms/{newsroom}/          account.json (who is signed in where; no secret), queue.db (durable), library.db
                                        (a cache), thumbnails/, media/
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from desktop.core.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names the data directory where ``--data-dir`` does not.
DATA_DIR_VARIABLE = "SNAPSTREAM_DATA_DIR"


@dataclass(frozen=True, slots=True)
class DataDir:
    """The one directory that holds all state of an instance."""

    root: Path

    @classmethod
    def find(cls, given: str | None) -> DataDir:
        """Choose ``--data-dir``, else the variable, else the platform's place; make it, private to the person.

        Raises ``UsageProblem`` where there is no home, or it cannot be made or written.
        """
        if given == "":
            raise UsageProblem(
                "open the data directory", detail="The name of the data directory is empty. Name one with --data-dir."
            )
        chosen = given or os.environ.get(DATA_DIR_VARIABLE)
        with _usable():
            root = Path(chosen) if chosen else platformdirs.user_data_path("SnapStream", appauthor=False)
            root = root.expanduser().absolute()
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_writable(root)
        return cls(root)

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "settings.json"

    @property
    def logs(self) -> Path:
        """The folder of log files."""
        return self.root / "logs"

    @property
    def local_cloud(self) -> Path:
        """The embedded cloud's folder."""
        return self.root / "cloud"

    @property
    def local_connection(self) -> Path:
        """The embedded cloud's connection file."""
        return self.local_cloud / "connection.json"

    @property
    def local_sign_in(self) -> Path:
        """How the embedded cloud's demo account is signed in to without typing."""
        return self.local_cloud / "sign-in.json"

    @property
    def local_leases(self) -> Path:
        """The folder of lease files that keep the embedded cloud running."""
        return self.local_cloud / "leases"

    @property
    def newsrooms(self) -> Path:
        """The folder of newsrooms; it need not exist."""
        return self.root / "newsrooms"

    def newsroom(self, newsroom: str) -> NewsroomDir:
        """Return one newsroom's folder, made; raises ``UsageProblem`` where it cannot be made or written."""
        root = self.newsrooms / newsroom
        with _usable():
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_writable(root)
        return NewsroomDir(root)


@contextmanager
def _usable() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise UsageProblem(
            "open the data directory",
            detail=f"The data directory cannot be used ({error}). Name another one with --data-dir.",
        ) from error


def _check_writable(folder: Path) -> None:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(f"no right to write in {folder}")


@dataclass(frozen=True, slots=True)
class NewsroomDir:
    """What is kept for one newsroom."""

    root: Path

    @property
    def account(self) -> Path:
        """Who is signed in where; no secret."""
        return self.root / "account.json"

    @property
    def sign_in_lock(self) -> Path:
        """Held while a sign-in is renewed, which two processes must not do at once."""
        return self.root / "account.lock"

    @property
    def connection(self) -> Path:
        """The connection that an engineer gave (``--connection``), in place of an account."""
        return self.root / "connection.json"

    @property
    def queue(self) -> Path:
        """The durable queue: transfers and orders to a running instance. Never deleted by the program."""
        return self.root / "queue.db"

    @property
    def library(self) -> Path:
        """The library's cache: may be rebuilt from the newsroom at any time."""
        return self.root / "library.db"

    @property
    def thumbnails(self) -> Path:
        """The disk cache of thumbnails."""
        return self.root / "thumbnails"

    @property
    def media(self) -> Path:
        """The disk cache of originals that were fetched to be seen."""
        return self.root / "media"

    @property
    def pid(self) -> Path:
        """The process number of the instance that holds the lock."""
        return self.root / "instance.pid"

    @property
    def lock(self) -> Path:
        """Held by the one instance that moves files."""
        return self.root / "instance.lock"
