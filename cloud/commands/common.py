"""What the commands share: exit codes, flags, where a call goes, how it answers. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.local.paths import LocalPaths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.deploy.account import Account

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)
#: What a stack is called where nobody says otherwise; also the beginning of every name in it.
DEFAULT_STACK = "snapstream"
#: The template's own pattern for ``NamePrefix``.
_STACK = re.compile(r"[a-z][a-z0-9-]{2,19}")

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


def data_dir_flags() -> argparse.ArgumentParser:
    """Return the flags of a command about this computer."""
    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("--data-dir", type=Path, metavar="DIR", help="where everything is kept (SNAPSTREAM_DATA_DIR)")
    flags.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    return flags


def account_flags() -> argparse.ArgumentParser:
    """Return the flags of a command about a stack: which one, and where."""
    flags = data_dir_flags()
    flags.add_argument("--local", action="store_true", help="the embedded cloud on this computer (so does --data-dir)")
    flags.add_argument(
        "--stack", type=_stack_name, default=DEFAULT_STACK, metavar="NAME", help="the stack (default: snapstream)"
    )
    flags.add_argument("--region", metavar="REGION", help="the AWS region (AWS_REGION, or what the profile says)")
    flags.add_argument("--aws-profile", metavar="NAME", help="a profile of the AWS configuration (AWS_PROFILE)")
    flags.add_argument("--endpoint", metavar="URL", help="another endpoint than AWS's own")
    return flags


def _stack_name(text: str) -> str:
    if not _STACK.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no stack name: 3 to 20 of a-z, 0-9 and hyphens, beginning with a letter"
        )
    return text


@dataclass(frozen=True, slots=True)
class Target:
    """The stack that a call is about."""

    account: Account
    stack: str
    is_local: bool

    @property
    def flags(self) -> str:
        """What to add to a command that is about the same stack."""
        if self.is_local:
            return " --local"
        return "" if self.stack == DEFAULT_STACK else f" --stack {self.stack}"


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
    print(json.dumps(document, indent=2, ensure_ascii=False, default=str))


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
