"""Start, stop, ask and reset an embedded cloud from outside its process. Blocking; runs in the caller's thread."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.local.files import Document, read_document
from cloud.local.lease import held_pids, is_held
from cloud.local.paths import EXIT_AGAIN
from cloud.local.settings import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.local.paths import LocalPaths

_POLL_S = 0.05
#: Longer than anybody needs to look whether the lock is held: two starts at once each look, and neither is the server.
_LOOK_S = 0.1
_START_TIMEOUT_S = 180.0
_STOP_TIMEOUT_S = 30.0
STEPS = 3


class LocalCloudError(RuntimeError):
    """The embedded cloud cannot do what was asked; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class LocalStatus:
    """What is known about a data directory's embedded cloud."""

    is_running: bool
    phase: str  #: starting, ready, stopping, stopped, failed, again, or "" when there never was one
    pid: int | None
    endpoint: str | None
    api_url: str | None
    since: str | None
    objects: int
    free_bytes: int
    is_pinned: bool
    words: str
    keep_free_bytes: int  #: with less room than this, uploads are refused
    held_by: tuple[int, ...]  #: the processes of desktops that need it

    @property
    def refuses_uploads(self) -> bool:
        """Whether the disk has too little room for originals."""
        return self.is_running and self.free_bytes < self.keep_free_bytes

    def to_json(self, paths: LocalPaths) -> Document:
        """Return the document of ``local status --json`` and ``local start --json``."""
        return {
            "running": self.is_running,
            "phase": self.phase,
            "pid": self.pid,
            "endpoint": self.endpoint,
            "api_url": self.api_url,
            "since": self.since,
            "objects": self.objects,
            "free_bytes": self.free_bytes,
            "keep_free_bytes": self.keep_free_bytes,
            "uploads_refused": self.refuses_uploads,
            "held_by": list(self.held_by),
            "pinned": self.is_pinned,
            "connection": str(paths.connection) if self.is_running and self.phase == "ready" else None,
        }


def read_status(paths: LocalPaths) -> LocalStatus:
    """Look at the lock and at what the server last said."""
    said = read_document(paths.status)
    is_running = paths.root.exists() and is_held(paths.lock, _LOOK_S)
    pid, endpoint, since, objects = (said.get(name) for name in ("pid", "endpoint", "since", "objects"))
    api_url = said.get("api_url")
    kept = said.get("keep_free_bytes") if is_running else None
    place = paths.root if paths.root.exists() else _existing_parent(paths)
    phase = str(said.get("phase", ""))
    if not is_running and phase in {"starting", "ready", "stopping"}:
        phase = "stopped"  # it had no time to say so
    return LocalStatus(
        is_running=is_running,
        phase=phase,
        pid=pid if is_running and isinstance(pid, int) else None,
        endpoint=endpoint if is_running and isinstance(endpoint, str) else None,
        api_url=api_url if is_running and isinstance(api_url, str) else None,
        since=since if is_running and isinstance(since, str) else None,
        objects=objects if isinstance(objects, int) else 0,
        free_bytes=shutil.disk_usage(place).free,
        is_pinned=paths.pinned.exists(),
        words=str(said.get("words", "")),
        keep_free_bytes=kept if isinstance(kept, int) else LocalSettings.from_environment().free_disk_bytes,
        held_by=tuple(held_pids(paths.leases)),
    )


def start(
    paths: LocalPaths, settings: LocalSettings, *, for_client: bool, progress: Callable[[int, str], None]
) -> tuple[LocalStatus, bool]:
    """Return the status of a cloud that is ready, and whether this call started it. Raises ``LocalCloudError``."""
    _require_packages()
    try:
        paths.make()
    except OSError as error:
        raise LocalCloudError(f"The folder {paths.root} cannot be made: {error.strerror or error}.") from error
    if for_client:
        if not read_status(paths).is_running:
            paths.pinned.unlink(missing_ok=True)
    else:
        paths.pinned.touch()
    before = read_status(paths)
    if before.is_running and before.phase == "stopping":
        _wait_until_gone(paths, _STOP_TIMEOUT_S)
        before = read_status(paths)
    started = not before.is_running
    process = None

    def spawn() -> subprocess.Popen[bytes]:
        return _spawn(paths, for_client=for_client)

    if started:
        if before.free_bytes < settings.free_disk_bytes:
            raise LocalCloudError(
                f"The disk that holds {paths.root} has {before.free_bytes >> 20} MiB left; the embedded cloud needs "
                f"{settings.free_disk_bytes >> 20} MiB. Free some space, then start again."
            )
        process = spawn()
    return _wait_until_ready(paths, process, spawn, progress), started


