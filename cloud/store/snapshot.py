"""``item.json``: the whole record in the derived bucket, so that the table can be rebuilt. Pure; any thread."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from cloud.contract.keys import derived_key
from cloud.contract.record import BadRecordError
from cloud.store.wire import record_from_wire, record_to_wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Record, Value

ITEM_JSON = "item.json"
_TO_DO = frozenset({"work_state", "order"})


def item_key(record: Mapping[str, Value]) -> str:
    """Return where a record's ``item.json`` lies."""
    version = record.get("analysis_version") or 1
    return derived_key(str(record["library"]), str(record["id"]), int(str(version)), ITEM_JSON)


def item_json(record: Mapping[str, Value]) -> bytes:
    """Write a record exactly: its attributes in DynamoDB's own JSON, binary in base 64, without what is to be done."""
    kept = {name: value for name, value in record.items() if name not in _TO_DO}
    return json.dumps(record_to_wire(kept), default=_base64, ensure_ascii=False, sort_keys=True).encode(
        "utf-8", "replace"
    )


def parse_item_json(body: bytes) -> Record:
    """Read ``item_json`` back; raises ``BadRecordError``."""
    try:
        return record_from_wire(json.loads(body))
    except (ValueError, AttributeError, TypeError) as error:
        raise BadRecordError(f"not an item.json: {error}") from error


def _base64(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"a {type(value).__name__} is no value of a record")
