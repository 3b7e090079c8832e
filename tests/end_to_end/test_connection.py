"""A desktop works against a stack with a connection file that an engineer wrote, as it will against AWS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(400)]

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "cafe_zurich.jpg"


def run(module: str, *arguments: str) -> tuple[int, str, str]:
    """Run one of our programs to its end."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Path]:
    """Return the data directory of a cloud that runs, and that stands for a newsroom somewhere else."""
    data = tmp_path / "engineer"
    assert run("cloud", "local", "start", "--data-dir", str(data))[0] == 0
    yield data
    run("cloud", "local", "stop", "--data-dir", str(data))


def test_a_file_is_sent_and_analysed_with_a_connection_file(stack: Path, tmp_path: Path) -> None:
    """Deployed, given out, used: the reporter's computer has nothing but the file, and starts no cloud of its own."""
    assert run("cloud", "deploy", "--yes", "--data-dir", str(stack))[0] == 0
    file = tmp_path / "newsroom.json"
    told = run("cloud", "outputs", "--connection", str(file), "--user", "maria", "--data-dir", str(stack))
    assert told[0] == 0, told
    desk, home = tmp_path / "Desk", tmp_path / "reporter"
    desk.mkdir()
    shutil.copy(SAMPLE, desk)
    code, out, err = run(
        "desktop", "watch", str(desk), "--once", "--json", "--timeout", "200",
        "--connection", str(file), "--data-dir", str(home),
    )  # fmt: skip
    assert code == 0, err
    document: dict[str, Any] = json.loads(out)
    assert [each["outcome"] for each in document["files"]] == ["uploaded"]
    (item,) = document["items"]
    assert (item["status"], item["owner_id"], item["library"]) == ("COMPLETED", "maria", "newsroom")
    assert item["analyses"]["text"]["state"] == "SUCCEEDED"
    assert not (home / "cloud").exists()
    # The file is needed no more: what it said is kept, for this person alone, where the newsroom's files lie.
    kept = home / "newsrooms" / "snapstream-000000000000-us-east-1" / "connection.json"
    assert kept.read_bytes() == file.read_bytes()
    code, out, err = run("desktop", "ls", "--json", "--connection", str(file), "--data-dir", str(home))
    assert code == 0, err
    assert [each["id"] for each in json.loads(out)["items"]] == [item["id"]]
