"""Where labels stand."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from desktop.item.boxes import Labelled, Rect, place_labels

BOUNDS = Rect(0, -8, 800, 616)


def box(x: float, y: float, width: float, height: float, *, is_face: bool = False) -> Labelled:
    """Return a box with a label of 100 by 20."""
    return Labelled(Rect(x, y, width, height), 100, 20, is_face)


def test_a_label_stands_above_else_below_else_inside() -> None:
    """Above is free; at the top it goes below; a box as high as the picture has it inside."""
    assert place_labels([box(100, 100, 200, 200)], BOUNDS) == [Rect(100, 78, 100, 20)]
    assert place_labels([box(100, 0, 200, 200)], BOUNDS) == [Rect(100, 202, 100, 20)]
    assert place_labels([box(100, 0, 200, 600)], BOUNDS) == [Rect(104, 576, 100, 20)]


def test_a_label_at_the_right_edge_stays_in_the_picture() -> None:
    """It is moved to the left."""
    assert place_labels([box(780, 100, 20, 20)], BOUNDS) == [Rect(700, 78, 100, 20)]


def test_a_label_that_would_cover_a_face_has_no_place() -> None:
    """Better no words than a covered face."""
    face = box(0, 0, 800, 600, is_face=True)
    assert place_labels([face, box(300, 300, 50, 50)], BOUNDS)[1] is None


sizes = st.tuples(st.integers(0, 700), st.integers(0, 500), st.integers(5, 300), st.integers(5, 300), st.booleans())


@given(st.lists(sizes, max_size=12))
def test_no_label_covers_a_face_or_another_label(drawn: list[tuple[int, int, int, int, bool]]) -> None:
    """Whatever was found."""
    boxes = [box(x, y, width, height, is_face=is_face) for x, y, width, height, is_face in drawn]
    placed = [place for place in place_labels(boxes, BOUNDS) if place is not None]
    assert all(BOUNDS.holds(place) for place in placed)
    assert not any(one.meets(other) for one, other in itertools.combinations(placed, 2))
    assert not any(place.meets(each.box) for place in placed for each in boxes if each.is_face)
