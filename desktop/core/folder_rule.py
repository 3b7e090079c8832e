"""A watched folder's rule as the settings keep it. Pure; any thread."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.contract.keys import NEWSROOM_LIBRARY
from cloud.contract.media import MediaType
from cloud.contract.status import Profile
from desktop.core.model import AfterUpload, Afterwards, Folder

if TYPE_CHECKING:
    from desktop.core.settings import Json


def write_folder(folder: Folder) -> Json:
    """Return a rule as the settings keep it."""
    return {
        # A path need not be UTF-8: then its bytes are kept.
        "path": str(folder.path) if _is_text(str(folder.path)) else {"hex": os.fsencode(folder.path).hex()},
        "library": folder.library,
        "profile": folder.profile.value,
        "language": folder.language,
        "include_subfolders": folder.include_subfolders,
        "ignore": list(folder.ignore),
        "kinds": [kind.value for kind in folder.kinds],
        "bytes_per_s": folder.bytes_per_s,
        "caption": dict(folder.caption),
        "after": {"do": folder.after.do.value, "subfolder": folder.after.subfolder, "days": folder.after.days},
        "saved_at": folder.saved_at,
    }


def read_folder(document: Json) -> Folder:
    """Read a rule back; raises ``TypeError``, ``ValueError`` or ``KeyError`` for what is none."""
    if not isinstance(document, dict):
        raise TypeError("a folder is no map")
    path = document["path"]
    if isinstance(path, dict):
        path = os.fsdecode(bytes.fromhex(str(path["hex"])))
    if not isinstance(path, str) or not os.path.isabs(path):  # noqa: PTH117 - "" is asked too
        raise TypeError("a folder has no absolute path")
    caption = document.get("caption", {})
    if not isinstance(caption, dict):
        raise TypeError("a folder's caption is no map")
    speed = document.get("bytes_per_s", 0)
    if isinstance(speed, bool) or not isinstance(speed, int) or speed < 0:
        raise TypeError("a folder's speed is no number")
    return Folder(
        path=Path(path),
        library=str(document.get("library", NEWSROOM_LIBRARY)),
        profile=Profile(str(document.get("profile", Profile.FULL))),
        language=str(document.get("language", "")),
        include_subfolders=bool(document.get("include_subfolders", True)),
        ignore=tuple(str(pattern) for pattern in _listed(document.get("ignore", []))),
        kinds=tuple(MediaType(str(kind)) for kind in _listed(document.get("kinds", list(MediaType)))),
        bytes_per_s=speed,
        caption=tuple((name, str(text)) for name, text in caption.items() if text),
        after=_read_after(document.get("after", {})),
        saved_at=_number(document.get("saved_at", 0.0)),
    )


def _read_after(document: Json) -> Afterwards:
    if not isinstance(document, dict):
        raise TypeError("what happens after the upload is no map")
    usual = Afterwards()
    days = document.get("days", usual.days)
    if isinstance(days, bool) or not isinstance(days, int):
        raise TypeError("days are no number")
    return Afterwards(
        AfterUpload(str(document.get("do", usual.do))), str(document.get("subfolder", usual.subfolder)), days
    )


def _number(document: Json) -> float:
    if isinstance(document, bool) or not isinstance(document, int | float):
        raise TypeError("a time is a number")
    return float(document)


def _listed(document: Json) -> list[Json]:
    if not isinstance(document, list):
        raise TypeError("a list was expected")
    return document


def _is_text(path: str) -> bool:
    return path.encode("utf-8", "replace").decode("utf-8") == path
