"""The embedded cloud's process: one a data directory, started detached by ``local start``.

Threads: the event loop (main thread) serves requests and runs the chores below; deploying, saving and issuing
credentials happen on threads of their own, because they block. The emulator adds its own for queues and workers.

::

    lock ─▶ saved state looked at ─▶ emulator + guard and API's door listen ─▶ rows of the journal ─▶ deploy ─▶ save
         ─▶ (after an unclean end: rebuild) ─▶ demo account, connection.json ─▶ ready ─▶ API made
    chores while ready: save what changed · refresh credentials · end when no desktop holds a lease · mail.json
    saved state that lacks what its stack made: set aside, and ended with EXIT_AGAIN; who started it starts it anew
    stop: listen no more ─▶ workers end ─▶ save ─▶ the marker of a running server goes
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import logging.handlers
import os
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from filelock import FileLock, Timeout
from hypercorn.asyncio import serve
from hypercorn.config import Config

from cloud.deploy.recovery import recover
from cloud.local import api, newsroom, saved
from cloud.local.configuration import configure
from cloud.local.emulator import Emulator, LaunchKey
from cloud.local.files import Document, read_document, write_document
from cloud.local.guard import Guard
from cloud.local.journal import Journal
from cloud.local.lease import IdleClock, count_held
from cloud.local.paths import EXIT_AGAIN, LocalPaths
from cloud.local.settings import MIB, LocalSettings
from cloud.local.watchdog import keep_group_together
from cloud.local.web import Web

if TYPE_CHECKING:
    import subprocess

    from hypercorn.typing import Framework

    from cloud.deploy.stack import Stack

_LOG = logging.getLogger(__name__)
_CHORES_EVERY_S = 1.0
#: A port of the dynamic range, tried first at a data directory's first start.
_ANY_PORT = 0


class Status:
    """What the server says about itself in ``status.json``."""

    def __init__(self, paths: LocalPaths) -> None:
        """Say nothing yet."""
        self._paths = paths
        self._document: Document = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}

    def say(self, phase: str, **facts: object) -> None:
        """Replace the document: ``phase`` is starting, ready, stopping, stopped, failed or again."""
        self._document.update(facts, phase=phase)
        try:
            write_document(self._paths.status, self._document)
        except OSError:
            _LOG.exception("the status cannot be written")  # a full disk does not keep the server from its work

    def step(self, number: int, words: str) -> None:
        """Say which of three steps of starting is being taken."""
        _LOG.info("%d/3 %s", number, words)
        self.say("starting", step=number, words=words)


class _IncompleteStateError(Exception):
    """What was saved lacks something that its stack made; the message names it."""


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier run left."""

    was_cut_off: bool  #: it ended without a clean stop
    has_stack: bool  #: its stack was saved
    was_damaged: bool  #: what it saved was set aside


