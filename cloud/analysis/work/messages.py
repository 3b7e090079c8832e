"""What one function asks of another, as JSON in a queue. Plain data; any thread."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cloud.contract.status import AnalysisName
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from cloud.contract.record import Json


class BadMessageError(ValueError):
    """The message is none of ours; trying it again gives the same."""


@dataclass(frozen=True, slots=True)
class Work:
    """Do all of a function's analyses of an item that are still pending: for ``image``, ``av`` and ``text``."""

    function: QueueName
    item_id: str
    analysis_version: int

    def to_json(self) -> str:
        """Write the message."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture to look at, in the derived bucket."""

    key: str
    at_ms: int | None = None  #: on the item's time axis; None for a still picture


@dataclass(frozen=True, slots=True)
class VisionWork:
    """Look at these pictures of an item."""

    item_id: str
    analysis_version: int
    frames: tuple[Frame, ...]
    part: int | None = None  #: of a video's frames; None for a still picture
    function: QueueName = QueueName.VISION  #: or ``RECOGNIZE``

    def to_json(self) -> str:
        """Write the message."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class JobWork:
    """Start the job that does one analysis of an item."""

    item_id: str
    analysis_version: int
    analysis: AnalysisName

    def to_json(self) -> str:
        """Write the message."""
        return json.dumps({"function": QueueName.START, **asdict(self)})


@dataclass(frozen=True, slots=True)
class SpeechWork:
    """Write down what is said in one chunk of an item's sound."""

    item_id: str
    analysis_version: int
    part: int
    key: str  #: of the sound in the derived bucket: 16 kHz, mono, signed 16 bit little endian
    start_ms: int  #: where the chunk begins on the item's time axis

    def to_json(self) -> str:
        """Write the message."""
        return json.dumps({"function": QueueName.SPEECH, **asdict(self)})


Message = Work | VisionWork | SpeechWork | JobWork


def parse_message(body: str) -> Message:
    """Read any of the messages; raises ``BadMessageError``."""
    try:
        document = json.loads(body)
        function = QueueName(document["function"])
        item_id, version = str(document["item_id"]), int(document["analysis_version"])
        if function in {QueueName.VISION, QueueName.RECOGNIZE}:
            part = document["part"]
            frames = tuple(_frame(frame) for frame in document["frames"])
            return VisionWork(item_id, version, frames, None if part is None else int(part), function)
        if function is QueueName.START:
            return JobWork(item_id, version, AnalysisName(document["analysis"]))
        if function is QueueName.SPEECH:
            return SpeechWork(item_id, version, int(document["part"]), str(document["key"]), int(document["start_ms"]))
        return Work(function, item_id, version)
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessageError(f"not a message of ours: {error}") from error


def _frame(document: dict[str, Json]) -> Frame:
    at_ms = document["at_ms"]
    return Frame(str(document["key"]), None if at_ms is None else int(str(at_ms)))
