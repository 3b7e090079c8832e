"""A record in DynamoDB's wire form ({"S": …}, {"N": …}) and back. Pure; any thread.

Our own few lines instead of boto3's (de)serializer: numbers that are whole come back as Decimal, binary as bytes, and
the same form, with binary in base 64, is what a table's stream carries and what ``item.json`` is written in.
"""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from cloud.contract.record import BadRecordError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Record, Value

#: One attribute value as the DynamoDB API names its types (Amazon DynamoDB API Reference, "AttributeValue").
Wire: TypeAlias = "dict[str, str | bool | bytes | list[str] | list[Wire] | dict[str, Wire]]"


def to_wire(value: Value) -> Wire:  # noqa: PLR0911 -- one return for each of DynamoDB's types
    """Return one value in wire form; raises ``BadRecordError`` for what a table cannot hold (floats)."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, int | Decimal):
        return {"N": str(value)}
    if isinstance(value, bytes | bytearray):
        return {"B": bytes(value)}
    if isinstance(value, set | frozenset):
        if not value:
            raise BadRecordError("a set is empty")
        return {"SS": sorted(value)}
    if isinstance(value, list):
        return {"L": [to_wire(part) for part in value]}
    if isinstance(value, dict):
        return {"M": record_to_wire(value)}
    raise BadRecordError(f"a {type(value).__name__} is no value of a record")


def record_to_wire(record: Mapping[str, Value]) -> dict[str, Wire]:
    """Return a whole record, or a map in it, in wire form."""
    return {name: to_wire(value) for name, value in record.items()}


def from_wire(wire: Mapping[str, object]) -> Value:  # noqa: PLR0911 -- one return for each of DynamoDB's types
    """Read ``to_wire`` back; binary may be bytes or base 64."""
    ((kind, value),) = wire.items()
    match kind, value:
        case "NULL", _:
            return None
        case "BOOL", bool():
            return value
        case "S", str():
            return value
        case "N", str():
            return Decimal(value)
        case "B", bytes():
            return value
        case "B", str():
            return base64.b64decode(value)
        case "SS", list():
            return {str(part) for part in value}
        case "L", list():
            return [from_wire(part) for part in value]
        case "M", dict():
            return record_from_wire(value)
    raise BadRecordError(f"not an attribute value: {kind}")


def record_from_wire(wire: Mapping[str, Mapping[str, object]]) -> Record:
    """Read ``record_to_wire`` back."""
    return {name: from_wire(value) for name, value in wire.items()}


def record_bytes(record: Mapping[str, Value]) -> int:
    """Return what DynamoDB counts for a record (Amazon DynamoDB Developer Guide, "Item sizes and formats")."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in record.items())


def value_bytes(value: Value) -> int:  # noqa: PLR0911 -- one return for each of DynamoDB's types
    """Return what DynamoDB counts for one value: an upper bound for numbers, exact for the rest."""
    if value is None or isinstance(value, bool):
        return 1
    if isinstance(value, str):
        return len(value.encode())
    if isinstance(value, int | Decimal):
        return min(len(str(value)) // 2 + 2, 21)
    if isinstance(value, bytes | bytearray):
        return len(value)
    if isinstance(value, set | frozenset):
        return sum(len(part.encode()) for part in value)
    if isinstance(value, list):
        return 3 + sum(1 + value_bytes(part) for part in value)
    return 3 + sum(1 + len(name.encode()) + value_bytes(part) for name, part in value.items())
