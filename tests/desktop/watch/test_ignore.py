"""Which names are left out."""

from __future__ import annotations

import pytest

from cloud.contract.reasons import Reason
from desktop.watch.ignore import IgnoreRule


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.jpg", "IMG_1.jpg.part", "a.PARTIAL", "b.filepart", "c.crdownload", "d.tmp", "~$report.jpg",
        ".~lock.x.jpg#", ".DS_Store", "Thumbs.db", "desktop.ini", "x.jpg.swp", "._IMG_1.JPG",
    ],
)  # fmt: skip
def test_temporary_files_are_left_out(name: str) -> None:
    """GIVEN a name that programs give to what is not finished THEN it is temporary, whatever its case or folder."""
    assert IgnoreRule().for_file(name) is Reason.TEMPORARY
    assert IgnoreRule().for_path(f"a/b/{name.upper()}") is Reason.TEMPORARY


@pytest.mark.parametrize(
    "name", ["IMG_1.JPG", "a partition.wav", "é ☂ %+.png", "x\ny.jpg", "tmp.jpg", "[x].jpg", "part"]
)
def test_other_names_are_not(name: str) -> None:
    """GIVEN an ordinary or a strange name THEN it is taken."""
    assert IgnoreRule().for_path(f"2026/{name}") is None


@pytest.mark.parametrize("folder", [".Trashes", "@eaDir", "$RECYCLE.BIN", ".git"])
def test_what_lies_in_the_systems_folders_is_left_out(folder: str) -> None:
    """GIVEN a folder of the system THEN all that is below it is temporary."""
    assert IgnoreRule().for_path(f"a/{folder}/b/c.jpg") is Reason.TEMPORARY


@pytest.mark.parametrize(
    ("pattern", "path", "is_left_out"),
    [
        ("*.png", "a/b.PNG", True),
        ("private", "a/private/b.jpg", True),
        ("private/", "a/private/b.jpg", True),
        ("a/*", "a/b/c.jpg", True),
        ("a/*.jpg", "b/c.jpg", False),
        ("IMG_000[12].jpg", "IMG_0002.jpg", True),
        ("[", "[", True),
        ("", "a.jpg", False),
        ("/", "a.jpg", False),
    ],
)
def test_a_folders_own_patterns(pattern: str, path: str, *, is_left_out: bool) -> None:
    """GIVEN a folder's pattern THEN it leaves out what it names, and says that the rule did."""
    assert IgnoreRule([pattern]).for_path(path) == (Reason.IGNORE_RULE if is_left_out else None)
