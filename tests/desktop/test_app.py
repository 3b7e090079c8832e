"""The parts joined, on a real disk, before a newsroom that does not answer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus, Profile
from desktop.app import App, check_folder, make_folder
from desktop.core.errors import UsageProblem
from desktop.core.events import Event, FileSkipped, FolderScanned, Link, LinkChanged, ProblemRaised, TransferChanged
from desktop.core.model import AfterUpload, Afterwards, Folder, TransferState
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.core.words import Problem
from tests.fakes.newsroom import CONNECTION, make_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)


class StartApp(Protocol):
    """Starts an app of a newsroom that nobody runs."""

    def __call__(self, *folders: Path) -> App:
        """Start; it watches these, or what the settings say."""


@pytest.fixture
def events() -> list[Event]:
    """Return what was posted."""
    return []


@pytest.fixture
def start(data_dir: Path, events: list[Event]) -> Iterator[StartApp]:
    """Start apps that end with the test."""
    running: list[App] = []

    def begin(*folders: Path) -> App:
        rules = [Folder(folder) for folder in folders] or None
        app = App(DataDir(data_dir), events.append, newsroom="faraway", folders=rules)
        running.append(app)
        app.start()
        return app

    yield begin
    for app in running:
        app.stop()


def _write(path: Path, body: bytes = JPEG) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def _wait(condition: Callable[[], bool], timeout_s: float = 15.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_files_are_queued_while_the_newsroom_is_away(tmp_path: Path, events: list[Event], start: StartApp) -> None:
    """GIVEN no connection WHEN a folder is watched THEN its files wait in the queue, and that is said."""
    folder = tmp_path / "card"
    path = _write(folder / "a.jpg")
    _write(folder / "notes.txt", b"x")
    app = start(folder)
    _wait(lambda: FolderScanned(str(folder)) in events and app.link() is Link.OFFLINE)
    transfer = app.transfers.find_path(path)
    assert transfer is not None
    assert transfer.state in {TransferState.WAITING, TransferState.SENDING}
    assert FileSkipped(str(folder / "notes.txt"), Reason.OTHER_KIND) in events
    assert any(isinstance(event, LinkChanged) and event.link is Link.OFFLINE for event in events)


def test_a_restart_knows_what_was_queued(tmp_path: Path, events: list[Event], start: StartApp) -> None:
    """GIVEN queued files WHEN the program ends and starts THEN each is queued once."""
    folder = tmp_path / "card"
    paths = [_write(folder / f"{number}.jpg", JPEG + bytes([number])) for number in range(5)]
    app = start(folder)
    _wait(lambda: FolderScanned(str(folder)) in events)
    app.stop()
    events.clear()
    again = start(folder)
    _wait(lambda: FolderScanned(str(folder)) in events)
    assert again.transfers.counts().total == len(paths)


def test_one_instance_holds_a_newsroom(tmp_path: Path, data_dir: Path, start: StartApp) -> None:
    """GIVEN a running instance WHEN another starts on the same data THEN it is refused, naming the process."""
    start(tmp_path / "nowhere")
    with pytest.raises(UsageProblem) as caught:
        App(DataDir(data_dir), lambda _event: None, newsroom="faraway")
    assert str(os.getpid()) in caught.value.detail
    App(DataDir(data_dir), lambda _event: None, newsroom="elsewhere").stop()


def test_folders_are_kept_over_a_restart(tmp_path: Path, data_dir: Path, start: StartApp) -> None:
    """GIVEN folders added in the window WHEN the program starts again THEN they are watched; removed ones are not."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    app = start()
    app.add_folder(one, language="fr")
    app.add_folder(two)
    app.remove_folder(two)
    app.stop()
    assert start().folders() == (Folder(one, language="fr"),)
    assert SettingsFile(data_dir / "settings.json").load().settings.folders == (Folder(one, language="fr"),)


def test_files_chosen_by_hand_are_queued(tmp_path: Path, events: list[Event], start: StartApp) -> None:
    """GIVEN files and a folder that are not watched WHEN they are added by hand THEN they are queued, once."""
    single = _write(tmp_path / "x" / "a.jpg")
    _write(tmp_path / "x" / "not-chosen.jpg", JPEG + b"1")
    below = _write(tmp_path / "y" / "z" / "b.jpg", JPEG + b"2")
    app = start()
    app.add_files([single, tmp_path / "y"])
    _wait(lambda: app.transfers.counts().total == 2)
    found = [app.transfers.find_path(path) for path in (single, below)]
    assert [transfer is not None and Path(transfer.folder).name for transfer in found] == ["x", "y"]
    assert not any(isinstance(event, FolderScanned) for event in events)


