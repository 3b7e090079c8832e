"""The log holds what is needed to help, and nothing that lets somebody in."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop import logs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """Return the file that is logged to."""
    root = logging.getLogger()
    before, level, raises = list(root.handlers), root.level, logging.raiseExceptions
    yield logs.begin(tmp_path / "logs")
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = raises


@pytest.mark.parametrize(
    "secret",
    [
        "https://x/y?X-Amz-Algorithm=A&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2Fx&X-Amz-Signature=0123abcd",
        "https://x/y?AWSAccessKeyId=ASIAIOSFODNN7EXAMPLE&Signature=0123abcd",
        '{"secret_access_key": "0123abcd", "session_token": "0123abcd"}',
        "Authorization: 0123abcd",
    ],
)
def test_no_secret_is_written(log_file: Path, secret: str) -> None:
    """GIVEN a message, or a traceback, with keys, tokens or signatures THEN they are not in the file."""
    logging.getLogger("desktop.test").info("asked %s", secret)
    try:
        int(secret)
    except ValueError:
        logging.getLogger("desktop.test").info("failed", exc_info=True)
    text = log_file.read_text(encoding="utf-8")
    assert "asked" in text
    assert "0123abcd" not in text
    assert "IOSFODNN7EXAMPLE" not in text


def test_names_that_are_no_text_can_be_logged(log_file: Path) -> None:
    """GIVEN a file name in an old encoding WHEN it is logged THEN nothing fails."""
    logging.getLogger("desktop.test").info("took %s", os.fsdecode(b"caf\xe9.jpg"))
    assert "took caf" in log_file.read_text(encoding="utf-8")


def test_the_log_stays_small(log_file: Path) -> None:
    """GIVEN very much to say THEN the files together stay below 7 MB."""
    for _ in range(5000):
        logging.getLogger("desktop.test").info("x" * 2000)
    assert sum(path.stat().st_size for path in log_file.parent.iterdir()) < 7 * 1024**2


def test_what_nobody_caught_is_written_down_and_said_in_one_line(tmp_path: Path) -> None:
    """GIVEN errors that nobody caught, in the main thread and another THEN the log has both, a person one line."""
    code = (
        "import sys, threading, pathlib; from desktop import logs;"
        "logs.begin(pathlib.Path(sys.argv[1])); logs.catch_uncaught();"
        "thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join(); [][5]"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    text = (tmp_path / logs.FILE).read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "IndexError" in text
