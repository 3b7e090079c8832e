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

from desktop.core.errors import StorageFull, UsageProblem
from desktop.core.folder_rule import read_folder, write_folder
from desktop.core.text import say
from desktop.core.timetable import QuietHours, Timetable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.model import Folder

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


class Theme(StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Contrast(StrEnum):
    """How strong lines and quiet text are."""

    SYSTEM = "system"
    MORE = "more"


class Motion(StrEnum):
    """Whether things may move."""

    SYSTEM = "system"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one data directory."""

    newsroom: str = ""  #: the newsroom that opens at start: "local" once it was tried; "" shows Welcome
    folders: tuple[Folder, ...] = ()  #: what is watched for that newsroom
    #: What is watched for the others: nothing of one newsroom's folders is ever sent to another.
    folders_of: Mapping[str, tuple[Folder, ...]] = field(default_factory=dict)
    theme: Theme = Theme.SYSTEM
    contrast: Contrast = Contrast.SYSTEM
    motion: Motion = Motion.SYSTEM
    language: str = ""  #: the window's, from the next start on; "" for the system's
    text_percent: int = 100  #: of the system's size of text
    transcript_px: int = 14  #: of what was said
    has_letter_keys: bool = True  #: letters alone are keys in lists, grids and players
    concurrency: int = 4  #: transfers at once, 1 to 16
    timetable: Timetable = field(default_factory=Timetable)  #: how fast uploads may go, by hour of the week
    multipart_from_bytes: int = 16 * 1024**2  #: larger files are sent in parts
    part_size_bytes: int = 8 * 1024**2  #: of one part, at least S3's 5 MiB
    sync_idle_s: float = 15.0  #: between two looks at the newsroom when nothing is in work
    sync_busy_s: float = 2.0  #: the same while something is in work
    notices: bool = True  #: tell a batch's end by a notice of the system
    quiet_hours: QuietHours = field(default_factory=QuietHours)  #: when no notice is shown
    cache_gb: int = 2  #: originals that were fetched to be seen, kept on this computer
    close_to_tray: bool = True  #: closing the window keeps uploading
    panes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  #: what was given to parts of a page, by width
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


LIMITS: dict[str, tuple[float, float]] = {
    "concurrency": (1, 16),
    "text_percent": (80, 200),
    "transcript_px": (13, 20),
    "cache_gb": (1, 200),
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
            raise UsageProblem(
                "read the settings", detail=say("The settings cannot be read ({error}).", error=str(error))
            ) from error
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
            raise UsageProblem(
                "save the settings", detail=say("The settings cannot be saved ({error}).", error=str(error))
            ) from error

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
        match value:
            case Timetable():
                document[setting.name] = {
                    "cells": value.cells,
                    "slow_bytes_per_s": value.slow_bytes_per_s,
                    "middle_bytes_per_s": value.middle_bytes_per_s,
                }
            case QuietHours():
                document[setting.name] = {
                    "is_on": value.is_on, "from_minute": value.from_minute, "to_minute": value.to_minute,
                }  # fmt: skip
            case _ if setting.name == "folders":
                document["folders"] = [write_folder(folder) for folder in settings.folders]
            case _ if setting.name == "folders_of":
                others = settings.folders_of.items()
                document["folders_of"] = {
                    name: [write_folder(folder) for folder in folders] for name, folders in others
                }
            case _ if setting.name != "extra":
                document[setting.name] = value
    return document


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
        folders=tuple(read_folder(folder) for folder in folders),
        folders_of={
            name: tuple(read_folder(folder) for folder in listed)
            for name, listed in others.items()
            if isinstance(listed, list)
        },
        theme=Theme(str(document.get("theme", defaults.theme))),
        contrast=Contrast(str(document.get("contrast", defaults.contrast))),
        motion=Motion(str(document.get("motion", defaults.motion))),
        language=str(document.get("language", defaults.language)),
        text_percent=int(_number(document, "text_percent", defaults.text_percent)),
        transcript_px=int(_number(document, "transcript_px", defaults.transcript_px)),
        has_letter_keys=bool(document.get("has_letter_keys", defaults.has_letter_keys)),
        timetable=_timetable(document.get("timetable", {}), defaults.timetable),
        quiet_hours=_quiet_hours(document.get("quiet_hours", {}), defaults.quiet_hours),
        cache_gb=int(_number(document, "cache_gb", defaults.cache_gb)),
        concurrency=int(_number(document, "concurrency", defaults.concurrency)),
        multipart_from_bytes=int(_number(document, "multipart_from_bytes", defaults.multipart_from_bytes)),
        part_size_bytes=int(_number(document, "part_size_bytes", defaults.part_size_bytes)),
        sync_idle_s=_number(document, "sync_idle_s", defaults.sync_idle_s),
        sync_busy_s=_number(document, "sync_busy_s", defaults.sync_busy_s),
        notices=bool(document.get("notices", defaults.notices)),
        close_to_tray=bool(document.get("close_to_tray", defaults.close_to_tray)),
        panes=_panes(document.get("panes", {})),
        extra={name: value for name, value in document.items() if name not in known},
    )


def _panes(document: Json) -> dict[str, tuple[int, ...]]:
    """Return what can be used of it: nothing is lost with the rest."""
    if not isinstance(document, dict):
        return {}
    return {
        name: tuple(each for each in sizes if isinstance(each, int))
        for name, sizes in document.items()
        if isinstance(sizes, list)
    }


def _number(document: Mapping[str, Json], name: str, default: float) -> float:
    value = document.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is no number")
    low, high = LIMITS[name]
    return min(max(value, low), high)


def _timetable(document: Json, usual: Timetable) -> Timetable:
    if not isinstance(document, dict):
        raise TypeError("the timetable is no map")
    return Timetable(
        str(document.get("cells", usual.cells)),
        _whole(document.get("slow_bytes_per_s", usual.slow_bytes_per_s)),
        _whole(document.get("middle_bytes_per_s", usual.middle_bytes_per_s)),
    )


def _quiet_hours(document: Json, usual: QuietHours) -> QuietHours:
    if not isinstance(document, dict):
        raise TypeError("the quiet hours are no map")
    return QuietHours(
        bool(document.get("is_on", usual.is_on)),
        _whole(document.get("from_minute", usual.from_minute)),
        _whole(document.get("to_minute", usual.to_minute)),
    )


def _whole(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value} is no whole number")
    return value
