"""Where labels of boxes over a picture stand: beside their box, over no other label, never over a face. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Between a box and its label, in pixels of the screen.
GAP_PX = 2.0
_INSET_PX = 4.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, in pixels of the screen."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    def meets(self, other: Rect) -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Rect) -> bool:
        """Whether the other lies within."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Labelled:
    """A box and how large its label is."""

    box: Rect
    width: float
    height: float
    is_face: bool = False


def place_labels(boxes: Sequence[Labelled], bounds: Rect) -> list[Rect | None]:
    """Return a place for each label: above its box, else below, else inside at its bottom left; None for nowhere.

    Larger boxes give way to smaller ones, which have fewer places: those are placed first.
    """
    faces = [each.box for each in boxes if each.is_face]
    taken: list[Rect] = []
    placed: list[Rect | None] = [None] * len(boxes)
    for at in sorted(range(len(boxes)), key=lambda at: boxes[at].box.width * boxes[at].box.height):
        for place in _places(boxes[at], bounds):
            if bounds.holds(place) and not any(place.meets(other) for other in (*taken, *faces)):
                placed[at] = place
                taken.append(place)
                break
    return placed


def _places(labelled: Labelled, bounds: Rect) -> tuple[Rect, Rect, Rect]:
    box, width, height = labelled.box, labelled.width, labelled.height
    x = max(bounds.x, min(box.x, bounds.right - width))
    return (
        Rect(x, box.y - GAP_PX - height, width, height),
        Rect(x, box.bottom + GAP_PX, width, height),
        Rect(box.x + _INSET_PX, box.bottom - _INSET_PX - height, width, height),
    )
