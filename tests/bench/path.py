"""Measures the whole path: a file is written, and its thumbnail, tags and transcript come into the library."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.material import SAMPLES, make_photograph, write_recording
from tests.bench.newsroom import SCREEN, TAGS, THUMBNAIL, TRANSCRIPT, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.screen import Screen

PHOTOGRAPH_BYTES = 4_000_000
BATCH_PHOTOGRAPH_BYTES = 2_000_000


@dataclass(slots=True)
class Figure:
    """One thing that was measured, several times."""

    name: str
    budget_s: float
    times_s: list[float] = field(default_factory=list)

    @property
    def median_s(self) -> float:
        """The middle one."""
        return median(self.times_s)


def warm_up(newsroom: Newsroom, scratch: Path) -> None:
    """Send one file of each kind, so that every worker has its models."""
    names = ["harbour_at_dusk.jpg", "harbour_report.mp3", "ferry_arrives.mp4", "cafe_zurich.jpg"]
    newsroom.drop([shutil.copy(SAMPLES / name, scratch / name) for name in names])
    newsroom.wait(THUMBNAIL, names, timeout_s=300)
    newsroom.wait(TRANSCRIPT, ["harbour_report.mp3", "ferry_arrives.mp4"], timeout_s=300)
    newsroom.wait(TAGS, names, timeout_s=300)


def measure_photographs(newsroom: Newsroom, runs: int) -> list[Figure]:
    """Write one 12-megapixel photograph after the other."""
    there = SCREEN if newsroom.has_screen else THUMBNAIL
    figures = [
        Figure(f"12-megapixel JPEG: written, to its {there}", 3.0),
        Figure("12-megapixel JPEG: written, to its tags", 8.0),
    ]
    for run in range(runs):
        name = f"single-{run}.jpg"
        data = make_photograph(1000 + run, size_bytes=PHOTOGRAPH_BYTES)
        start = newsroom.write(name, data)
        figures[0].times_s.append(newsroom.wait(there, [name], timeout_s=120) - start)
        figures[1].times_s.append(newsroom.wait(TAGS, [name], timeout_s=120) - start)
    return figures


def measure_recordings(newsroom: Newsroom, runs: int, scratch: Path) -> list[Figure]:
    """Write one recording of a minute after the other."""
    figure = Figure("recording of one minute: written, to its transcript", 30.0)
    for run in range(runs):
        path = write_recording(scratch / f"minute-{run}.wav", run, seconds=60)
        start = newsroom.drop([path])
        figure.times_s.append(newsroom.wait(TRANSCRIPT, [path.name], timeout_s=300) - start)
    return [figure]


def measure_batches(newsroom: Newsroom, runs: int, count: int, scratch: Path) -> list[Figure]:
    """Move many photographs in at once, as from a camera card."""
    figures = [
        Figure(f"{count} photographs of 2 MB: to the last thumbnail", 180.0),
        Figure(f"{count} photographs of 2 MB: to the last tag", 360.0),
    ]
    for run in range(runs):
        paths = []
        for number in range(count):
            path = scratch / f"batch-{run}-{number:03}.jpg"
            path.write_bytes(make_photograph(10_000 + run * count + number, size_bytes=BATCH_PHOTOGRAPH_BYTES))
            paths.append(path)
        names = [path.name for path in paths]
        start = newsroom.drop(paths)
        figures[0].times_s.append(newsroom.wait(THUMBNAIL, names, timeout_s=1800) - start)
        figures[1].times_s.append(newsroom.wait(TAGS, names, timeout_s=1800) - start)
    return figures


def measure(
    root: Path, screen: Screen | None, *, only: set[str], runs: int, batch_runs: int, photographs: int
) -> list[Figure]:
    """Start a newsroom, warm it up, measure what is asked for."""
    scratch = root / "scratch"
    scratch.mkdir()
    figures = []
    start = time.monotonic()
    with Newsroom(root, screen) as newsroom:
        warm_up(newsroom, scratch)
        figures.append(Figure("first start to one file of each kind analysed (cold)", 0.0, [time.monotonic() - start]))
        if "photograph" in only:
            figures += measure_photographs(newsroom, runs)
        if "recording" in only:
            figures += measure_recordings(newsroom, runs, scratch)
        if "batch" in only:
            figures += measure_batches(newsroom, batch_runs, photographs, scratch)
    return figures
