"""What the bench measures with is what it says."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
from PIL import Image

from tests.bench.material import make_photograph, write_recording

if TYPE_CHECKING:
    from pathlib import Path


def test_photographs_have_12_megapixels_the_size_asked_for_and_are_not_the_same() -> None:
    """A photograph of 2 MB is one, within a tenth, and the next is another."""
    one, other = (make_photograph(seed, size_bytes=2_000_000) for seed in (1, 2))
    assert one != other
    for data in (one, other):
        assert abs(len(data) - 2_000_000) < 200_000
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.width * picture.height == 12_000_000


def test_recordings_are_as_long_as_asked_for_and_are_not_the_same(tmp_path: Path) -> None:
    """A recording of a minute takes one, and the next has other bytes."""
    one, other = (write_recording(tmp_path / f"{seed}.wav", seed, seconds=60) for seed in (1, 2))
    assert one.read_bytes() != other.read_bytes()
    with av.open(str(one)) as container:
        assert container.duration == 60_000_000
