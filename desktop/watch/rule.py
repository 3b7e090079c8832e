"""A watched folder's rule as watching asks it, and the preview of watching too: which names are left out. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from desktop.core.model import AfterUpload
from desktop.watch.ignore import IgnoreRule

if TYPE_CHECKING:
    from desktop.core.model import Folder


class FolderRule(IgnoreRule):
    """The names that are left out everywhere, the folder's patterns, and where its uploaded files are moved to."""

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder.ignore)
        after = folder.after
        self._moved_to = after.subfolder.casefold() if after.do is AfterUpload.MOVE else ""

    def for_folder(self, relative: str) -> Reason | None:
        """Tell why a folder is left out: what was uploaded and moved is not looked at again."""
        if self.is_moved_to(relative):
            return Reason.IGNORE_RULE
        return super().for_folder(relative)

    def is_moved_to(self, relative: str) -> bool:
        """Whether uploaded files are moved to this folder."""
        return bool(self._moved_to) and relative.casefold() == self._moved_to
