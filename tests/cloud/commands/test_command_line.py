"""What every command of ``snapstream-cloud`` does alike: how it reads its call, and how it says that it cannot."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from botocore.exceptions import ClientError

from cloud import cli
from cloud.commands.exits import WrongUsageError
from cloud.commands.flags import advise
from cloud.commands.terminal import read_text, say_json
from cloud.deploy.account import RefusedError, translated

HOSTILE = "[" * 100_000


def misread(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a call that cannot be read; return what is said."""
    with pytest.raises(SystemExit) as usage:
        cli.main(list(words))
    assert usage.value.code == cli.USAGE
    return capsys.readouterr().err.splitlines()[-1]


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sign in as nobody in particular, with no configuration of this computer's."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["outputs", "--endpoint", "notaurl"], "'notaurl' is no address"),
        (["outputs", "--endpoint", ""], "'' is no address"),
        (["outputs", "--endpoint", "http://[::1"], "is no address"),
        (["outputs", "--endpoint", "http://a:99999"], "is no address"),
        (["outputs", "--region", "us east"], "'us east' is no region"),
        (["outputs", "--region", ""], "'' is no region"),
        (["outputs", "--data-dir", ""], "--data-dir: it is empty"),
        (["outputs", "--connection", ""], "--connection: it is empty"),
        (["outputs", "--email", "maria"], "'maria' is no mail address"),
        (["estimate", ""], "PATH: it is empty"),
        (["package", "--output", ""], "--output: it is empty"),
        (["smoke", "--timeout", "0"], "no number of seconds above 0"),
        (["smoke", "--timeout", "-5"], "no number of seconds above 0"),
        (["smoke", "--timeout", "nan"], "no number of seconds above 0"),
        (["smoke", "--timeout", "inf"], "no number of seconds above 0"),
    ],
)
def test_a_word_that_cannot_be_meant_is_named(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In one sentence, before anybody is asked anything."""
    assert says in misread(capsys, *words)


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(("name", "value"), [("AWS_DEFAULT_REGION", "us east"), ("AWS_ENDPOINT_URL", "notaurl")])
def test_odd_places_of_the_environment_are_a_sentence_too(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They come from nowhere on the command line, and still end in no traceback."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv(name, value)
    assert cli.main(["outputs"]) == cli.UNREACHABLE
    assert value in capsys.readouterr().err


@pytest.mark.usefixtures("signed_in")
def test_whoever_does_not_answer_may_be_spelt_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody listens there; so it is for a region that does not exist."""
    assert cli.main(["outputs", "--region", "mars-north-9", "--endpoint", "http://127.0.0.1:9"]) == cli.UNREACHABLE
    assert "is the region spelt right?" in capsys.readouterr().err


class Page(BaseHTTPRequestHandler):
    """A web server that is no AWS service."""

    def do_POST(self) -> None:
        """Answer a page."""
        self.send_error(501)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.mark.usefixtures("signed_in")
def test_whatever_else_answers_is_not_taken_for_aws(capsys: pytest.CaptureFixture[str]) -> None:
    """A web page where an answer of CloudFormation's should be is a sentence, and no traceback."""
    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        place = f"http://127.0.0.1:{server.server_port}"
        assert cli.main(["outputs", "--region", "us-east-1", "--endpoint", place]) == cli.UNREACHABLE
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert "What answers is not AWS" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "message", "says"),
    [
        ("ValidationError", "Template too large.", "CreateStack was refused: Template too large (ValidationError)"),
        ("404", "Not Found", "CreateStack was refused: Not Found; is --endpoint that of an AWS service? (404)"),
    ],
)
def test_a_refusal_is_said_in_words(code: str, message: str, says: str) -> None:
    """Which call, why, and the code that one can look for."""
    with pytest.raises(RefusedError) as refused, translated():
        raise ClientError({"Error": {"Code": code, "Message": message}}, "CreateStack")
    assert str(refused.value) == says


def test_with_json_an_error_is_a_document_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard output, with the sentence that stays on standard error; wrong usage as well."""
    assert cli.main(["outputs", "--json", "--data-dir", str(tmp_path)]) == cli.UNREACHABLE
    said = capsys.readouterr()
    error = json.loads(said.out)["error"]
    assert error["code"] == "unreachable"
    assert said.err == f"snapstream-cloud: {error['message']}\n"
    with pytest.raises(SystemExit):
        cli.main(["outputs", "--json", "--endpoint", "notaurl"])
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], "notaurl" in error["message"]) == ("usage", True)


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        (["outputs"], ""),
        (["outputs", "--local"], " --local"),
        (["outputs", "--stack", "two", "--region", "eu-west-1"], " --stack two --region eu-west-1"),
        (["people", "list", "--aws-profile", "my desk"], " --aws-profile 'my desk'"),
    ],
)
def test_advice_is_about_the_same_stack(words: list[str], flags: str) -> None:
    """What was said of it on the command line is repeated in every command that is named."""
    arguments = cli.make_parser().parse_args(words)
    assert advise(arguments, "Deploy it (snapstream-cloud deploy).") == f"Deploy it (snapstream-cloud deploy{flags})."
    assert advise(arguments, "snapstream-cloud local start") == "snapstream-cloud local start"


def test_advice_is_about_the_same_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The embedded cloud of a data directory is started there."""
    assert cli.main(["outputs", "--data-dir", str(tmp_path)]) == cli.UNREACHABLE
    assert f"snapstream-cloud local start --data-dir {tmp_path}" in capsys.readouterr().err
    arguments = cli.make_parser().parse_args(["outputs", "--aws-profile", "desk"])
    assert advise(arguments, "then aws sso login; or") == "then aws sso login --profile desk; or"


