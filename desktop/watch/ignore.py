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


class Pattern:
    """One pattern of a folder's rule, understood once.

    Without ``/`` it is compared with each name on the way; with one, with the path below the folder. ``*`` does not
    stop at a ``/``, and ``**/`` at the beginning may stand for nothing. ``/``, ``/*`` or ``/**`` at the end says that
    folders are meant, with all that is below them.
    """

    def __init__(self, text: str) -> None:
        wanted = text.casefold().strip().removeprefix("./")
        inner = re.sub(r"(/\*{0,2})+\Z", "", wanted)
        self.is_empty = not inner.strip("/")
        self.for_folders_alone = inner != wanted
        if inner.startswith("**/") and "/" not in inner[3:]:
            inner = inner[3:]  # a name, anywhere
        self.is_path = "/" in inner
        self._wanted = inner.strip("/")
        self._has_wildcards = any(letter in self._wanted.removeprefix("*") for letter in "*?[")
        self._match = _expression(self._wanted).match

    def fits(self, name_or_path: str) -> bool:
        """Whether it fits a name, or a path where ``is_path``; both without regard to case, which is the caller's."""
        return bool(self.hits((name_or_path,)))

    def hits(self, names: Sequence[str]) -> list[int]:
        """Return the places of those that it fits: 100,000 in some milliseconds."""
        if self._has_wildcards:
            match = self._match
            return [place for place, name in enumerate(names) if match(name)]
        wanted = self._wanted
        if wanted.startswith("*"):
            end = wanted[1:]
            return [place for place, name in enumerate(names) if name.endswith(end)]
        return [place for place, name in enumerate(names) if name == wanted]


class IgnoreRule:
    """The rule of one watched folder: the built-in names, and its own patterns, of which the first that fits counts."""

    def __init__(self, patterns: Sequence[str] = ()) -> None:
        self.patterns = [understand(pattern) for pattern in patterns]

    def for_folder(self, relative: str) -> Reason | None:
        """Tell why a folder (its path below the watched one, with ``/``) is left out; None when it is not."""
        if _is_named(relative, TEMPORARY_FOLDERS):
            return Reason.TEMPORARY
        return Reason.IGNORE_RULE if self.pattern_of_folder(relative) is not None else None

    def for_file(self, relative: str) -> Reason | None:
        """Tell why a file (its path below the watched folder, with ``/``) is left out; None when it is not.

        Where a folder above it is left out, so is the file; that is asked by ``for_path``.
        """
        if _is_named(relative, TEMPORARY_FILES):
            return Reason.TEMPORARY
        return Reason.IGNORE_RULE if self.pattern_of_file(relative) is not None else None

    def for_path(self, relative: str) -> Reason | None:
        """Tell why a file is left out by its own name or by that of a folder above it."""
        *parents, _name = relative.split("/")
        for depth in range(len(parents)):
            reason = self.for_folder("/".join(parents[: depth + 1]))
            if reason is not None:
                return reason
        return self.for_file(relative)

    def pattern_of_folder(self, relative: str) -> int | None:
        """Return which of the own patterns fits a folder: its place; None for none."""
        return self._first(relative, self.patterns)

    def pattern_of_file(self, relative: str) -> int | None:
        """Return which of the own patterns fits a file: its place; None for none."""
        return self._first(relative, [None if each.for_folders_alone else each for each in self.patterns])

    def _first(self, relative: str, patterns: Sequence[Pattern | None]) -> int | None:
        path = relative.casefold()
        name = path[path.rfind("/") + 1 :]
        for place, pattern in enumerate(patterns):
            if pattern is not None and not pattern.is_empty and pattern.fits(path if pattern.is_path else name):
                return place
        return None


@lru_cache(maxsize=512)
def understand(text: str) -> Pattern:
    """Return a pattern; those of a rule that is being typed are understood once."""
    return Pattern(text)


def _is_named(relative: str, built_in: tuple[str, ...]) -> bool:
    return _any(built_in).match(relative[relative.rfind("/") + 1 :].casefold()) is not None


@lru_cache(maxsize=8)
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern in patterns))


def _expression(pattern: str) -> re.Pattern[str]:
    """Return a shell pattern as an expression; one that cannot be understood matches only itself."""
    anywhere = pattern.removeprefix("**/")
    begin = "(?s:(?:.*/)?)" if anywhere != pattern else ""
    try:
        return re.compile(begin + translate(anywhere))
    except re.error:
        return re.compile(begin + re.escape(anywhere) + r"\Z")
