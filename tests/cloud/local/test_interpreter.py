from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cloud.local.interpreter import interpret

if TYPE_CHECKING:
    from pathlib import Path

#: What PyInstaller's loader does before it runs the program: ``sys.executable`` is the program, and says so.
FROZEN = "import sys; sys.frozen = True; from cloud.__main__ import main; sys.exit(main())"


def run_built(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``snapstream-cloud`` as a built program."""
    command = [sys.executable, "-c", FROZEN, *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.run(  # noqa: S603 -- this interpreter
        command, capture_output=True, text=True, timeout=60, check=False, env=environment
    )


def test_a_built_program_starts_the_server(tmp_path: Path) -> None:
    """As ``control`` starts it: the server's own words answer, and none of the engineer's commands."""
    done = run_built("-P", "-m", "cloud.local.server", "--data-dir")
    assert done.returncode == 2
    assert "--data-dir: expected one argument" in done.stderr
    assert "COMMAND" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_built_program_runs_a_worker_script(tmp_path: Path) -> None:
    """As the emulator starts a worker: with its arguments, and as the main module."""
    script = tmp_path / "worker.py"
    script.write_text("import sys\nif __name__ == '__main__':\n    print(sys.argv[1:], flush=True)\n    sys.exit(7)\n")
    done = run_built(str(script), "one", "two")
    assert (done.returncode, done.stdout) == (7, "['one', 'two']\n")


def test_a_built_program_is_still_the_engineers() -> None:
    """Every other call is a command."""
    done = run_built("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("snapstream-cloud ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-P", "-m", "http.server"],
        ["-m", "cloud.local.server"],
        ["-c", "print(1)"],
        ["local", "start"],
        ["nowhere.py"],
        [],
    ],
)
def test_only_what_we_start_ourselves_is_run(arguments: list[str]) -> None:
    """Neither other modules nor code of the command line, nor a script that is not there."""
    assert not interpret(arguments)
