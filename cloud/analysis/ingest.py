"""``ingest``: a new original becomes an item. It alone makes records, and decides what is taken at all.

::

    head, first bytes ─▶ rejected, or
    create the record (RECEIVED, all that is pending)    a redelivery finds it and goes on from here
    claim the bytes ─▶ held by a living item: REJECTED (duplicate)
    send the work                                        may be sent twice; results count once

The record comes before the claim, so that whoever finds the claim taken finds the item that holds it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.shell.batch import Event, run_work
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log, log_failure
from cloud.analysis.work import plan
from cloud.analysis.work.budgets import CAPTURED_AT_BYTES, FILENAME_BYTES, clip_text
from cloud.analysis.work.claims import claim_bytes, refuse_duplicate
from cloud.analysis.work.dispatch import resume
from cloud.analysis.work.profiles import find_rule, known_name, missing_profile
from cloud.contract.item import Item
from cloud.contract.keys import FOLDER_CHARACTERS, OriginalKey, decode_name, may_write
from cloud.contract.media import HEAD_BYTES, Media, sniff
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus
from cloud.store.events import ObjectCreated, parse_events
from cloud.store.items import UNFINISHED, WORK_NOTIFY
from cloud.store.objects import ObjectHead, ObjectMissingError
from cloud.store.queues import QueueName
from cloud.store.topics import Alert

if TYPE_CHECKING:
    from cloud.analysis.work.services import Services
    from cloud.contract.record import Record

_SHA256_CHARACTERS = 64
_LANGUAGE_BYTES = 35
#: Far more than any name takes; a person could put anything there.
_NAME_JSON_BYTES = 64 * 1024
#: An event that another write keeps overtaking is given back to the queue after so many turns.
_TURNS = 10


class OvertakenError(Exception):
    """Others keep writing the same record; the message comes again."""


@dataclass(frozen=True, slots=True)
class _Upload:
    """What is known of an original before its record is made."""

    key: OriginalKey
    head: ObjectHead
    event: ObjectCreated
    filename: str
    media: Media | None

    @property
    def refusal(self) -> str:
        """Why it is not taken; "" where it is."""
        if not may_write(self.key.library, self.key.owner_id):
            return Reason.NOT_OWNER.value
        if self.head.size_bytes == 0:
            return Reason.EMPTY.value
        return Reason.NOT_MEDIA.value if self.media is None else ""


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of S3's events."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_work(QueueName.INGEST, event, lambda body: handle(ports, body), ports.queues)


def handle(services: Services, body: str) -> None:
    """Handle one message."""
    for event in parse_events(body):
        key = OriginalKey.parse(event.key)
        if key is not None:
            ingest(services, event, key)


def ingest(services: Services, event: ObjectCreated, key: OriginalKey) -> None:
    """Make one original an item, or go on with one that is begun."""
    for _ in range(_TURNS):
        record = services.items.get(key.item_id)
        if record is not None and not _is_new_version(record, event):
            _go_on(services, Item.from_record(record), event)
            return
        upload = _look(services, event, key)
        if upload is None:
            log("original is gone", item=key.item_id)
            return
        if record is None:
            made = _record(services, upload, version=1, analysis_version=1)
            is_put = services.items.create(made)
        else:
            before = Item.from_record(record)
            if before.sha256 == upload.head.metadata.get("sha256"):  # the same bytes put again
                _go_on(services, before, event)
                return
            made = _record(services, upload, version=before.version + 1, analysis_version=before.analysis_version + 1)
            is_put = services.items.replace(made, if_version=before.version)
        if is_put:
            item = Item.from_record(made)
            log("item received", item=item.id, media=item.media_type, status=item.status.value)
            _go_on(services, item, event)
            return
    raise OvertakenError(key.item_id)


def _is_new_version(record: Record, event: ObjectCreated) -> bool:
    """Whether the event tells of later bytes than those the record is of. Deleted items stay deleted."""
    if record.get("status") == ItemStatus.DELETED or record.get("key") != event.key:
        return False
    if not event.version_id or event.version_id == record.get("version_id"):
        return False
    return not event.is_older_than(str(record.get("sequencer") or "")) and bool(event.sequencer)


def _go_on(services: Services, item: Item, event: ObjectCreated) -> None:
    """Claim the bytes and send the work; every step may be a repetition."""
    if item.key != event.key or item.status not in UNFINISHED:
        return
    holder = claim_bytes(services, item)
    if holder != item.id:
        refuse_duplicate(services, item, holder)
        return
    resume(services, item)


def _look(services: Services, event: ObjectCreated, key: OriginalKey) -> _Upload | None:
    """Read what must be known of an original: its metadata, its name, its first bytes. None where it is gone."""
    try:
        head = services.originals.head(event.key, event.version_id)
        first = services.originals.read(event.key, head.version_id, limit_bytes=HEAD_BYTES) if head.size_bytes else b""
    except ObjectMissingError:
        return None
    filename = _filename(services, head, key)
    return _Upload(key, head, event, filename, sniff(first, filename))


def _filename(services: Services, head: ObjectHead, key: OriginalKey) -> str:
    """Return the file's own name: from ``name.json`` where it is too long for metadata."""
    name = decode_name(head.metadata.get("filename", "")) or f"original{key.ext}"
    if "…" in name:
        try:
            document = json.loads(services.originals.read(key.name_json, limit_bytes=_NAME_JSON_BYTES))
            name = str(document["filename"])
        except (ObjectMissingError, ValueError, KeyError, TypeError, RecursionError):
            log("whole name is missing", item=key.item_id)
    return clip_text(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), FILENAME_BYTES)


