"""What the commands share: exit codes, flags, where a call goes, how it answers. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from cloud.local.paths import LocalPaths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.deploy.account import Account

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)
#: As a shell says that a program ended by Ctrl-C; ``snapstream`` too.
INTERRUPTED = 130
#: What an error document calls each.
_CODES = {FAILED: "failed", USAGE: "usage", UNREACHABLE: "unreachable", TIMED_OUT: "timed_out",
          INTERRUPTED: "interrupted"}  # fmt: skip
#: What a stack is called where nobody says otherwise; also the beginning of every name in it.
DEFAULT_STACK = "snapstream"
#: The template's own pattern for ``NamePrefix``.
_STACK = re.compile(r"[a-z][a-z0-9-]{2,19}")
#: How AWS calls regions: ``eu-central-1``, ``us-gov-west-1``.
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: A command of ours in a sentence.
_COMMAND = re.compile(r"(snapstream-cloud (?:local (start|stop|status|reset|mail)|people [a-z]+|[a-z]+))(?![a-z-])")
#: What a person writes by hand is never longer.
_LONGEST_TEXT = 2**20

Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse gives the type of add_subparsers() no other name


class CommandError(Exception):
    """A command cannot do what was asked; the message is a sentence for the person."""

    code = FAILED


class WrongUsageError(CommandError):
    """The call itself is wrong."""

    code = USAGE


class UnreachableError(CommandError):
    """The cloud does not answer, or nobody is signed in."""

    code = UNREACHABLE


class TimedOutError(CommandError):
    """What was waited for did not come in time."""

    code = TIMED_OUT


class MisreadError(Exception):
    """The command line cannot be read; the message is what argparse says."""

    def __init__(self, prog: str, usage: str, message: str) -> None:
        super().__init__(message)
        self.prog = prog
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """Reads a command line, and leaves what to do about a wrong one to ``main``."""

    def error(self, message: str) -> NoReturn:
        """Raise ``MisreadError`` in place of ending the program."""
        raise MisreadError(self.prog, self.format_usage(), message)


def data_dir_flags() -> argparse.ArgumentParser:
    """Return the flags of a command about this computer."""
    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("--data-dir", type=a_path, metavar="DIR", help="where everything is kept (SNAPSTREAM_DATA_DIR)")
    flags.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    return flags


def account_flags() -> argparse.ArgumentParser:
    """Return the flags of a command about a stack: which one, and where."""
    flags = data_dir_flags()
    flags.add_argument("--local", action="store_true", help="the embedded cloud on this computer (so does --data-dir)")
    flags.add_argument(
        "--stack", type=_stack_name, default=DEFAULT_STACK, metavar="NAME", help="the stack (default: snapstream)"
    )
    flags.add_argument(
        "--region", type=_region, metavar="REGION", help="the AWS region (AWS_REGION, or what the profile says)"
    )
    flags.add_argument(
        "--aws-profile", type=_some, metavar="NAME", help="a profile of the AWS configuration (AWS_PROFILE)"
    )
    flags.add_argument("--endpoint", type=_endpoint, metavar="URL", help="another endpoint than AWS's own")
    return flags


def _stack_name(text: str) -> str:
    if not _STACK.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no stack name: 3 to 20 of a-z, 0-9 and hyphens, beginning with a letter"
        )
    return text


def a_path(text: str) -> Path:
    """Read a path; "" is none, though it would stand for the folder one is in."""
    return Path(_some(text))


def a_time(text: str) -> float:
    """Read a number of seconds to wait."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds


def an_address(text: str) -> str:
    """Read a mail address; "" is nobody's."""
    if text and not _ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no mail address")
    return text


