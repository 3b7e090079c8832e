"""The command line's promises that need no cloud: usage, exit codes, JSON, strange places."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud.contract.findings import Caption
from desktop import cli
from desktop.app import App
from desktop.core.model import Folder, FoundFile, TransferState
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.library.transfers import Order, Verb
from desktop.newsroom import LOCAL, Newsroom
from desktop.transfer.queue import TransferQueue
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the test's own logging alone: the process has one."""
    monkeypatch.setattr("desktop.logs.begin", lambda folder: folder)


@pytest.fixture
def newsroom(data_dir: Path) -> Iterator[Newsroom]:
    """Return the parts of the local newsroom, with one failed transfer."""
    parts = Newsroom(DataDir(data_dir), LOCAL)
    yield parts
    parts.close()


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does."""
    usual = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    usual.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "desktop", *arguments],
        env=usual | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def _fail(parts: Newsroom) -> str:
    """Leave a failed transfer in the queue; returns its id."""
    queue = TransferQueue(parts.transfers, lambda _event: None)
    transfer = queue.take(FoundFile(Path("/card/a\n☂.jpg"), Folder(Path("/card")), 5, 1))
    parts.transfers.update(transfer.id, TransferState.FAILED, reason="vanished")
    return transfer.id


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN --version or --help, for the program and for each command THEN they are printed, with exit code 0."""
    for arguments in (["--version"], ["--help"], ["watch", "--help"], ["ls", "--version"], ["--local", "show", "-h"]):
        with pytest.raises(SystemExit) as caught:
            cli.main(arguments)
        assert caught.value.code == 0
    out = capsys.readouterr().out
    assert "snapstream 0." in out
    for command in ("watch", "ls", "search", "show", "status", "pause", "resume", "retry", "diagnostics"):
        assert command in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["watch"], ["watch", "x", "--nonsense"], ["search"], ["show"], ["--nonsense"], ["ls", "--limit", "0"],
        ["watch", ".", "--timeout", "soon"], ["watch", ".", "--profile", "deep"],
        ["watch", ".", "--language", "fr_FR!"],
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN a call that cannot be meant THEN a sentence on standard error, nothing on standard output, and 2."""
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    captured = capsys.readouterr()
    assert captured.err
    assert not captured.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["watch", "", "--once", "--local"], ["watch", ".", "", "--local"], [""], ["--local", ""],
        ["--data-dir", "", "."], ["status", "--local", "--data-dir", ""],
    ],
)  # fmt: skip
def test_an_empty_name_is_never_the_folder_one_stands_in(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN an empty FOLDER or --data-dir, as of a variable that is unset THEN a sentence, exit code 2, no file."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    try:
        code: object = cli.main(arguments)
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert "is empty" in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN an empty SNAPSTREAM_DATA_DIR THEN the platform's place holds."""
    monkeypatch.setenv("SNAPSTREAM_DATA_DIR", "")
    assert DataDir.find(None).root.is_relative_to(Path.home())


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("bogus", "There is no command or folder named bogus. See snapstream --help."),
        ("./whoami", "does not exist"),
    ],
)
def test_a_word_that_is_no_command_is_called_so(
    word: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a typo THEN that is said, with exit code 2; a path is a folder."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main([word])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ls", "--limit", "x"], "must be a whole number, 1 or more"),
        (["watch", ".", "--timeout", "soon"], "must be a number of seconds"),
        (["show", ""], "must be an id or the beginning of one"),
    ],
)
def test_a_wrong_value_is_told_in_words(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN a value that cannot be meant THEN it is said what is asked for, with no name of our code."""
    with pytest.raises(SystemExit):
        cli.main(arguments)
    err = capsys.readouterr().err
    assert said in err
    assert "_" not in err.partition("error:")[2]


@pytest.mark.parametrize("before", [True, False])
def test_a_missing_folder_or_a_file_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, before: bool
) -> None:
    """GIVEN a FOLDER that is none THEN it is named, with exit code 2, before any cloud is started."""
    (tmp_path / "a.jpg").touch()
    for path, said in ((tmp_path / "none", "does not exist"), (tmp_path / "a.jpg", "is a file")):
        arguments = ["--local", "watch", str(path)] if before else ["watch", str(path), "--local", "--once", "--json"]
        assert cli.main(arguments) == 2
        captured = capsys.readouterr()
        assert said in captured.err
        assert not captured.out


def test_without_a_newsroom_everything_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN nobody signed in WHEN a command needs a newsroom THEN it says so, with exit code 3."""
    for arguments in (["watch", str(tmp_path), "--once"], ["ls", "--json"], ["search", "x"], ["show", "0"], ["status"]):
        assert cli.main(arguments) == 3
        captured = capsys.readouterr()
        assert "--local" in captured.err
        assert not captured.out


def test_a_data_directory_that_cannot_be_written_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """GIVEN a file where the data directory should be THEN that is said, with exit code 2."""
    (tmp_path / "file").touch()
    assert cli.main(["status", "--local", "--data-dir", str(tmp_path / "file" / "below")]) == 2
    assert "--data-dir" in capsys.readouterr().err


def test_status_says_what_stands_and_what_was_ordered(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN no running instance WHEN orders are given THEN they wait for the next start, and status says so."""
    failed = _fail(newsroom)
    assert cli.main(["pause", "--local"]) == 0
    assert "next start" in capsys.readouterr().out
    assert cli.main(["retry", failed[:20].lower(), "--local", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ordered": "retry", "transfer": failed, "running": False}
    assert cli.main(["status", "--local", "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert status["running"] is False
    assert status["counts"]["failed"] == 1
    assert status["orders"] == [{"verb": "pause", "transfer": None}, {"verb": "retry", "transfer": failed}]
    assert [transfer["filename"] for transfer in status["failed"]] == ["a\n☂.jpg"]
    assert cli.main(["status", "--local"]) == 0
    out = capsys.readouterr().out
    assert "not running" in out
    assert "at the next start: pause" in out
    assert "a�☂.jpg" in out


def test_a_running_instance_takes_orders(
    data_dir: Path, newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    """GIVEN a running instance WHEN another process orders a pause THEN it pauses, and status names its process."""
    app = App(DataDir(data_dir), lambda _event: None, newsroom="faraway", folders=[])
    app.start()
    try:
        app.transfers.add_order(Order(Verb.PAUSE))
        _wait_for(lambda: app.queue.is_paused)
        app.transfers.add_order(Order(Verb.RESUME))
        _wait_for(lambda: not app.queue.is_paused)
    finally:
        app.stop()
    assert newsroom.transfers.orders() == []
    assert not capsys.readouterr().err


def test_show_prints_what_an_item_has(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN items with and without facts WHEN they are shown THEN there is a line for each fact and no other."""
    SettingsFile(data_dir / "settings.json").save(Settings(newsroom="faraway"))
    caption = Caption(headline="Flood", caption="The bridge\nis closed.", byline="A. Reporter", credit="Desk")
    full = make_item(
        width=4000, height=3000, duration_ms=3_725_480, captured_at="2026-11-01T10:00:00Z", caption=caption
    )
    plain = make_item()
    parts = Newsroom(DataDir(data_dir), "faraway")
    parts.items.apply([full, plain])
    parts.close()
    assert cli.main(["show", full.id]) == 3
    lines = capsys.readouterr().out.splitlines()
    for line in (
        "4000 × 3000 pixels", "Duration: 1:02:05.5", "Captured: 2026-11-01T10:00:00Z", "Headline: Flood",
        "Caption: The bridge is closed.", "Byline: A. Reporter", "Credit: Desk",
    ):  # fmt: skip
        assert line in lines
    assert cli.main(["show", plain.id]) == 3
    out = capsys.readouterr().out
    for word in ("pixels", "Duration", "Captured", "Headline", "Caption", "Byline", "Credit"):
        assert word not in out


def test_help_of_watch_names_events_and_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN watch --help THEN each event with what it holds, and the codes of the signals, stand there."""
    with pytest.raises(SystemExit):
        cli.main(["watch", "--help"])
    out = capsys.readouterr().out
    for word in ("file", "transfer", "item", "folder", "scanned", "link", "problem", "solved", "130", "143", "129"):
        assert f" {word}" in out


def test_retry_with_nothing_failed_says_so(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN no failed transfer WHEN all are retried THEN that is said and nothing is ordered."""
    assert cli.main(["retry", "--local"]) == 0
    assert capsys.readouterr().out == "Nothing to try again.\n"
    assert newsroom.transfers.orders() == []
    _fail(newsroom)
    assert cli.main(["retry", "--local"]) == 0
    assert [order.verb for order in newsroom.transfers.orders()] == [Verb.RETRY]


@pytest.mark.expected_log("damaged")
@pytest.mark.parametrize(
    ("file", "said"), [("queue.db", "The list of transfers was damaged"), ("library.db", "library is being rebuilt")]
)
def test_a_damaged_file_is_said_by_commands(
    file: str, said: str, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """GIVEN a damaged queue or cache WHEN a command opens it THEN it says so, once, and where the file lies now."""
    (DataDir(data_dir).newsroom(LOCAL).root / file).write_bytes(b"this is no database" * 1000)
    assert cli.main(["status", "--local", "--json"]) == 0
    captured = capsys.readouterr()
    assert said in captured.err
    assert f"{file}.damaged-" in captured.err
    assert json.loads(captured.out)["running"] is False
    assert cli.main(["status", "--local"]) == 0
    assert not capsys.readouterr().err


def test_damaged_settings_are_said_by_commands(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN damaged settings WHEN a command finds no newsroom in them THEN it says why, and where they are kept."""
    (data_dir / "settings.json").write_text("{", encoding="utf-8")
    assert cli.main(["status"]) == 3
    assert "settings.json.damaged-1" in capsys.readouterr().err


def test_a_newsroom_folder_that_cannot_be_used_ends_with_2(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN a file where the newsroom's folder belongs THEN the data directory is said to be at fault, with 2."""
    (data_dir / "newsrooms").mkdir()
    (data_dir / "newsrooms" / "local").touch()
    assert cli.main(["status", "--local"]) == 2
    assert "The data directory cannot be used" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full device is Linux's")
def test_output_that_cannot_be_written_is_a_failure(data_dir: Path) -> None:
    """GIVEN a full disk behind standard output WHEN a result is printed THEN a sentence and exit code 1."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "desktop", "status", "--local", "--json", "--data-dir", str(data_dir)],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("snapstream: The output cannot be written (")
    assert done.stderr.count("\n") == 1


def test_retry_refuses_what_it_does_not_know(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN an unknown transfer WHEN it is retried THEN that is said, with exit code 2, and nothing is ordered."""
    assert cli.main(["retry", "01ZZZ", "--local"]) == 2
    assert "No transfer begins with" in capsys.readouterr().err
    assert newsroom.transfers.orders() == []


def test_without_a_display_the_window_says_so_and_watches(tmp_path: Path, data_dir: Path) -> None:
    """GIVEN no display WHEN the window is asked for without a newsroom THEN it says both, with exit code 3."""
    done = _run("--data-dir", str(data_dir))
    assert done.returncode == 3
    assert "no display" in done.stderr
    assert "--local" in done.stderr
    assert not done.stdout
    dead = _run("--data-dir", str(data_dir), str(tmp_path), DISPLAY=":987")
    assert dead.returncode == 3
    assert ":987 does not answer" in dead.stderr


def test_it_works_in_any_locale_and_without_a_home(tmp_path: Path, data_dir: Path) -> None:
    """GIVEN LC_ALL=C and no HOME WHEN a command runs THEN it works, or names --data-dir."""
    done = _run("status", "--local", "--json", "--data-dir", str(data_dir), LC_ALL="C", LANG="C", HOME="")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["running"] is False
    bad = _run("watch", str(tmp_path / "é☂"), "--local", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert bad.returncode == 2
    assert "does not exist" in bad.stderr


def test_headless_commands_never_load_qt(data_dir: Path) -> None:
    """GIVEN a headless command WHEN it runs through the console entry THEN Qt is not loaded."""
    code = (
        "import sys; sys.argv = ['snapstream', 'status', '--local', '--data-dir', sys.argv[1]];"
        "from desktop.__main__ import main; code = main();"
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code, str(data_dir)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_that_goes_away_is_no_error(data_dir: Path) -> None:
    """GIVEN ``| head`` WHEN it has read enough THEN the program ends quietly."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "desktop", "status", "--local", "--data-dir", str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        complaint = process.stderr.read()
        assert process.wait(30) == 0
    assert complaint == b""


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