def test_a_file_added_by_hand_keeps_the_rule_of_its_folder(tmp_path: Path, data_dir: Path, start: StartApp) -> None:
    """GIVEN a private folder WHEN a file in it is added by hand THEN it goes where the folder's files go."""
    private = Folder(tmp_path / "x", library="private-demo", profile=Profile.PRIVATE, include_subfolders=False)
    path = _write(private.path / "below" / "a.jpg")
    SettingsFile(data_dir / "settings.json").save(Settings(folders=(private,)))
    app = start()
    app.add_files([path])
    _wait(lambda: app.transfers.find_path(path) is not None)
    transfer = app.transfers.find_path(path)
    assert transfer is not None
    assert (transfer.library, transfer.profile) == ("private-demo", Profile.PRIVATE)


def test_our_own_data_is_never_uploaded(data_dir: Path, events: list[Event], start: StartApp) -> None:
    """GIVEN a data directory that lies in the watched folder WHEN that is looked through THEN ours is left out."""
    _write(data_dir / "cloud" / "s3" / "picture.jpg")
    _write(data_dir.parent / "data2" / "data" / "theirs.jpg", JPEG + b"1")
    app = start(data_dir.parent)
    _wait(lambda: FolderScanned(str(data_dir.parent)) in events)
    assert app.transfers.find_path(data_dir / "cloud" / "s3" / "picture.jpg") is None
    assert app.transfers.find_path(data_dir.parent / "data2" / "data" / "theirs.jpg") is not None
    skipped = [Path(event.path) for event in events if isinstance(event, FileSkipped)]
    assert not [path for path in skipped if path.is_relative_to(data_dir)]


def test_an_upload_that_the_cloud_took_for_anothers_becomes_a_duplicate(tmp_path: Path, start: StartApp) -> None:
    """GIVEN an uploaded file WHEN the newsroom says that another item has its bytes THEN it is a duplicate of that."""
    app = start()
    path = _write(tmp_path / "x" / "a.jpg")
    app.queue.pause()
    app.add_files([path])
    _wait(lambda: app.transfers.find_path(path) is not None)
    transfer = app.transfers.find_path(path)
    assert transfer is not None
    for state in (TransferState.SENDING, TransferState.CHECKING, TransferState.UPLOADED):
        app.transfers.update(transfer.id, state)
    rejected = make_item(transfer.id, status=ItemStatus.REJECTED, status_reason="duplicate:01J00000000000000000000000")
    app.items.apply([rejected])
    app._post(TransferChanged(transfer.id))  # noqa: SLF001 - as the engine does when it has arrived
    now = app.transfers.get(transfer.id)
    assert now is not None
    assert (now.state, now.duplicate_of) == (TransferState.DUPLICATE, "01J00000000000000000000000")


@pytest.mark.expected_log("damaged")
def test_a_damaged_cache_is_set_aside_at_the_start(data_dir: Path, events: list[Event], start: StartApp) -> None:
    """GIVEN a library that is no database WHEN the program starts THEN it says so once, works, and keeps the file."""
    place = DataDir(data_dir).newsroom("faraway")
    place.library.write_bytes(b"this is no database" * 1000)
    app = start()
    assert app.items.ids() == []
    raised = [event for event in events if isinstance(event, ProblemRaised)]
    assert [event.reason for event in raised] == [Problem.CACHE_REBUILT]
    assert Path(raised[0].detail).read_bytes().startswith(b"this is no database")


@pytest.mark.expected_log("damaged")
def test_a_damaged_queue_is_set_aside_at_the_start(data_dir: Path, events: list[Event], start: StartApp) -> None:
    """GIVEN a queue that is no database WHEN the program starts THEN it says that of the list of transfers."""
    DataDir(data_dir).newsroom("faraway").queue.write_bytes(b"this is no database" * 1000)
    start()
    raised = [event for event in events if isinstance(event, ProblemRaised)]
    assert [event.reason for event in raised] == [Problem.QUEUE_DAMAGED]


