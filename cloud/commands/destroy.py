"""``destroy``: takes a stack down, and keeps the media unless told otherwise. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, FAILED, WrongUsageError
from cloud.commands.flags import account_flags, advise
from cloud.commands.standing import step_teller
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import ask, read_answer, say_json, teller

if TYPE_CHECKING:
    import argparse

    from cloud.commands.flags import Commands
    from cloud.deploy.destroy import Destroyed

_DESCRIPTION = """\
Delete the stack and its packages. What people made is kept: the buckets with originals and what was made of them, and
the tables; each is named with the command that removes it, and the next deploy of this name takes them in again.
With --with-media they go too, for ever; the stack's name must be typed.
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    destroy = commands.add_parser(
        "destroy", parents=[account_flags()], help="take the stack down; the media are kept", description=_DESCRIPTION
    )
    destroy.add_argument("--with-media", action="store_true", help="remove media and records too, for ever")
    destroy.add_argument("--yes", action="store_true", help="do not ask (not about the media)")
    destroy.add_argument(
        "--confirm", metavar="NAME", help="the stack's name, typed: for --with-media without a terminal"
    )
    destroy.set_defaults(
        run=on_account(_destroy),
        going_on="CloudFormation goes on with what it has begun; snapstream-cloud destroy goes on with the rest.",
    )


def _destroy(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy import destroy, progress  # noqa: PLC0415 -- boto3 takes its time

    if target.is_local:
        raise WrongUsageError("The embedded cloud is removed with snapstream-cloud local reset.")
    kept = destroy.holdings(target.account, target.stack)
    if not _is_wanted(arguments, target, [each.name for each in kept]):
        print("Nothing was removed.", file=sys.stderr)
        return FAILED
    tell = teller(arguments)
    done = destroy.destroy(
        target.account,
        target.stack,
        with_media=arguments.with_media,
        tell=tell,
        show=step_teller(tell),
        clock=progress.USUAL_CLOCK,
    )
    if arguments.json:
        say_json({"stack": target.stack, "removed_stack": done.had_stack, "removed_code": done.had_code,
                  "kept": [each.to_json() for each in done.kept],
                  "removed": [each.to_json() for each in done.removed]})  # fmt: skip
    else:
        print(advise(arguments, _sentence(target.stack, done)))
    return DONE


def _is_wanted(arguments: argparse.Namespace, target: Target, kept: list[str]) -> bool:
    place = f"the stack {target.stack} in {target.account.region}"
    if not arguments.with_media:
        return ask(f"Take {place} down? Media and records are kept.", yes=arguments.yes,
                   otherwise="this takes a stack down; add --yes")  # fmt: skip
    typed = arguments.confirm
    if typed is None:
        print(f"This takes {place} down and removes, for ever: {', '.join(kept) or 'nothing more'}.", file=sys.stderr)
        typed = read_answer(
            f"Type {target.stack} to go on: ", f"this removes all media for ever; add --confirm {target.stack}"
        )
    return bool(typed == target.stack)


def _sentence(stack: str, done: Destroyed) -> str:
    lines = [f"The stack {stack} is gone." if done.had_stack else f"There was no stack {stack}."]
    if done.kept:
        lines += ["", "Kept, because people made it; this removes it:"]
        lines += [f"  {each.how}" for each in done.kept]
        lines += ["or all of it: snapstream-cloud destroy --with-media"]
    lines += [f"Removed: {each.name}" for each in done.removed]
    return "\n".join(lines)
