"""``vision``: reads the text and finds the faces in a picture, or in up to twenty frames of a video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.engines.ports import MediaError
from cloud.analysis.shell.batch import Event, run_work
from cloud.analysis.shell.invocation import observed
from cloud.analysis.work import plan
from cloud.analysis.work.messages import VisionWork, parse_message
from cloud.analysis.work.parts import finish_parts, is_ready_to_merge, part_name, planned_parts, read_parts
from cloud.analysis.work.results import Outcome, record_outcomes, unfinished
from cloud.contract.findings import Tag, TagKind
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cloud.analysis.engines.ports import Finding
    from cloud.analysis.work.messages import Frame
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json

_KINDS = {Name.TEXT: TagKind.TEXT, Name.FACES: TagKind.LABEL}


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of ``VisionWork``."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_work(QueueName.VISION, event, lambda body: handle(ports, body), ports.queues)


def handle(services: Services, body: str) -> None:
    """Handle one message. What one engine finds stands, whatever becomes of the other."""
    work = parse_message(body)
    if not isinstance(work, VisionWork):
        return
    item = unfinished(services, work.item_id, work.analysis_version)
    if item is None:
        return
    failed: Exception | None = None
    for name in sorted(plan.awaited_from(item, plan.ONDEVICE) & plan.VISUAL):
        is_awaited = (name if work.part is None else part_name(name, work.part)) in item.pending
        if is_awaited:
            try:
                result = look(services, name, work.frames)
            except Exception as error:  # noqa: BLE001 -- the other engine's findings are not to wait for this one's retry
                failed = error
                continue
            item = keep(services, item, name, work.part, result)
            if item is None:
                return
    if work.part is not None:
        merge_ready(services, item)
    if failed is not None:
        raise failed


def look(services: Services, name: Name, frames: Sequence[Frame]) -> dict[str, Json]:
    """Let one engine look at all the frames; return its tags, and why it could not look at some."""
    engine, see = _engine(services, name)
    tags: list[Json] = []
    seen = 0
    result: dict[str, Json] = {"engine": engine}
    for frame in frames:
        try:
            for finding in see(services.derived.read(frame.key)):
                tag = Tag(finding.name, _KINDS[name], finding.confidence, engine, frame.at_ms, finding.box)
                tags.append(tag.to_json())
            seen += 1
        except MediaError as error:
            result["failed"] = error.reason.value
    return result | {"tags": tags, "seen": seen}


def merge_ready(services: Services, item: Item) -> Item | None:
    """Merge what has all its parts; return the item as it is then."""
    known: Item | None = item
    for name in sorted(plan.VISUAL):
        if known is None:
            return None
        if is_ready_to_merge(known, name):
            count = planned_parts(services, known, name)
            if count is not None:
                known = record_outcomes(services, known, [outcome_of(name, read_parts(services, known, name, count))])
    return known


def outcome_of(name: Name, results: Iterable[dict[str, Json]]) -> Outcome:
    """Put what the parts found together.

    A picture that could not be looked at among others that could makes the whole a damaged success. Where none could,
    it failed, or it was skipped: the day's spending limit was reached, the pictures are too small.
    """
    tags: list[Tag] = []
    engine, failed, skipped = plan.NO_ENGINE, "", ""
    seen = cost_microusd = 0
    for result in results:
        engine = str(result.get("engine") or engine)
        found = result.get("tags")
        tags += [Tag.from_json(tag) for tag in found if isinstance(tag, dict)] if isinstance(found, list) else []
        is_whole = not result.get("failed") and not result.get("skipped")
        failed = str(result.get("failed") or failed)
        skipped = str(result.get("skipped") or skipped)
        seen += 1 if is_whole else int(str(result.get("seen", 0)))
        cost_microusd += int(str(result.get("cost_microusd", 0)))
    reason = failed or skipped
    if reason and not seen and not tags:
        state = AnalysisState.FAILED if failed else AnalysisState.SKIPPED
    elif tags or reason:
        state = AnalysisState.SUCCEEDED
    else:
        state = AnalysisState.NO_DATA
    return Outcome(name, state, engine, reason, tags=tuple(tags), cost_microusd=cost_microusd)


def keep(services: Services, item: Item, name: Name, part: int | None, result: dict[str, Json]) -> Item | None:
    """Record what was found in a still picture, or in one part of a video's frames; return the item as it is then."""
    if part is None:
        return record_outcomes(services, item, [outcome_of(name, [result])])
    return finish_parts(services, item, part, {name: result})


def _engine(services: Services, name: Name) -> tuple[str, Callable[[bytes], tuple[Finding, ...]]]:
    if name is Name.TEXT:
        reader = services.engines.text_reader()
        return reader.name, reader.read
    finder = services.engines.face_finder()
    return finder.name, finder.find
