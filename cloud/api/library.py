"""Items as one caller may see and write them. What the routes and the pages share. Runs within a request.

What somebody may not see is not there for them: 404, never 403, which would say that it is (invariant 20).
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from datetime import UTC, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from cloud.api import audit
from cloud.api.callers import caller, look_again
from cloud.api.context import context
from cloud.api.problems import ApiError
from cloud.contract.accounts import Role, may_edit
from cloud.contract.findings import SERVICE_PREFIX
from cloud.contract.item import TOMBSTONE_DAYS, Item
from cloud.contract.keys import NEWSROOM_LIBRARY, is_item_id
from cloud.contract.record import BadRecordError, now_text
from cloud.contract.status import ItemStatus, Profile
from cloud.contract.transcript import Transcript
from cloud.store import edits
from cloud.store.items import UNFINISHED
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.record import Json, Record
    from cloud.store.edits import Edit, Findings

#: Where the newsroom's own profiles are kept (cloud/analysis/work/profiles.py).
_PROFILES_KEY = "settings/profiles.json"
#: How often something is tried again after somebody else's write.
_TURNS = 10


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody deleted an item."""

    id: str  #: of the entry in the audit
    item_id: str
    library: str
    filename: str
    sha256: str
    size_bytes: int
    deleted_at: str
    deleted_by: str
    removes: tuple[str, ...]
    tombstone_until: str


def find(item_id: str) -> Record:
    """Return an item that the caller may see; raises ``ApiError`` (404)."""
    return _find(item_id, caller().libraries)


def find_to_edit(item_id: str) -> Record:
    """Return an item that the caller may write; raises ``ApiError``: 404, or 403 where it is seen and not theirs."""
    record = find(item_id)
    if not may_write(record):
        raise ApiError(HTTPStatus.FORBIDDEN, "not_yours", "Only who uploaded it, the desk or an admin may do this.")
    return record


def may_write(record: Record) -> bool:
    """Whether the caller may write, delete or re-analyse an item."""
    who = caller()
    return may_edit(who.id, who.role, owner_id=str(record["owner_id"]), library=str(record["library"]))


def may_link(item: Item) -> bool:
    """Whether the caller may let an item out of the newsroom: under embargo only an admin may."""
    return caller().role is Role.ADMIN or not item.caption.is_embargoed(context().ports.now())


def edit(item_id: str, version: int, wish: Edit) -> Record:
    """Write what the caller wants over the version that they saw. Raises ``ApiError``: 403, 404, 409, 422."""
    record = find_to_edit(item_id)
    if record["version"] != version:
        raise _overtaken(record)
    before = Item.from_record(record).caption.embargo_until
    changed = _in_bounds(functools.partial(edits.edit, _stores(), record, wish, now=context().ports.now()))
    if changed is None:
        raise _overtaken(find_to_edit(item_id))
    after = Item.from_record(changed).caption.embargo_until
    if after != before:
        audit.note("embargo_changed", item_id, before=before, after=after)
    return changed


def delete(item_id: str) -> Receipt:
    """Delete an item; its bytes go within moments (cloud/analysis/orders.py). Raises ``ApiError``: 401, 403, 404, 503.

    An order stands, whatever becomes later of who gave it: so who gives it is looked at anew.
    """
    here, who = context(), look_again()
    for _ in range(_TURNS):
        item = Item.from_record(find_to_edit(item_id))
        left = edits.bury(here.ports.items, item, by=who.id, now=here.ports.now())
        if left is None:
            continue
        # An admin reads the audit: of a private item not even whether it was a file that they have too.
        sha256 = item.sha256 if item.library == NEWSROOM_LIBRARY else ""
        entry = audit.note("item_deleted", item.id, library=item.library, sha256=sha256)
        deleted = Item.from_record(left)
        ends = here.ports.now() + timedelta(days=TOMBSTONE_DAYS)
        return Receipt(
            id=entry,
            item_id=item.id,
            library=item.library,
            filename=item.filename,
            sha256=item.sha256,
            size_bytes=item.size_bytes,
            deleted_at=deleted.deleted_at or deleted.updated_at,
            deleted_by=who.id,
            removes=("original", "derived", "claim"),
            tombstone_until=now_text(ends),
        )
    raise _contested()


def reanalyze(item_id: str, profile: str | None) -> Record:
    """Order that an item be analysed anew. Raises ``ApiError``: 403, 404, 409, 422, 503."""
    here, who = context(), caller()
    for _ in range(_TURNS):
        record = find_to_edit(item_id)
        item = Item.from_record(record)
        if item.status in UNFINISHED or record.get("work_state"):
            raise ApiError(HTTPStatus.CONFLICT, "under_way", "It is being analysed just now.")
        if item.status is ItemStatus.REJECTED or not item.media_type:
            raise ApiError(HTTPStatus.CONFLICT, "rejected", "The newsroom did not take this file; send it again.")
        if profile is not None and profile not in profiles():
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "profile", "The newsroom has no such profile.")
        if is_spent():
            raise ApiError(HTTPStatus.CONFLICT, "spend_cap", "Today's money for analyses is spent; try tomorrow.")
        ordered = edits.order_analysis(here.ports.items, item, by=who.id, profile=profile, now=here.ports.now())
        if ordered is not None:
            audit.note("item_reanalyzed", item.id, profile=profile or item.profile)
            return ordered
    raise _contested()


