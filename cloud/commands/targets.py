"""What a call is about: a stack on AWS, or the embedded cloud of this computer. Main thread."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.commands.exits import CommandError, UnreachableError, WrongUsageError
from cloud.commands.flags import DEFAULT_STACK
from cloud.local.paths import LocalPaths

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from cloud.deploy.account import Account


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
