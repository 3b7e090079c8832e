"""``reanalyze``: items anew, as their next analysis version; what has not changed is not paid again. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, FAILED, WrongUsageError
from cloud.commands.flags import account_flags
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cloud.analysis.work.services import Services
    from cloud.commands.flags import Commands

_WOULD_BEGIN = "would begin"
#: An id, which has 26 characters of Crockford's base 32, or its beginning.
_BEGINNING = re.compile(r"[0-9A-HJKMNP-TV-Z]{1,26}")
#: So many are named where a beginning is several items'.
_NAMED = 3


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    reanalyze = commands.add_parser(
        "reanalyze", parents=[account_flags()], help="analyse items anew; what has not changed is not paid again"
    )
    reanalyze.add_argument(
        "items", nargs="*", type=_item, metavar="ITEM", help="an item's id, or a beginning that is one's alone"
    )
    reanalyze.add_argument("--failed", action="store_true", help="all of which an analysis failed")
    reanalyze.add_argument(
        "--unpaid", action="store_true", help="all of which something was left out for the daily cap"
    )
    reanalyze.add_argument("--profile", metavar="P", help="with another profile from now on")
    reanalyze.add_argument("--dry-run", action="store_true", help="name them, and begin none")
    reanalyze.set_defaults(
        run=on_account(_reanalyze),
        going_on="What was begun goes on; snapstream-cloud reanalyze once more begins the rest, and harms nothing.",
    )


def _item(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!a} is no item's id")
    upper = text.strip().upper()
    return upper if _BEGINNING.fullmatch(upper) else text.strip()


def _reanalyze(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.analysis.work import reanalysis  # noqa: PLC0415 -- boto3 takes its time
    from cloud.analysis.work.profiles import BadProfileError  # noqa: PLC0415 -- the same
    from cloud.deploy.functions import function_variables  # noqa: PLC0415 -- the same

    if not (arguments.items or arguments.failed or arguments.unpaid):
        raise WrongUsageError("Name items by their ids, or use --failed or --unpaid.")
    variables = function_variables(target.account, target.stack)
    if target.is_local:  # functions reach the embedded cloud at the same place as we do; the address may have changed
        variables = {name: _here(value, target) for name, value in variables.items()}
    services = reanalysis.connect(target.account.client, variables, lambda: datetime.now(UTC))
    if arguments.profile is not None and arguments.profile not in services.profiles():
        known = ", ".join(sorted(services.profiles()))
        raise WrongUsageError(f"There is no profile {arguments.profile}; there are {known}.")
    chosen: Iterable[str] = dict.fromkeys(
        [
            *resolve(services, arguments.items),
            *(reanalysis.failed_items(services) if arguments.failed else ()),
            *(reanalysis.unpaid_items(services) if arguments.unpaid else ()),
        ]
    )
    answers: dict[str, str] = {}
    for item_id in chosen:
        try:
            answers[item_id] = (
                foresee(services, item_id)
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
        count = f"{len(answers)} item{'s' * (len(answers) != 1)}."
        print(count if answers else "There is nothing to analyse anew.")
    good = {_WOULD_BEGIN, reanalysis.Answer.STARTED.value, reanalysis.Answer.UNDER_WAY.value}
    return DONE if set(answers.values()) <= good else FAILED


def resolve(services: Services, words: list[str]) -> Iterator[str]:
    """Yield the ids that are meant: a word that is none begins one item's alone, or is left as it is."""
    from cloud.contract.keys import is_item_id  # noqa: PLC0415 -- as above

    beginnings = {word for word in words if _BEGINNING.fullmatch(word) and not is_item_id(word)}
    found: dict[str, list[str]] = {word: [] for word in beginnings}
    if beginnings:
        for outline in services.items.outlines():
            item_id = str(outline["id"])
            for word in beginnings:
                if item_id.startswith(word):
                    found[word].append(item_id)
    for word in words:
        several = sorted(found.get(word, []))
        if len(several) > 1:
            more = f" and {len(several) - _NAMED} more" * (len(several) > _NAMED)
            raise WrongUsageError(f"{word} may be {', '.join(several[:_NAMED])}{more}. Write more of it.")
        yield several[0] if several else word


def foresee(services: Services, item_id: str) -> str:
    """Return what would become of the wish, as far as the record says."""
    from cloud.analysis.work.reanalysis import Answer  # noqa: PLC0415 -- as above
    from cloud.contract.status import ItemStatus  # noqa: PLC0415 -- as above
    from cloud.store.items import UNFINISHED  # noqa: PLC0415 -- as above

    record = services.items.get(item_id)
    if record is None or "status" not in record:
        return Answer.UNKNOWN.value
    answers = {
        ItemStatus.DELETED.value: Answer.DELETED,
        ItemStatus.REJECTED.value: Answer.REJECTED,
        **dict.fromkeys([status.value for status in UNFINISHED], Answer.UNDER_WAY),
    }
    answer = answers.get(str(record["status"]))
    return _WOULD_BEGIN if answer is None else answer.value


def _here(value: str, target: Target) -> str:
    """Return a queue's address at the port on which the embedded cloud listens now."""
    scheme, separator, rest = value.partition("://")
    if not separator or target.account.endpoint is None or not rest.startswith(("127.0.0.1:", "localhost:")):
        return value
    return f"{target.account.endpoint}/{rest.partition('/')[2]}" if scheme == "http" else value
