"""An export on disk: whole, or not there. Any thread."""

from __future__ import annotations

import errno
import os
import secrets
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.errors import FileUnreadable, StorageFull
from desktop.item.exports.subtitles import srt, vtt
from desktop.item.exports.texts import as_json, txt

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.item.exports.spoken import Spoken

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
#: What no file system of ours takes in a name, and the longest name that they all take, in bytes.
_FORBIDDEN = '<>:"/\\|?*'
_LONGEST_STEM = 120


class Format(StrEnum):
    """Formats, as their files end."""

    SRT = "srt"
    VTT = "vtt"
    TXT = "txt"
    DOCX = "docx"
    JSON = "json"


def render(spoken: Spoken, form: Format, note: str = "") -> bytes:
    """Return the bytes of a format; ``note`` says above the text where it comes from, where there is a place for it."""
    if form is Format.SRT:
        return srt(spoken)
    if form is Format.VTT:
        return vtt(spoken, note)
    if form is Format.TXT:
        return txt(spoken, note)
    if form is Format.DOCX:
        # Here, because it takes a tenth of a second to load, and few who start the window ever need it.
        from desktop.item.exports.docx import docx_document  # noqa: PLC0415 - the reason above

        return docx_document(spoken, note)
    return as_json(spoken)


def write(spoken: Spoken, form: Format, target: Path, note: str = "") -> Path:
    """Write a file beside its place, then put it there; raises ``StorageFull`` and ``FileUnreadable``."""
    body = render(spoken, form, note)
    try:
        # With the rights of any new file: it may be meant for others.
        temporary = target.with_name(f".{target.name[:40]}-{secrets.token_hex(4)}")
        try:
            with temporary.open("xb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull("write a file") from error
        raise FileUnreadable("write a file", detail=error.strerror or str(error)) from error
    return target


def name_for(spoken: Spoken, form: Format) -> str:
    """Return a name for the file, after the item's title."""
    stem = "".join("-" if letter in _FORBIDDEN or not letter.isprintable() else letter for letter in spoken.title)
    stem = stem.encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .") or spoken.item_id
    return f"{stem}.{form.value}"
