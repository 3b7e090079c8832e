"""One time axis with lanes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.findings import Tag, TagKind
from cloud.contract.transcript import Word
from desktop.item.lanes import HOLD_MS, Block, LaneKind, Row, lanes_of, spans, tick_step_s


def seen(name: str, at_ms: int, kind: TagKind = TagKind.LABEL, sure: float = 90.0) -> Tag:
    """Return a thing that was seen at a time."""
    return Tag(name, kind, sure, "rekognition", at_ms=at_ms)


def test_what_is_seen_in_neighbouring_frames_is_one_block() -> None:
    """It is there until the next frame, and through a moment that missed it; after that it is another block."""
    tags = [seen("rocket", at) for at in (0, 1_000, 4_000, 20_000)] + [seen("fire", 5_000, sure=61.0)]
    (lane,) = lanes_of(tags, (), 60_000)
    assert lane.kind is LaneKind.TAGS
    rocket, fire = lane.rows
    assert [(block.start_ms, block.end_ms) for block in rocket.blocks] == [(0, 5_000), (20_000, 20_000 + HOLD_MS)]
    assert [(block.start_ms, block.end_ms, block.confidence) for block in fire.blocks] == [(5_000, 9_000, 61.0)]


def test_nothing_goes_beyond_the_end() -> None:
    """The last frame holds until the recording is over."""
    (lane,) = lanes_of([seen("rocket", 59_000)], (), 60_000)
    assert lane.rows[0].blocks[0].end_ms == 60_000


def test_words_on_screen_stand_in_one_row() -> None:
    """What one frame shows is one block, which goes on while it stays the same."""
    tags = [seen(name, at, TagKind.TEXT) for at in (0, 1_000) for name in ("LIVE", "KESTREL POINT")]
    tags.append(seen("LIVE", 2_000, TagKind.TEXT))
    (lane,) = lanes_of(tags, (), 4_000)
    assert [(block.start_ms, block.end_ms, block.text) for block in lane.rows[0].blocks] == [
        (0, 2_000, "KESTREL POINT · LIVE"),
        (2_000, 4_000, "LIVE"),
    ]


def test_speech_has_a_row_a_speaker() -> None:
    """Pauses and other speakers end a block; names are those that people gave."""
    words = [
        Word("a", 0, 400, 90.0, "spk_0"),
        Word("b", 500, 900, 90.0, "spk_0"),
        Word("c", 1_000, 1_500, 90.0, "spk_1"),
        Word("d", 1_500, 1_600, 90.0, "spk_0"),
        Word("e", 9_000, 9_500, 90.0, "spk_0"),
    ]
    (lane,) = lanes_of([], words, 10_000, speakers=lambda label: {"spk_0": "Ruth"}.get(label, label))
    ruth, other = lane.rows
    assert (ruth.name, other.name) == ("Ruth", "spk_1")
    assert [(block.start_ms, block.end_ms) for block in ruth.blocks] == [(0, 900), (1_500, 1_600), (9_000, 9_500)]


def test_a_lane_shows_the_longest_six() -> None:
    """The others are counted."""
    tags = [seen(f"t{number}", at * 1_000) for number in range(9) for at in range(60 - number * 5)]
    (lane,) = lanes_of(tags, (), 60_000)
    assert len(lane.rows) == 6
    assert lane.more == 3
    assert [row.name for row in lane.rows] == [f"t{number}" for number in range(6)]


blocks = st.lists(st.tuples(st.integers(1, 5_000), st.integers(1, 5_000)), min_size=1, max_size=60)


def row_of(gaps: list[tuple[int, int]]) -> Row:
    """Return a row from gaps and lengths."""
    made, at = [], 0
    for gap, length in gaps:
        made.append(Block(at + gap, at + gap + length, "x"))
        at += gap + length
    return Row.of("x", made)


@given(blocks, st.integers(0, 700_000), st.sampled_from([0, 40]))
def test_a_place_is_found_as_if_all_blocks_were_looked_at(gaps: list[tuple[int, int]], at_ms: int, slack: int) -> None:
    """Bisection answers what a walk through all would."""
    row = row_of(gaps)
    met = [block for block in row.blocks if block.start_ms - slack <= at_ms < block.end_ms + slack]
    assert row.at(at_ms, slack) == (met[-1] if met else None)
    later = [block for block in row.blocks if block.start_ms > at_ms]
    assert row.after(at_ms) == (later[0] if later else None)


@given(blocks, st.floats(0.0005, 0.5), st.integers(0, 3_000), st.integers(1, 2_000))
def test_what_is_painted_covers_every_block_in_sight(
    gaps: list[tuple[int, int]], px_per_ms: float, first: int, width: int
) -> None:
    """Blocks that nearly touch are one; none in sight is missing, none is narrower than can be seen."""
    row = row_of(gaps)
    found = list(spans(row, px_per_ms, first, first + width))
    assert all(early.x + early.width <= late.x + 2 for early, late in itertools.pairwise(found))
    assert all(span.width >= 2 for span in found)
    for block in row.blocks:
        left, right = block.start_ms * px_per_ms, block.end_ms * px_per_ms
        if left < first + width and right > first:
            assert any(span.x - 1e-6 <= left and right <= span.x + span.width + 1e-6 for span in found)


@pytest.mark.parametrize(
    ("px_per_ms", "step"), [(0.1, 1), (0.02, 5), (0.01, 10), (0.0055, 15), (0.003, 30), (0.0015, 60), (0.0002, 600)]
)
def test_numbers_of_the_ruler_have_room(px_per_ms: float, step: int) -> None:
    """80 px between them at least."""
    assert tick_step_s(px_per_ms) == step
