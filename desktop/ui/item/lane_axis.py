"""Where things stand on the timeline: time along it, rows down it. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.item.lanes import LaneKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.item.lanes import Lane, Row

LABELS_PX = 200
RULER_PX = 28
PAD_PX = 4
#: Free at the end, so that a block there is not cut.
END_PX = 12.0
#: No second is longer.
LARGEST_PX_PER_S = 400.0
_MORE_PX = 20
_LEAST_PX = 60.0
_ROW_PX = {LaneKind.PICTURE: 52, LaneKind.SPEECH: 22, LaneKind.PEOPLE: 20, LaneKind.TEXT: 30, LaneKind.TAGS: 20}
#: Of a folded lane of pictures.
_LOW_PX = 32


@dataclass(frozen=True, slots=True)
class Band:
    """One row on screen, from the top of all."""

    lane: Lane
    row: Row | None  #: None: the line that counts those that are not shown
    y: float
    height: float
    is_first: bool


def bands_of(lanes: Sequence[Lane], line_px: float, *, is_folded: bool) -> tuple[list[Band], float]:
    """Return the rows on screen, none lower than a line of text, and how high they are in all."""
    bands: list[Band] = []
    y = 0.0
    for lane in lanes:
        y += PAD_PX
        rows: list[Row | None] = [*lane.rows[: 1 if is_folded else None]]
        if lane.more and not is_folded:
            rows.append(None)
        for number, row in enumerate(rows):
            height = max(_ROW_PX[lane.kind] if row else _MORE_PX, line_px)
            if lane.kind is LaneKind.PICTURE and is_folded:
                height = _LOW_PX
            bands.append(Band(lane, row, y, height, number == 0))
            y += height
        y += PAD_PX + 1
    return bands, y


@dataclass(slots=True)
class Axis:
    """Time along the width that is in sight, scrolled and zoomed."""

    duration_ms: int = 1
    zoom: float = 1.0  #: 1 is all of it in sight
    width_px: float = _LEAST_PX  #: of what is in sight, without the labels
    scrolled_px: int = 0

    @property
    def px_per_ms(self) -> float:
        """How long a millisecond is."""
        return self.room_px * self.zoom / self.duration_ms

    @property
    def room_px(self) -> float:
        """How long all of it is at zoom 1."""
        return max(_LEAST_PX, self.width_px - END_PX)

    @property
    def hidden_px(self) -> int:
        """How far one can scroll."""
        return max(0, round(self.room_px * self.zoom + END_PX - self.width_px))

    def x(self, position_ms: float) -> float:
        """Return where a time stands, on screen."""
        return LABELS_PX + position_ms * self.px_per_ms - self.scrolled_px

    def ms(self, x: float) -> float:
        """Return the time at a place on screen."""
        at = (x - LABELS_PX + self.scrolled_px) / self.px_per_ms
        return min(max(0.0, at), float(self.duration_ms))

    def zoom_to(self, zoom: float) -> None:
        """Be so near, within bounds."""
        largest = max(1.0, self.duration_ms / 1000 * LARGEST_PX_PER_S / self.room_px)
        self.zoom = min(largest, max(1.0, zoom))
