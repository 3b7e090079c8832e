"""What would happen to the files of a folder under a rule: plain data, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.model import Folder


class Fate(StrEnum):
    """What would become of a file."""

    UPLOAD = "upload"
    KNOWN = "known"  #: the library has it, or it was cancelled or refused before
    IGNORED = "ignored"  #: by the rule, or by the names that are left out everywhere
    WAIT = "wait"  #: it is still being written
    SKIP = "skip"  #: no photo, audio or video file, or not to be read


@dataclass(frozen=True, slots=True)
class Prospect:
    """One file, and what would become of it."""

    relative: str  #: its path below the folder, with ``/``
    size_bytes: int
    mtime_ns: int
    fate: Fate
    why: str = ""  #: a code of ``cloud.contract.reasons.Reason``, or a ``TransferState``; "" where the fate says it
    pattern: str = ""  #: of the rule, that left it out


class Outlook(Protocol):
    """What would happen to all files of a folder."""

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many files each fate has."""

    @property
    def upload_bytes(self) -> int:
        """How much would be uploaded."""

    @property
    def by_pattern(self) -> Sequence[int]:
        """How many files each pattern of the rule leaves out, the first that fits counting."""

    def places(self, fate: Fate | None = None) -> Sequence[int]:
        """Return the files, all or those of one fate, as places for ``prospect``."""

    def prospect(self, place: int) -> Prospect:
        """Return one file."""


class Survey(Protocol):
    """The files of a folder as they were when it was looked through."""

    @property
    def total(self) -> int:
        """How many files there are."""

    def foresee(self, rule: Folder) -> Outlook:
        """Return what would happen under a rule. Any thread; quick, but not for the main one."""
