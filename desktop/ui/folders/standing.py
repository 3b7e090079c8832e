"""How a watched folder stands, as its row in the list says it. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.contract.status import Profile
from desktop.ui import phrases
from desktop.ui.folders.rows import FolderRow

if TYPE_CHECKING:
    from desktop.core.model import Folder


def folder_row(folder: Folder, *, left: int, is_away: bool, is_new: bool, is_changed: bool) -> FolderRow:
    """Return a folder's row."""
    is_private = folder.profile is Profile.PRIVATE
    icon = "shield-check" if is_private else "folder-simple"
    row = FolderRow(folder.path, folder.name, phrases.tr("Watching"), icon, sign="check")
    if is_new:
        return _with(row, phrases.tr("New, not saved yet"), is_unsaved=True)
    if is_changed:
        return _with(row, phrases.tr("Changed, not saved yet"), is_unsaved=True)
    if is_away:
        return _with(row, phrases.tr("Away, nothing is lost"), tint="warn", sign="warning-fill", sign_tint="warn")
    if left:
        text = phrases.count(left, "{n} file left", "{n} files left")
        return _with(row, text, sign="arrow-up-bold", sign_tint="sel")
    if is_private:
        return _with(row, phrases.tr("Watching, private"))
    return _with(row, phrases.tr("Watching, basic") if folder.profile is Profile.BASIC else row.text)


def _with(
    row: FolderRow, text: str, *, tint: str = "text3", sign: str = "check", sign_tint: str = "text3",
    is_unsaved: bool = False,
) -> FolderRow:  # fmt: skip
    return FolderRow(row.path, row.name, text, row.icon, tint, sign, sign_tint, is_unsaved)
