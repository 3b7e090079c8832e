"""Analyses an item anew, as its next analysis version: after a failure, with another profile, or with a newer plan.

::

    look            finished, not rejected or deleted, its original still there
    claim           its bytes may have become another item's since it failed
    one update      analysis version + 1, version + 1, RECEIVED, everything planned anew     a crash: sweep sends it
    send the work

It is the one way for an item's status to go down. What people wrote stays: the caption, tags of their own, and what
they say of tags; so do the tags of an outside analyser. What our machines found is dropped, and found again: what was
paid for is answered by the till from what it kept, as long as the bytes and the question are the same. The derived
pictures of the version before stay where they are until then.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cloud.analysis.shell.environment import Environment
from cloud.analysis.shell.logs import log
from cloud.analysis.shell.toolbox import OnDeviceEngines
from cloud.analysis.work import plan
from cloud.analysis.work.claims import claim_bytes, refuse_duplicate
from cloud.analysis.work.dispatch import resume
from cloud.analysis.work.profiles import BadProfileError, NewsroomProfiles, find_rule
from cloud.analysis.work.services import Services
from cloud.contract.findings import HUMAN, SERVICE_PREFIX
from cloud.contract.item import Item
from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.store.items import UNFINISHED, WORK_OPEN, Change
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from cloud.contract.record import Record, Value

#: Items that stand for their bytes and of which nothing more comes by itself.
_ENDED = frozenset({ItemStatus.COMPLETED, ItemStatus.PARTIAL, ItemStatus.FAILED})
#: What the version before leaves in a record besides its tags.
_MACHINES_OWN = frozenset({"status_reason", "transcript", "sentiment", "search_text"})
#: Who asked for it, and with what profile: said and done.
_ORDER = "order"


class Answer(StrEnum):
    """What became of the wish."""

    STARTED = "started"
    UNDER_WAY = "under_way"  #: it is being analysed just now; its work was sent once more, which does no harm
    UNKNOWN = "unknown"  #: there is no such item
    DELETED = "deleted"
    REJECTED = "rejected"  #: it was never taken
    NO_ORIGINAL = "no_original"
    DUPLICATE = "duplicate"  #: another item has these bytes since this one failed
    OVERTAKEN = "overtaken"  #: somebody else changed it at the same moment, or since ``if_version``


def reanalyze(services: Services, item_id: str, *, profile: str | None = None, if_version: int | None = None) -> Answer:
    """Analyse an item anew, with its own profile or another one; doing it twice is doing it once.

    Raises ``BadProfileError`` where the newsroom has no such profile.
    """
    record = services.items.get(item_id)
    if record is None or "status" not in record:
        return Answer.UNKNOWN
    item = Item.from_record(record)
    chosen = profile or item.profile
    if profile is not None and profile not in services.profiles():
        raise BadProfileError(f"there is no profile {profile!r}; there are {', '.join(sorted(services.profiles()))}")
    if if_version is not None and item.version != if_version:
        return Answer.OVERTAKEN
    refusal = _refusal(services, item)
    if refusal is not None:
        return refusal
    changed = services.items.change(_change(services, item, record, chosen))
    if changed is None:
        return Answer.OVERTAKEN
    begun = Item.from_record(changed)
    # Once more, now that it lives: another may have taken the bytes over while it had let them go.
    holder = claim_bytes(services, begun)
    if holder != item.id:
        refuse_duplicate(services, begun, holder)
        return Answer.DUPLICATE
    resume(services, begun)
    log("analysed anew", item=item.id, version=begun.analysis_version, profile=chosen)
    return Answer.STARTED


def failed_items(services: Services) -> Iterator[str]:
    """Return the items of which an analysis failed: whatever a re-analysis may mend."""
    for outline in services.items.outlines():
        if _has(outline, lambda entry: entry.get("state") == AnalysisState.FAILED):
            yield str(outline["id"])


def unpaid_items(services: Services) -> Iterator[str]:
    """Return the items of which something was left out because the day's money was spent."""
    for outline in services.items.outlines():
        if _has(outline, lambda entry: entry.get("reason") == Reason.SPEND_CAP):
            yield str(outline["id"])


