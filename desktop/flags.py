"""Reading a call of ``snapstream``: its commands, their flags, and what ``--help`` says. Main thread."""

from __future__ import annotations

import argparse
import os
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.contract.status import Profile
from desktop import account_commands, diagnostics
from desktop.core.errors import UsageProblem
from desktop.core.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_COMMANDS = (
    "watch", "ls", "search", "show", "status", "pause", "resume", "retry", "diagnostics", *account_commands.COMMANDS,
)  # fmt: skip
#: The tags of BCP 47 that people use: language, script, region, variants.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def program_version() -> str:
    """Return the version that ``--version`` says."""
    try:
        return version("snapstream")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def a_folder(word: str) -> Path:
    """Read a FOLDER; raises ``UsageProblem`` for "", which a path would take for the folder one stands in."""
    if not word:
        raise UsageProblem("name a folder", detail="The name of a folder is empty.")
    return Path(word)


def check_command(words: Sequence[str]) -> None:
    """Raise ``UsageProblem`` where the first word was meant to be a command and is none."""
    word = words[0] if words else ""
    is_name = bool(word) and not word.startswith(("~", ".")) and not {os.sep, os.altsep} & set(word)
    if is_name and not os.path.lexists(word):
        raise UsageProblem(
            "run a command",
            detail=f"There is no command or folder named {printable(word)}. See snapstream --help.",
        )


def find_command(argv: Sequence[str]) -> int | None:
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


def window_parser() -> argparse.ArgumentParser:
    """Return what reads a call that opens the window."""
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


def command_parser() -> argparse.ArgumentParser:
    """Return what reads a call of a headless command."""
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
