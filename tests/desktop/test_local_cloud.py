"""The embedded cloud is started, held by a lease, and started again when it dies, but not in a storm."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import Offline
from desktop.core.events import CloudProgress, Event, ProblemRaised, ProblemSolved
from desktop.core.paths import DataDir
from desktop.core.words import Problem
from desktop.local_cloud import BACKOFF_S, LocalCloud, command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Machine:
    """A computer on which the cloud may or may not start."""

    def __init__(self, data_dir: Path) -> None:
        self.now_s = 0.0
        self.starts = 0
        self.is_answering = False
        self.complaint = ""
        self.events: list[Event] = []
        self.cloud = LocalCloud(
            DataDir(data_dir),
            self.events.append,
            is_answering=lambda: self.is_answering,
            run=self._run,
            now_s=lambda: self.now_s,
        )

    def _run(self, say: Callable[[str], None]) -> None:
        self.starts += 1
        say("1/3 Starting the services")
        if self.complaint:
            raise Offline("start", detail=self.complaint)

    def live(self, seconds: int) -> None:
        """Let the keeper look once a second."""
        for _ in range(seconds):
            self.cloud.check()
            self.now_s += 1


@pytest.fixture
def machine(data_dir: Path) -> Machine:
    """Return a computer on which the cloud starts."""
    return Machine(data_dir)


def test_a_cloud_that_answers_is_left_alone(machine: Machine) -> None:
    """GIVEN a running cloud WHEN the keeper looks THEN nothing is started."""
    machine.is_answering = True
    machine.live(60)
    assert machine.starts == 0


def test_its_progress_is_told(machine: Machine) -> None:
    """GIVEN a start WHEN it says its steps THEN they are told, and that it is ready."""
    machine.live(1)
    assert machine.events == [CloudProgress("Starting the services", 1, 3), CloudProgress("Ready")]


def test_a_cloud_that_dies_is_started_again_at_once(machine: Machine) -> None:
    """GIVEN a running cloud WHEN it dies THEN the next look starts it."""
    machine.live(1)
    machine.is_answering = True
    machine.live(30)
    machine.is_answering = False
    machine.live(1)
    assert machine.starts == 2


def test_a_cloud_that_always_dies_is_started_ever_less_often(machine: Machine) -> None:
    """GIVEN a cloud that starts and dies WHEN an hour passes THEN it was tried about once a minute, no more."""
    machine.live(3600)
    assert 3600 / BACKOFF_S[-1] - 2 <= machine.starts <= 3600 / BACKOFF_S[-1] + len(BACKOFF_S)


def test_a_cloud_that_does_not_start_is_said_once_and_solved(machine: Machine) -> None:
    """GIVEN a start that fails WHEN it fails again and again THEN the person is told once, and when it is over."""
    machine.complaint = "No port is free."
    machine.live(120)
    machine.complaint = ""
    machine.cloud.nudge()
    machine.live(1)
    said = [event for event in machine.events if isinstance(event, ProblemRaised | ProblemSolved)]
    assert said == [ProblemRaised(Problem.CLOUD_STOPPED, "No port is free."), ProblemSolved(Problem.CLOUD_STOPPED)]


def test_the_lease_is_held_until_the_end(machine: Machine, data_dir: Path) -> None:
    """GIVEN a desktop on the embedded cloud THEN others see its lease, until it stops; and then its file is gone."""
    path = DataDir(data_dir).local_leases / f"{os.getpid()}.lock"
    machine.cloud.ensure()
    other = LocalCloud(DataDir(data_dir), lambda _event: None, run=lambda _say: None)
    other.ensure()  # the app takes over from the command that started it
    machine.cloud.stop()
    code = f"import filelock; filelock.FileLock({str(path)!r}).acquire(timeout=0)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode != 0  # noqa: S603
    other.stop()
    assert not path.exists()


def test_our_cloud_is_run_wherever_the_person_stands(tmp_path: Path) -> None:
    """GIVEN a folder named ``cloud`` where the person stands WHEN the cloud's program runs THEN it is still ours."""
    (tmp_path / "cloud").mkdir()
    (tmp_path / "cloud" / "__init__.py").write_text("raise SystemExit(77)")
    done = subprocess.run(command("--version"), cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("snapstream-cloud")
