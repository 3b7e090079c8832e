"""``local start|stop|status|reset|mail``: the embedded cloud on this computer. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import sys
from functools import wraps
from typing import TYPE_CHECKING, Any

from cloud.commands.exits import DONE, FAILED, UnreachableError, WrongUsageError
from cloud.commands.flags import data_dir_flags
from cloud.commands.targets import local_paths
from cloud.commands.terminal import ask, say_json
from cloud.local import control
from cloud.local.files import read_document
from cloud.local.settings import BadSettingError, LocalSettings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from cloud.commands.flags import Commands


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the family to the command line."""
    common = data_dir_flags()
    local = commands.add_parser("local", help="the embedded cloud on this computer")
    verbs = local.add_subparsers(metavar="VERB", required=True)
    start = verbs.add_parser("start", parents=[common], help="start it, and keep it running until it is stopped")
    start.add_argument("--for-client", action="store_true", help="end it by itself when no desktop holds a lease")
    start.set_defaults(run=_said(_start), going_on="It may go on starting; snapstream-cloud local status tells.")
    verbs.add_parser("stop", parents=[common], help="stop it; everything is kept").set_defaults(run=_said(_stop))
    verbs.add_parser("status", parents=[common], help="say whether it runs").set_defaults(run=_said(_status))
    reset = verbs.add_parser("reset", parents=[common], help="stop it and delete everything it stored")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    reset.set_defaults(run=_said(_reset))
    verbs.add_parser("mail", parents=[common], help="show what it would have mailed").set_defaults(run=_said(_mail))


def _said(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Let what the embedded cloud says of itself end the command with its exit code."""

    @wraps(run)
    def saying(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except BadSettingError as error:
            raise WrongUsageError(str(error)) from error
        except control.LocalCloudError as error:
            raise UnreachableError(str(error)) from error

    return saying


def _start(arguments: argparse.Namespace) -> int:
    paths = local_paths(arguments)

    def progress(step: int, words: str) -> None:
        if not arguments.json:
            print(f"{step}/{control.STEPS} {words}", flush=True)

    settings = LocalSettings.from_environment()
    status, started = control.start(paths, settings, for_client=arguments.for_client, progress=progress)
    if arguments.json:
        say_json(status.to_json(paths) | {"started": started})
    elif started:
        print(f"The embedded cloud runs at {status.endpoint} (process {status.pid}).")
        print(f"Its pages: {status.api_url}")
    else:
        print(f"The embedded cloud already runs at {status.endpoint} (process {status.pid}).")
    return DONE


def _stop(arguments: argparse.Namespace) -> int:
    paths = local_paths(arguments)
    held_by = control.read_status(paths).held_by
    stopped = control.stop(paths)
    if arguments.json:
        say_json({"stopped": stopped, "held_by": list(held_by)})
        return DONE
    print("The embedded cloud has stopped." if stopped else "The embedded cloud was not running.")
    if held_by:
        processes = f"process{'es' * (len(held_by) > 1)} {', '.join(map(str, held_by))}"
        print(f"SnapStream is running ({processes}) and will start it again; quit it first, or pause it.")
    return DONE


def _status(arguments: argparse.Namespace) -> int:
    paths = local_paths(arguments)
    status = control.read_status(paths)
    if arguments.json:
        say_json(status.to_json(paths))
        return DONE
    if status.is_running:
        print(
            f"The embedded cloud is {status.phase} at {status.endpoint} (process {status.pid}), since {status.since}."
        )
        print(f"Its pages: {status.api_url}")
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
    paths = local_paths(arguments)
    if not arguments.yes and sys.stdin.isatty():
        print(f"This stops the embedded cloud and deletes everything in {paths.root}", file=sys.stderr)
        print(f"and what SnapStream remembers of it in {paths.desktop_memory}.", file=sys.stderr)
        print("The files in your folders are not touched.", file=sys.stderr)
    without = f"this deletes every object of the embedded cloud in {paths.root}; add --yes"
    if not ask("Delete it?", yes=arguments.yes, otherwise=without):
        print("Nothing was deleted.", file=sys.stderr)
        return FAILED
    deleted = control.reset(paths)
    if arguments.json:
        say_json({"deleted": deleted, "folder": str(paths.root)})
    else:
        print(f"The embedded cloud in {paths.root} is empty." if deleted else f"{paths.root} holds nothing to delete.")
    return DONE


def _mail(arguments: argparse.Namespace) -> int:
    paths = local_paths(arguments)
    letters: list[dict[str, Any]] = []
    for document, part in ((read_document(paths.mail), "messages"), (read_document(paths.letters), "letters")):
        found = document.get(part, [])
        assert isinstance(found, list)
        letters += [each | {"to": [each["to"]] if isinstance(each["to"], str) else each["to"]} for each in found]
    letters.sort(key=lambda letter: str(letter.get("sent_at", "")))
    if arguments.json:
        say_json({"messages": letters})
        return DONE
    for letter in letters:
        print(f"To: {', '.join(letter['to'])}\nSubject: {letter['subject']}\n\n{letter['text']}\n")
    if not letters:
        print("No mail.")
    return DONE