def test_damaged_settings_are_said_once(data_dir: Path, events: list[Event], start: StartApp) -> None:
    """GIVEN settings that cannot be read WHEN the program starts THEN it says where they are kept now."""
    (data_dir / "settings.json").write_text("{", encoding="utf-8")
    start()
    assert ProblemRaised(Problem.SETTINGS_DAMAGED, str(data_dir / "settings.json.damaged-1")) in events


def test_which_folders_cannot_be_watched(tmp_path: Path) -> None:
    """GIVEN a missing folder, a file, a folder in another or around it, our own data THEN each is refused with why."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    file = _write(tmp_path / "file.jpg")
    data = tmp_path / "data"
    data.mkdir()
    check_folder(tmp_path / "a" / "b", [], data)
    for path, others, said in (
        (tmp_path / "none", [], "does not exist"),
        (file, [], "is a file"),
        (tmp_path / "a", [tmp_path / "a"], "is watched already"),
        (tmp_path / "a" / "b", [tmp_path / "a"], "lies in"),
        (tmp_path / "a", [tmp_path / "a" / "b"], "contains"),
        (data, [], "own data"),
    ):
        with pytest.raises(UsageProblem) as caught:
            check_folder(path, others, data)
        assert said in caught.value.detail


def test_a_private_folder_goes_to_the_persons_own_library(tmp_path: Path) -> None:
    """GIVEN profile private WHEN a folder is added THEN its library is the person's; nobody known is said."""
    folder = make_folder(tmp_path, profile=Profile.PRIVATE, language="", connection=CONNECTION)
    assert folder.library == f"private-{CONNECTION.user.id}"
    assert make_folder(tmp_path, profile=Profile.BASIC, language="", connection=None).library == "newsroom"
    with pytest.raises(UsageProblem):
        make_folder(tmp_path, profile=Profile.PRIVATE, language="", connection=None)


def test_a_folder_gets_another_rule_in_one_step(tmp_path: Path, data_dir: Path, start: StartApp) -> None:
    """GIVEN a watched folder WHEN its rule changes THEN it stays watched, also later."""
    watched = tmp_path / "desk"
    watched.mkdir()
    app = start()
    app.save_folder(replace(app.add_folder(watched), profile=Profile.BASIC, language="fr"))
    assert [(folder.profile, folder.language) for folder in app.folders()] == [(Profile.BASIC, "fr")]
    stored = SettingsFile(DataDir(data_dir).settings).load().settings
    assert [folder.language for folder in stored.folders] == ["fr"]


def test_settings_are_changed_without_losing_folders(tmp_path: Path, start: StartApp) -> None:
    """GIVEN a watched folder WHEN a page saves settings that it read before THEN the folder is still watched."""
    app = start()
    before = app.settings()
    app.add_folder(tmp_path)
    app.save_settings(replace(before, concurrency=2))
    assert app.settings().concurrency == 2
    assert [folder.path for folder in app.settings().folders] == [tmp_path]


def test_the_app_is_free_of_qt() -> None:
    """GIVEN a fresh interpreter WHEN the app and the command line are imported THEN Qt is not."""
    code = "import sys, desktop.app, desktop.cli; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code


def test_a_rule_is_saved_whole_and_holds_after_a_restart(tmp_path: Path, data_dir: Path, start: StartApp) -> None:
    """GIVEN a new folder WHEN its rule is saved, and again THEN all of it is kept; a stranger's library is refused."""
    watched = tmp_path / "card"
    watched.mkdir()
    app = start()
    rule = Folder(
        watched,
        ignore=("*.tmp", "**/rejects/**"),
        include_subfolders=False,
        kinds=(MediaType.IMAGE,),
        bytes_per_s=1_000_000,
        caption=(("credit", "Courier"),),
        after=Afterwards(AfterUpload.DELETE, days=7),
    )
    app.save_folder(rule)
    saved = app.save_folder(replace(rule, language="fr"))
    assert saved.saved_at > 0
    stored = SettingsFile(DataDir(data_dir).settings).load().settings
    assert stored.folders == app.folders() == (saved,)
    assert replace(saved, saved_at=0.0) == replace(rule, language="fr")
    with pytest.raises(UsageProblem):
        app.save_folder(replace(rule, library="private-somebody-else"))
    assert app.folders() == (saved,)