def test_a_reset_names_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before it deletes, and when it has."""
    assert cli.main(["local", "reset", "--data-dir", str(tmp_path)]) == cli.USAGE
    assert str(tmp_path / "cloud") in capsys.readouterr().err
    (tmp_path / "cloud").mkdir()
    assert cli.main(["local", "reset", "--yes", "--data-dir", str(tmp_path)]) == cli.DONE
    assert str(tmp_path / "cloud") in capsys.readouterr().out


def test_a_text_is_read_no_further_than_somebody_wrote(tmp_path: Path) -> None:
    """One without end, one that is none, and one that is not there."""
    with pytest.raises(WrongUsageError, match="larger than 1 MiB"):
        read_text(Path("/dev/zero"), "profiles")
    (tmp_path / "latin").write_bytes(b"\xff")
    for name in ("latin", "gone"):
        with pytest.raises(WrongUsageError, match="cannot be read"):
            read_text(tmp_path / name, "profiles")


@pytest.mark.parametrize("command", ["estimate .", "deploy --yes"])
def test_profiles_as_deep_as_they_like_are_refused(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hundred thousand brackets are no JSON."""
    del signed_in
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    deep = tmp_path / "deep.json"
    deep.write_text(HOSTILE, encoding="utf-8")
    assert cli.main([*command.split(), "--profiles", str(deep)]) == cli.USAGE
    assert f"The profiles in {deep} cannot be used: profiles are no JSON" in capsys.readouterr().err


def test_a_way_in_that_is_no_document_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred thousand brackets where the embedded cloud writes its own."""
    (tmp_path / "cloud").mkdir()
    for name in ("admin.json", "status.json", "mail.json"):
        (tmp_path / "cloud" / name).write_text(HOSTILE, encoding="utf-8")
    assert cli.main(["local", "mail", "--data-dir", str(tmp_path)]) == cli.DONE
    assert cli.main(["outputs", "--data-dir", str(tmp_path)]) == cli.UNREACHABLE
    assert "is not running" in capsys.readouterr().err


def test_moments_are_written_as_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """In UTC, with a Z."""
    say_json({"at": datetime(2026, 11, 22, 13, tzinfo=timezone(timedelta(hours=1)))})
    assert json.loads(capsys.readouterr().out) == {"at": "2026-11-22T12:00:00Z"}


def test_packages_are_not_written_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They go into a folder."""
    file = tmp_path / "packages"
    file.touch()
    assert cli.main(["package", "--local", "--output", str(file)]) == cli.USAGE
    assert "is a file" in capsys.readouterr().err


def status_of(data_dir: Path, **streams: int) -> tuple[int, str]:
    """Run ``local status`` as a process of its own; return its exit code and what it said."""
    ended = subprocess.run(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "cloud", "local", "status", "--data-dir", str(data_dir)],
        stderr=subprocess.PIPE, check=False, timeout=60, text=True, **streams,
    )  # fmt: skip
    return ended.returncode, ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full device is Linux's")
def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A full disk, and a reader who has gone: a sentence, and an exit code that says so."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert status_of(tmp_path, stdout=full.fileno()) == (
            cli.FAILED, "snapstream-cloud: The output cannot be written (No space left on device).\n"
        )  # fmt: skip
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert status_of(tmp_path, stdout=writer) == (
            cli.FAILED, "snapstream-cloud: The output cannot be written (Broken pipe).\n"
        )  # fmt: skip
    finally:
        os.close(writer)


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
def test_whoever_interrupts_is_told_what_stands(tmp_path: Path) -> None:
    """With the command that goes on, the exit code of an interruption, and no traceback."""
    os.mkfifo(tmp_path / "profiles.json")
    command = ["estimate", ".", "--profiles", str(tmp_path / "profiles.json")]
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "cloud", *command],
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background lets them ignore interruptions, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 -- no thread runs
    )
    with process, (tmp_path / "profiles.json").open("wb"):  # opened by both: it has come to reading
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (cli.INTERRUPTED, "snapstream-cloud: Interrupted.\n")
    arguments = cli.make_parser().parse_args(["redrive", "--stack", "two"])
    assert "snapstream-cloud redrive --stack two goes on with the rest" in advise(arguments, arguments.going_on)
