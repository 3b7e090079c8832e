"""What ``snapstream diagnostics`` writes: enough to find a fault, nothing that lets anybody in."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop import cli, diagnostics
from desktop.core.model import AfterUpload, Afterwards, Folder, FoundFile, TransferState
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.library.transfers import Order, Verb
from desktop.newsroom import Newsroom
from desktop.redaction import Redactor
from desktop.transfer.queue import TransferQueue
from tests.fakes.newsroom import make_item

SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCY"  # noqa: S105 -- AWS's own example of one
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl"  # noqa: S105 -- nobody's
if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def _no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the test's own logging alone: the process has one."""
    monkeypatch.setattr("desktop.logs.begin", lambda folder: folder)


@pytest.fixture
def lived_in(data_dir: Path, tmp_path: Path) -> Path:
    """Return a data directory with a failed transfer, a waiting one, settings, an item, logs and keys."""
    card = tmp_path / "Eve's card"
    card.mkdir()
    folder = Folder(
        card,
        ignore=("secret project*",),
        caption=(("byline", "Eve Brown"),),
        after=Afterwards(AfterUpload.MOVE, "cover story", 3),
    )
    SettingsFile(data_dir / "settings.json").save(Settings(newsroom="herald", folders=(folder,)))
    parts = Newsroom(DataDir(data_dir), "herald")
    queue = TransferQueue(parts.transfers, lambda _event: None)
    failed = queue.take(FoundFile(card / "the minister's house.jpg", folder, 5, 1))
    parts.transfers.update(failed.id, TransferState.FAILED, reason="unreadable", detail=f"{card}/x: no right")
    queue.take(FoundFile(card / "ünder cover.mov", folder, 7, 1))
    parts.transfers.add_order(Order(Verb.PAUSE))
    parts.items.apply([make_item()])
    parts.close()
    connection = {"credentials": {"access_key_id": "x", "secret_access_key": SECRET}}
    (data_dir / "newsrooms" / "herald" / "connection.json").write_text(json.dumps(connection), encoding="utf-8")
    (data_dir / "logs").mkdir()
    (data_dir / "logs" / "snapstream.log").write_text(
        f"took {card / 'the ministers house.jpg'}\nkey {SECRET}\nasked with {TOKEN}\n"
        f'  File "{Path.home()}/src/thing.py", line 3\nread /mnt/card two/a.jpg: no\n'
        f'  File "{sys.prefix}/lib/x.py", line 4\nGET /api/media 200\n',
        encoding="utf-8",
    )
    cloud = data_dir / "cloud"
    cloud.mkdir()
    (cloud / "signing.key").write_text(SECRET, encoding="ascii")
    (cloud / "server.log").write_text(f"served\nkey {SECRET}\n", encoding="utf-8")
    return data_dir


def write(target: Path, *words: str) -> dict[str, str]:
    """Run the command; return what is in its file."""
    assert cli.main(["diagnostics", str(target), *words]) == 0
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_it_holds_what_helps_to_find_a_fault(lived_in: Path, tmp_path: Path) -> None:
    """GIVEN a data directory that was lived in THEN logs, versions, settings and the queue's state are in the file."""
    files = write(tmp_path / "d.zip")
    assert set(files) == {
        "about.json", "settings.json", "newsrooms/herald.json", "logs/snapstream.log", "cloud/server.log",
    }  # fmt: skip
    about: dict[str, Any] = json.loads(files["about.json"])
    assert about["versions"]["snapstream"] == cli.program_version()
    assert {"python", "boto3", "PySide6-Essentials", "sqlite"} <= about["versions"].keys()
    assert about["disk"]["free_bytes"] > 0
    assert json.loads(files["settings.json"])["folders"][0]["path"] == str(tmp_path / "Eve's card")
    queue = json.loads(files["newsrooms/herald.json"])
    assert (queue["running"], queue["counts"]["failed"], queue["counts"]["waiting"]) == (False, 1, 1)
    assert queue["orders"] == [{"verb": "pause", "transfer": ""}]
    assert queue["library"]["items"] == 1
    assert {(each["state"], each["reason"]) for each in queue["transfers"]} == {
        ("waiting", ""), ("failed", "unreadable"),
    }  # fmt: skip
    assert "the ministers house.jpg" in files["logs/snapstream.log"]
    assert lived_in.joinpath("newsrooms", "herald", "queue.db").exists()


