"""The command line: reads the call, and runs what needs no window. Main thread.

Exit codes: 0 done · 1 any file failed or rejected, or an item FAILED or REJECTED · 2 wrong usage · 3 cloud unreachable
or not signed in · 4 timed out · 130 stopped by Ctrl-C · 143 stopped by SIGTERM · 129 its terminal was closed.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
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
from desktop.core.words import Problem, for_error, for_problem, printable
from desktop.library.transfers import Verb
from desktop.local_cloud import LocalCloud
from desktop.newsroom import LOCAL, adopt_connection, connection_path
from desktop.terminal import OutputLost, Terminal, prepare_streams, silence_stdout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.contract.connection import Connection
    from desktop.core.events import Event
    from desktop.core.model import Folder

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)

_EPILOG = """\
commands:
  watch FOLDER…     watch and upload without a window; --once uploads what is there and prints it
  ls                list the library
  search QUERY      search the library
  show ITEM         show one item
  status            how the transfers stand
  pause, resume     hold uploads back, let them go on
  retry [TRANSFER]  try a failed upload again, or all of them
  login, logout     sign in to a newsroom, sign out
  whoami            who is signed in where
  diagnostics FILE  what helps to find a fault, in one file without secrets

exit codes: 0 done, 1 a file failed or was rejected, 2 wrong usage, 3 the cloud cannot be reached or nobody is signed
in, 4 timed out. "snapstream COMMAND --help" says more.
"""
_WATCH_EPILOG = """\
--once --json prints one document: {"items": [ITEM…], "files": [FILE…]}.
--json prints one JSON object a line, each with "event" and "at" (UTC), and with:
  file      what FILE has: path, filename, outcome, reason, item_id when there is one
  transfer  id, path, filename, state, reason, size_bytes
  item      item (what ITEM has, without words)
  folder    path, away (true or false)
  scanned   path
  link      link (online, offline, signed_out or connecting)
  problem   reason, text
  solved    reason

exit codes: those of "snapstream --help"; also 130 stopped by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP (its terminal was
closed). All three end in order: what is on its way goes on next time.
"""


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
    command_at = _find_command(argv)
    if command_at is not None:
        # The common options may stand before the command too.
        argv = [argv[command_at], *argv[:command_at], *argv[command_at + 1 :]]
        return Call(_command_parser().parse_args(argv))
    arguments = _window_parser().parse_args(argv)
    try:
        folders = tuple(_folder(word) for word in arguments.folders)
        _check_command(arguments.folders)
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


def program_version() -> str:
    """Return the version that ``--version`` says."""
    try:
        return version("snapstream")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


# ── running


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
    paths = [_folder(word).expanduser().absolute() for word in arguments.folders]
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


# ── reading the call

_COMMANDS = (
    "watch", "ls", "search", "show", "status", "pause", "resume", "retry", "diagnostics", *account_commands.COMMANDS,
)  # fmt: skip
#: Those that work with the newsroom itself; the others with what is kept here.
_ONLINE = {"watch"}


def _folder(word: str) -> Path:
    """Read a FOLDER; raises ``UsageProblem`` for "", which a path would take for the folder one stands in."""
    if not word:
        raise UsageProblem("name a folder", detail="The name of a folder is empty.")
    return Path(word)


def _check_command(words: Sequence[str]) -> None:
    """Raise ``UsageProblem`` where the first word was meant to be a command and is none."""
    word = words[0] if words else ""
    is_name = bool(word) and not word.startswith(("~", ".")) and not {os.sep, os.altsep} & set(word)
    if is_name and not os.path.lexists(word):
        raise UsageProblem(
            "run a command",
            detail=f"There is no command or folder named {printable(word)}. See snapstream --help.",
        )


def _find_command(argv: Sequence[str]) -> int | None:
    """Return where the command stands: the first word that is no option and no option's value."""
    skips_next = False
    for at, word in enumerate(argv):
        if skips_next:
            skips_next = False
        elif word == "--":
            return None
        elif word.startswith("-") and word != "-":
            skips_next = word in {"--data-dir", "--connection", "--newsroom", "--email"}
        else:
            return at if word in _COMMANDS else None
    return None


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--local", action="store_true", help="use the embedded cloud on this computer")
    common.add_argument(
        "--data-dir", metavar="DIR", help="where everything of this instance is kept (SNAPSTREAM_DATA_DIR)"
    )
    common.add_argument(
        "--connection", metavar="FILE", help="work with the newsroom of this file, which an engineer wrote"
    )
    common.add_argument("--version", action="version", version=f"snapstream {program_version()}")
    return common


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="snapstream",
        description="Watch folders, upload what is finished, find it again. Without a command the window opens.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common()],
        allow_abbrev=False,
    )
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="a folder to watch")
    return parser


def _command_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="snapstream", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            description=description,
            epilog=epilog,
            parents=[_common()],
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_argument("--json", action="store_true", help="print JSON and nothing else on standard output")
        return command

    watch = add("watch", "Watch folders and upload what is finished, without a window.", _WATCH_EPILOG)
    watch.add_argument("folders", nargs="+", metavar="FOLDER", help="a folder to watch")
    watch.add_argument("--once", action="store_true", help="upload what is there, wait for the analysis, print it, end")
    watch.add_argument(
        "--profile", choices=[profile.value for profile in Profile], default=Profile.FULL.value, metavar="P",
        help="how deeply files are analysed: full, basic or private (default: full)",
    )  # fmt: skip
    watch.add_argument("--language", type=_language, metavar="TAG", help="what is spoken in the files, as en-US or fr")
    watch.add_argument("--timeout", type=_seconds, metavar="S", help="end after this many seconds (exit code 4)")

    for command in (
        add("ls", "List the library, newest first."),
        search := add("search", 'Search the library: words, the beginning of a word, "quoted phrases".'),
    ):
        command.add_argument("--limit", type=_count, metavar="N", help="print at most so many")
    search.add_argument("query", nargs="+", metavar="QUERY", help="what to look for")
    add("show", "Show one item.").add_argument(
        "item", type=_item, metavar="ITEM", help="its id, or a beginning of it that is unique"
    )
    add("status", "Say how the transfers stand, and whether an instance runs.")
    add("pause", "Hold all uploads back, until they are resumed.")
    add("resume", "Let uploads go on.")
    add("retry", "Try again what failed.").add_argument(
        "transfer",
        nargs="?",
        metavar="TRANSFER",
        help="one transfer's id, or a beginning of it (default: all that failed)",
    )
    account_commands.add_parsers(add)
    diagnostics.add_parser(add)
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError("must be a number of seconds")
    return seconds


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError("must be a whole number, 1 or more")
    return number


def _item(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("must be an id or the beginning of one")
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no language tag such as en-US")
    return text


#: The tags of BCP 47 that people use: language, script, region, variants.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
