"""The rules of conftest.py hold: each is broken once, in a run of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULE = """
import contextlib, logging, os, pathlib, socket, threading, warnings
import pytest

def test_warning():
    warnings.warn("old")

def test_log():
    logging.getLogger("a.b").warning("lost %s", "x")

@pytest.mark.expected_log("found")
def test_no_log():
    pass

def test_thread():
    threading.Thread(target=threading.Event().wait, args=(7,)).start()

def test_connection():
    with contextlib.suppress(OSError):
        socket.create_connection(("192.0.2.1", 80), 1)

def test_name():
    with contextlib.suppress(OSError):
        socket.create_connection(("somewhere.org", 80), 1)

def test_may_log(expected_log):
    expected_log("lost .*ValueError")
    try:
        raise ValueError
    except ValueError:
        logging.getLogger("a").exception("lost")

def test_may_use_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass

def test_may_fail_to_find_a_reserved_name():
    with pytest.raises(OSError):
        socket.create_connection(("nobody.invalid", 80), 1)

def test_may_write_into_its_places(data_dir):
    assert str(data_dir) == os.environ["SNAPSTREAM_DATA_DIR"]
    assert not list(data_dir.iterdir())
    assert pathlib.Path.home().name == "home"
    assert "AWS_PROFILE" not in os.environ
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run the module above under a copy of our rules; return what pytest says."""
    root = tmp_path_factory.mktemp("strict")
    (root / "tests").mkdir()
    for name in ("tests/__init__.py", "tests/conftest.py", "tests/qt_libraries.py", "pyproject.toml"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    (root / "tests" / "test_it.py").write_text(MODULE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA"]
    run = subprocess.run(  # noqa: S603 - our own interpreter and words
        command, cwd=root, env={**os.environ, "AWS_PROFILE": "mine"}, capture_output=True, text=True, check=False
    )
    return run.stdout + run.stderr


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ("test_warning", "UserWarning: old"),
        ("test_log", "unexpected log: WARNING a.b: lost x"),
        ("test_no_log", "expected log did not come: found"),
        ("test_thread", "threads left alive by the test"),
        ("test_connection", "reached for the network: ['192.0.2.1']"),
        ("test_name", "reached for the network: ['somewhere.org']"),
    ],
)
def test_a_broken_rule_fails_the_test(test: str, message: str, report: str) -> None:
    """Each thing that a test must not do or leave behind fails it, and the report says what it was."""
    assert re.search(rf"^(FAILED|ERROR) tests/test_it.py::{test}\b", report, re.MULTILINE)
    assert message in report


def test_what_is_allowed_passes(report: str) -> None:
    """Expected logs, loopback, reserved names and a test's own places are no offence."""
    for test in re.findall(r"def (test_may_\w+)", MODULE):
        assert f"PASSED tests/test_it.py::{test}" in report
        assert f"ERROR tests/test_it.py::{test}" not in report