class Server:
    """One run of the embedded cloud."""

    def __init__(self, paths: LocalPaths, settings: LocalSettings, *, for_client: bool) -> None:
        """Only remember; ``run`` does."""
        self._paths = paths
        self._settings = settings
        self._for_client = for_client
        self._status = Status(paths)
        self._stop = asyncio.Event()
        self._key = LaunchKey.random()
        self._failed = False
        self._damage = ""
        self._is_recovery_due = False
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._saved_writes = -1
        self._letters = -1

    async def run(self) -> int:
        """Serve until told to stop; return the exit code."""
        self._watchdog = keep_group_together()
        was_cut_off = self._paths.running.exists()
        said = read_document(self._paths.status)
        port, api_port = choose_ports(_last_port(said, "port"), _last_port(said, "api_port"))
        self._status.step(1, "Starting the services")
        configure(self._paths, port, self._settings)
        damage = saved.look_after(self._paths.state) or str(said.get("damage", ""))
        if damage:
            _LOG.warning("the saved state was set aside: %s", damage)
            self._status.step(1, f"The saved state was damaged ({damage}); it is made anew from the stored files")
        self._paths.running.touch()
        journal = Journal(self._paths.state)
        emulator = Emulator(journal)
        guard = Guard(
            emulator.application,
            port=port,
            knows_key=emulator.knows_key,
            free_bytes=lambda: shutil.disk_usage(self._paths.root).free,
            keep_free_bytes=self._settings.free_disk_bytes,
            keep_free_for_results_bytes=min(self._settings.free_disk_bytes, self._settings.results_free_disk_bytes),
            max_body_bytes=self._settings.max_file_bytes,
            pages=frozenset({f"http://127.0.0.1:{api_port}", f"http://localhost:{api_port}"}),
        )
        emulator.admit(self._key)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            if os.name == "nt":
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stop.set))
            else:
                loop.add_signal_handler(number, self._stop.set)

        endpoint = f"http://127.0.0.1:{port}"
        web = Web(port=api_port)
        self._status.say(
            "starting",
            endpoint=endpoint,
            port=port,
            api_url=f"http://127.0.0.1:{api_port}",
            api_port=api_port,
            keep_free_bytes=self._settings.free_disk_bytes,
        )

        past = Past(was_cut_off, emulator.has_saved_stack(), bool(damage))
        if not past.has_stack:
            emulator.park_objects()
        place = api.Place(
            self._paths, self._settings, newsroom.Door(endpoint, self._key), f"http://127.0.0.1:{api_port}"
        )
        life = asyncio.create_task(self._live(emulator, guard, web, place, past))
        # Hypercorn's own signal handling stays off while it is given a trigger.
        await asyncio.gather(
            serve(cast("Framework", guard), _listening(port), shutdown_trigger=self._stop.wait),
            serve(cast("Framework", web), _listening(api_port), shutdown_trigger=self._stop.wait),
        )
        await life
        web.close()
        await asyncio.to_thread(emulator.stop_workers)
        if self._damage:
            saved.set_aside(self._paths.state)
            self._status.say("again", words="", damage=self._damage)
            return EXIT_AGAIN
        if self._failed:
            return 1  # nothing is saved over what an earlier run saved whole
        emulator.return_messages()
        is_saved = await asyncio.to_thread(emulator.save)
        self._write_mail(emulator)
        journal.close()
        if is_saved and not self._is_recovery_due:
            self._paths.running.unlink(missing_ok=True)
        self._status.say("stopped")
        return 0

    async def _live(self, emulator: Emulator, guard: Guard, web: Web, place: api.Place, past: Past) -> None:
        """Bring the library up, then do the chores until the stop."""
        try:
            stack = await asyncio.to_thread(self._bring_up, emulator, place, past)
        except _IncompleteStateError as error:
            _LOG.warning("the saved state is not whole: %s", error)
            self._damage = str(error)
            self._stop.set()
            return
        except Exception as error:  # noqa: BLE001 a thread's top: whatever it is, the person who started it must hear of it
            _LOG.exception("the start failed")
            self._failed = True
            self._status.say("failed", words=f"{error}" or type(error).__name__)
            self._stop.set()
            return
        making = asyncio.create_task(web.make(lambda: api.make(place, emulator, stack.outputs)))
        await self._do_chores(emulator, guard, place, stack)
        self._status.say("stopping")
        await making

    def _bring_up(self, emulator: Emulator, place: api.Place, past: Past) -> Stack:
        door = place.door
        wait_for_port(door.endpoint)
        _LOG.info("%d changes were written down since the last save", emulator.replay())
        missing = newsroom.find_missing(door) if past.has_stack else []
        if missing:
            raise _IncompleteStateError(f"{missing[0]} is not in it")
        returned = emulator.return_messages()
        self._status.step(2, "Putting up the library")
        stack = newsroom.put_up(door, self._settings)
        emulator.adopt_objects()
        emulator.save()
        emulator.begin_work()
        newsroom.write_admin(self._paths.admin, door, stack.outputs)
        if past.was_cut_off or (not past.has_stack and self._count(emulator, stack)):
            self._recover(door, stack, past)
            emulator.save()
        else:
            self._status.step(3, "Signing in the demo account")
        api.sign_in_demo(place, stack.outputs)
        self._issue(place, stack)
        self._status.say("ready", words="", objects=self._count(emulator, stack), returned_messages=returned)
        return stack

    def _issue(self, place: api.Place, stack: Stack) -> None:
        """Write the connection document anew, for as long as the demo account may sign in."""
        account = api.demo(place, stack.outputs)
        if account is not None:
            issued = newsroom.issue(place.door, stack.outputs, self._settings, account, place.url)
            newsroom.write_connection(self._paths.connection, issued)

    def _count(self, emulator: Emulator, stack: Stack) -> int:
        return emulator.count_objects(frozenset({stack.outputs["OriginalsBucket"], stack.outputs["DerivedBucket"]}))

    def _recover(self, door: newsroom.Door, stack: Stack, past: Past) -> None:
        why = "The saved state was damaged" if past.was_damaged else "The last run was cut off"
        self._status.step(3, f"{why}: bringing the records back")
        try:
            # Each line says why: whoever looks now and then may miss the one before.
            report = recover(
                door, stack.outputs, lambda words: self._status.step(3, f"{why}: bringing the records back. {words}")
            )
        except Exception:  # noqa: BLE001 a library that is mended in part still opens; the next start tries again
            _LOG.exception("bringing the records back failed")
            self._is_recovery_due = True
        else:
            _LOG.info("brought back: %s", report)

    async def _do_chores(self, emulator: Emulator, guard: Guard, place: api.Place, stack: Stack) -> None:
        idle = IdleClock(self._settings.idle_s, time.monotonic)
        # Wall time: credentials go on ageing while a laptop sleeps, and the monotonic clock does not.
        issued_at = saved_at = time.time()
        while not await self._is_stopped_within(_CHORES_EVERY_S):
            try:
                if time.time() - saved_at >= self._settings.save_every_s and guard.writes != self._saved_writes:
                    self._saved_writes = guard.writes
                    await asyncio.to_thread(emulator.save)
                    self._status.say("ready", objects=self._count(emulator, stack))
                    saved_at = time.time()
                if time.time() - issued_at >= self._settings.refresh_every_s:
                    await asyncio.to_thread(self._issue, place, stack)
                    issued_at = time.time()
                self._write_mail(emulator)
                await asyncio.to_thread(emulator.rest_workers, self._settings.rest_s)
            except Exception:  # noqa: BLE001 a thread's top: a chore that fails (a full disk) is tried again, the others go on
                _LOG.exception("a chore failed")
            try:
                is_over = idle.is_over(count_held(self._paths.leases))
            except OSError:
                _LOG.exception("the leases cannot be looked at")
                continue
            if self._for_client and is_over and not self._paths.pinned.exists():
                _LOG.info("no desktop is left: ending")
                self._stop.set()

    async def _is_stopped_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _write_mail(self, emulator: Emulator) -> None:
        """Keep what would have been mailed where ``local mail`` looks, also after the server has ended."""
        mail = emulator.mail()
        if len(mail) != self._letters:
            try:
                write_document(self._paths.mail, {"messages": mail})
            except OSError:
                _LOG.exception("the mail cannot be written")
            else:
                self._letters = len(mail)