@pytest.mark.parametrize("words", [[], ["--redact-paths"]])
@pytest.mark.usefixtures("lived_in")
def test_nothing_in_it_lets_anybody_in(words: list[str], tmp_path: Path) -> None:
    """GIVEN keys in files that are made for them, and in a log that has them by mistake THEN none is in the file."""
    files = write(tmp_path / "d.zip", *words)
    assert "key …" in files["cloud/server.log"]
    for text in files.values():
        assert SECRET not in text
        assert "eyJ" not in text


@pytest.mark.usefixtures("lived_in")
def test_paths_are_left_out_on_request(tmp_path: Path) -> None:
    """GIVEN --redact-paths THEN no name of a folder or file of a person is left, and what is no path stays."""
    files = write(tmp_path / "d.zip", "--redact-paths")
    for name, text in files.items():
        for word in ("Eve", "minister", "cover", "secret project", "card two", str(tmp_path), os.fspath(Path.home())):
            assert word not in text, name
    queue = json.loads(files["newsrooms/herald.json"])
    assert [each["path"] for each in queue["transfers"]] == ["FOLDER-1/….mov", "FOLDER-1/….jpg"]
    rule = json.loads(files["settings.json"])["folders"][0]
    hidden = {"path": "FOLDER-1", "ignore": 1, "caption": ["byline"]}
    assert rule == rule | hidden | {"profile": "full", "after": {"do": "move", "subfolder": "…", "days": 3}}
    lines = files["logs/snapstream.log"].splitlines()
    assert lines[0] == "took FOLDER-1/….jpg"
    assert lines[3:] == [
        '  File "HOME/….py", line 3', "read …: no", '  File "PROGRAM/lib/x.py", line 4', "GET /api/media 200",
    ]  # fmt: skip


def test_paths_are_found_however_they_are_spelled(data_dir: Path) -> None:
    """GIVEN a path as Python or JSON shows it THEN it is found; a longer name that begins alike is another's."""
    folder = Path("/media/caf\u00e9's")
    text = Redactor(DataDir(data_dir), folders=[folder], hides_paths=True).text
    assert text(json.dumps(f"{folder}/a b.jpg")) == '"FOLDER-1/….jpg"'
    assert text(f"{folder}") == "FOLDER-1"
    assert text(f"see https://aws.example/{folder}") == f"see https://aws.example/{folder}"
    assert text(r"C:\Users\eve\a b.jpg") == "…"


def test_json_says_what_was_written(data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN a new data directory and --json THEN one document; the file is its owner's alone."""
    target = tmp_path / "d.zip"
    assert cli.main(["diagnostics", str(target), "--local", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "file": str(target), "size_bytes": target.stat().st_size, "files": ["about.json", "settings.json"],
        "paths_redacted": False,
    }  # fmt: skip
    assert sys.platform == "win32" or target.stat().st_mode & 0o077 == 0
    assert list(data_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (lambda root: root / "there.zip", "is there already"),
        (lambda root: root / "none" / "d.zip", "cannot be written: No such file or directory.\n"),
    ],
)
def test_no_file_is_written_over(
    place: Callable[[Path], Path], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """GIVEN a file of that name, or no such folder THEN that is said, with exit code 2, and nothing is changed."""
    (tmp_path / "there.zip").write_bytes(b"theirs")
    assert cli.main(["diagnostics", str(place(tmp_path))]) == 2
    assert said in capsys.readouterr().err
    assert (tmp_path / "there.zip").read_bytes() == b"theirs"


def test_damage_is_said_and_stays_as_it_is(lived_in: Path, tmp_path: Path) -> None:
    """GIVEN a damaged queue, cache and settings THEN each is called so and lies where it lay; the rest is there."""
    newsroom = lived_in / "newsrooms" / "herald"
    damaged = [newsroom / "queue.db", newsroom / "library.db", lived_in / "settings.json"]
    for path in damaged:
        path.write_bytes(b"this is no database {" * 1000)
        for side in ("-wal", "-shm"):
            path.with_name(path.name + side).unlink(missing_ok=True)
    target = tmp_path / "d.zip"
    names = diagnostics.write(DataDir(lived_in), target, program="1")
    with zipfile.ZipFile(target) as archive:
        queue = json.loads(archive.read("newsrooms/herald.json"))
        settings = json.loads(archive.read("settings.json"))
    assert "LibraryProblem" in queue["problem"]
    assert "LibraryProblem" in queue["library"]["problem"]
    assert settings == {"problem": "cannot be read: JSONDecodeError"}
    assert "logs/snapstream.log" in names
    assert [path.read_bytes()[:7] for path in damaged] == [b"this is"] * 3
