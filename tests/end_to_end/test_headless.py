"""``snapstream`` as a person runs it, on a real embedded cloud: every file gets its true outcome, whatever is killed.

Each test has a data directory of its own; what it starts, it ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cloud.contract.keys import is_item_id
from tests import media

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(600)]

WATCH_S = 400


class Computer:
    """A folder to watch, a data directory, and the programs run on them."""

    def __init__(self, root: Path) -> None:
        self.files = root / "Picture desk"
        self.files.mkdir()
        self.data = root / "data"
        self.running: list[subprocess.Popen[str]] = []

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command."""
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "desktop", *arguments, "--local", "--data-dir", str(self.data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        self.running.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, Any]:
        """Run a command with ``--json``; returns its exit code and document."""
        process = self.begin(*arguments, "--json")
        out, err = process.communicate(timeout=WATCH_S + 60)
        assert out, err
        return process.returncode, json.loads(out)

    def watch_once(self) -> tuple[int, Any]:
        """Upload what is there."""
        return self.run("watch", str(self.files), "--once", "--timeout", str(WATCH_S))

    def begin_watch(self) -> subprocess.Popen[str]:
        """Start to upload what is there."""
        return self.begin("watch", str(self.files), "--once", "--json", "--timeout", str(WATCH_S))

    def cloud(self, *arguments: str) -> None:
        """Run the engineer's command."""
        command = [sys.executable, "-m", "cloud", "local", *arguments, "--data-dir", str(self.data)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own program

    def cloud_pid(self) -> int:
        """Return the process of the running cloud; 0 where none runs."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            status = json.loads((self.data / "cloud" / "status.json").read_text(encoding="utf-8"))
            return int(status["pid"]) if status["phase"] == "ready" else 0
        return 0

    def stored(self) -> set[str]:
        """Return the ids whose originals lie in the cloud (the emulator keeps each version as a file of its own)."""
        objects = self.data / "cloud" / "s3"
        return {part for path in objects.rglob("original.*") for part in path.parts if is_item_id(part)}

    def end(self) -> None:
        """End everything that was started."""
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.communicate()
        with contextlib.suppress(subprocess.SubprocessError):
            self.cloud("stop")


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    """Return a computer with nothing on it."""
    computer = Computer(tmp_path)
    yield computer
    computer.end()


def _wait(condition: Callable[[], object], timeout_s: float = 90.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def _photographs(folder: Path, count: int) -> set[str]:
    """Write photographs that differ; returns their names."""
    names = set()
    for number in range(count):
        name = f"photo {number:02}.jpg"
        media.write_jpeg(folder / name, media.sign([f"GATE {number}"], 1600, 1200))
        names.add(name)
    return names


def _outcomes(document: Any) -> dict[str, str]:  # noqa: ANN401 - the document of a program
    return {file["filename"]: file["outcome"] for file in document["files"]}


def _assert_whole(document: Any, names: set[str]) -> None:  # noqa: ANN401 - the document of a program
    """Check that each of these files is in the library, once, with a picture."""
    outcomes = _outcomes(document)
    assert {name: outcomes.get(name) for name in names} == dict.fromkeys(names, "uploaded")
    held = Counter(item["sha256"] for item in document["items"])
    assert len(held) == len(document["items"])
    for item in document["items"]:
        assert item["status"] in {"COMPLETED", "PARTIAL"}
        assert Path(item["thumbnail"]).read_bytes().startswith(b"\xff\xd8\xff")


def test_every_file_of_a_mixed_folder_gets_its_true_outcome(computer: Computer) -> None:
    """GIVEN good, bad and strange files WHEN they are watched once, and once more THEN product.md's table holds."""
    folder = computer.files
    odd = ["sp ace + % é.jpg", "emoji 😀.jpg", "new\nline.jpg", "x" * 246 + ".jpg"]
    for number, name in enumerate(odd):
        media.write_jpeg(folder / name, media.sign([f"EXIT {number}"], 800, 600))
    (folder / "x.jpg").mkdir()
    whole = media.write_jpeg(folder / "x.jpg" / "deep.jpg", media.sign(["DEEP"], 800, 600)).read_bytes()
    (folder / "cut off.jpg").write_bytes(whole[: len(whole) * 2 // 3])
    (folder / "y.jpg").write_bytes(whole)
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("hello")
    (folder / "notes.txt").write_text("hello")
    (folder / "b.jpg.part").write_bytes(whole)
    (folder / "loop").symlink_to(folder)
    (folder / "leads nowhere.jpg").symlink_to("nowhere.jpg")
    os.mkfifo(folder / "pipe.jpg")
    code, document = computer.watch_once()
    outcomes = _outcomes(document)
    assert code == 1
    assert {name: outcomes.pop(name) for name in odd} == dict.fromkeys(odd, "uploaded")
    assert {outcomes.pop("deep.jpg"), outcomes.pop("y.jpg")} == {"uploaded", "duplicate"}
    assert outcomes == {
        "cut off.jpg": "uploaded",
        "empty.jpg": "rejected",
        "text.jpg": "rejected",
        "notes.txt": "ignored",
        "b.jpg.part": "ignored",
        "loop": "ignored",
        "leads nowhere.jpg": "ignored",
        "pipe.jpg": "ignored",
    }
    items = {item["filename"]: item for item in document["items"]}
    assert items["cut off.jpg"]["status"] == "PARTIAL"
    assert items["cut off.jpg"]["status_reason"]
    assert "words" not in (items["cut off.jpg"]["transcript"] or {})
    assert set(odd) <= set(items)
    stored = computer.stored()
    code, again = computer.watch_once()
    assert code == 1
    ids = {file["path"]: file.get("item_id") for file in document["files"]}
    assert {file["path"]: file.get("item_id") for file in again["files"]} == ids
    assert _outcomes(again) == _outcomes(document)
    assert computer.stored() == stored
    code, listed = computer.run("ls")
    assert code == 0
    assert {item["id"] for item in listed["items"]} == {item["id"] for item in document["items"]}
    code, found = computer.run("search", "deep")
    assert code == 0
    assert found["items"]
    code, shown = computer.run("show", items["emoji 😀.jpg"]["id"][:24])
    assert (code, shown["filename"]) == (0, "emoji 😀.jpg")


def test_nothing_is_lost_or_doubled_when_snapstream_is_killed(computer: Computer) -> None:
    """GIVEN photographs on their way WHEN snapstream is killed, again and again THEN the next run has each once."""
    names = _photographs(computer.files, 12)
    for killed_at in (1, 5):
        process = computer.begin_watch()
        _wait(lambda wanted=killed_at: len(computer.stored()) >= wanted)  # type: ignore[misc]  # mypy knows no default
        process.kill()
        process.wait()
    code, document = computer.watch_once()
    assert code == 0
    _assert_whole(document, names)
    assert len(computer.stored()) == len(names)


def test_nothing_is_lost_or_doubled_when_the_cloud_is_killed(computer: Computer) -> None:
    """GIVEN photographs on their way WHEN the embedded cloud is killed THEN it is started again and the run goes on."""
    names = _photographs(computer.files, 12)
    process = computer.begin_watch()
    _wait(lambda: len(computer.stored()) >= 4)
    pid = computer.cloud_pid()
    os.kill(pid, signal.SIGKILL)
    out, err = process.communicate(timeout=WATCH_S + 60)
    assert process.returncode == 0, err
    assert computer.cloud_pid() != pid
    _assert_whole(json.loads(out), names)
    assert len(computer.stored()) == len(names)


def test_a_cloud_that_is_stopped_in_mid_upload_goes_on_when_it_is_back(computer: Computer) -> None:
    """GIVEN a large file on its way WHEN the cloud is stopped and started THEN the file arrives, once and whole."""
    # Silence is analysed fast; it is the sending that is tested.
    large = media.write_wav(computer.files / "long.wav", media.silence(240, rate_hz=48_000), rate_hz=48_000)
    names = _photographs(computer.files, 3) | {large.name}
    process = computer.begin_watch()
    _wait(computer.cloud_pid)
    _wait(computer.stored)
    computer.cloud("stop")
    computer.cloud("start")
    out, err = process.communicate(timeout=WATCH_S + 60)
    assert process.returncode == 0, err
    _assert_whole(json.loads(out), names)


def test_a_running_watch_takes_new_files_and_obeys_orders(computer: Computer) -> None:
    """GIVEN a running watch WHEN it is paused, fed, resumed and stopped THEN each event is a line of JSON."""
    process = computer.begin("watch", str(computer.files), "--json")
    _wait(computer.cloud_pid)
    code, _ = computer.run("pause")
    assert code == 0
    _wait(lambda: computer.run("status")[1]["paused"])
    media.write_jpeg(computer.files / "late.jpg", media.sign(["LATE"], 800, 600))
    _wait(lambda: computer.run("status")[1]["counts"]["waiting"] == 1)
    assert computer.run("resume")[0] == 0
    events: list[Any] = []
    assert process.stdout is not None
    for line in process.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == "item" and events[-1]["item"]["status"] == "COMPLETED":
            break
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 143
    told = {event["event"] for event in events}
    assert {"scanned", "transfer", "link", "item"} <= told
    assert events[-1]["item"]["filename"] == "late.jpg"
    assert any("LATE" in tag["name"] for tag in events[-1]["item"]["tags"])
