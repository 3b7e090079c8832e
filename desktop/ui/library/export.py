"""Writes what is known of items beside each other: a table, whole records, transcripts. Any thread."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.item.exports.file import Format as Words
from desktop.item.exports.file import render
from desktop.item.exports.spoken import spoken_of
from desktop.ui.phrases import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cloud.contract.item import Item
    from desktop.library.items import ItemLibrary

_COLUMNS = (
    "id", "filename", "media_type", "headline", "caption", "byline", "credit", "rights", "uploaded_at", "captured_at",
    "folder", "duration_ms", "size_bytes", "people", "tags", "transcript",
)  # fmt: skip
#: What opens a formula in a spreadsheet: such a text is written behind an apostrophe.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write items."""

    shown: str
    suffix: str


FORMATS: Final[dict[str, Format]] = {
    "csv": Format(mark("One table (CSV)"), ".csv"),
    "json": Format(mark("Everything, a file an item (JSON)"), ".json"),
    "txt": Format(mark("Transcripts, a file an item (TXT)"), ".txt"),
    "docx": Format(mark("Transcripts for Word, a file an item (DOCX)"), ".docx"),
    "srt": Format(mark("Subtitles, a file an item (SRT)"), ".srt"),
    "vtt": Format(mark("Subtitles, a file an item (WebVTT)"), ".vtt"),
    "words": Format(mark("Words with their times, a file an item (JSON)"), ".words.json"),
}
#: Those that are made of what was said: items where nothing was are passed by.
_SPOKEN: Final = {"txt": Words.TXT, "docx": Words.DOCX, "srt": Words.SRT, "vtt": Words.VTT, "words": Words.JSON}


def write(library: ItemLibrary, ids: Sequence[str], kind: str, folder: Path) -> int:
    """Write the items into a folder; returns how many files. Raises ``OSError``."""
    if kind == "csv":
        return _write_table(library, ids, _free(folder, "snapstream-items", ".csv"))
    written = 0
    for item_id in ids:
        item = library.get(item_id)
        if item is None:
            continue
        stem = item.filename.rpartition(".")[0] or item.filename
        stem = "".join("_" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in stem).strip(" .") or item.id
        body = _body(library, item, kind)
        if body:
            _free(folder, stem, FORMATS[kind].suffix).write_bytes(body)
            written += 1
    return written


def _body(library: ItemLibrary, item: Item, kind: str) -> bytes:
    """Return a file's bytes, the words as people corrected them; none where nothing was said."""
    if kind not in _SPOKEN:
        return (json.dumps(library.item_json(item.id), indent=2, ensure_ascii=False) + "\n").encode()
    transcript = library.transcript(item.id)
    spoken = spoken_of(item, transcript) if transcript is not None else None
    if spoken is None or not spoken.words:
        return b""
    note = tr("Rough transcript, by machine. Check it before you quote it.") if spoken.is_rough else ""
    return render(spoken, _SPOKEN[kind], note)


def _write_table(library: ItemLibrary, ids: Sequence[str], path: Path) -> int:
    # A mark of the byte order, because spreadsheets take a table without one for their country's old encoding.
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        for item in library.get_many(ids):
            transcript = library.transcript(item.id)
            people = dict.fromkeys(tag.name for tag in item.tags if tag.kind == "person")
            tags = dict.fromkeys(tag.name for tag in item.tags if tag.kind != "person")
            caption = item.caption
            row = (
                item.id, item.filename, item.media_type, caption.headline, caption.caption, caption.byline,
                caption.credit, caption.rights, item.uploaded_at, item.captured_at or "", item.folder,
                item.duration_ms or "", item.size_bytes, "; ".join(people), "; ".join(tags),
                transcript.text if transcript else "",
            )  # fmt: skip
            table.writerow([_harmless(str(cell)) for cell in row])
    return 1


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _free(folder: Path, stem: str, suffix: str) -> Path:
    path, number = folder / f"{stem}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} ({number}){suffix}"
    return path
