from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.contract.connection import Buckets, Connection, Credentials, Person
from desktop import cli
from desktop.core.errors import UsageProblem
from desktop.core.paths import DataDir
from desktop.newsroom import adopt_connection

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, *, newsroom: str = "desk-123456789012-eu-west-1", hours: float = 1.0) -> Path:
    """Write a connection file as an engineer does."""
    connection = Connection(
        newsroom=newsroom,
        user=Person("maria", "maria@example.org", "Maria"),
        role="member",
        api_url=None,
        endpoint="http://127.0.0.1:9",
        region="eu-west-1",
        buckets=Buckets("originals", "derived"),
        table="items",
        index="feed",
        credentials=Credentials("key", "secret", "token"),
        expires_at=datetime.now(UTC) + timedelta(hours=hours),
    )
    path.write_text(connection.to_json(), encoding="utf-8")
    return path


def test_a_connection_file_is_kept_for_this_person_alone(tmp_path: Path) -> None:
    """Beside the newsroom's other files; a fresh one takes its place."""
    data_dir = DataDir.find(str(tmp_path / "data"))
    for _ in range(2):
        file = write(tmp_path / "given.json")
        assert adopt_connection(data_dir, file) == "desk-123456789012-eu-west-1"
        kept = data_dir.newsroom("desk-123456789012-eu-west-1").root / "connection.json"
        assert kept.read_bytes() == file.read_bytes()
        if os.name != "nt":
            assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("newsroom", ["../../etc", "a/b", "", ".", "Desk", "x" * 65])
def test_a_newsroom_names_a_folder_and_no_other_place(tmp_path: Path, newsroom: str) -> None:
    """A file that somebody made up cannot make the desktop write elsewhere."""
    data_dir = DataDir.find(str(tmp_path / "data"))
    with pytest.raises(UsageProblem, match="names no newsroom"):
        adopt_connection(data_dir, write(tmp_path / "given.json", newsroom=newsroom))
    assert not (tmp_path / "data" / "newsrooms").exists()


def test_what_is_no_connection_file_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Said in a sentence that names the file: missing, no JSON, the embedded cloud's, or beside --local."""
    place = ["--data-dir", str(tmp_path / "data")]
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"newsroom": "desk"}), encoding="utf-8")
    local = write(tmp_path / "local.json", newsroom="local")
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 100_000, encoding="utf-8")
    fresh = "Ask your engineer for a fresh one, then give that: --connection FILE"
    for file, words in (
        (tmp_path / "none", "cannot be read"),
        (other, "no connection file (user is missing"),
        (other, fresh),
        (deep, "no connection file (it is no JSON"),
        (local, "--local"),
    ):
        assert cli.main(["ls", "--connection", str(file), *place]) == cli.USAGE
        assert words in capsys.readouterr().err
    assert cli.main(["ls", "--local", "--connection", str(write(tmp_path / "a.json")), *place]) == cli.USAGE
    assert "two newsrooms" in capsys.readouterr().err


def test_a_connection_that_is_over_is_somebody_who_is_signed_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, as for anybody who is not signed in; the option may stand before the command."""
    file = write(tmp_path / "given.json", hours=-1)
    desk = tmp_path / "Desk"
    desk.mkdir()
    code = cli.main(
        ["--connection", str(file), "watch", str(desk), "--profile", "private", "--data-dir", str(tmp_path / "data")]
    )
    assert code == cli.UNREACHABLE
    said = capsys.readouterr().err
    assert "Ask your engineer for a fresh connection file" in said
    assert "--connection FILE" in said


def test_the_window_opens_the_newsroom_of_the_file(tmp_path: Path) -> None:
    """A call without a command is the window's."""
    file = write(tmp_path / "given.json")
    call = cli.parse(["--connection", str(file), "--data-dir", str(tmp_path / "data")])
    assert isinstance(call, cli.WindowCall)
    assert (call.newsroom, call.is_local) == ("desk-123456789012-eu-west-1", False)
