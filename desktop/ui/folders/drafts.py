"""Rules as they would be, one for each folder that was changed and not saved. Main thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.model import Folder
from desktop.ui.folders.standing import folder_row

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.ui.actions import Actions
    from desktop.ui.folders.rows import FolderRow


class Drafts:
    """Beside what is watched: what was changed of it, and folders that are not watched yet."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._drafts: dict[Path, Folder] = {}

    def saved(self, path: Path | None) -> Folder | None:
        """Return the rule that holds for a folder; None where it is not watched."""
        return next((folder for folder in self._actions.folders() if folder.path == path), None)

    def rule(self, path: Path | None) -> Folder | None:
        """Return a folder's rule as it would be."""
        return self._drafts.get(path) or self.saved(path) if path is not None else None

    def is_changed(self, path: Path | None) -> bool:
        """Whether there is something to save."""
        draft = self._drafts.get(path) if path is not None else None
        return draft is not None and _tidied(draft) != self.saved(path)

    def tidied(self, path: Path) -> Folder:
        """Return what is to be saved."""
        return _tidied(self._drafts[path])

    def begin(self, path: Path) -> None:
        """Begin the rule of a folder that is not watched."""
        if self.rule(path) is None:
            self._drafts[path] = Folder(path)

    def keep(self, rule: Folder) -> None:
        """Keep a changed rule; one that is as it was before is no draft."""
        self._drafts[rule.path] = rule
        if not self.is_changed(rule.path) and self.saved(rule.path) is not None:
            del self._drafts[rule.path]

    def drop(self, path: Path) -> bool:
        """Forget a draft; returns whether there was one."""
        return self._drafts.pop(path, None) is not None

    def move(self, path: Path, other: Path) -> bool:
        """Give a draft to another folder; returns whether there was one."""
        draft = self._drafts.pop(path, None)
        if draft is None:
            return False
        self._drafts[other] = replace(draft, path=other)
        return True

    def rows(self) -> list[FolderRow]:
        """Return all folders as the list shows them, those that are new first."""
        folders = self._actions.folders()
        saved = {folder.path for folder in folders}
        left = self._actions.transfers.left_by_folder()
        new = [draft for path, draft in self._drafts.items() if path not in saved]
        return [
            folder_row(
                folder,
                left=left.get(str(folder.path), 0),
                is_away=self._actions.is_away(folder.path),
                is_new=folder.path not in saved,
                is_changed=self.is_changed(folder.path),
            )
            for folder in (*new, *folders)
        ]


def _tidied(rule: Folder) -> Folder:
    """Return a rule without the empty lines that its patterns were typed with."""
    return replace(rule, ignore=tuple(pattern for pattern in rule.ignore if pattern))
