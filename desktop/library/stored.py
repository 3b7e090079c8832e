"""Items and transcripts as the cache holds them: compressed JSON. Pure, any thread."""

from __future__ import annotations

import json
import zlib
from array import array
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from cloud.contract.findings import Tag, TagKind
from cloud.contract.item import Item
from cloud.contract.transcript import Transcript, Word

if TYPE_CHECKING:
    from cloud.contract.record import Json, Record, Value


#: A tag: name, kind, confidence, source, ``at_ms``, box.
_Listed: TypeAlias = "tuple[str, str, float | None, str, int | None, list[float] | None]"
_KINDS = {kind.value: kind for kind in TagKind}
#: Characters between one word and the next: spaces, punctuation, a sound in brackets.
_FAR = 80


def pack_item(item: Item) -> tuple[bytes, bytes | None]:
    """Return the record, and its search text apart because rows are shown without it.

    Two lines of JSON: the record without its tags, and the tags as lists. There may be thousands of those, and lists
    of plain numbers are read ten times faster than maps of decimals.
    """
    record = item.to_record()
    search_text = record.pop("search_text", None)
    tags = record.pop("tags")
    listed = [_listed(tag) for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
    lines = (json.dumps(part, default=_plain, separators=(",", ":")) for part in (record, listed))
    return zlib.compress("\n".join(lines).encode(), 1), search_text if isinstance(search_text, bytes) else None


def unpack_item(packed: bytes, search_text: bytes | None) -> Item:
    """Read ``pack_item`` back; raises ``BadRecordError``, ``ValueError`` or ``zlib.error`` where it is damaged."""
    first, _, second = zlib.decompress(packed).partition(b"\n")
    record: Record = json.loads(first, parse_float=Decimal)
    pending = record.get("pending")
    if isinstance(pending, list):
        record["pending"] = {str(name) for name in pending}
    if search_text is not None:
        record["search_text"] = search_text
    tags: list[_Listed] = json.loads(second)
    return replace(Item.from_record(record), tags=tuple(map(_tag, tags)))


def pack_transcript(transcript: Transcript) -> bytes:
    """Return the transcript with its words, column by column."""
    words = transcript.words
    document = transcript.to_json(words=False)
    columns: dict[str, Json] = {
        "text": [word.text for word in words],
        "start_ms": [word.start_ms for word in words],
        "end_ms": [word.end_ms for word in words],
        "confidence": [round(word.confidence, 1) for word in words],
        "speaker": [word.speaker for word in words],
    }
    return zlib.compress(json.dumps({**document, "columns": columns}, separators=(",", ":")).encode(), 1)


def unpack_transcript(packed: bytes) -> Transcript:
    """Read ``pack_transcript`` back; also what earlier versions kept, word by word."""
    document = json.loads(zlib.decompress(packed))
    columns = document.pop("columns", None)
    transcript = Transcript.from_json(document)
    if columns is None:
        return transcript
    names = ("text", "start_ms", "end_ms", "confidence", "speaker")
    return replace(transcript, words=tuple(map(Word, *(columns[name] for name in names))))


def pack_times(transcript: Transcript) -> bytes:
    """Return when each word was said, by its place in the text: a quote finds its time without all the words."""
    places, moments = array("I"), array("I")
    at = 0
    for word in transcript.words:
        found = transcript.text.find(word.text, at)
        # What is not there as it is written is passed over; a far match would be a later word of the same spelling.
        if word.text and found >= 0 and found - at <= _FAR:
            places.append(found)
            moments.append(max(word.start_ms, 0))
            at = found + len(word.text)
    return zlib.compress(places.tobytes() + moments.tobytes(), 1)


def read_times(packed: bytes) -> tuple[array[int], array[int]]:
    """Read ``pack_times`` back: places, and milliseconds."""
    numbers = array("I", zlib.decompress(packed))
    half = len(numbers) // 2
    return numbers[:half], numbers[half:]


def _listed(tag: dict[str, Value]) -> list[Value]:
    return [tag.get(name) for name in ("name", "kind", "confidence", "source", "at_ms", "box")]


def _tag(listed: _Listed) -> Tag:
    name, kind, confidence, source, at_ms, box = listed
    edges = (float(box[0]), float(box[1]), float(box[2]), float(box[3])) if box else None
    return Tag(name, _KINDS[kind], None if confidence is None else float(confidence), source, at_ms, edges)


def _plain(value: Value) -> int | float | list[str]:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} in a record")
