"""The rules of conftest.py hold: each is broken once, in a run of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.qt_libraries import REQUIRE_VARIABLE

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

def test_request():
    import boto3
    client = boto3.client("sqs", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    with contextlib.suppress(AssertionError):
        client.send_message(QueueUrl="http://127.0.0.1", MessageBody="m", Delay=1)

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


def run(root: Path, modules: dict[str, str], **variables: str) -> str:
    """Run modules under a copy of our rules; return what pytest says."""
    ours = (
        "tests/__init__.py",
        "tests/conftest.py",
        "tests/qt_libraries.py",
        "tests/fakes/__init__.py",
        "tests/fakes/ai/__init__.py",
        "tests/fakes/ai/validator.py",
        "pyproject.toml",
    )
    for name, text in {**{name: (ROOT / name).read_text("utf-8") for name in ours}, **modules}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != REQUIRE_VARIABLE} | variables
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and words
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    return f"{done.stdout}{done.stderr}\nexit code {done.returncode}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run the module above once for all."""
    return run(tmp_path_factory.mktemp("strict"), {"tests/test_it.py": MODULE}, AWS_PROFILE="mine")


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ("test_warning", "UserWarning: old"),
        ("test_log", "unexpected log: WARNING a.b: lost x"),
        ("test_no_log", "expected log did not come: found"),
        ("test_thread", "threads left alive by the test"),
        ("test_connection", "reached for the network: ['192.0.2.1']"),
        ("test_name", "reached for the network: ['somewhere.org']"),
        ("test_request", "there is no member Delay"),
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


#: A machine on which Qt's wheel is installed, and a library of the system that it needs is not.
WITHOUT_QT = {
    "PySide6/__init__.py": 'raise ImportError("libEGL.so.1: cannot open shared object file")',
    "tests/test_plain.py": "def test_plain(): pass",
    "tests/test_marked.py": "import pytest\n@pytest.mark.window\ndef test_one(): pass\ndef test_two(): pass",
    "tests/window/conftest.py": "from PySide6.QtWidgets import QWidget",
    "tests/window/test_it.py": "def test_three(qtbot): pass",
}


def test_where_qt_cannot_be_loaded_the_window_is_left_out_loudly(tmp_path: Path) -> None:
    """The other tests run; the summary says how many did not, why, and which command mends it."""
    report = run(tmp_path, WITHOUT_QT)
    assert "exit code 0" in report
    assert re.search(r"= 1 passed in", report)
    assert "THE WINDOW WAS NOT TESTED (3 tests in 2 files)" in report
    assert "libEGL.so.1" in report
    assert re.search(r"apt-get install .*\blibegl1\b", report)


def test_where_the_window_is_required_a_missing_qt_fails_the_run(tmp_path: Path) -> None:
    """A run that must test the window does not end well without it."""
    report = run(tmp_path, WITHOUT_QT, **{REQUIRE_VARIABLE: "1"})
    assert "THE WINDOW WAS NOT TESTED" in report
    assert "passed" not in report
    assert "exit code 4" in report
