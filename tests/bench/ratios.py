"""Measures parts against themselves: the same work on little and on much. A ratio means the same on every machine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from cloud.contract.findings import Tag, TagKind
from cloud.contract.item import Item
from cloud.contract.status import ItemStatus, Profile
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cloud.contract.findings import Analysis

SMALL, LARGE = 1_000, 50_000
_WORDS = ("harbour", "market", "bridge", "station", "council", "ferry", "museum", "stadium", "river", "school")


@dataclass(frozen=True, slots=True)
class Ratio:
    """How much longer the large one takes."""

    name: str
    small_s: float
    large_s: float

    @property
    def value(self) -> float:
        """Large by small."""
        return self.large_s / self.small_s


def make_item(number: int, analyses: Mapping[str, Analysis] | None = None) -> Item:
    """Make a photograph's record with a few words."""
    stamp = f"2026-11-{number % 28 + 1:02}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}.000Z"
    words = (_WORDS[number % 10], _WORDS[number // 10 % 10], f"number{number}")
    return Item(
        id=f"{number:026}", library="newsroom", owner_id="demo", key=f"uploads/{number}", version_id="1",
        filename=f"{words[0]}-{number}.jpg", folder="Card", size_bytes=2_000_000, sha256=f"{number:064x}",
        profile=Profile.FULL, uploaded_at=stamp, status=ItemStatus.COMPLETED, version=3, updated_at=stamp,
        media_type="image", mime="image/jpeg", analyses=analyses or {},
        tags=tuple(Tag(word, TagKind.TEXT, 93.0, "rapidocr") for word in words),
    )  # fmt: skip


def _time(act: Callable[[], object], repeats: int = 15) -> float:
    times = []
    for _ in range(repeats):
        before = time.perf_counter()
        act()
        times.append(time.perf_counter() - before)
    return median(times)


def measure(root: Path) -> list[Ratio]:
    """Compare a library of 1,000 items with one of 50,000."""
    libraries = []
    for count in (SMALL, LARGE):
        folder = root / str(count)
        folder.mkdir(parents=True)
        library = ItemLibrary(Database(folder / "library.db", LIBRARY), folder)
        before = time.perf_counter()
        for first in range(0, count, 500):
            library.apply(make_item(number) for number in range(first, first + 500))
        libraries.append((library, (time.perf_counter() - before) / count))
    (small, small_apply), (large, large_apply) = libraries
    scale = f"{LARGE:,} items against {SMALL:,}"
    return [
        Ratio(f"applying one item, {scale}", small_apply, large_apply),
        Ratio(
            f"searching one rare word, {scale}",
            _time(lambda: small.ids("number777")),
            _time(lambda: large.ids("number777")),
        ),
        Ratio(f"a page of 60 rows, {scale}", *(_time(_page(library)) for library in (small, large))),
        Ratio(f"all ids, newest first, {scale}", _time(small.ids), _time(large.ids)),
    ]


def _page(library: ItemLibrary) -> Callable[[], object]:
    ids = library.ids()[:60]
    return lambda: library.get_many(ids)
