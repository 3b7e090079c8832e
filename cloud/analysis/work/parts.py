"""Work that is done in parts, by many workers at once: a video's frames by twenties, a recording's sound by chunks.

::

    plan      pending gains text:0000 … text:0002; analyses.text.parts = 3        one update, before anything is sent
    part      analysis/parts/text-0001.json.gz, then pending loses text:0001      each by its worker
    merge     no part pending: the outcome of the whole, and pending loses text    by whoever finds it so

``text`` itself stays pending throughout, so an item is never taken for done between its parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.work.results import pack_json, unfinished, unpack_json
from cloud.contract.item import Item
from cloud.contract.keys import derived_key
from cloud.contract.status import ItemStatus
from cloud.store.items import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cloud.analysis.work.services import Services
    from cloud.contract.findings import Analysis
    from cloud.contract.record import Json, Record
    from cloud.contract.status import AnalysisName

#: In an analysis's entry: how many parts it was planned in.
PARTS = "parts"


def part_name(name: AnalysisName, part: int) -> str:
    """Return what a part is called in ``pending``."""
    return f"{name.value}:{part:04d}"


def pending_parts(item: Item, name: AnalysisName) -> list[int]:
    """Return the parts of an analysis that are still to come."""
    return sorted(int(each.partition(":")[2]) for each in item.pending if each.startswith(f"{name.value}:"))


def planned_parts(services: Services, item: Item, name: AnalysisName) -> int | None:
    """Return how many parts an analysis was planned in; None where it was not."""
    record = services.items.get(item.id) or {}
    analyses = record.get("analyses")
    entry = analyses.get(name.value) if isinstance(analyses, dict) else None
    parts = entry.get(PARTS) if isinstance(entry, dict) and entry.get("version") == item.analysis_version else None
    return None if parts is None else int(str(parts))


def plan_parts(services: Services, item: Item, counts: Mapping[AnalysisName, int]) -> Item | None:
    """Make parts pending, and say how many there are; None where the item is over, or one is awaited no more."""
    entries: dict[str, Record] = {}
    for name, count in counts.items():
        entries[name.value] = _queued(item, name) | {PARTS: count}
    changed = services.items.change(
        Change(
            item_id=item.id,
            library=item.library,
            now=services.now_text(),
            if_analysis_version=item.analysis_version,
            if_unfinished=True,
            if_pending=frozenset(name.value for name in counts),
            analyses=entries,
            added=frozenset(part_name(name, part) for name, count in counts.items() for part in range(count)),
        )
    )
    return None if changed is None else Item.from_record(changed)


def finish_parts(
    services: Services, item: Item, part: int, results: Mapping[AnalysisName, Mapping[str, Json]]
) -> Item | None:
    """Keep what one part came to, and take it out of ``pending``; return the item as it is then."""
    known: Item | None = item
    for name, result in results.items():
        if part_name(name, part) in item.pending:
            services.derived.write(_part_key(item, name, part), pack_json(result), "application/gzip")
    while known is not None:
        done = frozenset(part_name(name, part) for name in results) & known.pending
        if not done:
            return known
        changed = services.items.change(
            Change(
                item_id=item.id,
                library=item.library,
                now=services.now_text(),
                if_analysis_version=item.analysis_version,
                if_unfinished=True,
                if_pending=done,
                values={"status": ItemStatus.PROCESSING.value},
                done=done,
            )
        )
        if changed is not None:
            return Item.from_record(changed)
        known = unfinished(services, item.id, item.analysis_version)
    return None


def is_ready_to_merge(item: Item, name: AnalysisName) -> bool:
    """Whether an analysis is awaited, and none of its parts is."""
    return name.value in item.pending and not pending_parts(item, name)


def read_parts(services: Services, item: Item, name: AnalysisName, count: int) -> Iterable[dict[str, Json]]:
    """Return what the parts came to, in order."""
    return (unpack_json(services.derived.read(_part_key(item, name, part))) for part in range(count))


def _queued(item: Item, name: AnalysisName) -> Record:
    entry: Analysis = item.analyses[name]
    return entry.to_record()


def _part_key(item: Item, name: AnalysisName, part: int) -> str:
    return derived_key(item.library, item.id, item.analysis_version, f"analysis/parts/{name.value}-{part:04d}.json.gz")
