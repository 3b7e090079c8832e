"""Reading a service's answer: the parts it may have, each of a plain type whatever came. Pure; any thread.

An answer that lacks a part, or has something else in its place, is read as one without it: a service adds kinds of
findings from time to time, and what is found besides them is worth having.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.engines.ports import Box
    from cloud.contract.record import Json

_EDGES = frozenset({"Left", "Top", "Width", "Height"})


def map_in(holder: Mapping[str, Json], name: str) -> dict[str, Json]:
    """Return an object in an answer; an empty one where there is none."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def maps_in(holder: Mapping[str, Json], name: str) -> list[dict[str, Json]]:
    """Return the objects of a list in an answer; none where there is no such list."""
    listed = holder.get(name)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def number_in(holder: Mapping[str, Json], name: str) -> float:
    """Return a number in an answer; 0 where there is none."""
    value = holder.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def box_in(holder: Mapping[str, Json], name: str = "BoundingBox") -> Box | None:
    """Return a box as ours are, cut at the picture's edges; None where there is none, or nothing of it inside.

    Rekognition's reaches beyond the edge where a face does.
    """
    edges = map_in(holder, name)
    if not edges.keys() >= _EDGES:
        return None
    left, top = number_in(edges, "Left"), number_in(edges, "Top")
    right, bottom = _clip(left + number_in(edges, "Width")), _clip(top + number_in(edges, "Height"))
    left, top = _clip(left), _clip(top)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _clip(edge: float) -> float:
    return min(1.0, max(0.0, edge))