def _record(services: Services, upload: _Upload, *, version: int, analysis_version: int) -> Record:
    """Return an item's first record, in which a result finds all the maps it writes into."""
    metadata, head, key = upload.head.metadata, upload.head, upload.key
    profile = _profile(services, metadata.get("profile", ""), key.item_id)
    language = clip_text(metadata.get("language", ""), _LANGUAGE_BYTES)
    refusal = upload.refusal
    planned = None
    if upload.media is not None and not refusal:
        rule = find_rule(services.profiles(), profile)
        planned = plan.plan(upload.media.type, rule, language, analysis_version, services.engine_set)
    sha256 = metadata.get("sha256", "").lower()
    item = Item(
        id=key.item_id,
        library=key.library,
        owner_id=key.owner_id,
        key=head.key,
        version_id=head.version_id,
        filename=upload.filename,
        folder=decode_name(metadata.get("folder", ""))[:FOLDER_CHARACTERS],
        size_bytes=head.size_bytes,
        sha256=sha256 if len(sha256) == _SHA256_CHARACTERS else "",
        profile=profile,
        uploaded_at=head.modified,
        status=ItemStatus.REJECTED if refusal else ItemStatus.RECEIVED,
        status_reason=refusal,
        version=version,
        updated_at=services.now_text(),
        language=language,
        media_type=upload.media.type.value if upload.media else "",
        mime=upload.media.mime if upload.media else "",
        captured_at=clip_text(metadata.get("captured-at", ""), CAPTURED_AT_BYTES) or None,
        analysis_version=analysis_version,
        pending=planned.pending if planned else frozenset(),
        is_open=planned is not None,
        analyses=planned.analyses if planned else {},
    )
    record = item.to_record()
    if refusal:
        record["work_state"] = WORK_NOTIFY
    if upload.event.sequencer:
        record["sequencer"] = upload.event.sequencer
    return record


def _profile(services: Services, name: str, item_id: str) -> str:
    """Return the profile that a file is analysed by: of one that nobody knows, ``private``, and somebody is told."""
    known = known_name(services.profiles(), name)
    if name and known != name:
        missing = missing_profile(name)
        log("profile is unknown", item=item_id, profile=missing)
        try:
            services.alerts.publish(Alert(Reason.NOT_IN_PROFILE.value, QueueName.INGEST, missing, "profile", item_id))
        except Exception as unheard:  # noqa: BLE001 -- an alert that cannot be sent is logged; the file is taken
            log_failure("alert not sent", unheard, item=item_id)
    return known
