"""What stands on the pages of a video job's results: rows of what was seen, from when to when. Pure; any thread.

A page comes down to rows, ``Row``, whatever the job. Times are milliseconds from the beginning of the video, which is
the item's own time axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.answers import box_in, map_in, maps_in, number_in
from cloud.analysis.engines.aws.pictures import (
    FACE,
    FACE_MIN_CONFIDENCE,
    PERSON_MIN_CONFIDENCE,
    TEXT_MIN_CHARACTERS,
    TEXT_MIN_CONFIDENCE,
)
from cloud.analysis.engines.aws.video import SUCCEEDED
from cloud.contract.status import AnalysisName as Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cloud.analysis.engines.aws.video import VideoJob
    from cloud.analysis.engines.ports import Box
    from cloud.contract.record import Json

#: What a row of ``SEGMENTS`` is called where it is a shot; a technical cue is called by its type.
SHOT = "Shot"


@dataclass(frozen=True, slots=True)
class Row:
    """Something seen in a stretch of the video."""

    from_ms: int
    to_ms: int  #: the same as ``from_ms`` where the service names a moment
    name: str
    confidence: float | None
    box: Box | None = None

    def to_json(self) -> list[Json]:
        """Return the row as it is kept: short, for there may be hundreds of thousands."""
        box: list[Json] | None = [round(edge, 4) for edge in self.box] if self.box else None
        confidence = None if self.confidence is None else round(self.confidence, 1)
        return [self.from_ms, self.to_ms, self.name, confidence, *([box] if box else [])]

    @classmethod
    def from_json(cls, value: Json) -> Row:
        """Read ``to_json`` back."""
        if not isinstance(value, list):
            raise TypeError("a row is no list")
        from_ms, to_ms, name, confidence, *more = value
        box = more[0] if more else None
        edges = tuple(_number(edge) for edge in box) if isinstance(box, list) else None
        return cls(
            int(_number(from_ms)),
            int(_number(to_ms)),
            str(name),
            None if confidence is None else _number(confidence),
            (edges[0], edges[1], edges[2], edges[3]) if edges else None,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a job's ``get``."""

    status: str  #: ``JobStatus``
    message: str  #: why it failed, in the service's words
    rows: tuple[Row, ...]
    next_token: str  #: "" on the last page
    duration_ms: int  #: of the video, as the service measured it; 0 where it does not say


def read_page(job: VideoJob, answer: Mapping[str, Json]) -> Page:
    """Return what stands on a page."""
    read = _READERS[job.analyses[0]]
    return Page(
        status=str(answer.get("JobStatus") or SUCCEEDED),
        message=str(answer.get("StatusMessage") or ""),
        rows=tuple(row for each in maps_in(answer, job.rows) for row in read(each)),
        next_token=str(answer.get("NextToken") or ""),
        duration_ms=_duration_ms(answer),
    )


def _label(found: Mapping[str, Json]) -> Iterator[Row]:
    label = map_in(found, "Label")
    yield _row(found, str(label.get("Name") or ""), label)


def _text(found: Mapping[str, Json]) -> Iterator[Row]:
    """Return a line; its words come again as detections of their own, and a lone sign is more often a smudge."""
    text = map_in(found, "TextDetection")
    words = str(text.get("DetectedText") or "").strip()
    is_line = text.get("Type") == "LINE" and len(words) >= TEXT_MIN_CHARACTERS
    if is_line and number_in(text, "Confidence") >= TEXT_MIN_CONFIDENCE:
        yield _row(found, words, text, box_in(map_in(text, "Geometry")))


def _celebrity(found: Mapping[str, Json]) -> Iterator[Row]:
    person = map_in(found, "Celebrity")
    if person.get("Name") and number_in(person, "Confidence") >= PERSON_MIN_CONFIDENCE:
        # ``Celebrity.BoundingBox`` is of the body, or missing; the face's own says where to look.
        yield _row(found, str(person["Name"]), person, box_in(map_in(person, "Face")) or box_in(person))


def _face(found: Mapping[str, Json]) -> Iterator[Row]:
    face = map_in(found, "Face")
    if number_in(face, "Confidence") >= FACE_MIN_CONFIDENCE:
        yield _row(found, FACE, face, box_in(face))


def _moderation(found: Mapping[str, Json]) -> Iterator[Row]:
    label = map_in(found, "ModerationLabel")
    yield _row(found, str(label.get("Name") or ""), label)


def _segment(found: Mapping[str, Json]) -> Iterator[Row]:
    is_shot = found.get("Type") == "SHOT"
    said = map_in(found, "ShotSegment" if is_shot else "TechnicalCueSegment")
    yield _row(found, SHOT if is_shot else str(said.get("Type") or "Cue"), said)


_READERS = {
    Name.LABELS: _label,
    Name.TEXT: _text,
    Name.PEOPLE: _celebrity,
    Name.FACES: _face,
    Name.MODERATION: _moderation,
    Name.SEGMENTS: _segment,
}


def _row(found: Mapping[str, Json], name: str, seen: Mapping[str, Json], box: Box | None = None) -> Row:
    """Make a row; a stretch names its beginning and end, a moment its time alone."""
    is_stretch = found.get("StartTimestampMillis") is not None
    from_ms = max(0, int(number_in(found, "StartTimestampMillis" if is_stretch else "Timestamp")))
    to_ms = max(from_ms, int(number_in(found, "EndTimestampMillis")))
    confidence = None if seen.get("Confidence") is None else number_in(seen, "Confidence")
    return Row(from_ms, to_ms, name, confidence, box)


def _duration_ms(answer: Mapping[str, Json]) -> int:
    """Return the video's length; segments' answers hold a list of metadata, one a video track."""
    metadata = next(iter(maps_in(answer, "VideoMetadata")), None) or map_in(answer, "VideoMetadata")
    return int(number_in(metadata, "DurationMillis"))


def _number(value: Json) -> float:
    """Return a number of a row that was kept: what is none there is a fault of ours."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"not a number: {value!r}")
    return float(value)
