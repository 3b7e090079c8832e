"""How ``av`` shares a recording out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis.av import LONGEST_CHUNK_MS, SHORTEST_CHUNK_MS, chunk_ms
from cloud.analysis.work.budgets import MAX_SOUND_MS, MAX_SOUND_PARTS

#: ``sound_chunks`` ends a chunk in a pause: at most so much early, and at most half of it.
CUT_MS = 15_000


@given(duration_ms=st.integers(min_value=0, max_value=MAX_SOUND_MS))
def test_no_recording_needs_more_chunks_than_an_item_has_room_for(duration_ms: int) -> None:
    """Even when every chunk ends as early as it may, the end of the longest recording is heard."""
    longest = chunk_ms(duration_ms)
    shortest = longest - min(CUT_MS, longest // 2)
    assert SHORTEST_CHUNK_MS <= longest <= LONGEST_CHUNK_MS
    assert -(-duration_ms // shortest) <= MAX_SOUND_PARTS


def test_a_minute_is_shared_by_two_workers() -> None:
    """A recording of one minute is cut, so that nobody waits for one worker alone."""
    assert chunk_ms(60_000) <= SHORTEST_CHUNK_MS


def test_an_unknown_duration_gets_the_longest_chunks() -> None:
    """A stream that does not say how long it is may be long."""
    assert chunk_ms(None) == LONGEST_CHUNK_MS