def hand_in(item_id: str, findings: Findings) -> tuple[Record, bool]:
    """Write what an outside analyser found; say whether its transcript was taken. Raises ``ApiError``: 404, 409, 422.

    It works for the newsroom, so private libraries are not there for it.
    """
    here, engine = context(), f"{SERVICE_PREFIX}{findings.service}"
    for _ in range(_TURNS):
        record = _find(item_id, (NEWSROOM_LIBRARY,))
        item = Item.from_record(record)
        if item.status in UNFINISHED or record.get("work_state"):
            raise ApiError(HTTPStatus.CONFLICT, "under_way", "The newsroom's own analysis is not over; try later.")
        if item.status is ItemStatus.REJECTED:
            raise ApiError(HTTPStatus.CONFLICT, "rejected", "The newsroom did not take this file.")
        is_taken = bool(findings.text) and edits.takes_transcript(item, engine)
        changed = _in_bounds(functools.partial(edits.hand_in, _stores(), record, findings, now=here.ports.now()))
        if changed is not None:
            audit.note("results_handed_in", item.id, engine=engine, tags=len(findings.tags), transcript=is_taken)
            return changed, is_taken
    raise _contested()


def transcript(item: Item) -> Transcript | None:
    """Return all that was said; what the record holds of it where the whole cannot be read."""
    if item.transcript is None:
        return None
    summary = item.transcript
    try:
        return Transcript.from_json(json.loads(context().ports.derived.read(summary.key)))
    except (ObjectMissingError, BadRecordError, ValueError, KeyError):
        return Transcript(summary.language, summary.engine, summary.excerpt, is_rough=summary.is_rough)


def profiles() -> frozenset[str]:
    """Return the names of the newsroom's profiles."""
    names = {profile.value for profile in Profile}
    try:
        listed = json.loads(context().ports.derived.read(_PROFILES_KEY))["profiles"]
        names |= {str(name) for name in listed}
    except (ObjectMissingError, ValueError, KeyError, TypeError):
        pass  # none of its own, or none that can be read: whoever carries the order out looks again
    return frozenset(names)


def is_spent() -> bool:
    """Whether today's money for analyses is spent."""
    here = context()
    if here.ports.ledger is None or here.config.daily_cap_microusd is None:
        return False
    return here.ports.ledger.spent(today()) >= here.config.daily_cap_microusd


def today() -> str:
    """Return the day (UTC), yyyy-mm-dd."""
    return context().ports.now().astimezone(UTC).date().isoformat()


def service_name(name: str, user_id: str) -> str:
    """Return how a service's findings are signed: by its account's name, and by its id, for names are not unique.

    So no service writes over another's findings, nor passes for it, though an admin gave both the same name.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].rstrip("-")
    number = user_id.lower()
    return f"{plain}-{number}" if plain else number


def row(record: Record) -> dict[str, Json]:
    """Return what a list shows of an item: read from the record as it is, for a page is fifty of them."""
    caption, analyses = record.get("caption"), record.get("analyses")
    words = caption if isinstance(caption, dict) else {}
    made = analyses.get("thumbnails") if isinstance(analyses, dict) else None
    return {
        **{name: _plain(record.get(name) or "") for name in _TEXTS},
        **{name: _number(record.get(name)) for name in _NUMBERS},
        "captured_at": str(record["captured_at"]) if record.get("captured_at") else None,
        "headline": str(words.get("headline") or ""),
        "embargo_until": str(words["embargo_until"]) if words.get("embargo_until") else None,
        "has_thumbnail": isinstance(made, dict) and made.get("state") == "SUCCEEDED",
    }


_TEXTS = (
    "id", "library", "owner_id", "filename", "folder", "media_type", "mime", "profile", "status", "status_reason",
    "uploaded_at", "updated_at",
)  # fmt: skip
_NUMBERS = ("size_bytes", "version", "width", "height", "duration_ms")


def _plain(value: object) -> str:
    return str(value)


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))


def _find(item_id: str, libraries: tuple[str, ...]) -> Record:
    record = context().ports.items.get(item_id) if is_item_id(item_id) else None
    if record is None or record.get("library") not in libraries or record.get("status") in {None, ItemStatus.DELETED}:
        raise ApiError(HTTPStatus.NOT_FOUND, "no_item", "There is no such item.")
    return record


def _stores() -> edits.Stores:
    ports = context().ports
    return edits.Stores(ports.items, ports.derived)


def _in_bounds(write: Callable[[], Record | None]) -> Record | None:
    try:
        return write()
    except edits.FullError as error:
        detail = f"The item cannot hold that much more ({error})."
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "full", detail) from error


def _overtaken(record: Record) -> ApiError:
    detail = "Somebody else changed it since you saw it. Look again, and decide anew."
    return ApiError(HTTPStatus.CONFLICT, "overtaken", detail, version=int(str(record["version"])))


def _contested() -> ApiError:
    return ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Others keep changing it. Try again.", {"Retry-After": "2"})
