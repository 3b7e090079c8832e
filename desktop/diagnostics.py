"""``snapstream diagnostics FILE.zip``: what helps to find a fault, in one file to be sent. Main thread.

::

    about.json                  versions, system, room on the disk
    settings.json               as they hold
    newsrooms/{name}.json       the queue: counts, orders, transfers that are not done or failed; the library's counts
    logs/…  cloud/…             this program's logs, and the embedded cloud's with what it says about itself

Nothing in it lets anybody in. Files are read as they are and nothing is mended: what is damaged is said to be.
"""

from __future__ import annotations

import errno
import io
import json
import locale
import os
import platform
import shutil
import sqlite3
import sys
import zipfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.account_file import read_account
from desktop.core.errors import LibraryProblem, SnapStreamError, StorageFull, UsageProblem
from desktop.core.model import TransferState
from desktop.core.paths import NewsroomDir
from desktop.core.settings import replace_file
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY, QUEUE
from desktop.library.transfers import TransferTable
from desktop.newsroom import InstanceLock
from desktop.redaction import Redactor, find_folders, hide_folders

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from cloud.contract.record import Json
    from desktop.core.model import Transfer
    from desktop.core.paths import DataDir
    from desktop.terminal import Terminal

DONE = 0
#: How much of each log goes along, its end.
_LOG_BYTES = 4 * 1024**2
#: How many transfers are listed of each kind.
_TRANSFERS = 500
_LIBRARIES = (
    "PySide6-Essentials", "boto3", "botocore", "awscrt", "urllib3", "keyring", "watchdog", "filelock", "platformdirs",
    "Pillow", "pillow-heif", "av", "ministack", "rapidocr", "onnxruntime", "opencv-python-headless", "pocketsphinx",
)  # fmt: skip
_VARIABLES = ("SNAPSTREAM_", "QT_", "AWS_", "XDG_")
_OPEN = tuple(state for state in TransferState if not state.is_final)
_FAILED = (TransferState.FAILED, TransferState.REJECTED)
#: Of the embedded cloud: never its state, its objects, or the files that hold keys.
_CLOUD_FILES = ("server.log*", "server.err", "status.json")


def add_parser(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    command = add("diagnostics", "Write logs, versions, settings and the state of the queue into one file. No secret.")
    command.add_argument("file", metavar="FILE.zip", help="the file to write; it must not be there yet")
    command.add_argument("--redact-paths", action="store_true", help="leave out what folders and files are called")


def run(arguments: argparse.Namespace, data_dir: DataDir, program: str, terminal: Terminal) -> int:
    """Run the command; returns the exit code."""
    if arguments.connection is not None:
        raise UsageProblem("write diagnostics", detail="All newsrooms of here go along: leave out --connection.")
    target = Path(arguments.file).expanduser().absolute()
    names = write(data_dir, target, program=program, hides_paths=arguments.redact_paths)
    if terminal.is_json:
        files: list[Json] = list(names)
        terminal.print_json(
            {
                "file": str(target),
                "size_bytes": target.stat().st_size,
                "files": files,
                "paths_redacted": arguments.redact_paths,
            }
        )
    else:
        terminal.print_line(f"{len(names)} files in {target}")
        if not arguments.redact_paths:
            terminal.say("Names of folders and files are in it; with --redact-paths they are not.")
    return DONE


def write(data_dir: DataDir, target: Path, *, program: str, hides_paths: bool = False) -> tuple[str, ...]:
    """Write the file, for this person alone; return what is in it. ``program`` is our own version.

    Raises ``UsageProblem`` where the file is there already or cannot be written, ``StorageFull``.
    """
    if os.path.lexists(target):
        raise UsageProblem("write diagnostics", detail=f"{target.name} is there already: name another file.")
    files = dict(_collect(data_dir, program, hides_paths=hides_paths))
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    try:
        replace_file(target, body.getvalue())
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull("write diagnostics") from error
        raise UsageProblem("write diagnostics", detail=f"The file cannot be written: {error.strerror}.") from error
    return tuple(files)


def _collect(data_dir: DataDir, program: str, *, hides_paths: bool) -> Iterator[tuple[str, bytes]]:
    places = [NewsroomDir(path) for path in sorted(data_dir.newsrooms.glob("*")) if path.is_dir()]
    queues = {place.root.name: _read_queue(place) for place in places}
    settings = _read_settings(data_dir.settings)
    folders = [*find_folders(settings), *(Path(each.folder) for found in queues.values() for each in found[1])]
    redactor = Redactor(data_dir, folders=folders, hides_paths=hides_paths)
    yield "about.json", _json(_about(data_dir, program), redactor)
    yield "settings.json", _json(hide_folders(settings, redactor), redactor)
    for place in places:
        document, transfers = queues[place.root.name]
        document["transfers"] = [_transfer(transfer, redactor) for transfer in transfers]
        document |= {"library": _read_library(place), "account": _account(place)}
        yield f"newsrooms/{place.root.name}.json", _json(document, redactor)
    logs = [path for path in sorted(data_dir.logs.glob("*")) if path.is_file()]
    logs += [path for pattern in _CLOUD_FILES for path in sorted(data_dir.local_cloud.glob(pattern))]
    for path in logs:
        yield path.relative_to(data_dir.root).as_posix(), redactor.text(_tail(path)).encode("utf-8", "replace")


def _about(data_dir: DataDir, program: str) -> dict[str, Json]:
    versions: dict[str, Json] = {"snapstream": program, "python": platform.python_version()}
    versions |= {"sqlite": sqlite3.sqlite_version}
    for library in _LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            versions[library] = None
    disk = shutil.disk_usage(data_dir.root)
    # Which are set, not to what: some hold secrets.
    variables: list[Json] = [name for name in sorted(os.environ) if name.startswith(_VARIABLES)]
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions,
        "is_frozen": bool(getattr(sys, "frozen", False)),
        "system": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "locale": ".".join(part or "?" for part in locale.getlocale()),
        "disk": {"total_bytes": disk.total, "free_bytes": disk.free},
        "variables": variables,
    }


