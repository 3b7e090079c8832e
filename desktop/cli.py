"""The command line: runs what needs no window. ``flags`` reads the call. Main thread.

Exit codes: 0 done · 1 any file failed or rejected, or an item FAILED or REJECTED · 2 wrong usage · 3 cloud unreachable
or not signed in · 4 timed out · 130 stopped by Ctrl-C · 143 stopped by SIGTERM · 129 its terminal was closed.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.contract.status import Profile
from desktop import account_commands, diagnostics, headless, library_commands, logs
from desktop.account_commands import NotSignedIn
from desktop.accounts import Accounts
from desktop.app import check_folder, make_folder
from desktop.aws.session import ConnectionFile
from desktop.core.errors import AccountProblem, Offline, ServiceProblem, SnapStreamError, StorageFull, UsageProblem
from desktop.core.events import CloudProgress
from desktop.core.paths import DataDir
from desktop.core.settings import SettingsFile
from desktop.core.words import Problem, for_error, for_problem
from desktop.flags import a_folder, check_command, command_parser, find_command, program_version, window_parser
from desktop.library.transfers import Verb
from desktop.local_cloud import LocalCloud
from desktop.newsroom import LOCAL, adopt_connection, connection_path
from desktop.terminal import OutputLost, Terminal, prepare_streams, silence_stdout

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from cloud.contract.connection import Connection
    from desktop.core.events import Event
    from desktop.core.model import Folder

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)
#: Those that work with the newsroom itself; the others with what is kept here.
_ONLINE = {"watch"}


@dataclass(frozen=True, slots=True)
class WindowCall:
    """A call that asks for the window."""

    data_dir: DataDir
    is_local: bool
    folders: tuple[Path, ...]
    newsroom: str = ""  #: that of a connection file, where one is given


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a headless command."""

    arguments: argparse.Namespace

    def run(self) -> int:
        """Run it; returns the exit code."""
        terminal = Terminal(is_json=self.arguments.json)
        return _guarded(terminal, lambda: self._run(terminal))

    def _run(self, terminal: Terminal) -> int:
        if self.arguments.command not in {"diagnostics", *account_commands.COMMANDS}:
            return _run(self.arguments, terminal)
        data_dir = DataDir.find(self.arguments.data_dir)
        logs.begin(data_dir.logs)
        if self.arguments.command == "diagnostics":  # it needs no newsroom
            return diagnostics.run(self.arguments, data_dir, program_version(), terminal)
        return account_commands.run(self.arguments, data_dir, Accounts(data_dir), terminal)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a call without Qt; one that asks for the window is run as ``watch``."""
    call = parse(sys.argv[1:] if argv is None else argv)
    return call.run() if isinstance(call, Call) else run_headless(call, "")


def parse(argv: Sequence[str]) -> Call | WindowCall:
    """Read the command line. Ends the program for ``--help``, ``--version`` (0) and wrong usage (2)."""
    prepare_streams()
    command_at = find_command(argv)
    if command_at is not None:
        # The common options may stand before the command too.
        argv = [argv[command_at], *argv[:command_at], *argv[command_at + 1 :]]
        return Call(command_parser().parse_args(argv))
    arguments = window_parser().parse_args(argv)
    try:
        folders = tuple(a_folder(word) for word in arguments.folders)
        check_command(arguments.folders)
        data_dir = DataDir.find(arguments.data_dir)
        for number, folder in enumerate(folders):
            check_folder(folder.expanduser().absolute(), folders[:number], data_dir.root)
        newsroom = _adopt(data_dir, arguments)
    except UsageProblem as problem:
        Terminal(is_json=False).say(for_error(problem).line)
        raise SystemExit(USAGE) from problem
    return WindowCall(data_dir, arguments.local, folders, newsroom)


def run_headless(call: WindowCall, why: str) -> int:
    """Do for a call of the window what can be done without one: say so, and watch."""
    terminal = Terminal(is_json=False)
    if why:
        terminal.say(why)

    def run() -> int:
        logs.begin(call.data_dir.logs)
        accounts = Accounts(call.data_dir)
        newsroom = call.newsroom or _choose_newsroom(call.data_dir, accounts, terminal, is_local=call.is_local)
        saved = SettingsFile(call.data_dir.settings).load().settings.at(newsroom).folders
        if not call.folders and not saved:
            raise UsageProblem("watch", detail="There is no folder to watch: name one.")
        terminal.say("Watching without a window.")
        cloud = _start_cloud(call.data_dir, newsroom, terminal)
        try:
            read = partial(_read_connection, call.data_dir, accounts, newsroom)
            folders = _make_folders(call.folders, Profile.FULL, "", read) or saved
            return headless.watch(
                call.data_dir, newsroom, folders, terminal, once=False, deadline_s=None, accounts=accounts
            )
        finally:
            _leave_cloud(cloud)

    return _guarded(terminal, run)


def _run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    data_dir = DataDir.find(arguments.data_dir)
    logs.begin(data_dir.logs)
    accounts = Accounts(data_dir)
    newsroom = _adopt(data_dir, arguments) or _choose_newsroom(
        data_dir, accounts, terminal, is_local=arguments.local, needs_sign_in=arguments.command in _ONLINE
    )
    if arguments.command == "watch":
        return _watch(arguments, data_dir, accounts, newsroom, terminal)
    with_newsroom = partial(library_commands.with_newsroom, data_dir, newsroom, terminal, accounts=accounts)
    match arguments.command:
        case "status":
            return with_newsroom(lambda parts: library_commands.show_status(parts, terminal))
        case "pause" | "resume":
            verb = Verb(arguments.command)
            return with_newsroom(lambda parts: library_commands.give_order(parts, terminal, verb))
        case "retry":
            named = arguments.transfer or ""
            return with_newsroom(lambda parts: library_commands.give_order(parts, terminal, Verb.RETRY, named))
    query = " ".join(arguments.query) if arguments.command == "search" else ""
    library_commands.check_query(query)
    cloud = None
    try:
        try:
            cloud = _start_cloud(data_dir, newsroom, terminal)
        except Offline as problem:  # what was here before is shown all the same
            terminal.say(problem.detail)
        if arguments.command == "show":
            return with_newsroom(lambda parts: library_commands.show_item(parts, terminal, arguments.item))
        return with_newsroom(
            lambda parts: library_commands.list_items(parts, terminal, query=query, limit=arguments.limit)
        )
    finally:
        _leave_cloud(cloud)


def _watch(
    arguments: argparse.Namespace, data_dir: DataDir, accounts: Accounts, newsroom: str, terminal: Terminal
) -> int:
    paths = [a_folder(word).expanduser().absolute() for word in arguments.folders]
    for number, path in enumerate(paths):
        check_folder(path, paths[:number], data_dir.root)
    deadline_s = None if arguments.timeout is None else time.monotonic() + arguments.timeout
    cloud = _start_cloud(data_dir, newsroom, terminal)
    try:
        read = partial(_read_connection, data_dir, accounts, newsroom)
        folders = _make_folders(paths, Profile(arguments.profile), arguments.language or "", read)
        return headless.watch(
            data_dir, newsroom, folders, terminal, once=arguments.once, deadline_s=deadline_s, accounts=accounts
        )
    finally:
        _leave_cloud(cloud)


def _make_folders(
    paths: Sequence[Path], profile: Profile, language: str, read: Callable[[], Connection]
) -> list[Folder]:
    connection = read() if profile is Profile.PRIVATE else None
    return [make_folder(path, profile=profile, language=language, connection=connection) for path in paths]


def _read_connection(data_dir: DataDir, accounts: Accounts, newsroom: str) -> Connection:
    source = accounts.connections(newsroom, lambda _event: None) if newsroom != LOCAL else None
    return (source or ConnectionFile(connection_path(data_dir, newsroom))).read()


def _adopt(data_dir: DataDir, arguments: argparse.Namespace) -> str:
    """Take over the connection file of a call; return its newsroom, or "" where none is given."""
    if arguments.connection is None:
        return ""
    if arguments.local:
        raise UsageProblem("choose a newsroom", detail="--local and --connection name two newsrooms: leave one out.")
    return adopt_connection(data_dir, Path(arguments.connection).expanduser())


def _choose_newsroom(
    data_dir: DataDir, accounts: Accounts, terminal: Terminal, *, is_local: bool, needs_sign_in: bool = True
) -> str:
    """Return the newsroom to work with; raises ``NotSignedIn`` where there is none, or nobody is signed in to it."""
    newsroom = LOCAL
    if not is_local:
        loaded = SettingsFile(data_dir.settings).load()
        newsroom = loaded.settings.newsroom
        if loaded.set_aside is not None:  # whoever loads them next finds no damage any more
            terminal.say(for_problem(Problem.SETTINGS_DAMAGED, str(loaded.set_aside)).line)
    if not newsroom:
        raise NotSignedIn(
            "No newsroom is signed in here. Sign in with snapstream login, add --connection FILE with the file "
            "that your engineer gave you, or --local to work with the library on this computer."
        )
    if needs_sign_in and newsroom != LOCAL:
        account_commands.require_sign_in(accounts, newsroom, terminal)
    return newsroom


def _start_cloud(data_dir: DataDir, newsroom: str, terminal: Terminal) -> LocalCloud | None:
    """Start the embedded cloud, if that is the newsroom, and wait until it is ready. Raises ``Offline``."""
    if newsroom != LOCAL:
        return None

    def show(event: Event) -> None:
        if isinstance(event, CloudProgress) and event.step:
            terminal.show_progress(f"{event.step}/{event.steps} {event.text}")

    cloud = LocalCloud(data_dir, show)
    try:
        cloud.ensure()
    except BaseException:
        cloud.stop()
        raise
    finally:
        terminal.end()
    return cloud


def _leave_cloud(cloud: LocalCloud | None) -> None:
    if cloud is not None:
        cloud.stop()


def _guarded(terminal: Terminal, run: Callable[[], int]) -> int:
    """Turn our errors into a sentence and an exit code."""
    try:
        return run()
    except (SnapStreamError, NotSignedIn) as problem:
        code, sentence = _explain(problem)
        terminal.say(sentence)
        return code
    except OutputLost as lost:
        silence_stdout()  # what is left in the buffer would fail once more at the end
        terminal.say(str(lost))
        return FAILED
    except BrokenPipeError:
        silence_stdout()
        return DONE
    except KeyboardInterrupt:
        return headless.INTERRUPTED
    finally:
        terminal.end()


def _explain(problem: SnapStreamError | NotSignedIn) -> tuple[int, str]:
    match problem:
        case NotSignedIn():
            return UNREACHABLE, str(problem)
        case Offline() if problem.detail:  # what the embedded cloud said
            return UNREACHABLE, problem.detail
        case StorageFull():
            return FAILED, for_error(problem).line
        case ServiceProblem() | AccountProblem():
            return UNREACHABLE, for_error(problem).line
        case UsageProblem():
            return USAGE, for_error(problem).line
        case _:
            return FAILED, for_error(problem).line
