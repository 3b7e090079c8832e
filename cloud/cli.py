"""``snapstream-cloud``: the engineer's command line. Runs in the main thread; each command imports what it needs.

Exit codes: 0 done · 1 something failed · 2 wrong usage · 3 the cloud cannot be reached · 4 timed out.
"""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from cloud.local import control
from cloud.local.files import read_document
from cloud.local.paths import LocalPaths
from cloud.local.settings import BadSettingError, LocalSettings

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)


class _NoDataDirError(Exception):
    """There is no place for data; the message says what to do."""


class _FailedError(Exception):
    """A command failed; the message is a sentence for the person."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (_NoDataDirError, BadSettingError) as error:
        print(f"snapstream-cloud: {error}", file=sys.stderr)
        return USAGE
    except control.LocalCloudError as error:
        print(f"snapstream-cloud: {error}", file=sys.stderr)
        return UNREACHABLE
    except _FailedError as error:
        print(f"snapstream-cloud: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("snapstream-cloud: interrupted", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="snapstream-cloud", description="Run and look after a SnapStream newsroom.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('snapstream')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir", type=Path, metavar="DIR", help="where everything is kept (SNAPSTREAM_DATA_DIR)")
    common.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    local = commands.add_parser("local", help="the embedded cloud on this computer")
    verbs = local.add_subparsers(metavar="VERB", required=True)
    start = verbs.add_parser("start", parents=[common], help="start it, and keep it running until it is stopped")
    start.add_argument("--for-client", action="store_true", help="end it by itself when no desktop holds a lease")
    start.set_defaults(run=_start)
    verbs.add_parser("stop", parents=[common], help="stop it; everything is kept").set_defaults(run=_stop)
    verbs.add_parser("status", parents=[common], help="say whether it runs").set_defaults(run=_status)
    reset = verbs.add_parser("reset", parents=[common], help="stop it and delete everything it stored")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    reset.set_defaults(run=_reset)
    verbs.add_parser("mail", parents=[common], help="show what it would have mailed").set_defaults(run=_mail)

    rebuild = commands.add_parser("rebuild", parents=[common], help="make the table anew from the buckets")
    rebuild.set_defaults(run=_rebuild)

    package = commands.add_parser("package", parents=[common], help="make the functions' packages")
    package.add_argument("--local", action="store_true", help="our code alone, without libraries")
    package.add_argument("--output", type=Path, default=Path("build/packages"), metavar="DIR", help="where they go")
    package.set_defaults(run=_package)
    return parser


def _paths(arguments: argparse.Namespace) -> LocalPaths:
    chosen = arguments.data_dir or os.environ.get("SNAPSTREAM_DATA_DIR")
    if chosen:
        return LocalPaths(Path(chosen).expanduser().resolve())
    import platformdirs  # noqa: PLC0415 only needed without --data-dir

    try:
        folder = Path(platformdirs.user_data_dir("SnapStream", appauthor=False))
    except (RuntimeError, KeyError) as error:
        raise _NoDataDirError("There is no home directory. Name a place with --data-dir DIR.") from error
    # An empty HOME would mean the root of the disk, a missing one leaves the tilde as it is.
    if not folder.is_absolute() or (os.environ.get("HOME") == "" and not os.environ.get("XDG_DATA_HOME")):
        raise _NoDataDirError("There is no home directory. Name a place with --data-dir DIR.")
    return LocalPaths(folder)


def _say_json(document: object) -> None:
    print(json.dumps(document, indent=2, ensure_ascii=False))


def _start(arguments: argparse.Namespace) -> int:
    paths = _paths(arguments)

    def progress(step: int, words: str) -> None:
        if not arguments.json:
            print(f"{step}/{control.STEPS} {words}", flush=True)

    settings = LocalSettings.from_environment()
    status, started = control.start(paths, settings, for_client=arguments.for_client, progress=progress)
    if arguments.json:
        _say_json(status.to_json(paths) | {"started": started})
    elif started:
        print(f"The embedded cloud runs at {status.endpoint} (process {status.pid}).")
    else:
        print(f"The embedded cloud already runs at {status.endpoint} (process {status.pid}).")
    return DONE


def _stop(arguments: argparse.Namespace) -> int:
    paths = _paths(arguments)
    held_by = control.read_status(paths).held_by
    stopped = control.stop(paths)
    if arguments.json:
        _say_json({"stopped": stopped, "held_by": list(held_by)})
        return DONE
    print("The embedded cloud has stopped." if stopped else "The embedded cloud was not running.")
    if held_by:
        processes = f"process{'es' * (len(held_by) > 1)} {', '.join(map(str, held_by))}"
        print(f"SnapStream is running ({processes}) and will start it again; quit it first, or pause it.")
    return DONE


def _status(arguments: argparse.Namespace) -> int:
    paths = _paths(arguments)
    status = control.read_status(paths)
    if arguments.json:
        _say_json(status.to_json(paths))
        return DONE
    if status.is_running:
        print(
            f"The embedded cloud is {status.phase} at {status.endpoint} (process {status.pid}), since {status.since}."
        )
        print("It runs until it is stopped." if status.is_pinned else "It ends with the last desktop that uses it.")
    else:
        print("The embedded cloud is not running.")
    print(f"{status.objects} objects are stored; {status.free_bytes >> 20} MiB of the disk are free.")
    if status.refuses_uploads:
        print(
            f"Uploads are refused: {status.free_bytes >> 20} MiB free, "
            f"{status.keep_free_bytes >> 20} MiB are kept free."
        )
    return DONE


def _reset(arguments: argparse.Namespace) -> int:
    paths = _paths(arguments)
    if not arguments.yes:
        if not sys.stdin.isatty():
            print("snapstream-cloud: this deletes every object of the embedded cloud; add --yes", file=sys.stderr)
            return USAGE
        print(f"This stops the embedded cloud and deletes everything in {paths.root}", file=sys.stderr)
        print(f"and what SnapStream remembers of it in {paths.desktop_memory}.", file=sys.stderr)
        print("The files in your folders are not touched.", file=sys.stderr)
        print("Delete it? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
            print("Nothing was deleted.", file=sys.stderr)
            return FAILED
    deleted = control.reset(paths)
    if arguments.json:
        _say_json({"deleted": deleted})
    else:
        print("The embedded cloud is empty." if deleted else "There was nothing to delete.")
    return DONE


def _mail(arguments: argparse.Namespace) -> int:
    letters = read_document(_paths(arguments).mail).get("messages", [])
    assert isinstance(letters, list)
    if arguments.json:
        _say_json({"messages": letters})
        return DONE
    for letter in letters:
        print(f"To: {', '.join(letter['to'])}\nSubject: {letter['subject']}\n\n{letter['text']}\n")
    if not letters:
        print("No mail.")
    return DONE


def _rebuild(arguments: argparse.Namespace) -> int:
    from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, HTTPClientError  # noqa: PLC0415 as below

    from cloud.local.newsroom import read_admin  # noqa: PLC0415 boto3 takes its time, and the other commands need none
    from cloud.local.recovery import recover  # noqa: PLC0415 the same

    paths = _paths(arguments)
    admin = read_admin(paths.admin)
    if admin is None or control.read_status(paths).phase != "ready":
        raise control.LocalCloudError("The embedded cloud is not running. Start it: snapstream-cloud local start")
    try:
        report = recover(*admin, lambda words: None if arguments.json else print(words, flush=True))
    except (EndpointConnectionError, HTTPClientError) as error:
        raise control.LocalCloudError(
            "The embedded cloud does not answer any more. See snapstream-cloud local status, then try again."
        ) from error
    except ClientError as error:
        raise _FailedError(
            f"The records cannot be made anew: {error}. If something of the library is missing, "
            "snapstream-cloud local stop, then start, puts it up again."
        ) from error
    except BotoCoreError as error:
        raise _FailedError(f"The records cannot be made anew: {error}") from error
    if arguments.json:
        _say_json(asdict(report))
    else:
        print(
            f"{report.restored} items restored, {report.queued} originals to be analysed again, "
            f"{report.unreadable} records could not be read."
        )
    return FAILED if report.unreadable else DONE


def _package(arguments: argparse.Namespace) -> int:
    if not arguments.local:
        print(
            "snapstream-cloud: packages for AWS cannot be made yet; --local makes those of the embedded cloud",
            file=sys.stderr,
        )
        return USAGE
    from cloud.deploy.package import write_local  # noqa: PLC0415 its own command alone needs it

    written = [str(path) for path in write_local(arguments.output)]
    if arguments.json:
        _say_json({"packages": written})
    else:
        print("\n".join(written))
    return DONE
