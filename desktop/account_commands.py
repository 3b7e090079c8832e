"""``snapstream login``, ``logout``, ``whoami``: the account without a window. Main thread.

A password comes from a prompt or from standard input, never from the command line, where other people of the computer
could read it. ``whoami --json`` prints
``{"newsroom": {"id", "name", "address"}, "user": {"id", "email", "name", "role", "state", "libraries", …}, "kept"}``.
"""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from cloud.contract.accounts import is_email
from desktop.aws.session import ConnectionFile
from desktop.core.address import parse_address
from desktop.core.errors import AccountProblem, Offline, Refused, ServiceProblem, SnapStreamError, UsageProblem
from desktop.core.words import for_error
from desktop.newsroom import LOCAL

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from cloud.contract.record import Json
    from desktop.accounts import Accounts
    from desktop.core.account import KnownNewsroom, SignedInAs
    from desktop.core.paths import DataDir
    from desktop.terminal import Terminal

COMMANDS = ("login", "logout", "whoami")
DONE, FAILED, USAGE, UNREACHABLE = range(4)
_NOT_KEPT = (
    "This computer has no keyring that can be used, and nothing secret is written to a file: "
    "the sign-in ends with this command."
)


class NotSignedIn(Exception):
    """There is no newsroom to work with; the message is the whole sentence."""


