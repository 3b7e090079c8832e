"""What a person has set: every setting once, with its default and what it means; and the file that keeps them.

The file is read and written by the thread that asks, in practice the main one.
"""

from __future__ import annotations

import errno
import json
import os
import tempfile
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cloud.contract.keys import NEWSROOM_LIBRARY
from cloud.contract.status import Profile
from desktop.core.errors import StorageFull, UsageProblem
from desktop.core.model import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


class Theme(StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one data directory."""

    newsroom: str = ""  #: the newsroom that opens at start: "local" once it was tried; "" shows Welcome
    folders: tuple[Folder, ...] = ()  #: what is watched for that newsroom
    #: What is watched for the others: nothing of one newsroom's folders is ever sent to another.
    folders_of: Mapping[str, tuple[Folder, ...]] = field(default_factory=dict)
    theme: Theme = Theme.SYSTEM
    concurrency: int = 4  #: transfers at once, 1 to 16
    multipart_from_bytes: int = 16 * 1024**2  #: larger files are sent in parts
    part_size_bytes: int = 8 * 1024**2  #: of one part, at least S3's 5 MiB
    sync_idle_s: float = 15.0  #: between two looks at the newsroom when nothing is in work
    sync_busy_s: float = 2.0  #: the same while something is in work
    notices: bool = True  #: tell a batch's end by a notice of the system
    close_to_tray: bool = True  #: closing the window keeps uploading
    extra: Mapping[str, Json] = field(default_factory=dict)  #: what a later version wrote: kept as it is

    def at(self, newsroom: str) -> Settings:
        """Return the settings with another newsroom open: its folders in the place of those of the one before.

        Folders that were chosen before there was a newsroom go with the first one.
        """
        if newsroom == self.newsroom:
            return self
        if not self.newsroom or not newsroom:
            return replace(self, newsroom=newsroom)
        others = {**self.folders_of, self.newsroom: self.folders}
        folders = others.pop(newsroom, ())
        return replace(self, newsroom=newsroom, folders=folders, folders_of=others)


_LIMITS: dict[str, tuple[float, float]] = {
    "concurrency": (1, 16),
    "multipart_from_bytes": (5 * 1024**2, 5 * 1024**3),
    "part_size_bytes": (5 * 1024**2, 5 * 1024**3),
    "sync_idle_s": (1, 3600),
    "sync_busy_s": (0.1, 3600),
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read, and where a damaged file was put (None where all was well)."""

    settings: Settings
    set_aside: Path | None = None


class SettingsFile:
    """``settings.json``: written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Loaded:
        """Read the settings; defaults where there is no file. A damaged file is set aside, never deleted.

        Raises ``UsageProblem`` where the file is there and may not be read.
        """
        content = b""
        try:
            content = self.path.read_bytes()
            return Loaded(_read(json.loads(content.decode("utf-8"))))
        except FileNotFoundError:
            return Loaded(Settings())
        except OSError as error:
            raise UsageProblem("read the settings", detail=f"The settings cannot be read ({error}).") from error
        except (ValueError, TypeError, KeyError, RecursionError):
            return Loaded(Settings(), self._set_aside(content))

    def save(self, settings: Settings) -> None:
        """Write the settings: temporary file, fsync, rename. Raises ``StorageFull`` or ``UsageProblem``."""
        document = json.dumps(_document(settings), indent=2) + "\n"
        try:
            replace_file(self.path, document.encode("utf-8"))
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise StorageFull("save the settings") from error
            raise UsageProblem("save the settings", detail=f"The settings cannot be saved ({error}).") from error

    def _set_aside(self, content: bytes) -> Path:
        try:
            for number in range(1, 1000):
                aside = self.path.with_name(f"{self.path.name}.damaged-{number}")
                # The same damage again, as an empty file after each crash, is kept once.
                if not aside.exists() or aside.read_bytes() == content:
                    break
            self.path.replace(aside)
        except OSError:  # it stays where it is and is written over; the defaults hold either way
            return self.path
        return aside


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for this person alone; raises ``OSError``."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _document(settings: Settings) -> dict[str, Json]:
    document: dict[str, Json] = dict(settings.extra)
    for setting in fields(Settings):
        value = getattr(settings, setting.name)
        if setting.name == "folders":
            document["folders"] = [_folder_document(folder) for folder in settings.folders]
        elif setting.name == "folders_of":
            document["folders_of"] = {
                name: [_folder_document(folder) for folder in folders] for name, folders in settings.folders_of.items()
            }
        elif setting.name != "extra":
            document[setting.name] = value
    return document


def _folder_document(folder: Folder) -> Json:
    return {
        # A path need not be UTF-8: then its bytes are kept.
        "path": str(folder.path) if _is_text(str(folder.path)) else {"hex": os.fsencode(folder.path).hex()},
        "library": folder.library,
        "profile": folder.profile.value,
        "language": folder.language,
        "include_subfolders": folder.include_subfolders,
        "ignore": list(folder.ignore),
    }


def _is_text(path: str) -> bool:
    return path.encode("utf-8", "replace").decode("utf-8") == path


def _read(document: Json) -> Settings:
    if not isinstance(document, dict):
        raise TypeError("the settings are no map")
    defaults = Settings()
    known = {setting.name for setting in fields(Settings)} - {"extra"}
    folders = document.get("folders", [])
    if not isinstance(folders, list):
        raise TypeError("folders is no list")
    others = document.get("folders_of", {})
    if not isinstance(others, dict) or not all(isinstance(listed, list) for listed in others.values()):
        raise TypeError("folders_of is no map of lists")
    return Settings(
        newsroom=str(document.get("newsroom", defaults.newsroom)),
        folders=tuple(_read_folder(folder) for folder in folders),
        folders_of={
            name: tuple(_read_folder(folder) for folder in listed)
            for name, listed in others.items()
            if isinstance(listed, list)
        },
        theme=Theme(str(document.get("theme", defaults.theme))),
        concurrency=int(_number(document, "concurrency", defaults.concurrency)),
        multipart_from_bytes=int(_number(document, "multipart_from_bytes", defaults.multipart_from_bytes)),
        part_size_bytes=int(_number(document, "part_size_bytes", defaults.part_size_bytes)),
        sync_idle_s=_number(document, "sync_idle_s", defaults.sync_idle_s),
        sync_busy_s=_number(document, "sync_busy_s", defaults.sync_busy_s),
        notices=bool(document.get("notices", defaults.notices)),
        close_to_tray=bool(document.get("close_to_tray", defaults.close_to_tray)),
        extra={name: value for name, value in document.items() if name not in known},
    )


def _number(document: Mapping[str, Json], name: str, default: float) -> float:
    value = document.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is no number")
    low, high = _LIMITS[name]
    return min(max(value, low), high)


def _read_folder(document: Json) -> Folder:
    if not isinstance(document, dict):
        raise TypeError("a folder is no map")
    path = document["path"]
    ignore = document.get("ignore", [])
    if isinstance(path, dict):
        path = os.fsdecode(bytes.fromhex(str(path["hex"])))
    if not isinstance(path, str) or not os.path.isabs(path) or not isinstance(ignore, list):  # noqa: PTH117 - "" is asked too
        raise TypeError("a folder has no absolute path")
    return Folder(
        path=Path(path),
        library=str(document.get("library", NEWSROOM_LIBRARY)),
        profile=Profile(str(document.get("profile", Profile.FULL))),
        language=str(document.get("language", "")),
        include_subfolders=bool(document.get("include_subfolders", True)),
        ignore=tuple(str(pattern) for pattern in ignore),
    )
