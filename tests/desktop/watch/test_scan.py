"""A walk meets every file once, ends in every tree, and opens nothing."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING

import pytest

from cloud.contract.reasons import Reason
from desktop.core.model import SkippedFile
from desktop.watch.ignore import IgnoreRule
from desktop.watch.scan import LinkedFolder, Scan, SeenFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")


def _walk(root: Path, *, deep: bool = True, own: Path | None = None) -> dict[str, str]:
    """Return what a walk met: path below the root, and the reason ("" for a file that is taken)."""
    met: dict[str, str] = {}
    for seen in Scan(root, IgnoreRule(), deep=deep, own=own):
        if isinstance(seen, LinkedFolder):
            continue
        name = seen.path.relative_to(root).as_posix()
        assert name not in met
        met[name] = "" if isinstance(seen, SeenFile) else seen.reason
    return met


def test_files_of_all_depths_are_met_once(tmp_path: Path) -> None:
    """GIVEN a tree with a folder that is named like a picture THEN its files are met and it is not."""
    (tmp_path / "x.jpg").mkdir()
    (tmp_path / "x.jpg" / "y.jpg").touch()
    (tmp_path / "a.txt").touch()
    assert _walk(tmp_path) == {"a.txt": "", "x.jpg/y.jpg": ""}
    assert _walk(tmp_path, deep=False) == {"a.txt": ""}


def test_links_into_the_folder_itself_are_not_followed(tmp_path: Path) -> None:
    """GIVEN links to a parent, to themselves, to a sibling, to a left-out folder and to nothing THEN each says why."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.jpg").touch()
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "twin").symlink_to("a/b")
    (tmp_path / "self.jpg").symlink_to("self.jpg")
    (tmp_path / "dangling.jpg").symlink_to("nowhere.jpg")
    (tmp_path / ".hidden").symlink_to("nowhere.jpg")
    (tmp_path / ".cache").mkdir()
    (tmp_path / "cache").symlink_to(".cache")
    assert _walk(tmp_path) == {
        "a/b/c.jpg": "",
        "a/b/up": Reason.SYMLINK_LOOP,
        "twin": Reason.LINKED_ALREADY,
        "cache": Reason.TEMPORARY,
        "self.jpg": Reason.SYMLINK_LOOP,
        "dangling.jpg": Reason.DANGLING,
        ".hidden": Reason.TEMPORARY,
    }


def test_links_that_lead_outside_are_followed_once(tmp_path: Path) -> None:
    """GIVEN folders outside that link to each other THEN their files are met, and the walk ends."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "x.jpg").touch()
    (outside / "again").symlink_to(outside)
    (root / "link").symlink_to(outside)
    (root / "file.jpg").symlink_to(outside / "x.jpg")
    (root / "above").symlink_to(tmp_path)
    assert _walk(root) == {
        "above": Reason.SYMLINK_LOOP,
        "file.jpg": "",
        "link/again": Reason.SYMLINK_LOOP,
        "link/x.jpg": "",
    }
    linked = [seen for seen in Scan(root, IgnoreRule()) if isinstance(seen, LinkedFolder)]
    assert linked == [LinkedFolder(root / "link", outside)]


def test_folders_outside_that_two_links_reach_are_walked_once(tmp_path: Path) -> None:
    """GIVEN two links to one folder outside WHEN it is walked THEN the second says that it is looked at already."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "x.jpg").touch()
    (root / "a").symlink_to(outside)
    (root / "b").symlink_to(outside)
    assert _walk(root) == {"a/x.jpg": "", "b": Reason.LINKED_ALREADY}


def test_our_own_folder_is_not_there(tmp_path: Path) -> None:
    """GIVEN our data in the folder, by its place and by a link WHEN it is walked THEN none of it is met or named."""
    root, data = tmp_path / "root", tmp_path / "root" / "sub" / "data"
    data.mkdir(parents=True)
    (data / "a.jpg").touch()
    (root / "b.jpg").touch()
    assert _walk(root, own=data) == {"b.jpg": ""}
    elsewhere = tmp_path / "elsewhere" / "data"
    elsewhere.mkdir(parents=True)
    (elsewhere / "c.jpg").touch()
    (root / "link").symlink_to(elsewhere.parent)
    assert _walk(root, own=elsewhere) == {"b.jpg": "", "sub/data/a.jpg": ""}


def test_pipes_and_sockets_are_never_opened(tmp_path: Path) -> None:
    """GIVEN a pipe named like a picture THEN it is no media, and the walk does not hang."""
    os.mkfifo(tmp_path / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.jpg"))
        assert _walk(tmp_path) == {"pipe.jpg": Reason.OTHER_KIND, "s.jpg": Reason.OTHER_KIND}


def test_files_in_ignored_folders_are_named_as_ignored(tmp_path: Path) -> None:
    """GIVEN a hidden folder THEN each of its files is listed as temporary."""
    (tmp_path / ".git" / "objects").mkdir(parents=True)
    (tmp_path / ".git" / "objects" / "a.jpg").touch()
    assert _walk(tmp_path) == {".git/objects/a.jpg": Reason.TEMPORARY}
    assert list(Scan(tmp_path, IgnoreRule(), start=tmp_path / ".git" / "objects")) == [
        SkippedFile(tmp_path / ".git" / "objects" / "a.jpg", Reason.TEMPORARY)
    ]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="an administrator may read everything")
def test_a_folder_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    """GIVEN a folder without the right to list it THEN that is said, and the others are walked."""
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "x.jpg").touch()
    assert _walk(tmp_path) == {"locked": Reason.UNREADABLE, "x.jpg": ""}


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_names_that_are_no_text_are_met(tmp_path: Path) -> None:
    """GIVEN a name in an old encoding THEN it is met with its bytes kept."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    (seen,) = Scan(tmp_path, IgnoreRule())
    assert isinstance(seen, SeenFile)
    assert os.fsencode(seen.path) == path
