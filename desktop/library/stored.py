"""Items and transcripts as the cache holds them: compressed JSON. Pure, any thread."""

from __future__ import annotations

import json
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING

from cloud.contract.item import Item
from cloud.contract.transcript import Transcript
from desktop.library.query import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Record, Value


def pack_item(item: Item) -> tuple[bytes, bytes | None]:
    """Return the record, and its search text apart because rows are shown without it."""
    record = item.to_record()
    search_text = record.pop("search_text", None)
    packed = zlib.compress(json.dumps(record, default=_plain, separators=(",", ":")).encode(), 1)
    return packed, search_text if isinstance(search_text, bytes) else None


def unpack_item(packed: bytes, search_text: bytes | None) -> Item:
    """Read ``pack_item`` back; raises ``BadRecordError``, ``ValueError`` or ``zlib.error`` where it is damaged."""
    record: Record = json.loads(zlib.decompress(packed), parse_float=Decimal)
    pending = record.get("pending")
    if isinstance(pending, list):
        record["pending"] = {str(name) for name in pending}
    if search_text is not None:
        record["search_text"] = search_text
    return Item.from_record(record)


def pack_transcript(transcript: Transcript) -> bytes:
    """Return the transcript with its words."""
    return zlib.compress(json.dumps(transcript.to_json()).encode(), 1)


def unpack_transcript(packed: bytes) -> Transcript:
    """Read ``pack_transcript`` back."""
    return Transcript.from_json(json.loads(zlib.decompress(packed)))


def searchable(item: Item, transcript_text: str) -> Mapping[str, str]:
    """Return what an item is found by, by column of the index."""
    caption = item.caption
    columns = {
        "filename": item.filename,
        "tags": "\n".join(dict.fromkeys(tag.name for tag in item.tags)),
        "caption": "\n".join(
            text for text in (caption.headline, caption.caption, caption.byline, caption.credit, caption.rights) if text
        ),
        "folder": item.folder,
        "transcript": transcript_text,
        "search_text": item.search_text,
    }
    return {name: readable(text) for name, text in columns.items()}


def _plain(value: Value) -> int | float | list[str]:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} in a record")
