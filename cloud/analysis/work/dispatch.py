"""Who does what is still pending: sends an item's work to the functions concerned. Sending twice does no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.work import plan
from cloud.analysis.work.messages import VisionWork, Work
from cloud.analysis.work.parts import part_name
from cloud.contract.media import MediaType
from cloud.contract.status import AnalysisName as Name
from cloud.store.items import Change
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.analysis.work.messages import Frame
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item


def resume(services: Services, item: Item) -> None:
    """Send all that an unfinished item still awaits; one that awaits nothing is written once more, for ``finalize``."""
    functions = functions_for(item)
    for function in functions:
        services.queues.send(function, Work(function, item.id, item.analysis_version).to_json())
    if not functions:
        services.items.change(
            Change(item.id, item.library, services.now_text(), if_version=item.version, if_nothing_pending=True)
        )


def functions_for(item: Item) -> list[QueueName]:
    """Return the functions that between them end all that is pending.

    ``image`` and ``av`` send on to ``vision``, ``recognize``, ``speech`` and ``start`` what they have prepared
    already; ``text`` waits for speech, which sends to it.
    """
    names = plan.base_names(item.pending)
    functions = []
    if names - plan.TEXTUAL:
        functions.append(QueueName.IMAGE if item.media_type == MediaType.IMAGE else QueueName.AV)
    elif names:
        functions.append(QueueName.TEXT)
    return functions


#: Who looks at pictures, and which engine's analyses it does.
LOOKERS = {QueueName.VISION: plan.ONDEVICE, QueueName.RECOGNIZE: plan.REKOGNITION}


def send_frames(services: Services, item: Item, frames: Sequence[Frame], part: int | None = None) -> None:
    """Send pictures to each function that an analysis of them, or of this part of them, is awaited from."""
    for function, engine in LOOKERS.items():
        names = plan.awaited_from(item, engine) & plan.VISUAL
        if any(part is None or part_name(name, part) in item.pending for name in names):
            message = VisionWork(item.id, item.analysis_version, tuple(frames), part, function)
            services.queues.send(function, message.to_json())


def needed_after_speech(item: Item) -> bool:
    """Whether speech is over and what reads the transcript is not."""
    return Name.SPEECH.value not in item.pending and bool(item.pending & plan.TEXTUAL)
