"""What Rekognition Video reads of an item: the original where it takes it, else a copy that ``av`` makes.

Which of them it is stands in ``film.json`` beside the item's other derived objects, with the length that is paid for;
``start`` reads it there, so that a message need not carry it. One thread an invocation.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.video import VideoSource
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.shell.logs import log
from cloud.analysis.work import plan
from cloud.analysis.work.giving_up import state_for
from cloud.analysis.work.results import Outcome, pack_json, record_outcomes, unpack_json
from cloud.contract.keys import derived_key
from cloud.contract.status import AnalysisState
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.status import AnalysisName as Name

PROXY_NAME = "proxy.mp4"
_NOTE_NAME = "film.json"
_ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class FilmNote:
    """What ``av`` has found out about a video."""

    recipe: str  #: ``original``, or how the copy was made
    duration_ms: int
    is_answered: bool = False  #: all that is asked was answered before, about the same bytes: no copy is made anew


def awaited_from_film(item: Item) -> frozenset[Name]:
    """Return the analyses that are still to come from jobs on the whole video."""
    return plan.awaited_from(item, plan.REKOGNITION_VIDEO)


def is_film_needed(services: Services, item: Item) -> bool:
    """Whether jobs are awaited and it is not yet known what they can read."""
    return bool(awaited_from_film(item)) and read_note(services, item) is None


def prepare_film(
    services: Services, item: Item, path: Path, is_answered: Callable[[Item, FilmNote], bool], *, has_video: bool
) -> Item | None:
    """Find out what the jobs can read, and make a copy where need be; return the item as it is then.

    ``is_answered``: whether the answers to all that is awaited are kept, of what a note tells of. Where there is
    nothing that Rekognition would take, all that waits for its jobs is recorded with the reason.
    """
    if not is_film_needed(services, item):
        return item
    names = sorted(awaited_from_film(item))
    if not has_video:
        return record_outcomes(services, item, [_without(name, AnalysisState.NO_DATA, "") for name in names])
    try:
        before = _read(services, item, item.analysis_version - 1) if item.analysis_version > 1 else None
        is_known = before is not None and is_answered(item, before)
        note = replace(before, is_answered=True) if before and is_known else _prepare(services, item, path)
    except MediaError as error:
        log("no film for jobs", item=item.id, reason=error.reason.value, detail=error.detail)
        state = state_for(error.reason)
        return record_outcomes(services, item, [_without(name, state, error.reason.value) for name in names])
    body = pack_json({"recipe": note.recipe, "duration_ms": note.duration_ms, "answered": note.is_answered})
    services.derived.write(_key(item, _NOTE_NAME), body, "application/gzip")
    return item


def read_note(services: Services, item: Item) -> FilmNote | None:
    """Return what ``av`` found out; None where it has not looked yet, or its copy is gone."""
    note = _read(services, item, item.analysis_version)
    if note is not None and note.recipe != _ORIGINAL and not note.is_answered:
        try:
            services.derived.head(_key(item, PROXY_NAME))
        except ObjectMissingError:
            return None
    return note


def _read(services: Services, item: Item, version: int) -> FilmNote | None:
    """Return what was found out for one analysis version."""
    try:
        document = unpack_json(services.derived.read(derived_key(item.library, item.id, version, _NOTE_NAME)))
    except ObjectMissingError:
        return None
    return FilmNote(str(document["recipe"]), int(str(document["duration_ms"])), bool(document.get("answered")))


def drop_proxy(services: Services, item: Item) -> None:
    """Remove the copy once no job is awaited any more: up to a gigabyte that nobody else looks at."""
    if awaited_from_film(item):
        return
    note = read_note(services, item)
    if note is not None and note.recipe != _ORIGINAL:
        services.derived.remove(_key(item, PROXY_NAME))


def source_of(services: Services, item: Item, note: FilmNote) -> VideoSource:
    """Return the object that jobs read: of the original, the very version that was ingested."""
    if note.recipe == _ORIGINAL:
        return VideoSource(services.places.originals_bucket, item.key, item.version_id)
    return VideoSource(services.places.derived_bucket, _key(item, PROXY_NAME))


def _prepare(services: Services, item: Item, path: Path) -> FilmNote:
    film = services.engines.look_at_film(path)
    if not film.misfit:
        return FilmNote(_ORIGINAL, film.duration_ms)
    log("copy for jobs", item=item.id, misfit=film.misfit)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:  # goes with the original, whatever happens
        target = Path(folder) / PROXY_NAME
        proxy = services.engines.make_proxy(path, target)
        services.derived.write_file(_key(item, PROXY_NAME), target, "video/mp4")
    return FilmNote(proxy.recipe, proxy.duration_ms)


def _without(name: Name, state: AnalysisState, reason: str) -> Outcome:
    return Outcome(name, state, plan.REKOGNITION_VIDEO, reason)


def _key(item: Item, name: str) -> str:
    return derived_key(item.library, item.id, item.analysis_version, name)