def add_parsers(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the three commands to the command line."""
    login = add("login", "Sign in to a newsroom. The password is asked for, or read from standard input.")
    where = login.add_mutually_exclusive_group()
    where.add_argument("address", nargs="?", metavar="URL", help="the newsroom's address (default: the last one)")
    where.add_argument("--newsroom", metavar="URL", help="the same, by name")
    login.add_argument("--email", metavar="E", help="the account's e-mail address (default: the last one)")
    logout = add("logout", "Sign out of the newsroom. What waits here stays, and goes on after the next sign-in.")
    logout.add_argument("--everywhere", action="store_true", help="sign out all devices of this account")
    add("whoami", "Say who is signed in to which newsroom.")


def run(arguments: argparse.Namespace, data_dir: DataDir, accounts: Accounts, terminal: Terminal) -> int:
    """Run one of the three; returns the exit code."""
    if arguments.connection is not None or (arguments.local and arguments.command != "whoami"):
        raise UsageProblem(arguments.command, detail="Nobody signs in there: leave out --local and --connection.")
    match arguments.command:
        case "login":
            return _login(arguments, accounts, terminal)
        case "logout":
            return _logout(accounts, terminal, everywhere=arguments.everywhere)
        case _:
            return _who_at_home(data_dir, terminal) if arguments.local else _whoami(accounts, terminal)


def require_sign_in(accounts: Accounts, newsroom: str, terminal: Terminal) -> None:
    """Raise ``NotSignedIn`` where nobody is signed in to a newsroom with accounts; at a terminal, ask."""
    known = next((each for each in accounts.newsrooms() if each.id == newsroom), None)
    if known is None or accounts.is_signed_in(newsroom):
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise NotSignedIn(f"Nobody is signed in to {known.name}. Sign in with snapstream login.")
    terminal.say(f"Sign in to {known.name} as {known.email}.")
    _sign_in(accounts, known.address, known.email, terminal)


def _login(arguments: argparse.Namespace, accounts: Accounts, terminal: Terminal) -> int:
    known = accounts.current() or next(iter(accounts.newsrooms()), None)
    named = arguments.address or arguments.newsroom
    address = parse_address(named or _ask("Newsroom's address", known.address if known else "", "--newsroom"))
    is_known = known is not None and not named
    email = arguments.email or _ask("E-mail address", known.email if is_known and known else "", "--email")
    if not is_email(email.strip()):
        raise UsageProblem("login", detail=f"{email!r} is no e-mail address.")
    signed_in = _sign_in(accounts, address, email, terminal)
    if signed_in is None:
        return UNREACHABLE
    if not signed_in.is_kept:
        accounts.end_session(signed_in.newsroom)
        return FAILED
    if terminal.is_json:
        terminal.print_json(_document(signed_in))
    else:
        terminal.print_line(
            f"Signed in to {signed_in.newsroom_name} as {signed_in.account.email} ({signed_in.account.role})."
        )
    return DONE


def _sign_in(accounts: Accounts, address: str, email: str, terminal: Terminal) -> SignedInAs | None:
    password = _read_password()
    try:
        signed_in = accounts.begin_session(address, email, password)
    except Refused as problem:
        named = ", ".join(name for name, _ in problem.fields)
        raise NotSignedIn(f"The newsroom cannot use this: {named}." if named else for_error(problem).line) from problem
    except Offline as problem:
        if problem.detail:  # what is wrong with the way
            raise
        raise NotSignedIn(
            f"Nothing answers at {address}. Check the spelling, and this computer's connection."
        ) from problem
    if not signed_in.is_kept:
        terminal.say(_NOT_KEPT)
    return signed_in


def _logout(accounts: Accounts, terminal: Terminal, *, everywhere: bool) -> int:
    known = _current(accounts)
    if not accounts.is_signed_in(known.id):
        raise NotSignedIn(f"Nobody is signed in to {known.name}.")
    try:
        accounts.end_session(known.id, everywhere=everywhere)
    except ServiceProblem as problem:
        terminal.say(
            f"{for_error(problem).heading or 'The newsroom does not answer'}. Signed out on this computer; "
            "the newsroom does not know of it."
        )
        return UNREACHABLE
    if terminal.is_json:
        terminal.print_json({"newsroom": _newsroom(known), "user": None})
    else:
        terminal.print_line(f"Signed out of {known.name}.")
    return DONE


def _whoami(accounts: Accounts, terminal: Terminal) -> int:
    known = _current(accounts)
    if not accounts.is_signed_in(known.id):
        raise NotSignedIn(f"Nobody is signed in to {known.name}. Sign in with snapstream login.")
    try:
        signed_in = accounts.ask_who(known.id)
    except (ServiceProblem, AccountProblem) as problem:
        terminal.say(f"{for_error(problem).line} The last one here was {known.email}, at {known.address}.")
        return UNREACHABLE
    if terminal.is_json:
        terminal.print_json(_document(signed_in))
        return DONE
    account = signed_in.account
    terminal.print_line(f"{account.name} <{account.email}>, {account.role}")
    terminal.print_line(f"{signed_in.newsroom_name} ({signed_in.newsroom}) at {signed_in.address}")
    return DONE


def _who_at_home(data_dir: DataDir, terminal: Terminal) -> int:
    """Say whom the library on this computer takes for signed in, as its connection says."""
    try:
        connection = ConnectionFile(data_dir.local_connection).read()
    except SnapStreamError as problem:
        raise NotSignedIn("The library on this computer does not run.") from problem
    user = connection.user
    if terminal.is_json:
        newsroom: Json = {"id": LOCAL, "name": "This computer", "address": connection.api_url}
        libraries: list[Json] = list(connection.libraries)
        person: Json = {
            "id": user.id,
            "email": user.email,
            "name": user.name,
            "role": connection.role,
            "libraries": libraries,
        }
        terminal.print_json({"newsroom": newsroom, "user": person, "kept": True})
    else:
        terminal.print_line(f"{user.name} <{user.email}>, {connection.role}")
        terminal.print_line("The library on this computer")
    return DONE


def _current(accounts: Accounts) -> KnownNewsroom:
    known = accounts.current()
    if known is None:
        raise NotSignedIn("No newsroom is signed in here. Sign in with snapstream login.")
    return known


def _document(signed_in: SignedInAs) -> dict[str, Json]:
    newsroom: Json = {"id": signed_in.newsroom, "name": signed_in.newsroom_name, "address": signed_in.address}
    return {"newsroom": newsroom, "user": signed_in.account.to_json(), "kept": signed_in.is_kept}


def _newsroom(known: KnownNewsroom) -> Json:
    return {"id": known.id, "name": known.name, "address": known.address}


def _ask(what: str, usual: str, option: str) -> str:
    """Ask at the terminal; elsewhere return what is usual. Raises ``UsageProblem`` where that is nothing."""
    if usual:
        return usual
    typed = ""
    if sys.stdin is not None and sys.stdin.isatty():
        sys.stderr.write(f"{what}: ")
        sys.stderr.flush()
        typed = sys.stdin.readline().strip()
    if not typed:
        raise UsageProblem("login", detail=f"The {what[0].lower()}{what[1:]} is missing: name it with {option}.")
    return typed


def _read_password() -> str:
    """Read a password: unseen at a terminal, else the first line of standard input. Raises ``UsageProblem``."""
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            password = getpass.getpass("Password: ")
        except EOFError:
            password = ""
    else:
        password = sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""
    if not password:
        raise UsageProblem("login", detail="The password is missing: type it, or give it on standard input.")
    return password