def connect(client: Callable[[str], Any], variables: Mapping[str, str], now: Callable[[], datetime]) -> Services:
    """Return what a re-analysis works with from outside: no engine is loaded, nothing is asked of a paid service.

    ``client`` makes boto3's clients by service; ``variables`` are those of the stack's ``ingest`` function.
    """
    from cloud.store.dynamodb import DynamoItems  # noqa: PLC0415 -- brings botocore along, that functions load late
    from cloud.store.queues import SqsQueues  # noqa: PLC0415 -- the same
    from cloud.store.s3 import S3Objects  # noqa: PLC0415 -- the same
    from cloud.store.topics import SnsTopic  # noqa: PLC0415 -- the same

    environment = Environment.read(variables)
    derived = S3Objects(client("s3"), environment.derived_bucket)
    return Services(
        items=DynamoItems(client("dynamodb"), environment.items_table),
        originals=S3Objects(client("s3"), environment.originals_bucket),
        derived=derived,
        queues=SqsQueues(client("sqs"), environment.queue_urls),
        topic=SnsTopic(client("sns"), environment.topic_arn),
        engines=OnDeviceEngines(),
        now=now,
        engine_set=environment.engine_set,
        profiles=NewsroomProfiles(derived, now),
    )


def _refusal(services: Services, item: Item) -> Answer | None:
    """Return why an item is not analysed anew; None where it is."""
    if item.status is ItemStatus.DELETED:
        return Answer.DELETED
    if item.status is ItemStatus.REJECTED or not item.media_type:
        return Answer.REJECTED
    if item.status in UNFINISHED:
        resume(services, item)
        return Answer.UNDER_WAY
    if not _has_original(services, item):
        return Answer.NO_ORIGINAL
    return Answer.DUPLICATE if claim_bytes(services, item) != item.id else None


def _has_original(services: Services, item: Item) -> bool:
    """Whether there are bytes to look at, of this version or, in a restored bucket, of these same bytes."""
    for version_id in dict.fromkeys((item.version_id, "")):
        try:
            services.originals.head(item.key, version_id)
        except ObjectMissingError:
            continue
        return True
    return False


def _change(services: Services, item: Item, record: Record, profile: str) -> Change:
    version = item.analysis_version + 1
    rule = find_rule(services.profiles(), profile)
    planned = plan.plan(MediaType(item.media_type), rule, item.language, version, services.engine_set)
    tags = record.get("tags")
    values: dict[str, Value] = {
        "status": ItemStatus.RECEIVED.value,
        "work_state": WORK_OPEN,
        "analysis_version": version,
        "profile": profile,
        "analyses": {
            **{name: entry.to_record() for name, entry in item.analyses.items() if _stays(entry.engine)},
            **{name: entry.to_record() for name, entry in planned.analyses.items()},
        },
        "pending": set(planned.pending),
        "tags": [tag for tag in tags if isinstance(tag, dict) and _stays(str(tag.get("source")))]
        if isinstance(tags, list)
        else [],
    }
    return Change(
        item_id=item.id,
        library=item.library,
        now=services.now_text(),
        if_version=item.version,
        if_analysis_version=item.analysis_version,
        values=values,
        removed=(_MACHINES_OWN | {_ORDER}) & record.keys(),
    )


def _stays(source: str) -> bool:
    """Whether a finding is none of ours to find again: a person's, or that of an analyser outside."""
    return source == HUMAN or source.startswith(SERVICE_PREFIX)


def _has(outline: Record, fits: Callable[[Record], bool]) -> bool:
    if outline.get("status") not in _ENDED:
        return False
    analyses = outline.get("analyses")
    entries = analyses.values() if isinstance(analyses, dict) else ()
    return any(isinstance(entry, dict) and fits(entry) for entry in entries)
