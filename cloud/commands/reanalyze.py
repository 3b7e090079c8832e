"""``reanalyze``: items anew, as their next analysis version; what has not changed is not paid again. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cloud.commands.common import (
    DONE,
    FAILED,
    Target,
    WrongUsageError,
    account_flags,
    on_account,
    say_json,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from cloud.commands.common import Commands


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    reanalyze = commands.add_parser(
        "reanalyze", parents=[account_flags()], help="analyse items anew; what has not changed is not paid again"
    )
    reanalyze.add_argument("items", nargs="*", metavar="ITEM", help="an item's id")
    reanalyze.add_argument("--failed", action="store_true", help="all of which an analysis failed")
    reanalyze.add_argument(
        "--unpaid", action="store_true", help="all of which something was left out for the daily cap"
    )
    reanalyze.add_argument("--profile", metavar="P", help="with another profile from now on")
    reanalyze.add_argument("--dry-run", action="store_true", help="name them, and begin none")
    reanalyze.set_defaults(run=on_account(_reanalyze))


def _reanalyze(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.analysis import reanalysis  # noqa: PLC0415 -- boto3 takes its time
    from cloud.analysis.profiles import BadProfileError  # noqa: PLC0415 -- the same
    from cloud.deploy.functions import function_variables  # noqa: PLC0415 -- the same

    if not (arguments.items or arguments.failed or arguments.unpaid):
        raise WrongUsageError("Name items by their ids, or use --failed or --unpaid.")
    variables = function_variables(target.account, target.stack)
    if target.is_local:  # functions reach the embedded cloud at the same place as we do; the address may have changed
        variables = {name: _here(value, target) for name, value in variables.items()}
    services = reanalysis.connect(target.account.client, variables, lambda: datetime.now(UTC))
    chosen: Iterable[str] = dict.fromkeys(
        [
            *arguments.items,
            *(reanalysis.failed_items(services) if arguments.failed else ()),
            *(reanalysis.unpaid_items(services) if arguments.unpaid else ()),
        ]
    )
    answers: dict[str, str] = {}
    for item_id in chosen:
        try:
            answers[item_id] = (
                "would begin"
                if arguments.dry_run
                else reanalysis.reanalyze(services, item_id, profile=arguments.profile).value
            )
        except BadProfileError as error:
            raise WrongUsageError(str(error)) from error
    if arguments.json:
        say_json({"dry_run": arguments.dry_run, "items": answers})
    else:
        for item_id, answer in answers.items():
            print(f"{item_id}  {answer.replace('_', ' ')}")
        print(f"{len(answers)} items." if answers else "There is nothing to analyse anew.")
    good = {"would begin", reanalysis.Answer.STARTED.value, reanalysis.Answer.UNDER_WAY.value}
    return DONE if set(answers.values()) <= good else FAILED


def _here(value: str, target: Target) -> str:
    """Return a queue's address at the port on which the embedded cloud listens now."""
    scheme, separator, rest = value.partition("://")
    if not separator or target.account.endpoint is None or not rest.startswith(("127.0.0.1:", "localhost:")):
        return value
    return f"{target.account.endpoint}/{rest.partition('/')[2]}" if scheme == "http" else value
