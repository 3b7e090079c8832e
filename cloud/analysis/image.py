"""``image``: thumbnails and metadata of a picture first and at once; then its proxy, and on to who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cloud.analysis.engines.ports import MediaError
from cloud.analysis.shell.batch import Event, run_work
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.work import plan
from cloud.analysis.work.dispatch import send_frames
from cloud.analysis.work.messages import Frame, Work, parse_message
from cloud.analysis.work.metadata import metadata_outcome
from cloud.analysis.work.originals import media_of, original_file
from cloud.analysis.work.results import Outcome, record_outcomes, unfinished
from cloud.contract.keys import derived_key
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.store.objects import ObjectMissingError
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.analysis.engines.pictures import Thumbnails
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item

_Made = TypeVar("_Made")
PILLOW = "pillow"
JPEG = "image/jpeg"


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of ``Work``."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_work(QueueName.IMAGE, event, lambda body: handle(ports, body), ports.queues)


def handle(services: Services, body: str) -> None:
    """Handle one message."""
    work = parse_message(body)
    item = unfinished(services, work.item_id, work.analysis_version) if isinstance(work, Work) else None
    if item is None:
        return
    proxy_key = derived_key(item.library, item.id, item.analysis_version, "proxy.jpg")
    failed: Exception | None = None
    after: Item | None = item
    if item.pending & plan.FIRST or not _exists(services, proxy_key):
        after, failed = _open(services, item, proxy_key)
    if after is not None and after.pending & plan.VISUAL and _exists(services, proxy_key):
        send_frames(services, after, [Frame(proxy_key)])
    if failed is not None:
        raise failed  # what could be made is recorded and sent on; the message comes again for the rest alone


def write_thumbnails(services: Services, item: Item, made: Thumbnails) -> None:
    """Put both thumbnails into the derived bucket."""
    for size_px, jpeg in ((256, made.jpeg_256), (1024, made.jpeg_1024)):
        key = derived_key(item.library, item.id, item.analysis_version, f"thumb-{size_px}.jpg")
        services.derived.write(key, jpeg, JPEG)


def failures(item: Item, error: MediaError, *, tried: frozenset[Name], engine: str) -> list[Outcome]:
    """Return the outcomes of a file that cannot be opened: what was tried failed, what stands on it is skipped."""
    reason = error.reason.value
    return [
        Outcome(name, AnalysisState.FAILED, engine, reason)
        if name in tried
        else Outcome(name, AnalysisState.SKIPPED, plan.NO_ENGINE, reason)
        for name in sorted(map(Name, plan.base_names(item.pending)))
    ]


def _open(services: Services, item: Item, proxy_key: str) -> tuple[Item | None, Exception | None]:
    """Make thumbnails and metadata, and record them; then the proxy.

    Returns the item as it is then (None where it has ended meanwhile), and what kept one of them from being made.
    """
    try:
        with original_file(services, item) as path:
            media = media_of(path, item)
            made = _try(lambda: services.engines.thumbnails(path, media))
            metadata = _try(lambda: metadata_outcome(services, path, media))
    except MediaError as error:
        log("picture refused", item=item.id, reason=error.reason.value)
        return record_outcomes(services, item, failures(item, error, tried=plan.FIRST, engine=PILLOW)), None
    outcomes: list[Outcome] = []
    failed = metadata if isinstance(metadata, Exception) else None
    if isinstance(made, MediaError):
        log("picture refused", item=item.id, reason=made.reason.value)
        refused = failures(item, made, tried=frozenset({Name.THUMBNAILS}), engine=PILLOW)
        outcomes += [outcome for outcome in refused if outcome.name is not Name.METADATA]
    elif isinstance(made, Exception):
        failed = made
    else:
        write_thumbnails(services, item, made)
        outcomes.append(_thumbnails_outcome(made))
    if not isinstance(metadata, Exception):
        outcomes.append(metadata)
    after = record_outcomes(services, item, outcomes)
    if after is not None and after.pending & plan.VISUAL and not isinstance(made, Exception):
        services.derived.write(proxy_key, made.proxy, JPEG)
    return after, failed


def _try(make: Callable[[], _Made]) -> _Made | Exception:
    """Do one of two things that do not hang on each other; what it raises is looked at when both are done."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001 -- raised again by the caller, once the other's result is safe
        return error


def _thumbnails_outcome(made: Thumbnails) -> Outcome:
    return Outcome(
        Name.THUMBNAILS,
        AnalysisState.SUCCEEDED,
        PILLOW,
        reason=made.defect,
        values={"width": made.width, "height": made.height},
        facts={"width": made.width, "height": made.height},
    )


def _exists(services: Services, key: str) -> bool:
    try:
        services.derived.head(key)
    except ObjectMissingError:
        return False
    return True
