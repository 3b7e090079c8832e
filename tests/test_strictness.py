"""The rules of conftest.py hold: each is broken once, in a run of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BREAKS = {
    "a warning": ("import warnings\ndef test_it(): warnings.warn('old')", "UserWarning: old"),
    "an unexpected log": (
        "import logging\ndef test_it(): logging.getLogger('a.b').warning('lost %s', 'x')",
        "unexpected log: WARNING a.b: lost x",
    ),
    "a log that did not come": (
        "import pytest\n@pytest.mark.expected_log('lost')\ndef test_it(): pass",
        "expected log did not come: lost",
    ),
    "a thread": (
        (
            "import threading\ndone = threading.Event()\n"
            "def test_it(): threading.Thread(target=done.wait, args=(8,)).start()"
        ),
        "threads left alive by the test",
    ),
    "a connection": (
        (
            "import contextlib, socket\ndef test_it():\n"
            "  with contextlib.suppress(OSError): socket.create_connection(('192.0.2.1', 80), 1)"
        ),
        "reached for the network: ['192.0.2.1']",
    ),
}
KEEPS = {
    "an expected log": (
        "import logging\ndef test_it(expected_log):\n"
        "  expected_log('lost .*ValueError')\n"
        "  try: raise ValueError\n"
        "  except ValueError: logging.getLogger('a').exception('lost')"
    ),
    "loopback": (
        "import socket\ndef test_it():\n"
        "  with socket.create_server(('127.0.0.1', 0)) as s, socket.create_connection(s.getsockname()): pass"
    ),
    "its own places": (
        "import os, pathlib\ndef test_it(data_dir):\n"
        "  assert str(data_dir) == os.environ['SNAPSTREAM_DATA_DIR'] and not list(data_dir.iterdir())\n"
        "  assert pathlib.Path.home().name == 'home' and not [n for n in os.environ if n == 'AWS_PROFILE']"
    ),
}


def _run(root: Path, body: str) -> str:
    """Run one module under a copy of our rules; return what pytest says."""
    tests = root / "tests"
    tests.mkdir()
    for name in ("tests/__init__.py", "tests/conftest.py", "tests/qt_libraries.py", "pyproject.toml"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    (tests / "test_it.py").write_text(body, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - ours
    return run.stdout + run.stderr


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_fails_the_test(rule: str, tmp_path: Path) -> None:
    """Each thing that a test must not do or leave behind fails it, and the report says what it was."""
    body, message = BREAKS[rule]
    report = _run(tmp_path, body)
    assert message in report
    assert re.search(r"= .*1 (failed|error)", report)


@pytest.mark.parametrize("rule", KEEPS)
def test_a_kept_rule_passes(rule: str, tmp_path: Path) -> None:
    """What a test may do, it can."""
    assert re.search(r"= 1 passed in", _run(tmp_path, KEEPS[rule]))