def _read_settings(path: Path) -> Json:
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        return {"problem": f"cannot be read: {type(error).__name__}"}
    return found


def _read_queue(place: NewsroomDir) -> tuple[dict[str, Json], list[Transfer]]:
    """Return how the queue stands, and the transfers that are of interest."""
    lock = InstanceLock(place)
    is_running = place.lock.exists() and lock.is_held()
    document: dict[str, Json] = {"running": is_running, "pid": lock.holder() if is_running else None}
    if not place.queue.exists():
        return document, []
    database = None
    try:
        database = Database(place.queue, QUEUE, is_durable=True)
        table = TransferTable(database)
        counts = table.counts()
        document |= {
            "paused": table.is_paused,
            "counts": {state.value: counts.by_state.get(state, 0) for state in TransferState},
            "left_bytes": counts.left_bytes,
            "orders": [{"verb": order.verb.value, "transfer": order.transfer_id} for order in table.orders()],
        }
        ids = table.ids(_OPEN, limit=_TRANSFERS) + table.ids(_FAILED, newest_first=True, limit=_TRANSFERS)
        return document, table.get_many(ids)
    except SnapStreamError as problem:
        return document | {"problem": f"{type(problem).__name__}: {problem.reason}"}, []
    finally:
        if database is not None:
            database.close()


def _read_library(place: NewsroomDir) -> Json:
    if not place.library.exists():
        return None
    try:
        database = Database(place.library, LIBRARY, is_durable=False)
    except LibraryProblem as problem:
        return {"problem": f"{type(problem).__name__}: {problem.reason}"}
    try:
        counts = ItemLibrary(database, place.thumbnails).counts()
    except SnapStreamError as problem:
        return {"problem": f"{type(problem).__name__}: {problem.reason}"}
    finally:
        database.close()
    return {"items": counts.total, "by_status": {status.value: number for status, number in counts.by_status.items()}}


def _account(place: NewsroomDir) -> Json:
    account = read_account(place)
    if account is None:
        return None
    # Who it is, nobody needs to know for this.
    return {"newsroom": account.newsroom, "address": account.address, "is_signed_in": account.is_signed_in}


def _transfer(transfer: Transfer, redactor: Redactor) -> Json:
    return {
        "id": transfer.id,
        "path": redactor.path(transfer.path),
        "library": transfer.library,
        "profile": transfer.profile.value,
        "state": transfer.state.value,
        "reason": transfer.reason,
        "detail": transfer.detail,
        "size_bytes": transfer.size_bytes,
        "sent_bytes": transfer.sent_bytes,
        "parts": len(transfer.parts),
        "attempts": transfer.attempts,
        "queued_at": transfer.queued_at,
        "not_before": transfer.not_before,
        "ended_at": transfer.ended_at,
    }


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - _LOG_BYTES, 0))
            return file.read(_LOG_BYTES).decode("utf-8", "replace")
    except OSError as error:
        return f"cannot be read: {type(error).__name__}\n"


def _json(document: Json, redactor: Redactor) -> bytes:
    return (redactor.text(json.dumps(document, indent=2, default=str)) + "\n").encode("utf-8", "replace")
