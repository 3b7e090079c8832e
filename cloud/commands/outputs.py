"""``outputs``: what a stack is made of, and a connection file for a desktop. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, CommandError, WrongUsageError
from cloud.commands.flags import a_path, account_flags, an_address
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json, table

if TYPE_CHECKING:
    import argparse

    from cloud.commands.flags import Commands

_DESCRIPTION = """\
Print a stack's outputs. With --connection also write a file with which a desktop works against the stack:
snapstream watch FOLDER --connection FILE. It holds credentials of the desktop role, narrowed to one person, for an
hour at most: give it to that person alone, and delete it afterwards. It is never written over another file.
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    outputs = commands.add_parser(
        "outputs", parents=[account_flags()], help="what the stack is made of; a connection file for a desktop",
        description=_DESCRIPTION,
    )  # fmt: skip
    outputs.add_argument(
        "--connection", type=a_path, metavar="FILE", help="write a connection file, which must not exist"
    )
    outputs.add_argument("--user", metavar="ID", help="whose uploads they will be; --connection needs it")
    outputs.add_argument("--email", type=an_address, default="", metavar="ADDRESS", help="that person's address")
    outputs.add_argument("--minutes", type=int, default=60, choices=range(15, 61), metavar="15-60", help="for how long")
    outputs.set_defaults(run=on_account(_outputs))


def _outputs(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy import connection  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy.stack import outputs_of  # noqa: PLC0415 -- the same

    if arguments.connection is not None and arguments.connection.exists():
        raise WrongUsageError(f"{arguments.connection} is there already; name a new file, or remove that one.")
    if arguments.connection is not None and arguments.user is None:
        raise WrongUsageError("Say whose uploads they will be: --user ID, such as maria. Everybody needs their own.")
    told = outputs_of(target.account, target.stack)
    document: dict[str, object] = {"stack": target.stack, "region": target.account.region, "outputs": told}
    if arguments.connection is not None:
        try:
            user = connection.person(arguments.user, arguments.email)
        except connection.BadPersonError as error:
            raise WrongUsageError(f"--user: {error}") from error
        issued = connection.issue(
            target.account,
            told,
            user,
            newsroom=connection.newsroom_id(target.account, target.stack),
            duration_s=arguments.minutes * 60,
        )
        try:
            connection.write_fresh(arguments.connection, issued)
        except OSError as error:
            raise CommandError(f"The connection cannot be written: {error}") from error
        document["connection"] = {"file": str(arguments.connection), "expires_at": issued.expires_at}
    if arguments.json:
        say_json(document)
        return DONE
    print(table(sorted(told.items()), ("output", "value")))
    if arguments.connection is not None:
        print(f"\n{arguments.connection} works until {issued.expires_at:%H:%M} UTC, and holds credentials. Use it:")
        print(f"snapstream watch FOLDER --connection {arguments.connection}")
    return DONE
