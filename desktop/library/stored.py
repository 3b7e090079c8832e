"""Items and transcripts as the cache holds them: compressed JSON. Pure, any thread."""

from __future__ import annotations

import json
import zlib
from array import array
from decimal import Decimal
from typing import TYPE_CHECKING

from cloud.contract.item import Item
from cloud.contract.transcript import Transcript

if TYPE_CHECKING:
    from cloud.contract.record import Record, Value


#: Characters between one word and the next: spaces, punctuation, a sound in brackets.
_FAR = 80


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


def _plain(value: Value) -> int | float | list[str]:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} in a record")
