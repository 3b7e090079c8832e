"""What is taken out of texts that leave this computer: everything secret, always; paths, where a person asks for it.

Any thread.
"""

from __future__ import annotations

import json
import re
import sys
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from desktop.logs import redact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cloud.contract.record import Json
    from desktop.core.paths import DataDir

#: What fields that hold a secret are called.
_SECRET_FIELD = re.compile(r"(?i)secret|token|password|signing|access_key")
#: Shorter values are no secrets, and would be found in innocent words.
_SHORTEST = 12
#: What a path may go on with. Names have spaces: it ends with a quotation mark or the line.
_REST = r"(?P<rest>[\\/][^\n\"'<>|]*)?"
_HIDDEN = "…"
#: Paths that tell nothing of a person: the system's own, and the API's routes.
_ABSOLUTE = re.compile(
    r"(?<![\w.:/\\~-])/(?!/|api/|usr/|lib|proc/|dev/|sys/)[^\s/\"'<>|:,;()]+/[^\n\"'<>|:;]*|\b[A-Za-z]:\\[^\n\"'<>|]*"
)


def known_secrets(data_dir: DataDir) -> set[str]:
    """Return the values that open something, out of the files that are made to hold them."""
    found: set[str] = set()
    for path in (*data_dir.local_cloud.glob("*.json"), *data_dir.newsrooms.glob("*/connection.json")):
        try:
            _collect(json.loads(path.read_text(encoding="utf-8")), "", found)
        except (OSError, ValueError):
            continue  # no such file any more, or half of one
    return found


def _collect(document: Json, name: str, found: set[str]) -> None:
    match document:
        case dict():
            for field, value in document.items():
                _collect(value, field, found)
        case list():
            for value in document:
                _collect(value, name, found)
        case str() if len(document) >= _SHORTEST and _SECRET_FIELD.search(name):
            found.add(document)


class Redactor:
    """Takes secrets out of texts; with ``folders`` (the watched ones) also what paths tell of a person."""

    def __init__(self, data_dir: DataDir, *, folders: Iterable[Path] = (), hides_paths: bool = False) -> None:
        self.hides_paths = hides_paths
        self._secrets = sorted(known_secrets(data_dir), key=len, reverse=True)
        # Below places of ours nothing is anybody's; below a person's everything is.
        ours = {str(data_dir.root): "DATA", sys.prefix: "PROGRAM", sys.base_prefix: "PYTHON"}
        theirs = {str(path): f"FOLDER-{number}" for number, path in enumerate(dict.fromkeys(folders), 1)}
        theirs.setdefault(str(Path.home()), "HOME")
        self._folders = {path: name for path, name in theirs.items() if len(PurePath(path).parts) > 1}
        places = {path: (name, False) for path, name in self._folders.items()}
        places |= {path: (name, True) for path, name in ours.items() if len(PurePath(path).parts) > 1}
        longest_first = sorted(places.items(), key=lambda place: len(place[0]), reverse=True)
        self._places = [
            (re.compile(rf"(?<![\w/\\])(?:{_spellings(path)})(?![\w.-]){_REST}"), name, is_ours)
            for path, (name, is_ours) in longest_first
        ]

    def text(self, text: str) -> str:
        """Return a text, as of a log, without what may not leave."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        text = redact(text)
        if not self.hides_paths:
            return text
        for pattern, name, is_ours in self._places:
            text = pattern.sub(partial(_instead, name=name, is_ours=is_ours), text)
        return _ABSOLUTE.sub(_HIDDEN, text)

    def path(self, path: Path) -> str:
        """Return a path: as it is, or which folder it lies in and what kind of file it is."""
        if not self.hides_paths:
            return str(path)
        folder = next((self._folders[str(each)] for each in (path, *path.parents) if str(each) in self._folders), "")
        if str(path) in self._folders:
            return folder
        return f"{folder or _HIDDEN}/{_HIDDEN}{path.suffix if _is_kind(path.suffix) else ''}"


def find_folders(settings: Json) -> list[Path]:
    """Return the watched folders, of all newsrooms."""
    if isinstance(settings, list):
        return [path for each in settings for path in find_folders(each)]
    if not isinstance(settings, dict):
        return []
    path = settings.get("path")
    found = [Path(path)] if isinstance(path, str) else []
    return found + [each for value in settings.values() for each in find_folders(value)]


def hide_folders(settings: Json, redactor: Redactor) -> Json:
    """Return the settings with their folders as the redactor shows them."""
    if isinstance(settings, list):
        return [hide_folders(each, redactor) for each in settings]
    if not isinstance(settings, dict) or not redactor.hides_paths:
        return settings
    shown = {name: hide_folders(value, redactor) for name, value in settings.items()}
    if "path" in shown:  # one that is no text is kept as its bytes
        path, ignored, after, caption = (shown.get(name) for name in ("path", "ignore", "after", "caption"))
        shown["path"] = redactor.path(Path(path)) if isinstance(path, str) else None
        shown["ignore"] = len(ignored) if isinstance(ignored, list) else None
        if isinstance(caption, dict):  # what is written under each file: names and words of people
            fields: list[Json] = [*sorted(caption)]
            shown["caption"] = fields
        if isinstance(after, dict) and "subfolder" in after:
            shown["after"] = after | {"subfolder": _HIDDEN}
    return shown


def _spellings(path: str) -> str:
    """Return how a path may stand in a text: as it is, in JSON, as Python shows it."""
    spelled = dict.fromkeys((path, json.dumps(path)[1:-1], repr(path)[1:-1]))
    return "|".join(map(re.escape, spelled))


def _instead(found: re.Match[str], *, name: str, is_ours: bool) -> str:
    rest = found["rest"] or ""
    if is_ours or not rest:
        return f"{name}{rest}"
    suffix = PurePath(rest).suffix
    return f"{name}/{_HIDDEN}{suffix if _is_kind(suffix) else ''}"


def _is_kind(suffix: str) -> bool:
    """Whether a suffix says what kind of file it is, and is no part of a name."""
    return re.fullmatch(r"\.[A-Za-z0-9]{1,5}", suffix) is not None
