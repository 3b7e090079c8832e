from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from filelock import FileLock

from cloud.local.lease import IdleClock, count_held, is_held
from tests.cloud.local.conftest import wait_until

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import os, sys, time
from filelock import FileLock
lock = FileLock(os.path.join(sys.argv[1], f"{os.getpid()}.lock"))
lock.acquire(timeout=5)
print("held", flush=True)
time.sleep(60)
"""


def test_a_lease_ends_with_its_process(tmp_path: Path) -> None:
    """Kill -9 of a desktop frees its lease, and the file it left is cleared away."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:  # noqa: S603 -- our own interpreter and script
        assert holder.stdout is not None
        holder.stdout.readline()
        assert count_held(tmp_path) == 1
        holder.send_signal(signal.SIGKILL)
    wait_until(lambda: count_held(tmp_path) == 0)
    assert list(tmp_path.glob("*.lock")) == []


def test_looking_at_a_lease_does_not_take_it(tmp_path: Path) -> None:
    """Whoever looks lets go at once, and a holder still holds."""
    path = tmp_path / f"{os.getpid()}.lock"
    assert not is_held(path)
    with FileLock(path).acquire(timeout=5):
        assert is_held(path)
        assert is_held(path)
    assert not is_held(path)


def test_idleness_is_counted_from_the_last_lease() -> None:
    """Ten seconds without anybody end it; a desktop that comes in between starts the count anew."""
    now = 100.0
    idle = IdleClock(10.0, lambda: now)
    now = 109.0
    assert not idle.is_over(held=0)
    assert not idle.is_over(held=1)
    now = 118.9
    assert not idle.is_over(held=0)
    now = 119.0
    assert idle.is_over(held=0)


def test_somebody_who_only_looks_is_no_holder(tmp_path: Path) -> None:
    """Two starts at once look at the same moment; neither may think that the other is a server."""
    path = tmp_path / "server.lock"
    look = FileLock(path, thread_local=False)
    look.acquire()
    assert is_held(path)
    release = threading.Timer(0.05, look.release)
    release.start()
    assert not is_held(path, patience_s=10)
    release.join()
    with FileLock(path):
        assert is_held(path, patience_s=0.05)
