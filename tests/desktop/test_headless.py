"""``snapstream watch`` before a newsroom that nobody runs: what it lists, what it says, how it ends."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cloud.contract.reasons import Reason, sentence
from desktop import headless
from desktop.app import App
from desktop.core.events import Event, FileHeld, FileTaken
from desktop.core.model import Folder, FoundFile
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.core.words import Problem
from desktop.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
NEWSROOM = "faraway"


@pytest.fixture
def folder(tmp_path: Path, data_dir: Path) -> Path:
    """Return an empty folder, on a computer that is signed in to a newsroom that does not answer."""
    SettingsFile(data_dir / "settings.json").save(Settings(newsroom=NEWSROOM))
    (tmp_path / "card").mkdir()
    return tmp_path / "card"


def _old(path: Path, body: bytes = JPEG) -> Path:
    path.write_bytes(body)
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def _watch(folder: Path, *arguments: str, timeout_s: float = 1.5) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does."""
    command = [sys.executable, "-m", "desktop", "watch", str(folder), "--timeout", str(timeout_s), *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


def test_what_was_not_sent_in_time_is_listed(folder: Path) -> None:
    """GIVEN no connection WHEN the time is over THEN each file is listed, and how many are left is said in words."""
    _old(folder / "a.jpg")
    _old(folder / "notes.txt", b"x")
    (folder / "gone.jpg").symlink_to("nowhere")
    done = _watch(folder, "--once", "--json")
    assert done.returncode == 4, done.stderr
    outcomes = {file["filename"]: file["outcome"] for file in json.loads(done.stdout)["files"]}
    assert outcomes == {"a.jpg": "failed", "notes.txt": "ignored", "gone.jpg": "ignored"}
    assert "Timed out: 1 file is still on its way. It goes on next time." in done.stderr


def test_files_that_the_queue_could_not_take_are_listed(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """GIVEN a disk that is full WHEN the time is over THEN every file that was met is listed, with why."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    rule = Folder(folder)
    app = App(DataDir(data_dir), events.put, newsroom=NEWSROOM, folders=[rule], once=True)
    try:
        run = headless._Run(app, Terminal(is_json=True), events, headless._Stop(), [str(folder)])  # noqa: SLF001 - a disk cannot be filled here
        for name in ("taken.jpg", "refused.jpg", "growing.jpg"):
            events.put(FileHeld(str(_old(folder / name))))
        events.put(FileHeld(str(folder / "was-renamed.jpg")))
        transfer = app.queue.take(FoundFile(folder / "taken.jpg", rule, 104, 1))
        events.put(FileTaken(str(transfer.path), transfer.id))
        events.put(FileHeld(str(folder / "refused.jpg"), Reason.DISK_FULL))
        run.end_at(time.monotonic() + 0.5)
        assert run.once() == 4
    finally:
        app.stop()
    captured = capsys.readouterr()
    reasons = {file["filename"]: file["reason"] for file in json.loads(captured.out)["files"]}
    later = "It was not sent in time. It goes on at the next start."
    assert reasons == {"taken.jpg": later, "growing.jpg": later, "refused.jpg": sentence(Reason.DISK_FULL)}
    assert "3 files are still on their way" in captured.err


def test_many_ignored_files_are_counted(folder: Path) -> None:
    """GIVEN 25 files that are no media WHEN they are listed for people THEN 20 are named and 5 are counted."""
    for number in range(25):
        (folder / f"{number:02}.txt").write_text("x")
    done = _watch(folder, "--once", timeout_s=20)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 21
    assert lines[0] == "ignored   00.txt - It is not a photo, audio or video file."
    assert lines[-1] == "… and 5 more were ignored - It is not a photo, audio or video file."
    files = json.loads(_watch(folder, "--once", "--json", timeout_s=20).stdout)["files"]
    assert len(files) == 25


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_names_that_are_no_text_make_valid_json(folder: Path) -> None:
    """GIVEN a name whose bytes are no UTF-8 WHEN it is printed as JSON THEN a strict reader takes it."""
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    done = _watch(folder, "--once", "--json", timeout_s=20)
    (file,) = json.loads(done.stdout)["files"]
    assert file["filename"] == "caf\ufffd.txt"
    assert json.dumps(file, ensure_ascii=False).encode("utf-8")


def test_a_damaged_queue_is_a_problem_of_the_events(folder: Path, data_dir: Path) -> None:
    """GIVEN a damaged queue WHEN watch prints events THEN one of them is the problem, and people read it too."""
    DataDir(data_dir).newsroom(NEWSROOM).queue.write_bytes(b"this is no database" * 1000)
    done = _watch(folder, "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["reason"] for event in events if event["event"] == "problem"] == [Problem.QUEUE_DAMAGED]
    assert "The list of transfers was damaged. It is kept aside as" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(folder: Path, data_dir: Path, number: signal.Signals) -> None:
    """GIVEN a running watch WHEN Ctrl-C, SIGTERM or SIGHUP comes THEN it lets go of everything and says which."""
    command = [sys.executable, "-m", "desktop", "watch", str(folder), "--json"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert any('"scanned"' in line for line in process.stdout)
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert not DataDir(data_dir).newsroom(NEWSROOM).pid.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX's")
def test_under_nohup_a_closed_terminal_ends_nothing(folder: Path) -> None:
    """GIVEN a watch that was started with SIGHUP ignored WHEN that comes THEN it goes on, until SIGTERM ends it."""
    command = ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-m", "desktop", "watch", str(folder)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert any('"scanned"' in line for line in process.stdout)
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM
