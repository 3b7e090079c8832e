"""Keeps the embedded cloud running while this desktop does: started as a subprocess, held by a lease, started again.

The lease is a file lock under ``DATA/cloud/leases``: the kernel drops it with this process, however that ends, and the
cloud ends by itself when nobody holds one. One thread (``keeper``) looks after it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from desktop.core.errors import Offline, UsageProblem
from desktop.core.events import CloudProgress, ProblemRaised, ProblemSolved
from desktop.core.text import say
from desktop.core.words import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.events import Post
    from desktop.core.paths import DataDir

_log = logging.getLogger(__name__)

#: How often the keeper asks whether the cloud answers.
CHECK_S = 1.0
#: Between tries to start it again, the last one for good: a cloud that dies at once is not started in a storm.
BACKOFF_S = (0.0, 2.0, 5.0, 10.0, 30.0, 60.0)
#: After this many tries in vain the person is told.
TELL_AFTER = 3
_LEASE_TIMEOUT_S = 10.0
_STOP_TIMEOUT_S = 5.0


def command(*arguments: str) -> list[str]:
    """Return the command line of ``snapstream-cloud``: beside a built program, or a module of this Python."""
    if getattr(sys, "frozen", False):
        sibling = Path(sys.executable).with_name("snapstream-cloud" + Path(sys.executable).suffix)
        return [str(sibling), *arguments]
    # -P: a folder called "cloud" where the person stands must not be taken for ours.
    return [sys.executable, "-P", "-m", "cloud", *arguments]


class LocalCloud:
    """The embedded cloud of one data directory. ``is_answering`` tells whether sync can speak with it."""

    def __init__(
        self,
        data_dir: DataDir,
        post: Post,
        *,
        is_answering: Callable[[], bool] = lambda: False,
        run: Callable[[Callable[[str], None]], None] | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._data_dir = data_dir
        self._post = post
        self._is_answering = is_answering
        self._run_start = run or self._start_process
        self._now_s = now_s
        self._lease: FileLock | None = None
        self._wake = threading.Condition()
        self._stopping = False
        self._tries = 0
        self._try_at_s = 0.0
        self._told = False
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[str] | None = None

    def ensure(self) -> None:
        """Hold the lease and start the cloud if it is not running; returns when it is ready. Raises ``Offline``."""
        self._hold()
        self._run_start(self._say)
        self._post(CloudProgress("Ready"))

    def start(self) -> None:
        """Hold the lease and look after the cloud from now on; returns at once."""
        self._hold()
        self._thread = threading.Thread(target=self._keep, name="keeper")
        self._thread.start()

    def nudge(self) -> None:
        """Try at once: the person asked. Any thread."""
        with self._wake:
            self._tries = 0
            self._try_at_s = 0.0
            self._wake.notify_all()

    def stop(self) -> None:
        """Look after it no more and give up the lease: the cloud ends when nobody else holds one."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
            process = self._process
        if process is not None:
            process.terminate()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._lease is not None:
            self._lease.release()
            if not self._lease.is_locked:
                Path(self._lease.lock_file).unlink(missing_ok=True)
            self._lease = None

    def check(self) -> None:
        """Start the cloud if it does not answer and it is time to. The keeper's thread, or a test."""
        if self._is_answering():
            self._tries = 0
            self._solve()
            return
        if self._now_s() < self._try_at_s:
            return
        self._tries += 1
        self._try_at_s = self._now_s() + BACKOFF_S[min(self._tries, len(BACKOFF_S) - 1)]
        try:
            self._run_start(self._say)
        except Offline as problem:
            if self._stopping:
                return
            _log.info("the embedded cloud did not start: %s", problem)
            if not self._told and (self._tries >= TELL_AFTER or self._is_hopeless(problem)):
                self._told = True
                self._post(ProblemRaised(Problem.CLOUD_STOPPED, problem.detail))
        else:
            self._post(CloudProgress("Ready"))
            self._solve()

    def _is_hopeless(self, problem: Offline) -> bool:
        """Whether trying again cannot help: what is missing is a package, room or a right."""
        return "not installed" in problem.detail or "Free some space" in problem.detail

    def _solve(self) -> None:
        if self._told:
            self._told = False
            self._post(ProblemSolved(Problem.CLOUD_STOPPED))

    def _say(self, line: str) -> None:
        step, _, words = line.partition(" ")
        number, _, steps = step.partition("/")
        if number.isdigit() and steps.isdigit():
            self._post(CloudProgress(words, int(number), int(steps)))

    def _hold(self) -> None:
        if self._lease is not None:
            return
        folder = self._data_dir.local_leases
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One for the process: the command that starts the cloud hands over to the app without a gap.
            lease = FileLock(folder / f"{os.getpid()}.lock", thread_local=False, is_singleton=True)
            lease.acquire(timeout=_LEASE_TIMEOUT_S)
        except (OSError, Timeout) as error:
            raise UsageProblem(
                "hold the embedded cloud",
                detail=say("The data directory cannot be written ({error}).", error=str(error)),
            ) from error
        self._lease = lease

    def _start_process(self, say: Callable[[str], None]) -> None:
        """Run ``snapstream-cloud local start --for-client``; it returns at once where the cloud runs already."""
        arguments = command("local", "start", "--for-client", "--data-dir", str(self._data_dir.root))
        try:
            # Not where the person stands: a server that stays behind would keep that disk from being taken out.
            process = subprocess.Popen(  # noqa: S603 - our own program
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                cwd=self._data_dir.local_cloud,
                # Ctrl-C in the terminal is for us: a start that is under way is ended by us, in order.
                start_new_session=True,
                env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
            )
        except OSError as error:
            raise Offline("start the embedded cloud", detail=str(error)) from error
        with self._wake:
            self._process = process
        try:
            complaint = self._follow(process, say)
        finally:
            with self._wake:
                self._process = None
        if process.returncode:
            last = complaint.strip().splitlines()[-1:] or [f"it ended with {process.returncode}"]
            raise Offline("start the embedded cloud", detail=last[0].removeprefix("snapstream-cloud: "))

    def _follow(self, process: subprocess.Popen[str], say: Callable[[str], None]) -> str:
        complaints: list[str] = []

        def read_complaints() -> None:
            with contextlib.suppress(ValueError, OSError):
                complaints.extend(process.stderr or ())

        reader = threading.Thread(target=read_complaints, name="keeper-errors", daemon=True)
        reader.start()
        try:
            for line in process.stdout or ():
                say(line.strip())
            process.wait()
        except BaseException:
            process.terminate()
            process.wait(_STOP_TIMEOUT_S)
            raise
        finally:
            reader.join(_STOP_TIMEOUT_S)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
        return "".join(complaints)

    # The keeper's thread

    def _keep(self) -> None:
        while not self._stopping:
            try:
                self.check()
            except Exception:  # noqa: BLE001 - the top of a thread
                _log.exception("looking after the embedded cloud failed")
            with self._wake:
                self._wake.wait_for(lambda: self._stopping, CHECK_S)
