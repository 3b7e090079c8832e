"""The watcher on a real disk: what is written there is handed on, once."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from cloud.contract.reasons import Reason
from desktop.core.errors import StorageFull
from desktop.core.events import FileHeld, FolderChanged, FolderScanned, ProblemRaised, ProblemSolved
from desktop.core.model import Folder, FoundFile, SkippedFile
from desktop.core.words import Problem
from desktop.watch import watcher as watcher_module
from desktop.watch.folder import BURST, FolderWatch
from desktop.watch.observer import Notice, NoticeKind
from desktop.watch.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.desktop.watch.conftest import Desk

# watchdog meets a folder twice when it is made while its parent is being registered, says so, and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning")

JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)


class StartWatcher(Protocol):
    """Starts a watcher that ends with the test."""

    def __call__(
        self,
        *folders: Path,
        observe: bool = True,
        own: Path | None = None,
        take: Callable[[FoundFile], None] | None = None,
    ) -> Watcher:
        """Start."""


@pytest.fixture
def start(desk: Desk) -> Iterator[StartWatcher]:
    """Start watchers that end with the test."""
    running: list[Watcher] = []

    def begin(
        *folders: Path,
        observe: bool = True,
        own: Path | None = None,
        take: Callable[[FoundFile], None] | None = None,
    ) -> Watcher:
        watcher = Watcher(take or desk.take, desk.skip, desk.post, observe=observe, own=own)
        running.append(watcher)
        watcher.start([Folder(folder) for folder in folders])
        return watcher

    yield begin
    for watcher in running:
        watcher.stop()


def _old(path: Path, content: bytes = JPEG) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def _scanned(desk: Desk, folder: Path) -> bool:
    return FolderScanned(str(folder)) in desk.events


def test_what_lies_there_is_judged_once(desk: Desk, tmp_path: Path, start: StartWatcher) -> None:
    """GIVEN a folder of good and bad files WHEN it is looked through once THEN each is taken or skipped, with why."""
    for name in ("a.jpg", "sub/x.jpg/b.jpg", "no-extension"):
        _old(tmp_path / name)
    _old(tmp_path / "empty.jpg", b"")
    _old(tmp_path / "text.jpg", b"hello")
    _old(tmp_path / "notes.txt", b"hello")
    _old(tmp_path / "empty.txt", b"")
    _old(tmp_path / "b.jpg.part")
    start(tmp_path, observe=False)
    desk.wait_for(lambda: _scanned(desk, tmp_path))
    assert sorted(path.relative_to(tmp_path).as_posix() for path in desk.paths()) == [
        "a.jpg",
        "empty.jpg",
        "no-extension",
        "sub/x.jpg/b.jpg",
        "text.jpg",
    ]
    assert desk.reasons() == {
        "notes.txt": Reason.OTHER_KIND,
        "empty.txt": Reason.OTHER_KIND,
        "b.jpg.part": Reason.TEMPORARY,
    }
    held = {Path(event.path).name for event in desk.events if isinstance(event, FileHeld)}
    assert held == {"a.jpg", "b.jpg", "no-extension", "empty.jpg", "text.jpg", "notes.txt", "empty.txt"}


def test_our_own_data_is_not_seen_live(desk: Desk, tmp_path: Path, start: StartWatcher) -> None:
    """GIVEN our data in the watched folder WHEN files are written to both THEN only the other is heard of."""
    data = tmp_path / "data"
    data.mkdir()
    start(tmp_path, own=data)
    desk.wait_for(lambda: _scanned(desk, tmp_path))
    for name in ("data/new.jpg", "data/notes.txt", "data/deep/x.jpg", "z.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(JPEG)
    desk.wait_for(lambda: bool(desk.taken))
    assert desk.paths() == [tmp_path / "z.jpg"]
    assert desk.skipped == []


def test_a_written_file_is_taken_once(desk: Desk, tmp_path: Path, start: StartWatcher) -> None:
    """GIVEN a watched folder WHEN a file is written in steps THEN it is taken whole, and only once."""
    start(tmp_path)
    desk.wait_for(lambda: _scanned(desk, tmp_path))
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        for _ in range(5):
            file.write(JPEG)
            file.flush()
    desk.wait_for(lambda: bool(desk.taken))
    path.with_name("marker.jpg").write_bytes(JPEG)
    desk.wait_for(lambda: len(desk.taken) > 1)
    assert [found.path.name for found in desk.taken] == ["a.jpg", "marker.jpg"]
    assert desk.taken[0].size_bytes == 5 * len(JPEG)


def test_a_rename_into_place_is_taken(desk: Desk, tmp_path: Path, start: StartWatcher) -> None:
    """GIVEN a download under a temporary name WHEN it gets its real name THEN that is taken, the other ignored."""
    folder = tmp_path / "watched"
    folder.mkdir()
    start(folder)
    desk.wait_for(lambda: _scanned(desk, folder))
    partial = folder / "a.jpg.crdownload"
    partial.write_bytes(JPEG)
    partial.rename(folder / "a.jpg")
    _old(tmp_path / "outside.jpg").rename(folder / "moved-in.jpg")
    desk.wait_for(lambda: len(desk.taken) == 2)
    assert {path.name for path in desk.paths()} == {"a.jpg", "moved-in.jpg"}


def test_a_folder_that_fills_faster_than_it_is_watched_is_looked_through(
    desk: Desk, tmp_path: Path, start: StartWatcher
) -> None:
    """GIVEN a watched folder WHEN whole trees are copied and moved into it THEN no file of them is missed."""
    source = tmp_path / "source"
    for number in range(40):
        _old(source / f"{number % 7}" / f"{number % 3}" / f"{number}.jpg")
    folder = tmp_path / "watched"
    folder.mkdir()
    start(folder)
    desk.wait_for(lambda: _scanned(desk, folder))
    shutil.copytree(source, folder / "copied")
    source.rename(folder / "moved")
    desk.wait_for(lambda: len(desk.taken) >= 80)
    assert len(set(desk.paths())) == len(desk.taken) == 80


def test_links_to_folders_outside_are_watched_too(desk: Desk, tmp_path: Path, start: StartWatcher) -> None:
    """GIVEN a link to a folder elsewhere WHEN a file is written there THEN it is taken under the link's name."""
    outside, folder = tmp_path / "outside", tmp_path / "watched"
    outside.mkdir()
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    start(folder)
    desk.wait_for(lambda: _scanned(desk, folder))
    (outside / "a.jpg").write_bytes(JPEG)
    desk.wait_for(lambda: bool(desk.taken))
    assert desk.paths() == [folder / "link" / "a.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_named_by_a_link_is_watched(desk: Desk, tmp_path: Path, start: StartWatcher) -> None:
    """GIVEN a link that a person calls the folder WHEN a file is written THEN its path begins with the link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    start(tmp_path / "link")
    desk.wait_for(lambda: _scanned(desk, tmp_path / "link"))
    (tmp_path / "real" / "a.jpg").write_bytes(JPEG)
    desk.wait_for(lambda: bool(desk.taken))
    assert desk.paths() == [tmp_path / "link" / "a.jpg"]


def test_a_folder_that_goes_away_comes_back_by_itself(
    desk: Desk, tmp_path: Path, start: StartWatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a watched card WHEN it is taken out and put back THEN that is said, and new files on it are taken."""
    monkeypatch.setattr(watcher_module, "PRESENCE_S", 0.1)
    folder = tmp_path / "card"
    _old(folder / "a.jpg")
    watcher = start(folder)
    desk.wait_for(lambda: len(desk.taken) == 1)
    folder.rename(tmp_path / "pocket")
    desk.wait_for(lambda: FolderChanged(str(folder), is_away=True) in desk.events)
    assert watcher.is_away(folder)
    _old(tmp_path / "pocket" / "b.jpg")
    (tmp_path / "pocket").rename(folder)
    desk.wait_for(lambda: folder / "b.jpg" in desk.paths())
    assert not watcher.is_away(folder)
    (folder / "c.jpg").write_bytes(JPEG)
    desk.wait_for(lambda: folder / "c.jpg" in desk.paths())


def test_a_folder_that_is_missing_at_the_start_is_awaited(
    desk: Desk, tmp_path: Path, start: StartWatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a folder that is not there WHEN it appears THEN its files are taken."""
    monkeypatch.setattr(watcher_module, "PRESENCE_S", 0.1)
    folder = tmp_path / "card"
    start(folder)
    desk.wait_for(lambda: FolderChanged(str(folder), is_away=True) in desk.events)
    _old(folder / "a.jpg")
    desk.wait_for(lambda: bool(desk.taken))


def test_folders_come_and_go_while_it_runs(desk: Desk, tmp_path: Path, start: StartWatcher) -> None:
    """GIVEN a running watcher WHEN a folder is added and removed THEN files are taken only in between."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    _old(two / "a.jpg")
    watcher = start(one)
    watcher.add(Folder(two))
    desk.wait_for(lambda: bool(desk.taken))
    watcher.remove(two)
    desk.wait_for(lambda: desk.events[-1] == FolderChanged(str(two)))
    (two / "b.jpg").write_bytes(JPEG)
    (one / "c.jpg").write_bytes(JPEG)
    desk.wait_for(lambda: len(desk.taken) > 1)
    assert desk.paths() == [two / "a.jpg", one / "c.jpg"]


def test_a_file_that_the_queue_cannot_take_comes_again(
    desk: Desk, tmp_path: Path, start: StartWatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a full disk WHEN the queue refuses a file THEN that is said once, and the file is handed on later."""
    monkeypatch.setattr(watcher_module, "PUT_BACK_S", 0.1)
    refusals = iter(range(3))

    def take(found: FoundFile) -> None:
        if next(refusals, None) is not None:
            raise StorageFull("queue a file")
        desk.take(found)

    _old(tmp_path / "a.jpg")
    start(tmp_path, take=take)
    desk.wait_for(lambda: bool(desk.taken))
    desk.wait_for(lambda: ProblemSolved(Reason.DISK_FULL) in desk.events)
    assert desk.events.count(ProblemRaised(Reason.DISK_FULL)) == 1
    assert FileHeld(str(tmp_path / "a.jpg"), Reason.DISK_FULL) in desk.events


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is inotify's")
def test_the_systems_limit_is_said_and_the_folder_is_still_looked_through(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a system that watches no more folders THEN the setting is named, and walks find what is written."""
    monkeypatch.setattr(watcher_module, "RESCAN_BLIND_S", 0.2)
    watcher = Watcher(desk.take, desk.skip, desk.post, observer=_LimitedObserver)
    watcher.start([Folder(tmp_path)])
    try:
        desk.wait_for(lambda: _scanned(desk, tmp_path))
        (tmp_path / "a.jpg").write_bytes(JPEG)
        desk.wait_for(lambda: bool(desk.taken))
    finally:
        watcher.stop()
    said = [event for event in desk.events if isinstance(event, ProblemRaised)]
    assert [event.reason for event in said] == [Problem.WATCH_LIMIT]
    assert said[0].detail.startswith("fs.inotify.max_user_watches=")


class _LimitedObserver:
    """An observer on a system at its limit."""

    # ruff: noqa: ARG002 - it has the real one's shape

    def __init__(self, put: Callable[[object], None]) -> None:
        """Take what the real one takes."""

    def watch(self, folder: Path, *, deep: bool = True) -> None:
        """Refuse."""
        raise watcher_module.WatchLimitReached(is_instances=False)

    def is_limited(self, folder: Path) -> bool:
        """Say so."""
        return True

    def drop(self, folder: Path) -> None:
        """Have nothing to drop."""

    def stop(self) -> None:
        """Have nothing to stop."""


def test_a_burst_of_notices_asks_for_a_walk(tmp_path: Path) -> None:
    """GIVEN more notices at once than the system may have kept THEN the folder is to be looked through, once."""
    watch = FolderWatch(Folder(tmp_path), time.monotonic, time.time)
    for number in range(BURST):
        watch.note(Notice(NoticeKind.TOUCHED, tmp_path / f"{number}.jpg"))
    assert not watch.take_burst()
    for number in range(BURST + 1):
        watch.note(Notice(NoticeKind.TOUCHED, tmp_path / f"{number}.jpg"))
    assert watch.take_burst()
    assert not watch.take_burst()


def test_a_path_that_cannot_be_asked_about_is_skipped_with_its_reason(tmp_path: Path) -> None:
    """GIVEN a notice of a path that the system will not tell about THEN that one is unreadable, and nothing breaks."""
    watch = FolderWatch(Folder(tmp_path), time.monotonic, time.time)
    refused = tmp_path / ("x" * 300 + ".jpg")  # as a folder without its x bit does, for root too: not "gone", refused
    assert watch.note(Notice(NoticeKind.TOUCHED, refused)) == [SkippedFile(refused, Reason.UNREADABLE)]
    assert watch.note(Notice(NoticeKind.CLOSED, tmp_path / "gone.jpg")) == []
    assert watch.is_quiet


@pytest.mark.expected_log("a round of the watcher failed")
def test_a_mistake_ends_no_watching(
    desk: Desk, tmp_path: Path, start: StartWatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a mistake of ours in one round THEN that file and later ones are taken; it is said once, and solved."""
    monkeypatch.setattr(watcher_module, "AFTER_MISTAKE_S", 0.05)
    mistakes = iter(range(2))

    def take(found: FoundFile) -> None:
        if next(mistakes, None) is not None:
            raise ZeroDivisionError
        desk.take(found)

    _old(tmp_path / "a.jpg")
    start(tmp_path, take=take)
    desk.wait_for(lambda: ProblemSolved(Problem.UNFORESEEN) in desk.events)
    _old(tmp_path / "b.jpg")
    desk.wait_for(lambda: {path.name for path in desk.paths()} == {"a.jpg", "b.jpg"})
    assert [event.reason for event in desk.events if isinstance(event, ProblemRaised)] == [Problem.UNFORESEEN]
