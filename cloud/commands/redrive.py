"""``redrive``: dead letters back to their queues. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, WrongUsageError
from cloud.commands.flags import account_flags
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json, table

if TYPE_CHECKING:
    import argparse

    from cloud.commands.flags import Commands


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    redrive = commands.add_parser("redrive", parents=[account_flags()], help="send dead letters back to their queues")
    redrive.add_argument("queues", nargs="*", metavar="QUEUE", help="of these queues alone (default: all)")
    redrive.add_argument("--dry-run", action="store_true", help="count them, and move none")
    redrive.set_defaults(
        run=on_account(_redrive), going_on="What was moved stays; snapstream-cloud redrive goes on with the rest."
    )


def _redrive(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy import redrive  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy.stack import outputs_of  # noqa: PLC0415 -- the same

    sqs = target.account.client("sqs")
    letters = redrive.count(sqs, outputs_of(target.account, target.stack))
    unknown = sorted(set(arguments.queues) - {each.name for each in letters})
    if unknown:
        known = ", ".join(each.name for each in letters)
        raise WrongUsageError(f"There are no dead letters of {', '.join(unknown)}; there are those of {known}.")
    chosen = [each for each in letters if not arguments.queues or each.name in arguments.queues]
    if not arguments.dry_run:
        chosen = [redrive.move(sqs, each) for each in chosen]
    if arguments.json:
        say_json({"dry_run": arguments.dry_run, "dead_letters": [each.to_json() for each in chosen]})
    else:
        print(table([(each.name, str(each.waiting), each.words) for each in chosen], ("queue", "dead letters", "")))
    return DONE
