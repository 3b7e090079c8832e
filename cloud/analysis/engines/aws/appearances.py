"""What a video's rows come down to: who and what appears, from when to when. Pure; any thread.

Two hours of video give hundreds of thousands of rows. They are taken one by one, in order of time, and at no moment is
more held than what is in sight just then and ``MOST`` appearances that are over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.findings import Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cloud.analysis.engines.aws.sightings import Row
    from cloud.analysis.engines.ports import Box
    from cloud.contract.findings import TagKind
    from cloud.contract.record import Json

#: What is out of sight for no longer than this is still the same appearance (a head turned, a frame blurred).
GAP_MS = 2_000
#: More appearances than anybody reads; of more, the longest and surest are kept.
MOST = 5_000


@dataclass(slots=True)
class Appearance:
    """One stretch of time in which something is seen."""

    name: str
    from_ms: int
    to_ms: int
    confidence: float | None  #: the best of its rows
    box: Box | None  #: where it is first seen
    rows: int = 1

    def to_json(self) -> dict[str, Json]:
        """Return what is kept of it beside its tag."""
        return {"name": self.name, "from_ms": self.from_ms, "to_ms": self.to_ms, "rows": self.rows}

    def to_tag(self, kind: TagKind, source: str) -> Tag:
        """Return its tag: one, at the moment it begins."""
        return Tag(self.name, kind, self.confidence, source, self.from_ms, self.box)


@dataclass(frozen=True, slots=True)
class Appearances:
    """All appearances, in order of time."""

    kept: tuple[Appearance, ...]
    left_out: int  #: how many there were besides
    rows: int  #: how many detections they rest on


def find_appearances(rows: Iterable[Row], most: int = MOST) -> Appearances:
    """Join rows of the same name that follow each other closely. Rows come in order of time, or nearly."""
    over: list[Appearance] = []
    in_sight: dict[str, Appearance] = {}
    count, left_out, looked_ms = 0, 0, 0
    for row in rows:
        count += 1
        seen = in_sight.get(row.name)
        if seen is not None and row.from_ms - seen.to_ms <= GAP_MS:
            _join(seen, row)
            continue
        if seen is not None:
            over.append(seen)
        in_sight[row.name] = Appearance(row.name, row.from_ms, row.to_ms, row.confidence, row.box)
        if row.from_ms - looked_ms > GAP_MS:
            looked_ms = row.from_ms
            gone = [each for each in in_sight.values() if row.from_ms - each.to_ms > GAP_MS]
            over += gone
            for each in gone:
                del in_sight[each.name]
        if len(over) > 2 * most:
            over, dropped = _best(over, most)
            left_out += dropped
    over, dropped = _best([*over, *in_sight.values()], most)
    kept = sorted(over, key=lambda each: (each.from_ms, each.name, each.to_ms))
    return Appearances(tuple(kept), left_out + dropped, count)


def _join(seen: Appearance, row: Row) -> None:
    seen.to_ms = max(seen.to_ms, row.to_ms)
    seen.rows += 1
    if row.confidence is not None and (seen.confidence is None or row.confidence > seen.confidence):
        seen.confidence = row.confidence


def _best(over: list[Appearance], most: int) -> tuple[list[Appearance], int]:
    """Return the longest and surest, and how many are left out."""
    ranked = sorted(over, key=lambda each: (each.from_ms - each.to_ms, -(each.confidence or 0.0), each.from_ms))
    return ranked[:most], max(0, len(ranked) - most)
