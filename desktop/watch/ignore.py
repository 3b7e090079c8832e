"""Which names are never taken: temporary and hidden files, the system's own, and a folder's own patterns. Pure."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Names that programs give to what is not finished or not for people; compared without regard to case.
TEMPORARY_FILES = (
    ".*", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.download", "*.tmp", "*.temp", "~$*", "*~", "*.swp",
    "thumbs.db", "desktop.ini", "icon\r",
)  # fmt: skip
#: Folders of the system and of cameras' card readers, network disks and trash cans.
TEMPORARY_FOLDERS = (".*", "@eadir", "#recycle", "$recycle.bin", "system volume information", "lost+found", "__macosx")


class IgnoreRule:
    """The rule of one watched folder: the built-in names, and patterns of its own.

    A pattern without ``/`` is compared with each name on the way; one with ``/`` with the path below the folder. ``*``
    does not stop at a ``/``. A trailing ``/`` says that only folders are meant.
    """

    def __init__(self, patterns: Sequence[str] = ()) -> None:
        self._names = [p.rstrip("/").casefold() for p in patterns if p.strip("/") and "/" not in p.rstrip("/")]
        self._paths = [p.strip("/").casefold() for p in patterns if p.strip("/") and "/" in p.rstrip("/")]

    def for_folder(self, relative: str) -> Reason | None:
        """Tell why a folder (its path below the watched one, with ``/``) is left out; None when it is not."""
        return self._decide(relative, TEMPORARY_FOLDERS)

    def for_file(self, relative: str) -> Reason | None:
        """Tell why a file (its path below the watched folder, with ``/``) is left out; None when it is not."""
        return self._decide(relative, TEMPORARY_FILES)

    def for_path(self, relative: str) -> Reason | None:
        """Tell why a file is left out by its own name or by that of a folder above it."""
        *parents, _name = relative.split("/")
        for depth in range(len(parents)):
            reason = self.for_folder("/".join(parents[: depth + 1]))
            if reason is not None:
                return reason
        return self.for_file(relative)

    def _decide(self, relative: str, built_in: Sequence[str]) -> Reason | None:
        path = relative.casefold()
        name = path.rpartition("/")[2]
        if any(_matches(name, pattern) for pattern in built_in):
            return Reason.TEMPORARY
        if any(_matches(name, pattern) for pattern in self._names) or any(_matches(path, p) for p in self._paths):
            return Reason.IGNORE_RULE
        return None


def _matches(text: str, pattern: str) -> bool:
    return _compiled(pattern).match(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a shell pattern; one that cannot be understood matches only itself."""
    try:
        return re.compile(translate(pattern))
    except re.error:
        return re.compile(re.escape(pattern) + r"\Z")
