"""What would happen is what does happen: the preview of a rule against watching itself."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.media import MediaType
from desktop.core.foresight import Fate
from desktop.core.model import AfterUpload, Afterwards, Folder, Known, TransferState
from desktop.watch.foresight import FileSurvey
from desktop.watch.rule import FolderRule
from desktop.watch.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.desktop.watch.conftest import Desk

JPEG = b"\xff\xd8\xff" + b"\0" * 64
TREE = (
    "DSC_1.NEF", "notes.txt", "shotlist.xlsx", "~$draft.jpg", "rejects/DSC_9.jpg", "polling/DSC_2.jpg",
    "polling/rejects/DSC_3.jpg", "polling/rejects/deep/DSC_4.jpg", "count/hall.mp4", "count/talk.wav", "count/bare",
    ".git/x.jpg", "Uploaded/old.jpg", "count/Uploaded/kept.jpg",
)  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with files of all sorts, finished long ago."""
    root = tmp_path / "desk"
    for relative in TREE:
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"hello" if path.suffix in {".txt", ".xlsx"} else JPEG)
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


def survey(root: Path, known: Mapping[str, Known] | None = None, wall_s: float | None = None) -> FileSurvey:
    """Look through a folder."""
    made = FileSurvey.make(root, known or {}, own=None, wall_s=wall_s or time.time(), is_held_open=lambda _path: False)
    assert made is not None
    return made


def fates(found: FileSurvey, rule: Folder) -> dict[str, Fate]:
    """Return what would happen, by path."""
    outlook = found.foresee(rule)
    return {p.relative: p.fate for p in map(outlook.prospect, outlook.places())}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"ignore": ("**/rejects/**",)},
        {"ignore": ("rejects/",)},
        {"ignore": ("*.jpg", "count")},
        {"ignore": ("polling/*", "DSC_?.nef")},
        {"include_subfolders": False},
        {"kinds": (MediaType.AUDIO, MediaType.VIDEO)},
        {"after": Afterwards(AfterUpload.MOVE)},
        {"after": Afterwards(AfterUpload.MOVE, subfolder="rejects"), "ignore": ("*.wav",)},
    ],
)
def test_the_preview_says_what_watching_does(tree: Path, desk: Desk, change: dict[str, object]) -> None:
    """GIVEN a tree and a rule WHEN it is watched THEN exactly those files are taken that the preview said."""
    rule = replace(Folder(tree), **change)  # type: ignore[arg-type]  # names of fields
    would = {path for path, fate in fates(survey(tree), rule).items() if fate is Fate.UPLOAD}
    watcher = Watcher(desk.take, desk.skip, desk.post, observe=False)
    watcher.start([rule])
    try:
        desk.wait_for(lambda: any(type(event).__name__ == "FolderScanned" for event in desk.events))
    finally:
        watcher.stop()
    assert {path.relative_to(tree).as_posix() for path in desk.paths()} == would
    assert would or change == {}


NAMES = st.sampled_from(["a.jpg", "b.NEF", "c.txt", "DSC_1.jpg", "x", "~$y.jpg", "é.png", "[z].jpg"])
DIRS = st.sampled_from(["", "raw", "raw/rejects", "A", "a/b/c", "rejects"])
PATTERNS = st.sampled_from(
    ["*.jpg", "raw", "raw/", "raw/*", "**/rejects/**", "**/b", "[z", "[z].jpg", "?.nef", "/a", "a/b/*", "", "/", "*",
     "./A/"]
)  # fmt: skip


@given(folder=DIRS, name=NAMES, patterns=st.lists(PATTERNS, max_size=4))
def test_many_at_once_are_told_as_each_alone(
    tmp_path_factory: pytest.TempPathFactory, folder: str, name: str, patterns: list[str]
) -> None:
    """GIVEN any patterns WHEN a file is met alone or in the preview THEN both say the same of it."""
    root = tmp_path_factory.mktemp("one")
    path = root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(JPEG)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    rule = Folder(root, ignore=tuple(patterns))
    relative = path.relative_to(root).as_posix()
    is_left_out = FolderRule(rule).for_path(relative) is not None
    assert fates(survey(root), rule)[relative] is (Fate.IGNORED if is_left_out else Fate.UPLOAD)


def test_each_pattern_counts_what_it_leaves_out(tree: Path) -> None:
    """GIVEN patterns that overlap THEN each file counts once, and a row names the pattern that left it out."""
    outlook = survey(tree).foresee(Folder(tree, ignore=("*_3.jpg", "**/rejects/**", "*.jpg")))
    assert outlook.by_pattern == [0, 3, 5]
    row = next(p for p in map(outlook.prospect, outlook.places()) if p.relative == "polling/rejects/DSC_3.jpg")
    assert (row.fate, row.pattern) == (Fate.IGNORED, "**/rejects/**")
    assert survey(tree).foresee(Folder(tree, ignore=("~$*",))).by_pattern == [1]


@pytest.mark.parametrize(
    ("state", "changed", "fate"),
    [
        (TransferState.UPLOADED, False, Fate.KNOWN),
        (TransferState.DUPLICATE, False, Fate.KNOWN),
        (TransferState.UPLOADED, True, Fate.UPLOAD),
        (TransferState.FAILED, False, Fate.UPLOAD),
        (TransferState.CANCELLED, False, Fate.KNOWN),
        (TransferState.WAITING, False, Fate.UPLOAD),
    ],
)
def test_what_the_queue_knows_is_said(tree: Path, state: TransferState, *, changed: bool, fate: Fate) -> None:
    """GIVEN a file's transfer WHEN the file is as it was THEN what became of it holds; else it is sent anew."""
    path = tree / "DSC_1.NEF"
    status = path.stat()
    known = {os.fspath(path): Known(status.st_size + changed, status.st_mtime_ns, state)}
    assert fates(survey(tree, known), Folder(tree))["DSC_1.NEF"] is fate


def test_a_file_that_is_being_written_waits(tree: Path) -> None:
    """GIVEN a file written a second ago THEN it waits; the bytes of what is sent are counted without it."""
    found = survey(tree, wall_s=1_700_000_001.0)
    outlook = found.foresee(Folder(tree))
    assert outlook.counts[Fate.UPLOAD] == 0
    assert outlook.upload_bytes == 0
    assert outlook.counts[Fate.WAIT] > 0
    later = survey(tree).foresee(Folder(tree))
    assert later.upload_bytes == later.counts[Fate.UPLOAD] * len(JPEG)


def test_looking_through_a_folder_can_be_stopped(tmp_path: Path) -> None:
    """GIVEN many files WHEN nobody wants to know any more THEN the walk ends without an answer."""
    for number in range(600):
        (tmp_path / f"{number}.jpg").write_bytes(JPEG)
    heard: list[int] = []

    def told(number: int) -> bool:
        heard.append(number)
        return False

    assert FileSurvey.make(tmp_path, {}, own=None, wall_s=0, is_held_open=lambda _p: None, told=told) is None
    assert heard == [500]
