"""How an analysis's outcome gets into the record: the whole to the derived bucket, then one conditional update.

::

write analysis/{name}.json.gz      a crash here: the message comes again, the same bytes are written again
update the item                    condition: the name is pending, the analysis version is ours, nothing is final
                                   a crash here: the message comes again, the condition fails, nothing happens
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cloud.analysis.shell import metrics
from cloud.analysis.work.budgets import fit_tags
from cloud.contract.findings import Analysis, Tag
from cloud.contract.item import Item
from cloud.contract.keys import derived_key
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus
from cloud.store.items import UNFINISHED, Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cloud.analysis.work.services import Services
    from cloud.contract.record import Json, Record, Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one analysis came to."""

    name: AnalysisName
    state: AnalysisState
    engine: str
    reason: str = ""
    tags: tuple[Tag, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)  #: attributes of the item that it sets
    facts: Mapping[str, Json] = field(default_factory=dict)  #: what else is kept of it beside its tags
    cost_microusd: int = 0  #: what was paid for it


def unfinished(services: Services, item_id: str, analysis_version: int) -> Item | None:
    """Return the item if a message of this analysis version still has something to do on it."""
    record = services.items.get(item_id)
    if record is None:
        return None
    item = Item.from_record(record)
    is_ours = item.analysis_version == analysis_version and item.status in UNFINISHED and bool(item.pending)
    return item if is_ours else None


def record_outcomes(services: Services, item: Item, outcomes: Iterable[Outcome]) -> Item | None:
    """Record all outcomes that are still awaited, in one update; return the item as it is then (None: it is over)."""
    known: Item | None = item
    outcomes = tuple(outcomes)
    written: set[AnalysisName] = set()
    while known is not None:
        awaited = [outcome for outcome in outcomes if outcome.name in known.pending]
        if not awaited:
            return known
        for outcome in awaited:
            if outcome.name not in written:
                write_full(services, known, outcome)
                written.add(outcome.name)
        changed = services.items.change(_change(services, known, awaited))
        if changed is not None:
            for outcome in awaited:
                if outcome.state is AnalysisState.FAILED:
                    metrics.count(metrics.ANALYSIS_FAILED, dimension="analysis", name=outcome.name.value)
            return Item.from_record(changed)
        known = unfinished(services, item.id, item.analysis_version)
    return None


def write_full(services: Services, item: Item, outcome: Outcome) -> None:
    """Write all of an outcome to the derived bucket: the same outcome is always the same bytes."""
    document: dict[str, Json] = {
        "analysis": outcome.name.value,
        "version": item.analysis_version,
        "engine": outcome.engine,
        "state": outcome.state.value,
        "reason": outcome.reason,
        "tags": [tag.to_json() for tag in outcome.tags],
        "facts": dict(outcome.facts),
    }
    key = derived_key(item.library, item.id, item.analysis_version, full_name(outcome.name))
    services.derived.write(key, pack_json(document), "application/gzip")


def read_full_tags(services: Services, item: Item, name: AnalysisName) -> list[Tag]:
    """Return all tags of an analysis, those too that did not fit into the record."""
    key = derived_key(item.library, item.id, item.analysis_version, full_name(name))
    tags = unpack_json(services.derived.read(key)).get("tags")
    return [Tag.from_json(tag) for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []


def full_name(name: AnalysisName) -> str:
    """Return the name of the derived object that holds all of an analysis's outcome."""
    return f"analysis/{name.value}.json.gz"


def pack_json(document: Mapping[str, Json]) -> bytes:
    """Compress a document; the same document gives the same bytes."""
    return gzip.compress(json.dumps(document, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"), mtime=0)


def unpack_json(body: bytes) -> dict[str, Json]:
    """Read ``pack_json`` back."""
    document = json.loads(gzip.decompress(body))
    if not isinstance(document, dict):
        raise TypeError("not a JSON object")
    return document


def _change(services: Services, item: Item, outcomes: Sequence[Outcome]) -> Change:
    names = frozenset(outcome.name.value for outcome in outcomes)
    parts = frozenset(name for name in item.pending if name.partition(":")[0] in names)
    values: dict[str, Value] = {"status": ItemStatus.PROCESSING.value}
    analyses: dict[str, Record] = {}
    tags: list[Record] = []
    for outcome in outcomes:
        values.update(outcome.values)
        if item.caption.to_record():
            values.pop("caption", None)  # a file's own caption never takes the place of what people wrote
        before = item.analyses.get(outcome.name)
        analyses[outcome.name.value] = Analysis(
            state=outcome.state,
            engine=outcome.engine,
            version=item.analysis_version,
            reason=outcome.reason,
            attempt=before.attempt if before else 1,
            cost_microusd=outcome.cost_microusd,
            job_id=before.job_id if before else None,
            token=before.token if before else None,
        ).to_record()
        if outcome.tags:
            tags += [tag.to_record() for tag in fit_tags(outcome.name, outcome.tags)]
    return Change(
        item_id=item.id,
        library=item.library,
        now=services.now_text(),
        if_analysis_version=item.analysis_version,
        # What a person writes at the same moment is seen, and stays: else this caption would take its place.
        if_version=item.version if "caption" in values else None,
        if_unfinished=True,
        if_pending=names,
        values=values,
        analyses=analyses,
        tags=tuple(tags),
        done=names | parts,
    )