def _listening(port: int) -> Config:
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.accesslog = None
    config.errorlog = logging.getLogger("hypercorn.error")
    return config


def choose_ports(wanted: int, wanted_by_api: int) -> tuple[int, int]:
    """Return two ports of 127.0.0.1 that are free, the wanted ones where they are."""
    port = choose_port(wanted)
    api_port = choose_port(wanted_by_api)
    while api_port == port:
        api_port = choose_port(_ANY_PORT)
    return port, api_port


def choose_port(wanted: int) -> int:
    """Return the wanted port of 127.0.0.1 when it is free, else any free one."""
    for port in (wanted, _ANY_PORT):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port of 127.0.0.1 is free")


def wait_for_port(endpoint: str, timeout_s: float = 30.0) -> None:
    """Return once the endpoint takes connections; raises ``TimeoutError``."""
    host, _, port = endpoint.removeprefix("http://").partition(":")
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"{endpoint} does not answer")


def _last_port(status: Document, name: str) -> int:
    port = status.get(name)
    return port if isinstance(port, int) else _ANY_PORT


def set_up_log(path: Path) -> None:
    """Log into a file that is rotated at 5 MiB, three kept."""
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=5 * MIB, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s [%(name)s] %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in ("botocore", "persistence", "lambda"):  # the last repeats what workers say, which we log already
        logging.getLogger(chatty).setLevel(logging.WARNING)


def main(argv: list[str] | None = None) -> int:
    """Run the server of one data directory; 0 too when another one already does."""
    parser = argparse.ArgumentParser(prog="python -m cloud.local.server")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--for-client", action="store_true")
    arguments = parser.parse_args(argv)
    os.umask(0o077)  # what the emulator writes, a key of its own among it, is this user's alone
    paths = LocalPaths(arguments.data_dir.resolve())
    paths.make()
    lock = FileLock(paths.lock)
    try:
        # A moment's patience: whoever asks for the status holds the lock for an instant.
        lock.acquire(timeout=2)
    except Timeout:
        return 0
    set_up_log(paths.log)
    server = Server(paths, LocalSettings.from_environment(), for_client=arguments.for_client)
    try:
        return asyncio.run(server.run())
    except Exception as error:  # noqa: BLE001 the process's top: said where ``local start`` looks
        _LOG.exception("the embedded cloud failed")
        Status(paths).say("failed", words=f"{error}" or type(error).__name__)
        return 1
    finally:
        lock.release()


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    sys.stdout.flush()
    # The emulator's threads are no daemons of ours to wait for: everything is saved, nothing is left to do.
    os._exit(code)
