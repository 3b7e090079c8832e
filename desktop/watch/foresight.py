"""What would happen to the files of a folder under a rule, told by the code that watching itself asks.

A folder is looked through once (``FileSurvey.make``); each change of its rule then asks memory alone. One thread at a
time.
"""

from __future__ import annotations

import os
from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Final

from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason
from desktop.core.foresight import Fate, Prospect
from desktop.core.model import SkippedFile, TransferState
from desktop.watch.content import reason_for, tell
from desktop.watch.ignore import IgnoreRule
from desktop.watch.rule import FolderRule
from desktop.watch.scan import Scan, SeenFile
from desktop.watch.settle import is_quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from desktop.core.model import Folder, Known
    from desktop.watch.content import Content
    from desktop.watch.ignore import Pattern

_FATES: Final = tuple(Fate)
_NUMBERS: Final = {fate: number for number, fate in enumerate(_FATES)}
#: How many files between two words on how far it is.
_TELL_EVERY: Final = 500
#: A file that somebody holds open was written a moment ago, or is about to be: older ones are not asked.
_HELD_WITHIN_S: Final = 600.0
#: What its transfer's state means for a file that is found again as it was; it is on its way in all others.
_KNOWN: Final = {
    TransferState.UPLOADED, TransferState.DUPLICATE, TransferState.CANCELLED, TransferState.REJECTED,
}  # fmt: skip
_NO_PATTERN: Final = -1
#: What leaves a file out that is no pattern: its folder is where uploaded files are moved to; its kind is not taken.
_MOVED_TO, _KIND = -2, -3
#: Of a file below a folder whose subfolders are not looked at.
_UNSEEN: Final = len(_FATES)
_KEPT_HITS: Final = 64
#: What somebody looks for first.
_ORDER: Final = (Fate.UPLOAD, Fate.WAIT, Fate.KNOWN, Fate.IGNORED, Fate.SKIP)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file, and all about it that no rule changes."""

    relative: str
    folder: str  #: of ``relative``; "" for the watched one
    size_bytes: int
    mtime_ns: int
    content: Content
    fate: Fate  #: where no rule leaves it out
    why: str = ""  #: of the fate: a reason, or its transfer's state
    is_settled: bool = False  #: no rule makes anything else of it


class FileSurvey:
    """The files of one folder, as they were when it was looked through."""

    def __init__(self, files: Sequence[_Seen]) -> None:
        self._files = files
        self._paths = [seen.relative.casefold() for seen in files]
        self._names = [path[path.rfind("/") + 1 :] for path in self._paths]
        self._kinds = [seen.content if isinstance(seen.content, MediaType) else None for seen in files]
        self._sizes = [seen.size_bytes for seen in files]
        self._in_folders: dict[str, list[int]] = {}
        for place, seen in enumerate(files):
            self._in_folders.setdefault(seen.folder, []).append(place)
        # What every rule begins with, and what no rule changes.
        self._fates = bytearray(_NUMBERS[_usual_fate(seen)] for seen in files)
        self._settled = bytearray(seen.is_settled for seen in files)
        self._hits: dict[Pattern, list[int]] = {}

    @classmethod
    def make(
        cls,
        root: Path,
        known: Mapping[str, Known],
        *,
        own: Path | None,
        wall_s: float,
        is_held_open: Callable[[Path], bool | None],
        told: Callable[[int], bool] = lambda _seen: True,
    ) -> FileSurvey | None:
        """Look through a folder and all below it; None where ``told``, which hears how many there are, says to stop.

        ``known`` are the transfers of its files, by path.
        """
        files: list[_Seen] = []
        begin = len(root.as_posix().rstrip("/")) + 1
        for seen in Scan(root, IgnoreRule(), own=own):
            if isinstance(seen, SeenFile):
                relative = seen.path.as_posix()[begin:]
                look = seen.look
                content = tell(seen.path, look.size_bytes)
                fate, why = _base_fate(seen, known.get(os.fspath(seen.path)), wall_s, is_held_open)
                folder = relative.rpartition("/")[0]
                files.append(_Seen(relative, folder, look.size_bytes, look.mtime_ns, content, fate, why))
            elif isinstance(seen, SkippedFile):
                relative = seen.path.as_posix()[begin:]
                fate = Fate.IGNORED if seen.reason == Reason.TEMPORARY else Fate.SKIP
                folder = relative.rpartition("/")[0]
                files.append(_Seen(relative, folder, 0, 0, None, fate, seen.reason, is_settled=True))
            if len(files) % _TELL_EVERY == 0 and not told(len(files)):
                return None
        return cls(files)

    @property
    def total(self) -> int:
        """How many files there are."""
        return len(self._files)

    def foresee(self, rule: Folder) -> FileOutlook:
        """Return what would happen under a rule."""
        asked = FolderRule(rule)
        fates, patterns = bytearray(self._fates), array("h", [_NO_PATTERN]) * len(self._files)
        kinds = set(rule.kinds)
        if len(kinds) < len(MediaType):
            out = set(MediaType) - kinds
            self._leave_out((place for place, kind in enumerate(self._kinds) if kind in out), _KIND, fates, patterns)
        # From the last to the first, so that the first that fits stays; folders after files, as they are met first.
        for number in reversed(range(len(asked.patterns))):
            pattern = asked.patterns[number]
            if not pattern.is_empty and not pattern.for_folders_alone:
                self._leave_out(self._hits_of(pattern), number, fates, patterns)
        left_out: dict[str, int | None] = {"": None}
        for folder, places in self._in_folders.items():
            by = _pattern_of(folder, asked, left_out)
            if by is not None:
                self._leave_out(places, by, fates, patterns)
            if folder and not rule.include_subfolders:
                for place in places:
                    fates[place], patterns[place] = _UNSEEN, _NO_PATTERN
        return FileOutlook(self._files, self._sizes, fates, patterns, rule)

    def _leave_out(self, places: Iterable[int], why: int, fates: bytearray, patterns: array[int]) -> None:
        ignored, settled = _NUMBERS[Fate.IGNORED], self._settled
        for place in places:
            # What is left out everywhere and by the rule too counts for the pattern that somebody typed for it.
            if not settled[place] or fates[place] == ignored:
                fates[place], patterns[place] = ignored, why

    def _hits_of(self, pattern: Pattern) -> list[int]:
        """Return which files a pattern fits: one is typed at a time, and the others stay as they are."""
        found = self._hits.get(pattern)
        if found is None:
            if len(self._hits) > _KEPT_HITS:
                self._hits.clear()
            found = self._hits[pattern] = pattern.hits(self._paths if pattern.is_path else self._names)
        return found


def _usual_fate(seen: _Seen) -> Fate:
    if seen.is_settled or reason_for(seen.content, tuple(MediaType)) is None:
        return seen.fate
    return Fate.SKIP


def _base_fate(
    seen: SeenFile, known: Known | None, wall_s: float, is_held_open: Callable[[Path], bool | None]
) -> tuple[Fate, str]:
    look = seen.look
    is_recent = wall_s - look.mtime_ns / 1e9 < _HELD_WITHIN_S
    if not is_quiet(look.mtime_ns, wall_s) or (is_recent and is_held_open(seen.path)):
        return Fate.WAIT, ""
    if known is not None and known.covers(look.size_bytes, look.mtime_ns):
        return (Fate.KNOWN if known.state in _KNOWN else Fate.UPLOAD), known.state.value
    return Fate.UPLOAD, ""


def _pattern_of(folder: str, rule: FolderRule, known: dict[str, int | None]) -> int | None:
    """Return which pattern leaves a folder out, by itself or by one above it."""
    if folder in known:
        return known[folder]
    found = _pattern_of(folder.rpartition("/")[0], rule, known)
    if found is None:
        found = _MOVED_TO if rule.is_moved_to(folder) else rule.pattern_of_folder(folder)
    known[folder] = found
    return found


class FileOutlook:
    """What would happen to each file; a row is made when somebody looks at it."""

    def __init__(
        self, files: Sequence[_Seen], sizes: Sequence[int], fates: bytearray, patterns: array[int], rule: Folder
    ) -> None:
        self._files, self._fates, self._patterns, self._rule = files, fates, patterns, rule
        self.counts = {fate: fates.count(number) for number, fate in enumerate(_FATES)}
        self.upload_bytes = sum(compress(sizes, self._selected(Fate.UPLOAD)))
        found = Counter(patterns)
        self.by_pattern = [found[number] for number in range(len(rule.ignore))]

    def places(self, fate: Fate | None = None) -> Sequence[int]:
        """Return the files, those of one fate or all, one fate after the other."""
        wanted = _ORDER if fate is None else (fate,)
        return [place for each in wanted for place in compress(range(len(self._fates)), self._selected(each))]

    def _selected(self, fate: Fate) -> bytes:
        wanted = [number == _NUMBERS[fate] for number in range(256)]
        return bytes(self._fates.translate(bytes(wanted)))

    def prospect(self, place: int) -> Prospect:
        """Return one file."""
        seen, pattern = self._files[place], self._patterns[place]
        fate = _FATES[self._fates[place]]
        name = self._rule.ignore[pattern] if pattern >= 0 else ""
        return Prospect(seen.relative, seen.size_bytes, seen.mtime_ns, fate, self._why(seen, fate, pattern), name)

    def _why(self, seen: _Seen, fate: Fate, pattern: int) -> str:
        if pattern != _NO_PATTERN:
            return Reason.IGNORE_RULE
        return seen.why if fate is seen.fate else reason_for(seen.content, tuple(MediaType)) or ""
