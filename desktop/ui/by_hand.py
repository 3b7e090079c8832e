"""What becomes of files that were added by hand: who chose them reads how many were taken, and why others were not.

No Qt here; the main thread calls it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.ui.phrases import count, tr
from desktop.ui.said import for_file

if TYPE_CHECKING:
    from collections.abc import Sequence


class ByHand:
    """Files that were chosen and not decided yet; counts begin anew with each choice."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._added = self._known = 0
        self._skipped: list[tuple[str, str]] = []

    def ask(self, paths: Sequence[Path]) -> str:
        """Note what was chosen; returns what to say until it is decided."""
        self._asked.update(str(path.absolute()) for path in paths)
        self._added = self._known = 0
        self._skipped.clear()
        return tr("Looking at {files}").format(files=count(len(paths), "{n} file", "{n} files"))

    @property
    def is_waiting(self) -> bool:
        """Whether anything that was chosen is not decided yet."""
        return bool(self._asked)

    def taken(self, path: str, *, is_known: bool) -> bool:
        """Note that a file is in the queue, or was sent before; False where it was not chosen by hand."""
        if path not in self._asked:
            return False
        self._asked.discard(path)
        self._known += is_known
        self._added += not is_known
        return True

    def skipped(self, path: str, reason: str) -> bool:
        """Note that a file is not taken; False where it was not chosen by hand."""
        if path not in self._asked:
            return False
        self._asked.discard(path)
        self._skipped.append((Path(path).name, reason))
        return True

    def say(self) -> tuple[str, str]:
        """Return a line and a second one about what has been decided."""
        lines = []
        if self._added:
            lines.append(count(self._added, "{n} file is added", "{n} files are added"))
        if self._known:
            lines.append(count(self._known, "{n} file was sent before", "{n} files were sent before"))
        why = ""
        if self._skipped:
            name, reason = self._skipped[0]
            words = for_file(reason, name)
            if len(self._skipped) == 1:
                lines.append(tr("{name} is not added").format(name=name))
                why = words.text
            else:
                number = len(self._skipped)
                lines.append(count(number, "{n} file is not added", "{n} files are not added"))
                why = f"{name}: {words.text}"
        return lines[0] if lines else "", ". ".join([*lines[1:], why] if why else lines[1:])
