"""``cost``: what the analyses have cost, from the ledger. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, CommandError
from cloud.commands.flags import account_flags
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json

if TYPE_CHECKING:
    from cloud.commands.flags import Commands

_LONGEST_DAYS = 400


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    cost = commands.add_parser("cost", parents=[account_flags()], help="what the analyses have cost")
    cost.add_argument("--days", type=_days, default=30, metavar="N", help="the last N days, today among them (30)")
    cost.add_argument(
        "--by", choices=("day", "profile", "item", "operation"), default="day", help="a line for each (day)"
    )
    cost.set_defaults(run=on_account(_cost))


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _LONGEST_DAYS:
        raise argparse.ArgumentTypeError(f"must be a whole number of days, 1 to {_LONGEST_DAYS}")
    return int(text)


def _cost(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy.cost import cost_json, cost_report, render_cost  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy.stack import outputs_of  # noqa: PLC0415 -- the same
    from cloud.store.dynamodb_ledger import DynamoLedger  # noqa: PLC0415 -- the same

    table = outputs_of(target.account, target.stack).get("LedgerTable")
    if not table:
        raise CommandError(f"The stack {target.stack} keeps no ledger yet: deploy this version first.")
    ledger = DynamoLedger(target.account.client("dynamodb"), table)
    report = cost_report(ledger, arguments.days, today=f"{datetime.now(UTC):%Y-%m-%d}")
    if arguments.json:
        say_json(cost_json(report))
    else:
        print(render_cost(report, arguments.by))
    return DONE