def _require_packages() -> None:
    from importlib.util import find_spec  # noqa: PLC0415 only this question needs it

    if find_spec("ministack") is None:
        raise LocalCloudError('The embedded cloud is not installed: run pip install "snapstream[local]".')


def _spawn(paths: LocalPaths, *, for_client: bool) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, so that it outlives this process and its terminal."""
    # -P: a folder named ``cloud`` where the person stands must not shadow ours.
    command = [sys.executable, "-P", "-m", "cloud.local.server", "--data-dir", str(paths.data_dir)]
    if for_client:
        command.append("--for-client")
    with paths.errors.open("wb") as errors:
        return subprocess.Popen(  # noqa: S603 our own interpreter and module
            command,
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


def _wait_until_ready(
    paths: LocalPaths,
    process: subprocess.Popen[bytes] | None,
    spawn: Callable[[], subprocess.Popen[bytes]],
    progress: Callable[[int, str], None],
) -> LocalStatus:
    deadline = time.monotonic() + _START_TIMEOUT_S
    is_recovering = False
    shown: tuple[object, object] = (0, "")
    # Bringing the records of a large library back takes minutes; it is alive as long as it holds its lock.
    while time.monotonic() < deadline or is_recovering:
        said = read_document(paths.status)
        step, words = said.get("step"), said.get("words")
        is_own = process is None or said.get("pid") == process.pid
        if said.get("phase") == "starting" and is_own and (step, words) != shown and isinstance(step, int):
            shown = (step, words)
            progress(step, str(words))
            is_recovering = step == STEPS
        code = None if process is None else process.poll()
        if said.get("phase") == "ready" and (is_own or code == 0) and is_held(paths.lock, _LOOK_S):
            if process is not None:
                process.returncode = process.returncode or 0  # it is meant to outlive its Popen, which would warn
            return read_status(paths)
        if code == 0:
            process = None  # another start was quicker; its server is the one to wait for
        elif code == EXIT_AGAIN or (process is None and said.get("phase") == "again" and not is_held(paths.lock)):
            process = spawn()  # once: there is no saved state left that could be damaged
        elif code is not None or (said.get("phase") == "failed" and is_own):
            reason = str(said.get("words", "")) if said.get("phase") == "failed" else _last_line(paths)
            raise LocalCloudError(f"The embedded cloud did not start: {reason or 'no reason given'} (see {paths.log})")
        elif process is None and not is_held(paths.lock, _LOOK_S):
            raise LocalCloudError(f"The embedded cloud ended while it was starting (see {paths.log}).")
        time.sleep(_POLL_S)
    raise LocalCloudError(f"The embedded cloud did not start within {_START_TIMEOUT_S:.0f} s (see {paths.log}).")


def stop(paths: LocalPaths) -> bool:
    """End the server cleanly; return whether there was one. Only what it started is ended with it."""
    status = read_status(paths)
    paths.pinned.unlink(missing_ok=True)
    if not status.is_running:
        return False
    if status.pid is None:
        raise LocalCloudError("The embedded cloud runs but has not said its process number yet. Try again.")
    os.kill(status.pid, signal.SIGTERM)
    if not _wait_until_gone(paths, _STOP_TIMEOUT_S):
        if os.name == "nt":
            raise LocalCloudError(f"The embedded cloud (process {status.pid}) does not end.")
        # Its session holds itself and its workers, nothing else.
        os.killpg(status.pid, signal.SIGKILL)
        _wait_until_gone(paths, _STOP_TIMEOUT_S)
    return True


def reset(paths: LocalPaths) -> bool:
    """Stop it and delete everything it stored, with what desktops remember of it; return whether there was anything.

    Without the second, files sent before would count as sent for ever. Raises ``LocalCloudError`` while a desktop runs.
    """
    if paths.desktop_lock.exists() and is_held(paths.desktop_lock):
        raise LocalCloudError("SnapStream is running with this data directory. Quit it first.")
    stop(paths)
    found = [folder for folder in (paths.root, paths.desktop_memory) if folder.exists()]
    for folder in found:
        shutil.rmtree(folder)
    return bool(found)


def _wait_until_gone(paths: LocalPaths, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if not is_held(paths.lock, _LOOK_S):
            return True
        time.sleep(_POLL_S)
    return False


def _last_line(paths: LocalPaths) -> str:
    try:
        lines = paths.errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""


def _existing_parent(paths: LocalPaths) -> str:
    folder = paths.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return str(folder)