def _some(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def _region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no region such as eu-central-1")
    return text


def _endpoint(text: str) -> str:
    try:
        url = urlsplit(text)
        is_one = url.scheme in {"http", "https"} and bool(url.hostname) and url.port != 0 and text.isprintable()
    except ValueError:
        is_one = False
    if not is_one or " " in text:
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as https://example.org or http://127.0.0.1:4566")
    return text


def read_text(path: Path, what: str) -> str:
    """Return a small text file; raises ``WrongUsageError`` where it is none."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_TEXT + 1)
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsageError(f"The {what} in {path} cannot be read: {error}") from error
    if len(data) > _LONGEST_TEXT:
        raise WrongUsageError(f"The {what} in {path} cannot be read: they are larger than {_LONGEST_TEXT >> 20} MiB.")
    return text


def advise(arguments: argparse.Namespace, words: str) -> str:
    """Return words with every command of ours in them about what this call is about: the same stack, the same place."""

    def repeat(found: re.Match[str]) -> str:
        return found[1] + (_place(arguments) if found[2] else _flags(arguments))

    profile = getattr(arguments, "aws_profile", None)
    if profile is not None:
        words = re.sub(r"aws sso login(?! --)", f"aws sso login --profile {shlex.quote(profile)}", words)
    return _COMMAND.sub(repeat, words)


def _place(arguments: argparse.Namespace) -> str:
    return "" if arguments.data_dir is None else f" --data-dir {shlex.quote(str(arguments.data_dir))}"


def _flags(arguments: argparse.Namespace) -> str:
    if arguments.data_dir is not None or not hasattr(arguments, "stack"):
        return _place(arguments)
    if arguments.local:
        return " --local"
    given = (
        ("--stack", None if arguments.stack == DEFAULT_STACK else arguments.stack),
        ("--region", arguments.region),
        ("--aws-profile", arguments.aws_profile),
        ("--endpoint", arguments.endpoint),
    )
    return "".join(f" {flag} {shlex.quote(value)}" for flag, value in given if value is not None)


@dataclass(frozen=True, slots=True)
class Target:
    """The stack that a call is about."""

    account: Account
    stack: str
    is_local: bool


def on_account(work: Callable[[argparse.Namespace, Target], int]) -> Callable[[argparse.Namespace], int]:
    """Make a command's ``run`` of one that needs an account; what AWS refuses becomes a sentence."""

    def run(arguments: argparse.Namespace) -> int:
        from cloud.deploy.account import AccountError, RefusedError, translated  # noqa: PLC0415 -- boto3 takes its time
        from cloud.deploy.package import PackageError  # noqa: PLC0415 -- the same
        from cloud.deploy.stack import DeployError  # noqa: PLC0415 -- the same

        try:
            with translated():
                return work(arguments, find_target(arguments))
        except AccountError as error:
            raise UnreachableError(str(error)) from error
        except (DeployError, PackageError, RefusedError) as error:
            raise CommandError(str(error)) from error

    return run


def find_target(arguments: argparse.Namespace) -> Target:
    """Return what a call is about; raises ``CommandError`` or ``AccountError``."""
    if arguments.local or arguments.data_dir is not None:
        from cloud.local.newsroom import PREFIX  # noqa: PLC0415 -- boto3, as above

        if arguments.stack != DEFAULT_STACK:
            raise WrongUsageError("The embedded cloud has one stack; leave --stack out.")
        door, _outputs = open_local(local_paths(arguments))
        return Target(door, PREFIX, is_local=True)
    from cloud.deploy.account import AwsAccount  # noqa: PLC0415 -- boto3, as above

    account = AwsAccount.open(region=arguments.region, profile=arguments.aws_profile, endpoint=arguments.endpoint)
    return Target(account, arguments.stack, is_local=False)


def open_local(paths: LocalPaths) -> tuple[Account, dict[str, str]]:
    """Return the way into the embedded cloud that runs there, and its stack's outputs."""
    from cloud.local import control  # noqa: PLC0415 -- as above
    from cloud.local.newsroom import read_admin  # noqa: PLC0415 -- boto3, as above

    admin = read_admin(paths.admin)
    if admin is None or control.read_status(paths).phase != "ready":
        raise UnreachableError("The embedded cloud is not running. Start it: snapstream-cloud local start")
    return admin


def local_paths(arguments: argparse.Namespace) -> LocalPaths:
    """Return where the embedded cloud keeps what is its; raises ``WrongUsageError`` where there is no place."""
    chosen = arguments.data_dir or os.environ.get("SNAPSTREAM_DATA_DIR")
    if chosen:
        return LocalPaths(Path(chosen).expanduser().resolve())
    import platformdirs  # noqa: PLC0415 only needed without --data-dir

    try:
        folder = Path(platformdirs.user_data_dir("SnapStream", appauthor=False))
    except (RuntimeError, KeyError) as error:
        raise WrongUsageError("There is no home directory. Name a place with --data-dir DIR.") from error
    # An empty HOME would mean the root of the disk, a missing one leaves the tilde as it is.
    if not folder.is_absolute() or (os.environ.get("HOME") == "" and not os.environ.get("XDG_DATA_HOME")):
        raise WrongUsageError("There is no home directory. Name a place with --data-dir DIR.")
    return LocalPaths(folder)


def say_json(document: object) -> None:
    """Print one document."""
    print(json.dumps(document, indent=2, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(value)


def error_document(code: int, message: str) -> dict[str, dict[str, str]]:
    """Return what ``--json`` prints where a command cannot do what was asked."""
    return {"error": {"code": _CODES[code], "message": message}}


def prepare_streams() -> None:
    """Let no name, however strange, end the program at being printed."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def silence_stdout() -> None:
    """Let nothing more be written: nobody takes it."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def teller(arguments: argparse.Namespace) -> Callable[[str], None]:
    """Return what tells how things go: lines on standard output, or on standard error beside a document."""

    def tell(words: str) -> None:
        print(words, file=sys.stderr if arguments.json else sys.stdout, flush=True)

    return tell


def table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> str:
    """Return lines with columns as wide as they must be."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
                     for line in lines)  # fmt: skip


def ask(question: str, *, yes: bool, otherwise: str) -> bool:
    """Ask for a yes; ``yes`` is one given before. Raises ``WrongUsageError`` where nobody can be asked."""
    if yes:
        return True
    return read_answer(f"{question} [y/N] ", otherwise).lower() in {"y", "yes"}


def read_answer(question: str, otherwise: str) -> str:
    """Return what is typed; ``otherwise`` says what to do where nobody can be asked."""
    if not sys.stdin.isatty():
        raise WrongUsageError(otherwise)
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
