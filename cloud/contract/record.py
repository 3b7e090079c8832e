"""What a record and a JSON document may hold, and how single values are read and written.

A record is plain Python as DynamoDB's types map to it: str, int, Decimal, bytes, set of str, list, dict. Never a float.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias

from cloud.contract.keys import mend_surrogates

#: What a record may hold. Never a float.
Value: TypeAlias = "str | int | bool | Decimal | bytes | set[str] | list[Value] | dict[str, Value] | None"
Record: TypeAlias = dict[str, Value]
#: What JSON may hold.
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

SEARCH_TEXT_BYTES = 24 * 1024


class BadRecordError(ValueError):
    """The record does not follow the contract; the message names the attribute."""


def now_text(now: datetime) -> str:
    """Return a moment as fixed-width UTC with milliseconds, so that text order is time order."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"


def pack_text(text: str, limit: int = SEARCH_TEXT_BYTES) -> bytes:
    """Compress a text for ``search_text``, cut at a word so that it takes at most ``limit`` bytes."""
    packed = zlib.compress(text.encode("utf-8", "replace"), 9)
    while len(packed) > limit:
        text = text[: max(int(len(text) * limit / len(packed) * 0.95), 0)].rsplit(" ", 1)[0]
        packed = zlib.compress(text.encode("utf-8", "replace"), 9)
    return packed


def unpack_text(value: Value) -> str:
    """Read ``pack_text`` back; takes boto3's ``Binary`` too."""
    raw = getattr(value, "value", value)
    if not isinstance(raw, bytes | bytearray):
        raise BadRecordError("search_text is not binary")
    return zlib.decompress(raw).decode("utf-8")


def storable(text: str) -> str:
    """Return text that is valid UTF-8: names that are none on disk keep their readable part."""
    return mend_surrogates(text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decimal(number: float, *, places: int) -> Decimal:
    """Return a number as the table takes it, rounded."""
    return Decimal(str(round(float(number), places)))


def decimals(value: Json) -> Value:
    """Return JSON with its floats as Decimal."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return [decimals(part) for part in value]
    if isinstance(value, dict):
        return {name: decimals(part) for name, part in value.items()}
    return value


def as_map(value: Value, name: str) -> dict[str, Value]:
    """Return the value as a map; raises ``BadRecordError`` naming the attribute."""
    if not isinstance(value, dict):
        raise BadRecordError(f"{name} is no map")
    return value


def text_of(record: Record, name: str, default: str | None = None) -> str:
    """Return an attribute that must be text; raises ``BadRecordError``."""
    value = record.get(name, default)
    if not isinstance(value, str):
        raise BadRecordError(f"{name} is no text")
    return value


def optional_text(record: Record, name: str) -> str | None:
    """Return an attribute that may be text."""
    value = record.get(name)
    return value if isinstance(value, str) else None


def number_of(value: Value, name: str) -> Decimal:
    """Return the value as a number; raises ``BadRecordError``."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadRecordError(f"{name} is no number")
    return Decimal(value)


def int_of(record: Record, name: str) -> int:
    """Return an attribute that must be a whole number; raises ``BadRecordError``."""
    return int(number_of(record.get(name), name))


def optional_int(record: Record, name: str) -> int | None:
    """Return an attribute that may be a whole number."""
    value = record.get(name)
    return None if value is None else int(number_of(value, name))
