"""The two envelopes in which S3 says that there is a new object, each with its own decoder of keys. Pure.

EventBridge carries keys as they are; S3's own notifications carry them as ``quote_plus`` encodes them (Amazon S3 User
Guide, "Event message structure"). A test event names no object. ``eventVersion`` is never looked at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from cloud.contract.record import Json


_CREATED = "Object Created"


@dataclass(frozen=True, slots=True)
class ObjectCreated:
    """One object was put."""

    bucket: str
    key: str
    version_id: str = ""  #: "" where the bucket keeps no versions, or the event does not say
    sequencer: str = ""  #: "" where the event does not say: older than all that do

    def is_older_than(self, sequencer: str) -> bool:
        """Whether a later event of the same key was seen. The shorter sequencer is padded with zeros on its right."""
        width = max(len(self.sequencer), len(sequencer))
        return self.sequencer.ljust(width, "0").upper() < sequencer.ljust(width, "0").upper()


def parse_events(body: str) -> list[ObjectCreated]:
    """Return what a message says was put; nothing for a test event or any other kind of event."""
    document = json.loads(body)
    if not isinstance(document, dict):
        return []
    if isinstance(document.get("detail"), dict):
        return _event_bridge(document)
    records = document.get("Records")
    return [event for record in records for event in _notification(record)] if isinstance(records, list) else []


def synthetic_event(bucket: str, key: str, version_id: str = "") -> str:
    """Return a message as EventBridge would send it, for an object that is to be looked at again."""
    thing: dict[str, Json] = {"key": key}
    if version_id:
        thing["version-id"] = version_id
    detail: dict[str, Json] = {"bucket": {"name": bucket}, "object": thing}
    return json.dumps({"source": "snapstream.rebuild", "detail-type": _CREATED, "detail": detail})


def _event_bridge(document: dict[str, Json]) -> list[ObjectCreated]:
    detail = document["detail"]
    if document.get("detail-type") != _CREATED or not isinstance(detail, dict):
        return []
    bucket, thing = detail.get("bucket"), detail.get("object")
    if not isinstance(bucket, dict) or not isinstance(thing, dict):
        return []
    return [
        ObjectCreated(
            bucket=str(bucket.get("name", "")),
            key=str(thing.get("key", "")),
            version_id=_version(thing.get("version-id")),
            sequencer=str(thing.get("sequencer") or ""),
        )
    ]


def _notification(record: Json) -> list[ObjectCreated]:
    if not isinstance(record, dict):
        return []
    if not str(record.get("eventName", "")).removeprefix("s3:").startswith("ObjectCreated"):
        return []
    s3 = record.get("s3")
    bucket, thing = (s3.get("bucket"), s3.get("object")) if isinstance(s3, dict) else (None, None)
    if not isinstance(bucket, dict) or not isinstance(thing, dict):
        return []
    return [
        ObjectCreated(
            bucket=str(bucket.get("name", "")),
            key=unquote_plus(str(thing.get("key", ""))),
            version_id=_version(thing.get("versionId")),
            sequencer=str(thing.get("sequencer") or ""),
        )
    ]


def _version(value: Json) -> str:
    return "" if value in (None, "null") else str(value)
