"""``rebuild``: the table anew from the buckets, of a stack on AWS or of the embedded cloud. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, FAILED, CommandError, UnreachableError
from cloud.commands.flags import account_flags
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json, teller

if TYPE_CHECKING:
    import argparse

    from cloud.commands.flags import Commands


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    rebuild = commands.add_parser(
        "rebuild", parents=[account_flags()], help="make the table anew from the buckets, and finish what is unfinished"
    )
    rebuild.set_defaults(
        run=on_account(_rebuild), going_on="What is restored stays; snapstream-cloud rebuild goes on with the rest."
    )


def _rebuild(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy.account import AccountError, RefusedError, translated  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy.recovery import recover  # noqa: PLC0415 -- the same
    from cloud.deploy.stack import outputs_of  # noqa: PLC0415 -- the same

    tell = teller(arguments)
    try:
        with translated():
            outputs = outputs_of(target.account, target.stack)
            report = recover(target.account, outputs, lambda words: None if arguments.json else tell(words))
    except AccountError as error:
        if target.is_local:
            raise UnreachableError(
                "The embedded cloud does not answer any more. See snapstream-cloud local status, then try again."
            ) from error
        raise
    except RefusedError as error:
        sentence = f"The records cannot be made anew: {error}."
        if target.is_local:
            sentence += (
                " If something of the library is missing, snapstream-cloud local stop, then start, puts it up again."
            )
        raise CommandError(sentence) from error
    if arguments.json:
        say_json(asdict(report))
    else:
        print(
            f"{report.restored} items restored, {report.queued} originals to be analysed again, "
            f"{report.unreadable} records could not be read."
        )
    return FAILED if report.unreadable else DONE
